"""Every query of the tool registry."""

from __future__ import annotations

import re
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Text, cast, delete, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncSession

from charter.core.ids import parse_id
from charter.tools.models import RegisteredTool, ToolCredential, ToolSwitch, ToolVersion, ToolVersionState

_REFERENCE = re.compile(r"[a-z0-9_]{1,100}")


def _in_state(state: str | None) -> list[ColumnElement[bool]]:
    is_held = RegisteredTool.held_because.is_not(None)
    versions = select(ToolVersion.tool_id).where(ToolVersion.tool_id == RegisteredTool.id)
    is_published = versions.where(ToolVersion.state == ToolVersionState.PUBLISHED).exists()
    match state:
        case None:
            return []
        case "quarantined":
            return [is_held]
        case "draft":
            return [~is_held, ~is_published]
        case _:
            return [~is_held, is_published, RegisteredTool.enabled.is_(state == "ready")]


class ToolRepository:
    """Tools and their versions, of the transaction's tenant."""

    def __init__(self, db: AsyncSession) -> None:
        self._db = db

    async def find(self, reference: str, *, lock: bool = False) -> RegisteredTool | None:
        """Return the tool with this id or name."""
        # Neither an id nor a name, and perhaps a text that Postgres cannot even compare.
        if not _REFERENCE.fullmatch(reference):
            return None
        query = select(RegisteredTool)
        try:
            query = query.where(RegisteredTool.id == parse_id("tool", reference))
        except ValueError:
            query = query.where(RegisteredTool.name == reference)
        return await self._db.scalar(query.with_for_update() if lock else query)

    async def find_by_id(self, tool_id: UUID, *, lock: bool = False) -> RegisteredTool | None:
        query = select(RegisteredTool).where(RegisteredTool.id == tool_id)
        return await self._db.scalar(query.with_for_update() if lock else query)

    async def of_source(self, source_id: UUID) -> list[RegisteredTool]:
        query = select(RegisteredTool).where(RegisteredTool.source_id == source_id).order_by(RegisteredTool.name)
        return list(await self._db.scalars(query))

    async def list_page(
        self,
        words: list[str],
        filters: dict[str, str],
        tag: str | None,
        state: str | None,
        *,
        after: str | None,
        limit: int,
    ) -> list[RegisteredTool]:
        """Return tools by name: those in which every word occurs somewhere.

        Args:
            filters: values of columns (kind, risk).
            state: as the registry calls it: it is in no column.
        """
        query = select(RegisteredTool).order_by(RegisteredTool.name).limit(limit).where(*_in_state(state))
        for column, value in filters.items():
            query = query.where(getattr(RegisteredTool, column) == value)
        if tag is not None:
            query = query.where(RegisteredTool.tags.contains([tag]))
        said = select(ToolVersion.tool_id).where(ToolVersion.tool_id == RegisteredTool.id)
        for word in words:
            query = query.where(
                or_(
                    RegisteredTool.name.icontains(word, autoescape=True),
                    RegisteredTool.title.icontains(word, autoescape=True),
                    cast(RegisteredTool.tags, Text).icontains(word, autoescape=True),
                    said.where(ToolVersion.description.icontains(word, autoescape=True)).exists(),
                )
            )
        return list(await self._db.scalars(query.where(RegisteredTool.name > after) if after else query))

    async def numbers_of(self, tool_ids: list[UUID]) -> dict[UUID, tuple[int | None, int]]:
        """Return (published number or None, latest number) of each tool."""
        published = func.max(ToolVersion.number).filter(ToolVersion.state == ToolVersionState.PUBLISHED)
        query = (
            select(ToolVersion.tool_id, published, func.max(ToolVersion.number))
            .where(ToolVersion.tool_id.in_(tool_ids))
            .group_by(ToolVersion.tool_id)
        )
        return {row[0]: (row[1], row[2]) for row in await self._db.execute(query)}

    async def current_versions(self, tool_ids: list[UUID]) -> dict[UUID, ToolVersion]:
        """Return the published version of each tool, or its latest when none is published."""
        query = (
            select(ToolVersion)
            .where(ToolVersion.tool_id.in_(tool_ids))
            .ext(distinct_on(ToolVersion.tool_id))
            .order_by(
                ToolVersion.tool_id,
                (ToolVersion.state == ToolVersionState.PUBLISHED).desc(),
                ToolVersion.number.desc(),
            )
        )
        return {version.tool_id: version for version in await self._db.scalars(query)}

    async def versions(self, tool_id: UUID, *, after: int | None, limit: int) -> list[ToolVersion]:
        query = select(ToolVersion).where(ToolVersion.tool_id == tool_id).order_by(ToolVersion.number.desc())
        query = query.where(ToolVersion.number < after) if after else query
        return list(await self._db.scalars(query.limit(limit)))

    async def find_version(self, tool_id: UUID, number: int) -> ToolVersion | None:
        query = select(ToolVersion).where(ToolVersion.tool_id == tool_id, ToolVersion.number == number)
        return await self._db.scalar(query)

    async def latest_version(self, tool_id: UUID) -> ToolVersion | None:
        found = await self.versions(tool_id, after=None, limit=1)
        return found[0] if found else None

    async def lock_published(self, tool_id: UUID) -> ToolVersion | None:
        query = select(ToolVersion).where(
            ToolVersion.tool_id == tool_id, ToolVersion.state == ToolVersionState.PUBLISHED
        )
        return await self._db.scalar(query.with_for_update())

    async def last_retired(self, tool_id: UUID) -> ToolVersion | None:
        """Return the version that was published most recently before the present one."""
        query = (
            select(ToolVersion)
            .where(ToolVersion.tool_id == tool_id, ToolVersion.state == ToolVersionState.RETIRED)
            .order_by(ToolVersion.published_at.desc(), ToolVersion.number.desc())
            .limit(1)
        )
        return await self._db.scalar(query)

    async def published(self) -> list[Row[RegisteredTool, ToolVersion]]:
        """Return every tool with its published version, whether it may be called now or not."""
        query = select(RegisteredTool, ToolVersion).join(
            ToolVersion,
            (ToolVersion.tenant_id == RegisteredTool.tenant_id) & (ToolVersion.tool_id == RegisteredTool.id),
        )
        query = query.where(ToolVersion.state == ToolVersionState.PUBLISHED).order_by(RegisteredTool.name)
        return list((await self._db.execute(query)).all())

    async def state_of(self, tool_id: UUID) -> Row[bool, str | None] | None:
        """Return (enabled, why it is held) of a tool."""
        query = select(RegisteredTool.enabled, RegisteredTool.held_because).where(RegisteredTool.id == tool_id)
        return (await self._db.execute(query)).first()

    async def credential_page(self, *, after: UUID | None, limit: int) -> list[ToolCredential]:
        query = select(ToolCredential).order_by(ToolCredential.id.desc()).limit(limit)
        return list(await self._db.scalars(query.where(ToolCredential.id < after) if after else query))

    async def credentials_named(self, names: Collection[str]) -> list[ToolCredential]:
        return list(await self._db.scalars(select(ToolCredential).where(ToolCredential.name.in_(names))))

    async def find_credential(self, credential_id: UUID, *, lock: bool = False) -> ToolCredential | None:
        query = select(ToolCredential).where(ToolCredential.id == credential_id)
        return await self._db.scalar(query.with_for_update() if lock else query)

    async def switched_off(self) -> set[str]:
        """Return the built-in tools that the tenant turned off."""
        return set(await self._db.scalars(select(ToolSwitch.name)))

    async def switch_off(self, name: str) -> None:
        await self._db.execute(insert(ToolSwitch).values(name=name).on_conflict_do_nothing())

    async def switch_on(self, name: str) -> None:
        await self._db.execute(delete(ToolSwitch).where(ToolSwitch.name == name))
