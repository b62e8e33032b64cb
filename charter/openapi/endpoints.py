"""HTTP routes of tools from OpenAPI documents."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from charter.access.errors import Forbidden
from charter.core.http import CurrentPrincipal, Now, TenantDb, problems, router
from charter.core.http.dependencies import services_of
from charter.openapi.errors import OpenApiCallFailed, OpenApiInvalid, OpenApiNotFetched, OperationNotFound
from charter.openapi.parts import OpenApiParts
from charter.openapi.schemas import (
    OpenApiImported,
    OpenApiImportInput,
    OpenApiPreview,
    OpenApiSource,
    OpenApiTrial,
    OpenApiTrialInput,
)
from charter.openapi.service import importing, trial
from charter.tools.errors import (
    ToolArgumentsInvalid,
    ToolCredentialMissing,
    ToolDisabled,
    ToolFailed,
    ToolNameTaken,
    ToolNotFound,
    ToolQuarantined,
)

routes = router("/openapi-tools", "Tools")
routers = [routes]


async def _parts(request: Request) -> OpenApiParts:
    parts: OpenApiParts = services_of(request).openapi
    return parts


Parts = Annotated[OpenApiParts, Depends(_parts)]


@routes.post(
    "/preview", operation_id="previewOpenApiTools", responses=problems(Forbidden, OpenApiInvalid, OpenApiNotFetched)
)
async def preview(body: OpenApiSource, principal: CurrentPrincipal, db: TenantDb, parts: Parts) -> OpenApiPreview:
    """Show a document's operations, and how they differ from the tools made of it before; changes nothing."""
    return await importing.preview(db, principal, parts.http, body)


@routes.post(
    "/import",
    operation_id="importOpenApiTools",
    responses=problems(Forbidden, OpenApiInvalid, OpenApiNotFetched, OperationNotFound, ToolNameTaken),
)
async def import_tools(
    body: OpenApiImportInput, principal: CurrentPrincipal, db: TenantDb, parts: Parts, now: Now
) -> OpenApiImported:
    """Make tools of operations, or new versions of those made before."""
    return await importing.import_tools(db, principal, parts.http, body, now=now)


@routes.post(
    "/try",
    operation_id="tryOpenApiTool",
    responses=problems(
        Forbidden,
        ToolNotFound,
        ToolArgumentsInvalid,
        ToolDisabled,
        ToolQuarantined,
        ToolCredentialMissing,
        OpenApiCallFailed,
        ToolFailed,
    ),
)
async def try_tool(body: OpenApiTrialInput, principal: CurrentPrincipal, db: TenantDb, parts: Parts) -> OpenApiTrial:
    """Call an imported tool once, for real."""
    return OpenApiTrial(result=await trial.try_tool(db, principal, parts.desk, body.tool, body.arguments))
