"""Refusals are written together, once, and what does not fit is counted."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text

from charter.api.edge import Edge
from charter.audit import refusals
from charter.audit.models import INSTALLATION
from charter.audit.refusals import RefusalLog
from charter.edge.guard import EdgeGuard
from charter.edge.policy import EdgePolicy
from tests.asgi_client import Client


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


async def test_nobody_fills_the_log(database, services, sequencer, owner, monkeypatch):
    """Neither from many addresses, nor with a key: the rest of a minute is counted."""
    await sequencer.settle()
    monkeypatch.setattr(refusals, "_UNKNOWN_A_MINUTE", 5)
    monkeypatch.setattr(refusals, "_KNOWN_A_MINUTE", 4)
    now = services.clock()
    log = RefusalLog(database, lambda: now)
    for number in range(12):
        refuse(log, address=f"192.0.2.{number}")
        refuse(log, owner.principal)
    now = now.replace(year=now.year + 1)
    refuse(log)
    refuse(log, owner.principal)
    await log.flush()
    summed = [it for it in await pending(database, INSTALLATION) if it["action"] == "request.refusals_counted"]
    assert summed == [{"action": "request.refusals_counted", "count": 7}]
    assert len(await pending(database, INSTALLATION)) == 5 + 1 + 1
    assert [it.get("alike_before", 0) for it in await pending(database, owner.tenant_id)] == [0, 0, 0, 0, 8]


async def test_a_budget_that_is_used_up_is_told_once_a_minute(database, services, owner):
    log = RefusalLog(database, services.clock)
    for _ in range(3):
        log.record(owner.principal, code="budgets.exhausted", method="POST", route="/v1/runs", address="192.0.2.1")
    await log.flush()
    assert len(await pending(database, owner.tenant_id)) == 1


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("GET", "/v1/agents/%00", None, {}), "core.bad-request"),
        (("POST", "/v1/agents", b" " * 2_100_000, {}), "core.body-too-large"),
        (("POST", "/v1/agents", b" " * 2_100_000, {"transfer-encoding": "chunked"}), "core.body-too-large"),
        (("POST", "/v1/agents", b"{}", {"content-type": "text/plain"}), "core.wrong-content-type"),
        (("GET", f"/v1/agents?{'x' * 9_000}", None, {}), "edge.url-too-long"),
    ],
)
async def test_what_the_edge_refuses_leaves_an_entry_in_the_installations_log(
    app, services, sequencer, superuser, asked, code
):
    method, path, body, headers = asked
    guarded = Edge(
        app, guard=EdgeGuard.of(EdgePolicy()), refusals=(log := RefusalLog(services.database, services.clock))
    )
    await log.flush()
    await sequencer.settle()
    answer = await Client(guarded).request(method, path, body, headers)
    assert answer.code == code, answer.body
    await log.flush()
    entries = await pending(services.database, INSTALLATION)
    assert [(it["code"], it["method"], it["route"]) for it in entries if "code" in it] == [(code, method, "edge")]


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
