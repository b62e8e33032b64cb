"""HTTP routes of the tool registry."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from fastapi import Depends, Path, Query, Request

from charter.access import service as access
from charter.access.errors import Forbidden
from charter.core.errors import InputInvalid
from charter.core.http import (
    CurrentPrincipal,
    Cursor,
    Limit,
    Now,
    Page,
    ProcessServices,
    TenantDb,
    brief_session,
    paged,
    problems,
    router,
)
from charter.core.http.dependencies import services_of
from charter.core.ids import ToolCredentialId
from charter.identity.errors import MemberNotFound, Unauthenticated
from charter.tools.errors import (
    NoEarlierToolVersion,
    ToolBuiltIn,
    ToolCredentialMissing,
    ToolCredentialNameTaken,
    ToolCredentialNotFound,
    ToolDefinitionInvalid,
    ToolNameTaken,
    ToolNotFound,
    ToolOfAnotherKind,
    ToolTemplateNotFound,
    ToolUnavailable,
    ToolVersionNotDraft,
    ToolVersionNotFound,
)
from charter.tools.parts import ToolParts
from charter.tools.schemas import (
    DryRun,
    DryRunInput,
    ExampleReport,
    ListedTool,
    PythonToolInput,
    PythonVersionInput,
    ToolChange,
    ToolCheck,
    ToolCheckInput,
    ToolCredentialChange,
    ToolCredentialInput,
    ToolCredentialRead,
    ToolRead,
    ToolRollbackInput,
    ToolState,
    ToolTemplateRead,
    ToolUsage,
    ToolUser,
    ToolVersionRead,
    ToolVersionSummary,
)
from charter.tools.service import credentials, python_tools, registry, starting_points, trying, versions
from charter.tools.tool import Risk, ToolKind

tool_routes = router("/tools", "Tools")
credential_routes = router("/tool-credentials", "Tools")
template_routes = router("/tool-templates", "Tools")
routers = [tool_routes, template_routes, credential_routes]

Reference = Annotated[str, Path(description="The tool's name or id.", max_length=100, examples=["calculator"])]
Number = Annotated[int, Path(ge=1, le=2**31 - 1, description="The version's number.")]
_NAME_CURSOR = re.compile(r"[a-z][a-z0-9_]{0,63}")
_VERSION_CURSOR = re.compile(r"[1-9][0-9]{0,8}")


async def _parts(request: Request) -> ToolParts:
    parts: ToolParts = services_of(request).tools
    return parts


Parts = Annotated[ToolParts, Depends(_parts)]


def _cursor(cursor: str | None, form: re.Pattern[str]) -> str | None:
    if cursor is not None and not form.fullmatch(cursor):
        message = "Not a cursor; use the next_cursor of the page before, unchanged."
        raise InputInvalid(message, fields=[{"path": "query.cursor", "message": message}])
    return cursor


CursorText = Annotated[str | None, Query(description="next_cursor of the page before.", max_length=64)]


@tool_routes.get("", operation_id="listTools", responses=problems(Unauthenticated, Forbidden))
async def list_tools(
    principal: CurrentPrincipal,
    db: TenantDb,
    parts: Parts,
    q: Annotated[str, Query(max_length=200, description="What is looked for; see `by`.")] = "",
    by: Annotated[
        Literal["words", "meaning"],
        Query(
            description="`words`: all of them occur in name, title, description or tags. `meaning`: whatever the words,"
            " the best first, with a score and on one page."
        ),
    ] = "words",
    kind: Annotated[ToolKind | None, Query(description="Only tools of this kind.")] = None,
    risk: Annotated[Risk | None, Query(description="Only tools of this risk class.")] = None,
    tag: Annotated[str | None, Query(max_length=40, description="Only tools with this tag.")] = None,
    state: Annotated[ToolState | None, Query(description="Only tools in this state.")] = None,
    recent: Annotated[bool, Query(description="Say how often each was called in the last 30 days.")] = False,
    cursor: CursorText = None,
    limit: Limit = 50,
) -> Page[ListedTool]:
    """List tools, built-in ones among them: by name, or by how well they fit what is looked for."""
    after, query = _cursor(cursor, _NAME_CURSOR), q.replace("\0", " ")
    among = registry.ToolFilter(kind, risk, tag.replace("\0", " ") if tag else None, state)
    if by == "meaning" and query.strip():
        rows = await registry.find_tools(
            db, principal, parts.builtins, parts.meanings, query=query, among=among, limit=limit
        )
    else:
        rows = await registry.list_tools(
            db, principal, parts.builtins, query=query, among=among, after=after, limit=limit + 1
        )
    following = rows[limit - 1].name if len(rows) > limit else None
    if recent:
        rows = await parts.users.with_recent(db, rows[:limit])
    return Page(items=rows[:limit], next_cursor=following)


@tool_routes.post(
    "",
    operation_id="createTool",
    status_code=201,
    responses=problems(Unauthenticated, Forbidden, ToolNameTaken, ToolDefinitionInvalid),
)
async def create_tool(
    body: PythonToolInput, principal: CurrentPrincipal, db: TenantDb, parts: Parts, now: Now
) -> ToolRead:
    """Make a tool written in Python. What does not validate is kept as a draft and can never be called."""
    return await python_tools.create_tool(db, principal, body, packages=parts.packages, now=now)


@tool_routes.post("/validate", operation_id="validateTool", responses=problems(Unauthenticated, Forbidden))
async def validate(body: ToolCheckInput, principal: CurrentPrincipal, parts: Parts) -> ToolCheck:
    """Say what is wrong with code, in which line and what to do about it; changes and runs nothing."""
    access.require(principal, "tools.read")
    return python_tools.check_definition(body.definition, parts.packages)


@tool_routes.post(
    "/dry-run",
    operation_id="dryRunTool",
    responses=problems(Unauthenticated, Forbidden, ToolUnavailable, ToolCredentialMissing),
)
async def dry_run(body: DryRunInput, request: Request, parts: Parts) -> DryRun:
    """Run code once in the sandbox, with an input; code that does not validate is not run, and nothing is kept."""
    async with brief_session(request) as (principal, db):
        await trying.record_trial(db, principal, None, body.definition)
    return await trying.dry_run(
        parts.python, body.definition, body.input, parts.packages, tenant_id=principal.tenant_id
    )


@tool_routes.get("/{tool}", operation_id="getTool", responses=problems(Unauthenticated, Forbidden, ToolNotFound))
async def get_tool(tool: Reference, principal: CurrentPrincipal, db: TenantDb, parts: Parts) -> ToolRead:
    """Return a tool as it is called now."""
    return await registry.get_tool(db, principal, parts.builtins, tool)


@tool_routes.patch(
    "/{tool}",
    operation_id="changeTool",
    responses=problems(Unauthenticated, Forbidden, ToolNotFound, ToolBuiltIn, MemberNotFound),
)
async def change_tool(
    tool: Reference, body: ToolChange, principal: CurrentPrincipal, db: TenantDb, now: Now
) -> ToolRead:
    """Change a tool's title, risk class, tags or owner."""
    return await registry.change_tool(db, principal, tool, body, now=now)


