"""An authorization server and a guarded MCP server on one origin, enough of both to walk the whole way."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route


class Guarded:
    """Wraps an MCP application: without a token of ours it answers 401 and says where its metadata is."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.url = ""
        self.codes: dict[str, dict[str, str]] = {}
        self.access: dict[str, str] = {}
        self.refresh: dict[str, str] = {}
        self.used: list[str] = []
        self.expires_in = 3600
        self.methods = ["S256"]
        self.issuer: str | None = None
        self.person = "ada"
        self._sites = Starlette(
            routes=[
                Route("/.well-known/oauth-protected-resource/mcp", self._resource),
                Route("/.well-known/oauth-authorization-server", self._metadata),
                Route("/register", self._register, methods=["POST"]),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
            ]
        )

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/mcp"):
            await (self.app if scope["type"] == "lifespan" else self._sites)(scope, receive, send)
            return
        sent = dict(scope["headers"]).get(b"authorization", b"").decode().removeprefix("Bearer ")
        if sent not in self.access:
            metadata = f"{self.url}/.well-known/oauth-protected-resource/mcp"
            refusal = Response(status_code=401, headers={"WWW-Authenticate": f'Bearer resource_metadata="{metadata}"'})
            await refusal(scope, receive, send)
            return
        self.used.append(self.access[sent])
        await self.app(scope, receive, send)

    async def _resource(self, _: Request) -> Response:
        return JSONResponse({"resource": f"{self.url}/mcp", "authorization_servers": [self.url]})

    async def _metadata(self, _: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.issuer or self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "registration_endpoint": f"{self.url}/register",
                "code_challenge_methods_supported": self.methods,
                "authorization_response_iss_parameter_supported": True,
            }
        )

    async def _register(self, request: Request) -> Response:
        wanted = json.loads(await request.body())
        assert wanted["redirect_uris"]
        return JSONResponse({"client_id": "charter-at-this-server"}, status_code=201)

    async def _authorize(self, request: Request) -> Response:
        query = dict(request.query_params)
        assert query["resource"] == f"{self.url}/mcp"
        code = secrets.token_urlsafe(8)
        self.codes[code] = query | {"person": self.person}
        back = {"code": code, "state": query["state"], "iss": self.url}
        return RedirectResponse(f"{query['redirect_uri']}?{urlencode(back)}")

    async def _token(self, request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        if form["grant_type"] == "refresh_token":
            person = self.refresh.pop(form["refresh_token"], None)
        else:
            begun = self.codes.pop(form["code"], None)
            person = begun["person"] if begun and _fits(begun, form) else None
        if person is None:
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        access, refresh = secrets.token_urlsafe(8), secrets.token_urlsafe(8)
        self.access[access], self.refresh[refresh] = person, person
        return JSONResponse(
            {"access_token": access, "token_type": "Bearer", "refresh_token": refresh, "expires_in": self.expires_in}
        )


def _fits(begun: dict[str, str], form: dict[str, str]) -> bool:
    digest = hashlib.sha256(form["code_verifier"].encode()).digest()
    return (
        begun["code_challenge"] == base64.urlsafe_b64encode(digest).decode().rstrip("=")
        and begun["redirect_uri"] == form["redirect_uri"]
        and begun["client_id"] == form["client_id"]
    )


def query_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
