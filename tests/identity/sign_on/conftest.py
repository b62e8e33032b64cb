"""Fixtures of single sign-on: one provider for all tests, connections and people made per test."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from fastapi import FastAPI

from tests.asgi_client import Answer, Client
from tests.conftest import Caller, MakeCaller
from tests.identity.sign_on.oidc_provider import (
    AUDIENCE,
    CLIENT_ID,
    CLIENT_SECRET,
    Browser,
    OidcProvider,
    path_of,
    running_provider,
)

_numbers = itertools.count(1)
RULES = [
    {"claim": "groups", "value": "admins", "role": "admin"},
    {"claim": "groups", "value": "builders", "role": "builder"},
    {"claim": "groups", "value": "robots", "role": "operator"},
    {"claim": "scim_groups", "value": "Directory builders", "role": "builder"},
    {"claim": "groups", "value": "everyone", "role": "caller"},
]


@pytest.fixture(scope="session")
async def provider() -> AsyncIterator[OidcProvider]:
    async with running_provider() as running:
        yield running


@dataclass
class SignOn:
    """A tenant with a connection to the provider."""

    owner: Caller
    app: FastAPI
    provider: OidcProvider
    connection: dict[str, Any]
    browsers: dict[str, Client] = field(default_factory=dict)

    async def person(self, *groups: str, **claims: Any) -> str:
        """Make somebody at the provider; returns their subject."""
        subject = f"person-{next(_numbers)}"
        given = {"email": f"{subject}@example.org", "email_verified": True, "preferred_username": subject}
        await self.provider.know(subject, groups=list(groups), **(given | claims))
        return subject

    async def start(self, client: Client, return_to: str = "/agents") -> Answer:
        return await client.get(f"/v1/sign-on/{self.connection['id']}/start?return_to={return_to}")

    async def callback_for(self, client: Client, subject: str) -> str:
        """Go to the provider as somebody; returns where it sends the browser back to."""
        start = await self.start(client)
        assert start.status == 302, start.body
        async with Browser() as browser:
            address = await browser.visit(start.headers["location"], {"login": subject, "password": "any"})
        return path_of(address)

    async def sign_in(self, subject: str) -> tuple[Client, Answer]:
        """Sign somebody in; returns their browser and the last answer."""
        client = Client(self.app)
        return client, await client.get(await self.callback_for(client, subject))

    async def role_of(self, client: Client) -> str | None:
        answer = await client.get("/v1/session")
        return answer.json()["roles"][0] if answer.status == 200 else None


Connect = Callable[..., Awaitable[SignOn]]


def connection_body(provider: OidcProvider, **changes: Any) -> dict[str, Any]:
    number = next(_numbers)
    return {
        "name": f"Acme {number}",
        "issuer": provider.issuer,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "role_rules": RULES,
    } | changes


@pytest.fixture
def connect(app: FastAPI, provider: OidcProvider, make_caller: MakeCaller) -> Connect:
    """Connect a new tenant to the provider."""

    async def make(caller: Caller | None = None, **changes: Any) -> SignOn:
        caller = caller or await make_caller("owner")
        answer = await caller.client.post("/v1/sign-on-connections", connection_body(provider, **changes))
        assert answer.status == 201, answer.body
        return SignOn(caller, app, provider, answer.json())

    return make


def api_audience() -> str:
    """Return an audience that no other test has."""
    return f"{AUDIENCE}/{next(_numbers)}"
