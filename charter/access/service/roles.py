"""Custom roles, and who has which role beyond that of the membership or key."""

from __future__ import annotations

from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access.errors import AssignmentNotFound, RoleInUse, RoleNameTaken
from charter.access.models import CustomRole, RoleAssignment
from charter.access.repository import AccessRepository, subject_of
from charter.access.roles import ALL_PERMISSIONS, BUILT_IN, ON_AGENTS, PLATFORM_OPERATOR
from charter.access.schemas import (
    AssignmentInput,
    AssignmentRead,
    PermissionRead,
    RoleChange,
    RoleInput,
    RoleRead,
    format_subject,
    parse_subject,
)
from charter.access.service.decisions import require, require_no_higher
from charter.access.service.subjects import insert_about, name_subject, own_role, role_permissions
from charter.audit import service as audit
from charter.core.db import epochs
from charter.core.principal import Principal


def list_permissions(principal: Principal) -> list[PermissionRead]:
    """Return every permission with the built-in roles that have it."""
    require(principal, "roles.read")
    return [
        PermissionRead(
            name=name,
            roles=[role for role, given in BUILT_IN.items() if name in given],
            on_objects=name in ON_AGENTS,
        )
        for name in sorted(ALL_PERMISSIONS)
    ]


async def list_roles(db: AsyncSession, principal: Principal) -> list[RoleRead]:
    """Return all roles: the built-in ones, then the tenant's own by name."""
    require(principal, "roles.read")
    built_in = [
        RoleRead(id=None, name=name, description="", permissions=sorted(given), built_in=True)
        for name, given in BUILT_IN.items()
    ]
    return built_in + [_read(role) for role in await AccessRepository(db).custom_roles()]


async def create_role(db: AsyncSession, principal: Principal, wanted: RoleInput) -> RoleRead:
    """Make a custom role.

    Raises:
        RoleTooHigh: it would hold what the principal may not.
        RoleNameTaken: another role has the name.
    """
    require(principal, "roles.write")
    require_no_higher(principal, frozenset(wanted.permissions), f"The role {wanted.name}")
    if wanted.name in BUILT_IN:
        raise _taken(wanted.name)
    role = CustomRole(name=wanted.name, description=wanted.description, permissions=sorted(set(wanted.permissions)))
    try:
        async with db.begin_nested():
            db.add(role)
            await db.flush()
    except IntegrityError as error:
        raise _taken(wanted.name) from error
    after: dict[str, JsonValue] = {"name": role.name, "permissions": [*role.permissions]}
    await audit.record(db, principal, "role.created", "role", role.id, after=after)
    return _read(role)


async def change_role(db: AsyncSession, principal: Principal, name: str, change: RoleChange) -> RoleRead:
    """Change a custom role; effective on the next request of all who have it.

    Raises:
        RoleNotFound, RoleBuiltIn: there is none, or it is not the tenant's own.
        RoleTooHigh: it holds, or would hold, what the principal may not.
    """
    require(principal, "roles.write")
    role = await own_role(db, name)
    before: dict[str, JsonValue] = {"description": role.description, "permissions": [*role.permissions]}
    wanted = role.permissions if change.permissions is None else sorted(set(change.permissions))
    require_no_higher(principal, frozenset(role.permissions) | frozenset(wanted), f"The role {name}")
    role.permissions = wanted
    role.description = role.description if change.description is None else change.description
    await db.flush()
    await epochs.bump_authz(db)
    after: dict[str, JsonValue] = {"description": role.description, "permissions": [*role.permissions]}
    await audit.record(db, principal, "role.changed", "role", role.id, before=before, after=after)
    return _read(role)


async def delete_role(db: AsyncSession, principal: Principal, name: str) -> None:
    """Delete a custom role that nobody has.

    Raises:
        RoleNotFound, RoleBuiltIn: there is none, or it is not the tenant's own.
        RoleInUse: assignments or rules name it.
    """
    require(principal, "roles.write")
    role = await own_role(db, name)
    require_no_higher(principal, frozenset(role.permissions), f"The role {name}")
    if uses := await AccessRepository(db).uses_of_role(name):
        raise RoleInUse(f"{uses} assignments or rules name the role {name}; remove them first.")
    await db.delete(role)
    await db.flush()
    await epochs.bump_authz(db)
    await audit.record(db, principal, "role.deleted", "role", role.id, before={"name": name})


