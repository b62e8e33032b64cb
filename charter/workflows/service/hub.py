"""Who watches: long polls for jobs, calls that wait for an instance's end, streams of its history."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import Any
from uuid import UUID

import orjson

from charter.core.db import Database, is_outage
from charter.core.queue.service import CHANNEL as QUEUE_CHANNEL
from charter.core.telemetry import logs
from charter.workflows.service.batch import Committed
from charter.workflows.service.leased import handed_out
from charter.workflows.service.takers import Takers

_log = logs.get(__name__)
CHANNEL = "charter_workflows"
_ANNOUNCE_S = 0.01
_NOTICE_BYTES = 7_900  # Postgres takes less than 8,000
_POLL_S = 1.0

_HISTORY = """
SELECT revision, at, entries FROM process_history WHERE instance_id = $1 AND revision > $2
ORDER BY revision LIMIT 500"""
_STANDING = "SELECT state, variables FROM process_instances WHERE id = $1"


class WorkflowHub:
    """Wakes watchers in this process at once, and those in others by notifications gathered over some milliseconds."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._watchers: dict[str, set[asyncio.Event]] = {}
        self._announce: set[str] = set()
        self._announcing = asyncio.Event()
        self.takers = Takers()
        self._closed = False
        self._built_in = False
        self.on_due: Callable[[Any], None] = lambda _due: None
        self.on_built_in: Callable[[], None] = lambda: None

    def close(self) -> None:
        """Let everybody go: this process is stopping."""
        self._closed = True
        for watchers in self._watchers.values():
            for watcher in watchers:
                watcher.set()

    @property
    def closed(self) -> bool:
        """Return whether this process is stopping."""
        return self._closed

    def committed(self, what: Committed) -> None:
        """Wake those who wait for what a batch has committed."""
        topics = {f"i:{found.id}" for found in what.instances}
        for job_id, (taker, found, effect, deadline) in what.handed_out.items():
            taker.deliver(handed_out(job_id, found, effect, deadline))
        topics |= {f"j:{what.tenant_id}:{type_}" for type_ in what.jobs}
        self.wake(topics)
        self._announce |= topics
        self._announcing.set()
        if what.next_due is not None:
            self.on_due(what.next_due)
        if what.built_in:
            self._built_in = True
            self.on_built_in()

    def wake(self, topics: set[str]) -> None:
        """Wake the watchers of topics in this process."""
        for topic in topics:
            kind, _, rest = topic.partition(":")
            if kind == "j":
                tenant_id, _, type_ = rest.partition(":")
                self.takers.there_may_be(UUID(tenant_id), type_)
            for watcher in self._watchers.get(topic, ()):
                watcher.set()

    def heard(self, payload: str) -> None:
        """Hear from another process; an empty payload says that notifications may have been lost."""
        if not payload:
            self.takers.there_may_be(None, "*")
        self.wake(set(payload.split(",")) if payload else set(self._watchers))

    async def announce_forever(self) -> None:
        """Tell other processes."""
        while True:
            await self._announcing.wait()
            await asyncio.sleep(_ANNOUNCE_S)
            self._announcing.clear()
            topics, self._announce = sorted(self._announce), set()
            built_in, self._built_in = self._built_in, False
            try:
                if built_in:
                    await self._database.notify(QUEUE_CHANNEL, "")
                for payload in _payloads(topics):
                    await self._database.notify(CHANNEL, payload)
            except Exception as error:
                if not is_outage(error):
                    raise
                _log.warning("workflows: could not announce", extra={"reason": str(error)[:200]})

    async def wait(self, topics: set[str], event: asyncio.Event, timeout_s: float) -> None:
        """Wait until one of the topics is woken or the time is over; ``event`` is the watcher's own."""
        for topic in topics:
            self._watchers.setdefault(topic, set()).add(event)
        timer = asyncio.get_running_loop().call_later(min(timeout_s, _POLL_S), event.set)
        try:
            await event.wait()
            event.clear()
        finally:
            timer.cancel()
            for topic in topics:
                watchers = self._watchers.get(topic, set())
                watchers.discard(event)
                if not watchers:
                    self._watchers.pop(topic, None)

    async def ended(self, tenant_id: UUID, instance_id: UUID, timeout_s: float) -> dict[str, Any] | None:
        """Wait for an instance's end; returns its state and variables, or None when it goes on."""
        event, topic = asyncio.Event(), {f"i:{instance_id}"}
        loop = asyncio.get_running_loop()
        until = loop.time() + timeout_s
        while True:
            async with self._database.tenant_connection(tenant_id) as connection:
                row = await connection.fetchrow(_STANDING, instance_id)
            if row is not None and row["state"] != "active":
                variables = orjson.loads(row["variables"])
                return {"state": row["state"], "variables": variables.get("1", {})}
            left = until - loop.time()
            if left <= 0 or self._closed:
                return None
            await self.wait(topic, event, left)

    async def follow(self, tenant_id: UUID, instance_id: UUID, *, after: int = 0) -> AsyncIterator[list[Any]]:
        """Yield an instance's history after a revision as rows (revision, at, entries), until it has ended."""
        event, topic = asyncio.Event(), {f"i:{instance_id}"}
        while True:
            async with self._database.tenant_connection(tenant_id) as connection:
                row = await connection.fetchrow(_STANDING, instance_id)
                rows = await connection.fetch(_HISTORY, instance_id, after)
            if rows:
                after = rows[-1]["revision"]
                yield [(found["revision"], found["at"], orjson.loads(found["entries"])) for found in rows]
                continue
            if row is None or row["state"] != "active" or self._closed:
                return
            await self.wait(topic, event, _POLL_S)


def _payloads(topics: Iterable[str]) -> Iterator[str]:
    """Pack topics into as few notifications as hold them; what cannot be told by its name is told as everything.

    Types of jobs are anything that a process model says.
    """
    told: list[str] = []
    size = 0
    for topic in topics:
        length = len(topic.encode()) + 1
        if "," in topic or length > _NOTICE_BYTES:
            yield ""
            continue
        if size + length > _NOTICE_BYTES:
            yield ",".join(told)
            told, size = [], 0
        told.append(topic)
        size += length
    if told:
        yield ",".join(told)
