"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for the day it is lost."""

from __future__ import annotations

import hmac
import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core.crypto import MasterKey
from charter.core.db import Database
from charter.core.errors import Unavailable
from charter.core.principal import Principal
from charter.identity.account_models import SecondFactor, SecondFactorChallenge
from charter.identity.account_repository import AccountRepository
from charter.identity.account_schemas import SecondFactorRead
from charter.identity.errors import (
    NoLocalAccount,
    OwnSecondFactorMissing,
    SecondFactorNeeded,
    SecondFactorState,
    SecondFactorWrong,
    SignInRefused,
)
from charter.identity.service import recovery
from charter.identity.service.authentication import Authenticator
from charter.identity.service.limiter import AttemptLimiter
from charter.identity.service.resets import local_account_of, require_password, tell_tenants
from charter.identity.service.sessions import person_behind

_STEP_S = 30
_CHALLENGE_LIFETIME = timedelta(minutes=5)
_WRONG_CODES = 5
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an authenticator app needs."""

    secret: str
    uri: str
    qr_svg: str


async def read(database: Database, principal: Principal) -> SecondFactorRead:
    """Return whether the caller's sign-in asks for a code."""
    user_id = person_behind(principal)
    async with database.system_session(reason="look up a second factor") as db:
        accounts = AccountRepository(db)
        factor = await accounts.find_second_factor(user_id) if user_id else None
        passkeys = await accounts.list_passkeys(user_id) if user_id else []
        left = await accounts.count_recovery_codes(user_id) if user_id else 0
    return SecondFactorRead(
        enabled=bool(factor and factor.confirmed_at), passkeys=len(passkeys), recovery_codes_left=left
    )


async def require_own(database: Database, principal: Principal) -> None:
    """Return when the caller may require a second factor of everybody: they have one, or need none to sign in.

    Raises:
        Forbidden: the principal lacks ``tenant.write``.
        OwnSecondFactorMissing: they sign in with a password alone.
    """
    access.require(principal, "tenant.write")
    user_id = person_behind(principal)
    async with database.system_session(reason="look for the caller's second factor") as db:
        accounts = AccountRepository(db)
        user = await accounts.find_account(user_id) if user_id else None
        if user is not None and not await accounts.has_second_factor(user.id):
            raise OwnSecondFactorMissing(
                "You sign in with a password alone, and could do nothing more: enrol an authenticator app "
                "(POST /v1/second-factor) or a passkey (POST /v1/passkeys/options) first."
            )


async def enrol(
    database: Database,
    master: MasterKey,
    limiter: AttemptLimiter,
    principal: Principal,
    password: str,
    *,
    now: datetime,
) -> Enrolment:
    """Make the caller a new secret; it counts once a code of it is confirmed.

    Raises:
        NoLocalAccount, PasswordWrong, TooManyAttempts: see :func:`require_password`.
        SecondFactorState: there is one already.
    """
    user = await require_password(database, limiter, principal, password, now=now)
    secret = pyotp.random_base32()
    async with database.system_session(reason="enrol a second factor") as db:
        factor = await AccountRepository(db).lock_second_factor(user.id)
        if factor is not None and factor.confirmed_at is not None:
            raise SecondFactorState("There is a second factor already; disable it first.")
        if factor is None:
            factor = SecondFactor(user_id=user.id)
            db.add(factor)
        factor.sealed_secret = _seal(master, user.id, secret)
    uri = pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name="Charter")
    import segno  # noqa: PLC0415 - its tables take a while to read, and few enrol

    return Enrolment(secret, uri, segno.make(uri, error="m").svg_data_uri(scale=4))


async def confirm(
    database: Database, master: MasterKey, limiter: AttemptLimiter, principal: Principal, code: str, *, now: datetime
) -> list[str]:
    """Turn the second factor on with a first code; returns recovery codes, shown once, if it is the first factor.

    Raises:
        SecondFactorState: nothing waits to be confirmed.
        SecondFactorWrong, TooManyAttempts: the app and the server must agree first.
    """
    user_id = person_behind(principal)
    await limiter.require(f"second-factor:{user_id}", now)
    async with database.system_session(reason="confirm a second factor") as db:
        accounts = AccountRepository(db)
        factor = await accounts.lock_second_factor(user_id) if user_id else None
        user = await accounts.find_account(factor.user_id) if factor else None
        if factor is None or user is None or factor.confirmed_at is not None:
            raise SecondFactorState("Nothing waits to be confirmed; begin with POST /v1/second-factor.")
        if not _take_step(master, factor, code, now):
            raise SecondFactorWrong("The code does not fit; check the clock of the device and try the next code.")
        codes = await recovery.begin(db, master, user.id)
        factor.confirmed_at = now
        await db.flush()
        await tell_tenants(db, user, "user.second_factor_enabled")
    await limiter.forget(f"second-factor:{user_id}")
    return codes


async def disable(
    database: Database, limiter: AttemptLimiter, principal: Principal, password: str, *, now: datetime
) -> None:
    """Turn the caller's authenticator app off; passkeys stay. Idempotent.

    Raises:
        NoLocalAccount, PasswordWrong, TooManyAttempts: see :func:`require_password`.
    """
    user = await require_password(database, limiter, principal, password, now=now)
    async with database.system_session(reason="disable a second factor") as db:
        await AccountRepository(db).remove_app(user.id)
        await recovery.end_without_factor(db, user.id)
        await tell_tenants(db, user, "user.second_factor_disabled")


