"""Signing in through a provider: there with PKCE, state and nonce, and back with a code."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from pydantic import JsonValue

from charter.audit import service as audit
from charter.core.errors import InputInvalid
from charter.core.telemetry import logs, metrics
from charter.identity.errors import SignOnAddressTaken, SignOnConnectionNotFound, SignOnNotMapped, SignOnRefused
from charter.identity.models import SessionProof, SignOnConnection, SignOnSession
from charter.identity.oidc import mapping, tokens
from charter.identity.oidc.discovery import Provider, ProviderFailure, fetch
from charter.identity.oidc.flow import Attempt, Client, authorization_address, exchange, is_path_here
from charter.identity.oidc.tokens import Claims, Token, TokenRefused
from charter.identity.service import sign_in
from charter.identity.service.authentication import Authenticator
from charter.identity.service.sign_on import accounts
from charter.identity.service.sign_on.accounts import Person
from charter.identity.service.sign_on.connections import SECRET_FIELD, TABLE
from charter.identity.service.sign_on.parts import SignOnParts
from charter.identity.sign_on_repository import SignOnRepository

_log = logs.get(__name__)
_AGAIN = "Start again from the sign-in page."
_OAUTH_WORD = re.compile(r"[a-z_]{1,60}")
SESSION_TABLE, ID_TOKEN_FIELD = "sign_on_sessions", "sealed_id_token"


@dataclass(frozen=True, slots=True)
class Departure:
    """Where the browser goes, and what it keeps until it is back."""

    address: str
    cookie_name: str
    cookie: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """A session that was opened, and where in the workbench to go on."""

    session_token: str
    return_to: str
    cookie_name: str


@dataclass(frozen=True, slots=True)
class Callback:
    """What the provider sent the browser back with."""

    state: str
    code: str | None = None
    error: str | None = None
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class _Connection:
    row: SignOnConnection
    provider: Provider
    client: Client


def cookie_name_of(state: str) -> str:
    """Return the name of the cookie of one attempt: two tabs do not take each other's."""
    return f"charter_sign_on_{sha256(state.encode()).hexdigest()[:16]}"


async def begin(
    parts: SignOnParts, connection_id: UUID, *, return_to: str, login_hint: str | None, now: datetime
) -> Departure:
    """Begin a sign-in; nothing is stored here.

    Raises:
        InputInvalid: ``return_to`` is not a path of this server.
        SignOnConnectionNotFound: no such connection, or it or its tenant is not in use now.
    """
    if not is_path_here(return_to):
        message = "Give a path of this server that begins with one slash, for example /agents."
        raise InputInvalid(message, fields=[{"path": "query.return_to", "message": message}])
    connection = await _open_connection(parts, connection_id)
    attempt = Attempt.begin(connection_id, return_to, now.timestamp())
    address = authorization_address(connection.provider, connection.client, attempt, connection.row.scopes, login_hint)
    return Departure(address, cookie_name_of(attempt.state), parts.seal.seal(attempt))


async def finish(
    parts: SignOnParts,
    authenticator: Authenticator,
    callback: Callback,
    cookies: Mapping[str, str],
    *,
    user_agent: str | None,
    now: datetime,
) -> Arrival:
    """Take the code, prove who is there, and open a session.

    Raises:
        SignOnRefused: another browser, a late or repeated answer, or one that proves nobody.
        SignOnNotMapped: the person has no role here (any more), or was deactivated.
        SignOnAddressTaken: another member has the person's address.
    """
    attempt = _attempt_of(parts, callback, cookies, now)
    connection = await _open_connection(parts, attempt.connection_id)
    try:
        _require_good_answer(connection.provider, callback)
        answer = await exchange(parts.http, connection.provider, connection.client, attempt, callback.code or "")
        id_token = str(answer["id_token"])
        token = await tokens.verified(id_token, connection.provider, parts.keys, connection.row.algorithms)
        tokens.require_id_token(
            token, client_id=connection.client.client_id, nonce=attempt.nonce, now_s=now.timestamp()
        )
        person = Person(connection.row.issuer, token.subject, await _claims(parts, connection, token, answer))
    except (ProviderFailure, TokenRefused) as error:
        metrics.sign_ins.labels("refused").inc()
        _log.warning("sign-on refused", extra={"connection": connection.row.name, "reason": str(error)})
        detail = f"{connection.row.name} did not prove who you are ({error}). {_AGAIN}"
        raise SignOnRefused(detail.replace("..", ".")) from error
    user_id = await _admit(parts, connection.row, person, now)
    session_token = await sign_in.open_session(
        parts.database,
        authenticator,
        tenant_id=connection.row.tenant_id,
        user_id=user_id,
        user_agent=user_agent,
        now=now,
        proof=SessionProof.PROVIDER,
    )
    await _remember(parts, authenticator, connection.row, token, session_token, id_token)
    metrics.sign_ins.labels("accepted").inc()
    return Arrival(session_token, attempt.return_to, cookie_name_of(attempt.state))


