"""Passkeys (WebAuthn): made, listed, renamed and removed; a way in of its own, and a second factor behind a password.

What an authenticator is to sign is random, kept here, and used up by the first answer, right or wrong.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

import orjson
import webauthn
from pydantic import JsonValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import base64url_to_bytes, structs
from webauthn.helpers.exceptions import WebAuthnException

from charter.audit import service as audit
from charter.core.crypto import MasterKey
from charter.core.db import Database
from charter.core.principal import Principal, PrincipalKind
from charter.core.telemetry import logs, metrics
from charter.identity.account_models import Passkey, PasskeyChallenge, SecondFactorChallenge
from charter.identity.account_repository import AccountRepository
from charter.identity.errors import (
    NoLocalAccount,
    PasskeyNotFound,
    PasskeyRefused,
    SecondFactorWrong,
    SignInRefused,
    TooManyPasskeys,
)
from charter.identity.models import User
from charter.identity.relying_party import RelyingParty
from charter.identity.repository import IdentityRepository
from charter.identity.service import recovery
from charter.identity.service.limiter import AttemptLimiter
from charter.identity.service.resets import require_password, tell_tenants
from charter.identity.service.sessions import person_behind
from charter.tenants import service as tenants

_log = logs.get(__name__)
_LIFETIME = timedelta(minutes=5)
_MAXIMUM = 20
_NOT_GENUINE = (WebAuthnException, ValueError, KeyError, TypeError)
"""What the parser of foreign documents raises for those that are none."""

Document = dict[str, JsonValue]


async def list_own(database: Database, principal: Principal) -> list[Passkey]:
    """Return the caller's passkeys in the order they were made."""
    user_id = person_behind(principal)
    async with database.system_session(reason="list the caller's passkeys") as db:
        return await AccountRepository(db).list_passkeys(user_id) if user_id else []


async def begin(
    database: Database,
    master: MasterKey,
    limiter: AttemptLimiter,
    principal: Principal,
    party: RelyingParty,
    password: str,
    *,
    now: datetime,
) -> tuple[str, Document]:
    """Return the token and the options of a new passkey of the caller.

    Raises:
        NoLocalAccount, PasswordWrong, TooManyAttempts: see :func:`require_password`.
        TooManyPasskeys: the account has as many as it can have.
    """
    user = await require_password(database, limiter, principal, password, now=now)
    challenge = secrets.token_bytes(32)
    async with database.system_session(reason="begin a passkey") as db:
        present = await AccountRepository(db).list_passkeys(user.id)
        if len(present) >= _MAXIMUM:
            raise TooManyPasskeys(f"An account has {_MAXIMUM} passkeys at most; remove one that is not used.")
        token = await _remember(db, master, challenge, user.id, now)
    options = webauthn.generate_registration_options(
        rp_id=party.id,
        rp_name="Charter",
        user_id=user.id.bytes,
        user_name=user.email,
        challenge=challenge,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_descriptors(present),
    )
    return token, orjson.loads(webauthn.options_to_json(options))


async def register(
    database: Database,
    master: MasterKey,
    principal: Principal,
    party: RelyingParty,
    *,
    token: str,
    name: str,
    credential: Document,
    now: datetime,
) -> tuple[Passkey, list[str]]:
    """Keep a new passkey of the caller; with their first second factor, returns recovery codes, shown once.

    Raises:
        NoLocalAccount: the caller is no person with an account here.
        PasskeyRefused: the token is used or over, or the answer does not fit it, this installation or the caller.
    """
    user_id = principal.id if principal.kind == PrincipalKind.USER else None
    waiting = await _take(database, master, token, now)
    if waiting is None or waiting.user_id is None or waiting.user_id != user_id:
        raise PasskeyRefused("This took too long or was answered before; begin again.")
    try:
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=waiting.challenge,
            expected_rp_id=party.id,
            expected_origin=party.origins,
            require_user_verification=True,
        )
    except _NOT_GENUINE as error:
        _log.info("passkey refused", extra={"reason": str(error)[:200]})
        raise PasskeyRefused("The authenticator's answer does not fit; begin again on this site's own page.") from error
    row = Passkey(
        user_id=waiting.user_id,
        name=name,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        transports=_transports(credential),
        backed_up=made.credential_backed_up,
    )
    try:
        async with database.system_session(reason="keep a passkey") as db:
            user = await _account(db, waiting.user_id)
            codes = await recovery.begin(db, master, user.id)
            db.add(row)
            await db.flush()
            await db.refresh(row)
            await tell_tenants(db, user, "passkey.registered")
    except IntegrityError as error:
        raise PasskeyRefused("This passkey is registered already.") from error
    return row, codes


