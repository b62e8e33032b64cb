"""Budgets hold: what is allowed passes, the next is refused with what is left, and usage is never forgotten."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from charter.budgets.errors import BudgetExhausted
from charter.budgets.service import book, reservations
from charter.budgets.service.reservations import Usage
from tests.budgets.test_endpoints import make_budget
from tests.llm.fake_server import Reply

ASK = {"agent": "helper", "input": "Hi", "wait": True}


async def run(caller, **more):
    return await caller.client.post("/v1/runs", ASK | more)


async def standing(caller, budget: dict) -> tuple[int, int, str]:
    found = (await caller.client.get(f"/v1/budgets/{budget['id']}")).json()
    return found["used"], found["reserved"], found["state"]


async def test_runs_pass_until_the_limit_and_the_refusal_says_what_is_left(builder, make_agent):
    await make_agent(builder)
    budget = await make_budget(builder, name="Runs a day", metric="runs", period="day", limit=2, warn_percent=50)
    assert [(await run(builder)).json()["state"] for _ in range(2)] == ["completed", "completed"]
    refused = await run(builder)
    document = refused.json()
    assert (refused.status, refused.code) == (429, "budgets.exhausted")
    assert (document["budget"], document["limit"], document["used"], document["remaining"]) == ("Runs a day", 2, 2, 0)
    assert datetime.fromisoformat(document["reset"]) > datetime.now(UTC)
    assert await standing(builder, budget) == (2, 0, "exhausted")
    assert len((await builder.client.get("/v1/runs")).json()["items"]) == 2
    await builder.client.patch(f"/v1/budgets/{budget['id']}", {"limit": 3})
    assert (await run(builder)).status == 200


async def test_tokens_are_settled_and_a_new_budget_counts_what_was_used_before(builder, make_agent):
    await make_agent(builder)
    first = (await run(builder)).json()
    used = first["usage"]["input_tokens"] + first["usage"]["output_tokens"]
    budget = await make_budget(builder, limit=used + 1)
    assert await standing(builder, budget) == (used, 0, "warned")
    assert (await run(builder)).json()["state"] == "completed"  # exceeded by the one call in flight
    assert await standing(builder, budget) == (2 * used, 0, "exhausted")
    assert (await run(builder)).code == "budgets.exhausted"
    assert (await builder.client.delete(f"/v1/conversations/{first['conversation_id']}")).status == 204
    await builder.client.delete(f"/v1/budgets/{budget['id']}")
    again = await make_budget(builder, limit=used + 1)
    assert await standing(builder, again) == (2 * used, 0, "exhausted")


async def test_a_run_that_exhausts_a_budget_ends_at_its_next_call_with_a_typed_error(builder, model, make_agent):
    await make_agent(builder, tools=[{"name": "calculator"}])
    budget = await make_budget(builder, limit=1)
    model.sequence = [Reply(tool_calls=[("calculator", '{"expression": "1+1"}')])]
    ended = (await run(builder)).json()
    assert (ended["state"], ended["error"]["code"]) == ("failed", "budgets.exhausted")
    used, reserved, state = await standing(builder, budget)
    assert (used > 1, reserved, state) == (True, 0, "exhausted")


async def test_a_failed_and_a_cancelled_run_let_go_of_what_they_held(builder, model, make_agent):
    await make_agent(builder)
    budgets = [
        await make_budget(builder, metric="concurrent_runs", period="total", limit=1),
        await make_budget(builder),
    ]
    model.default = Reply(status=400)
    assert (await run(builder)).json()["state"] == "failed"
    model.default = Reply(hang=True)
    started = (await run(builder, wait=False)).json()
    async with asyncio.timeout(10):
        while (await standing(builder, budgets[0]))[1] != 1:
            await asyncio.sleep(0.02)
        refused = await run(builder)
        assert (refused.status, refused.json()["metric"]) == (429, "concurrent_runs")
        await builder.client.post(f"/v1/runs/{started['id']}/cancel")
        while (await builder.client.get(f"/v1/runs/{started['id']}")).json()["state"] != "cancelled":
            await asyncio.sleep(0.02)
    assert [(await standing(builder, budget))[1] for budget in budgets] == [0, 0]


async def test_a_budget_holds_for_its_agent_user_key_or_team_alone(builder, make_agent, make_caller):
    await make_agent(builder)
    other = await make_agent(builder, "other")
    await make_budget(builder, metric="runs", period="total", limit=0, scope=other["id"])
    assert (await run(builder)).status == 200
    assert (await run(builder, agent="other")).code == "budgets.exhausted"
    key = (await builder.client.post("/v1/api-keys", {"name": "k", "role": "caller"})).json()
    await make_budget(builder, metric="runs", period="total", limit=0, scope=key["id"])
    limited = await builder.client.request("POST", "/v1/runs", ASK, {"authorization": f"Bearer {key['key']}"})
    assert limited.code == "budgets.exhausted"
    assert (await run(builder)).status == 200


async def test_no_more_agents_than_allowed_even_at_once(builder):
    await make_budget(builder, metric="agents", period="total", limit=3)
    bodies = [{"name": f"agent {number}", "definition": {"instructions": "Be brief."}} for number in range(6)]
    answers = await asyncio.gather(*(builder.client.post("/v1/agents", body) for body in bodies))
    assert sorted(answer.status for answer in answers) == [201] * 3 + [429] * 3
    assert len((await builder.client.get("/v1/agents")).json()["items"]) == 3


async def test_usage_is_reported_by_any_dimension_and_as_csv(builder, make_agent):
    await make_agent(builder)
    await run(builder)
    by_agent = (await builder.client.get("/v1/usage?by=agent&by=model&by=day&by=user&by=team&by=key")).json()
    row = by_agent["rows"][0]
    assert (row["by"]["agent"], row["by"]["model"], row["by"]["key"]) == ("helper", "scripted/gpt-4o", "owner key")
    assert (row["runs"], row["model_calls"], row["cost_micros"] > 0) == (1, 1, True)
    total = (await builder.client.get("/v1/usage")).json()["rows"]
    assert [it["runs"] for it in total] == [1]
    table = await builder.client.get("/v1/usage?by=agent", headers={"accept": "text/csv"})
    assert table.body.decode().splitlines()[0] == "agent,runs,model_calls,input_tokens,output_tokens,cost_micros"
    assert table.body.decode().splitlines()[1].startswith("helper,1,1,")


async def test_a_crossed_soft_threshold_is_notified_once(builder, make_agent, services):
    await make_agent(builder)
    await make_budget(builder, metric="runs", period="total", limit=4, warn_percent=50)
    for _ in range(3):
        await run(builder)
    query = "SELECT count(*) FROM {} WHERE tenant_id = $1 AND action = 'budget.threshold_crossed'"
    connection = await services.database.listen_connection()
    try:
        waiting = await connection.fetchval(query.format("audit_pending"), builder.tenant_id)
    finally:
        await connection.close()
    assert waiting == 1


async def test_of_a_thousand_at_once_exactly_a_hundred_pass(builder, services):
    """A budget of 100 runs and 1,000 reservations at once, through the pool that runs use."""
    await make_budget(builder, metric="runs", period="total", limit=100)
    async with services.database.tenant_session(builder.tenant_id) as db:
        drawn_on = (await book.load_book(db)).drawn_on(set(), datetime.now(UTC))

    async def reserve() -> bool:
        try:
            async with services.database.tenant_connection(builder.tenant_id) as connection:
                await reservations.open_run(connection, uuid4(), drawn_on, Usage(1, 1), ZoneInfo("UTC"))
        except BudgetExhausted:
            return False
        return True

    gate = asyncio.Semaphore(64)  # the pool gives up on those who wait for ten seconds

    async def queued() -> bool:
        async with gate:
            return await reserve()

    passed = await asyncio.gather(*(queued() for _ in range(1_000)))
    assert sum(passed) == 100
    assert (await builder.client.get("/v1/budgets")).json()["items"][0]["used"] == 100


@pytest.mark.parametrize("verb", ["paused", "resumed"])
async def test_a_paused_run_keeps_its_place(builder, model, make_agent, verb):
    await make_agent(builder, tools=[{"name": "calculator"}])
    budget = await make_budget(builder, metric="concurrent_runs", period="total", limit=1)
    model.sequence = [Reply(tool_calls=[("calculator", '{"expression": "1+1"}')], delay_s=0.3)]
    started = (await run(builder, wait=False)).json()
    await builder.client.post(f"/v1/runs/{started['id']}/pause")
    async with asyncio.timeout(10):
        while (await builder.client.get(f"/v1/runs/{started['id']}")).json()["state"] != "paused":
            await asyncio.sleep(0.02)
        assert (await standing(builder, budget))[1] == 1
        if verb == "paused":
            await builder.client.post(f"/v1/runs/{started['id']}/cancel")
        else:
            await builder.client.post(f"/v1/runs/{started['id']}/resume")
        while (await standing(builder, budget))[1]:
            await asyncio.sleep(0.02)


async def test_requests_are_counted_also_refused_ones_and_the_limit_can_still_be_raised(builder):
    assert (await builder.client.get("/v1/agents")).status == 200
    budget = await make_budget(builder, metric="requests", period="day", limit=3)
    await asyncio.sleep(1.1)  # it counts within a second
    answers = [(await builder.client.get(path)).status for path in ("/v1/agents", "/v1/agents/none", "/v1/runs")]
    assert answers == [200, 404, 200]
    refused = await builder.client.get("/v1/agents")
    assert (refused.status, refused.json()["metric"], refused.json()["remaining"]) == (429, "requests", 0)
    assert await standing(builder, budget) == (3, 0, "exhausted")
    await builder.client.patch(f"/v1/budgets/{budget['id']}", {"limit": 4})
    assert [(await builder.client.get("/v1/agents")).status for _ in range(2)] == [200, 429]
