"""Tables of workflows.

What the engine reads is JSON text (``json``, not ``jsonb``): the order of a context's entries has a meaning in FEEL.
Rows that belong to a process instance name it without a foreign key: the batch that writes them holds the instance.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from charter.core.db import TENANT_OF_TRANSACTION, Base, TenantOwned
from charter.core.ids import new_id

NOW = text("now()")


class WorkflowDeployment(TenantOwned, Base):
    """Files that were deployed together."""

    __tablename__ = "workflow_deployments"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    created_by: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)


class WorkflowFile(TenantOwned, Base):
    """One deployed file, as it came. ``kind`` is bpmn, dmn or form."""

    __tablename__ = "workflow_files"
    __table_args__ = (
        CheckConstraint("kind IN ('bpmn', 'dmn', 'form')", name="kind"),
        ForeignKeyConstraint(
            ["tenant_id", "deployment_id"],
            ["workflow_deployments.tenant_id", "workflow_deployments.id"],
            ondelete="CASCADE",
        ),
        Index("ix_workflow_files_deployment", "tenant_id", "deployment_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    deployment_id: Mapped[UUID]
    kind: Mapped[str]
    name: Mapped[str]
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class WorkflowDefinition(TenantOwned, Base):
    """One version of something deployed that has a name of its own: a process, a decision or a form."""

    __tablename__ = "workflow_definitions"
    __table_args__ = (
        CheckConstraint("kind IN ('process', 'decision', 'form')", name="kind"),
        ForeignKeyConstraint(
            ["tenant_id", "file_id"], ["workflow_files.tenant_id", "workflow_files.id"], ondelete="CASCADE"
        ),
        UniqueConstraint("tenant_id", "kind", "key", "version"),
        Index("ix_workflow_definitions_file", "tenant_id", "file_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    deployment_id: Mapped[UUID]
    file_id: Mapped[UUID]
    kind: Mapped[str]
    key: Mapped[str]
    name: Mapped[str | None]
    version: Mapped[int]
    version_tag: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)


class ProcessInstance(TenantOwned, Base):
    """One execution of a process definition.

    ``tokens`` and ``variables`` are the engine's state; ``revision`` counts the commits that changed it. ``held``: no
    job, timer, message or signal moves it until somebody resumes it.
    """

    __tablename__ = "process_instances"
    __table_args__ = (
        CheckConstraint("state IN ('active', 'completed', 'terminated')", name="state"),
        ForeignKeyConstraint(
            ["tenant_id", "definition_id"], ["workflow_definitions.tenant_id", "workflow_definitions.id"]
        ),
        Index("ix_process_instances_definition", "tenant_id", "definition_id", "id"),
        Index(
            "ix_process_instances_parent",
            "tenant_id",
            "parent_id",
            postgresql_where=text("parent_id IS NOT NULL"),
        ),
        Index("ix_process_instances_state", "tenant_id", "state", "id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    definition_id: Mapped[UUID]
    process_id: Mapped[str]
    version: Mapped[int]
    parent_id: Mapped[UUID | None]
    parent_key: Mapped[int | None]
    business_key: Mapped[str | None]
    state: Mapped[str] = mapped_column(server_default="active")
    held: Mapped[bool] = mapped_column(server_default="false")
    incidents: Mapped[int] = mapped_column(server_default="0")
    revision: Mapped[int] = mapped_column(server_default="1")
    tokens: Mapped[dict[str, Any]] = mapped_column(JSON)
    variables: Mapped[dict[str, Any]] = mapped_column(JSON)
    started_by: Mapped[UUID | None]
    started_at: Mapped[datetime] = mapped_column(server_default=NOW)
    ended_at: Mapped[datetime | None]


class ProcessHistory(Base):
    """What one commit added to an instance's history: ``[what, key, node, facts]`` each."""

    __tablename__ = "process_history"
    tenant_id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text(TENANT_OF_TRANSACTION))
    instance_id: Mapped[UUID] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    entries: Mapped[list[Any]] = mapped_column(JSON)


