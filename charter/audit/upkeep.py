"""What is taken out of the log again, without breaking it: personal values on request, bodies past their retention.

Hashes and places stay, so every proof holds as before; each removal is itself an entry in the log.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from charter.audit.entry import ADDRESS, LABEL, Document, Entry, Kept, erased, pack, unpack
from charter.core.ids import format_id, new_id

_BATCH: Final = 2_000
_DROPPED_AT_ONCE: Final = 20_000  # a fraction of a second, in which no entry gets its place


def own_entry(
    tenant_id: UUID, action: str, resource_kind: str, resource_id: UUID | None, now: datetime, after: Document
) -> Entry:
    """Return an entry of the sequencer's own doing."""
    return Entry(
        id=new_id(), tenant_id=tenant_id, at=now, actor_kind="service", actor_id=None, action=action,
        resource_kind=resource_kind, resource_id=resource_id, before=None, after=after, personal={},
        request_id=None, trace_id=None,
    )  # fmt: skip


async def erase_waiting(connection: asyncpg.Connection, now: datetime) -> list[Entry]:
    """Do the erasures that were asked for and that no legal hold forbids; returns the entries that tell of them."""
    waiting = await connection.fetch(
        """SELECT e.* FROM audit_erasures e LEFT JOIN audit_settings s USING (tenant_id)
           WHERE e.done_at IS NULL AND NOT coalesce(s.legal_hold, false) ORDER BY e.id LIMIT 10"""
    )
    notes = []
    for wish in waiting:
        async with connection.transaction():
            count = await _erase(connection, wish)
            await connection.execute(
                """UPDATE audit_erasures SET done_at = $3, values_erased = $4, email = NULL
                   WHERE tenant_id = $1 AND id = $2""",
                wish["tenant_id"], wish["id"], now, count,
            )  # fmt: skip
        after: Document = {"erasure": format_id("erasure", wish["id"]), "values": count, "reason": wish["reason"]}
        notes.append(
            own_entry(wish["tenant_id"], "audit_log.personal_data_erased", "user", wish["person_id"], now, after)
        )
    return notes


async def _erase(connection: asyncpg.Connection, wish: asyncpg.Record) -> int:
    """Reduce a person's values to their commitments in the whole log of a tenant; returns how many values."""
    rows = await connection.fetch(
        """SELECT seq, actor_id, resource_id, personal, salts FROM audit_entries WHERE tenant_id = $1
           AND personal IS NOT NULL AND (actor_id = $2 OR resource_id = $2 OR personal::text ILIKE $3)""",
        wish["tenant_id"],
        wish["person_id"],
        None if wish["email"] is None else f"%{_escaped(wish['email'])}%",
    )
    changed, count = [], 0
    for row in rows:
        personal = unpack(row["personal"], row["salts"])
        mine = {path for path, kept in personal.items() if isinstance(kept, Kept) and _is_of(wish, row, path, kept)}
        if mine:
            count += len(mine)
            changed.append((wish["tenant_id"], row["seq"], *pack(erased(personal, mine))))
    for start in range(0, len(changed), _BATCH):
        await connection.executemany(
            "UPDATE audit_entries SET personal = $3, salts = $4 WHERE tenant_id = $1 AND seq = $2",
            changed[start : start + _BATCH],
        )
    return count


def _is_of(wish: asyncpg.Record, row: asyncpg.Record, path: str, kept: Kept) -> bool:
    """True when a personal value is of the person: their own label and address, what was said of them, their email."""
    person, email = wish["person_id"], wish["email"]
    if email is not None and email.casefold() in kept.value.casefold():
        return True
    about_actor = path in {LABEL, ADDRESS}
    return person is not None and row["actor_id" if about_actor else "resource_id"] == person


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


async def drop_expired(connection: asyncpg.Connection, now: datetime) -> list[Entry]:
    """Drop bodies of whole months that are past their tenant's retention; returns the entries that tell of it.

    Number and hash of each entry stay. A legal hold keeps everything. Of each tenant a batch at a time: while there are
    entries that tell of it, there may be more to drop.
    """
    notes = []
    for row in await connection.fetch(
        "SELECT tenant_id, retention_months FROM audit_settings WHERE retention_months IS NOT NULL AND NOT legal_hold"
    ):
        until = months_before(now, row["retention_months"])
        dropped = await connection.fetch(
            """UPDATE audit_entries SET id = NULL, at = NULL, actor_id = NULL, resource_id = NULL, actor_kind = NULL,
                 action = NULL, resource_kind = NULL, before = NULL, after = NULL, personal = NULL, salts = NULL,
                 request_id = NULL, trace_id = NULL
               WHERE tenant_id = $1 AND seq = ANY(ARRAY(SELECT seq FROM audit_entries
                 WHERE tenant_id = $1 AND at < $2 ORDER BY seq LIMIT $3)) RETURNING seq""",
            row["tenant_id"],
            until,
            _DROPPED_AT_ONCE,
        )
        if dropped:
            numbers = [each["seq"] for each in dropped]
            after: Document = {
                "before": until.isoformat(), "entries": len(numbers), "first": min(numbers), "last": max(numbers),
            }  # fmt: skip
            notes.append(own_entry(row["tenant_id"], "audit_log.retention_applied", "audit_log", None, now, after))
    return notes


def months_before(now: datetime, months: int) -> datetime:
    """Return the first moment of the month that lies this many whole months before the present one."""
    count = now.year * 12 + now.month - 1 - months
    return now.replace(year=count // 12, month=count % 12 + 1, day=1, hour=0, minute=0, second=0, microsecond=0)
