"""Servers at which people connect their own accounts: the whole way, and every way it must not go."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from charter.core.guarded_client import AddressRules, GuardedClient
from charter.mcp.errors import McpNotAuthorized
from charter.tools.tool import Caller as ToolCaller
from tests.conftest import Caller
from tests.mcp.authorization_server import Guarded, query_of
from tests.mcp.sdk_servers import both_eras, everyday_server, serving
from tests.mcp.test_endpoints import SERVERS, approve
from tests.mcp.test_in_runs import tool_of


@pytest.fixture
async def guarded() -> AsyncIterator[Guarded]:
    app = Guarded(both_eras(everyday_server(), json_response=True))
    async with serving(app) as url:
        app.url = url
        yield app


async def connect(owner: Caller, guarded: Guarded) -> Any:
    body = {"name": "accounts", "url": f"{guarded.url}/mcp", "auth": "oauth"}
    answer = await owner.client.post(SERVERS, body)
    assert answer.status == 201, answer.body
    return answer.json()


async def begin(caller: Caller) -> str:
    answer = await caller.client.post(f"{SERVERS}/accounts/authorization")
    assert answer.status == 200, answer.body
    return answer.json()["url"]


async def at_the_authorization_server(address: str) -> str:
    """Visit an address as a browser does; returns the query of the address that the browser is sent back to."""
    async with GuardedClient(AddressRules(["127.0.0.0/8"])) as browser, await browser.request("GET", address) as answer:
        assert answer.status == 307
        return answer.headers["Location"].partition("?")[2]


async def authorize(caller: Caller) -> None:
    back = await at_the_authorization_server(await begin(caller))
    answer = await caller.client.get(f"/v1/mcp-authorization?{back}")
    assert answer.status == 200, answer.body


async def call(services: Any, caller: Caller, who: Any) -> Any:
    tool = await tool_of(services, caller, "accounts__add")
    asked = ToolCaller(caller.tenant_id, who, "trial", uuid4(), uuid4())
    return await services.tools.desk.call(tool, {"a": 1, "b": 2}, asked)


async def test_people_use_their_own_account_and_nobody_else_s(services, owner, make_caller, guarded):
    made = await connect(owner, guarded)
    assert made["state"] == "no_credential"
    await authorize(owner)
    refreshed = (await owner.client.post(f"{SERVERS}/accounts/refresh")).json()
    assert refreshed["state"] == "ready"
    await approve(owner, "accounts")
    guarded.used.clear()
    assert await call(services, owner, owner.principal.id) == {"total": 3}
    assert set(guarded.used) == {"ada"}
    colleague = await make_caller("builder", owner.tenant_id)
    with pytest.raises(McpNotAuthorized):
        await call(services, owner, colleague.principal.id)
    guarded.person, guarded.used[:] = "grace", []
    await authorize(colleague)
    assert await call(services, owner, colleague.principal.id) == {"total": 3}
    assert set(guarded.used) == {"grace"}


async def test_tokens_are_sealed_and_shown_nowhere(services, owner, guarded):
    await connect(owner, guarded)
    await authorize(owner)
    token = next(iter(guarded.access))
    async with services.database.tenant_session(owner.tenant_id) as db:
        row = (await db.execute(text("SELECT sealed_tokens, sealed_flow FROM mcp_grants"))).one()
    assert token.encode() not in row.sealed_tokens
    assert row.sealed_flow is None
    assert token not in str((await owner.client.get(f"{SERVERS}/accounts")).json())


async def test_a_token_that_ends_is_renewed(services, owner, guarded):
    await connect(owner, guarded)
    guarded.expires_in = 1
    await authorize(owner)
    await owner.client.post(f"{SERVERS}/accounts/refresh")
    await approve(owner, "accounts")
    guarded.expires_in = 3600
    first = set(guarded.access)
    assert await call(services, owner, owner.principal.id) == {"total": 3}
    assert set(guarded.access) > first
    guarded.refresh.clear()
    async with services.database.tenant_session(owner.tenant_id) as db:
        await db.execute(text("UPDATE mcp_grants SET expires_at = now() - interval '1 hour'"))
    with pytest.raises(McpNotAuthorized):
        await call(services, owner, owner.principal.id)


async def test_the_way_back_is_for_whoever_went(owner, make_caller, guarded):
    await connect(owner, guarded)
    back = await at_the_authorization_server(await begin(owner))
    other = await make_caller("owner", owner.tenant_id)
    for caller, query in ((other, back), (owner, back.replace("state=", "state=x"))):
        answer = await caller.client.get(f"/v1/mcp-authorization?{query}")
        assert answer.json()["code"] in {"mcp.authorization-lost", "mcp.server-not-found"}
    forged = back.replace("iss=", "iss=http%3A%2F%2Fevil")
    answer = await owner.client.get(f"/v1/mcp-authorization?{forged}")
    assert (answer.status, answer.json()["code"]) == (409, "mcp.authorization-lost")
    assert (await owner.client.get(f"/v1/mcp-authorization?{back}")).status == 200
    again = await owner.client.get(f"/v1/mcp-authorization?{back}")
    assert (again.status, again.json()["code"]) == (409, "mcp.authorization-lost")


async def test_a_way_takes_ten_minutes_at_most(services, owner, guarded):
    await connect(owner, guarded)
    back = await at_the_authorization_server(await begin(owner))
    async with services.database.tenant_session(owner.tenant_id) as db:
        past = services.clock() - timedelta(seconds=1)
        await db.execute(text("UPDATE mcp_grants SET flow_expires_at = :past"), {"past": past})
    answer = await owner.client.get(f"/v1/mcp-authorization?{back}")
    assert answer.json()["code"] == "mcp.authorization-lost"


async def test_forgetting_and_moving_take_the_tokens_away(services, owner, guarded):
    await connect(owner, guarded)
    await authorize(owner)
    assert (await owner.client.delete(f"{SERVERS}/accounts/authorization")).status == 204
    answer = await owner.client.post(f"{SERVERS}/accounts/refresh")
    assert (answer.status, answer.json()["code"]) == (409, "mcp.not-authorized")
    await authorize(owner)
    await owner.client.patch(f"{SERVERS}/accounts", {"url": "http://127.0.0.1:1/mcp"})
    answer = await owner.client.post(f"{SERVERS}/accounts/refresh")
    assert (answer.status, answer.json()["code"]) == (409, "mcp.not-authorized")


@pytest.mark.parametrize("fault", ["no pkce", "another issuer", "asks for nothing"])
async def test_authorization_servers_that_are_not_used(owner, guarded, fault):
    if fault == "no pkce":
        guarded.methods = ["plain"]
    elif fault == "another issuer":
        guarded.issuer = "https://evil.example"
    else:
        guarded.access[""] = "anybody"
    body = {"name": "accounts", "url": f"{guarded.url}/mcp", "auth": "oauth"}
    answer = await owner.client.post(SERVERS, body)
    assert (answer.status, answer.json()["code"]) == (502, "mcp.oauth-failed")
    assert (await owner.client.get(f"{SERVERS}/accounts")).status == 404


async def test_the_address_asks_for_pkce_and_for_this_server_alone(owner, guarded):
    await connect(owner, guarded)
    query = query_of(await begin(owner))
    assert query["code_challenge_method"] == "S256"
    assert query["resource"] == f"{guarded.url}/mcp"
    assert query["client_id"] == "charter-at-this-server"
    assert query["redirect_uri"].endswith("/mcp-account")
