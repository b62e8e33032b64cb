"""Tables of access: custom roles, who has them, permission rules, teams."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from charter.core.db import TENANT_OF_TRANSACTION, Base, TenantOwned
from charter.core.ids import new_id


def _tenant() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["tenant_id"], ["tenants.id"])


def _goes_with(column: str, target: str) -> ForeignKeyConstraint:
    """A row about somebody or something ends with it."""
    table, _, _ = target.partition(".")
    return ForeignKeyConstraint(["tenant_id", column], [f"{table}.tenant_id", target], ondelete="CASCADE")


class CustomRole(TenantOwned, Base):
    """A tenant's own named set of permissions, beside the built-in ones."""

    __tablename__ = "custom_roles"
    __table_args__ = (_tenant(), UniqueConstraint("tenant_id", "name"))
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    name: Mapped[str]
    description: Mapped[str]
    permissions: Mapped[list[str]]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Team(TenantOwned, Base):
    """Members who get roles and rules together."""

    __tablename__ = "teams"
    __table_args__ = (_tenant(), UniqueConstraint("tenant_id", "name"))
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    name: Mapped[str]
    description: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class TeamMember(Base):
    """A user in a team; ends with the membership in the tenant."""

    __tablename__ = "team_members"
    __table_args__ = (
        _goes_with("team_id", "teams.id"),
        _goes_with("user_id", "members.user_id"),
        Index("ix_team_members_user", "tenant_id", "user_id"),
    )
    tenant_id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text(TENANT_OF_TRANSACTION))
    team_id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(primary_key=True)


class TeamServiceAccount(Base):
    """A service account in a team; ends with the account."""

    __tablename__ = "team_service_accounts"
    __table_args__ = (
        _goes_with("team_id", "teams.id"),
        _goes_with("service_account_id", "service_accounts.id"),
        Index("ix_team_service_accounts_account", "tenant_id", "service_account_id"),
    )
    tenant_id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text(TENANT_OF_TRANSACTION))
    team_id: Mapped[UUID] = mapped_column(primary_key=True)
    service_account_id: Mapped[UUID] = mapped_column(primary_key=True)


class RoleAssignment(TenantOwned, Base):
    """A role that a user, key or team has beyond the one of the membership or key, or that a service account has."""

    __tablename__ = "role_assignments"
    __table_args__ = (
        CheckConstraint("num_nonnulls(team_id, user_id, api_key_id, service_account_id) = 1", name="one_subject"),
        _tenant(),
        _goes_with("team_id", "teams.id"),
        _goes_with("user_id", "members.user_id"),
        _goes_with("api_key_id", "api_keys.id"),
        _goes_with("service_account_id", "service_accounts.id"),
        Index(
            "uq_role_assignments_subject_role",
            "tenant_id",
            "role",
            "team_id",
            "user_id",
            "api_key_id",
            "service_account_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    role: Mapped[str]
    team_id: Mapped[UUID | None]
    user_id: Mapped[UUID | None]
    api_key_id: Mapped[UUID | None]
    service_account_id: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class PermissionRule(TenantOwned, Base):
    """Allows or denies a permission to a role, somebody or (no subject) everyone, on an agent or on all."""

    __tablename__ = "permission_rules"
    __table_args__ = (
        CheckConstraint("effect IN ('allow', 'deny')", name="effect"),
        CheckConstraint(
            "num_nonnulls(role, team_id, user_id, api_key_id, service_account_id) <= 1", name="at_most_one_subject"
        ),
        _tenant(),
        _goes_with("team_id", "teams.id"),
        _goes_with("user_id", "members.user_id"),
        _goes_with("api_key_id", "api_keys.id"),
        _goes_with("service_account_id", "service_accounts.id"),
        _goes_with("agent_id", "agents.id"),
        Index(
            "uq_permission_rules_all",
            "tenant_id",
            "effect",
            "permission",
            "role",
            "team_id",
            "user_id",
            "api_key_id",
            "service_account_id",
            "agent_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    effect: Mapped[str]
    permission: Mapped[str]
    role: Mapped[str | None]
    team_id: Mapped[UUID | None]
    user_id: Mapped[UUID | None]
    api_key_id: Mapped[UUID | None]
    service_account_id: Mapped[UUID | None]
    agent_id: Mapped[UUID | None]
    note: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
