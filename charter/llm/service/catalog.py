"""One tenant's models as a snapshot: what exists, what it can do, where a name leads."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import JsonValue
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from charter.core.crypto import Vault
from charter.llm.capabilities import capabilities_of
from charter.llm.errors import CapabilityMissing, ModelUnknown, NoModelAvailable
from charter.llm.kinds import KINDS
from charter.llm.local import LocalModels
from charter.llm.models import ProviderState
from charter.llm.provider_schemas import CapabilitiesRead, ModelRead
from charter.llm.repository import ModelRepository
from charter.llm.schemas import Capabilities, Need, ResolvedRoute, Strategy, Target

DEFAULT_ROUTE = "default"
TABLE = "model_providers"
KEY_FIELD = "api_key"
_WORDS: dict[str, str] = {
    "tools": "does not call tools",
    "json_schema": "cannot be held to a JSON schema",
    "vision": "does not see images",
}
_FIX = "use Ollama, an API key, or CHARTER_LOCAL_GGUF"


@dataclass(frozen=True, slots=True)
class CatalogProvider:
    """A provider with its open credential; ``id`` is the row's, or fixed for one found on this machine."""

    id: UUID
    slug: str
    name: str
    kind: str
    base_url: str
    api_key: str | None
    state: str
    models: tuple[str, ...]
    stored: bool = True

    def __repr__(self) -> str:
        """Leave out the key."""
        return f"CatalogProvider({self.slug!r}, {self.kind!r}, {self.state!r})"


@dataclass(frozen=True, slots=True)
class CatalogRoute:
    """A stored route: references and their weights."""

    name: str
    strategy: Strategy
    targets: tuple[tuple[str, int], ...]


class ModelCatalog:
    """Where a model's name leads, for one tenant at one ``config_epoch``.

    It holds open credentials: keep it in memory, and drop it when the tenant's epoch moves. Models found on this
    machine are looked up live, because they come and go without an epoch.
    """

    def __init__(
        self,
        tenant_id: UUID,
        providers: Iterable[CatalogProvider],
        routes: Iterable[CatalogRoute],
        overrides: dict[str, dict[str, JsonValue]],
        local: LocalModels | None = None,
    ) -> None:
        self.tenant_id = tenant_id
        self._stored = tuple(providers)
        self._routes = {route.name: route for route in routes}
        self._overrides = overrides
        self._local = local

    def resolve(self, name: str, *, needs: Collection[Need] = ()) -> ResolvedRoute:
        """Return the targets behind a route's name or ``provider-slug/model``.

        Targets of a route that cannot do what is needed are left out as long as one can.

        Raises:
            ModelUnknown: the name leads nowhere; the detail suggests the nearest one.
            CapabilityMissing: the model cannot do what is needed; the detail names the fix.
            NoModelAvailable: there is no model at all.
        """
        wanted = frozenset(needs)
        if "/" in name:
            target = self._target(name)
            if missing := target.capabilities.missing(wanted):
                raise self._lacking(target, missing)
            return ResolvedRoute(name, "ordered", (target,))
        route = self._routes.get(name)
        if route is None:
            if name != DEFAULT_ROUTE:
                raise ModelUnknown(f"There is no model route {name!r}.{_nearest(name, [*self._routes, DEFAULT_ROUTE])}")
            return ResolvedRoute(name, "ordered", (self._default(wanted),))
        return self._of_route(route, wanted)

    def _of_route(self, route: CatalogRoute, needs: frozenset[Need]) -> ResolvedRoute:
        able: list[Target] = []
        refusals: list[CapabilityMissing | ModelUnknown] = []
        for ref, weight in route.targets:
            try:
                target = self._target(ref, weight)
            except ModelUnknown as error:
                refusals.append(error)
                continue
            if missing := target.capabilities.missing(needs):
                refusals.append(self._lacking(target, missing))
            else:
                able.append(target)
        if not able:
            first = refusals[0]
            raise type(first)(f"The model route {route.name} leads to no model that can be used: {first.detail}")
        return ResolvedRoute(route.name, route.strategy, tuple(able))

    def _target(self, ref: str, weight: int = 1) -> Target:
        slug, _, model = ref.partition("/")
        provider = next((provider for provider in self.providers() if provider.slug == slug), None)
        if provider is None:
            known = [provider.slug for provider in self.providers()]
            raise ModelUnknown(f"There is no model provider {slug!r}.{_nearest(slug, known)}")
        if provider.state == ProviderState.NO_KEY:
            raise ModelUnknown(f"The model provider {slug} has no API key. Store one for it.")
        if provider.models and model not in provider.models:
            raise ModelUnknown(
                f"{provider.name} lists no model {model!r}.{_nearest(model, provider.models)} "
                "If it is new there, check the provider again."
            )
        return self._make(provider, model, weight)

    def _make(self, provider: CatalogProvider, model: str, weight: int = 1) -> Target:
        return Target(
            tenant_id=self.tenant_id,
            provider_id=provider.id,
            provider_slug=provider.slug,
            kind=provider.kind,
            base_url=provider.base_url,
            model=model,
            capabilities=self._capabilities(provider, model),
            api_key=provider.api_key,
            weight=weight,
        )

    def _default(self, needs: frozenset[Need]) -> Target:
        candidates = [self._make(provider, self._preferred(provider, needs)) for provider in self._by_preference()]
        if not candidates:
            raise NoModelAvailable(
                "No language model is available: add a model provider with an API key, start Ollama, or install the "
                "demo model."
            )
        for target in candidates:
            if not target.capabilities.missing(needs):
                return target
        raise self._lacking(candidates[0], candidates[0].capabilities.missing(needs))

    def _by_preference(self) -> list[CatalogProvider]:
        """Return usable providers: configured ones first, then Ollama, the demo model last."""
        usable = [
            provider for provider in self.providers() if provider.state == ProviderState.READY and provider.models
        ]
        return sorted(usable, key=lambda provider: (provider.kind == "demo", not provider.stored))

    def _preferred(self, provider: CatalogProvider, needs: frozenset[Need]) -> str:
        preferred = [
            model for prefix in KINDS[provider.kind].preferred for model in provider.models if model.startswith(prefix)
        ]
        ordered = [*preferred, *provider.models]
        with_tools: frozenset[Need] = needs | frozenset[Need](("tools",))
        for wanted in (with_tools, needs):
            for model in ordered:
                if not self._capabilities(provider, model).missing(wanted):
                    return model
        return ordered[0]

    def _capabilities(self, provider: CatalogProvider, model: str) -> Capabilities:
        return capabilities_of(provider.kind, model, self._overrides.get(f"{provider.slug}/{model}"))

    def _lacking(self, target: Target, missing: list[Need]) -> CapabilityMissing:
        what = " and ".join(_WORDS[need] for need in missing)
        if target.kind == "demo":
            detail = f"The demo model {what}; {_FIX}."
        else:
            able = [model.ref for model in self.models() if all(getattr(model.capabilities, need) for need in missing)]
            detail = (
                f"{target.ref} {what}; use a model that does"
                f"{f', for example {able[0]}' if able else f': {_FIX}'}. "
                "If this one does, say so in its capabilities."
            )
        return CapabilityMissing(detail, model=target.ref, missing=list[JsonValue](missing))

    def providers(self) -> list[CatalogProvider]:
        """Return the stored providers and, behind them, what was found on this machine."""
        found: list[CatalogProvider] = []
        slugs = {provider.slug for provider in self._stored}
        kinds = {provider.kind for provider in self._stored}
        local = self._local
        if (
            local is not None
            and local.ollama_models is not None
            and local.ollama_url
            and not {"ollama"} & (slugs | kinds)
        ):
            found.append(_found("ollama", local.ollama_url, None, local.ollama_models))
        stored = [provider for provider in self._stored if provider.kind != "demo"]
        if local is not None and local.demo is not None:
            row = next((provider for provider in self._stored if provider.kind == "demo"), None)
            if row is not None or "demo" not in slugs:
                slug = row.slug if row else "demo"
                found.append(_found("demo", local.demo.base_url, local.demo.token, (local.demo.model,), slug))
        return [*stored, *found]

    def models(self) -> list[ModelRead]:
        """Return every usable model."""
        return [
            ModelRead(
                ref=f"{provider.slug}/{model}",
                model=model,
                provider_id=provider.id if provider.stored else None,
                provider_slug=provider.slug,
                provider_name=provider.name,
                kind=provider.kind,
                capabilities=CapabilitiesRead.model_validate(self._capabilities(provider, model)),
                overridden=f"{provider.slug}/{model}" in self._overrides,
            )
            for provider in self.providers()
            if provider.state != ProviderState.NO_KEY
            for model in provider.models
        ]

    def default_ref(self) -> str | None:
        """Return the model that ``default`` leads to first, None if there is none."""
        try:
            return self.resolve(DEFAULT_ROUTE).targets[0].ref
        except (ModelUnknown, NoModelAvailable):
            return None


