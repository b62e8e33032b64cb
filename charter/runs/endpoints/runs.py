"""HTTP routes of runs."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

from fastapi import Header, Query, Request, Response

from charter.access.errors import Forbidden
from charter.agents.errors import AgentNotFound, AgentNotPublished, AgentVersionNotFound
from charter.agents.service import agents
from charter.core.errors import InputInvalid
from charter.core.http import (
    CurrentPrincipal,
    Cursor,
    Limit,
    Now,
    Page,
    ProcessServices,
    TenantDb,
    paged,
    problems,
    router,
    sse,
)
from charter.core.http.dependencies import authenticated, renewed
from charter.core.http.guarding import StreamGuard
from charter.core.http.idempotency import IdempotencyKeyReused
from charter.core.ids import ConversationId, RunId
from charter.identity.errors import Unauthenticated
from charter.llm.errors import CapabilityMissing, ModelUnknown, NoModelAvailable
from charter.runs.endpoints.opening import open_run
from charter.runs.errors import ConversationNotFound, ConversationOfOtherAgent, RunNotFound, RunStateConflict
from charter.runs.models import RunState
from charter.runs.schemas import EventList, RunInput, RunRead, RunStateRead, StepList
from charter.runs.service import reading, steering
from charter.runs.service.events import Begun
from charter.runs.service.planning import RunPlan
from charter.runs.service.starting import Started, Wanted
from charter.runs.service.waiting import ended_here, finished_run

routes = router("/runs", "Runs")

_LARGEST_SEQ = 2**31 - 1
_SEQ = re.compile(r"[0-9]{1,10}", re.ASCII)
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The finished run (`wait`), or its events as they come (`Accept: text/event-stream`).",
        "content": {sse.MEDIA_TYPE: {"schema": {"type": "string"}}},
    }
}
_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A page of events, or all of them as they come (`Accept: text/event-stream`).",
        "content": {sse.MEDIA_TYPE: {"schema": {"type": "string"}}},
    }
}


@routes.post(
    "",
    operation_id="createRun",
    status_code=202,
    response_model=RunRead,
    responses=_STREAM
    | problems(
        Unauthenticated,
        Forbidden,
        AgentNotFound,
        AgentVersionNotFound,
        AgentNotPublished,
        ConversationNotFound,
        ConversationOfOtherAgent,
        IdempotencyKeyReused,
        ModelUnknown,
        CapabilityMissing,
        NoModelAvailable,
    ),
)
async def create_run(
    body: RunInput,
    request: Request,
    services: ProcessServices,
    accept: Annotated[str, Header(description="text/event-stream answers with the run's events.")] = "",
) -> Response:
    """Start a run of an agent.

    Answers at once (202), when the run has ended (`wait: true`, 200), or with a stream of the run's events
    (`Accept: text/event-stream`). The run goes on when the caller disconnects, and after a restart of the server.
    """
    streamed = sse.MEDIA_TYPE in accept

    def make(_plan: RunPlan, key: str | None, fingerprint: bytes | None) -> Wanted:
        return Wanted(
            text=body.input,
            conversation_id=body.conversation_id,
            streamed=streamed or not body.wait,
            background=not (streamed or body.wait),
            idempotency_key=key,
            fingerprint=fingerprint,
        )

    principal, plan, started = await open_run(request, body.agent, body.version, make)
    if streamed:
        guard = StreamGuard(request, principal, reading.still(principal.id, plan.agent.agent_id))
        return sse.stream(_frames(services, principal.tenant_id, started.run_id, 0, started.begun), guard)
    if not body.wait:
        return await _read(services, principal.tenant_id, started.run_id, 202)
    return await finished(services, principal.tenant_id, started, body.input)


async def finished(services: Any, tenant_id: UUID, started: Started, text: str) -> Response:
    """Wait for a run that this process, or another, works on; answer with its document."""
    if await ended_here(started) and started.live is not None:
        return Response(reading.read_live(started.live, text), media_type="application/json")
    run = await finished_run(services, tenant_id, started)
    return Response(reading.read_run(run).model_dump_json(), media_type="application/json")


async def _read(services: Any, tenant_id: UUID, run_id: UUID, status: int) -> Response:
    async with services.database.tenant_session(tenant_id) as db:
        run = await reading.find_run(db, run_id)
    return Response(reading.read_run(run).model_dump_json(), status, media_type="application/json")


async def _frames(
    services: Any, tenant_id: UUID, run_id: UUID, after: int, begun: Begun | None = None
) -> AsyncIterator[bytes]:
    async for batch in services.runs.hub.follow(tenant_id, run_id, after=after, begun=begun):
        yield b"".join(sse.event(event.type, event.data, event.seq) for event in batch)


@routes.get("", operation_id="listRuns", responses=problems(Unauthenticated, Forbidden, AgentNotFound))
async def list_runs(
    principal: CurrentPrincipal,
    db: TenantDb,
    after: Cursor,
    agent: Annotated[str | None, Query(description="Only runs of this agent (id or slug).", max_length=100)] = None,
    state: Annotated[RunState | None, Query(description="Only runs in this state.")] = None,
    conversation_id: Annotated[ConversationId | None, Query(description="Only runs of this conversation.")] = None,
    limit: Limit = 50,
) -> Page[RunRead]:
    """List runs, newest first."""
    agent_id = (await agents.get_agent(db, principal, agent)).id if agent is not None else None
    rows = await reading.list_runs(
        db,
        principal,
        agent_id=agent_id,
        state=state,
        conversation_id=conversation_id,
        after=after,
        limit=limit + 1,
    )
    page, cursor = paged(rows, limit, lambda run: run.id)
    return Page(items=[reading.read_run(run) for run in page], next_cursor=cursor)


@routes.get("/{run_id}", operation_id="getRun", responses=problems(Unauthenticated, RunNotFound))
async def get_run(run_id: RunId, principal: CurrentPrincipal, db: TenantDb) -> RunRead:
    """Return a run."""
    return reading.read_run(await reading.get_run(db, principal, run_id))


@routes.get("/{run_id}/steps", operation_id="listRunSteps", responses=problems(Unauthenticated, RunNotFound))
async def list_steps(run_id: RunId, principal: CurrentPrincipal, db: TenantDb) -> StepList:
    """List a run's steps in order, with their inputs, outputs, tokens and cost."""
    return StepList(items=await reading.list_steps(db, principal, run_id))


