"""HTTP routes of jobs and incidents."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query

from charter.access.errors import Forbidden
from charter.core.http import CurrentPrincipal, Cursor, Limit, Page, ProcessServices, TenantDb, paged, problems, router
from charter.core.ids import InstanceId
from charter.identity.errors import Unauthenticated
from charter.workflows.endpoints.acting import Acting
from charter.workflows.errors import CommandNotPossible, IncidentNotFound, VariablesTooLarge, WorkflowJobNotFound
from charter.workflows.schemas import (
    CompleteInput,
    ErrorInput,
    ExtendInput,
    FailInput,
    IncidentId,
    IncidentRead,
    JobId,
    JobRead,
    LeasedJobRead,
    LeasedJobs,
    LeaseInput,
    ResolveInput,
)
from charter.workflows.service import instances, jobs

routes = router("/jobs", "Jobs")
incident_routes = router("/incidents", "Workflows")
_ANSWERS = problems(Unauthenticated, Forbidden, WorkflowJobNotFound, CommandNotPossible, VariablesTooLarge)


@routes.post("/lease", operation_id="leaseJobs", responses=problems(Unauthenticated, Forbidden))
async def lease(body: LeaseInput, principal: Acting, services: ProcessServices) -> LeasedJobs:
    """Take jobs of a type, waiting while there is none if `wait_s` says so."""
    taken = await jobs.take(services.workflows.desk, principal, body)
    return LeasedJobs(jobs=[LeasedJobRead.model_validate(job) for job in taken])


@routes.get("", operation_id="listJobs", responses=problems(Unauthenticated, Forbidden))
async def list_jobs(
    principal: CurrentPrincipal,
    db: TenantDb,
    after: Cursor,
    type_: Annotated[str | None, Query(alias="type", max_length=200)] = None,
    state: Annotated[Literal["ready", "leased", "failed"] | None, Query()] = None,
    instance: Annotated[InstanceId | None, Query()] = None,
    limit: Limit = 50,
) -> Page[JobRead]:
    """List jobs that are not done, newest first."""
    rows = await jobs.list_jobs(
        db, principal, type_=type_, state=state, instance=instance, after=after, limit=limit + 1
    )
    page, cursor = paged(rows, limit, lambda row: row.id)
    return Page(items=[JobRead.model_validate(row) for row in page], next_cursor=cursor)


@routes.get("/{job_id}", operation_id="getJob", responses=problems(Unauthenticated, Forbidden, WorkflowJobNotFound))
async def get_job(job_id: JobId, principal: CurrentPrincipal, db: TenantDb) -> JobRead:
    """Return a job that is not done."""
    return JobRead.model_validate(await jobs.get_job(db, principal, job_id))


@routes.post("/{job_id}/complete", operation_id="completeJob", status_code=204, responses=_ANSWERS)
async def complete(job_id: JobId, body: CompleteInput, principal: Acting, services: ProcessServices) -> None:
    """Complete a job with its result."""
    await jobs.complete(services.workflows.runtime, principal, job_id, body)


@routes.post("/{job_id}/fail", operation_id="failJob", status_code=204, responses=_ANSWERS)
async def fail(job_id: JobId, body: FailInput, principal: Acting, services: ProcessServices) -> None:
    """Give a job back: it is tried again after a while, or becomes an incident."""
    await jobs.fail(services.workflows.runtime, principal, job_id, body)


@routes.post("/{job_id}/error", operation_id="throwJobError", status_code=204, responses=_ANSWERS)
async def throw_error(job_id: JobId, body: ErrorInput, principal: Acting, services: ProcessServices) -> None:
    """Throw a business error, for the model to catch."""
    await jobs.throw_error(services.workflows.runtime, principal, job_id, body)


@routes.post(
    "/{job_id}/extend",
    operation_id="extendJob",
    status_code=204,
    responses=problems(Unauthenticated, Forbidden, WorkflowJobNotFound),
)
async def extend(
    job_id: JobId, body: ExtendInput, principal: CurrentPrincipal, db: TenantDb, services: ProcessServices
) -> None:
    """Take more time for a job, counted from now."""
    await jobs.extend(db, principal, job_id, body, now=services.workflows.clock())


@incident_routes.get("", operation_id="listIncidents", responses=problems(Unauthenticated, Forbidden))
async def list_incidents(
    principal: CurrentPrincipal,
    db: TenantDb,
    after: Cursor,
    instance: Annotated[InstanceId | None, Query()] = None,
    resolved: Annotated[bool | None, Query()] = None,
    limit: Limit = 50,
) -> Page[IncidentRead]:
    """List incidents, newest first."""
    rows = await jobs.list_incidents(db, principal, instance=instance, resolved=resolved, after=after, limit=limit + 1)
    page, cursor = paged(rows, limit, lambda row: row.id)
    return Page(items=[IncidentRead.model_validate(row) for row in page], next_cursor=cursor)


@incident_routes.get(
    "/{incident_id}", operation_id="getIncident", responses=problems(Unauthenticated, Forbidden, IncidentNotFound)
)
async def get_incident(incident_id: IncidentId, principal: CurrentPrincipal, db: TenantDb) -> IncidentRead:
    """Return an incident."""
    return IncidentRead.model_validate(await jobs.get_incident(db, principal, incident_id))


@incident_routes.post(
    "/{incident_id}/resolve",
    operation_id="resolveIncident",
    status_code=204,
    responses=problems(Unauthenticated, Forbidden, IncidentNotFound, CommandNotPossible),
)
async def resolve(incident_id: IncidentId, body: ResolveInput, principal: Acting, services: ProcessServices) -> None:
    """Try again what the incident stopped; a job gets new retries."""
    async with services.database.tenant_session(principal.tenant_id) as db:
        incident = await jobs.get_incident(db, principal, incident_id)
    runtime = services.workflows.runtime
    await instances.resolve(runtime, principal, incident.instance_id, incident.key, retries=body.retries)
