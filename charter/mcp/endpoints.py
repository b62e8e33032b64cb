"""HTTP routes of MCP servers."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Query, Request, Response
from pydantic import BaseModel

from charter.access.errors import Forbidden
from charter.core.errors import InputInvalid
from charter.core.http import CurrentPrincipal, Cursor, Limit, Now, Page, TenantDb, paged, problems, router
from charter.core.http.dependencies import services_of
from charter.core.http.idempotency import keep_secret
from charter.llm.errors import ModelUnknown, NoModelAvailable
from charter.mcp.errors import (
    McpAddressRefused,
    McpAuthorizationLost,
    McpCommandNotAllowed,
    McpCredentialRefused,
    McpNoCredential,
    McpNotAuthorized,
    McpOauthFailed,
    McpProgramsBusy,
    McpProtocolBroken,
    McpServerChanged,
    McpServerNameTaken,
    McpServerNotFound,
    McpServerPaused,
    McpServerUnreachable,
    McpTimedOut,
    McpToolNotOffered,
    McpToolSuspicious,
    McpTooManyChecks,
)
from charter.mcp.parts import McpParts
from charter.mcp.schemas import (
    ApprovalInput,
    ApprovalRead,
    McpServerChange,
    McpServerInput,
    McpServerRead,
    McpServerSummary,
    McpToolList,
    RefusalInput,
)
from charter.mcp.service import approval, grants, servers

server_routes = router("/mcp-servers", "MCP servers")
authorization_routes = router("/mcp-authorization", "MCP servers")
routers = [server_routes, authorization_routes]

Reference = Annotated[str, Path(description="The server's name or id.", max_length=100, examples=["weather"])]
_ASKING = (
    McpCommandNotAllowed,
    McpProgramsBusy,
    McpAddressRefused,
    McpServerUnreachable,
    McpCredentialRefused,
    McpProtocolBroken,
    McpTimedOut,
    McpServerPaused,
    McpTooManyChecks,
    McpOauthFailed,
)


class AuthorizationBegun(BaseModel):
    """Where the caller lets Charter use a server in their name."""

    url: str


class AuthorizationDone(BaseModel):
    """The server at which the caller's account is connected now."""

    server: str


async def _parts(request: Request) -> McpParts:
    parts: McpParts = services_of(request).mcp
    return parts


Parts = Annotated[McpParts, Depends(_parts)]


@server_routes.get("", operation_id="listMcpServers", responses=problems(Forbidden))
async def list_servers(
    principal: CurrentPrincipal, db: TenantDb, cursor: Cursor, limit: Limit = 50
) -> Page[McpServerSummary]:
    """List the tenant's MCP servers, oldest first."""
    rows = await servers.list_servers(db, principal, after=cursor, limit=limit)
    page, following = paged(rows, limit, lambda row: row.id)
    return Page(items=[servers.summary(row) for row in page], next_cursor=following)


@server_routes.post(
    "",
    operation_id="connectMcpServer",
    status_code=201,
    responses=problems(Forbidden, InputInvalid, McpServerNameTaken, *_ASKING),
)
async def connect_server(
    body: McpServerInput, principal: CurrentPrincipal, db: TenantDb, parts: Parts, now: Now
) -> McpServerRead:
    """Connect an MCP server after it answered. None of its tools can be called before somebody approves it."""
    return await servers.create_server(db, principal, parts, body, now=now)


@server_routes.get("/{server}", operation_id="getMcpServer", responses=problems(Forbidden, McpServerNotFound))
async def get_server(server: Reference, principal: CurrentPrincipal, db: TenantDb) -> McpServerRead:
    """Return a server with what it offers; of its key only the last four characters."""
    return await servers.get_server(db, principal, server)


@server_routes.patch(
    "/{server}",
    operation_id="changeMcpServer",
    responses=problems(
        Forbidden,
        InputInvalid,
        McpServerNotFound,
        McpServerChanged,
        McpCommandNotAllowed,
        ModelUnknown,
        NoModelAvailable,
    ),
)
async def change_server(
    server: Reference, body: McpServerChange, principal: CurrentPrincipal, db: TenantDb, parts: Parts
) -> McpServerRead:
    """Change a server; a new URL clears its key and everybody's tokens. Refresh it afterwards."""
    return await servers.change_server(db, principal, parts, server, body)


