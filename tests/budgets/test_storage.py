"""Budgets on storage: what is drawn equals what is there, and nothing is written beyond the limit."""

from __future__ import annotations

import base64
import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import text

from charter.budgets.service import storage
from charter.core.ids import format_id
from charter.runs.service import retention
from charter.tenants.service import lifecycle
from tests.budgets.test_endpoints import make_budget
from tests.budgets.test_enforcement import run, standing
from tests.llm.fake_server import FakeServer, Reply
from tests.runs.conftest import connect
from tests.tenants.conftest import operator

__all__ = ["operator"]

_names = itertools.count(1)
LOGO = "data:image/png;base64," + base64.b64encode(b"x" * 3_000).decode()
PLENTY = {"metric": "storage_bytes", "period": "total", "limit": 10**9}
DEFINITION = {"instructions": "Be brief. " * 20}


class _History:
    """What a tenant writes and removes, through the API and as the housekeeping does."""

    def __init__(self, caller, model, services):
        self.caller, self.model, self.services = caller, model, services

    async def answer(self, size):
        self.model.default = Reply(text="word " * size)
        await run(self.caller)

    async def fail(self, size):
        self.model.default = Reply(status=400)
        await run(self.caller, input="x" * size)

    async def forget_conversation(self, size):
        items = (await self.caller.client.get("/v1/conversations")).json()["items"]
        if items:
            await self.caller.client.delete(f"/v1/conversations/{items[size % len(items)]['id']}")

    async def add_agent(self, size):
        body = {"name": f"agent {next(_names)}", "definition": {"instructions": "x" * size}}
        await self.caller.client.post("/v1/agents", body)

    async def add_version(self, size):
        await self.caller.client.post("/v1/agents/helper/versions", {"definition": {"instructions": "y" * size}})

    async def remove_agent(self, size):
        items = (await self.caller.client.get("/v1/agents")).json()["items"]
        others = [it for it in items if it["slug"] != "helper"]
        if others:
            await self.caller.client.delete(f"/v1/agents/{others[size % len(others)]['id']}")

    async def paint(self, size):
        branding = {"logo": LOGO} if size % 2 else {"display_name": "N" * (1 + size % 90)}
        await self.caller.client.patch("/v1/tenant", {"branding": branding})

    async def fold(self, size):
        async with self.services.database.system_session(reason="test") as db:
            await storage.fold(db)

    async def outlive(self, size):
        await self.caller.client.patch("/v1/tenant", {"retention_days": 1})
        async with self.services.database.system_session(reason="test") as db:
            await retention.forget_expired(db, datetime.now(UTC) + timedelta(days=2))
        await self.caller.client.patch("/v1/tenant", {"retention_days": None})


VERBS = [name for name in vars(_History) if not name.startswith("_")]


async def figures(services, tenant_id) -> tuple[int, int]:
    """Return what is drawn, and what the tables say."""
    async with services.database.tenant_session(tenant_id) as db:
        drawn = await storage.used(db)
    async with services.database.system_session(reason="test") as db:
        await storage.recount(db, tenant_id)
        true = await db.scalar(text("SELECT used FROM content_levels WHERE tenant_id = :id"), {"id": tenant_id})
    return drawn, int(true)


@examples(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(st.tuples(st.sampled_from(VERBS), st.integers(1, 400)), min_size=1, max_size=10))
async def test_what_is_drawn_is_what_is_there_after_any_history(make_caller, services, history):
    """25 examples of up to ten requests each: one takes a second or two."""
    async with FakeServer(models=["gpt-4o"]) as model:
        caller = await make_caller("owner")
        await connect(caller, model)
        await caller.client.post("/v1/agents", {"name": "helper", "slug": "helper", "definition": DEFINITION})
        await make_budget(caller, **PLENTY)
        doing = _History(caller, model, services)
        for verb, size in history:
            await getattr(doing, verb)(size)
        drawn, true = await figures(services, caller.tenant_id)
        assert drawn == true > 0


