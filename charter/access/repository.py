"""Every query of access."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access.models import CustomRole, PermissionRule, RoleAssignment, Team, TeamMember, TeamServiceAccount
from charter.access.rights import Effect, Rule, Snapshot, Subject, SubjectKind

_Row = TypeVar("_Row", CustomRole, PermissionRule, RoleAssignment, Team)


class AccessRepository:
    """Roles, assignments, rules and teams of one tenant.

    The tenant is named in every query of :meth:`snapshot`, since it also runs in a system session.
    """

    def __init__(self, db: AsyncSession) -> None:
        self._db = db

    async def snapshot(self, tenant_id: UUID, epoch: int) -> Snapshot:
        """Return the tenant's access rules compiled. ``epoch`` was read before: the rules are as new or newer."""
        db = self._db
        roles = await db.execute(
            select(CustomRole.name, CustomRole.permissions).where(CustomRole.tenant_id == tenant_id)
        )
        assignments = await db.scalars(select(RoleAssignment).where(RoleAssignment.tenant_id == tenant_id))
        accounts = select(TeamServiceAccount.team_id, TeamServiceAccount.service_account_id)
        members = await db.execute(
            select(TeamMember.team_id, TeamMember.user_id)
            .where(TeamMember.tenant_id == tenant_id)
            .union_all(accounts.where(TeamServiceAccount.tenant_id == tenant_id))
        )
        names = await db.execute(select(Team.id, Team.name).where(Team.tenant_id == tenant_id))
        rules = await db.scalars(select(PermissionRule).where(PermissionRule.tenant_id == tenant_id))
        return Snapshot(
            epoch,
            roles={row.name: row.permissions for row in roles},
            assignments=[(subject_of(row), row.role) for row in assignments],
            teams=[(row.team_id, row.user_id) for row in members],
            team_names={row.id: row.name for row in names},
            rules=[rule_of(row) for row in rules],
        )

    async def find(self, kind: type[_Row], id_: UUID) -> _Row | None:
        return await self._db.scalar(select(kind).where(kind.id == id_))

    async def lock(self, kind: type[_Row], id_: UUID) -> _Row | None:
        return await self._db.scalar(select(kind).where(kind.id == id_).with_for_update())

    async def list_page(self, kind: type[_Row], *, after: UUID | None, limit: int) -> list[_Row]:
        query = select(kind).order_by(kind.id).limit(limit)
        return list(await self._db.scalars(query.where(kind.id > after) if after else query))

    async def custom_roles(self) -> list[CustomRole]:
        return list(await self._db.scalars(select(CustomRole).order_by(CustomRole.name)))

    async def find_role(self, name: str) -> CustomRole | None:
        return await self._db.scalar(select(CustomRole).where(CustomRole.name == name))

    async def uses_of_role(self, name: str) -> int:
        """Return how many assignments and rules name the role."""
        assigned = select(func.count()).select_from(RoleAssignment).where(RoleAssignment.role == name)
        ruled = select(func.count()).select_from(PermissionRule).where(PermissionRule.role == name)
        return (await self._db.scalar(assigned) or 0) + (await self._db.scalar(ruled) or 0)

    async def members_of(self, team_ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
        """Return the users of each team, in the order of their ids."""
        query = select(TeamMember.team_id, TeamMember.user_id).where(TeamMember.team_id.in_(list(team_ids)))
        found: dict[UUID, list[UUID]] = {}
        for row in await self._db.execute(query.order_by(TeamMember.user_id)):
            found.setdefault(row.team_id, []).append(row.user_id)
        return found

    async def accounts_of(self, team_ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
        """Return the service accounts of each team, in the order of their ids."""
        row = TeamServiceAccount
        query = select(row.team_id, row.service_account_id).where(row.team_id.in_(list(team_ids)))
        found: dict[UUID, list[UUID]] = {}
        for team_id, account_id in await self._db.execute(query.order_by(row.service_account_id)):
            found.setdefault(team_id, []).append(account_id)
        return found

    async def find_place(self, place: TeamMember | TeamServiceAccount) -> TeamMember | TeamServiceAccount | None:
        """Return the stored row that says the same as ``place``."""
        found: TeamMember | TeamServiceAccount | None = await self._db.scalar(_place(select(type(place)), place))
        return found

    async def remove_place(self, place: TeamMember | TeamServiceAccount) -> None:
        """Take somebody out of a team."""
        await self._db.execute(_place(delete(type(place)), place))

    async def roles_of_accounts(self, account_ids: Iterable[UUID]) -> dict[UUID, list[RoleAssignment]]:
        """Return the role assignments of each service account, by the roles' names."""
        query = select(RoleAssignment).where(RoleAssignment.service_account_id.in_(list(account_ids)))
        found: dict[UUID, list[RoleAssignment]] = {}
        for row in await self._db.scalars(query.order_by(RoleAssignment.role)):
            if row.service_account_id is not None:
                found.setdefault(row.service_account_id, []).append(row)
        return found


def _place(statement: Any, place: TeamMember | TeamServiceAccount) -> Any:
    if isinstance(place, TeamMember):
        return statement.where(TeamMember.team_id == place.team_id, TeamMember.user_id == place.user_id)
    return statement.where(
        TeamServiceAccount.team_id == place.team_id, TeamServiceAccount.service_account_id == place.service_account_id
    )


def subject_of(row: RoleAssignment | PermissionRule) -> Subject:
    """Return whom a row is about."""
    if isinstance(row, PermissionRule) and row.role is not None:
        return Subject(SubjectKind.ROLE, row.role)
    for kind, id_ in (
        (SubjectKind.TEAM, row.team_id),
        (SubjectKind.USER, row.user_id),
        (SubjectKind.API_KEY, row.api_key_id),
        (SubjectKind.SERVICE, row.service_account_id),
    ):
        if id_ is not None:
            return Subject(kind, str(id_))
    return Subject(SubjectKind.EVERYONE)


def rule_of(row: PermissionRule) -> Rule:
    """Return what a row says."""
    return Rule(subject_of(row), Effect(row.effect), row.permission, row.agent_id, row.id)
