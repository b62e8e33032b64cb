"""HTTP routes of the audit log."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Query, Response
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, WithJsonSchema
from starlette.responses import StreamingResponse

from charter.access.errors import Forbidden
from charter.audit.repository import Filters
from charter.compliance import documents
from charter.compliance.errors import (
    AuditCheckpointNotFound,
    AuditEntryNotFound,
    AuditEntryNotSigned,
    LegalHoldActive,
)
from charter.compliance.schemas import (
    AuditCheckpointRead,
    AuditEntryId,
    AuditEntryRead,
    AuditErasureInput,
    AuditErasureRead,
    AuditKeysRead,
    AuditSettingsInput,
    AuditSettingsRead,
    ConsistencyProofRead,
    ExportFormat,
    InclusionProofRead,
    ReportFormat,
    ReportKind,
)
from charter.compliance.service import export, proofs, reports, search, upkeep
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
from charter.core.ids import format_id, parse_id

routes = router("/audit", "Audit")

_NAMES = r"^[a-z][a-z0-9_]*(\.[a-z0-9_]*)*$"


def _any_id(value: object) -> object:
    """Take an id of any kind, or a bare UUID."""
    if not isinstance(value, str):
        return value
    prefix, separator, _ = value.rpartition("_")
    return parse_id(prefix, value) if separator else UUID(value)


def _printable(text: str) -> str:
    if not text.isprintable() or not text.strip():
        raise ValueError("Words only, without control characters")
    return text


AnyId = Annotated[UUID, BeforeValidator(_any_id), WithJsonSchema({"type": "string"})]
Size = Annotated[int, Path(ge=0, le=2**53)]


async def _filters(
    action: Annotated[
        str | None, Query(pattern=_NAMES, max_length=100, description="One action, or all below it: `agent.`")
    ] = None,
    actor: Annotated[AnyId | None, Query(description="Id of a user, key or service.")] = None,
    resource_kind: Annotated[str | None, Query(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)] = None,
    resource: Annotated[AnyId | None, Query(description="Id of what it was done to.")] = None,
    since: Annotated[AwareDatetime | None, Query(description="From this moment on.")] = None,
    until: Annotated[AwareDatetime | None, Query(description="Before this moment.")] = None,
    text: Annotated[
        str | None, AfterValidator(_printable), Query(max_length=200, description="Words that all are in the entry.")
    ] = None,
) -> Filters:
    return Filters(
        action=action,
        actor_id=actor,
        resource_kind=resource_kind,
        resource_id=resource,
        since=since,
        until=until,
        words=text,
    )


SearchFilters = Annotated[Filters, Depends(_filters)]


def _size_of(cursor: UUID | None) -> int | None:
    """Cursors of the log are its numbers."""
    return None if cursor is None else cursor.int


@routes.get("/entries", operation_id="searchAuditEntries", responses=problems(Forbidden))
async def search_entries(
    principal: CurrentPrincipal,
    db: TenantDb,
    services: ProcessServices,
    filters: SearchFilters,
    cursor: Cursor,
    limit: Limit = 50,
) -> Page[AuditEntryRead]:
    """Search the audit log, newest first."""
    rows = await search.search_entries(
        db, services.database, principal, filters, before_seq=_size_of(cursor), limit=limit + 1
    )
    page, following = paged(rows, limit, lambda placed: UUID(int=placed.seq))
    return Page(items=[search.read_of(placed) for placed in page], next_cursor=following)


@routes.get("/entries/{entry_id}", operation_id="getAuditEntry", responses=problems(Forbidden, AuditEntryNotFound))
async def get_entry(entry_id: AuditEntryId, principal: CurrentPrincipal, db: TenantDb) -> AuditEntryRead:
    """Return one audit entry."""
    return search.read_of(await search.get_entry(db, principal, entry_id))


@routes.get(
    "/entries/{entry_id}/proof",
    operation_id="proveAuditEntry",
    responses=problems(Forbidden, AuditEntryNotFound, AuditCheckpointNotFound, AuditEntryNotSigned),
)
async def prove_entry(
    entry_id: AuditEntryId,
    principal: CurrentPrincipal,
    db: TenantDb,
    size: Annotated[int | None, Query(ge=1, le=2**53, description="Of the checkpoint; default: the newest.")] = None,
) -> InclusionProofRead:
    """Prove that an entry is in the signed tree."""
    return await proofs.prove_inclusion(db, principal, entry_id, size)


@routes.get("/checkpoints", operation_id="listAuditCheckpoints", responses=problems(Forbidden))
async def list_checkpoints(
    principal: CurrentPrincipal, db: TenantDb, cursor: Cursor, limit: Limit = 50
) -> Page[AuditCheckpointRead]:
    """List signed checkpoints, largest first."""
    rows = await proofs.list_checkpoints(db, principal, after_size=_size_of(cursor), limit=limit + 1)
    page, following = paged(rows, limit, lambda row: UUID(int=row.size))
    return Page(items=list(page), next_cursor=following)


@routes.get(
    "/checkpoints/latest",
    operation_id="getLatestAuditCheckpoint",
    responses=problems(Forbidden, AuditCheckpointNotFound),
)
async def get_latest_checkpoint(principal: CurrentPrincipal, db: TenantDb) -> AuditCheckpointRead:
    """Return the newest checkpoint: keep it, and no later rewriting goes unseen."""
    return await proofs.get_checkpoint(db, principal)


@routes.get(
    "/checkpoints/{size}", operation_id="getAuditCheckpoint", responses=problems(Forbidden, AuditCheckpointNotFound)
)
async def get_checkpoint(size: Size, principal: CurrentPrincipal, db: TenantDb) -> AuditCheckpointRead:
    """Return the checkpoint of a size."""
    return await proofs.get_checkpoint(db, principal, size)


@routes.get(
    "/consistency", operation_id="proveAuditConsistency", responses=problems(Forbidden, AuditCheckpointNotFound)
)
async def prove_consistency(
    principal: CurrentPrincipal,
    db: TenantDb,
    first: Annotated[int, Query(ge=0, le=2**53, description="The smaller size.")] = 0,
    second: Annotated[int | None, Query(ge=0, le=2**53, description="The larger size; default: the newest.")] = None,
) -> ConsistencyProofRead:
    """Prove that the log of one size is the beginning of that of another."""
    return await proofs.prove_consistency(db, principal, first, second)


@routes.get("/keys", operation_id="getAuditKeys", responses=problems(Forbidden, AuditCheckpointNotFound))
async def get_keys(principal: CurrentPrincipal, db: TenantDb, services: ProcessServices) -> AuditKeysRead:
    """Return the keys that checkpoints are verified with."""
    return await proofs.get_keys(db, services.database, principal)


_MEDIA_TYPES = {
    ExportFormat.BUNDLE: "application/jsonl",
    ExportFormat.JSONL: "application/jsonl",
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.CEF: "text/plain; charset=utf-8",
}


@routes.get(
    "/export",
    operation_id="exportAuditLog",
    response_class=StreamingResponse,
    responses=problems(Forbidden, AuditCheckpointNotFound),
)
async def export_log(
    principal: CurrentPrincipal,
    db: TenantDb,
    services: ProcessServices,
    filters: SearchFilters,
    form: Annotated[ExportFormat, Query(alias="format")] = ExportFormat.BUNDLE,
) -> StreamingResponse:
    """Export what is signed: as a bundle that `charter audit verify` checks, JSON Lines, CSV or CEF."""
    size = await export.begin_export(db, principal, filters, form)
    chunks = export.exported(services.database, principal.tenant_id, filters, form, size=size)
    ending = "jsonl" if form is ExportFormat.BUNDLE else form
    return StreamingResponse(chunks, media_type=_MEDIA_TYPES[form], headers=_as_file(f"audit-{size}.{ending}"))


@routes.get("/reports/{kind}", operation_id="makeAuditReport", response_class=Response, responses=problems(Forbidden))
async def make_report(
    kind: ReportKind,
    principal: CurrentPrincipal,
    db: TenantDb,
    now: Now,
    since: Annotated[AwareDatetime | None, Query(description="Default: 30 days before until.")] = None,
    until: Annotated[AwareDatetime | None, Query(description="Default: now.")] = None,
    form: Annotated[ReportFormat, Query(alias="format")] = ReportFormat.HTML,
) -> Response:
    """Make a compliance report."""
    until = until or now
    since = since or until - timedelta(days=30)
    tenant = format_id("tenant", principal.tenant_id)
    report = await reports.make_report(
        db, principal, kind, form, tenant=tenant, since=since, until=until, now=now
    )  # fmt: skip
    content = await asyncio.to_thread(documents.render, report, form)
    return Response(content, media_type=documents.MEDIA_TYPES[form], headers=_as_file(f"{kind}.{form}"))


@routes.get("/settings", operation_id="getAuditSettings", responses=problems(Forbidden))
async def get_settings(principal: CurrentPrincipal, db: TenantDb) -> AuditSettingsRead:
    """Return retention and legal hold."""
    return await upkeep.get_settings(db, principal)


@routes.put("/settings", operation_id="changeAuditSettings", responses=problems(Forbidden))
async def change_settings(body: AuditSettingsInput, principal: CurrentPrincipal, db: TenantDb) -> AuditSettingsRead:
    """Set retention and legal hold."""
    return await upkeep.change_settings(db, principal, body)


@routes.get("/erasures", operation_id="listAuditErasures", responses=problems(Forbidden))
async def list_erasures(
    principal: CurrentPrincipal, db: TenantDb, cursor: Cursor, limit: Limit = 50
) -> Page[AuditErasureRead]:
    """List erasures of personal values, newest first."""
    rows = await upkeep.list_erasures(db, principal, after=cursor, limit=limit + 1)
    page, following = paged(rows, limit, lambda row: row.id)
    return Page(items=list(page), next_cursor=following)


@routes.post(
    "/erasures", status_code=202, operation_id="eraseFromAuditLog", responses=problems(Forbidden, LegalHoldActive)
)
async def request_erasure(
    body: AuditErasureInput, principal: CurrentPrincipal, db: TenantDb, services: ProcessServices
) -> AuditErasureRead:
    """Erase a person's values from the log, and their texts from guardrails; entries, order and proofs stay."""
    return await upkeep.request_erasure(
        db, principal, services.vault, user_id=body.user_id, email=body.email, reason=body.reason
    )


def _as_file(name: str) -> dict[str, str]:
    """Return the header that makes browsers save an answer instead of showing it."""
    return {"content-disposition": f'attachment; filename="{name}"'}


routers = [routes]
