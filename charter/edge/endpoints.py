"""HTTP routes of edge policies and bans."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Request

from charter.access.errors import Forbidden
from charter.core.errors import NotFound
from charter.core.http import CurrentPrincipal, Now, ProcessServices, TenantDb, client_address, problems, router
from charter.edge.errors import BanNotFound, EdgePolicyConflict, LocksYouOut
from charter.edge.policy import EdgePolicy, TenantEdgePolicy
from charter.edge.schemas import (
    BanId,
    BanInput,
    BanList,
    BanRead,
    InstallationPolicyChecked,
    InstallationPolicyInput,
    InstallationPolicyRead,
    PolicyVersion,
    PolicyVersions,
    TenantPolicyChecked,
    TenantPolicyInput,
    TenantPolicyRead,
)
from charter.edge.service import bans, policies

installation_routes = router("/installation/edge-policy", "Edge")
tenant_routes = router("/edge/policy", "Edge")
ban_routes = router("/edge/bans", "Edge")
routers = [installation_routes, tenant_routes, ban_routes]

_READ, _WRITE = "read the edge policy", "put an edge policy in force"


@installation_routes.get("", operation_id="getInstallationEdgePolicy", responses=problems(Forbidden))
async def get_installation_policy(services: ProcessServices, principal: CurrentPrincipal) -> InstallationPolicyRead:
    """Return the installation's edge policy in force, complete."""
    async with services.database.system_session(reason=_READ) as db:
        return await policies.get_installation(db, principal)


@installation_routes.put(
    "", operation_id="replaceInstallationEdgePolicy", responses=problems(Forbidden, EdgePolicyConflict, LocksYouOut)
)
async def put_installation_policy(
    body: InstallationPolicyInput, request: Request, services: ProcessServices, principal: CurrentPrincipal
) -> InstallationPolicyRead:
    """Put a policy in force, in every process within a second and without a restart."""
    keeper = services.edge_keeper
    async with services.database.system_session(reason=_WRITE) as db:
        read = await policies.put_installation_in_force(
            db, principal, body, address=client_address(request), has_countries=keeper.has_countries
        )
    await keeper.refresh()
    return read


@installation_routes.post("/validate", operation_id="validateInstallationEdgePolicy", responses=problems(Forbidden))
async def validate_installation_policy(
    body: EdgePolicy, services: ProcessServices, principal: CurrentPrincipal
) -> InstallationPolicyChecked:
    """Check a policy without putting it in force; returns it complete, and what to think of first."""
    warnings = policies.check_installation(principal, body, has_countries=services.edge_keeper.has_countries)
    return InstallationPolicyChecked(policy=body, warnings=warnings)


@installation_routes.get("/versions", operation_id="listInstallationEdgePolicyVersions", responses=problems(Forbidden))
async def list_versions(services: ProcessServices, principal: CurrentPrincipal) -> PolicyVersions:
    """List the versions that were put in force, newest first."""
    async with services.database.system_session(reason=_READ) as db:
        versions = await policies.list_installation_versions(db, principal)
    return PolicyVersions(items=[PolicyVersion.model_validate(version) for version in versions])


@installation_routes.get(
    "/versions/{edge_version}", operation_id="getInstallationEdgePolicyVersion", responses=problems(Forbidden, NotFound)
)
async def get_version(
    edge_version: Annotated[int, Path(ge=1, le=2_147_483_647)], services: ProcessServices, principal: CurrentPrincipal
) -> InstallationPolicyRead:
    """Return one version of the installation's policy."""
    async with services.database.system_session(reason=_READ) as db:
        return await policies.get_installation_version(db, principal, edge_version)


@tenant_routes.get("", operation_id="getEdgePolicy", responses=problems(Forbidden))
async def get_policy(principal: CurrentPrincipal, db: TenantDb) -> TenantPolicyRead:
    """Return the tenant's own part of the edge policy."""
    return await policies.get_tenant(db, principal)


@tenant_routes.put("", operation_id="replaceEdgePolicy", responses=problems(Forbidden, EdgePolicyConflict, LocksYouOut))
async def put_policy(
    body: TenantPolicyInput, request: Request, principal: CurrentPrincipal, db: TenantDb
) -> TenantPolicyRead:
    """Put the tenant's own part in force: it only ever makes the installation's policy tighter."""
    return await policies.put_tenant_in_force(db, principal, body, address=client_address(request))


@tenant_routes.post("/validate", operation_id="validateEdgePolicy", responses=problems(Forbidden))
async def validate_policy(body: TenantEdgePolicy, principal: CurrentPrincipal) -> TenantPolicyChecked:
    """Check a tenant's part without putting it in force."""
    policies.check_tenant(principal)
    return TenantPolicyChecked(policy=body, warnings=[])


@ban_routes.get("", operation_id="listEdgeBans", responses=problems(Forbidden))
async def list_bans(services: ProcessServices, principal: CurrentPrincipal, now: Now) -> BanList:
    """List the bans in force, newest first."""
    async with services.database.system_session(reason="list the bans of the edge") as db:
        return BanList(items=list(await bans.list_bans(db, principal, now=now)))


@ban_routes.post("", operation_id="createEdgeBan", status_code=201, responses=problems(Forbidden))
async def create_ban(body: BanInput, services: ProcessServices, principal: CurrentPrincipal, now: Now) -> BanRead:
    """Stop listening to an address for a while."""
    async with services.database.system_session(reason="ban an address") as db:
        made = await bans.ban(db, principal, body, now=now)
    await services.edge_keeper.refresh()
    return made


@ban_routes.delete("/{ban_id}", operation_id="liftEdgeBan", status_code=204, responses=problems(Forbidden, BanNotFound))
async def lift_ban(ban_id: BanId, services: ProcessServices, principal: CurrentPrincipal, now: Now) -> None:
    """Lift a ban: the address is listened to again."""
    async with services.database.system_session(reason="lift a ban") as db:
        await bans.lift(db, principal, ban_id, now=now)
    await services.edge_keeper.refresh()
