"""A run as the process that holds it knows it."""

from __future__ import annotations

import asyncio
import hashlib
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from pydantic import JsonValue

from charter.approvals.questions import NewApproval
from charter.core.ids import format_id, new_id
from charter.guardrails.judging import Judgement
from charter.guardrails.placeholders import Placeholders
from charter.guardrails.service.judge import OnBehalf
from charter.llm.schemas import Message, ResolvedRoute, ToolSpec
from charter.runs.models import StepKind
from charter.runs.repository.journal import JournalEvent, NewStep
from charter.runs.service.events import encode
from charter.runs.service.planning import RunPlan
from charter.runs.service.progress import StepRecord


@dataclass(slots=True)
class LiveRun:
    """A run that this process holds: who it is, how far it is, and what it used.

    Attributes:
        fence: number of times it was taken; what this process writes counts only while no other took it.
        streamed: somebody watches, so the model's text is wanted as it comes.
        resumed: its open steps were begun by a process that is gone.
        crashed: the process that began them may have made their calls.
        announce: the event that says this process took it from the queue.
        guarded: hits on its opening messages are recorded already.
        placeholders: what was taken out of its opening messages and may be put back; None before they were read here.
        consented: a person allowed it to work on what it was given.
        described: what its model is told of tools, once people have said what they let through.
        asked: people were asked something on its behalf.
        held: questions about texts of open steps that wait for people, by step.
        holding: what its next model call may use is held of its budgets already.
        sampling: held by the one of its tools that has a model write something.
        shown: what readers have seen of the answer that is being given.
        judgements: what judges said of its texts, as far as they were asked or looked up here.
        result: how it ended, for those who wait in this process; empty while it runs or when it was lost.
    """

    tenant_id: UUID
    id: UUID
    fence: int
    plan: RunPlan
    route: ResolvedRoute
    opening: list[Message]
    created_by: UUID
    depth: int = 0
    conversation_id: UUID | None = None
    steps: list[StepRecord] = field(default_factory=list)
    seq: int = 0
    streamed: bool = True
    resumed: bool = False
    crashed: bool = False
    announce: str | None = None
    holding: bool = False
    guarded: bool = False
    consented: bool = False
    asked: bool = False
    spent_ms: int = 0
    began: float = field(default_factory=time.monotonic)
    counted: float = field(default_factory=time.monotonic)
    text_id: str = ""
    created_at: datetime | None = None
    result: dict[str, Any] = field(default_factory=dict)
    shown: str = ""
    placeholders: Placeholders | None = field(default=None, repr=False)
    described: list[ToolSpec] | None = field(default=None, repr=False)
    held: dict[UUID, NewApproval] = field(default_factory=dict, repr=False)
    judgements: dict[bytes, Judgement] = field(default_factory=dict, repr=False)
    sampling: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    def __post_init__(self) -> None:
        self.text_id = format_id("run", self.id)

    def event(self, type_: str, **facts: object) -> JournalEvent:
        """Return the run's next event."""
        self.seq += 1
        return JournalEvent(self.seq, type_, encode(self.text_id, **facts))

    def take_active_ms(self) -> int:
        """Return the milliseconds since the last call; they count against the time limit."""
        now = time.monotonic()
        spent, self.counted = int((now - self.counted) * 1000), now
        return spent

    def active_ms(self) -> int:
        """Return the milliseconds that the run has been worked on, in this process and before."""
        return self.spent_ms + int((time.monotonic() - self.began) * 1000)

    def is_out_of_time(self) -> bool:
        """True at the deadline; clocks of event loops may be some milliseconds behind."""
        return time.monotonic() >= self.deadline() - 0.02

    def deadline(self) -> float:
        """Return the moment, on the monotonic clock, at which the time limit is reached."""
        return self.began + self.plan.agent.definition.limits.time_s - self.spent_ms / 1000

    def on_behalf(self) -> OnBehalf:
        """Return whose texts a judge is asked about."""
        agent = self.plan.agent
        return OnBehalf(
            self.tenant_id, self.created_by, agent.agent_id, agent.slug, self.id, self.deadline(), self.judgements
        )

    def begin_step(self, kind: StepKind, name: str, asked: dict[str, JsonValue]) -> tuple[NewStep, JournalEvent]:
        """Add a step; returns what the journal needs of it."""
        step = StepRecord(new_id(), len(self.steps) + 1, kind, name, "running", asked)
        self.steps.append(step)
        input_hash = hashlib.sha256(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)).hexdigest()
        event = self.event(
            "step.started", step_id=step_text_id(step), number=step.number, kind=kind, name=name, input=asked
        )
        return NewStep(step.id, step.number, kind, name, asked, input_hash), event


def step_text_id(step: StepRecord) -> str:
    """Return a step's id as the outside knows it."""
    return format_id("step", step.id)


def model_input(messages: list[Message]) -> dict[str, JsonValue]:
    """Return what the journal keeps of a model call's messages: how many, and those that no earlier step or run holds.

    Of the first call these are the instructions and what was asked last, of later ones what was said to correct an
    answer; history is in earlier runs, tool results are steps of their own.
    """
    fresh = [message for message in messages if message.role == "system"][:1]
    for message in reversed(messages):
        if message.role != "user":
            break
        fresh.insert(1, message)
    if any(message.role == "tool" for message in messages):
        fresh = fresh[1:]
    new: list[JsonValue] = [{"role": message.role, "text": message.text} for message in fresh]
    return {"context_messages": len(messages), "new_messages": new}
