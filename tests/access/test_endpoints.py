"""Every endpoint of access: good, who may not, another tenant's, and each refusal."""

from __future__ import annotations

import functools
import itertools

import pytest

from charter.core.ids import format_id, new_id
from tests.agents.factories import without_request
from tests.conftest import Caller

_numbers = itertools.count(1)
PASSWORD = "correct horse battery"


async def made(caller: Caller, path: str, body: dict) -> dict:
    answer = await caller.client.post(path, body)
    assert answer.status == 201, answer.body
    return answer.json()


async def make_member(caller: Caller, role: str = "caller") -> dict:
    body = {"email": f"of-access{next(_numbers)}@example.org", "password": PASSWORD, "role": role}
    return await made(caller, "/v1/members", body)


async def furnish(caller: Caller) -> dict[str, str]:
    """Make one thing of each kind; returns what paths and bodies name."""
    number = next(_numbers)
    member, joined = await make_member(caller), await make_member(caller)
    role = await made(caller, "/v1/roles", {"name": f"role-{number}", "permissions": ["agents.read"]})
    used = await made(caller, "/v1/roles", {"name": f"used-{number}", "permissions": ["agents.read"]})
    team = await made(caller, "/v1/teams", {"name": f"Team {number}"})
    await caller.client.put(f"/v1/teams/{team['id']}/members/{joined['user_id']}")
    assigned = await made(caller, "/v1/role-assignments", {"subject": team["id"], "role": used["name"]})
    rule = {"subject": team["id"], "effect": "deny", "permission": "runs.create", "note": "not yet"}
    rule = await made(caller, "/v1/permission-rules", rule)
    robot = await made(caller, "/v1/service-accounts", {"name": f"robot {number}", "roles": []})
    placed = await made(caller, "/v1/service-accounts", {"name": f"placed {number}", "roles": []})
    await caller.client.put(f"/v1/teams/{team['id']}/service-accounts/{placed['id']}")
    return {
        "robot": robot["id"],
        "placed": placed["id"],
        "name": role["name"],
        "team": team["id"],
        "assignment": assigned["id"],
        "rule": rule["id"],
        "user": member["user_id"],
        "joined": joined["user_id"],
    }


# method, path, body, good status, roles that may not
TABLE = [
    ("GET", "/v1/permissions", None, 200, ["caller", "builder", "operator"]),
    ("GET", "/v1/roles", None, 200, ["caller", "builder", "operator"]),
    ("POST", "/v1/roles", {"name": "fresh", "permissions": ["runs.create"]}, 201, ["caller", "builder", "auditor"]),
    ("PATCH", "/v1/roles/{name}", {"permissions": ["runs.read"]}, 200, ["caller", "builder", "auditor"]),
    ("DELETE", "/v1/roles/{name}", None, 204, ["caller", "builder", "auditor"]),
    ("GET", "/v1/role-assignments", None, 200, ["caller", "builder"]),
    ("POST", "/v1/role-assignments", {"subject": "{user}", "role": "builder"}, 201, ["builder", "auditor"]),
    ("DELETE", "/v1/role-assignments/{assignment}", None, 204, ["caller", "builder", "auditor"]),
    ("GET", "/v1/permission-rules", None, 200, ["caller", "builder"]),
    (
        "POST",
        "/v1/permission-rules",
        {"subject": "everyone", "effect": "deny", "permission": "agents.delete"},
        201,
        ["caller", "builder", "auditor"],
    ),
    ("DELETE", "/v1/permission-rules/{rule}", None, 204, ["caller", "builder", "auditor"]),
    ("GET", "/v1/teams", None, 200, ["caller", "builder"]),
    ("POST", "/v1/teams", {"name": "New team"}, 201, ["caller", "builder", "auditor"]),
    ("GET", "/v1/teams/{team}", None, 200, ["caller", "builder"]),
    ("PATCH", "/v1/teams/{team}", {"description": "changed"}, 200, ["caller", "auditor"]),
    ("PUT", "/v1/teams/{team}/members/{user}", None, 200, ["caller", "auditor"]),
    ("DELETE", "/v1/teams/{team}/members/{joined}", None, 200, ["caller", "auditor"]),
    ("PUT", "/v1/teams/{team}/service-accounts/{robot}", None, 200, ["caller", "auditor"]),
    ("DELETE", "/v1/teams/{team}/service-accounts/{placed}", None, 200, ["caller", "auditor"]),
    ("DELETE", "/v1/teams/{team}", None, 204, ["caller", "builder", "auditor"]),
    ("GET", "/v1/access/explain?permission=agents.read&who={user}", None, 200, ["caller", "builder"]),
    ("GET", "/v1/access/who-can?permission=agents.read", None, 200, ["caller", "builder"]),
]


