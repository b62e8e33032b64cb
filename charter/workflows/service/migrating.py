"""Letting process instances go on under another version of their process, or another process."""

from __future__ import annotations

from uuid import UUID

from charter.access import service as access
from charter.core.ids import format_id
from charter.core.principal import Principal
from charter.workflows.schemas import MigrateInput
from charter.workflows.service.batch import Asked
from charter.workflows.service.instances import submit
from charter.workflows.service.runtime import WorkflowRuntime


async def migrate(runtime: WorkflowRuntime, principal: Principal, instance_id: UUID, wanted: MigrateInput) -> None:
    """Migrate an instance.

    Raises:
        Forbidden: the principal lacks ``workflows.control``.
        ProcessInstanceNotFound: no such active instance.
        CommandNotPossible: the definition is not there, or something active has no equal in it.
    """
    access.require(principal, "workflows.control")
    to = format_id("definition", wanted.definition_id)
    command = {"do": "migrate", "definition": str(wanted.definition_id), "mapping": wanted.mapping}
    asked = Asked(principal, "process_instance.migrated", {"to": to})
    await submit(runtime, principal, command, instance_id=instance_id, asked=asked)
