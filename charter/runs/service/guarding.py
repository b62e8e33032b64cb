"""Guardrails in a run: nothing unchecked reaches a model, a tool or a reader, and what is blocked has no effect.

What a check decides is in the journal before it is acted on: redacted text, withheld arguments, a typed error. A run
that another process takes over decides the same from its journal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import orjson
from pydantic import JsonValue

from charter.approvals.service import asking
from charter.core.db import Connection
from charter.guardrails.errors import GuardrailBlocked
from charter.guardrails.placeholders import NONE, Placeholders
from charter.guardrails.policy import Action, Guard, Hit, Place, Verdict
from charter.guardrails.service import guards
from charter.guardrails.service.reading import Reader
from charter.guardrails.stages import Stage
from charter.llm.schemas import Message, ModelResponse
from charter.runs.models import StepKind
from charter.runs.repository.journal import Entry
from charter.runs.service import paging
from charter.runs.service.holding import Answered
from charter.runs.service.live import LiveRun
from charter.runs.service.progress import StepRecord
from charter.runs.service.tool_calls import ToolOutcome

WITHHELD: Final = '{"withheld":"by a guardrail"}'
"""Stands in the journal for arguments that were blocked; such a call is never made."""
WITHHELD_REASON: Final = GuardrailBlocked("A guardrail stopped the arguments of this call; it was not made.")
_STAGES: Final = {"assistant": Stage.RECALLED, "tool": Stage.TOOL_RESULT}


async def opening(
    reader: Reader, run: LiveRun, entry: Entry, messages: list[Message]
) -> tuple[list[Message], list[Hit]]:
    """Return the messages that the model may see, and why a person is to be asked first, if so.

    Those that the run began with are checked here, later ones were.

    Raises:
        GuardrailBlocked: one of them must have no effect.
    """
    checked: list[Message] = list(messages)
    held: list[Hit] = []
    hidden = run.placeholders = Placeholders() if run.plan.guard.restores else NONE
    for place in range(1, len(run.opening)):
        message = messages[place]
        stage = _STAGES.get(message.role, Stage.INPUT)
        verdict = await _checked(reader, run, run.plan.guard, message.text, stage)
        if not run.guarded:
            _note(run, entry, verdict, message.text)
        if verdict.blocked:
            raise GuardrailBlocked(verdict.message, stage=str(verdict.hits[0].stage), decided_by=verdict.decided_by)
        if verdict.held:
            held += verdict.asking
        text = hidden.hide_known(hidden.hide(message.text, verdict.redactions)) if hidden is not NONE else verdict.text
        if text != message.text:
            checked[place] = replace(message, text=text)
    run.guarded = True
    return checked, held


def _sources(run: LiveRun, response: ModelResponse) -> list[str]:
    """Return what tools and other agents returned, if a final answer is to be compared with it."""
    if not run.plan.guard.compares or response.tool_calls:
        return []
    return [
        said_by_tool(step.output, None)
        for step in run.steps
        if step.kind != StepKind.MODEL_CALL and step.output is not None
    ]


def placeholders(run: LiveRun) -> Placeholders:
    """Return what of the run's texts may be put back; a process that took the run over finds it out anew."""
    if run.placeholders is None:
        hidden = run.placeholders = Placeholders() if run.plan.guard.restores else NONE
        if hidden is not NONE:
            for message in run.opening[1:]:
                verdict = run.plan.guard.check(message.text, _STAGES.get(message.role, Stage.INPUT))
                hidden.hide(message.text, verdict.redactions)
    return run.placeholders


def called_with(run: LiveRun, step: StepRecord, edited: dict[str, JsonValue] | None) -> dict[str, JsonValue] | None:
    """Return the arguments to call a tool with instead of the model's, if so: a person's, and originals put back."""
    hidden = placeholders(run)
    if not hidden or step.kind != StepKind.TOOL_CALL:
        return edited
    try:
        given = edited if edited is not None else orjson.loads(str(step.input.get("arguments") or "{}"))
    except orjson.JSONDecodeError:
        return None  # the tool refuses them with the reason
    restored = hidden.restore_value(given, Stage.TOOL_ARGUMENT)
    return restored if isinstance(restored, dict) else None


async def held_arguments(reader: Reader, run: LiveRun, step: StepRecord) -> str | None:
    """Return why a person is to be asked before a call is made with the model's arguments, if so."""
    guard = run.plan.guard_of(step.name)
    if not guard.asks(Stage.TOOL_ARGUMENT):
        return None
    verdict = await _checked(reader, run, guard, str(step.input.get("arguments") or ""), Stage.TOOL_ARGUMENT)
    return verdict.message if verdict.held else None


async def answer(reader: Reader, run: LiveRun, entry: Entry, response: ModelResponse) -> tuple[Verdict, list[str]]:
    """Return the verdict on an answer's text, and for each tool call the arguments as they may be used.

    The text of a verdict that is held goes on when a person says so.

    Raises:
        GuardrailBlocked: the answer must have no effect, neither its text nor its tool calls.
    """
    verdict = await _checked(reader, run, run.plan.guard, response.text, Stage.OUTPUT, _sources(run, response))
    _note(run, entry, verdict, response.text)
    if verdict.blocked:
        raise GuardrailBlocked(verdict.message, stage=str(Stage.OUTPUT), decided_by=verdict.decided_by)
    arguments = []
    for call in response.tool_calls:
        judged = await _checked(reader, run, run.plan.guard_of(call.name), call.arguments, Stage.TOOL_ARGUMENT)
        _note(run, entry, judged, call.arguments, call.name)
        if judged.action is Action.END:
            raise GuardrailBlocked(judged.message, stage=str(Stage.TOOL_ARGUMENT), decided_by=judged.decided_by)
        arguments.append(WITHHELD if judged.blocked else judged.text)
    return verdict, arguments


