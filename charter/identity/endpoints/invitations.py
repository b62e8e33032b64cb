"""HTTP routes of invitations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import BackgroundTasks, Request

from charter.access.errors import Forbidden, RoleTooHigh, TeamNotFound
from charter.core.http import (
    CurrentPrincipal,
    Cursor,
    Limit,
    Now,
    Page,
    ProcessServices,
    TenantDb,
    client_address,
    paged,
    problems,
    router,
)
from charter.core.http.idempotency import keep_secret
from charter.core.ids import parse_id
from charter.core.principal import Principal
from charter.identity.account_models import Invitation
from charter.identity.account_schemas import (
    InvitationAcceptance,
    InvitationId,
    InvitationInput,
    InvitationOffer,
    InvitationRead,
    InvitationSent,
    InvitationToken,
)
from charter.identity.errors import (
    InvitationClosed,
    InvitationGone,
    InvitationNotFound,
    MemberExists,
    PasswordTooWeak,
    SignInRefused,
    TooManyAttempts,
    Unauthenticated,
)
from charter.identity.mail import Mailer, invitation_text
from charter.identity.service import invitations
from charter.tenants import service as tenants

routes = router("/invitations", "Invitations")
routers = [routes]


def _fields(invitation: Invitation, now: datetime) -> dict[str, Any]:
    return {
        "id": invitation.id,
        "email": invitation.email,
        "role": invitation.role,
        "teams": [parse_id("team", team_id) for team_id in invitation.team_ids],
        "state": invitations.state_of(invitation, now),
        "invited_by": invitation.invited_by,
        "created_at": invitation.created_at,
        "expires_at": invitation.expires_at,
    }


@routes.get("", operation_id="listInvitations", responses=problems(Unauthenticated, Forbidden))
async def list_invitations(
    principal: CurrentPrincipal, db: TenantDb, now: Now, after: Cursor, limit: Limit = 50
) -> Page[InvitationRead]:
    """List invitations, newest first."""
    rows = await invitations.list_invitations(db, principal, after=after, limit=limit + 1)
    page, cursor = paged(rows, limit, lambda invitation: invitation.id)
    return Page(items=[InvitationRead(**_fields(row, now)) for row in page], next_cursor=cursor)


@routes.post(
    "",
    operation_id="inviteMember",
    status_code=201,
    responses=problems(Unauthenticated, Forbidden, RoleTooHigh, TeamNotFound, MemberExists),
)
async def invite(
    body: InvitationInput,
    request: Request,
    later: BackgroundTasks,
    services: ProcessServices,
    principal: CurrentPrincipal,
    db: TenantDb,
    now: Now,
) -> InvitationSent:
    """Invite an address with a role; the link goes out by mail, or is in this answer when there is no mail server."""
    keep_secret(request)
    invitation, token = await invitations.invite(db, principal, services.master, body, now=now)
    return await _handed_out(later, services, principal, db, invitation, token, now)


@routes.post(
    "/{invitation_id}/resend",
    operation_id="resendInvitation",
    responses=problems(Unauthenticated, Forbidden, RoleTooHigh, InvitationNotFound, InvitationClosed),
)
async def resend(
    invitation_id: InvitationId,
    request: Request,
    later: BackgroundTasks,
    services: ProcessServices,
    principal: CurrentPrincipal,
    db: TenantDb,
    now: Now,
) -> InvitationSent:
    """Send an invitation again with a new link; the old link ends."""
    keep_secret(request)
    invitation, token = await invitations.resend(db, principal, services.master, invitation_id, now=now)
    return await _handed_out(later, services, principal, db, invitation, token, now)


@routes.delete(
    "/{invitation_id}",
    operation_id="revokeInvitation",
    responses=problems(Unauthenticated, Forbidden, RoleTooHigh, InvitationNotFound, InvitationClosed),
)
async def revoke(invitation_id: InvitationId, principal: CurrentPrincipal, db: TenantDb, now: Now) -> InvitationRead:
    """Withdraw an invitation that was not accepted yet."""
    return InvitationRead(**_fields(await invitations.revoke(db, principal, invitation_id, now=now), now))


@routes.post("/look", operation_id="lookAtInvitation", responses=problems(InvitationGone, TooManyAttempts))
async def look_at(body: InvitationToken, request: Request, services: ProcessServices, now: Now) -> InvitationOffer:
    """Say what the invitation of a token offers."""
    await services.limiter.require(f"invitation:{client_address(request)}", now)
    return await invitations.look_at(services.database, services.master, body.token.get_secret_value(), now=now)


@routes.post(
    "/accept",
    operation_id="acceptInvitation",
    status_code=204,
    responses=problems(InvitationGone, SignInRefused, PasswordTooWeak, TooManyAttempts, MemberExists),
)
async def accept(body: InvitationAcceptance, request: Request, services: ProcessServices, now: Now) -> None:
    """Become a member with the token of an invitation: with the address's account and its password, or a new one."""
    await services.limiter.require(f"invitation:{client_address(request)}", now)
    await invitations.accept(
        services.database,
        services.master,
        services.limiter,
        token=body.token.get_secret_value(),
        password=body.password.get_secret_value(),
        now=now,
    )
    await services.limiter.forget(f"invitation:{client_address(request)}")


async def _handed_out(
    later: BackgroundTasks,
    services: Any,
    principal: Principal,
    db: TenantDb,
    invitation: Invitation,
    token: str,
    now: datetime,
) -> InvitationSent:
    """Mail the link once the transaction has committed, or show it when there is no mail server."""
    # In the fragment: it stays out of the logs of servers and proxies.
    link, mailer = f"{services.settings.base_url}/accept#token={token}", Mailer.of(services.settings)
    if not mailer.configured:
        return InvitationSent(**_fields(invitation, now), link=link)
    tenant = await tenants.get(db)
    text = invitation_text(tenant.name, principal.label, link)
    later.add_task(mailer.send, invitation.email, f"Invitation to {tenant.name}", text)
    return InvitationSent(**_fields(invitation, now), link=None)
