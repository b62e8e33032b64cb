"""Signed-in browsers: seen and ended by the person they are of, or by who administers members."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.access.roles import Role
from charter.audit import service as audit
from charter.core.db import epochs
from charter.core.principal import Principal, PrincipalKind
from charter.identity.account_repository import AccountRepository
from charter.identity.errors import MemberNotFound, UserSessionNotFound
from charter.identity.models import Member, UserSession
from charter.identity.repository import IdentityRepository
from charter.identity.service.keys import require_no_higher
from charter.identity.sign_on_repository import SignOnRepository


def person_behind(principal: Principal) -> UUID | None:
    """Return the user who calls, in person or through an API key of theirs that has no scope; None for others."""
    if principal.scope is not None:
        return None
    return principal.id if principal.kind == PrincipalKind.USER else principal.on_behalf_of


async def list_own(db: AsyncSession, principal: Principal, *, now: datetime) -> list[UserSession]:
    """Return the caller's own sessions in this tenant, newest first."""
    user_id = person_behind(principal)
    return await AccountRepository(db).list_sessions(user_id, now) if user_id else []


async def end_own(db: AsyncSession, principal: Principal, session_id: UUID, *, now: datetime) -> None:
    """End one of the caller's own sessions, in every process at once.

    Raises:
        UserSessionNotFound: none of the caller's sessions.
    """
    user_id = person_behind(principal)
    if user_id is not None:
        await SignOnRepository(db).remember_ends(user_id, now, session_id=session_id)
    if user_id is None or not await AccountRepository(db).end_session(user_id, session_id):
        raise UserSessionNotFound("You have no such session; list yours with GET /v1/sessions.")
    await epochs.bump_authz(db)
    await audit.record(db, principal, "session.revoked", "session", session_id)


async def end_all_own(db: AsyncSession, principal: Principal, *, now: datetime) -> None:
    """Sign the caller out everywhere in this tenant, here included."""
    if (user_id := person_behind(principal)) is not None:
        await _end_all(db, principal, user_id, now)


async def list_of_member(
    db: AsyncSession, principal: Principal, member_id: UUID, *, now: datetime
) -> list[UserSession]:
    """Return a member's sessions in this tenant, newest first.

    Raises:
        MemberNotFound: no such member in this tenant.
    """
    access.require(principal, "members.read")
    member = _found(await IdentityRepository(db).lock_member(member_id))
    return await AccountRepository(db).list_sessions(member.user_id, now)


async def end_all_of_member(db: AsyncSession, principal: Principal, member_id: UUID, *, now: datetime) -> None:
    """Sign a member out everywhere in this tenant.

    Raises:
        MemberNotFound: no such member in this tenant.
        RoleTooHigh: the member may do more than the principal.
    """
    access.require(principal, "members.write")
    member = _found(await IdentityRepository(db).lock_member(member_id))
    require_no_higher(principal, Role(member.role))
    await _end_all(db, principal, member.user_id, now)


async def _end_all(db: AsyncSession, principal: Principal, user_id: UUID, now: datetime) -> None:
    await SignOnRepository(db).remember_ends(user_id, now)
    ended = await AccountRepository(db).end_sessions(user_id)
    await epochs.bump_authz(db)
    await audit.record(db, principal, "session.all_revoked", "user", user_id, after={"sessions": ended})


def _found(member: Member | None) -> Member:
    if member is None:
        raise MemberNotFound("No such member; see GET /v1/members.")
    return member
