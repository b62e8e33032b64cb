"""Edge policies and bans."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from charter.core.db.protect import protect, system_only

revision = "0007_edge"
down_revision = "0006_audit_log"


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False)


def _version_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_by_label", sa.Text(), nullable=False),
        _moment("created_at"),
    ]


def upgrade() -> None:
    op.create_table(
        "edge_policy_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        *_version_columns(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edge_policy_versions")),
        sa.UniqueConstraint("number", name=op.f("uq_edge_policy_versions_number")),
    )
    op.create_table(
        "tenant_edge_policy_versions",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        *_version_columns(),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_tenant_edge_policy_versions")),
        sa.UniqueConstraint("tenant_id", "number", name=op.f("uq_tenant_edge_policy_versions_tenant_id_number")),
    )
    op.create_table(
        "edge_bans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        _moment("created_at"),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edge_bans")),
    )
    op.create_index("ix_edge_bans_subject", "edge_bans", ["subject", "created_at"], unique=False)
    system_only("edge_policy_versions")
    protect("tenant_edge_policy_versions")
    system_only("edge_bans")
