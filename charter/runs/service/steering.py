"""Cancel, pause and resume: asked of the process that holds the run, or done at once when none does."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core import queue
from charter.core.ids import format_id
from charter.core.principal import Principal
from charter.runs.errors import RunNotFound, RunStateConflict
from charter.runs.models import ENDED, Run, RunState
from charter.runs.repository.queries import RunRepository
from charter.runs.service.engine import FOR_APPROVAL
from charter.runs.service.events import EventHub, encode
from charter.runs.service.starting import end_run, may_see

CONTROL_CHANNEL = "charter_run_control"


async def cancel(db: AsyncSession, principal: Principal, hub: EventHub, run_id: UUID, *, now: datetime) -> Run:
    """Cancel a run: at once when it waits or is paused, else as soon as its process hears of it. Idempotent.

    Raises:
        RunNotFound: no such run, or not visible to the principal.
        RunStateConflict: it has ended in another way.
    """
    run = await _lock(db, principal, run_id)
    if run.state == RunState.CANCELLED or run.control == "cancel":
        return run
    if run.state in ENDED:
        raise RunStateConflict(f"The run is {run.state} already; it cannot be cancelled.")
    await audit.record(db, principal, "run.cancel_requested", "run", run.id, before={"state": run.state})
    for child in await RunRepository(db).children(run_id):
        await cancel(db, principal, hub, child.id, now=now)
    if run.state == RunState.RUNNING:
        run.control = "cancel"
        await db.flush()
        await db.execute(text("SELECT pg_notify(:channel, :run)"), {"channel": CONTROL_CHANNEL, "run": str(run_id)})
        return run
    await end_run(db, hub, run, await RunRepository(db).last_seq(run_id), RunState.CANCELLED, None, {}, now=now)
    return run


async def pause(db: AsyncSession, principal: Principal, hub: EventHub, run_id: UUID) -> Run:
    """Ask a run to stop at its next safe point: before its next model or tool call. Idempotent.

    Raises:
        RunNotFound: no such run, or not visible to the principal.
        RunStateConflict: it has ended.
    """
    run = await _lock(db, principal, run_id)
    if run.state == RunState.PAUSED or run.control is not None:
        return run  # paused, about to be, or being cancelled: that is never taken back
    if run.state in ENDED:
        raise RunStateConflict(f"The run is {run.state} already; it cannot be paused.")
    await audit.record(db, principal, "run.pause_requested", "run", run.id, before={"state": run.state})
    if run.state == RunState.RUNNING:
        run.control = "pause"
    else:
        repository = RunRepository(db)
        await repository.delete_queue_item(run.queue_item_id)
        data = encode(format_id("run", run.id))
        await repository.add_event(run_id, await repository.last_seq(run_id) + 1, "run.paused", data)
        run.state = RunState.PAUSED
        hub.wake_after_commit(db, run_id)
    await db.flush()
    return run


async def resume(db: AsyncSession, principal: Principal, hub: EventHub, run_id: UUID) -> Run:
    """Let a paused run go on, through the queue; a pause that was asked for and not reached yet is taken back.

    Raises:
        RunNotFound: no such run, or not visible to the principal.
        RunStateConflict: it is neither paused nor about to be.
    """
    run = await _lock(db, principal, run_id)
    if run.state == RunState.RUNNING and run.control == "pause":
        run.control = None
        await db.flush()
        return run
    if run.state != RunState.PAUSED:
        raise RunStateConflict(f"The run is {run.state}; only a paused run can be resumed.")
    await audit.record(db, principal, "run.resumed", "run", run.id)
    await _queue_again(db, hub, run)
    return run


async def go_on(db: AsyncSession, hub: EventHub, run_id: UUID) -> None:
    """Let a run go on that waits for people: somebody has answered. One that was paused by hand stays so."""
    repository = RunRepository(db)
    run = await repository.lock(run_id)
    if run is None or run.state != RunState.PAUSED:
        return  # it has not paused yet and will see the answer, or has ended
    last = await repository.last_event(run_id)
    if last is None or last.type != "run.paused" or last.data.get("reason") != FOR_APPROVAL:
        return
    await _queue_again(db, hub, run)


async def _queue_again(db: AsyncSession, hub: EventHub, run: Run) -> None:
    repository = RunRepository(db)
    run.state = RunState.QUEUED
    run.queue_item_id = await queue.enqueue(db, "runs.execute", {"run_id": str(run.id), "streamed": True})
    data = encode(format_id("run", run.id))
    await repository.add_event(run.id, await repository.last_seq(run.id) + 1, "run.queued", data)
    await db.flush()
    hub.wake_after_commit(db, run.id)


async def _lock(db: AsyncSession, principal: Principal, run_id: UUID) -> Run:
    run = await RunRepository(db).lock(run_id)
    if run is None or not may_see(principal, run):
        raise RunNotFound(f"No run {format_id('run', run_id)} in this tenant; list them with GET /v1/runs.")
    if run.created_by != principal.id:
        access.require(principal, "runs.control", run.agent_id)
    return run
