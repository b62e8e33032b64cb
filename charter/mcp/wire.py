"""The Model Context Protocol on the wire: revisions, JSON-RPC messages, the headers that repeat them.

Two eras are spoken. Revision 2026-07-28 is stateless: each request carries its revision and the client's facts in
``_meta`` and in headers. The revisions before it begin with an ``initialize`` handshake.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import charter

Message = dict[str, Any]
"""One JSON-RPC 2.0 message as it was parsed; its members are checked where they are used."""

MODERN: Final = "2026-07-28"
HANDSHAKES: Final = ("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05")
"""Revisions that begin with ``initialize``, newest first."""
REVISIONS: Final = (MODERN, *HANDSHAKES)

PARSE_ERROR: Final = -32700
INVALID_REQUEST: Final = -32600
METHOD_NOT_FOUND: Final = -32601
INVALID_PARAMS: Final = -32602
INTERNAL_ERROR: Final = -32603
HEADER_MISMATCH: Final = -32020
MISSING_CAPABILITY: Final = -32021
UNSUPPORTED_REVISION: Final = -32022
MODERN_ERRORS: Final = frozenset({HEADER_MISMATCH, MISSING_CAPABILITY, UNSUPPORTED_REVISION})
"""Error codes that only a server of the stateless era answers with (2026-07-28, Overview, Error Codes)."""

REVISION_KEY: Final = "io.modelcontextprotocol/protocolVersion"
CLIENT_KEY: Final = "io.modelcontextprotocol/clientInfo"
CAPABILITIES_KEY: Final = "io.modelcontextprotocol/clientCapabilities"
SERVER_KEY: Final = "io.modelcontextprotocol/serverInfo"

SESSION_HEADER: Final = "Mcp-Session-Id"
REVISION_HEADER: Final = "MCP-Protocol-Version"
METHOD_HEADER: Final = "Mcp-Method"
NAME_HEADER: Final = "Mcp-Name"
NAMED_METHODS: Final[Mapping[str, str]] = {"tools/call": "name", "prompts/get": "name", "resources/read": "uri"}
"""Methods whose subject is repeated in the header ``Mcp-Name``, with the parameter that names it."""

OURSELVES: Final[dict[str, Any]] = {"name": "charter", "title": "Charter", "version": charter.__version__}

_ENCODED = re.compile(r"=\?base64\?(.*)\?=", re.DOTALL)
_PLAIN = re.compile(r"[\x20-\x7e]*")
_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_LARGEST_INTEGER = 2**53 - 1
_DEEPEST = 200  # what is kept of a message is nested a little deeper, and can be written down to 254 only
# Keywords of JSON Schema that lead to further schemas, but not to properties of the call's arguments.
_INTO_ONE = (
    "items", "contains", "unevaluatedItems", "additionalProperties", "propertyNames", "unevaluatedProperties", "not",
    "if", "then", "else", "contentSchema",
)  # fmt: skip
_INTO_LIST = ("allOf", "anyOf", "oneOf", "prefixItems")
_INTO_NAMED = ("patternProperties", "dependentSchemas", "$defs", "definitions")


def request(id_: int | str, method: str, params: Message | None = None) -> Message:
    """Return a request."""
    return {"jsonrpc": "2.0", "id": id_, "method": method, "params": params or {}}


def notification(method: str, params: Message | None = None) -> Message:
    """Return a notification."""
    return {"jsonrpc": "2.0", "method": method} | ({"params": params} if params else {})


def result(id_: object, value: Message) -> Message:
    """Return the answer to a request."""
    return {"jsonrpc": "2.0", "id": id_, "result": value}


def error(id_: object, code: int, message: str, data: object = None) -> Message:
    """Return the refusal of a request; ``id_`` is None when it could not be read."""
    problem: Message = {"code": code, "message": message}
    if data is not None:
        problem["data"] = data
    return {"jsonrpc": "2.0", "id": id_, "error": problem}


def is_too_deep(value: object, raw: bytes) -> bool:
    """Say whether a message that was parsed from these bytes is nested deeper than can be kept of it."""
    if raw.count(b"[") + raw.count(b"{") <= _DEEPEST:
        return False
    level, depth = [value], 0
    while level and depth <= _DEEPEST:
        level = [
            item
            for one in level
            if isinstance(one, dict | list)
            for item in (one.values() if isinstance(one, dict) else one)
        ]
        depth += 1
    return bool(level)


def is_answer(message: Message) -> bool:
    """Say whether a message answers a request, well or badly."""
    return "method" not in message and ("result" in message or "error" in message)


def modern_params(params: Message, capabilities: Message) -> Message:
    """Return parameters with what every request of the stateless era carries."""
    meta = {REVISION_KEY: MODERN, CLIENT_KEY: OURSELVES, CAPABILITIES_KEY: capabilities}
    return {**params, "_meta": {**params.get("_meta", {}), **meta}}


def mirrored_headers(message: Message) -> dict[str, str]:
    """Return the headers that repeat a request of the stateless era (2026-07-28, Streamable HTTP, Request Metadata)."""
    method = message["method"]
    headers = {REVISION_HEADER: MODERN, METHOD_HEADER: method}
    if named := NAMED_METHODS.get(method):
        headers[NAME_HEADER] = encoded(str(message["params"].get(named, "")))
    return headers


def encoded(value: str) -> str:
    """Return a text as a header's value: as it is when that is safe, else in Base64 between marks."""
    if _PLAIN.fullmatch(value) and value == value.strip() and not _ENCODED.fullmatch(value):
        return value
    return f"=?base64?{base64.b64encode(value.encode()).decode()}?="


