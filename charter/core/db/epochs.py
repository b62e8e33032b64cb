"""The two numbers of a tenant that caches compare: they move in the transaction of the change.

``authz_epoch`` moves with every change of who may do what, ``config_epoch`` with every change of what agents run on.
The first statement of each transaction reads both (docs/decisions/0005-epochs-in-the-first-statement.md).
"""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from charter.core.db.base import TENANT_OF_TRANSACTION

AUTHZ_CHANNEL = "charter_authz"
"""Notified with the tenant's id when its ``authz_epoch`` moves: open streams hear of it at once."""


async def bump_authz(db: AsyncSession) -> None:
    """Say that who may do what has changed: every cached principal of the tenant is stale when this commits."""
    await db.execute(
        text(
            f"WITH moved AS (UPDATE tenants SET authz_epoch = authz_epoch + 1 WHERE id = {TENANT_OF_TRANSACTION} "
            "RETURNING id) SELECT pg_notify(:channel, id::text) FROM moved"
        ),
        {"channel": AUTHZ_CHANNEL},
    )


async def bump_config(db: AsyncSession) -> None:
    """Say that what agents run on has changed: every cached catalogue of the tenant is stale when this commits."""
    await db.execute(text(f"UPDATE tenants SET config_epoch = config_epoch + 1 WHERE id = {TENANT_OF_TRANSACTION}"))
