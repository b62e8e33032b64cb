"""Scopes of API keys: a limit on top of everything, kept by rotation, explained, and never a way up."""

from __future__ import annotations

import pytest

from charter.core.principal import PrincipalKind
from tests.identity.test_endpoints import PASSWORD, bearer, make_key, make_member

MANY = ["keys.read", "keys.write", "roles.read", "roles.write", "teams.read", "teams.write", "members.write"]


async def scoped(owner, app, *scope: str, **more):
    made = await make_key(owner, role=None, scope=[*scope], **more)
    return made, bearer(app, made["key"])


async def test_a_scoped_key_may_what_its_scope_holds_and_nothing_else(owner, app):
    made, client = await scoped(owner, app, "runs.read", "agents.read", "agents.read")
    assert made["scope"] == ["agents.read", "runs.read"]
    assert (await client.get("/v1/session")).json()["permissions"] == ["agents.read", "runs.read"]
    assert (await client.get("/v1/agents")).status == 200
    refused = await client.post("/v1/agents", {"name": "x", "template": "chatbot"})
    assert (refused.status, refused.code) == (403, "access.forbidden")
    assert "scope of the key" in refused.json()["detail"]
    for shown in (
        (await owner.client.get(f"/v1/api-keys/{made['id']}")).json(),
        next(it for it in (await owner.client.get("/v1/api-keys")).json()["items"] if it["id"] == made["id"]),
    ):
        assert shown["scope"] == ["agents.read", "runs.read"]


async def test_rules_and_roles_given_later_stay_within_the_scope(owner, app):
    agent = (await owner.client.post("/v1/agents", {"name": "a", "template": "chatbot"})).json()
    made, client = await scoped(owner, app, "agents.read")
    for permission, on in (("agents.write", None), ("agents.delete", agent["id"])):
        rule = {"subject": made["id"], "effect": "allow", "permission": permission, "agent_id": on}
        assert (await owner.client.post("/v1/permission-rules", rule)).status == 201
    assignment = {"subject": made["id"], "role": "admin"}
    assert (await owner.client.post("/v1/role-assignments", assignment)).status == 201
    assert (await client.get("/v1/session")).json()["permissions"] == ["agents.read"]
    assert (await client.patch(f"/v1/agents/{agent['id']}", {"name": "b"})).code == "access.forbidden"
    assert (await client.delete(f"/v1/agents/{agent['id']}")).code == "access.forbidden"
    denied = {"subject": made["id"], "effect": "deny", "permission": "agents.read", "agent_id": agent["id"]}
    assert (await owner.client.post("/v1/permission-rules", denied)).status == 201
    assert (await client.get(f"/v1/agents/{agent['id']}")).status == 404


async def test_a_scoped_key_never_may_more_than_its_maker(owner, app):
    member = await make_member(owner, "admin")
    browser = bearer(app, "")
    browser.headers = {}
    session = await browser.post("/v1/session", {"email": member["email"], "password": PASSWORD})
    headers = {"x-csrf-token": session.json()["csrf_token"]}
    made = await browser.post(
        "/v1/api-keys", {"name": "k", "scope": ["agents.write", "members.write"]}, headers=headers
    )
    client = bearer(app, made.json()["key"])
    assert (await client.get("/v1/session")).json()["permissions"] == ["agents.write", "members.write"]
    await owner.client.patch(f"/v1/members/{member['id']}", {"role": "builder"})
    assert (await client.get("/v1/session")).json()["permissions"] == ["agents.write"]


async def test_access_explains_that_the_scope_is_in_the_way(owner, app):
    made, client = await scoped(owner, app, "roles.read", "agents.read")
    query = f"/v1/access/explain?permission=agents.write&who={made['id']}"
    for told in ((await owner.client.get(query)).json(), (await client.get(query)).json()):
        assert not told["allowed"]
        assert told["reasons"][0]["effect"] == "deny"
        assert "The key's scope does not hold agents.write" in told["reasons"][0]["text"]
    allowed = (await owner.client.get(f"/v1/access/explain?permission=agents.read&who={made['id']}")).json()
    assert allowed["allowed"]
    assert not any("scope" in reason["text"] for reason in allowed["reasons"])
    able = [it["id"] for it in (await owner.client.get("/v1/access/who-can?permission=agents.write")).json()["items"]]
    assert made["id"] not in able


@pytest.mark.parametrize("overlap", [0, 5])
async def test_rotation_keeps_the_scope(owner, app, overlap):
    made, _ = await scoped(owner, app, "agents.read")
    fresh = await owner.client.post(f"/v1/api-keys/{made['id']}/rotate", {"overlap_hours": overlap})
    assert (fresh.json()["scope"], fresh.json()["role"]) == (["agents.read"], made["role"])
    session = await bearer(app, fresh.json()["key"]).get("/v1/session")
    assert session.json()["permissions"] == ["agents.read"]


