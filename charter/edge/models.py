"""Tables of edge policies and bans."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from charter.core.db import Base, TenantOwned
from charter.core.ids import new_id


class EdgePolicyVersion(Base):
    """A version of the installation's policy; the highest number is in force. Of no tenant: system role only."""

    __tablename__ = "edge_policy_versions"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int] = mapped_column(unique=True)
    document: Mapped[dict[str, JsonValue]]
    note: Mapped[str] = mapped_column(server_default="")
    created_by: Mapped[UUID]
    created_by_label: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class TenantEdgePolicyVersion(TenantOwned, Base):
    """A version of a tenant's own part; the highest number is in force."""

    __tablename__ = "tenant_edge_policy_versions"
    __table_args__ = (UniqueConstraint("tenant_id", "number"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    number: Mapped[int]
    document: Mapped[dict[str, JsonValue]]
    note: Mapped[str] = mapped_column(server_default="")
    created_by: Mapped[UUID]
    created_by_label: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class EdgeBan(Base):
    """An address, or a /64 of IPv6, that is not listened to until a moment. Of no tenant: system role only."""

    __tablename__ = "edge_bans"
    __table_args__ = (Index("ix_edge_bans_subject", "subject", "created_at"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subject: Mapped[str]
    reason: Mapped[str]
    until: Mapped[datetime]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    lifted_by: Mapped[UUID | None]
    lifted_at: Mapped[datetime | None]
