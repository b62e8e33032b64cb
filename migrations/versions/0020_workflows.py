"""Workflows: definitions, process instances, jobs, timers, messages, user tasks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from charter.core.db.protect import protect, system_only

revision = "0020_workflows"
down_revision = "0016_audit_key_changes"


def upgrade() -> None:
    op.create_table(
        "bpmn_messages",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("correlation", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("variables", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), server_default="buffered", nullable=False),
        sa.Column("correlated", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("published_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('buffered', 'correlated', 'expired')", name=op.f("ck_bpmn_messages_state")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_bpmn_messages")),
    )
    op.create_index(
        "ix_bpmn_messages_expiry",
        "bpmn_messages",
        ["expires_at"],
        unique=False,
        postgresql_where=sa.text("state = 'buffered'"),
    )
    op.create_index("ix_bpmn_messages_name", "bpmn_messages", ["tenant_id", "name", "correlation"], unique=False)
    op.create_index(
        "uq_bpmn_messages_message_id",
        "bpmn_messages",
        ["tenant_id", "name", "correlation", "message_id"],
        unique=True,
        postgresql_where=sa.text("message_id IS NOT NULL AND state = 'buffered'"),
    )
    op.create_table(
        "decision_evaluations",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_decision_evaluations")),
    )
    op.create_index(
        "ix_decision_evaluations_instance", "decision_evaluations", ["tenant_id", "instance_id"], unique=False
    )
    op.create_table(
        "process_incidents",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("resolved_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_process_incidents")),
    )
    op.create_index("ix_process_incidents_instance", "process_incidents", ["tenant_id", "instance_id"], unique=False)
    op.create_index(
        "ix_process_incidents_open",
        "process_incidents",
        ["tenant_id", "id"],
        unique=False,
        postgresql_where=sa.text("resolved_at IS NULL"),
    )
    op.create_table(
        "user_tasks",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("form", sa.Text(), nullable=True),
        sa.Column("assignee", sa.Text(), nullable=True),
        sa.Column("candidate_groups", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("candidate_users", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("due_date", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("follow_up_date", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ended_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('creating', 'created', 'completed', 'cancelled')", name=op.f("ck_user_tasks_state")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_user_tasks")),
    )
    op.create_index("ix_user_tasks_instance", "user_tasks", ["tenant_id", "instance_id"], unique=False)
    op.create_index("ix_user_tasks_open", "user_tasks", ["tenant_id", "state", "id"], unique=False)
    op.create_table(
        "workflow_clock",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("offset_s", sa.Double(), server_default="0", nullable=False),
        sa.Column("pinned_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workflow_clock")),
    )
    op.create_table(
        "workflow_deployments",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_workflow_deployments")),
    )
    op.create_table(
        "workflow_inbox",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("command", sa.JSON(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_workflow_inbox")),
    )
    op.create_index("ix_workflow_inbox_id", "workflow_inbox", ["id"], unique=False)
    op.create_table(
        "workflow_jobs",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="ready", nullable=False),
        sa.Column("held", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("retries", sa.Integer(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("lease", sa.Integer(), server_default="0", nullable=False),
        sa.Column("worker", sa.Text(), nullable=True),
        sa.Column("deadline", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("ready_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('ready', 'leased', 'failed')", name=op.f("ck_workflow_jobs_state")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_workflow_jobs")),
    )
    op.create_index("ix_workflow_jobs_instance", "workflow_jobs", ["tenant_id", "instance_id"], unique=False)
    op.create_index(
        "ix_workflow_jobs_leased",
        "workflow_jobs",
        ["deadline"],
        unique=False,
        postgresql_where=sa.text("state = 'leased'"),
    )
    op.create_index(
        "ix_workflow_jobs_ready",
        "workflow_jobs",
        ["tenant_id", "type", "ready_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'ready' AND NOT held"),
    )
    op.create_table(
        "workflow_subscriptions",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=True),
        sa.Column("definition_id", sa.Uuid(), nullable=True),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("correlation", sa.Text(), nullable=True),
        sa.Column("interrupting", sa.Boolean(), nullable=False),
        sa.Column("held", sa.Boolean(), server_default="false", nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_workflow_subscriptions")),
    )
    op.create_index(
        "ix_workflow_subscriptions_instance", "workflow_subscriptions", ["tenant_id", "instance_id"], unique=False
    )
    op.create_index(
        "ix_workflow_subscriptions_name",
        "workflow_subscriptions",
        ["tenant_id", "kind", "name", "correlation"],
        unique=False,
    )
    op.create_table(
        "workflow_timers",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=True),
        sa.Column("definition_id", sa.Uuid(), nullable=True),
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("due", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("cycle", sa.Text(), nullable=True),
        sa.Column("repetitions", sa.Integer(), nullable=False),
        sa.Column("held", sa.Boolean(), server_default="false", nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_workflow_timers")),
    )
    op.create_index(
        "ix_workflow_timers_due", "workflow_timers", ["due"], unique=False, postgresql_where=sa.text("NOT held")
    )
    op.create_index("ix_workflow_timers_instance", "workflow_timers", ["tenant_id", "instance_id"], unique=False)
    op.create_table(
        "workflow_files",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("deployment_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('bpmn', 'dmn', 'form')", name=op.f("ck_workflow_files_kind")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "deployment_id"],
            ["workflow_deployments.tenant_id", "workflow_deployments.id"],
            name=op.f("fk_workflow_files_tenant_id_deployment_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_workflow_files")),
    )
    op.create_index("ix_workflow_files_deployment", "workflow_files", ["tenant_id", "deployment_id"], unique=False)
    op.create_table(
        "workflow_definitions",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("deployment_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("version_tag", sa.Text(), nullable=True),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("kind IN ('process', 'decision', 'form')", name=op.f("ck_workflow_definitions_kind")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "file_id"],
            ["workflow_files.tenant_id", "workflow_files.id"],
            name=op.f("fk_workflow_definitions_tenant_id_file_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_workflow_definitions")),
        sa.UniqueConstraint(
            "tenant_id", "kind", "key", "version", name=op.f("uq_workflow_definitions_tenant_id_kind_key_version")
        ),
    )
    op.create_index("ix_workflow_definitions_file", "workflow_definitions", ["tenant_id", "file_id"], unique=False)
    op.create_table(
        "process_instances",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("definition_id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("parent_key", sa.Integer(), nullable=True),
        sa.Column("business_key", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), server_default="active", nullable=False),
        sa.Column("held", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("incidents", sa.Integer(), server_default="0", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("tokens", sa.JSON(), nullable=False),
        sa.Column("variables", sa.JSON(), nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=True),
        sa.Column("started_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ended_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('active', 'completed', 'terminated')", name=op.f("ck_process_instances_state")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "definition_id"],
            ["workflow_definitions.tenant_id", "workflow_definitions.id"],
            name=op.f("fk_process_instances_tenant_id_definition_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_process_instances")),
    )
    op.create_index(
        "ix_process_instances_definition", "process_instances", ["tenant_id", "definition_id", "id"], unique=False
    )
    op.create_index(
        "ix_process_instances_parent",
        "process_instances",
        ["tenant_id", "parent_id"],
        unique=False,
        postgresql_where=sa.text("parent_id IS NOT NULL"),
    )
    op.create_index("ix_process_instances_state", "process_instances", ["tenant_id", "state", "id"], unique=False)
    op.create_table(
        "process_history",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "instance_id", "revision", name=op.f("pk_process_history")),
    )
    for table in (
        "bpmn_messages",
        "decision_evaluations",
        "process_incidents",
        "user_tasks",
        "workflow_deployments",
        "workflow_inbox",
        "workflow_jobs",
        "workflow_subscriptions",
        "workflow_timers",
        "workflow_files",
        "workflow_definitions",
        "process_instances",
        "process_history",
    ):
        protect(table)
    system_only("workflow_clock")
