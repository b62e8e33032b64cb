"""Every query of the room."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from charter.llm.models import ModelCapabilityOverride, ModelProvider, ModelRoute


class ModelRepository:
    """Providers, overrides and routes of the transaction's tenant."""

    def __init__(self, db: AsyncSession) -> None:
        self._db = db

    async def providers(self) -> Sequence[ModelProvider]:
        """Return all providers, oldest first."""
        return (await self._db.scalars(select(ModelProvider).order_by(ModelProvider.id))).all()

    async def provider_page(self, after: UUID | None, limit: int) -> Sequence[ModelProvider]:
        """Return up to ``limit`` providers after the cursor, oldest first."""
        query = select(ModelProvider).order_by(ModelProvider.id).limit(limit)
        if after is not None:
            query = query.where(ModelProvider.id > after)
        return (await self._db.scalars(query)).all()

    async def find_provider(self, provider_id: UUID) -> ModelProvider | None:
        """Return a provider."""
        return await self._db.scalar(select(ModelProvider).where(ModelProvider.id == provider_id))

    async def lock_provider(self, provider_id: UUID) -> ModelProvider | None:
        """Return a provider as it is now, and hold it."""
        query = select(ModelProvider).where(ModelProvider.id == provider_id)
        return await self._db.scalar(query.with_for_update().execution_options(populate_existing=True))

    async def slugs(self) -> set[str]:
        """Return the slugs that are taken."""
        return set(await self._db.scalars(select(ModelProvider.slug)))

    async def routes(self) -> Sequence[ModelRoute]:
        """Return all routes, oldest first."""
        return (await self._db.scalars(select(ModelRoute).order_by(ModelRoute.id))).all()

    async def find_route(self, route: UUID | str) -> ModelRoute | None:
        """Return a route by its id or name, and hold it."""
        column = ModelRoute.id if isinstance(route, UUID) else ModelRoute.name
        return await self._db.scalar(select(ModelRoute).where(column == route).with_for_update())

    async def overrides(self) -> Sequence[ModelCapabilityOverride]:
        """Return all overrides of capabilities."""
        return (await self._db.scalars(select(ModelCapabilityOverride))).all()

    async def find_override(self, ref: str) -> ModelCapabilityOverride | None:
        """Return the override for one model, and hold it."""
        query = select(ModelCapabilityOverride).where(ModelCapabilityOverride.model_ref == ref)
        return await self._db.scalar(query.with_for_update())

    async def delete_overrides_of(self, slug: str) -> None:
        """Delete the overrides for all models of one provider."""
        prefix = ModelCapabilityOverride.model_ref.startswith(f"{slug}/", autoescape=True)
        await self._db.execute(delete(ModelCapabilityOverride).where(prefix))


async def first_tenant(db: AsyncSession) -> UUID | None:
    """Return the tenant that was made first. System session."""
    first: UUID | None = await db.scalar(text("SELECT id FROM tenants ORDER BY created_at, id LIMIT 1"))
    return first
