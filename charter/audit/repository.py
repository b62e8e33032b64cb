"""Every query that reads the log; row security limits them to the transaction's tenant."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
from sqlalchemy import ColumnElement, Select, func, literal_column, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from charter.audit.merkle import ReadHashes
from charter.audit.models import (
    INSTALLATION,
    SEARCHED,
    AuditCheckpoint,
    AuditEntry,
    AuditErasure,
    AuditKey,
    AuditNode,
    AuditSettings,
)

_STREAM_ROWS: Final = 500


@dataclass(frozen=True, slots=True)
class Filters:
    """What entries are looked for; None does not narrow.

    Attributes:
        action: exact, or everything below it when it ends with ``.``: ``agent.``
        words: all of these words are in the texts of the entry.
        since: from this moment on; ``until`` is not included.
    """

    action: str | None = None
    actor_id: UUID | None = None
    resource_kind: str | None = None
    resource_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    words: str | None = None


class AuditRepository:
    """Reads one tenant's log."""

    def __init__(self, db: AsyncSession) -> None:
        self._db = db

    async def search(self, filters: Filters, *, before_seq: int | None, limit: int) -> list[AuditEntry]:
        """Return entries, newest first."""
        query = _filtered(filters).order_by(AuditEntry.seq.desc()).limit(limit)
        if before_seq is not None:
            query = query.where(AuditEntry.seq < before_seq)
        return list(await self._db.scalars(query))

    async def find(self, entry_id: UUID) -> AuditEntry | None:
        return await self._db.scalar(select(AuditEntry).where(AuditEntry.id == entry_id))

    async def stream(self, filters: Filters | None, *, size: int) -> AsyncIterator[AuditEntry]:
        """Yield the entries below ``size`` in their order; without filters those past their retention as well."""
        query = select(AuditEntry) if filters is None else _filtered(filters)
        after = -1
        while True:
            page = (
                query.where(AuditEntry.seq > after, AuditEntry.seq < size).order_by(AuditEntry.seq).limit(_STREAM_ROWS)
            )
            rows = list(await self._db.scalars(page))
            for row in rows:
                yield row
            if len(rows) < _STREAM_ROWS:
                return
            after = rows[-1].seq
            self._db.expunge_all()  # a long export must not keep every row in memory

    async def find_checkpoint(self, size: int | None = None) -> AuditCheckpoint | None:
        """Return the checkpoint of a size, or the newest."""
        query = select(AuditCheckpoint)
        query = query.order_by(AuditCheckpoint.size.desc()).limit(1) if size is None else query.where(
            AuditCheckpoint.size == size
        )  # fmt: skip
        return await self._db.scalar(query)

    async def checkpoints(self, *, after_size: int | None, limit: int) -> list[AuditCheckpoint]:
        """Return checkpoints, largest first."""
        query = select(AuditCheckpoint).order_by(AuditCheckpoint.size.desc()).limit(limit)
        if after_size is not None:
            query = query.where(AuditCheckpoint.size < after_size)
        return list(await self._db.scalars(query))

    async def all_checkpoints(self) -> list[str]:
        """Return every note, smallest first."""
        return list(await self._db.scalars(select(AuditCheckpoint.note).order_by(AuditCheckpoint.size)))

    async def blocks(self) -> list[bytes]:
        """Return the stored hashes of the complete blocks of 256 entries."""
        query = select(AuditNode.hash).where(AuditNode.level == 8).order_by(AuditNode.number)
        return list(await self._db.scalars(query))

    def hashes(self) -> ReadHashes:
        """Return the reader of stored hashes that proofs are made from."""

        async def read(level: int, first: int, count: int) -> list[bytes]:
            rows = await self._db.execute(
                text(_LEAVES if level == 0 else _NODES).bindparams(**_bound(level, first, count))
            )
            return [row[0] for row in rows]

        return read

    async def keys(self) -> list[bytes]:
        """Return the public keys that signed, newest first; in a session of the installation's log."""
        query = select(AuditKey.public).where(AuditKey.tenant_id == INSTALLATION)
        return list(await self._db.scalars(query.order_by(AuditKey.first_used_at.desc())))

    async def installation_id_of(self) -> str | None:
        """Return the installation's part of the origin, from any checkpoint of this log."""
        newest = await self.find_checkpoint()
        return newest.note.partition("\n")[0].partition("/")[0] if newest else None

    async def newest_root_entry(self, tenant_id: UUID, size: int) -> AuditEntry | None:
        """Return the newest signed entry of the installation's log that holds a tenant's root."""
        query = (
            select(AuditEntry)
            .where(AuditEntry.resource_kind == "tenant", AuditEntry.resource_id == tenant_id)
            .where(AuditEntry.action == "tenant_log.signed", AuditEntry.seq < size)
            .order_by(AuditEntry.seq.desc())
        )
        return await self._db.scalar(query.limit(1))

    async def find_settings(self) -> AuditSettings | None:
        return await self._db.scalar(select(AuditSettings).with_for_update())

    async def erasures(self, *, after: UUID | None, limit: int) -> list[AuditErasure]:
        """Return erasures, newest first."""
        query = select(AuditErasure).order_by(AuditErasure.id.desc()).limit(limit)
        return list(await self._db.scalars(query.where(AuditErasure.id < after) if after else query))

    async def count_by(self, filters: Filters, column: str) -> list[tuple[str, int]]:
        """Return how many entries there are of each value of a column, most first."""
        group = getattr(AuditEntry, column)
        inner = _filtered(filters).with_only_columns(group.label("value")).subquery()
        rows = await self._db.execute(
            select(inner.c.value, func.count()).group_by(inner.c.value).order_by(func.count().desc(), inner.c.value)
        )
        return [(str(row[0]), row[1]) for row in rows]


