"""Recovery codes of an account: they come with its first second factor and go with its last one."""

from __future__ import annotations

import secrets
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from charter.core.crypto import MasterKey
from charter.identity.account_models import RecoveryCode
from charter.identity.account_repository import AccountRepository

_CODES = 10


async def begin(db: AsyncSession, master: MasterKey, user_id: UUID) -> list[str]:
    """Return new codes for an account that has no second factor yet; none for one that has. System session."""
    accounts = AccountRepository(db)
    if await accounts.has_second_factor(user_id):
        return []
    await accounts.forget_recovery_codes(user_id)
    codes = [f"{secrets.token_hex(4)}-{secrets.token_hex(4)}" for _ in range(_CODES)]
    db.add_all(RecoveryCode(user_id=user_id, code_hash=_hash(master, code)) for code in codes)
    await db.flush()
    return codes


async def use(db: AsyncSession, master: MasterKey, user_id: UUID, code: str) -> bool:
    """Use a code up; returns whether it was one of the account's. System session."""
    return await AccountRepository(db).use_recovery_code(user_id, _hash(master, code))


async def end_without_factor(db: AsyncSession, user_id: UUID) -> None:
    """Forget the codes of an account that has no second factor any more. System session."""
    accounts = AccountRepository(db)
    if not await accounts.has_second_factor(user_id):
        await accounts.forget_recovery_codes(user_id)


def _hash(master: MasterKey, code: str) -> bytes:
    return master.keyed_hash("recovery-code", code.strip().lower())
