"""Forgetting what a tenant no longer wants kept: ended instances with all that belongs to them, spent messages."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_AT_ONCE = 5_000

_OLD = """
SELECT i.tenant_id, i.id FROM process_instances i JOIN tenants t ON t.id = i.tenant_id
WHERE t.retention_days IS NOT NULL AND i.state <> 'active'
  AND i.ended_at < CAST(:now AS timestamptz) - make_interval(days => t.retention_days)
ORDER BY i.ended_at LIMIT :limit"""

_OF_INSTANCES = ("process_history", "process_incidents", "user_tasks", "decision_evaluations")

_MESSAGES = text("""
DELETE FROM bpmn_messages m USING tenants t
WHERE t.id = m.tenant_id AND t.retention_days IS NOT NULL AND m.state <> 'buffered'
  AND m.expires_at < CAST(:now AS timestamptz) - make_interval(days => t.retention_days)""")


async def forget_expired(db: AsyncSession, now: datetime) -> int:
    """Remove what is older than its tenant keeps, some thousands at a time; audit entries stay. System session.

    Returns how many instances were removed.
    """
    await db.execute(_MESSAGES, {"now": now})
    old = (await db.execute(text(_OLD), {"now": now, "limit": _AT_ONCE})).all()
    if not old:
        return 0
    ids = {"tenants": [row[0] for row in old], "ids": [row[1] for row in old]}
    which = "unnest(CAST(:tenants AS uuid[]), CAST(:ids AS uuid[])) AS o(tenant_id, id)"
    for table in _OF_INSTANCES:
        query = f"DELETE FROM {table} r USING {which} WHERE r.tenant_id = o.tenant_id AND r.instance_id = o.id"
        await db.execute(text(query), ids)
    query = f"DELETE FROM process_instances r USING {which} WHERE r.tenant_id = o.tenant_id AND r.id = o.id"
    await db.execute(text(query), ids)
    return len(old)