@tool_routes.delete(
    "/{tool}",
    operation_id="deleteTool",
    status_code=204,
    responses=problems(Unauthenticated, Forbidden, ToolNotFound, ToolBuiltIn),
)
async def delete_tool(tool: Reference, principal: CurrentPrincipal, db: TenantDb) -> None:
    """Delete a tool and its versions; agents that were granted it run without it."""
    await registry.delete_tool(db, principal, tool)


@tool_routes.post(
    "/{tool}/enable", operation_id="enableTool", responses=problems(Unauthenticated, Forbidden, ToolNotFound)
)
async def enable_tool(tool: Reference, principal: CurrentPrincipal, db: TenantDb, parts: Parts, now: Now) -> ToolRead:
    """Let a tool be called in this tenant."""
    return await registry.turn(db, principal, parts.builtins, tool, on=True, now=now)


@tool_routes.post(
    "/{tool}/disable", operation_id="disableTool", responses=problems(Unauthenticated, Forbidden, ToolNotFound)
)
async def disable_tool(tool: Reference, principal: CurrentPrincipal, db: TenantDb, parts: Parts, now: Now) -> ToolRead:
    """Let a tool be called by nobody in this tenant, also not by runs that are on their way."""
    return await registry.turn(db, principal, parts.builtins, tool, on=False, now=now)


