"""Service accounts: every endpoint, what they may, and how they stop."""

from __future__ import annotations

import asyncio
import itertools
import time

import pytest

from charter.core.ids import format_id, new_id
from charter.core.principal import PrincipalKind
from tests.agents.factories import without_request
from tests.conftest import Caller
from tests.identity.test_endpoints import PASSWORD, bearer, make_member
from tests.llm.fake_server import Reply
from tests.runs.conftest import builder, make_agent, model
from tests.sse_reader import read_events

__all__ = ["builder", "make_agent", "model"]
_numbers = itertools.count(1)
PATH = "/v1/service-accounts"


async def make_account(caller: Caller, *roles: str, **more):
    body = {"name": f"robot {next(_numbers)}", "roles": [*roles]} | more
    answer = await caller.client.post(PATH, body)
    assert answer.status == 201, answer.body
    return answer.json()


async def make_key(caller: Caller, account: dict, **more):
    answer = await caller.client.post(f"{PATH}/{account['id']}/keys", {"name": "key"} | more)
    assert answer.status == 201, answer.body
    return answer.json()


async def everything(caller: Caller):
    accounts = (await caller.client.get(PATH)).json()["items"]
    keys = [(await caller.client.get(f"{PATH}/{account['id']}/keys")).json() for account in accounts]
    return accounts, keys


# method, path, body, good status, roles that may not
TABLE = [
    ("GET", PATH, None, 200, ["caller", "builder", "operator"]),
    ("POST", PATH, {"name": "new", "roles": ["caller"]}, 201, ["caller", "builder", "auditor"]),
    ("GET", PATH + "/{account}", None, 200, ["caller", "builder"]),
    ("PATCH", PATH + "/{account}", {"name": "other", "roles": ["builder"]}, 200, ["builder", "auditor"]),
    ("POST", PATH + "/{account}/disable", None, 200, ["builder", "auditor"]),
    ("POST", PATH + "/{account}/enable", None, 200, ["builder", "auditor"]),
    ("DELETE", PATH + "/{account}", None, 204, ["builder", "auditor"]),
    ("GET", PATH + "/{account}/keys", None, 200, ["caller", "builder"]),
    ("POST", PATH + "/{account}/keys", {"name": "key"}, 201, ["builder", "auditor"]),
    ("POST", PATH + "/{account}/keys/{key}/rotate", None, 201, ["builder", "auditor"]),
    ("DELETE", PATH + "/{account}/keys/{key}", None, 200, ["builder", "auditor"]),
]


@pytest.mark.parametrize(("method", "path", "body", "good", "forbidden"), TABLE)
async def test_an_endpoint_of_service_accounts(
    owner, stranger, anonymous, make_caller, method, path, body, good, forbidden
):
    account = await make_account(owner, "caller")
    key = await make_key(owner, account)
    target = path.format(account=account["id"], key=key["id"])
    before = await everything(owner)
    for role in forbidden:
        answer = await (await make_caller(role, owner.tenant_id)).client.request(method, target, body)
        assert (answer.status, answer.code) == (403, "access.forbidden"), role
    out = await anonymous.request(method, target, body)
    assert (out.status, out.code) == (401, "identity.unauthenticated")
    if target != path:
        absent = path.format(account=format_id("service", new_id()), key=format_id("key", new_id()))
        theirs = await stranger.client.request(method, target, body)
        nobodys = await stranger.client.request(method, absent, body)
        assert (theirs.status, theirs.code) == (404, "identity.service-account-not-found")
        assert without_request(theirs.json()) == without_request(nobodys.json())
        malformed = await owner.client.request(method, path.format(account="user_x", key="user_x"), body)
        assert (malformed.status, malformed.code) == (422, "core.input-invalid")
    assert await everything(owner) == before
    answer = await owner.client.request(method, target, body)
    assert answer.status == good, answer.body
    assert b"chk_" not in answer.body or "keys" in path


async def test_every_endpoint_is_in_the_table(app):
    declared = {
        (method.upper(), path.replace("service_account_id", "account").replace("key_id", "key"))
        for path, operations in app.openapi()["paths"].items()
        for method in operations
        if path.startswith(PATH)
    }
    assert declared == {(method, path) for method, path, *_ in TABLE}


