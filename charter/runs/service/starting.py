"""Starting a run, taking one over, and ending one that nobody holds."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.approvals.service import approvals
from charter.audit import service as audit
from charter.budgets.service.reservations import Crossed
from charter.core.clock import Clock
from charter.core.db import Database
from charter.core.errors import CharterError, Unavailable
from charter.core.ids import format_id, new_id
from charter.core.principal import Principal
from charter.core.queue import Park, QueueItemView, QueueWorker
from charter.core.queue.service import CHANNEL as QUEUE_CHANNEL
from charter.core.telemetry import context, logs, metrics
from charter.llm.schemas import Message
from charter.runs.errors import ConversationNotFound, ConversationOfOtherAgent, RunCrashedRepeatedly
from charter.runs.models import Conversation, Run, RunState, StepKind
from charter.runs.repository import journal
from charter.runs.repository.journal import JournalEvent, NewRun, NewStep
from charter.runs.repository.queries import ConversationRepository, RunRepository
from charter.runs.service.budgeting import RunBudgeter, close_stored
from charter.runs.service.engine import CancelRequested, Parked, RunEngine
from charter.runs.service.events import Begun, EventHub, encode
from charter.runs.service.live import LiveRun, model_input
from charter.runs.service.planning import Planner, RunPlan
from charter.runs.service.progress import StepRecord

_log = logs.get(__name__)
_TITLE = 80


class EpochMoved(Exception):
    """The tenant's access rules or configuration changed since they were cached."""


class _StartedBefore(Exception):
    """The idempotency key, or the run's id, was used before."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A run that somebody asks for."""

    text: str
    conversation_id: UUID | None = None
    messages: list[Message] | None = None
    streamed: bool = True
    background: bool = False
    idempotency_key: str | None = None
    fingerprint: bytes | None = None
    parent_run_id: UUID | None = None
    depth: int = 0
    run_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Started:
    """A run that was started: here (with its live state), or somewhere else, or before under the same key."""

    run_id: UUID
    live: LiveRun | None
    task: asyncio.Task[None] | None
    begun: Begun | None = None


