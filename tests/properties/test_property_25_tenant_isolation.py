"""Property 25: what one tenant has, no route shows, changes or betrays to another."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st

from charter.api.services import AppServices
from charter.audit.sequencer import Sequencer
from charter.core.ids import format_id, new_id
from charter.identity.models import SignOnConnection, UserSession
from tests.conftest import Caller, MakeCaller
from tests.llm.fake_server import FakeServer, Reply
from tests.runs.conftest import connect

DAY = timedelta(days=1)
# Of the installation; kinds of reports; sizes of one's own log.
_NOT_OF_A_TENANT = {"slug", "ban_id", "edge_version", "kind", "size"}
# Anybody may begin to sign in; directories have tokens of their own (tests/identity/sign_on/test_scim.py).
_NOT_OF_A_TENANT |= {"offer_id", "scim_user_id", "scim_group_id"}
_BODIES = {
    "changeAgent": {"name": "Mine now"},
    "cloneAgent": {"name": "Mine now"},
    "createAgentVersion": {"definition": {"instructions": "Mine now."}},
    "rollBackAgent": {},
    "changeMemberRole": {"role": "caller"},
    "changeModelProvider": {"name": "Mine now"},
    "updateModelProvider": {"name": "Mine now"},
    "changeSignOnConnection": {"name": "Mine now"},
    "replaceModelRoute": {
        "name": "mine",
        "strategy": "ordered",
        "targets": [{"model": "scripted/gpt-4o", "weight": 1}],
    },
    "pullModel": {"model": "mine"},
    "setModelCapabilities": {"vision": True},
    "changeRole": {"permissions": []},
    "changeTeam": {"name": "Mine now"},
}


@dataclass(frozen=True)
class Two:
    """Two tenants with one thing of each kind, and the ids of the second one's."""

    mine: Caller
    theirs: Caller
    ids: dict[str, str]
    marks: tuple[str, ...]


async def _furnish(caller: Caller, model: FakeServer, mark: str) -> dict[str, str]:
    await connect(caller, model)
    post = caller.client.post
    agent = (await post("/v1/agents", {"name": mark, "slug": mark, "definition": {"instructions": mark}})).json()
    run = (await post("/v1/runs", {"agent": agent["id"], "input": mark, "wait": True})).json()
    assert run["state"] == "completed"
    key = (await post("/v1/api-keys", {"name": mark, "role": "caller"})).json()
    member = {"email": f"{mark}@example.org", "password": "correct horse battery", "role": "builder"}
    member = (await post("/v1/members", member)).json()
    role = (await post("/v1/roles", {"name": mark, "permissions": ["agents.read"]})).json()
    team = (await post("/v1/teams", {"name": mark})).json()
    assignment = (await post("/v1/role-assignments", {"subject": team["id"], "role": mark})).json()
    rule = {"subject": team["id"], "effect": "deny", "permission": "agents.read", "agent_id": agent["id"]}
    rule = (await post("/v1/permission-rules", rule)).json()
    invitation = {"email": f"{mark}-guest@example.org", "role": "guest"}
    invitation = (await post("/v1/invitations", invitation)).json()
    budget = {"name": mark, "metric": "runs", "period": "total", "limit": 9, "scope": agent["id"]}
    budget = (await post("/v1/budgets", budget)).json()
    get = caller.client.get
    provider = (await get("/v1/model-providers")).json()["items"][0]
    route = next(route for route in (await get("/v1/model-routes")).json()["items"] if route["id"])
    return {
        "agent": agent["id"],
        "number": "1",
        "run_id": run["id"],
        "conversation_id": run["conversation_id"],
        "key_id": key["id"],
        "member_id": member["id"],
        "invitation_id": invitation["id"],
        "user_id": member["user_id"],
        "name": role["name"],
        "team_id": team["id"],
        "assignment_id": assignment["id"],
        "rule_id": rule["id"],
        "budget_id": budget["id"],
        "tenant_id": format_id("tenant", caller.tenant_id),
        "provider_id": provider["id"],
        "route_id": route["id"],
    }


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


