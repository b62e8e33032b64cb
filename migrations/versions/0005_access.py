"""Custom roles, role assignments, permission rules and teams; the role guest."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from charter.core.db.protect import protect

revision = "0005_access"
down_revision = "0004_runs"

_TENANT = "nullif(current_setting('charter.tenant_id', true), '')::uuid"
_ROLES = "role IN ('owner', 'admin', 'builder', 'operator', 'auditor', 'caller', 'guest')"


def _tenant_column() -> sa.Column[object]:
    return sa.Column("tenant_id", sa.Uuid(), server_default=sa.text(_TENANT), nullable=False)


def _created_at() -> sa.Column[object]:
    return sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False)


def _text(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _of_tenant(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f(f"fk_{table}_tenant_id"))


def _goes_with(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    parent = target.partition(".")[0]
    return sa.ForeignKeyConstraint(
        ["tenant_id", column],
        [f"{parent}.tenant_id", target],
        name=op.f(f"fk_{table}_tenant_id_{column}"),
        ondelete="CASCADE",
    )


def upgrade() -> None:
    """Create the tables and their row security."""
    for table in ("members", "api_keys"):
        op.drop_constraint(op.f(f"ck_{table}_role"), table)
        op.create_check_constraint(op.f(f"ck_{table}_role"), table, _ROLES)
    op.create_table(
        "custom_roles",
        _tenant_column(),
        sa.Column("id", sa.Uuid(), nullable=False),
        _text("name"),
        _text("description"),
        sa.Column("permissions", postgresql.JSONB(none_as_null=True), nullable=False),
        _created_at(),
        _of_tenant("custom_roles"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_custom_roles")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_custom_roles_tenant_id_name")),
    )
    op.create_table(
        "teams",
        _tenant_column(),
        sa.Column("id", sa.Uuid(), nullable=False),
        _text("name"),
        _text("description"),
        _created_at(),
        _of_tenant("teams"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_teams")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_teams_tenant_id_name")),
    )
    op.create_table(
        "team_members",
        _tenant_column(),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        _goes_with("team_members", "team_id", "teams.id"),
        _goes_with("team_members", "user_id", "members.user_id"),
        sa.PrimaryKeyConstraint("tenant_id", "team_id", "user_id", name=op.f("pk_team_members")),
    )
    op.create_index("ix_team_members_user", "team_members", ["tenant_id", "user_id"])
    _assignments()
    _rules()
    for table in ("custom_roles", "teams", "team_members", "role_assignments", "permission_rules"):
        protect(table)


def _assignments() -> None:
    op.create_table(
        "role_assignments",
        _tenant_column(),
        sa.Column("id", sa.Uuid(), nullable=False),
        _text("role"),
        *(sa.Column(name, sa.Uuid(), nullable=True) for name in ("team_id", "user_id", "api_key_id")),
        _created_at(),
        sa.CheckConstraint(
            "num_nonnulls(team_id, user_id, api_key_id) = 1", name=op.f("ck_role_assignments_one_subject")
        ),
        _of_tenant("role_assignments"),
        _goes_with("role_assignments", "team_id", "teams.id"),
        _goes_with("role_assignments", "user_id", "members.user_id"),
        _goes_with("role_assignments", "api_key_id", "api_keys.id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_role_assignments")),
    )
    op.create_index(
        "uq_role_assignments_subject_role",
        "role_assignments",
        ["tenant_id", "role", "team_id", "user_id", "api_key_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )


def _rules() -> None:
    op.create_table(
        "permission_rules",
        _tenant_column(),
        sa.Column("id", sa.Uuid(), nullable=False),
        _text("effect"),
        _text("permission"),
        _text("role", nullable=True),
        *(sa.Column(name, sa.Uuid(), nullable=True) for name in ("team_id", "user_id", "api_key_id", "agent_id")),
        _text("note"),
        _created_at(),
        sa.CheckConstraint("effect IN ('allow', 'deny')", name=op.f("ck_permission_rules_effect")),
        sa.CheckConstraint(
            "num_nonnulls(role, team_id, user_id, api_key_id) <= 1",
            name=op.f("ck_permission_rules_at_most_one_subject"),
        ),
        _of_tenant("permission_rules"),
        _goes_with("permission_rules", "team_id", "teams.id"),
        _goes_with("permission_rules", "user_id", "members.user_id"),
        _goes_with("permission_rules", "api_key_id", "api_keys.id"),
        _goes_with("permission_rules", "agent_id", "agents.id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_permission_rules")),
    )
    op.create_index(
        "uq_permission_rules_all",
        "permission_rules",
        ["tenant_id", "effect", "permission", "role", "team_id", "user_id", "api_key_id", "agent_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
