"""A run's events: written once, read by whoever asks, from any event on, live or late."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import orjson
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from charter.core.db import Database, is_outage
from charter.core.telemetry import logs
from charter.runs.repository.journal import JournalEvent
from charter.runs.repository.queries import events_after

_log = logs.get(__name__)

CHANNEL = "charter_runs"
TERMINAL = frozenset({"run.completed", "run.failed", "run.cancelled"})
_BATCH = 500
_POLL_S = 1.0  # a lost wake-up costs this much
_ANNOUNCE_S = 0.02
_IDS_PER_NOTICE = 200  # a notification carries at most 8,000 bytes


def encode(run_id: str, **facts: object) -> bytes:
    """Return an event's data as JSON."""
    return orjson.dumps({"run_id": run_id, **facts})


class _Reader:
    """One follower in this process: woken by every write, handed the events when it is up to date."""

    def __init__(self) -> None:
        self.woken = asyncio.Event()
        self.live: list[JournalEvent] = []

    async def wait(self) -> bool:
        """Wait to be woken, not for ever; True when the news came along, False when it is in the journal, if at all."""
        self.woken.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(_POLL_S):
                await self.woken.wait()
        return bool(self.live)


class Sequenced(Protocol):
    """A run that counts its events: ``seq`` is that of the last one made."""

    seq: int


@dataclass(frozen=True, slots=True)
class Begun:
    """The events that a run began with, committed, and the run itself."""

    events: Sequence[JournalEvent]
    run: Sequenced

    def is_current(self) -> bool:
        """True while the run has made no event since: whoever listens from now on misses none."""
        return self.run.seq == self.events[-1].seq


class EventHub:
    """Brings journalled events to readers in this process and wakes those in others. One per process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._readers: dict[UUID, list[_Reader]] = {}
        self._announce: set[UUID] = set()
        self._announcing = asyncio.Event()
        self._closed = False

    def close(self) -> None:
        """End all streams: this process is stopping, and readers go on elsewhere from the last event they saw."""
        self._closed = True
        for readers in self._readers.values():
            for reader in readers:
                reader.woken.set()

    def published(self, run_id: UUID, events: Sequence[JournalEvent]) -> None:
        """Pass on events whose transaction has committed."""
        for reader in self._readers.get(run_id, ()):
            reader.live.extend(events)
            reader.woken.set()
        self._announce.add(run_id)
        self._announcing.set()

    def wake_after_commit(self, db: AsyncSession, run_id: UUID) -> None:
        """Wake the run's readers, here and elsewhere, once this transaction has committed."""

        def committed(_session: object) -> None:
            self.published(run_id, ())
            for reader in self._readers.get(run_id, ()):
                reader.woken.set()

        event.listen(db.sync_session, "after_commit", committed, once=True)

    def heard(self, payload: str) -> None:
        """Another process wrote events of these runs (empty: this one may have missed some)."""
        ids = {UUID(text) for text in payload.split(",") if text} if payload else set(self._readers)
        for run_id in ids & self._readers.keys():
            for reader in self._readers[run_id]:
                reader.woken.set()

    async def announce_forever(self) -> None:
        """Tell other processes, gathered over a few milliseconds: a notification a run would slow every commit."""
        while True:
            await self._announcing.wait()
            await asyncio.sleep(_ANNOUNCE_S)
            self._announcing.clear()
            ids, self._announce = [str(run_id) for run_id in self._announce], set()
            try:
                for start in range(0, len(ids), _IDS_PER_NOTICE):
                    await self._database.notify(CHANNEL, ",".join(ids[start : start + _IDS_PER_NOTICE]))
            except Exception as error:
                if not is_outage(error):
                    raise
                _log.warning("runs: could not announce events", extra={"reason": str(error)[:200]})

    async def follow(
        self, tenant_id: UUID, run_id: UUID, *, after: int = 0, begun: Begun | None = None
    ) -> AsyncIterator[list[JournalEvent]]:
        """Yield a run's events after ``after`` in order, each exactly once, until it has ended (or the hub closes).

        Args:
            begun: how a run began that the caller has just started in this process; spares reading it back.
        """
        reader = _Reader()
        self._readers.setdefault(run_id, []).append(reader)
        try:
            behind = True
            if begun is not None and begun.is_current() and begun.events[0].seq == after + 1:
                behind, reader.live = False, list(begun.events)
            while True:
                if behind:
                    reader.live.clear()
                    batch = await self._stored(tenant_id, run_id, after)
                    behind = len(batch) == _BATCH
                else:
                    batch, reader.live = [entry for entry in reader.live if entry.seq > after], []
                    if batch and batch[0].seq != after + 1:
                        behind = True
                        continue
                if batch:
                    after = batch[-1].seq
                    yield batch
                    if batch[-1].type in TERMINAL:
                        return
                    continue
                if self._closed:
                    return
                if not reader.live and not behind:
                    behind = not await reader.wait()
        finally:
            readers = self._readers[run_id]
            readers.remove(reader)
            if not readers:
                del self._readers[run_id]

    async def _stored(self, tenant_id: UUID, run_id: UUID, after: int) -> list[JournalEvent]:
        """Read from the journal; waits for a database that is coming back."""
        while True:
            try:
                async with self._database.tenant_connection(tenant_id) as connection:
                    return await events_after(connection, run_id, after, _BATCH)
            except Exception as error:
                if not is_outage(error):
                    raise
                _log.warning("runs: the journal does not answer; trying again", extra={"reason": str(error)[:200]})
                await asyncio.sleep(0.3)