async def _open_session(services: AppServices, caller: Caller) -> str:
    """Put a signed-in browser in place; signing in is no part of this."""
    row = UserSession(id=new_id(), user_id=new_id(), token_hash=new_id().bytes, expires_at=services.clock() + DAY)
    async with services.database.tenant_session(caller.tenant_id) as db:
        db.add(row)
    return format_id("session", row.id)


@pytest.fixture(scope="module")
async def two(make_caller: MakeCaller, services: AppServices, sequencer: Sequencer):
    async with FakeServer(models=["gpt-4o"], default=Reply(text="Theirs alone.")) as model:
        mine, theirs = await make_caller("owner"), await make_caller("owner")
        await _furnish(mine, model, "mine-alone")
        ids = await _furnish(theirs, model, "theirs-alone")
        await sequencer.settle()
        ids["entry_id"] = (await theirs.client.get("/v1/audit/entries")).json()["items"][0]["id"]
        ids["connection_id"] = await _connect_provider(services, theirs, "theirs-alone")
        ids["session_id"] = await _open_session(services, theirs)
        yield Two(mine, theirs, ids, ("theirs-alone", *(each for each in ids.values() if "_" in each)))


def _operations(app: FastAPI) -> list[tuple[str, str, str]]:
    """Return (method, path, operation id) of every documented operation."""
    paths = app.openapi()["paths"]
    return [
        (method.upper(), path, operation["operationId"])
        for path, operations in sorted(paths.items())
        for method, operation in sorted(operations.items())
        if path.startswith("/v1/")
    ]


def _parameters(path: str) -> list[str]:
    return re.findall(r"\{(\w+)(?::path)?\}", path)


async def test_every_kind_of_id_in_a_path_is_known_here(app, two):
    """A new kind of thing needs a row of its own in this test."""
    named = {name for _, path, _ in _operations(app) for name in _parameters(path)}
    assert named - set(two.ids) - _NOT_OF_A_TENANT - {"key", "model", "ref", "route"} == set()


@settings(max_examples=150, deadline=None)
@given(data=st.data())
async def test_property_25_tenant_isolation(app, two, data):
    """Tenant isolation: for pairs of tenants and every route, nothing crosses."""
    method, path, operation = data.draw(st.sampled_from(_operations(app)))
    names = _parameters(path)
    filled = path
    for name in names:
        known = two.ids.get("route_id") if name == "route" else two.ids.get(name, "theirs-alone")
        filled = re.sub(rf"\{{{name}(?::path)?\}}", known or "", filled)
    if operation in {"signOut", "setUp", "signIn"}:
        return
    body = _BODIES.get(operation, {}) if method in {"POST", "PUT", "PATCH"} else None
    answer = await two.mine.client.request(method, filled, body)
    crossing = [mark for mark in two.marks if mark.encode() in answer.body and mark not in filled]
    assert crossing == [], f"{operation} shows {crossing}"
    if any(name in two.ids for name in names):
        # Tenants belong to the operator of the installation: an owner is refused before anything is looked up.
        hidden = {403} if path.startswith("/v1/tenants") else {404, 422}
        assert answer.status in hidden, f"{operation} answers {answer.status}: {answer.body[:300]!r}"
        unknown = filled
        for name in names:
            if "_" in two.ids.get(name, ""):
                absent = two.ids[name][:-4] + "zzz0"
                unknown = unknown.replace(two.ids[name], absent)
        other = await two.mine.client.request(method, unknown, body)
        assert _shape(other.body, unknown) == _shape(answer.body, filled), operation
    run = (await two.theirs.client.get(f"/v1/runs/{two.ids['run_id']}")).json()
    assert (run["state"], run["output"]) == ("completed", "Theirs alone.")
    agent = (await two.theirs.client.get(f"/v1/agents/{two.ids['agent']}")).json()
    assert (agent["name"], agent["latest_version"]) == ("theirs-alone", 1)


def _shape(body: bytes, path: str) -> object:
    """Return a problem without what must differ between two requests."""
    document = json.loads(body)
    text = json.dumps({name: value for name, value in document.items() if name not in {"request_id", "instance"}})
    for piece in path.split("/"):
        if "_" in piece:
            text = text.replace(piece, "ID")
    return text
