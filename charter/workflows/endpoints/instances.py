"""HTTP routes of process instances."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Header, Query, Request
from starlette.responses import StreamingResponse

from charter.access.errors import Forbidden
from charter.core.errors import InputInvalid
from charter.core.http import (
    CurrentPrincipal,
    Cursor,
    Limit,
    Page,
    ProcessServices,
    TenantDb,
    idempotency,
    paged,
    problems,
    router,
    sse,
)
from charter.core.http.guarding import StreamGuard
from charter.core.http.idempotency import IdempotencyKeyReused
from charter.core.ids import InstanceId
from charter.identity.errors import Unauthenticated
from charter.workflows.endpoints.acting import Acting
from charter.workflows.errors import (
    CommandNotPossible,
    ProcessInstanceNotFound,
    VariablesTooLarge,
    WorkflowDefinitionNotFound,
)
from charter.workflows.schemas import (
    BulkCancelInput,
    BulkResult,
    DecisionRead,
    HistoryRead,
    InstanceDetail,
    InstanceRead,
    MigrateInput,
    ModifyInput,
    StartedRead,
    StartInput,
    VariablesInput,
)
from charter.workflows.service import instances, migrating

routes = router("/process-instances", "Workflows")
_WAIT = re.compile(r"(\d{1,2})s")
_REFUSALS = (Unauthenticated, Forbidden, ProcessInstanceNotFound)


def _seconds(wait: str | None) -> int:
    if wait is None:
        return 0
    found = _WAIT.fullmatch(wait)
    if found is None or int(found[1]) > 60:
        message = "Write whole seconds up to 60, for example 30s."
        raise InputInvalid(message, fields=[{"path": "query.wait", "message": message}])
    return int(found[1])


@routes.post(
    "",
    operation_id="startProcessInstance",
    status_code=201,
    responses=problems(
        Unauthenticated,
        Forbidden,
        WorkflowDefinitionNotFound,
        CommandNotPossible,
        VariablesTooLarge,
        IdempotencyKeyReused,
    ),
)
async def start(
    body: StartInput,
    request: Request,
    principal: Acting,
    services: ProcessServices,
    wait: Annotated[str | None, Query(max_length=4, description="Wait for the end so long, for example `30s`.")] = None,
) -> StartedRead:
    """Start an instance, and wait for its result if asked to. With an Idempotency-Key it is started once."""
    seconds = _seconds(wait)
    once = await idempotency.key_and_fingerprint(request)
    started: tuple[UUID, str | None] | None = None
    while started is None:
        async with services.database.tenant_session(principal.tenant_id) as db:
            definition = await instances.find_definition(db, principal, body)
            earlier = once and await idempotency.made_by(db, principal, *once)
        if earlier:
            started = earlier, None
        else:
            started = await instances.start(services.workflows.runtime, principal, definition.id, body, once)
    instance_id, state = started
    ended = None
    if seconds or state != "active":
        ended = await services.workflows.hub.ended(principal.tenant_id, instance_id, seconds)
    return StartedRead(
        id=instance_id,
        state=ended["state"] if ended else state or "active",
        variables=ended["variables"] if ended and seconds else None,
    )


@routes.get("", operation_id="listProcessInstances", responses=problems(Unauthenticated, Forbidden))
async def list_instances(
    principal: CurrentPrincipal,
    db: TenantDb,
    after: Cursor,
    process: Annotated[str | None, Query(max_length=300)] = None,
    state: Annotated[Literal["active", "completed", "terminated"] | None, Query()] = None,
    parent: Annotated[InstanceId | None, Query(description="Only those it called.")] = None,
    incidents: Annotated[bool | None, Query(description="With or without open incidents.")] = None,
    limit: Limit = 50,
) -> Page[InstanceRead]:
    """List instances, newest first."""
    rows = await instances.list_instances(
        db, principal, process=process, state=state, parent=parent, incidents=incidents, after=after, limit=limit + 1
    )
    page, cursor = paged(rows, limit, lambda row: row.id)
    return Page(items=[instances.read(row) for row in page], next_cursor=cursor)


@routes.get("/{instance_id}", operation_id="getProcessInstance", responses=problems(*_REFUSALS))
async def get_instance(instance_id: InstanceId, principal: CurrentPrincipal, db: TenantDb) -> InstanceDetail:
    """Return an instance with its active element instances and its variables."""
    return await instances.get_detail(db, principal, instance_id)


@routes.get("/{instance_id}/history", operation_id="getProcessInstanceHistory", responses=problems(*_REFUSALS))
async def get_history(
    instance_id: InstanceId,
    principal: CurrentPrincipal,
    db: TenantDb,
    after_revision: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    limit: Limit = 100,
) -> HistoryRead:
    """Return what happened, oldest first; `limit` counts commits."""
    entries, more = await instances.list_history(db, principal, instance_id, after=after_revision, limit=limit)
    return HistoryRead(items=entries, next_revision=more)


@routes.get("/{instance_id}/decisions", operation_id="listInstanceDecisions", responses=problems(*_REFUSALS))
async def list_decisions(instance_id: InstanceId, principal: CurrentPrincipal, db: TenantDb) -> list[DecisionRead]:
    """Return what was decided: by decision tables with the rules that matched, by agents with their reasons."""
    return await instances.list_decisions(db, principal, instance_id)


@routes.get(
    "/{instance_id}/events",
    operation_id="followProcessInstance",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}, **problems(*_REFUSALS)},
)
async def follow(
    instance_id: InstanceId,
    request: Request,
    principal: Acting,
    services: ProcessServices,
    last_event_id: Annotated[int | None, Header(ge=0, description="The last event seen.")] = None,
) -> StreamingResponse:
    """Stream what happens, from the beginning or after an event, until the instance has ended."""
    async with services.database.tenant_session(principal.tenant_id) as db:
        await instances.get_instance(db, principal, instance_id)

    async def chunks() -> AsyncIterator[bytes]:
        hub = services.workflows.hub
        async for rows in hub.follow(principal.tenant_id, instance_id, after=last_event_id or 0):
            for revision, at, entries in rows:
                items = instances.history_entries(revision, at, entries)
                yield sse.event(
                    "element", HistoryRead(items=items, next_revision=None).model_dump_json().encode(), revision
                )
        yield sse.event("end", b"{}")

    return sse.stream(chunks(), StreamGuard(request, principal, instances.require_read))


@routes.post(
    "/{instance_id}/cancel", operation_id="cancelProcessInstance", status_code=204, responses=problems(*_REFUSALS)
)
async def cancel(instance_id: InstanceId, principal: Acting, services: ProcessServices) -> None:
    """Cancel an instance and all it has called."""
    await instances.cancel(services.workflows.runtime, principal, instance_id)


@routes.post(
    "/{instance_id}/pause",
    operation_id="pauseProcessInstance",
    status_code=204,
    responses=problems(*_REFUSALS, CommandNotPossible),
)
async def pause(instance_id: InstanceId, principal: Acting, services: ProcessServices) -> None:
    """Pause an instance: no job is handed out, no timer, message or signal moves it."""
    await instances.hold(services.workflows.runtime, principal, instance_id, held=True)


@routes.post(
    "/{instance_id}/resume",
    operation_id="resumeProcessInstance",
    status_code=204,
    responses=problems(*_REFUSALS, CommandNotPossible),
)
async def resume(instance_id: InstanceId, principal: Acting, services: ProcessServices) -> None:
    """Let a paused instance go on."""
    await instances.hold(services.workflows.runtime, principal, instance_id, held=False)


@routes.put(
    "/{instance_id}/variables",
    operation_id="setProcessInstanceVariables",
    status_code=204,
    responses=problems(*_REFUSALS, CommandNotPossible, VariablesTooLarge),
)
async def set_variables(
    instance_id: InstanceId, body: VariablesInput, principal: Acting, services: ProcessServices
) -> None:
    """Set variables; those not named stay."""
    await instances.set_variables(services.workflows.runtime, principal, instance_id, body)


@routes.post(
    "/{instance_id}/modify",
    operation_id="modifyProcessInstance",
    status_code=204,
    responses=problems(*_REFUSALS, CommandNotPossible),
)
async def modify(instance_id: InstanceId, body: ModifyInput, principal: Acting, services: ProcessServices) -> None:
    """Activate elements and terminate element instances by hand."""
    await instances.modify(services.workflows.runtime, principal, instance_id, body)


@routes.post(
    "/{instance_id}/migrate",
    operation_id="migrateProcessInstance",
    status_code=204,
    responses=problems(*_REFUSALS, CommandNotPossible, WorkflowDefinitionNotFound),
)
async def migrate(instance_id: InstanceId, body: MigrateInput, principal: Acting, services: ProcessServices) -> None:
    """Let an instance go on under another definition."""
    await migrating.migrate(services.workflows.runtime, principal, instance_id, body)


@routes.post("/cancel", operation_id="cancelProcessInstances", responses=problems(Unauthenticated, Forbidden))
async def cancel_many(body: BulkCancelInput, principal: Acting, services: ProcessServices) -> BulkResult:
    """Cancel all active instances of a process, or those named."""
    if (body.process is None) == (body.instances is None):
        message = "Name either a process or instances."
        raise InputInvalid(message, fields=[{"path": "/process", "message": message}])
    accepted = await instances.cancel_many(
        services.database, services.workflows.runtime, principal, process=body.process, ids=body.instances
    )
    return BulkResult(accepted=accepted)
