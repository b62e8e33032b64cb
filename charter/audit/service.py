"""Recording audit entries."""

from __future__ import annotations

from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from charter.audit.models import AuditPending
from charter.core.ids import new_id
from charter.core.principal import Principal
from charter.core.telemetry import context
from charter.core.telemetry.redaction import redact


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
) -> None:
    """Write an audit entry in the transaction of the change it tells of: both commit, or neither does.

    Args:
        principal: who did it; None for somebody not (yet) authenticated or the installation itself.
        action: what was done, in the past tense: ``agent_version.published``.
        before: the state before, redacted here; only what changed.
        after: the state after, redacted here.
        tenant_id: the tenant, in a system session that has entered none.
    """
    bound = context.current()
    values: dict[str, object] = {
        "id": new_id(),
        "actor_kind": principal.kind if principal else "anonymous",
        "actor_id": principal.id if principal else None,
        "actor_label": principal.label if principal else "",
        "action": action,
        "resource_kind": resource_kind,
        "resource_id": resource_id,
        "before": redact(before) if before is not None else None,
        "after": redact(after) if after is not None else None,
        "request_id": bound.get("request_id"),
        "trace_id": bound.get("trace_id"),
    }
    if tenant_id is not None:
        values["tenant_id"] = tenant_id
    # Inline: the application role may insert but not read, so nothing may be returned.
    await db.execute(insert(AuditPending).inline().values(**values))
