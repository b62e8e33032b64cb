"""Signed-in browsers are seen and ended by their owner and by who administers members."""

from __future__ import annotations

import pytest

from charter.core.ids import format_id, new_id
from tests.asgi_client import Client
from tests.identity.accounts.people import make_member, sign_in


async def browsers_of(app, member, count):
    browsers = [Client(app, headers={"user-agent": f"browser {number}"}) for number in range(count)]
    for browser in browsers:
        assert (await sign_in(browser, member["email"])).status == 200
    return browsers


async def test_people_see_and_end_their_own_sessions(owner, app):
    here, there = await browsers_of(app, await make_member(owner), 2)
    listed = (await here.get("/v1/sessions")).json()["items"]
    assert [(each["user_agent"], each["current"]) for each in listed] == [("browser 1", False), ("browser 0", True)]
    assert (await here.delete(f"/v1/sessions/{listed[0]['id']}")).status == 204
    assert (await there.get("/v1/session")).status == 401
    assert (await here.get("/v1/session")).status == 200
    assert (await here.delete(f"/v1/sessions/{listed[0]['id']}")).code == "identity.session-not-found"


async def test_nobody_ends_the_session_of_another_by_its_id(owner, stranger, app):
    mine, theirs = await make_member(owner), await make_member(owner, "owner")
    (browser,), (other,) = await browsers_of(app, mine, 1), await browsers_of(app, theirs, 1)
    session = (await other.get("/v1/sessions")).json()["items"][0]["id"]
    for client in (browser, owner.client, stranger.client):
        for id_ in (session, format_id("session", new_id())):
            answer = await client.delete(f"/v1/sessions/{id_}")
            assert (answer.status, answer.code) == (404, "identity.session-not-found")
    assert (await browser.delete("/v1/sessions", headers={"x-csrf-token": ""})).code == "core.csrf-token-wrong"
    assert (await other.get("/v1/session")).status == 200


async def test_signing_out_everywhere_ends_this_one_too(owner, app):
    browsers = await browsers_of(app, await make_member(owner), 3)
    assert (await browsers[0].delete("/v1/sessions")).status == 204
    assert {(await browser.get("/v1/session")).status for browser in browsers} == {401}


async def test_an_admin_ends_the_sessions_of_members_who_may_no_more_than_they(owner, app, make_caller):
    admin = await make_caller("admin", owner.tenant_id)
    member, other_owner = await make_member(owner), await make_member(owner, "owner")
    (browser,), (high,) = await browsers_of(app, member, 1), await browsers_of(app, other_owner, 1)
    assert len((await admin.client.get(f"/v1/members/{member['id']}/sessions")).json()["items"]) == 1
    refused = await admin.client.delete(f"/v1/members/{other_owner['id']}/sessions")
    assert (refused.status, refused.code) == (403, "access.role-too-high")
    assert (await admin.client.delete(f"/v1/members/{member['id']}/sessions")).status == 204
    assert (await browser.get("/v1/session")).status == 401
    assert (await high.get("/v1/session")).status == 200


@pytest.mark.parametrize("path", ["/v1/sessions", "/v1/sessions/session_01h455vb4pex5vsknk084sn02q"])
async def test_sessions_need_a_caller(anonymous, path):
    assert (await anonymous.delete(path)).code == "identity.unauthenticated"
