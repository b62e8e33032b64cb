"""The audit log: entries, tree, checkpoints."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from charter.core.db.protect import protect
from charter.core.db.roles import audit_role, system_role

revision = "0006_audit_log"
down_revision = "0005_access"

_TENANT = sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid")
_WORDS = (
    "((jsonb_to_tsvector('simple'::regconfig, COALESCE(before, '{}'::jsonb), '[\"string\"]'::jsonb) || "
    "jsonb_to_tsvector('simple'::regconfig, COALESCE(after, '{}'::jsonb), '[\"string\"]'::jsonb)) || "
    "jsonb_to_tsvector('simple'::regconfig, COALESCE(personal, '{}'::jsonb), '[\"string\"]'::jsonb))"
)


def _tenant() -> sa.Column[object]:
    return sa.Column("tenant_id", sa.Uuid(), server_default=_TENANT, nullable=False)


def _json() -> postgresql.JSONB:
    return postgresql.JSONB(none_as_null=True, astext_type=sa.Text())


def upgrade() -> None:
    for name, kind in (("personal", _json()), ("salts", postgresql.BYTEA()), ("leaf_hash", postgresql.BYTEA())):
        op.add_column("audit_pending", sa.Column(name, kind, nullable=True))
    _create_entries()
    _create_tree()
    _create_upkeep()
    _grant()


def _create_entries() -> None:
    op.create_table(
        "audit_entries",
        _tenant(),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=True),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("resource_id", sa.Uuid(), nullable=True),
        sa.Column("leaf_hash", postgresql.BYTEA(), nullable=False),
        sa.Column("actor_kind", sa.Text(), nullable=True),
        sa.Column("action", sa.Text(collation="C"), nullable=True),
        sa.Column("resource_kind", sa.Text(), nullable=True),
        sa.Column("before", _json(), nullable=True),
        sa.Column("after", _json(), nullable=True),
        sa.Column("personal", _json(), nullable=True),
        sa.Column("salts", postgresql.BYTEA(), nullable=True),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("trace_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "seq", name=op.f("pk_audit_entries")),
    )
    op.create_index("uq_audit_entries_tenant_id_id", "audit_entries", ["tenant_id", "id"], unique=True)
    op.create_index("ix_audit_entries_action", "audit_entries", ["tenant_id", "action", "seq"])
    op.create_index("ix_audit_entries_actor", "audit_entries", ["tenant_id", "actor_id", "seq"])
    op.create_index("ix_audit_entries_resource", "audit_entries", ["tenant_id", "resource_kind", "resource_id", "seq"])
    op.create_index("ix_audit_entries_at", "audit_entries", ["at"], postgresql_using="brin")
    op.create_index("ix_audit_entries_words", "audit_entries", [sa.text(_WORDS)], postgresql_using="gin")


def _create_tree() -> None:
    op.create_table(
        "audit_nodes",
        _tenant(),
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", postgresql.BYTEA(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "level", "number", name=op.f("pk_audit_nodes")),
    )
    op.create_table(
        "audit_trees",
        _tenant(),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("frontier", postgresql.BYTEA(), nullable=False),
        sa.Column("signed_size", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_audit_trees")),
    )
    op.create_table(
        "audit_checkpoints",
        _tenant(),
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", postgresql.BYTEA(), nullable=False),
        sa.Column("signed_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "size", name=op.f("pk_audit_checkpoints")),
    )
    op.create_table(
        "audit_keys",
        _tenant(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("public", postgresql.BYTEA(), nullable=False),
        sa.Column(
            "first_used_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_audit_keys")),
    )


def _create_upkeep() -> None:
    op.create_table(
        "audit_settings",
        _tenant(),
        sa.Column("retention_months", sa.Integer(), nullable=True),
        sa.Column("legal_hold", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("hold_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_audit_settings")),
    )
    op.create_table(
        "audit_erasures",
        _tenant(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requested_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("done_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("values_erased", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_audit_erasures")),
    )
    op.create_index(
        "ix_audit_erasures_waiting", "audit_erasures", ["tenant_id"], postgresql_where=sa.text("done_at IS NULL")
    )


def _grant() -> None:
    database = op.get_bind().scalar(sa.text("SELECT current_database()")) or ""
    system, sequencer = system_role(database), audit_role(database)
    # The system role keeps DELETE for a tenant that is deleted as a whole; it can neither write nor change an entry.
    for table in ("audit_entries", "audit_nodes", "audit_trees", "audit_checkpoints", "audit_keys"):
        protect(table, app="SELECT", system="SELECT, DELETE")
    protect("audit_settings", app="SELECT, INSERT, UPDATE", system="SELECT, DELETE")
    protect("audit_erasures", app="SELECT, INSERT", system="SELECT, DELETE")
    op.execute(f'REVOKE UPDATE ON audit_pending FROM "{system}"')
    op.execute(f'CREATE POLICY sequencer_access ON audit_pending TO "{sequencer}" USING (true) WITH CHECK (true)')
    for table in (
        "audit_entries", "audit_nodes", "audit_trees", "audit_checkpoints", "audit_keys", "audit_settings",
        "audit_erasures",
    ):  # fmt: skip
        op.execute(f'CREATE POLICY sequencer_access ON {table} TO "{sequencer}" USING (true) WITH CHECK (true)')
    for powers, table in (
        ("SELECT, INSERT, UPDATE, DELETE", "audit_pending"),
        ("SELECT, INSERT", "audit_entries"),
        ("SELECT, INSERT", "audit_nodes"),
        ("SELECT, INSERT, UPDATE", "audit_trees"),
        ("SELECT, INSERT, UPDATE (note)", "audit_checkpoints"),
        ("SELECT, INSERT", "audit_keys"),
        ("SELECT", "audit_settings"),
        ("SELECT, UPDATE", "audit_erasures"),
        ("SELECT", "installation"),
    ):
        op.execute(f'GRANT {powers} ON {table} TO "{sequencer}"')
    # Erasure and retention take values away; number, hash and place of an entry can never be changed.
    body = "id, at, actor_id, resource_id, actor_kind, action, resource_kind, before, after, personal, salts, "
    op.execute(f'GRANT UPDATE ({body} request_id, trace_id) ON audit_entries TO "{sequencer}"')
