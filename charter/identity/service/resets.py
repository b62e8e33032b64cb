"""Passwords: changed by who knows the old one, set anew by who holds a reset link.

Accounts are the installation's, so their passwords are changed in system transactions, and each tenant that the account
is a member of has the entry in its log. Every change ends the sessions opened with the old password.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core.crypto import MasterKey
from charter.core.db import Database, epochs
from charter.core.principal import Principal, PrincipalKind
from charter.identity import passwords
from charter.identity.account_models import PasswordReset
from charter.identity.account_repository import AccountRepository
from charter.identity.errors import (
    AccountElsewhere,
    MemberNotFound,
    NoLocalAccount,
    PasswordResetGone,
    PasswordWrong,
)
from charter.identity.models import Member, User
from charter.identity.repository import IdentityRepository
from charter.identity.service.limiter import AttemptLimiter
from charter.identity.service.sessions import person_behind

_BY_MAIL = timedelta(hours=1)
_BY_HAND = timedelta(hours=24)


async def require_password(
    database: Database, limiter: AttemptLimiter, principal: Principal, password: str, *, now: datetime
) -> User:
    """Return the caller's account when this is its password.

    Raises:
        NoLocalAccount: the caller signs in through a provider, or is no person.
        PasswordWrong: it is not.
        TooManyAttempts: too many tries for this account.
    """
    user_id = person_behind(principal) if principal.kind == PrincipalKind.USER else None
    async with database.system_session(reason="look up the caller's account") as db:
        user = await AccountRepository(db).find_account(user_id) if user_id else None
    if user is None:
        raise NoLocalAccount("This is for people who sign in to Charter itself with a password.")
    await limiter.require(f"account:{user.email}", now)
    if not await passwords.verify_password(user.password_hash, password):
        raise PasswordWrong("This is not your password.", fields=[{"path": "/old_password", "message": "Wrong."}])
    await limiter.forget(f"account:{user.email}")
    return user


async def change_password(
    database: Database,
    limiter: AttemptLimiter,
    principal: Principal,
    *,
    old_password: str,
    password: str,
    session_id: UUID | None,
    now: datetime,
) -> None:
    """Change the caller's password; every other session of the account ends.

    Raises:
        NoLocalAccount, PasswordWrong, PasswordTooWeak, TooManyAttempts.
    """
    user = await require_password(database, limiter, principal, old_password, now=now)
    passwords.require_strong(password, email=user.email)
    hashed = await passwords.hash_password(password)
    async with database.system_session(reason="change a password") as db:
        await _set_password(db, user.id, hashed, "user.password_changed", keep=session_id)


async def link_for_member(
    db: AsyncSession, database: Database, master: MasterKey, principal: Principal, member_id: UUID, *, now: datetime
) -> tuple[User, str, datetime]:
    """Make a reset link for a member; returns the account, the token and when it expires.

    Raises:
        Forbidden: the principal lacks ``members.write``.
        MemberNotFound: no such member in this tenant.
        RoleTooHigh: the member may do what the principal may not, by whatever role or rule.
        NoLocalAccount: the member signs in through a provider.
        AccountElsewhere: other tenants trust the account as well.
    """
    user = await local_account_of(db, database, principal, member_id)
    async with database.system_session(reason="make a reset link") as system:
        token = await _make(system, master, user.id, now + _BY_HAND)
    await audit.record(db, principal, "user.password_reset_offered", "user", user.id)
    return user, token, now + _BY_HAND


async def local_account_of(db: AsyncSession, database: Database, principal: Principal, member_id: UUID) -> User:
    """Return the account of a member, when the principal may decide how it signs in.

    Raises:
        Forbidden, MemberNotFound, RoleTooHigh, NoLocalAccount, AccountElsewhere: see :func:`link_for_member`.
    """
    access.require(principal, "members.write")
    member = await IdentityRepository(db).lock_member(member_id)
    if member is None:
        raise MemberNotFound("There is no such member; list them with GET /v1/members.")
    await _require_no_higher(db, principal, member)
    async with database.system_session(reason="look up a member's account") as system:
        user = await AccountRepository(system).find_account(member.user_id)
        if user is None:
            raise NoLocalAccount("This member signs in through a provider; the password is set there.")
        if len(await AccountRepository(system).tenants_of(user.id)) > 1:
            raise AccountElsewhere(
                "This account is a member of other tenants too; only its owner changes how it signs in."
            )
    return user


async def offer(database: Database, master: MasterKey, email: str, *, now: datetime) -> list[str]:
    """Return the token of a new reset for each account of an address."""
    tokens = []
    async with database.system_session(reason="offer a password reset") as db:
        for user in await IdentityRepository(db).list_users(email):
            for tenant_id in await AccountRepository(db).tenants_of(user.id):
                await audit.record(db, None, "user.password_reset_asked", "user", user.id, tenant_id=tenant_id)
            tokens.append(await _make(db, master, user.id, now + _BY_MAIL))
    return tokens


async def complete(database: Database, master: MasterKey, *, token: str, password: str, now: datetime) -> None:
    """Set the password with the token of a reset link, which is used up; every session of the account ends.

    Raises:
        PasswordResetGone: the token opens nothing (any more).
        PasswordTooWeak: the token stays good.
    """
    token_hash = master.keyed_hash("password-reset", token)
    async with database.system_session(reason="look up a password reset") as db:
        user = await _user_of(db, token_hash, now)
    passwords.require_strong(password, email=user.email)
    hashed = await passwords.hash_password(password)
    async with database.system_session(reason="reset a password") as db:
        await _user_of(db, token_hash, now)
        await _set_password(db, user.id, hashed, "user.password_reset", keep=None)


async def _require_no_higher(db: AsyncSession, principal: Principal, member: Member) -> None:
    """Whoever sets somebody's password can act as them: with every role and rule they have."""
    snapshot = await access.load_snapshot(db, principal.tenant_id, principal.authz_epoch)
    rights = snapshot.rights_of(PrincipalKind.USER, member.user_id, member.role)
    access.require_no_higher_rights(principal, rights, "This member")


