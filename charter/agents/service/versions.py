"""Versions of an agent: drafted, published, rolled back, looked up for runs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.agents.errors import (
    AgentNotPublished,
    AgentVersionNotDraft,
    AgentVersionNotFound,
    NothingToRollBackTo,
)
from charter.agents.models import Agent, AgentVersion, AgentVersionState
from charter.agents.repository import AgentRepository
from charter.agents.schemas import AgentDefinition, AgentVersionRead, DefinitionDiff, PublishedAgent
from charter.agents.service import definitions
from charter.agents.service.agents import reach_agent, surroundings
from charter.agents.service.diff import compare
from charter.audit import service as audit
from charter.budgets.service import storage
from charter.core.db import epochs
from charter.core.ids import format_id
from charter.core.principal import Principal
from charter.tools.schemas import ToolUser


async def create_draft(
    db: AsyncSession,
    principal: Principal,
    reference: str,
    document: dict[str, JsonValue],
    *,
    tools: set[str],
    now: datetime,
) -> AgentVersionRead:
    """Add a version as a draft. The same content as the latest version adds nothing and returns that one."""
    agent = await reach_agent(db, principal, reference, "agents.write", lock=True)
    definition = definitions.require_valid(document, await surroundings(db, principal, tools, itself=agent.slug))
    return read_version(await add_draft(db, principal, agent, definition, now=now))


async def add_draft(
    db: AsyncSession, principal: Principal, agent: Agent, definition: AgentDefinition, *, now: datetime
) -> AgentVersion:
    """Store a checked definition as the next version of a locked agent."""
    latest = await AgentRepository(db).latest_version(agent.id)
    if latest.content_hash == definition.content_hash():
        return latest
    return await _insert(db, principal, agent, definition, latest.number + 1, now=now)


async def publish_definition(
    db: AsyncSession, principal: Principal, agent: Agent, definition: AgentDefinition, *, now: datetime
) -> int:
    """Make a checked definition the current one of a locked agent; returns its number.

    A waiting draft of the same content is published; else a new version is made, also when an earlier one said the
    same: what ran when stays readable from the numbers.
    """
    latest = await AgentRepository(db).latest_version(agent.id)
    same = latest.state == AgentVersionState.DRAFT and latest.content_hash == definition.content_hash()
    version = latest if same else await _insert(db, principal, agent, definition, latest.number + 1, now=now)
    await make_current(db, agent, version, now=now)
    await _record(db, principal, "agent_version.published", version)
    return version.number


async def _insert(
    db: AsyncSession, principal: Principal, agent: Agent, definition: AgentDefinition, number: int, *, now: datetime
) -> AgentVersion:
    version = AgentVersion(
        agent_id=agent.id,
        number=number,
        state=AgentVersionState.DRAFT,
        definition=definition.canonical(),
        content_hash=definition.content_hash(),
        created_by=principal.id,
    )
    agent.updated_at = now
    db.add(version)
    await db.flush()
    await storage.require_room(db)
    await db.refresh(version)
    await _record(db, principal, "agent_version.drafted", version)
    return version


async def _record(db: AsyncSession, principal: Principal, action: str, version: AgentVersion) -> None:
    after: dict[str, JsonValue] = {"number": version.number, "content_hash": version.content_hash}
    await audit.record(db, principal, action, "agent_version", version.id, after=after)


async def list_versions(
    db: AsyncSession, principal: Principal, reference: str, *, after: int | None, limit: int
) -> list[AgentVersion]:
    """Return versions, newest first."""
    agent = await reach_agent(db, principal, reference, "agents.read")
    return await AgentRepository(db).versions(agent.id, after=after, limit=limit)


async def get_version(db: AsyncSession, principal: Principal, reference: str, number: int) -> AgentVersionRead:
    """Return one version with its definition.

    Raises:
        AgentNotFound, AgentVersionNotFound: no such agent or version in this tenant.
    """
    agent = await reach_agent(db, principal, reference, "agents.read")
    return read_version(await _version(db, agent, number))


async def diff_versions(
    db: AsyncSession, principal: Principal, reference: str, from_number: int | None, to_number: int | None
) -> DefinitionDiff:
    """Return what changed between two versions.

    Args:
        from_number: default the published version, or when that is ``to_number`` the one before it.
        to_number: default the latest version.

    Raises:
        AgentNotFound, AgentVersionNotFound: no such agent or version in this tenant.
    """
    repository = AgentRepository(db)
    agent = await reach_agent(db, principal, reference, "agents.read")
    to = await repository.latest_version(agent.id) if to_number is None else await _version(db, agent, to_number)
    since: AgentVersion | None
    if from_number is not None:
        since = await _version(db, agent, from_number)
    else:
        since = await repository.find_published_version(agent.id)
        if since is None or since.number == to.number:
            since = await repository.version_before(agent.id, to.number)
    return compare(
        AgentDefinition.model_validate(since.definition) if since else None,
        AgentDefinition.model_validate(to.definition),
        from_version=since.number if since else None,
        to_version=to.number,
    )


async def publish_version(
    db: AsyncSession, principal: Principal, reference: str, number: int, *, tools: set[str], now: datetime
) -> AgentVersionRead:
    """Freeze a draft and make it the version that new runs use.

    The version published before it becomes ``retired``; runs already started keep theirs.

    Raises:
        Forbidden: the principal lacks ``agents.publish``.
        AgentVersionNotDraft: it was published or retired before.
        AgentDefinitionInvalid: what it refers to is gone since it was drafted.
    """
    agent = await reach_agent(db, principal, reference, "agents.publish", lock=True)
    version = await _version(db, agent, number)
    if version.state != AgentVersionState.DRAFT:
        raise AgentVersionNotDraft(f"Version {number} is {version.state}; roll back to it, or copy it to a new draft.")
    definitions.require_valid(version.definition, await surroundings(db, principal, tools))
    await make_current(db, agent, version, now=now)
    await _record(db, principal, "agent_version.published", version)
    return read_version(version)


async def roll_back(
    db: AsyncSession, principal: Principal, reference: str, number: int | None, *, now: datetime
) -> AgentVersionRead:
    """Make an earlier published version current again, in one step.

    Everything that refers to the agent by id or slug follows at once, since references name the agent, not a version.

    Raises:
        NothingToRollBackTo: no other version was ever published, or the one asked for never was.
    """
    repository = AgentRepository(db)
    agent = await reach_agent(db, principal, reference, "agents.publish", lock=True)
    version = await repository.last_retired(agent.id) if number is None else await _version(db, agent, number)
    if version is None or version.state != AgentVersionState.RETIRED:
        which = "No earlier version was" if version is None else f"Version {version.number} is {version.state}, not"
        raise NothingToRollBackTo(f"{which} published before the present one; list the versions to choose.")
    present = await repository.lock_published(agent.id)
    before: dict[str, JsonValue] = {"number": present.number if present else None}
    await make_current(db, agent, version, now=now)
    after: dict[str, JsonValue] = {"number": version.number, "content_hash": version.content_hash}
    await audit.record(
        db, principal, "agent_version.rolled_back", "agent_version", version.id, before=before, after=after
    )
    return read_version(version)


async def make_current(db: AsyncSession, agent: Agent, version: AgentVersion, *, now: datetime) -> None:
    """Publish a version of a locked agent and retire the one before it."""
    if previous := await AgentRepository(db).lock_published(agent.id):
        previous.state = AgentVersionState.RETIRED
        await db.flush()  # the unique index allows one published row at a time
    version.state = AgentVersionState.PUBLISHED
    version.published_at = now
    agent.updated_at = now
    await db.flush()
    await epochs.bump_config(db)


async def get_published(
    db: AsyncSession, principal: Principal, reference: str, *, version: int | None = None
) -> PublishedAgent:
    """Return what a run of this agent needs: its published version, or the version asked for.

    Raises:
        Forbidden: the principal lacks ``runs.create`` (for another version than the published one ``agents.write``).
        AgentNotFound, AgentVersionNotFound: no such agent or version in this tenant.
        AgentNotPublished: it has no published version yet.
    """
    repository = AgentRepository(db)
    agent = await reach_agent(db, principal, reference, "runs.create" if version is None else "agents.write")
    if version is not None:
        return _published(agent, await _version(db, agent, version))
    row = await repository.find_published(reference)
    if row is None:
        raise AgentNotPublished(f"The agent {agent.slug!r} has no published version; publish its draft first.")
    return _published(row[0], row[1])


async def list_published(db: AsyncSession, principal: Principal) -> list[PublishedAgent]:
    """Return every agent that can run and that the principal may read, by slug."""
    access.require_somewhere(principal, "agents.read")
    rows = await AgentRepository(db).published(access.reach(principal, "agents.read"))
    return [_published(agent, version) for agent, version in rows]


async def users_of_tool(db: AsyncSession, principal: Principal, tool: str) -> list[ToolUser]:
    """Return the agents whose published version may call a tool, and that the principal may read."""
    rows = await AgentRepository(db).granted(tool, access.reach(principal, "agents.read"))
    return [ToolUser(kind="agent", id=format_id("agent", id_), name=slug) for id_, slug in rows]


def read_version(version: AgentVersion) -> AgentVersionRead:
    """Return what the outside sees of a version."""
    return AgentVersionRead(
        id=version.id,
        number=version.number,
        state=AgentVersionState(version.state),
        content_hash=version.content_hash,
        created_at=version.created_at,
        published_at=version.published_at,
        definition=AgentDefinition.model_validate(version.definition),
    )


async def _version(db: AsyncSession, agent: Agent, number: int) -> AgentVersion:
    version = await AgentRepository(db).find_version(agent.id, number)
    if version is None:
        raise AgentVersionNotFound(f"The agent {agent.slug!r} has no version {number}; list its versions.")
    return version


def _published(agent: Agent, version: AgentVersion) -> PublishedAgent:
    return PublishedAgent(
        agent_id=agent.id,
        slug=agent.slug,
        name=agent.name,
        version_id=version.id,
        number=version.number,
        definition=AgentDefinition.model_validate(version.definition),
    )


async def find_by_id(db: AsyncSession, version_id: UUID) -> PublishedAgent | None:
    """Return what a run that started with this version needs to go on; None when the agent was deleted."""
    row = await AgentRepository(db).find_by_version(version_id)
    return _published(row[0], row[1]) if row else None
