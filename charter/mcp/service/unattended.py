"""Servers asked anew without anybody there, so that a changed tool is held soon and not when somebody looks."""

from __future__ import annotations

from uuid import UUID

from charter.core.errors import CharterError
from charter.core.principal import Principal, PrincipalKind
from charter.core.telemetry import logs
from charter.mcp.models import ServerAuth, ServerState
from charter.mcp.parts import McpParts
from charter.mcp.repository import McpRepository
from charter.mcp.service import credentials, discovery

_log = logs.get(__name__)


async def refresh(parts: McpParts, tenant_id: UUID, server_id: UUID, *, once: bool = False) -> None:
    """Ask a server what it offers and, unless ``once``, ask to be called again; one that is gone is passed over.

    A server that answers nobody but people with accounts is not asked: their tokens are for their own calls.
    """
    async with parts.database.tenant_session(tenant_id) as db:
        server = await McpRepository(db).find(server_id)
        if server is None or server.auth == ServerAuth.OAUTH:
            return
        checked = (server.url, server.sealed_key)
        target = (
            None
            if _lacks_key(server.auth, server.sealed_key)
            else (await credentials.target_of(db, parts, server, None))
        )
    found, failure = None, "It has no credential."
    if target is not None:
        try:
            found = await discovery.ask(parts, target)
        except CharterError as error:
            failure = error.detail
    async with parts.database.tenant_session(tenant_id) as db:
        server = await McpRepository(db).find(server_id, lock=True)
        if server is None:
            return
        now = parts.clock()
        if (server.url, server.sealed_key) == checked:
            if found is not None:
                await discovery.take(db, _nobody(tenant_id, server_id), parts, server, found, now=now)
            elif target is not None:
                server.state, server.state_detail, server.checked_at = ServerState.FAILING, failure, now
                _log.info("an MCP server does not answer", extra={"server": server.name, "reason": failure[:200]})
        if not once:
            await discovery.come_back(db, parts, server, now=now)


def _lacks_key(auth: str, sealed_key: bytes | None) -> bool:
    return auth == ServerAuth.API_KEY and sealed_key is None


def _nobody(tenant_id: UUID, server_id: UUID) -> Principal:
    return Principal(server_id, PrincipalKind.SERVICE, tenant_id, "refresh of MCP servers", frozenset(), 0)
