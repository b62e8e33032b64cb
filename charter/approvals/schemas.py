"""Input and output of tool policies and approvals."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from charter.approvals.questions import ApprovalState, Purpose
from charter.approvals.rulings import DEFAULT_EXPIRY_S, Effect, compiled_condition, compiled_schema
from charter.core.ids import IdOf, PrincipalId
from charter.tools.tool import Risk

ToolPolicyId = Annotated[UUID, IdOf("toolpolicy")]
ApprovalId = Annotated[UUID, IdOf("approval")]
Arguments = dict[str, JsonValue]
ToolPattern = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_*]{1,64}$")]
LONGEST_EDITED = 200_000
Slug = Annotated[str, StringConstraints(min_length=1, max_length=100)]


def _condition(text: str) -> str:
    compiled_condition(text)
    return text


def _schema(schema: dict[str, JsonValue]) -> dict[str, JsonValue]:
    compiled_schema(schema)
    return schema


class Strict(BaseModel):
    """Accepts what its JSON Schema accepts and nothing else."""

    model_config = ConfigDict(extra="forbid")


class ToolPolicyInput(Strict):
    """A policy on tool calls."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"\S")]
    effect: Effect
    tools: Annotated[list[ToolPattern], Field(min_length=1, max_length=100)] = Field(
        description="Names of tools; * stands for any characters.", examples=[["mail_*"]]
    )
    agents: Annotated[list[Slug], Field(max_length=100)] = Field(
        default_factory=list, description="Slugs of agents; empty for all, and for calls without an agent."
    )
    risks: Annotated[list[Risk], Field(max_length=4)] = Field(default_factory=list, description="Empty for all.")
    condition: Annotated[str, Field(min_length=1, max_length=4_000), AfterValidator(_condition)] | None = Field(
        None,
        description="FEEL over arguments, tool, agent, caller, tainted, sensitive and seen_output; true to fit.",
        examples=["arguments.amount > 100 or count(tainted) > 0"],
    )
    arguments_schema: Annotated[dict[str, JsonValue], AfterValidator(_schema)] | None = Field(
        None, description="JSON Schema that the arguments must satisfy for the policy to fit."
    )
    reason: Annotated[str, Field(max_length=500)] = Field("", description="Told to the model and to who is asked.")
    expires_after_s: int = Field(DEFAULT_EXPIRY_S, ge=60, le=90 * 86_400, description="How long an answer may take.")
    four_eyes: bool = Field(False, description="Who started the run cannot approve.")
    enabled: bool = True
    position: int = Field(100, ge=0, le=10_000, description="The first policy that fits decides.")


class ToolPolicyRead(ToolPolicyInput):
    model_config = ConfigDict(from_attributes=True)

    id: ToolPolicyId
    created_at: datetime
    updated_at: datetime


class TrialInput(Strict):
    """A call to try the policies on."""

    tool: Annotated[str, Field(min_length=1, max_length=100)]
    arguments: Arguments
    agent: Slug | None = None
    tool_output: Annotated[str, Field(max_length=100_000)] = Field("", description="What a tool has returned before.")
    user_input: Annotated[str, Field(max_length=100_000)] = Field("", description="What the user has asked.")


class TrialRead(BaseModel):
    """What the policies say."""

    effect: Effect
    reason: str
    policy: str | None
    tainted: list[str] = Field(description="JSON Pointers to arguments that came out of tools or documents.")


class AskedForm(BaseModel):
    """What a tool asks a person: fields to fill in, or an address to visit. Never type a secret into it."""

    message: str = Field(description="The tool's own words, which nobody has checked.")
    source: str = Field(description="Who asks: the MCP server, as the tenant calls it.")
    fields: dict[str, JsonValue] | None = Field(
        description="JSON schema of a flat object; empty when an address is to be visited."
    )
    url: str | None = Field(description="Shown as a link and never fetched; approving says that it was visited.")


class CallApprovalRead(BaseModel):
    """A call that waits for a person, or what the person said."""

    model_config = ConfigDict(from_attributes=True)

    id: ApprovalId
    state: ApprovalState
    purpose: Purpose
    origin: Literal["run", "workflow"]
    origin_id: str = Field(description="The run or the process instance.")
    tool: str = Field(description="Empty when the question is about what a run was given, or what its model answered.")
    agent: str | None
    arguments: Arguments = Field(
        description="Of the call; of what a run was given, redacted evidence by detector. Empty for a text that waits."
    )
    edited: Arguments | None
    form: AskedForm | None = Field(description="What the tool itself asks, in the middle of the call.")
    answer: Arguments | None = Field(description="What was filled into the form.")
    tainted: list[str]
    reason: str
    four_eyes: bool
    asked_by: PrincipalId
    assigned_to: PrincipalId | None
    decided_by: PrincipalId | None
    decision_reason: str | None
    created_at: datetime
    expires_at: datetime
    decided_at: datetime | None


class DecisionInput(Strict):
    """A person's answer."""

    decision: Literal["approve", "reject"]
    arguments: Arguments | None = Field(None, description="Call with these instead; only when approving.")
    answer: Arguments | None = Field(None, description="What is filled into the form that the tool asks with.")
    text: Annotated[str, Field(max_length=LONGEST_EDITED)] | None = Field(
        None, description="Goes on instead of the text that waits: what a tool returned, or what the model answered."
    )
    reason: Annotated[str, Field(max_length=2_000)] = Field("", description="Told to the model when rejecting.")


class HeldTextRead(BaseModel):
    """A text that waits for an answer and reaches nobody else before it."""

    text: str
    evidence: dict[str, str] = Field(description="Why it waits: by detector, a redacted stretch of the text.")


class DelegationInput(Strict):
    """Who is to decide instead."""

    to: Annotated[UUID, IdOf("user")]
