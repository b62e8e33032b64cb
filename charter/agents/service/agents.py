"""Agents themselves: made, listed, renamed, cloned, deleted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.agents.errors import AgentNotFound, AgentSlugTaken
from charter.agents.models import Agent, AgentVersion, AgentVersionState
from charter.agents.repository import AgentRepository
from charter.agents.schemas import AgentDefinition, AgentInput, AgentRead, AgentSummary
from charter.agents.service import definitions, templates
from charter.agents.service.definitions import Surroundings
from charter.audit import service as audit
from charter.budgets.service import budgets, storage
from charter.core.db import epochs
from charter.core.errors import InputInvalid
from charter.core.principal import Principal
from charter.tenants.service import slug_of

_TRIES = 20  # at creating an agent with a slug made from its name, while others of that name are created


async def surroundings(
    db: AsyncSession, principal: Principal, tools: set[str], *, itself: str | None = None
) -> Surroundings:
    """Return what a definition made by the principal may refer to: work is handed only to agents it may run itself.

    Args:
        itself: the slug of the agent defined.
    """
    agents = await AgentRepository(db).published(access.reach(principal, "runs.create"))
    hand_offs = {agent.slug: [str(slug) for slug in _listed(version, "hand_offs")] for agent, version in agents}
    return Surroundings(tools=tools, agents=hand_offs, itself=itself)


def _listed(version: AgentVersion, field: str) -> list[JsonValue]:
    value = version.definition.get(field)
    return value if isinstance(value, list) else []


async def create_agent(
    db: AsyncSession, principal: Principal, wanted: AgentInput, *, tools: set[str], now: datetime
) -> AgentRead:
    """Make an agent from a template or a definition; published at once unless told otherwise.

    Args:
        tools: names of the tools of this installation.

    Raises:
        Forbidden: the principal lacks ``agents.write`` (or ``agents.publish``).
        AgentTemplateNotFound, AgentDefinitionInvalid: the input's fields say what is wrong.
        AgentSlugTaken: another agent has the slug that was asked for.
    """
    access.require(principal, "agents.write")
    if wanted.publish:
        access.require(principal, "agents.publish")
    origin: dict[str, JsonValue] | None = None
    if wanted.template is not None and wanted.definition is None:
        template = templates.get_template(wanted.template)
        document = template.fill(wanted.parameters)
        origin = {"slug": template.slug, "version": template.version, "parameters": wanted.parameters}
    elif wanted.definition is not None and wanted.template is None:
        document = wanted.definition
    else:
        message = "Give either a template (with parameters) or a definition."
        raise InputInvalid(message, fields=[{"path": "/template", "message": message}])
    definition = definitions.require_valid(document, await surroundings(db, principal, tools))
    return await insert_agent(
        db, principal, wanted.name, wanted.slug, definition, origin=origin, publish=wanted.publish, now=now
    )


async def insert_agent(
    db: AsyncSession,
    principal: Principal,
    name: str,
    slug: str | None,
    definition: AgentDefinition,
    *,
    origin: dict[str, JsonValue] | None,
    publish: bool,
    now: datetime,
) -> AgentRead:
    """Store an agent whose definition was checked, with its first version.

    Raises:
        BudgetExhausted: the tenant has all the agents it may have.
    """
    await budgets.require_room_for_agent(db, AgentRepository(db).count)
    agent = await _insert(db, principal, name, slug, origin, now)
    version = AgentVersion(
        agent_id=agent.id,
        number=1,
        state=AgentVersionState.PUBLISHED if publish else AgentVersionState.DRAFT,
        definition=definition.canonical(),
        content_hash=definition.content_hash(),
        created_by=principal.id,
        published_at=now if publish else None,
    )
    db.add(version)
    await db.flush()
    await storage.require_room(db)
    await db.refresh(agent)
    await epochs.bump_config(db)
    after: dict[str, JsonValue] = {"name": name, "slug": agent.slug, "content_hash": version.content_hash}
    await audit.record(db, principal, "agent.created", "agent", agent.id, after=after)
    return _read(agent, version, (1 if publish else None, 1))


async def _insert(
    db: AsyncSession,
    principal: Principal,
    name: str,
    slug: str | None,
    origin: dict[str, JsonValue] | None,
    now: datetime,
) -> Agent:
    """Store the agent's row; a slug that nobody asked for gives way when another request takes it at the same time."""
    for _ in range(_TRIES):
        agent = Agent(
            slug=slug or await _free_slug(db, name), name=name, template=origin, created_by=principal.id, updated_at=now
        )
        try:
            async with db.begin_nested():
                db.add(agent)
                await db.flush()
        except IntegrityError:
            if slug is not None:
                break
        else:
            return agent
    message = f"The slug {agent.slug!r} is taken by another agent; choose another."
    raise AgentSlugTaken(message, fields=[{"path": "/slug", "message": message}])


