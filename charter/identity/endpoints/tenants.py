"""HTTP routes of tenants: one's own, and those of the installation for its operator."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request

from charter.access.errors import Forbidden
from charter.budgets.errors import BudgetExhausted, PlanNotFound, PlanRetired
from charter.budgets.service import storage
from charter.core.http import (
    CurrentPrincipal,
    Cursor,
    Limit,
    Now,
    Page,
    ProcessServices,
    TenantDb,
    paged,
    problems,
    router,
)
from charter.core.http.idempotency import keep_secret
from charter.core.ids import TenantId
from charter.identity.errors import OwnSecondFactorMissing, PasswordTooWeak
from charter.identity.schemas import TenantFounded, TenantInput
from charter.identity.service import founding, second_factor
from charter.tenants import service as tenants
from charter.tenants.errors import ResidencyNotOffered, TenantIsYourOwn, TenantNotFound, TenantStateConflict
from charter.tenants.schemas import TenantChange, TenantInstallationRead, TenantRead
from charter.tenants.service import lifecycle

own_routes = router("/tenant", "Tenants")
routes = router("/tenants", "Tenants")
routers = [own_routes, routes]


@own_routes.get("", operation_id="getOwnTenant")
async def get_own(principal: CurrentPrincipal, db: TenantDb) -> TenantRead:  # noqa: ARG001 - who may call at all may know where
    """Return the caller's tenant."""
    return await tenants.get(db)


@own_routes.patch(
    "", operation_id="changeOwnTenant", responses=problems(Forbidden, OwnSecondFactorMissing, BudgetExhausted)
)
async def change_own(
    body: TenantChange, services: ProcessServices, principal: CurrentPrincipal, db: TenantDb
) -> TenantRead:
    """Change the caller's tenant: its name, time zone, looks, how long it keeps runs, and how people sign in."""
    if body.second_factor_required:
        await second_factor.require_own(services.database, principal)
    changed = await tenants.change(db, principal, body)
    await storage.require_room(db)  # a logo takes some
    return changed


@routes.get("", operation_id="listTenants", responses=problems(Forbidden))
async def list_tenants(
    services: ProcessServices, principal: CurrentPrincipal, after: Cursor, limit: Limit = 50
) -> Page[TenantInstallationRead]:
    """List the installation's tenants, for its operator."""
    async with services.database.system_session(reason="list tenants") as system:
        rows = await lifecycle.list_tenants(system, principal, after=after, limit=limit + 1)
    page, cursor = paged(rows, limit, lambda tenant: tenant.id)
    return Page(items=list(page), next_cursor=cursor)


@routes.post(
    "",
    operation_id="createTenant",
    status_code=201,
    responses=problems(Forbidden, ResidencyNotOffered, PasswordTooWeak, PlanNotFound, PlanRetired),
)
async def create_tenant(
    body: TenantInput, request: Request, services: ProcessServices, principal: CurrentPrincipal, now: Now
) -> TenantFounded:
    """Make a tenant with its first owner; the API key, when asked for, is in this answer and nowhere else."""
    keep_secret(request)
    async with services.database.system_session(reason="make a tenant") as system:
        founded = await founding.found_tenant(
            system,
            principal,
            services.authenticator,
            name=body.name,
            owner_email=body.owner_email,
            owner_password=body.owner_password.get_secret_value(),
            residency=body.residency,
            offered=services.settings.residency,
            with_api_key=body.with_api_key,
            plan_id=body.plan_id,
            now=now,
        )
        made = await lifecycle.read(system, founded.tenant_id)
    return TenantFounded(tenant=made, api_key=founded.api_key)


@routes.get("/{tenant_id}", operation_id="getTenant", responses=problems(Forbidden, TenantNotFound))
async def get_tenant(
    tenant_id: TenantId, services: ProcessServices, principal: CurrentPrincipal
) -> TenantInstallationRead:
    """Return a tenant, for the operator of the installation."""
    async with services.database.system_session(reason="read a tenant") as system:
        return await lifecycle.get_tenant(system, principal, tenant_id)


@routes.post(
    "/{tenant_id}/suspend",
    operation_id="suspendTenant",
    responses=problems(Forbidden, TenantNotFound, TenantStateConflict, TenantIsYourOwn),
)
async def suspend_tenant(
    tenant_id: TenantId, services: ProcessServices, principal: CurrentPrincipal
) -> TenantInstallationRead:
    """Stop a tenant: nobody gets in, and running work stops at its next step. Nothing is lost."""
    async with services.database.system_session(reason="suspend a tenant") as system:
        return await lifecycle.suspend(system, principal, tenant_id)


@routes.post(
    "/{tenant_id}/resume",
    operation_id="resumeTenant",
    responses=problems(Forbidden, TenantNotFound, TenantStateConflict),
)
async def resume_tenant(
    tenant_id: TenantId, services: ProcessServices, principal: CurrentPrincipal
) -> TenantInstallationRead:
    """Let a suspended tenant go on; its parked work does as well."""
    async with services.database.system_session(reason="resume a tenant") as system:
        return await lifecycle.resume(system, principal, tenant_id)


@routes.delete(
    "/{tenant_id}",
    operation_id="deleteTenant",
    responses=problems(Forbidden, TenantNotFound, TenantStateConflict, TenantIsYourOwn),
)
async def delete_tenant(
    tenant_id: TenantId,
    services: ProcessServices,
    principal: CurrentPrincipal,
    now: Now,
    grace_days: Annotated[int, Query(ge=0, le=365, description="Until then it can be restored.")] = 30,
) -> TenantInstallationRead:
    """Suspend a tenant and remove it everywhere once the grace period is over."""
    async with services.database.system_session(reason="delete a tenant") as system:
        return await lifecycle.delete(system, principal, tenant_id, grace_days=grace_days, now=now)


@routes.post(
    "/{tenant_id}/restore",
    operation_id="restoreTenant",
    responses=problems(Forbidden, TenantNotFound, TenantStateConflict),
)
async def restore_tenant(
    tenant_id: TenantId, services: ProcessServices, principal: CurrentPrincipal
) -> TenantInstallationRead:
    """Take a deletion back within its grace period; the tenant is suspended then."""
    async with services.database.system_session(reason="restore a tenant") as system:
        return await lifecycle.restore(system, principal, tenant_id)
