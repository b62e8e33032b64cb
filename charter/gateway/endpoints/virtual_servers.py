"""HTTP routes of virtual MCP servers."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Response

from charter.access.errors import Forbidden
from charter.core.http import CurrentPrincipal, Cursor, Limit, Page, ProcessServices, TenantDb, paged, problems, router
from charter.gateway.errors import NothingOfThatName, VirtualServerNameTaken, VirtualServerNotFound
from charter.gateway.schemas import VirtualServerChange, VirtualServerInput, VirtualServerRead
from charter.gateway.service import virtual_servers

routes = router("/mcp-virtual-servers", "MCP gateway")

Reference = Annotated[str, Path(description="The virtual server's name or id.", max_length=100, examples=["support"])]


@routes.get("", operation_id="listMcpVirtualServers", responses=problems(Forbidden))
async def list_servers(
    principal: CurrentPrincipal, db: TenantDb, cursor: Cursor, limit: Limit = 50
) -> Page[VirtualServerRead]:
    """List the virtual servers that MCP clients find at /mcp/NAME, oldest first."""
    rows = await virtual_servers.list_servers(db, principal, after=cursor, limit=limit)
    page, following = paged(rows, limit, lambda row: row.id)
    return Page(items=[VirtualServerRead.model_validate(row) for row in page], next_cursor=following)


@routes.post(
    "",
    operation_id="createMcpVirtualServer",
    status_code=201,
    responses=problems(Forbidden, NothingOfThatName, VirtualServerNameTaken),
)
async def create_server(
    body: VirtualServerInput, principal: CurrentPrincipal, db: TenantDb, services: ProcessServices
) -> VirtualServerRead:
    """Choose tools, agents and workflows that MCP clients find at /mcp/NAME."""
    made = await virtual_servers.create_server(db, principal, services.tools.builtins, body)
    return VirtualServerRead.model_validate(made)


@routes.get("/{virtual}", operation_id="getMcpVirtualServer", responses=problems(Forbidden, VirtualServerNotFound))
async def get_server(virtual: Reference, principal: CurrentPrincipal, db: TenantDb) -> VirtualServerRead:
    """Return a virtual server."""
    return VirtualServerRead.model_validate(await virtual_servers.get_server(db, principal, virtual))


@routes.patch(
    "/{virtual}",
    operation_id="changeMcpVirtualServer",
    responses=problems(Forbidden, VirtualServerNotFound, NothingOfThatName),
)
async def change_server(
    virtual: Reference,
    body: VirtualServerChange,
    principal: CurrentPrincipal,
    db: TenantDb,
    services: ProcessServices,
) -> VirtualServerRead:
    """Change a virtual server; clients see it with their next request."""
    changed = await virtual_servers.change_server(db, principal, services.tools.builtins, virtual, body)
    return VirtualServerRead.model_validate(changed)


@routes.delete(
    "/{virtual}",
    operation_id="deleteMcpVirtualServer",
    status_code=204,
    responses=problems(Forbidden, VirtualServerNotFound),
)
async def delete_server(virtual: Reference, principal: CurrentPrincipal, db: TenantDb) -> Response:
    """Delete a virtual server; what it offered stays."""
    await virtual_servers.delete_server(db, principal, virtual)
    return Response(status_code=204)
