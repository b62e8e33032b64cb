"""Looking at runs: lists, steps, events, the state of one that is running, conversations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core.ids import format_id
from charter.core.principal import Principal
from charter.runs.errors import RunNotFound, RunStateConflict
from charter.runs.models import Conversation, Run, RunState, RunStep
from charter.runs.repository.queries import ConversationRepository, RunRepository
from charter.runs.schemas import (
    AgentOfRun,
    ConversationRead,
    EventList,
    EventRead,
    MessageRead,
    RunRead,
    RunStateRead,
    RunUsage,
    StepRead,
    StepUsage,
)
from charter.runs.service.live import LiveRun
from charter.runs.service.progress import calls_of, result_text, text_of
from charter.runs.service.starting import may_see, visible


async def get_run(db: AsyncSession, principal: Principal, run_id: UUID) -> Run:
    """Return a run that the principal may see: its own, or any with ``runs.read``.

    Raises:
        RunNotFound: it may not, or there is none; the answer is the same.
    """
    run = await RunRepository(db).find(run_id)
    if run is None or not may_see(principal, run):
        raise RunNotFound(f"No run {format_id('run', run_id)} in this tenant; list them with GET /v1/runs.")
    return run


async def find_run(db: AsyncSession, run_id: UUID) -> Run:
    """Return a run that the caller has just started: visible to it without another question."""
    run = await RunRepository(db).find(run_id)
    if run is None:
        raise RunNotFound("The run was deleted a moment ago.")
    return run


async def list_runs(
    db: AsyncSession,
    principal: Principal,
    *,
    agent_id: UUID | None,
    state: RunState | None,
    conversation_id: UUID | None,
    after: UUID | None,
    limit: int,
) -> list[Run]:
    """Return runs, newest first: the principal's own, and those of the agents on which it has ``runs.read``."""
    everybodys = _require_any_runs(principal)
    return await RunRepository(db).list_page(
        agent_id=agent_id,
        state=state,
        conversation_id=conversation_id,
        mine=principal.id,
        everybodys=everybodys,
        after=after,
        limit=limit,
    )


async def list_steps(db: AsyncSession, principal: Principal, run_id: UUID) -> list[StepRead]:
    """Return a run's steps in order."""
    await get_run(db, principal, run_id)
    return [read_step(step) for step in await RunRepository(db).steps(run_id)]


async def list_events(db: AsyncSession, run: Run, *, after: int, limit: int) -> EventList:
    """Return a page of the events of a run that the caller was given by :func:`get_run`."""
    events = await RunRepository(db).events(run.id, after=after, limit=limit)
    items = [EventRead(seq=event.seq, type=event.type, data=event.data) for event in events]
    return EventList(items=items, next_after=items[-1].seq if items else after)


async def inspect(db: AsyncSession, principal: Principal, run_id: UUID) -> RunStateRead:
    """Return what a running agent is at: its step, its context and its last exchange with the model, redacted."""
    run = await get_run(db, principal, run_id)
    steps = await RunRepository(db).steps(run_id)
    texts = [run.input]
    for step in steps:
        record: Any = step
        if step.kind == "model_call" and step.output is not None:
            texts += [text_of(record), *(call.arguments for call in calls_of(record))]
        elif step.state in {"completed", "failed"}:
            texts.append(result_text(record))
    exchange = run.last_exchange or {}
    return RunStateRead(
        id=run.id,
        state=RunState(run.state),
        control=run.control,
        step=read_step(steps[-1]) if steps else None,
        variables={
            "conversation_id": format_id("conversation", run.conversation_id) if run.conversation_id else None,
            "parent_run_id": format_id("run", run.parent_run_id) if run.parent_run_id else None,
            "depth": run.depth,
            "times_taken": run.fence,
            "active_ms": run.active_ms,
        },
        context_messages=len(texts) + 1,
        context_characters=sum(map(len, texts)),
        last_request=exchange.get("request"),
        last_response=exchange.get("response"),
        usage=_usage(run),
        limits=run.limits,
    )


async def list_conversations(
    db: AsyncSession, principal: Principal, *, agent_id: UUID | None, after: UUID | None, limit: int
) -> list[Conversation]:
    """Return conversations, newest first: the principal's own, and those of agents on which it has ``runs.read``."""
    everybodys = _require_any_runs(principal)
    return await ConversationRepository(db).list_page(
        agent_id=agent_id,
        mine=principal.id,
        everybodys=everybodys,
        after=after,
        limit=limit,
    )


async def get_conversation(db: AsyncSession, principal: Principal, conversation_id: UUID) -> Conversation:
    """Return one conversation.

    Raises:
        ConversationNotFound: there is none that the principal may see.
    """
    return visible(principal, await ConversationRepository(db).find(conversation_id), conversation_id)


