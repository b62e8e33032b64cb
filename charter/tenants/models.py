"""Tables of tenants and of the installation itself."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import CheckConstraint, ForeignKey, text
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.orm import Mapped, mapped_column

from charter.core.db import TENANT_OF_TRANSACTION, Base


class TenantState(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    DELETING = "deleting"
    DELETED = "deleted"


class Tenant(Base):
    """An isolated customer.

    ``authz_epoch`` moves with every change of who may do what, ``config_epoch`` with every change of what agents run on
    (providers, routes, published versions): caches compare them and never serve a stale answer. ``residency`` is a
    label that the installation's storage must carry; ``retention_days`` is how long ended runs are kept.
    """

    __tablename__ = "tenants"
    __table_args__ = (CheckConstraint("state IN ('active', 'suspended', 'deleting', 'deleted')", name="state"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    state: Mapped[str] = mapped_column(server_default="active")
    authz_epoch: Mapped[int] = mapped_column(server_default="1")
    config_epoch: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    time_zone: Mapped[str] = mapped_column(server_default="UTC")
    branding: Mapped[dict[str, JsonValue] | None]
    residency: Mapped[str | None]
    retention_days: Mapped[int | None]
    purge_at: Mapped[datetime | None]
    plan_id: Mapped[UUID | None] = mapped_column(ForeignKey("plans.id"))
    second_factor_required: Mapped[bool] = mapped_column(server_default=text("false"))


class TenantDataKey(Base):
    """A data key of one tenant, wrapped by the installation's key-encryption key."""

    __tablename__ = "tenant_data_keys"
    tenant_id: Mapped[UUID] = mapped_column(
        ForeignKey("tenants.id"), primary_key=True, server_default=text(TENANT_OF_TRANSACTION)
    )
    version: Mapped[int] = mapped_column(primary_key=True)
    wrapped: Mapped[bytes] = mapped_column(BYTEA)
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Installation(Base):
    """The one row of facts about this installation."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("singleton", name="singleton"),)
    singleton: Mapped[bool] = mapped_column(primary_key=True, server_default=text("true"))
    id: Mapped[UUID]
    key_fingerprint: Mapped[bytes] = mapped_column(BYTEA)
    set_up_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
