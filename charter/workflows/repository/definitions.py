"""Queries on deployments and definitions."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from charter.core.ids import new_id
from charter.workflows.models import (
    ProcessInstance,
    WorkflowDefinition,
    WorkflowFile,
    WorkflowSubscription,
    WorkflowTimer,
)


class DefinitionRepository:
    """Deployed files and what is in them."""

    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def lock_latest(self, kind: str, key: str) -> tuple[WorkflowDefinition, bytes] | None:
        """Return the latest version of something and the digest of its file; no other version is made meanwhile."""
        query = (
            select(WorkflowDefinition, WorkflowFile.sha256)
            .join(WorkflowFile, WorkflowFile.id == WorkflowDefinition.file_id)
            .where(WorkflowDefinition.kind == kind, WorkflowDefinition.key == key)
            .order_by(WorkflowDefinition.version.desc())
            .limit(1)
            .with_for_update(of=WorkflowDefinition)
        )
        row = (await self.db.execute(query)).one_or_none()
        return None if row is None else (row[0], row[1])

    async def add_file(self, deployment_id: UUID, kind: str, name: str, digest: bytes, content: bytes) -> UUID:
        """Store a file; returns its id."""
        file_id = new_id()
        self.db.add(
            WorkflowFile(id=file_id, deployment_id=deployment_id, kind=kind, name=name, sha256=digest, content=content)
        )
        await self.db.flush()
        return file_id

    async def add(self, definition: WorkflowDefinition) -> None:
        """Store a definition."""
        self.db.add(definition)
        await self.db.flush()

    async def stop_start_timers(self, process_id: str) -> None:
        """Remove the timers that start versions of a process."""
        versions = select(WorkflowDefinition.id).where(
            WorkflowDefinition.kind == "process", WorkflowDefinition.key == process_id
        )
        await self.db.execute(delete(WorkflowTimer).where(WorkflowTimer.definition_id.in_(versions)))

    async def tags(self, kind: str, keys: Collection[str]) -> dict[str, set[str | None]]:
        """Return which of the keys are deployed, with the version tags of their versions."""
        query = select(WorkflowDefinition.key, WorkflowDefinition.version_tag).distinct()
        rows = await self.db.execute(query.where(WorkflowDefinition.kind == kind, WorkflowDefinition.key.in_(keys)))
        found: dict[str, set[str | None]] = {}
        for key, tag in rows:
            found.setdefault(key, set()).add(tag)
        return found

    async def latest_processes(self, keys: Collection[str]) -> dict[str, bytes]:
        """Return the files that the latest versions of processes came in, by process."""
        query = (
            select(WorkflowDefinition.key, WorkflowFile.content)
            .join(WorkflowFile, WorkflowFile.id == WorkflowDefinition.file_id)
            .where(WorkflowDefinition.kind == "process", WorkflowDefinition.key.in_(keys))
            .ext(distinct_on(WorkflowDefinition.key))
            .order_by(WorkflowDefinition.key, WorkflowDefinition.version.desc())
        )
        return {row.key: row.content for row in await self.db.execute(query)}

    async def latest_that_say(self, word: str) -> list[tuple[UUID, str, bytes]]:
        """Return (id, process, file) of the latest versions of processes in whose files a word occurs."""
        latest = (
            select(WorkflowDefinition.id, WorkflowDefinition.key, WorkflowDefinition.file_id)
            .where(WorkflowDefinition.kind == "process")
            .ext(distinct_on(WorkflowDefinition.key))
            .order_by(WorkflowDefinition.key, WorkflowDefinition.version.desc())
            .subquery()
        )
        query = (
            select(latest.c.id, latest.c.key, WorkflowFile.content)
            .join(WorkflowFile, WorkflowFile.id == latest.c.file_id)
            .where(text("position(convert_to(:word, 'UTF8') in workflow_files.content) > 0").bindparams(word=word))
            .order_by(latest.c.key)
        )
        return [(row.id, row.key, row.content) for row in await self.db.execute(query)]

    async def get(self, definition_id: UUID) -> WorkflowDefinition | None:
        """Return a definition."""
        return await self.db.scalar(select(WorkflowDefinition).where(WorkflowDefinition.id == definition_id))

    async def content(self, file_id: UUID) -> bytes | None:
        """Return a file as it was deployed."""
        return await self.db.scalar(select(WorkflowFile.content).where(WorkflowFile.id == file_id))

    async def has_instances(self, definition_id: UUID) -> bool:
        """Return whether a definition has instances, active or ended."""
        query = select(ProcessInstance.id).where(ProcessInstance.definition_id == definition_id).limit(1)
        return await self.db.scalar(query) is not None

    async def delete(self, definition: WorkflowDefinition) -> None:
        """Delete a definition, and what starts it."""
        await self.db.execute(delete(WorkflowTimer).where(WorkflowTimer.definition_id == definition.id))
        await self.db.execute(delete(WorkflowSubscription).where(WorkflowSubscription.definition_id == definition.id))
        await self.db.delete(definition)
        await self.db.flush()
