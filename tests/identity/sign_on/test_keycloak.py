"""The whole flow against a real Keycloak 26 with the realm that Charter ships."""

from __future__ import annotations

import asyncio
import json
import re
from collections import OrderedDict
from urllib.parse import urlencode

import pytest
from aiohttp import web

from tests.asgi_client import Client
from tests.identity.sign_on.keycloak import _PASSWORD, REALM_FILE, KeycloakUnavailable, running_keycloak
from tests.identity.sign_on.ldap_server import LdapUnavailable, directory, running_ldap
from tests.identity.sign_on.oidc_provider import Browser, path_of

pytestmark = [pytest.mark.slow, pytest.mark.keycloak]
RULES = [
    {"claim": "realm_access.roles", "value": f"charter-{role}", "role": role}
    for role in ("admin", "builder", "operator")
]


@pytest.fixture(scope="module")
async def logout_tokens():
    """Where Keycloak sends logout tokens to: a socket in front of the application, which has none."""
    tokens: asyncio.Queue[str] = asyncio.Queue()

    async def take(request: web.Request) -> web.Response:
        await tokens.put(str((await request.post())["logout_token"]))
        return web.Response()

    sink = web.Application()
    sink.router.add_post("/logout", take)
    runner = web.AppRunner(sink)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    yield tokens, f"http://127.0.0.1:{port}/logout"
    await runner.cleanup()


@pytest.fixture(scope="module")
async def keycloak(tmp_path_factory, logout_tokens):
    realm = json.loads(REALM_FILE.read_text().replace("https://charter.example.org", "http://127.0.0.1:8700"))
    web_client = next(client for client in realm["clients"] if client["clientId"] == "charter-web")
    web_client["attributes"]["backchannel.logout.url"] = logout_tokens[1]
    realm["groups"] = [{"name": "support"}]
    try:
        async with running_keycloak(tmp_path_factory.mktemp("keycloak"), realm) as running:
            yield running
    except KeycloakUnavailable as reason:
        message = f"!!! KEYCLOAK WAS NOT TESTED: {reason}."
        pytest.skip(message)


@pytest.fixture
async def ldap(tmp_path):
    """The address of an LDAP directory with three people, who are nowhere else."""
    groups = {"charter-builders": ["tim"], "everybody": ["tim", "ada-of-ldap", "mae"]}
    ldif = directory(dict.fromkeys(groups["everybody"], _PASSWORD), groups)
    try:
        async with running_ldap(tmp_path, ldif) as address:
            yield address
    except LdapUnavailable as reason:
        pytest.skip(f"!!! LDAP THROUGH KEYCLOAK WAS NOT TESTED: {reason}.")


@pytest.fixture
async def connect_keycloak(keycloak, make_caller):
    async def make(caller=None, **changes):
        caller = caller or await make_caller("owner")
        body = {
            "name": "Keycloak",
            "issuer": keycloak.issuer(),
            "client_id": "charter-web",
            "client_secret": await keycloak.secret("charter-web"),
            "scopes": ["openid", "profile", "email"],
            "role_rules": RULES,
        } | changes
        answer = await caller.client.post("/v1/sign-on-connections", body)
        assert answer.status == 201, answer.body
        return caller, answer.json()["id"]

    return make


async def sign_in(app, connection, name):
    client = Client(app)
    start = await client.get(f"/v1/sign-on/{connection}/start")
    async with Browser() as browser:
        back = await browser.visit(start.headers["location"], {"username": name, "password": _PASSWORD})
    return client, await client.get(path_of(back))


async def role_of(client):
    answer = await client.get("/v1/session")
    return answer.json()["roles"] if answer.status == 200 else None


async def test_roles_and_teams_follow_keycloak_and_a_lost_role_ends_the_access(app, keycloak, connect_keycloak, owner):
    team = (await owner.client.post("/v1/teams", {"name": "Support"})).json()["id"]
    rules = [{"claim": "groups", "value": "/support", "team_id": team}]
    caller, connection = await connect_keycloak(owner, team_rules=rules)
    user = await keycloak.make_user("ada", groups=["/support"])
    await keycloak.set_role(user, "charter-builder", held=True)
    client, answer = await sign_in(app, connection, "ada")
    assert answer.status == 303, answer.body
    session = (await client.get("/v1/session")).json()
    assert (session["roles"], session["principal"]["label"]) == (["builder"], "ada@example.org")
    assert (await caller.client.get(f"/v1/teams/{team}")).json()["members"] == [session["principal"]["id"]]
    await keycloak.set_role(user, "charter-builder", held=False)
    _, refused = await sign_in(app, connection, "ada")
    assert (refused.status, refused.code) == (403, "identity.sign-on-not-mapped")
    assert await role_of(client) is None
    assert (await caller.client.get(f"/v1/teams/{team}")).json()["members"] == []


