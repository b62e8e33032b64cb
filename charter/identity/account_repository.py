"""Every query of local accounts."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Update, delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from charter.identity.account_models import (
    Invitation,
    Passkey,
    PasskeyChallenge,
    PasswordReset,
    RecoveryCode,
    SecondFactor,
    SecondFactorChallenge,
)
from charter.identity.models import Member, User, UserSession

HAS_SECOND_FACTOR = """(
    EXISTS (SELECT FROM second_factors f WHERE f.user_id = :user_id AND f.confirmed_at IS NOT NULL)
    OR EXISTS (SELECT FROM passkeys p WHERE p.user_id = :user_id))"""


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

    async def enter(self, tenant_id: UUID) -> None:
        """Make the rest of a system transaction the tenant's."""
        await self._db.execute(
            text("SELECT set_config('charter.tenant_id', :tenant, true)"), {"tenant": str(tenant_id)}
        )

    async def find_account(self, user_id: UUID) -> User | None:
        return await self._db.scalar(select(User).where(User.id == user_id))

    async def tenants_of(self, user_id: UUID) -> list[UUID]:
        """Return the tenants that an account is a member of. System session."""
        query = select(Member.tenant_id).where(Member.user_id == user_id).order_by(Member.tenant_id)
        return list(await self._db.scalars(query))

    async def list_sessions(self, user_id: UUID, now: datetime) -> list[UserSession]:
        query = select(UserSession).where(UserSession.user_id == user_id, UserSession.expires_at > now)
        return list(await self._db.scalars(query.order_by(UserSession.id.desc())))

    async def end_session(self, user_id: UUID, session_id: UUID) -> bool:
        """Delete a session if it is this user's; returns whether it was."""
        query = delete(UserSession).where(UserSession.user_id == user_id, UserSession.id == session_id)
        return await self._db.scalar(query.returning(UserSession.id)) is not None

    async def end_sessions(self, user_id: UUID, *, but: UUID | None = None) -> int:
        """Delete a user's sessions but one; returns how many."""
        query = delete(UserSession).where(UserSession.user_id == user_id, UserSession.id.is_distinct_from(but))
        return len(list(await self._db.scalars(query.returning(UserSession.id))))

    async def lock_reset(self, token_hash: bytes) -> PasswordReset | None:
        return await self._db.scalar(
            select(PasswordReset).where(PasswordReset.token_hash == token_hash).with_for_update()
        )

    async def forget_resets_of(self, user_id: UUID) -> None:
        await self._db.execute(delete(PasswordReset).where(PasswordReset.user_id == user_id))

    async def find_second_factor(self, user_id: UUID) -> SecondFactor | None:
        return await self._db.scalar(select(SecondFactor).where(SecondFactor.user_id == user_id))

    async def lock_second_factor(self, user_id: UUID) -> SecondFactor | None:
        return await self._db.scalar(select(SecondFactor).where(SecondFactor.user_id == user_id).with_for_update())

    async def has_second_factor(self, user_id: UUID) -> bool:
        """True for an account with a confirmed authenticator app or a passkey."""
        return bool(await self._db.scalar(text(f"SELECT {HAS_SECOND_FACTOR}"), {"user_id": user_id}))

    async def remove_app(self, user_id: UUID) -> None:
        """Remove the secret of the authenticator app, and what waits for a code of it."""
        await self._db.execute(delete(SecondFactor).where(SecondFactor.user_id == user_id))
        await self._db.execute(delete(SecondFactorChallenge).where(SecondFactorChallenge.user_id == user_id))

    async def remove_passkeys(self, user_id: UUID) -> None:
        await self._db.execute(delete(Passkey).where(Passkey.user_id == user_id))

    async def list_passkeys(self, user_id: UUID) -> list[Passkey]:
        return list(await self._db.scalars(select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.id)))

    async def find_passkey(self, credential_id: bytes) -> Passkey | None:
        return await self._db.scalar(select(Passkey).where(Passkey.credential_id == credential_id))

    async def lock_passkey(self, passkey_id: UUID) -> Passkey | None:
        return await self._db.scalar(select(Passkey).where(Passkey.id == passkey_id).with_for_update())

    async def lock_passkey_challenge(self, token_hash: bytes) -> PasskeyChallenge | None:
        query = select(PasskeyChallenge).where(PasskeyChallenge.token_hash == token_hash)
        return await self._db.scalar(query.with_for_update())

    async def forget_passkey_challenges_before(self, now: datetime) -> None:
        await self._db.execute(delete(PasskeyChallenge).where(PasskeyChallenge.expires_at < now))

    async def forget_recovery_codes(self, user_id: UUID) -> None:
        await self._db.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))

    async def count_recovery_codes(self, user_id: UUID) -> int:
        query = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.user_id == user_id)
        return await self._db.scalar(query) or 0

    async def use_recovery_code(self, user_id: UUID, code_hash: bytes) -> bool:
        """Delete a recovery code; returns whether there was one."""
        query = delete(RecoveryCode).where(RecoveryCode.user_id == user_id, RecoveryCode.code_hash == code_hash)
        return await self._db.scalar(query.returning(RecoveryCode.user_id)) is not None

    async def lock_challenge(self, token_hash: bytes) -> SecondFactorChallenge | None:
        query = select(SecondFactorChallenge).where(SecondFactorChallenge.token_hash == token_hash)
        return await self._db.scalar(query.with_for_update())

    async def forget_challenges_before(self, now: datetime) -> None:
        await self._db.execute(delete(SecondFactorChallenge).where(SecondFactorChallenge.expires_at < now))


def _open() -> Update:
    return update(Invitation).where(Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
