"""HTTP routes that explain access."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from charter.access.errors import Forbidden
from charter.access.schemas import Permission, PrincipalText
from charter.core.http import CurrentPrincipal, TenantDb, problems, router
from charter.core.ids import AgentId
from charter.identity.errors import PrincipalNotFound
from charter.identity.schemas import AccessExplanation, PrincipalList
from charter.identity.service import explaining

routes = router("/access", "Access")
routers = [routes]

AgentQuery = Annotated[AgentId | None, Query(description="On this agent; else: on everything.")]


@routes.get("/explain", operation_id="explainAccess", responses=problems(Forbidden, PrincipalNotFound))
async def explain(
    permission: Permission,
    principal: CurrentPrincipal,
    db: TenantDb,
    who: Annotated[
        PrincipalText | None, Query(description="`user_…`, `key_…` or `service_…`. Default: the caller.")
    ] = None,
    agent_id: AgentQuery = None,
) -> AccessExplanation:
    """Say whether somebody may do something, and which roles and rules say so."""
    return await explaining.explain(db, principal, who, permission, agent_id)


@routes.get("/who-can", operation_id="whoCan", responses=problems(Forbidden))
async def who_can(
    permission: Permission, principal: CurrentPrincipal, db: TenantDb, agent_id: AgentQuery = None
) -> PrincipalList:
    """List the members, service accounts and API keys that may do something."""
    return PrincipalList(items=await explaining.who_can(db, principal, permission, agent_id))
