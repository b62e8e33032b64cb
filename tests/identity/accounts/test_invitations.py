"""Invitations: who may invite, what the link does, and when it does nothing any more."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta

import pytest

from charter.core.errors import StartRefused
from charter.core.ids import format_id, new_id
from charter.core.settings import load_settings
from tests.agents.factories import without_request
from tests.asgi_client import Client
from tests.identity.accounts.people import PASSWORD, address, forget_attempts, make_invited, make_member, sign_in

GONE = (410, "identity.invitation-gone")


async def invite(caller, email=None, role="builder", **more):
    answer = await caller.client.post("/v1/invitations", {"email": email or address(), "role": role} | more)
    assert answer.status == 201, answer.body
    invitation = answer.json()
    return invitation, invitation["link"] and invitation["link"].partition("#token=")[2]


async def accept(app, token, password=PASSWORD):
    return await Client(app).post("/v1/invitations/accept", {"token": token, "password": password})


ENDPOINTS = [
    ("GET", "/v1/invitations", None, 200, ["caller", "builder"]),
    ("POST", "/v1/invitations", {"email": "new@accounts.example.org", "role": "guest"}, 201, ["builder", "auditor"]),
    ("POST", "/v1/invitations/{id}/resend", None, 200, ["builder", "auditor"]),
    ("DELETE", "/v1/invitations/{id}", None, 200, ["builder", "auditor"]),
]


@pytest.mark.parametrize(("method", "path", "body", "good", "forbidden"), ENDPOINTS)
async def test_an_endpoint_of_invitations(owner, stranger, anonymous, make_caller, method, path, body, good, forbidden):
    made, _ = await invite(owner)
    target = path.format(id=made["id"])
    for role in forbidden:
        caller = await make_caller(role, owner.tenant_id)
        answer = await caller.client.request(method, target, body)
        assert (answer.status, answer.code) == (403, "access.forbidden")
    assert (await anonymous.request(method, target, body)).code == "identity.unauthenticated"
    if target != path:
        theirs = await stranger.client.request(method, target, body)
        nobodys = await stranger.client.request(method, path.format(id=format_id("invitation", new_id())), body)
        assert (theirs.status, theirs.code) == (404, "identity.invitation-not-found")
        assert without_request(theirs.json()) == without_request(nobodys.json())
    assert (await owner.client.request(method, target, body)).status == good


async def test_an_invited_person_makes_an_account_and_is_in_the_teams(owner, app):
    team = (await owner.client.post("/v1/teams", {"name": "support"})).json()
    invitation, token = await invite(owner, role="operator", teams=[team["id"]])
    assert invitation["state"] == "open"
    offer = (await Client(app).post("/v1/invitations/look", {"token": token})).json()
    assert (offer["email"], offer["role"]) == (invitation["email"], "operator")
    assert (await accept(app, token, "short")).code == "identity.password-too-weak"
    assert (await accept(app, token)).status == 204
    session = (await sign_in(Client(app), invitation["email"])).json()
    assert session["roles"] == ["operator"]
    assert (await owner.client.get(f"/v1/teams/{team['id']}")).json()["members"] == [session["principal"]["id"]]
    listed = (await owner.client.get("/v1/invitations")).json()["items"]
    assert [(each["state"], "link" in each) for each in listed] == [("accepted", False)]
    assert token.encode() not in (await owner.client.get("/v1/invitations")).body


async def test_a_link_works_once_and_not_after_its_end(owner, app, services, monkeypatch):
    used, revoked, expired, resent = [await invite(owner) for _ in range(4)]
    assert (await accept(app, used[1])).status == 204
    assert (await owner.client.delete(f"/v1/invitations/{revoked[0]['id']}")).json()["state"] == "revoked"
    again = await owner.client.post(f"/v1/invitations/{resent[0]['id']}/resend")
    monkeypatch.setattr(services, "clock", lambda clock=services.clock: clock() + timedelta(days=8))
    for token in (used[1], revoked[1], expired[1], resent[1], "never-one"):
        look = await Client(app).post("/v1/invitations/look", {"token": token})
        answer = await accept(app, token)
        assert (answer.status, answer.code) == (look.status, look.code) == GONE
        await forget_attempts(services)
    monkeypatch.undo()
    assert (await accept(app, again.json()["link"].partition("#token=")[2])).status == 204
    for path in ("", "/resend"):
        method = "POST" if path else "DELETE"
        closed = await owner.client.request(method, f"/v1/invitations/{used[0]['id']}{path}")
        assert (closed.status, closed.code) == (409, "identity.invitation-closed")


async def test_two_who_accept_at_once_make_one_member(owner, app):
    invitation, token = await invite(owner)
    answers = await asyncio.gather(accept(app, token), accept(app, token, PASSWORD + " of another"))
    assert min(answer.status for answer in answers) == 204
    assert {answer.status for answer in answers} <= {204, 401, 409, 410}
    members = (await owner.client.get("/v1/members")).json()["items"]
    assert [member["email"] for member in members] == [invitation["email"]]


async def test_an_account_joins_a_second_tenant_and_one_it_was_removed_from(owner, stranger, app):
    member = await make_invited(owner)
    known, token = await invite(stranger, member["email"])
    unknown, _ = await invite(stranger)
    assert known.keys() == unknown.keys()  # the inviter learns nothing
    assert (await accept(app, token, "not its password")).code == "identity.sign-in-refused"
    assert (await accept(app, token)).status == 204
    theirs = (await stranger.client.get("/v1/members")).json()["items"]
    assert [each["user_id"] for each in theirs] == [member["user_id"]]
    assert (await owner.client.delete(f"/v1/members/{member['id']}")).status == 204
    _, token = await invite(owner, member["email"], "caller")
    assert (await accept(app, token)).status == 204
    back = (await owner.client.get("/v1/members")).json()["items"]
    assert [(each["user_id"], each["role"]) for each in back] == [(member["user_id"], "caller")]


async def test_an_account_that_a_tenant_made_stays_in_that_tenant(owner, stranger, app):
    """Its first password is known to an administrator, who is nobody elsewhere."""
    member = await make_member(owner)
    _, token = await invite(stranger, member["email"])
    own = PASSWORD + " of my own"
    assert (await accept(app, token, own)).status == 204
    theirs = (await stranger.client.get("/v1/members")).json()["items"]
    assert [each["user_id"] == member["user_id"] for each in theirs] == [False]
    slug = (await stranger.client.get("/v1/session")).json()["tenant"]["slug"]
    known = {"email": member["email"], "tenant": slug}
    assert (await Client(app).post("/v1/session", known | {"password": PASSWORD})).code == "identity.sign-in-refused"
    assert (await Client(app).post("/v1/session", known | {"password": own})).status == 200
    assert (await owner.client.delete(f"/v1/members/{member['id']}")).status == 204
    _, token = await invite(owner, member["email"], "caller")
    assert (await accept(app, token)).status == 204  # the account it had here, with the password it had here
    back = (await owner.client.get("/v1/members")).json()["items"]
    assert [each["user_id"] for each in back] == [member["user_id"]]


async def test_who_may_invite_whom(owner, make_caller):
    admin = await make_caller("admin", owner.tenant_id)
    too_high = await admin.client.post("/v1/invitations", {"email": address(), "role": "owner"})
    assert (too_high.status, too_high.code) == (403, "access.role-too-high")
    high, _ = await invite(owner, role="owner")
    for method, path in (("POST", "/resend"), ("DELETE", "")):
        answer = await admin.client.request(method, f"/v1/invitations/{high['id']}{path}")
        assert answer.code == "access.role-too-high"
    member = await make_member(owner)
    present = await owner.client.post("/v1/invitations", {"email": member["email"], "role": "caller"})
    assert (present.status, present.code) == (409, "identity.member-exists")
    team = {"email": address(), "role": "caller", "teams": [format_id("team", new_id())]}
    assert (await owner.client.post("/v1/invitations", team)).code == "access.team-not-found"
    wrong = await owner.client.post("/v1/invitations", {"email": address(), "role": "caller", "tenant_id": "x"})
    assert (wrong.status, wrong.json()["errors"][0]["path"]) == (422, "/tenant_id")


async def test_open_invitations_end_with_their_inviter_and_with_a_newer_one(owner, app):
    inviter = await make_member(owner, "admin")
    browser = Client(app)
    await sign_in(browser, inviter["email"])
    made = (await browser.post("/v1/invitations", {"email": address(), "role": "caller"})).json()
    first, token = await invite(owner)
    await invite(owner, first["email"])
    await owner.client.delete(f"/v1/members/{inviter['id']}")
    for each in (made["link"].partition("#token=")[2], token):
        answer = await accept(app, each)
        assert (answer.status, answer.code) == GONE


async def test_with_a_mail_server_the_link_goes_to_the_address_alone(owner, app, mail):
    invitation, token = await invite(owner)
    assert token is None
    message = await mail.next_message()
    assert invitation["email"] in message
    token = re.search(r"#token=([\w-]+)", message.replace("=\r\n", "").replace("=3D", "="))[1]
    assert (await accept(app, token)).status == 204


async def test_a_mail_server_that_is_away_fails_no_invitation(owner, settings, mail, monkeypatch):
    monkeypatch.setattr(settings, "smtp_url", type(settings.smtp_url)("smtp://127.0.0.1:1"))
    await invite(owner)


@pytest.mark.parametrize(
    ("url", "sender", "names"),
    [
        ("http://mail.example.org", "a@example.org", "CHARTER_SMTP_URL"),
        ("smtp://", "a@example.org", "CHARTER_SMTP_URL"),
        ("smtp://host:port", "a@example.org", "CHARTER_SMTP_URL"),
        ("smtps://user:hunter2@mail.example.org/inbox", "a@example.org", "CHARTER_SMTP_URL"),
        ("smtps://mail.example.org", "not an address", "CHARTER_MAIL_FROM"),
        ("smtps://mail.example.org", None, "CHARTER_MAIL_FROM"),
    ],
)
def test_garbled_mail_settings_stop_the_start(tmp_path, monkeypatch, url, sender, names):
    monkeypatch.setenv("CHARTER_SMTP_URL", url)
    if sender is not None:
        monkeypatch.setenv("CHARTER_MAIL_FROM", sender)
    with pytest.raises(StartRefused, match=names) as refused:
        load_settings(data_dir=tmp_path)
    assert "hunter2" not in str(refused.value)
