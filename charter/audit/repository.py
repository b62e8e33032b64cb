"""Every query that reads the log; row security limits them to the transaction's tenant."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
from sqlalchemy import ColumnElement, Select, and_, func, literal_column, not_, or_, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from charter.audit.entry import Entry, unpack
from charter.audit.merkle import ReadHashes
from charter.audit.models import (
    INSTALLATION,
    SEARCHED,
    AuditCheckpoint,
    AuditEntry,
    AuditErasure,
    AuditKey,
    AuditKeyChange,
    AuditNode,
    AuditSettings,
    AuditTree,
)
from charter.audit.verifier import KeyChange

_STREAM_ROWS: Final = 500


@dataclass(frozen=True, slots=True)
class Filters:
    """What entries are looked for; None does not narrow.

    Attributes:
        action: exact, or everything below it when it ends with ``.``: ``agent.``
        words: all of these words are in the texts of the entry.
        actions: any of these, each as ``action``.
        without: none of what begins so.
        numbers: these entries alone.
        since: from this moment on; ``until`` is not included.
    """

    action: str | None = None
    actor_id: UUID | None = None
    resource_kind: str | None = None
    resource_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    words: str | None = None
    actions: tuple[str, ...] | None = None
    numbers: tuple[int, ...] | None = None
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedEntry:
    """An entry at its place; past its retention only place and hash are left."""

    seq: int
    leaf: bytes
    kept: Entry | None

    @property
    def pruned(self) -> bool:
        """True when the body was dropped."""
        return self.kept is None

    @property
    def entry(self) -> Entry:
        """The entry; ask :attr:`pruned` first where that can be."""
        if self.kept is None:
            raise LookupError("The body of this entry was dropped.")
        return self.kept


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A stored checkpoint."""

    size: int
    root: bytes
    signed_at: datetime
    note: str

    @property
    def origin(self) -> str:
        """The name of the log."""
        return self.note.partition("\n")[0]