def hashes_on(connection: asyncpg.Connection, tenant_id: UUID) -> ReadHashes:
    """Return the reader of a tree's stored hashes on a plain connection of the sequencer."""

    async def read(level: int, first: int, count: int) -> list[bytes]:
        given = _bound(level, first, count)
        where = "AND tenant_id = :tenant ORDER BY"
        query = (_LEAVES if level == 0 else _NODES).replace("ORDER BY", where)
        for number, name in enumerate((*given, "tenant"), start=1):
            query = query.replace(f":{name}", f"${number}")
        return [row[0] for row in await connection.fetch(query, *given.values(), tenant_id)]

    return read


_LEAVES = "SELECT leaf_hash FROM audit_entries WHERE seq >= :first AND seq < :last ORDER BY seq"
_NODES = "SELECT hash FROM audit_nodes WHERE level = :level AND number >= :first AND number < :last ORDER BY number"


def _bound(level: int, first: int, count: int) -> dict[str, int]:
    bound = {"first": first, "last": first + count}
    return bound if level == 0 else {"level": level} | bound


def _filtered(filters: Filters) -> Select[AuditEntry]:
    query = select(AuditEntry).where(AuditEntry.id.is_not(None))
    for condition in _conditions(filters):
        query = query.where(condition)
    return query


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.action is not None:
        if filters.action.endswith("."):
            # A range rather than LIKE: it uses the index in every collation that Charter sets up.
            conditions += [AuditEntry.action >= filters.action, AuditEntry.action < filters.action[:-1] + "/"]
        else:
            conditions.append(AuditEntry.action == filters.action)
    if filters.actor_id is not None:
        conditions.append(AuditEntry.actor_id == filters.actor_id)
    if filters.resource_kind is not None:
        conditions.append(AuditEntry.resource_kind == filters.resource_kind)
    if filters.resource_id is not None:
        conditions.append(AuditEntry.resource_id == filters.resource_id)
    if filters.since is not None:
        conditions.append(AuditEntry.at >= filters.since)
    if filters.until is not None:
        conditions.append(AuditEntry.at < filters.until)
    if filters.words is not None:
        words = func.plainto_tsquery(literal_column("'simple'::regconfig"), filters.words)
        conditions.append(literal_column(SEARCHED).op("@@")(words))
    return conditions
