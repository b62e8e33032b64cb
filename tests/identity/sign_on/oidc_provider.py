"""Drives oidc-provider, the certified implementation from npm, on loopback; and a browser without a screen."""

from __future__ import annotations

import asyncio
import html
import json
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urljoin, urlsplit

import aiohttp
import pytest
from aiohttp import web
from joserfc import jwt
from joserfc.jwk import RSAKey
from yarl import URL

HERE = Path(__file__).parent / "provider"
REDIRECT_URI = "http://127.0.0.1:8700/v1/sign-on/callback"
CLIENT_ID, CLIENT_SECRET, AUDIENCE = "charter-web", "the client's secret: %/+&=", "https://api.charter.test"
_FORM = re.compile(r'<form[^>]*?action="([^"]+)"[^>]*>(.*?)</form>', re.DOTALL)
_INPUT = re.compile(r"<input\b[^>]*>")
_OURS = ('type="hidden"', 'type="password"', 'name="username"')
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')


def new_key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"}, private=True)


@dataclass
class OidcProvider:
    """A running provider, the keys it signs with, and whom it knows."""

    issuer: str
    keys: list[RSAKey]
    accounts: dict[str, dict[str, Any]]
    http: aiohttp.ClientSession
    logout_tokens: asyncio.Queue[str] = field(default_factory=asyncio.Queue)

    async def configure(self, **changes: Any) -> None:
        async with self.http.post(f"{self.issuer}/test/configure", json=changes) as answer:
            assert answer.status == 200

    async def rotate(self, kid: str) -> RSAKey:
        """Sign with a new key from now on; the old one is gone."""
        self.keys = [new_key(kid)]
        await self.configure(keys=[key.as_dict(private=True) for key in self.keys])
        return self.keys[0]

    async def know(self, subject: str, **claims: Any) -> None:
        self.accounts[subject] = claims
        await self.configure(accounts=self.accounts)

    async def count(self, path: str) -> int:
        async with self.http.get(f"{self.issuer}/test/counts") as answer:
            return int((await answer.json(content_type=None)).get(path, 0))

    async def access_token(self, client_id: str = "robot", audience: str = AUDIENCE) -> str:
        form = {"grant_type": "client_credentials", "scope": "api", "resource": audience}
        secret = {"authorization": aiohttp.encode_basic_auth(client_id, "robots-secret")}
        async with self.http.post(f"{self.issuer}/token", data=form, headers=secret) as answer:
            document = await answer.json()
            assert answer.status == 200, document
            return str(document["access_token"])

    def sign(self, claims: dict[str, Any], header: dict[str, Any] | None = None, key: RSAKey | None = None) -> str:
        """Return a token over any claims, with the provider's own key unless another is given."""
        key = key or self.keys[0]
        # Without its own "alg", so that a test may sign with another one.
        free = RSAKey.import_key({name: value for name, value in key.as_dict(private=True).items() if name != "alg"})
        sent = {"alg": "RS256", "kid": key.kid} | (header or {})
        return jwt.encode(sent, claims, free, algorithms=["RS256", "RS512"])


def clients(logout_uri: str) -> list[dict[str, Any]]:
    robot = {
        "client_secret": "robots-secret",
        "grant_types": ["client_credentials"],
        "redirect_uris": [],
        "response_types": [],
        "scope": "api",
    }
    web = {
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "redirect_uris": [REDIRECT_URI],
        "post_logout_redirect_uris": ["http://127.0.0.1:8700/"],
        "backchannel_logout_uri": logout_uri,
        "backchannel_logout_session_required": True,
    }
    return [web, {"client_id": "robot", **robot}, {"client_id": "other-robot", **robot}]


@asynccontextmanager
async def running_provider() -> AsyncIterator[OidcProvider]:
    """Start the provider and end it; its logout tokens land in a queue."""
    node = shutil.which("node")
    if node is None or not (HERE / "node_modules").is_dir():
        pytest.fail(f"oidc-provider is not installed: run make test, or npm --prefix {HERE} ci")
    logout_tokens: asyncio.Queue[str] = asyncio.Queue()

    async def take(request: web.Request) -> web.Response:
        await logout_tokens.put(str((await request.post())["logout_token"]))
        return web.Response()

    sink = web.Application()
    sink.router.add_post("/logout", take)
    runner = web.AppRunner(sink)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    keys = [new_key("first")]
    settings = {
        "keys": [key.as_dict(private=True) for key in keys],
        "clients": clients(f"http://127.0.0.1:{port}/logout"),
        "accounts": {},
        "access_token_claims": {"robot": {"groups": ["robots"]}, "other-robot": {"groups": ["robots"]}},
    }
    process = await asyncio.create_subprocess_exec(
        node, "provider.mjs", cwd=HERE, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(settings).encode() + b"\n")
    try:
        issuer = (await asyncio.wait_for(process.stdout.readline(), 60)).decode().strip()
        async with aiohttp.ClientSession() as http:
            yield OidcProvider(issuer, keys, {}, http, logout_tokens)
    finally:
        process.stdin.close()
        if process.returncode is None:
            process.kill()
        await process.wait()
        await runner.cleanup()


class Browser:
    """Follows redirects and fills in forms at a provider; stops where it would leave for Charter."""

    def __init__(self) -> None:
        self._http: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._http is not None:
            await self._http.close()

    def _session(self, address: str) -> aiohttp.ClientSession:
        """Return the cookies' session; as in browsers, loopback may have cookies that are for TLS only."""
        if self._http is None:
            parts = urlsplit(address)
            origin = URL(f"{parts.scheme}://{parts.netloc}")
            jar = aiohttp.CookieJar(unsafe=True, quote_cookie=False, treat_as_secure_origin=origin)
            self._http = aiohttp.ClientSession(cookie_jar=jar)
        return self._http

    async def visit(self, address: str, fields: dict[str, str], *, until: str = REDIRECT_URI) -> str:
        """Go to an address, filling ``fields`` into every form on the way; returns the first one below ``until``."""
        method, data = "GET", None
        for _ in range(20):
            if address.startswith(until):
                return address
            async with self._session(address).request(method, address, data=data, allow_redirects=False) as answer:
                page = await answer.text()
            if "Location" in answer.headers:
                method, address, data = "GET", urljoin(address, answer.headers["Location"]), None
                continue
            form = next((each for each in _FORM.finditer(page) if any(mark in each[2] for mark in _OURS)), None)
            assert form is not None, page[:3000]
            data = form_values(form[2]) | fields
            method, address = "POST", urljoin(address, html.unescape(form[1]))
        raise AssertionError(f"no end of redirects at {address}")


def form_values(body: str) -> dict[str, str]:
    values = {}
    for tag in _INPUT.findall(body):
        attributes = dict(_ATTRIBUTE.findall(tag))
        if attributes.get("name") and attributes.get("type") not in {"checkbox", "submit"}:
            values[attributes["name"]] = html.unescape(attributes.get("value", ""))
    return values


def query_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def path_of(address: str) -> str:
    """Return an address of Charter as path and query, for the client without a socket."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"