async def list_agents(db: AsyncSession, principal: Principal, *, after: UUID | None, limit: int) -> list[AgentSummary]:
    """Return the agents that the principal may read, newest first."""
    access.require_somewhere(principal, "agents.read")
    repository = AgentRepository(db)
    rows = await repository.list_page(access.reach(principal, "agents.read"), after=after, limit=limit)
    ids = [agent.id for agent in rows]
    numbers, versions = await repository.numbers_of(ids), await repository.current_versions(ids)
    return [_summary(agent, versions[agent.id], numbers[agent.id]) for agent in rows]


async def get_agent(db: AsyncSession, principal: Principal, reference: str) -> AgentRead:
    """Return an agent by id or slug.

    Raises:
        AgentNotFound: no such agent in this tenant.
    """
    return await read_agent(db, await reach_agent(db, principal, reference, "agents.read"))


async def read_agent(db: AsyncSession, agent: Agent) -> AgentRead:
    """Return what the outside sees of an agent."""
    repository = AgentRepository(db)
    versions, numbers = await repository.current_versions([agent.id]), await repository.numbers_of([agent.id])
    return _read(agent, versions[agent.id], numbers[agent.id])


async def rename_agent(
    db: AsyncSession, principal: Principal, reference: str, name: str, *, now: datetime
) -> AgentRead:
    """Give an agent another name; its slug and id stay."""
    agent = await reach_agent(db, principal, reference, "agents.write", lock=True)
    before, agent.name, agent.updated_at = agent.name, name, now
    await db.flush()
    await epochs.bump_config(db)
    await audit.record(db, principal, "agent.renamed", "agent", agent.id, before={"name": before}, after={"name": name})
    return await read_agent(db, agent)


async def clone_agent(
    db: AsyncSession,
    principal: Principal,
    reference: str,
    name: str,
    slug: str | None,
    *,
    tools: set[str],
    now: datetime,
) -> AgentRead:
    """Make a new agent with the same definition."""
    access.require(principal, "agents.write")
    access.require(principal, "agents.publish")
    source = await get_agent(db, principal, reference)
    definition = definitions.require_valid(source.definition.canonical(), await surroundings(db, principal, tools))
    return await insert_agent(db, principal, name, slug, definition, origin=None, publish=True, now=now)


async def delete_agent(db: AsyncSession, principal: Principal, reference: str) -> None:
    """Delete an agent and its versions; its runs stay, as records of what happened."""
    agent = await reach_agent(db, principal, reference, "agents.delete", lock=True)
    await db.delete(agent)
    await db.flush()
    await epochs.bump_config(db)
    before: dict[str, JsonValue] = {"name": agent.name, "slug": agent.slug}
    await audit.record(db, principal, "agent.deleted", "agent", agent.id, before=before)


async def reach_agent(
    db: AsyncSession, principal: Principal, reference: str, permission: str, *, lock: bool = False
) -> Agent:
    """Return an agent by id or slug, on which the principal has the permission.

    Raises:
        Forbidden: it lacks the permission, on all agents or on this one.
        AgentNotFound: there is none that the principal may see.
    """
    access.require_somewhere(principal, permission)
    agent = await AgentRepository(db).find(reference, lock=lock)
    if agent is None or not access.may_any(principal, ("agents.read", permission), agent.id):
        raise _not_found(reference)
    access.require(principal, permission, agent.id)
    return agent


def _not_found(reference: str) -> AgentNotFound:
    return AgentNotFound(f"No agent {reference!r} in this tenant; list them with GET /v1/agents.")


async def _free_slug(db: AsyncSession, name: str) -> str:
    wanted = slug_of(name)[:50].strip("-")
    wanted = "agent" if wanted == "tenant" else wanted
    taken = await AgentRepository(db).slugs_like(wanted)
    slug, number = wanted, 2
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug


def _summary(agent: Agent, version: AgentVersion, numbers: tuple[int | None, int]) -> AgentSummary:
    return AgentSummary(
        id=agent.id,
        slug=agent.slug,
        name=agent.name,
        description=str(version.definition.get("description", "")),
        published_version=numbers[0],
        latest_version=numbers[1],
        created_at=agent.created_at,
        updated_at=agent.updated_at,
    )


def _read(agent: Agent, version: AgentVersion, numbers: tuple[int | None, int]) -> AgentRead:
    definition = AgentDefinition.model_validate(version.definition)
    return AgentRead(**_summary(agent, version, numbers).model_dump(), definition=definition)
