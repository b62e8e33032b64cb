"""Virtual MCP servers: named choices of what a tenant has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.agents.service import versions
from charter.audit import service as audit
from charter.core.db import epochs
from charter.core.errors import FieldProblem
from charter.core.principal import Principal
from charter.gateway.errors import NothingOfThatName, VirtualServerNameTaken, VirtualServerNotFound
from charter.gateway.models import VirtualServer
from charter.gateway.repository import VirtualServerRepository
from charter.gateway.schemas import VirtualServerChange, VirtualServerInput
from charter.tools.service.catalogue import load_catalogue
from charter.tools.tool import Tool
from charter.workflows.errors import WorkflowDefinitionNotFound
from charter.workflows.schemas import StartInput
from charter.workflows.service import instances

_CHOICES = ("tools", "agents", "workflows")


async def list_servers(
    db: AsyncSession, principal: Principal, *, after: UUID | None, limit: int
) -> Sequence[VirtualServer]:
    """Return up to ``limit`` + 1 virtual servers, oldest first.

    Raises:
        Forbidden: the principal lacks ``tools.read``.
    """
    access.require(principal, "tools.read")
    return await VirtualServerRepository(db).page(after, limit + 1)


async def get_server(db: AsyncSession, principal: Principal, reference: str) -> VirtualServer:
    """Return a virtual server.

    Raises:
        Forbidden: the principal lacks ``tools.read``.
        VirtualServerNotFound: no such virtual server in this tenant.
    """
    access.require(principal, "tools.read")
    return await _reach(db, reference)


async def create_server(
    db: AsyncSession, principal: Principal, builtins: Mapping[str, Tool], given: VirtualServerInput
) -> VirtualServer:
    """Make a virtual server; clients find it from their next request on.

    Raises:
        Forbidden: the principal lacks ``tools.publish``.
        NothingOfThatName: it names a tool, agent or workflow that there is not.
        VirtualServerNameTaken: the name is taken.
    """
    access.require(principal, "tools.publish")
    await _require_there(db, principal, builtins, given.model_dump(include=set(_CHOICES)))
    server = VirtualServer(**given.model_dump())
    try:
        async with db.begin_nested():
            db.add(server)
            await db.flush()
    except IntegrityError as error:
        message = f"There is a virtual MCP server named {given.name!r} already."
        raise VirtualServerNameTaken(message, fields=[{"path": "/name", "message": message}]) from error
    await db.refresh(server)
    await epochs.bump_config(db)
    await audit.record(db, principal, "virtual_server.created", "mcp_virtual_server", server.id, after=_facts(server))
    return server


async def change_server(
    db: AsyncSession, principal: Principal, builtins: Mapping[str, Tool], reference: str, change: VirtualServerChange
) -> VirtualServer:
    """Change a virtual server.

    Raises:
        Forbidden: the principal lacks ``tools.publish``.
        VirtualServerNotFound: no such virtual server in this tenant.
        NothingOfThatName: it names a tool, agent or workflow that there is not.
    """
    access.require(principal, "tools.publish")
    server = await _reach(db, reference, lock=True)
    before, changes = _facts(server), change.model_dump(exclude_none=True)
    await _require_there(db, principal, builtins, {name: changes.get(name, []) for name in _CHOICES})
    for name, value in changes.items():
        setattr(server, name, value)
    await db.flush()
    await epochs.bump_config(db)
    await audit.record(
        db, principal, "virtual_server.changed", "mcp_virtual_server", server.id, before=before, after=_facts(server)
    )
    return server


async def delete_server(db: AsyncSession, principal: Principal, reference: str) -> None:
    """Delete a virtual server; what it offered stays.

    Raises:
        Forbidden: the principal lacks ``tools.publish``.
        VirtualServerNotFound: no such virtual server in this tenant.
    """
    access.require(principal, "tools.publish")
    server = await _reach(db, reference, lock=True)
    await db.delete(server)
    await db.flush()
    await epochs.bump_config(db)
    await audit.record(db, principal, "virtual_server.deleted", "mcp_virtual_server", server.id, before=_facts(server))


async def _reach(db: AsyncSession, reference: str, *, lock: bool = False) -> VirtualServer:
    server = await VirtualServerRepository(db).find(reference, lock=lock)
    if server is None:
        raise VirtualServerNotFound("There is no such virtual MCP server; list them with GET /v1/mcp-virtual-servers.")
    return server


async def _require_there(
    db: AsyncSession, principal: Principal, builtins: Mapping[str, Tool], choices: Mapping[str, list[str]]
) -> None:
    """Refuse what names a tool, agent or workflow that the principal does not find.

    Raises:
        NothingOfThatName: the fields say which.
    """
    fields: list[FieldProblem] = []
    catalogue = await load_catalogue(db, builtins)
    fields += _missing("tools", choices["tools"], {*catalogue.tools, *catalogue.closed}, "tool")
    if choices["agents"]:
        agents = {agent.slug for agent in await versions.list_published(db, principal)}
        fields += _missing("agents", choices["agents"], agents, "published agent")
    for number, process in enumerate(choices["workflows"]):
        try:
            await instances.find_definition(db, principal, StartInput(process=process))
        except WorkflowDefinitionNotFound as error:
            fields.append({"path": f"/workflows/{number}", "message": error.detail})
    if fields:
        raise NothingOfThatName("; ".join(field["message"] for field in fields), fields=fields)


def _missing(member: str, names: list[str], there: set[str], what: str) -> list[FieldProblem]:
    return [
        {"path": f"/{member}/{number}", "message": f"There is no {what} {name!r}."}
        for number, name in enumerate(names)
        if name not in there
    ]


def _facts(server: VirtualServer) -> dict[str, JsonValue]:
    return {
        "name": server.name,
        "tools": list(server.tools),
        "agents": list(server.agents),
        "workflows": list(server.workflows),
        "enabled": server.enabled,
    }
