"""Tables of model providers, overrides of capabilities, and model routes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.orm import Mapped, mapped_column

from charter.core.db import Base, TenantOwned
from charter.core.ids import new_id


class ProviderState(StrEnum):
    READY = "ready"
    FAILING = "failing"
    NO_KEY = "no_key"


class ModelProvider(TenantOwned, Base):
    """A company or server offering models, with its credential sealed by the vault.

    ``models`` are the names it listed when it was last checked.
    """

    __tablename__ = "model_providers"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        UniqueConstraint("tenant_id", "slug"),
        CheckConstraint("state IN ('ready', 'failing', 'no_key')", name="state"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    slug: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    base_url: Mapped[str]
    sealed_key: Mapped[bytes | None] = mapped_column(BYTEA)
    key_last4: Mapped[str | None]
    key_fingerprint: Mapped[str | None]
    state: Mapped[str]
    state_detail: Mapped[str | None]
    models: Mapped[list[str]]
    checked_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class ModelCapabilityOverride(TenantOwned, Base):
    """What a tenant knows better about a model than ``capabilities.json``; holds only the differences."""

    __tablename__ = "model_capability_overrides"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        UniqueConstraint("tenant_id", "model_ref"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    model_ref: Mapped[str]
    changes: Mapped[dict[str, JsonValue]]


class ModelRoute(TenantOwned, Base):
    """A name for models to try in order or by weight; ``targets`` are ``{"model": ref, "weight": n}``."""

    __tablename__ = "model_routes"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        UniqueConstraint("tenant_id", "name"),
        CheckConstraint("strategy IN ('ordered', 'weighted')", name="strategy"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    name: Mapped[str]
    strategy: Mapped[str]
    targets: Mapped[list[JsonValue]]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
