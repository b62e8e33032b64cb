"""Signing in through oidc-provider: the whole flow, and everything that must not pass for it."""

from __future__ import annotations

from collections import OrderedDict

import pytest
from sqlalchemy import text

from charter.core.ids import format_id, new_id
from tests.asgi_client import Client
from tests.identity.sign_on.oidc_provider import CLIENT_SECRET, query_of


async def test_a_person_signs_in_with_the_role_of_their_group(connect):
    sso = await connect()
    subject = await sso.person("builders")
    client, answer = await sso.sign_in(subject)
    assert (answer.status, answer.headers["location"]) == (303, "/agents")
    session = (await client.get("/v1/session")).json()
    assert session["roles"] == ["builder"]
    assert session["principal"]["label"] == f"{subject}@example.org"
    members = (await sso.owner.client.get("/v1/members")).json()["items"]
    assert [(one["email"], one["role"]) for one in members] == [(f"{subject}@example.org", "builder")]
    assert not [name for name in client.cookies if "sign_on" in name]


async def test_each_sign_in_recomputes_the_role_and_a_lost_one_ends_everything(connect, services):
    sso = await connect()
    subject = await sso.person("builders")
    first, _ = await sso.sign_in(subject)
    csrf = (await first.get("/v1/session")).json()["csrf_token"]
    await sso.provider.know(subject, groups=["admins"], preferred_username=subject)
    second, _ = await sso.sign_in(subject)
    assert (await sso.role_of(first), await sso.role_of(second)) == ("admin", "admin")
    body = {"name": "made by them", "role": "caller"}
    key = (await first.post("/v1/api-keys", body, headers={"x-csrf-token": csrf})).json()["key"]
    of_key = Client(sso.app, headers={"authorization": f"Bearer {key}"})
    assert (await of_key.get("/v1/session")).status == 200
    await sso.provider.know(subject, groups=[], preferred_username=subject)
    _, refused = await sso.sign_in(subject)
    assert (refused.status, refused.code) == (403, "identity.sign-on-not-mapped")
    assert [(await client.get("/v1/session")).status for client in (first, second, of_key)] == [401, 401, 401]
    assert (await sso.owner.client.get("/v1/members")).json()["items"] == []
    async with services.database.system_session(reason="read the audit entries") as db:
        query = "SELECT action FROM audit_pending WHERE tenant_id = :tenant ORDER BY id"
        actions = list(await db.scalars(text(query), {"tenant": sso.owner.tenant_id}))
    told = [action for action in actions if action.startswith(("member.", "sign_on."))]
    assert told == ["member.added", "member.role_changed", "member.removed", "sign_on.refused"]


async def test_whoever_no_rule_names_is_refused(connect):
    sso = await connect()
    client, answer = await sso.sign_in(await sso.person("strangers"))
    assert (answer.status, answer.code) == (403, "identity.sign-on-not-mapped")
    assert await sso.role_of(client) is None


async def test_the_first_rule_that_matches_decides(connect):
    sso = await connect()
    client, _ = await sso.sign_in(await sso.person("everyone", "builders"))
    assert await sso.role_of(client) == "builder"


async def test_a_claim_that_only_the_user_info_has_counts(connect, provider):
    sso = await connect()
    await provider.configure(claims_in_user_info=True)
    try:
        client, answer = await sso.sign_in(await sso.person("builders"))
    finally:
        await provider.configure(claims_in_user_info=False)
    assert answer.status == 303, answer.body
    assert await sso.role_of(client) == "builder"


@pytest.mark.parametrize("verified", [True, False, "true"])
async def test_an_account_is_never_joined_to_a_member_by_address(connect, verified):
    sso = await connect()
    member = {
        "email": f"boss-{type(verified).__name__}-{verified}@example.org".lower(),
        "password": "correct horse battery",
        "role": "admin",
    }
    assert (await sso.owner.client.post("/v1/members", member)).status == 201
    subject = await sso.person("builders", email=member["email"], email_verified=verified)
    client, answer = await sso.sign_in(subject)
    if verified is True:
        assert (answer.status, answer.code) == (409, "identity.sign-on-address-taken")
        assert await sso.role_of(client) is None
    else:  # an address that is not proven is not even a name
        session = (await client.get("/v1/session")).json()
        assert (session["principal"]["label"], session["roles"]) == (subject, ["builder"])


async def test_two_tenants_know_the_same_person_apart(connect):
    mine, theirs = await connect(), await connect()
    subject = await mine.person("builders")
    (a, _), (b, _) = await mine.sign_in(subject), await theirs.sign_in(subject)
    sessions = [(await client.get("/v1/session")).json() for client in (a, b)]
    assert sessions[0]["tenant"]["id"] != sessions[1]["tenant"]["id"]
    assert sessions[0]["principal"]["id"] != sessions[1]["principal"]["id"]


