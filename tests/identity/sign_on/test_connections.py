"""Connections to providers: every endpoint's good case, who may not, another tenant's, and each refusal."""

from __future__ import annotations

import pytest

from charter.core.ids import format_id, new_id
from tests.agents.factories import without_request
from tests.identity.sign_on.conftest import api_audience, connection_body
from tests.identity.sign_on.oidc_provider import running_provider

# method, path, body, good status, roles that may not
TABLE = [
    ("GET", "/v1/sign-on-connections", None, 200, ["caller", "builder", "operator"]),
    ("POST", "/v1/sign-on-connections", "body", 201, ["caller", "builder", "operator", "auditor"]),
    ("GET", "/v1/sign-on-connections/{connection}", None, 200, ["caller", "builder"]),
    ("PATCH", "/v1/sign-on-connections/{connection}", {"name": "Renamed"}, 200, ["caller", "builder", "auditor"]),
    ("POST", "/v1/sign-on-connections/{connection}/check", None, 200, ["caller", "builder", "auditor"]),
    ("POST", "/v1/sign-on-connections/{connection}/scim-token", None, 201, ["caller", "builder", "auditor"]),
    ("DELETE", "/v1/sign-on-connections/{connection}/scim-token", None, 204, ["caller", "builder", "auditor"]),
    ("DELETE", "/v1/sign-on-connections/{connection}", None, 204, ["caller", "builder", "auditor"]),
]


@pytest.mark.parametrize(("method", "path", "body", "good", "forbidden"), TABLE)
async def test_an_endpoint_of_connections(
    connect, stranger, anonymous, make_caller, provider, method, path, body, good, forbidden
):
    sso = await connect()
    body = connection_body(provider) if body == "body" else body
    target = path.format(connection=sso.connection["id"])
    before = (await sso.owner.client.get("/v1/sign-on-connections")).json()
    for role in forbidden:
        answer = await (await make_caller(role, sso.owner.tenant_id)).client.request(method, target, body)
        assert (answer.status, answer.code) == (403, "access.forbidden")
    assert (await anonymous.request(method, target, body)).code == "identity.unauthenticated"
    if target != path:
        nothing = path.format(connection=format_id("connection", new_id()))
        theirs = await stranger.client.request(method, target, body)
        nobodys = await stranger.client.request(method, nothing, body)
        assert (theirs.status, theirs.code) == (404, "identity.sign-on-connection-not-found")
        assert without_request(theirs.json()) == without_request(nobodys.json())
    assert (await sso.owner.client.get("/v1/sign-on-connections")).json() == before
    answer = await sso.owner.client.request(method, target, body)
    assert answer.status == good, answer.body


async def test_every_endpoint_is_in_the_table(app):
    declared = {
        (method.upper(), path.replace("connection_id", "connection"))
        for path, operations in app.openapi()["paths"].items()
        for method in operations
        if path.startswith("/v1/sign-on-connections")
    }
    assert declared == {(method, path) for method, path, *_ in TABLE}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"issuer": "https://user:password@login.example.org"}, "/issuer"),
        ({"issuer": "http://login.example.org"}, "/issuer"),
        ({"issuer": "javascript:alert(1)"}, "/issuer"),
        ({"issuer": "http://127.0.0.1:9"}, "/issuer"),
        ({"issuer": "http://169.254.169.254/latest"}, "/issuer"),
        ({"algorithms": ["none"]}, "/algorithms/0"),
        ({"algorithms": ["HS256"]}, "/algorithms/0"),
        ({"algorithms": ["ES512"]}, "/algorithms"),
        ({"audience": "charter-web"}, ""),
        ({"role_rules": [{"claim": "groups", "value": "x", "role": "king"}]}, "/role_rules/0/role"),
        ({"role_rules": [{"claim": "", "value": "x", "role": "admin"}]}, "/role_rules/0/claim"),
        ({"login_domains": ["not a domain"]}, "/login_domains/0"),
        ({"tenant_id": "x"}, "/tenant_id"),
        ({"sealed_secret": "x"}, "/sealed_secret"),
    ],
)
async def test_bad_input_names_its_field_and_changes_nothing(owner, provider, change, where):
    body = connection_body(provider, **change)
    answer = await owner.client.post("/v1/sign-on-connections", body)
    assert answer.status == 422, answer.body
    assert where in {field["path"] for field in answer.json()["errors"]}
    assert body["client_secret"].encode() not in answer.body
    assert (await owner.client.get("/v1/sign-on-connections")).json()["items"] == []


