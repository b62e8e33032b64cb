"""HTTP routes of passkeys: one's own, and the ways in with them."""

from __future__ import annotations

from typing import Any

from fastapi import Request, Response

from charter.core.http import CurrentPrincipal, Now, ProcessServices, client_address, problems, router
from charter.core.http.idempotency import keep_secret
from charter.core.http.tenancy import TenantDisagreement, hinted, hints
from charter.identity.account_schemas import OwnPassword
from charter.identity.endpoints.second_factor import signed_in_with_two
from charter.identity.errors import (
    NoLocalAccount,
    PasskeyNotFound,
    PasskeyRefused,
    PasskeysUnavailable,
    PasswordWrong,
    SecondFactorWrong,
    SignInRefused,
    TooManyAttempts,
    TooManyPasskeys,
    Unauthenticated,
)
from charter.identity.passkey_schemas import (
    PasskeyChallengeRead,
    PasskeyChange,
    PasskeyId,
    PasskeyInput,
    PasskeyList,
    PasskeyRead,
    PasskeyRegistered,
    PasskeySignIn,
    SecondFactorChallengeInput,
    SecondFactorOptions,
    SecondFactorPasskey,
)
from charter.identity.relying_party import RelyingParty, relying_party
from charter.identity.schemas import SessionRead
from charter.identity.service import passkeys

routes = router("/passkeys", "Session")
session_routes = router("/session", "Session")
routers = [routes, session_routes]


def _party(request: Request, services: Any) -> RelyingParty:
    settings = services.settings
    return relying_party(settings.base_url, settings.tenant_domain, hints(request, settings).get("subdomain"))


@routes.get("", operation_id="listPasskeys", responses=problems(Unauthenticated))
async def list_own(services: ProcessServices, principal: CurrentPrincipal) -> PasskeyList:
    """List the caller's passkeys in the order they were made."""
    rows = await passkeys.list_own(services.database, principal)
    return PasskeyList(items=[PasskeyRead.model_validate(row) for row in rows])


@routes.post(
    "/options",
    operation_id="beginPasskey",
    responses=problems(
        Unauthenticated, NoLocalAccount, PasswordWrong, TooManyPasskeys, PasskeysUnavailable, TooManyAttempts
    ),
)
async def begin(
    body: OwnPassword, request: Request, services: ProcessServices, principal: CurrentPrincipal, now: Now
) -> PasskeyChallengeRead:
    """Begin a new passkey of the caller: what the browser's authenticator is to be asked."""
    keep_secret(request)
    token, options = await passkeys.begin(
        services.database,
        services.master,
        services.limiter,
        principal,
        _party(request, services),
        body.password.get_secret_value(),
        now=now,
    )
    return PasskeyChallengeRead(token=token, options=options)


@routes.post(
    "",
    operation_id="registerPasskey",
    status_code=201,
    responses=problems(Unauthenticated, NoLocalAccount, PasskeyRefused, PasskeysUnavailable),
)
async def register(
    body: PasskeyInput, request: Request, services: ProcessServices, principal: CurrentPrincipal, now: Now
) -> PasskeyRegistered:
    """Keep a new passkey; recovery codes that come with it are in this answer and nowhere else."""
    keep_secret(request)
    row, codes = await passkeys.register(
        services.database,
        services.master,
        principal,
        _party(request, services),
        token=body.token.get_secret_value(),
        name=body.name,
        credential=body.credential,
        now=now,
    )
    return PasskeyRegistered(passkey=PasskeyRead.model_validate(row), recovery_codes=codes)


@routes.patch("/{passkey_id}", operation_id="renamePasskey", responses=problems(Unauthenticated, PasskeyNotFound))
async def rename(
    passkey_id: PasskeyId, body: PasskeyChange, services: ProcessServices, principal: CurrentPrincipal
) -> PasskeyRead:
    """Rename a passkey of the caller."""
    return PasskeyRead.model_validate(await passkeys.rename(services.database, principal, passkey_id, body.name))


@routes.post(
    "/{passkey_id}/delete",
    operation_id="deletePasskey",
    status_code=204,
    responses=problems(Unauthenticated, NoLocalAccount, PasswordWrong, PasskeyNotFound, TooManyAttempts),
)
async def remove(
    passkey_id: PasskeyId, body: OwnPassword, services: ProcessServices, principal: CurrentPrincipal, now: Now
) -> None:
    """Delete a passkey of the caller, who gives their password."""
    password = body.password.get_secret_value()
    await passkeys.remove(services.database, services.limiter, principal, passkey_id, password, now=now)


@session_routes.post(
    "/passkey/options", operation_id="askForPasskey", responses=problems(PasskeysUnavailable, TooManyAttempts)
)
async def ask(request: Request, services: ProcessServices, now: Now) -> PasskeyChallengeRead:
    """Begin to sign in with a passkey: what the browser's authenticator is to be asked."""
    await services.limiter.require(f"passkey:{client_address(request)}", now)
    token, options = await passkeys.ask(services.database, services.master, _party(request, services), now=now)
    return PasskeyChallengeRead(token=token, options=options)


@session_routes.post(
    "/passkey",
    operation_id="signInWithPasskey",
    responses=problems(SignInRefused, PasskeysUnavailable, TooManyAttempts, TenantDisagreement),
)
async def sign_in(
    body: PasskeySignIn, request: Request, response: Response, services: ProcessServices, now: Now
) -> SessionRead:
    """Sign in with a passkey, which counts as both factors; sets the session cookie."""
    await services.limiter.require(f"address:{client_address(request)}", now)
    tenant_id, user_id = await passkeys.sign_in(
        services.database,
        services.master,
        _party(request, services),
        token=body.token.get_secret_value(),
        credential=body.credential,
        tenant=body.tenant or hinted(request, services.settings),
        now=now,
    )
    return await signed_in_with_two(request, response, services, tenant_id, user_id, now)


@session_routes.post(
    "/second-factor/passkey/options",
    operation_id="askForSecondPasskey",
    responses=problems(SignInRefused, PasskeysUnavailable, TooManyAttempts),
)
async def ask_for_second(
    body: SecondFactorChallengeInput, request: Request, services: ProcessServices, now: Now
) -> SecondFactorOptions:
    """Finish signing in with a passkey behind the password: what the browser's authenticator is to be asked."""
    await services.limiter.require(f"code:{client_address(request)}", now)
    challenge_hash = services.authenticator.challenge_hash(body.challenge.get_secret_value())
    options = await passkeys.ask_for_second(services.database, challenge_hash, _party(request, services), now=now)
    return SecondFactorOptions(options=options)


@session_routes.post(
    "/second-factor/passkey",
    operation_id="answerSecondFactorWithPasskey",
    responses=problems(SignInRefused, SecondFactorWrong, PasskeysUnavailable, TooManyAttempts),
)
async def answer_second(
    body: SecondFactorPasskey, request: Request, response: Response, services: ProcessServices, now: Now
) -> SessionRead:
    """Finish signing in with a passkey behind the password; sets the session cookie."""
    await services.limiter.require(f"code:{client_address(request)}", now)
    tenant_id, user_id = await passkeys.answer_second(
        services.database,
        services.authenticator.challenge_hash(body.challenge.get_secret_value()),
        _party(request, services),
        credential=body.credential,
        now=now,
    )
    return await signed_in_with_two(request, response, services, tenant_id, user_id, now)
