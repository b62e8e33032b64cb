"""What a tenant's directory provisions over SCIM: users become members, groups roles and teams by the mapping rules."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core.ids import format_id, parse_id
from charter.core.principal import Principal
from charter.identity import api_keys
from charter.identity.errors import (
    ProvisionedExists,
    ProvisionedLastOwner,
    ProvisionedNotFound,
    ProvisioningRefused,
    SignOnAddressTaken,
    Unauthenticated,
)
from charter.identity.models import ExternalAccount, ProvisionedGroup, SignOnConnection
from charter.identity.provisioning_repository import ProvisioningRepository
from charter.identity.scim import filters
from charter.identity.scim.documents import Document, GroupDocument, UserDocument
from charter.identity.service.sign_on import accounts
from charter.identity.service.sign_on.parts import SignOnParts
from charter.identity.sign_on_repository import SignOnRepository

USER_ATTRIBUTES = frozenset({"username", "externalid", "id", "active"})
GROUP_ATTRIBUTES = frozenset({"displayname", "externalid", "id"})


@dataclass(frozen=True, slots=True)
class Directory:
    """The directory of a connection, authenticated, inside its tenant's transaction."""

    connection: SignOnConnection
    principal: Principal


@dataclass(frozen=True, slots=True)
class Found:
    """A page of users or groups as documents, and how many there are in all."""

    total: int
    items: list[Document]


async def tenant_of(parts: SignOnParts, token: str) -> tuple[UUID, UUID]:
    """Return (tenant, connection) of a SCIM token.

    Raises:
        Unauthenticated: no such token, or its connection or tenant is not in use now.
    """
    key = api_keys.parse(token)
    row = None
    if key is not None:
        async with parts.database.system_session(reason="authenticate a directory") as db:
            row = await SignOnRepository(db).find_scim_connection(key.public_id)
    expected = row.scim_secret_hash if row is not None and row.scim_secret_hash else bytes(32)
    given = parts.scim_hash(key.secret if key else "")
    if row is None or not api_keys.equal(given, expected) or not row.enabled or row.state != "active":
        raise Unauthenticated("Send the SCIM token of a sign-on connection: Authorization: Bearer chk_scim_….")
    return row.tenant_id, row.id


async def enter(db: AsyncSession, connection_id: UUID) -> Directory:
    """Return the directory of a connection whose token was just checked."""
    connection = await SignOnRepository(db).find_connection(connection_id)
    if connection is None:
        raise Unauthenticated("This connection was deleted just now.")
    return Directory(connection, accounts.principal_of(connection))


async def list_users(db: AsyncSession, of: Directory, filter_: str | None, *, start: int, count: int) -> Found:
    """Return users from the ``start``-th (counted from 1)."""
    principal = of.principal
    access.require(principal, "members.read")
    wanted = filters.parse(filter_, USER_ATTRIBUTES) if filter_ else []
    repository = ProvisioningRepository(db, of.connection.id)
    total, rows = await repository.page_of_users(wanted, start=start, count=count)
    return Found(total, [_user(row) for row in rows])


async def get_user(db: AsyncSession, of: Directory, text: str) -> Document:
    """Return a user.

    Raises:
        ProvisionedNotFound: this directory has no such user.
    """
    access.require(of.principal, "members.read")
    return _user(await _account(db, of, text))


async def create_user(db: AsyncSession, of: Directory, given: UserDocument, *, now: datetime) -> Document:
    """Provision a user; a member as soon as a rule gives a role.

    Raises:
        ProvisionedExists: the user name is there, or is another member's address.
    """
    access.require(of.principal, "members.write")
    account = ExternalAccount(
        connection_id=of.connection.id,
        issuer=of.connection.issuer,
        label=given.user_name.lower(),
        active=given.active,
        claimed_teams=[],
        given_teams=[],
        user_name=given.user_name,
        external_id=given.external_id,
        profile=given.profile(),
    )
    await _store(db, account, given.user_name)
    await db.refresh(account)
    await _settle(db, of, account, now)
    after: dict[str, JsonValue] = {"user_name": given.user_name, "active": given.active}
    await audit.record(db, of.principal, "account.provisioned", "user", account.user_id, after=after)
    return _user(account)


