"""What becomes of a run's tool calls before they are made: policies, people's answers, calls that a crash left open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import chain
from typing import Any, Final, Literal

import orjson
from pydantic import JsonValue

from charter.approvals.errors import CallDenied, CallRejected
from charter.approvals.questions import ApprovalState, NewApproval, Purpose, Standing
from charter.approvals.rulings import DEFAULT_EXPIRY_S, Call, Effect, RuleBook, Ruling
from charter.approvals.service import asking
from charter.approvals.service.gate import PolicyGate
from charter.approvals.taint import Sources
from charter.core.clock import Clock
from charter.core.db import Database
from charter.core.errors import CharterError
from charter.core.ids import format_id
from charter.guardrails.policy import Hit
from charter.guardrails.service.reading import Reader
from charter.runs.models import StepKind
from charter.runs.service import guarding
from charter.runs.service.live import LiveRun
from charter.runs.service.progress import StepRecord, result_text
from charter.tools.asking import Answer, AsksPerson
from charter.tools.errors import ToolArgumentsInvalid
from charter.tools.tool import Risk, Tool

Arguments = dict[str, JsonValue]
_ASKED = Ruling(Effect.ASK, "The tool asks.")
_UNCERTAIN = Ruling(
    Effect.ASK,
    "The server was stopped during this call: it may have happened already. Approve to make it again.",
)


_ACTIONS: Final[dict[ApprovalState, Literal["accept", "decline", "cancel"]]] = {
    ApprovalState.APPROVED: "accept",
    ApprovalState.REJECTED: "decline",
}


@dataclass(frozen=True, slots=True)
class Cleared:
    """A call that may be made.

    Attributes:
        edited: the arguments that a person has put in place of the model's.
        answer: what a person said to what its tool asked.
        round: how many questions its tool has asked.
    """

    step: StepRecord
    edited: Arguments | None = None
    answer: Answer | None = None
    round: int = 0


@dataclass(slots=True)
class Verdicts:
    """What becomes of the calls of one round."""

    go: list[Cleared] = field(default_factory=list)
    refused: list[tuple[StepRecord, CharterError]] = field(default_factory=list)
    asked: list[NewApproval] = field(default_factory=list)


class CallGate:
    """Judges the tool calls of any run. One per process."""

    def __init__(self, database: Database, policies: PolicyGate, clock: Clock, reader: Reader) -> None:
        self._database, self._policies, self._clock, self._reader = database, policies, clock, reader

    async def judge(
        self, run: LiveRun, steps: Sequence[StepRecord], taken: Sequence[StepRecord], config_epoch: int
    ) -> Verdicts:
        """Say which calls go, which are refused, and which a person is asked about.

        Args:
            taken: those that were begun before: by a process that is gone, or until a person had answered.
        """
        book = await self._policies.rules(run.tenant_id, config_epoch)
        known: dict[tuple[Any, str], Standing] = {}
        if taken:
            async with self._database.tenant_connection(run.tenant_id) as connection:
                found = await asking.standing(connection, [step.id for step in taken])
            known = {(one.call_id, one.purpose): one for one in found}
        crashed = {step.id for step in taken} if run.crashed else set()
        run.crashed = False
        verdicts = Verdicts()
        for step in steps:
            tool = run.plan.tools.get(step.name)
            arguments = _valid(tool, step)
            if tool is None or arguments is None:  # a hand-off, or a call that its tool will refuse with the reason
                verdicts.go.append(Cleared(step))
                continue
            held = await guarding.held_arguments(self._reader, run, step)
            self._judge(run, step, tool, arguments, book, known, verdicts, held=held, uncertain=step.id in crashed)
        return verdicts

    def _judge(
        self,
        run: LiveRun,
        step: StepRecord,
        tool: Tool,
        arguments: Arguments,
        book: RuleBook,
        known: dict[tuple[Any, str], Standing],
        verdicts: Verdicts,
        *,
        held: str | None,
        uncertain: bool,
    ) -> None:
        edited: Arguments | None = None
        purposes = [(Purpose.POLICY, book.rule(self._call(run, tool, arguments)))]
        if held:
            purposes.append((Purpose.GUARDRAIL, Ruling(Effect.ASK, held)))
        if (uncertain and not _repeatable(tool)) or (step.id, Purpose.REPEAT) in known:
            purposes.append((Purpose.REPEAT, _UNCERTAIN))
        for purpose, ruling in purposes:
            answer, round_ = known.get((step.id, purpose)), 1
            if answer is not None:
                again = purpose is Purpose.REPEAT and uncertain and answer.state is ApprovalState.APPROVED
                answer, round_ = (None, answer.round + 1) if again else (answer, answer.round)
            if ruling.effect is Effect.DENY:
                denied = CallDenied(f"{tool.name} may not be called like this: {ruling.reason}")
                verdicts.refused.append((step, denied))
                return
            if answer is not None and answer.state is ApprovalState.APPROVED:
                edited = answer.edited if answer.edited is not None else edited
            elif answer is not None and answer.state is not ApprovalState.PENDING:
                verdicts.refused.append((step, _rejected(tool, answer)))
                return
            elif answer is not None or ruling.effect is Effect.ASK:
                verdicts.asked.append(self._question(run, step, tool, arguments, purpose, ruling, round_))
                return
        said = known.get((step.id, Purpose.INPUT))
        if said is not None and said.state is ApprovalState.PENDING:
            verdicts.asked.append(self._question(run, step, tool, arguments, Purpose.INPUT, _ASKED, said.round))
            return
        verdicts.go.append(Cleared(step, edited, _answer(said), said.round if said is not None else 0))

    def asked_by_tool(self, run: LiveRun, call: Cleared, asks: AsksPerson) -> NewApproval:
        """Return the question that a tool asks in the middle of a call."""
        tool = run.plan.tools[call.step.name]
        arguments = call.edited if call.edited is not None else _valid(tool, call.step) or {}
        question = self._question(run, call.step, tool, arguments, Purpose.INPUT, _ASKED, call.round + 1)
        reason = f"{asks.form.source} asks: {asks.form.message}"
        return replace(question, reason=reason, form=asks.form.document(), resume=asks.state)

    async def consent(self, run: LiveRun, hits: Sequence[Hit]) -> tuple[ApprovalState | None, NewApproval]:
        """Return how the question stands whether a run may work on what it was given, and the question."""
        async with self._database.tenant_connection(run.tenant_id) as connection:
            found = await asking.standing(connection, [run.id])
        question = NewApproval(
            purpose=Purpose.GUARDRAIL,
            origin="run",
            origin_id=run.id,
            call_id=run.id,  # one question for all that the run began with, whatever step is the first to need it
            tool="",
            agent=run.plan.agent.slug,
            arguments={hit.detector: hit.evidence for hit in hits},
            tainted=[],
            reason=hits[0].message or f"A guardrail wants a person to look at this ({hits[0].detector}).",
            policy_id=None,
            four_eyes=False,
            asked_by=run.created_by,
            expires_at=self._clock() + timedelta(seconds=DEFAULT_EXPIRY_S),
        )
        return found[0].state if found else None, question

    def _call(self, run: LiveRun, tool: Tool, arguments: Arguments) -> Call:
        who = format_id("principal", run.created_by)
        return Call(tool, arguments, run.plan.agent.slug, who, _sources(run), self._clock())

    def _question(
        self,
        run: LiveRun,
        step: StepRecord,
        tool: Tool,
        arguments: Arguments,
        purpose: Purpose,
        ruling: Ruling,
        round_: int,
    ) -> NewApproval:
        return NewApproval(
            purpose=purpose,
            origin="run",
            origin_id=run.id,
            call_id=step.id,
            tool=tool.name,
            agent=run.plan.agent.slug,
            arguments=arguments,
            tainted=_sources(run).tainted(arguments),
            reason=ruling.reason,
            policy_id=ruling.policy_id,
            four_eyes=ruling.four_eyes,
            asked_by=run.created_by,
            expires_at=self._clock() + timedelta(seconds=ruling.expires_after_s),
            round=round_,
        )


def _repeatable(tool: Tool) -> bool:
    """True when a call may be made again without harm: it only looks, or what it calls knows it by its key."""
    return tool.risk is Risk.READ or tool.definition.get("idempotent") is True


def _answer(said: Standing | None) -> Answer | None:
    return Answer(_ACTIONS.get(said.state, "cancel"), said.answer, said.resume or {}) if said is not None else None


def _rejected(tool: Tool, answer: Standing) -> CallRejected:
    if answer.state is ApprovalState.REJECTED:
        why = f": {answer.decision_reason}" if answer.decision_reason else "."
        return CallRejected(f"A person rejected this call of {tool.name}{why}")
    return CallRejected(f"Nobody approved this call of {tool.name} in time. Do without it, or say what it was for.")


def _valid(tool: Tool | None, step: StepRecord) -> Arguments | None:
    if tool is None or step.kind != StepKind.TOOL_CALL:
        return None
    try:
        return tool.require_valid(orjson.loads(str(step.input.get("arguments") or "{}")))
    except (ToolArgumentsInvalid, orjson.JSONDecodeError):
        return None


def _sources(run: LiveRun) -> Sources:
    """Return what the run has heard: its owner's and user's words are trusted, answers of models and tools are not."""
    owned = {"system", "user"}
    heard = (result_text(step) for step in run.steps if step.kind != StepKind.MODEL_CALL and step.state != "running")
    said = (message.text or "" for message in run.opening if message.role not in owned)
    return Sources((message.text or "" for message in run.opening if message.role in owned), chain(said, heard))
