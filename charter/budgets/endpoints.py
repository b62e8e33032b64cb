"""HTTP routes of budgets and usage."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import Header, Query, Response
from pydantic import AwareDatetime

from charter.access.errors import Forbidden, SubjectNotFound
from charter.budgets.errors import (
    BudgetNameTaken,
    BudgetNotFound,
    BudgetOfPlan,
    PlanNameTaken,
    PlanNotFound,
    PlanRetired,
)
from charter.budgets.schemas import (
    BudgetChange,
    BudgetId,
    BudgetInput,
    BudgetRead,
    PlanChange,
    PlanChoice,
    PlanInput,
    PlanRead,
    UsageReport,
)
from charter.budgets.service import budgets, plans, usage
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
from charter.core.ids import TenantId
from charter.tenants.errors import TenantNotFound
from charter.tenants.schemas import PlanId, TenantInstallationRead

budget_routes = router("/budgets", "Budgets")
usage_routes = router("/usage", "Budgets")
plan_routes = router("/plans", "Tenants")
tenant_routes = router("/tenants", "Tenants")
routers = [budget_routes, usage_routes, plan_routes, tenant_routes]


@budget_routes.get("", operation_id="listBudgets", responses=problems(Forbidden))
async def list_budgets(
    principal: CurrentPrincipal, db: TenantDb, now: Now, after: Cursor, limit: Limit = 50
) -> Page[BudgetRead]:
    """List budgets and how they stand."""
    rows = await budgets.list_budgets(db, principal, after=after, limit=limit + 1, now=now)
    page, cursor = paged(rows, limit, lambda it: it.id)
    return Page(items=list(page), next_cursor=cursor)


@budget_routes.post(
    "",
    operation_id="createBudget",
    status_code=201,
    responses=problems(Forbidden, SubjectNotFound, BudgetNameTaken),
)
async def create_budget(body: BudgetInput, principal: CurrentPrincipal, db: TenantDb, now: Now) -> BudgetRead:
    """Make a budget: a hard limit on runs, agents, tokens or money, of the tenant or of a part of it."""
    return await budgets.create_budget(db, principal, body, now=now)


@budget_routes.get("/{budget_id}", operation_id="getBudget", responses=problems(Forbidden, BudgetNotFound))
async def get_budget(budget_id: BudgetId, principal: CurrentPrincipal, db: TenantDb, now: Now) -> BudgetRead:
    """Return a budget and how it stands."""
    return await budgets.get_budget(db, principal, budget_id, now=now)


@budget_routes.patch(
    "/{budget_id}",
    operation_id="changeBudget",
    responses=problems(Forbidden, BudgetNotFound, BudgetNameTaken, BudgetOfPlan),
)
async def change_budget(
    budget_id: BudgetId, body: BudgetChange, principal: CurrentPrincipal, db: TenantDb, now: Now
) -> BudgetRead:
    """Change a budget; what was used stays used."""
    return await budgets.change_budget(db, principal, budget_id, body, now=now)


@budget_routes.delete(
    "/{budget_id}",
    operation_id="deleteBudget",
    status_code=204,
    responses=problems(Forbidden, BudgetNotFound, BudgetOfPlan),
)
async def delete_budget(budget_id: BudgetId, principal: CurrentPrincipal, db: TenantDb, now: Now) -> None:
    """Delete a budget; what was used of it stays used, also when it is made again."""
    await budgets.delete_budget(db, principal, budget_id, now=now)


@plan_routes.get("", operation_id="listPlans", responses=problems(Forbidden))
async def list_plans(
    services: ProcessServices, principal: CurrentPrincipal, after: Cursor, limit: Limit = 50
) -> Page[PlanRead]:
    """List plans, for the operator of the installation."""
    async with services.database.system_session(reason="list plans") as system:
        rows = await plans.list_plans(system, principal, after=after, limit=limit + 1)
    page, cursor = paged(rows, limit, lambda it: it.id)
    return Page(items=list(page), next_cursor=cursor)


@plan_routes.post("", operation_id="createPlan", status_code=201, responses=problems(Forbidden, PlanNameTaken))
async def create_plan(body: PlanInput, services: ProcessServices, principal: CurrentPrincipal) -> PlanRead:
    """Make a plan: limits that every tenant with it has and cannot change."""
    async with services.database.system_session(reason="make a plan") as system:
        return await plans.create_plan(system, principal, body)


@plan_routes.get("/{plan_id}", operation_id="getPlan", responses=problems(Forbidden, PlanNotFound))
async def get_plan(plan_id: PlanId, services: ProcessServices, principal: CurrentPrincipal) -> PlanRead:
    """Return a plan."""
    async with services.database.system_session(reason="read a plan") as system:
        return await plans.get_plan(system, principal, plan_id)


@plan_routes.patch("/{plan_id}", operation_id="changePlan", responses=problems(Forbidden, PlanNotFound, PlanNameTaken))
async def change_plan(
    plan_id: PlanId, body: PlanChange, services: ProcessServices, principal: CurrentPrincipal, now: Now
) -> PlanRead:
    """Change a plan, and thereby the limits of all its tenants; what they used stays used."""
    async with services.database.system_session(reason="change a plan") as system:
        return await plans.change_plan(system, principal, plan_id, body, now=now)


@plan_routes.post("/{plan_id}/retire", operation_id="retirePlan", responses=problems(Forbidden, PlanNotFound))
async def retire_plan(plan_id: PlanId, services: ProcessServices, principal: CurrentPrincipal, now: Now) -> PlanRead:
    """Give a plan to nobody any more; tenants that have it keep it."""
    async with services.database.system_session(reason="retire a plan") as system:
        return await plans.retire_plan(system, principal, plan_id, now=now)


@tenant_routes.put(
    "/{tenant_id}/plan",
    operation_id="setTenantPlan",
    responses=problems(Forbidden, TenantNotFound, PlanNotFound, PlanRetired),
)
async def set_tenant_plan(
    tenant_id: TenantId, body: PlanChoice, services: ProcessServices, principal: CurrentPrincipal, now: Now
) -> TenantInstallationRead:
    """Give a tenant a plan in the place of the one it has, or none; what it used stays used."""
    async with services.database.system_session(reason="give a tenant a plan") as system:
        return await plans.set_plan(system, principal, tenant_id, body.plan_id, now=now)


@usage_routes.get(
    "",
    operation_id="getUsage",
    response_model=UsageReport,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}, **problems(Forbidden)},
)
async def get_usage(
    principal: CurrentPrincipal,
    db: TenantDb,
    now: Now,
    by: Annotated[
        list[str] | None,
        Query(description="agent, model, provider, user, key, team, day, month; repeat for several.", max_length=8),
    ] = None,
    since: Annotated[AwareDatetime | None, Query(description="Default: 30 days before `until`.")] = None,
    until: Annotated[AwareDatetime | None, Query(description="Default: now.")] = None,
    accept: Annotated[str, Header(description="text/csv gives a table.")] = "",
) -> Response:
    """Report tokens, runs, model calls and cost, by any dimension. Money is in millionths of a US dollar."""
    end = until or now
    found = await usage.report(db, principal, by or [], since or end - timedelta(days=30), end)
    if "text/csv" in accept:
        return Response(usage.as_csv(found), media_type="text/csv")
    return Response(found.model_dump_json(), media_type="application/json")