def filled(value, things: dict[str, str]):
    """Return a path or body with its {names} filled in."""
    if isinstance(value, str):
        return value.format(**things) if "{" in value else value
    return {key: filled(each, things) for key, each in value.items()} if isinstance(value, dict) else value


async def everything(caller: Caller) -> list:
    paths = ("/v1/roles", "/v1/role-assignments", "/v1/permission-rules", "/v1/teams")
    return [(await caller.client.get(path)).json()["items"] for path in paths]


@pytest.mark.parametrize(("method", "path", "body", "good", "forbidden"), TABLE)
async def test_an_endpoint_of_access(owner, stranger, anonymous, make_caller, method, path, body, good, forbidden):
    things = await furnish(owner)
    target, sent = filled(path, things), filled(body, things)
    before = await everything(owner)
    for role in forbidden:
        answer = await (await make_caller(role, owner.tenant_id)).client.request(method, target, sent)
        assert (answer.status, answer.code) == (403, "access.forbidden"), role
    out = await anonymous.request(method, target, sent)
    assert (out.status, out.code) == (401, "identity.unauthenticated")
    if "{" in path:
        nobodys = filled(path, dict.fromkeys(things, format_id("user", new_id())) | absent())
        theirs = await stranger.client.request(method, target, sent)
        nothing = await stranger.client.request(method, nobodys, sent)
        assert (theirs.status, nothing.status) == (404, 404)
        one, other = without_request(theirs.json()), without_request(nothing.json())
        one.pop("detail"), other.pop("detail")  # it names what was asked for
        assert one == other
    assert await everything(owner) == before
    answer = await owner.client.request(method, target, sent)
    assert answer.status == good, answer.body
    assert (await everything(owner) == before) == (method == "GET")


def absent() -> dict[str, str]:
    return {
        "name": "absent",
        "team": format_id("team", new_id()),
        "robot": format_id("service", new_id()),
        "placed": format_id("service", new_id()),
        "assignment": format_id("assignment", new_id()),
        "rule": format_id("rule", new_id()),
    }


async def test_every_endpoint_is_in_the_table(app):
    prefixes = ("/v1/permissions", "/v1/roles", "/v1/role-a", "/v1/permission-rules", "/v1/teams", "/v1/access")
    names = {"team_id": "team", "user_id": "user", "assignment_id": "assignment", "rule_id": "rule"}
    names["service_account_id"] = "robot"
    declared = set()
    for path, operations in app.openapi()["paths"].items():
        if path.startswith(prefixes):
            short = functools.reduce(lambda text, name: text.replace(name, names[name]), names, path)
            declared |= {(method.upper(), short) for method in operations}
    listed = {
        (method, path.partition("?")[0].replace("joined", "user").replace("placed", "robot"))
        for method, path, *_ in TABLE
    }
    assert declared == listed


@pytest.mark.parametrize(
    ("path", "body", "status", "code", "where"),
    [
        ("/v1/roles", {"name": "Not a name", "permissions": []}, 422, "core.input-invalid", "/name"),
        ("/v1/roles", {"name": "x", "permissions": ["agents.fly"]}, 422, "core.input-invalid", "/permissions/0"),
        ("/v1/roles", {"name": "owner", "permissions": []}, 409, "access.role-name-taken", "/name"),
        ("/v1/roles", {"name": "x", "permissions": ["tenants.write"]}, 403, "access.role-too-high", None),
        ("/v1/roles", {"name": "x", "permissions": [], "tenant_id": "y"}, 422, "core.input-invalid", "/tenant_id"),
        ("/v1/role-assignments", {"subject": "everyone", "role": "caller"}, 422, "core.input-invalid", "/subject"),
        ("/v1/role-assignments", {"subject": "role:owner", "role": "caller"}, 422, "core.input-invalid", "/subject"),
        ("/v1/role-assignments", {"subject": "{team}", "role": "absent"}, 404, "access.role-not-found", None),
        (
            "/v1/role-assignments",
            {"subject": "{team}", "role": "platform-operator"},
            403,
            "access.role-too-high",
            None,
        ),
        ("/v1/permission-rules", {"subject": "x"}, 422, "core.input-invalid", "/subject"),
        (
            "/v1/permission-rules",
            {"subject": "everyone", "effect": "deny", "permission": "roles.*"},
            422,
            "core.input-invalid",
            "/permission",
        ),
        (
            "/v1/permission-rules",
            {"subject": "{team}", "effect": "deny", "permission": "runs.create", "note": "again"},
            409,
            "access.rule-exists",
            None,
        ),
        (
            "/v1/permission-rules",
            {
                "subject": "everyone",
                "effect": "allow",
                "permission": "models.read",
                "agent_id": "agent_01h455vb4pex5vsknk084sn02q",
            },
            422,
            "core.input-invalid",
            "/permission",
        ),
        (
            "/v1/permission-rules",
            {
                "subject": "everyone",
                "effect": "allow",
                "permission": "agents.read",
                "agent_id": "agent_01h455vb4pex5vsknk084sn02q",
            },
            404,
            "access.subject-not-found",
            None,
        ),
        (
            "/v1/permission-rules",
            {"subject": "role:absent", "effect": "allow", "permission": "agents.read"},
            404,
            "access.role-not-found",
            None,
        ),
    ],
)
async def test_bad_input_is_refused_and_changes_nothing(owner, path, body, status, code, where):
    things = await furnish(owner)
    before = await everything(owner)
    answer = await owner.client.post(path, filled(body, things))
    assert (answer.status, answer.code) == (status, code), answer.body
    if where is not None:
        assert where in [field["path"] for field in answer.json()["errors"]]
    assert await everything(owner) == before


