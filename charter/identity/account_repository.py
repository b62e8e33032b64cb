"""Every query of local accounts."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Update, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from charter.identity.account_models import Invitation


class AccountRepository:
    """Invitations and proofs of identity; what belongs to users of all tenants needs a system session."""

    def __init__(self, db: AsyncSession) -> None:
        self._db = db

    async def find_invitation_by_token(self, token_hash: bytes) -> Invitation | None:
        return await self._db.scalar(select(Invitation).where(Invitation.token_hash == token_hash))

    async def lock_invitation_by_token(self, token_hash: bytes) -> Invitation | None:
        query = select(Invitation).where(Invitation.token_hash == token_hash).with_for_update()
        return await self._db.scalar(query.execution_options(populate_existing=True))

    async def lock_invitation(self, invitation_id: UUID) -> Invitation | None:
        return await self._db.scalar(select(Invitation).where(Invitation.id == invitation_id).with_for_update())

    async def list_invitations(self, *, after: UUID | None, limit: int) -> list[Invitation]:
        query = select(Invitation).order_by(Invitation.id.desc()).limit(limit)
        return list(await self._db.scalars(query.where(Invitation.id < after) if after else query))

    async def end_invitations_to(self, email: str, now: datetime) -> None:
        """Revoke what is open for an address: the newest invitation alone counts."""
        await self._db.execute(_open().where(Invitation.email == email).values(revoked_at=now))

    async def end_invitations_by(self, user_id: UUID, now: datetime) -> None:
        """Revoke what somebody has offered and nobody has accepted."""
        await self._db.execute(_open().where(Invitation.invited_by == user_id).values(revoked_at=now))


def _open() -> Update:
    return update(Invitation).where(Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
