"""The workflow runtime of one process: gathers commands, commits them in batches, passes on what follows.

No process owns an instance: whoever holds its row writes it, so any process may do any command, a killed one leaves
nothing to wait for, and processes share the work by doing it (docs/decisions/0015-instances-without-partitions.md).
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from charter.core.clock import Clock
from charter.core.db import Database, is_outage
from charter.core.telemetry import logs
from charter.workflows.engine.commands import Command
from charter.workflows.engine.state import InstanceState
from charter.workflows.service.batch import Asked, Batch, Committed, DueTimer, Once, Pending
from charter.workflows.service.catalogue import Catalogue
from charter.workflows.service.hub import WorkflowHub
from charter.workflows.service.ports import EnginePorts

_log = logs.get(__name__)
_PER_BATCH = 128
_IN_FLIGHT = 2  # batches of one tenant: while one waits for the disk the other computes
_CACHED = 4_000
_CACHED_TOKENS = 200  # instances with more element instances than this are read again: they would fill the memory


class _Line:
    """The commands of one tenant that wait for their batch."""

    def __init__(self) -> None:
        self.waiting: list[Pending] = []
        self.tasks: set[asyncio.Task[None]] = set()


class WorkflowRuntime:
    """Does commands on process instances. One per process."""

    def __init__(self, database: Database, clock: Clock, hub: WorkflowHub) -> None:
        self.database, self.clock, self.hub = database, clock, hub
        self.catalogue = Catalogue()
        self.ports = EnginePorts()
        self._lines: dict[UUID, _Line] = {}
        self._cache: OrderedDict[UUID, tuple[int, InstanceState]] = OrderedDict()
        self._homes: OrderedDict[UUID, UUID] = OrderedDict()  # the instances of jobs that this process made
        self._closed = False

    async def submit(
        self,
        tenant_id: UUID,
        command: Command,
        *,
        instance_id: UUID | None = None,
        job: UUID | None = None,
        lease: int | None = None,
        asked: Asked | None = None,
        once: Once | None = None,
    ) -> Any:
        """Do a command and return when it is committed.

        Raises:
            CommandRejected: it does not fit the instance's state; nothing was changed.
        """
        return await self.put(tenant_id, Pending(command, instance_id, job, lease, asked=asked, once=once)).done

    def put(self, tenant_id: UUID, pending: Pending) -> Pending:
        """Put a command in line; its ``done`` tells the outcome."""
        line = self._lines.setdefault(tenant_id, _Line())
        line.waiting.append(pending)
        if len(line.tasks) < _IN_FLIGHT:
            line.tasks.add(asyncio.create_task(self._work(tenant_id, line)))
        return pending

    def deliver(self, tenant_id: UUID, rows: Iterable[tuple[UUID, UUID, Command]]) -> None:
        """Do commands from the inbox (id, instance, command); an empty command is read from its row."""
        for inbox_id, instance_id, command in rows:
            pending = Pending(command, instance_id, inbox_id=inbox_id)
            pending.done.add_done_callback(_ignore)
            self.put(tenant_id, pending)

    def fire(self, tenant_id: UUID, instance_id: UUID, key: int, timer: DueTimer) -> None:
        """Let a timer go off."""
        again = timer.next_due is not None
        command = {"do": "fire", "key": key, "wait": str(timer.id), "again": again}
        pending = Pending(command, instance_id, timer=timer)
        pending.done.add_done_callback(_ignore)
        self.put(tenant_id, pending)

    async def close(self) -> None:
        """Finish what is in line and stop."""
        self._closed = True
        tasks = [task for line in self._lines.values() for task in line.tasks]
        await asyncio.gather(*tasks, return_exceptions=True)

    # -- one tenant's line --------------------------------------------------------------------------------------------

    async def _work(self, tenant_id: UUID, line: _Line) -> None:
        """Do batches until the line is empty; while some commit, the next one gathers."""
        try:
            while line.waiting:
                pending, line.waiting = line.waiting[:_PER_BATCH], line.waiting[_PER_BATCH:]
                await self._batch(tenant_id, pending)
        finally:
            line.tasks -= {task for task in (asyncio.current_task(),) if task is not None}
            if not line.tasks and not line.waiting:
                self._lines.pop(tenant_id, None)

    async def _batch(self, tenant_id: UUID, pending: list[Pending]) -> None:
        try:
            committed = await self._commit(tenant_id, pending)
        except Exception as error:  # noqa: BLE001 - each caller is told; one bad command must not stop the others
            self._forget(pending)
            if len(pending) > 1 and not is_outage(error):
                # One of them cannot be done: alone, each of the others can.
                for one in pending:
                    if not one.done.done():
                        await self._batch(tenant_id, [one])
                return
            if not is_outage(error):
                _log.exception("workflows: a command failed", extra={"command": str(pending[0].command)[:300]})
            for one in pending:
                if not one.done.done():
                    one.done.set_exception(error)
            return
        self._after(committed)

    async def _commit(self, tenant_id: UUID, pending: list[Pending]) -> Committed:
        for tries_left in reversed(range(4)):
            batch: Batch | None = None
            try:
                async with self.database.tenant_connection(tenant_id) as connection:
                    await self._fill_in(connection, pending)
                    batch = Batch(
                        connection, tenant_id, self.catalogue, self.ports, self.clock(), self.hub.takers.promise
                    )
                    committed = await batch.run(pending, self._cache, self._homes)
                batch.answer()
                return committed
            except (asyncpg.DeadlockDetectedError, asyncpg.SerializationError):
                self._forget(pending)
                if batch is not None:
                    batch.drop()
                    batch = None
                if not tries_left:
                    raise
            except BaseException:
                if batch is not None:
                    batch.drop()
                raise
        raise AssertionError("unreachable")

    @staticmethod
    async def _fill_in(connection: Any, pending: list[Pending]) -> None:
        """Read commands of the inbox that are known by their id alone."""
        missing = {one.inbox_id: one for one in pending if one.inbox_id is not None and not one.command}
        if missing:
            rows = await connection.fetch("SELECT id, command FROM workflow_inbox WHERE id = ANY($1)", list(missing))
            for row in rows:
                missing[row["id"]].command = orjson.loads(row["command"])
            for one in missing.values():
                if not one.command:
                    one.reject("not-found", "Another process did it.")

    @staticmethod
    def _ids(pending: list[Pending]) -> set[UUID]:
        return {one.instance_id for one in pending if one.instance_id is not None}

    def _forget(self, pending: list[Pending]) -> None:
        for found in self._ids(pending):
            self._cache.pop(found, None)

    def _after(self, committed: Committed) -> None:
        for found in committed.instances:
            if found.standing == "active" and len(found.state.elements) <= _CACHED_TOKENS:
                self._cache[found.id] = (found.revision, found.state)
            else:
                self._cache.pop(found.id, None)
        while len(self._cache) > _CACHED:
            self._cache.popitem(last=False)
        self._homes.update(committed.new_jobs)
        while len(self._homes) > _CACHED:
            self._homes.popitem(last=False)
        self.deliver(committed.tenant_id, committed.inbox)
        self.hub.committed(committed)


def _ignore(done: asyncio.Future[Any]) -> None:
    """Take note of an outcome that nobody waits for: the row stays and is tried again, or is done."""
    if not done.cancelled():
        done.exception()