class WorkflowJob(TenantOwned, Base):
    """Work that waits for a worker or is with one. ``lease`` counts how often it was given out: late answers fail."""

    __tablename__ = "workflow_jobs"
    __table_args__ = (
        CheckConstraint("state IN ('ready', 'leased', 'failed')", name="state"),
        Index(
            "ix_workflow_jobs_ready",
            "tenant_id",
            "type",
            "ready_at",
            "id",
            postgresql_where=text("state = 'ready' AND NOT held"),
        ),
        Index("ix_workflow_jobs_leased", "deadline", postgresql_where=text("state = 'leased'")),
        Index("ix_workflow_jobs_instance", "tenant_id", "instance_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    instance_id: Mapped[UUID]
    key: Mapped[int]
    node: Mapped[str]
    process_id: Mapped[str]
    kind: Mapped[str]
    event: Mapped[str]
    type: Mapped[str]
    state: Mapped[str] = mapped_column(server_default="ready")
    held: Mapped[bool] = mapped_column(server_default="false")
    retries: Mapped[int]
    headers: Mapped[dict[str, Any]] = mapped_column(JSON)
    lease: Mapped[int] = mapped_column(server_default="0")
    worker: Mapped[str | None]
    deadline: Mapped[datetime | None]
    ready_at: Mapped[datetime]
    error: Mapped[str | None]


class WorkflowTimer(TenantOwned, Base):
    """A timer of an instance, or of a definition that it starts. ``repetitions``: how often after this; -1 for ever."""

    __tablename__ = "workflow_timers"
    __table_args__ = (
        Index("ix_workflow_timers_due", "due", postgresql_where=text("NOT held")),
        Index("ix_workflow_timers_instance", "tenant_id", "instance_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    instance_id: Mapped[UUID | None]
    definition_id: Mapped[UUID | None]
    key: Mapped[int]
    node: Mapped[str]
    due: Mapped[datetime]
    cycle: Mapped[str | None]
    repetitions: Mapped[int]
    held: Mapped[bool] = mapped_column(server_default="false")


class WorkflowSubscription(TenantOwned, Base):
    """A message (``correlation`` set; empty for a start) or signal that an instance or a definition waits for."""

    __tablename__ = "workflow_subscriptions"
    __table_args__ = (
        Index("ix_workflow_subscriptions_name", "tenant_id", "kind", "name", "correlation"),
        Index("ix_workflow_subscriptions_instance", "tenant_id", "instance_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    instance_id: Mapped[UUID | None]
    definition_id: Mapped[UUID | None]
    process_id: Mapped[str]
    key: Mapped[int]
    node: Mapped[str]
    kind: Mapped[str]
    name: Mapped[str]
    correlation: Mapped[str | None]
    interrupting: Mapped[bool]
    held: Mapped[bool] = mapped_column(server_default="false")


class BpmnMessage(TenantOwned, Base):
    """A published message, kept until it expires. ``correlated`` lists the processes it went to: one instance each."""

    __tablename__ = "bpmn_messages"
    __table_args__ = (
        Index("ix_bpmn_messages_name", "tenant_id", "name", "correlation"),
        Index("ix_bpmn_messages_expiry", "expires_at", postgresql_where=text("state = 'buffered'")),
        Index(
            "uq_bpmn_messages_message_id",
            "tenant_id",
            "name",
            "correlation",
            "message_id",
            unique=True,
            postgresql_where=text("message_id IS NOT NULL AND state = 'buffered'"),
        ),
        CheckConstraint("state IN ('buffered', 'correlated', 'expired')", name="state"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    name: Mapped[str]
    correlation: Mapped[str]
    message_id: Mapped[str | None]
    variables: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(server_default="buffered")
    correlated: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    published_at: Mapped[datetime] = mapped_column(server_default=NOW)
    expires_at: Mapped[datetime]


class WorkflowInbox(TenantOwned, Base):
    """A command that one instance's commit, a message or a person left for an instance."""

    __tablename__ = "workflow_inbox"
    __table_args__ = (Index("ix_workflow_inbox_id", "id"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    instance_id: Mapped[UUID]
    command: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)


class ProcessIncident(TenantOwned, Base):
    """A stop that needs a person."""

    __tablename__ = "process_incidents"
    __table_args__ = (
        Index("ix_process_incidents_instance", "tenant_id", "instance_id"),
        Index("ix_process_incidents_open", "tenant_id", "id", postgresql_where=text("resolved_at IS NULL")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    instance_id: Mapped[UUID]
    process_id: Mapped[str]
    key: Mapped[int]
    node: Mapped[str]
    type: Mapped[str]
    message: Mapped[str]
    job_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]


class UserTask(TenantOwned, Base):
    """A task for a person."""

    __tablename__ = "user_tasks"
    __table_args__ = (
        CheckConstraint("state IN ('creating', 'created', 'completed', 'cancelled')", name="state"),
        Index("ix_user_tasks_instance", "tenant_id", "instance_id"),
        Index("ix_user_tasks_open", "tenant_id", "state", "id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    instance_id: Mapped[UUID]
    process_id: Mapped[str]
    key: Mapped[int]
    node: Mapped[str]
    state: Mapped[str]
    name: Mapped[str | None]
    form: Mapped[str | None]
    assignee: Mapped[str | None]
    candidate_groups: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    candidate_users: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    due_date: Mapped[datetime | None]
    follow_up_date: Mapped[datetime | None]
    priority: Mapped[int]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class DecisionEvaluation(TenantOwned, Base):
    """What was decided in an instance: by a DMN decision with its matched rules, or by an agent with its reasons."""

    __tablename__ = "decision_evaluations"
    __table_args__ = (Index("ix_decision_evaluations_instance", "tenant_id", "instance_id"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    instance_id: Mapped[UUID]
    key: Mapped[int]
    node: Mapped[str]
    decision: Mapped[str]
    record: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime]


class WorkflowClock(Base):
    """The movable clock of an installation under test: seconds added to the time, or the moment it is pinned to."""

    __tablename__ = "workflow_clock"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    offset_s: Mapped[float] = mapped_column(server_default="0")
    pinned_at: Mapped[datetime | None]
