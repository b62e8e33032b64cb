"""Tables of identity."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.orm import Mapped, mapped_column

from charter.core.db import TENANT_OF_TRANSACTION, Base, TenantOwned
from charter.core.ids import new_id

ROLES = "role IN ('owner', 'admin', 'builder', 'operator', 'auditor', 'caller', 'guest')"


class User(Base):
    """A person's account in this installation; only the system role sees this table.

    One that a tenant's administrator made with a password is ``of_tenant`` and never a member elsewhere: the same
    address may have another account, and nobody learns of it.
    """

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_lower"),
        Index("uq_users_email", "email", "of_tenant", unique=True, postgresql_nulls_not_distinct=True),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str]
    password_hash: Mapped[str]
    of_tenant: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Member(TenantOwned, Base):
    """A user's membership in a tenant, with a role."""

    __tablename__ = "members"
    __table_args__ = (
        CheckConstraint(ROLES, name="role"),
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


class SessionProof(StrEnum):
    """What somebody proved when they signed in."""

    PASSWORD = "password"  # noqa: S105 - the word, not one
    TWO_FACTORS = "two_factors"
    PROVIDER = "provider"


class UserSession(Base):
    """A signed-in browser. The cookie's value is known here only by its keyed hash."""

    __tablename__ = "user_sessions"
    __table_args__ = (
        CheckConstraint("proof IN ('password', 'two_factors', 'provider')", name="proof"),
        UniqueConstraint("tenant_id", "token_hash"),
        Index("ix_user_sessions_token_hash", "token_hash"),
    )
    tenant_id: Mapped[UUID] = mapped_column(
        ForeignKey("tenants.id"), primary_key=True, server_default=text(TENANT_OF_TRANSACTION)
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID]
    token_hash: Mapped[bytes] = mapped_column(BYTEA)
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    expires_at: Mapped[datetime]
    user_agent: Mapped[str | None]
    proof: Mapped[str] = mapped_column(server_default=SessionProof.PASSWORD)


class ServiceAccount(TenantOwned, Base):
    """Somebody that is no person: has roles and API keys of its own, and outlives whoever made it."""

    __tablename__ = "service_accounts"
    __table_args__ = (ForeignKeyConstraint(["tenant_id"], ["tenants.id"]), UniqueConstraint("tenant_id", "name"))
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    name: Mapped[str]
    description: Mapped[str]
    enabled: Mapped[bool] = mapped_column(server_default=text("true"))
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class ApiKey(TenantOwned, Base):
    """A credential for programs. The secret is known here only by its keyed hash; it is shown once, at creation.

    It may what ``role`` says, within ``scope`` if it has one. The key of a service account may what the account may:
    its own role is the one that gives nothing.
    """

    __tablename__ = "api_keys"
    __table_args__ = (
        CheckConstraint(ROLES, name="role"),
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        ForeignKeyConstraint(
            ["tenant_id", "service_account_id"],
            ["service_accounts.tenant_id", "service_accounts.id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("tenant_id", "public_id"),
        Index("ix_api_keys_public_id", "public_id"),
        Index("ix_api_keys_service_account", "tenant_id", "service_account_id"),
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
    scope: Mapped[list[str] | None]
    service_account_id: Mapped[UUID | None]


class SignOnConnection(TenantOwned, Base):
    """An OpenID provider that a tenant trusts: how to reach it, and what its claims mean here."""

    __tablename__ = "sign_on_connections"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        UniqueConstraint("tenant_id", "name"),
        Index("ix_sign_on_connections_issuer", "issuer"),
        Index("ix_sign_on_connections_scim_public_id", "scim_public_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    name: Mapped[str]
    enabled: Mapped[bool] = mapped_column(server_default=text("true"))
    issuer: Mapped[str]
    client_id: Mapped[str]
    sealed_secret: Mapped[bytes | None] = mapped_column(BYTEA)
    scopes: Mapped[list[str]]
    algorithms: Mapped[list[str]]
    audience: Mapped[str | None]
    allowed_azp: Mapped[list[str]]
    role_rules: Mapped[list[JsonValue]]
    team_rules: Mapped[list[JsonValue]]
    organization: Mapped[dict[str, JsonValue] | None]
    login_domains: Mapped[list[str]]
    provider: Mapped[dict[str, JsonValue]]
    checked_at: Mapped[datetime]
    scim_public_id: Mapped[str | None]
    scim_secret_hash: Mapped[bytes | None] = mapped_column(BYTEA)
    scim_token_made_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class ExternalAccount(TenantOwned, Base):
    """Somebody known by (issuer, subject), or provisioned and not yet seen. ``user_id`` outlives the membership."""

    __tablename__ = "external_accounts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "connection_id"],
            ["sign_on_connections.tenant_id", "sign_on_connections.id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("tenant_id", "issuer", "subject"),
        UniqueConstraint("tenant_id", "user_id"),
        UniqueConstraint("tenant_id", "connection_id", "user_name"),
        Index("ix_external_accounts_external_id", "tenant_id", "connection_id", "external_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    connection_id: Mapped[UUID]
    issuer: Mapped[str]
    subject: Mapped[str | None]
    user_id: Mapped[UUID] = mapped_column(default=new_id)
    label: Mapped[str]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    claimed_role: Mapped[str | None]
    claimed_teams: Mapped[list[str]]
    given_teams: Mapped[list[str]]
    user_name: Mapped[str | None]
    external_id: Mapped[str | None]
    profile: Mapped[dict[str, JsonValue]]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    signed_in_at: Mapped[datetime | None]


class SignOnSession(TenantOwned, Base):
    """What a session opened through a provider needs for its end: the provider's session id, the sealed ID token."""

    __tablename__ = "sign_on_sessions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "session_id"], ["user_sessions.tenant_id", "user_sessions.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["tenant_id", "connection_id"],
            ["sign_on_connections.tenant_id", "sign_on_connections.id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("tenant_id", "session_id"),
        Index("ix_sign_on_sessions_sid", "tenant_id", "connection_id", "sid"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    session_id: Mapped[UUID]
    connection_id: Mapped[UUID]
    subject: Mapped[str]
    sid: Mapped[str | None]
    sealed_id_token: Mapped[bytes] = mapped_column(BYTEA)


class UsedLogoutToken(TenantOwned, Base):
    """The id of a logout token that was acted on, kept until the token itself has expired: each works once."""

    __tablename__ = "used_logout_tokens"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "connection_id"],
            ["sign_on_connections.tenant_id", "sign_on_connections.id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("tenant_id", "connection_id", "jti_hash"),
        Index("ix_used_logout_tokens_expires_at", "expires_at"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    connection_id: Mapped[UUID]
    jti_hash: Mapped[bytes] = mapped_column(BYTEA)
    expires_at: Mapped[datetime]


class EndedSignOn(TenantOwned, Base):
    """A provider's session that is over, or everything of a person until a moment: their access tokens are as well."""

    __tablename__ = "ended_sign_ons"
    __table_args__ = (
        CheckConstraint("num_nonnulls(sid, subject) >= 1", name="somebody"),
        ForeignKeyConstraint(
            ["tenant_id", "connection_id"],
            ["sign_on_connections.tenant_id", "sign_on_connections.id"],
            ondelete="CASCADE",
        ),
        Index("ix_ended_sign_ons_sid", "tenant_id", "connection_id", "sid"),
        Index("ix_ended_sign_ons_subject", "tenant_id", "connection_id", "subject"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    connection_id: Mapped[UUID]
    sid: Mapped[str | None]
    subject: Mapped[str | None]
    ended_at: Mapped[datetime]


class ProvisionedGroup(TenantOwned, Base):
    """A group that the provider's directory pushed over SCIM; mapping rules turn it into a role or teams."""

    __tablename__ = "provisioned_groups"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "connection_id"],
            ["sign_on_connections.tenant_id", "sign_on_connections.id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("tenant_id", "connection_id", "display_name"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    connection_id: Mapped[UUID]
    display_name: Mapped[str]
    external_id: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class ProvisionedGroupMember(TenantOwned, Base):
    """One account's place in a provisioned group."""

    __tablename__ = "provisioned_group_members"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "group_id"], ["provisioned_groups.tenant_id", "provisioned_groups.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["tenant_id", "account_id"], ["external_accounts.tenant_id", "external_accounts.id"], ondelete="CASCADE"
        ),
        UniqueConstraint("tenant_id", "group_id", "account_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    group_id: Mapped[UUID]
    account_id: Mapped[UUID]
