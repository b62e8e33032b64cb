"""Every endpoint of keys, members and sessions: good, who may not, another tenant's, and each refusal."""

from __future__ import annotations

import asyncio
import itertools
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from charter.core.ids import format_id, new_id
from tests.agents.factories import without_request
from tests.asgi_client import Client
from tests.conftest import Caller

_numbers = itertools.count(1)
PASSWORD = "correct horse battery"


async def make_key(caller: Caller, role: str = "caller", **more):
    answer = await caller.client.post("/v1/api-keys", {"name": f"key {next(_numbers)}", "role": role} | more)
    assert answer.status == 201, answer.body
    return answer.json()


async def make_member(caller: Caller, role: str = "caller"):
    body = {"email": f"member{next(_numbers)}@example.org", "password": PASSWORD, "role": role}
    answer = await caller.client.post("/v1/members", body)
    assert answer.status == 201, answer.body
    return answer.json()


async def everything(caller: Caller):
    """Return the keys and members of a tenant, without when keys were used."""
    keys = (await caller.client.get("/v1/api-keys?limit=200")).json()["items"]
    members = (await caller.client.get("/v1/members?limit=200")).json()["items"]
    return [{**key, "last_used_at": None} for key in keys], members


def bearer(app, key: str) -> Client:
    return Client(app, headers={"authorization": f"Bearer {key}"})


# method, path, body, good status, roles that may not
KEYS = [
    ("GET", "/v1/api-keys", None, 200, ["caller", "builder", "operator"]),
    ("POST", "/v1/api-keys", {"name": "new"}, 201, ["caller", "builder", "operator", "auditor"]),
    ("GET", "/v1/api-keys/{key}", None, 200, ["caller", "builder"]),
    ("POST", "/v1/api-keys/{key}/rotate", None, 201, ["caller", "builder", "auditor"]),
    ("DELETE", "/v1/api-keys/{key}", None, 200, ["caller", "builder", "auditor"]),
    ("GET", "/v1/members", None, 200, ["caller", "builder", "operator"]),
    (
        "POST",
        "/v1/members",
        {"email": "new@example.org", "password": PASSWORD, "role": "caller"},
        201,
        ["caller", "builder", "auditor"],
    ),
    ("PATCH", "/v1/members/{member}", {"role": "builder"}, 200, ["caller", "builder", "auditor"]),
    ("DELETE", "/v1/members/{member}", None, 204, ["caller", "builder", "auditor"]),
    ("GET", "/v1/members/{member}/sessions", None, 200, ["caller", "builder"]),
    ("DELETE", "/v1/members/{member}/sessions", None, 204, ["caller", "builder", "auditor"]),
    ("DELETE", "/v1/members/{member}/second-factor", None, 204, ["caller", "builder", "auditor"]),
    ("POST", "/v1/members/{member}/password-reset", None, 201, ["caller", "builder", "auditor"]),
]


@pytest.mark.parametrize(("method", "path", "body", "good", "forbidden"), KEYS)
async def test_an_endpoint_of_keys_and_members(
    owner, stranger, anonymous, app, make_caller, method, path, body, good, forbidden
):
    member, key = await make_member(owner), await make_key(owner)
    target = path.format(key=key["id"], member=member["id"])
    callers = [await make_caller(role, owner.tenant_id) for role in forbidden]
    before = await everything(owner)
    for caller in callers:
        answer = await caller.client.request(method, target, body)
        assert (answer.status, answer.code) == (403, "access.forbidden")
    out = await anonymous.request(method, target, body)
    assert (out.status, out.code) == (401, "identity.unauthenticated")
    if target != path:
        nothing = path.format(key=format_id("key", new_id()), member=format_id("member", new_id()))
        theirs = await stranger.client.request(method, target, body)
        nobodys = await stranger.client.request(method, nothing, body)
        assert theirs.status == 404
        assert without_request(theirs.json()) == without_request(nobodys.json())
        malformed = await owner.client.request(method, path.format(key="key_x", member="key_x"), body)
        assert (malformed.status, malformed.code) == (422, "core.input-invalid")
    assert await everything(owner) == before
    answer = await owner.client.request(method, target, body)
    assert answer.status == good, answer.body
    if method == "POST" and path == "/v1/members":
        assert (await owner.client.delete(f"/v1/members/{answer.json()['id']}")).status == 204


