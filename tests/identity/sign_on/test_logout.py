"""The end of a sign-on, begun here or at the provider."""

from __future__ import annotations

import asyncio
import time
from urllib.parse import quote, urlencode

import pytest
from sqlalchemy import text

from tests.asgi_client import Client
from tests.identity.sign_on.conftest import api_audience
from tests.identity.sign_on.oidc_provider import CLIENT_ID, Browser, new_key, path_of, query_of

EVENT = {"http://schemas.openid.net/event/backchannel-logout": {}}
FORM = {"content-type": "application/x-www-form-urlencoded"}


async def say_logout(sso, token: str):
    body = urlencode({"logout_token": token}).encode()
    return await Client(sso.app).post("/v1/sign-on/back-channel-logout", body, headers=FORM)


def logout_claims(sso, subject: str, **changes):
    now = int(time.time())
    claims = {
        "iss": sso.provider.issuer,
        "aud": CLIENT_ID,
        "sub": subject,
        "iat": now,
        "exp": now + 120,
        "jti": f"jti-{subject}",
        "events": EVENT,
    }
    return {name: value for name, value in (claims | changes).items() if value is not None}


async def test_signing_out_at_the_provider_ends_that_session_here_and_only_that(connect):
    sso = await connect()
    subject = await sso.person("builders")
    other, _ = await sso.sign_in(subject)
    client = Client(sso.app)
    start = await sso.start(client)
    async with Browser() as browser:
        back = await browser.visit(start.headers["location"], {"login": subject, "password": "any"})
        assert (await client.get(path_of(back))).status == 303
        assert await sso.role_of(client) == "builder"
        csrf = (await other.get("/v1/session")).json()["csrf_token"]
        signed_out = await other.post("/v1/sign-on/sign-out", headers={"x-csrf-token": csrf})
        hint = query_of(signed_out.json()["redirect_to"])["id_token_hint"]
        assert hint.count(".") == 2
        # The browser of ``client`` ends the provider's session that its cookies are of.
        end = f"{sso.provider.issuer}/session/end?client_id={CLIENT_ID}&post_logout_redirect_uri="
        await browser.visit(end + quote("http://127.0.0.1:8700/"), {"logout": "yes"}, until="http://127.0.0.1:8700/")
    token = await asyncio.wait_for(sso.provider.logout_tokens.get(), 10)
    third, _ = await sso.sign_in(subject)
    answer = await say_logout(sso, token)
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
    assert [await sso.role_of(each) for each in (client, other, third)] == [None, None, "builder"]
    replayed = await say_logout(sso, token)
    assert (replayed.status, replayed.code) == (400, "identity.logout-token-refused")


async def test_signing_out_here_leads_on_to_the_provider(connect):
    sso = await connect()
    client, _ = await sso.sign_in(await sso.person("builders"))
    csrf = (await client.get("/v1/session")).json()["csrf_token"]
    assert (await client.post("/v1/sign-on/sign-out")).code == "core.csrf-token-wrong"
    answer = await client.post("/v1/sign-on/sign-out", headers={"x-csrf-token": csrf})
    address = answer.json()["redirect_to"]
    assert address.startswith(f"{sso.provider.issuer}/session/end?")
    assert query_of(address)["post_logout_redirect_uri"] == "http://127.0.0.1:8700/"
    assert await sso.role_of(client) is None
    assert (await client.post("/v1/sign-on/sign-out")).code == "identity.unauthenticated"


async def test_who_signed_in_with_a_password_is_led_nowhere(owner, app):
    body = {"email": "with-password@example.org", "password": "correct horse battery"}
    assert (await owner.client.post("/v1/members", body | {"role": "caller"})).status == 201
    client = Client(app)
    csrf = (await client.post("/v1/session", body)).json()["csrf_token"]
    answer = await client.post("/v1/sign-on/sign-out", headers={"x-csrf-token": csrf})
    assert (answer.status, answer.json()) == (200, {"redirect_to": None})
    assert (await client.get("/v1/session")).status == 401


async def test_a_subject_without_a_session_id_ends_all_its_sessions_in_each_tenant(connect):
    sso, elsewhere = await connect(), await connect()
    subject, bystander = await sso.person("builders"), await sso.person("builders")
    clients = [(await one.sign_in(subject))[0] for one in (sso, sso, elsewhere)]
    left, _ = await sso.sign_in(bystander)
    assert (await say_logout(sso, sso.provider.sign(logout_claims(sso, subject), {"typ": "logout+jwt"}))).status == 200
    assert [await sso.role_of(client) for client in clients] == [None, None, None]
    assert await sso.role_of(left) == "builder"


