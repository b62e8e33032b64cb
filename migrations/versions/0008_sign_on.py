"""Single sign-on connections, the accounts they bring, and what directories provision."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from charter.core.db.protect import protect

revision = "0008_sign_on"
down_revision = "0007_edge"


_TENANT = "nullif(current_setting('charter.tenant_id', true), '')::uuid"
_JSON = postgresql.JSONB(none_as_null=True)
_MOMENT = postgresql.TIMESTAMP(timezone=True)
_TABLES = (
    "sign_on_connections",
    "external_accounts",
    "provisioned_groups",
    "sign_on_sessions",
    "used_logout_tokens",
    "provisioned_group_members",
)


def _key() -> list[sa.Column[object]]:
    return [
        sa.Column("tenant_id", sa.Uuid(), server_default=sa.text(_TENANT), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
    ]


def upgrade() -> None:
    """Create the tables and their row security."""
    op.create_table(
        "sign_on_connections",
        *_key(),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("sealed_secret", postgresql.BYTEA(), nullable=True),
        sa.Column("scopes", _JSON, nullable=False),
        sa.Column("algorithms", _JSON, nullable=False),
        sa.Column("audience", sa.Text(), nullable=True),
        sa.Column("allowed_azp", _JSON, nullable=False),
        sa.Column("role_rules", _JSON, nullable=False),
        sa.Column("team_rules", _JSON, nullable=False),
        sa.Column("organization", _JSON, nullable=True),
        sa.Column("login_domains", _JSON, nullable=False),
        sa.Column("provider", _JSON, nullable=False),
        sa.Column("checked_at", _MOMENT, nullable=False),
        sa.Column("scim_public_id", sa.Text(), nullable=True),
        sa.Column("scim_secret_hash", postgresql.BYTEA(), nullable=True),
        sa.Column("scim_token_made_at", _MOMENT, nullable=True),
        sa.Column("created_at", _MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_sign_on_connections_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_sign_on_connections")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_sign_on_connections_tenant_id_name")),
    )
    op.create_index("ix_sign_on_connections_issuer", "sign_on_connections", ["issuer"], unique=False)
    op.create_index("ix_sign_on_connections_scim_public_id", "sign_on_connections", ["scim_public_id"], unique=False)
    op.create_table(
        "external_accounts",
        *_key(),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("claimed_role", sa.Text(), nullable=True),
        sa.Column("claimed_teams", _JSON, nullable=False),
        sa.Column("given_teams", _JSON, nullable=False),
        sa.Column("user_name", sa.Text(), nullable=True),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("profile", _JSON, nullable=False),
        sa.Column("created_at", _MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", _MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("signed_in_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "connection_id"],
            ["sign_on_connections.tenant_id", "sign_on_connections.id"],
            name=op.f("fk_external_accounts_tenant_id_connection_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_external_accounts")),
        sa.UniqueConstraint(
            "tenant_id",
            "connection_id",
            "user_name",
            name=op.f("uq_external_accounts_tenant_id_connection_id_user_name"),
        ),
        sa.UniqueConstraint(
            "tenant_id", "issuer", "subject", name=op.f("uq_external_accounts_tenant_id_issuer_subject")
        ),
        sa.UniqueConstraint("tenant_id", "user_id", name=op.f("uq_external_accounts_tenant_id_user_id")),
    )
    op.create_index(
        "ix_external_accounts_external_id",
        "external_accounts",
        ["tenant_id", "connection_id", "external_id"],
        unique=False,
    )
    op.create_table(
        "provisioned_groups",
        *_key(),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("created_at", _MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", _MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "connection_id"],
            ["sign_on_connections.tenant_id", "sign_on_connections.id"],
            name=op.f("fk_provisioned_groups_tenant_id_connection_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_provisioned_groups")),
        sa.UniqueConstraint(
            "tenant_id",
            "connection_id",
            "display_name",
            name=op.f("uq_provisioned_groups_tenant_id_connection_id_display_name"),
        ),
    )
    op.create_table(
        "sign_on_sessions",
        *_key(),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("sid", sa.Text(), nullable=True),
        sa.Column("sealed_id_token", postgresql.BYTEA(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "connection_id"],
            ["sign_on_connections.tenant_id", "sign_on_connections.id"],
            name=op.f("fk_sign_on_sessions_tenant_id_connection_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "session_id"],
            ["user_sessions.tenant_id", "user_sessions.id"],
            name=op.f("fk_sign_on_sessions_tenant_id_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_sign_on_sessions")),
        sa.UniqueConstraint("tenant_id", "session_id", name=op.f("uq_sign_on_sessions_tenant_id_session_id")),
    )
    op.create_index("ix_sign_on_sessions_sid", "sign_on_sessions", ["tenant_id", "connection_id", "sid"], unique=False)
    op.create_table(
        "used_logout_tokens",
        *_key(),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("jti_hash", postgresql.BYTEA(), nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "connection_id"],
            ["sign_on_connections.tenant_id", "sign_on_connections.id"],
            name=op.f("fk_used_logout_tokens_tenant_id_connection_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_used_logout_tokens")),
        sa.UniqueConstraint(
            "tenant_id",
            "connection_id",
            "jti_hash",
            name=op.f("uq_used_logout_tokens_tenant_id_connection_id_jti_hash"),
        ),
    )
    op.create_index("ix_used_logout_tokens_expires_at", "used_logout_tokens", ["expires_at"], unique=False)
    op.create_table(
        "provisioned_group_members",
        *_key(),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["external_accounts.tenant_id", "external_accounts.id"],
            name=op.f("fk_provisioned_group_members_tenant_id_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "group_id"],
            ["provisioned_groups.tenant_id", "provisioned_groups.id"],
            name=op.f("fk_provisioned_group_members_tenant_id_group_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_provisioned_group_members")),
        sa.UniqueConstraint(
            "tenant_id",
            "group_id",
            "account_id",
            name=op.f("uq_provisioned_group_members_tenant_id_group_id_account_id"),
        ),
    )
    for table in _TABLES:
        protect(table)
