"""Service accounts: principals that are no people, with roles, teams and API keys of their own.

Who changes one, or makes or ends its keys, may do all that it may: whoever holds a key of an account acts as it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.access.rights import NO_ROLE, Rights
from charter.access.roles import Role
from charter.access.service import roles
from charter.audit import service as audit
from charter.core.db import epochs
from charter.core.principal import Principal, PrincipalKind
from charter.identity.errors import ServiceAccountNameTaken, ServiceAccountNotFound
from charter.identity.models import ApiKey, ServiceAccount
from charter.identity.repository import IdentityRepository
from charter.identity.service import keys
from charter.identity.service.authentication import Authenticator
from charter.identity.service.sessions import person_behind
from charter.identity.service_account_schemas import (
    ServiceAccountChange,
    ServiceAccountInput,
    ServiceAccountKeyInput,
    ServiceAccountRead,
)

_KIND = "service_account"


async def list_accounts(
    db: AsyncSession, principal: Principal, *, after: UUID | None, limit: int
) -> list[ServiceAccountRead]:
    """Return service accounts in the order they were made."""
    access.require(principal, "members.read")
    rows = await IdentityRepository(db).list_accounts(after=after, limit=limit)
    held = await roles.roles_of_accounts(db, principal, [row.id for row in rows])
    return [_read(row, held.get(row.id, [])) for row in rows]


async def get_account(db: AsyncSession, principal: Principal, account_id: UUID) -> ServiceAccountRead:
    """Return a service account.

    Raises:
        ServiceAccountNotFound: no such account in this tenant.
    """
    access.require(principal, "members.read")
    return await _read_now(db, principal, _found(await IdentityRepository(db).find_account(account_id)))


async def create_account(db: AsyncSession, principal: Principal, wanted: ServiceAccountInput) -> ServiceAccountRead:
    """Make a service account.

    Raises:
        RoleNotFound, RoleTooHigh: there is no such role, or it may do what the principal may not.
        ServiceAccountNameTaken: another account has the name.
    """
    access.require(principal, "members.write")
    account = ServiceAccount(
        name=wanted.name, description=wanted.description, created_by=person_behind(principal), enabled=True
    )
    await _store(db, account, wanted.name)
    await db.refresh(account)
    await roles.set_roles_of_account(db, principal, account.id, wanted.roles)
    made = await _read_now(db, principal, account)
    await audit.record(db, principal, "service_account.created", _KIND, account.id, after=_facts(made))
    return made


async def change_account(
    db: AsyncSession, principal: Principal, account_id: UUID, change: ServiceAccountChange
) -> ServiceAccountRead:
    """Rename a service account, describe it anew, or change its roles; roles count on its next request.

    Raises:
        ServiceAccountNotFound, ServiceAccountNameTaken, RoleNotFound.
        RoleTooHigh: the account, or a role that is given, may do what the principal may not.
    """
    account = await _lock_within(db, principal, account_id, "members.write")
    before = await _read_now(db, principal, account)
    account.name = account.name if change.name is None else change.name
    account.description = account.description if change.description is None else change.description
    await _store(db, account, account.name)
    if change.roles is not None:
        await roles.set_roles_of_account(db, principal, account_id, change.roles)
    elif account.name != before.name:
        await epochs.bump_authz(db)  # principals carry the name
    made = await _read_now(db, principal, account)
    await audit.record(
        db, principal, "service_account.changed", _KIND, account_id, before=_facts(before), after=_facts(made)
    )
    return made


async def set_enabled(db: AsyncSession, principal: Principal, account_id: UUID, *, enabled: bool) -> ServiceAccountRead:
    """Stop all keys of an account on their next request, and its open streams within a second; or let them work again.

    Raises:
        ServiceAccountNotFound: no such account in this tenant.
        RoleTooHigh: the account may do what the principal may not.
    """
    account = await _lock_within(db, principal, account_id, "members.write")
    if account.enabled != enabled:
        account.enabled = enabled
        await db.flush()
        await epochs.bump_authz(db)
        action = "service_account.enabled" if enabled else "service_account.disabled"
        await audit.record(db, principal, action, _KIND, account_id, after={"name": account.name})
    return await _read_now(db, principal, account)


async def delete_account(db: AsyncSession, principal: Principal, account_id: UUID) -> None:
    """Delete an account with its keys, roles, rules and places in teams; what it did stays on record.

    Raises:
        ServiceAccountNotFound: no such account in this tenant.
        RoleTooHigh: the account may do what the principal may not.
    """
    account = await _lock_within(db, principal, account_id, "members.write")
    before = _facts(await _read_now(db, principal, account))
    await db.delete(account)
    await db.flush()
    await epochs.bump_authz(db)
    await audit.record(db, principal, "service_account.deleted", _KIND, account_id, before=before)


async def list_keys(
    db: AsyncSession, principal: Principal, account_id: UUID, *, after: UUID | None, limit: int
) -> list[ApiKey]:
    """Return an account's keys, newest first.

    Raises:
        ServiceAccountNotFound: no such account in this tenant.
    """
    access.require(principal, "keys.read")
    _found(await IdentityRepository(db).find_account(account_id))
    return await IdentityRepository(db).list_keys(after=after, limit=limit, account_id=account_id)


async def create_key(
    db: AsyncSession,
    principal: Principal,
    authenticator: Authenticator,
    account_id: UUID,
    wanted: ServiceAccountKeyInput,
    *,
    now: datetime,
) -> tuple[ApiKey, str]:
    """Make a key of an account; returns its row and its text, which is shown once.

    Raises:
        ServiceAccountNotFound: no such account in this tenant.
        RoleTooHigh: the key may do what the principal may not.
    """
    keys.require_future(wanted.expires_at, now)
    scope = access.narrowed(principal, None if wanted.scope is None else frozenset(wanted.scope))
    await _lock_within(db, principal, account_id, "keys.write", scope=scope)
    key = ApiKey(
        name=wanted.name,
        role=Role.GUEST,
        scope=None if scope is None else sorted(scope),
        expires_at=wanted.expires_at,
        service_account_id=account_id,
    )
    return key, await keys.store_key(db, principal, authenticator, key)


async def revoke_key(
    db: AsyncSession, principal: Principal, account_id: UUID, key_id: UUID, *, now: datetime
) -> ApiKey:
    """End a key of an account; effective on the next request everywhere. Idempotent.

    Raises:
        ServiceAccountNotFound, ApiKeyNotFound: no such account in this tenant, or no such key of it.
        RoleTooHigh: the key may do what the principal may not.
    """
    key = await _lock_key_within(db, principal, account_id, key_id)
    await keys.end_key(db, principal, key, now=now)
    return key


async def rotate_key(
    db: AsyncSession,
    principal: Principal,
    authenticator: Authenticator,
    account_id: UUID,
    key_id: UUID,
    *,
    overlap: timedelta,
    now: datetime,
) -> tuple[ApiKey, str]:
    """Replace a key of an account by one of the same name and scope; the old one ends now, or after the overlap.

    Raises:
        ServiceAccountNotFound, ApiKeyNotFound: no such account in this tenant, or no such key of it.
        ApiKeyRevoked: it has ended already.
        RoleTooHigh: the key may do what the principal may not.
    """
    old = await _lock_key_within(db, principal, account_id, key_id)
    return await keys.replace_key(db, principal, authenticator, old, overlap=overlap, created_by=None, now=now)


async def _lock_key_within(db: AsyncSession, principal: Principal, account_id: UUID, key_id: UUID) -> ApiKey:
    access.require(principal, "keys.write")
    _found(await IdentityRepository(db).find_account(account_id, lock=True))
    key = keys.found_key(await IdentityRepository(db).lock_key(key_id, account_id))
    rights = await _rights(db, principal, account_id)
    access.require_no_higher_rights(principal, rights.scoped(keys.scope_of(key)), "The key")
    return key


async def _lock_within(
    db: AsyncSession, principal: Principal, account_id: UUID, permission: str, *, scope: frozenset[str] | None = None
) -> ServiceAccount:
    access.require(principal, permission)
    account = _found(await IdentityRepository(db).find_account(account_id, lock=True))
    rights = await _rights(db, principal, account_id)
    access.require_no_higher_rights(principal, rights.scoped(scope), f"The service account {account.name}")
    return account


async def _rights(db: AsyncSession, principal: Principal, account_id: UUID) -> Rights:
    snapshot = await access.load_snapshot(db, principal.tenant_id, principal.authz_epoch)
    return snapshot.rights_of(PrincipalKind.SERVICE, account_id, NO_ROLE)


async def _store(db: AsyncSession, account: ServiceAccount, name: str) -> None:
    try:
        async with db.begin_nested():
            db.add(account)
            await db.flush()
    except IntegrityError as error:
        message = f"There is a service account {name!r} already; choose another name."
        raise ServiceAccountNameTaken(message, fields=[{"path": "/name", "message": message}]) from error


async def _read_now(db: AsyncSession, principal: Principal, account: ServiceAccount) -> ServiceAccountRead:
    return _read(account, (await roles.roles_of_accounts(db, principal, [account.id])).get(account.id, []))


def _read(account: ServiceAccount, held: list[str]) -> ServiceAccountRead:
    return ServiceAccountRead(
        id=account.id,
        name=account.name,
        description=account.description,
        roles=held,
        enabled=account.enabled,
        created_by=account.created_by,
        created_at=account.created_at,
    )


def _facts(account: ServiceAccountRead) -> dict[str, JsonValue]:
    return {"name": account.name, "description": account.description, "roles": [*account.roles]}


def _found(account: ServiceAccount | None) -> ServiceAccount:
    if account is None:
        raise ServiceAccountNotFound("No such service account; list them with GET /v1/service-accounts.")
    return account
