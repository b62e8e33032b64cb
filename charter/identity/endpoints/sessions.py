"""HTTP routes of signed-in browsers and of passwords."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import BackgroundTasks, Request

from charter.access.errors import Forbidden, RoleTooHigh
from charter.core.http import CurrentPrincipal, Now, ProcessServices, TenantDb, client_address, problems, router
from charter.core.http.dependencies import Credential
from charter.core.http.idempotency import keep_secret
from charter.identity.account_schemas import (
    PasswordChange,
    PasswordResetCompletion,
    PasswordResetLink,
    PasswordResetRequest,
    UserSessionId,
    UserSessionList,
    UserSessionRead,
)
from charter.identity.errors import (
    AccountElsewhere,
    MemberNotFound,
    NoLocalAccount,
    PasswordResetGone,
    PasswordTooWeak,
    PasswordWrong,
    TooManyAttempts,
    Unauthenticated,
    UserSessionNotFound,
)
from charter.identity.mail import Mailer, reset_text
from charter.identity.models import UserSession
from charter.identity.schemas import MemberId
from charter.identity.service import resets, sessions

session_routes = router("/sessions", "Session")
password_routes = router("/password", "Session")
reset_routes = router("/password-resets", "Session")
member_routes = router("/members", "Members")
routers = [session_routes, password_routes, reset_routes, member_routes]

_SUBJECT = "A new password for Charter"


async def current_session(request: Request, services: Any) -> UUID | None:
    """Return the id of the session that a request comes from; None for one with an API key."""
    token = Credential(request).session_token
    found: UUID | None = await services.authenticator.session_of(token) if token else None
    return found


def _listed(rows: Iterable[UserSession], current: UUID | None) -> UserSessionList:
    return UserSessionList(
        items=[
            UserSessionRead(
                id=row.id,
                created_at=row.created_at,
                expires_at=row.expires_at,
                user_agent=row.user_agent,
                current=row.id == current,
            )
            for row in rows
        ]
    )


@session_routes.get("", operation_id="listSessions", responses=problems(Unauthenticated))
async def list_own(
    request: Request, services: ProcessServices, principal: CurrentPrincipal, db: TenantDb, now: Now
) -> UserSessionList:
    """List the caller's own signed-in browsers."""
    rows = await sessions.list_own(db, principal, now=now)
    return _listed(rows, await current_session(request, services))


@session_routes.delete("", operation_id="revokeAllSessions", status_code=204, responses=problems(Unauthenticated))
async def end_all_own(principal: CurrentPrincipal, db: TenantDb, now: Now) -> None:
    """Sign out everywhere, here included."""
    await sessions.end_all_own(db, principal, now=now)


@session_routes.delete(
    "/{session_id}",
    operation_id="revokeSession",
    status_code=204,
    responses=problems(Unauthenticated, UserSessionNotFound),
)
async def end_own(session_id: UserSessionId, principal: CurrentPrincipal, db: TenantDb, now: Now) -> None:
    """End one of the caller's own sessions; effective on its next request."""
    await sessions.end_own(db, principal, session_id, now=now)


@member_routes.get(
    "/{member_id}/sessions",
    operation_id="listMemberSessions",
    responses=problems(Unauthenticated, Forbidden, MemberNotFound),
)
async def list_of_member(member_id: MemberId, principal: CurrentPrincipal, db: TenantDb, now: Now) -> UserSessionList:
    """List a member's signed-in browsers in this tenant."""
    return _listed(await sessions.list_of_member(db, principal, member_id, now=now), None)


@member_routes.delete(
    "/{member_id}/sessions",
    operation_id="revokeMemberSessions",
    status_code=204,
    responses=problems(Unauthenticated, Forbidden, MemberNotFound, RoleTooHigh),
)
async def end_all_of_member(member_id: MemberId, principal: CurrentPrincipal, db: TenantDb, now: Now) -> None:
    """Sign a member out everywhere in this tenant."""
    await sessions.end_all_of_member(db, principal, member_id, now=now)


@password_routes.put(
    "",
    operation_id="changePassword",
    status_code=204,
    responses=problems(Unauthenticated, NoLocalAccount, PasswordWrong, PasswordTooWeak, TooManyAttempts),
)
async def change_password(
    body: PasswordChange,
    request: Request,
    services: ProcessServices,
    principal: CurrentPrincipal,
    now: Now,
) -> None:
    """Change the caller's password; every other session of the account ends."""
    await resets.change_password(
        services.database,
        services.limiter,
        principal,
        old_password=body.old_password.get_secret_value(),
        password=body.password.get_secret_value(),
        session_id=await current_session(request, services),
        now=now,
    )


@member_routes.post(
    "/{member_id}/password-reset",
    operation_id="offerPasswordReset",
    status_code=201,
    responses=problems(Unauthenticated, Forbidden, MemberNotFound, RoleTooHigh, NoLocalAccount, AccountElsewhere),
)
async def link_for_member(
    member_id: MemberId,
    request: Request,
    later: BackgroundTasks,
    services: ProcessServices,
    principal: CurrentPrincipal,
    db: TenantDb,
    now: Now,
) -> PasswordResetLink:
    """Make a link with which a member sets a new password; it goes by mail, or is in this answer without a server."""
    keep_secret(request)
    user, token, expires_at = await resets.link_for_member(
        db, services.database, services.master, principal, member_id, now=now
    )
    link, mailer = _link(services, token), Mailer.of(services.settings)
    if mailer.configured:
        later.add_task(mailer.send, user.email, _SUBJECT, reset_text(link))
    return PasswordResetLink(link=None if mailer.configured else link, expires_at=expires_at)


@reset_routes.post("", operation_id="askForPasswordReset", status_code=202, responses=problems(TooManyAttempts))
async def ask(
    body: PasswordResetRequest, request: Request, later: BackgroundTasks, services: ProcessServices, now: Now
) -> None:
    """Ask for a reset link by mail. The answer and its time are the same whether the address has an account or not."""
    await services.limiter.require(f"reset:{client_address(request)}", now)
    await services.limiter.require(f"reset:{body.email}", now)
    later.add_task(_mail_reset, services, body.email, now)  # after the answer: its time says nothing


@reset_routes.post(
    "/complete",
    operation_id="completePasswordReset",
    status_code=204,
    responses=problems(PasswordResetGone, PasswordTooWeak, TooManyAttempts),
)
async def complete(body: PasswordResetCompletion, request: Request, services: ProcessServices, now: Now) -> None:
    """Set a new password with the token of a reset link; every session of the account ends."""
    await services.limiter.require(f"reset:{client_address(request)}", now)
    await resets.complete(
        services.database,
        services.master,
        token=body.token.get_secret_value(),
        password=body.password.get_secret_value(),
        now=now,
    )


async def _mail_reset(services: Any, email: str, now: datetime) -> None:
    mailer = Mailer.of(services.settings)
    if mailer.configured:
        for token in await resets.offer(services.database, services.master, email, now=now):
            await mailer.send(email, _SUBJECT, reset_text(_link(services, token)))


def _link(services: Any, token: str) -> str:
    # In the fragment: it stays out of the logs of servers and proxies.
    return f"{services.settings.base_url}/reset-password#token={token}"
