"""The agent loop: runs one run in this process, journalling each step before its effect is shown."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing
from typing import Any

from pydantic import JsonValue

from charter.approvals.questions import ApprovalState, NewApproval, Standing
from charter.approvals.service import asking
from charter.core.db import Database
from charter.core.errors import CharterError
from charter.core.ids import format_id, new_id
from charter.core.telemetry import context, logs, metrics, tracing
from charter.core.telemetry.redaction import redact
from charter.guardrails.errors import GuardrailBlocked
from charter.guardrails.policy import Hit
from charter.guardrails.service.reading import Reader
from charter.guardrails.stages import Stage
from charter.guardrails.streaming import GuardedStream
from charter.llm.client import ModelClient
from charter.llm.schemas import (
    AttemptFailed,
    Completed,
    Message,
    ModelRequest,
    ModelResponse,
    TextDelta,
    ToolCall,
    ToolSpec,
)
from charter.runs.errors import RunFailedInside
from charter.runs.models import RunState, StepKind
from charter.runs.repository import journal
from charter.runs.repository.journal import EndedStep, Entry, RunEnd
from charter.runs.service import guarding, paging
from charter.runs.service.approving import CallGate, Cleared
from charter.runs.service.budgeting import RunBudgeter
from charter.runs.service.events import EventHub
from charter.runs.service.holding import Answered, Holding
from charter.runs.service.live import LiveRun, model_input, step_text_id
from charter.runs.service.progress import (
    CallModel,
    Fail,
    Finish,
    RunTools,
    StepRecord,
    exceeded,
    next_action,
)
from charter.runs.service.tool_calls import ToolOutcome, ToolRunner

_log = logs.get(__name__)
_TEXT_EVERY_S = 0.08
_TEXT_AT_ONCE = 16_000
_HELD = "A person was asked about it; see the step."
FOR_APPROVAL = "approval"
"""Reason in the ``run.paused`` event of a run that goes on by itself when people have answered."""


class Paused(Exception):
    """The run was paused at a safe point."""


class Parked(Exception):
    """The run's tenant is suspended: its work goes back to the queue and goes on from the journal later."""


class CancelRequested(Exception):
    """Somebody asked for the run to be cancelled."""