@server_routes.delete(
    "/{server}", operation_id="removeMcpServer", status_code=204, responses=problems(Forbidden, McpServerNotFound)
)
async def remove_server(server: Reference, principal: CurrentPrincipal, db: TenantDb, parts: Parts) -> Response:
    """Remove a server with its credentials and tools."""
    await servers.remove_server(db, principal, parts, server)
    return Response(status_code=204)


@server_routes.post(
    "/{server}/refresh",
    operation_id="refreshMcpServer",
    responses=problems(
        Forbidden, McpServerNotFound, McpServerChanged, McpNoCredential, McpNotAuthorized, McpTooManyChecks
    ),
)
async def refresh_server(
    server: Reference, principal: CurrentPrincipal, db: TenantDb, parts: Parts, now: Now
) -> McpServerRead:
    """Ask a server anew what it offers; a tool that changed since its approval is held."""
    return await servers.refresh_server(db, principal, parts, server, now=now)


@server_routes.get("/{server}/tools", operation_id="listMcpTools", responses=problems(Forbidden, McpServerNotFound))
async def list_tools(server: Reference, principal: CurrentPrincipal, db: TenantDb) -> McpToolList:
    """List what a server offers, with what changed since the approval and what looks like hidden instructions."""
    return McpToolList(items=await approval.list_offers(db, principal, server))


@server_routes.post(
    "/{server}/approve",
    operation_id="approveMcpTools",
    responses=problems(Forbidden, McpServerNotFound, McpToolNotOffered, McpServerChanged, McpToolSuspicious),
)
async def approve_tools(
    server: Reference, body: ApprovalInput, principal: CurrentPrincipal, db: TenantDb, now: Now
) -> ApprovalRead:
    """Approve tools: their texts are pinned as they are shown now, and agents can be granted them."""
    return await approval.approve(db, principal, server, body, now=now)


@server_routes.post(
    "/{server}/refuse",
    operation_id="refuseMcpTools",
    responses=problems(Forbidden, McpServerNotFound, McpToolNotOffered),
)
async def refuse_tools(
    server: Reference, body: RefusalInput, principal: CurrentPrincipal, db: TenantDb, now: Now
) -> McpToolList:
    """Refuse tools; those that were approved are held from now on."""
    return McpToolList(items=await approval.refuse(db, principal, server, body.tools, now=now))


@server_routes.post(
    "/{server}/authorization",
    operation_id="beginMcpAuthorization",
    responses=problems(Forbidden, McpServerNotFound, McpOauthFailed),
)
async def begin_authorization(
    server: Reference, request: Request, principal: CurrentPrincipal, db: TenantDb, parts: Parts, now: Now
) -> AuthorizationBegun:
    """Return where the caller lets Charter use a server in their name; what it may do there is used for nobody else."""
    keep_secret(request)
    return AuthorizationBegun(url=await grants.begin(db, principal, parts, server, now=now))


@server_routes.delete(
    "/{server}/authorization",
    operation_id="endMcpAuthorization",
    status_code=204,
    responses=problems(Forbidden, McpServerNotFound),
)
async def end_authorization(server: Reference, principal: CurrentPrincipal, db: TenantDb, parts: Parts) -> Response:
    """Forget the caller's own tokens at a server."""
    await grants.forget(db, principal, parts, server)
    return Response(status_code=204)


@authorization_routes.get(
    "",
    operation_id="finishMcpAuthorization",
    responses=problems(Forbidden, McpServerNotFound, McpAuthorizationLost, McpOauthFailed),
)
async def finish_authorization(
    principal: CurrentPrincipal,
    db: TenantDb,
    parts: Parts,
    now: Now,
    state: Annotated[str, Query(max_length=200, description="As it was in the address the caller went to.")] = "",
    code: Annotated[str, Query(max_length=4_000, description="From the authorization server.")] = "",
    iss: Annotated[str | None, Query(max_length=2_000, description="The authorization server, as it says.")] = None,
) -> AuthorizationDone:
    """Take the caller back from the authorization server and keep their tokens, sealed."""
    name = await grants.complete(db, principal, parts, code=code, state=state, issuer=iss, now=now)
    return AuthorizationDone(server=name)