async def rename(database: Database, principal: Principal, passkey_id: UUID, name: str) -> Passkey:
    """Rename one of the caller's own passkeys.

    Raises:
        PasskeyNotFound: the caller has no such passkey.
    """
    async with database.system_session(reason="rename a passkey") as db:
        row = await _own(db, principal, passkey_id)
        row.name = name
        await tell_tenants(db, await _account(db, row.user_id), "passkey.renamed")
    return row


async def remove(
    database: Database, limiter: AttemptLimiter, principal: Principal, passkey_id: UUID, password: str, *, now: datetime
) -> None:
    """Remove one of the caller's own passkeys; with the last second factor, the recovery codes end as well.

    Raises:
        NoLocalAccount, PasswordWrong, TooManyAttempts: see :func:`require_password`.
        PasskeyNotFound: the caller has no such passkey.
    """
    user = await require_password(database, limiter, principal, password, now=now)
    async with database.system_session(reason="remove a passkey") as db:
        await db.delete(await _own(db, principal, passkey_id))
        await db.flush()
        await recovery.end_without_factor(db, user.id)
        await tell_tenants(db, user, "passkey.removed")


async def ask(database: Database, master: MasterKey, party: RelyingParty, *, now: datetime) -> tuple[str, Document]:
    """Return the token and the options of a sign-in with whatever passkey the person chooses."""
    challenge = secrets.token_bytes(32)
    async with database.system_session(reason="ask for a passkey") as db:
        await AccountRepository(db).forget_passkey_challenges_before(now)
        token = await _remember(db, master, challenge, None, now)
    return token, _request(party, challenge, [], structs.UserVerificationRequirement.REQUIRED)


async def sign_in(
    database: Database,
    master: MasterKey,
    party: RelyingParty,
    *,
    token: str,
    credential: Document,
    tenant: str | None,
    now: datetime,
) -> tuple[UUID, UUID]:
    """Return the tenant to enter and the user, for the answer of a passkey that verified its user.

    Raises:
        SignInRefused: whatever is wrong; the answer does not say what.
    """
    refused = SignInRefused("This passkey does not open anything here; sign in with your password.")
    waiting = await _take(database, master, token, now)
    passkey = await _find(database, credential)
    if waiting is None or waiting.user_id is not None or passkey is None:
        metrics.sign_ins.labels("refused").inc()
        raise refused
    async with database.system_session(reason="find a membership") as db:
        wanted = await tenants.find_by_hint(db, tenant) if tenant is not None else None
        member = await IdentityRepository(db).find_membership(passkey.user_id, wanted)
    good = _handle_fits(credential, passkey) and await _use(
        database, party, passkey, credential, waiting.challenge, verified=True, now=now
    )
    if good and member is not None and (tenant is None or wanted is not None):
        return member.tenant_id, member.user_id
    metrics.sign_ins.labels("refused").inc()
    if member is not None:
        await _record_refusal(database, member.tenant_id, passkey.user_id)
        refused.audited = True
    raise refused


async def ask_for_second(database: Database, challenge_hash: bytes, party: RelyingParty, *, now: datetime) -> Document:
    """Return the options of a sign-in whose password was right: any of the account's passkeys.

    Raises:
        SignInRefused: the sign-in is over, or its account has no passkey.
    """
    challenge = secrets.token_bytes(32)
    async with database.system_session(reason="ask for a passkey behind a password") as db:
        row = await AccountRepository(db).lock_challenge(challenge_hash)
        present = await AccountRepository(db).list_passkeys(row.user_id) if row and row.expires_at > now else []
        if row is None or not present:
            raise _over()
        row.passkey_challenge = challenge
    return _request(party, challenge, present, structs.UserVerificationRequirement.PREFERRED)


async def answer_second(
    database: Database, challenge_hash: bytes, party: RelyingParty, *, credential: Document, now: datetime
) -> tuple[UUID, UUID]:
    """Return the tenant to enter and the user; a right answer uses the sign-in up, a wrong one what was asked.

    Raises:
        SignInRefused: the sign-in is over, or no passkey was asked for.
        SecondFactorWrong: another account's passkey, another site's answer, or a copied passkey.
    """
    passkey = await _find(database, credential)
    async with database.system_session(reason="take a passkey's challenge") as db:
        row = await AccountRepository(db).lock_challenge(challenge_hash)
        if row is None or row.passkey_challenge is None or row.expires_at <= now:
            raise _over()
        asked, row.passkey_challenge = row.passkey_challenge, None
        attempt: SecondFactorChallenge = row
    own = passkey is not None and passkey.user_id == attempt.user_id
    if (
        passkey is None
        or not own
        or not await _use(database, party, passkey, credential, asked, verified=False, now=now)
    ):
        await _record_refusal(database, attempt.into_tenant, attempt.user_id)
        refusal = SecondFactorWrong("This passkey does not fit; ask for its options again, or give a code.")
        refusal.audited = True
        raise refusal
    async with database.system_session(reason="finish a sign-in") as db:
        if (row := await AccountRepository(db).lock_challenge(challenge_hash)) is None:
            raise _over()  # finished by another request meanwhile
        await db.delete(row)
    return attempt.into_tenant, attempt.user_id


