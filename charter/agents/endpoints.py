"""HTTP routes of agents and their templates."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request, Response
from pydantic import JsonValue

from charter.access.errors import Forbidden
from charter.agents.errors import (
    AgentDefinitionInvalid,
    AgentFileInvalid,
    AgentNotFound,
    AgentSlugTaken,
    AgentTemplateNotFound,
    AgentVersionNotDraft,
    AgentVersionNotFound,
    NothingToRollBackTo,
)
from charter.agents.schemas import (
    AgentChange,
    AgentDefinition,
    AgentInput,
    AgentRead,
    AgentSummary,
    AgentVersionRead,
    AgentVersionSummary,
    ApplyResult,
    CloneInput,
    DefinitionCheck,
    DefinitionDiff,
    DefinitionInput,
    RollbackInput,
    TemplatePreview,
    TemplatePreviewInput,
    TemplateRead,
    ValidationInput,
)
from charter.agents.service import agents, definitions, files, templates, versions
from charter.core.errors import InputInvalid
from charter.core.http import CurrentPrincipal, Cursor, Limit, Now, Page, TenantDb, paged, problems, router
from charter.core.http.dependencies import services_of
from charter.identity.errors import Unauthenticated
from charter.tools.service.catalogue import load_catalogue

template_routes = router("/agent-templates", "Agent templates")
agent_routes = router("/agents", "Agents")
routers = [template_routes, agent_routes]

Reference = Annotated[str, Path(description="The agent's id or slug.", max_length=100, examples=["helpdesk"])]
_MOST = 2**31 - 1
Number = Annotated[int, Path(ge=1, le=_MOST, description="The version's number.")]
_VERSION_CURSOR = re.compile(r"[1-9][0-9]{0,8}")


async def _tools(request: Request, db: TenantDb) -> set[str]:
    return set((await load_catalogue(db, services_of(request).tools.builtins)).tools)


Tools = Annotated[set[str], Depends(_tools)]

_FILE_EXAMPLE = """\
api_version: charter/v1
kind: Agent
name: Helpdesk
slug: helpdesk
definition:
  instructions: Answer questions about our opening hours.
  tools:
  - name: clock
"""
_YAML_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "Agent files: YAML documents, one agent each.",
        "content": {"application/yaml": {"schema": {"type": "string"}, "example": _FILE_EXAMPLE}},
    }
}
_YAML_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The agent's file.",
        "content": {"application/yaml": {"schema": {"type": "string"}, "example": _FILE_EXAMPLE}},
    }
}


@template_routes.get("", operation_id="listAgentTemplates", responses=problems(Unauthenticated))
async def list_templates(principal: CurrentPrincipal) -> Page[TemplateRead]:  # noqa: ARG001 - signed in is enough
    """List the starting points for new agents, with the JSON Schema of their parameters."""
    return Page(items=[template.read() for template in templates.all_templates().values()], next_cursor=None)


@template_routes.get(
    "/{slug}", operation_id="getAgentTemplate", responses=problems(Unauthenticated, AgentTemplateNotFound)
)
async def get_template(slug: str, principal: CurrentPrincipal) -> TemplateRead:  # noqa: ARG001 - signed in is enough
    """Return one template."""
    return templates.get_template(slug).read()


@template_routes.post(
    "/{slug}/preview", operation_id="previewAgentTemplate", responses=problems(Unauthenticated, AgentTemplateNotFound)
)
async def preview_template(
    slug: str,
    body: TemplatePreviewInput,
    principal: CurrentPrincipal,
    db: TenantDb,
    tools: Tools,
) -> TemplatePreview:
    """Show what these parameters would make, and what is wrong with them; changes nothing."""
    template = templates.get_template(slug)
    if found := template.problems_of(body.parameters):
        return TemplatePreview(definition=None, problems=found)
    document = template.fill(body.parameters)
    definition, checked = definitions.check(document, await agents.surroundings(db, principal, tools))
    return TemplatePreview(definition=definition, problems=checked.problems)


@agent_routes.get("/schema", operation_id="getAgentSchema", responses=problems(Unauthenticated))
async def get_schema(principal: CurrentPrincipal) -> dict[str, JsonValue]:  # noqa: ARG001 - signed in is enough
    """Return the JSON Schema of an agent's definition, for editors."""
    return AgentDefinition.model_json_schema()