@tool_routes.get(
    "/{tool}/users", operation_id="listToolUsers", responses=problems(Unauthenticated, Forbidden, ToolNotFound)
)
async def list_users(tool: Reference, principal: CurrentPrincipal, db: TenantDb, parts: Parts) -> Page[ToolUser]:
    """List the agents and workflows that use a tool."""
    known = await registry.get_tool(db, principal, parts.builtins, tool)
    return Page(items=await parts.users.of(db, principal, known.name), next_cursor=None)


@tool_routes.get(
    "/{tool}/usage", operation_id="getToolUsage", responses=problems(Unauthenticated, Forbidden, ToolNotFound)
)
async def get_usage(tool: Reference, principal: CurrentPrincipal, db: TenantDb, parts: Parts) -> ToolUsage:
    """Say how often runs called a tool, and how that went."""
    known = await registry.get_tool(db, principal, parts.builtins, tool)
    return await parts.users.usage(db, known.name)


@tool_routes.get(
    "/{tool}/versions",
    operation_id="listToolVersions",
    responses=problems(Unauthenticated, Forbidden, ToolNotFound, ToolBuiltIn),
)
async def list_versions(
    tool: Reference, principal: CurrentPrincipal, db: TenantDb, cursor: CursorText = None, limit: Limit = 50
) -> Page[ToolVersionSummary]:
    """List a tool's versions, newest first."""
    access.require(principal, "tools.read")
    after = _cursor(cursor, _VERSION_CURSOR)
    registered = await registry.reach(db, tool)
    rows = await versions.list_versions(db, principal, registered, after=int(after) if after else None, limit=limit + 1)
    items = [ToolVersionSummary.model_validate(version) for version in rows[:limit]]
    return Page(items=items, next_cursor=str(rows[limit - 1].number) if len(rows) > limit else None)


@tool_routes.post(
    "/{tool}/versions",
    operation_id="createToolVersion",
    status_code=201,
    responses=problems(Unauthenticated, Forbidden, ToolNotFound, ToolBuiltIn, ToolOfAnotherKind, ToolDefinitionInvalid),
)
async def create_version(
    tool: Reference, body: PythonVersionInput, principal: CurrentPrincipal, db: TenantDb, parts: Parts, now: Now
) -> ToolVersionRead:
    """Add a version to a tool written in Python; equal content adds nothing and returns the latest version."""
    return await python_tools.create_version(db, principal, tool, body, packages=parts.packages, now=now)


@tool_routes.get(
    "/{tool}/versions/{number}",
    operation_id="getToolVersion",
    responses=problems(Unauthenticated, Forbidden, ToolNotFound, ToolBuiltIn, ToolVersionNotFound),
)
async def get_version(tool: Reference, number: Number, principal: CurrentPrincipal, db: TenantDb) -> ToolVersionRead:
    """Return one version with its definition and what was found wrong with it."""
    access.require(principal, "tools.read")
    return await versions.get_version(db, principal, await registry.reach(db, tool), number)


@tool_routes.post(
    "/{tool}/versions/{number}/publish",
    operation_id="publishToolVersion",
    responses=problems(
        Unauthenticated,
        Forbidden,
        ToolNotFound,
        ToolBuiltIn,
        ToolVersionNotFound,
        ToolVersionNotDraft,
        ToolDefinitionInvalid,
    ),
)
async def publish_version(
    tool: Reference, number: Number, principal: CurrentPrincipal, db: TenantDb, now: Now
) -> ToolVersionRead:
    """Publish a draft that validates; the version published before it is retired."""
    access.require(principal, "tools.publish")
    registered = await registry.reach(db, tool, lock=True)
    return await versions.publish_version(db, principal, registered, number, now=now)


