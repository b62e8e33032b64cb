"""Tables of the queue."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from charter.core.db import Base, TenantOwned
from charter.core.ids import new_id


class QueueItemState(StrEnum):
    READY = "ready"
    LEASED = "leased"
    DEAD = "dead"


class QueueItem(TenantOwned, Base):
    """A piece of deferred work. A finished item is deleted; one that keeps failing stays as ``dead``."""

    __tablename__ = "queue_items"
    __table_args__ = (
        CheckConstraint("state IN ('ready', 'leased', 'dead')", name="state"),
        CheckConstraint("(state = 'leased') = (lease_owner IS NOT NULL)", name="lease"),
        Index(
            "ix_queue_items_ready",
            "tenant_id",
            text("priority DESC"),
            "run_at",
            "id",
            postgresql_where=text("state = 'ready'"),
        ),
        Index("ix_queue_items_leased", "lease_expires_at", postgresql_where=text("state = 'leased'")),
        Index(
            "uq_queue_items_tenant_id_kind_dedup_key",
            "tenant_id",
            "kind",
            "dedup_key",
            unique=True,
            postgresql_where=text("dedup_key IS NOT NULL AND state <> 'dead'"),
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    kind: Mapped[str]
    payload: Mapped[dict[str, JsonValue]]
    state: Mapped[str] = mapped_column(server_default="ready")
    priority: Mapped[int] = mapped_column(server_default="0")
    run_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    attempts: Mapped[int] = mapped_column(server_default="0")
    max_attempts: Mapped[int] = mapped_column(server_default="10")
    lease_owner: Mapped[UUID | None]
    lease_expires_at: Mapped[datetime | None]
    dedup_key: Mapped[str | None]
    last_error: Mapped[str | None]
    trace_id: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class OutboxEvent(TenantOwned, Base):
    """A fact that one room announces in its own transaction; the dispatcher turns it into queue items."""

    __tablename__ = "outbox_events"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    kind: Mapped[str]
    payload: Mapped[dict[str, JsonValue]]
    trace_id: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