class RunStarter:
    """Starts runs in this process and takes over those from the queue. One per process."""

    def __init__(
        self,
        database: Database,
        hub: EventHub,
        planner: Planner,
        engine: RunEngine,
        worker: QueueWorker,
        budgeter: RunBudgeter,
        clock: Clock,
        *,
        lease_s: float,
    ) -> None:
        self._database = database
        self._hub = hub
        self._planner = planner
        self._engine = engine
        self._worker = worker
        self._budgeter = budgeter
        self._clock = clock
        self._lease_s = lease_s
        self._adopted: dict[UUID, LiveRun] = {}
        self._active: dict[UUID, asyncio.Task[Any]] = {}
        self._cancelled: set[UUID] = set()

    async def start(
        self, principal: Principal, plan: RunPlan, wanted: Wanted, *, epochs: tuple[int, int] | None
    ) -> Started:
        """Write a new run and start it: in this process at once, or through the queue.

        Args:
            epochs: the tenant's (authz, config) epochs that ``principal`` and ``plan`` were made from, to be checked
                in the same statement; None when the caller holds the tenant's transaction already.

        Raises:
            EpochMoved: nothing was written; renew the principal and the plan and try again.
            ConversationNotFound, ConversationOfOtherAgent: the conversation cannot be continued.
        """
        access.require(principal, "runs.create", plan.agent.agent_id)
        if self._worker.stopping:
            raise Unavailable("This server is stopping; try again in a moment.", retry_after_s=2)
        run, history = await self._new_run(principal, plan, wanted)
        live = LiveRun(
            tenant_id=principal.tenant_id,
            id=run.id,
            fence=1,
            plan=plan,
            route=plan.route(),
            opening=plan.opening(history, wanted.text, wanted.messages),
            created_by=principal.id,
            depth=wanted.depth,
            conversation_id=run.conversation_id,
            streamed=wanted.streamed,
        )
        events = [live.event("run.queued" if wanted.background else "run.started", agent=plan.agent.slug)]
        steps = []
        if not wanted.background:
            step, event = live.begin_step(StepKind.MODEL_CALL, live.route.name, model_input(live.opening))
            steps, events = [step], [*events, event]
        try:
            crossed = await self._store(principal, run, live, wanted, steps, events, epochs)
        except _StartedBefore:
            return Started(run.id, None, None)
        await self._budgeter.announce(principal.tenant_id, crossed)
        if wanted.background:
            await self._database.notify(QUEUE_CHANNEL, "")
            return Started(run.id, None, None)
        self._hub.published(run.id, events)
        self._adopted[run.id] = live
        item = QueueItemView(
            principal.tenant_id, run.queue_item_id, "runs.execute", {"run_id": str(run.id)}, 1, 10, run.trace_id
        )
        return Started(run.id, live, self._worker.adopt(item), Begun(events, live))

    async def _store(
        self,
        principal: Principal,
        run: NewRun,
        live: LiveRun,
        wanted: Wanted,
        steps: list[NewStep],
        events: list[JournalEvent],
        epochs: tuple[int, int] | None,
    ) -> list[Crossed]:
        """Write the run, all that is around it, and what it holds of its budgets, in one transaction.

        Raises:
            EpochMoved, BudgetExhausted, _StartedBefore: nothing was written.
        """
        plan = live.plan
        async with self._database.tenant_connection(principal.tenant_id) as connection:
            crossed = await self._budgeter.open(connection, principal, live, waits=wanted.background)
            current, live.created_at = await journal.start(
                connection,
                run,
                tenant_id=principal.tenant_id,
                record_id=new_id(),
                epochs=epochs,
                state=RunState.QUEUED if wanted.background else RunState.RUNNING,
                lease=None if wanted.background else (self._worker.id, self._lease_s),
                steps=steps,
                events=events,
                actor=(principal.kind, principal.label),
                audit={"agent": plan.agent.slug, "version": plan.agent.number},
                request_id=context.current().get("request_id"),
            )
            if not current:
                raise EpochMoved
            if live.created_at is None:
                raise _StartedBefore
        return crossed

    async def _new_run(
        self, principal: Principal, plan: RunPlan, wanted: Wanted
    ) -> tuple[NewRun, list[tuple[str, str]]]:
        history: list[tuple[str, str]] = []
        conversation_id, title = wanted.conversation_id, None
        run_id = wanted.run_id or new_id()
        if conversation_id is not None:
            async with self._database.tenant_session(principal.tenant_id) as db:
                conversation = visible(
                    principal, await ConversationRepository(db).find(conversation_id), conversation_id
                )
                if conversation.agent_id != plan.agent.agent_id:
                    raise ConversationOfOtherAgent("This conversation is with another agent; begin a new one.")
                history = await self._history(db, plan, conversation_id, run_id)
        elif wanted.messages is None and wanted.parent_run_id is None:
            conversation_id, title = new_id(), _title(wanted.text)
        messages: list[JsonValue] | None = None
        if wanted.messages is not None:
            messages = [{"role": message.role, "text": message.text} for message in wanted.messages]
        run = NewRun(
            id=run_id,
            agent_id=plan.agent.agent_id,
            agent_slug=plan.agent.slug,
            agent_name=plan.agent.name,
            version_id=plan.agent.version_id,
            version=plan.agent.number,
            input=wanted.text,
            limits=plan.limits,
            created_by=principal.id,
            queue_item_id=new_id(),
            conversation_id=conversation_id,
            conversation_title=title,
            messages=messages,
            parent_run_id=wanted.parent_run_id,
            depth=wanted.depth,
            trace_id=context.current().get("trace_id"),
            streamed=wanted.streamed,
            idempotency_key=wanted.idempotency_key,
            fingerprint=wanted.fingerprint,
        )
        return run, history

    async def _history(
        self, db: AsyncSession, plan: RunPlan, conversation_id: UUID, run_id: UUID
    ) -> list[tuple[str, str]]:
        turns = plan.agent.definition.memory.history_turns
        if not turns:
            return []
        runs = await RunRepository(db).turns_before(conversation_id, run_id, turns)
        return [(run.input, run.output or "") for run in runs]

    async def execute(self, item: QueueItemView) -> bool:
        """Handle a queue item: run a run that was started here, or one that was waiting or lost its process.

        Returns True when the run's end removed the item.
        """
        run_id = UUID(str(item.payload["run_id"]))
        live = self._adopted.pop(run_id, None)
        task = asyncio.current_task()
        if task is not None:
            self._active[run_id] = task
        try:
            if live is None:
                live = await self._take(item, run_id)
            if live is None:
                return False
            await self._engine.execute(live)
        except CancelRequested:
            await asyncio.shield(self._end_cancelled(item.tenant_id, run_id, live))
        except asyncio.CancelledError:
            if run_id not in self._cancelled:
                raise  # this process is stopping, or lost its lease: the run goes on elsewhere from its journal
            await asyncio.shield(self._end_cancelled(item.tenant_id, run_id, live))
        except Parked as parked:
            raise Park from parked
        except journal.LostRun:
            _log.info("runs: the run is held by another process", extra={"run": str(run_id)})
            return False
        finally:
            self._active.pop(run_id, None)
            self._cancelled.discard(run_id)
        return True

    def heard_control(self, payload: str) -> None:
        """Somebody asked for a run to be cancelled; if it runs here, stop what it is doing now."""
        if not payload:
            return
        run_id = UUID(payload)
        task = self._active.get(run_id)
        if task is not None and run_id not in self._cancelled:
            self._cancelled.add(run_id)
            task.cancel()

    async def _take(self, item: QueueItemView, run_id: UUID) -> LiveRun | None:
        """Take a run from its journal: raise its fence, read its steps, plan it again."""
        async with self._database.tenant_session(item.tenant_id) as db:
            repository = RunRepository(db)
            taken = await repository.take(run_id)
            if taken is None:
                return None
            run, lost = taken
            if run.control == "cancel":
                raise CancelRequested
            seq = await repository.last_seq(run_id)
            steps = [_record(step) for step in await repository.steps(run_id)]
            try:
                if item.attempt > 1 and item.last_attempt:
                    raise RunCrashedRepeatedly(f"The run lost its process {item.attempt - 1} times and was given up.")
                plan = await self._planner.plan_version(db, run.version_id)
                route = plan.route()
            except CharterError as error:
                await self._end_failed(db, run, seq, error)
                return None
            history: list[tuple[str, str]] = []
            if run.conversation_id is not None and run.messages is None:
                history = await self._history(db, plan, run.conversation_id, run_id)
        given = [Message(**message) for message in run.messages] if run.messages is not None else None  # type: ignore[arg-type] # as written by start
        resumed = run.fence > 1
        if item.attempt > 1:
            metrics.runs_taken_over.inc()
        return LiveRun(
            tenant_id=item.tenant_id,
            id=run_id,
            fence=run.fence,
            plan=plan,
            route=route,
            opening=plan.opening(history, run.input, given),
            created_by=run.created_by,
            depth=run.depth,
            conversation_id=run.conversation_id,
            steps=steps,
            seq=seq,
            spent_ms=run.active_ms,
            resumed=resumed,
            crashed=lost,
            announce="run.resumed" if resumed else "run.started",
        )

    async def _end_failed(self, db: AsyncSession, run: Run, seq: int, error: CharterError) -> None:
        problem = error.problem()
        await self._end_here(db, run, seq, RunState.FAILED, problem, {"error": problem, "usage": {}})

    async def _end_cancelled(self, tenant_id: UUID, run_id: UUID, live: LiveRun | None) -> None:
        """Close a run whose cancellation was asked for while this process held it."""
        async with self._database.tenant_session(tenant_id) as db:
            repository = RunRepository(db)
            run = await repository.lock(run_id)
            if run is None or run.state != RunState.RUNNING or (live is not None and run.fence != live.fence):
                return
            await self._end_here(db, run, await repository.last_seq(run_id), RunState.CANCELLED, None, {})
        if live is not None:
            live.result = {"state": str(RunState.CANCELLED)}

    async def _end_here(
        self,
        db: AsyncSession,
        run: Run,
        seq: int,
        state: RunState,
        problem: dict[str, JsonValue] | None,
        facts: dict[str, Any],
    ) -> None:
        await end_run(db, self._hub, run, seq, state, problem, facts, now=self._clock())


