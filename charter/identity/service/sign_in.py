"""Signing in with a password and out again."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, text
from sqlalchemy.ext.asyncio import AsyncSession

from charter.audit import service as audit
from charter.core.db import Database, epochs
from charter.core.principal import Principal
from charter.core.telemetry import metrics
from charter.identity import passwords
from charter.identity.errors import SignInRefused
from charter.identity.models import Member, SessionProof, User, UserSession
from charter.identity.repository import IdentityRepository
from charter.identity.service import second_factor
from charter.identity.service.authentication import Authenticator
from charter.identity.service.limiter import AttemptLimiter
from charter.identity.sign_on_repository import SignOnRepository
from charter.tenants import service as tenants

SESSION_LIFETIME = timedelta(days=14)


async def sign_in(
    database: Database,
    authenticator: Authenticator,
    limiter: AttemptLimiter,
    *,
    email: str,
    password: str,
    tenant: str | None,
    address: str,
    user_agent: str | None,
    now: datetime,
) -> str:
    """Check an account's password and return a new session token (256 bits, for the cookie).

    Args:
        tenant: slug or id of the tenant to work in; None for the account's first one.

    Raises:
        SignInRefused: unknown account, wrong password or no membership; the answer and its time are the same.
        SecondFactorNeeded: the password is right, and a code is needed as well.
        TooManyAttempts: too many tries for this account or from this address.
    """
    await limiter.require(f"address:{address}", now)
    await limiter.require(f"account:{email}", now)
    async with database.system_session(reason="look up the accounts of an address") as db:
        accounts = await _accounts(db, email, tenant)
    user, member = await _whose(accounts, password, at_least=1 if tenant else 2)
    if user is None or member is None:
        member = accounts[0][1] if accounts else None
        metrics.sign_ins.labels("refused").inc()
        if member is not None:
            async with database.system_session(reason="record a refused sign-in") as db:
                after = {"email": email, "address": address}
                await audit.record(
                    db, None, "session.refused", "user", member.user_id, after=dict(after), tenant_id=member.tenant_id
                )
        refusal = SignInRefused("The email address or the password is wrong.")
        refusal.audited = member is not None
        raise refusal
    await limiter.forget(f"account:{email}")
    await second_factor.require_code(database, authenticator, user_id=user.id, tenant_id=member.tenant_id, now=now)
    metrics.sign_ins.labels("accepted").inc()
    return await open_session(
        database, authenticator, tenant_id=member.tenant_id, user_id=user.id, user_agent=user_agent, now=now
    )


async def _accounts(db: AsyncSession, email: str, tenant: str | None) -> list[tuple[User, Member]]:
    """Return the accounts of an address that are members of a tenant, or of any; each with its membership."""
    wanted = await tenants.find_by_hint(db, tenant) if tenant is not None else None
    if tenant is not None and wanted is None:
        return []
    repository = IdentityRepository(db)
    memberships = [
        (user, await repository.find_membership(user.id, wanted)) for user in await repository.list_users(email)
    ]
    return [(user, member) for user, member in memberships if member is not None]


async def _whose(
    accounts: list[tuple[User, Member]], password: str, *, at_least: int
) -> tuple[User | None, Member | None]:
    """Return the account whose password this is; a wrong one takes the time of so many accounts, there or not."""
    for user, member in accounts:
        if await passwords.verify_password(user.password_hash, password):
            return user, member
    for _ in range(len(accounts), at_least):
        await passwords.verify_password(None, password)
    return None, None


async def open_session(
    database: Database,
    authenticator: Authenticator,
    *,
    tenant_id: UUID,
    user_id: UUID,
    user_agent: str | None,
    now: datetime,
    proof: SessionProof = SessionProof.PASSWORD,
) -> str:
    """Open a session for a user whose identity is proven; returns its token."""
    token = secrets.token_urlsafe(32)
    async with database.tenant_session(tenant_id) as db:
        session = UserSession(
            user_id=user_id,
            token_hash=authenticator.session_hash(token),
            expires_at=now + SESSION_LIFETIME,
            user_agent=(user_agent or "")[:300] or None,
            proof=proof,
        )
        db.add(session)
        await db.flush()
    principal = await authenticator.authenticate(bearer=None, session_token=token)
    async with database.tenant_session(tenant_id) as db:
        await audit.record(db, principal, "session.opened", "session", session.id)
    return token


async def sign_out(db: AsyncSession, principal: Principal, session_id: UUID, *, now: datetime) -> None:
    """End the caller's session, in every process at once: the epoch moves, so no cached principal outlives it."""
    await SignOnRepository(db).remember_ends(principal.id, now, session_id=session_id)
    await IdentityRepository(db).delete_session(session_id)
    await epochs.bump_authz(db)
    await audit.record(db, principal, "session.closed", "session", session_id)


async def forget_ended_sessions(db: AsyncSession, now: datetime) -> None:
    """Remove the sessions whose time is over. System session."""
    await db.execute(delete(UserSession).where(UserSession.expires_at < now))


async def membership_of(database: Database, user_id: UUID) -> UUID:
    """Return the tenant in which a user works."""
    async with database.system_session(reason="find a user's tenant") as db:
        tenant_id = await db.scalar(
            text("SELECT tenant_id FROM members WHERE user_id = :user_id"), {"user_id": user_id}
        )
    if tenant_id is None:
        raise SignInRefused("This account belongs to no tenant any more.")
    return UUID(int=tenant_id.int)
