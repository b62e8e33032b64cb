"""A suspended tenant's instances stand still, and go on when it does."""

from __future__ import annotations

from sqlalchemy import text

from tests.conftest import Caller
from tests.workflows.conftest import Deploy
from tests.workflows.drawing import boundary, file, job, process, start, task, timer
from tests.workflows.test_lifecycle import begin, read


async def test_timers_of_a_suspended_tenant_wait(services, builder: Caller, deploy: Deploy):
    late = boundary("late", "a", timer("PT0.3S"))
    await deploy(p=file(process("p", start(), job("a"), late, task("t"), flows="start>a; late>t")))
    instance = await begin(builder, "p")
    sweeper = services.workflows.sweeper

    async def stand(state: str) -> None:
        async with services.database.system_session(reason="test") as db:
            await db.execute(text("UPDATE tenants SET state = :state WHERE id = :id"), {"state": state, "id": tenant})

    tenant = builder.tenant_id
    await stand("suspended")
    async with services.database.system_session(reason="test") as db:
        await db.execute(text("UPDATE workflow_timers SET due = now() WHERE tenant_id = :id"), {"id": tenant})
    await sweeper.sweep()
    async with services.database.system_session(reason="test") as db:
        query = text("SELECT count(*) FROM workflow_timers WHERE tenant_id = :id")
        assert (await db.execute(query, {"id": tenant})).scalar_one() == 1
    await stand("active")
    await sweeper.sweep()
    assert (await read(builder, instance))["state"] == "completed"
