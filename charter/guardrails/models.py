"""Tables of guardrails: policies in versions, whom they are for, exceptions, violations."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.orm import Mapped, mapped_column

from charter.core.db import Base, TenantOwned
from charter.core.ids import new_id

_NOW = text("now()")


class ViolationState(StrEnum):
    OPEN = "open"
    CONFIRMED = "confirmed"
    FALSE_POSITIVE = "false_positive"
    APPEALED = "appealed"


class GuardrailPolicy(TenantOwned, Base):
    """A named policy. ``active_number`` is the version that applies; without one it applies nowhere."""

    __tablename__ = "guardrail_policies"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        UniqueConstraint("tenant_id", "name"),
        # One policy is for every agent that has none of its own.
        Index("ix_guardrail_policies_for_all", "tenant_id", unique=True, postgresql_where=text("for_all")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    name: Mapped[str]
    active_number: Mapped[int | None]
    for_all: Mapped[bool] = mapped_column(server_default=text("false"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class GuardrailPolicyVersion(TenantOwned, Base):
    """What a policy said under one number; never changed."""

    __tablename__ = "guardrail_policy_versions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "policy_id"], ["guardrail_policies.tenant_id", "guardrail_policies.id"], ondelete="CASCADE"
        ),
        UniqueConstraint("tenant_id", "policy_id", "number"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    policy_id: Mapped[UUID]
    number: Mapped[int]
    document: Mapped[dict[str, JsonValue]]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class GuardrailAssignment(TenantOwned, Base):
    """The policy that applies to one agent, tool or workflow, instead of the one for all.

    Tools and workflows are known by name: built-in tools have no row, and a policy can be there before they are.
    """

    __tablename__ = "guardrail_assignments"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "policy_id"], ["guardrail_policies.tenant_id", "guardrail_policies.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["tenant_id", "agent_id"], ["agents.tenant_id", "agents.id"], ondelete="CASCADE"),
        CheckConstraint("num_nonnulls(agent_id, tool, process) = 1", name="one_thing"),
        UniqueConstraint("tenant_id", "agent_id"),
        UniqueConstraint("tenant_id", "tool"),
        UniqueConstraint("tenant_id", "process"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    policy_id: Mapped[UUID]
    agent_id: Mapped[UUID | None]
    tool: Mapped[str | None]
    process: Mapped[str | None]


class GuardrailException(TenantOwned, Base):
    """A text that a detector hits and that is let through until ``expires_at``."""

    __tablename__ = "guardrail_exceptions"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        UniqueConstraint("tenant_id", "detector", "text_hash"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    detector: Mapped[str]
    text_hash: Mapped[bytes] = mapped_column(BYTEA)
    reason: Mapped[str]
    expires_at: Mapped[datetime]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Violation(TenantOwned, Base):
    """A text that hit a rule: what, where, how sure, and redacted evidence.

    ``origin`` is what the text belongs to: a run, a workflow's job, a call through the gateway, a trial of a tool.
    """

    __tablename__ = "violations"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'confirmed', 'false_positive', 'appealed')", name="state"),
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        Index("ix_violations_newest", "tenant_id", "id"),
        Index("ix_violations_run", "tenant_id", "run_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    origin: Mapped[str] = mapped_column(server_default=text("'run'"))
    run_id: Mapped[UUID | None]
    instance_id: Mapped[UUID | None]
    agent_id: Mapped[UUID | None]
    tool: Mapped[str | None]
    stage: Mapped[str]
    detector: Mapped[str]
    action: Mapped[str]
    score: Mapped[float]
    spans: Mapped[list[JsonValue]]
    evidence: Mapped[str]
    text_hash: Mapped[bytes] = mapped_column(BYTEA)
    shadow: Mapped[bool]
    policy_id: Mapped[UUID | None]
    policy_number: Mapped[int]
    model_version: Mapped[str]
    state: Mapped[str] = mapped_column(default=ViolationState.OPEN, server_default=text("'open'"))
    note: Mapped[str] = mapped_column(default="", server_default=text("''"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class GuardrailCase(TenantOwned, Base):
    """A text of which it is known whether a detector is to hit it: policies are measured on these before they apply."""

    __tablename__ = "guardrail_cases"
    __table_args__ = (
        CheckConstraint("expected IN ('passes', 'hits')", name="expected"),
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        UniqueConstraint("tenant_id", "stage", "detector", "text_hash"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    stage: Mapped[str]
    detector: Mapped[str]
    expected: Mapped[str]
    text: Mapped[str]
    text_hash: Mapped[bytes] = mapped_column(BYTEA)
    note: Mapped[str]
    violation_id: Mapped[UUID | None]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=_NOW)


class ViolationAlert(TenantOwned, Base):
    """Who is told of new violations: a webhook of each, or by mail those who may write guardrails, now and then."""

    __tablename__ = "violation_alerts"
    __table_args__ = (
        CheckConstraint("kind IN ('webhook', 'mail')", name="kind"),
        CheckConstraint("(kind = 'webhook') = (url IS NOT NULL)", name="url"),
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    kind: Mapped[str]
    url: Mapped[str | None]
    sealed_secret: Mapped[bytes | None] = mapped_column(BYTEA)
    actions: Mapped[list[str]]
    every_minutes: Mapped[int]
    sent_until: Mapped[UUID | None]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class ViolationReader(TenantOwned, Base):
    """Up to which violation somebody, whose id it has, has seen them all."""

    __tablename__ = "violation_readers"
    __table_args__ = (ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),)
    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-1)
    seen_until: Mapped[UUID]


class GuardrailJudgement(TenantOwned, Base):
    """What a judge said of a text, of which only a hash is kept. Without a verdict it is being asked, or was lost.

    ``key`` is of the text and of all that the judge is asked about it: the same is asked once.
    """

    __tablename__ = "guardrail_judgements"
    __table_args__ = (
        CheckConstraint("verdict IN ('safe', 'unsafe', 'failed')", name="verdict"),
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        Index("ix_guardrail_judgements_key", "tenant_id", "key"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    key: Mapped[bytes] = mapped_column(BYTEA)
    run_id: Mapped[UUID | None]
    verdict: Mapped[str | None]
    categories: Mapped[list[str]] = mapped_column(server_default=text("'[]'::jsonb"))
    model: Mapped[str] = mapped_column(server_default=text("''"))
    failure: Mapped[str] = mapped_column(server_default=text("''"))
    created_at: Mapped[datetime] = mapped_column(server_default=_NOW)


class GuardrailModelVersion(Base):
    """A version of a model that the operator installed: its card, and its files in parts."""

    __tablename__ = "guardrail_model_versions"
    __table_args__ = (
        CheckConstraint("kind IN ('classifiers', 'onnx', 'linear')", name="kind"),
        UniqueConstraint("model", "version"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    model: Mapped[str]
    version: Mapped[str]
    kind: Mapped[str]
    card: Mapped[dict[str, JsonValue]]
    sha256: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    installed_by: Mapped[UUID | None]
    installed_at: Mapped[datetime] = mapped_column(server_default=_NOW)


class GuardrailModelPart(Base):
    """A stretch of a file of a model version: every process fetches what it needs from the database."""

    __tablename__ = "guardrail_model_parts"
    version_id: Mapped[UUID] = mapped_column(
        ForeignKey("guardrail_model_versions.id", ondelete="CASCADE"), primary_key=True
    )
    file: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(BYTEA)


class GuardrailModelLineup(Base):
    """Which versions of a model are in use. None in ``active`` is the one that comes with Charter, if one does.

    ``earlier`` are those that were active before, newest last; empty text is the one that comes with Charter.
    """

    __tablename__ = "guardrail_model_lineups"
    __table_args__ = (CheckConstraint("share_percent BETWEEN 0 AND 99", name="share_percent"),)
    model: Mapped[str] = mapped_column(primary_key=True)
    active: Mapped[str | None]
    trial: Mapped[str | None]
    share_percent: Mapped[int] = mapped_column(server_default=text("0"))
    shadow: Mapped[str | None]
    earlier: Mapped[list[str]] = mapped_column(server_default=text("'[]'::jsonb"))
    changed_at: Mapped[datetime] = mapped_column(server_default=_NOW)


class GuardrailModelScore(Base):
    """What versions said while they were compared, counted by day; ``beside`` is empty for a version by itself."""

    __tablename__ = "guardrail_model_scores"
    day: Mapped[date] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    beside: Mapped[str] = mapped_column(primary_key=True)
    stage: Mapped[str] = mapped_column(primary_key=True)
    head: Mapped[str] = mapped_column(primary_key=True)
    texts: Mapped[int] = mapped_column(BigInteger)
    hits: Mapped[int] = mapped_column(BigInteger)
    beside_hits: Mapped[int] = mapped_column(BigInteger)
    both_hit: Mapped[int] = mapped_column(BigInteger)
    score_sum: Mapped[float]
    beside_score_sum: Mapped[float]
