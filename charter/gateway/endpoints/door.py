"""``/mcp``: MCP over streamable HTTP, stateless in both eras; any process answers any request.

Only bearer credentials are taken, never a browser's cookie, so that no page can make a browser call tools.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Coroutine
from typing import Any
from urllib.parse import urlsplit

import orjson
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Match, Route
from starlette.types import Scope

from charter.core.db import TenantNow
from charter.core.errors import CharterError
from charter.core.http.dependencies import Credential, authenticated, renewed, services_of
from charter.core.principal import Principal
from charter.gateway import protocol
from charter.gateway.errors import CallAnswerInvalid, CallStateRefused, HostRefused, OriginRefused
from charter.gateway.parts import GatewayParts
from charter.gateway.protocol import Inbound, Refused
from charter.gateway.service import exposure as exposing
from charter.gateway.service.asking import KEY, ONLY_LEG, Asked, Leg
from charter.gateway.service.calling import Outcome
from charter.gateway.service.exposure import DEFAULT, Exposure
from charter.identity.errors import Unauthenticated
from charter.mcp import wire
from charter.mcp.errors import McpInputRequired
from charter.mcp.forms import requested_schema
from charter.mcp.inputs import ELICIT
from charter.mcp.wire import Message
from charter.tools.errors import ToolNotFound

_PAGE = 500
_LIST_TTL_MS = 60_000
_READ_WITHIN_S = 0.05
_WATCH_AFTER_S = 0.05
"""Most calls are over by then; to watch for a client that leaves takes a task of its own."""
_STREAM_AFTER_S = 5.0
_KEEP_ALIVE_S = 15.0
_PROBLEM_KEY = "dev.charter/problem"
_METADATA = "/.well-known/oauth-protected-resource"
_SERVER_META: Message = {wire.SERVER_KEY: wire.OURSELVES}
_CAPABILITIES: Message = {"tools": {"listChanged": False}}


async def receive(request: Request) -> Response:
    """Answer one message of an MCP client."""
    _require_known(request)
    virtual: str = request.path_params.get("virtual", DEFAULT)
    if Credential(request).bearer is None:
        return _challenged(request, virtual, Unauthenticated("Send an API key or an access token as bearer."))
    epochs, looks, began = _parts(request).epochs, [], time.monotonic()
    try:
        # What the tenant's rules are now is looked up while this request is read.
        principal = await authenticated(request, lambda known: looks.append(epochs.begin(known.tenant_id)))
    except Unauthenticated as error:
        return _challenged(request, virtual, error)
    inbound = protocol.read(request.headers, await request.body())
    if isinstance(inbound, Refused):
        return _written(inbound)
    # A client that sends slowly must not go on with rules of before.
    look = looks[0] if time.monotonic() - began < _READ_WITHIN_S else epochs.begin(principal.tenant_id)
    return await _answered(request, _handled(request, principal, inbound, virtual, look))


async def metadata(request: Request) -> Response:
    """Say how requests to the gateway are authorised (RFC 9728)."""
    gateway, virtual = _parts(request), request.path_params.get("virtual", "")
    resource = f"{gateway.base_url}/mcp{'/' if virtual else ''}{virtual}"
    document = {"resource": resource, "resource_name": "Charter", "bearer_methods_supported": ["header"]}
    return _json(document, headers={"access-control-allow-origin": "*"})


async def no_session(request: Request) -> Response:
    """There are no sessions to listen to or to end."""
    _require_known(request)
    return Response(status_code=405, headers={"allow": "POST"})


class _Door(Route):
    """A plain route: what an endpoint of FastAPI's is given takes time that a call has better uses for.

    It names itself to those who count requests, as FastAPI's do.
    """

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        match, found = super().matches(scope)
        return match, found if match is Match.NONE else {**found, "route": self}


doors = [
    *(_Door(path, receive, methods=["POST"]) for path in ("/mcp", "/mcp/{virtual}")),
    *(_Door(path, no_session, methods=["GET", "DELETE"]) for path in ("/mcp", "/mcp/{virtual}")),
    *(_Door(_METADATA + path, metadata, methods=["GET"]) for path in ("", "/mcp", "/mcp/{virtual}")),
]


async def _handled(
    request: Request, principal: Principal, inbound: Inbound, virtual: str, look: asyncio.Task[TenantNow]
) -> Refused:
    """Return the answer to a request of a client who is known."""
    gateway = _parts(request)
    tenant = await asyncio.shield(look)
    if tenant.authz_epoch != principal.authz_epoch:
        principal = await renewed(request, newer_than=principal.authz_epoch)
    exposure = await gateway.exposures.get(principal.tenant_id, virtual, tenant.config_epoch)
    match inbound.method:
        case "server/discover" if inbound.modern:
            return _result(inbound, _discovered(exposure))
        case "initialize" if not inbound.modern:
            return _result(inbound, _initialized(inbound, exposure))
        case "ping" if not inbound.modern:
            return _result(inbound, {})
        case "tools/list":
            return await _listed(request, principal, inbound, exposure)
        case "tools/call":
            return await _called(gateway, principal, inbound, exposure, virtual)
        case method:
            return protocol.failure(inbound, wire.METHOD_NOT_FOUND, f"Method not found: {method[:100]}")


def _discovered(exposure: Exposure) -> Message:
    about: Message = {"instructions": exposure.instructions} if exposure.instructions else {}
    cache = {"ttlMs": _LIST_TTL_MS, "cacheScope": "private"}
    return {"supportedVersions": [*wire.REVISIONS], "capabilities": _CAPABILITIES, **about, **cache}


def _initialized(inbound: Inbound, exposure: Exposure) -> Message:
    asked = inbound.params.get("protocolVersion")
    revision = asked if asked in wire.HANDSHAKES else wire.HANDSHAKES[0]
    about: Message = {"instructions": exposure.instructions} if exposure.instructions else {}
    return {"protocolVersion": revision, "capabilities": _CAPABILITIES, "serverInfo": wire.OURSELVES, **about}


async def _listed(request: Request, principal: Principal, inbound: Inbound, exposure: Exposure) -> Refused:
    """Return a page of what the caller can use; the cursor is the name of the last one seen."""
    documents = list(exposure.documents) if "tools.call" in principal.permissions else []
    if exposure.agents is None or exposure.agents:
        async with services_of(request).database.tenant_session(principal.tenant_id) as db:
            documents += await exposing.agent_documents(db, principal, exposure)
    documents += exposing.workflow_documents(exposure)
    if not inbound.modern:
        documents = [_for_handshakes(document) for document in documents]
    cursor, begin = inbound.params.get("cursor"), 0
    if cursor is not None:
        names = [document["name"] for document in documents]
        if cursor not in names:
            return protocol.failure(inbound, wire.INVALID_PARAMS, "Unknown cursor: begin anew without one")
        begin = names.index(cursor) + 1
    page = documents[begin : begin + _PAGE]
    found: Message = {"tools": page}
    if len(documents) > begin + _PAGE:
        found["nextCursor"] = page[-1]["name"]
    if inbound.modern:
        found |= {"ttlMs": _LIST_TTL_MS, "cacheScope": "private"}
    return _result(inbound, found)


async def _called(
    gateway: GatewayParts, principal: Principal, inbound: Inbound, exposure: Exposure, virtual: str
) -> Refused:
    name, arguments = inbound.params.get("name"), inbound.params.get("arguments") or {}
    if not isinstance(name, str) or not isinstance(arguments, dict):
        return protocol.failure(inbound, wire.INVALID_PARAMS, "A call has a name and an object of arguments")
    leg = ONLY_LEG
    if inbound.modern:
        leg = Leg(inbound.ways, inbound.params.get("requestState"), inbound.params.get("inputResponses"))
    try:
        outcome = await gateway.caller.call(principal, virtual, exposure, name, arguments, leg)
    except ToolNotFound as error:
        return protocol.failure(inbound, wire.INVALID_PARAMS, f"Unknown tool: {error.detail}")
    if outcome.asked is not None:
        return _result(inbound, _question(outcome.asked))
    if outcome.error is not None and (failure := _protocol_failure(inbound, outcome.error)):
        return failure
    return _result(inbound, _tool_result(inbound, outcome))


def _question(asked: Asked) -> Message:
    """Return a question as a result that asks for input; it says first which server asks."""
    form = asked.form
    params: Message = {"mode": form.way, "message": f"{form.source} asks: {form.message}"}
    params |= {"url": form.url} if form.fields is None else {"requestedSchema": requested_schema(form.fields)}
    wanted = {KEY: {"method": ELICIT, "params": params}}
    return {"resultType": "input_required", "inputRequests": wanted, "requestState": asked.state}


def _protocol_failure(inbound: Inbound, error: CharterError) -> Refused | None:
    """Return a failure that is the client's to mend and no model's to read."""
    if isinstance(error, CallStateRefused | CallAnswerInvalid):
        return protocol.failure(inbound, wire.INVALID_PARAMS, error.detail, {_PROBLEM_KEY: error.problem()})
    if inbound.modern and isinstance(error, McpInputRequired) and error.way is not None:
        lacking = {"requiredCapabilities": {"elicitation": {error.way: {}}}, _PROBLEM_KEY: error.problem()}
        return protocol.failure(inbound, wire.MISSING_CAPABILITY, error.detail, lacking)
    return None


def _tool_result(inbound: Inbound, outcome: Outcome) -> Message:
    """Return a call's outcome in the protocol's form: a failure is a result, so that the model reads it."""
    if outcome.error is not None:
        problem = outcome.error.problem()
        text = f"{outcome.error.title}: {outcome.error.detail}"
        failed: Message = {"content": [{"type": "text", "text": text}], "isError": True}
        return failed | {"_meta": {_PROBLEM_KEY: problem, **_prefixed(outcome)}}
    value = outcome.value
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    made: Message = {"content": [{"type": "text", "text": text}], "isError": False}
    if isinstance(value, dict) or (inbound.modern and value is not None):
        made["structuredContent"] = value
    return made | ({"_meta": _prefixed(outcome)} if outcome.meta else {})


def _prefixed(outcome: Outcome) -> Message:
    return {f"dev.charter/{name}": value for name, value in outcome.meta.items()}


def _for_handshakes(document: Message) -> Message:
    """Return a tool as earlier revisions want it: results with a schema are objects there."""
    schema = document.get("outputSchema")
    if isinstance(schema, dict) and schema.get("type") != "object":
        return {name: value for name, value in document.items() if name != "outputSchema"}
    return document


def _result(inbound: Inbound, value: Message) -> Refused:
    if inbound.modern:
        value = {"resultType": "complete", **value, "_meta": {**_SERVER_META, **value.get("_meta", {})}}
    return Refused(200, wire.result(inbound.id, value))


async def _answered(request: Request, work: Coroutine[Any, Any, Refused]) -> Response:
    """Answer with JSON, or with a stream that is kept alive when it takes long; a client that leaves cancels."""
    working = asyncio.ensure_future(work)
    await asyncio.wait({working}, timeout=_WATCH_AFTER_S)
    if working.done():
        return _written(working.result())
    leaving = asyncio.ensure_future(_left(request))
    await asyncio.wait({working, leaving}, timeout=_STREAM_AFTER_S, return_when=asyncio.FIRST_COMPLETED)
    if working.done():
        leaving.cancel()
        return _written(working.result())
    if leaving.done():
        working.cancel()
        await asyncio.wait({working})
        return Response(status_code=499)
    leaving.cancel()
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(_frames(working), media_type="text/event-stream", headers=headers)


async def _frames(working: asyncio.Future[Refused]) -> AsyncIterator[bytes]:
    try:
        while not working.done():
            await asyncio.wait({working}, timeout=_KEEP_ALIVE_S)
            if not working.done():
                yield b": still here\n\n"
        try:
            answer = working.result().answer
        except CharterError as error:
            answer = wire.error(None, wire.INTERNAL_ERROR, error.detail, error.problem())
        yield b"event: message\ndata: " + orjson.dumps(answer) + b"\n\n"
    finally:
        working.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _written(refused: Refused) -> Response:
    if refused.answer is None:
        return Response(status_code=refused.status)
    return _json(refused.answer, status=refused.status)


def _challenged(request: Request, virtual: str, error: Unauthenticated) -> Response:
    place = "/mcp" if virtual == DEFAULT else f"/mcp/{virtual}"
    challenge = f'Bearer resource_metadata="{_parts(request).base_url}{_METADATA}{place}"'
    answer = wire.error(None, wire.INVALID_REQUEST, error.detail)
    return _json(answer, status=401, headers={"www-authenticate": challenge})


def _json(document: Message, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(orjson.dumps(document), status, headers, "application/json")


def _require_known(request: Request) -> None:
    """Refuse what a page elsewhere, or a name that was pointed here, makes a browser send (DNS rebinding).

    Raises:
        HostRefused, OriginRefused: as their names say.
    """
    gateway, host = _parts(request), request.headers.get("host", "")
    if host and not gateway.is_known_as(host):  # no browser leaves it out
        raise HostRefused(f"This installation is not known as {host[:200]!r}; the operator sets CHARTER_PUBLIC_URL.")
    origin = request.headers.get("origin")
    if origin is None:
        return
    cors = services_of(request).edge.compiled.cors
    own = urlsplit(origin).netloc == host
    if not own and cors.preflight(origin.encode("latin-1", "replace")) is None:
        raise OriginRefused(f"Pages of {origin[:200]!r} may not use /mcp; the edge policy's cors.origins names none.")


def _parts(request: Request) -> GatewayParts:
    parts: GatewayParts = services_of(request).gateway
    return parts
