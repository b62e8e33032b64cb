"""What is sent to a server to show who calls: its key, or the token of exactly the person who calls."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from charter.mcp.errors import McpNoCredential
from charter.mcp.inputs import SamplingRules
from charter.mcp.models import McpServer, ServerAuth
from charter.mcp.offers import ServerFacts
from charter.mcp.parts import McpParts
from charter.mcp.pool import Target
from charter.mcp.service import grants
from charter.mcp.wire import MODERN

TABLE = "mcp_servers"
KEY_FIELD = "sealed_key"
_SHOWN = 4
# Of a short key four characters would be too large a part.
_LONG_ENOUGH_TO_SHOW = 16


async def store_key(db: AsyncSession, parts: McpParts, server: McpServer, key: str | None) -> None:
    """Seal a server's key, or forget it."""
    if key is None:
        server.sealed_key = server.key_last4 = None
        return
    server.sealed_key = await parts.vault.seal(db, TABLE, server.id, KEY_FIELD, key)
    server.key_last4 = key[-_SHOWN:] if len(key) >= _LONG_ENOUGH_TO_SHOW else None


async def target_of(db: AsyncSession, parts: McpParts, server: McpServer, principal_id: UUID | None) -> Target:
    """Return the server as one caller may use it.

    Args:
        principal_id: who calls; None for the installation itself, which has no token of anybody.

    Raises:
        McpNoCredential: it needs a key and has none.
        McpNotAuthorized: it needs the caller's own token, and there is none.
    """
    credential: dict[str, str] = {}
    whose: UUID | None = None
    match ServerAuth(server.auth):
        case ServerAuth.API_KEY:
            if server.sealed_key is None:
                raise McpNoCredential(f"The MCP server {server.name} has no key; store one: charter mcp key.")
            key = await parts.vault.open(db, TABLE, server.id, KEY_FIELD, server.sealed_key)
            bearer = server.auth_header.lower() == "authorization" and " " not in key
            credential[server.auth_header] = f"Bearer {key}" if bearer else key
        case ServerAuth.OAUTH:
            token = await grants.token_of(db, parts, server, principal_id)
            credential["Authorization"], whose = f"Bearer {token}", principal_id
        case ServerAuth.NONE:
            pass
    known = ServerFacts.model_validate(server.facts) if server.facts else None
    return Target(
        tenant_id=server.tenant_id,
        server_id=server.id,
        slug=server.name,
        url=server.url,
        kind=server.transport,
        known=known if known and known.revision == MODERN else None,
        credential=credential,
        whose=whose,
        sampling=SamplingRules.model_validate(server.sampling) if server.sampling else None,
    )