async def end_run(
    db: AsyncSession,
    hub: EventHub,
    run: Run,
    seq: int,
    state: RunState,
    problem: dict[str, JsonValue] | None,
    facts: dict[str, Any],
    *,
    now: datetime,
) -> None:
    """End a locked run that no process works on: its open steps, its queue item and its last event with it."""
    repository = RunRepository(db)
    await repository.cancel_open_steps(run.id)
    data = encode(format_id("run", run.id), **facts)
    await repository.add_event(run.id, seq + 1, f"run.{state}", data)
    await repository.delete_queue_item(run.queue_item_id)
    run.state, run.error, run.control, run.ended_at = state, problem, None, now
    run.fence += 1
    await close_stored(db, run.id)
    await approvals.withdraw(db, run.id)
    await audit.record(db, None, f"run.{state}", "run", run.id)
    await db.flush()
    metrics.runs_ended.labels(state).inc()
    hub.wake_after_commit(db, run.id)


def visible(principal: Principal, conversation: Conversation | None, conversation_id: UUID) -> Conversation:
    """Return the conversation if the principal may see it: its own, or any with ``runs.read`` on its agent.

    Raises:
        ConversationNotFound: it may not, or there is none; the answer is the same.
    """
    if conversation is None or not may_see(principal, conversation):
        raise ConversationNotFound(f"No conversation {format_id('conversation', conversation_id)} in this tenant.")
    return conversation


def may_see(principal: Principal, seen: Run | Conversation) -> bool:
    """True for what the principal made itself, and for everything of an agent on which it has ``runs.read``."""
    return seen.created_by == principal.id or access.may(principal, "runs.read", seen.agent_id)


def _title(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _TITLE else line[: _TITLE - 1] + "…"


def _record(step: Any) -> StepRecord:
    return StepRecord(
        id=step.id,
        number=step.number,
        kind=step.kind,
        name=step.name,
        state=step.state,
        input=step.input,
        output=step.output,
        error=step.error,
        attempt=step.attempt,
        tokens=step.input_tokens + step.output_tokens,
        cost_micros=step.cost_micros,
        counted=(step.input_tokens, step.output_tokens),
    )
