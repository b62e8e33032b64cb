"""The loop that leases items, runs their handlers side by side, keeps the leases alive and frees lost ones."""

from __future__ import annotations

import asyncio
import contextlib
import random
from typing import Any
from uuid import UUID

from charter.core.db import Database, is_outage
from charter.core.errors import CharterError
from charter.core.ids import format_id, new_id
from charter.core.queue import service
from charter.core.queue.registry import Park, QueueItemView, Retry, handlers
from charter.core.telemetry import context, logs, metrics

_log = logs.get(__name__)
_BACKOFF_BASE_S = 0.5
_BACKOFF_LIMIT_S = 300.0


class QueueWorker:
    """Handles queue items in this process.

    Args:
        app: the process's context, handed to every handler.
        lease_s: how long a lease holds without a heartbeat; the heartbeat comes three times as often.
        poll_s: how long to wait for a wake-up before looking anyway (a lost notification costs this much).
        kinds: what to take from the queue; nothing leaves only what :meth:`adopt` brings (the API process).
    """

    def __init__(
        self,
        database: Database,
        app: Any,
        *,
        concurrency: int,
        lease_s: float,
        kinds: list[str] | None = None,
        poll_s: float = 1.0,
    ) -> None:
        self.id = new_id()
        self._kinds = list(handlers) if kinds is None else kinds
        self._database = database
        self._app = app
        self._concurrency = concurrency
        self._lease_s = lease_s
        self._poll_s = poll_s
        self._wake = asyncio.Event()
        self._events_wait = False
        self._running: dict[UUID, asyncio.Task[None]] = {}
        self._missed: set[UUID] = set()
        self._stopping = False
        self._stopped = asyncio.Event()

    def wake(self) -> None:
        """Look for work now."""
        self._wake.set()

    def heard(self, told: str) -> None:
        """Take a notification of the channel: look for work now, and at waiting events when it is about them."""
        self._events_wait |= told == service.EVENTS_WAIT
        self.wake()

    @property
    def stopping(self) -> bool:
        """True once :meth:`stop` was called."""
        return self._stopping

    @property
    def running(self) -> int:
        """How many items this process is handling."""
        return len(self._running)

    def adopt(self, item: QueueItemView) -> asyncio.Task[None]:
        """Handle an item that was written as already leased by this worker: no hop through the queue."""
        if self._stopping:
            raise Park
        return self._start(item)

    async def run(self) -> None:
        """Work until :meth:`stop`; survives a database that comes and goes."""
        async with asyncio.TaskGroup() as group:
            loops = [
                *([group.create_task(self._forever(self._take, None))] if self._kinds else []),
                group.create_task(self._forever(self._heartbeat, self._lease_s / 3)),
                group.create_task(self._forever(self._sweep, min(1.0, self._lease_s / 3))),
            ]
            await self._stopped.wait()
            for loop in loops:
                loop.cancel()

    async def stop(self, *, grace_s: float) -> None:
        """Take no more work, park what runs: handlers get ``grace_s`` to reach a safe point, then are cancelled."""
        self._stopping = True
        self._stopped.set()
        for task in self._running.values():
            task.cancel()
        if self._running:
            await asyncio.wait(self._running.values(), timeout=grace_s)

    async def _forever(self, work: Any, interval_s: float | None) -> None:
        while True:
            try:
                await work()
            except Exception as error:
                if not is_outage(error):
                    raise  # a mistake never gets better by itself: not to be taken for an outage
                _log.warning("queue: the database does not answer; trying again", extra={"reason": str(error)[:200]})
                await asyncio.sleep(0.2 + random.random() * 0.3)  # noqa: S311 - jitter, not a secret
                continue
            if interval_s is not None:
                await asyncio.sleep(interval_s)

    async def _take(self) -> None:
        free = self._concurrency - len(self._running)
        taken: list[QueueItemView] = []
        # Also when nothing is free: a wake-up that stays set would make the wait below none at all, and this loop spin.
        self._wake.clear()
        if free > 0:
            async with self._database.system_session(reason="lease queue items") as db:
                if self._events_wait:
                    self._events_wait = False
                    await service.dispatch_events(db)
                taken = await service.lease(db, self.id, kinds=self._kinds, limit=free, lease_s=self._lease_s)
            for item in taken:
                self._start(item)
        if not taken:
            # Not ``wait_for``: before Python 3.12 it loses a cancellation that comes with the wake-up.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._poll_s):
                    await self._wake.wait()

    def _start(self, item: QueueItemView) -> asyncio.Task[None]:
        task = asyncio.create_task(self._handle(item))
        self._running[item.id] = task
        task.add_done_callback(lambda _: self._done(item.id))
        return task

    def _done(self, item_id: UUID) -> None:
        self._running.pop(item_id, None)
        self._wake.set()

    async def _heartbeat(self) -> None:
        if not self._running:
            return
        async with self._database.system_session(reason="keep queue leases") as db:
            held = await service.extend_leases(db, self.id, lease_s=self._lease_s)
        missing = set(self._running) - held
        for item_id in missing & self._missed:
            # Missing once is a handler that has just finished; twice is a lease lost while this process could not
            # reach the database. Somebody else has it then, and what we still write is fenced off by the attempt.
            _log.warning("queue: a lease is gone", extra={"item": str(item_id)})
            self._running[item_id].cancel("lease lost")
        self._missed = missing

    async def _sweep(self) -> None:
        async with self._database.system_session(reason="free lost queue items") as db:
            freed = await service.reap(db)
            dispatched = await service.dispatch_events(db)
        if freed:
            _log.warning("queue: items of a lost process are free again", extra={"items": freed})
        if freed or dispatched:
            self._wake.set()

    async def _handle(self, item: QueueItemView) -> None:
        with context.bound(
            tenant=format_id("tenant", item.tenant_id), trace_id=item.trace_id or context.new_trace_id()
        ):
            try:
                settled = await handlers[item.kind](self._app, item)
            except (Park, asyncio.CancelledError):
                await self._settle(item, "parked", after_s=0, counted=False)
            except Retry as retry:
                await self._settle(item, "retried", after_s=retry.after_s)
            except CharterError as error:
                await self._settle(
                    item, "failed", after_s=self._backoff(item), error=error.detail, dead=item.last_attempt
                )
            except Exception as error:  # noqa: BLE001 - the outermost loop: one bad item must not stop the others
                _log.exception("queue: a handler failed", extra={"kind": item.kind, "item": str(item.id)})
                text = f"{type(error).__name__}: {error}"[:1000]
                await self._settle(item, "failed", after_s=self._backoff(item), error=text, dead=item.last_attempt)
            else:
                if settled:
                    metrics.queue_items.labels(item.kind, "completed").inc()
                else:
                    await self._settle(item, "completed")

    @staticmethod
    def _backoff(item: QueueItemView) -> float:
        """Full jitter over a doubling limit: many failures at once do not come back at once."""
        limit = min(_BACKOFF_LIMIT_S, _BACKOFF_BASE_S * 2.0**item.attempt)
        return random.uniform(0, limit)  # noqa: S311 - jitter, not a secret

    async def _settle(
        self,
        item: QueueItemView,
        outcome: str,
        *,
        after_s: float = 0,
        error: str | None = None,
        dead: bool = False,
        counted: bool = True,
    ) -> None:
        metrics.queue_items.labels(item.kind, "dead" if dead else outcome).inc()
        try:
            async with self._database.system_session(reason=f"settle queue item: {outcome}") as db:
                if outcome == "completed":
                    await service.complete(db, item, self.id)
                else:
                    await service.release(db, item, self.id, after_s=after_s, error=error, dead=dead, counted=counted)
        except Exception as failure:
            if not is_outage(failure):
                raise
            # The lease runs out by itself and the item comes back: at least once, never lost.
            _log.warning("queue: could not settle an item", extra={"item": str(item.id), "reason": str(failure)[:200]})
