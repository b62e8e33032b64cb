"""API keys: made, listed, rotated, revoked. The same for people's keys and for those of service accounts."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.access.errors import Forbidden, RoleTooHigh
from charter.access.roles import Role, least_role_with
from charter.audit import service as audit
from charter.core.db import epochs
from charter.core.errors import InputInvalid
from charter.core.principal import Principal, PrincipalKind
from charter.identity import api_keys
from charter.identity.errors import ApiKeyNotFound, ApiKeyRevoked
from charter.identity.models import ApiKey
from charter.identity.repository import IdentityRepository
from charter.identity.schemas import ApiKeyInput
from charter.identity.service.authentication import Authenticator


async def create_key(
    db: AsyncSession, principal: Principal, authenticator: Authenticator, wanted: ApiKeyInput, *, now: datetime
) -> tuple[ApiKey, str]:
    """Make a key that may do what its role may, within its scope; returns its row and its text, shown once.

    Raises:
        Forbidden: the principal lacks ``keys.write``.
        RoleTooHigh: a key may not do what its maker may not.
    """
    access.require(principal, "keys.write")
    if principal.kind == PrincipalKind.SERVICE:
        raise Forbidden("Keys of people end with them: a service account makes keys of service accounts only.")
    require_future(wanted.expires_at, now)
    scope = access.narrowed(principal, None if wanted.scope is None else frozenset(wanted.scope))
    role = wanted.role or _least_role(scope)
    _require_no_higher(principal, role, scope if wanted.scope else None)
    key = ApiKey(
        name=wanted.name,
        role=role,
        scope=None if scope is None else sorted(scope),
        created_by=principal.id if principal.kind == PrincipalKind.USER else principal.on_behalf_of,
        expires_at=wanted.expires_at,
    )
    return key, await store_key(db, principal, authenticator, key)


async def store_key(db: AsyncSession, principal: Principal, authenticator: Authenticator, key: ApiKey) -> str:
    """Give a new key its secret and store it; returns its text."""
    parts, text = api_keys.generate()
    key.public_id, key.secret_hash = parts.public_id, authenticator.key_hash(parts.secret)
    db.add(key)
    await db.flush()
    await db.refresh(key)
    after: dict[str, JsonValue] = {"name": key.name, "role": str(key.role)}
    if key.scope is not None:
        after["scope"] = [*key.scope]
    if key.service_account_id is not None:
        after["service_account_id"] = str(key.service_account_id)
    await audit.record(db, principal, "api_key.created", "api_key", key.id, after=after)
    return text


async def list_keys(db: AsyncSession, principal: Principal, *, after: UUID | None, limit: int) -> list[ApiKey]:
    """Return people's keys, newest first."""
    access.require(principal, "keys.read")
    return await IdentityRepository(db).list_keys(after=after, limit=limit)


async def get_key(db: AsyncSession, principal: Principal, key_id: UUID) -> ApiKey:
    """Return one key.

    Raises:
        ApiKeyNotFound: no such key in this tenant.
    """
    access.require(principal, "keys.read")
    return found_key(await IdentityRepository(db).find_key_row(key_id))


async def revoke_key(db: AsyncSession, principal: Principal, key_id: UUID, *, now: datetime) -> ApiKey:
    """End a key; effective on the next request everywhere. Idempotent.

    Raises:
        ApiKeyNotFound: no such key in this tenant.
        RoleTooHigh: nobody ends the key of somebody who may do more.
    """
    access.require(principal, "keys.write")
    key = found_key(await IdentityRepository(db).lock_key(key_id))
    _require_no_higher(principal, Role(key.role), scope_of(key))
    await end_key(db, principal, key, now=now)
    return key


async def end_key(db: AsyncSession, principal: Principal, key: ApiKey, *, now: datetime) -> None:
    """End a key that the principal may end. Idempotent."""
    if key.revoked_at is None:
        key.revoked_at = now
        await epochs.bump_authz(db)
        await audit.record(db, principal, "api_key.revoked", "api_key", key.id, after={"name": key.name})


