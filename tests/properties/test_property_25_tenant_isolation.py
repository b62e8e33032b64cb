"""Property 25: what one tenant has, no route shows, changes or betrays to another."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st

from charter.api.services import AppServices
from charter.audit.sequencer import Sequencer
from charter.cli.isolation.furnishing import furnish
from charter.cli.isolation.routes import Operation, absent, comparable, operations, uncovered
from charter.core.ids import format_id, new_id
from charter.identity.models import SignOnConnection
from tests.asgi_client import Client
from tests.conftest import Caller, MakeCaller
from tests.llm.fake_server import FakeServer, Reply
from tests.runs.conftest import connect


@dataclass(frozen=True)
class Two:
    """Two tenants with one thing of each kind, and the ids of the second one's."""

    mine: Caller
    theirs: Caller
    ids: dict[str, str]
    marks: tuple[str, ...]


async def _furnish(caller: Caller, model: FakeServer, mark: str) -> dict[str, str]:
    """Fill a tenant as ``charter verify isolation`` does, with a model that answers."""
    await connect(caller, model)
    steps, answer = furnish(mark, provider="scripted"), None
    try:
        while True:
            step = steps.send(answer)
            sender = caller.client if step.bearer is None else Client(caller.client.app)
            sent = await sender.request(step.method, step.path, step.body)
            assert sent.status < 300, (step, sent.body)
            answer = sent.json() if sent.body else None
    except StopIteration as end:
        ids = end.value
    provider = (await caller.client.get("/v1/model-providers")).json()["items"][0]
    own = {"tenant_id": format_id("tenant", caller.tenant_id), "provider_id": provider["id"]}
    return ids | own | {"ref": f"{mark}%2Fgpt-4o"}  # the scripted provider has one name in both tenants


async def _connect_provider(services: AppServices, caller: Caller, mark: str) -> str:
    """Put a sign-on connection in place; asking a provider is no part of this."""
    address = f"https://{mark}.example.org"
    about = {"issuer": address, "authorization_endpoint": address, "token_endpoint": address, "jwks_uri": address}
    row = SignOnConnection(
        id=new_id(), name=mark, issuer=address, client_id=mark, scopes=["openid"], algorithms=["RS256"],
        allowed_azp=[], role_rules=[], team_rules=[], login_domains=[], provider=about, checked_at=services.clock(),
    )  # fmt: skip
    async with services.database.tenant_session(caller.tenant_id) as db:
        db.add(row)
    return format_id("connection", row.id)


@pytest.fixture(scope="module")
async def two(make_caller: MakeCaller, services: AppServices, sequencer: Sequencer):
    async with FakeServer(models=["gpt-4o"], default=Reply(text="Theirs alone.")) as model:
        mine, theirs = await make_caller("owner"), await make_caller("owner")
        await _furnish(mine, model, "mine-alone")
        ids = await _furnish(theirs, model, "theirs-alone")
        await sequencer.settle()
        ids["entry_id"] = (await theirs.client.get("/v1/audit/entries")).json()["items"][0]["id"]
        ids["connection_id"] = await _connect_provider(services, theirs, "theirs-alone")
        yield Two(mine, theirs, ids, ("theirs-alone", *(each for each in ids.values() if "_" in each)))


def _operations(app: FastAPI) -> list[Operation]:
    """Return the documented operations; directories have tokens of their own (tests/identity/sign_on/test_scim.py)."""
    return [each for each in operations(app.openapi()) if each.path.startswith("/v1/") and "/scim/" not in each.path]


async def test_every_kind_of_id_in_a_path_is_known_here(app, two):
    """A new kind of thing needs a furnishing."""
    assert uncovered(_operations(app), two.ids) == set()


@settings(max_examples=150, deadline=None)
@given(data=st.data())
async def test_property_25_tenant_isolation(app, two, data):
    """Tenant isolation: for pairs of tenants and every route, nothing crosses."""
    operation = data.draw(st.sampled_from(_operations(app)))
    if operation.id in {"signOut", "setUp", "signIn"}:
        return
    filled = operation.filled(two.ids)
    answer = await two.mine.client.request(operation.method, filled, operation.body)
    crossing = [mark for mark in two.marks if mark.encode() in answer.body and mark not in filled]
    assert crossing == [], f"{operation.id} shows {crossing}"
    if operation.crossing:
        # Tenants belong to the operator of the installation: an owner is refused before anything is looked up.
        hidden = {403} if operation.path.startswith("/v1/tenants") else {404, 422}
        if operation.id != "deleteModelCapabilities":  # of a name; without effect on one that is not known
            assert answer.status in hidden, f"{operation.id} answers {answer.status}: {answer.body[:300]!r}"
        unknown = operation.filled(two.ids | {name: absent(two.ids[name]) for name in operation.crossing})
        other = await two.mine.client.request(operation.method, unknown, operation.body)
        assert comparable(other.body, unknown) == comparable(answer.body, filled), operation.id
    run = (await two.theirs.client.get(f"/v1/runs/{two.ids['run_id']}")).json()
    assert (run["state"], run["output"]) == ("completed", "Theirs alone.")
    agent = (await two.theirs.client.get(f"/v1/agents/{two.ids['agent']}")).json()
    assert (agent["name"], agent["latest_version"]) == ("theirs-alone", 1)
