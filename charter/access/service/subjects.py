"""Rows about somebody: whom they name, whether those exist, and what a named role may do."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access.errors import RoleBuiltIn, RoleNotFound, RuleExists, SubjectNotFound
from charter.access.models import CustomRole, PermissionRule, RoleAssignment
from charter.access.repository import AccessRepository
from charter.access.rights import Subject, SubjectKind
from charter.access.roles import BUILT_IN

_ID_COLUMNS = {
    SubjectKind.TEAM: "team_id",
    SubjectKind.USER: "user_id",
    SubjectKind.API_KEY: "api_key_id",
    SubjectKind.SERVICE: "service_account_id",
}


def name_subject(row: RoleAssignment | PermissionRule, subject: Subject) -> None:
    """Write whom a row is about into its column."""
    if subject.kind == SubjectKind.ROLE:
        setattr(row, "role", subject.name)  # noqa: B010 - of a rule; an assignment is never about a role
    elif subject.kind != SubjectKind.EVERYONE:
        setattr(row, _ID_COLUMNS[subject.kind], UUID(subject.name))


async def insert_about(db: AsyncSession, row: RoleAssignment | PermissionRule, subject: str) -> None:
    """Store a row; the database knows whether those it names exist in this tenant, and whether it is there already.

    Raises:
        SubjectNotFound: no such user, key, team or agent in this tenant.
        RuleExists: there is one like it.
    """
    try:
        async with db.begin_nested():
            db.add(row)
            await db.flush()
    except IntegrityError as error:
        if "violates foreign key" in str(error.orig):
            raise SubjectNotFound(f"There is no {subject}, or not the object named, in this tenant.") from error
        raise RuleExists("There is one like this already.") from error
    await db.refresh(row)


async def role_permissions(db: AsyncSession, name: str) -> frozenset[str]:
    """Return what a role, built-in or custom, may do.

    Raises:
        RoleNotFound: there is no such role in this tenant.
    """
    return BUILT_IN[name] if name in BUILT_IN else frozenset((await own_role(db, name)).permissions)


async def own_role(db: AsyncSession, name: str) -> CustomRole:
    """Return a custom role.

    Raises:
        RoleBuiltIn, RoleNotFound: the name is not that of one of the tenant's own roles.
    """
    if name in BUILT_IN:
        raise RoleBuiltIn(f"{name} is built in and stays as it is; make a role of your own beside it.")
    role = await AccessRepository(db).find_role(name)
    if role is None:
        raise RoleNotFound(f"There is no role {name!r}; list them with GET /v1/roles.")
    return role
