"""HTTP routes of deployments and what is deployed."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query, Response

from charter.access.errors import Forbidden
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
from charter.identity.errors import Unauthenticated
from charter.workflows.errors import DefinitionInUse, LayoutNotPossible, ModelNotDeployable, WorkflowDefinitionNotFound
from charter.workflows.model.findings import Finding
from charter.workflows.schemas import (
    DefinitionId,
    DefinitionRead,
    DeploymentInput,
    DeploymentOptions,
    DeploymentRead,
    FileFindings,
    FileInput,
    FileRead,
    FindingRead,
    LintResult,
)
from charter.workflows.service import definitions, deploying
from charter.workflows.service.deploying import NewFile

deployment_routes = router("/workflow-deployments", "Workflows")
routes = router("/workflow-definitions", "Workflows")


def _files(body: DeploymentInput) -> list[NewFile]:
    return [NewFile(file.name, file.content.encode()) for file in body.files]


def _findings(found: dict[str, list[Finding]]) -> list[FileFindings]:
    return [
        FileFindings(name=name, findings=[FindingRead(**deploying.as_json(finding)) for finding in findings])
        for name, findings in found.items()
    ]


@deployment_routes.post(
    "",
    operation_id="deployWorkflow",
    status_code=201,
    responses=problems(Unauthenticated, Forbidden, ModelNotDeployable),
)
async def deploy(
    body: DeploymentOptions, principal: CurrentPrincipal, db: TenantDb, now: Now, services: ProcessServices
) -> DeploymentRead:
    """Deploy files: all of them or, if one has an error or needs what is not there, none."""
    checker = services.workflows.checker
    deployed = await deploying.deploy(db, principal, _files(body), checker, now=now, allow_missing=body.allow_missing)
    return DeploymentRead(
        id=deployed.id,
        definitions=[DefinitionRead.model_validate(found) for found in deployed.definitions],
        warnings=_findings(deployed.warnings),
    )


@deployment_routes.post("/lint", operation_id="lintWorkflow", responses=problems(Unauthenticated, Forbidden))
async def lint(body: DeploymentInput, principal: CurrentPrincipal) -> LintResult:
    """Say what is wrong with files, without deploying them."""
    found = await deploying.lint(principal, _files(body))
    files = _findings(found)
    return LintResult(
        deployable=not any(one.severity == "error" for file in files for one in file.findings), files=files
    )


@deployment_routes.post(
    "/layout", operation_id="layoutWorkflow", responses=problems(Unauthenticated, Forbidden, LayoutNotPossible)
)
async def lay_out(body: FileInput, principal: CurrentPrincipal, services: ProcessServices) -> FileRead:
    """Give a BPMN file a diagram, without deploying it; one that it has is replaced."""
    content = await services.workflows.drawer.lay_out(principal, body.content.encode())
    return FileRead(name=body.name, content=content.decode())


@routes.get("", operation_id="listWorkflowDefinitions", responses=problems(Unauthenticated, Forbidden))
async def list_definitions(
    principal: CurrentPrincipal,
    db: TenantDb,
    after: Cursor,
    kind: Annotated[Literal["process", "decision", "form"] | None, Query()] = None,
    key: Annotated[str | None, Query(max_length=300, description="Only versions of this one.")] = None,
    limit: Limit = 50,
) -> Page[DefinitionRead]:
    """List what is deployed, newest first."""
    rows = await definitions.list_definitions(db, principal, kind=kind, key=key, after=after, limit=limit + 1)
    page, cursor = paged(rows, limit, lambda row: row.id)
    return Page(items=[DefinitionRead.model_validate(row) for row in page], next_cursor=cursor)


@routes.get(
    "/{definition_id}",
    operation_id="getWorkflowDefinition",
    responses=problems(Unauthenticated, Forbidden, WorkflowDefinitionNotFound),
)
async def get_definition(definition_id: DefinitionId, principal: CurrentPrincipal, db: TenantDb) -> DefinitionRead:
    """Return a definition."""
    return DefinitionRead.model_validate(await definitions.get_definition(db, principal, definition_id))


@routes.get(
    "/{definition_id}/file",
    operation_id="getWorkflowDefinitionFile",
    response_class=Response,
    responses={
        200: {"content": {"application/xml": {"schema": {"type": "string"}}}},
        **problems(Unauthenticated, Forbidden, WorkflowDefinitionNotFound),
    },
)
async def get_file(definition_id: DefinitionId, principal: CurrentPrincipal, db: TenantDb) -> Response:
    """Return the file a definition came in, as it was deployed."""
    file = await definitions.get_file(db, principal, definition_id)
    return Response(
        file.content,
        media_type="application/json" if file.kind == "form" else "application/xml",
        headers={"content-disposition": "attachment"},
    )


@routes.delete(
    "/{definition_id}",
    operation_id="deleteWorkflowDefinition",
    status_code=204,
    responses=problems(Unauthenticated, Forbidden, WorkflowDefinitionNotFound, DefinitionInUse),
)
async def delete_definition(definition_id: DefinitionId, principal: CurrentPrincipal, db: TenantDb) -> None:
    """Delete a definition that no instance uses or used."""
    await definitions.delete_definition(db, principal, definition_id)
