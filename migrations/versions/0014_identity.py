"""Scopes of API keys, service accounts, passkeys, required second factors, shared counts of attempts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from charter.core.db.protect import protect, system_only

revision = "0014_identity"
down_revision = "0013_plans"

_TENANT = "nullif(current_setting('charter.tenant_id', true), '')::uuid"
_MOMENT = postgresql.TIMESTAMP(timezone=True)
_JSON = postgresql.JSONB(none_as_null=True)


def _tenant_column() -> sa.Column[object]:
    return sa.Column("tenant_id", sa.Uuid(), server_default=sa.text(_TENANT), nullable=False)


def _created_at() -> sa.Column[object]:
    return sa.Column("created_at", _MOMENT, server_default=sa.text("now()"), nullable=False)


def _goes_with(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    parent = target.partition(".")[0]
    return sa.ForeignKeyConstraint(
        ["tenant_id", column],
        [f"{parent}.tenant_id", target],
        name=op.f(f"fk_{table}_tenant_id_{column}"),
        ondelete="CASCADE",
    )


def _of_user(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f(f"fk_{table}_user_id"), ondelete="CASCADE")


def upgrade() -> None:
    """Create the tables and their row security."""
    _service_accounts()
    _subjects()
    _passkeys()
    _sign_in()


def _service_accounts() -> None:
    op.create_table(
        "service_accounts",
        _tenant_column(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        _created_at(),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_service_accounts_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_service_accounts")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_service_accounts_tenant_id_name")),
    )
    op.create_table(
        "team_service_accounts",
        _tenant_column(),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("service_account_id", sa.Uuid(), nullable=False),
        _goes_with("team_service_accounts", "team_id", "teams.id"),
        _goes_with("team_service_accounts", "service_account_id", "service_accounts.id"),
        sa.PrimaryKeyConstraint("tenant_id", "team_id", "service_account_id", name=op.f("pk_team_service_accounts")),
    )
    op.create_index("ix_team_service_accounts_account", "team_service_accounts", ["tenant_id", "service_account_id"])
    for table in ("service_accounts", "team_service_accounts"):
        protect(table)
    op.add_column("api_keys", sa.Column("scope", _JSON, nullable=True))


def _subjects() -> None:
    """Let keys, roles and rules be of service accounts."""
    for table in ("api_keys", "role_assignments", "permission_rules"):
        op.add_column(table, sa.Column("service_account_id", sa.Uuid(), nullable=True))
        op.create_foreign_key(
            op.f(f"fk_{table}_tenant_id_service_account_id"),
            table,
            "service_accounts",
            ["tenant_id", "service_account_id"],
            ["tenant_id", "id"],
            ondelete="CASCADE",
        )
    op.create_index("ix_api_keys_service_account", "api_keys", ["tenant_id", "service_account_id"])
    holders = "team_id, user_id, api_key_id, service_account_id"
    _replace_check("role_assignments", "one_subject", f"num_nonnulls({holders}) = 1")
    _replace_check("permission_rules", "at_most_one_subject", f"num_nonnulls(role, {holders}) <= 1")
    columns = ["tenant_id", "role", *holders.split(", ")]
    _replace_index("uq_role_assignments_subject_role", "role_assignments", columns)
    columns = ["tenant_id", "effect", "permission", "role", *holders.split(", "), "agent_id"]
    _replace_index("uq_permission_rules_all", "permission_rules", columns)


def _replace_check(table: str, name: str, condition: str) -> None:
    op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
    op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, condition)


def _replace_index(name: str, table: str, columns: list[str]) -> None:
    op.drop_index(name, table)
    op.create_index(name, table, columns, unique=True, postgresql_nulls_not_distinct=True)


def _passkeys() -> None:
    op.create_table(
        "passkeys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credential_id", postgresql.BYTEA(), nullable=False),
        sa.Column("public_key", postgresql.BYTEA(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("transports", _JSON, nullable=False),
        sa.Column("backed_up", sa.Boolean(), nullable=False),
        _created_at(),
        sa.Column("last_used_at", _MOMENT, nullable=True),
        _of_user("passkeys"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
    )
    op.create_index("ix_passkeys_user_id", "passkeys", ["user_id"])
    op.create_table(
        "passkey_challenges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("token_hash", postgresql.BYTEA(), nullable=False),
        sa.Column("challenge", postgresql.BYTEA(), nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        _of_user("passkey_challenges"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey_challenges")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_passkey_challenges_token_hash")),
    )
    op.create_index("ix_passkey_challenges_expires_at", "passkey_challenges", ["expires_at"])
    for table in ("passkeys", "passkey_challenges"):
        system_only(table)
    op.add_column("second_factor_challenges", sa.Column("passkey_challenge", postgresql.BYTEA(), nullable=True))
    # Recovery codes stand in for any second factor, not for the app alone.
    op.drop_constraint(op.f("fk_recovery_codes_user_id"), "recovery_codes", type_="foreignkey")
    op.create_foreign_key(
        op.f("fk_recovery_codes_user_id"), "recovery_codes", "users", ["user_id"], ["id"], ondelete="CASCADE"
    )


def _sign_in() -> None:
    op.add_column(
        "tenants", sa.Column("second_factor_required", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column("user_sessions", sa.Column("proof", sa.Text(), server_default="password", nullable=False))
    op.create_check_constraint(
        op.f("ck_user_sessions_proof"), "user_sessions", "proof IN ('password', 'two_factors', 'provider')"
    )
    op.execute(
        "UPDATE user_sessions s SET proof = 'provider' FROM sign_on_sessions o "
        "WHERE o.tenant_id = s.tenant_id AND o.session_id = s.id"
    )
    op.create_table(
        "attempt_counts",
        sa.Column("name_hash", postgresql.BYTEA(), nullable=False),
        sa.Column("arrival", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name_hash", name=op.f("pk_attempt_counts")),
    )
    op.create_index("ix_attempt_counts_arrival", "attempt_counts", ["arrival"])
    system_only("attempt_counts")
    op.create_table(
        "ended_sign_ons",
        _tenant_column(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("sid", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("ended_at", _MOMENT, nullable=False),
        sa.CheckConstraint("num_nonnulls(sid, subject) >= 1", name=op.f("ck_ended_sign_ons_somebody")),
        _goes_with("ended_sign_ons", "connection_id", "sign_on_connections.id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_ended_sign_ons")),
    )
    op.create_index("ix_ended_sign_ons_sid", "ended_sign_ons", ["tenant_id", "connection_id", "sid"])
    op.create_index("ix_ended_sign_ons_subject", "ended_sign_ons", ["tenant_id", "connection_id", "subject"])
    protect("ended_sign_ons")
    # An account that a tenant's administrator made is that tenant's: the same address may have others.
    op.add_column("users", sa.Column("of_tenant", sa.Uuid(), nullable=True))
    op.drop_constraint(op.f("uq_users_email"), "users", type_="unique")
    op.create_index("uq_users_email", "users", ["email", "of_tenant"], unique=True, postgresql_nulls_not_distinct=True)
