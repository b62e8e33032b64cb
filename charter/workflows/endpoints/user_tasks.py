"""HTTP routes of tasks for people."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query

from charter.access.errors import Forbidden
from charter.core.http import CurrentPrincipal, Cursor, Limit, Page, ProcessServices, TenantDb, paged, problems, router
from charter.core.ids import InstanceId
from charter.identity.errors import Unauthenticated
from charter.workflows.endpoints.acting import Acting
from charter.workflows.errors import CommandNotPossible, UserTaskNotFound, VariablesTooLarge
from charter.workflows.schemas import UserTaskChange, UserTaskCompletion, UserTaskId, UserTaskRead
from charter.workflows.service import user_tasks

routes = router("/user-tasks", "User tasks")
_REFUSALS = (Unauthenticated, Forbidden, UserTaskNotFound)


@routes.get("", operation_id="listUserTasks", responses=problems(Unauthenticated, Forbidden))
async def list_tasks(
    principal: CurrentPrincipal,
    db: TenantDb,
    after: Cursor,
    state: Annotated[Literal["creating", "created", "completed", "cancelled"] | None, Query()] = None,
    assignee: Annotated[str | None, Query(max_length=300)] = None,
    candidate_group: Annotated[str | None, Query(max_length=300)] = None,
    instance: Annotated[InstanceId | None, Query()] = None,
    limit: Limit = 50,
) -> Page[UserTaskRead]:
    """List tasks for people, newest first."""
    rows = await user_tasks.list_tasks(
        db,
        principal,
        state=state,
        assignee=assignee,
        candidate_group=candidate_group,
        instance=instance,
        after=after,
        limit=limit + 1,
    )
    page, cursor = paged(rows, limit, lambda row: row.id)
    return Page(items=[UserTaskRead.model_validate(row) for row in page], next_cursor=cursor)


@routes.get("/{task_id}", operation_id="getUserTask", responses=problems(*_REFUSALS))
async def get_task(task_id: UserTaskId, principal: CurrentPrincipal, db: TenantDb) -> UserTaskRead:
    """Return a task."""
    return UserTaskRead.model_validate(await user_tasks.get_task(db, principal, task_id))


@routes.patch(
    "/{task_id}", operation_id="changeUserTask", status_code=204, responses=problems(*_REFUSALS, CommandNotPossible)
)
async def change(task_id: UserTaskId, body: UserTaskChange, principal: Acting, services: ProcessServices) -> None:
    """Assign a task or change its candidates, dates or priority."""
    async with services.database.tenant_session(principal.tenant_id) as db:
        task = await user_tasks.get_task(db, principal, task_id)
    await user_tasks.change(services.workflows.runtime, principal, task, body)


@routes.post(
    "/{task_id}/complete",
    operation_id="completeUserTask",
    status_code=204,
    responses=problems(*_REFUSALS, CommandNotPossible, VariablesTooLarge),
)
async def complete(task_id: UserTaskId, body: UserTaskCompletion, principal: Acting, services: ProcessServices) -> None:
    """Complete a task with its result."""
    async with services.database.tenant_session(principal.tenant_id) as db:
        task = await user_tasks.get_task(db, principal, task_id)
    await user_tasks.complete(services.workflows.runtime, principal, task, body.variables)