async def test_every_endpoint_is_in_the_table(app):
    declared = {
        (method.upper(), path.replace("key_id", "key").replace("member_id", "member"))
        for path, operations in app.openapi()["paths"].items()
        for method in operations
        if path.startswith(("/v1/api-keys", "/v1/members"))
    }
    assert declared == {(method, path) for method, path, *_ in KEYS}


async def test_a_key_works_until_it_is_revoked_and_its_secret_is_shown_once(owner, app):
    made = await make_key(owner, "builder")
    client = bearer(app, made["key"])
    session = (await client.get("/v1/session")).json()
    assert (session["roles"], session["principal"]["kind"], session["csrf_token"]) == (["builder"], "api_key", None)
    shown = await owner.client.get(f"/v1/api-keys/{made['id']}")
    assert "key" not in shown.json()
    assert made["key"].startswith(made["prefix"])
    assert made["key"].encode() not in (await owner.client.get("/v1/api-keys")).body
    for _ in range(2):
        assert (await owner.client.delete(f"/v1/api-keys/{made['id']}")).json()["revoked_at"] is not None
        assert (await client.get("/v1/session")).code == "identity.unauthenticated"


async def test_a_rotated_key_ends_and_the_new_one_works(owner, app):
    made = await make_key(owner, "auditor")
    fresh = (await owner.client.post(f"/v1/api-keys/{made['id']}/rotate")).json()
    assert (fresh["name"], fresh["role"]) == (made["name"], "auditor")
    assert (await bearer(app, made["key"]).get("/v1/session")).status == 401
    assert (await bearer(app, fresh["key"]).get("/v1/session")).status == 200


async def test_a_rotated_key_works_on_for_the_overlap_and_never_longer_than_it_would_have(
    owner, app, services, monkeypatch
):
    day = services.clock() + timedelta(days=1)
    for expires_at, hours_left in ((None, 5), (day.isoformat(), 24)):
        made = await make_key(owner, expires_at=expires_at)
        overlap = {"overlap_hours": 5 if expires_at is None else 100}
        fresh = (await owner.client.post(f"/v1/api-keys/{made['id']}/rotate", overlap)).json()
        old = (await owner.client.get(f"/v1/api-keys/{made['id']}")).json()
        left = datetime.fromisoformat(old["expires_at"]) - services.clock()
        assert timedelta(hours=hours_left - 0.1) < left <= timedelta(hours=hours_left)
        assert (fresh["expires_at"] is None) == (expires_at is None)
        for key in (made, fresh):
            assert (await bearer(app, key["key"]).get("/v1/session")).status == 200
    monkeypatch.setattr(services.authenticator, "_clock", lambda: day + timedelta(seconds=1))
    assert (await bearer(app, made["key"]).get("/v1/session")).status == 401


async def test_a_key_that_has_expired_or_was_tampered_with_is_no_key(owner, app):
    soon = (datetime.now(UTC) + timedelta(seconds=0.3)).isoformat()
    made = await make_key(owner, expires_at=soon)
    client = bearer(app, made["key"])
    assert (await client.get("/v1/session")).status == 200
    await asyncio.sleep(0.4)
    expired = await client.get("/v1/session")
    good = (await make_key(owner))["key"]
    wrong = [good[:-1] + ("A" if good[-1] != "A" else "B"), good[:-8], good + "x", "chk_live__", "", "x" * 5000]
    answers = [await bearer(app, key).get("/v1/session") for key in wrong]
    assert {(answer.status, answer.code) for answer in [expired, *answers]} == {(401, "identity.unauthenticated")}


