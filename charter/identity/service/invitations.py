"""Invitations: an address is offered a role, and whoever holds the token accepts with the account's password.

The inviter never learns whether the address has an account in this installation: an account is looked for only when the
invitation is accepted, and then its own password is asked for.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.access.errors import TeamNotFound
from charter.access.roles import Role
from charter.access.service import teams
from charter.audit import service as audit
from charter.core.crypto import MasterKey
from charter.core.db import Database, epochs
from charter.core.ids import format_id, parse_id
from charter.core.principal import Principal, PrincipalKind
from charter.identity import passwords
from charter.identity.account_models import Invitation
from charter.identity.account_repository import AccountRepository
from charter.identity.account_schemas import InvitationInput, InvitationOffer, InvitationState
from charter.identity.errors import (
    InvitationClosed,
    InvitationGone,
    InvitationNotFound,
    MemberExists,
    SignInRefused,
)
from charter.identity.models import Member, User
from charter.identity.repository import IdentityRepository
from charter.identity.service.keys import require_no_higher
from charter.identity.service.limiter import AttemptLimiter
from charter.tenants import service as tenants

_RESENT_FOR = timedelta(days=7)


def state_of(invitation: Invitation, now: datetime) -> InvitationState:
    """Return what has become of an invitation."""
    if invitation.accepted_at is not None:
        return InvitationState.ACCEPTED
    if invitation.revoked_at is not None:
        return InvitationState.REVOKED
    return InvitationState.EXPIRED if invitation.expires_at <= now else InvitationState.OPEN


async def invite(
    db: AsyncSession, principal: Principal, master: MasterKey, wanted: InvitationInput, *, now: datetime
) -> tuple[Invitation, str]:
    """Invite an address; returns the invitation and its token. An earlier open one to the address ends.

    Raises:
        Forbidden, RoleTooHigh: nobody offers more than they have; teams need ``roles.write`` as well.
        TeamNotFound: no such team in this tenant.
        MemberExists: the address is a member's already.
    """
    access.require(principal, "members.write")
    require_no_higher(principal, wanted.role)
    for team_id in wanted.teams:
        await teams.require_within(db, principal, team_id)
    if await IdentityRepository(db).find_member_by_address(wanted.email) is not None:
        raise MemberExists(f"{wanted.email} is a member of this tenant already.")
    await AccountRepository(db).end_invitations_to(wanted.email, now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        email=wanted.email,
        role=wanted.role,
        team_ids=[format_id("team", team_id) for team_id in wanted.teams],
        token_hash=_hash(master, token),
        invited_by=principal.id if principal.kind == PrincipalKind.USER else principal.on_behalf_of,
        expires_at=now + timedelta(days=wanted.expires_in_days),
    )
    db.add(invitation)
    await db.flush()
    await db.refresh(invitation)
    after: dict[str, JsonValue] = {"email": wanted.email, "role": str(wanted.role)}
    await audit.record(db, principal, "invitation.created", "invitation", invitation.id, after=after)
    return invitation, token


async def list_invitations(
    db: AsyncSession, principal: Principal, *, after: UUID | None, limit: int
) -> list[Invitation]:
    """Return invitations, newest first."""
    access.require(principal, "members.read")
    return await AccountRepository(db).list_invitations(after=after, limit=limit)


async def revoke(db: AsyncSession, principal: Principal, invitation_id: UUID, *, now: datetime) -> Invitation:
    """End an open invitation; its link opens nothing from now on. Idempotent.

    Raises:
        InvitationNotFound: no such invitation in this tenant.
        InvitationClosed: it was accepted: remove the member instead.
        RoleTooHigh: it offers more than the principal may.
    """
    access.require(principal, "members.write")
    invitation = _found(await AccountRepository(db).lock_invitation(invitation_id))
    require_no_higher(principal, Role(invitation.role))
    if invitation.accepted_at is not None:
        raise InvitationClosed("This invitation was accepted; remove the member instead.")
    if invitation.revoked_at is None:
        invitation.revoked_at = now
        before: dict[str, JsonValue] = {"email": invitation.email}
        await audit.record(db, principal, "invitation.revoked", "invitation", invitation.id, before=before)
    return invitation


async def resend(
    db: AsyncSession, principal: Principal, master: MasterKey, invitation_id: UUID, *, now: datetime
) -> tuple[Invitation, str]:
    """Give an open or expired invitation a new token and a week; the old link opens nothing from now on.

    Raises:
        InvitationNotFound: no such invitation in this tenant.
        InvitationClosed: it was accepted or revoked.
        RoleTooHigh: it offers more than the principal may.
    """
    access.require(principal, "members.write")
    invitation = _found(await AccountRepository(db).lock_invitation(invitation_id))
    require_no_higher(principal, Role(invitation.role))
    if invitation.accepted_at is not None or invitation.revoked_at is not None:
        raise InvitationClosed(f"This invitation is {state_of(invitation, now)}; make a new one.")
    token = secrets.token_urlsafe(32)
    invitation.token_hash = _hash(master, token)
    invitation.expires_at = max(invitation.expires_at, now + _RESENT_FOR)
    after: dict[str, JsonValue] = {"email": invitation.email}
    await audit.record(db, principal, "invitation.resent", "invitation", invitation.id, after=after)
    return invitation, token


async def look_at(database: Database, master: MasterKey, token: str, *, now: datetime) -> InvitationOffer:
    """Return what an invitation offers, to whoever holds its token.

    Raises:
        InvitationGone: the token opens nothing (any more).
    """
    async with database.system_session(reason="look at an invitation") as db:
        invitation = _open(await AccountRepository(db).find_invitation_by_token(_hash(master, token)), now)
    async with database.tenant_session(invitation.tenant_id) as db:
        tenant = await tenants.get(db)
    return InvitationOffer(
        email=invitation.email,
        role=invitation.role,
        tenant=tenant.name,
        tenant_slug=tenant.slug,
        expires_at=invitation.expires_at,
    )


async def accept(
    database: Database,
    master: MasterKey,
    limiter: AttemptLimiter,
    *,
    token: str,
    password: str,
    now: datetime,
) -> UUID:
    """Make the holder of a token a member, with the account of the address or a new one; returns the user's id.

    Raises:
        InvitationGone: the token opens nothing (any more).
        SignInRefused: the address has an account, and this is not its password.
        PasswordTooWeak: of a new account.
        TooManyAttempts: too many tries for this account.
        MemberExists: the address became a member in another way.
    """
    token_hash = _hash(master, token)
    async with database.system_session(reason="look up an invitation") as db:
        invitation = _open(await AccountRepository(db).find_invitation_by_token(token_hash), now)
        user = await IdentityRepository(db).find_user(invitation.email, of_tenant=invitation.tenant_id)
    await limiter.require(f"account:{invitation.email}", now)
    if user is None:
        passwords.require_strong(password, email=invitation.email)
        user = User(email=invitation.email, password_hash=await passwords.hash_password(password))
    elif not await passwords.verify_password(user.password_hash, password):
        raise SignInRefused("This address has an account here; give the password of that account.")
    await limiter.forget(f"account:{invitation.email}")
    try:
        async with database.system_session(reason="accept an invitation") as db:
            invitation = _open(await AccountRepository(db).lock_invitation_by_token(token_hash), now)
            await _join(db, invitation, user, now=now)
    except IntegrityError as error:
        raise MemberExists("This address became a member meanwhile; sign in instead.") from error
    return user.id


async def _join(db: AsyncSession, invitation: Invitation, user: User, *, now: datetime) -> None:
    await AccountRepository(db).enter(invitation.tenant_id)
    if user.id is None:
        db.add(user)
        await db.flush()
    db.add(Member(tenant_id=invitation.tenant_id, user_id=user.id, email=user.email, role=invitation.role))
    await db.flush()
    invitation.accepted_at = now
    # The teams were the inviter's to give; the entries name who joined.
    may = frozenset({"teams.write", "roles.write"})
    joining = Principal(user.id, PrincipalKind.USER, invitation.tenant_id, user.email, may, 0)
    for team_id in invitation.team_ids:
        with suppress(TeamNotFound):  # deleted meanwhile
            await teams.place_member(db, joining, parse_id("team", team_id), user.id)
    await epochs.bump_authz(db)
    after: dict[str, JsonValue] = {"email": user.email, "role": invitation.role}
    await audit.record(db, joining, "invitation.accepted", "invitation", invitation.id)
    await audit.record(db, joining, "member.added", "user", user.id, after=after)


def _hash(master: MasterKey, token: str) -> bytes:
    return master.keyed_hash("invitation", token)


def _open(invitation: Invitation | None, now: datetime) -> Invitation:
    if invitation is None or state_of(invitation, now) != InvitationState.OPEN:
        raise InvitationGone("This invitation was used, withdrawn or has expired; ask for a new one.")
    return invitation


def _found(invitation: Invitation | None) -> Invitation:
    if invitation is None:
        raise InvitationNotFound("No such invitation; list them with GET /v1/invitations.")
    return invitation
