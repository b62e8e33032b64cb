"""Model providers, capability overrides, model routes.

Revision ID: 0002_models
Revises: 0001_core
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from charter.core.db.protect import protect

revision = "0002_models"
down_revision = "0001_core"
branch_labels = None
depends_on = None

_TENANT = "nullif(current_setting('charter.tenant_id', true), '')::uuid"


def _key() -> list[sa.Column[object]]:
    return [
        sa.Column("tenant_id", sa.Uuid(), server_default=sa.text(_TENANT), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
    ]


def upgrade() -> None:
    """Create the tables and their row security."""
    op.create_table(
        "model_providers",
        *_key(),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("base_url", sa.Text(), nullable=False),
        sa.Column("sealed_key", postgresql.BYTEA(), nullable=True),
        sa.Column("key_last4", sa.Text(), nullable=True),
        sa.Column("key_fingerprint", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_detail", sa.Text(), nullable=True),
        sa.Column("models", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("checked_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("state IN ('ready', 'failing', 'no_key')", name=op.f("ck_model_providers_state")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_model_providers_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_model_providers")),
        sa.UniqueConstraint("tenant_id", "slug", name=op.f("uq_model_providers_tenant_id_slug")),
    )
    op.create_table(
        "model_capability_overrides",
        *_key(),
        sa.Column("model_ref", sa.Text(), nullable=False),
        sa.Column("changes", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_model_capability_overrides_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_model_capability_overrides")),
        sa.UniqueConstraint("tenant_id", "model_ref", name=op.f("uq_model_capability_overrides_tenant_id_model_ref")),
    )
    op.create_table(
        "model_routes",
        *_key(),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("strategy", sa.Text(), nullable=False),
        sa.Column("targets", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("strategy IN ('ordered', 'weighted')", name=op.f("ck_model_routes_strategy")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_model_routes_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_model_routes")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_model_routes_tenant_id_name")),
    )
    protect("model_providers")
    protect("model_capability_overrides")
    protect("model_routes")