@routes.get(
    "/{run_id}/events",
    operation_id="listRunEvents",
    response_model=EventList,
    responses=_EVENTS | problems(Unauthenticated, RunNotFound),
)
async def list_events(
    run_id: RunId,
    request: Request,
    services: ProcessServices,
    accept: Annotated[str, Header(description="text/event-stream streams the events.")] = "",
    last_event_id: Annotated[str | None, Header(description="Resume after this event.", max_length=20)] = None,
    after: Annotated[int, Query(ge=0, le=_LARGEST_SEQ, description="Only events with a higher seq.")] = 0,
    limit: Limit = 200,
) -> Response:
    """Return a run's events from any point on: of a run that goes on, or of one that ended long ago.

    As a stream each event has its `seq` as SSE id: reconnect with `Last-Event-ID` and nothing is lost or doubled.
    """
    if last_event_id is not None:
        if not _SEQ.fullmatch(last_event_id) or int(last_event_id) > _LARGEST_SEQ:
            message = "Last-Event-ID is the seq of an event: a whole number."
            raise InputInvalid(message, fields=[{"path": "header.last-event-id", "message": message}])
        after = int(last_event_id)
    principal = await authenticated(request)
    async with services.database.tenant_session(principal.tenant_id) as db:
        tenant = db.info["tenant"]
        if tenant.authz_epoch != principal.authz_epoch:
            principal = await renewed(request, newer_than=principal.authz_epoch)
        run = await reading.get_run(db, principal, run_id)
        page = await reading.list_events(db, run, after=after, limit=limit)
    if sse.MEDIA_TYPE in accept:
        guard = StreamGuard(request, principal, reading.still(run.created_by, run.agent_id))
        return sse.stream(_frames(services, principal.tenant_id, run_id, after), guard)
    return Response(page.model_dump_json(), media_type="application/json")


@routes.get("/{run_id}/state", operation_id="inspectRun", responses=problems(Unauthenticated, RunNotFound))
async def inspect_run(run_id: RunId, principal: CurrentPrincipal, db: TenantDb) -> RunStateRead:
    """Look into a run: the step it is at, its context, its last request to and response from the model, redacted."""
    return await reading.inspect(db, principal, run_id)


@routes.post(
    "/{run_id}/cancel",
    operation_id="cancelRun",
    responses=problems(Unauthenticated, Forbidden, RunNotFound, RunStateConflict),
)
async def cancel_run(
    run_id: RunId, services: ProcessServices, principal: CurrentPrincipal, db: TenantDb, now: Now
) -> RunRead:
    """Cancel a run; a running one stops as soon as its process hears of it (its state changes then)."""
    return reading.read_run(await steering.cancel(db, principal, services.runs.hub, run_id, now=now))


@routes.post(
    "/{run_id}/pause",
    operation_id="pauseRun",
    responses=problems(Unauthenticated, Forbidden, RunNotFound, RunStateConflict),
)
async def pause_run(run_id: RunId, services: ProcessServices, principal: CurrentPrincipal, db: TenantDb) -> RunRead:
    """Ask a run to stop at its next safe point: before its next model or tool call."""
    return reading.read_run(await steering.pause(db, principal, services.runs.hub, run_id))


@routes.post(
    "/{run_id}/resume",
    operation_id="resumeRun",
    responses=problems(Unauthenticated, Forbidden, RunNotFound, RunStateConflict),
)
async def resume_run(run_id: RunId, services: ProcessServices, principal: CurrentPrincipal, db: TenantDb) -> RunRead:
    """Let a paused run go on."""
    return reading.read_run(await steering.resume(db, principal, services.runs.hub, run_id))
