"""Access tokens of a tenant's provider on the API: from a JWT to the facts of a principal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from charter.core.clock import Clock
from charter.core.principal import PrincipalKind
from charter.core.telemetry import logs
from charter.identity.models import SignOnConnection
from charter.identity.oidc import mapping, tokens
from charter.identity.oidc.discovery import Provider
from charter.identity.oidc.tokens import Token, TokenRefused
from charter.identity.repository import IdentityRepository
from charter.identity.service.sign_on import accounts
from charter.identity.service.sign_on.accounts import Person
from charter.identity.service.sign_on.parts import SignOnParts
from charter.identity.sign_on_repository import SignOnRepository

_log = logs.get(__name__)
_OLDEST = timedelta(days=30)
"""How old a token may be, and how long the end of a provider's session is remembered."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom an access token stands for."""

    tenant_id: UUID
    user_id: UUID
    kind: PrincipalKind
    label: str
    role: str
    authz_epoch: int
    tenant_state: str
    expires_at: datetime


class AccessTokens:
    """Turns access tokens into the facts of principals. The caller keeps the answer until it expires or epochs move."""

    def __init__(self, parts: SignOnParts, clock: Clock) -> None:
        self._parts = parts
        self._clock = clock

    async def find(self, text: str) -> Bearer | None:
        """Return whom a token stands for; None for any that is not to be believed, with the reason in the log only."""
        try:
            return await self._believed(text)
        except TokenRefused as error:
            _log.info("access token refused", extra={"reason": str(error)})
            return None

    async def _believed(self, text: str) -> Bearer:
        claimed = tokens.unverified(text)
        async with self._parts.database.system_session(reason="find the connections of an access token") as db:
            rows = await SignOnRepository(db).connections_for(
                claimed.text("iss") or "", audiences=claimed.audiences[:20], clients=[]
            )
        now, good, reasons = self._clock(), [], list[str]()
        for row in rows:
            try:
                good.append((row, await self._token_for(row.SignOnConnection, text, now)))
            except TokenRefused as error:
                reasons.append(str(error))
        if len(good) != 1:  # two would mean that a token decides between tenants
            raise TokenRefused(f"{len(good)} of {len(rows)} connections take it: {'; '.join(reasons)}")
        row, token = good[0]
        connection: SignOnConnection = row.SignOnConnection
        role, user_id, kind, label = await self._account(connection, token)
        expires_at = datetime.fromtimestamp(float(str(token.claims["exp"])), UTC)
        return Bearer(connection.tenant_id, user_id, kind, label, role, row.authz_epoch, row.state, expires_at)

    async def _token_for(self, connection: SignOnConnection, text: str, now: datetime) -> Token:
        provider = Provider.model_validate(connection.provider)
        token = await tokens.verified(text, provider, self._parts.keys, connection.algorithms)
        tokens.require_access_token(
            token,
            audience=connection.audience or "",
            parties=connection.allowed_azp,
            now_s=now.timestamp(),
        )
        bound = accounts.organization_of(connection)
        if bound is not None and not bound.has(token.claims):
            raise TokenRefused("another organization")
        return token

    async def _account(self, connection: SignOnConnection, token: Token) -> tuple[str, UUID, PrincipalKind, str]:
        """Return role, user, kind and label of the token's subject; its account is made when it is new."""
        claims = {name: value for name, value in token.claims.items() if name != mapping.SCIM_GROUPS}
        person = Person(connection.issuer, token.subject, claims)
        async with self._parts.database.tenant_session(connection.tenant_id) as db:
            await _require_not_ended(db, connection, token, self._clock())
            account = await SignOnRepository(db).find_account(person.issuer, person.subject)
            if account is None:
                account = await accounts.find(db, connection, person) or await accounts.add(db, connection, person)
            role = await accounts.role_with(db, account, connection, claims)
            if role is None:
                raise TokenRefused("no role")
            member = await IdentityRepository(db).find_member_of(account.user_id)
        kind = PrincipalKind.USER if member is not None else PrincipalKind.SERVICE
        return role, account.user_id, kind, member.email if member is not None else account.label


async def forget_ends(db: AsyncSession, now: datetime) -> None:
    """Forget the ends of provider sessions that no token is as old as. System session."""
    await SignOnRepository(db).forget_ends_before(now - _OLDEST)


async def _require_not_ended(db: AsyncSession, connection: SignOnConnection, token: Token, now: datetime) -> None:
    """Refuse a token of a session that was ended, here or at the provider.

    Raises:
        TokenRefused: it was, or the token is older than ends are remembered.
    """
    moment = token.claims.get("iat")
    if isinstance(moment, bool) or not isinstance(moment, int | float):
        raise TokenRefused("no moment of issue")  # RFC 9068 §2.2
    issued_at = datetime.fromtimestamp(float(moment), UTC)
    if issued_at < now - _OLDEST:
        raise TokenRefused("too old")
    if await SignOnRepository(db).has_ended(
        connection.id, sid=token.text("sid"), subject=token.subject, issued_at=issued_at
    ):
        raise TokenRefused("signed out")
