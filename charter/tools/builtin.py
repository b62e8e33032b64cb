"""The tools that Charter brings along."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import orjson
from pydantic import JsonValue

from charter.core.clock import Clock
from charter.core.errors import CharterError
from charter.core.guarded_client import GuardedClient, Limits
from charter.feel.errors import FeelError
from charter.feel.expression import compile_expression
from charter.feel.limits import Limits as FeelLimits
from charter.identity.mail import Mailer, MailFailed
from charter.tools import texts
from charter.tools.calculator import calculate
from charter.tools.errors import ToolFailed
from charter.tools.tool import Caller, Risk, Tool

_FETCH_CHARACTERS = 20_000
_FETCH_LIMITS = Limits(header_timeout_s=15, total_timeout_s=20, max_response_bytes=1_000_000, max_redirects=5)

_WEBHOOK_LIMITS = Limits(header_timeout_s=15, total_timeout_s=20, max_response_bytes=1_000_000, max_redirects=0)
# One call shares its process with all others, and must not hold it up.
_FEEL_LIMITS = FeelLimits(steps=200_000, list_items=20_000, string_characters=100_000, result_nodes=50_000)


@dataclass(frozen=True, slots=True)
class Post:
    """The mail that tools may send: through the operator's server, to the domains that the operator named."""

    mailer: Mailer
    domains: frozenset[str]

    def takes(self, address: str) -> bool:
        """Say whether mail may go to an address."""
        return "*" in self.domains or address.rpartition("@")[2].lower() in self.domains


@dataclass(frozen=True, slots=True)
class ToolContext:
    """What built-in tools work with."""

    clock: Clock
    http: GuardedClient
    key: UUID
    post: Post | None = None


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


async def _feel(context: ToolContext, arguments: dict[str, JsonValue]) -> JsonValue:
    variables = arguments.get("variables")
    given = variables if isinstance(variables, dict) else {}
    # In a thread: the process has others to answer meanwhile.
    return await asyncio.to_thread(_evaluated, str(arguments["expression"]), given, context.clock)


def _evaluated(expression: str, variables: dict[str, JsonValue], clock: Clock) -> JsonValue:
    try:
        done = compile_expression(expression, limits=_FEEL_LIMITS).evaluate(variables, clock)
        result: JsonValue = done.to_json()
    except FeelError as error:
        raise ToolFailed(f"The expression cannot be evaluated: {error}") from error
    warnings: list[JsonValue] = [warning.message for warning in done.warnings[:10]]
    return {"result": result, "warnings": warnings}


async def _text(_context: ToolContext, arguments: dict[str, JsonValue]) -> JsonValue:
    return {"result": texts.transform(str(arguments["operation"]), str(arguments["text"]), arguments)}


async def _webhook(context: ToolContext, arguments: dict[str, JsonValue]) -> JsonValue:
    url = str(arguments["url"])
    try:
        async with await context.http.request(
            "POST",
            url,
            headers={"content-type": "application/json", "idempotency-key": str(context.key)},
            body=orjson.dumps(arguments["payload"]),
            limits=_WEBHOOK_LIMITS,
        ) as answer:
            text = (await answer.read()).decode("utf-8", "replace")
    except CharterError as error:
        raise ToolFailed(f"{url} could not be reached: {error.detail}") from error
    return {"status": answer.status, "text": text[:_FETCH_CHARACTERS]}


async def _mail(context: ToolContext, arguments: dict[str, JsonValue]) -> JsonValue:
    to, subject, text = str(arguments["to"]), str(arguments["subject"]), str(arguments["text"])
    if context.post is None or not context.post.takes(to):
        raise ToolFailed(f"Mail may not go to {to}: the operator names the domains (CHARTER_MAIL_TOOL_DOMAINS).")
    try:
        await context.post.mailer.deliver(to, subject, text, message_id=str(context.key))
    except MailFailed as error:
        raise ToolFailed(f"The mail server did not take the message ({error}).") from error
    return {"sent": True}


async def _ask_person(_context: ToolContext, arguments: dict[str, JsonValue]) -> JsonValue:
    """Return what a person said: the call is made once they approved it, with the answer that they filled in."""
    return {"answer": arguments.get("answer"), "approved": True}


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

