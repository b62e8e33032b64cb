"""HTTP routes of messages, signals, conditions and the movable clock."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query

from charter.access.errors import Forbidden
from charter.core.http import CurrentPrincipal, Cursor, Limit, Page, ProcessServices, TenantDb, paged, problems, router
from charter.identity.errors import Unauthenticated
from charter.workflows.endpoints.acting import Acting
from charter.workflows.errors import VariablesTooLarge
from charter.workflows.schemas import (
    ClockInput,
    ClockRead,
    ConditionsInput,
    ConditionsRead,
    MessageInput,
    MessageRead,
    MessageSummary,
    SignalInput,
    SignalRead,
)
from charter.workflows.service import messages

message_routes = router("/messages", "Workflows")
signal_routes = router("/signals", "Workflows")
condition_routes = router("/conditions", "Workflows")
clock_routes = router("/test-clock", "Workflows")


@message_routes.post(
    "",
    operation_id="publishMessage",
    status_code=201,
    responses=problems(Unauthenticated, Forbidden, VariablesTooLarge),
)
async def publish(body: MessageInput, principal: Acting, services: ProcessServices) -> MessageRead:
    """Publish a message: one instance of each process that waits for it gets it, now or within its time to live."""
    made, correlated = await messages.publish(services.workflows.runtime, principal, body)
    return MessageRead(id=made, duplicate=made is None, correlated=correlated)


@message_routes.get("", operation_id="listBpmnMessages", responses=problems(Unauthenticated, Forbidden))
async def list_messages(
    principal: CurrentPrincipal,
    db: TenantDb,
    after: Cursor,
    state: Annotated[Literal["buffered", "correlated", "expired"] | None, Query()] = None,
    name: Annotated[str | None, Query(max_length=200)] = None,
    limit: Limit = 50,
) -> Page[MessageSummary]:
    """List published messages, newest first: waiting, handed over, or expired."""
    rows = await messages.list_messages(db, principal, state=state, name=name, after=after, limit=limit + 1)
    page, cursor = paged(rows, limit, lambda row: row.id)
    return Page(items=[MessageSummary.model_validate(row) for row in page], next_cursor=cursor)


@signal_routes.post(
    "", operation_id="broadcastSignal", responses=problems(Unauthenticated, Forbidden, VariablesTooLarge)
)
async def broadcast(body: SignalInput, principal: Acting, services: ProcessServices) -> SignalRead:
    """Send a signal to all that wait for it now."""
    return SignalRead(reached=await messages.broadcast(services.workflows.runtime, principal, body))


@condition_routes.post(
    "", operation_id="evaluateConditions", responses=problems(Unauthenticated, Forbidden, VariablesTooLarge)
)
async def evaluate(body: ConditionsInput, principal: Acting, services: ProcessServices) -> ConditionsRead:
    """Start an instance at each start event of a process whose condition holds for these variables."""
    started = await messages.start_where_conditions_hold(services.workflows.runtime, principal, body)
    return ConditionsRead(started=started)


@clock_routes.post("", operation_id="moveTestClock", responses=problems(Unauthenticated, Forbidden))
async def move_clock(body: ClockInput, principal: Acting, services: ProcessServices) -> ClockRead:
    """Advance, pin or reset the clock of workflows. Exists only with CHARTER_TEST_CLOCK=1."""
    clock = services.workflows.clock
    async with services.database.system_session(reason="move the test clock") as db:
        await clock.move(db, principal, advance=body.advance, pin=body.pin, reset=body.reset)
    services.workflows.sweeper.heard()
    return ClockRead(now=clock(), pinned=clock.pinned)
