"""Refusals are written together, once, and what does not fit is counted."""

from __future__ import annotations

import asyncio

from sqlalchemy import text

from charter.audit import refusals
from charter.audit.models import INSTALLATION
from charter.audit.refusals import RefusalLog


async def pending(database, tenant_id) -> list[dict]:
    async with database.system_session(reason="test") as db:
        query = text("SELECT action, after FROM audit_pending WHERE tenant_id = :tenant ORDER BY id")
        return [{"action": row.action, **row.after} for row in await db.execute(query, {"tenant": tenant_id})]


def refuse(log: RefusalLog, principal=None, address: str = "192.0.2.1") -> None:
    log.record(principal, code="access.forbidden", method="POST", route="/v1/agents", address=address)


async def test_many_refusals_are_written_once_each(database, services, owner):
    log = RefusalLog(database, services.clock)
    for _ in range(refusals._BATCH + 7):
        refuse(log, owner.principal)
    await asyncio.gather(log.flush(), log.flush(), log.flush())
    assert len(await pending(database, owner.tenant_id)) == refusals._BATCH + 7


async def test_what_does_not_fit_is_counted(database, services, owner, sequencer, monkeypatch):
    await sequencer.settle()
    monkeypatch.setattr(refusals, "_CAPACITY", 3)
    log = RefusalLog(database, services.clock)
    for _ in range(5):
        refuse(log, owner.principal)
    await log.flush()
    assert len(await pending(database, owner.tenant_id)) == 3
    lost = [each for each in await pending(database, INSTALLATION) if each["action"] == "request.refusals_lost"]
    assert lost == [{"action": "request.refusals_lost", "count": 2}]


async def test_alike_refusals_of_nobody_known_become_one_entry_a_minute(database, services, sequencer):
    await sequencer.settle()
    now = services.clock()
    log = RefusalLog(database, lambda: now)
    for _ in range(4):
        refuse(log)
    refuse(log, address="192.0.2.2")
    now = now.replace(year=now.year + 1)
    refuse(log)
    await log.flush()
    counts = [each.get("alike_before", 0) for each in await pending(database, INSTALLATION)]
    assert counts == [0, 0, 3]


async def test_the_background_task_writes_by_itself(database, services, owner):
    log = RefusalLog(database, services.clock)
    task = asyncio.create_task(log.run())
    refuse(log, owner.principal)
    for _ in range(100):
        await asyncio.sleep(0.02)
        if await pending(database, owner.tenant_id):
            break
    refuse(log, owner.principal)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert len(await pending(database, owner.tenant_id)) == 2
