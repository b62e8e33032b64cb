"""Input and output of runs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from charter.core.ids import AgentId, ConversationId, RunId, StepId
from charter.runs.models import RunState, StepKind, StepState


class RunInput(BaseModel):
    """A run to start. Unknown fields are refused."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"agent": "helpdesk", "input": "What can you do?", "wait": True}]},
    )
    agent: Annotated[str, StringConstraints(min_length=1, max_length=100)] = Field(
        description="The agent's id or slug."
    )
    input: Annotated[str, StringConstraints(min_length=1, max_length=500_000)]
    conversation_id: ConversationId | None = Field(
        None, description="Continue this conversation; else a new one begins."
    )
    version: int | None = Field(None, ge=1, le=2**31 - 1, description="Another version than the published one.")
    wait: bool = Field(False, description="Answer when the run has ended (or was paused), instead of at once.")


class AgentOfRun(BaseModel):
    """The agent that ran."""

    id: AgentId
    slug: str
    name: str


class RunUsage(BaseModel):
    """What a run used; money in millionths of a US dollar."""

    model_calls: int
    tool_calls: int
    input_tokens: int
    output_tokens: int
    cost_micros: int


class RunRead(BaseModel):
    """A run."""

    id: RunId
    agent: AgentOfRun
    version: int
    state: RunState
    input: str
    output: str | None
    structured_output: JsonValue
    error: dict[str, JsonValue] | None = Field(description="A problem document, when the run failed.")
    conversation_id: ConversationId | None
    parent_run_id: RunId | None
    usage: RunUsage
    limits: dict[str, JsonValue]
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


class StepUsage(BaseModel):
    """Tokens of one step."""

    input_tokens: int
    output_tokens: int


class StepRead(BaseModel):
    """A step of a run."""

    id: StepId
    number: int
    kind: StepKind
    name: str
    state: StepState
    attempt: int
    input: dict[str, JsonValue]
    output: dict[str, JsonValue] | None
    error: dict[str, JsonValue] | None
    usage: StepUsage
    cost_micros: int
    started_at: datetime
    ended_at: datetime | None


class StepList(BaseModel):
    """All steps of a run, in order."""

    items: list[StepRead]


class EventRead(BaseModel):
    """One event of a run's stream."""

    seq: int
    type: str
    data: dict[str, JsonValue]


class EventList(BaseModel):
    """Events after a ``seq``, in order; ``next_after`` continues."""

    items: list[EventRead]
    next_after: int


class RunStateRead(BaseModel):
    """A running agent, looked into: for people who debug it."""

    id: RunId
    state: RunState
    control: Literal["pause", "cancel"] | None = Field(description="What was asked of it and is not done yet.")
    step: StepRead | None = Field(description="The step it is at, or was at last.")
    variables: dict[str, JsonValue]
    context_messages: int = Field(description="Messages that the next model call would carry.")
    context_characters: int
    last_request: JsonValue = Field(description="The last request to the model, redacted.")
    last_response: JsonValue = Field(description="The model's last response, redacted.")
    usage: RunUsage
    limits: dict[str, JsonValue]


class ConversationRead(BaseModel):
    """A conversation with one agent."""

    id: ConversationId
    agent_id: AgentId
    title: str
    created_at: datetime


class MessageRead(BaseModel):
    """One thing said in a conversation; ``run_id`` leads to how the answer came about."""

    run_id: RunId
    role: Literal["user", "assistant"]
    text: str
    run_state: RunState
    error: dict[str, JsonValue] | None
    at: datetime