async def replace_user(db: AsyncSession, of: Directory, text: str, given: UserDocument, *, now: datetime) -> Document:
    """Make a user what the directory says; an inactive one's sessions and keys end now.

    Raises:
        ProvisionedNotFound: this directory has no such user.
        ProvisionedExists: the user name is another's.
    """
    access.require(of.principal, "members.write")
    account = await _account(db, of, text)
    before: dict[str, JsonValue] = {"user_name": account.user_name, "active": account.active}
    account.user_name, account.external_id = given.user_name, given.external_id
    account.active, account.profile, account.updated_at = given.active, given.profile(), now
    if account.subject is None:
        account.label = given.user_name.lower()
    await _store(db, account, given.user_name)
    await _settle(db, of, account, now)
    after: dict[str, JsonValue] = {"user_name": given.user_name, "active": given.active}
    await audit.record(db, of.principal, "account.changed", "user", account.user_id, before=before, after=after)
    return _user(account)


async def delete_user(db: AsyncSession, of: Directory, text: str, *, now: datetime) -> None:
    """Deprovision a user: sessions and keys end, and so does the membership.

    Raises:
        ProvisionedNotFound: this directory has no such user.
        ProvisionedLastOwner: the tenant has no other owner; deactivating locks them out and keeps the account.
    """
    access.require(of.principal, "members.write")
    account = await _account(db, of, text)
    account.active = False
    await _settle(db, of, account, now)
    if await accounts.stays_a_member(db, account):
        raise ProvisionedLastOwner(
            "This is the tenant's only owner; make somebody else an owner first, or deactivate the user.", "mutability"
        )
    await audit.record(
        db, of.principal, "account.deprovisioned", "user", account.user_id, before={"user_name": account.user_name}
    )
    await db.delete(account)
    await db.flush()


async def list_groups(db: AsyncSession, of: Directory, filter_: str | None, *, start: int, count: int) -> Found:
    """Return groups from the ``start``-th (counted from 1)."""
    access.require(of.principal, "teams.read")
    wanted = filters.parse(filter_, GROUP_ATTRIBUTES) if filter_ else []
    repository = ProvisioningRepository(db, of.connection.id)
    total, rows = await repository.page_of_groups(wanted, start=start, count=count)
    return Found(total, [await _group(repository, row) for row in rows])


async def get_group(db: AsyncSession, of: Directory, text: str) -> Document:
    """Return a group with its members.

    Raises:
        ProvisionedNotFound: this directory has no such group.
    """
    access.require(of.principal, "teams.read")
    return await _group(ProvisioningRepository(db, of.connection.id), await _group_row(db, of, text))


async def create_group(db: AsyncSession, of: Directory, given: GroupDocument, *, now: datetime) -> Document:
    """Provision a group; its members get what the rules give for its name.

    Raises:
        ProvisionedExists: the name is there.
        ProvisioningRefused: a member is not a user of this directory.
    """
    access.require(of.principal, "teams.write")
    group = ProvisionedGroup(
        connection_id=of.connection.id, display_name=given.display_name, external_id=given.external_id
    )
    await _store(db, group, given.display_name)
    await db.refresh(group)
    await _fill(db, of, group, given, now)
    await audit.record(
        db, of.principal, "group.provisioned", "group", group.id, after={"display_name": given.display_name}
    )
    return await _group(ProvisioningRepository(db, of.connection.id), group)


async def replace_group(db: AsyncSession, of: Directory, text: str, given: GroupDocument, *, now: datetime) -> Document:
    """Make a group what the directory says.

    Raises:
        ProvisionedNotFound: this directory has no such group.
        ProvisionedExists: the name is another's.
        ProvisioningRefused: a member is not a user of this directory.
    """
    access.require(of.principal, "teams.write")
    group = await _group_row(db, of, text)
    group.display_name, group.external_id, group.updated_at = given.display_name, given.external_id, now
    await _store(db, group, given.display_name)
    await _fill(db, of, group, given, now)
    after: dict[str, JsonValue] = {"display_name": given.display_name, "members": len(given.members)}
    await audit.record(db, of.principal, "group.changed", "group", group.id, after=after)
    return await _group(ProvisioningRepository(db, of.connection.id), group)


