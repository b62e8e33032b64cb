"""What a server offers: asked, stored, compared with what was approved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from charter.audit import service as audit
from charter.core.db import epochs
from charter.core.principal import Principal
from charter.core.queue import service as queue
from charter.mcp.client import McpClient
from charter.mcp.models import McpServer, McpToolOffer, OfferState, ServerState
from charter.mcp.offers import PromptOffer, ResourceOffer, ServerFacts, ToolOffer
from charter.mcp.parts import McpParts
from charter.mcp.pinning import content_hash, flags_of
from charter.mcp.pool import Target
from charter.mcp.reading import with_ours
from charter.mcp.repository import McpRepository
from charter.tools.service import registry

REFRESH = "mcp.refresh"
QUARANTINED = "mcp.tool-quarantined"
"""Event: a tool changed or went after its approval. Payload: ids of server and tool, names, why."""

_CHANGED = "Its MCP server describes it differently since it was approved: look at the change and approve it anew."
_GONE = "Its MCP server does not offer it any more."


@dataclass(frozen=True, slots=True)
class Found:
    """What a server answered."""

    facts: ServerFacts
    tools: list[ToolOffer]
    resources: list[ResourceOffer]
    prompts: list[PromptOffer]
    skipped: list[str]


async def ask(parts: McpParts, target: Target) -> Found:
    """Ask a server who it is and what it offers.

    Raises:
        McpError: it does not answer, or not as an MCP server does.
    """
    # What is asked anew is also met anew: the server may speak another revision since.
    await parts.pool.drop(target.tenant_id, target.server_id)
    return await parts.pool.use(replace(target, known=None), _everything, repeatable=True)


async def take(
    db: AsyncSession, principal: Principal, parts: McpParts, server: McpServer, found: Found, *, now: datetime
) -> None:
    """Store what a locked server offers; hold those of its approved tools that are not what was approved."""
    server.state, server.state_detail, server.checked_at = ServerState.READY, None, now
    server.facts = found.facts.model_dump(mode="json")
    server.resources = [offer.model_dump(mode="json") for offer in found.resources]
    server.prompts = [offer.model_dump(mode="json") for offer in found.prompts]
    server.skipped = [text[:500] for text in found.skipped[:200]]
    known = {offer.name: offer for offer in await McpRepository(db).offers(server.id, lock=True)}
    for tool in {tool.name: tool for tool in found.tools}.values():
        row = known.pop(tool.name, None)
        if row is None:
            db.add(_new(server.id, tool, parts, now))
        else:
            await _compare(db, principal, server, row, tool, parts, now)
    for row in known.values():
        if row.state != OfferState.GONE:
            await _hold(db, principal, server, row, OfferState.GONE, _GONE, now)
    await db.flush()
    await epochs.bump_config(db)
    await audit.record(
        db, principal, "mcp_server.discovered", "mcp_server", server.id, after={"tools": len(found.tools)}
    )


async def come_back(db: AsyncSession, parts: McpParts, server: McpServer, *, now: datetime) -> None:
    """Ask the queue to have the server asked again later."""
    if parts.refresh_s:
        run_at = now + timedelta(seconds=parts.refresh_s)
        await queue.enqueue(db, REFRESH, {"server_id": str(server.id)}, run_at=run_at, max_attempts=3)


async def look_soon(parts: McpParts, tenant_id: UUID, server_id: UUID) -> None:
    """Ask the queue to have a server asked now: it said by itself that what it offers changed."""
    async with parts.database.tenant_session(tenant_id) as db:
        payload: dict[str, JsonValue] = {"server_id": str(server_id), "once": True}
        await queue.enqueue(db, REFRESH, payload, max_attempts=3, dedup_key=f"changed {server_id}")


async def _everything(client: McpClient) -> Found:
    if client.facts is None:
        raise LookupError("a session that is open knows its server")
    tools, skipped = await client.tools()
    tools = with_ours(client.facts, tools, skipped)
    return Found(client.facts, tools, await client.resources(), await client.prompts(), skipped)


def _new(server_id: UUID, tool: ToolOffer, parts: McpParts, now: datetime) -> McpToolOffer:
    return McpToolOffer(
        server_id=server_id,
        name=tool.name,
        state=OfferState.NEW,
        seen=tool.model_dump(mode="json"),
        seen_hash=content_hash(tool),
        flags=_flags(tool, parts),
        seen_at=now,
    )


def _flags(tool: ToolOffer, parts: McpParts) -> list[JsonValue]:
    return [flag.model_dump(mode="json") for flag in flags_of(tool, parts.detector)]


async def _compare(
    db: AsyncSession,
    principal: Principal,
    server: McpServer,
    row: McpToolOffer,
    tool: ToolOffer,
    parts: McpParts,
    now: datetime,
) -> None:
    seen_hash = content_hash(tool)
    moved = seen_hash != row.seen_hash
    row.seen_at = now
    if not moved and row.state != OfferState.GONE:
        return
    if row.state == OfferState.APPROVED:
        await _hold(db, principal, server, row, OfferState.CHANGED, _CHANGED, now)
    elif row.state in {OfferState.GONE, OfferState.REFUSED} and (moved or row.state == OfferState.GONE):
        # What comes back is looked at again, even if it says what it said before.
        row.state = OfferState.CHANGED if row.pinned_hash else OfferState.NEW
    row.seen, row.seen_hash, row.flags = tool.model_dump(mode="json"), seen_hash, _flags(tool, parts)


async def _hold(
    db: AsyncSession,
    principal: Principal,
    server: McpServer,
    row: McpToolOffer,
    state: OfferState,
    because: str,
    now: datetime,
) -> None:
    row.state = state
    if row.tool_id is None:
        return
    await registry.hold_tool(db, principal, row.tool_id, because, now=now)
    await queue.publish(
        db,
        QUARANTINED,
        {
            "server_id": str(server.id),
            "server": server.name,
            "tool": row.name,
            "tool_id": str(row.tool_id),
            "why": because,
        },
    )
