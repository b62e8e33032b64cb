"""Recording audit entries."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

import orjson
from pydantic import JsonValue
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from charter.audit.models import INSTALLATION, AuditPending
from charter.audit.outbox import called_from, prepare
from charter.core.clock import utc_now
from charter.core.db import TenantNow
from charter.core.principal import Principal

# Inline: the application role may insert but not read, so nothing may be returned.
_INSERT = insert(AuditPending).inline()

_DOCUMENTS = frozenset({"before", "after", "personal"})
COLUMNS = (
    "tenant_id", "id", "at", "actor_kind", "actor_id", "actor_label", "action", "resource_kind", "resource_id",
    "before", "after", "personal", "salts", "request_id", "trace_id", "leaf_hash",
)  # fmt: skip
PLAIN_INSERT = (
    f"INSERT INTO audit_pending ({', '.join(COLUMNS)}) "
    f"VALUES ({', '.join(f'${number}' for number in range(1, len(COLUMNS) + 1))})"
)

__all__ = ["INSTALLATION", "called_from", "record"]


async def record(
    db: AsyncSession,
    principal: Principal | None,
    action: str,
    resource_kind: str,
    resource_id: UUID | None,
    *,
    before: dict[str, JsonValue] | None = None,
    after: dict[str, JsonValue] | None = None,
    tenant_id: UUID | None = None,
    personal: Collection[str] = (),
) -> None:
    """Write an audit entry in the transaction of the change it tells of: both commit, or neither does.

    Args:
        principal: who did it; None for somebody not (yet) authenticated or the installation itself.
        action: what was done, in the past tense: ``agent_version.published``.
        before: the state before, redacted here; only what changed.
        after: the state after, redacted here.
        tenant_id: the tenant, in a system session that has entered none.
        personal: names of fields in ``before`` and ``after`` that hold personal values, beside those that always do
            (``charter.audit.entry.PERSONAL_FIELDS``); they can be erased later without breaking a proof.
    """
    if tenant_id is None:
        tenant: TenantNow | None = db.info.get("tenant")
        tenant_id = tenant.id if tenant else principal.tenant_id if principal else None
    if tenant_id is None:
        raise LookupError("An audit entry outside a tenant's transaction names its tenant.")
    row = prepare(
        tenant_id, principal, action, resource_kind, resource_id,
        before=before, after=after, personal=personal, at=utc_now(),
    )  # fmt: skip
    if "tenant" in db.info:
        await _write_plainly(db, row)
    else:
        await db.execute(_INSERT, row)


async def _write_plainly(db: AsyncSession, row: dict[str, object]) -> None:
    """Write past SQLAlchemy, which takes longer over the row than the database does.

    Only where the transaction has begun for the driver as well: entering the tenant was its first statement.
    """
    # The connection is at hand since the transaction began: asking the session as ordinary code spares a switch.
    driver: Any = db.sync_session.connection().connection.driver_connection
    values = [orjson.dumps(row[name]).decode() if name in _DOCUMENTS and row[name] is not None else row[name]
              for name in COLUMNS]  # fmt: skip
    await driver.execute(PLAIN_INSERT, *values)
