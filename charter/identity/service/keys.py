"""API keys: made, listed, rotated, revoked."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.access.roles import Role
from charter.audit import service as audit
from charter.core.db import epochs
from charter.core.errors import InputInvalid
from charter.core.principal import Principal, PrincipalKind
from charter.identity import api_keys
from charter.identity.errors import ApiKeyNotFound, ApiKeyRevoked
from charter.identity.models import ApiKey
from charter.identity.repository import IdentityRepository
from charter.identity.service.authentication import Authenticator


async def create_key(
    db: AsyncSession,
    principal: Principal,
    authenticator: Authenticator,
    *,
    name: str,
    role: Role,
    expires_at: datetime | None,
    now: datetime,
) -> tuple[ApiKey, str]:
    """Make a key that may do what ``role`` may; returns its row and its full text, which is shown once.

    Raises:
        Forbidden: the principal lacks ``keys.write``.
        RoleTooHigh: a key may not do what its maker may not.
    """
    access.require(principal, "keys.write")
    require_no_higher(principal, role)
    if expires_at is not None and expires_at <= now:
        message = "This moment is over; give one in the future, or leave it out."
        raise InputInvalid(message, fields=[{"path": "/expires_at", "message": message}])
    parts, text = api_keys.generate()
    key = ApiKey(
        public_id=parts.public_id,
        name=name,
        role=role,
        secret_hash=authenticator.key_hash(parts.secret),
        created_by=principal.id if principal.kind == PrincipalKind.USER else principal.on_behalf_of,
        expires_at=expires_at,
    )
    db.add(key)
    await db.flush()
    await db.refresh(key)
    await audit.record(db, principal, "api_key.created", "api_key", key.id, after={"name": name, "role": str(role)})
    return key, text


async def list_keys(db: AsyncSession, principal: Principal, *, after: UUID | None, limit: int) -> list[ApiKey]:
    """Return keys, newest first."""
    access.require(principal, "keys.read")
    return await IdentityRepository(db).list_keys(after=after, limit=limit)


async def get_key(db: AsyncSession, principal: Principal, key_id: UUID) -> ApiKey:
    """Return one key.

    Raises:
        ApiKeyNotFound: no such key in this tenant.
    """
    access.require(principal, "keys.read")
    return _found(await IdentityRepository(db).find_key_row(key_id))


async def revoke_key(db: AsyncSession, principal: Principal, key_id: UUID, *, now: datetime) -> ApiKey:
    """End a key; effective on the next request everywhere. Idempotent.

    Raises:
        ApiKeyNotFound: no such key in this tenant.
        RoleTooHigh: nobody ends the key of somebody who may do more.
    """
    access.require(principal, "keys.write")
    key = _found(await IdentityRepository(db).lock_key(key_id))
    require_no_higher(principal, Role(key.role))
    if key.revoked_at is None:
        key.revoked_at = now
        await epochs.bump_authz(db)
        await audit.record(db, principal, "api_key.revoked", "api_key", key.id, after={"name": key.name})
    return key


async def rotate_key(
    db: AsyncSession,
    principal: Principal,
    authenticator: Authenticator,
    key_id: UUID,
    *,
    overlap: timedelta = timedelta(0),
    now: datetime,
) -> tuple[ApiKey, str]:
    """Replace a key by a new one of the same name and role; the old one ends now, or works on for a while.

    Args:
        overlap: how long the old key works on; never longer than it would have.

    Raises:
        ApiKeyNotFound: no such key in this tenant.
        ApiKeyRevoked: it has ended already: a new key is made openly, not in its name.
    """
    access.require(principal, "keys.write")
    old = _found(await IdentityRepository(db).lock_key(key_id))
    if old.revoked_at is not None:
        raise ApiKeyRevoked("This key was revoked and cannot be rotated; create a new one.")
    expires_at = old.expires_at
    if overlap:
        require_no_higher(principal, Role(old.role))
        await _let_end(db, principal, old, now + overlap)
    else:
        await revoke_key(db, principal, key_id, now=now)
    return await create_key(
        db, principal, authenticator, name=old.name, role=Role(old.role), expires_at=expires_at, now=now
    )


async def _let_end(db: AsyncSession, principal: Principal, key: ApiKey, moment: datetime) -> None:
    if key.expires_at is None or key.expires_at > moment:
        key.expires_at = moment
        await epochs.bump_authz(db)
    await audit.record(db, principal, "api_key.rotated", "api_key", key.id, after={"works_until": str(key.expires_at)})


def require_no_higher(principal: Principal, role: Role) -> None:
    """Refuse a built-in role that may do something the principal may not.

    Raises:
        RoleTooHigh: names what is missing.
    """
    access.require_no_higher(principal, access.permissions_of(role), f"The role {role}")


def _found(key: ApiKey | None) -> ApiKey:
    if key is None:
        raise ApiKeyNotFound("No such API key; list them with GET /v1/api-keys.")
    return key
