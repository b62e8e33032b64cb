"""Every query of MCP servers."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from charter.core.ids import parse_id
from charter.mcp.models import McpGrant, McpServer, McpToolOffer


class McpRepository:
    """Servers, their tools, and what people granted there, of the transaction's tenant."""

    def __init__(self, db: AsyncSession) -> None:
        self._db = db

    async def page(self, after: UUID | None, limit: int) -> Sequence[McpServer]:
        query = select(McpServer).order_by(McpServer.id).limit(limit)
        return (await self._db.scalars(query.where(McpServer.id > after) if after else query)).all()

    async def find(self, reference: str | UUID, *, lock: bool = False) -> McpServer | None:
        """Return the server with this id or name."""
        query = select(McpServer)
        if isinstance(reference, UUID):
            query = query.where(McpServer.id == reference)
        else:
            try:
                query = query.where(McpServer.id == parse_id("mcpserver", reference))
            except ValueError:
                if not reference.isascii() or not reference.isprintable():
                    return None
                query = query.where(McpServer.name == reference)
        return await self._db.scalar(query.with_for_update() if lock else query)

    async def offers(self, server_id: UUID, *, lock: bool = False) -> Sequence[McpToolOffer]:
        query = select(McpToolOffer).where(McpToolOffer.server_id == server_id).order_by(McpToolOffer.name)
        return (await self._db.scalars(query.with_for_update() if lock else query)).all()

    async def counts(self, server_id: UUID) -> dict[str, int]:
        """Return how many of a server's tools are in which state."""
        query = (
            select(McpToolOffer.state, func.count())
            .where(McpToolOffer.server_id == server_id)
            .group_by(McpToolOffer.state)
        )
        return {row[0]: row[1] for row in await self._db.execute(query)}

    async def offer(self, server_id: UUID, name: str) -> McpToolOffer | None:
        query = select(McpToolOffer).where(McpToolOffer.server_id == server_id, McpToolOffer.name == name)
        return await self._db.scalar(query)

    async def grant(self, server_id: UUID, principal_id: UUID, *, lock: bool = False) -> McpGrant | None:
        query = select(McpGrant).where(McpGrant.server_id == server_id, McpGrant.principal_id == principal_id)
        return await self._db.scalar(query.with_for_update() if lock else query)