async def rotate_key(
    db: AsyncSession,
    principal: Principal,
    authenticator: Authenticator,
    key_id: UUID,
    *,
    overlap: timedelta = timedelta(0),
    now: datetime,
) -> tuple[ApiKey, str]:
    """Replace a key by a new one of the same name, role and scope; the old one ends now, or works on for a while.

    Args:
        overlap: how long the old key works on; never longer than it would have.

    Raises:
        ApiKeyNotFound: no such key in this tenant.
        ApiKeyRevoked: it has ended already: a new key is made openly, not in its name.
        RoleTooHigh: it may do, or some day could do, what the principal may not.
    """
    access.require(principal, "keys.write")
    old = found_key(await IdentityRepository(db).lock_key(key_id))
    _require_no_higher(principal, Role(old.role), scope_of(old))
    created_by = principal.id if principal.kind == PrincipalKind.USER else principal.on_behalf_of
    return await replace_key(db, principal, authenticator, old, overlap=overlap, created_by=created_by, now=now)


async def replace_key(
    db: AsyncSession,
    principal: Principal,
    authenticator: Authenticator,
    old: ApiKey,
    *,
    overlap: timedelta,
    created_by: UUID | None,
    now: datetime,
) -> tuple[ApiKey, str]:
    """Replace a key that the principal may replace: see :func:`rotate_key`."""
    if old.revoked_at is not None:
        raise ApiKeyRevoked("This key was revoked and cannot be rotated; create a new one.")
    require_future(old.expires_at, now)
    scope = scope_of(old)
    if access.narrowed(principal, scope) != scope:
        raise RoleTooHigh("This key has no scope and the one you call with has: rotate it with another credential.")
    expires_at = old.expires_at
    if overlap:
        await _let_end(db, principal, old, now + overlap)
    else:
        await end_key(db, principal, old, now=now)
    key = ApiKey(
        name=old.name,
        role=old.role,
        scope=old.scope,
        created_by=created_by,
        expires_at=expires_at,
        service_account_id=old.service_account_id,
    )
    return key, await store_key(db, principal, authenticator, key)


async def _let_end(db: AsyncSession, principal: Principal, key: ApiKey, moment: datetime) -> None:
    if key.expires_at is None or key.expires_at > moment:
        key.expires_at = moment
        await epochs.bump_authz(db)
    await audit.record(db, principal, "api_key.rotated", "api_key", key.id, after={"works_until": str(key.expires_at)})


def scope_of(key: ApiKey) -> frozenset[str] | None:
    """Return what a key is limited to."""
    return None if key.scope is None else frozenset(key.scope)


def require_no_higher(principal: Principal, role: Role) -> None:
    """Refuse a built-in role that may do something the principal may not.

    Raises:
        RoleTooHigh: names what is missing.
    """
    access.require_no_higher(principal, access.permissions_of(role), f"The role {role}")


def _require_no_higher(principal: Principal, role: Role, scope: frozenset[str] | None) -> None:
    if scope is None:
        require_no_higher(principal, role)
    else:
        access.require_no_higher(principal, access.permissions_of(role) & scope, "The key")


def _least_role(scope: frozenset[str] | None) -> Role:
    if scope is None:
        return Role.CALLER
    if (role := least_role_with(scope)) is not None:
        return role
    message = "No built-in role holds all of these together; name a role as well, and assign further ones to the key."
    raise InputInvalid(message, fields=[{"path": "/scope", "message": message}])


def require_future(moment: datetime | None, now: datetime) -> None:
    """Refuse an expiry that is over.

    Raises:
        InputInvalid: names the field.
    """
    if moment is not None and moment <= now:
        message = "This moment is over; give one in the future, or leave it out."
        raise InputInvalid(message, fields=[{"path": "/expires_at", "message": message}])


def found_key(key: ApiKey | None) -> ApiKey:
    """Return a key that is there.

    Raises:
        ApiKeyNotFound: there is none.
    """
    if key is None:
        raise ApiKeyNotFound("No such API key; list them with GET /v1/api-keys.")
    return key


async def person_behind(db: AsyncSession, principal_id: UUID) -> UUID:
    """Return the user that an API key acts for; anybody else stands for themselves."""
    key = await IdentityRepository(db).find_key_row(principal_id)
    return principal_id if key is None or key.created_by is None else key.created_by