@pytest.mark.parametrize(
    "change",
    [
        {"nonce": "n"},
        {"events": None},
        {"events": {"other": {}}},
        {"sub": None},
        {"jti": None},
        {"iat": 1},
        {"iat": None},
        {"exp": 1},
        {"aud": "other-client"},
        {"iss": "https://other"},
        {"key": "stranger"},
    ],
)
async def test_what_is_no_logout_token_of_ours_ends_nothing(connect, change):
    sso = await connect()
    subject = await sso.person("builders")
    client, _ = await sso.sign_in(subject)
    key = new_key(sso.provider.keys[0].kid) if change.pop("key", None) else None
    answer = await say_logout(sso, sso.provider.sign(logout_claims(sso, subject, **change), None, key))
    assert (answer.status, answer.code) == (400, "identity.logout-token-refused")
    assert await sso.role_of(client) == "builder"
    assert (await say_logout(sso, "")).code == "identity.logout-token-refused"


def token_of(sso, subject: str, **changes) -> Client:
    """Return a client with an access token of the provider."""
    now = int(time.time())
    claims = {
        "iss": sso.provider.issuer, "sub": subject, "aud": sso.connection["audience"], "client_id": "robot",
        "groups": ["builders"], "iat": now - 5, "exp": now + 600,
    }  # fmt: skip
    token = sso.provider.sign(claims | changes, {"typ": "at+jwt"})
    return Client(sso.app, headers={"authorization": f"Bearer {token}"})


async def provider_session(services, sso, subject: str) -> str:
    """Return the provider's id of the session behind somebody's newest session here."""
    async with services.database.tenant_session(sso.owner.tenant_id) as db:
        query = text("SELECT sid FROM sign_on_sessions WHERE subject = :subject ORDER BY id DESC LIMIT 1")
        sid = await db.scalar(query, {"subject": subject})
    assert sid
    return sid


@pytest.fixture
async def with_tokens(connect):
    return await connect(audience=api_audience(), allowed_azp=["robot"])


async def test_the_end_of_a_session_at_the_provider_ends_its_access_tokens_at_once(with_tokens):
    sso = with_tokens
    subject = await sso.person("builders")
    first, other = token_of(sso, subject, sid="first"), token_of(sso, subject, sid="other")
    plain = token_of(sso, subject)
    for client in (first, other, plain):
        assert await sso.role_of(client) == "builder"
    logout = sso.provider.sign(logout_claims(sso, subject, sid="first"), {"typ": "logout+jwt"})
    assert (await say_logout(sso, logout)).status == 200
    assert [await sso.role_of(client) for client in (first, other, plain)] == [None, "builder", "builder"]
    fresh = token_of(sso, subject, sid="first", iat=int(time.time()))
    assert await sso.role_of(fresh) is None
    everything = logout_claims(sso, subject, jti="everything")
    assert (await say_logout(sso, sso.provider.sign(everything, {"typ": "logout+jwt"}))).status == 200
    assert [await sso.role_of(client) for client in (other, plain)] == [None, None]
    later = token_of(sso, subject, iat=int(time.time()) + 2)
    assert await sso.role_of(later) == "builder"


@pytest.mark.parametrize("way", ["sign-out", "delete", "delete one", "delete all", "administrator"])
async def test_signing_out_here_ends_the_access_tokens_of_that_session(with_tokens, services, way):
    sso = with_tokens
    subject = await sso.person("builders")
    client, _ = await sso.sign_in(subject)
    sid = await provider_session(services, sso, subject)
    token, other = token_of(sso, subject, sid=sid), token_of(sso, subject, sid="of another browser")
    assert [await sso.role_of(each) for each in (token, other)] == ["builder", "builder"]
    headers = {"x-csrf-token": (await client.get("/v1/session")).json()["csrf_token"]}
    if way == "sign-out":
        answer = await client.post("/v1/sign-on/sign-out", headers=headers)
    elif way == "delete":
        answer = await client.delete("/v1/session", headers=headers)
    elif way == "delete one":
        mine = (await client.get("/v1/sessions")).json()["items"][0]["id"]
        answer = await client.delete(f"/v1/sessions/{mine}", headers=headers)
    elif way == "delete all":
        answer = await client.delete("/v1/sessions", headers=headers)
    else:
        member = (await sso.owner.client.get("/v1/members")).json()["items"][-1]["id"]
        answer = await sso.owner.client.delete(f"/v1/members/{member}/sessions")
    assert answer.status < 300, answer.body
    assert [await sso.role_of(each) for each in (client, token, other)] == [None, None, "builder"]


async def test_a_token_without_its_moment_or_older_than_ends_are_remembered_is_none(with_tokens):
    sso = with_tokens
    subject = await sso.person("builders")
    for changes in ({"iat": int(time.time()) - 31 * 86_400}, {"iat": None}):
        assert await sso.role_of(token_of(sso, subject, **changes)) is None
    assert await sso.role_of(token_of(sso, subject, iat=int(time.time()) - 29 * 86_400)) == "builder"