async def test_a_role_in_use_or_built_in_cannot_be_deleted(owner):
    things = await furnish(owner)
    used = (await owner.client.get("/v1/role-assignments")).json()["items"][0]["role"]
    answers = [await owner.client.delete(f"/v1/roles/{name}") for name in (used, "owner")]
    assert [answer.code for answer in answers] == ["access.role-in-use", "access.role-built-in"]
    assert (await owner.client.patch("/v1/roles/owner", {"permissions": []})).code == "access.role-built-in"
    assert (await owner.client.delete(f"/v1/teams/{things['team']}")).status == 204
    assert (await owner.client.delete(f"/v1/roles/{used}")).status == 204
    assert (await owner.client.get("/v1/permission-rules")).json()["items"] == []


async def test_a_taken_team_name_is_refused(owner):
    one, other = [await made(owner, "/v1/teams", {"name": name}) for name in ("One", "Other")]
    assert (await owner.client.post("/v1/teams", {"name": "One"})).code == "access.team-name-taken"
    assert (await owner.client.patch(f"/v1/teams/{other['id']}", {"name": "One"})).code == "access.team-name-taken"
    assert (await owner.client.get(f"/v1/teams/{one['id']}")).json()["name"] == "One"


async def test_nobody_lifts_a_denial_of_themselves_but_an_owner(owner, make_caller):
    admin = await make_caller("admin", owner.tenant_id)
    rule = {"subject": "everyone", "effect": "deny", "permission": "agents.delete"}
    rule = await made(owner, "/v1/permission-rules", rule)
    refused = await admin.client.delete(f"/v1/permission-rules/{rule['id']}")
    assert (refused.status, refused.code) == (403, "access.role-too-high")
    assert (await owner.client.delete(f"/v1/permission-rules/{rule['id']}")).status == 204


async def test_the_explanation_names_roles_rules_and_the_maker_of_a_key(owner, app):
    member = await make_member(owner, "guest")
    team = await made(owner, "/v1/teams", {"name": "Support"})
    await owner.client.put(f"/v1/teams/{team['id']}/members/{member['user_id']}")
    await made(owner, "/v1/role-assignments", {"subject": team["id"], "role": "builder"})
    ask = f"/v1/access/explain?permission=agents.write&who={member['user_id']}"
    told = (await owner.client.get(ask)).json()
    assert (told["allowed"], [reason["text"] for reason in told["reasons"]]) == (
        True,
        ["The role builder gives agents.write."],
    )
    rule = {"subject": team["id"], "effect": "deny", "permission": "agents.*"}
    rule = await made(owner, "/v1/permission-rules", rule)
    told = (await owner.client.get(ask)).json()
    assert (told["allowed"], told["reasons"][0]["rule_id"]) == (False, rule["id"])
    assert "the team Support denies agents.*" in told["reasons"][0]["text"]
    able = (await owner.client.get("/v1/access/who-can?permission=agents.write")).json()["items"]
    assert [each["label"] for each in able] == ["owner key"]
    nothing = (await owner.client.get(f"/v1/access/explain?permission=audit.read&who={member['user_id']}")).json()
    assert (nothing["allowed"], nothing["reasons"][0]["effect"]) == (False, "deny")
    own = (await owner.client.get("/v1/access/explain?permission=agents.write")).json()
    assert own["allowed"]
    bad = await owner.client.get("/v1/access/explain?permission=agents.write&who=team_x")
    assert (bad.status, bad.json()["errors"][0]["path"]) == (422, "query.who")