class AuditRepository:
    """Reads one tenant's log, and writes what people wish to be done with it."""

    def __init__(self, db: AsyncSession) -> None:
        self._db = db

    async def search(self, filters: Filters, *, before_seq: int | None, limit: int) -> list[PlacedEntry]:
        """Return entries, newest first."""
        query = _filtered(filters).order_by(AuditEntry.seq.desc()).limit(limit)
        if before_seq is not None:
            query = query.where(AuditEntry.seq < before_seq)
        return [_placed(row) for row in await self._db.scalars(query)]

    async def numbers(self, tenant_id: UUID, filters: Filters, *, before_seq: int | None, limit: int) -> list[int]:
        """Return the numbers of a tenant's matching entries, newest first; in a system session.

        Row security keeps the index of words from being used: it lets no test see a row before the policy has. So words
        are looked up by the system role, and :meth:`search` reads the entries themselves under the tenant's policy.
        """
        query = _filtered(filters).with_only_columns(AuditEntry.seq).where(AuditEntry.tenant_id == tenant_id)
        if before_seq is not None:
            query = query.where(AuditEntry.seq < before_seq)
        return list(await self._db.scalars(query.order_by(AuditEntry.seq.desc()).limit(limit)))

    async def find(self, entry_id: UUID) -> PlacedEntry | None:
        row = await self._db.scalar(select(AuditEntry).where(AuditEntry.id == entry_id))
        return _placed(row) if row else None

    async def stream(self, filters: Filters | None, *, size: int) -> AsyncIterator[PlacedEntry]:
        """Yield the entries below ``size`` in their order; without filters those past their retention as well."""
        query = select(AuditEntry) if filters is None else _filtered(filters)
        after = -1
        while True:
            page = (
                query.where(AuditEntry.seq > after, AuditEntry.seq < size).order_by(AuditEntry.seq).limit(_STREAM_ROWS)
            )
            rows = list(await self._db.scalars(page))
            for row in rows:
                yield _placed(row)
            if len(rows) < _STREAM_ROWS:
                return
            after = rows[-1].seq
            self._db.expunge_all()  # a long export must not keep every row in memory

    async def find_checkpoint(self, size: int | None = None) -> SignedCheckpoint | None:
        """Return the checkpoint of a size, or the newest."""
        query = select(AuditCheckpoint).order_by(AuditCheckpoint.size.desc()).limit(1)
        row = await self._db.scalar(query if size is None else query.where(AuditCheckpoint.size == size))
        return _signed(row) if row else None

    async def checkpoints(self, *, after_size: int | None, limit: int) -> list[SignedCheckpoint]:
        """Return checkpoints, largest first."""
        query = select(AuditCheckpoint).order_by(AuditCheckpoint.size.desc()).limit(limit)
        if after_size is not None:
            query = query.where(AuditCheckpoint.size < after_size)
        return [_signed(row) for row in await self._db.scalars(query)]

    async def all_checkpoints(self, size: int) -> list[str]:
        """Return every note up to a size, smallest first."""
        query = select(AuditCheckpoint.note).where(AuditCheckpoint.size <= size).order_by(AuditCheckpoint.size)
        return list(await self._db.scalars(query))

    async def beyond(self) -> int | None:
        """Return the number after the last entry when it lies past what the tree knows: somebody put it there."""
        last = await self._db.scalar(select(func.max(AuditEntry.seq)))
        size = await self._db.scalar(select(AuditTree.size))
        return last + 1 if last is not None and last >= (size or 0) else None

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

    async def key_changes(self) -> list[KeyChange]:
        """Return from where on which key signs this log, in order."""
        rows = await self._db.scalars(select(AuditKeyChange).order_by(AuditKeyChange.size))
        return [KeyChange.parse(row.statement, row.by_old, row.by_new) for row in rows]

    async def newest_root_entry(self, tenant_id: UUID, size: int) -> PlacedEntry | None:
        """Return the newest signed entry of the installation's log that holds a tenant's root."""
        query = (
            select(AuditEntry)
            .where(AuditEntry.resource_kind == "tenant", AuditEntry.resource_id == tenant_id)
            .where(AuditEntry.action == "tenant_log.signed", AuditEntry.seq < size)
            .order_by(AuditEntry.seq.desc())
        )
        row = await self._db.scalar(query.limit(1))
        return _placed(row) if row else None

    async def find_settings(self) -> AuditSettings | None:
        return await self._db.scalar(select(AuditSettings))

    async def put_settings(self, retention_months: int | None, legal_hold: bool, hold_reason: str | None) -> None:
        """Write the tenant's settings."""
        values = {"retention_months": retention_months, "legal_hold": legal_hold, "hold_reason": hold_reason}
        query = upsert(AuditSettings).values(**values)
        await self._db.execute(query.on_conflict_do_update(index_elements=["tenant_id"], set_=values))

    async def add_erasure(self, person_id: UUID | None, email: str | None, reason: str) -> AuditErasure:
        """Write down a wish."""
        wish = AuditErasure(person_id=person_id, email=email, reason=reason)
        self._db.add(wish)
        await self._db.flush()
        await self._db.refresh(wish)
        return wish

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


def _placed(row: AuditEntry) -> PlacedEntry:
    if row.id is None or row.at is None:
        return PlacedEntry(row.seq, row.leaf_hash, None)
    entry = Entry(
        id=row.id, tenant_id=row.tenant_id, at=row.at, actor_kind=row.actor_kind or "", actor_id=row.actor_id,
        action=row.action or "", resource_kind=row.resource_kind or "", resource_id=row.resource_id, before=row.before,
        after=row.after, personal=unpack(row.personal, row.salts), request_id=row.request_id, trace_id=row.trace_id,
    )  # fmt: skip
    return PlacedEntry(row.seq, row.leaf_hash, entry)


def _signed(row: AuditCheckpoint) -> SignedCheckpoint:
    return SignedCheckpoint(row.size, row.root, row.signed_at, row.note)


def _filtered(filters: Filters) -> Select[AuditEntry]:
    query = select(AuditEntry).where(AuditEntry.id.is_not(None))
    for condition in _conditions(filters):
        query = query.where(condition)
    return query


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.action is not None:
        conditions.append(_action(filters.action))
    if filters.actions is not None:
        conditions.append(or_(*map(_action, filters.actions)))
    conditions += [not_(_action(action)) for action in filters.without]
    if filters.numbers is not None:
        conditions.append(AuditEntry.seq.in_(filters.numbers))
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


def _action(wanted: str) -> ColumnElement[bool]:
    """Match one action, or all below one that ends with a dot."""
    if not wanted.endswith("."):
        return AuditEntry.action == wanted
    # A range rather than LIKE, so that the index serves it; "/" comes after "." in the column's collation.
    return and_(AuditEntry.action >= wanted, AuditEntry.action < wanted[:-1] + "/")
