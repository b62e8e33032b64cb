"""Putting work on the queue and taking it off again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import delete, insert, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from charter.core.ids import new_id
from charter.core.queue.models import OutboxEvent, QueueItem
from charter.core.queue.registry import QueueItemView, subscribers_of
from charter.core.telemetry import context

CHANNEL = "charter_queue"
EVENTS_WAIT = "events"
"""Told on the channel when events wait to be handed to their subscribers."""


async def enqueue(
    db: AsyncSession,
    kind: str,
    payload: dict[str, JsonValue],
    *,
    priority: int = 0,
    run_at: datetime | None = None,
    max_attempts: int = 10,
    dedup_key: str | None = None,
) -> UUID:
    """Put work on the queue of the transaction's tenant; it becomes visible when the transaction commits.

    Args:
        priority: higher first, inside the tenant.
        run_at: not before this moment.
        dedup_key: an item of this kind and key that is not dead yet makes this call a no-op.
    """
    item_id = new_id()
    values = {
        "id": item_id,
        "kind": kind,
        "payload": payload,
        "priority": priority,
        "max_attempts": max_attempts,
        "dedup_key": dedup_key,
        "trace_id": context.current().get("trace_id"),
    }
    if run_at is not None:
        values["run_at"] = run_at
    await db.execute(upsert(QueueItem).values(**values).on_conflict_do_nothing())
    await db.execute(text(f"SELECT pg_notify('{CHANNEL}', '')"))
    return item_id


async def publish(
    db: AsyncSession, event: str, payload: dict[str, JsonValue], *, tenant_id: UUID | None = None
) -> None:
    """Announce a fact to the rooms above, in the transaction that makes it true (outbox).

    Args:
        tenant_id: whose fact it is, in a system session; else the transaction's tenant's.
    """
    values: dict[str, object] = {"id": new_id(), "kind": event, "payload": payload}
    values["trace_id"] = context.current().get("trace_id")
    if tenant_id is not None:
        values["tenant_id"] = tenant_id
    await db.execute(insert(OutboxEvent).values(**values))
    await db.execute(text(f"SELECT pg_notify('{CHANNEL}', '{EVENTS_WAIT}')"))


async def dispatch_events(db: AsyncSession, *, limit: int = 100) -> int:
    """Turn waiting outbox events into queue items of their subscribers; returns how many events. System session."""
    taken = await db.execute(
        text("""
        DELETE FROM outbox_events WHERE (tenant_id, id) IN (
          SELECT tenant_id, id FROM outbox_events ORDER BY id LIMIT :limit FOR UPDATE SKIP LOCKED)
        RETURNING tenant_id, id, kind, payload, trace_id"""),
        {"limit": limit},
    )
    events = taken.all()
    rows = [
        {
            "tenant_id": event.tenant_id,
            "id": new_id(),
            "kind": kind,
            "payload": event.payload,
            "trace_id": event.trace_id,
        }
        for event in sorted(events, key=lambda event: event.id)
        for kind in subscribers_of(event.kind)
    ]
    if rows:
        await db.execute(insert(QueueItem), rows)
    return len(events)


_LEASE = text("""
WITH RECURSIVE waiting AS (
  (SELECT tenant_id FROM queue_items WHERE state = 'ready' ORDER BY tenant_id LIMIT 1)
  UNION ALL
  SELECT (SELECT q.tenant_id FROM queue_items q WHERE q.state = 'ready' AND q.tenant_id > w.tenant_id
          ORDER BY q.tenant_id LIMIT 1) FROM waiting w WHERE w.tenant_id IS NOT NULL
), busy AS (
  SELECT tenant_id, count(*) AS leased FROM queue_items WHERE state = 'leased' GROUP BY tenant_id
), turns AS (
  SELECT c.tenant_id, c.id, c.turn + coalesce(b.leased, 0) AS turn, c.run_at
  FROM waiting w CROSS JOIN LATERAL (
    SELECT q.tenant_id, q.id, q.run_at, row_number() OVER (ORDER BY q.priority DESC, q.run_at, q.id) AS turn
    FROM queue_items q WHERE q.state = 'ready' AND q.tenant_id = w.tenant_id AND q.run_at <= now()
      AND q.kind = ANY(:kinds) AND EXISTS (SELECT FROM tenants t WHERE t.id = w.tenant_id AND t.state = 'active')
    ORDER BY q.priority DESC, q.run_at, q.id LIMIT :limit
  ) c LEFT JOIN busy b ON b.tenant_id = c.tenant_id
  ORDER BY turn, c.run_at LIMIT :limit
), taken AS (
  SELECT q.tenant_id, q.id FROM queue_items q JOIN turns t ON t.tenant_id = q.tenant_id AND t.id = q.id
  WHERE q.state = 'ready' ORDER BY t.turn, t.run_at FOR UPDATE OF q SKIP LOCKED
)
UPDATE queue_items q SET state = 'leased', lease_owner = :owner, attempts = attempts + 1,
  lease_expires_at = now() + make_interval(secs => :lease_s)