async def outcome(
    reader: Reader, run: LiveRun, entry: Entry, tool: str, came: ToolOutcome
) -> tuple[ToolOutcome, Verdict | None]:
    """Return what the model may be told of a tool call, and the verdict if a person is to decide whether it may.

    A page of a result that was let through is not asked about again.

    Raises:
        GuardrailBlocked: the policy ends the run for what the tool returned.
    """
    if came.own_words:
        return came, None
    text = said_by_tool(came.output, came.error)
    shown = placeholders(run).hide_known(text)
    verdict = await _checked(reader, run, run.plan.guard_of(tool), shown, Stage.TOOL_RESULT)
    _note(run, entry, verdict, shown, tool)
    if verdict.action is Action.END:
        raise GuardrailBlocked(verdict.message, stage=str(Stage.TOOL_RESULT), decided_by=verdict.decided_by)
    if verdict.blocked:
        problem = GuardrailBlocked(
            verdict.message, stage=str(Stage.TOOL_RESULT), decided_by=verdict.decided_by
        ).problem()
        return replace(came, output=None, error=problem), None
    held = verdict if verdict.held and tool != paging.NAME else None
    return (came if verdict.text == text else _saying(came, verdict.text)), held


def _saying(came: ToolOutcome, text: str) -> ToolOutcome:
    if came.error is not None:
        return replace(came, error=came.error | {"detail": text})
    return replace(came, output={"result": text})


async def released(reader: Reader, run: LiveRun, entry: Entry, answered: Answered) -> str | GuardrailBlocked:
    """Return the text that goes on after a person has answered, or the refusal that goes on instead.

    What people put in its place is read as what it replaces was; they need nobody's consent.
    """
    held, step = answered.held, answered.step
    if held is None:
        return answered.refusal()
    if not held.edited:
        return held.text
    is_answer = step.kind == StepKind.MODEL_CALL
    guard, stage = (run.plan.guard, Stage.OUTPUT) if is_answer else (run.plan.guard_of(step.name), Stage.TOOL_RESULT)
    text = placeholders(run).hide_known(held.text)
    verdict = await _checked(reader, run, guard, text, stage)
    _note(run, entry, verdict, text, None if is_answer else step.name)
    if verdict.blocked:
        return GuardrailBlocked(verdict.message, stage=str(stage), decided_by=verdict.decided_by)
    return verdict.text


def told_instead(answered: Answered, text: str | GuardrailBlocked) -> ToolOutcome:
    """Return what the model is told of a tool call whose result waited for a person."""
    if answered.held is None or isinstance(text, GuardrailBlocked):
        refusal = text if isinstance(text, GuardrailBlocked) else answered.refusal()
        return ToolOutcome(error=refusal.problem())
    output, error = (answered.held.rest.get(name) for name in ("output", "error"))
    came = ToolOutcome(output if isinstance(output, dict) else None, error if isinstance(error, dict) else None)
    return came if text == answered.held.text and not answered.held.edited else _saying(came, text)


def note_descriptions(run: LiveRun, entry: Entry, tools: Sequence[str]) -> None:
    """Note what was hit in what tools say of themselves, when a run first needs it."""
    for tool in tools:
        held = run.plan.held_descriptions[tool]
        _note(run, entry, held.verdict, held.text, tool)


def said_by_tool(output: dict[str, JsonValue] | None, error: dict[str, JsonValue] | None) -> str:
    """Return the text of a tool's result, or the words of its error."""
    result = (output or {}).get("result") if error is None else error.get("detail")
    return result if isinstance(result, str) else orjson.dumps(result).decode()


def refused_stream(run: LiveRun, entry: Entry, verdict: Verdict, text: str) -> GuardrailBlocked:
    """Return the failure of a run whose answer was blocked while it came."""
    _note(run, entry, verdict, text)
    return GuardrailBlocked(verdict.message, stage=str(Stage.STREAM), decided_by=verdict.decided_by)


def withheld(steps: list[StepRecord]) -> list[StepRecord]:
    """Return the calls whose arguments were blocked: they are never made."""
    return [step for step in steps if step.input.get("arguments") == WITHHELD]


async def edited(
    reader: Reader, run: LiveRun, entry: Entry, tool: str, arguments: dict[str, JsonValue]
) -> GuardrailBlocked | None:
    """Return why arguments that a person changed may not be used, if so."""
    text = orjson.dumps(arguments).decode()
    verdict = await _checked(reader, run, run.plan.guard_of(tool), text, Stage.TOOL_ARGUMENT)
    _note(run, entry, verdict, text, tool)
    return (
        GuardrailBlocked(verdict.message, stage=str(Stage.TOOL_ARGUMENT), decided_by=verdict.decided_by)
        if verdict.blocked
        else None
    )


async def write(connection: Connection, entry: Entry) -> None:
    """Write what was hit, and let go of what waited, in the transaction of what follows from it."""
    if entry.violations:
        await guards.record(connection, entry.violations)
    if entry.gone_on:
        await asking.let_go(connection, entry.gone_on)


async def _checked(
    reader: Reader, run: LiveRun, guard: Guard, text: str, stage: Stage, sources: Sequence[str] = ()
) -> Verdict:
    return await reader.check(guard, text, stage, run.on_behalf(), sources)


def _note(run: LiveRun, entry: Entry, verdict: Verdict, text: str, tool: str | None = None) -> None:
    if verdict.hits:
        guard = run.plan.guard if tool is None else run.plan.guard_of(tool)
        place = Place("run", run.id, agent_id=run.plan.agent.agent_id, tool=tool)
        entry.violations += guards.violations_of(guard, verdict, text, place)
