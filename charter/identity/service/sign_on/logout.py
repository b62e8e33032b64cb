"""The end of a sign-on: begun here (RP-initiated logout), or told by the provider (back-channel logout)."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from charter.audit import service as audit
from charter.core.db import epochs
from charter.core.principal import Principal
from charter.core.telemetry import logs
from charter.identity.errors import LogoutTokenRefused
from charter.identity.models import SignOnConnection
from charter.identity.oidc import tokens
from charter.identity.oidc.discovery import Provider
from charter.identity.oidc.flow import end_session_address
from charter.identity.oidc.tokens import Token, TokenRefused
from charter.identity.service import sign_in
from charter.identity.service.sign_on import accounts
from charter.identity.service.sign_on.login import ID_TOKEN_FIELD, SESSION_TABLE
from charter.identity.service.sign_on.parts import SignOnParts
from charter.identity.sign_on_repository import SignOnRepository

_log = logs.get(__name__)


async def sign_out(
    db: AsyncSession, principal: Principal, parts: SignOnParts, session_id: UUID, *, now: datetime
) -> str | None:
    """End the caller's session; returns where the browser goes to end the provider's as well, if it has one."""
    address = None
    session = await SignOnRepository(db).find_session(session_id)
    connection = await SignOnRepository(db).find_connection(session.connection_id) if session else None
    if session is not None and connection is not None:
        id_token = await parts.vault.open(db, SESSION_TABLE, session.id, ID_TOKEN_FIELD, session.sealed_id_token)
        provider = Provider.model_validate(connection.provider)
        address = end_session_address(provider, connection.client_id, id_token, parts.home)
    await sign_in.sign_out(db, principal, session_id, now=now)
    return address


async def end_from_outside(parts: SignOnParts, logout_token: str, *, now: datetime) -> None:
    """End the sessions that a provider's logout token names, and the access tokens that belong to them.

    The same logout token again is refused.

    Raises:
        LogoutTokenRefused: it is not genuine, not for us, or was used before; always the same words.
    """
    try:
        claimed = tokens.unverified(logout_token)
        candidates = await _candidates(parts, claimed)
    except TokenRefused as error:
        raise _refused(str(error)) from error
    believed, reasons = False, list[str]()
    for connection in candidates:
        try:
            await _end(parts, connection, logout_token, now)
            believed = True
        except TokenRefused as error:  # another tenant's connection to the same client must not stand in the way
            reasons.append(str(error))
    if not believed:
        raise _refused("; ".join(reasons) or "no connection")


def _refused(reason: str) -> LogoutTokenRefused:
    _log.warning("logout token refused", extra={"reason": reason})
    return LogoutTokenRefused("This is not a logout token that can be acted on.")


async def _candidates(parts: SignOnParts, claimed: Token) -> list[SignOnConnection]:
    issuer = claimed.text("iss") or ""
    async with parts.database.system_session(reason="find the connections of a logout token") as db:
        rows = await SignOnRepository(db).connections_for(issuer, audiences=[], clients=claimed.audiences[:20])
    return [row.SignOnConnection for row in rows]


async def _end(parts: SignOnParts, connection: SignOnConnection, logout_token: str, now: datetime) -> None:
    """End the sessions of one connection that the token names.

    Raises:
        TokenRefused: it is not to be believed here, or was used before.
    """
    provider = Provider.model_validate(connection.provider)
    token = await tokens.verified(logout_token, provider, parts.keys, connection.algorithms)
    tokens.require_logout_token(token, client_id=connection.client_id, now_s=now.timestamp())
    until = datetime.fromtimestamp(tokens.logout_token_is_kept_until(token), UTC)
    jti_hash = sha256((token.text("jti") or "").encode()).digest()
    async with parts.database.tenant_session(connection.tenant_id) as db:
        repository = SignOnRepository(db)
        # Held, so that the same token twice at once is told apart.
        if await repository.lock_connection(connection.id) is None:
            raise TokenRefused("the connection is gone")
        if not await repository.use_logout_token(connection.id, jti_hash, until, now):
            raise TokenRefused("used before")
        sid, subject = token.text("sid"), token.text("sub")
        users = await repository.end_sessions(connection.id, sid=sid, subject=subject)
        await repository.remember_end(connection.id, sid=sid, subject=subject, now=now)
        await epochs.bump_authz(db)  # also without a session here: access tokens are cached
        for user_id in sorted(set(users)):
            await audit.record(
                db, accounts.principal_of(connection), "session.ended_by_provider", "user", user_id,
                after={"sessions": users.count(user_id)},
            )  # fmt: skip
