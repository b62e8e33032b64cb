"""A tenant that requires a second factor: until somebody has one, enrolling is all that they may."""

from __future__ import annotations

import pyotp
import pytest

from charter.core.ids import parse_id
from charter.identity.models import SessionProof
from charter.identity.service.sign_in import open_session
from tests.asgi_client import Client
from tests.identity.accounts.authenticator import Authenticator
from tests.identity.accounts.people import PASSWORD, make_member, sign_in

DUE = (403, "core.second-factor-required")


@pytest.fixture
async def ada(app, owner):
    member = await make_member(owner, "admin")
    browser = Client(app)
    assert (await sign_in(browser, member["email"])).status == 200
    return member, browser


async def require(caller, required=True):
    answer = await caller.client.patch("/v1/tenant", {"second_factor_required": required})
    assert (answer.status, answer.json()["second_factor_required"]) == (200, required), answer.body


async def enrol_app(browser):
    made = (await browser.post("/v1/second-factor", {"password": PASSWORD})).json()
    code = pyotp.TOTP(made["secret"]).now()
    assert (await browser.post("/v1/second-factor/confirm", {"code": code})).status == 200


async def enrol_passkey(browser):
    asked = (await browser.post("/v1/passkeys/options", {"password": PASSWORD})).json()
    body = {"token": asked["token"], "name": "x", "credential": Authenticator().make(asked["options"])}
    assert (await browser.post("/v1/passkeys", body)).status == 201


@pytest.mark.parametrize("enrol", [enrol_app, enrol_passkey])
async def test_a_session_without_a_second_factor_enrols_one_and_then_works(owner, ada, app, enrol):
    member, before = ada
    key = (await before.post("/v1/api-keys", {"name": "of ada", "role": "builder"})).json()["key"]
    assert (await before.get("/v1/agents")).status == 200
    await require(owner)
    later = Client(app)
    signed_in = await sign_in(later, member["email"])
    assert signed_in.json()["second_factor_due"]
    for browser in (before, later):
        session = (await browser.get("/v1/session")).json()
        assert (session["second_factor_due"], session["permissions"]) == (True, [])
        for answer in (
            await browser.get("/v1/agents"),
            await browser.get("/v1/runs"),
            await browser.get("/v1/tenant"),
            await browser.get("/v1/access/explain?permission=agents.read"),
            await browser.post("/v1/runs", {"agent": "x", "input": "x"}),
            await browser.post("/v1/openai/responses", {"model": "x", "input": "x"}),
            await browser.patch("/v1/tenant", {"second_factor_required": False}),
            await browser.put("/v1/password", {"old_password": PASSWORD, "password": PASSWORD + "!"}),
        ):
            assert (answer.status, answer.code) == DUE, answer.body
            assert "/v1/second-factor" in answer.json()["detail"]
    assert (await Client(app, headers={"authorization": f"Bearer {key}"}).get("/v1/agents")).status == 200
    assert (await owner.client.get("/v1/agents")).status == 200
    await enrol(later)
    for browser in (before, later):
        assert (await browser.get("/v1/agents")).status == 200
        assert not (await browser.get("/v1/session")).json()["second_factor_due"]
    assert (await later.delete("/v1/session")).status == 204


async def test_who_loses_the_second_factor_must_enrol_again(owner, ada):
    member, browser = ada
    await enrol_app(browser)
    await require(owner)
    assert (await browser.get("/v1/agents")).status == 200
    assert (await owner.client.delete(f"/v1/members/{member['id']}/second-factor")).status == 204
    assert (await browser.get("/v1/agents")).code == DUE[1]
    await require(owner, False)
    assert (await browser.get("/v1/agents")).status == 200


async def test_nobody_requires_of_all_what_they_do_not_have(owner, ada):
    _, browser = ada
    key = (await browser.post("/v1/api-keys", {"name": "k", "role": "admin"})).json()["key"]
    by_key = Client(browser.app, headers={"authorization": f"Bearer {key}"})
    for client in (browser, by_key):
        refused = await client.patch("/v1/tenant", {"second_factor_required": True})
        assert (refused.status, refused.code) == (409, "identity.own-second-factor-missing")
        assert "/v1/second-factor" in refused.json()["detail"]
    assert not (await owner.client.get("/v1/tenant")).json()["second_factor_required"]
    assert (await browser.patch("/v1/tenant", {"name": "Renamed", "second_factor_required": False})).status == 200
    await enrol_app(browser)
    assert (await browser.patch("/v1/tenant", {"second_factor_required": True})).status == 200
    assert (await browser.get("/v1/agents")).status == 200


async def test_those_who_may_not_change_the_tenant_do_not_learn_what_they_lack(owner, make_caller):
    builder = await make_caller("builder", owner.tenant_id)
    answer = await builder.client.patch("/v1/tenant", {"second_factor_required": True})
    assert (answer.status, answer.code) == (403, "access.forbidden")


async def test_the_provider_governs_who_signs_in_through_it(owner, services, app):
    member = await make_member(owner)
    await require(owner)
    token = await open_session(
        services.database,
        services.authenticator,
        tenant_id=owner.tenant_id,
        user_id=parse_id("user", member["user_id"]),
        user_agent=None,
        now=services.clock(),
        proof=SessionProof.PROVIDER,
    )
    browser = Client(app, headers={"cookie": f"charter_session={token}"})
    assert (await browser.get("/v1/agents")).status == 200


async def test_another_tenants_rule_is_not_ours(owner, stranger, ada):
    _, browser = ada
    await require(stranger)
    assert (await browser.get("/v1/agents")).status == 200
