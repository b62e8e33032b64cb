"""Approving what a server offers: what was read is pinned, and a tool made of it that agents can be granted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core.errors import CharterError
from charter.core.ids import format_id
from charter.core.principal import Principal
from charter.mcp.errors import McpServerChanged, McpToolNotOffered, McpToolSuspicious
from charter.mcp.models import McpServer, McpToolOffer, OfferState
from charter.mcp.offers import ToolOffer
from charter.mcp.pinning import Flag, differences, registered_name
from charter.mcp.repository import McpRepository
from charter.mcp.schemas import ApprovalInput, ApprovalRead, LeftOut, McpToolRead
from charter.mcp.service.reaching import reach
from charter.tools.errors import ToolNotFound
from charter.tools.schemas import ToolFacts
from charter.tools.service import registry, versions
from charter.tools.tool import Risk, ToolKind

_WAITING = {OfferState.NEW, OfferState.CHANGED}


async def list_offers(db: AsyncSession, principal: Principal, reference: str) -> list[McpToolRead]:
    """Return what a server offers, with what changed and what looks suspicious.

    Raises:
        Forbidden: the principal lacks ``tools.read``.
        McpServerNotFound: no such server in this tenant.
    """
    access.require(principal, "tools.read")
    server = await reach(db, reference)
    return [_read(server, row) for row in await McpRepository(db).offers(server.id)]


async def approve(
    db: AsyncSession, principal: Principal, reference: str, wanted: ApprovalInput, *, now: datetime
) -> ApprovalRead:
    """Approve tools: agents can be granted them from now on, with exactly the texts that the server shows now.

    Raises:
        Forbidden: the principal lacks ``tools.publish``.
        McpServerNotFound: no such server in this tenant.
        McpToolNotOffered: a tool that is named is not offered (any more).
        McpServerChanged: a tool that is named with its hash says something else by now.
        McpToolSuspicious: a tool that is named looks like hidden instructions, and that was not accepted.
    """
    access.require(principal, "tools.publish")
    server = await reach(db, reference, lock=True)
    rows = await McpRepository(db).offers(server.id, lock=True)
    chosen = [row for row in rows if row.state in _WAITING] if wanted.tools is None else _named(rows, wanted)
    approved: list[str] = []
    left: list[LeftOut] = []
    for row in chosen:
        if row.flags and not wanted.accept_flagged:
            if wanted.tools is not None:
                raise _suspicious(row)
            left.append(LeftOut(name=row.name, why="Its texts look like hidden instructions; approve it by name."))
            continue
        try:
            approved.append(await _approve(db, principal, server, row, now=now))
        except CharterError as error:
            if wanted.tools is not None:
                raise
            left.append(LeftOut(name=row.name, why=error.detail))
    return ApprovalRead(approved=approved, left=left)


async def refuse(
    db: AsyncSession, principal: Principal, reference: str, names: Sequence[str], *, now: datetime
) -> list[McpToolRead]:
    """Refuse tools; those that were approved are held.

    Raises:
        Forbidden: the principal lacks ``tools.publish``.
        McpServerNotFound, McpToolNotOffered: as their names say.
    """
    access.require(principal, "tools.publish")
    server = await reach(db, reference, lock=True)
    rows = {row.name: row for row in await McpRepository(db).offers(server.id, lock=True)}
    for name in names:
        if (row := rows.get(name)) is None:
            raise _not_offered(server, name)
        row.state = OfferState.REFUSED
        if row.tool_id is not None:
            await registry.hold_tool(db, principal, row.tool_id, "Somebody refused it.", now=now)
        await audit.record(db, principal, "mcp_tool.refused", "mcp_server", server.id, after={"tool": name})
    await db.flush()
    return [_read(server, rows[name]) for name in names]


def _named(rows: Sequence[McpToolOffer], wanted: ApprovalInput) -> list[McpToolOffer]:
    by_name = {row.name: row for row in rows if row.state != OfferState.GONE}
    chosen = []
    for tool in wanted.tools or ():
        row = by_name.get(tool.name)
        if row is None:
            raise McpToolNotOffered(f"The server offers no tool {tool.name!r}; refresh it, or look at its tools.")
        if tool.hash is not None and tool.hash != row.seen_hash:
            raise McpServerChanged(f"{tool.name} says something else by now; look at it again.")
        chosen.append(row)
    return chosen


async def _approve(
    db: AsyncSession, principal: Principal, server: McpServer, row: McpToolOffer, *, now: datetime
) -> str:
    offer = ToolOffer.model_validate(row.seen)
    name = registered_name(server.name, row.name)
    facts = ToolFacts(
        description=offer.description or offer.title or offer.name,
        input_schema=offer.input_schema,
        output_schema=offer.output_schema,
        definition={"tool": row.name, "hash": row.seen_hash},
    )
    async with db.begin_nested():
        tool = None
        if row.tool_id is not None:
            try:
                tool = await registry.reach(db, format_id("tool", row.tool_id), lock=True)
            except ToolNotFound:
                tool = None  # somebody deleted it; it is made again
        if tool is None:
            made = await registry.register_tool(
                db, principal, name, ToolKind.MCP, facts,
                title=f"{server.name}.{row.name}"[:100], risk=_risk(offer), source_id=server.id, publish=True, now=now,
            )  # fmt: skip
            row.tool_id = made.id
        else:
            await versions.add_version(db, principal, tool, facts, publish=True, now=now)
            await registry.release_tool(db, principal, tool.id, now=now)
        row.state, row.pinned, row.pinned_hash = OfferState.APPROVED, row.seen, row.seen_hash
        row.approved_by, row.approved_at = principal.id, now
        await db.flush()
    after: dict[str, JsonValue] = {"tool": row.name, "hash": row.seen_hash, "flags": len(row.flags)}
    await audit.record(db, principal, "mcp_tool.approved", "mcp_server", server.id, after=after)
    return name


def _risk(offer: ToolOffer) -> Risk:
    """Return a tool's risk: a hint of the server may make it graver, never milder."""
    return Risk.DESTRUCTIVE if offer.annotations.get("destructiveHint") is True else Risk.EXTERNAL


def _read(server: McpServer, row: McpToolOffer) -> McpToolRead:
    offer = ToolOffer.model_validate(row.seen)
    return McpToolRead(
        name=row.name,
        registered_name=registered_name(server.name, row.name),
        state=OfferState(row.state),
        title=offer.title,
        description=offer.description,
        input_schema=offer.input_schema,
        output_schema=offer.output_schema,
        annotations=offer.annotations,
        hash=row.seen_hash,
        pinned_hash=row.pinned_hash,
        flags=[Flag.model_validate(flag) for flag in row.flags],
        changes=differences(row.pinned, row.seen) if row.pinned is not None else [],
        tool_id=row.tool_id,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        seen_at=row.seen_at,
    )


def _suspicious(row: McpToolOffer) -> McpToolSuspicious:
    flags = [Flag.model_validate(flag) for flag in row.flags]
    words = "; ".join(f"{flag.where}: {flag.rule}" for flag in flags[:5])
    return McpToolSuspicious(
        f"The texts of {row.name} look like hidden instructions ({words}). Read them; to approve it all the same, set "
        "accept_flagged.",
        flags=[flag.model_dump(mode="json") for flag in flags],
    )


def _not_offered(server: McpServer, name: str) -> McpToolNotOffered:
    return McpToolNotOffered(f"{server.name} offers no tool {name!r}; refresh it, or look at its tools.")