async def test_a_service_account_uses_the_api_and_nobody_elses_tokens_do(app, keycloak, connect_keycloak):
    await connect_keycloak(audience="charter-api", allowed_azp=["charter-robot"])
    token = await keycloak.bearer("charter-robot", await keycloak.secret("charter-robot"))
    robot = Client(app, headers={"authorization": f"Bearer {token}"})
    assert await role_of(robot) == ["operator"]
    head, body, signature = token.split(".")
    forged = Client(app, headers={"authorization": f"Bearer {head}.{body}.{signature[:-6]}AAAAAA"})
    assert (await forged.get("/v1/session")).code == "identity.unauthenticated"
    # The administration's own tokens come from another realm.
    form = {"grant_type": "password", "client_id": "admin-cli", "username": "admin", "password": _PASSWORD}
    address = f"{keycloak.issuer('master')}/protocol/openid-connect/token"
    async with keycloak.http.post(address, data=form) as answer:
        other = (await answer.json())["access_token"]
    stranger = Client(app, headers={"authorization": f"Bearer {other}"})
    assert (await stranger.get("/v1/session")).code == "identity.unauthenticated"


async def test_keys_that_keycloak_rotates_are_found(app, keycloak, connect_keycloak, services, monkeypatch):
    monkeypatch.setattr(services.sign_on.keys, "_sets", OrderedDict())  # of a later time: not for other tests
    _, connection = await connect_keycloak()
    user = await keycloak.make_user("grace")
    await keycloak.set_role(user, "charter-admin", held=True)
    assert (await sign_in(app, connection, "grace"))[1].status == 303
    keys = services.sign_on.keys
    known = set(keys._sets[f"{keycloak.issuer()}/protocol/openid-connect/certs"].keys)
    realm = await keycloak.admin("GET", "/charter")
    component = {
        "name": "newer", "providerId": "rsa-generated", "providerType": "org.keycloak.keys.KeyProvider",
        "parentId": realm["id"], "config": {"priority": ["200"], "keySize": ["2048"], "algorithm": ["RS256"]},
    }  # fmt: skip
    await keycloak.admin("POST", "/charter/components", component)
    now = keys._seconds()
    monkeypatch.setattr(keys, "_seconds", lambda: now + 31)  # the pause between two looks is over
    client, answer = await sign_in(app, connection, "grace")
    assert answer.status == 303, answer.body
    assert await role_of(client) == ["admin"]
    assert set(keys._sets[f"{keycloak.issuer()}/protocol/openid-connect/certs"].keys) > known


async def test_signing_out_in_keycloak_ends_the_session_here(app, keycloak, connect_keycloak, logout_tokens):
    _, connection = await connect_keycloak()
    user = await keycloak.make_user("linus")
    await keycloak.set_role(user, "charter-builder", held=True)
    client, _ = await sign_in(app, connection, "linus")
    assert await role_of(client) == ["builder"]
    await keycloak.admin("POST", f"/charter/users/{user}/logout")
    token = await asyncio.wait_for(logout_tokens[0].get(), 20)
    headers = {"content-type": "application/x-www-form-urlencoded"}
    body = urlencode({"logout_token": token}).encode()
    said = await Client(app).post("/v1/sign-on/back-channel-logout", body, headers=headers)
    assert said.status == 200, said.body
    assert await role_of(client) is None
    again = await Client(app).post("/v1/sign-on/back-channel-logout", body, headers=headers)
    assert again.code == "identity.logout-token-refused"


async def test_signing_out_here_signs_out_of_keycloak(app, keycloak, connect_keycloak, logout_tokens):
    _, connection = await connect_keycloak()
    user = await keycloak.make_user("barbara")
    await keycloak.set_role(user, "charter-builder", held=True)
    client = Client(app)
    start = await client.get(f"/v1/sign-on/{connection}/start")
    async with Browser() as browser:
        back = await browser.visit(start.headers["location"], {"username": "barbara", "password": _PASSWORD})
        assert (await client.get(path_of(back))).status == 303
        csrf = (await client.get("/v1/session")).json()["csrf_token"]
        signed_out = await client.post("/v1/sign-on/sign-out", headers={"x-csrf-token": csrf})
        end = signed_out.json()["redirect_to"]
        assert await browser.visit(end, {}, until="http://127.0.0.1:8700/") == "http://127.0.0.1:8700/"
    await asyncio.wait_for(logout_tokens[0].get(), 20)
    assert await keycloak.admin("GET", f"/charter/users/{user}/sessions") == []


@pytest.mark.parametrize("scope", ["organization:*", "organization-with-id:*", "organization", "organization-with-id"])
async def test_organizations_bind_in_both_forms(app, keycloak, connect_keycloak, scope):
    name = re.sub("[^a-z]", "", scope) + ("all" if "*" in scope else "")
    inside, outside = await keycloak.make_user(f"in-{name}"), await keycloak.make_user(f"out-{name}")
    for user in (inside, outside):
        await keycloak.set_role(user, "charter-builder", held=True)
    organization = await keycloak.make_organization(f"acme-{name}", [inside])
    await keycloak.make_organization(f"globex-{name}", [outside])
    binding = {"alias": f"acme-{name}"} | ({"id": organization} if "with-id" in scope else {})
    _, connection = await connect_keycloak(scopes=["openid", "profile", "email", scope], organization=binding)
    assert (await sign_in(app, connection, f"in-{name}"))[1].status == 303
    assert (await sign_in(app, connection, f"out-{name}"))[1].code == "identity.sign-on-not-mapped"


