"""Looks at a tenant's epochs are shared, and never older than the question; entries of calls are written together."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from charter.audit.accesses import AccessLog
from charter.core.db import TenantNow
from charter.gateway.service.epochs import Epochs


class Looking:
    """A database whose epoch moves; each look takes as long as the test says."""

    def __init__(self) -> None:
        self.epoch, self.looks = 1, 0
        self.go_on = asyncio.Event()

    async def tenant_now(self, tenant_id: Any) -> TenantNow:
        self.looks += 1
        seen = self.epoch
        await self.go_on.wait()
        return TenantNow(tenant_id, seen, seen, "active")


async def test_who_asks_after_a_change_sees_it_and_looks_are_shared():
    database, tenant = Looking(), uuid4()
    epochs: Any = Epochs(database)  # type: ignore[arg-type] # all that it asks of a database
    before = [asyncio.create_task(epochs.now(tenant)) for _ in range(5)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    database.epoch = 2
    after = [asyncio.create_task(epochs.now(tenant)) for _ in range(5)]
    await asyncio.sleep(0)
    database.go_on.set()
    assert {(await look).config_epoch for look in before} == {1}
    assert {(await look).config_epoch for look in after} == {2}
    assert database.looks == 2


async def test_a_caller_that_leaves_takes_nobody_along():
    database, tenant = Looking(), uuid4()
    epochs: Any = Epochs(database)  # type: ignore[arg-type] # all that it asks of a database
    leaving, staying = (asyncio.create_task(epochs.now(tenant)) for _ in range(2))
    await asyncio.sleep(0)
    leaving.cancel()
    database.go_on.set()
    assert (await staying).config_epoch == 1


async def test_entries_of_calls_are_all_written(services, owner, sequencer):
    log = AccessLog(services.database, services.clock)
    await asyncio.gather(
        *(log.begin(owner.principal, "tool.called", "tool", None, after={"name": f"t{n}"}) for n in range(300))
    )
    await sequencer.settle()
    found: list[Any] = []
    cursor = ""
    while True:
        page = (await owner.client.get(f"/v1/audit/entries?action=tool.called&limit=200{cursor}")).json()
        found += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert {entry["after"]["name"] for entry in found} == {f"t{n}" for n in range(300)}


async def test_who_waits_for_an_entry_that_cannot_be_written_is_told(owner, services, monkeypatch):
    log = AccessLog(services.database, services.clock)

    def broken(*_: Any) -> Any:
        raise OSError("the disk is full")

    monkeypatch.setattr(type(services.database), "single_statement", broken)
    with pytest.raises(OSError, match="disk"):
        await log.begin(owner.principal, "tool.called", "tool", None, after={"name": "t"})


async def test_entries_of_several_tenants_come_into_their_own_logs(services, owner, stranger, sequencer):
    log = AccessLog(services.database, services.clock)
    both = [(who, n) for n in range(20) for who in (owner, stranger)]
    await asyncio.gather(
        *(
            log.begin(who.principal, "tool.called", "tool", None, after={"name": f"{who is owner} {n}"})
            for who, n in both
        )
    )
    await sequencer.settle()
    for who in (owner, stranger):
        page = (await who.client.get("/v1/audit/entries?action=tool.called&limit=200")).json()
        assert {entry["after"]["name"] for entry in page["items"]} == {f"{who is owner} {n}" for n in range(20)}


async def test_an_entry_that_comes_as_the_last_writer_ends_is_written(services, owner):
    """Each begins when the one before was told: no entry may be left to a writer that is over."""
    log = AccessLog(services.database, services.clock)

    async def one_after_the_other() -> None:
        for number in range(50):
            await log.begin(owner.principal, "tool.called", "tool", None, after={"name": f"t{number}"})

    async with asyncio.timeout(30):
        await asyncio.gather(*(one_after_the_other() for _ in range(3)))
    assert log._writers == 0
