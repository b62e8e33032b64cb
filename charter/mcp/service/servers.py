"""Servers themselves: connected after a real answer, changed, refreshed, removed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core.db import epochs
from charter.core.errors import CharterError, InputInvalid
from charter.core.ids import new_id
from charter.core.principal import Principal
from charter.llm.service import load_catalog
from charter.mcp.errors import McpError, McpServerChanged, McpServerNameTaken
from charter.mcp.inputs import SamplingRules
from charter.mcp.models import McpServer, ServerAuth, ServerState
from charter.mcp.offers import PromptOffer, ResourceOffer
from charter.mcp.parts import McpParts
from charter.mcp.programs import KIND, SCHEME
from charter.mcp.repository import McpRepository
from charter.mcp.schemas import McpServerChange, McpServerInput, McpServerRead, McpServerSummary, ServerFactsRead
from charter.mcp.service import credentials, discovery, grants
from charter.mcp.service.discovery import Found
from charter.mcp.service.reaching import reach
from charter.tools.service import registry


async def list_servers(
    db: AsyncSession, principal: Principal, *, after: UUID | None, limit: int
) -> Sequence[McpServer]:
    """Return up to ``limit`` + 1 servers, oldest first.

    Raises:
        Forbidden: the principal lacks ``tools.read``.
    """
    access.require(principal, "tools.read")
    return await McpRepository(db).page(after, limit + 1)


async def get_server(db: AsyncSession, principal: Principal, reference: str) -> McpServerRead:
    """Return a server with what it offers.

    Raises:
        Forbidden: the principal lacks ``tools.read``.
        McpServerNotFound: no such server in this tenant.
    """
    access.require(principal, "tools.read")
    return await read(db, await reach(db, reference))


async def create_server(
    db: AsyncSession, principal: Principal, parts: McpParts, given: McpServerInput, *, now: datetime
) -> McpServerRead:
    """Store a server after it answered; none of its tools can be called before somebody approves it.

    A server that wants the token of a person (OAuth) is stored first: the person goes there next.

    Raises:
        Forbidden: the principal lacks ``tools.write``.
        InputInvalid: the URL or the key cannot be used.
        McpError: it does not answer as an MCP server does; nothing was stored.
        McpServerNameTaken: the name is taken.
    """
    access.require(principal, "tools.write")
    if await McpRepository(db).find(given.name) is not None:
        raise _taken(given.name)
    key = given.api_key.get_secret_value() if given.api_key else None
    if (key is not None) is not (given.auth is ServerAuth.API_KEY):
        raise _invalid("/api_key", 'A key goes together with "auth": "api_key".')
    server = McpServer(
        id=new_id(),
        tenant_id=principal.tenant_id,
        name=given.name,
        url=checked_url(parts, given.url, principal.tenant_id, given.auth),
        transport=_transport(given.url, given.transport),
        auth=given.auth,
        auth_header=given.auth_header,
        state=ServerState.READY,
        resources=[],
        prompts=[],
        skipped=[],
        created_by=principal.id,
    )
    await credentials.store_key(db, parts, server, key)
    found: Found | None = None
    try:
        with parts.turns:
            found = await _met(db, principal, parts, server, given)
    except McpError as error:
        if not given.even_if_it_does_not_answer or given.auth is ServerAuth.OAUTH:
            raise
        server.state, server.state_detail = ServerState.FAILING, error.detail
    db.add(server)
    try:
        await db.flush()
    except IntegrityError as error:
        raise _taken(given.name) from error
    await db.refresh(server)
    await audit.record(db, principal, "mcp_server.connected", "mcp_server", server.id, after=_facts(server))
    if found is not None:
        await discovery.take(db, principal, parts, server, found, now=now)
    await discovery.come_back(db, parts, server, now=now)
    return await read(db, server)


async def _met(
    db: AsyncSession, principal: Principal, parts: McpParts, server: McpServer, given: McpServerInput
) -> Found | None:
    """Return what a new server offers; of one that people connect their accounts at, find out where they do."""
    if given.auth is not ServerAuth.OAUTH:
        return await discovery.ask(parts, await credentials.target_of(db, parts, server, principal.id))
    await grants.prepare(db, parts, server, given)
    server.state, server.state_detail = ServerState.NO_CREDENTIAL, "Nobody has connected an account yet."
    return None


async def change_server(
    db: AsyncSession, principal: Principal, parts: McpParts, reference: str, change: McpServerChange
) -> McpServerRead:
    """Change a server; a new URL without a new key clears the key. What it offers is asked by refreshing it.

    Raises:
        Forbidden: the principal lacks ``tools.write``.
        McpServerNotFound: no such server in this tenant.
        InputInvalid: the URL or the key cannot be used.
        ModelUnknown, NoModelAvailable: texts cannot be written by the model that is named.
    """
    access.require(principal, "tools.write")
    await _require_sampling_allowed(db, principal, parts, change)
    server = await reach(db, reference)
    before, checked = _facts(server), (server.url, server.sealed_key)
    url = server.url
    if change.url is not None:
        url = checked_url(parts, change.url, server.tenant_id, ServerAuth(server.auth))
    key = change.api_key.get_secret_value() if change.api_key else None
    if key is not None and server.auth != ServerAuth.API_KEY:
        raise _invalid("/api_key", 'A key goes together with "auth": "api_key".')
    moved = url != server.url
    server = await _locked_as(db, server.id, checked)
    server.url = url
    server.transport = _transport(url, change.transport or ("sse" if server.transport == "sse" else "auto"))
    server.auth_header = change.auth_header or server.auth_header
    if moved:
        server.facts = None
        await grants.forget_all(db, server)
    if moved or key is not None:
        await credentials.store_key(db, parts, server, key)
        without = server.auth != ServerAuth.NONE and server.sealed_key is None
        server.state = ServerState.NO_CREDENTIAL if without else ServerState.READY
        server.state_detail = "Its address changed: give it a credential again." if without else None
    if moved or "sampling" in change.model_fields_set:  # another address is another server: it is asked about anew
        server.sampling = change.sampling.model_dump(mode="json") if change.sampling else None
    await db.flush()
    await epochs.bump_config(db)
    await audit.record(
        db, principal, "mcp_server.changed", "mcp_server", server.id, before=before, after=_facts(server)
    )
    await parts.pool.drop(server.tenant_id, server.id)
    return await read(db, server)


async def refresh_server(
    db: AsyncSession, principal: Principal, parts: McpParts, reference: str, *, now: datetime
) -> McpServerRead:
    """Ask a server anew what it offers; a tool that changed since its approval is held.

    A server that does not answer is shown as failing; that is no refusal.

    Raises:
        Forbidden: the principal lacks ``tools.write``.
        McpServerNotFound: no such server in this tenant.
        McpNoCredential, McpNotAuthorized: there is nothing to ask it with.
    """
    access.require(principal, "tools.write")
    server = await reach(db, reference)
    checked = (server.url, server.sealed_key)
    target = await credentials.target_of(db, parts, server, principal.id)
    found, failure = None, None
    with parts.turns:
        try:
            found = await discovery.ask(parts, target)
        except CharterError as error:
            failure = error
    server = await _locked_as(db, server.id, checked)
    if found is None:
        server.state, server.state_detail = ServerState.FAILING, failure.detail if failure else None
        server.checked_at = now
        await db.flush()
    else:
        await discovery.take(db, principal, parts, server, found, now=now)
    return await read(db, server)


async def remove_server(db: AsyncSession, principal: Principal, parts: McpParts, reference: str) -> None:
    """Remove a server, its credentials and its tools; agents that were granted them run without.

    Raises:
        Forbidden: the principal lacks ``tools.delete``.
        McpServerNotFound: no such server in this tenant.
    """
    access.require(principal, "tools.delete")
    server = await reach(db, reference, lock=True)
    await registry.delete_of_source(db, principal, server.id)
    before = _facts(server)
    await db.delete(server)
    await db.flush()
    await epochs.bump_config(db)
    await audit.record(db, principal, "mcp_server.removed", "mcp_server", server.id, before=before)
    await parts.pool.drop(server.tenant_id, server.id)


async def read(db: AsyncSession, server: McpServer) -> McpServerRead:
    """Return what may be seen of a server."""
    return McpServerRead(
        **summary(server).model_dump(),
        auth_header=server.auth_header,
        facts=ServerFactsRead.model_validate(server.facts) if server.facts else None,
        tools=await McpRepository(db).counts(server.id),
        resources=[ResourceOffer.model_validate(offer) for offer in server.resources],
        prompts=[PromptOffer.model_validate(offer) for offer in server.prompts],
        skipped=server.skipped,
        sampling=SamplingRules.model_validate(server.sampling) if server.sampling else None,
    )


async def _require_sampling_allowed(
    db: AsyncSession, principal: Principal, parts: McpParts, change: McpServerChange
) -> None:
    """Refuse to let a server spend the tenant's money unless the principal decides on that, with a model there is."""
    if "sampling" not in change.model_fields_set:
        return
    access.require(principal, "budgets.write")
    if change.sampling is not None:
        (await load_catalog(db, parts.vault, parts.local_models)).resolve(change.sampling.model)