async def test_a_service_account_may_what_its_roles_say_and_is_one_in_the_log(owner, app, services, sequencer):
    role = {"name": "reader", "permissions": ["tenant.read", "agents.read"]}
    assert (await owner.client.post("/v1/roles", role)).status == 201
    account = await make_account(owner, "builder", "reader", name="  Night shift ", description="Builds")
    assert (account["name"], account["roles"], account["enabled"]) == ("Night shift", ["builder", "reader"], True)
    made = await make_key(owner, account)
    client = bearer(app, made["key"])
    session = (await client.get("/v1/session")).json()
    assert session["principal"] == {"id": account["id"], "kind": "service", "label": "Night shift"}
    assert session["roles"] == ["builder", "reader"]
    agent = await client.post("/v1/agents", {"name": "made by it", "template": "chatbot"})
    assert agent.status == 201, agent.body
    await sequencer.settle()
    entries = (await owner.client.get("/v1/audit/entries?action=agent.created")).json()["items"]
    assert entries[0]["actor"]["kind"] == "service", entries[0]
    assert (await client.post("/v1/api-keys", {"name": "of people"})).code == "access.forbidden"
    principal = await services.authenticator.authenticate(bearer=made["key"], session_token=None)
    assert (principal.kind, format_id("service", principal.id)) == (PrincipalKind.SERVICE, account["id"])


async def test_its_keys_have_scopes_rotate_with_overlap_and_end(owner, app):
    account = await make_account(owner, "builder")
    made = await make_key(owner, account, scope=["agents.read", "keys.write"])
    client = bearer(app, made["key"])
    assert (await client.get("/v1/session")).json()["permissions"] == ["agents.read"]
    path = f"{PATH}/{account['id']}/keys/{made['id']}"
    fresh = (await owner.client.post(f"{path}/rotate", {"overlap_hours": 3})).json()
    assert fresh["scope"] == made["scope"]
    for key in (made, fresh):
        assert (await bearer(app, key["key"]).get("/v1/agents")).status == 200
    for _ in range(2):
        assert (await owner.client.delete(path)).json()["revoked_at"] is not None
    assert (await client.get("/v1/agents")).code == "identity.unauthenticated"
    assert (await owner.client.post(f"{path}/rotate")).code == "identity.api-key-revoked"
    listed = (await owner.client.get(f"{PATH}/{account['id']}/keys")).json()["items"]
    assert [key["id"] for key in listed] == [fresh["id"], made["id"]]
    assert listed[0]["last_used_at"] is not None
    assert made["key"].encode() not in (await owner.client.get(f"{PATH}/{account['id']}/keys")).body
    # They are not among the keys of people, and no key of people is among them.
    assert (await owner.client.get(f"/v1/api-keys/{fresh['id']}")).code == "identity.api-key-not-found"
    assert fresh["id"] not in str((await owner.client.get("/v1/api-keys")).json())
    other = await make_account(owner)
    wrong = await owner.client.delete(f"{PATH}/{other['id']}/keys/{fresh['id']}")
    assert (wrong.status, wrong.code) == (404, "identity.api-key-not-found")


async def test_a_disabled_account_is_out_on_the_next_request_and_back_when_enabled(owner, app):
    account = await make_account(owner, "builder")
    client = bearer(app, (await make_key(owner, account))["key"])
    assert (await client.get("/v1/agents")).status == 200
    for _ in range(2):
        answer = await owner.client.post(f"{PATH}/{account['id']}/disable")
        assert (answer.status, answer.json()["enabled"]) == (200, False)
        assert (await client.get("/v1/agents")).code == "identity.unauthenticated"
    assert (await owner.client.post(f"{PATH}/{account['id']}/enable")).json()["enabled"]
    assert (await client.get("/v1/agents")).status == 200
    assert (await owner.client.delete(f"{PATH}/{account['id']}")).status == 204
    assert (await client.get("/v1/agents")).code == "identity.unauthenticated"
    assert (await owner.client.get(f"{PATH}/{account['id']}")).code == "identity.service-account-not-found"


