"""Tasks for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.core.ids import format_id
from charter.core.principal import Principal
from charter.workflows.errors import ProcessInstanceNotFound, UserTaskNotFound
from charter.workflows.models import UserTask
from charter.workflows.repository.queries import InstanceQueries
from charter.workflows.schemas import UserTaskChange
from charter.workflows.service.batch import Asked
from charter.workflows.service.instances import require_size, submit
from charter.workflows.service.runtime import WorkflowRuntime


async def list_tasks(
    db: AsyncSession,
    principal: Principal,
    *,
    state: str | None,
    assignee: str | None,
    candidate_group: str | None,
    instance: UUID | None,
    after: UUID | None,
    limit: int,
) -> Sequence[UserTask]:
    """Return tasks, newest first."""
    access.require(principal, "user_tasks.work")
    return await InstanceQueries(db).user_tasks(
        state=state, assignee=assignee, candidate_group=candidate_group, instance=instance, after=after, limit=limit
    )


async def get_task(db: AsyncSession, principal: Principal, task_id: UUID) -> UserTask:
    """Return a task.

    Raises:
        Forbidden: the principal lacks ``user_tasks.work``.
        UserTaskNotFound: no such task in this tenant.
    """
    access.require(principal, "user_tasks.work")
    found = await InstanceQueries(db).user_task(task_id)
    if found is None:
        raise UserTaskNotFound(f"No user task {format_id('task', task_id)}; list them with GET /v1/user-tasks.")
    return found


async def change(runtime: WorkflowRuntime, principal: Principal, task: UserTask, wanted: UserTaskChange) -> None:
    """Assign a task, or change its candidates, dates or priority; its listeners may deny it.

    Raises:
        Forbidden: the principal lacks ``user_tasks.work``.
        UserTaskNotFound: it is done or cancelled.
        CommandNotPossible: another change of it is not through yet.
    """
    access.require(principal, "user_tasks.work")
    values: dict[str, Any] = wanted.model_dump(exclude_unset=True, mode="json")
    event = "assigning" if set(values) == {"assignee"} else "updating"
    await _tell(runtime, principal, task, event, values, Asked(principal, "user_task.changed", dict(values)))


async def complete(runtime: WorkflowRuntime, principal: Principal, task: UserTask, variables: dict[str, Any]) -> None:
    """Complete a task with its result.

    Raises:
        Forbidden: the principal lacks ``user_tasks.work``.
        UserTaskNotFound: it is done or cancelled.
        CommandNotPossible: another change of it is not through yet.
    """
    access.require(principal, "user_tasks.work")
    require_size(variables)
    asked = Asked(principal, "user_task.completed", {"task": format_id("task", task.id)})
    await _tell(runtime, principal, task, "completing", {"variables": variables}, asked)


async def _tell(
    runtime: WorkflowRuntime, principal: Principal, task: UserTask, event: str, values: dict[str, Any], asked: Asked
) -> None:
    command = {"do": "task", "key": task.key, "task": str(task.id), "event": event, "values": values}
    try:
        await submit(runtime, principal, command, instance_id=task.instance_id, asked=asked)
    except ProcessInstanceNotFound as gone:
        raise UserTaskNotFound(gone.detail) from gone