async def delete_group(db: AsyncSession, of: Directory, text: str, *, now: datetime) -> None:
    """Delete a group; what it alone gave its members ends.

    Raises:
        ProvisionedNotFound: this directory has no such group.
    """
    access.require(of.principal, "teams.write")
    group = await _group_row(db, of, text)
    repository = ProvisioningRepository(db, of.connection.id)
    members = await repository.members_of(group.id)
    await audit.record(db, of.principal, "group.deleted", "group", group.id, before={"name": group.display_name})
    await db.delete(group)
    await db.flush()
    await _settle_all(db, of, [account.id for account in members], now)


async def _fill(db: AsyncSession, of: Directory, group: ProvisionedGroup, given: GroupDocument, now: datetime) -> None:
    repository = ProvisioningRepository(db, of.connection.id)
    before = {account.id for account in await repository.members_of(group.id)}
    after = {_id("account", member.value) for member in given.members}
    if None in after or len(await repository.users_among(after)) != len(after):
        raise ProvisioningRefused("A member of this group is not a user that this directory has made.", "invalidValue")
    known = {account_id for account_id in after if account_id is not None}
    await repository.set_members(group.id, remove=before - known, add=known - before)
    # Those who stay as well: the group's name, which rules ask for, may have changed.
    await _settle_all(db, of, before | known, now)


async def _settle_all(db: AsyncSession, of: Directory, account_ids: Iterable[UUID], now: datetime) -> None:
    repository = ProvisioningRepository(db, of.connection.id)
    for account_id in sorted(account_ids):
        if account := await repository.lock_user(account_id):
            await _settle(db, of, account, now)


async def _settle(db: AsyncSession, of: Directory, account: ExternalAccount, now: datetime) -> None:
    try:
        await accounts.settle(db, of.connection, account, of.principal, now=now)
    except SignOnAddressTaken as error:
        raise ProvisionedExists(error.detail, "uniqueness") from error


async def _store(db: AsyncSession, row: ExternalAccount | ProvisionedGroup, name: str) -> None:
    try:
        async with db.begin_nested():
            db.add(row)
            await db.flush()
    except IntegrityError as error:
        raise ProvisionedExists(f"{name!r} is there already.", "uniqueness") from error


async def _account(db: AsyncSession, of: Directory, text: str) -> ExternalAccount:
    account_id = _id("account", text)
    found = await ProvisioningRepository(db, of.connection.id).lock_user(account_id) if account_id else None
    if found is None:
        raise ProvisionedNotFound("This directory has no such user here.")
    return found


async def _group_row(db: AsyncSession, of: Directory, text: str) -> ProvisionedGroup:
    group_id = _id("group", text)
    found = await ProvisioningRepository(db, of.connection.id).lock_group(group_id) if group_id else None
    if found is None:
        raise ProvisionedNotFound("This directory has no such group here.")
    return found


def _id(prefix: str, text: str) -> UUID | None:
    with suppress(ValueError):
        return parse_id(prefix, text)
    return None


def _user(row: ExternalAccount) -> Document:
    return {
        "id": format_id("account", row.id),
        "userName": row.user_name,
        "externalId": row.external_id,
        "active": row.active,
        "meta": _meta("User", row),
    } | row.profile


async def _group(repository: ProvisioningRepository, row: ProvisionedGroup) -> Document:
    members: list[JsonValue] = [
        {"value": format_id("account", account.id), "display": account.user_name}
        for account in await repository.members_of(row.id)
    ]
    return {
        "id": format_id("group", row.id),
        "displayName": row.display_name,
        "externalId": row.external_id,
        "members": members,
        "meta": _meta("Group", row),
    }


def _meta(kind: str, row: ExternalAccount | ProvisionedGroup) -> Document:
    return {
        "resourceType": kind,
        "created": row.created_at.isoformat(),
        "lastModified": row.updated_at.isoformat(),
    }