async def load_catalog(db: AsyncSession, vault: Vault, local: LocalModels | None = None) -> ModelCatalog:
    """Return the catalog of the transaction's tenant, with its credentials opened."""
    models = ModelRepository(db)
    tenant = await db.scalar(text("SELECT nullif(current_setting('charter.tenant_id', true), '')"))
    providers = [
        CatalogProvider(
            id=row.id,
            slug=row.slug,
            name=row.name,
            kind=row.kind,
            base_url=row.base_url,
            api_key=await vault.open(db, TABLE, row.id, KEY_FIELD, row.sealed_key) if row.sealed_key else None,
            state=row.state,
            models=tuple(row.models),
        )
        for row in await models.providers()
    ]
    routes = [
        CatalogRoute(
            row.name,
            "weighted" if row.strategy == "weighted" else "ordered",
            tuple((str(target["model"]), int(target["weight"])) for target in row.targets),  # type: ignore[index,call-overload,arg-type] # written by this room
        )
        for row in await models.routes()
    ]
    overrides = {row.model_ref: row.changes for row in await models.overrides()}
    return ModelCatalog(UUID(str(tenant)), providers, routes, overrides, local)


def _found(
    kind: str, base_url: str, api_key: str | None, models: tuple[str, ...], slug: str | None = None
) -> CatalogProvider:
    return CatalogProvider(
        id=uuid5(NAMESPACE_URL, f"{kind}:{base_url}"),
        slug=slug or kind,
        name=KINDS[kind].label,
        kind=kind,
        base_url=base_url,
        api_key=api_key,
        state=ProviderState.READY,
        models=models,
        stored=False,
    )


def _nearest(name: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f" Did you mean {close[0]!r}?" if close else ""
