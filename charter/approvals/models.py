"""Tables of tool policies and approvals."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from charter.core.db import Base, TenantOwned
from charter.core.ids import new_id


class ToolPolicy(TenantOwned, Base):
    """Which tool calls are allowed, refused or asked about; the first that fits, by position and name, decides."""

    __tablename__ = "tool_policies"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        UniqueConstraint("tenant_id", "name"),
        CheckConstraint("effect IN ('allow', 'deny', 'ask')", name="effect"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    name: Mapped[str]
    position: Mapped[int]
    effect: Mapped[str]
    tools: Mapped[list[str]]
    agents: Mapped[list[str]]
    risks: Mapped[list[str]]
    condition: Mapped[str | None]
    arguments_schema: Mapped[dict[str, JsonValue] | None]
    reason: Mapped[str]
    expires_after_s: Mapped[int]
    four_eyes: Mapped[bool]
    enabled: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Approval(TenantOwned, Base):
    """A tool call that waits for a person, or what the person said.

    ``call_id`` is the run's step or the workflow's job that makes the call; ``origin`` says which, ``origin_id`` is the
    run or process instance. ``edited`` are the arguments to call with instead. A tool that asks by itself has a
    ``form``, which a person fills in with ``answer``; ``resume`` is what the call goes on from.
    """

    __tablename__ = "approvals"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        UniqueConstraint("tenant_id", "call_id", "purpose", "round"),
        CheckConstraint("state IN ('pending', 'approved', 'rejected', 'expired', 'withdrawn')", name="state"),
        CheckConstraint(
            "purpose IN ('policy', 'repeat', 'guardrail', 'input', 'tool_result', 'output', 'tool_description')",
            name="purpose",
        ),
        CheckConstraint("(purpose = 'input') = (form IS NOT NULL)", name="form"),
        CheckConstraint("origin IN ('run', 'workflow')", name="origin"),
        CheckConstraint("(state IN ('approved', 'rejected')) = (decided_by IS NOT NULL)", name="decided_by"),
        Index("ix_approvals_open", "expires_at", postgresql_where=text("state = 'pending'")),
        Index("ix_approvals_origin", "tenant_id", "origin_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    purpose: Mapped[str]
    round: Mapped[int] = mapped_column(server_default="1")
    origin: Mapped[str]
    origin_id: Mapped[UUID]
    call_id: Mapped[UUID]
    tool: Mapped[str]
    agent: Mapped[str | None]
    arguments: Mapped[dict[str, JsonValue]]
    edited: Mapped[dict[str, JsonValue] | None]
    form: Mapped[dict[str, JsonValue] | None]
    answer: Mapped[dict[str, JsonValue] | None]
    resume: Mapped[dict[str, JsonValue] | None]
    tainted: Mapped[list[str]]
    reason: Mapped[str]
    policy_id: Mapped[UUID | None]
    four_eyes: Mapped[bool]
    state: Mapped[str] = mapped_column(server_default="pending")
    asked_by: Mapped[UUID]
    assigned_to: Mapped[UUID | None]
    decided_by: Mapped[UUID | None]
    decision_reason: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    expires_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]


class HeldText(TenantOwned, Base):
    """A text that waits for a person's answer, sealed. It goes with the decision, or with the run that waits.

    An approved one stays until its run has written it into its journal, in the same transaction.
    """

    __tablename__ = "held_texts"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "approval_id"], ["approvals.tenant_id", "approvals.id"], ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "approval_id"),
        Index("ix_held_texts_origin", "tenant_id", "origin_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    approval_id: Mapped[UUID]
    origin_id: Mapped[UUID]
    call_id: Mapped[UUID]
    sealed: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
