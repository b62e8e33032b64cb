"""Model routes, and what a tenant knows better about a model."""

from __future__ import annotations

from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core.db import epochs
from charter.core.errors import FieldProblem, InputInvalid
from charter.core.ids import new_id
from charter.core.principal import Principal
from charter.llm.errors import ModelRouteExists, ModelRouteNotFound, ModelUnknown
from charter.llm.models import ModelCapabilityOverride, ModelRoute
from charter.llm.parts import ModelParts
from charter.llm.provider_schemas import CapabilitiesInput, ModelList, ModelRead, RouteInput, RouteRead, RouteTarget
from charter.llm.repository import ModelRepository
from charter.llm.service.catalog import DEFAULT_ROUTE, ModelCatalog, load_catalog


async def list_models(db: AsyncSession, principal: Principal, parts: ModelParts) -> ModelList:
    """Return every usable model, and the one that the default route leads to.

    Raises:
        Forbidden: the principal lacks ``models.read``.
    """
    access.require(principal, "models.read")
    await parts.local.look(parts.http)
    catalog = await load_catalog(db, parts.vault, parts.local)
    return ModelList(items=catalog.models(), default=catalog.default_ref())


async def list_routes(db: AsyncSession, principal: Principal, parts: ModelParts) -> list[RouteRead]:
    """Return all routes, the default one first even if nobody wrote one.

    Raises:
        Forbidden: the principal lacks ``models.read``.
    """
    access.require(principal, "models.read")
    rows = {row.name: row for row in await ModelRepository(db).routes()}
    default = rows.pop(DEFAULT_ROUTE, None)
    first = _read(default) if default else _implicit(await load_catalog(db, parts.vault, parts.local))
    return [first, *(_read(row) for row in rows.values())]


async def get_route(db: AsyncSession, principal: Principal, parts: ModelParts, route: UUID | str) -> RouteRead:
    """Return a route by id or name.

    Raises:
        Forbidden: the principal lacks ``models.read``.
        ModelRouteNotFound: no such route in this tenant.
    """
    access.require(principal, "models.read")
    row = await ModelRepository(db).find_route(route)
    if row is None and route == DEFAULT_ROUTE:
        return _implicit(await load_catalog(db, parts.vault, parts.local))
    if row is None:
        raise _no_route()
    return _read(row)


async def create_route(db: AsyncSession, principal: Principal, parts: ModelParts, given: RouteInput) -> RouteRead:
    """Store a route; every target must exist.

    Raises:
        Forbidden: the principal lacks ``models.write``.
        ModelRouteExists: the name is taken.
        InputInvalid: a target leads nowhere; its path is named.
    """
    access.require(principal, "models.write")
    await _require_targets(db, parts, given)
    row = ModelRoute(id=new_id(), name=given.name, strategy=given.strategy, targets=_targets(given))
    db.add(row)
    try:
        await db.flush()
    except IntegrityError as error:
        raise ModelRouteExists(f"There is a model route named {given.name!r} already.") from error
    await db.refresh(row)
    await _changed(db, principal, "model_route.created", row.id, after=given)
    return _read(row)


async def replace_route(
    db: AsyncSession, principal: Principal, parts: ModelParts, route: UUID | str, given: RouteInput
) -> RouteRead:
    """Replace a route; ``default`` is written if nobody had.

    Raises:
        Forbidden: the principal lacks ``models.write``.
        ModelRouteNotFound: no such route in this tenant.
        ModelRouteExists: the new name is taken.
        InputInvalid: a target leads nowhere; its path is named.
    """
    access.require(principal, "models.write")
    await _require_targets(db, parts, given)
    row = await ModelRepository(db).find_route(route)
    if row is None:
        if route != DEFAULT_ROUTE or given.name != DEFAULT_ROUTE:
            raise _no_route()
        return await create_route(db, principal, parts, given)
    before = _read(row)
    row.name, row.strategy, row.targets = given.name, given.strategy, _targets(given)
    try:
        await db.flush()
    except IntegrityError as error:
        raise ModelRouteExists(f"There is a model route named {given.name!r} already.") from error
    await _changed(db, principal, "model_route.updated", row.id, before=before, after=given)
    return _read(row)