@agent_routes.post("/validate", operation_id="validateAgentDefinition", responses=problems(Unauthenticated))
async def validate(
    body: ValidationInput,
    principal: CurrentPrincipal,
    db: TenantDb,
    tools: Tools,
) -> DefinitionCheck:
    """Say what is wrong with a definition as it is being typed, with paths and fixes; changes nothing."""
    return definitions.check(body.definition, await agents.surroundings(db, principal, tools, itself=body.agent))[1]


@agent_routes.post(
    "/import",
    operation_id="importAgent",
    status_code=201,
    openapi_extra=_YAML_BODY,
    responses=problems(Unauthenticated, Forbidden, AgentFileInvalid, AgentDefinitionInvalid, AgentSlugTaken),
)
async def import_agent(
    request: Request,
    principal: CurrentPrincipal,
    db: TenantDb,
    tools: Tools,
    now: Now,
    publish: Annotated[bool, Query(description="Publish it at once; else it is a draft.")] = False,
) -> AgentRead:
    """Make a new agent from its file (YAML, as exported)."""
    return await files.import_agent(db, principal, await request.body(), publish=publish, tools=tools, now=now)


@agent_routes.post(
    "/apply",
    operation_id="applyAgents",
    openapi_extra=_YAML_BODY,
    responses=problems(Unauthenticated, Forbidden, AgentFileInvalid, AgentDefinitionInvalid, AgentSlugTaken),
)
async def apply_agents(
    request: Request,
    principal: CurrentPrincipal,
    db: TenantDb,
    tools: Tools,
    now: Now,
    dry_run: Annotated[bool, Query(description="Only say what would be done.")] = False,
) -> ApplyResult:
    """Make the agents as a file says: all of its documents, or none; again, and nothing changes.

    An agent is known by its slug. A changed definition becomes a new version and is published. Agents that are not in
    the file stay as they are.
    """
    return await files.apply_file(db, principal, await request.body(), dry_run=dry_run, tools=tools, now=now)


@agent_routes.get("", operation_id="listAgents", responses=problems(Unauthenticated, Forbidden))
async def list_agents(
    principal: CurrentPrincipal, db: TenantDb, after: Cursor, limit: Limit = 50
) -> Page[AgentSummary]:
    """List agents, newest first."""
    rows = await agents.list_agents(db, principal, after=after, limit=limit + 1)
    page, cursor = paged(rows, limit, lambda agent: agent.id)
    return Page(items=list(page), next_cursor=cursor)


@agent_routes.post(
    "",
    operation_id="createAgent",
    status_code=201,
    responses=problems(Unauthenticated, Forbidden, AgentTemplateNotFound, AgentDefinitionInvalid, AgentSlugTaken),
)
async def create_agent(
    body: AgentInput, principal: CurrentPrincipal, db: TenantDb, tools: Tools, now: Now
) -> AgentRead:
    """Make an agent from a template with parameters, or from a definition."""
    return await agents.create_agent(db, principal, body, tools=tools, now=now)


@agent_routes.get("/{agent}", operation_id="getAgent", responses=problems(Unauthenticated, Forbidden, AgentNotFound))
async def get_agent(agent: Reference, principal: CurrentPrincipal, db: TenantDb) -> AgentRead:
    """Return an agent with the definition that runs now."""
    return await agents.get_agent(db, principal, agent)


@agent_routes.patch(
    "/{agent}", operation_id="changeAgent", responses=problems(Unauthenticated, Forbidden, AgentNotFound)
)
async def change_agent(
    agent: Reference, body: AgentChange, principal: CurrentPrincipal, db: TenantDb, now: Now
) -> AgentRead:
    """Rename an agent."""
    if body.name is None:
        return await agents.get_agent(db, principal, agent)
    return await agents.rename_agent(db, principal, agent, body.name, now=now)


@agent_routes.delete(
    "/{agent}",
    operation_id="deleteAgent",
    status_code=204,
    responses=problems(Unauthenticated, Forbidden, AgentNotFound),
)
async def delete_agent(agent: Reference, principal: CurrentPrincipal, db: TenantDb) -> None:
    """Delete an agent and its versions; its runs stay."""
    await agents.delete_agent(db, principal, agent)


@agent_routes.post(
    "/{agent}/clone",
    operation_id="cloneAgent",
    status_code=201,
    responses=problems(Unauthenticated, Forbidden, AgentNotFound, AgentSlugTaken),
)
async def clone_agent(
    agent: Reference, body: CloneInput, principal: CurrentPrincipal, db: TenantDb, tools: Tools, now: Now
) -> AgentRead:
    """Make a new agent with the same definition."""
    return await agents.clone_agent(db, principal, agent, body.name, body.slug, tools=tools, now=now)


