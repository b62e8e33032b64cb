"""HTTP routes of access: roles, who has them, permission rules, teams."""

from __future__ import annotations

from charter.access.errors import (
    AssignmentNotFound,
    Forbidden,
    RoleBuiltIn,
    RoleInUse,
    RoleNameTaken,
    RoleNotFound,
    RoleTooHigh,
    RuleExists,
    RuleNotFound,
    SubjectNotFound,
    TeamNameTaken,
    TeamNotFound,
)
from charter.access.schemas import (
    AssignmentInput,
    AssignmentRead,
    PermissionList,
    PermissionRuleId,
    RoleAssignmentId,
    RoleChange,
    RoleInput,
    RoleList,
    RoleRead,
    RuleInput,
    RuleRead,
    TeamChange,
    TeamId,
    TeamInput,
    TeamRead,
)
from charter.access.service import roles, rules, teams
from charter.core.http import CurrentPrincipal, Cursor, Limit, Page, TenantDb, paged, problems, router
from charter.core.ids import ServiceAccountId, UserId

permission_routes = router("/permissions", "Access")
role_routes = router("/roles", "Access")
assignment_routes = router("/role-assignments", "Access")
rule_routes = router("/permission-rules", "Access")
team_routes = router("/teams", "Teams")
routers = [permission_routes, role_routes, assignment_routes, rule_routes, team_routes]


@permission_routes.get("", operation_id="listPermissions", responses=problems(Forbidden))
async def list_permissions(principal: CurrentPrincipal) -> PermissionList:
    """List all permissions with the built-in roles that have them."""
    return PermissionList(items=roles.list_permissions(principal))


@role_routes.get("", operation_id="listRoles", responses=problems(Forbidden))
async def list_roles(principal: CurrentPrincipal, db: TenantDb) -> RoleList:
    """List all roles: the built-in ones, then the tenant's own."""
    return RoleList(items=await roles.list_roles(db, principal))


@role_routes.post(
    "", operation_id="createRole", status_code=201, responses=problems(Forbidden, RoleTooHigh, RoleNameTaken)
)
async def create_role(body: RoleInput, principal: CurrentPrincipal, db: TenantDb) -> RoleRead:
    """Make a custom role; nobody puts in what they may not themselves."""
    return await roles.create_role(db, principal, body)


@role_routes.patch(
    "/{name}", operation_id="changeRole", responses=problems(Forbidden, RoleNotFound, RoleBuiltIn, RoleTooHigh)
)
async def change_role(name: str, body: RoleChange, principal: CurrentPrincipal, db: TenantDb) -> RoleRead:
    """Change a custom role; effective on the next request of all who have it."""
    return await roles.change_role(db, principal, name, body)


@role_routes.delete(
    "/{name}",
    operation_id="deleteRole",
    status_code=204,
    responses=problems(Forbidden, RoleNotFound, RoleBuiltIn, RoleTooHigh, RoleInUse),
)
async def delete_role(name: str, principal: CurrentPrincipal, db: TenantDb) -> None:
    """Delete a custom role that nobody has."""
    await roles.delete_role(db, principal, name)


@assignment_routes.get("", operation_id="listRoleAssignments", responses=problems(Forbidden))
async def list_assignments(
    principal: CurrentPrincipal, db: TenantDb, after: Cursor, limit: Limit = 50
) -> Page[AssignmentRead]:
    """List the roles that users, keys and teams have beyond those of their memberships and keys."""
    rows = await roles.list_assignments(db, principal, after=after, limit=limit + 1)
    page, cursor = paged(rows, limit, lambda item: item.id)
    return Page(items=list(page), next_cursor=cursor)


@assignment_routes.post(
    "",
    operation_id="assignRole",
    status_code=201,
    responses=problems(Forbidden, RoleTooHigh, RoleNotFound, SubjectNotFound, RuleExists),
)
async def assign_role(body: AssignmentInput, principal: CurrentPrincipal, db: TenantDb) -> AssignmentRead:
    """Give a user, key or team another role; effective on their next request."""
    return await roles.assign_role(db, principal, body)


@assignment_routes.delete(
    "/{assignment_id}",
    operation_id="unassignRole",
    status_code=204,
    responses=problems(Forbidden, RoleTooHigh, AssignmentNotFound),
)
async def unassign_role(assignment_id: RoleAssignmentId, principal: CurrentPrincipal, db: TenantDb) -> None:
    """Take a role away again; effective on their next request."""
    await roles.unassign_role(db, principal, assignment_id)


@rule_routes.get("", operation_id="listPermissionRules", responses=problems(Forbidden))
async def list_rules(principal: CurrentPrincipal, db: TenantDb, after: Cursor, limit: Limit = 50) -> Page[RuleRead]:
    """List permission rules in the order they were made."""
    rows = await rules.list_rules(db, principal, after=after, limit=limit + 1)
    page, cursor = paged(rows, limit, lambda item: item.id)
    return Page(items=list(page), next_cursor=cursor)


