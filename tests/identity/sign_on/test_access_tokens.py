"""Access tokens of a tenant's provider on the API, and everything that looks like one."""

from __future__ import annotations

import base64
import hmac
import json
import time

import pytest

from tests.agents.factories import without_request
from tests.asgi_client import Client
from tests.identity.sign_on.conftest import api_audience
from tests.identity.sign_on.oidc_provider import CLIENT_ID, new_key


@pytest.fixture
async def sso(connect):
    return await connect(audience=api_audience(), allowed_azp=["robot"])


def bearer(sso, token: str) -> Client:
    return Client(sso.app, headers={"authorization": f"Bearer {token}"})


def good_claims(sso, **changes):
    now = int(time.time())
    claims = {
        "iss": sso.provider.issuer,
        "sub": "robot",
        "aud": sso.connection["audience"],
        "client_id": "robot",
        "groups": ["robots"],
        "iat": now,
        "exp": now + 600,
    }
    return {name: value for name, value in (claims | changes).items() if value is not None}


AT = {"typ": "at+jwt"}


async def test_a_service_account_works_with_its_providers_token(sso):
    client = bearer(sso, await sso.provider.access_token(audience=sso.connection["audience"]))
    session = await client.get("/v1/session")
    assert session.status == 200, session.body
    assert (session.json()["roles"], session.json()["csrf_token"]) == (["operator"], None)
    assert (await client.get("/v1/agents")).status == 200
    again = bearer(sso, await sso.provider.access_token(audience=sso.connection["audience"]))
    assert (await again.get("/v1/session")).json()["principal"] == session.json()["principal"]
    assert (await client.post("/v1/agents", {"name": "x", "template": "chatbot"})).code == "access.forbidden"


async def test_what_the_test_signs_itself_is_taken_as_well(sso):
    assert (await bearer(sso, sso.provider.sign(good_claims(sso), AT)).get("/v1/session")).status == 200
    keycloaks = good_claims(sso, typ="Bearer", azp="robot", client_id=None)
    assert (await bearer(sso, sso.provider.sign(keycloaks, {"typ": "JWT"})).get("/v1/session")).status == 200


def b64(value: object) -> str:
    return b64_bytes(json.dumps(value).encode())


