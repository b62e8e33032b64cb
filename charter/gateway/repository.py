"""Every query of virtual MCP servers."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from charter.core.ids import parse_id
from charter.gateway.models import VirtualServer


class VirtualServerRepository:
    """Virtual servers of the transaction's tenant."""

    def __init__(self, db: AsyncSession) -> None:
        self._db = db

    async def page(self, after: UUID | None, limit: int) -> Sequence[VirtualServer]:
        query = select(VirtualServer).order_by(VirtualServer.id).limit(limit)
        return (await self._db.scalars(query.where(VirtualServer.id > after) if after else query)).all()

    async def find(self, reference: str, *, lock: bool = False) -> VirtualServer | None:
        """Return the virtual server with this id or name."""
        if not reference.isascii() or not reference.isprintable():
            return None
        query = select(VirtualServer)
        try:
            query = query.where(VirtualServer.id == parse_id("virtualserver", reference))
        except ValueError:
            query = query.where(VirtualServer.name == reference)
        return await self._db.scalar(query.with_for_update() if lock else query)
