"""A budget that is deleted and made again stands where it stood: for every metric."""

from __future__ import annotations

import asyncio

import pytest

from charter.budgets.schemas import Metric
from tests.budgets.test_endpoints import make_budget
from tests.budgets.test_enforcement import run, standing
from tests.llm.fake_server import Reply

LIMITS = {"runs": 1, "tokens": 1, "cost_micros": 1}


async def again(caller, budget: dict, **more) -> dict:
    assert (await caller.client.delete(f"/v1/budgets/{budget['id']}")).status == 204
    assert (await caller.client.get(f"/v1/budgets/{budget['id']}")).code == "budgets.not-found"
    body = {name: budget[name] for name in ("metric", "period", "limit", "scope")}
    return await make_budget(caller, **body | more)


@pytest.mark.parametrize("period", ["day", "month", "total"])
@pytest.mark.parametrize("metric", LIMITS)
async def test_what_runs_used(builder, make_agent, metric, period):
    await make_agent(builder)
    budget = await make_budget(builder, metric=metric, period=period, limit=1)
    assert (await run(builder)).status == 200
    before = await standing(builder, budget)
    budget = await again(builder, budget)
    assert await standing(builder, budget) == before
    refused = await run(builder)
    assert (refused.status, refused.json()["used"]) == (429, before[0])


@pytest.fixture
def always_fresh(services, monkeypatch):
    """Let the counting of requests look for budgets at each one."""
    monkeypatch.setattr("charter.budgets.service.requests._FRESH_S", 0.0)
    services.request_budgets._known.clear()


async def test_requests_also_by_another_name_limit_or_longer_period(builder, always_fresh):
    budget = await make_budget(builder, metric="requests", period="day", limit=3)
    assert [(await builder.client.get("/v1/agents")).status for _ in range(4)] == [200, 200, 200, 429]
    budget = await again(builder, budget, limit=5, name="Called otherwise")
    assert await standing(builder, budget) == (3, 0, "ok")
    budget = await again(builder, budget, period="month")
    assert (await standing(builder, budget))[0] == 3
    assert [(await builder.client.get("/v1/agents")).status for _ in range(3)] == [200, 200, 429]


async def test_of_another_scope_nothing_is_taken_over(builder, always_fresh):
    budget = await make_budget(builder, metric="requests", period="day", limit=3)
    await builder.client.get("/v1/agents")
    key = (await builder.client.post("/v1/api-keys", {"name": "k", "role": "caller"})).json()
    assert (await standing(builder, await again(builder, budget, scope=key["id"])))[0] == 0


async def test_runs_in_flight_are_held_and_let_go_of(builder, model, make_agent):
    await make_agent(builder)
    budget = await make_budget(builder, metric="concurrent_runs", period="total", limit=1)
    model.default = Reply(hang=True)
    first = (await run(builder, wait=False)).json()
    budget = await again(builder, budget)
    assert (await standing(builder, budget))[1] == 1
    assert (await run(builder)).code == "budgets.exhausted"
    await builder.client.delete(f"/v1/budgets/{budget['id']}")
    await builder.client.post(f"/v1/runs/{first['id']}/cancel")
    async with asyncio.timeout(10):
        while (await builder.client.get(f"/v1/runs/{first['id']}")).json()["state"] != "cancelled":
            await asyncio.sleep(0.02)
    model.default = Reply(text="Done.")
    budget = await make_budget(builder, metric="concurrent_runs", period="total", limit=1)
    assert await standing(builder, budget) == (0, 0, "ok")
    assert (await run(builder)).status == 200


async def test_agents_are_counted_as_they_are(builder, make_agent):
    budget = await make_budget(builder, metric="agents", period="total", limit=1)
    await make_agent(builder)
    budget = await again(builder, budget)
    assert await standing(builder, budget) == (1, 0, "exhausted")


async def test_storage_is_counted_as_it_is(builder, make_agent):
    await make_agent(builder)
    budget = await make_budget(builder, metric="storage_bytes", period="total", limit=1)
    before = await standing(builder, budget)
    assert await standing(builder, await again(builder, budget)) == before
    assert before[0] > 1


def test_every_metric_is_tested_here():
    assert set(Metric) == {*LIMITS, "requests", "concurrent_runs", "agents", "storage_bytes"}
