"""What API keys refuse."""

from __future__ import annotations

from tests.asgi_client import Client


async def test_nobody_ends_or_rotates_the_key_of_somebody_who_may_do_more(owner, make_caller):
    admin = await make_caller("admin", owner.tenant_id)
    theirs = (await owner.client.post("/v1/api-keys", {"name": "owner's", "role": "owner"})).json()
    for answer in (
        await admin.client.delete(f"/v1/api-keys/{theirs['id']}"),
        await admin.client.post(f"/v1/api-keys/{theirs['id']}/rotate"),
    ):
        assert (answer.status, answer.code) == (403, "access.role-too-high")
    assert (await owner.client.get(f"/v1/api-keys/{theirs['id']}")).json()["revoked_at"] is None


async def test_a_revoked_key_is_not_rotated_and_an_expiry_lies_ahead(owner):
    made = (await owner.client.post("/v1/api-keys", {"name": "robot", "role": "caller"})).json()
    await owner.client.delete(f"/v1/api-keys/{made['id']}")
    refused = await owner.client.post(f"/v1/api-keys/{made['id']}/rotate")
    assert (refused.status, refused.code) == (409, "identity.api-key-revoked")
    late = {"name": "late", "role": "caller", "expires_at": "2020-01-01T00:00:00Z"}
    answer = await owner.client.post("/v1/api-keys", late)
    assert (answer.status, answer.json()["errors"][0]["path"]) == (422, "/expires_at")


async def test_the_keys_of_a_removed_member_end_with_the_membership(owner, app):
    person = {"email": "gone@example.org", "password": "correct horse battery"}
    member = (await owner.client.post("/v1/members", person | {"role": "admin"})).json()
    browser = Client(app)
    session = (await browser.post("/v1/session", person)).json()
    csrf = {"x-csrf-token": session["csrf_token"]}
    made = (await browser.post("/v1/api-keys", {"name": "theirs", "role": "admin"}, headers=csrf)).json()
    program = Client(app, headers={"authorization": f"Bearer {made['key']}"})
    assert (await program.get("/v1/members")).status == 200
    assert (await owner.client.delete(f"/v1/members/{member['id']}")).status == 204
    assert (await program.get("/v1/members")).status == 401
    assert (await browser.get("/v1/session")).status == 401