async def delete_route(db: AsyncSession, principal: Principal, route: UUID | str) -> None:
    """Delete a route; ``default`` goes back to the best model there is.

    Raises:
        Forbidden: the principal lacks ``models.write``.
        ModelRouteNotFound: no such route in this tenant.
    """
    access.require(principal, "models.write")
    row = await ModelRepository(db).find_route(route)
    if row is None:
        raise _no_route()
    before = _read(row)
    await db.delete(row)
    await db.flush()
    await _changed(db, principal, "model_route.deleted", row.id, before=before)


async def override_capabilities(
    db: AsyncSession, principal: Principal, parts: ModelParts, ref: str, given: CapabilitiesInput
) -> ModelRead:
    """Store what this tenant knows better about a model; an earlier override is replaced.

    Raises:
        Forbidden: the principal lacks ``models.write``.
        ModelUnknown: no such model.
    """
    access.require(principal, "models.write")
    catalog = await load_catalog(db, parts.vault, parts.local)
    _require_model(catalog, ref)
    changes: dict[str, JsonValue] = given.model_dump(exclude_unset=True, exclude_none=True)
    row = await ModelRepository(db).find_override(ref)
    before = row.changes if row else None
    if row is None:
        row = ModelCapabilityOverride(id=new_id(), model_ref=ref, changes=changes)
        db.add(row)
    else:
        row.changes = changes
    await db.flush()
    await epochs.bump_config(db)
    await audit.record(db, principal, "model_capabilities.set", "model", row.id, before=before, after=changes)
    return _require_model(await load_catalog(db, parts.vault, parts.local), ref)


async def forget_override(db: AsyncSession, principal: Principal, ref: str) -> None:
    """Go back to what is generally known about a model; without an override this does nothing.

    Raises:
        Forbidden: the principal lacks ``models.write``.
    """
    access.require(principal, "models.write")
    row = await ModelRepository(db).find_override(ref)
    if row is None:
        return
    await db.delete(row)
    await db.flush()
    await epochs.bump_config(db)
    await audit.record(db, principal, "model_capabilities.forgotten", "model", row.id, before=row.changes)


def _require_model(catalog: ModelCatalog, ref: str) -> ModelRead:
    for model in catalog.models():
        if model.ref == ref:
            return model
    catalog.resolve(ref if "/" in ref else f"{ref}/")
    raise ModelUnknown(f"There is no model {ref!r} among those the providers list.")


async def _require_targets(db: AsyncSession, parts: ModelParts, given: RouteInput) -> None:
    catalog = await load_catalog(db, parts.vault, parts.local)
    wrong: list[FieldProblem] = []
    for number, target in enumerate(given.targets):
        try:
            catalog.resolve(target.model)
        except ModelUnknown as error:
            wrong.append({"path": f"/targets/{number}/model", "message": error.detail})
    if wrong:
        raise InputInvalid("A target of the route leads nowhere.", fields=wrong)


async def _changed(
    db: AsyncSession,
    principal: Principal,
    action: str,
    route_id: UUID,
    *,
    before: RouteRead | None = None,
    after: RouteInput | None = None,
) -> None:
    await epochs.bump_config(db)
    await audit.record(
        db,
        principal,
        action,
        "model_route",
        route_id,
        before=before.model_dump(mode="json", include={"name", "targets", "strategy"}) if before else None,
        after=after.model_dump(mode="json") if after else None,
    )


def _targets(given: RouteInput) -> list[JsonValue]:
    return [target.model_dump() for target in given.targets]


def _read(row: ModelRoute) -> RouteRead:
    return RouteRead(
        id=row.id,
        name=row.name,
        targets=[RouteTarget.model_validate(target) for target in row.targets],
        strategy="weighted" if row.strategy == "weighted" else "ordered",
        created_at=row.created_at,
    )


def _implicit(catalog: ModelCatalog) -> RouteRead:
    ref = catalog.default_ref()
    targets = [RouteTarget.model_construct(model=ref, weight=1)] if ref else []
    return RouteRead(id=None, name=DEFAULT_ROUTE, targets=targets, strategy="ordered", created_at=None)


def _no_route() -> ModelRouteNotFound:
    return ModelRouteNotFound("There is no such model route.")