async def test_a_scoped_key_gives_nobody_more_than_it_may_itself(owner, app):
    """Every way up: a key, a rotation, a role, an assignment, a rule, a member, an invitation, a team."""
    made, client = await scoped(owner, app, *MANY)
    free, other = await make_key(owner, "caller"), await make_member(owner)
    rich = (await owner.client.post("/v1/teams", {"name": "Rich"})).json()["id"]
    assert (await owner.client.post("/v1/role-assignments", {"subject": rich, "role": "builder"})).status == 201
    attempts = [
        ("/v1/api-keys", {"name": "up", "role": "builder"}),
        ("/v1/api-keys", {"name": "up", "scope": ["agents.write"]}),
        ("/v1/api-keys", {"name": "up", "role": "admin", "scope": ["keys.write", "agents.write"]}),
        (f"/v1/api-keys/{free['id']}/rotate", None),
        ("/v1/roles", {"name": "up", "permissions": ["agents.write"]}),
        ("/v1/role-assignments", {"subject": made["id"], "role": "builder"}),
        ("/v1/role-assignments", {"subject": other["user_id"], "role": "builder"}),
        ("/v1/permission-rules", {"subject": "everyone", "effect": "allow", "permission": "agents.write"}),
        ("/v1/members", {"email": "up@scopes.example.org", "password": PASSWORD, "role": "builder"}),
        ("/v1/invitations", {"email": "up@scopes.example.org", "role": "builder"}),
        ("/v1/invitations", {"email": "up@scopes.example.org", "role": "guest", "teams": [rich]}),
    ]
    for path, body in attempts:
        answer = await client.post(path, body)
        assert (answer.status, answer.code) == (403, "access.role-too-high"), (path, body, answer.body)
    answer = await client.put(f"/v1/teams/{rich}/members/{other['user_id']}")
    assert (answer.status, answer.code) == (403, "access.role-too-high")
    narrower = await client.post("/v1/api-keys", {"name": "down", "role": "admin", "scope": ["keys.read"]})
    assert narrower.json()["scope"] == ["keys.read"]
    inherited = await client.post("/v1/api-keys", {"name": "same", "role": "guest"})
    assert inherited.json()["scope"] == sorted(MANY)
    rule = {"subject": inherited.json()["id"], "effect": "allow", "permission": "agents.write"}
    assert (await owner.client.post("/v1/permission-rules", rule)).status == 201
    permissions = (await bearer(app, inherited.json()["key"]).get("/v1/session")).json()["permissions"]
    assert "agents.write" not in permissions


async def test_a_scoped_key_says_nothing_and_does_nothing_about_its_makers_sessions(owner, app):
    member = await make_member(owner, "admin")
    browser = bearer(app, "")
    browser.headers = {}
    session = await browser.post("/v1/session", {"email": member["email"], "password": PASSWORD})
    headers = {"x-csrf-token": session.json()["csrf_token"]}
    made = await browser.post("/v1/api-keys", {"name": "k", "scope": ["agents.read"]}, headers=headers)
    client = bearer(app, made.json()["key"])
    mine = (await browser.get("/v1/sessions")).json()["items"]
    assert (await client.get("/v1/sessions")).json()["items"] == []
    assert (await client.delete(f"/v1/sessions/{mine[0]['id']}")).code == "identity.session-not-found"
    assert (await client.delete("/v1/sessions")).status == 204
    assert (await browser.get("/v1/session")).status == 200


@pytest.mark.parametrize(
    ("scope", "where"),
    [(["agents.read", "agents.fly"], "/scope/1"), ([], "/scope"), ("agents.read", "/scope"), (["agents.*"], "/scope/0"),
     (["tenants.read", "agents.read"], "/scope")],
)  # fmt: skip
async def test_a_scope_that_is_none_names_its_field(owner, scope, where):
    answer = await owner.client.post("/v1/api-keys", {"name": "x", "scope": scope})
    assert answer.status == 422, answer.body
    assert where in {field["path"] for field in answer.json()["errors"]}


async def test_the_scope_is_compiled_into_the_principal(owner, services, app):
    """No query and no comparison more on the way of a request."""
    made, _ = await scoped(owner, app, "agents.read")
    principal = await services.authenticator.authenticate(bearer=made["key"], session_token=None)
    assert (principal.kind, principal.permissions) == (PrincipalKind.API_KEY, frozenset({"agents.read"}))
    assert await services.authenticator.authenticate(bearer=made["key"], session_token=None) is principal
