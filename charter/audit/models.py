"""Tables of the audit trail."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from charter.core.db import Base, TenantOwned
from charter.core.ids import new_id


class AuditPending(TenantOwned, Base):
    """An audit entry in the outbox, waiting to be put in order. The application role may insert and nothing else."""

    __tablename__ = "audit_pending"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    actor_kind: Mapped[str]
    actor_id: Mapped[UUID | None]
    actor_label: Mapped[str]
    action: Mapped[str]
    resource_kind: Mapped[str]
    resource_id: Mapped[UUID | None]
    before: Mapped[dict[str, JsonValue] | None]
    after: Mapped[dict[str, JsonValue] | None]
    request_id: Mapped[str | None]
    trace_id: Mapped[str | None]
