"""From a credential to a principal, cached by epoch: a cached principal is never trusted past a change of access."""

from __future__ import annotations

import hmac
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.access.rights import NO_ROLE, Rights, Snapshot
from charter.core.clock import Clock
from charter.core.crypto import MasterKey
from charter.core.db import Database
from charter.core.principal import Principal, PrincipalKind
from charter.identity import api_keys
from charter.identity.errors import Unauthenticated
from charter.identity.oidc import tokens
from charter.identity.repository import IdentityRepository
from charter.identity.service.sign_on.access_tokens import AccessTokens
from charter.tenants import service as tenants
from charter.tenants.errors import TenantSuspended

_MAXIMUM_CACHED = 10_000
_MAXIMUM_TENANTS = 1_000
_TOUCH_EVERY = timedelta(seconds=60)
_NO_HASH = bytes(32)


@dataclass(slots=True)
class _Cached:
    principal: Principal
    secret_hash: bytes
    expires_at: datetime | None
    state: str
    session_id: UUID | None = None
    key_id: UUID | None = None
    touched_at: datetime | None = None


class Authenticator:
    """Turns API keys, session tokens and access tokens of tenants' providers into principals. One per process."""

    def __init__(
        self, database: Database, master: MasterKey, clock: Clock, access_tokens: AccessTokens | None = None
    ) -> None:
        self._access_tokens = access_tokens
        self._database = database
        self._master = master
        self._clock = clock
        self._cache: OrderedDict[str, _Cached] = OrderedDict()
        self._snapshots: OrderedDict[UUID, Snapshot] = OrderedDict()
        self._slugs: dict[UUID, str] = {}

    async def authenticate(self, *, bearer: str | None, session_token: str | None, newer_than: int = 0) -> Principal:
        """Return the principal of an API key or, without one, of a session token.

        Args:
            newer_than: the epoch of a principal known to be stale; 0 accepts the cached one.

        Raises:
            Unauthenticated: no credential, or a wrong, expired or revoked one; never says which.
            TenantSuspended: the credential is good, the tenant is not to be used now.
        """
        cached = await self._find(bearer, session_token, newer_than)
        if cached is not None and cached.state != "active":
            # No transaction of the tenant compares epochs while it is suspended: see each time whether it still is.
            cached = await self._find(bearer, session_token, cached.principal.authz_epoch)
        now = self._clock()
        if cached is None or (cached.expires_at is not None and cached.expires_at <= now):
            kind = _kind_of(bearer)
            if not bearer and not session_token:
                raise Unauthenticated("Sign in, or send an API key: Authorization: Bearer chk_….")
            raise Unauthenticated(f"This {kind} is not valid or has ended; use another {kind}.")
        if cached.state != "active":
            raise TenantSuspended("This tenant is suspended; ask the operator of this installation.")
        if cached.key_id and (cached.touched_at is None or now - cached.touched_at > _TOUCH_EVERY):
            cached.touched_at = now
            async with self._database.tenant_session(cached.principal.tenant_id) as db:
                await IdentityRepository(db).touch_key(cached.principal.tenant_id, cached.key_id, now)
        return cached.principal

    async def session_of(self, session_token: str) -> UUID | None:
        """Return the id of the session of a token."""
        cached = await self._find(None, session_token, 0)
        return cached.session_id if cached else None

    def session_hash(self, session_token: str) -> bytes:
        """Return what is stored of a session token."""
        return self._master.keyed_hash("user-session", session_token)

    def challenge_hash(self, token: str) -> bytes:
        """Return what is stored of the challenge of a sign-in that awaits a code."""
        return self._master.keyed_hash("second-factor-challenge", token)

    def key_hash(self, secret: str) -> bytes:
        """Return what is stored of an API key's secret."""
        return self._master.keyed_hash("api-key", secret)

    def csrf_token(self, session_token: str) -> str:
        """Return the token that this session's pages send along on unsafe requests."""
        return self._master.keyed_hash("csrf", session_token).hex()

    async def _find(self, bearer: str | None, session_token: str | None, newer_than: int) -> _Cached | None:
        if bearer and self._access_tokens is not None and tokens.looks_like_one(bearer):
            return await self._find_access_token(self._access_tokens, bearer, newer_than)
        if bearer:
            parts = api_keys.parse(bearer)
            return await self._find_key(parts, newer_than) if parts else None
        return await self._find_session(session_token, newer_than) if session_token else None

    async def _find_key(self, parts: api_keys.KeyParts, newer_than: int) -> _Cached | None:
        cached = self._cached(f"key:{parts.public_id}", newer_than)
        if cached is None:
            async with self._database.system_session(reason="authenticate an API key") as db:
                row = await IdentityRepository(db).find_key(parts.public_id)
                if row is not None:
                    principal = await self._principal_of_key(db, row)
                    cached = _Cached(principal, row.secret_hash, row.expires_at, row.state, key_id=row.id)
        # An unknown id costs the same comparison as a wrong secret.
        expected = cached.secret_hash if cached else _NO_HASH
        if not hmac.compare_digest(self.key_hash(parts.secret), expected) or cached is None:
            return None
        self._remember(f"key:{parts.public_id}", cached)
        return cached

    async def _principal_of_key(self, db: AsyncSession, row: Any) -> Principal:
        """A key may what its role and rules say, within its scope, and never more than the user who made it.

        The key of a service account stands for the account, whoever made it.
        """
        snapshot = await self._snapshot(db, row.tenant_id, row.authz_epoch)
        scope = None if row.scope is None else frozenset(row.scope)
        if row.service_account_id is not None:
            rights = snapshot.rights_of(PrincipalKind.SERVICE, row.service_account_id, NO_ROLE).scoped(scope)
            account = row.service_account_id
            return self._principal(account, PrincipalKind.SERVICE, row, row.account_name, rights, None, scope)
        rights = snapshot.rights_of(PrincipalKind.API_KEY, row.id, row.role).scoped(scope)
        if row.created_by is not None:
            maker = await IdentityRepository(db).find_role_in(row.tenant_id, row.created_by)
            rights = rights.bounded_by(
                snapshot.rights_of(PrincipalKind.USER, row.created_by, maker) if maker else Rights()
            )
        return self._principal(row.id, PrincipalKind.API_KEY, row, row.name, rights, row.created_by, scope)

    async def _find_session(self, token: str, newer_than: int) -> _Cached | None:
        token_hash = self.session_hash(token)
        name = f"session:{token_hash.hex()}"
        if cached := self._cached(name, newer_than):
            return cached
        async with self._database.system_session(reason="authenticate a session") as db:
            row = await IdentityRepository(db).find_session(token_hash)
            if row is None:
                return None
            snapshot = await self._snapshot(db, row.tenant_id, row.authz_epoch)
        rights = snapshot.rights_of(PrincipalKind.USER, row.user_id, row.role)
        if row.enrolment_due:
            rights = Rights(roles=rights.roles)
        principal = self._principal(row.user_id, PrincipalKind.USER, row, row.email, rights)
        principal = replace(principal, enrolment_due=row.enrolment_due)
        cached = _Cached(principal, token_hash, row.expires_at, row.state, row.id)
        self._remember(name, cached)
        return cached

    async def _snapshot(self, db: AsyncSession, tenant_id: UUID, epoch: int) -> Snapshot:
        """Return the tenant's access rules at least as new as ``epoch``."""
        if tenant_id not in self._slugs:  # a tenant keeps its slug for life
            self._slugs[tenant_id] = await tenants.slug_by_id(db, tenant_id)
        snapshot = self._snapshots.get(tenant_id)
        if snapshot is None or snapshot.epoch != epoch:
            snapshot = self._snapshots[tenant_id] = await access.load_snapshot(db, tenant_id, epoch)
            while len(self._snapshots) > _MAXIMUM_TENANTS:
                self._snapshots.popitem(last=False)
        self._snapshots.move_to_end(tenant_id)
        return snapshot

    async def _find_access_token(self, tokens_of_providers: AccessTokens, text: str, newer_than: int) -> _Cached | None:
        token_hash = sha256(text.encode()).digest()
        name = f"access-token:{token_hash.hex()}"
        if cached := self._cached(name, newer_than):
            return cached
        if (bearer := await tokens_of_providers.find(text)) is None:
            return None
        async with self._database.system_session(reason="compile the rights of an access token") as db:
            snapshot = await self._snapshot(db, bearer.tenant_id, bearer.authz_epoch)
        rights = snapshot.rights_of(bearer.kind, bearer.user_id, bearer.role)
        principal = self._principal(bearer.user_id, bearer.kind, bearer, bearer.label, rights)
        cached = _Cached(principal, token_hash, bearer.expires_at, bearer.tenant_state)
        self._remember(name, cached)
        return cached

    def _principal(
        self,
        id_: UUID,
        kind: PrincipalKind,
        row: Any,
        label: str,
        rights: Rights,
        on_behalf_of: UUID | None = None,
        scope: frozenset[str] | None = None,
    ) -> Principal:
        return Principal(
            id=id_,
            kind=kind,
            tenant_id=row.tenant_id,
            label=label,
            permissions=rights.permissions,
            authz_epoch=row.authz_epoch,
            on_behalf_of=on_behalf_of,
            granted=rights.granted,
            denied=rights.denied,
            roles=rights.roles,
            teams=rights.teams,
            tenant_slug=self._slugs[row.tenant_id],
            scope=scope,
        )

    def _cached(self, name: str, newer_than: int) -> _Cached | None:
        cached = self._cache.get(name)
        if cached is not None and cached.principal.authz_epoch > newer_than:
            self._cache.move_to_end(name)
            return cached
        self._cache.pop(name, None)
        return None

    def _remember(self, name: str, cached: _Cached) -> None:
        self._cache[name] = cached
        while len(self._cache) > _MAXIMUM_CACHED:
            self._cache.popitem(last=False)


def _kind_of(bearer: str | None) -> str:
    if not bearer:
        return "session"
    return "access token" if tokens.looks_like_one(bearer) else "API key"
