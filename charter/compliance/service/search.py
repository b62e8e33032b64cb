"""Finding entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.audit.repository import AuditRepository, Filters, PlacedEntry
from charter.compliance.errors import AuditEntryNotFound
from charter.compliance.schemas import AuditActor, AuditEntryRead, AuditResource
from charter.core.db import Database
from charter.core.errors import InputInvalid
from charter.core.ids import format_id
from charter.core.principal import Principal

_PREFIXES = {
    "agent_version": "version", "api_key": "key", "model_provider": "provider", "model_route": "route",
}  # fmt: skip
"""Kinds whose ids carry another word than the kind itself."""


async def search_entries(
    db: AsyncSession,
    database: Database,
    principal: Principal,
    filters: Filters,
    *,
    before_seq: int | None,
    limit: int,
) -> Sequence[PlacedEntry]:
    """Return entries, newest first; the search is an entry itself.

    Raises:
        Forbidden: the principal lacks ``audit.read``.
        InputInvalid: the time ends before it begins.
    """
    access.require(principal, "audit.read")
    require_span(filters.since, filters.until)
    await audit.record(db, principal, "audit_log.searched", "audit_log", None, after=described(filters))
    if filters.words is not None:
        async with database.system_session(reason="look words of the audit log up") as system:
            numbers = await AuditRepository(system).numbers(
                principal.tenant_id, filters, before_seq=before_seq, limit=limit
            )
        filters = Filters(numbers=tuple(numbers))
    return await AuditRepository(db).search(filters, before_seq=before_seq, limit=limit)


async def get_entry(db: AsyncSession, principal: Principal, entry_id: UUID) -> PlacedEntry:
    """Return one entry.

    Raises:
        AuditEntryNotFound: no such entry in this tenant, or it is past its retention.
    """
    access.require(principal, "audit.read")
    await audit.record(db, principal, "audit_entry.read", "audit_entry", entry_id)
    return found(await AuditRepository(db).find(entry_id))


def found(entry: PlacedEntry | None) -> PlacedEntry:
    """Return the entry.

    Raises:
        AuditEntryNotFound: there is none.
    """
    if entry is None:
        raise AuditEntryNotFound("No such audit entry; it may be too new (wait a second) or past its retention.")
    return entry


def require_span(since: datetime | None, until: datetime | None) -> None:
    """Refuse a span of time that ends before it begins.

    Raises:
        InputInvalid: names the field.
    """
    if since is not None and until is not None and until <= since:
        message = "This must be later than since."
        raise InputInvalid(message, fields=[{"path": "query.until", "message": message}])


def described(filters: Filters) -> dict[str, JsonValue]:
    """Return what was looked for, for the entry that tells of it."""
    given = {field.name: getattr(filters, field.name) for field in fields(filters)}
    return {name: str(value) for name, value in given.items() if value}


def read_of(placed: PlacedEntry) -> AuditEntryRead:
    """Return an entry as people and programs outside see it."""
    entry = placed.entry
    return AuditEntryRead(
        id=entry.id,
        seq=placed.seq,
        at=entry.at,
        actor=AuditActor(
            kind=entry.actor_kind, id=outer_id(entry.actor_kind, entry.actor_id), label=entry.value("/actor/label")
        ),
        action=entry.action,
        resource=AuditResource(kind=entry.resource_kind, id=outer_id(entry.resource_kind, entry.resource_id)),
        address=entry.value("/address"),
        before=entry.shown(entry.before, "before"),
        after=entry.shown(entry.after, "after"),
        request_id=entry.request_id,
        trace_id=entry.trace_id,
        leaf_hash=placed.leaf.hex(),
        erased=sorted(path for path, kept in entry.personal.items() if isinstance(kept, str)),
    )


def outer_id(kind: str, value: UUID | None) -> str | None:
    """Return an id in the form that the kind's own endpoints use."""
    return None if value is None else format_id(_PREFIXES.get(kind, kind), value)
