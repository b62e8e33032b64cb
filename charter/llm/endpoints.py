"""HTTP routes of language models."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import Depends, Path, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import JsonValue

from charter.access import service as access
from charter.access.errors import Forbidden
from charter.core.errors import CharterError, InputInvalid
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
from charter.core.http.dependencies import services_of
from charter.core.http.guarding import StreamGuard
from charter.core.http.sse import event, stream
from charter.core.ids import ProviderId, parse_id
from charter.core.principal import Principal
from charter.llm.errors import (
    ModelNotFound,
    ModelOfferNotFound,
    ModelRouteExists,
    ModelRouteNotFound,
    ModelUnknown,
    NotAnOllamaProvider,
    ProviderCheckFailed,
    ProviderExists,
    ProviderHasNoKey,
    ProviderInUse,
    ProviderNotFound,
)
from charter.llm.parts import ModelParts
from charter.llm.provider_schemas import (
    CapabilitiesInput,
    ModelDetails,
    ModelList,
    ModelNames,
    ModelRead,
    OfferList,
    ProviderChange,
    ProviderInput,
    ProviderRead,
    PullInput,
    RouteInput,
    RouteRead,
    provider_read,
)
from charter.llm.service import offers, providers, routes

provider_routes = router("/model-providers", "Model providers")
offer_routes = router("/model-offers", "Model providers")
model_routes = router("/models", "Models")
route_routes = router("/model-routes", "Model routes")
routers = [provider_routes, offer_routes, model_routes, route_routes]


async def _parts(request: Request) -> ModelParts:
    parts: ModelParts = services_of(request).models
    return parts


Parts = Annotated[ModelParts, Depends(_parts)]
RouteKey = Annotated[str, Path(description="The route's id or name.", max_length=100)]


@provider_routes.get("", operation_id="listModelProviders", responses=problems(Forbidden))
async def list_providers(
    principal: CurrentPrincipal, db: TenantDb, cursor: Cursor, limit: Limit = 50
) -> Page[ProviderRead]:
    """List the tenant's model providers, oldest first."""
    rows = await providers.list_providers(db, principal, after=cursor, limit=limit)
    page, following = paged(rows, limit, lambda row: row.id)
    return Page(items=[provider_read(row) for row in page], next_cursor=following)


@provider_routes.post(
    "",
    operation_id="createModelProvider",
    status_code=201,
    responses=problems(Forbidden, InputInvalid, ProviderCheckFailed, ProviderExists),
)
async def create_provider(
    body: ProviderInput, principal: CurrentPrincipal, db: TenantDb, parts: Parts, now: Now
) -> ProviderRead:
    """Store a provider after a real call with its key succeeded; a wrong key is refused and nothing is stored."""
    return provider_read(await providers.create_provider(db, principal, parts, body, now=now))


@provider_routes.get("/{provider_id}", operation_id="getModelProvider", responses=problems(Forbidden, ProviderNotFound))
async def get_provider(provider_id: ProviderId, principal: CurrentPrincipal, db: TenantDb) -> ProviderRead:
    """Return a provider; of its key only the last four characters and a fingerprint."""
    return provider_read(await providers.get_provider(db, principal, provider_id))


@provider_routes.patch(
    "/{provider_id}",
    operation_id="updateModelProvider",
    responses=problems(Forbidden, InputInvalid, ProviderNotFound, ProviderCheckFailed),
)
async def update_provider(
    provider_id: ProviderId, body: ProviderChange, principal: CurrentPrincipal, db: TenantDb, parts: Parts, now: Now
) -> ProviderRead:
    """Change a provider; a new base_url without an api_key clears the key."""
    return provider_read(await providers.update_provider(db, principal, parts, provider_id, body, now=now))


@provider_routes.delete(
    "/{provider_id}",
    operation_id="deleteModelProvider",
    status_code=204,
    responses=problems(Forbidden, ProviderNotFound, ProviderInUse),
)
async def delete_provider(provider_id: ProviderId, principal: CurrentPrincipal, db: TenantDb) -> Response:
    """Delete a provider and its credential; refused while a route leads to it."""
    await providers.delete_provider(db, principal, provider_id)
    return Response(status_code=204)


@provider_routes.post(
    "/{provider_id}/check",
    operation_id="checkModelProvider",
    responses=problems(Forbidden, ProviderNotFound, ProviderHasNoKey),
)
async def check_provider(
    provider_id: ProviderId, principal: CurrentPrincipal, db: TenantDb, parts: Parts, now: Now
) -> ProviderRead:
    """Call the provider again and remember whether it answered and which models it lists."""
    return provider_read(await providers.check_provider(db, principal, parts, provider_id, now=now))


@provider_routes.get(
    "/{provider_id}/models",
    operation_id="listProviderModels",
    responses=problems(Forbidden, ProviderNotFound, ProviderHasNoKey, ProviderCheckFailed),
)
async def list_provider_models(
    provider_id: ProviderId, principal: CurrentPrincipal, db: TenantDb, parts: Parts
) -> ModelNames:
    """List the models the provider offers right now."""
    return ModelNames(items=await providers.provider_models(db, principal, parts, provider_id))


@provider_routes.get(
    "/{provider_id}/models/{model:path}",
    operation_id="showProviderModel",
    responses=problems(Forbidden, ProviderNotFound, NotAnOllamaProvider, ModelNotFound),
)
async def show_provider_model(
    provider_id: ProviderId, model: str, principal: CurrentPrincipal, db: TenantDb, parts: Parts
) -> ModelDetails:
    """Show one model of an Ollama server."""
    return ModelDetails(model=model, details=await providers.show_model(db, principal, parts, provider_id, model))


