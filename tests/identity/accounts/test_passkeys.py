"""Passkeys: made, used as the way in and behind a password, and every answer that is not one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from charter.core.ids import format_id, new_id
from charter.identity.errors import PasskeysUnavailable
from charter.identity.relying_party import relying_party
from tests.asgi_client import Client
from tests.identity.accounts.authenticator import ORIGIN, RP_ID, Authenticator
from tests.identity.accounts.people import PASSWORD, forget_attempts, make_member, sign_in


class Person:
    """Somebody with a browser and a device."""

    def __init__(self, app, member):
        self.app, self.member, self.browser, self.device = app, member, Client(app), Authenticator()
        self.registered = None

    async def options(self, password=PASSWORD):
        return await self.browser.post("/v1/passkeys/options", {"password": password})

    async def register(self, name="Laptop"):
        asked = (await self.options()).json()
        body = {"token": asked["token"], "name": name, "credential": self.device.make(asked["options"])}
        self.registered = await self.browser.post("/v1/passkeys", body)
        assert self.registered.status == 201, self.registered.body
        return self

    async def ask(self):
        answer = await Client(self.app).post("/v1/session/passkey/options")
        assert answer.status == 200, answer.body
        return answer.json()

    async def enter(self, browser=None, **how):
        asked = await self.ask()
        body = {"token": asked["token"], "credential": self.device.sign(asked["options"], **how)}
        return await (browser or Client(self.app)).post("/v1/session/passkey", body)

    async def challenge(self):
        body = {"email": self.member["email"], "password": PASSWORD}
        answer = await Client(self.app).post("/v1/session", body)
        assert (answer.status, answer.code) == (401, "identity.second-factor-needed"), answer.body
        return answer.json()

    async def finish(self, challenge_, device=None, **how):
        asked = await Client(self.app).post("/v1/session/second-factor/passkey/options", {"challenge": challenge_})
        assert asked.status == 200, asked.body
        credential = (device or self.device).sign(asked.json()["options"], **how)
        body = {"challenge": challenge_, "credential": credential}
        return await Client(self.app).post("/v1/session/second-factor/passkey", body)


@pytest.fixture
async def ada(app, owner):
    """A member who is signed in."""
    person = Person(app, await make_member(owner))
    assert (await sign_in(person.browser, person.member["email"])).status == 200
    return person


@pytest.fixture
async def bob(app, owner):
    person = Person(app, await make_member(owner))
    assert (await sign_in(person.browser, person.member["email"])).status == 200
    return await person.register()


async def actions(owner, sequencer, action):
    await sequencer.settle()
    return (await owner.client.get(f"/v1/audit/entries?action={action}")).json()["items"]


async def test_a_passkey_opens_a_session_that_counts_as_two_factors(ada, owner, app):
    asked = (await ada.options()).json()["options"]
    assert asked["rp"] == {"name": "Charter", "id": RP_ID}
    chosen = asked["authenticatorSelection"]
    assert (chosen["residentKey"], chosen["userVerification"], asked["attestation"]) == ("required", "required", "none")
    await ada.register("Laptop")
    made = ada.registered.json()
    assert (made["passkey"]["name"], made["passkey"]["transports"]) == ("Laptop", ["internal"])
    assert len(made["recovery_codes"]) == 10
    browser = Client(app)
    answer = await ada.enter(browser)
    assert answer.status == 200, answer.body
    assert answer.json()["principal"]["label"] == ada.member["email"]
    assert (await browser.get("/v1/session")).status == 200
    listed = (await ada.browser.get("/v1/passkeys")).json()["items"]
    assert [(it["name"], it["last_used_at"] is not None) for it in listed] == [("Laptop", True)]
    required = await owner.client.patch("/v1/tenant", {"second_factor_required": True})
    assert required.status == 200, required.body
    assert not (await browser.get("/v1/session")).json()["second_factor_due"]


async def test_a_passkey_is_a_second_factor_behind_the_password(ada):
    await ada.register()
    refused = await ada.challenge()
    assert refused["methods"] == ["passkey"]
    answer = await ada.finish(refused["challenge"])
    assert answer.status == 200, answer.body
    again = await Client(ada.app).post("/v1/session/second-factor/passkey/options", {"challenge": refused["challenge"]})
    assert (again.status, again.code) == (401, "identity.sign-in-refused")
    code = ada.registered.json()["recovery_codes"][0]
    challenge = (await ada.challenge())["challenge"]
    for status in (200, 401):
        body = {"challenge": challenge, "code": code}
        assert (await Client(ada.app).post("/v1/session/second-factor", body)).status == status


async def test_a_device_without_a_pin_is_a_second_factor_but_no_way_in_of_its_own(ada):
    await ada.register()
    ada.device.verifies = False
    assert (await ada.enter()).code == "identity.sign-in-refused"
    assert (await ada.finish((await ada.challenge())["challenge"])).status == 200
    asked = (await ada.options()).json()
    body = {"token": asked["token"], "name": "Key", "credential": Authenticator(verifies=False).make(asked["options"])}
    assert (await ada.browser.post("/v1/passkeys", body)).code == "identity.passkey-refused"


@pytest.mark.parametrize(
    "how",
    [
        {"origin": "https://evil.example.org"},
        {"origin": "http://localhost:9999"},
        {"origin": "http://localhost:8700.evil.example.org"},
        {"rp_id": "evil.example.org"},
    ],
)
async def test_another_sites_answer_is_none(ada, how):
    asked = (await ada.options()).json()
    body = {"token": asked["token"], "name": "x", "credential": ada.device.make(asked["options"], **how)}
    made = await ada.browser.post("/v1/passkeys", body)
    assert (made.status, made.code) == (403, "identity.passkey-refused")
    assert (await ada.browser.get("/v1/passkeys")).json()["items"] == []
    await ada.register()
    entered = await ada.enter(**how)
    assert (entered.status, entered.code) == (401, "identity.sign-in-refused")
    second = await ada.finish((await ada.challenge())["challenge"], **how)
    assert (second.status, second.code) == (403, "identity.second-factor-wrong")
    assert (await ada.enter()).status == 200


async def test_what_was_asked_is_answered_once_and_in_time(ada, services, monkeypatch):
    asked = (await ada.options()).json()
    body = {"token": asked["token"], "name": "x", "credential": ada.device.make(asked["options"])}
    assert (await ada.browser.post("/v1/passkeys", body)).status == 201
    again = {**body, "credential": Authenticator().make(asked["options"])}
    assert (await ada.browser.post("/v1/passkeys", again)).code == "identity.passkey-refused"
    asked = await ada.ask()
    body = {"token": asked["token"], "credential": ada.device.sign(asked["options"])}
    assert (await Client(ada.app).post("/v1/session/passkey", body)).status == 200
    assert (await Client(ada.app).post("/v1/session/passkey", body)).code == "identity.sign-in-refused"
    fresh = await ada.ask()
    other = {"token": fresh["token"], "credential": ada.device.sign(asked["options"])}
    assert (await Client(ada.app).post("/v1/session/passkey", other)).code == "identity.sign-in-refused"
    signed = {"token": fresh["token"], "credential": ada.device.sign(fresh["options"])}
    assert (await Client(ada.app).post("/v1/session/passkey", signed)).code == "identity.sign-in-refused"
    challenge = (await ada.challenge())["challenge"]
    assert (await ada.finish(challenge, challenge=fresh["options"]["challenge"])).code == "identity.second-factor-wrong"
    asked, late = await ada.ask(), (await ada.options()).json()
    now = services.clock()
    monkeypatch.setattr(services, "clock", lambda: now + timedelta(minutes=6))
    await forget_attempts(services)
    body = {"token": asked["token"], "credential": ada.device.sign(asked["options"])}
    assert (await Client(ada.app).post("/v1/session/passkey", body)).code == "identity.sign-in-refused"
    body = {"token": late["token"], "name": "x", "credential": Authenticator().make(late["options"])}
    assert (await ada.browser.post("/v1/passkeys", body)).code == "identity.passkey-refused"
    options = await Client(ada.app).post("/v1/session/second-factor/passkey/options", {"challenge": challenge})
    assert options.code == "identity.sign-in-refused"


@pytest.mark.parametrize("behind", [False, True])
async def test_a_copied_passkey_is_refused_and_told_of(ada, owner, sequencer, behind):
    await ada.register()
    assert (await ada.enter()).status == 200
    assert (await ada.enter()).status == 200
    ada.device.credential.counter -= 2  # a copy made before the last use
    if behind:
        answer = await ada.finish((await ada.challenge())["challenge"])
        assert (answer.status, answer.code) == (403, "identity.second-factor-wrong")
    else:
        answer = await ada.enter()
        assert (answer.status, answer.code) == (401, "identity.sign-in-refused")
    entries = await actions(owner, sequencer, "passkey.copy_suspected")
    assert [entry["resource"]["id"] for entry in entries] == [ada.member["user_id"]]
    ada.device.credential.counter += 5
    assert (await ada.enter()).status == 200


async def test_a_passkey_without_a_counter_is_used_again_and_again(ada):
    ada.device.counts = False
    await ada.register()
    for _ in range(3):
        assert (await ada.enter()).status == 200


async def test_another_accounts_passkey_proves_nothing(ada, bob):
    await ada.register()
    challenge = (await ada.challenge())["challenge"]
    foreign = await ada.finish(challenge, device=bob.device)
    assert (foreign.status, foreign.code) == (403, "identity.second-factor-wrong")
    claimed = await bob.enter(handle=ada.device.credential.user_handle)
    assert (claimed.status, claimed.code) == (401, "identity.sign-in-refused")
    asked = (await bob.options()).json()
    body = {"token": asked["token"], "name": "x", "credential": Authenticator().make(asked["options"])}
    assert (await ada.browser.post("/v1/passkeys", body)).code == "identity.passkey-refused"
    mine, theirs = (await ada.browser.get("/v1/passkeys")).json()["items"], bob.registered.json()["passkey"]["id"]
    for passkey_id in (theirs, format_id("passkey", new_id())):
        renamed = await ada.browser.patch(f"/v1/passkeys/{passkey_id}", {"name": "mine now"})
        removed = await ada.browser.post(f"/v1/passkeys/{passkey_id}/delete", {"password": PASSWORD})
        assert {(it.status, it.code) for it in (renamed, removed)} == {(404, "identity.passkey-not-found")}
    assert (await ada.browser.get("/v1/passkeys")).json()["items"] == mine
    assert (await bob.enter()).status == 200


async def test_the_same_passkey_is_not_registered_twice(ada, bob):
    asked = (await ada.options()).json()
    credential = ada.device.make(asked["options"])
    body = {"token": asked["token"], "name": "x", "credential": credential}
    assert (await ada.browser.post("/v1/passkeys", body)).status == 201
    asked = (await bob.options()).json()
    stolen = Authenticator()
    document = stolen.make(asked["options"])
    stolen.credential.id = ada.device.credential.id
    body = {"token": asked["token"], "name": "x", "credential": {**document, "id": credential["id"]}}
    assert (await bob.browser.post("/v1/passkeys", body)).code == "identity.passkey-refused"
    excluded = (await ada.options()).json()["options"]["excludeCredentials"]
    assert [it["id"] for it in excluded] == [credential["id"]]


async def test_passkeys_are_renamed_and_removed_with_the_password(ada, owner, services):
    await ada.register()
    passkey = ada.registered.json()["passkey"]["id"]
    renamed = await ada.browser.patch(f"/v1/passkeys/{passkey}", {"name": "Work laptop"})
    assert renamed.json()["name"] == "Work laptop"
    wrong = await ada.browser.post(f"/v1/passkeys/{passkey}/delete", {"password": "not it at all"})
    assert (wrong.status, wrong.code) == (403, "identity.password-wrong")
    assert (await ada.options("not it at all")).code == "identity.password-wrong"
    assert (await ada.browser.get("/v1/second-factor")).json() == {
        "enabled": False, "passkeys": 1, "recovery_codes_left": 10,
    }  # fmt: skip
    assert (await ada.browser.post(f"/v1/passkeys/{passkey}/delete", {"password": PASSWORD})).status == 204
    assert (await ada.browser.get("/v1/second-factor")).json() == {
        "enabled": False, "passkeys": 0, "recovery_codes_left": 0,
    }  # fmt: skip
    assert (await ada.enter()).code == "identity.sign-in-refused"
    await forget_attempts(services)
    assert (await sign_in(Client(ada.app), ada.member["email"])).status == 200


async def test_an_administrator_removes_the_passkeys_of_somebody_who_lost_them(ada, owner):
    await ada.register()
    assert (await owner.client.delete(f"/v1/members/{ada.member['id']}/second-factor")).status == 204
    assert (await ada.enter()).code == "identity.sign-in-refused"
    assert (await sign_in(Client(ada.app), ada.member["email"])).status == 200


async def test_a_key_and_a_signed_out_browser_have_no_passkeys(owner, anonymous, ada):
    assert (await anonymous.get("/v1/passkeys")).code == "identity.unauthenticated"
    assert (await owner.client.get("/v1/passkeys")).json()["items"] == []
    assert (await owner.client.post("/v1/passkeys/options", {"password": PASSWORD})).code == "identity.no-local-account"
    asked = (await ada.options()).json()
    body = {"token": asked["token"], "name": "x", "credential": ada.device.make(asked["options"])}
    assert (await owner.client.post("/v1/passkeys", body)).code == "identity.passkey-refused"


@pytest.mark.parametrize(
    "credential",
    [{}, {"id": 3}, {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {}},
     {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"clientDataJSON": "e30",
      "attestationObject": "AA", "authenticatorData": "AA", "signature": "AA", "userHandle": "!!"}},
     {"id": "\u00e4", "response": {"userHandle": []}}],
)  # fmt: skip
async def test_nonsense_is_refused_like_any_wrong_answer(ada, credential):
    asked = (await ada.options()).json()
    body = {"token": asked["token"], "name": "x", "credential": credential}
    assert (await ada.browser.post("/v1/passkeys", body)).code == "identity.passkey-refused"
    asked = await ada.ask()
    answer = await Client(ada.app).post("/v1/session/passkey", {"token": asked["token"], "credential": credential})
    assert (answer.status, answer.code) == (401, "identity.sign-in-refused")
    await ada.register()
    asked, known = await ada.ask(), ada.device.sign((await ada.ask())["options"])
    broken = {**known, "response": {**known["response"], **credential.get("response", {})}} if credential else {}
    answer = await Client(ada.app).post("/v1/session/passkey", {"token": asked["token"], "credential": broken})
    assert (answer.status, answer.code) == (401, "identity.sign-in-refused")


@pytest.mark.parametrize(
    ("base_url", "domain", "slug", "party"),
    [
        ("http://127.0.0.1:8700", None, None, ("localhost", ["http://localhost:8700"])),
        ("https://charter.example.org", None, "acme", ("charter.example.org", ["https://charter.example.org"])),
        ("https://example.org", "example.org", "acme", ("example.org", ["https://example.org", "https://acme.example.org"])),
        ("https://app.example.org:444", "example.org", "acme",
         ("example.org", ["https://app.example.org:444", "https://acme.example.org:444"])),
        ("https://app.example.org", "example.org", None, ("example.org", ["https://app.example.org"])),
        ("https://notexample.org", "example.org", "acme", ("notexample.org", ["https://notexample.org"])),
    ],
)  # fmt: skip
def test_the_relying_party_follows_the_public_address_and_the_tenant(base_url, domain, slug, party):
    made = relying_party(base_url, domain, slug)
    assert (made.id, made.origins) == party


def test_a_bare_address_has_no_passkeys():
    with pytest.raises(PasskeysUnavailable, match="CHARTER_PUBLIC_URL"):
        relying_party("https://192.0.2.7", None, None)


def test_the_tests_speak_for_the_installation_they_run_against(settings):
    assert relying_party(settings.base_url, None, None).origins == [ORIGIN]
