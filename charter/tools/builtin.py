"""The tools that Charter brings along."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import JsonValue

from charter.core.clock import Clock
from charter.core.errors import CharterError
from charter.core.guarded_client import GuardedClient, Limits
from charter.tools.calculator import calculate
from charter.tools.errors import ToolFailed
from charter.tools.tool import Caller, Tool

_FETCH_CHARACTERS = 20_000
_FETCH_LIMITS = Limits(header_timeout_s=15, total_timeout_s=20, max_response_bytes=1_000_000, max_redirects=5)


@dataclass(frozen=True, slots=True)
class ToolContext:
    """What built-in tools work with."""

    clock: Clock
    http: GuardedClient


async def _clock(context: ToolContext, arguments: dict[str, JsonValue]) -> JsonValue:
    name = str(arguments.get("time_zone") or "UTC")
    try:
        now = context.clock().astimezone(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ToolFailed(f"There is no time zone {name!r}; use a name like Europe/Berlin.") from error
    return {"time": now.isoformat(timespec="seconds"), "time_zone": name, "weekday": _weekday(now)}


def _weekday(moment: datetime) -> str:
    return ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[moment.weekday()]


async def _calculator(_context: ToolContext, arguments: dict[str, JsonValue]) -> JsonValue:
    expression = str(arguments["expression"])
    return {"expression": expression, "result": calculate(expression)}


async def _fetch(context: ToolContext, arguments: dict[str, JsonValue]) -> JsonValue:
    url = str(arguments["url"])
    try:
        async with await context.http.request("GET", url, limits=_FETCH_LIMITS) as answer:
            text = (await answer.read()).decode("utf-8", "replace")
    except CharterError as error:
        raise ToolFailed(f"{url} could not be fetched: {error.detail}") from error
    return {
        "status": answer.status,
        "content_type": answer.headers.get("content-type", ""),
        "text": text[:_FETCH_CHARACTERS],
        "cut": len(text) > _FETCH_CHARACTERS,
    }


CLOCK = Tool(
    "clock",
    "Clock",
    "Tells the present date, time and weekday in a time zone.",
    {
        "type": "object",
        "properties": {"time_zone": {"type": "string", "description": "IANA name, for example Europe/Berlin."}},
        "additionalProperties": False,
    },
)
CALCULATOR = Tool(
    "calculator",
    "Calculator",
    "Calculates an arithmetic expression exactly. Use it for every calculation.",
    {
        "type": "object",
        "properties": {"expression": {"type": "string", "minLength": 1, "description": "For example (2 + 3) * 4."}},
        "required": ["expression"],
        "additionalProperties": False,
    },
)
FETCH = Tool(
    "fetch",
    "Fetch",
    "Fetches a public web address and returns its text.",
    {
        "type": "object",
        "properties": {"url": {"type": "string", "pattern": "^https?://", "maxLength": 2000}},
        "required": ["url"],
        "additionalProperties": False,
    },
)

_calls: dict[str, Callable[[ToolContext, dict[str, JsonValue]], Awaitable[JsonValue]]] = {
    CLOCK.name: _clock,
    CALCULATOR.name: _calculator,
    FETCH.name: _fetch,
}
NAMES = frozenset(_calls)
"""The names that no tenant's tool can have."""


def available(*, fetch_tool: bool) -> dict[str, Tool]:
    """Return the built-in tools of this installation; fetching is off unless the operator turned it on."""
    return {tool.name: tool for tool in (CLOCK, CALCULATOR, FETCH) if tool is not FETCH or fetch_tool}


class BuiltInExecutor:
    """Calls built-in tools.

    Args:
        clock: the time; workflows have one of their own, which an operator can move: see :meth:`use_clock`.
    """

    def __init__(self, clock: Clock, http: GuardedClient) -> None:
        self._clock, self._http = clock, http
        self._clocks: dict[str, Clock] = {}

    def use_clock(self, origin: str, clock: Clock) -> None:
        """Take another clock for calls of this origin (``Caller.origin``)."""
        self._clocks[origin] = clock

    async def call(self, tool: Tool, arguments: dict[str, JsonValue], caller: Caller) -> JsonValue:
        """Return the result."""
        context = ToolContext(self._clocks.get(caller.origin, self._clock), self._http)
        return await _calls[tool.name](context, arguments)
