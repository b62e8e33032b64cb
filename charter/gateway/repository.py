"""Every query of the MCP gateway."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from charter.core.idempotency import IdempotencyRecord
from charter.core.ids import new_id, parse_id
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


class CallStates:
    """Which states of calls were taken; remembered as Idempotency-Keys are, for longer than a state is good for."""

    def __init__(self, db: AsyncSession) -> None:
        self._db = db

    async def take(self, state_id: UUID, principal_id: UUID) -> bool:
        """Return whether nobody has taken it before."""
        taken = insert(IdempotencyRecord).values(
            id=new_id(), principal_id=principal_id, key=_key(state_id), fingerprint=state_id.bytes
        )
        made = await self._db.scalar(taken.on_conflict_do_nothing().returning(IdempotencyRecord.id))
        return made is not None

    async def give_back(self, state_id: UUID, principal_id: UUID) -> None:
        """Let it be taken again."""
        mine = (IdempotencyRecord.principal_id == principal_id, IdempotencyRecord.key == _key(state_id))
        await self._db.execute(delete(IdempotencyRecord).where(*mine))


def _key(state_id: UUID) -> str:
    return f"mcp-call-state:{state_id}"