class RunEngine:
    """Runs runs. One per process."""

    def __init__(
        self,
        database: Database,
        hub: EventHub,
        models: ModelClient,
        tools: ToolRunner,
        gate: CallGate,
        budgeter: RunBudgeter,
        reader: Reader,
        holding: Holding,
    ) -> None:
        self._database = database
        self._holding = holding
        self._reader = reader
        self._hub = hub
        self._models = models
        self._tools = tools
        self._gate = gate
        self._budgeter = budgeter

    async def execute(self, run: LiveRun) -> None:
        """Run to the end, to a pause, or until cancelled or lost.

        Raises:
            CancelRequested: the caller ends the run as cancelled.
            Parked: the caller gives the run back to the queue.
            LostRun: another process has it now.
        """
        entry = Entry()
        with context.bound(run=run.text_id):
            try:
                with tracing.span("invoke_agent", **{"gen_ai.agent.name": run.plan.agent.slug}):
                    await self._loop(run, entry)
            except Paused:
                return
            except (CancelRequested, Parked, journal.LostRun):
                raise
            except CharterError as error:
                await self._end(run, entry, RunState.FAILED, error=error)
            except (ValueError, TypeError, KeyError, LookupError, RuntimeError, AttributeError) as error:
                _log.exception("a run failed inside Charter")
                what = f"Something unexpected happened ({type(error).__name__})"
                detail = f"{what}; the log has the cause under {run.text_id}."
                await self._end(run, entry, RunState.FAILED, error=RunFailedInside(detail))

    async def _loop(self, run: LiveRun, entry: Entry) -> None:
        if run.announce is not None:
            entry.events.append(run.event(run.announce, attempt=run.fence))
        if run.resumed:
            run.held, run.asked = await self._holding.found(run), True
        while True:
            if run.held:
                await self._go_on_with_texts(run, entry)
            action = next_action(run.opening, run.steps, run.plan.allowance, run.plan.contract)
            if run.is_out_of_time() and isinstance(action, CallModel | RunTools):
                limit = run.plan.agent.definition.limits.time_s
                action = Fail(exceeded("time_s", round(run.active_ms() / 1000, 1), limit))
            match action:
                case CallModel(messages, step):
                    await self._call_model(run, entry, messages, step)
                case RunTools(new, waiting):
                    await self._run_tools(run, entry, new, waiting)
                case Finish(output, structured):
                    hidden = guarding.placeholders(run)
                    output = hidden.restore(output, Stage.OUTPUT)
                    structured = hidden.restore_value(structured, Stage.OUTPUT) if hidden else structured
                    await self._end(run, entry, RunState.COMPLETED, output=output, structured=structured)
                    return
                case Fail(error):
                    await self._end(run, entry, RunState.FAILED, error=error)
                    return

    # -- model calls

    async def _call_model(self, run: LiveRun, entry: Entry, messages: list[Message], step: StepRecord | None) -> None:
        if step is None:
            step = self._begin(run, entry, StepKind.MODEL_CALL, run.route.name, model_input(messages))
            run.resumed = False
            await self._write(run, entry, safe=True)
        elif run.resumed:
            step.attempt += 1
            entry.restarted_steps.append(step.id)
            reason = "The server was restarted." if run.crashed else "The run goes on."
            entry.events.append(run.event("message.reset", step_id=step_text_id(step), reason=reason))
            run.resumed = False
            await self._write(run, entry, safe=True)
        called = False
        try:
            messages, held = await guarding.opening(self._reader, run, entry, messages)
            if held and not await self._consented(run, entry, held):
                return
            described = await self._described(run, entry)
            if described is None:
                return
            request = ModelRequest(
                messages=messages,
                tools=[*described, *paging.offered(messages)],
                parameters=run.plan.parameters,
                output_schema=run.plan.agent.definition.output_schema,
            )
            await self._budgeter.before_call(run, messages)
            called = True
            response = await self._stream(run, entry, step, request)
        except CharterError as error:
            failure: CharterError = error
            if run.is_out_of_time():
                failure = exceeded(
                    "time_s", run.plan.agent.definition.limits.time_s, run.plan.agent.definition.limits.time_s
                )
            self._ended(run, entry, step, error=failure.problem())
            entry.model_calls += called
            raise failure from error
        await self._answered(run, entry, step, response)

    async def _consented(self, run: LiveRun, entry: Entry, held: list[Hit]) -> bool:
        """Ask a person about what the run was given; False when an answer came at once and is to be looked at.

        Raises:
            Paused: the run waits for the answer.
            GuardrailBlocked: the answer is no, or did not come in time.
        """
        if run.consented:
            return True
        state, question = await self._gate.consent(run, held)
        if state is not None:
            entry.violations.clear()  # they were written with the question
        if state is None or state is ApprovalState.PENDING:
            await self._wait_for_people(run, entry, [question])
            return False
        if state is not ApprovalState.APPROVED:
            why = "A person did not allow it" if state is ApprovalState.REJECTED else "Nobody allowed it in time"
            raise GuardrailBlocked(f"{why}: {question.reason}", stage=str(held[0].stage))
        run.consented = True
        return True

    async def _described(self, run: LiveRun, entry: Entry) -> list[ToolSpec] | None:
        """Return what the model is told of tools; None when a person answered just now and is to be heard.

        Raises:
            Paused: people are asked about some of it.
        """
        if not run.plan.held_descriptions:
            return run.plan.specs
        if run.described is None:
            specs, waiting, settled = await self._holding.described(run)
            entry.gone_on += settled
            if waiting:
                guarding.note_descriptions(run, entry, [one.tool for one in waiting if one.held is not None])
                await self._wait_for_people(run, entry, waiting)
                return None
            run.described = specs
        return run.described

    async def _stream(self, run: LiveRun, entry: Entry, step: StepRecord, request: ModelRequest) -> ModelResponse:
        hidden = guarding.placeholders(run)
        buffer, flushed, shown = "", 0.0, GuardedStream(run.plan.guard, hidden)
        shows = run.streamed and not run.plan.guard.withholds_answers
        stream = self._models.stream(request, run.route, deadline=run.deadline(), streamed=run.streamed)
        async with aclosing(stream) as events:
            async for event in events:
                match event:
                    case TextDelta(text):
                        buffer += text
                        now = time.monotonic()
                        if shows and (now - flushed >= _TEXT_EVERY_S or len(buffer) > _TEXT_AT_ONCE):
                            text, verdict = shown.feed(buffer)
                            if verdict.blocked:
                                raise guarding.refused_stream(run, entry, verdict, buffer)
                            if text:
                                await self._write_text(run, step, hidden.restore(text, Stage.OUTPUT))
                            buffer, flushed = "", now
                    case AttemptFailed():
                        buffer, shown = "", GuardedStream(run.plan.guard, hidden)
                        await self._retrying(run, entry, step, event)
                    case Completed(response):
                        if run.streamed and not shows and (verdict := shown.feed(response.text)[1]).blocked:
                            raise guarding.refused_stream(run, entry, verdict, response.text)
                        run.shown = shown.shown if shows else ""
                        return response
        raise RunFailedInside("The model's stream ended without an answer.")

    async def _write_text(self, run: LiveRun, step: StepRecord, text: str) -> None:
        events = [run.event("message.delta", step_id=step_text_id(step), text=text)]
        async with self._database.tenant_connection(run.tenant_id) as connection:
            control = await journal.write_text(connection, run.id, run.fence, events)
        self._hub.published(run.id, events)
        if control == "cancel":
            raise CancelRequested

    async def _retrying(self, run: LiveRun, entry: Entry, step: StepRecord, failed: AttemptFailed) -> None:
        facts = {"error": failed.error, "retry_in_s": failed.retry_in_s, "model": failed.model}
        entry.events.append(
            run.event("step.retrying", step_id=step_text_id(step), next_model=failed.next_model, **facts)
        )
        entry.events.append(run.event("message.reset", step_id=step_text_id(step), reason="The model is asked again."))
        await self._write(run, entry)

    async def _answered(self, run: LiveRun, entry: Entry, step: StepRecord, response: ModelResponse) -> None:
        usage = (response.usage.input_tokens, response.usage.output_tokens)
        step.tokens = response.usage.input_tokens + response.usage.output_tokens
        step.cost_micros = response.cost_micros
        entry.model_calls += 1
        try:
            verdict, arguments = await guarding.answer(self._reader, run, entry, response)
        except GuardrailBlocked as blocked:
            self._ended(run, entry, step, error=blocked.problem(), usage=usage)
            raise
        text = verdict.text
        unchanged = text == response.text and arguments == [call.arguments for call in response.tool_calls]
        changed = _HELD if verdict.held else "Changed by a guardrail; see the step."
        entry.last_exchange = {
            "request": _redacted(response.wire_request),
            "response": _redacted(response.wire_response) if unchanged and not verdict.held else changed,
        }
        metrics.model_tokens.labels(response.model, "input").inc(usage[0])
        metrics.model_tokens.labels(response.model, "output").inc(usage[1])
        metrics.model_cost.labels(response.model).inc(response.cost_micros)
        calls: list[JsonValue] = [
            {"id": call.id, "name": call.name, "arguments": allowed, "signature": call.signature}
            for call, allowed in zip(response.tool_calls, arguments, strict=True)
        ]
        output: dict[str, JsonValue] = {
            "text": text, "tool_calls": calls, "stop_reason": response.stop_reason, "model": response.model,
        }  # fmt: skip
        if verdict.held:
            question = await self._holding.question(run, step, verdict, text, output)
            await self._hold(run, entry, step, question, usage, response.model)
            return
        self._show_rest(run, entry, step, text)
        self._ended(run, entry, step, output=output, usage=usage)

    def _show_rest(self, run: LiveRun, entry: Entry, step: StepRecord, text: str) -> None:
        """Show what of an answer was held back; if the whole reads otherwise than its parts did, show it anew."""
        shown, run.shown = run.shown, ""
        if not text.startswith(shown):
            reason = "A guardrail changed what was shown."
            entry.events.append(run.event("message.reset", step_id=step_text_id(step), reason=reason))
            shown = ""
        if rest := guarding.placeholders(run).restore(text[len(shown) :], Stage.OUTPUT):
            entry.events.append(run.event("message.delta", step_id=step_text_id(step), text=rest))

    # -- tools

    async def _run_tools(self, run: LiveRun, entry: Entry, new: list[ToolCall], waiting: list[StepRecord]) -> None:
        waiting = [step for step in waiting if step.id not in run.held]
        steps = list(waiting)
        for call in new:
            kind = StepKind.HAND_OFF if call.name in run.plan.hand_offs else StepKind.TOOL_CALL
            asked: dict[str, JsonValue] = {"call_id": call.id, "arguments": call.arguments}
            if kind is StepKind.HAND_OFF:
                # Known before the other agent starts: after a crash we find its run again instead of starting another.
                asked["child_run_id"] = str(new_id())
            steps.append(self._begin(run, entry, kind, call.name, asked))
        for step in waiting:
            step.attempt += 1
            entry.restarted_steps.append(step.id)
        run.resumed = False
        config_epoch = await self._write(run, entry, safe=True)
        for step in guarding.withheld(steps):
            steps.remove(step)
            entry.tool_calls += 1
            self._ended(run, entry, step, error=guarding.WITHHELD_REASON.problem())
        verdicts = await self._gate.judge(run, steps, [step for step in waiting if step in steps], config_epoch)
        for step, refusal in verdicts.refused:
            entry.tool_calls += 1
            self._ended(run, entry, step, error=refusal.problem())
        questions = verdicts.asked + await self._call_tools(run, entry, verdicts.go) + list(run.held.values())
        if questions and not run.is_out_of_time():
            await self._wait_for_people(run, entry, questions)

    async def _call_tools(self, run: LiveRun, entry: Entry, calls: list[Cleared]) -> list[NewApproval]:
        """Make calls side by side; returns what their tools ask people before they go on."""
        asked: list[NewApproval] = []
        tasks = {asyncio.create_task(self._call_tool(run, entry, call)): call for call in calls}
        try:
            while tasks:
                timeout_s = max(0.0, run.deadline() - time.monotonic())
                done, _ = await asyncio.wait(tasks, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
                if not done:
                    return []  # out of time: the loop fails the run, the open steps are closed with it
                for task in done:
                    call, came = tasks.pop(task), task.result()
                    entry.violations += came.violations
                    if came.asks is not None:
                        asked.append(self._gate.asked_by_tool(run, call, came.asks))
                        continue
                    await self._called(run, entry, call.step, came)
                if tasks:  # the last results are written together with what follows from them
                    await self._write(run, entry)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        return asked

    async def _called(self, run: LiveRun, entry: Entry, step: StepRecord, came: ToolOutcome) -> None:
        """Go on with what came of a call, or keep it until a person has looked at it."""
        outcome, held = await guarding.outcome(self._reader, run, entry, step.name, came)
        step.tokens, step.cost_micros = sum(outcome.usage), outcome.cost_micros
        entry.tool_calls += 1
        if held is None:
            self._ended(run, entry, step, output=outcome.output, error=outcome.error, usage=outcome.usage)
            return
        came_of_it: dict[str, JsonValue] = {"output": outcome.output, "error": outcome.error}
        question = await self._holding.question(run, step, held, held.text, came_of_it)
        await self._hold(run, entry, step, question, outcome.usage)

    async def _call_tool(self, run: LiveRun, entry: Entry, call: Cleared) -> ToolOutcome:
        step = call.step
        for typed in (call.edited, call.answer.content if call.answer else None):
            if typed is not None and (blocked := await guarding.edited(self._reader, run, entry, step.name, typed)):
                return ToolOutcome(error=blocked.problem(), own_words=True)
        return await self._tools.call(run, step, guarding.called_with(run, step, call.edited), call.answer)

    # -- texts that wait for people

    async def _hold(
        self,
        run: LiveRun,
        entry: Entry,
        step: StepRecord,
        question: NewApproval,
        usage: tuple[int, int],
        model: str | None = None,
    ) -> None:
        """Write that the text of a step waits for a person: the question, the sealed text, and what it has used."""
        step.counted, run.held[step.id], run.asked = usage, question, True
        entry.input_tokens += usage[0]
        entry.output_tokens += usage[1]
        entry.cost_micros += step.cost_micros
        entry.active_ms = run.take_active_ms()
        async with self._database.tenant_connection(run.tenant_id) as connection:
            asked = await asking.ask(connection, [question])
            entry.events += [_asked(run, each, one) for each, one in _together([question], asked) if one.new]
            control, _ = await journal.write(connection, run.id, run.fence, entry)
            await journal.count(connection, run.id, step.id, (*usage, step.cost_micros), model)
            await guarding.write(connection, entry)
        self._committed(run, entry)
        await self._obey(run, control, safe=False)

    async def _go_on_with_texts(self, run: LiveRun, entry: Entry) -> None:
        """Go on with texts that people have decided about. A model's answer is waited for; tools' results wait beside.

        Raises:
            Paused: the run waits.
            GuardrailBlocked: the model's answer is not to be shown.
        """
        while run.held:
            for answered in await self._holding.answered(run):
                del run.held[answered.step.id]
                entry.gone_on.append(answered.standing.id)
                await self._released(run, entry, answered)
            held = [step for step in run.steps if step.id in run.held]
            if not held or held[0].kind != StepKind.MODEL_CALL:
                return
            await self._wait_for_people(run, entry, [run.held[held[0].id]])

    async def _released(self, run: LiveRun, entry: Entry, answered: Answered) -> None:
        step = answered.step
        text = await guarding.released(self._reader, run, entry, answered)
        if step.kind != StepKind.MODEL_CALL:
            outcome = guarding.told_instead(answered, text)
            self._ended(run, entry, step, output=outcome.output, error=outcome.error, counted=True)
        elif answered.held is None or isinstance(text, GuardrailBlocked):
            refusal = text if isinstance(text, GuardrailBlocked) else answered.refusal()
            self._ended(run, entry, step, error=refusal.problem(), counted=True)
            raise refusal
        else:
            self._show_rest(run, entry, step, text)
            self._ended(run, entry, step, output=answered.held.rest | {"text": text}, counted=True)

    async def _wait_for_people(self, run: LiveRun, entry: Entry, questions: list[NewApproval]) -> None:
        """Pause until somebody answers, for days if need be; an answer that is there already lets the run go on."""
        paused, run.asked = Entry(), True
        entry.active_ms = run.take_active_ms()
        async with self._database.tenant_connection(run.tenant_id) as connection:
            asked = await asking.ask(connection, questions)
            entry.events += [_asked(run, question, one) for question, one in _together(questions, asked) if one.new]
            control, _ = await journal.write(connection, run.id, run.fence, entry)
            await guarding.write(connection, entry)
            waits = control is None and all(one.state is ApprovalState.PENDING for one in asked)
            if waits:
                paused.events.append(run.event("run.paused", reason=FOR_APPROVAL))
                paused.end = RunEnd(RunState.PAUSED, audit={})
                await journal.end(connection, run.id, run.fence, paused, new_id())
        self._committed(run, entry)
        self._committed(run, paused)
        if waits:
            run.result = {"state": str(RunState.PAUSED)}
            raise Paused
        await self._obey(run, control, safe=True)

    # -- the journal

    def _begin(self, run: LiveRun, entry: Entry, kind: StepKind, name: str, asked: dict[str, JsonValue]) -> StepRecord:
        new, event = run.begin_step(kind, name, asked)
        entry.new_steps.append(new)
        entry.events.append(event)
        return run.steps[-1]

    def _ended(
        self,
        run: LiveRun,
        entry: Entry,
        step: StepRecord,
        *,
        output: dict[str, JsonValue] | None = None,
        error: dict[str, JsonValue] | None = None,
        usage: tuple[int, int] = (0, 0),
        counted: bool = False,
    ) -> None:
        """Note the end of a step; what it used is counted now, unless it was when its text began to wait."""
        cost_micros = 0 if counted else step.cost_micros
        step.state = "failed" if error is not None else "completed"
        step.output, step.error = output, error
        entry.ended_steps.append(EndedStep(step.id, step.state, output, error, *usage, cost_micros))
        entry.input_tokens += usage[0]
        entry.output_tokens += usage[1]
        entry.cost_micros += cost_micros
        shown = step.counted if counted else usage
        if error is not None:
            entry.events.append(run.event("step.failed", step_id=step_text_id(step), error=error))
        else:
            used = {"input_tokens": shown[0], "output_tokens": shown[1]}
            entry.events.append(
                run.event(
                    "step.completed",
                    step_id=step_text_id(step),
                    output=output,
                    usage=used,
                    cost_micros=step.cost_micros,
                )
            )
        metrics.run_steps.labels(step.kind, step.state).inc()

    async def _write(self, run: LiveRun, entry: Entry, *, safe: bool = False) -> int:
        """Commit what has gathered; act on what somebody asked of the run meanwhile.

        Args:
            safe: the steps that are open have had no effect yet, so the run may be paused here.

        Returns the epoch of the tenant's configuration.
        """
        entry.active_ms = run.take_active_ms()
        async with self._database.tenant_connection(run.tenant_id) as connection:
            control, config_epoch = await journal.write(connection, run.id, run.fence, entry)
            await guarding.write(connection, entry)
        self._committed(run, entry)
        await self._obey(run, control, safe=safe)
        return config_epoch

    async def _obey(self, run: LiveRun, control: str | None, *, safe: bool) -> None:
        if control == "cancel":
            raise CancelRequested
        if control == "park":
            raise Parked
        if control == "pause" and safe:
            run.result = {"state": str(RunState.PAUSED)}
            paused = Entry(events=[run.event("run.paused")], end=RunEnd(RunState.PAUSED, audit={}))
            await self._commit_end(run, paused)
            raise Paused

    def _committed(self, run: LiveRun, entry: Entry) -> None:
        self._hub.published(run.id, entry.events)
        fresh = Entry()
        for name in fresh.__slots__:
            setattr(entry, name, getattr(fresh, name))

    async def _end(
        self,
        run: LiveRun,
        entry: Entry,
        state: RunState,
        *,
        output: str | None = None,
        structured: JsonValue = None,
        error: CharterError | None = None,
    ) -> None:
        problem = error.problem() if error else None
        for step in run.steps:
            if step.state == "running":
                step.state = "cancelled"
                entry.ended_steps.append(EndedStep(step.id, "cancelled", error=problem))
        facts: dict[str, object] = {"error": problem} if error else {"output": output, "structured_output": structured}
        entry.events.append(run.event(f"run.{state}", **facts, usage=_totals(run)))
        entry.end = RunEnd(state, output, structured, problem, {"tokens": sum(step.tokens for step in run.steps)})
        run.result = {"state": str(state), "output": output, "structured_output": structured, "error": problem}
        await self._commit_end(run, entry)
        metrics.runs_ended.labels(state).inc()
        metrics.run_seconds.observe(run.active_ms() / 1000)
        _log.info("run ended", extra={"state": str(state), "steps": len(run.steps), "ms": run.active_ms()})

    async def _commit_end(self, run: LiveRun, entry: Entry) -> None:
        entry.active_ms = run.take_active_ms()
        async with self._database.tenant_connection(run.tenant_id) as connection:
            run.result |= await journal.end(connection, run.id, run.fence, entry, new_id())
            await guarding.write(connection, entry)
            goes_on = entry.end is not None and entry.end.state is RunState.PAUSED
            if run.asked and not goes_on:
                await asking.withdraw(connection, run.id)
            crossed = [] if goes_on else await self._budgeter.close(connection, run)
        await self._budgeter.announce(run.tenant_id, crossed)
        self._committed(run, entry)


def _together(questions: list[NewApproval], asked: list[Standing]) -> list[tuple[NewApproval, Standing]]:
    standing = {(one.call_id, one.purpose): one for one in asked}
    return [(question, standing[question.call_id, question.purpose]) for question in questions]


def _asked(run: LiveRun, question: NewApproval, one: Standing) -> journal.JournalEvent:
    steps = {step.id for step in run.steps}
    return run.event(
        "approval.requested",
        approval_id=format_id("approval", one.id),
        step_id=format_id("step", question.call_id if question.call_id in steps else run.steps[-1].id),
        tool=question.tool,
        arguments=question.arguments,
        reason=question.reason,
        form=question.form,
        expires_at=question.expires_at.isoformat(),
    )


def _totals(run: LiveRun) -> dict[str, int]:
    return {
        "model_calls": sum(1 for step in run.steps if step.kind == StepKind.MODEL_CALL),
        "tool_calls": sum(1 for step in run.steps if step.kind != StepKind.MODEL_CALL),
        "tokens": sum(step.tokens for step in run.steps),
        "cost_micros": sum(step.cost_micros for step in run.steps),
    }


def _redacted(document: dict[str, Any]) -> JsonValue:
    return redact(document)