async def _make(db: AsyncSession, master: MasterKey, user_id: UUID, expires_at: datetime) -> str:
    token = secrets.token_urlsafe(32)
    await AccountRepository(db).forget_resets_of(user_id)
    row = PasswordReset(user_id=user_id, token_hash=master.keyed_hash("password-reset", token), expires_at=expires_at)
    db.add(row)
    await db.flush()
    return token


async def _user_of(db: AsyncSession, token_hash: bytes, now: datetime) -> User:
    reset = await AccountRepository(db).lock_reset(token_hash)
    user = await AccountRepository(db).find_account(reset.user_id) if reset and reset.expires_at > now else None
    if user is None:
        raise PasswordResetGone("This link was used or has expired; ask for a new one.")
    return user


async def _set_password(db: AsyncSession, user_id: UUID, hashed: str, action: str, *, keep: UUID | None) -> None:
    accounts = AccountRepository(db)
    user = await accounts.find_account(user_id)
    if user is None:
        raise NoLocalAccount("This account is gone.")
    user.password_hash = hashed
    await accounts.forget_resets_of(user_id)
    await accounts.end_sessions(user_id, but=keep)
    await tell_tenants(db, user, action)


async def tell_tenants(db: AsyncSession, user: User, action: str) -> None:
    """Say in the log of each tenant what a person did to their account; no cached session outlives it."""
    accounts = AccountRepository(db)
    for tenant_id in await accounts.tenants_of(user.id):
        await accounts.enter(tenant_id)
        await epochs.bump_authz(db)
        person = Principal(user.id, PrincipalKind.USER, tenant_id, user.email, frozenset(), 0)
        await audit.record(db, person, action, "user", user.id)
