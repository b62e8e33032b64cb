"""Teams inside a tenant."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access.errors import SubjectNotFound, TeamNameTaken, TeamNotFound
from charter.access.models import Team, TeamMember, TeamServiceAccount
from charter.access.repository import AccessRepository
from charter.access.schemas import TeamChange, TeamInput, TeamRead
from charter.access.service.decisions import load_snapshot, require, require_no_higher_rights
from charter.audit import service as audit
from charter.core.db import epochs
from charter.core.ids import format_id
from charter.core.principal import Principal


async def list_teams(db: AsyncSession, principal: Principal, *, after: UUID | None, limit: int) -> list[TeamRead]:
    """Return teams in the order they were made."""
    require(principal, "teams.read")
    rows = await AccessRepository(db).list_page(Team, after=after, limit=limit)
    ids = [team.id for team in rows]
    members, accounts = await AccessRepository(db).members_of(ids), await AccessRepository(db).accounts_of(ids)
    return [_read(team, members.get(team.id, []), accounts.get(team.id, [])) for team in rows]


async def get_team(db: AsyncSession, principal: Principal, team_id: UUID) -> TeamRead:
    """Return a team.

    Raises:
        TeamNotFound: no such team in this tenant.
    """
    require(principal, "teams.read")
    team = _found(await AccessRepository(db).find(Team, team_id))
    return await _read_with_members(db, team)


async def create_team(db: AsyncSession, principal: Principal, wanted: TeamInput) -> TeamRead:
    """Make a team.

    Raises:
        TeamNameTaken: another team has the name.
    """
    require(principal, "teams.write")
    team = Team(name=wanted.name, description=wanted.description)
    await _store(db, team, wanted.name)
    await db.refresh(team)
    await audit.record(db, principal, "team.created", "team", team.id, after={"name": team.name})
    return _read(team, [], [])


async def change_team(db: AsyncSession, principal: Principal, team_id: UUID, change: TeamChange) -> TeamRead:
    """Change a team's name or description.

    Raises:
        TeamNotFound, TeamNameTaken.
    """
    require(principal, "teams.write")
    team = _found(await AccessRepository(db).lock(Team, team_id))
    before = {"name": team.name, "description": team.description}
    team.name = team.name if change.name is None else change.name
    team.description = team.description if change.description is None else change.description
    after = {"name": team.name, "description": team.description}
    await _store(db, team, team.name)
    await audit.record(db, principal, "team.changed", "team", team_id, before=dict(before), after=dict(after))
    return await _read_with_members(db, team)


async def delete_team(db: AsyncSession, principal: Principal, team_id: UUID) -> None:
    """Delete a team with its roles and rules; its members keep what they have by themselves.

    Raises:
        TeamNotFound: no such team in this tenant.
    """
    require(principal, "teams.write")
    require(principal, "roles.write")
    team = _found(await AccessRepository(db).lock(Team, team_id))
    await db.delete(team)
    await db.flush()
    await epochs.bump_authz(db)
    await audit.record(db, principal, "team.deleted", "team", team_id, before={"name": team.name})


async def add_member(db: AsyncSession, principal: Principal, team_id: UUID, user_id: UUID) -> TeamRead:
    """Put a member of the tenant into a team; what the team may do, they may on their next request. Idempotent.

    Raises:
        TeamNotFound, SubjectNotFound: no such team, or no such member of the tenant.
        RoleTooHigh: the team may do what the principal may not: who puts people into teams gives them its roles.
    """
    await require_within(db, principal, team_id)
    return await place_member(db, principal, team_id, user_id)


async def require_within(db: AsyncSession, principal: Principal, team_id: UUID) -> None:
    """Return when the principal may put people into a team: it may itself do all that the team gives.

    Raises:
        TeamNotFound: no such team in this tenant.
        RoleTooHigh: the team may do what the principal may not.
    """
    require(principal, "teams.write")
    require(principal, "roles.write")
    team = _found(await AccessRepository(db).find(Team, team_id))
    rights = (await load_snapshot(db, principal.tenant_id, principal.authz_epoch)).rights_of_team(team_id)
    require_no_higher_rights(principal, rights, f"The team {team.name}")


async def place_member(db: AsyncSession, principal: Principal, team_id: UUID, user_id: UUID) -> TeamRead:
    """As :func:`add_member`, for what somebody was allowed to arrange before: an invitation, a sign-on rule.

    Raises:
        TeamNotFound, SubjectNotFound: no such team, or no such member of the tenant.
    """
    return await _place(db, principal, TeamMember(team_id=team_id, user_id=user_id), format_id("user", user_id))


async def remove_member(db: AsyncSession, principal: Principal, team_id: UUID, user_id: UUID) -> TeamRead:
    """Take somebody out of a team; effective on their next request. Idempotent.

    Raises:
        TeamNotFound: no such team in this tenant.
    """
    return await _displace(db, principal, TeamMember(team_id=team_id, user_id=user_id), format_id("user", user_id))


async def add_account(db: AsyncSession, principal: Principal, team_id: UUID, account_id: UUID) -> TeamRead:
    """Put a service account into a team, as :func:`add_member` does with people. Idempotent.

    Raises:
        TeamNotFound, SubjectNotFound: no such team, or no such service account, in this tenant.
        RoleTooHigh: the team may do what the principal may not.
    """
    await require_within(db, principal, team_id)
    place = TeamServiceAccount(team_id=team_id, service_account_id=account_id)
    return await _place(db, principal, place, format_id("service", account_id))


async def remove_account(db: AsyncSession, principal: Principal, team_id: UUID, account_id: UUID) -> TeamRead:
    """Take a service account out of a team; effective on its next request. Idempotent.

    Raises:
        TeamNotFound: no such team in this tenant.
    """
    place = TeamServiceAccount(team_id=team_id, service_account_id=account_id)
    return await _displace(db, principal, place, format_id("service", account_id))


async def _place(db: AsyncSession, principal: Principal, place: TeamMember | TeamServiceAccount, who: str) -> TeamRead:
    require(principal, "teams.write")
    require(principal, "roles.write")
    repository = AccessRepository(db)
    team = _found(await repository.lock(Team, place.team_id))
    if await repository.find_place(place) is None:
        try:
            async with db.begin_nested():
                db.add(place)
                await db.flush()
        except IntegrityError as error:
            raise SubjectNotFound(f"There is no {who} in this tenant.") from error
        await epochs.bump_authz(db)
        await audit.record(db, principal, "team.member_added", "team", team.id, after={"user": who})
    return await _read_with_members(db, team)


async def _displace(
    db: AsyncSession, principal: Principal, place: TeamMember | TeamServiceAccount, who: str
) -> TeamRead:
    require(principal, "teams.write")
    require(principal, "roles.write")
    repository = AccessRepository(db)
    team = _found(await repository.lock(Team, place.team_id))
    if await repository.find_place(place) is not None:
        await repository.remove_place(place)
        await epochs.bump_authz(db)
        await audit.record(db, principal, "team.member_removed", "team", team.id, before={"user": who})
    return await _read_with_members(db, team)


async def _store(db: AsyncSession, team: Team, name: str) -> None:
    try:
        async with db.begin_nested():
            db.add(team)
            await db.flush()
    except IntegrityError as error:
        message = f"There is a team {name!r} already; choose another name."
        raise TeamNameTaken(message, fields=[{"path": "/name", "message": message}]) from error


def _found(team: Team | None) -> Team:
    if team is None:
        raise TeamNotFound("No such team; list them with GET /v1/teams.")
    return team


async def _read_with_members(db: AsyncSession, team: Team) -> TeamRead:
    members = await AccessRepository(db).members_of([team.id])
    accounts = await AccessRepository(db).accounts_of([team.id])
    return _read(team, members.get(team.id, []), accounts.get(team.id, []))


def _read(team: Team, members: list[UUID], accounts: list[UUID]) -> TeamRead:
    return TeamRead(
        id=team.id,
        name=team.name,
        description=team.description,
        members=members,
        service_accounts=accounts,
        created_at=team.created_at,
    )
