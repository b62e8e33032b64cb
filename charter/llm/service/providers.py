"""Providers and their credentials: validated by a real call before anything is stored, never shown again."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core.db import epochs
from charter.core.errors import InputInvalid
from charter.core.ids import new_id
from charter.core.principal import Principal
from charter.llm import ollama, provider_check
from charter.llm.errors import (
    NotAnOllamaProvider,
    ProviderChanged,
    ProviderCheckFailed,
    ProviderExists,
    ProviderHasNoKey,
    ProviderInUse,
    ProviderNotFound,
)
from charter.llm.kinds import KINDS
from charter.llm.models import ModelProvider, ProviderState
from charter.llm.parts import ModelParts
from charter.llm.provider_schemas import ProviderChange, ProviderInput
from charter.llm.repository import ModelRepository
from charter.llm.service.catalog import KEY_FIELD, TABLE
from charter.tenants import service as tenants

_SHOWN = 4
# Of a short key four characters would be too large a part.
_LONG_ENOUGH_TO_SHOW = 16


async def list_providers(
    db: AsyncSession, principal: Principal, *, after: UUID | None, limit: int
) -> Sequence[ModelProvider]:
    """Return up to ``limit`` + 1 providers, oldest first.

    Raises:
        Forbidden: the principal lacks ``models.read``.
    """
    access.require(principal, "models.read")
    return await ModelRepository(db).provider_page(after, limit + 1)


async def get_provider(db: AsyncSession, principal: Principal, provider_id: UUID) -> ModelProvider:
    """Return a provider.

    Raises:
        Forbidden: the principal lacks ``models.read``.
        ProviderNotFound: no such provider in this tenant.
    """
    access.require(principal, "models.read")
    return await _get(db, provider_id)


async def create_provider(
    db: AsyncSession, principal: Principal, parts: ModelParts, given: ProviderInput, *, now: datetime
) -> ModelProvider:
    """Store a provider after it answered a real call; its slug is made from its name.

    Raises:
        Forbidden: the principal lacks ``models.write``.
        InputInvalid: the base URL or the key is missing or cannot be used.
        ProviderCheckFailed: it does not answer or refuses the key; nothing was stored.
        ProviderExists: the name is taken.
    """
    access.require(principal, "models.write")
    slug = tenants.slug_of(given.name)
    if slug in await ModelRepository(db).slugs():
        raise _taken(given.name)
    kind = KINDS[given.kind]
    key = given.api_key.get_secret_value() if given.api_key else None
    if kind.name == "demo":
        if parts.local.demo is None:
            raise ProviderCheckFailed(
                "The demo model is not running here. Install it, or unset CHARTER_DEMO_MODEL=off."
            )
        # Its address and token are new at every start, so none is stored.
        base_url, key, names = "", None, [parts.local.demo.model]
    else:
        base_url = _base_url(kind.name, given.base_url)
        if kind.needs_key and key is None:
            raise _invalid("/api_key", f"{kind.label} needs an API key.")
        names = await provider_check.check(parts.http, kind.name, base_url, key)
    row = ModelProvider(
        id=new_id(),
        slug=slug,
        name=given.name,
        kind=kind.name,
        base_url=base_url,
        state=ProviderState.READY,
        state_detail=None,
        models=names,
        checked_at=now,
    )
    await _store_key(db, parts, row, key)
    db.add(row)
    try:
        await db.flush()
    except IntegrityError as error:
        raise _taken(given.name) from error
    await db.refresh(row)
    await epochs.bump_config(db)
    await audit.record(db, principal, "model_provider.created", "model_provider", row.id, after=_facts(row))
    return row


async def update_provider(
    db: AsyncSession,
    principal: Principal,
    parts: ModelParts,
    provider_id: UUID,
    change: ProviderChange,
    *,
    now: datetime,
) -> ModelProvider:
    """Change a provider. A new address without a new key clears the key: it was given for the old address.

    Raises:
        Forbidden: the principal lacks ``models.write``.
        ProviderNotFound: no such provider in this tenant.
        InputInvalid: the base URL cannot be used.
        ProviderCheckFailed: the new address or key does not work; nothing was stored.
    """
    access.require(principal, "models.write")
    row = await _get(db, provider_id)
    before = _facts(row)
    given = change.model_fields_set
    base_url = _base_url(row.kind, change.base_url) if change.base_url is not None else row.base_url
    moved = base_url != row.base_url
    if row.kind == "demo" and (moved or "api_key" in given):
        raise _invalid("/base_url", "The demo model's address and key are made at every start.")
    rekeyed = moved or "api_key" in given
    key = change.api_key.get_secret_value() if change.api_key else None
    names, state = list(row.models), row.state
    if rekeyed:
        if key is None and KINDS[row.kind].needs_key:
            state = ProviderState.NO_KEY
        else:
            names, state = await provider_check.check(parts.http, row.kind, base_url, key), ProviderState.READY
    checked = (row.base_url, row.sealed_key)
    row = await _lock(db, provider_id)
    _require_same(row, checked)
    row.name = change.name or row.name
    if rekeyed:
        row.base_url = base_url
        row.state, row.state_detail, row.models, row.checked_at = state, None, names, now
        await _store_key(db, parts, row, key)
    await db.flush()
    await epochs.bump_config(db)
    await audit.record(
        db, principal, "model_provider.updated", "model_provider", row.id, before=before, after=_facts(row)
    )
    return row


async def delete_provider(db: AsyncSession, principal: Principal, provider_id: UUID) -> None:
    """Delete a provider, its credential and its overrides.

    Raises:
        Forbidden: the principal lacks ``models.write``.
        ProviderNotFound: no such provider in this tenant.
        ProviderInUse: a route leads to it; the detail names the routes.
    """
    access.require(principal, "models.write")
    row = await _lock(db, provider_id)
    repository = ModelRepository(db)
    using = [
        route.name
        for route in await repository.routes()
        if any(isinstance(target, dict) and str(target["model"]).startswith(f"{row.slug}/") for target in route.targets)
    ]
    if using:
        raise ProviderInUse(f"{row.name} is used by the model routes {', '.join(using)}. Change or delete them first.")
    await repository.delete_overrides_of(row.slug)
    await db.delete(row)
    await db.flush()
    await epochs.bump_config(db)
    await audit.record(db, principal, "model_provider.deleted", "model_provider", row.id, before=_facts(row))


async def check_provider(
    db: AsyncSession, principal: Principal, parts: ModelParts, provider_id: UUID, *, now: datetime
) -> ModelProvider:
    """Call the provider again; remember whether it answered, and the models it lists now.

    Raises:
        Forbidden: the principal lacks ``models.write``.
        ProviderNotFound: no such provider in this tenant.
        ProviderHasNoKey: there is no key to check with.
    """
    access.require(principal, "models.write")
    row = await _get(db, provider_id)
    detail: str | None = None
    names: list[str] | None = None
    if row.kind == "demo":
        names = [parts.local.demo.model] if parts.local.demo else None
        detail = None if names else "The demo model is not running here."
    else:
        key = await open_key(db, parts, row)
        try:
            names = await provider_check.check(parts.http, row.kind, row.base_url, key)
        except ProviderCheckFailed as error:
            detail = error.detail.removeprefix("Nothing was stored. ")
    checked = (row.base_url, row.sealed_key)
    row = await _lock(db, provider_id)
    _require_same(row, checked)
    row.state = ProviderState.FAILING if names is None else ProviderState.READY
    row.state_detail, row.checked_at = detail, now
    if names is not None:
        row.models = names
    await db.flush()
    await epochs.bump_config(db)
    await audit.record(db, principal, "model_provider.checked", "model_provider", row.id, after={"state": row.state})
    return row


async def provider_models(db: AsyncSession, principal: Principal, parts: ModelParts, provider_id: UUID) -> list[str]:
    """Return the models the provider lists right now.

    Raises:
        Forbidden: the principal lacks ``models.read``.
        ProviderNotFound: no such provider in this tenant.
        ProviderCheckFailed: it does not answer.
    """
    access.require(principal, "models.read")
    row = await _get(db, provider_id)
    if row.kind == "demo":
        return [parts.local.demo.model] if parts.local.demo else []
    try:
        return await provider_check.check(parts.http, row.kind, row.base_url, await open_key(db, parts, row))
    except ProviderCheckFailed as error:
        raise ProviderCheckFailed(error.detail.removeprefix("Nothing was stored. ")) from error


async def show_model(
    db: AsyncSession, principal: Principal, parts: ModelParts, provider_id: UUID, model: str
) -> dict[str, JsonValue]:
    """Return what Ollama says about one of its models.

    Raises:
        Forbidden: the principal lacks ``models.read``.
        ProviderNotFound, NotAnOllamaProvider, ModelNotFound: as their names say.
    """
    access.require(principal, "models.read")
    return await ollama.show(parts.http, (await _get_ollama(db, provider_id)).base_url, model)


async def begin_pull(
    db: AsyncSession, principal: Principal, parts: ModelParts, provider_id: UUID, model: str
) -> AsyncIterator[dict[str, JsonValue]]:
    """Return the progress of fetching a model; iterate it after the transaction has ended.

    Raises:
        Forbidden: the principal lacks ``models.write``.
        ProviderNotFound, NotAnOllamaProvider: as their names say.
    """
    access.require(principal, "models.write")
    row = await _get_ollama(db, provider_id)
    await audit.record(db, principal, "model.pulled", "model_provider", row.id, after={"model": model})
    return ollama.pull(parts.http, row.base_url, model)


async def remember_models(db: AsyncSession, parts: ModelParts, provider_id: UUID) -> None:
    """Store what an Ollama has after a pull; a provider deleted meanwhile is passed over."""
    row = await ModelRepository(db).find_provider(provider_id)
    if row is None:
        return
    names = await ollama.model_names(parts.http, row.base_url)
    row.models = names
    await db.flush()
    await epochs.bump_config(db)


async def open_key(db: AsyncSession, parts: ModelParts, row: ModelProvider) -> str | None:
    """Return the credential of a provider, None for one that needs none.

    Raises:
        ProviderHasNoKey: it needs one and has none.
    """
    if row.sealed_key is not None:
        return await parts.vault.open(db, TABLE, row.id, KEY_FIELD, row.sealed_key)
    if KINDS[row.kind].needs_key:
        raise ProviderHasNoKey(f"{row.name} has no API key. Store one first.")
    return None


async def _store_key(db: AsyncSession, parts: ModelParts, row: ModelProvider, key: str | None) -> None:
    if key is None:
        row.sealed_key = row.key_last4 = row.key_fingerprint = None
        return
    row.sealed_key = await parts.vault.seal(db, TABLE, row.id, KEY_FIELD, key)
    row.key_last4 = key[-_SHOWN:] if len(key) >= _LONG_ENOUGH_TO_SHOW else None
    row.key_fingerprint = hmac.new(parts.fingerprint_key, key.encode(), hashlib.sha256).hexdigest()[:16]


def _require_same(row: ModelProvider, checked: tuple[str, bytes | None]) -> None:
    """Refuse when somebody else changed the address or the key while they were being checked.

    A key must only ever be stored with, and sent to, the address that it was given for.
    """
    if (row.base_url, row.sealed_key) != checked:
        raise ProviderChanged(
            "Somebody else changed this provider's address or key just now; look at it and try again."
        )


async def _get(db: AsyncSession, provider_id: UUID) -> ModelProvider:
    row = await ModelRepository(db).find_provider(provider_id)
    if row is None:
        raise ProviderNotFound("There is no such model provider.")
    return row


async def _lock(db: AsyncSession, provider_id: UUID) -> ModelProvider:
    row = await ModelRepository(db).lock_provider(provider_id)
    if row is None:
        raise ProviderNotFound("There is no such model provider.")
    return row


async def _get_ollama(db: AsyncSession, provider_id: UUID) -> ModelProvider:
    row = await _get(db, provider_id)
    if row.kind != "ollama":
        raise NotAnOllamaProvider(f"{row.name} is not an Ollama server; models are pulled and shown there only.")
    return row


def _base_url(kind: str, given: str | None) -> str:
    text = (given or KINDS[kind].base_url or "").strip().rstrip("/")
    if not text:
        raise _invalid("/base_url", f"{KINDS[kind].label} needs a base URL.")
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable or parts.username is not None or parts.query or parts.fragment or not text.isprintable():
        raise _invalid("/base_url", "Give an address like https://host/v1, without credentials, query or fragment.")
    return text.removesuffix("/v1") if kind == "ollama" else text


def _invalid(path: str, message: str) -> InputInvalid:
    return InputInvalid(message, fields=[{"path": path, "message": message}])


def _taken(name: str) -> ProviderExists:
    return ProviderExists(f"There is a model provider named {name!r} already (or one too much like it).")


def _facts(row: ModelProvider) -> dict[str, JsonValue]:
    return {"name": row.name, "kind": row.kind, "base_url": row.base_url, "credential": row.key_fingerprint}
