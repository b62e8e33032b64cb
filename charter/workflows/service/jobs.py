"""Jobs as workers and people see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.core.ids import format_id
from charter.core.principal import Principal
from charter.workflows.engine.errors import CommandRejected
from charter.workflows.errors import CommandNotPossible, IncidentNotFound, WorkflowJobNotFound
from charter.workflows.models import ProcessIncident, WorkflowJob
from charter.workflows.repository.queries import InstanceQueries
from charter.workflows.schemas import CompleteInput, ErrorInput, ExtendInput, FailInput, LeaseInput
from charter.workflows.service.instances import require_size
from charter.workflows.service.leased import LeasedJob
from charter.workflows.service.leasing import JobDesk
from charter.workflows.service.runtime import WorkflowRuntime


async def take(desk: JobDesk, principal: Principal, wanted: LeaseInput) -> list[LeasedJob]:
    """Hand jobs of a type to a worker, waiting for some if it asks to.

    Raises:
        Forbidden: the principal lacks ``jobs.work``.
    """
    access.require(principal, "jobs.work")
    return await desk.take(
        principal.tenant_id,
        wanted.type,
        worker=wanted.worker,
        limit=wanted.max_jobs,
        timeout_s=wanted.timeout_s,
        wait_s=wanted.wait_s,
        fetch=wanted.fetch_variables,
    )


async def complete(runtime: WorkflowRuntime, principal: Principal, job_id: UUID, answer: CompleteInput) -> None:
    """Take a worker's result; the instance has gone on when this returns.

    Raises:
        Forbidden: the principal lacks ``jobs.work``.
        WorkflowJobNotFound: it is done, cancelled, or was never there.
        CommandNotPossible: it was given to another worker, or the result does not fit.
    """
    access.require(principal, "jobs.work")
    require_size(answer.variables)
    command = {"do": "complete_job", "variables": answer.variables, "result": answer.result}
    await _submit(runtime, principal, job_id, answer.lease, command)


async def fail(runtime: WorkflowRuntime, principal: Principal, job_id: UUID, answer: FailInput) -> None:
    """Give a job back, to be tried again later or to become an incident.

    Raises:
        Forbidden: the principal lacks ``jobs.work``.
        WorkflowJobNotFound: it is done, cancelled, or was never there.
        CommandNotPossible: it was given to another worker.
    """
    access.require(principal, "jobs.work")
    require_size(answer.variables)
    command = {"do": "fail_job", **answer.model_dump(exclude={"lease"})}
    await _submit(runtime, principal, job_id, answer.lease, command)


async def throw_error(runtime: WorkflowRuntime, principal: Principal, job_id: UUID, answer: ErrorInput) -> None:
    """Throw a business error, for the model to catch.

    Raises:
        Forbidden: the principal lacks ``jobs.work``.
        WorkflowJobNotFound: it is done, cancelled, or was never there.
        CommandNotPossible: it was given to another worker.
    """
    access.require(principal, "jobs.work")
    require_size(answer.variables)
    command = {"do": "throw_error", **answer.model_dump(exclude={"lease"})}
    await _submit(runtime, principal, job_id, answer.lease, command)


async def extend(db: AsyncSession, principal: Principal, job_id: UUID, answer: ExtendInput, *, now: datetime) -> None:
    """Give a worker more time, counted from now.

    Raises:
        Forbidden: the principal lacks ``jobs.work``.
        WorkflowJobNotFound: it is not with this worker.
    """
    access.require(principal, "jobs.work")
    query = update(WorkflowJob).where(WorkflowJob.id == job_id, WorkflowJob.state == "leased")
    if answer.lease is not None:
        query = query.where(WorkflowJob.lease == answer.lease)
    deadline = now + timedelta(seconds=answer.timeout_s)
    if await db.scalar(query.values(deadline=deadline).returning(WorkflowJob.id)) is None:
        raise _not_found(job_id)


async def list_jobs(
    db: AsyncSession,
    principal: Principal,
    *,
    type_: str | None,
    state: str | None,
    instance: UUID | None,
    after: UUID | None,
    limit: int,
) -> Sequence[WorkflowJob]:
    """Return open jobs, newest first."""
    access.require(principal, "workflows.read")
    return await InstanceQueries(db).jobs(type_=type_, state=state, instance=instance, after=after, limit=limit)


async def get_job(db: AsyncSession, principal: Principal, job_id: UUID) -> WorkflowJob:
    """Return an open job.

    Raises:
        WorkflowJobNotFound: it is done, cancelled, or was never there.
    """
    access.require(principal, "workflows.read")
    found = await InstanceQueries(db).job(job_id)
    if found is None:
        raise _not_found(job_id)
    return found


async def list_incidents(
    db: AsyncSession,
    principal: Principal,
    *,
    instance: UUID | None,
    resolved: bool | None,
    after: UUID | None,
    limit: int,
) -> Sequence[ProcessIncident]:
    """Return incidents, newest first."""
    access.require(principal, "workflows.read")
    return await InstanceQueries(db).incidents(instance=instance, resolved=resolved, after=after, limit=limit)


async def get_incident(db: AsyncSession, principal: Principal, incident_id: UUID) -> ProcessIncident:
    """Return an incident.

    Raises:
        IncidentNotFound: no such incident in this tenant.
    """
    access.require(principal, "workflows.read")
    found = await InstanceQueries(db).incident(incident_id)
    if found is None:
        raise IncidentNotFound(f"No incident {format_id('incident', incident_id)}; list them with GET /v1/incidents.")
    return found


def _not_found(job_id: UUID) -> WorkflowJobNotFound:
    return WorkflowJobNotFound(f"The job {format_id('job', job_id)} is done, cancelled, or not with this worker.")


async def _submit(
    runtime: WorkflowRuntime, principal: Principal, job_id: UUID, lease: int | None, command: dict[str, Any]
) -> None:
    try:
        await runtime.submit(principal.tenant_id, command, job=job_id, lease=lease)
    except CommandRejected as rejected:
        if rejected.reason == "not-found":
            raise _not_found(job_id) from rejected
        raise CommandNotPossible(rejected.message) from rejected