async def test_disabling_ends_open_streams_within_a_second(builder, make_agent, model, app):
    await make_agent(builder)
    model.default = Reply(text="word " * 400, chunks=400, chunk_delay_s=0.05)
    account = await make_account(builder, "builder")
    reader = bearer(app, (await make_key(builder, account))["key"])
    reader.headers["accept"] = "text/event-stream"
    body = {"agent": "helper", "input": "long"}
    async with asyncio.timeout(15), reader.stream("POST", "/v1/runs", body) as (_, chunks):
        began, last = None, None
        async for last in read_events(chunks):
            if last.type == "message.delta" and began is None:
                await builder.client.post(f"{PATH}/{account['id']}/disable")
                began = time.monotonic()
    assert (last.type, last.data["code"]) == ("stream.refused", "identity.unauthenticated")
    assert time.monotonic() - began < 1.5  # a second, and what a busy machine adds
    run = (await builder.client.get("/v1/runs")).json()["items"][0]
    await builder.client.post(f"/v1/runs/{run['id']}/cancel")


async def test_it_outlives_who_made_it_and_counts_in_who_can(owner, app):
    member = await make_member(owner, "admin")
    browser = bearer(app, "")
    browser.headers = {}
    session = await browser.post("/v1/session", {"email": member["email"], "password": PASSWORD})
    browser.headers["x-csrf-token"] = session.json()["csrf_token"]
    made = (await browser.post(PATH, {"name": "stays", "roles": ["caller"]})).json()
    assert made["created_by"] == member["user_id"]
    key = (await browser.post(f"{PATH}/{made['id']}/keys", {"name": "k"})).json()
    assert (await owner.client.delete(f"/v1/members/{member['id']}")).status == 204
    client = bearer(app, key["key"])
    assert (await client.get("/v1/agents")).status == 200
    able = (await owner.client.get("/v1/access/who-can?permission=runs.create")).json()["items"]
    assert {"id": made["id"], "kind": "service", "label": "stays"} in able
    await owner.client.post(f"{PATH}/{made['id']}/disable")
    able = (await owner.client.get("/v1/access/who-can?permission=runs.create")).json()["items"]
    assert made["id"] not in [it["id"] for it in able]
    told = (await owner.client.get(f"/v1/access/explain?permission=runs.create&who={made['id']}")).json()
    assert not told["allowed"]
    assert "disabled" in told["reasons"][0]["text"]


async def test_it_explains_itself_within_the_scope_of_its_key(owner, app):
    account = await make_account(owner, "builder")
    client = bearer(app, (await make_key(owner, account, scope=["agents.read"]))["key"])
    told = (await client.get("/v1/access/explain?permission=agents.write")).json()
    assert not told["allowed"]
    assert "scope" in told["reasons"][0]["text"]
    asked = (await owner.client.get(f"/v1/access/explain?permission=agents.write&who={account['id']}")).json()
    assert asked["allowed"]
    nobody = format_id("service", new_id())
    answer = await owner.client.get(f"/v1/access/explain?permission=agents.write&who={nobody}")
    assert (answer.status, answer.code) == (404, "identity.principal-not-found")


async def test_rules_roles_and_teams_are_for_service_accounts_as_well(owner, stranger, app):
    account = await make_account(owner)
    client = bearer(app, (await make_key(owner, account))["key"])
    assert (await client.get("/v1/agents")).code == "access.forbidden"
    team = (await owner.client.post("/v1/teams", {"name": f"Team {account['id']}"})).json()
    assert (await owner.client.post("/v1/role-assignments", {"subject": team["id"], "role": "caller"})).status == 201
    place = f"/v1/teams/{team['id']}/service-accounts/{account['id']}"
    for _ in range(2):
        placed = await owner.client.put(place)
        assert (placed.status, placed.json()["service_accounts"]) == (200, [account["id"]])
    assert (await client.get("/v1/agents")).status == 200
    theirs = await make_account(stranger)
    foreign = await owner.client.put(f"/v1/teams/{team['id']}/service-accounts/{theirs['id']}")
    assert (foreign.status, foreign.code) == (404, "access.subject-not-found")
    rule = {"subject": account["id"], "effect": "deny", "permission": "agents.read"}
    made = await owner.client.post("/v1/permission-rules", rule)
    assert made.json()["subject"] == account["id"]
    assert (await client.get("/v1/agents")).code == "access.forbidden"
    assert (await owner.client.delete(f"/v1/permission-rules/{made.json()['id']}")).status == 204
    for _ in range(2):
        assert (await owner.client.delete(place)).json()["service_accounts"] == []
    assert (await client.get("/v1/agents")).code == "access.forbidden"
    assigned = await owner.client.post("/v1/role-assignments", {"subject": account["id"], "role": "auditor"})
    assert assigned.status == 201
    assert (await owner.client.get(f"{PATH}/{account['id']}")).json()["roles"] == ["auditor"]
    changed = await owner.client.patch(f"{PATH}/{account['id']}", {"roles": ["caller"]})
    assert changed.json()["roles"] == ["caller"]
    assert (await client.get("/v1/session")).json()["roles"] == ["caller"]


