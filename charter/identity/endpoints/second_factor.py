"""HTTP routes of the second factor."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from charter.access.errors import Forbidden, RoleTooHigh
from charter.core.http import CurrentPrincipal, Now, ProcessServices, TenantDb, client_address, problems, router
from charter.core.http.idempotency import keep_secret
from charter.core.telemetry import metrics
from charter.identity.account_schemas import (
    OwnPassword,
    RecoveryCodes,
    SecondFactorAnswer,
    SecondFactorCode,
    SecondFactorEnrolment,
    SecondFactorRead,
)
from charter.identity.endpoints.account import signed_in
from charter.identity.errors import (
    AccountElsewhere,
    MemberNotFound,
    NoLocalAccount,
    PasswordWrong,
    SecondFactorState,
    SecondFactorWrong,
    SignInRefused,
    TooManyAttempts,
    Unauthenticated,
)
from charter.identity.models import SessionProof
from charter.identity.schemas import MemberId, SessionRead
from charter.identity.service import second_factor, sign_in

routes = router("/second-factor", "Session")
session_routes = router("/session", "Session")
member_routes = router("/members", "Members")
routers = [routes, session_routes, member_routes]


@routes.get("", operation_id="getSecondFactor", responses=problems(Unauthenticated))
async def read(services: ProcessServices, principal: CurrentPrincipal) -> SecondFactorRead:
    """Say whether the caller's sign-in asks for a code."""
    return await second_factor.read(services.database, principal)


@routes.post(
    "",
    operation_id="enrolSecondFactor",
    status_code=201,
    responses=problems(Unauthenticated, NoLocalAccount, PasswordWrong, SecondFactorState, TooManyAttempts),
)
async def enrol(
    body: OwnPassword, request: Request, services: ProcessServices, principal: CurrentPrincipal, now: Now
) -> SecondFactorEnrolment:
    """Make a secret for the caller's authenticator app; it counts once it is confirmed."""
    keep_secret(request)
    made = await second_factor.enrol(
        services.database, services.master, services.limiter, principal, body.password.get_secret_value(), now=now
    )
    return SecondFactorEnrolment(secret=made.secret, uri=made.uri, qr_svg=made.qr_svg)


@routes.post(
    "/confirm",
    operation_id="confirmSecondFactor",
    responses=problems(Unauthenticated, SecondFactorState, SecondFactorWrong, TooManyAttempts),
)
async def confirm(
    body: SecondFactorCode, request: Request, services: ProcessServices, principal: CurrentPrincipal, now: Now
) -> RecoveryCodes:
    """Turn the second factor on with a first code; the recovery codes are in this answer and nowhere else."""
    keep_secret(request)
    codes = await second_factor.confirm(
        services.database, services.master, services.limiter, principal, body.code.get_secret_value(), now=now
    )
    return RecoveryCodes(codes=codes)


@routes.post(
    "/disable",
    operation_id="disableSecondFactor",
    status_code=204,
    responses=problems(Unauthenticated, NoLocalAccount, PasswordWrong, TooManyAttempts),
)
async def disable(body: OwnPassword, services: ProcessServices, principal: CurrentPrincipal, now: Now) -> None:
    """Turn the caller's second factor off; the recovery codes end with it."""
    password = body.password.get_secret_value()
    await second_factor.disable(services.database, services.limiter, principal, password, now=now)


@member_routes.delete(
    "/{member_id}/second-factor",
    operation_id="removeMemberSecondFactor",
    status_code=204,
    responses=problems(Unauthenticated, Forbidden, MemberNotFound, RoleTooHigh, NoLocalAccount, AccountElsewhere),
)
async def disable_for_member(
    member_id: MemberId, services: ProcessServices, principal: CurrentPrincipal, db: TenantDb
) -> None:
    """Turn off the second factor of a member who has lost it."""
    await second_factor.disable_for_member(db, services.database, principal, member_id)


@session_routes.post(
    "/second-factor",
    operation_id="answerSecondFactor",
    responses=problems(SignInRefused, SecondFactorWrong, TooManyAttempts),
)
async def answer(
    body: SecondFactorAnswer, request: Request, response: Response, services: ProcessServices, now: Now
) -> SessionRead:
    """Finish signing in with a code of the app or a recovery code; sets the session cookie."""
    await services.limiter.require(f"code:{client_address(request)}", now)
    tenant_id, user_id = await second_factor.answer(
        services.database,
        services.authenticator,
        services.master,
        services.limiter,
        challenge=body.challenge.get_secret_value(),
        code=body.code.get_secret_value(),
        now=now,
    )
    return await signed_in_with_two(request, response, services, tenant_id, user_id, now)


async def signed_in_with_two(
    request: Request, response: Response, services: Any, tenant_id: UUID, user_id: UUID, now: datetime
) -> SessionRead:
    """Open a session for somebody who has proven two factors; sets the session cookie."""
    metrics.sign_ins.labels("accepted").inc()
    token = await sign_in.open_session(
        services.database,
        services.authenticator,
        tenant_id=tenant_id,
        user_id=user_id,
        user_agent=request.headers.get("user-agent"),
        now=now,
        proof=SessionProof.TWO_FACTORS,
    )
    return await signed_in(response, services, token)
