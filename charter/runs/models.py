"""Tables of runs: the run, its steps, its events, and the conversations that runs belong to."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from charter.core.db import TENANT_OF_TRANSACTION, Base, TenantOwned
from charter.core.ids import new_id


class RunState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = frozenset({RunState.COMPLETED, RunState.FAILED, RunState.CANCELLED})


class StepKind(StrEnum):
    MODEL_CALL = "model_call"
    TOOL_CALL = "tool_call"
    HAND_OFF = "hand_off"


class StepState(StrEnum):
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Conversation(TenantOwned, Base):
    """Turns with one agent; what was said is in its runs."""

    __tablename__ = "conversations"
    __table_args__ = (Index("ix_conversations_agent", "tenant_id", "agent_id", "id"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    agent_id: Mapped[UUID]
    title: Mapped[str]
    created_by: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Run(TenantOwned, Base):
    """One execution of an agent version.

    ``fence`` grows each time a process takes the run: what a process that lost it still writes matches no row.
    ``control`` is what somebody asked the running process to do: ``pause`` or ``cancel``.
    """

    __tablename__ = "runs"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'running', 'paused', 'completed', 'failed', 'cancelled')", name="state"),
        CheckConstraint("control IN ('pause', 'cancel')", name="control"),
        ForeignKeyConstraint(
            ["tenant_id", "conversation_id"], ["conversations.tenant_id", "conversations.id"], ondelete="CASCADE"
        ),
        Index("ix_runs_agent", "tenant_id", "agent_id", "id"),
        Index("ix_runs_conversation", "tenant_id", "conversation_id", "id"),
        Index("ix_runs_created_by", "tenant_id", "created_by", "id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    agent_id: Mapped[UUID]
    agent_slug: Mapped[str]
    agent_name: Mapped[str]
    version_id: Mapped[UUID]
    version: Mapped[int]
    conversation_id: Mapped[UUID | None]
    parent_run_id: Mapped[UUID | None]
    depth: Mapped[int] = mapped_column(server_default="0")
    state: Mapped[str]
    control: Mapped[str | None]
    fence: Mapped[int] = mapped_column(server_default="0")
    queue_item_id: Mapped[UUID]
    input: Mapped[str]
    messages: Mapped[list[JsonValue] | None]
    output: Mapped[str | None]
    structured_output: Mapped[Any | None] = mapped_column(JSONB(none_as_null=True))
    error: Mapped[dict[str, JsonValue] | None]
    last_exchange: Mapped[dict[str, JsonValue] | None]
    limits: Mapped[dict[str, JsonValue]]
    model_calls: Mapped[int] = mapped_column(server_default="0")
    tool_calls: Mapped[int] = mapped_column(server_default="0")
    input_tokens: Mapped[int] = mapped_column(BigInteger, server_default="0")
    output_tokens: Mapped[int] = mapped_column(BigInteger, server_default="0")
    cost_micros: Mapped[int] = mapped_column(BigInteger, server_default="0")
    active_ms: Mapped[int] = mapped_column(BigInteger, server_default="0")
    created_by: Mapped[UUID]
    trace_id: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class RunStep(TenantOwned, Base):
    """One model call, tool call or hand-off of a run, written before its effect is shown."""

    __tablename__ = "run_steps"
    __table_args__ = (
        CheckConstraint("kind IN ('model_call', 'tool_call', 'hand_off')", name="kind"),
        CheckConstraint("state IN ('running', 'completed', 'failed', 'cancelled')", name="state"),
        ForeignKeyConstraint(["tenant_id", "run_id"], ["runs.tenant_id", "runs.id"], ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "run_id", "number"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    run_id: Mapped[UUID]
    number: Mapped[int]
    kind: Mapped[str]
    name: Mapped[str]
    state: Mapped[str] = mapped_column(server_default="running")
    attempt: Mapped[int] = mapped_column(server_default="1")
    input: Mapped[dict[str, JsonValue]]
    input_hash: Mapped[str]
    output: Mapped[dict[str, JsonValue] | None]
    error: Mapped[dict[str, JsonValue] | None]
    input_tokens: Mapped[int] = mapped_column(server_default="0")
    output_tokens: Mapped[int] = mapped_column(server_default="0")
    cost_micros: Mapped[int] = mapped_column(BigInteger, server_default="0")
    started_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    ended_at: Mapped[datetime | None]


class RunEvent(Base):
    """One event of a run's stream; readers resume after any ``seq``."""

    __tablename__ = "run_events"
    __table_args__ = (ForeignKeyConstraint(["tenant_id", "run_id"], ["runs.tenant_id", "runs.id"], ondelete="CASCADE"),)
    tenant_id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text(TENANT_OF_TRANSACTION))
    run_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    type: Mapped[str]
    data: Mapped[dict[str, JsonValue]]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
