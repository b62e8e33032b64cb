"""Revisions of process instances that were put back from a backup."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_RENEW = text("""
UPDATE process_instances SET revision = revision + 1 + floor(random() * 1000000)::int WHERE tenant_id = :tenant""")


async def renew_revisions(db: AsyncSession, tenant_id: UUID) -> None:
    """Make the revisions of a tenant's instances ones that no process has seen. System session.

    A process that remembers a state by its revision would otherwise take one that was written after the backup for the
    one that was put back.
    """
    await db.execute(_RENEW, {"tenant": tenant_id})
