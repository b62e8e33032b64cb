"""HTTP routes of budgets and usage."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import Header, Query, Response
from pydantic import AwareDatetime

from charter.access.errors import Forbidden, SubjectNotFound
from charter.budgets.errors import BudgetNameTaken, BudgetNotFound
from charter.budgets.schemas import BudgetChange, BudgetId, BudgetInput, BudgetRead, UsageReport
from charter.budgets.service import budgets, usage
from charter.core.http import CurrentPrincipal, Cursor, Limit, Now, Page, TenantDb, paged, problems, router

budget_routes = router("/budgets", "Budgets")
usage_routes = router("/usage", "Budgets")
routers = [budget_routes, usage_routes]


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
    "/{budget_id}", operation_id="changeBudget", responses=problems(Forbidden, BudgetNotFound, BudgetNameTaken)
)
async def change_budget(
    budget_id: BudgetId, body: BudgetChange, principal: CurrentPrincipal, db: TenantDb, now: Now
) -> BudgetRead:
    """Change a budget; what was used stays used."""
    return await budgets.change_budget(db, principal, budget_id, body, now=now)


@budget_routes.delete(
    "/{budget_id}", operation_id="deleteBudget", status_code=204, responses=problems(Forbidden, BudgetNotFound)
)
async def delete_budget(budget_id: BudgetId, principal: CurrentPrincipal, db: TenantDb) -> None:
    """Delete a budget; the record of what was used stays."""
    await budgets.delete_budget(db, principal, budget_id)


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
