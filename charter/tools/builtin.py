"""The tools that Charter brings along."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import jsonschema_rs
from pydantic import JsonValue

from charter.core.clock import Clock
from charter.core.errors import CharterError, FieldProblem
from charter.core.guarded_client import GuardedClient, Limits
from charter.tools.calculator import calculate
from charter.tools.errors import ToolArgumentsInvalid, ToolFailed

_FETCH_CHARACTERS = 20_000
_FETCH_LIMITS = Limits(header_timeout_s=15, total_timeout_s=20, max_response_bytes=1_000_000, max_redirects=5)


@dataclass(frozen=True, slots=True)
class ToolContext:
    """What tools work with."""

    clock: Clock
    http: GuardedClient


@dataclass(frozen=True)
class BuiltinTool:
    """A tool with its JSON Schema. All of these only read, so repeating one after a crash does no harm."""

    name: str
    title: str
    description: str
    parameters: dict[str, JsonValue]
    call: Callable[[ToolContext, dict[str, JsonValue]], Awaitable[JsonValue]]
    timeout_s: float = 30.0

    def require_valid(self, arguments: JsonValue) -> dict[str, JsonValue]:
        """Return the arguments if they satisfy the schema.

        Raises:
            ToolArgumentsInvalid: the fields say where and why; written for a model to correct itself.
        """
        validator = _validators[self.name]
        fields: list[FieldProblem] = [
            {"path": _pointer(list(error.instance_path)), "message": error.message}
            for error in validator.iter_errors(arguments)
        ]
        if fields or not isinstance(arguments, dict):
            words = "; ".join(f"{field['path'] or 'arguments'}: {field['message']}" for field in fields)
            raise ToolArgumentsInvalid(f"The arguments of {self.name} are not valid: {words}", fields=fields)
        return arguments


def _pointer(path: list[str | int]) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


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


CLOCK = BuiltinTool(
    "clock",
    "Clock",
    "Tells the present date, time and weekday in a time zone.",
    {
        "type": "object",
        "properties": {"time_zone": {"type": "string", "description": "IANA name, for example Europe/Berlin."}},
        "additionalProperties": False,
    },
    _clock,
)
CALCULATOR = BuiltinTool(
    "calculator",
    "Calculator",
    "Calculates an arithmetic expression exactly. Use it for every calculation.",
    {
        "type": "object",
        "properties": {"expression": {"type": "string", "minLength": 1, "description": "For example (2 + 3) * 4."}},
        "required": ["expression"],
        "additionalProperties": False,
    },
    _calculator,
)
FETCH = BuiltinTool(
    "fetch",
    "Fetch",
    "Fetches a public web address and returns its text.",
    {
        "type": "object",
        "properties": {"url": {"type": "string", "pattern": "^https?://", "maxLength": 2000}},
        "required": ["url"],
        "additionalProperties": False,
    },
    _fetch,
)

_all = {tool.name: tool for tool in (CLOCK, CALCULATOR, FETCH)}


def _refuse(uri: str) -> NoReturn:
    raise ValueError(f"references to other documents are not followed: {uri}")


_validators = {
    tool.name: jsonschema_rs.validator_for(
        tool.parameters, retriever=_refuse, pattern_options=jsonschema_rs.RegexOptions()
    )
    for tool in _all.values()
}


def available(*, fetch_tool: bool) -> dict[str, BuiltinTool]:
    """Return the built-in tools of this installation; fetching is off unless the operator turned it on."""
    return {name: tool for name, tool in _all.items() if name != FETCH.name or fetch_tool}