FROM taken WHERE q.tenant_id = taken.tenant_id AND q.id = taken.id
RETURNING q.tenant_id, q.id, q.kind, q.payload, q.attempts, q.max_attempts, q.trace_id
""")


async def lease(db: AsyncSession, owner: UUID, *, kinds: list[str], limit: int, lease_s: float) -> list[QueueItemView]:
    """Take up to ``limit`` due items for ``owner``; system session.

    Tenants take turns: a tenant's next item counts its items already leased, so one tenant's thousand items do not
    keep another's single one waiting. Inside a tenant higher priority comes first, then the older. The items of a
    suspended tenant wait until it is resumed.
    """
    rows = await db.execute(_LEASE, {"owner": owner, "kinds": kinds, "limit": limit, "lease_s": lease_s})
    return [
        QueueItemView(row.tenant_id, row.id, row.kind, row.payload, row.attempts, row.max_attempts, row.trace_id)
        for row in rows
    ]


async def extend_leases(db: AsyncSession, owner: UUID, *, lease_s: float) -> set[UUID]:
    """Heartbeat: keep all of ``owner``'s leases; returns the ids still held. System session."""
    rows = await db.scalars(
        text("""UPDATE queue_items SET lease_expires_at = now() + make_interval(secs => :lease_s)
                WHERE state = 'leased' AND lease_owner = :owner RETURNING id"""),
        {"owner": owner, "lease_s": lease_s},
    )
    return set(rows)


async def reap(db: AsyncSession) -> int:
    """Free the items whose lease ran out: their process is gone or stuck. Returns how many. System session."""
    result = await db.scalars(
        text("""UPDATE queue_items SET lease_owner = NULL, lease_expires_at = NULL,
                  state = CASE WHEN attempts >= max_attempts THEN 'dead' ELSE 'ready' END,
                  last_error = 'The process that had leased it stopped answering.'
                WHERE state = 'leased' AND lease_expires_at < now() RETURNING id""")
    )
    return len(result.all())


async def complete(db: AsyncSession, item: QueueItemView, owner: UUID) -> bool:
    """Remove a finished item; False when the lease was lost meanwhile and somebody else has it."""
    result = await db.execute(
        delete(QueueItem)
        .where(QueueItem.tenant_id == item.tenant_id, QueueItem.id == item.id)
        .where(QueueItem.lease_owner == owner, QueueItem.attempts == item.attempt)
        .returning(QueueItem.id)
    )
    return result.first() is not None


async def release(
    db: AsyncSession, item: QueueItemView, owner: UUID, *, after_s: float, error: str | None, dead: bool, counted: bool
) -> None:
    """Give an item back: for another attempt after ``after_s``, or to the dead letters.

    Args:
        counted: False takes the attempt back (parked, not failed).
    """
    await db.execute(
        text("""UPDATE queue_items SET lease_owner = NULL, lease_expires_at = NULL,
                  state = :state, run_at = now() + make_interval(secs => :after_s),
                  attempts = attempts - :uncounted, last_error = coalesce(:error, last_error)
                WHERE tenant_id = :tenant_id AND id = :id AND lease_owner = :owner AND attempts = :attempt"""),
        {
            "state": "dead" if dead else "ready",
            "after_s": after_s,
            "uncounted": 0 if counted else 1,
            "error": error,
            "tenant_id": item.tenant_id,
            "id": item.id,
            "owner": owner,
            "attempt": item.attempt,
        },
    )
    if after_s <= 0 and not dead:
        await db.execute(text(f"SELECT pg_notify('{CHANNEL}', '')"))
