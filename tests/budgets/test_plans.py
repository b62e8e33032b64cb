"""Plans: their endpoints, and what they mean for the tenants that have them."""

from __future__ import annotations

import itertools

import pytest

from charter.core.ids import format_id, new_id
from tests.agents.factories import without_request
from tests.budgets.test_endpoints import make_budget
from tests.budgets.test_enforcement import run
from tests.tenants.conftest import operator

__all__ = ["operator"]

_names = itertools.count(1)
RUNS_A_DAY = {"metric": "runs", "period": "day", "limit": 2}


async def make_plan(operator, *limits, **more) -> dict:
    body = {"name": f"Plan {next(_names)}", "limits": list(limits) or [RUNS_A_DAY]}
    answer = await operator.client.post("/v1/plans", body | more)
    assert answer.status == 201, answer.body
    return answer.json()


def place(caller) -> str:
    return f"/v1/tenants/{format_id('tenant', caller.tenant_id)}/plan"


async def give(operator, caller, plan: dict | None) -> dict:
    answer = await operator.client.put(place(caller), {"plan_id": plan and plan["id"]})
    assert answer.status == 200, answer.body
    return answer.json()


async def budgets_of(caller) -> list[dict]:
    return (await caller.client.get("/v1/budgets")).json()["items"]


TABLE = [
    ("GET", "/v1/plans", None, 200),
    ("POST", "/v1/plans", {"name": "Fresh", "limits": [RUNS_A_DAY]}, 201),
    ("GET", "/v1/plans/{plan}", None, 200),
    ("PATCH", "/v1/plans/{plan}", {"description": "Now described", "limits": []}, 200),
    ("POST", "/v1/plans/{plan}/retire", None, 200),
    ("PUT", "/v1/tenants/{tenant}/plan", {"plan_id": None}, 200),
]


@pytest.mark.parametrize(("method", "path", "body", "good"), TABLE)
async def test_an_endpoint_of_plans(operator, owner, stranger, anonymous, make_caller, method, path, body, good):
    plan = await make_plan(operator)
    ids = {"plan": plan["id"], "tenant": format_id("tenant", stranger.tenant_id)}
    target = path.format(**ids)
    for role in ("owner", "admin", "operator", "auditor", "caller"):
        answer = await (await make_caller(role, owner.tenant_id)).client.request(method, target, body)
        assert (answer.status, answer.code) == (403, "access.forbidden"), role
    assert (await anonymous.request(method, target, body)).status == 401
    assert (await operator.client.get(f"/v1/plans/{plan['id']}")).json() == plan
    if target != path:
        nobodys = {"plan": format_id("plan", new_id()), "tenant": format_id("tenant", new_id())}
        answer = await operator.client.request(method, path.format(**nobodys), body)
        assert (answer.status, answer.code.endswith("not-found")) == (404, True)
    answer = await operator.client.request(method, target, body)
    assert answer.status == good, answer.body


async def test_every_endpoint_is_in_the_table(app):
    declared = {
        (method.upper(), path.replace("_id", ""))
        for path, operations in app.openapi()["paths"].items()
        for method in operations
        if path.startswith("/v1/plans") or path.endswith("/plan")
    }
    assert declared == {(method, path) for method, path, *_ in TABLE}


@pytest.mark.parametrize(
    ("body", "status", "code", "where"),
    [
        ({"limits": [RUNS_A_DAY, RUNS_A_DAY]}, 422, "core.input-invalid", "/limits"),
        ({"limits": [RUNS_A_DAY | {"limit": -1}]}, 422, "core.input-invalid", "/limits/0/limit"),
        ({"limits": [RUNS_A_DAY | {"metric": "joy"}]}, 422, "core.input-invalid", "/limits/0/metric"),
        ({"limits": [RUNS_A_DAY | {"metric": "agents"}]}, 422, "core.input-invalid", "/limits"),
        ({"limits": [RUNS_A_DAY | {"scope": "tenant"}]}, 422, "core.input-invalid", "/limits/0/scope"),
        ({"tenants": 5}, 422, "core.input-invalid", "/tenants"),
        ({"name": "taken"}, 409, "budgets.plan-name-taken", "/name"),
    ],
)
async def test_bad_input_is_refused(operator, body, status, code, where):
    if body.get("name") == "taken":
        await operator.client.post("/v1/plans", {"name": "taken", "limits": []})
    answer = await operator.client.post("/v1/plans", {"name": f"Plan {next(_names)}", "limits": []} | body)
    assert (answer.status, answer.code) == (status, code), answer.body
    assert where in [field["path"] for field in answer.json()["errors"]]
    if status == 409:
        other = await make_plan(operator)
        assert (await operator.client.patch(f"/v1/plans/{other['id']}", {"name": "taken"})).code == code


async def test_a_tenant_sees_its_plans_limits_and_cannot_touch_them(operator, owner, stranger):
    plan = await make_plan(operator, RUNS_A_DAY, {"metric": "agents", "period": "total", "limit": 3})
    assert (await give(operator, owner, plan))["plan_id"] == plan["id"]
    shown = await budgets_of(owner)
    assert [(it["metric"], it["limit"], it["from_plan"], it["scope"]) for it in shown] == [
        ("runs", 2, True, "tenant"),
        ("agents", 3, True, "tenant"),
    ]
    for method, body in (("PATCH", {"limit": 10**6}), ("DELETE", None)):
        answer = await owner.client.request(method, f"/v1/budgets/{shown[0]['id']}", body)
        assert (answer.status, answer.code) == (409, "budgets.of-plan")
        assert "only the operator of the installation" in answer.json()["detail"]
        hidden = await stranger.client.request(method, f"/v1/budgets/{shown[0]['id']}", body)
        assert (hidden.status, hidden.code) == (404, "budgets.not-found")
    assert await budgets_of(owner) == shown
    assert await budgets_of(stranger) == []
    own = await make_budget(owner, name=shown[0]["name"], metric="runs", period="day", limit=10**6)
    assert own["from_plan"] is False


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("PATCH", "/v1/tenant", {"plan_id": None}, "/plan_id"),
        ("PATCH", "/v1/tenant", {"quota": {"runs": 10**9}}, "/quota"),
        ("POST", "/v1/budgets", {"from_plan": True}, "/from_plan"),
        ("POST", "/v1/budgets", {"tenant_id": "x"}, "/tenant_id"),
    ],
)
async def test_mass_assignment_of_plan_or_quota_is_a_field_error(owner, method, path, body, field):
    answer = await owner.client.request(method, path, body)
    assert answer.status == 422
    assert field in [each["path"] for each in answer.json()["errors"]]