@provider_routes.post(
    "/{provider_id}/pull",
    operation_id="pullProviderModel",
    response_class=StreamingResponse,
    responses=problems(Forbidden, ProviderNotFound, NotAnOllamaProvider),
)
async def pull_provider_model(
    provider_id: ProviderId,
    body: PullInput,
    request: Request,
    principal: CurrentPrincipal,
    db: TenantDb,
    parts: Parts,
    services: ProcessServices,
) -> StreamingResponse:
    """Fetch a model to Ollama: events ``progress`` (status, completed, total), then ``done`` or ``failed``."""
    progress = await providers.begin_pull(db, principal, parts, provider_id, body.model)
    guard = StreamGuard(request, principal, lambda reader: access.require(reader, "models.write"))
    return stream(_pull_events(services, parts, principal, provider_id, progress), guard)


async def _pull_events(
    services: Any,
    parts: ModelParts,
    principal: Principal,
    provider_id: UUID,
    progress: AsyncIterator[dict[str, JsonValue]],
) -> AsyncIterator[bytes]:
    try:
        async for step in progress:
            yield event("progress", orjson.dumps(step))
        async with services.database.tenant_session(principal.tenant_id) as db:
            await providers.remember_models(db, parts, provider_id)
        yield event("done", b"{}")
    except CharterError as error:
        yield event("failed", orjson.dumps(error.problem()))


@offer_routes.get("", operation_id="listModelOffers", responses=problems(Forbidden))
async def list_offers(principal: CurrentPrincipal, db: TenantDb, parts: Parts, services: ProcessServices) -> OfferList:
    """List what was found on this machine: an Ollama, provider keys in the environment, the demo model."""
    first = await offers.may_use_environment_keys(services.database, principal)
    return OfferList(items=await offers.list_offers(db, principal, parts, environment_keys=first))


@offer_routes.post(
    "/{key}/accept",
    operation_id="acceptModelOffer",
    status_code=201,
    responses=problems(Forbidden, ModelOfferNotFound, ProviderCheckFailed, ProviderExists),
)
async def accept_offer(
    key: str, principal: CurrentPrincipal, db: TenantDb, parts: Parts, services: ProcessServices, now: Now
) -> ProviderRead:
    """Make a provider of something found, in one call."""
    first = await offers.may_use_environment_keys(services.database, principal)
    return provider_read(await offers.accept_offer(db, principal, parts, key, environment_keys=first, now=now))


@model_routes.get("", operation_id="listModels", responses=problems(Forbidden))
async def list_models(principal: CurrentPrincipal, db: TenantDb, parts: Parts) -> ModelList:
    """List every usable model with its capabilities and prices, and the one that default leads to."""
    return await routes.list_models(db, principal, parts)


@model_routes.put(
    "/{ref:path}/capabilities",
    operation_id="setModelCapabilities",
    responses=problems(Forbidden, InputInvalid, ModelUnknown),
)
async def set_capabilities(
    ref: str, body: CapabilitiesInput, principal: CurrentPrincipal, db: TenantDb, parts: Parts
) -> ModelRead:
    """Say what this tenant knows better about a model."""
    return await routes.override_capabilities(db, principal, parts, ref, body)


@model_routes.delete(
    "/{ref:path}/capabilities",
    operation_id="deleteModelCapabilities",
    status_code=204,
    responses=problems(Forbidden),
)
async def delete_capabilities(ref: str, principal: CurrentPrincipal, db: TenantDb) -> Response:
    """Go back to what is generally known about a model."""
    await routes.forget_override(db, principal, ref)
    return Response(status_code=204)


@route_routes.get("", operation_id="listModelRoutes", responses=problems(Forbidden))
async def list_routes(principal: CurrentPrincipal, db: TenantDb, parts: Parts) -> Page[RouteRead]:
    """List all model routes; default is always there."""
    return Page(items=await routes.list_routes(db, principal, parts), next_cursor=None)


@route_routes.post(
    "",
    operation_id="createModelRoute",
    status_code=201,
    responses=problems(Forbidden, InputInvalid, ModelRouteExists),
)
async def create_route(body: RouteInput, principal: CurrentPrincipal, db: TenantDb, parts: Parts) -> RouteRead:
    """Store a model route."""
    return await routes.create_route(db, principal, parts, body)


@route_routes.get("/{route}", operation_id="getModelRoute", responses=problems(Forbidden, ModelRouteNotFound))
async def get_route(route: RouteKey, principal: CurrentPrincipal, db: TenantDb, parts: Parts) -> RouteRead:
    """Return a model route."""
    return await routes.get_route(db, principal, parts, _route_key(route))


@route_routes.put(
    "/{route}",
    operation_id="replaceModelRoute",
    responses=problems(Forbidden, InputInvalid, ModelRouteNotFound, ModelRouteExists),
)
async def replace_route(
    route: RouteKey, body: RouteInput, principal: CurrentPrincipal, db: TenantDb, parts: Parts
) -> RouteRead:
    """Replace a model route; default can be written this way at any time."""
    return await routes.replace_route(db, principal, parts, _route_key(route), body)


@route_routes.delete(
    "/{route}", operation_id="deleteModelRoute", status_code=204, responses=problems(Forbidden, ModelRouteNotFound)
)
async def delete_route(route: RouteKey, principal: CurrentPrincipal, db: TenantDb) -> Response:
    """Delete a model route; default goes back to the best model there is."""
    await routes.delete_route(db, principal, _route_key(route))
    return Response(status_code=204)


def _route_key(text_: str) -> UUID | str:
    try:
        return parse_id("route", text_)
    except ValueError:
        return text_