async def _use(
    database: Database,
    party: RelyingParty,
    passkey: Passkey,
    credential: Document,
    challenge: bytes,
    *,
    verified: bool,
    now: datetime,
) -> bool:
    """Check an answer and count it; a counter that did not move on tells of a copy, which is recorded and refused."""
    try:
        answer = _verify(party, passkey, credential, challenge, verified=verified)
    except _NOT_GENUINE as error:
        _log.info("passkey refused", extra={"reason": str(error)[:200]})
        return False
    async with database.system_session(reason="count a passkey's use") as db:
        row = await AccountRepository(db).lock_passkey(passkey.id)
        if row is None:
            return False
        counts = answer.new_sign_count > 0 or row.sign_count > 0
        if counts and answer.new_sign_count <= row.sign_count:
            await tell_tenants(db, await _account(db, row.user_id), "passkey.copy_suspected")
            return False
        row.sign_count, row.last_used_at = answer.new_sign_count, now
        row.backed_up = answer.credential_backed_up
    return True


def _verify(
    party: RelyingParty, passkey: Passkey, credential: Document, challenge: bytes, *, verified: bool
) -> VerifiedAuthentication:
    return webauthn.verify_authentication_response(
        credential=credential,
        expected_challenge=challenge,
        expected_rp_id=party.id,
        expected_origin=party.origins,
        credential_public_key=passkey.public_key,
        credential_current_sign_count=0,  # compared by the caller, who holds the row and tells of a copy
        require_user_verification=verified,
    )


def _request(
    party: RelyingParty, challenge: bytes, present: list[Passkey], verification: structs.UserVerificationRequirement
) -> Document:
    options = webauthn.generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        allow_credentials=_descriptors(present) or None,
        user_verification=verification,
    )
    document: Document = orjson.loads(webauthn.options_to_json(options))
    return document


def _descriptors(present: list[Passkey]) -> list[structs.PublicKeyCredentialDescriptor]:
    return [structs.PublicKeyCredentialDescriptor(id=row.credential_id) for row in present]


def _transports(credential: Document) -> list[str]:
    response = credential.get("response")
    given = response.get("transports") if isinstance(response, dict) else None
    known = {transport.value for transport in structs.AuthenticatorTransport}
    return [str(each) for each in given if each in known] if isinstance(given, list) else []


def _handle_fits(credential: Document, passkey: Passkey) -> bool:
    """True when the answer names the account that the passkey is of (WebAuthn §7.2 step 6)."""
    response = credential.get("response")
    handle = response.get("userHandle") if isinstance(response, dict) else None
    if not isinstance(handle, str):
        return False
    try:
        return base64url_to_bytes(handle) == passkey.user_id.bytes
    except ValueError:
        return False


async def _find(database: Database, credential: Document) -> Passkey | None:
    name = credential.get("id")
    try:
        credential_id = base64url_to_bytes(name) if isinstance(name, str) else b""
    except ValueError:
        return None
    async with database.system_session(reason="find a passkey") as db:
        return await AccountRepository(db).find_passkey(credential_id)


async def _remember(db: AsyncSession, master: MasterKey, challenge: bytes, user_id: UUID | None, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    row = PasskeyChallenge(
        user_id=user_id, token_hash=_hash(master, token), challenge=challenge, expires_at=now + _LIFETIME
    )
    db.add(row)
    await db.flush()
    return token


async def _take(database: Database, master: MasterKey, token: str, now: datetime) -> PasskeyChallenge | None:
    """Return what was asked under a token, which is used up; None when it is over."""
    async with database.system_session(reason="take a passkey's challenge") as db:
        row = await AccountRepository(db).lock_passkey_challenge(_hash(master, token))
        if row is not None:
            await db.delete(row)
    return row if row is not None and row.expires_at > now else None


async def _record_refusal(database: Database, tenant_id: UUID, user_id: UUID) -> None:
    async with database.system_session(reason="record a refused sign-in") as db:
        await audit.record(db, None, "session.refused", "user", user_id, tenant_id=tenant_id)


async def _own(db: AsyncSession, principal: Principal, passkey_id: UUID) -> Passkey:
    row = await AccountRepository(db).lock_passkey(passkey_id)
    if row is None or row.user_id != person_behind(principal):
        raise PasskeyNotFound("You have no such passkey; list yours with GET /v1/passkeys.")
    return row


async def _account(db: AsyncSession, user_id: UUID) -> User:
    user = await AccountRepository(db).find_account(user_id)
    if user is None:
        raise NoLocalAccount("This account is gone.")
    return user


def _over() -> SignInRefused:
    return SignInRefused("This sign-in took too long or is over; begin again with your password.")


def _hash(master: MasterKey, token: str) -> bytes:
    return master.keyed_hash("passkey-challenge", token)
