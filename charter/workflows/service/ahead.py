"""A batch that locks nothing first: commands on instances as this process wrote them last.

Most commands answer a job that this process made, of an instance that it wrote last. What they leave is written in one
statement and one commit, which is refused if somebody else has been there meanwhile; then they are done again with
locks. Whatever asks more of the database (timers, messages, called processes, incidents) is done with locks too.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn
from uuid import UUID

from charter.core.db import Database
from charter.workflows.repository.store import go_ahead
from charter.workflows.service.batch import Batch, Committed, Known, Loaded, Pending
from charter.workflows.service.catalogue import Catalogue

_REMEMBERED = 10_000


class LocksNeeded(Exception):
    """A command leaves more than can be written without locks; nothing was written.

    Attributes:
        place: where that command went on, once it is known which one it was.
    """

    place: tuple[UUID, str] | None = None


class _NoConnection:
    """Stands where a batch has its connection: whoever asks it for anything needs locks."""

    def __getattr__(self, name: str) -> NoReturn:
        raise LocksNeeded


@dataclass(frozen=True, slots=True)
class Chosen:
    """A command that is worth a try; ``place`` is the definition and the element at which it goes on."""

    pending: Pending
    place: tuple[UUID, str]
    key: int = 0
    known: Known | None = None


class Scout:
    """Chooses the commands that are tried without locks, and learns where that fails."""

    def __init__(
        self, catalogue: Catalogue, cache: MutableMapping[UUID, Known], homes: Mapping[UUID, tuple[UUID, int]]
    ) -> None:
        self._catalogue, self._cache, self._homes = catalogue, cache, homes
        self._need_locks: dict[tuple[UUID, str], None] = {}

    def choose(self, pending: list[Pending]) -> list[Chosen]:
        """Return starts, and answers to jobs of instances that this process knows."""
        found = (self._seen(one) for one in pending if not (one.inbox_id or one.timer or one.once or one.done.done()))
        return [one for one in found if one is not None and one.place not in self._need_locks]

    def learn(self, needed: LocksNeeded) -> None:
        """Remember where locks were needed: what goes on at the same place will need them too."""
        if needed.place is not None:
            self._need_locks[needed.place] = None
        while len(self._need_locks) > _REMEMBERED:
            del self._need_locks[next(iter(self._need_locks))]

    def _seen(self, one: Pending) -> Chosen | None:
        command = one.command
        if one.job is None:
            plain = command.keys() <= {"do", "definition", "process", "variables", "business_key", "started_by"}
            known_process = command.get("do") == "start" and plain and one.instance_id is not None
            definition = self._catalogue.known(UUID(command["definition"])) if known_process else None
            return None if definition is None else Chosen(one, (definition.id, ""))
        instance_id, key = self._homes.get(one.job, (None, 0))
        known = self._cache.get(instance_id) if instance_id is not None else None
        element = known.state.elements.get(key) if known is not None else None
        if command["do"] != "complete_job" or known is None or element is None or known.parent is not None:
            return None
        one.instance_id = instance_id
        return Chosen(one, (known.definition.id, element.node), key, known)


class AheadBatch(Batch):
    """Does chosen commands on what is known, and writes if that still holds."""

    def __init__(self, tenant_id: UUID, catalogue: Catalogue, now: datetime, **parts: Any) -> None:
        super().__init__(_NoConnection(), tenant_id, catalogue, now=now, **parts)  # type: ignore[arg-type]

    async def run_ahead(
        self, database: Database, chosen: list[Chosen], cache: MutableMapping[UUID, Known]
    ) -> Committed:
        """Do the commands in a commit of their own; those that do not fit are rejected.

        Raises:
            LocksNeeded: they leave more than :func:`go_ahead` writes.
            asyncpg.SerializationError: somebody else was there before.
        """
        for one in chosen:
            self._take_known(one, cache)
        for one in chosen:
            try:
                await self._do_plainly(one.pending)
            except LocksNeeded as needed:
                needed.place = one.place
                raise
        self._gather()
        fence = {one.job: one.lease for one, _ in self.answers if one.job is not None}
        if self.committed.instances:
            revisions = {found.id: found.revision - 1 for found in self.committed.instances if not found.new}
            async with database.single_statement() as connection:
                await go_ahead(connection, self.tenant_id, self.writes, revisions, fence)
        self._announce_jobs()
        return self.committed

    async def _do_plainly(self, one: Pending) -> None:
        await self._do(one)
        await self._follow_up()
        accepted = bool(self.answers) and self.answers[-1][0] is one
        stays = accepted and one.job is not None and one.job not in self.writes.gone_jobs
        if stays or self.signals or not self.writes.are_plain:
            raise LocksNeeded

    def _take_known(self, one: Chosen, cache: MutableMapping[UUID, Known]) -> None:
        instance_id, known = one.pending.instance_id, one.known
        if known is None or instance_id is None:
            return
        one.pending.command |= {"key": one.key, "job": str(one.pending.job)}
        if cache.pop(instance_id, None) is not None:
            self.loaded[instance_id] = Loaded(
                instance_id, known.definition, known.state, known.revision, known.parent, held=known.held
            )