def b64_bytes(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def forged(sso):
    """Return tokens that must not pass, by what is wrong with them."""
    sign, claims, now = sso.provider.sign, good_claims(sso), int(time.time())
    own = sso.provider.keys[0]
    good = sign(claims, AT)
    head, body, signature = good.split(".")
    stranger = new_key(own.kid)
    public = own.as_pem(private=False)
    shared = f"{b64({'alg': 'HS256', 'kid': own.kid, **AT})}.{body}"
    return {
        "another key under the same id": sign(claims, AT, stranger),
        "unknown key": sign(claims, AT, new_key("nobody knows")),
        "key in its own header": sign(claims, AT | {"jwk": stranger.as_dict(private=False)}, stranger),
        "address of keys in its header": sign(claims, AT | {"jku": "http://127.0.0.1:1/keys"}, stranger),
        "alg none": f"{b64({'alg': 'none', 'typ': 'at+jwt'})}.{body}.",
        "alg None with a signature": f"{b64({'alg': 'None', 'typ': 'at+jwt', 'kid': own.kid})}.{body}.{signature}",
        "public key as a shared secret": f"{shared}.{b64_bytes(hmac.digest(public, shared.encode(), 'sha256'))}",
        "algorithm that is not the connection's": sign(claims, AT | {"alg": "RS512"}),
        "changed body": f"{head}.{b64(claims | {'sub': 'other'})}.{signature}",
        "changed signature": f"{head}.{body}.{signature[:-4]}AAAA",
        "no signature": f"{head}.{body}.",
        "expired": sign(good_claims(sso, exp=now - 120), AT),
        "without an end": sign(good_claims(sso, exp=None), AT),
        "end that is no number": sign(good_claims(sso, exp="tomorrow"), AT),
        "not yet valid": sign(good_claims(sso, nbf=now + 600), AT),
        "from the future": sign(good_claims(sso, iat=now + 600), AT),
        "another audience": sign(good_claims(sso, aud="https://other"), AT),
        "no audience": sign(good_claims(sso, aud=None), AT),
        "another issuer": sign(good_claims(sso, iss="https://other"), AT),
        "another client": sign(good_claims(sso, client_id="other-robot"), AT),
        "another client under azp": sign(good_claims(sso, azp="other-robot"), AT),
        "no client": sign(good_claims(sso, client_id=None), AT),
        "no subject": sign(good_claims(sso, sub=None), AT),
        "subject that is no text": sign(good_claims(sso, sub=7), AT),
        "no type": sign(claims, {"typ": "JWT"}),
        "ID token": sign(good_claims(sso, aud=[CLIENT_ID, sso.connection["audience"]], nonce="n"), AT),
        "ID token by Keycloak": sign(good_claims(sso, typ="ID"), {"typ": "JWT"}),
        "no role": sign(good_claims(sso, groups=["strangers"]), AT),
        "groups it was not given": sign(good_claims(sso, groups=[], scim_groups=["Directory builders"]), AT),
        "critical extension": f"{b64({'alg': 'RS256', 'kid': own.kid, 'crit': ['b64']})}.{body}.{signature}",
        "no token at all": "eyJhbGciOiJSUzI1NiJ9.e30.AAAA",
        "garbage": "eyJ.x.y",
        "too long": sign(good_claims(sso, more="x" * 20_000), AT),
    }  # fmt: skip


async def test_whatever_is_wrong_with_a_token_the_answer_is_one_and_the_same(sso):
    answers = {why: await bearer(sso, token).get("/v1/agents") for why, token in forged(sso).items()}
    assert {why: answer.status for why, answer in answers.items() if answer.status != 401} == {}
    assert len({json.dumps(without_request(answer.json()), sort_keys=True) for answer in answers.values()}) == 1
    assert {answer.headers["www-authenticate"] for answer in answers.values()} == {"Bearer"}
    assert (await bearer(sso, sso.provider.sign(good_claims(sso), AT)).get("/v1/agents")).status == 200


async def test_other_clients_and_audiences_of_the_provider_are_not_ours(sso):
    for arguments in (
        {"client_id": "other-robot", "audience": sso.connection["audience"]},
        {"audience": "https://x.test"},
    ):
        answer = await bearer(sso, await sso.provider.access_token(**arguments)).get("/v1/agents")
        assert answer.code == "identity.unauthenticated"


async def test_a_token_ends_when_its_time_is_over_although_it_is_cached(sso):
    token = sso.provider.sign(good_claims(sso, exp=int(time.time()) - 58), AT)  # within the leeway of two clocks
    client = bearer(sso, token)
    first = await client.get("/v1/session")
    assert first.status in {200, 401}
    assert (await client.get("/v1/session")).status == 401


async def test_a_change_of_the_rules_counts_for_the_next_request(sso):
    client = bearer(sso, sso.provider.sign(good_claims(sso), AT))
    assert (await client.get("/v1/session")).json()["roles"] == ["operator"]
    path = f"/v1/sign-on-connections/{sso.connection['id']}"
    rules = [{"claim": "groups", "value": "robots", "role": "caller"}]
    await sso.owner.client.patch(path, {"role_rules": rules})
    assert (await client.get("/v1/session")).json()["roles"] == ["caller"]
    await sso.owner.client.patch(path, {"audience": api_audience()})
    assert (await client.get("/v1/session")).status == 401


async def test_an_organization_decides_between_tenants_of_one_provider(connect):
    audience = api_audience()
    acme = await connect(audience=audience, allowed_azp=["robot"], organization={"alias": "acme", "id": "1"})
    globex = await connect(audience=audience, allowed_azp=["robot"], organization={"alias": "globex"})

    async def tenant_of(organization):
        claims = good_claims(acme, organization=organization)
        answer = await bearer(acme, acme.provider.sign(claims, AT)).get("/v1/session")
        return answer.json()["tenant"]["id"] if answer.status == 200 else None

    ids = [(await one.owner.client.get("/v1/session")).json()["tenant"]["id"] for one in (acme, globex)]
    assert await tenant_of({"acme": {"id": "1"}}) == ids[0]
    assert await tenant_of(["globex"]) == ids[1]
    for organization in (None, ["acme"], ["initech"], {"acme": {"id": "1"}, "globex": {"id": "2"}}):
        assert await tenant_of(organization) is None


async def test_a_person_is_one_whether_by_browser_or_by_token(sso):
    subject = await sso.person("builders")
    client, _ = await sso.sign_in(subject)
    by_browser = (await client.get("/v1/session")).json()["principal"]
    token = sso.provider.sign(good_claims(sso, sub=subject, groups=["everyone"]), AT)
    session = (await bearer(sso, token).get("/v1/session")).json()
    assert (session["principal"], session["roles"]) == (by_browser, ["caller"])
