"""Calls operations of OpenAPI documents for the desk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from pydantic import JsonValue
from yarl import URL

from charter.core.crypto import Vault
from charter.core.db import Database
from charter.core.guarded_client import GuardedClient
from charter.openapi.errors import OpenApiCallFailed
from charter.sandbox.jobs import EgressRefused, EgressRequest
from charter.tools.errors import ToolArgumentsInvalid, ToolFailed
from charter.tools.python.egress import ToolEgress, place
from charter.tools.service.credentials import open_credentials
from charter.tools.tool import Caller, Tool

_EXCERPT = 2_000


@dataclass(frozen=True, slots=True)
class OpenApiExecutor:
    """One per process."""

    database: Database
    vault: Vault
    http: GuardedClient

    async def call(self, tool: Tool, arguments: dict[str, JsonValue], caller: Caller) -> JsonValue:
        """Return the answer's JSON, or its text.

        Raises:
            OpenApiCallFailed: the server answered with an error.
            ToolFailed: there is no answer.
            ToolCredentialMissing: a credential that it needs is not there.
        """
        definition = tool.definition
        names = [str(name) for name in _list(definition.get("credentials"))]
        credentials = []
        if names:
            async with self.database.tenant_session(caller.tenant_id) as db:
                credentials = await open_credentials(db, self.vault, names)
        request = _request(definition, arguments)
        egress = ToolEgress(self.http, [place(URL(request.url))], credentials)
        try:
            answer = await egress(request)
        except EgressRefused as error:
            raise ToolFailed(f"{tool.name}: {error}") from error
        value = _value(answer.body, dict(answer.headers))
        if answer.status >= 400:
            said = value if isinstance(value, str) else orjson.dumps(value).decode()
            raise OpenApiCallFailed(
                f"{tool.name}: the server answered {answer.status}: {said[:_EXCERPT]}", http_status=answer.status
            )
        return value


def _request(definition: dict[str, Any], arguments: dict[str, JsonValue]) -> EgressRequest:
    path, query, headers = str(definition["path"]), [], {"Accept": "application/json"}
    for argument in _list(definition.get("arguments")):
        name, where, sent_as = argument["name"], argument["place"], argument["sent_as"]
        if name not in arguments:
            continue
        value = arguments[name]
        match where:
            case "path":
                path = path.replace("{" + sent_as + "}", _segment(name, value))
            case "query":
                query += [(sent_as, _text(item)) for item in (value if isinstance(value, list) else [value])]
            case _:
                headers[sent_as] = _header(name, value)
    url = str(definition["base_url"]) + path + (f"?{urlencode(query)}" if query else "")
    body = b""
    if definition.get("body_type") and "body" in arguments:
        headers["Content-Type"] = str(definition["body_type"])
        body = _body(str(definition["body_type"]), arguments["body"])
    return EgressRequest(method=str(definition["method"]), url=url, headers=list(headers.items()), body=body)


def _segment(name: str, value: JsonValue) -> str:
    """Return a value as one segment of a path: it must not lead to another path."""
    text = _text(value)
    if text in {"", ".", ".."}:
        raise _wrong(name, "It is part of the path and cannot be empty or dots.")
    return quote(text, safe="")


def _header(name: str, value: JsonValue) -> str:
    text = _text(value)
    if not re.fullmatch(r"[ -~]*", text):
        raise _wrong(name, "It is sent as a header: printable ASCII only.")
    return text


def _text(value: JsonValue) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case None:
            return ""
        case str():
            return value
        case list():
            return ",".join(_text(item) for item in value)
        case dict():
            return orjson.dumps(value).decode()
        case _:
            return str(value)


def _body(kind: str, value: JsonValue) -> bytes:
    if kind == "application/json":
        return orjson.dumps(value)
    pairs = value.items() if isinstance(value, dict) else ()
    return urlencode([(name, _text(part)) for name, part in pairs]).encode()


def _value(body: bytes, headers: dict[str, str]) -> JsonValue:
    kind = next((value for name, value in headers.items() if name.lower() == "content-type"), "")
    if "json" in kind.lower():
        try:
            parsed: JsonValue = orjson.loads(body)
        except orjson.JSONDecodeError:
            pass
        else:
            return parsed
    return body.decode("utf-8", "replace")


def _wrong(name: str, message: str) -> ToolArgumentsInvalid:
    return ToolArgumentsInvalid(f"{name}: {message}", fields=[{"path": f"/{name}", "message": message}])


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
