"""What a run does next, decided from its steps alone: pure, so that a resumed run decides as the first time.

A run is a sequence of steps. After each, :func:`next_action` looks at all of them and says: call the model with these
messages, run these tool calls, finish, or fail. Nothing here waits, stores or knows the time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

import orjson
from pydantic import JsonValue

from charter.core.errors import CharterError
from charter.llm.schemas import Message, ToolCall
from charter.llm.structured import OutputContract, StructuredOutput
from charter.runs.errors import RunLimitExceeded
from charter.runs.service import paging

MAXIMUM_REPAIRS = 2


@dataclass(slots=True)
class StepRecord:
    """A step as the loop knows it.

    Attributes:
        counted: tokens read and written that the journal counted before its end.
    """

    id: UUID
    number: int
    kind: str
    name: str
    state: str
    input: dict[str, JsonValue] = field(default_factory=dict)
    output: dict[str, JsonValue] | None = None
    error: dict[str, JsonValue] | None = None
    attempt: int = 1
    tokens: int = 0
    cost_micros: int = 0
    counted: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a run may use at most; see ``AgentLimits``."""

    model_calls: int
    tool_calls: int
    tokens: int
    cost_micros: int


@dataclass(frozen=True, slots=True)
class CallModel:
    """Call the model. ``step`` is the model call that was interrupted, if there is one."""

    messages: list[Message]
    step: StepRecord | None


@dataclass(frozen=True, slots=True)
class RunTools:
    """Run these tool calls side by side. ``new`` are not in the journal yet; ``open`` were interrupted."""

    new: list[ToolCall]
    open: list[StepRecord]


@dataclass(frozen=True, slots=True)
class Finish:
    """The run is done."""

    output: str
    structured_output: JsonValue


@dataclass(frozen=True, slots=True)
class Fail:
    """The run cannot go on."""

    error: CharterError


Action = CallModel | RunTools | Finish | Fail


def next_action(
    opening: list[Message], steps: list[StepRecord], allowance: Allowance, contract: OutputContract | None
) -> Action:
    """Return what to do after these steps.

    Args:
        opening: instructions, history and the input.
        steps: in order of their numbers; failed model calls end a run and are not among them.
        contract: what the final answer must satisfy, if anything.
    """
    messages, repairs = list(opening), 0
    position = 0
    while position < len(steps):
        step = steps[position]
        if step.kind != "model_call":
            raise ValueError(f"step {step.number}: expected a model call, found {step.kind}")
        if step.state == "running":
            return _call(messages, step, steps, allowance)
        calls = calls_of(step)
        if not calls:
            answer = text_of(step)
            checked = contract.check(answer) if contract else StructuredOutput(None)
            if isinstance(checked, StructuredOutput):
                return Finish(answer, checked.value)
            if repairs >= MAXIMUM_REPAIRS:
                return Fail(checked.error(repairs))
            messages += checked.repair(answer)
            repairs += 1
            position += 1
            continue
        made = steps[position + 1 : position + 1 + len(calls)]
        if len(made) < len(calls):
            return _tools(calls[len(made) :], [s for s in made if s.state == "running"], steps, allowance)
        if waiting := [made_step for made_step in made if made_step.state == "running"]:
            return RunTools([], waiting)
        messages.append(Message("assistant", text_of(step), tool_calls=calls))
        messages += [
            Message("tool", paging.shown(each.number, result_text(each)), tool_call_id=call.id)
            for call, each in zip(calls, made, strict=True)
        ]
        position += 1 + len(calls)
    return _call(messages, None, steps, allowance)


def _call(messages: list[Message], step: StepRecord | None, steps: list[StepRecord], allowance: Allowance) -> Action:
    used = sum(1 for each in steps if each.kind == "model_call" and each is not step)
    tokens, cost = sum(each.tokens for each in steps), sum(each.cost_micros for each in steps)
    for name, amount, allowed in (
        ("model_calls", used, allowance.model_calls),
        ("tokens", tokens, allowance.tokens),
        ("cost_micros", cost, allowance.cost_micros),
    ):
        # Money may be used up exactly by free models: nothing used of nothing allowed is no excess.
        if amount >= allowed and (name != "cost_micros" or amount > allowed):
            return Fail(exceeded(name, amount, allowed))
    return CallModel(messages, step)


def _tools(calls: list[ToolCall], waiting: list[StepRecord], steps: list[StepRecord], allowance: Allowance) -> Action:
    used = sum(1 for each in steps if each.kind != "model_call")
    if used + len(calls) > allowance.tool_calls:
        return Fail(exceeded("tool_calls", used + len(calls), allowance.tool_calls))
    return RunTools(calls, waiting)


def exceeded(limit: str, used: float, allowed: float) -> RunLimitExceeded:
    """Return the failure of a run that reached a limit."""
    unit = {"tokens": "tokens", "cost_micros": "micro-USD", "time_s": "seconds"}.get(limit, limit.replace("_", " "))
    return RunLimitExceeded(
        f"The run may use {allowed:g} {unit} and needs more; raise limits.{limit} of the agent, or ask for less.",
        limit=limit,
        used=used,
        allowed=allowed,
    )


def calls_of(step: StepRecord) -> list[ToolCall]:
    """Return the tool calls that a completed model call asked for."""
    raw = (step.output or {}).get("tool_calls")
    calls = raw if isinstance(raw, list) else []
    return [
        ToolCall(
            id=str(call["id"]),
            name=str(call["name"]),
            arguments=str(call["arguments"]),
            signature=str(call["signature"]) if call.get("signature") is not None else None,
        )
        for call in calls
        if isinstance(call, dict)
    ]


def text_of(step: StepRecord) -> str:
    """Return the text of a completed model call."""
    return str((step.output or {}).get("text", ""))


def result_text(step: StepRecord) -> str:
    """Return what the model is told of a tool call: its result, or its typed error."""
    if step.error is not None:
        shown = {name: step.error[name] for name in ("code", "detail", "errors") if name in step.error}
        return orjson.dumps({"error": shown}).decode()
    result = (step.output or {}).get("result")
    return result if isinstance(result, str) else orjson.dumps(result).decode()
