"""Members of a tenant and their roles."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.access.roles import PERMISSIONS, Role
from charter.audit import service as audit
from charter.core.db import Database, epochs
from charter.core.principal import Principal
from charter.identity import passwords
from charter.identity.account_repository import AccountRepository
from charter.identity.errors import LastOwner, MemberExists, MemberNotFound
from charter.identity.models import Member, User
from charter.identity.repository import IdentityRepository
from charter.identity.service.keys import require_no_higher


async def add_member(
    db: AsyncSession, database: Database, principal: Principal, *, email: str, password: str, role: Role
) -> Member:
    """Make an account of this tenant and its membership.

    The address may have accounts elsewhere; they stay what they are, and nobody learns of them.

    Raises:
        Forbidden: the principal lacks ``members.write``.
        RoleTooHigh: nobody gives more than they have.
        MemberExists: the address is a member's already, or had an account here that nobody else sets a password for.
        PasswordTooWeak: says what is missing.
    """
    access.require(principal, "members.write")
    require_no_higher(principal, role)
    passwords.require_strong(password, email=email)
    hashed = await passwords.hash_password(password)
    user = User(email=email, password_hash=hashed, of_tenant=principal.tenant_id)
    try:
        async with database.system_session(reason="create an account") as system:
            system.add(user)
            await system.flush()
            system.add(Member(tenant_id=principal.tenant_id, user_id=user.id, email=email, role=role))
            await system.flush()
            after = {"email": email, "role": str(role)}
            await audit.record(
                system, principal, "member.added", "user", user.id, after=dict(after), tenant_id=principal.tenant_id
            )
    except IntegrityError as error:
        raise MemberExists(f"{email} cannot be added with a password; invite this address instead.") from error
    member = await IdentityRepository(db).find_member_of(user.id)
    return _found(member)


async def require_member(db: AsyncSession, user_id: UUID) -> None:
    """Ask for a user to be a member of the tenant.

    Raises:
        MemberNotFound: they are not.
    """
    _found(await IdentityRepository(db).find_member_of(user_id))


async def addresses_with(db: AsyncSession, permission: str, *, limit: int) -> list[str]:
    """Return the addresses of members whose role gives them a permission, for notices."""
    roles = [role.value for role, given in PERMISSIONS.items() if permission in given]
    return await IdentityRepository(db).addresses_of(roles, limit=limit)


async def list_members(db: AsyncSession, principal: Principal, *, after: UUID | None, limit: int) -> list[Member]:
    """Return members in the order they joined."""
    access.require(principal, "members.read")
    return await IdentityRepository(db).list_members(after=after, limit=limit)


async def change_role(db: AsyncSession, principal: Principal, member_id: UUID, role: Role) -> Member:
    """Give a member another role; effective on their next request.

    Raises:
        MemberNotFound: no such member in this tenant.
        RoleTooHigh: the new or the present role is higher than the principal's.
        LastOwner: the tenant would be left without an owner.
    """
    access.require(principal, "members.write")
    require_no_higher(principal, role)
    owners = await IdentityRepository(db).lock_owners()
    member = _found(await IdentityRepository(db).lock_member(member_id))
    require_no_higher(principal, Role(member.role))
    _require_another_owner(owners, member, role)
    before, member.role = member.role, role
    await epochs.bump_authz(db)
    await audit.record(
        db, principal, "member.role_changed", "user", member.user_id, before={"role": before}, after={"role": str(role)}
    )
    return member


async def remove_member(db: AsyncSession, principal: Principal, member_id: UUID, *, now: datetime) -> None:
    """End a membership; its sessions, the API keys it made and its open invitations end with it."""
    access.require(principal, "members.write")
    owners = await IdentityRepository(db).lock_owners()
    member = _found(await IdentityRepository(db).lock_member(member_id))
    require_no_higher(principal, Role(member.role))
    _require_another_owner(owners, member, None)
    await IdentityRepository(db).delete_sessions_of(member.user_id)
    await IdentityRepository(db).revoke_keys_of(member.user_id, now)
    await AccountRepository(db).end_invitations_by(member.user_id, now)
    await db.delete(member)
    await epochs.bump_authz(db)
    await audit.record(db, principal, "member.removed", "user", member.user_id, before={"email": member.email})


def _require_another_owner(owners: list[Member], member: Member, new_role: Role | None) -> None:
    if member.role != Role.OWNER or new_role == Role.OWNER:
        return
    if len(owners) <= 1:
        raise LastOwner("This is the tenant's only owner; make somebody else an owner first.")


def _found(member: Member | None) -> Member:
    if member is None:
        raise MemberNotFound("No such member; list them with GET /v1/members.")
    return member