async def test_nobody_acts_through_an_account_that_may_more(owner, make_caller):
    admin = await make_caller("admin", owner.tenant_id)
    rich = await make_account(owner, "owner")
    key = await make_key(owner, rich)
    before = await everything(owner)
    path = f"{PATH}/{rich['id']}"
    answers = [
        await admin.client.post(PATH, {"name": "up", "roles": ["owner"]}),
        await admin.client.post(f"{path}/keys", {"name": "up"}),
        await admin.client.post(f"{path}/keys/{key['id']}/rotate"),
        await admin.client.delete(f"{path}/keys/{key['id']}"),
        await admin.client.patch(path, {"name": "up"}),
        await admin.client.patch(path, {"roles": []}),
        await admin.client.post(f"{path}/disable"),
        await admin.client.delete(path),
    ]
    assert {(answer.status, answer.code) for answer in answers} == {(403, "access.role-too-high")}
    assert await everything(owner) == before
    small = await make_account(owner, "caller")
    up = await admin.client.patch(f"{PATH}/{small['id']}", {"roles": ["caller", "owner"]})
    assert (up.status, up.code) == (403, "access.role-too-high")
    scoped = await admin.client.post(f"{path}/keys", {"name": "fits", "scope": ["agents.read"]})
    assert scoped.status == 201


async def test_a_scoped_key_makes_no_account_and_no_key_beyond_its_scope(owner, app):
    names = ["members.read", "members.write", "keys.write", "agents.read"]
    made = (await owner.client.post("/v1/api-keys", {"name": "scoped", "scope": names})).json()
    client = bearer(app, made["key"])
    up = await client.post(PATH, {"name": "up", "roles": ["builder"]})
    assert (up.status, up.code) == (403, "access.role-too-high")
    account = await make_account(owner, "builder")
    wide = await client.post(f"{PATH}/{account['id']}/keys", {"name": "up", "scope": ["agents.write"]})
    assert (wide.status, wide.code) == (403, "access.role-too-high")
    inherited = await client.post(f"{PATH}/{account['id']}/keys", {"name": "same"})
    assert inherited.json()["scope"] == sorted(names)


async def test_service_accounts_are_no_owners(owner):
    await make_account(owner, "owner")
    member = await make_member(owner, "owner")
    answer = await owner.client.delete(f"/v1/members/{member['id']}")
    assert (answer.status, answer.code) == (409, "identity.last-owner")


@pytest.mark.parametrize(
    ("body", "status", "code", "where"),
    [
        ({"name": "", "roles": []}, 422, "core.input-invalid", "/name"),
        ({"name": "x"}, 422, "core.input-invalid", "/roles"),
        ({"name": "x", "roles": [], "tenant_id": "t"}, 422, "core.input-invalid", "/tenant_id"),
        ({"name": "x", "roles": [], "password": PASSWORD}, 422, "core.input-invalid", "/password"),
        ({"name": "x", "roles": ["king"]}, 404, "access.role-not-found", None),
        ({"name": "taken", "roles": []}, 409, "identity.service-account-name-taken", "/name"),
    ],
)
async def test_what_an_account_cannot_be(owner, body, status, code, where):
    await make_account(owner, name="taken")
    before = await everything(owner)
    answer = await owner.client.post(PATH, body)
    assert (answer.status, answer.code) == (status, code)
    if where:
        assert where in [field["path"] for field in answer.json()["errors"]]
    other = await make_account(owner)
    if code.endswith("taken"):
        assert (await owner.client.patch(f"{PATH}/{other['id']}", {"name": "taken"})).code == code
    assert (await owner.client.delete(f"{PATH}/{other['id']}")).status == 204
    assert await everything(owner) == before


async def test_two_of_one_name_at_once_are_one(owner):
    answers = await asyncio.gather(*(owner.client.post(PATH, {"name": "one", "roles": []}) for _ in range(2)))
    assert sorted(answer.status for answer in answers) == [201, 409]
