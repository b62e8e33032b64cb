"""Every query of agents."""

from __future__ import annotations

import re
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access.service import Reach, within
from charter.agents.models import Agent, AgentVersion, AgentVersionState
from charter.core.ids import parse_id

_REFERENCE = re.compile(r"[a-z0-9_-]{1,100}")


class AgentRepository:
    """Agents and their versions, of the transaction's tenant."""

    def __init__(self, db: AsyncSession) -> None:
        self._db = db

    async def find(self, reference: str, *, lock: bool = False) -> Agent | None:
        """Return the agent with this id or slug."""
        # Neither an id nor a slug, and perhaps a text that Postgres cannot even compare.
        if not _REFERENCE.fullmatch(reference):
            return None
        query = select(Agent)
        if reference.startswith("agent_"):
            try:
                query = query.where(Agent.id == parse_id("agent", reference))
            except ValueError:
                query = query.where(Agent.slug == reference)
        else:
            query = query.where(Agent.slug == reference)
        return await self._db.scalar(query.with_for_update() if lock else query)

    async def list_page(self, reach: Reach, *, after: UUID | None, limit: int) -> list[Agent]:
        query = select(Agent).order_by(Agent.id.desc()).limit(limit).where(within(reach, Agent.id))
        return list(await self._db.scalars(query.where(Agent.id < after) if after else query))

    async def count(self) -> int:
        return await self._db.scalar(select(func.count()).select_from(Agent)) or 0

    async def slugs_like(self, prefix: str) -> set[str]:
        return set(await self._db.scalars(select(Agent.slug).where(Agent.slug.startswith(prefix, autoescape=True))))

    async def numbers_of(self, agent_ids: list[UUID]) -> dict[UUID, tuple[int | None, int]]:
        """Return (published number or None, latest number) of each agent."""
        published = func.max(AgentVersion.number).filter(AgentVersion.state == AgentVersionState.PUBLISHED)
        query = (
            select(AgentVersion.agent_id, published, func.max(AgentVersion.number))
            .where(AgentVersion.agent_id.in_(agent_ids))
            .group_by(AgentVersion.agent_id)
        )
        return {row[0]: (row[1], row[2]) for row in await self._db.execute(query)}

    async def current_versions(self, agent_ids: list[UUID]) -> dict[UUID, AgentVersion]:
        """Return the published version of each agent, or its latest when none is published."""
        query = (
            select(AgentVersion)
            .where(AgentVersion.agent_id.in_(agent_ids))
            .ext(distinct_on(AgentVersion.agent_id))
            .order_by(
                AgentVersion.agent_id,
                (AgentVersion.state == AgentVersionState.PUBLISHED).desc(),
                AgentVersion.number.desc(),
            )
        )
        return {version.agent_id: version for version in await self._db.scalars(query)}

    async def versions(self, agent_id: UUID, *, after: int | None, limit: int) -> list[AgentVersion]:
        query = select(AgentVersion).where(AgentVersion.agent_id == agent_id).order_by(AgentVersion.number.desc())
        query = query.where(AgentVersion.number < after) if after else query
        return list(await self._db.scalars(query.limit(limit)))

    async def find_version(self, agent_id: UUID, number: int) -> AgentVersion | None:
        query = select(AgentVersion).where(AgentVersion.agent_id == agent_id, AgentVersion.number == number)
        return await self._db.scalar(query)

    async def latest_version(self, agent_id: UUID) -> AgentVersion:
        return (await self.versions(agent_id, after=None, limit=1))[0]

    async def find_published_version(self, agent_id: UUID) -> AgentVersion | None:
        query = select(AgentVersion).where(
            AgentVersion.agent_id == agent_id, AgentVersion.state == AgentVersionState.PUBLISHED
        )
        return await self._db.scalar(query)

    async def version_before(self, agent_id: UUID, number: int) -> AgentVersion | None:
        found = await self.versions(agent_id, after=number, limit=1)
        return found[0] if found else None

    async def lock_published(self, agent_id: UUID) -> AgentVersion | None:
        query = select(AgentVersion).where(
            AgentVersion.agent_id == agent_id, AgentVersion.state == AgentVersionState.PUBLISHED
        )
        return await self._db.scalar(query.with_for_update())

    async def last_retired(self, agent_id: UUID) -> AgentVersion | None:
        """Return the version that was published most recently before the present one."""
        query = (
            select(AgentVersion)
            .where(AgentVersion.agent_id == agent_id, AgentVersion.state == AgentVersionState.RETIRED)
            .order_by(AgentVersion.published_at.desc(), AgentVersion.number.desc())
            .limit(1)
        )
        return await self._db.scalar(query)

    async def find_published(self, reference: str) -> Row[Agent, AgentVersion] | None:
        """Return an agent by id or slug with its published version."""
        query = select(Agent, AgentVersion).join(
            AgentVersion, (AgentVersion.tenant_id == Agent.tenant_id) & (AgentVersion.agent_id == Agent.id)
        )
        agent = await self.find(reference)
        if agent is None:
            return None
        query = query.where(Agent.id == agent.id, AgentVersion.state == AgentVersionState.PUBLISHED)
        result = await self._db.execute(query)
        return result.first()

    async def published(self, reach: Reach) -> list[Row[Agent, AgentVersion]]:
        """Return the agents within reach that can run, with their published versions, by slug."""
        query = (
            select(Agent, AgentVersion)
            .join(AgentVersion, (AgentVersion.tenant_id == Agent.tenant_id) & (AgentVersion.agent_id == Agent.id))
            .where(AgentVersion.state == AgentVersionState.PUBLISHED, within(reach, Agent.id))
            .order_by(Agent.slug)
        )
        return list((await self._db.execute(query)).all())

    async def granted(self, tool: str, reach: Reach) -> list[Row[UUID, str]]:
        """Return (id, slug) of the agents within reach whose published version may call a tool."""
        query = (
            select(Agent.id, Agent.slug)
            .join(AgentVersion, (AgentVersion.tenant_id == Agent.tenant_id) & (AgentVersion.agent_id == Agent.id))
            .where(
                AgentVersion.state == AgentVersionState.PUBLISHED,
                AgentVersion.definition.contains({"tools": [{"name": tool}]}),
                within(reach, Agent.id),
            )
            .order_by(Agent.slug)
        )
        return list((await self._db.execute(query)).all())

    async def find_by_version(self, version_id: UUID) -> Row[Agent, AgentVersion] | None:
        """Return a version, whatever its state, with its agent."""
        query = (
            select(Agent, AgentVersion)
            .join(AgentVersion, (AgentVersion.tenant_id == Agent.tenant_id) & (AgentVersion.agent_id == Agent.id))
            .where(AgentVersion.id == version_id)
        )
        result = await self._db.execute(query)
        return result.first()
