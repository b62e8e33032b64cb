"""The provider and the directory never leave a tenant without an owner."""

from __future__ import annotations

import pytest

from tests.asgi_client import Client
from tests.identity.sign_on.test_scim import Directory

RULES = [
    {"claim": "groups", "value": "owners", "role": "owner"},
    {"claim": "groups", "value": "builders", "role": "builder"},
    {"claim": "scim_groups", "value": "Owners", "role": "owner"},
]


@pytest.fixture
async def sso(connect):
    return await connect(role_rules=RULES)


async def roles(sso):
    return sorted(it["role"] for it in (await sso.owner.client.get("/v1/members")).json()["items"])


async def actions(sso, sequencer):
    await sequencer.settle()
    return [it["action"] for it in (await sso.owner.client.get("/v1/audit/entries?limit=50")).json()["items"]]


async def test_an_only_owner_keeps_the_role_that_the_claims_take(sso, sequencer):
    subject = await sso.person("owners")
    await sso.sign_in(subject)
    await sso.provider.know(subject, groups=["builders"], email=f"{subject}@example.org", email_verified=True)
    client, answer = await sso.sign_in(subject)
    assert (answer.status, await sso.role_of(client)) == (303, "owner")
    assert "member.role_kept" in await actions(sso, sequencer)
    await sso.sign_in(await sso.person("owners"))
    client, _ = await sso.sign_in(subject)
    assert await sso.role_of(client) == "builder"
    assert await roles(sso) == ["builder", "owner"]


async def test_an_only_owner_without_a_role_is_out_and_stays_one_by_name(sso, sequencer):
    subject = await sso.person("owners")
    before, _ = await sso.sign_in(subject)
    await sso.provider.know(subject, groups=[], email=f"{subject}@example.org", email_verified=True)
    _, refused = await sso.sign_in(subject)
    assert refused.code == "identity.sign-on-not-mapped"
    assert await sso.role_of(before) is None
    assert await roles(sso) == ["owner"]
    assert "member.locked_out" in await actions(sso, sequencer)


async def test_a_directory_does_not_delete_the_only_owner_and_may_lock_them_out(sso):
    made = await sso.owner.client.post(f"/v1/sign-on-connections/{sso.connection['id']}/scim-token")
    directory = Directory(sso, made.json()["token"])
    ada, bob = await directory.user("ada@example.org"), await directory.user("bob@example.org")
    group = await directory.group("Owners", ada)
    assert await directory.members() == {"ada@example.org": "owner"}
    refused = await directory.send("DELETE", f"/Users/{ada['id']}")
    assert refused.status == 409
    assert refused.json()["scimType"] == "mutability"
    assert "only owner" in refused.json()["detail"]
    assert (await directory.send("GET", f"/Users/{ada['id']}")).json()["active"]
    locked = await directory.change(f"/Users/{ada['id']}", {"op": "replace", "path": "active", "value": False})
    assert (locked.status, locked.json()["active"]) == (200, False)
    assert (await directory.send("DELETE", f"/Groups/{group['id']}")).status == 204
    assert await directory.members() == {"ada@example.org": "owner"}
    await directory.group("Owners", bob)
    assert await directory.members() == {"ada@example.org": "owner", "bob@example.org": "owner"}
    assert (await directory.send("DELETE", f"/Users/{ada['id']}")).status == 204
    assert await directory.members() == {"bob@example.org": "owner"}


async def test_the_connection_of_the_only_owner_is_not_deleted(sso):
    client, _ = await sso.sign_in(await sso.person("owners"))
    path = f"/v1/sign-on-connections/{sso.connection['id']}"
    refused = await sso.owner.client.delete(path)
    assert (refused.status, refused.code) == (409, "identity.last-owner")
    assert await sso.role_of(client) == "owner"
    body = {"email": "other-owner@last.example.org", "password": "correct horse battery", "role": "owner"}
    assert (await sso.owner.client.post("/v1/members", body)).status == 201
    assert (await sso.owner.client.delete(path)).status == 204
    assert await roles(sso) == ["owner"]
    signed_in = await Client(sso.app).post("/v1/session", {name: body[name] for name in ("email", "password")})
    assert signed_in.status == 200