@tool_routes.post(
    "/{tool}/versions/{number}/test",
    operation_id="testToolVersion",
    responses=problems(
        Unauthenticated, Forbidden, ToolNotFound, ToolBuiltIn, ToolVersionNotFound, ToolOfAnotherKind, ToolUnavailable
    ),
)
async def test_version(tool: Reference, number: Number, request: Request, parts: Parts) -> ExampleReport:
    """Run the examples that are stored with a version, each in the sandbox."""
    async with brief_session(request) as (principal, db):
        access.require(principal, "tools.write")
        registered = await registry.reach(db, tool)
        version = await versions.get_version(db, principal, registered, number)
        definition = python_tools.definition_of(registered, version)
        await trying.record_trial(db, principal, registered.id, definition)
    return await trying.run_tests(parts.python, definition, parts.packages, tenant_id=principal.tenant_id)


@tool_routes.post(
    "/{tool}/rollback",
    operation_id="rollBackTool",
    responses=problems(
        Unauthenticated, Forbidden, ToolNotFound, ToolBuiltIn, ToolVersionNotFound, NoEarlierToolVersion
    ),
)
async def roll_back(
    tool: Reference, body: ToolRollbackInput, principal: CurrentPrincipal, db: TenantDb, now: Now
) -> ToolVersionRead:
    """Make an earlier published version current again, in one step."""
    access.require(principal, "tools.publish")
    registered = await registry.reach(db, tool, lock=True)
    return await versions.roll_back(db, principal, registered, body.number, now=now)


@template_routes.get("", operation_id="listToolTemplates", responses=problems(Unauthenticated))
async def list_templates(principal: CurrentPrincipal) -> Page[ToolTemplateRead]:  # noqa: ARG001 - signed in is enough
    """List the starting points for tools written in Python, with their code."""
    return Page(items=list(starting_points.all_templates().values()), next_cursor=None)


@template_routes.get(
    "/{slug}", operation_id="getToolTemplate", responses=problems(Unauthenticated, ToolTemplateNotFound)
)
async def get_template(slug: str, principal: CurrentPrincipal) -> ToolTemplateRead:  # noqa: ARG001 - see above
    """Return one starting point."""
    return starting_points.get_template(slug)


CredentialId = Annotated[ToolCredentialId, Path(description="The credential's id.")]


@credential_routes.get("", operation_id="listToolCredentials", responses=problems(Unauthenticated, Forbidden))
async def list_credentials(
    principal: CurrentPrincipal, db: TenantDb, after: Cursor, limit: Limit = 50
) -> Page[ToolCredentialRead]:
    """List the credentials of tools, newest first, without their values."""
    rows = await credentials.list_credentials(db, principal, after=after, limit=limit + 1)
    page, cursor = paged(rows, limit, lambda credential: credential.id)
    return Page(items=list(page), next_cursor=cursor)


@credential_routes.post(
    "",
    operation_id="createToolCredential",
    status_code=201,
    responses=problems(Unauthenticated, Forbidden, ToolCredentialNameTaken),
)
async def create_credential(
    body: ToolCredentialInput, principal: CurrentPrincipal, db: TenantDb, services: ProcessServices, now: Now
) -> ToolCredentialRead:
    """Keep a header with a secret for one host; requests of tools that name it get it where no code sees it."""
    return await credentials.create_credential(db, principal, services.vault, body, now=now)


@credential_routes.put(
    "/{credential_id}/value",
    operation_id="changeToolCredential",
    responses=problems(Unauthenticated, Forbidden, ToolCredentialNotFound),
)
async def change_credential(
    credential_id: CredentialId,
    body: ToolCredentialChange,
    principal: CurrentPrincipal,
    db: TenantDb,
    services: ProcessServices,
    now: Now,
) -> ToolCredentialRead:
    """Give a credential another value."""
    return await credentials.change_credential(db, principal, services.vault, credential_id, body, now=now)


@credential_routes.delete(
    "/{credential_id}",
    operation_id="deleteToolCredential",
    status_code=204,
    responses=problems(Unauthenticated, Forbidden, ToolCredentialNotFound),
)
async def delete_credential(credential_id: CredentialId, principal: CurrentPrincipal, db: TenantDb) -> None:
    """Forget a credential; tools that name it are refused until there is one of its name again."""
    await credentials.delete_credential(db, principal, credential_id)
