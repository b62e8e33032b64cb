"""What people let Charter do at servers in their name (OAuth): tokens that nobody else's call ever carries."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from uuid import UUID

import orjson
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core.ids import format_id, new_id
from charter.core.principal import Principal
from charter.mcp import oauth
from charter.mcp.client import McpClient
from charter.mcp.connector import HttpConnector
from charter.mcp.errors import McpAuthorizationLost, McpCredentialRefused, McpNotAuthorized, McpOauthFailed
from charter.mcp.models import McpGrant, McpServer, ServerAuth
from charter.mcp.oauth import Guardian, Tokens
from charter.mcp.parts import McpParts
from charter.mcp.repository import McpRepository
from charter.mcp.schemas import McpServerInput
from charter.mcp.service.reaching import reach

_TABLE = "mcp_grants"
_SERVERS = "mcp_servers"
_FLOW_S = 600.0
# A token is renewed before it ends, so that none ends on its way.
_EARLY = timedelta(seconds=30)

CALLBACK = "/mcp-account"


async def prepare(db: AsyncSession, parts: McpParts, server: McpServer, given: McpServerInput) -> None:
    """Find out who guards a server and register Charter there.

    Raises:
        McpOauthFailed: nobody does, or not in a way that can be used.
    """
    challenge = await _challenge(parts, server.url)
    guardian = await oauth.find_guardian(parts.http, server.url, challenge)
    guardian.scope = given.scope or guardian.scope
    secret: str | None = None
    if given.oauth_client is not None:
        guardian.client_id = given.oauth_client.client_id
        secret = given.oauth_client.client_secret.get_secret_value() if given.oauth_client.client_secret else None
    else:
        secret = await oauth.register(parts.http, guardian, _redirect_uri(parts))
    server.oauth = guardian.model_dump(mode="json")
    if secret is not None:
        server.sealed_client_secret = await parts.vault.seal(db, _SERVERS, server.id, "sealed_client_secret", secret)


async def begin(db: AsyncSession, principal: Principal, parts: McpParts, reference: str, *, now: datetime) -> str:
    """Return where the caller lets Charter act in their name.

    Raises:
        Forbidden: the principal lacks ``tools.read``.
        McpServerNotFound: no such server in this tenant.
        McpOauthFailed: the server is not one that people connect their accounts at.
    """
    access.require(principal, "tools.read")
    server = await reach(db, reference)
    guardian = _guardian(server)
    grant = await McpRepository(db).grant(server.id, principal.id, lock=True)
    if grant is None:
        grant = McpGrant(id=new_id(), server_id=server.id, principal_id=principal.id)
        db.add(grant)
    state = f"{format_id('mcpserver', server.id)}.{secrets.token_urlsafe(24)}"
    verifier = oauth.new_verifier()
    flow = orjson.dumps({"state": state, "verifier": verifier}).decode()
    grant.sealed_flow = await parts.vault.seal(db, _TABLE, grant.id, "sealed_flow", flow)
    grant.flow_expires_at = now + timedelta(seconds=_FLOW_S)
    await db.flush()
    return oauth.authorization_url(guardian, redirect_uri=_redirect_uri(parts), state=state, verifier=verifier)


async def complete(
    db: AsyncSession,
    principal: Principal,
    parts: McpParts,
    *,
    code: str,
    state: str,
    issuer: str | None,
    now: datetime,
) -> str:
    """Take the code with which the caller came back, and keep their tokens; returns the server's name.

    Raises:
        McpAuthorizationLost: this caller did not begin it, it is over, or it comes from another authorization server.
        McpOauthFailed: the code is refused.
    """
    access.require(principal, "tools.read")
    server = await reach(db, state.partition(".")[0])
    guardian = _guardian(server)
    grant = await McpRepository(db).grant(server.id, principal.id)
    if grant is None or grant.sealed_flow is None or grant.flow_expires_at is None or grant.flow_expires_at < now:
        raise _lost()
    sealed = grant.sealed_flow
    flow = orjson.loads(await parts.vault.open(db, _TABLE, grant.id, "sealed_flow", sealed))
    if not hmac.compare_digest(str(flow["state"]).encode(), state.encode()):
        raise _lost()
    # RFC 9207: an answer of another server would send the code to the wrong one.
    expected = issuer is not None or guardian.authorization_response_iss_parameter_supported
    if expected and issuer != guardian.issuer:
        raise _lost()
    tokens = await oauth.redeem(
        parts.http,
        guardian,
        await _client_secret(db, parts, server),
        code=code,
        verifier=str(flow["verifier"]),
        redirect_uri=_redirect_uri(parts),
    )
    grant = await McpRepository(db).grant(server.id, principal.id, lock=True)
    if grant is None or grant.sealed_flow != sealed:
        raise _lost()
    grant.sealed_flow = grant.flow_expires_at = None
    await _keep(db, parts, grant, tokens, now=now)
    await audit.record(
        db, principal, "mcp_account.connected", "mcp_server", server.id, after={"scope": tokens.scope or guardian.scope}
    )
    return server.name


async def forget(db: AsyncSession, principal: Principal, parts: McpParts, reference: str) -> None:
    """Forget the caller's own tokens."""
    access.require(principal, "tools.read")
    server = await reach(db, reference)
    grant = await McpRepository(db).grant(server.id, principal.id, lock=True)
    if grant is None:
        return
    await db.delete(grant)
    await db.flush()
    await audit.record(db, principal, "mcp_account.disconnected", "mcp_server", server.id)
    await parts.pool.drop(server.tenant_id, server.id)


