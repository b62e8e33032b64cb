"""The second factor: enrolled and confirmed, asked for at sign-in, each code once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import text

from tests.asgi_client import Client
from tests.identity.accounts.people import PASSWORD, forget_attempts, make_member, sign_in

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def clock(services, monkeypatch):
    """A clock that stands until it is moved."""

    class Clock:
        now = NOON

        def __call__(self):
            return self.now

        def step(self, steps=1):
            self.now += timedelta(seconds=30 * steps)

    clock = Clock()
    monkeypatch.setattr(services, "clock", clock)
    monkeypatch.setattr(services.authenticator, "_clock", clock)
    return clock


class Person:
    def __init__(self, app, member):
        self.app, self.member, self.browser = app, member, Client(app)
        self.totp, self.recovery = None, []

    async def enrol(self, clock):
        await sign_in(self.browser, self.member["email"])
        made = (await self.browser.post("/v1/second-factor", {"password": PASSWORD})).json()
        assert made["qr_svg"].startswith("data:image/svg+xml")
        self.totp = pyotp.parse_uri(made["uri"])
        assert self.totp.secret == made["secret"]
        confirmed = await self.browser.post("/v1/second-factor/confirm", {"code": self.code(clock)})
        assert confirmed.status == 200, confirmed.body
        self.recovery = confirmed.json()["codes"]
        return self

    def code(self, clock):
        return self.totp.at(clock.now)

    async def challenge(self):
        answer = await Client(self.app).post("/v1/session", {"email": self.member["email"], "password": PASSWORD})
        assert (answer.status, answer.code) == (401, "identity.second-factor-needed")
        assert answer.set_cookies == []
        return answer.json()["challenge"]

    async def answer(self, challenge, code):
        return await Client(self.app).post("/v1/session/second-factor", {"challenge": challenge, "code": code})


@pytest.fixture
async def ada(owner, app, clock):
    return await Person(app, await make_member(owner)).enrol(clock)


async def test_signing_in_takes_a_code_and_each_code_counts_once(ada, clock):
    assert (await ada.browser.get("/v1/second-factor")).json() == {
        "enabled": True, "passkeys": 0, "recovery_codes_left": 10,
    }  # fmt: skip
    replayed = await ada.answer(await ada.challenge(), ada.code(clock))
    assert (replayed.status, replayed.code) == (403, "identity.second-factor-wrong")
    clock.step()
    challenge = await ada.challenge()
    assert (await ada.answer(challenge, "000000")).code == "identity.second-factor-wrong"
    good = await ada.answer(challenge, ada.code(clock))
    assert (good.status, good.json()["principal"]["label"]) == (200, ada.member["email"])
    assert (await ada.answer(challenge, ada.recovery[0])).code == "identity.sign-in-refused"
    assert (await ada.answer(await ada.challenge(), ada.code(clock))).code == "identity.second-factor-wrong"


async def test_codes_of_neighbouring_steps_count_and_older_ones_do_not(ada, clock):
    clock.step(3)
    late = ada.totp.at(clock.now - timedelta(seconds=60))
    assert (await ada.answer(await ada.challenge(), late)).status == 403
    early = ada.totp.at(clock.now + timedelta(seconds=30))
    assert (await ada.answer(await ada.challenge(), early)).status == 200
    assert (await ada.answer(await ada.challenge(), ada.code(clock))).status == 403


async def test_a_recovery_code_works_once(ada):
    assert (await ada.answer(await ada.challenge(), ada.recovery[0].upper())).status == 200
    assert (await ada.answer(await ada.challenge(), ada.recovery[0])).code == "identity.second-factor-wrong"
    assert (await ada.browser.get("/v1/second-factor")).json()["recovery_codes_left"] == 9


async def test_a_challenge_ends_after_five_minutes_and_after_five_wrong_codes(ada, clock, services):
    slow = await ada.challenge()
    clock.step(11)
    assert (await ada.answer(slow, ada.code(clock))).code == "identity.sign-in-refused"
    guessed = await ada.challenge()
    assert {(await ada.answer(guessed, "000000")).code for _ in range(5)} == {"identity.second-factor-wrong"}
    assert (await ada.answer(guessed, ada.code(clock))).code == "identity.sign-in-refused"
    await services.limiter.forget(f"code:{Client.address}")
    more = await ada.challenge()
    codes = [(await ada.answer(more, "000000")).code for _ in range(5)]
    assert set(codes) == {"identity.second-factor-wrong"}
    await services.limiter.forget(f"code:{Client.address}")
    assert (await ada.answer(await ada.challenge(), ada.code(clock))).code == "identity.too-many-attempts"


async def test_a_wrong_password_asks_for_no_code(ada, app):
    assert (await sign_in(Client(app), ada.member["email"], "wrong")).code == "identity.sign-in-refused"


async def test_it_is_turned_off_with_the_password_alone(ada, app):
    again = await ada.browser.post("/v1/second-factor", {"password": PASSWORD})
    assert (again.status, again.code) == (409, "identity.second-factor-state")
    wrong = await ada.browser.post("/v1/second-factor/disable", {"password": "wrong"})
    assert (wrong.status, wrong.code) == (403, "identity.password-wrong")
    assert (await ada.browser.post("/v1/second-factor/disable", {"password": PASSWORD})).status == 204
    assert (await sign_in(Client(app), ada.member["email"])).status == 200


async def test_what_is_not_confirmed_does_not_count(owner, app, clock):
    member, browser = await make_member(owner), Client(app)
    await sign_in(browser, member["email"])
    nothing = await browser.post("/v1/second-factor/confirm", {"code": "000000"})
    assert (nothing.status, nothing.code) == (409, "identity.second-factor-state")
    assert (await browser.post("/v1/second-factor", {"password": PASSWORD})).status == 201
    assert (await browser.post("/v1/second-factor/confirm", {"code": "00000"})).code == "identity.second-factor-wrong"
    assert (await sign_in(Client(app), member["email"])).status == 200


async def test_an_admin_helps_who_has_lost_it_but_not_who_may_more(owner, app, clock, services, make_caller):
    admin = await make_caller("admin", owner.tenant_id)
    ada = await Person(app, await make_member(owner)).enrol(clock)
    boss = await Person(app, await make_member(owner, "owner")).enrol(clock)
    refused = await admin.client.delete(f"/v1/members/{boss.member['id']}/second-factor")
    assert refused.code == "access.role-too-high"
    assert (await admin.client.delete(f"/v1/members/{ada.member['id']}/second-factor")).status == 204
    await forget_attempts(services)
    assert (await sign_in(Client(app), ada.member["email"])).status == 200
    await boss.challenge()


async def test_the_secret_and_the_codes_are_nowhere_in_the_clear(ada, services):
    async with services.database.system_session(reason="look for secrets") as db:
        rows = (await db.execute(text("SELECT sealed_secret FROM second_factors"))).scalars().all()
        codes = (await db.execute(text("SELECT code_hash FROM recovery_codes"))).scalars().all()
    assert rows
    assert not any(ada.totp.secret.encode() in row for row in rows)
    assert not any(ada.recovery[0].encode() in row for row in codes)
