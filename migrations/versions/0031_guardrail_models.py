"""Models of guardrails: versions that the operator installs, which are in use, and what comparing them showed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from charter.core.db.protect import system_only

revision = "0031_guardrail_models"
down_revision = "0030_guardrail_judgements"

_JSON = postgresql.JSONB(none_as_null=True, astext_type=sa.Text())
_MOMENT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.create_table(
        "guardrail_model_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("card", _JSON, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("installed_by", sa.Uuid(), nullable=True),
        sa.Column("installed_at", _MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("kind IN ('classifiers', 'onnx', 'linear')", name=op.f("ck_guardrail_model_versions_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardrail_model_versions")),
        sa.UniqueConstraint("model", "version", name=op.f("uq_guardrail_model_versions_model_version")),
    )
    op.create_table(
        "guardrail_model_parts",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", postgresql.BYTEA(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["guardrail_model_versions.id"],
            name=op.f("fk_guardrail_model_parts_version_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version_id", "file", "number", name=op.f("pk_guardrail_model_parts")),
    )
    op.create_table(
        "guardrail_model_lineups",
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("active", sa.Text(), nullable=True),
        sa.Column("trial", sa.Text(), nullable=True),
        sa.Column("share_percent", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("shadow", sa.Text(), nullable=True),
        sa.Column("earlier", _JSON, server_default=sa.text("'[]'::jsonb"), nullable=False),
        sa.Column("changed_at", _MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("share_percent BETWEEN 0 AND 99", name=op.f("ck_guardrail_model_lineups_share_percent")),
        sa.PrimaryKeyConstraint("model", name=op.f("pk_guardrail_model_lineups")),
    )
    op.create_table(
        "guardrail_model_scores",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("beside", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("texts", sa.BigInteger(), nullable=False),
        sa.Column("hits", sa.BigInteger(), nullable=False),
        sa.Column("beside_hits", sa.BigInteger(), nullable=False),
        sa.Column("both_hit", sa.BigInteger(), nullable=False),
        sa.Column("score_sum", sa.Float(), nullable=False),
        sa.Column("beside_score_sum", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("day", "version", "beside", "stage", "head", name=op.f("pk_guardrail_model_scores")),
    )
    system_only("guardrail_model_versions")
    system_only("guardrail_model_parts")
    system_only("guardrail_model_lineups")
    system_only("guardrail_model_scores")
