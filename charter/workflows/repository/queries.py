"""Reading instances, jobs, incidents and tasks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from charter.workflows.models import (
    BpmnMessage,
    DecisionEvaluation,
    ProcessHistory,
    ProcessIncident,
    ProcessInstance,
    UserTask,
    WorkflowDefinition,
    WorkflowFile,
    WorkflowJob,
)

Row = TypeVar("Row", BpmnMessage, ProcessInstance, ProcessIncident, UserTask, WorkflowDefinition, WorkflowJob)


class InstanceQueries:
    """What can be asked of workflows; lists are newest first."""

    def __init__(self, db: AsyncSession) -> None:
        self._db = db

    async def _page(self, query: Select[Row], model: type[Row], after: UUID | None, limit: int) -> Sequence[Row]:
        if after is not None:
            query = query.where(model.id < after)
        return (await self._db.scalars(query.order_by(model.id.desc()).limit(limit))).all()

    async def definition(self, kind: str, key: str, version: int | None) -> WorkflowDefinition | None:
        """Return a version of something deployed, the latest if none is named."""
        query = select(WorkflowDefinition).where(WorkflowDefinition.kind == kind, WorkflowDefinition.key == key)
        if version is not None:
            query = query.where(WorkflowDefinition.version == version)
        return await self._db.scalar(query.order_by(WorkflowDefinition.version.desc()).limit(1))

    async def definitions(
        self, *, kind: str | None, key: str | None, after: UUID | None, limit: int
    ) -> Sequence[WorkflowDefinition]:
        """Return definitions."""
        query = select(WorkflowDefinition)
        if kind is not None:
            query = query.where(WorkflowDefinition.kind == kind)
        if key is not None:
            query = query.where(WorkflowDefinition.key == key)
        return await self._page(query, WorkflowDefinition, after, limit)

    async def get_definition(self, definition_id: UUID) -> WorkflowDefinition | None:
        """Return a definition."""
        return await self._db.scalar(select(WorkflowDefinition).where(WorkflowDefinition.id == definition_id))

    async def file(self, file_id: UUID) -> WorkflowFile | None:
        """Return a deployed file."""
        return await self._db.scalar(select(WorkflowFile).where(WorkflowFile.id == file_id))

    async def get(self, instance_id: UUID) -> ProcessInstance | None:
        """Return an instance."""
        return await self._db.scalar(select(ProcessInstance).where(ProcessInstance.id == instance_id))

    async def list(
        self,
        *,
        process: str | None,
        state: str | None,
        parent: UUID | None,
        incidents: bool | None,
        after: UUID | None,
        limit: int,
    ) -> Sequence[ProcessInstance]:
        """Return instances."""
        query = select(ProcessInstance)
        if process is not None:
            query = query.where(ProcessInstance.process_id == process)
        if state is not None:
            query = query.where(ProcessInstance.state == state)
        if parent is not None:
            query = query.where(ProcessInstance.parent_id == parent)
        if incidents is not None:
            query = query.where((ProcessInstance.incidents > 0) == incidents)
        return await self._page(query, ProcessInstance, after, limit)

    async def active(self, *, process: str | None, ids: Sequence[UUID] | None) -> Sequence[UUID]:
        """Return the ids of active instances, callers before those they called."""
        query = select(ProcessInstance.id).where(ProcessInstance.state == "active")
        if process is not None:
            query = query.where(ProcessInstance.process_id == process)
        if ids is not None:
            query = query.where(ProcessInstance.id.in_(ids))
        return (await self._db.scalars(query.order_by(ProcessInstance.id).limit(10_000))).all()

    async def history(self, instance_id: UUID, *, after: int, limit: int) -> Sequence[ProcessHistory]:
        """Return commits of an instance after a revision, oldest first."""
        query = (
            select(ProcessHistory)
            .where(ProcessHistory.instance_id == instance_id, ProcessHistory.revision > after)
            .order_by(ProcessHistory.revision)
            .limit(limit)
        )
        return (await self._db.scalars(query)).all()

    async def incidents(
        self, *, instance: UUID | None, resolved: bool | None, after: UUID | None, limit: int
    ) -> Sequence[ProcessIncident]:
        """Return incidents."""
        query = select(ProcessIncident)
        if instance is not None:
            query = query.where(ProcessIncident.instance_id == instance)
        if resolved is not None:
            query = query.where(ProcessIncident.resolved_at.is_not(None) == resolved)
        return await self._page(query, ProcessIncident, after, limit)

    async def incident(self, incident_id: UUID) -> ProcessIncident | None:
        """Return an incident."""
        return await self._db.scalar(select(ProcessIncident).where(ProcessIncident.id == incident_id))

    async def jobs(
        self, *, type_: str | None, state: str | None, instance: UUID | None, after: UUID | None, limit: int
    ) -> Sequence[WorkflowJob]:
        """Return jobs."""
        query = select(WorkflowJob)
        if type_ is not None:
            query = query.where(WorkflowJob.type == type_)
        if state is not None:
            query = query.where(WorkflowJob.state == state)
        if instance is not None:
            query = query.where(WorkflowJob.instance_id == instance)
        return await self._page(query, WorkflowJob, after, limit)

    async def job(self, job_id: UUID) -> WorkflowJob | None:
        """Return a job."""
        return await self._db.scalar(select(WorkflowJob).where(WorkflowJob.id == job_id))

    async def user_tasks(
        self,
        *,
        state: str | None,
        assignee: str | None,
        candidate_group: str | None,
        instance: UUID | None,
        after: UUID | None,
        limit: int,
    ) -> Sequence[UserTask]:
        """Return tasks for people."""
        query = select(UserTask)
        if state is not None:
            query = query.where(UserTask.state == state)
        if assignee is not None:
            query = query.where(UserTask.assignee == assignee)
        if candidate_group is not None:
            query = query.where(UserTask.candidate_groups.contains([candidate_group]))
        if instance is not None:
            query = query.where(UserTask.instance_id == instance)
        return await self._page(query, UserTask, after, limit)

    async def user_task(self, task_id: UUID) -> UserTask | None:
        """Return a task for a person."""
        return await self._db.scalar(select(UserTask).where(UserTask.id == task_id))

    async def messages(
        self, *, state: str | None, name: str | None, after: UUID | None, limit: int
    ) -> Sequence[BpmnMessage]:
        """Return published messages."""
        query = select(BpmnMessage)
        if state is not None:
            query = query.where(BpmnMessage.state == state)
        if name is not None:
            query = query.where(BpmnMessage.name == name)
        return await self._page(query, BpmnMessage, after, limit)

    async def decisions(self, instance_id: UUID) -> Sequence[Any]:
        """Return what was decided in an instance, oldest first."""
        query = select(DecisionEvaluation).where(DecisionEvaluation.instance_id == instance_id)
        return (await self._db.scalars(query.order_by(DecisionEvaluation.id).limit(1000))).all()
