"""What an MCP client sent, read without doing anything: which era it speaks and what it wants, or why it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import orjson

from charter.core.texts import has_nul
from charter.mcp import wire
from charter.mcp.wire import Message
from charter.tools.asking import EVERY_WAY, Way

_FORMS: Final[frozenset[Way]] = frozenset({"form"})
_LEGACY_BY_DEFAULT = "2025-03-26"
"""Revision of a request without a header that names one (2025-11-25, Transports, Protocol Version Header)."""

STATUS_OF_ERROR = {
    wire.PARSE_ERROR: 400,
    wire.INVALID_REQUEST: 400,
    wire.METHOD_NOT_FOUND: 404,
    wire.INVALID_PARAMS: 400,
    wire.HEADER_MISMATCH: 400,
    wire.MISSING_CAPABILITY: 400,
    wire.UNSUPPORTED_REVISION: 400,
    wire.INTERNAL_ERROR: 500,
}
"""HTTP status of errors in the stateless era (2026-07-28, Streamable HTTP)."""


@dataclass(frozen=True, slots=True)
class Inbound:
    """A request to answer.

    Attributes:
        modern: it is of the stateless era.
        revision: the one it is written in.
        client: what the client calls itself, for logs.
        ways: how it can ask its user in the middle of a call.
    """

    id: int | str
    method: str
    params: Message
    modern: bool
    revision: str
    client: str = ""
    ways: frozenset[Way] = frozenset()


@dataclass(frozen=True, slots=True)
class Refused:
    """What the client is answered without anything being done; no ``answer`` is 202 with an empty body."""

    status: int
    answer: Message | None = None
    headers: dict[str, str] = field(default_factory=dict)


def read(headers: Mapping[str, str], body: bytes) -> Inbound | Refused:
    """Return what a POST asks for."""
    message = _message(headers, body)
    if isinstance(message, Refused):
        return message
    method, id_ = message.get("method"), message.get("id")
    if "id" not in message or not isinstance(method, str):
        return _one_way(message)
    if isinstance(id_, bool) or not isinstance(id_, int | str):
        return _refused(None, 400, wire.INVALID_REQUEST, "A request's id must be a text or an integer")
    params = message.get("params", {})
    if not isinstance(params, dict):
        return _refused(id_, 400, wire.INVALID_PARAMS, "params must be an object")
    meta = params.get("_meta")
    named = meta.get(wire.REVISION_KEY) if isinstance(meta, dict) else None
    revision = headers.get(wire.REVISION_HEADER.lower())
    if named is not None or (revision is not None and revision not in wire.HANDSHAKES):
        return _modern(headers, id_, method, params)
    if method != "initialize" and revision is None:
        revision = _LEGACY_BY_DEFAULT
    return Inbound(id_, method, params, modern=False, revision=revision or _LEGACY_BY_DEFAULT)


def _message(headers: Mapping[str, str], body: bytes) -> Message | Refused:
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return _refused(None, 415, wire.INVALID_REQUEST, "The content type must be application/json")
    if not _accepts(headers.get("accept", ""), "application/json"):
        return _refused(None, 406, wire.INVALID_REQUEST, "Accept must name application/json and text/event-stream")
    try:
        message = orjson.loads(body)
    except orjson.JSONDecodeError:
        return _refused(None, 400, wire.PARSE_ERROR, "The body is not JSON")
    if problem := _unkept(message, body):
        return _refused(None, 400, wire.PARSE_ERROR, problem)
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        return _refused(None, 400, wire.INVALID_REQUEST, "The body must be one JSON-RPC 2.0 message")
    return message


def _unkept(message: object, body: bytes) -> str | None:
    """Return why the log could not hold a message: there is no call without its entry."""
    if b"\\u0000" in body and has_nul(message):
        return "Texts may not hold NUL characters"
    return "The body is nested too deeply" if wire.is_too_deep(message, body) else None


def failure(inbound: Inbound, code: int, text: str, data: object = None) -> Refused:
    """Return the refusal of a request that was understood."""
    status = STATUS_OF_ERROR.get(code, 200) if inbound.modern else 200
    return Refused(status, wire.error(inbound.id, code, text, data))


def _one_way(message: Message) -> Refused:
    """Take a notification, or the answer to a request that was never sent: neither is answered."""
    if isinstance(message.get("method"), str) and "id" not in message:
        return Refused(202)
    if wire.is_answer(message):
        return Refused(202)
    return _refused(None, 400, wire.INVALID_REQUEST, "The body is no request and no notification")


def _modern(headers: Mapping[str, str], id_: int | str, method: str, params: Message) -> Inbound | Refused:
    meta = params["_meta"] if isinstance(params.get("_meta"), dict) else {}
    revision = meta.get(wire.REVISION_KEY)
    header = headers.get(wire.REVISION_HEADER.lower())
    # An unknown revision is told apart first: what else it wants is not known.
    asked = revision if isinstance(revision, str) else header
    if asked not in wire.REVISIONS:
        supported = {"supported": list(wire.REVISIONS), "requested": asked}
        return _refused(id_, 400, wire.UNSUPPORTED_REVISION, "Unsupported protocol version", supported)
    if not isinstance(revision, str) or not isinstance(meta.get(wire.CAPABILITIES_KEY), dict):
        missing = wire.CAPABILITIES_KEY if isinstance(revision, str) else wire.REVISION_KEY
        return _refused(id_, 400, wire.INVALID_PARAMS, f"_meta must have {missing}")
    if problem := _mismatch(headers, method, params, revision):
        return _refused(id_, 400, wire.HEADER_MISMATCH, f"Header mismatch: {problem}")
    if revision != wire.MODERN:
        supported = {"supported": [wire.MODERN], "requested": revision}
        return _refused(id_, 400, wire.UNSUPPORTED_REVISION, "This version begins with initialize", supported)
    client = meta.get(wire.CLIENT_KEY)
    name = str(client.get("name", ""))[:100] if isinstance(client, dict) else ""
    ways = _ways(meta[wire.CAPABILITIES_KEY].get("elicitation"))
    return Inbound(id_, method, params, modern=True, revision=revision, client=name, ways=ways)


def _ways(declared: object) -> frozenset[Way]:
    """Return how a client says that it can ask; one that does not say how knows forms."""
    if not isinstance(declared, dict):
        return frozenset()
    return frozenset(way for way in EVERY_WAY if way in declared) or _FORMS


def _mismatch(headers: Mapping[str, str], method: str, params: Message, revision: str) -> str | None:
    """Return what of the headers does not repeat the body."""
    for name, expected in ((wire.REVISION_HEADER, revision), (wire.METHOD_HEADER, method)):
        if headers.get(name.lower()) != expected:
            return f"{name} is not {expected!r:.100}"
    if (member := wire.NAMED_METHODS.get(method)) is not None:
        value = headers.get(wire.NAME_HEADER.lower())
        if value is None or wire.decoded(value) != params.get(member):
            return f"{wire.NAME_HEADER} is not the {member} in the body"
    return None


def _accepts(accept: str, wanted: str) -> bool:
    kinds = {part.partition(";")[0].strip().lower() for part in accept.split(",")}
    return bool(kinds & {wanted, "*/*", wanted.partition("/")[0] + "/*"})


def _refused(id_: object, status: int, code: int, text: str, data: object = None) -> Refused:
    return Refused(status, wire.error(id_, code, text, data))
