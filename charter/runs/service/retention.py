"""Forgetting what a tenant no longer wants kept: ended runs, and conversations without a younger run."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_CONVERSATIONS = text("""
DELETE FROM conversations c USING tenants t
WHERE t.id = c.tenant_id AND t.retention_days IS NOT NULL
  AND c.created_at < CAST(:now AS timestamptz) - make_interval(days => t.retention_days)
  AND NOT EXISTS (SELECT FROM runs r WHERE r.tenant_id = c.tenant_id AND r.conversation_id = c.id
    AND coalesce(r.ended_at, :now) >= CAST(:now AS timestamptz) - make_interval(days => t.retention_days))
""")
_RUNS = text("""
DELETE FROM runs r USING tenants t
WHERE t.id = r.tenant_id AND t.retention_days IS NOT NULL AND r.conversation_id IS NULL
  AND r.ended_at < CAST(:now AS timestamptz) - make_interval(days => t.retention_days)
""")


async def forget_expired(db: AsyncSession, now: datetime) -> int:
    """Remove what is older than its tenant keeps; usage records and audit entries stay. System session.

    Returns how many conversations and runs without one were removed.
    """
    removed = [await db.execute(query, {"now": now}) for query in (_CONVERSATIONS, _RUNS)]
    return sum(int(getattr(done, "rowcount", 0)) for done in removed)