def _attempt_of(parts: SignOnParts, callback: Callback, cookies: Mapping[str, str], now: datetime) -> Attempt:
    name = cookie_name_of(callback.state)
    sealed = cookies.get(f"__Host-{name}") or cookies.get(name) or ""
    attempt = parts.seal.open(sealed, now.timestamp())
    if attempt is None or not hmac.compare_digest(attempt.state.encode(), callback.state.encode()):
        raise SignOnRefused(f"This sign-in was not begun in this browser, or too long ago. {_AGAIN}")
    return attempt


def _require_good_answer(provider: Provider, callback: Callback) -> None:
    named = callback.issuer is not None or provider.authorization_response_iss_parameter_supported
    if named and callback.issuer != provider.issuer:  # RFC 9207: the answer of another provider
        raise ProviderFailure("the answer came from another provider")
    if callback.error is not None or not callback.code:
        # The error travelled through the browser: only a plain word of it is repeated.
        word = callback.error if _OAUTH_WORD.fullmatch(callback.error or "") else "no code"
        raise ProviderFailure(f"it answered {word}")


async def _open_connection(parts: SignOnParts, connection_id: UUID) -> _Connection:
    async with parts.database.system_session(reason="find a sign-on connection's tenant") as db:
        tenant_id = await SignOnRepository(db).tenant_of_connection(connection_id)
    if tenant_id is not None:
        async with parts.database.tenant_session(tenant_id) as db:
            row = await SignOnRepository(db).find_connection(connection_id)
            if row is not None:
                sealed = row.sealed_secret
                secret = await parts.vault.open(db, TABLE, row.id, SECRET_FIELD, sealed) if sealed else None
                client = Client(row.client_id, secret, parts.redirect_uri)
                return _Connection(row, Provider.model_validate(row.provider), client)
    raise SignOnConnectionNotFound("There is no such way to sign in; go back to the sign-in page.")


async def _claims(parts: SignOnParts, connection: _Connection, token: Token, answer: Claims) -> Claims:
    """Return the ID token's claims, with the provider's user info where a rule asks for what the token lacks."""
    provider, access_token = connection.provider, answer.get("access_token")
    wanted = [*accounts.role_rules(connection.row), *accounts.team_rules(connection.row)]
    if bound := accounts.organization_of(connection.row):
        wanted.append(mapping.Rule(bound.claim, bound.alias, ""))
    complete = not mapping.lacks_a_claim(wanted, token.claims) and "email" in token.claims
    if complete or provider.userinfo_endpoint is None or not isinstance(access_token, str):
        return token.claims
    headers = {"authorization": f"Bearer {access_token}"}
    more = (await fetch(parts.http, provider.userinfo_endpoint, headers=headers)).document
    if more.get("sub") != token.subject:  # OpenID Connect Core §5.3.2
        raise TokenRefused("the user info is about somebody else")
    return more | token.claims


async def _admit(parts: SignOnParts, connection: SignOnConnection, person: Person, now: datetime) -> UUID:
    """Bring the person's account and membership up to date and return the user; a loss of access is kept, too."""
    bound = accounts.organization_of(connection)
    belongs = bound is None or bound.has(person.claims)
    taken: SignOnAddressTaken | None = None
    async with parts.database.tenant_session(connection.tenant_id) as db:
        principal = accounts.principal_of(connection)
        account = await accounts.find(db, connection, person)
        if account is None:
            account = await accounts.add(db, connection, person)
        account.label, account.signed_in_at, account.updated_at = person.label, now, now
        accounts.read_claims(account, connection, person.claims if belongs else {})
        try:
            member = await accounts.settle(db, connection, account, principal, now=now)
        except SignOnAddressTaken as error:
            member, taken = None, error
        if member is None:
            metrics.sign_ins.labels("refused").inc()
            facts: dict[str, JsonValue] = {"subject": person.subject, "organization": belongs, "active": account.active}
            await audit.record(db, principal, "sign_on.refused", "user", account.user_id, after=facts)
    if taken is not None:
        raise taken
    if member is None:
        raise SignOnNotMapped(
            f"{connection.name} knows you, and nothing there gives you a role in this tenant. Ask its administrator."
        )
    return account.user_id


async def _remember(
    parts: SignOnParts,
    authenticator: Authenticator,
    connection: SignOnConnection,
    token: Token,
    session_token: str,
    id_token: str,
) -> None:
    """Keep what the end of the session needs: the provider's session id, and the ID token, sealed."""
    session_id = await authenticator.session_of(session_token)
    if session_id is None:
        raise SignOnRefused(f"Your access ended just now. {_AGAIN}")
    async with parts.database.tenant_session(connection.tenant_id) as db:
        row = SignOnSession(
            id=session_id,
            session_id=session_id,
            connection_id=connection.id,
            subject=token.subject,
            sid=token.text("sid"),
            sealed_id_token=await parts.vault.seal(db, SESSION_TABLE, session_id, ID_TOKEN_FIELD, id_token),
        )
        db.add(row)