def summary(server: McpServer) -> McpServerSummary:
    """Return a server as lists show it."""
    return McpServerSummary(**{name: getattr(server, name) for name in McpServerSummary.model_fields})


def checked_url(parts: McpParts, text: str, tenant_id: UUID, auth: ServerAuth) -> str:
    """Return an address that can be an MCP endpoint, or names a command that the tenant may use.

    Raises:
        InputInvalid: it holds a credential or a fragment, or is no URL; a command takes no credential.
        McpCommandNotAllowed: the operator's list has no such command.
    """
    if text.startswith(SCHEME):
        parts.programs.require(text, tenant_id)
        if auth is not ServerAuth.NONE:
            raise _invalid("/auth", "A command takes no credential; the operator gives it what it needs.")
        return text
    return _checked_http_url(text)


def _transport(url: str, wanted: str) -> str:
    return KIND if url.startswith(SCHEME) else wanted


def _checked_http_url(text: str) -> str:
    try:
        split = urlsplit(text)
        usable = split.scheme in {"http", "https"} and split.hostname and (split.port is None or split.port > 0)
    except ValueError:
        usable = False
    if not usable or split.username is not None or split.fragment:
        raise _invalid("/url", "Give an address like https://host/mcp, without credentials or fragment.")
    return text


async def _locked_as(db: AsyncSession, server_id: UUID, checked: tuple[str, bytes | None]) -> McpServer:
    """Return the locked server if nobody changed its address or key while it was asked.

    A key must only ever be stored with, and sent to, the address that it was given for.
    """
    server = await reach(db, server_id, lock=True)
    await db.refresh(server)
    if (server.url, server.sealed_key) != checked:
        raise McpServerChanged("Somebody else changed this server's address or key just now; look at it and try again.")
    return server


def _facts(server: McpServer) -> dict[str, JsonValue]:
    return {
        "name": server.name,
        "url": server.url,
        "transport": server.transport,
        "auth": server.auth,
        "has_key": server.sealed_key is not None,
        "sampling": server.sampling,
    }


def _invalid(path: str, message: str) -> InputInvalid:
    return InputInvalid(message, fields=[{"path": path, "message": message}])


def _taken(name: str) -> McpServerNameTaken:
    message = f"There is an MCP server named {name!r} already."
    return McpServerNameTaken(message, fields=[{"path": "/name", "message": message}])