FEEL = Tool(
    "feel",
    "Dates and expressions",
    "Evaluates a FEEL expression: dates, times and durations, lists, conditions and exact arithmetic.",
    {
        "type": "object",
        "properties": {
            "expression": {
                "type": "string",
                "minLength": 1,
                "maxLength": 4_000,
                "description": 'For example date("2026-03-01") + duration("P30D"), or sum(prices) * (1 + tax).',
            },
            "variables": {"type": "object", "description": "Values that the expression names."},
        },
        "required": ["expression"],
        "additionalProperties": False,
    },
)
TEXT = Tool(
    "text",
    "Text",
    "Transforms a text: cases, splitting, replacing, counting, sorting lines, encodings, JSON, hashes.",
    {
        "type": "object",
        "properties": {
            "operation": {"enum": list(texts.NAMES)},
            "text": {"type": "string", "maxLength": 200_000},
            "find": {"type": "string", "description": "For replace: what is replaced."},
            "with": {"type": "string", "description": "For replace: by what."},
            "separator": {"type": "string", "description": "For split; default: a line break."},
            "start": {"type": "integer", "description": "For slice: the first character, from 0."},
            "end": {"type": "integer", "description": "For slice: the character after the last."},
        },
        "required": ["operation", "text"],
        "additionalProperties": False,
    },
)
WEBHOOK = Tool(
    "webhook",
    "Webhook",
    "Sends a JSON document to a public web address (POST) and returns the answer.",
    {
        "type": "object",
        "properties": {
            "url": {"type": "string", "pattern": "^https://", "maxLength": 2000},
            "payload": {"type": "object", "description": "The document that is sent."},
        },
        "required": ["url", "payload"],
        "additionalProperties": False,
    },
    risk=Risk.EXTERNAL,
)

MAIL = Tool(
    "mail",
    "Mail",
    "Sends a mail to one address, as plain text.",
    {
        "type": "object",
        "properties": {
            "to": {
                "type": "string",
                "pattern": r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+$",
                "maxLength": 254,
                "x-sensitive": True,
            },
            "subject": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"^[^\r\n]*$"},
            "text": {"type": "string", "minLength": 1, "maxLength": 20_000},
        },
        "required": ["to", "subject", "text"],
        "additionalProperties": False,
    },
    risk=Risk.EXTERNAL,
)
ASK_PERSON = Tool(
    "ask_person",
    "Ask a person",
    "Asks a person a question and waits for the answer, which may take days. Use it for decisions that are not yours.",
    {
        "type": "object",
        "properties": {
            "question": {"type": "string", "minLength": 1, "maxLength": 4_000, "description": "All they need to know."},
            "answer": {"type": "string", "maxLength": 20_000, "description": "Leave it out: the person fills it in."},
        },
        "required": ["question"],
        "additionalProperties": False,
    },
    definition={"asks": True, "idempotent": True},
)

READ_MORE = Tool(
    "read_more",
    "Read more",
    "Returns a page of a large result of this run, as the mark at the end of its first page says.",
    {
        "type": "object",
        "properties": {
            "result": {"type": "integer", "minimum": 1, "maximum": 1_000_000, "description": "As the mark says."},
            "page": {"type": "integer", "minimum": 1, "maximum": 10_000},
        },
        "required": ["result", "page"],
        "additionalProperties": False,
    },
)
"""Runs offer it by themselves and know what it reads; nobody is granted it."""

_calls: dict[str, Callable[[ToolContext, dict[str, JsonValue]], Awaitable[JsonValue]]] = {
    CLOCK.name: _clock,
    CALCULATOR.name: _calculator,
    FETCH.name: _fetch,
    FEEL.name: _feel,
    TEXT.name: _text,
    WEBHOOK.name: _webhook,
    MAIL.name: _mail,
    ASK_PERSON.name: _ask_person,
}
NAMES = frozenset({*_calls, READ_MORE.name})
"""The names that no tenant's tool can have."""


def available(*, fetch_tool: bool, mail: bool = False) -> dict[str, Tool]:
    """Return the built-in tools of this installation; those that reach out are off unless the operator allows them."""
    outside = ((FETCH, WEBHOOK) if fetch_tool else ()) + ((MAIL,) if mail else ())
    return {tool.name: tool for tool in (CLOCK, CALCULATOR, FEEL, TEXT, ASK_PERSON, *outside)}


class BuiltInExecutor:
    """Calls built-in tools.

    Args:
        clock: the time; workflows have one of their own, which an operator can move: see :meth:`use_clock`.
    """

    def __init__(self, clock: Clock, http: GuardedClient, post: Post | None = None) -> None:
        self._clock, self._http, self._post = clock, http, post
        self._clocks: dict[str, Clock] = {}

    def use_clock(self, origin: str, clock: Clock) -> None:
        """Take another clock for calls of this origin (``Caller.origin``)."""
        self._clocks[origin] = clock

    async def call(self, tool: Tool, arguments: dict[str, JsonValue], caller: Caller) -> JsonValue:
        """Return the result."""
        context = ToolContext(self._clocks.get(caller.origin, self._clock), self._http, caller.key, self._post)
        return await _calls[tool.name](context, arguments)