@pytest.mark.parametrize("role", ["owner"])
async def test_nobody_gives_more_than_they_have(owner, make_caller, role):
    admin = await make_caller("admin", owner.tenant_id)
    theirs, member = await make_key(owner, role), await make_member(owner, role)
    other = await make_member(owner)
    before = await everything(owner)
    email = {"email": "up@example.org", "password": PASSWORD}
    answers = [
        await admin.client.post("/v1/api-keys", {"name": "up", "role": role}),
        await admin.client.post(f"/v1/api-keys/{theirs['id']}/rotate"),
        await admin.client.post("/v1/members", {**email, "role": role}),
        await admin.client.patch(f"/v1/members/{other['id']}", {"role": role}),
        await admin.client.patch(f"/v1/members/{member['id']}", {"role": "caller"}),
        await admin.client.delete(f"/v1/members/{member['id']}"),
    ]
    assert {(answer.status, answer.code) for answer in answers} == {(403, "access.role-too-high")}
    assert await everything(owner) == before


async def test_the_last_owner_stays(owner):
    first, second = await make_member(owner, "owner"), await make_member(owner, "owner")
    assert (await owner.client.delete(f"/v1/members/{second['id']}")).status == 204
    for answer in (
        await owner.client.delete(f"/v1/members/{first['id']}"),
        await owner.client.patch(f"/v1/members/{first['id']}", {"role": "admin"}),
    ):
        assert (answer.status, answer.code) == (409, "identity.last-owner")


async def test_two_owners_leaving_at_once_leave_one(owner):
    pair = [await make_member(owner, "owner") for _ in range(2)]
    answers = await asyncio.gather(*(owner.client.delete(f"/v1/members/{one['id']}") for one in pair))
    assert sorted(answer.status for answer in answers) == [204, 409]


async def test_a_member_signs_in_with_their_role_until_they_are_removed(owner, app):
    member = await make_member(owner, "builder")
    browser = Client(app)
    body = {"email": member["email"].upper(), "password": PASSWORD}
    session = (await browser.post("/v1/session", body)).json()
    assert (session["roles"], session["principal"]["id"]) == (["builder"], member["user_id"])
    changed = await owner.client.patch(f"/v1/members/{member['id']}", {"role": "caller"})
    assert changed.json()["role"] == "caller"
    assert (await browser.get("/v1/session")).json()["roles"] == ["caller"]
    forbidden = await browser.post(
        "/v1/agents", {"name": "x", "template": "chatbot"}, headers={"x-csrf-token": session["csrf_token"]}
    )
    assert (forbidden.status, forbidden.code) == (403, "access.forbidden")
    await owner.client.delete(f"/v1/members/{member['id']}")
    assert (await browser.get("/v1/session")).status == 401
    assert (await Client(app).post("/v1/session", body)).code == "identity.sign-in-refused"


async def test_a_browser_needs_its_csrf_token_for_what_changes_something(owner, app):
    member = await make_member(owner, "admin")
    browser = Client(app)
    token = (await browser.post("/v1/session", {"email": member["email"], "password": PASSWORD})).json()["csrf_token"]
    other = Client(app)
    others = (await other.post("/v1/session", {"email": member["email"], "password": PASSWORD})).json()["csrf_token"]
    before = await everything(owner)
    for headers in ({}, {"x-csrf-token": ""}, {"x-csrf-token": others}, {"x-csrf-token": token[:-1]}):
        answer = await browser.post("/v1/api-keys", {"name": "x"}, headers=headers)
        assert (answer.status, answer.code) == (403, "core.csrf-token-wrong")
    assert await everything(owner) == before
    assert (await browser.post("/v1/api-keys", {"name": "x"}, headers={"x-csrf-token": token})).status == 201