async def test_changing_a_plan_changes_its_tenants_limits_and_resets_nothing(operator, builder, owner, make_agent):
    await make_agent(builder)
    plan = await make_plan(operator)
    await give(operator, builder, plan)
    await give(operator, owner, plan)
    assert [(await run(builder)).status for _ in range(3)] == [200, 200, 429]
    changed = await operator.client.patch(f"/v1/plans/{plan['id']}", {"limits": [RUNS_A_DAY | {"limit": 3}]})
    assert (changed.json()["tenants"], changed.json()["limits"][0]["limit"]) == (2, 3)
    assert [(await run(builder)).status for _ in range(2)] == [200, 429]
    await operator.client.patch(f"/v1/plans/{plan['id']}", {"limits": [RUNS_A_DAY | {"limit": 1}]})
    refused = await run(builder)
    document = refused.json()
    assert (refused.status, document["limit"], document["used"], document["remaining"]) == (429, 1, 3, 0)
    assert len((await builder.client.get("/v1/runs")).json()["items"]) == 3, "what is there stays"
    await operator.client.patch(f"/v1/plans/{plan['id']}", {"limits": []})
    assert (await budgets_of(builder), (await run(builder)).status) == ([], 200)
    await operator.client.patch(f"/v1/plans/{plan['id']}", {"limits": [RUNS_A_DAY | {"limit": 5}]})
    assert [it["used"] for it in await budgets_of(builder)] == [4]
    assert [it["used"] for it in await budgets_of(owner)] == [0]


async def test_another_plan_goes_on_from_what_was_used(operator, builder, make_agent):
    await make_agent(builder)
    await give(operator, builder, await make_plan(operator))
    assert (await run(builder)).status == 200
    await give(operator, builder, await make_plan(operator, RUNS_A_DAY | {"limit": 1}))
    assert [(it["used"], it["limit"]) for it in await budgets_of(builder)] == [(1, 1)]
    assert (await run(builder)).status == 429
    assert (await give(operator, builder, None))["plan_id"] is None
    assert (await run(builder)).status == 200
    await give(operator, builder, await make_plan(operator, RUNS_A_DAY | {"period": "month", "limit": 9}))
    assert [it["used"] for it in await budgets_of(builder)] == [2]


async def test_a_retired_plan_is_kept_and_given_to_nobody(operator, owner, stranger):
    plan = await make_plan(operator)
    await give(operator, owner, plan)
    retired = (await operator.client.post(f"/v1/plans/{plan['id']}/retire")).json()
    assert retired["retired_at"] is not None
    answer = await operator.client.put(place(stranger), {"plan_id": plan["id"]})
    assert (answer.status, answer.code) == (409, "budgets.plan-retired")
    assert await budgets_of(stranger) == []
    await give(operator, owner, plan)
    assert len(await budgets_of(owner)) == 1


async def test_a_tenant_is_founded_with_a_plan_or_not_at_all(operator, app):
    plan = await make_plan(operator)
    founding = {"name": "Planned", "owner_email": "first@planned.example", "owner_password": "correct horse battery"}
    unknown = await operator.client.post("/v1/tenants", founding | {"plan_id": format_id("plan", new_id())})
    assert (unknown.status, unknown.code) == (404, "budgets.plan-not-found")
    await operator.client.post(f"/v1/plans/{plan['id']}/retire")
    retired = await operator.client.post("/v1/tenants", founding | {"plan_id": plan["id"]})
    assert (retired.status, retired.code) == (409, "budgets.plan-retired")
    plan = await make_plan(operator)
    made = await operator.client.post("/v1/tenants", founding | {"plan_id": plan["id"]})
    assert made.status == 201, made.body
    assert (made.json()["tenant"]["plan_id"], made.json()["tenant"]["slug"]) == (plan["id"], "planned")
    assert (await operator.client.get(f"/v1/plans/{plan['id']}")).json()["tenants"] == 1


async def test_the_tenants_log_says_what_its_plan_is_and_was(operator, owner, sequencer):
    plan = await make_plan(operator)
    await give(operator, owner, plan)
    await operator.client.patch(f"/v1/plans/{plan['id']}", {"limits": [RUNS_A_DAY | {"limit": 7}]})
    await sequencer.settle()
    entries = (await owner.client.get("/v1/audit/entries?limit=200")).json()["items"]
    changed, given = [
        next(it for it in entries if it["action"] == f"tenant.plan_{verb}") for verb in ("changed", "set")
    ]
    assert (given["before"], given["after"]["plan"]) == ({"plan": None}, plan["id"])
    limits = [changed[side]["limits"][0]["limit"] for side in ("before", "after")]
    assert limits == [2, 7]
    nothing = without_request((await operator.client.put(place(owner), {})).json())
    assert nothing["status"] == 422