@agent_routes.get(
    "/{agent}/export",
    operation_id="exportAgent",
    response_class=Response,
    responses=_YAML_ANSWER | problems(Unauthenticated, Forbidden, AgentNotFound),
)
async def export_agent(agent: Reference, principal: CurrentPrincipal, db: TenantDb) -> Response:
    """Return an agent as a file that can be imported or applied elsewhere; what is default anyway is left out."""
    slug, text = await files.export_agent(db, principal, agent)
    disposition = {"content-disposition": f'attachment; filename="{slug}.yaml"'}
    return Response(text, media_type="application/yaml", headers=disposition)


@agent_routes.get(
    "/{agent}/diff",
    operation_id="diffAgentVersions",
    responses=problems(Unauthenticated, Forbidden, AgentNotFound, AgentVersionNotFound),
)
async def diff_versions(
    agent: Reference,
    principal: CurrentPrincipal,
    db: TenantDb,
    from_: Annotated[
        int | None,
        Query(alias="from", ge=1, le=_MOST, description="Default: the published version, or the one before `to`."),
    ] = None,
    to: Annotated[int | None, Query(ge=1, le=_MOST, description="Default: the latest version.")] = None,
) -> DefinitionDiff:
    """Say what changed between two versions, in words a person understands."""
    return await versions.diff_versions(db, principal, agent, from_, to)


@agent_routes.get(
    "/{agent}/versions", operation_id="listAgentVersions", responses=problems(Unauthenticated, Forbidden, AgentNotFound)
)
async def list_versions(
    agent: Reference,
    principal: CurrentPrincipal,
    db: TenantDb,
    cursor: Annotated[str | None, Query(description="next_cursor of the page before.", max_length=64)] = None,
    limit: Limit = 50,
) -> Page[AgentVersionSummary]:
    """List an agent's versions, newest first."""
    if cursor is not None and not _VERSION_CURSOR.fullmatch(cursor):
        message = "Not a cursor; use the next_cursor of the page before, unchanged."
        raise InputInvalid(message, fields=[{"path": "query.cursor", "message": message}])
    after = int(cursor) if cursor is not None else None
    rows = await versions.list_versions(db, principal, agent, after=after, limit=limit + 1)
    items = [AgentVersionSummary.model_validate(version) for version in rows[:limit]]
    return Page(items=items, next_cursor=str(rows[limit - 1].number) if len(rows) > limit else None)


@agent_routes.post(
    "/{agent}/versions",
    operation_id="createAgentVersion",
    status_code=201,
    responses=problems(Unauthenticated, Forbidden, AgentNotFound, AgentDefinitionInvalid),
)
async def create_version(
    agent: Reference, body: DefinitionInput, principal: CurrentPrincipal, db: TenantDb, tools: Tools, now: Now
) -> AgentVersionRead:
    """Add a draft version; equal content adds nothing and returns the latest version."""
    return await versions.create_draft(db, principal, agent, body.definition, tools=tools, now=now)


@agent_routes.get(
    "/{agent}/versions/{number}",
    operation_id="getAgentVersion",
    responses=problems(Unauthenticated, Forbidden, AgentNotFound, AgentVersionNotFound),
)
async def get_version(agent: Reference, number: Number, principal: CurrentPrincipal, db: TenantDb) -> AgentVersionRead:
    """Return one version with its definition."""
    return await versions.get_version(db, principal, agent, number)


@agent_routes.post(
    "/{agent}/versions/{number}/publish",
    operation_id="publishAgentVersion",
    responses=problems(
        Unauthenticated, Forbidden, AgentNotFound, AgentVersionNotFound, AgentVersionNotDraft, AgentDefinitionInvalid
    ),
)
async def publish_version(
    agent: Reference, number: Number, principal: CurrentPrincipal, db: TenantDb, tools: Tools, now: Now
) -> AgentVersionRead:
    """Publish a draft; the version published before it is retired."""
    return await versions.publish_version(db, principal, agent, number, tools=tools, now=now)


@agent_routes.post(
    "/{agent}/rollback",
    operation_id="rollBackAgent",
    responses=problems(Unauthenticated, Forbidden, AgentNotFound, AgentVersionNotFound, NothingToRollBackTo),
)
async def roll_back(
    agent: Reference, body: RollbackInput, principal: CurrentPrincipal, db: TenantDb, now: Now
) -> AgentVersionRead:
    """Make an earlier published version current again, in one step."""
    return await versions.roll_back(db, principal, agent, body.number, now=now)
