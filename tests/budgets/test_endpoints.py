"""Every endpoint of budgets and usage: good, who may not, another tenant's, and each refusal."""

from __future__ import annotations

import itertools

import pytest

from charter.core.ids import format_id, new_id
from tests.agents.factories import without_request
from tests.conftest import Caller

_names = itertools.count(1)
BODY = {"metric": "tokens", "period": "month", "limit": 1000}


async def make_budget(caller: Caller, **more) -> dict:
    answer = await caller.client.post("/v1/budgets", BODY | {"name": f"budget {next(_names)}"} | more)
    assert answer.status == 201, answer.body
    return answer.json()


TABLE = [
    ("GET", "/v1/budgets", None, 200, ["caller", "builder"]),
    ("POST", "/v1/budgets", BODY | {"name": "new"}, 201, ["caller", "builder", "operator", "auditor"]),
    ("GET", "/v1/budgets/{budget}", None, 200, ["caller", "builder"]),
    ("PATCH", "/v1/budgets/{budget}", {"limit": 5, "warn_percent": None}, 200, ["caller", "operator", "auditor"]),
    ("DELETE", "/v1/budgets/{budget}", None, 204, ["caller", "operator", "auditor"]),
    ("GET", "/v1/usage?by=agent", None, 200, ["caller", "guest"]),
]


@pytest.mark.parametrize(("method", "path", "body", "good", "forbidden"), TABLE)
async def test_an_endpoint_of_budgets(owner, stranger, anonymous, make_caller, method, path, body, good, forbidden):
    target = path.format(budget=(await make_budget(owner))["id"])
    before = (await owner.client.get("/v1/budgets")).json()
    for role in forbidden:
        answer = await (await make_caller(role, owner.tenant_id)).client.request(method, target, body)
        assert (answer.status, answer.code) == (403, "access.forbidden"), role
    assert (await anonymous.request(method, target, body)).status == 401
    if target != path:
        theirs = await stranger.client.request(method, target, body)
        nobodys = await stranger.client.request(method, path.format(budget=format_id("budget", new_id())), body)
        assert (theirs.status, theirs.code) == (404, "budgets.not-found")
        assert without_request(theirs.json()) == without_request(nobodys.json())
    assert (await owner.client.get("/v1/budgets")).json() == before
    answer = await owner.client.request(method, target, body)
    assert answer.status == good, answer.body
    assert ((await owner.client.get("/v1/budgets")).json() == before) == (method == "GET")


async def test_every_endpoint_is_in_the_table(app):
    declared = {
        (method.upper(), path.replace("budget_id", "budget"))
        for path, operations in app.openapi()["paths"].items()
        for method in operations
        if path.startswith(("/v1/budgets", "/v1/usage"))
    }
    assert declared == {(method, path.partition("?")[0]) for method, path, *_ in TABLE}


@pytest.mark.parametrize(
    ("body", "status", "code", "where"),
    [
        ({"limit": -1}, 422, "core.input-invalid", "/limit"),
        ({"metric": "joy"}, 422, "core.input-invalid", "/metric"),
        ({"scope": "role_1"}, 422, "core.input-invalid", "/scope"),
        ({"scope": "agent_01h455vb4pex5vsknk084sn02q"}, 404, "access.subject-not-found", None),
        ({"metric": "agents", "period": "day"}, 422, "core.input-invalid", "/period"),
        (
            {"metric": "requests", "scope": "agent_01h455vb4pex5vsknk084sn02q"},
            422,
            "core.input-invalid",
            "/scope",
        ),
        ({"metric": "concurrent_runs"}, 422, "core.input-invalid", "/period"),
        (
            {"metric": "agents", "period": "total", "scope": "agent_01h455vb4pex5vsknk084sn02q"},
            422,
            "core.input-invalid",
            "/scope",
        ),
        ({"tenant_id": "x"}, 422, "core.input-invalid", "/tenant_id"),
        ({"used": 0}, 422, "core.input-invalid", "/used"),
        ({"name": "taken"}, 409, "budgets.name-taken", "/name"),
    ],
)
async def test_bad_input_is_refused_and_changes_nothing(owner, body, status, code, where):
    await make_budget(owner, name="taken")
    before = (await owner.client.get("/v1/budgets")).json()
    answer = await owner.client.post("/v1/budgets", BODY | {"name": "x"} | body)
    assert (answer.status, answer.code) == (status, code), answer.body
    if where is not None:
        assert where in [field["path"] for field in answer.json()["errors"]]
    assert (await owner.client.get("/v1/budgets")).json() == before


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("by=agent'--", "query.by"),
        ("by=u.agent_slug", "query.by"),
        ("since=2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z", "query.since"),
        ("since=yesterday", "query.since"),
    ],
)
async def test_a_report_refuses_what_it_cannot_mean(owner, query, where):
    answer = await owner.client.get(f"/v1/usage?{query}")
    assert (answer.status, answer.json()["errors"][0]["path"]) == (422, where)
