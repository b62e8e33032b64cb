"""Running one tool call or hand-off: whatever goes wrong comes back as a typed error that the model can read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Protocol
from uuid import UUID

import orjson
from pydantic import JsonValue

from charter.core.errors import CharterError
from charter.core.telemetry import logs, tracing
from charter.guardrails.policy import NewViolation
from charter.runs.models import StepKind
from charter.runs.service import paging
from charter.runs.service.helping import CallHelper, RunHelp
from charter.runs.service.live import LiveRun
from charter.runs.service.progress import StepRecord, result_text
from charter.tools.asking import EVERY_WAY, Answer, AsksPerson
from charter.tools.errors import ToolArgumentsInvalid, ToolFailed
from charter.tools.service.catalogue import not_found
from charter.tools.service.desk import ToolDesk
from charter.tools.tool import Caller, Tool

_log = logs.get(__name__)


@dataclass(frozen=True, slots=True)
class ToolOutcome:
    """What came of a call: a result, a typed error or a question to a person, and what it used.

    Attributes:
        own_words: the error is Charter's own, with nothing in it that a tool, a server or a model wrote.
        violations: what guardrails hit while the call was open.
    """

    output: dict[str, JsonValue] | None = None
    error: dict[str, JsonValue] | None = None
    usage: tuple[int, int] = (0, 0)
    cost_micros: int = 0
    own_words: bool = False
    asks: AsksPerson | None = None
    violations: list[NewViolation] = field(default_factory=list)


class HandOff(Protocol):
    """Hands work to another agent; ``charter.runs.service.hand_off`` implements it."""

    async def run(self, parent: LiveRun, child_run_id: UUID, slug: str, text: str) -> ToolOutcome:
        """Run the other agent to its end, or join its run if it was started before a crash."""
        ...


class ToolRunner:
    """Runs tool calls of any run. One per process."""

    def __init__(self, desk: ToolDesk, hand_off: HandOff, help_: RunHelp) -> None:
        self._desk = desk
        self._hand_off = hand_off
        self._help = help_

    async def call(
        self,
        run: LiveRun,
        step: StepRecord,
        edited: dict[str, JsonValue] | None = None,
        answer: Answer | None = None,
    ) -> ToolOutcome:
        """Run the call of a step; never raises for what the model or the tool did wrong.

        Args:
            edited: the arguments that a person has put in place of the model's.
            answer: what a person said to the question that its last try ended with.
        """
        helper = self._help.of(run, step)
        if answer is not None:
            helper.recall(answer.state)
        outcome = await self._outcome(run, step, edited, answer, helper)
        if step.kind == StepKind.HAND_OFF:
            return outcome
        usage = (helper.input_tokens, helper.output_tokens)
        return replace(outcome, usage=usage, cost_micros=helper.cost_micros, violations=helper.violations)

    async def _outcome(
        self,
        run: LiveRun,
        step: StepRecord,
        edited: dict[str, JsonValue] | None,
        answer: Answer | None,
        helper: CallHelper,
    ) -> ToolOutcome:
        try:
            with tracing.span("execute_tool", **{"gen_ai.tool.name": step.name}):
                return await self._call(run, step, edited, answer, helper)
        except AsksPerson as asks:
            asks.state |= helper.remembered()
            return ToolOutcome(asks=asks)
        except CharterError as error:
            return ToolOutcome(error=error.problem(), own_words=error.own_words)
        except (ValueError, TypeError, KeyError, LookupError, ArithmeticError, RuntimeError, OSError) as error:
            # A tool's own bug must not take the run with it: the model is told, the log has the cause.
            _log.exception("a tool failed inside", extra={"tool": step.name})
            return ToolOutcome(error=ToolFailed(f"{step.name} failed inside ({type(error).__name__}).").problem())

    async def _call(
        self,
        run: LiveRun,
        step: StepRecord,
        edited: dict[str, JsonValue] | None,
        answer: Answer | None,
        helper: CallHelper,
    ) -> ToolOutcome:
        arguments: JsonValue = _arguments(step) if edited is None else edited
        if slug := run.plan.hand_offs.get(step.name):
            text = arguments.get("input") if isinstance(arguments, dict) else None
            if not isinstance(text, str) or not text:
                message = 'The arguments must be {"input": "what the other agent is to do"}.'
                raise ToolArgumentsInvalid(message, fields=[{"path": "/input", "message": message}])
            return await self._hand_off.run(run, UUID(str(step.input["child_run_id"])), slug, text)
        if step.name == paging.NAME:
            made = (each for each in run.steps if each.kind != StepKind.MODEL_CALL and each.output is not None)
            results = {each.number: result_text(each) for each in made}
            return ToolOutcome(output={"result": paging.more(results, arguments)})
        caller = Caller(
            run.tenant_id, run.created_by, "run", run.id, step.id, run.plan.agent.agent_id, cleared=True, guarded=True,
            helper=helper, ways=EVERY_WAY, answer=answer,
        )  # fmt: skip
        return ToolOutcome(output={"result": await self._desk.call(_tool(run, step.name), arguments, caller)})


def _arguments(step: StepRecord) -> JsonValue:
    raw = str(step.input.get("arguments") or "{}")
    try:
        parsed: JsonValue = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        message = f"The arguments are not JSON: {error}."
        raise ToolArgumentsInvalid(message, fields=[{"path": "", "message": message}]) from error
    return parsed


def _tool(run: LiveRun, name: str) -> Tool:
    try:
        return run.plan.tools[name]
    except KeyError:
        raise not_found(name, {**run.plan.tools, **dict.fromkeys(run.plan.hand_offs)}) from None
