"""Passwords: changed with the old one, set anew with a link that reveals nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.asgi_client import Client
from tests.identity.accounts.people import PASSWORD, address, forget_attempts, make_invited, make_member, sign_in

NEW = "a different sentence"


def token_in(text):
    return re.search(r"#token=([\w-]+)", text.replace("=\r\n", "").replace("=3D", "="))[1]


async def complete(app, token, password=NEW):
    return await Client(app).post("/v1/password-resets/complete", {"token": token, "password": password})


async def test_a_changed_password_ends_every_other_session(owner, app):
    member = await make_member(owner)
    here, there = Client(app), Client(app)
    for browser in (here, there):
        await sign_in(browser, member["email"])
    wrong = await here.request("PUT", "/v1/password", {"old_password": NEW, "password": NEW})
    assert (wrong.status, wrong.code) == (403, "identity.password-wrong")
    weak = await here.request("PUT", "/v1/password", {"old_password": PASSWORD, "password": "short"})
    assert weak.code == "identity.password-too-weak"
    assert (await here.request("PUT", "/v1/password", {"old_password": PASSWORD, "password": NEW})).status == 204
    assert (await here.get("/v1/session")).status == 200
    assert (await there.get("/v1/session")).status == 401
    assert (await sign_in(Client(app), member["email"])).code == "identity.sign-in-refused"
    assert (await sign_in(Client(app), member["email"], NEW)).status == 200


async def test_a_key_has_no_password(owner, anonymous):
    body = {"old_password": PASSWORD, "password": NEW}
    answer = await owner.client.request("PUT", "/v1/password", body)
    assert (answer.status, answer.code) == (409, "identity.no-local-account")
    assert (await anonymous.request("PUT", "/v1/password", body)).code == "identity.unauthenticated"


async def test_guessing_the_old_password_is_limited(owner, app):
    browser = Client(app)
    await sign_in(browser, (await make_member(owner))["email"])
    body = {"old_password": NEW, "password": NEW}
    answers = [await browser.request("PUT", "/v1/password", body) for _ in range(11)]
    assert {answer.code for answer in answers[:10]} == {"identity.password-wrong"}
    assert (answers[10].status, answers[10].code) == (429, "identity.too-many-attempts")


async def test_a_reset_by_mail_works_once_and_reveals_nothing(owner, app, mail):
    member = await make_member(owner)
    browser = Client(app)
    await sign_in(browser, member["email"])
    known, unknown = [
        await Client(app).post("/v1/password-resets", {"email": email}) for email in (member["email"], address())
    ]
    assert (known.status, known.body) == (unknown.status, unknown.body) == (202, b"null")
    message = await mail.next_message()
    assert member["email"] in message
    assert mail.messages.empty()
    token = token_in(message)
    assert (await complete(app, token, "short")).code == "identity.password-too-weak"
    assert (await complete(app, token)).status == 204
    assert (await browser.get("/v1/session")).status == 401
    assert (await sign_in(Client(app), member["email"], NEW)).status == 200
    again = await complete(app, token, PASSWORD)
    assert (again.status, again.code) == (410, "identity.password-reset-gone")


async def test_without_a_mail_server_an_admin_hands_the_link_on(owner, app, services, make_caller, monkeypatch):
    member = await make_member(owner)
    admin = await make_caller("admin", owner.tenant_id)
    path = f"/v1/members/{member['id']}/password-reset"
    old, new = [token_in((await admin.client.post(path)).json()["link"]) for _ in range(2)]
    assert (await complete(app, old)).code == "identity.password-reset-gone"
    with monkeypatch.context() as later:
        later.setattr(services, "clock", lambda clock=services.clock: clock() + timedelta(days=2))
        assert (await complete(app, new)).code == "identity.password-reset-gone"
    await forget_attempts(services)  # of the days to come
    assert (await complete(app, new)).status == 204
    assert (await sign_in(Client(app), member["email"], NEW)).status == 200


@pytest.mark.parametrize("how", ["role", "assignment"])
async def test_nobody_resets_the_password_of_who_may_more(owner, make_caller, how):
    admin = await make_caller("admin", owner.tenant_id)
    member = await make_member(owner, "owner" if how == "role" else "caller")
    if how == "assignment":
        role = {"name": "keeper", "permissions": ["owners.write"]}
        assert (await owner.client.post("/v1/roles", role)).status == 201
        given = await owner.client.post("/v1/role-assignments", {"subject": member["user_id"], "role": "keeper"})
        assert given.status == 201, given.body
    refused = await admin.client.post(f"/v1/members/{member['id']}/password-reset")
    assert (refused.status, refused.code) == (403, "access.role-too-high")


async def test_an_admin_of_one_tenant_decides_nothing_about_an_account_of_two(owner, stranger, app):
    member = await make_invited(owner)
    made = (await stranger.client.post("/v1/invitations", {"email": member["email"], "role": "owner"})).json()
    body = {"token": token_in(made["link"]), "password": PASSWORD}
    assert (await Client(app).post("/v1/invitations/accept", body)).status == 204
    refused = await owner.client.post(f"/v1/members/{member['id']}/password-reset")
    assert (refused.status, refused.code) == (409, "identity.account-elsewhere")