async def test_the_limit_refuses_runs_agents_versions_and_a_logo_and_loses_nothing(builder, make_agent):
    await make_agent(builder)
    assert (await run(builder)).status == 200
    budget = await make_budget(builder, **PLENTY)
    used = (await standing(builder, budget))[0]
    assert used > 0, "what was there before counts"
    await builder.client.patch(f"/v1/budgets/{budget['id']}", {"limit": used})
    asked = [
        ("POST", "/v1/runs", {"agent": "helper", "input": "Hi", "wait": True}),
        ("POST", "/v1/agents", {"name": "another", "definition": DEFINITION}),
        ("POST", "/v1/agents/helper/versions", {"definition": DEFINITION}),
        ("PATCH", "/v1/tenant", {"branding": {"logo": LOGO}}),
    ]
    for method, path, body in asked:
        refused = await builder.client.request(method, path, body)
        document = refused.json()
        assert (refused.status, refused.code, document["metric"]) == (429, "budgets.exhausted", "storage_bytes"), path
        assert (document["limit"], document["remaining"], document["reset"]) == (used, 0, None)
        assert document["used"] >= used
    assert await standing(builder, budget) == (used, 0, "exhausted")
    conversation = (await builder.client.get("/v1/conversations")).json()["items"][0]
    assert (await builder.client.delete(f"/v1/conversations/{conversation['id']}")).status == 204
    assert (await standing(builder, budget))[0] < used
    assert (await run(builder)).status == 200


async def test_a_run_is_exceeded_by_itself_alone_and_counted_when_it_ends(builder, model, make_agent):
    await make_agent(builder)
    budget = await make_budget(builder, **PLENTY)
    before = (await standing(builder, budget))[0]
    await builder.client.patch(f"/v1/budgets/{budget['id']}", {"limit": before + 1})
    model.default = Reply(text="long " * 1_000)
    assert (await run(builder)).json()["state"] == "completed"
    assert (await standing(builder, budget))[0] > before + 5_000
    assert (await run(builder)).status == 429


@pytest.mark.parametrize("body", [{"period": "day"}, {"scope": "agent_01h455vb4pex5vsknk084sn02q"}])
async def test_storage_is_a_level_of_the_whole_tenant(owner, body):
    answer = await owner.client.post("/v1/budgets", {"name": "x"} | PLENTY | body)
    assert (answer.status, answer.code) == (422, "core.input-invalid")


async def test_without_a_budget_nothing_is_drawn_and_a_deleted_one_ends_it(builder, make_agent, services):
    await make_agent(builder)
    budget = await make_budget(builder, **PLENTY)
    await run(builder)
    await builder.client.delete(f"/v1/budgets/{budget['id']}")
    async with services.database.system_session(reason="test") as db:
        await storage.recount_all(db)
    await run(builder)
    async with services.database.tenant_session(builder.tenant_id) as db:
        assert (await storage.used(db), (await db.execute(text("SELECT * FROM content_draws"))).all()) == (0, [])


async def test_the_reconciling_job_puts_a_wrong_figure_right(builder, make_agent, services):
    await make_agent(builder)
    budget = await make_budget(builder, **PLENTY)
    right = await standing(builder, budget)
    async with services.database.tenant_session(builder.tenant_id) as db:
        await db.execute(text("UPDATE content_levels SET used = used + 5"))
    async with services.database.system_session(reason="test") as db:
        assert await storage.recount_all(db) >= 1
    assert await standing(builder, budget) == right


async def test_a_soft_threshold_is_told_once(builder, make_agent, services):
    budget = await make_budget(builder, **PLENTY | {"limit": 100, "warn_percent": 50})
    async with services.database.tenant_session(builder.tenant_id) as db:
        await db.execute(text("UPDATE content_levels SET used = 60"))
    told = []
    for _ in range(2):
        async with services.database.system_session(reason="test") as db:
            told += [it for tenant, it in await storage.fold(db) if tenant == builder.tenant_id]
    assert [(it.name, it.used, it.ceiling) for it in told] == [(budget["name"], 60, 100)]


async def test_a_plan_can_limit_storage_and_a_purged_tenant_leaves_nothing(operator, builder, make_agent, services):
    await make_agent(builder)
    plan = {"name": f"Storing {next(_names)}", "limits": [PLENTY]}
    plan = (await operator.client.post("/v1/plans", plan)).json()
    place = f"/v1/tenants/{format_id('tenant', builder.tenant_id)}"
    assert (await operator.client.put(f"{place}/plan", {"plan_id": plan["id"]})).status == 200
    assert (await builder.client.get("/v1/budgets")).json()["items"][0]["used"] > 0
    await run(builder)
    assert (await operator.client.delete(f"{place}?grace_days=0")).status == 200

    async with services.database.system_session(reason="test") as db:
        await lifecycle.purge_due(db, datetime.now(UTC) + timedelta(seconds=1))
        for table in ("content_levels", "content_draws", "budgets"):
            left = text(f"SELECT count(*) FROM {table} WHERE tenant_id = :id")
            assert await db.scalar(left, {"id": builder.tenant_id}) == 0, table