async def test_a_provider_that_calls_itself_otherwise_is_not_stored(owner, provider):
    body = connection_body(provider, issuer=provider.issuer + "/")
    answer = await owner.client.post("/v1/sign-on-connections", body)
    assert (answer.status, answer.code) == (422, "identity.provider-unusable")


async def test_a_name_is_taken_once_in_a_tenant(connect, stranger, provider):
    sso = await connect()
    body = connection_body(provider, name=sso.connection["name"])
    answer = await sso.owner.client.post("/v1/sign-on-connections", body)
    assert (answer.status, answer.code) == (409, "identity.sign-on-connection-exists")
    assert (await stranger.client.post("/v1/sign-on-connections", body)).status == 201


async def test_an_audience_leads_to_one_tenant_only(connect, stranger, provider):
    audience = api_audience()
    sso = await connect(audience=audience, organization={"alias": "acme"})
    assert sso.connection["allowed_azp"] == ["charter-web"]
    same = connection_body(provider, audience=audience, organization={"alias": "acme"})
    answer = await stranger.client.post("/v1/sign-on-connections", same)
    assert (answer.status, answer.code) == (409, "identity.audience-taken")
    other = connection_body(provider, audience=audience, organization={"alias": "globex"})
    assert (await stranger.client.post("/v1/sign-on-connections", other)).status == 201


async def test_a_new_issuer_clears_the_secret_and_ends_the_sessions(connect, provider):
    sso = await connect()
    path = f"/v1/sign-on-connections/{sso.connection['id']}"
    client, _ = await sso.sign_in(await sso.person("builders"))
    renamed = (await sso.owner.client.patch(path, {"name": sso.connection["name"] + " II"})).json()
    assert renamed["has_secret"] is True
    assert await sso.role_of(client) == "builder"
    failed = await sso.owner.client.patch(path, {"issuer": "http://127.0.0.1:9"})
    assert (failed.status, failed.code) == (422, "identity.provider-unusable")
    async with running_provider() as other:
        moved = (await sso.owner.client.patch(path, {"issuer": other.issuer})).json()
        assert (moved["issuer"], moved["has_secret"]) == (other.issuer, False)
        assert await sso.role_of(client) is None


async def test_nobody_gives_or_steers_a_role_above_their_own(connect, make_caller, provider):
    rules = [{"claim": "groups", "value": "bosses", "role": "owner"}]
    sso = await connect(role_rules=rules)
    admin = await make_caller("admin", sso.owner.tenant_id)
    path = f"/v1/sign-on-connections/{sso.connection['id']}"
    answers = [
        await admin.client.post("/v1/sign-on-connections", connection_body(provider, role_rules=rules)),
        await admin.client.patch(path, {"issuer": provider.issuer, "client_id": "mine"}),
        await admin.client.post(f"{path}/scim-token"),
        await admin.client.delete(path),
    ]
    assert {(one.status, one.code) for one in answers} == {(403, "access.role-too-high")}


async def test_deleting_a_connection_ends_the_memberships_it_gave(connect):
    sso = await connect()
    client, _ = await sso.sign_in(await sso.person("builders"))
    await sso.owner.client.delete(f"/v1/sign-on-connections/{sso.connection['id']}")
    assert await sso.role_of(client) is None
    assert (await sso.owner.client.get("/v1/members")).json()["items"] == []


async def test_the_only_owner_stays_one_by_name_when_the_provider_lets_go(connect):
    rules = [{"claim": "groups", "value": "bosses", "role": "owner"}]
    sso = await connect(role_rules=rules)
    subject = await sso.person("bosses")
    client, _ = await sso.sign_in(subject)
    await sso.provider.know(subject, groups=[])
    assert (await sso.sign_in(subject))[1].status == 403
    assert await sso.role_of(client) is None
    assert [one["role"] for one in (await sso.owner.client.get("/v1/members")).json()["items"]] == ["owner"]


async def test_a_rule_for_a_team_needs_the_team_and_the_right_to_give_it(
    connect, owner, stranger, make_caller, provider
):
    team = (await owner.client.post("/v1/teams", {"name": "Red"})).json()["id"]
    rules = [{"claim": "groups", "value": "red", "team_id": team}]
    theirs = await stranger.client.post("/v1/sign-on-connections", connection_body(provider, team_rules=rules))
    assert (theirs.status, theirs.code) == (404, "access.team-not-found")
    assert (await connect(owner, team_rules=rules)).connection["team_rules"] == rules
