"""Queries of edge policies and bans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Generic, TypeVar
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncSession

from charter.core.ids import new_id
from charter.core.principal import Principal
from charter.edge.models import EdgeBan, EdgePolicyVersion, TenantEdgePolicyVersion

CHANNEL = "charter_edge"
_KEPT = timedelta(days=90)
_MOST_LISTED = 1_000

Version = TypeVar("Version", EdgePolicyVersion, TenantEdgePolicyVersion)


class PolicyRepository(Generic[Version]):
    """The versions of a policy: the installation's, or those of the transaction's tenant."""

    def __init__(self, db: AsyncSession, table: type[Version]) -> None:
        self._db = db
        self._table: type[Version] = table

    async def find_newest(self) -> Version | None:
        return await self._db.scalar(select(self._table).order_by(self._table.number.desc()).limit(1))

    async def find(self, number: int) -> Version | None:
        return await self._db.scalar(select(self._table).where(self._table.number == number))

    async def list(self) -> Sequence[Version]:
        query = select(self._table).order_by(self._table.number.desc()).limit(_MOST_LISTED)
        return (await self._db.scalars(query)).all()

    async def add(self, number: int, document: dict[str, JsonValue], note: str, principal: Principal) -> UUID | None:
        """Add a version and tell every process; None when another one took the number meanwhile."""
        added: UUID | None = await self._db.scalar(
            insert(self._table)
            .values(
                id=new_id(), number=number, document=document, note=note,
                created_by=principal.id, created_by_label=principal.label,
            )
            .on_conflict_do_nothing()
            .returning(self._table.id)
        )  # fmt: skip
        if added is not None:
            await tell(self._db)
        return added


class BanRepository:
    def __init__(self, db: AsyncSession) -> None:
        self._db = db

    async def list_in_force(self, now: datetime) -> Sequence[EdgeBan]:
        """Return the bans in force, newest first."""
        query = select(EdgeBan).where(EdgeBan.until > now, EdgeBan.lifted_at.is_(None)).order_by(EdgeBan.id.desc())
        return (await self._db.scalars(query.limit(_MOST_LISTED))).all()

    async def lock(self, ban_id: UUID) -> EdgeBan | None:
        return await self._db.scalar(select(EdgeBan).where(EdgeBan.id == ban_id).with_for_update())

    async def count_since(self, subject: str, moment: datetime) -> int:
        """Return how many bans a subject got since a moment, those that were lifted aside."""
        query = select(func.count()).where(
            EdgeBan.subject == subject, EdgeBan.created_at > moment, EdgeBan.lifted_at.is_(None)
        )
        return await self._db.scalar(query) or 0

    async def add(self, ban: EdgeBan) -> None:
        """Add a ban, tell every process, and forget bans of long ago."""
        self._db.add(ban)
        await self._db.execute(delete(EdgeBan).where(EdgeBan.until < func.now() - _KEPT))
        await tell(self._db)


async def tell(db: AsyncSession) -> None:
    """Tell every process, when this transaction commits, that the edge has changed."""
    await db.execute(text("SELECT pg_notify(:channel, '')"), {"channel": CHANNEL})


async def fingerprint(db: AsyncSession, now: datetime) -> tuple[object, ...]:
    """Return what differs whenever a policy or a ban in force has changed. System session."""
    query = text("""
        SELECT (SELECT max(number) FROM edge_policy_versions),
               (SELECT count(*) FROM tenant_edge_policy_versions),
               (SELECT max(created_at) FROM tenant_edge_policy_versions),
               count(*), max(created_at), max(until)
        FROM edge_bans WHERE until > :now AND lifted_at IS NULL
    """)
    return tuple((await db.execute(query, {"now": now})).one())


async def tenant_documents(db: AsyncSession) -> Mapping[UUID, dict[str, JsonValue]]:
    """Return every tenant's part that is in force. System session."""
    query = (
        select(TenantEdgePolicyVersion.tenant_id, TenantEdgePolicyVersion.document)
        .ext(distinct_on(TenantEdgePolicyVersion.tenant_id))
        .order_by(TenantEdgePolicyVersion.tenant_id, TenantEdgePolicyVersion.number.desc())
    )
    return {row.tenant_id: row.document for row in await db.execute(query)}
