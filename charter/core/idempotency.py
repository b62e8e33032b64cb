"""Remembered answers to requests with an Idempotency-Key (`charter.core.http.idempotency` remembers them)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, delete, text
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from charter.core.db import Base, TenantOwned
from charter.core.ids import new_id


class IdempotencyRecord(TenantOwned, Base):
    """One request of one principal under one key, and what it was answered."""

    __tablename__ = "idempotency_records"
    __table_args__ = (
        UniqueConstraint("tenant_id", "principal_id", "key"),
        Index("ix_idempotency_records_created_at", "created_at"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    principal_id: Mapped[UUID]
    key: Mapped[str]
    fingerprint: Mapped[bytes] = mapped_column(BYTEA)
    status: Mapped[int | None]
    media_type: Mapped[str | None]
    body: Mapped[bytes | None] = mapped_column(BYTEA)
    resource_id: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


async def forget_before(db: AsyncSession, moment: datetime) -> None:
    """Forget the answers to requests before a moment: their keys may be used again. System session."""
    await db.execute(delete(IdempotencyRecord).where(IdempotencyRecord.created_at < moment))