def decoded(value: str) -> str | None:
    """Return the text of a header's value; None when its encoding is broken."""
    marked = _ENCODED.fullmatch(value)
    if marked is None:
        return value
    try:
        raw = base64.b64decode(marked[1], validate=True)
        return raw.decode() if base64.b64encode(raw).decode() == marked[1] else None
    except (binascii.Error, UnicodeDecodeError):
        return None


def parameter_paths(schema: object) -> dict[str, tuple[str, ...]]:
    """Return the header names that a tool's schema asks arguments to be repeated in, with the arguments' paths.

    Raises:
        ValueError: an ``x-mcp-header`` is not as the protocol wants it; the tool must not be offered.
    """
    found: dict[str, tuple[str, ...]] = {}
    for path, part in _schemas(schema):
        if "x-mcp-header" not in part:
            continue
        name = part["x-mcp-header"]
        if not path or not isinstance(name, str) or not _TOKEN.fullmatch(name):
            raise ValueError(f"x-mcp-header {name!r:.60} is no header's name on a plain property")
        if part.get("type") not in {"string", "integer", "boolean"}:
            raise ValueError(f"x-mcp-header {name} is on a property that is no string, integer or boolean")
        if name.lower() in {known.lower() for known in found}:
            raise ValueError(f"x-mcp-header {name} is there twice")
        found[name] = path
    return found


def parameter_headers(schema: object, arguments: Mapping[str, Any]) -> dict[str, str]:
    """Return the headers in which a call repeats some of its arguments."""
    headers = {}
    for name, path in parameter_paths(schema).items():
        value: Any = arguments
        for key in path:
            value = value.get(key) if isinstance(value, Mapping) else None
        if isinstance(value, bool):
            headers[f"Mcp-Param-{name}"] = "true" if value else "false"
        elif isinstance(value, int) and abs(value) <= _LARGEST_INTEGER:
            headers[f"Mcp-Param-{name}"] = str(value)
        elif isinstance(value, str):
            headers[f"Mcp-Param-{name}"] = encoded(value)
    return headers


def _schemas(root: object) -> Iterator[tuple[tuple[str, ...] | None, dict[str, Any]]]:
    """Yield every schema inside ``root`` with its path of properties, None where other keywords lead to it."""
    waiting: list[tuple[tuple[str, ...] | None, object]] = [((), root)]
    while waiting:
        path, part = waiting.pop()
        if not isinstance(part, dict):
            continue
        yield path, part
        properties = part.get("properties")
        if isinstance(properties, dict):
            waiting += [(None if path is None else (*path, name), inner) for name, inner in properties.items()]
        waiting += [(None, part[key]) for key in _INTO_ONE if key in part]
        waiting += [(None, inner) for key in _INTO_LIST if isinstance(part.get(key), list) for inner in part[key]]
        named = [part[key] for key in _INTO_NAMED if isinstance(part.get(key), dict)]
        waiting += [(None, inner) for inners in named for inner in inners.values()]