async def test_a_saml_provider_comes_in_through_keycloak_as_broker(app, keycloak, connect_keycloak):
    """A second realm speaks SAML 2.0 only; the first one is its service provider and OpenID provider to Charter."""
    await keycloak.admin("POST", "", {"realm": "company", "enabled": True, "organizationsEnabled": False})
    await keycloak.make_user("alan", realm="company")
    broker = f"{keycloak.issuer()}/broker/company/endpoint"
    service_provider = {
        "clientId": keycloak.issuer(), "protocol": "saml", "enabled": True, "redirectUris": [broker],
        "attributes": {
            "saml.assertion.signature": "true", "saml.server.signature": "true", "saml.client.signature": "false",
            "saml_name_id_format": "username", "saml.authnstatement": "true", "saml_force_name_id_format": "true",
            "saml_assertion_consumer_url_post": broker,
        },
        "protocolMappers": [
            {
                "name": name, "protocol": "saml", "protocolMapper": "saml-user-property-mapper",
                "config": {"user.attribute": name, "attribute.name": name, "attribute.nameformat": "Basic"},
            }
            for name in ("email", "firstName", "lastName")
        ],
    }  # fmt: skip
    await keycloak.admin("POST", "/company/clients", service_provider)
    async with keycloak.http.get(f"{keycloak.issuer('company')}/protocol/saml/descriptor") as answer:
        certificate = re.search(r"X509Certificate>([^<]+)<", await answer.text())
    assert certificate is not None
    provider = {
        "alias": "company", "providerId": "saml", "enabled": True, "trustEmail": True,
        "firstBrokerLoginFlowAlias": "first broker login",
        "config": {
            "singleSignOnServiceUrl": f"{keycloak.issuer('company')}/protocol/saml",
            "idpEntityId": keycloak.issuer("company"), "entityId": keycloak.issuer(),
            "nameIDPolicyFormat": "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
            "validateSignature": "true", "wantAssertionsSigned": "true", "wantAuthnRequestsSigned": "false",
            "signingCertificate": certificate[1], "postBindingResponse": "true", "postBindingAuthnRequest": "true",
            "principalType": "SUBJECT", "syncMode": "FORCE",
        },
    }  # fmt: skip
    await keycloak.admin("POST", "/charter/identity-provider/instances", provider)
    for name in ("email", "firstName", "lastName"):
        mapper = {
            "name": name, "identityProviderAlias": "company",
            "identityProviderMapper": "saml-user-attribute-idp-mapper",
            "config": {"syncMode": "FORCE", "attribute.name": name, "user.attribute": name},
        }  # fmt: skip
        await keycloak.admin("POST", "/charter/identity-provider/instances/company/mappers", mapper)
    role = {
        "name": "role", "identityProviderAlias": "company", "identityProviderMapper": "oidc-hardcoded-role-idp-mapper",
        "config": {"syncMode": "FORCE", "role": "charter-builder"},
    }  # fmt: skip
    await keycloak.admin("POST", "/charter/identity-provider/instances/company/mappers", role)
    _, connection = await connect_keycloak()
    client = Client(app)
    start = await client.get(f"/v1/sign-on/{connection}/start")
    async with Browser() as browser:
        login = start.headers["location"] + "&" + urlencode({"kc_idp_hint": "company"})
        back = await browser.visit(login, {"username": "alan", "password": _PASSWORD})
    answer = await client.get(path_of(back))
    assert answer.status == 303, answer.body
    session = (await client.get("/v1/session")).json()
    assert (session["roles"], session["principal"]["label"]) == (["builder"], "alan@example.org")


async def test_people_of_an_ldap_directory_come_in_through_keycloak(app, keycloak, connect_keycloak, owner, ldap):
    """They exist in LDAP only; Keycloak asks the directory for password and groups, Charter maps the groups."""
    team = (await owner.client.post("/v1/teams", {"name": "Everybody"})).json()["id"]
    await keycloak.federate_ldap(ldap)
    _, connection = await connect_keycloak(
        owner,
        role_rules=[{"claim": "groups", "value": "/charter-builders", "role": "builder"}],
        team_rules=[{"claim": "groups", "value": "/everybody", "team_id": team}],
    )
    client, answer = await sign_in(app, connection, "tim")
    assert answer.status == 303, answer.body
    session = (await client.get("/v1/session")).json()
    assert (session["roles"], session["principal"]["label"]) == (["builder"], "tim@example.org")
    assert (await owner.client.get(f"/v1/teams/{team}")).json()["members"] == [session["principal"]["id"]]
    _, refused = await sign_in(app, connection, "mae")
    assert (refused.status, refused.code) == (403, "identity.sign-on-not-mapped")
    known = await keycloak.admin("GET", "/charter/users?username=tim")
    assert known[0]["federationLink"], "tim is Keycloak's own and not of the directory"