async def disable_for_member(db: AsyncSession, database: Database, principal: Principal, member_id: UUID) -> None:
    """Remove app and passkeys of a member who has lost them; who may is as for their password.

    Raises:
        Forbidden, MemberNotFound, RoleTooHigh, NoLocalAccount, AccountElsewhere.
    """
    user = await local_account_of(db, database, principal, member_id)
    async with database.system_session(reason="disable a member's second factor") as system:
        await AccountRepository(system).remove_app(user.id)
        await AccountRepository(system).remove_passkeys(user.id)
        await AccountRepository(system).forget_recovery_codes(user.id)
        await tell_tenants(system, user, "user.second_factor_disabled")
    await audit.record(db, principal, "user.second_factor_removed", "user", user.id)


async def require_code(
    database: Database, authenticator: Authenticator, *, user_id: UUID, tenant_id: UUID, now: datetime
) -> None:
    """Return when an account has no second factor.

    Raises:
        SecondFactorNeeded: with a challenge that a code or a passkey answers within five minutes.
    """
    token = secrets.token_urlsafe(32)
    async with database.system_session(reason="look for a second factor") as db:
        accounts = AccountRepository(db)
        factor = await accounts.find_second_factor(user_id)
        methods: list[JsonValue] = ["code"] if factor is not None and factor.confirmed_at is not None else []
        if await accounts.list_passkeys(user_id):
            methods.append("passkey")
        if not methods:
            return
        await accounts.forget_challenges_before(now)
        challenge = SecondFactorChallenge(
            user_id=user_id,
            into_tenant=tenant_id,
            token_hash=authenticator.challenge_hash(token),
            expires_at=now + _CHALLENGE_LIFETIME,
        )
        db.add(challenge)
    detail = "Give a code of your authenticator app, a passkey, or a recovery code."
    raise SecondFactorNeeded(detail, challenge=token, methods=methods)


async def answer(
    database: Database,
    authenticator: Authenticator,
    master: MasterKey,
    limiter: AttemptLimiter,
    *,
    challenge: str,
    code: str,
    now: datetime,
) -> tuple[UUID, UUID]:
    """Check the code of a sign-in; returns the tenant to enter and the user. The challenge is used up.

    Raises:
        SignInRefused: the challenge is over: begin again with the password.
        SecondFactorWrong: neither a code that was not used before nor a recovery code; five times at most.
        TooManyAttempts: too many codes for this account.
    """
    over = SignInRefused("This sign-in took too long or is over; begin again with your password.")
    challenge_hash = authenticator.challenge_hash(challenge)
    async with database.system_session(reason="look up a sign-in") as db:
        row = await AccountRepository(db).lock_challenge(challenge_hash)
    if row is None or row.expires_at <= now:
        raise over
    await limiter.require(f"second-factor:{row.user_id}", now)
    async with database.system_session(reason="check a second factor") as db:
        accounts = AccountRepository(db)
        if (row := await accounts.lock_challenge(challenge_hash)) is None:
            raise over
        factor = await accounts.lock_second_factor(row.user_id)
        good = factor is not None and factor.confirmed_at is not None and _take_step(master, factor, code, now)
        good = good or await _use_recovery_code(db, master, row.user_id, code)
        row.wrong_codes += not good
        if good or row.wrong_codes >= _WRONG_CODES:
            await db.delete(row)
        if not good:
            await audit.record(db, None, "session.refused", "user", row.user_id, tenant_id=row.into_tenant)
    if not good:
        refusal = SecondFactorWrong("This is not a code that counts now; each counts once.")
        refusal.audited = True
        raise refusal
    await limiter.forget(f"second-factor:{row.user_id}")
    return row.into_tenant, row.user_id


async def _use_recovery_code(db: AsyncSession, master: MasterKey, user_id: UUID, code: str) -> bool:
    if not await recovery.use(db, master, user_id, code):
        return False
    user = await AccountRepository(db).find_account(user_id)
    if user is None:
        raise NoLocalAccount("This account is gone.")
    await tell_tenants(db, user, "user.recovery_code_used")
    return True


def _take_step(master: MasterKey, factor: SecondFactor, code: str, now: datetime) -> bool:
    """True when the code is of the present step or a neighbour, later than every step that was used (RFC 6238 §5.2)."""
    totp, present = pyotp.TOTP(_unseal(master, factor)), int(now.timestamp()) // _STEP_S
    given = code.replace(" ", "")
    for step in (present - 1, present, present + 1):
        if step > factor.last_step and hmac.compare_digest(totp.generate_otp(step).encode(), given.encode()):
            factor.last_step = step
            return True
    return False


def _seal(master: MasterKey, user_id: UUID, secret: str) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(master.derive("second-factor")).encrypt(nonce, secret.encode(), user_id.bytes)


def _unseal(master: MasterKey, factor: SecondFactor) -> str:
    sealed = factor.sealed_secret
    try:
        key = AESGCM(master.derive("second-factor"))
        return key.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], factor.user_id.bytes).decode()
    except InvalidTag as error:
        raise Unavailable("The second factor does not open with this installation's key file; disable it.") from error
