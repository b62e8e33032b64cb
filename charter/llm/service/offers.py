"""What was found on this machine and can be taken over in one call: Ollama, keys in the environment, the demo model."""

from __future__ import annotations

from datetime import datetime

from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.core.db import Database
from charter.core.principal import Principal
from charter.llm.errors import ModelOfferNotFound
from charter.llm.kinds import KINDS
from charter.llm.models import ModelProvider
from charter.llm.parts import ModelParts
from charter.llm.provider_schemas import OfferRead, ProviderInput
from charter.llm.repository import ModelRepository, first_tenant
from charter.llm.service.providers import create_provider


async def may_use_environment_keys(database: Database, principal: Principal) -> bool:
    """Say whether the principal's tenant may use the keys in the server's environment: only the first tenant may.

    They belong to whoever runs the installation; offered to every tenant, anybody could spend that person's money.
    """
    async with database.system_session(reason="who may use the keys in the server's environment") as db:
        return await first_tenant(db) == principal.tenant_id


async def list_offers(
    db: AsyncSession, principal: Principal, parts: ModelParts, *, environment_keys: bool
) -> list[OfferRead]:
    """Return what was found; keys are named by their variable and never shown.

    Args:
        environment_keys: whether :func:`may_use_environment_keys`.

    Raises:
        Forbidden: the principal lacks ``models.read``.
    """
    access.require(principal, "models.read")
    await parts.local.look(parts.http)
    kinds = {row.kind for row in await ModelRepository(db).providers()}
    offers: list[OfferRead] = []
    local = parts.local
    if local.ollama_models is not None and local.ollama_url:
        models = list(local.ollama_models)
        offers.append(_offer("ollama", "ollama", f"Found at {local.ollama_url}", models, kinds))
    if environment_keys:
        offers += [
            _offer(name, name, f"Key found in {found[0]}", [], kinds)
            for name in KINDS
            if (found := local.key_for(name))
        ]
    if local.demo is not None:
        detail = "A very small model on this machine: good for a first look, not for work. It does not call tools."
        offers.append(_offer("demo", "demo", detail, [local.demo.model], kinds))
    return offers


async def accept_offer(
    db: AsyncSession, principal: Principal, parts: ModelParts, key: str, *, environment_keys: bool, now: datetime
) -> ModelProvider:
    """Make a provider of an offer, validated as any other.

    Raises:
        Forbidden: the principal lacks ``models.write``.
        ModelOfferNotFound: no such offer.
        ProviderCheckFailed: it does not answer, or refuses the key found; nothing was stored.
        ProviderExists: it was accepted before.
    """
    access.require(principal, "models.write")
    offers = await list_offers(db, principal, parts, environment_keys=environment_keys)
    offer = next((offer for offer in offers if offer.key == key), None)
    if offer is None:
        raise ModelOfferNotFound(f"Nothing called {key!r} was found on this machine.")
    found = parts.local.key_for(offer.kind)
    given = ProviderInput(
        kind=offer.kind,
        name=KINDS[offer.kind].label,
        base_url=parts.local.ollama_url if offer.kind == "ollama" else None,
        api_key=SecretStr(found[1]) if found else None,
    )
    return await create_provider(db, principal, parts, given, now=now)


def _offer(key: str, kind: str, detail: str, models: list[str], accepted: set[str]) -> OfferRead:
    return OfferRead(
        key=key, kind=kind, title=KINDS[kind].label, detail=detail, models=models, accepted=kind in accepted
    )
