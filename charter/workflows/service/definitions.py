"""What is deployed: reading and deleting it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core.ids import format_id
from charter.core.principal import Principal
from charter.workflows.errors import DefinitionInUse, WorkflowDefinitionNotFound
from charter.workflows.models import WorkflowDefinition, WorkflowFile
from charter.workflows.repository.definitions import DefinitionRepository
from charter.workflows.repository.queries import InstanceQueries


async def list_definitions(
    db: AsyncSession, principal: Principal, *, kind: str | None, key: str | None, after: UUID | None, limit: int
) -> Sequence[WorkflowDefinition]:
    """Return definitions, newest first."""
    access.require(principal, "workflows.read")
    return await InstanceQueries(db).definitions(kind=kind, key=key, after=after, limit=limit)


async def get_definition(db: AsyncSession, principal: Principal, definition_id: UUID) -> WorkflowDefinition:
    """Return a definition.

    Raises:
        Forbidden: the principal lacks ``workflows.read``.
        WorkflowDefinitionNotFound: no such definition in this tenant.
    """
    access.require(principal, "workflows.read")
    found = await InstanceQueries(db).get_definition(definition_id)
    if found is None:
        raise WorkflowDefinitionNotFound(
            f"No definition {format_id('definition', definition_id)}; list them with GET /v1/workflow-definitions."
        )
    return found


async def get_file(db: AsyncSession, principal: Principal, definition_id: UUID) -> WorkflowFile:
    """Return the file a definition came in.

    Raises:
        Forbidden: the principal lacks ``workflows.read``.
        WorkflowDefinitionNotFound: no such definition in this tenant.
    """
    definition = await get_definition(db, principal, definition_id)
    file = await InstanceQueries(db).file(definition.file_id)
    if file is None:  # pragma: no cover - a foreign key holds them together
        raise WorkflowDefinitionNotFound("The definition's file is gone.")
    return file


async def delete_definition(db: AsyncSession, principal: Principal, definition_id: UUID) -> None:
    """Delete a definition that has no instances.

    Raises:
        Forbidden: the principal lacks ``workflows.deploy``.
        WorkflowDefinitionNotFound: no such definition in this tenant.
        DefinitionInUse: it has instances.
    """
    access.require(principal, "workflows.deploy")
    definition = await get_definition(db, principal, definition_id)
    repository = DefinitionRepository(db)
    if await repository.has_instances(definition_id):
        raise DefinitionInUse(
            f'"{definition.key}" version {definition.version} has instances, whose history needs it. Deploy a newer '
            "version instead, or delete it when retention has removed them."
        )
    await repository.delete(definition)
    facts: dict[str, JsonValue] = {"key": definition.key, "version": definition.version, "kind": definition.kind}
    await audit.record(db, principal, "workflow.deleted", "workflow_definition", definition.id, before=facts)
