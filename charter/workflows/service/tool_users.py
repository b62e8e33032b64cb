"""The workflows that use a tool, for the registry of tools."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.core.ids import format_id
from charter.core.principal import Principal
from charter.tools.schemas import ToolUser
from charter.workflows.model.dependencies import NeedKind, needs_of
from charter.workflows.model.reading import read_model
from charter.workflows.repository.definitions import DefinitionRepository


async def users_of_tool(db: AsyncSession, principal: Principal, tool: str) -> list[ToolUser]:
    """Return the processes whose latest version names a tool, if the principal may read workflows."""
    if not access.may(principal, "workflows.read"):
        return []
    return [
        ToolUser(kind="workflow", id=format_id("definition", id_), name=name)
        for id_, name, content in await DefinitionRepository(db).latest_that_say(tool)
        if _uses(content, name, tool)
    ]


def _uses(content: bytes, process_id: str, tool: str) -> bool:
    return any(
        need.kind is NeedKind.TOOL and need.name == tool
        for process in read_model(content).processes
        if process.id == process_id
        for need in needs_of(process)
    )