@pytest.mark.parametrize(
    ("binding", "claim", "belongs"),
    [
        ({"alias": "acme"}, ["acme", "globex"], True),
        ({"alias": "acme"}, {"acme": {"id": "1"}}, True),
        ({"alias": "acme"}, ["globex"], False),
        ({"alias": "acme"}, None, False),
        ({"alias": "acme", "id": "1"}, {"renamed": {"id": "1"}}, True),
        ({"alias": "acme", "id": "1"}, {"acme": {"id": "2"}}, False),
        ({"alias": "acme", "id": "1"}, ["acme"], False),
    ],
)
async def test_only_members_of_the_bound_organization_come_in(connect, binding, claim, belongs):
    sso = await connect(organization=binding)
    given = {} if claim is None else {"organization": claim}
    client, answer = await sso.sign_in(await sso.person("builders", **given))
    assert answer.status == (303 if belongs else 403), answer.body
    assert (await sso.role_of(client) == "builder") is belongs


async def test_the_answer_counts_in_the_browser_that_asked_and_once(connect):
    sso = await connect()
    subject = await sso.person("builders")
    client, other = Client(sso.app), Client(sso.app)
    back = await sso.callback_for(client, subject)
    state = query_of(back)["state"]
    cookies = dict(client.cookies)
    refusals = [
        await other.get(back),  # another browser
        await client.get(back.replace(state, state[:-1] + ("A" if state[-1] != "A" else "B"))),
        await client.get("/v1/sign-on/callback"),
    ]
    assert {(one.status, one.code) for one in refusals} == {(403, "identity.sign-on-refused")}
    client.cookies = cookies
    assert (await client.get(back)).status == 303
    client.cookies = cookies
    again = await client.get(back)  # the code is used up at the provider
    assert (again.status, again.code) == (403, "identity.sign-on-refused")


@pytest.mark.parametrize("change", ["code", "iss", "no code", "error"])
async def test_an_answer_that_proves_nothing_is_refused(connect, change):
    sso = await connect()
    client = Client(sso.app)
    back = await sso.callback_for(client, await sso.person("builders"))
    query = query_of(back)
    path = {
        "code": back.replace(query["code"], "A" * len(query["code"])),
        "iss": back.replace("iss=http", "iss=https"),
        "no code": f"/v1/sign-on/callback?state={query['state']}&iss={query['iss']}",
        "error": f"/v1/sign-on/callback?state={query['state']}&iss={query['iss']}&error=<script>alert(1)</script>",
    }[change]
    answer = await client.get(path)
    assert (answer.status, answer.code) == (403, "identity.sign-on-refused")
    assert b"script" not in answer.body
    assert await sso.role_of(client) is None


async def test_a_browser_learns_of_a_refusal_in_the_workbench(connect):
    sso = await connect()
    client = Client(sso.app)
    answer = await client.get("/v1/sign-on/callback?state=x", headers={"accept": "text/html,*/*"})
    assert (answer.status, answer.headers["location"]) == (303, "/?sign_on_problem=identity.sign-on-refused")


async def test_the_provider_is_asked_with_pkce_state_and_nonce_and_the_cookie_is_kept_from_scripts(connect):
    sso = await connect()
    answer = await sso.start(Client(sso.app))
    query = query_of(answer.headers["location"])
    assert query["code_challenge_method"] == "S256"
    assert len(query["state"]) == len(query["nonce"]) == len(query["code_challenge"]) == 43
    assert len({query["state"], query["nonce"], query["code_challenge"]}) == 3
    [cookie] = answer.set_cookies
    assert "httponly" in cookie.lower()
    assert "samesite=lax" in cookie.lower()
    assert query["state"] not in cookie
    assert query["nonce"] not in cookie


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example",
        "//evil.example",
        "/%5Cevil.example",
        "\\evil.example",
        "javascript:alert(1)",
        "/..//evil.example",
        "http:evil.example",
        "https://user:password@127.0.0.1/",
        "agents",
        "",
        "/%0d%0aset-cookie:x",
        "/%09/evil.example",
    ],
)
async def test_nobody_is_sent_elsewhere_after_signing_in(connect, address):
    sso = await connect()
    answer = await sso.start(Client(sso.app), address)
    assert (answer.status, answer.code) == (422, "core.input-invalid")
    assert [field["path"] for field in answer.json()["errors"]] == ["query.return_to"]


