"""The workflow runtime of one process: gathers commands, commits them in batches, passes on what follows.

No process owns an instance: whoever holds its row writes it, so any process may do any command, a killed one leaves
nothing to wait for, and processes share the work by doing it (docs/decisions/0015-instances-without-partitions.md).
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from charter.core.clock import Clock
from charter.core.db import Database, is_outage
from charter.core.telemetry import logs
from charter.workflows.engine.commands import Command
from charter.workflows.service.ahead import AheadBatch, LocksNeeded, Scout
from charter.workflows.service.batch import Asked, Batch, Committed, DueTimer, Known, Once, Pending
from charter.workflows.service.catalogue import Catalogue
from charter.workflows.service.hub import WorkflowHub
from charter.workflows.service.ports import EnginePorts

_log = logs.get(__name__)
_PER_BATCH = 128
_IN_FLIGHT = 3  # batches of one tenant: fewer, and Postgres is waited for; more, and they get small
_CACHED = 4_000
_CACHED_TOKENS = 200  # instances with more element instances than this are read again: they would fill the memory


class _Line:
    """The commands of one tenant that wait for their batch."""

    def __init__(self) -> None:
        self.waiting: list[Pending] = []
        self.tasks: set[asyncio.Task[None]] = set()
        self.under_way: set[UUID] = set()  # instances of the batches that are being done

    @property
    def has_free_hands(self) -> bool:
        """Return whether another batch may begin: while one waits for its commit, the next one is made."""
        return len(self.tasks) < _IN_FLIGHT

    def take(self, home: Callable[[Pending], UUID | None]) -> tuple[list[Pending], set[UUID]]:
        """Take the commands that go next, with their instances; one whose instance is under way waits for it."""
        taken: list[Pending] = []
        left: list[Pending] = []
        instances: set[UUID] = set()
        for one in self.waiting:
            instance = home(one)
            if len(taken) == _PER_BATCH or instance in self.under_way:
                left.append(one)
                continue
            taken.append(one)
            if instance is not None:
                instances.add(instance)
        self.waiting = left
        return taken, instances


class WorkflowRuntime:
    """Does commands on process instances. One per process."""

    def __init__(self, database: Database, clock: Clock, hub: WorkflowHub) -> None:
        self.database, self.clock, self.hub = database, clock, hub
        self.catalogue = Catalogue()
        self.ports = EnginePorts()
        self._lines: dict[UUID, _Line] = {}
        self._cache: OrderedDict[UUID, Known] = OrderedDict()
        # The instances and elements of jobs that this process made.
        self._homes: OrderedDict[UUID, tuple[UUID, int]] = OrderedDict()
        self._scout = Scout(self.catalogue, self._cache, self._homes)
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
        if line.has_free_hands and self._home(pending) not in line.under_way:
            line.tasks.add(asyncio.create_task(self._work(tenant_id, line)))
        return pending

    def _home(self, pending: Pending) -> UUID | None:
        """Return the instance of a command, as far as this process knows it."""
        if pending.instance_id is None and pending.job is not None:
            return self._homes.get(pending.job, (None, 0))[0]
        return pending.instance_id

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
        """Do batches as long as there is something that no other batch must be waited for."""
        try:
            while True:
                pending, instances = line.take(self._home)
                if not pending:
                    break
                line.under_way |= instances
                try:
                    await self._batch(tenant_id, pending)
                finally:
                    line.under_way -= instances
        finally:
            line.tasks -= {task for task in (asyncio.current_task(),) if task is not None}
            if not line.tasks and not line.waiting:
                self._lines.pop(tenant_id, None)

    async def _batch(self, tenant_id: UUID, pending: list[Pending]) -> None:
        try:
            if rest := await self._go_ahead(tenant_id, pending):
                self._after(await self._commit(tenant_id, rest))
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

    async def _go_ahead(self, tenant_id: UUID, pending: list[Pending]) -> list[Pending]:
        """Do what needs no locks; returns the commands that are left."""
        chosen = self._scout.choose(pending)
        if not chosen:
            return pending
        batch = AheadBatch(tenant_id, self.catalogue, self.clock(), ports=self.ports, takers=self.hub.takers.promise)
        try:
            committed = await batch.run_ahead(self.database, chosen, self._cache)
        except LocksNeeded as needed:
            self._scout.learn(needed)
            batch.drop()
            return pending
        except asyncpg.PostgresError as error:
            batch.drop()
            if is_outage(error):
                raise  # nobody knows whether it was committed
            return pending
        except BaseException:
            batch.drop()
            raise
        batch.answer()
        self._after(committed)
        return [one for one in pending if not one.done.done()]

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
                self._cache[found.id] = Known.of(found)
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
