"""Tables of identity."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.orm import Mapped, mapped_column

from charter.core.db import TENANT_OF_TRANSACTION, Base, TenantOwned
from charter.core.ids import new_id

_ROLES = "role IN ('owner', 'admin', 'builder', 'operator', 'auditor', 'caller', 'guest')"


class User(Base):
    """A person's account in this installation; only the system role sees this table."""

    __tablename__ = "users"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Member(TenantOwned, Base):
    """A user's membership in a tenant, with a role."""

    __tablename__ = "members"
    __table_args__ = (
        CheckConstraint(_ROLES, name="role"),
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        UniqueConstraint("tenant_id", "user_id"),
        UniqueConstraint("tenant_id", "email"),
        Index("ix_members_user_id", "user_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    user_id: Mapped[UUID]
    email: Mapped[str]
    role: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class UserSession(Base):
    """A signed-in browser. The cookie's value is known here only by its keyed hash."""

    __tablename__ = "user_sessions"
    __table_args__ = (UniqueConstraint("tenant_id", "token_hash"), Index("ix_user_sessions_token_hash", "token_hash"))
    tenant_id: Mapped[UUID] = mapped_column(
        ForeignKey("tenants.id"), primary_key=True, server_default=text(TENANT_OF_TRANSACTION)
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID]
    token_hash: Mapped[bytes] = mapped_column(BYTEA)
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    expires_at: Mapped[datetime]
    user_agent: Mapped[str | None]


class ApiKey(TenantOwned, Base):
    """A credential for programs. The secret is known here only by its keyed hash; it is shown once, at creation."""

    __tablename__ = "api_keys"
    __table_args__ = (
        CheckConstraint(_ROLES, name="role"),
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        UniqueConstraint("tenant_id", "public_id"),
        Index("ix_api_keys_public_id", "public_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    public_id: Mapped[str]
    name: Mapped[str]
    role: Mapped[str]
    secret_hash: Mapped[bytes] = mapped_column(BYTEA)
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
