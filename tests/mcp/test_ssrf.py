"""Nothing that a tenant names, and nothing that a server names in turn, makes Charter talk to its own inside.

Every way out of MCP and OpenAPI tools, with every spelling of an inside address. A port of loopback stands for the
inside: it must not get one connection. A server that alone is on the operator's list stands for one of the tenant's.
"""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from charter.core.errors import CharterError
from charter.core.guarded_client import AddressRules, GuardedClient
from charter.mcp import oauth
from charter.mcp.client import McpClient
from charter.mcp.connector import HttpConnector
from charter.mcp.oauth import Guardian
from charter.openapi.executor import OpenApiExecutor
from charter.openapi.schemas import OpenApiSource
from charter.openapi.service import importing
from charter.tools.tool import Tool, ToolKind
from tests.mcp.sdk_servers import serving


@dataclass
class Inside:
    """A port of loopback that counts who connects."""

    port: int
    connections: int = 0


@dataclass
class Outside:
    """A server that says what a test wants it to say, with the address that it is to lead to."""

    url: str = ""
    target: str = ""
    asked: list[str] = field(default_factory=list)


@pytest.fixture
async def inside() -> AsyncIterator[Inside]:
    found = Inside(0)

    def connected(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found.connections += 1
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    found.port = server.sockets[0].getsockname()[1]
    yield found
    server.close()
    await server.wait_closed()
    assert found.connections == 0


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    said = Outside()

    async def redirect(request: Request) -> Response:
        said.asked.append(request.url.path)
        return RedirectResponse(said.target, status_code=int(request.path_params["status"]))

    async def stream(_: Request) -> Response:
        return StreamingResponse(iter([f"event: endpoint\ndata: {said.target}\n\n"]), media_type="text/event-stream")

    async def resource(_: Request) -> Response:
        return JSONResponse({"resource": f"{said.url}/mcp", "authorization_servers": [said.target]})

    async def authority(_: Request) -> Response:
        endpoints = dict.fromkeys(("authorization_endpoint", "token_endpoint", "registration_endpoint"), said.target)
        return JSONResponse({"issuer": said.url, "code_challenge_methods_supported": ["S256"], **endpoints})

    app = Starlette(
        routes=[
            Route("/redirect/{status}", redirect, methods=["GET", "POST"]),
            Route("/sse", stream),
            Route("/resource", resource),
            Route("/.well-known/oauth-authorization-server", authority),
        ]
    )
    async with serving(app) as url:
        said.url = url
        yield said


@pytest.fixture
async def http(outside: Outside) -> AsyncIterator[GuardedClient]:
    """A client that may reach the outside server and nothing else on this machine."""
    async with GuardedClient(AddressRules([outside.url.removeprefix("http://")])) as client:
        yield client


Way = Callable[[GuardedClient, Outside, str], Awaitable[object]]


async def mcp_address(http: GuardedClient, _: Outside, target: str) -> object:
    return await McpClient().open(HttpConnector(http, target, {}))


async def mcp_address_of_events(http: GuardedClient, _: Outside, target: str) -> object:
    return await McpClient().open(HttpConnector(http, target, {}), kind="sse")


async def mcp_redirect(http: GuardedClient, outside: Outside, _: str) -> object:
    return await McpClient().open(HttpConnector(http, f"{outside.url}/redirect/307", {"X-Key": "secret"}))


async def mcp_redirect_that_drops_the_body(http: GuardedClient, outside: Outside, _: str) -> object:
    return await McpClient().open(HttpConnector(http, f"{outside.url}/redirect/302", {"X-Key": "secret"}))


async def mcp_stream_that_names_it(http: GuardedClient, outside: Outside, _: str) -> object:
    return await McpClient().open(HttpConnector(http, f"{outside.url}/sse", {"X-Key": "secret"}), kind="sse")


async def metadata_in_the_challenge(http: GuardedClient, outside: Outside, target: str) -> object:
    return await oauth.find_guardian(http, f"{outside.url}/mcp", f'Bearer resource_metadata="{target}"')


async def metadata_behind_a_redirect(http: GuardedClient, outside: Outside, _: str) -> object:
    challenge = f'Bearer resource_metadata="{outside.url}/redirect/302"'
    return await oauth.find_guardian(http, f"{outside.url}/mcp", challenge)


async def authorization_server(http: GuardedClient, outside: Outside, _: str) -> object:
    challenge = f'Bearer resource_metadata="{outside.url}/resource"'
    return await oauth.find_guardian(http, f"{outside.url}/mcp", challenge)


async def registration(http: GuardedClient, outside: Outside, _: str) -> object:
    guardian = await oauth.find_guardian(http, f"{outside.url}/mcp", "")
    return await oauth.register(http, guardian, "http://127.0.0.1:8700/back")


async def token(http: GuardedClient, outside: Outside, target: str) -> object:
    guardian = Guardian(issuer=outside.url, authorization_endpoint=outside.url, token_endpoint=target)
    return await oauth.redeem(http, guardian, "secret", code="c", verifier="v", redirect_uri="http://127.0.0.1/back")


async def renewal(http: GuardedClient, outside: Outside, target: str) -> object:
    guardian = Guardian(issuer=outside.url, authorization_endpoint=outside.url, token_endpoint=target)
    return await oauth.renew(http, guardian, "secret", "refresh")


async def openapi_document(http: GuardedClient, _: Outside, target: str) -> object:
    source = OpenApiSource.model_construct(name="x", document=None, url=target)
    return await importing._document(http, source)


async def openapi_document_behind_a_redirect(http: GuardedClient, outside: Outside, _: str) -> object:
    source = OpenApiSource.model_construct(name="x", document=None, url=f"{outside.url}/redirect/302")
    return await importing._document(http, source)


async def openapi_call(http: GuardedClient, _: Outside, target: str) -> object:
    definition = {"method": "GET", "path": "/x", "base_url": target.rstrip("/"), "arguments": [], "credentials": []}
    tool = Tool("x__y", "x", "x", {"type": "object"}, ToolKind.OPENAPI, definition=definition)
    nothing: Any = None
    return await OpenApiExecutor(nothing, nothing, http).call(tool, {}, nothing)


WAYS: list[Way] = [
    mcp_address, mcp_address_of_events, mcp_redirect, mcp_redirect_that_drops_the_body, mcp_stream_that_names_it,
    metadata_in_the_challenge, metadata_behind_a_redirect, authorization_server, registration, token, renewal,
    openapi_document, openapi_document_behind_a_redirect, openapi_call,
]  # fmt: skip

SPELLINGS = {
    "dotted": "http://127.0.0.1:{port}/",
    "decimal": "http://2130706433:{port}/",
    "octal": "http://0177.0.0.1:{port}/",
    "hexadecimal": "http://0x7f000001:{port}/",
    "short": "http://127.1:{port}/",
    "another of loopback": "http://127.7.7.7:{port}/",
    "this host": "http://0.0.0.0:{port}/",
    "name": "http://localhost:{port}/",
    "name with a dot": "http://localhost.:{port}/",
    "IPv6": "http://[::1]:{port}/",
    "IPv6 mapped": "http://[::ffff:127.0.0.1]:{port}/",
    "IPv6 mapped, hexadecimal": "http://[::ffff:7f00:1]:{port}/",
    "IPv6 compatible": "http://[::127.0.0.1]:{port}/",
    "NAT64": "http://[64:ff9b::7f00:1]:{port}/",
    "6to4": "http://[2002:7f00:1::]:{port}/",
    "cloud metadata": "http://169.254.169.254/latest/meta-data/",
    "private": "http://10.0.0.1:{port}/",
    "credentials before the host": "http://example.org@127.0.0.1:{port}/",
    "full-width digits": "http://１２７.0.0.1:{port}/",
    "file": "file:///etc/passwd",
    "gopher": "gopher://127.0.0.1:{port}/x",
    "no scheme": "//127.0.0.1:{port}/",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_the_inside_is_not_reached(http, inside, outside, spelling):
    outside.target = SPELLINGS[spelling].format(port=inside.port)
    for way in WAYS:
        with pytest.raises(CharterError):
            async with asyncio.timeout(10):
                await way(http, outside, outside.target)
        assert inside.connections == 0, way.__name__


@pytest.mark.parametrize(
    "answers",
    [["127.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["127.0.0.1", "93.184.216.34"], ["::1"], ["169.254.169.254"]],
    ids=" ".join,
)
async def test_a_name_that_leads_inside_is_not_followed(inside, outside, answers):
    """Rebinding: whatever a name server answers is checked, and the connection goes to what was checked."""

    async def lookup(host: str, port: int, family: int) -> list[tuple[Any, ...]]:
        kinds = {True: socket.AF_INET6, False: socket.AF_INET}
        return [(kinds[":" in text], socket.SOCK_STREAM, 6, "", (text, port)) for text in answers]

    async with GuardedClient(AddressRules(), lookup=lookup) as http:
        for way in (mcp_address, mcp_address_of_events, token, openapi_document, openapi_call):
            with pytest.raises(CharterError):
                await way(http, outside, f"http://rebind.example:{inside.port}/")


async def test_a_credential_is_not_sent_to_another_origin(http, outside):
    async with serving(_echo) as elsewhere:
        outside.target = f"{elsewhere}/"
        async with GuardedClient(AddressRules(["127.0.0.0/8"])) as reaching:
            for way in (mcp_redirect, mcp_stream_that_names_it):
                with pytest.raises(CharterError):
                    await way(reaching, outside, outside.target)
    assert not any(b"x-key" in dict(headers) for headers in _heard)


_heard: list[list[tuple[bytes, bytes]]] = []


async def _echo(scope: Any, _receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        return
    _heard.append(scope["headers"])
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": json.dumps({}).encode()})