async def list_assignments(
    db: AsyncSession, principal: Principal, *, after: UUID | None, limit: int
) -> list[AssignmentRead]:
    """Return role assignments in the order they were made."""
    require(principal, "roles.read")
    rows = await AccessRepository(db).list_page(RoleAssignment, after=after, limit=limit)
    return [_read_assignment(row) for row in rows]


async def assign_role(db: AsyncSession, principal: Principal, wanted: AssignmentInput) -> AssignmentRead:
    """Give a user, key, service account or team a role beside what they have; effective on their next request.

    Raises:
        RoleNotFound: there is no such role.
        RoleTooHigh: it holds what the principal may not.
        SubjectNotFound: no such user, key or team in this tenant.
        RuleExists: they have it already.
    """
    require(principal, "roles.write")
    require_no_higher(principal, await role_permissions(db, wanted.role), f"The role {wanted.role}")
    subject = parse_subject(wanted.subject)
    row = RoleAssignment(role=wanted.role)
    name_subject(row, subject)
    await insert_about(db, row, wanted.subject)
    await epochs.bump_authz(db)
    after = {"subject": wanted.subject, "role": wanted.role}
    await audit.record(db, principal, "role.assigned", "role_assignment", row.id, after=dict(after))
    return _read_assignment(row)


async def roles_of_accounts(db: AsyncSession, principal: Principal, ids: list[UUID]) -> dict[UUID, list[str]]:
    """Return the names of the roles of each service account."""
    require(principal, "members.read")
    held = await AccessRepository(db).roles_of_accounts(ids)
    return {account_id: [row.role for row in rows] for account_id, rows in held.items()}


async def set_roles_of_account(db: AsyncSession, principal: Principal, account_id: UUID, wanted: list[str]) -> None:
    """Make the roles of a service account these; effective on its next request.

    Raises:
        RoleNotFound: there is no such role.
        RoleTooHigh: one that is given or taken holds what the principal may not.
    """
    require(principal, "members.write")
    held = {row.role: row for row in (await AccessRepository(db).roles_of_accounts([account_id])).get(account_id, [])}
    for name in sorted(held.keys() ^ set(wanted)):
        require_no_higher(principal, await role_permissions(db, name), f"The role {name}")
    for name in held.keys() - set(wanted):
        await db.delete(held[name])
    db.add_all(RoleAssignment(role=name, service_account_id=account_id) for name in sorted(set(wanted) - held.keys()))
    await db.flush()
    await epochs.bump_authz(db)


async def make_platform_operator(db: AsyncSession, user_id: UUID) -> None:
    """Let the first owner of an installation run it. Only the set-up does this; later ones are assigned the role."""
    db.add(RoleAssignment(role=PLATFORM_OPERATOR, user_id=user_id))
    await db.flush()


async def unassign_role(db: AsyncSession, principal: Principal, assignment_id: UUID) -> None:
    """Take a role away again.

    Raises:
        AssignmentNotFound: no such assignment in this tenant.
        RoleTooHigh: the role holds what the principal may not.
    """
    require(principal, "roles.write")
    row = await AccessRepository(db).lock(RoleAssignment, assignment_id)
    if row is None:
        raise AssignmentNotFound("No such role assignment; list them with GET /v1/role-assignments.")
    require_no_higher(principal, await role_permissions(db, row.role), f"The role {row.role}")
    before = {"subject": format_subject(subject_of(row)), "role": row.role}
    await db.delete(row)
    await db.flush()
    await epochs.bump_authz(db)
    await audit.record(db, principal, "role.unassigned", "role_assignment", row.id, before=dict(before))


def _taken(name: str) -> RoleNameTaken:
    message = f"There is a role {name} already; choose another name."
    return RoleNameTaken(message, fields=[{"path": "/name", "message": message}])


def _read(role: CustomRole) -> RoleRead:
    return RoleRead(
        id=role.id,
        name=role.name,
        description=role.description,
        permissions=list(role.permissions),
        built_in=False,
    )


def _read_assignment(row: RoleAssignment) -> AssignmentRead:
    return AssignmentRead(id=row.id, subject=format_subject(subject_of(row)), role=row.role, created_at=row.created_at)