@rule_routes.post(
    "",
    operation_id="createPermissionRule",
    status_code=201,
    responses=problems(Forbidden, RoleTooHigh, RoleNotFound, SubjectNotFound, RuleExists),
)
async def create_rule(body: RuleInput, principal: CurrentPrincipal, db: TenantDb) -> RuleRead:
    """Allow or deny a permission to a role, team, user, key or everyone, on one agent or on everything."""
    return await rules.create_rule(db, principal, body)


@rule_routes.delete(
    "/{rule_id}",
    operation_id="deletePermissionRule",
    status_code=204,
    responses=problems(Forbidden, RoleTooHigh, RuleNotFound),
)
async def delete_rule(rule_id: PermissionRuleId, principal: CurrentPrincipal, db: TenantDb) -> None:
    """Remove a permission rule; effective on the next request."""
    await rules.delete_rule(db, principal, rule_id)


@team_routes.get("", operation_id="listTeams", responses=problems(Forbidden))
async def list_teams(principal: CurrentPrincipal, db: TenantDb, after: Cursor, limit: Limit = 50) -> Page[TeamRead]:
    """List teams in the order they were made."""
    rows = await teams.list_teams(db, principal, after=after, limit=limit + 1)
    page, cursor = paged(rows, limit, lambda team: team.id)
    return Page(items=list(page), next_cursor=cursor)


@team_routes.post("", operation_id="createTeam", status_code=201, responses=problems(Forbidden, TeamNameTaken))
async def create_team(body: TeamInput, principal: CurrentPrincipal, db: TenantDb) -> TeamRead:
    """Make a team."""
    return await teams.create_team(db, principal, body)


@team_routes.get("/{team_id}", operation_id="getTeam", responses=problems(Forbidden, TeamNotFound))
async def get_team(team_id: TeamId, principal: CurrentPrincipal, db: TenantDb) -> TeamRead:
    """Return a team and who is in it."""
    return await teams.get_team(db, principal, team_id)


@team_routes.patch("/{team_id}", operation_id="changeTeam", responses=problems(Forbidden, TeamNotFound, TeamNameTaken))
async def change_team(team_id: TeamId, body: TeamChange, principal: CurrentPrincipal, db: TenantDb) -> TeamRead:
    """Change a team's name or description."""
    return await teams.change_team(db, principal, team_id, body)


@team_routes.delete(
    "/{team_id}", operation_id="deleteTeam", status_code=204, responses=problems(Forbidden, TeamNotFound)
)
async def delete_team(team_id: TeamId, principal: CurrentPrincipal, db: TenantDb) -> None:
    """Delete a team with its roles and rules."""
    await teams.delete_team(db, principal, team_id)


@team_routes.put(
    "/{team_id}/members/{user_id}",
    operation_id="addTeamMember",
    responses=problems(Forbidden, RoleTooHigh, TeamNotFound, SubjectNotFound),
)
async def add_team_member(team_id: TeamId, user_id: UserId, principal: CurrentPrincipal, db: TenantDb) -> TeamRead:
    """Put a member of the tenant into a team; effective on their next request."""
    return await teams.add_member(db, principal, team_id, user_id)


@team_routes.put(
    "/{team_id}/service-accounts/{service_account_id}",
    operation_id="addTeamServiceAccount",
    responses=problems(Forbidden, RoleTooHigh, TeamNotFound, SubjectNotFound),
)
async def add_team_account(
    team_id: TeamId, service_account_id: ServiceAccountId, principal: CurrentPrincipal, db: TenantDb
) -> TeamRead:
    """Put a service account into a team; effective on its next request."""
    return await teams.add_account(db, principal, team_id, service_account_id)


@team_routes.delete(
    "/{team_id}/service-accounts/{service_account_id}",
    operation_id="removeTeamServiceAccount",
    responses=problems(Forbidden, TeamNotFound),
)
async def remove_team_account(
    team_id: TeamId, service_account_id: ServiceAccountId, principal: CurrentPrincipal, db: TenantDb
) -> TeamRead:
    """Take a service account out of a team; effective on its next request."""
    return await teams.remove_account(db, principal, team_id, service_account_id)


@team_routes.delete(
    "/{team_id}/members/{user_id}", operation_id="removeTeamMember", responses=problems(Forbidden, TeamNotFound)
)
async def remove_team_member(team_id: TeamId, user_id: UserId, principal: CurrentPrincipal, db: TenantDb) -> TeamRead:
    """Take somebody out of a team; effective on their next request."""
    return await teams.remove_member(db, principal, team_id, user_id)
