"""Letting go of checkpoints that say nothing a later one does not: a busy log is signed every second."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_ALL_FOR: Final = timedelta(days=7)
_HOURLY_FOR: Final = timedelta(days=366)

# The next checkpoint of the same log, signed in the same hour (or day), covers all that this one does. The last one of
# a key stays, for the change of the key is about its size; so does the newest of each log, which has no next one.
_THIN = text("""
DELETE FROM audit_checkpoints c USING (
  SELECT tenant_id, size, signed_at,
    lead(signed_at) OVER (PARTITION BY tenant_id ORDER BY size) AS next_at
  FROM audit_checkpoints WHERE signed_at < :hourly_before
) AS old
WHERE c.tenant_id = old.tenant_id AND c.size = old.size
  AND date_trunc(CASE WHEN old.signed_at < :daily_before THEN 'day' ELSE 'hour' END, old.signed_at, 'UTC')
    = date_trunc(CASE WHEN old.signed_at < :daily_before THEN 'day' ELSE 'hour' END, old.next_at, 'UTC')
  AND NOT EXISTS (SELECT FROM audit_key_changes k WHERE k.tenant_id = c.tenant_id AND k.size = c.size)
""")


async def thin_checkpoints(db: AsyncSession, now: datetime) -> int:
    """Keep all checkpoints of a week, the last of each hour for a year, then of each day; returns how many went.

    What a checkpoint proves, any later one does: whoever kept one that is gone here can still hold it against the log.
    System session.
    """
    moments = {"hourly_before": now - _ALL_FOR, "daily_before": now - _HOURLY_FOR}
    return int(getattr(await db.execute(_THIN, moments), "rowcount", 0))