async def list_messages(
    db: AsyncSession, principal: Principal, conversation_id: UUID, *, after: UUID | None, limit: int
) -> tuple[list[MessageRead], UUID | None]:
    """Return what was said, oldest first, in up to ``limit`` turns; and the run to continue after, if there is more."""
    await get_conversation(db, principal, conversation_id)
    runs = await ConversationRepository(db).runs(conversation_id, after=after, limit=limit + 1)
    messages = []
    for run in runs[:limit]:
        state = RunState(run.state)
        messages.append(
            MessageRead(run_id=run.id, role="user", text=run.input, run_state=state, error=None, at=run.created_at)
        )
        if run.output is not None or run.error is not None:
            text, at = run.output or "", run.ended_at or run.created_at
            messages.append(
                MessageRead(run_id=run.id, role="assistant", text=text, run_state=state, error=run.error, at=at)
            )
    return messages, runs[limit - 1].id if len(runs) > limit else None


async def delete_conversation(db: AsyncSession, principal: Principal, conversation_id: UUID) -> None:
    """Delete a conversation with its runs.

    Raises:
        ConversationNotFound: there is none that the principal may see.
        RunStateConflict: one of its runs has not ended.
    """
    conversation = await get_conversation(db, principal, conversation_id)
    if conversation.created_by != principal.id:
        access.require(principal, "runs.control", conversation.agent_id)
    repository = ConversationRepository(db)
    if await repository.unfinished(conversation_id):
        raise RunStateConflict("A run of this conversation has not ended; cancel it first.")
    await repository.delete(conversation_id)
    before = {"title": conversation.title}
    await audit.record(db, principal, "conversation.deleted", "conversation", conversation_id, before=dict(before))


def still(created_by: UUID, agent_id: UUID) -> Callable[[Principal], None]:
    """Return the question whether a principal may go on reading the stream of a run."""

    def require(principal: Principal) -> None:
        own = created_by == principal.id and access.may(principal, "runs.create", agent_id)
        if not own:
            access.require(principal, "runs.read", agent_id)

    return require


def _require_any_runs(principal: Principal) -> access.Reach:
    """Return the agents whose runs the principal may all read; its own runs it reads with ``runs.create`` alone.

    Raises:
        Forbidden: it may read none and make none.
    """
    reach = access.reach(principal, "runs.read")
    if reach.nothing:
        access.require_somewhere(principal, "runs.create")
    return reach


def read_run(run: Run) -> RunRead:
    """Return what the outside sees of a run."""
    return RunRead(
        id=run.id,
        agent=AgentOfRun(id=run.agent_id, slug=run.agent_slug, name=run.agent_name),
        version=run.version,
        state=RunState(run.state),
        input=run.input,
        output=run.output,
        structured_output=run.structured_output,
        error=run.error,
        conversation_id=run.conversation_id,
        parent_run_id=run.parent_run_id,
        usage=_usage(run),
        limits=run.limits,
        created_at=run.created_at,
        started_at=run.started_at,
        ended_at=run.ended_at,
    )


def read_live(live: LiveRun, text: str) -> bytes:
    """Return the JSON document of a run that has just ended in this process, without asking the database."""
    agent, result = live.plan.agent, live.result
    document = {
        "id": live.text_id,
        "agent": {"id": format_id("agent", agent.agent_id), "slug": agent.slug, "name": agent.name},
        "version": agent.number,
        "state": result["state"],
        "input": text,
        "output": result.get("output"),
        "structured_output": result.get("structured_output"),
        "error": result.get("error"),
        "conversation_id": format_id("conversation", live.conversation_id) if live.conversation_id else None,
        "parent_run_id": None,
        "usage": {name: result.get(name, 0) for name in RunUsage.model_fields},
        "limits": live.plan.limits,
        "created_at": live.created_at,
        "started_at": live.created_at,
        "ended_at": result.get("ended_at"),
    }
    return orjson.dumps(document, option=orjson.OPT_UTC_Z)


def read_step(step: RunStep) -> StepRead:
    """Return what the outside sees of a step."""
    return StepRead(
        id=step.id,
        number=step.number,
        kind=step.kind,
        name=step.name,
        state=step.state,
        attempt=step.attempt,
        input=step.input,
        output=step.output,
        error=step.error,
        usage=StepUsage(input_tokens=step.input_tokens, output_tokens=step.output_tokens),
        cost_micros=step.cost_micros,
        started_at=step.started_at,
        ended_at=step.ended_at,
    )


def read_conversation(conversation: Conversation) -> ConversationRead:
    """Return what the outside sees of a conversation."""
    return ConversationRead(
        id=conversation.id, agent_id=conversation.agent_id, title=conversation.title, created_at=conversation.created_at
    )


def _usage(run: Run) -> RunUsage:
    return RunUsage(
        model_calls=run.model_calls,
        tool_calls=run.tool_calls,
        input_tokens=run.input_tokens,
        output_tokens=run.output_tokens,
        cost_micros=run.cost_micros,
    )