async def forget_all(db: AsyncSession, server: McpServer) -> None:
    """Forget everybody's tokens: they were given for another address."""
    await db.execute(delete(McpGrant).where(McpGrant.server_id == server.id))


async def token_of(db: AsyncSession, parts: McpParts, server: McpServer, principal_id: UUID | None) -> str:
    """Return the access token of exactly this principal, renewed when it ends.

    Raises:
        McpNotAuthorized: they have not connected an account, or must do so again.
    """
    grant = await McpRepository(db).grant(server.id, principal_id) if principal_id else None
    if grant is None or grant.sealed_tokens is None:
        raise _not_authorized(server)
    tokens = Tokens.model_validate_json(
        await parts.vault.open(db, _TABLE, grant.id, "sealed_tokens", grant.sealed_tokens)
    )
    now = parts.clock()
    if grant.expires_at is None or grant.expires_at - _EARLY > now:
        return tokens.access_token
    if tokens.refresh_token is None:
        raise _not_authorized(server)
    return await _renewed(db, parts, server, grant, tokens.refresh_token, now)


async def _renewed(
    db: AsyncSession, parts: McpParts, server: McpServer, grant: McpGrant, refresh_token: str, now: datetime
) -> str:
    sealed = grant.sealed_tokens
    try:
        tokens = await oauth.renew(
            parts.http, _guardian(server), await _client_secret(db, parts, server), refresh_token
        )
    except McpOauthFailed as error:
        raise _not_authorized(server) from error
    locked = await McpRepository(db).grant(server.id, grant.principal_id, lock=True)
    if locked is not None and locked.sealed_tokens == sealed:
        tokens.refresh_token = tokens.refresh_token or refresh_token
        await _keep(db, parts, locked, tokens, now=now)
    return tokens.access_token


async def _keep(db: AsyncSession, parts: McpParts, grant: McpGrant, tokens: Tokens, *, now: datetime) -> None:
    grant.sealed_tokens = await parts.vault.seal(db, _TABLE, grant.id, "sealed_tokens", tokens.model_dump_json())
    grant.expires_at = now + timedelta(seconds=tokens.expires_in) if tokens.expires_in is not None else None
    grant.scope = tokens.scope
    await db.flush()


async def _challenge(parts: McpParts, url: str) -> str:
    """Return what a server without a token is answered with."""
    client = McpClient()
    try:
        await client.open(HttpConnector(parts.http, url, {}))
    except McpCredentialRefused as error:
        return str(error.members.get("challenge", ""))
    finally:
        await client.aclose()
    raise McpOauthFailed('This MCP server asks for no token: connect it with "auth": "none".')


async def _client_secret(db: AsyncSession, parts: McpParts, server: McpServer) -> str | None:
    if server.sealed_client_secret is None:
        return None
    return await parts.vault.open(db, _SERVERS, server.id, "sealed_client_secret", server.sealed_client_secret)


def _guardian(server: McpServer) -> Guardian:
    if server.auth != ServerAuth.OAUTH or server.oauth is None:
        raise McpOauthFailed(f"{server.name} is no server that people connect their accounts at.")
    return Guardian.model_validate(server.oauth)


def _redirect_uri(parts: McpParts) -> str:
    return f"{parts.base_url}{CALLBACK}"


def _not_authorized(server: McpServer) -> McpNotAuthorized:
    return McpNotAuthorized(
        f"You have not let Charter use {server.name} in your name, or have to do so again: "
        f"POST /v1/mcp-servers/{server.name}/authorization tells where.",
        authorize=f"/v1/mcp-servers/{server.name}/authorization",
    )


def _lost() -> McpAuthorizationLost:
    return McpAuthorizationLost("Begin again: POST /v1/mcp-servers/NAME/authorization tells where to go.")