@pytest.mark.parametrize(
    ("path", "body", "where"),
    [
        ("/v1/api-keys", {"name": ""}, "/name"),
        ("/v1/api-keys", {"name": "x", "role": "king"}, "/role"),
        ("/v1/api-keys", {"name": "x", "role": "ownr"}, "/role"),
        ("/v1/api-keys", {"name": "x", "expires_at": "tomorrow"}, "/expires_at"),
        ("/v1/api-keys", {"name": "x", "expires_at": "2030-01-01T00:00:00"}, "/expires_at"),
        ("/v1/api-keys", {"name": "x", "scopes": []}, "/scopes"),
        ("/v1/api-keys", {"name": "x\u0000"}, ""),
        ("/v1/members", {"email": "nobody", "password": PASSWORD, "role": "caller"}, "/email"),
        ("/v1/members", {"email": "a@example.org", "password": PASSWORD}, "/role"),
        ("/v1/members", {"email": "a@example.org", "password": 3, "role": "caller"}, "/password"),
        ("/v1/members", {"email": "a@example.org", "password": "short", "role": "caller"}, "/password"),
        ("/v1/members", {"email": "a@example.org", "password": "a@example.org", "role": "caller"}, "/password"),
        ("/v1/session", {"email": "a@example.org"}, "/password"),
        ("/v1/session", {"email": "a@example.org", "password": PASSWORD, "remember": True}, "/remember"),
        ("/v1/setup", {"token": "x"}, "/email"),
    ],
)
async def test_bad_input_names_its_field_keeps_secrets_and_changes_nothing(owner, path, body, where):
    before = await everything(owner)
    answer = await owner.client.post(path, body)
    assert answer.status == 422, answer.body
    assert where in {field["path"] for field in answer.json()["errors"]}
    assert PASSWORD.encode() not in answer.body
    assert await everything(owner) == before


async def test_an_address_that_is_a_members_is_not_added_again(owner):
    member = await make_member(owner)
    before = await everything(owner)
    answer = await owner.client.post("/v1/members", {"email": member["email"], "password": PASSWORD, "role": "caller"})
    assert (answer.status, answer.code) == (409, "identity.member-exists")
    assert await everything(owner) == before


async def test_adding_a_member_tells_nothing_of_accounts_elsewhere(owner, stranger, app):
    """The answer is that of a new address, the password works, and the other account is what it was."""
    known, other = await make_member(owner, "builder"), PASSWORD + " of another tenant"
    body = {"email": known["email"], "password": other, "role": "auditor"}
    made = await stranger.client.post("/v1/members", body)
    assert made.status == 201, made.body
    fresh = await stranger.client.post("/v1/members", body | {"email": "nobody-yet@elsewhere.example.org"})
    assert made.json().keys() == fresh.json().keys()
    assert made.json()["user_id"] != known["user_id"]
    assert made.json()["user_id"] > known["user_id"]  # of this moment, as that of a new address
    slugs = [(await caller.client.get("/v1/session")).json()["tenant"]["slug"] for caller in (owner, stranger)]
    for password, role, tenant in ((PASSWORD, "builder", slugs[0]), (other, "auditor", slugs[1])):
        for hint in ({}, {"tenant": tenant}):
            session = await Client(app).post("/v1/session", {"email": known["email"], "password": password} | hint)
            assert (session.status, session.json()["roles"]) == (200, [role])
    for password, tenant in ((PASSWORD, slugs[1]), (other, slugs[0]), ("wrong altogether", None)):
        body = {"email": known["email"], "password": password} | ({"tenant": tenant} if tenant else {})
        refused = await Client(app).post("/v1/session", body)
        assert (refused.status, refused.code) == (401, "identity.sign-in-refused")
    reset = await stranger.client.post(f"/v1/members/{made.json()['id']}/password-reset")
    assert reset.status == 201, reset.body


async def test_a_key_made_under_an_idempotency_key_is_made_once_and_its_secret_kept_nowhere(owner, services):
    headers = {"idempotency-key": "make-one"}
    made = await owner.client.post("/v1/api-keys", {"name": "once"}, headers=headers)
    again = await owner.client.post("/v1/api-keys", {"name": "once"}, headers=headers)
    assert (made.status, again.status, again.code) == (201, 409, "core.idempotency-key-reused")
    assert "shown once" in again.json()["detail"]
    rotated = await owner.client.post(f"/v1/api-keys/{made.json()['id']}/rotate", headers={"idempotency-key": "rotate"})
    async with services.database.tenant_session(owner.tenant_id) as db:
        stored = str([tuple(row) for row in await db.execute(text("SELECT * FROM idempotency_records"))])
    for answer in (made, rotated):
        assert answer.json()["key"] not in stored
        assert answer.json()["key"].rpartition("_")[2] not in stored