async def test_a_connection_that_is_off_or_not_there_is_no_way_in(connect):
    sso = await connect()
    path = f"/v1/sign-on-connections/{sso.connection['id']}"
    back = await sso.callback_for(client := Client(sso.app), await sso.person("builders"))
    assert (await sso.owner.client.patch(path, {"enabled": False})).status == 200
    nobodys = f"/v1/sign-on/{format_id('connection', new_id())}/start"
    answers = [await sso.start(Client(sso.app)), await client.get(back), await client.get(nobodys)]
    assert {(one.status, one.code) for one in answers} == {(404, "identity.sign-on-connection-not-found")}


async def test_a_connection_that_is_switched_off_ends_its_sessions(connect):
    sso = await connect()
    client, _ = await sso.sign_in(await sso.person("builders"))
    await sso.owner.client.patch(f"/v1/sign-on-connections/{sso.connection['id']}", {"enabled": False})
    assert await sso.role_of(client) is None


async def test_keys_rotate_and_one_made_up_key_id_is_not_one_request_each(connect, provider, services, monkeypatch):
    monkeypatch.setattr(services.sign_on.keys, "_sets", OrderedDict())  # of a later time: not for other tests
    sso = await connect()
    subject = await sso.person("builders")
    await sso.sign_in(subject)
    await provider.rotate("second")
    monkeypatch.setattr(services.sign_on.keys, "_seconds", lambda: 1e9)  # the pause since the last look is over
    _, answer = await sso.sign_in(subject)
    assert answer.status == 303, answer.body
    before = await provider.count("/jwks")
    await provider.rotate("third")
    for _ in range(3):  # the pause is not over
        _, answer = await sso.sign_in(subject)
        assert (answer.status, answer.code) == (403, "identity.sign-on-refused")
    assert await provider.count("/jwks") == before
    monkeypatch.setattr(services.sign_on.keys, "_seconds", lambda: 1e9 + 31)
    assert (await sso.sign_in(subject))[1].status == 303
    assert await provider.count("/jwks") == before + 1


async def test_the_offers_of_a_tenant_name_nobody_else(connect, anonymous):
    sso, other = await connect(login_domains=["acme.example"]), await connect()
    slugs = [(await one.owner.client.get("/v1/session")).json()["tenant"]["slug"] for one in (sso, other)]
    offers = (await anonymous.get(f"/v1/sign-on?tenant={slugs[0]}")).json()
    assert offers == {"items": [{"id": sso.connection["id"], "name": sso.connection["name"]}]}
    by_host = await anonymous.get("/v1/sign-on", headers={"host": f"{slugs[1]}.127.0.0.1"})
    assert [one["id"] for one in by_host.json()["items"]] == [other.connection["id"]]
    for path in ("/v1/sign-on", "/v1/sign-on?tenant=nobody", f"/v1/sign-on?tenant={slugs[0]}&email=a@other.example"):
        assert (await anonymous.get(path)).json() == {"items": []}
    assert (await anonymous.get(f"/v1/sign-on?tenant={slugs[0]}&email=a@ACME.example")).json() == offers


async def test_no_secret_of_a_connection_is_ever_shown(connect, services):
    sso = await connect()
    assert sso.connection["has_secret"] is True
    shown = [
        (await sso.owner.client.get(path)).body.decode()
        for path in ("/v1/sign-on-connections", f"/v1/sign-on-connections/{sso.connection['id']}")
    ]
    async with services.database.system_session(reason="look for the secret") as db:
        for table in ("sign_on_connections", "audit_pending"):
            shown += [str(tuple(row)) for row in await db.execute(text(f"SELECT * FROM {table}"))]
    assert all(CLIENT_SECRET not in each for each in shown)


async def test_teams_follow_the_rules_at_each_sign_in_and_others_stay(connect, owner):
    ids = {name: (await owner.client.post("/v1/teams", {"name": name})).json()["id"] for name in ("Red", "Blue", "Own")}
    rules = [{"claim": "groups", "value": f"/{name}", "team_id": ids[name]} for name in ("Red", "Blue")]
    sso = await connect(owner, team_rules=rules)
    subject = await sso.person("builders", "/Red")
    client, _ = await sso.sign_in(subject)
    user = (await client.get("/v1/session")).json()["principal"]["id"]
    added = await owner.client.put(f"/v1/teams/{ids['Own']}/members/{user}")
    assert added.status == 200, added.body

    async def teams_of_user():
        listed = (await owner.client.get("/v1/teams")).json()["items"]
        return {team["name"] for team in listed if user in team["members"]}

    assert await teams_of_user() == {"Red", "Own"}
    await sso.provider.know(subject, groups=["builders", "/Blue"], preferred_username=subject)
    await sso.sign_in(subject)
    assert await teams_of_user() == {"Blue", "Own"}
    await owner.client.delete(f"/v1/teams/{ids['Blue']}")
    assert (await sso.sign_in(subject))[1].status == 303
    assert await teams_of_user() == {"Own"}
