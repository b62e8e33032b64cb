"""HTTP routes of archives: an owner takes a tenant out, the operator brings one in or puts one back."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request
from starlette.responses import StreamingResponse

from charter.access import service as access
from charter.access.errors import Forbidden
from charter.archives.container import MAX_ARCHIVE_BYTES, Archive
from charter.archives.errors import (
    AccountsExist,
    ArchiveInvalid,
    ArchiveOfOtherSchema,
    ArchiveTooLarge,
    BackupNotOfThisInstallation,
    TenantHasLeasedWork,
)
from charter.archives.schemas import ArchiveKind, TenantImported, TenantPutBack
from charter.archives.service import exporting, importing, restoring
from charter.core.http import CurrentPrincipal, Now, ProcessServices, TenantDb, problems, router
from charter.core.ids import TenantId
from charter.core.principal import Principal
from charter.tenants.errors import ResidencyNotOffered, TenantNotFound, TenantStateConflict
from charter.tenants.schemas import Name

own_routes = router("/tenant", "Tenants")
routes = router("/tenants", "Tenants")
routers = [own_routes, routes]

MEDIA_TYPE = "application/zip"
_BODY: dict[str, Any] = {
    "requestBody": {"required": True, "content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}}
}
_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {"content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}}
}


@own_routes.post(
    "/export",
    operation_id="exportOwnTenant",
    response_class=StreamingResponse,
    responses={**_ANSWER, **problems(Forbidden)},
)
async def export_own(
    principal: CurrentPrincipal, db: TenantDb, services: ProcessServices, now: Now
) -> StreamingResponse:
    """Export the whole tenant as an archive that any installation of this version can import. For owners."""
    await exporting.begin(db, principal, ArchiveKind.EXPORT)
    return _streamed(services, principal.tenant_id, ArchiveKind.EXPORT, now)


@own_routes.post(
    "/backup",
    operation_id="backUpOwnTenant",
    response_class=StreamingResponse,
    responses={**_ANSWER, **problems(Forbidden)},
)
async def back_up_own(
    principal: CurrentPrincipal, db: TenantDb, services: ProcessServices, now: Now
) -> StreamingResponse:
    """Back the tenant up while others work: this installation can put it back as it was. For owners."""
    await exporting.begin(db, principal, ArchiveKind.BACKUP)
    return _streamed(services, principal.tenant_id, ArchiveKind.BACKUP, now)


@routes.post(
    "/{tenant_id}/export",
    operation_id="exportTenant",
    response_class=StreamingResponse,
    responses={**_ANSWER, **problems(Forbidden, TenantNotFound, TenantStateConflict)},
)
async def export_leaving(
    tenant_id: TenantId, principal: CurrentPrincipal, services: ProcessServices, now: Now
) -> StreamingResponse:
    """Export a tenant that is being deleted, for the operator; any other is exported by its own owners."""
    async with services.database.system_session(reason="export a tenant that is being deleted") as system:
        await exporting.begin_of_leaving(system, principal, tenant_id)
    return _streamed(services, tenant_id, ArchiveKind.EXPORT, now)


@routes.post(
    "/import",
    operation_id="importTenant",
    status_code=201,
    openapi_extra=_BODY,
    responses=problems(
        Forbidden, ArchiveInvalid, ArchiveTooLarge, ArchiveOfOtherSchema, ResidencyNotOffered, AccountsExist
    ),
)
async def import_tenant(
    request: Request,
    principal: CurrentPrincipal,
    services: ProcessServices,
    name: Annotated[Name | None, Query(description="Of the new tenant; the archive's when not given.")] = None,
    link_accounts: Annotated[
        bool, Query(description="Make members of people who have an account here already.")
    ] = False,
) -> TenantImported:
    """Import an exported tenant with new ids: all of it, or nothing."""
    async with (
        _received(request, principal) as archive,
        services.database.system_session(reason="import a tenant") as system,
    ):
        return await importing.import_tenant(
            system,
            principal,
            archive,
            name=name,
            link_accounts=link_accounts,
            offered=services.settings.residency,
        )


@routes.post(
    "/restore-backup",
    operation_id="putTenantBack",
    openapi_extra=_BODY,
    responses=problems(
        Forbidden,
        ArchiveInvalid,
        ArchiveTooLarge,
        ArchiveOfOtherSchema,
        BackupNotOfThisInstallation,
        TenantNotFound,
        TenantStateConflict,
        TenantHasLeasedWork,
    ),
)
async def put_back(request: Request, principal: CurrentPrincipal, services: ProcessServices, now: Now) -> TenantPutBack:
    """Put a suspended tenant back as its backup says: all of it, or nothing."""
    async with (
        _received(request, principal) as archive,
        services.database.system_session(reason="put a tenant back") as system,
    ):
        return await restoring.put_back(system, principal, archive, services.master, now)


def _streamed(services: Any, tenant_id: UUID, kind: ArchiveKind, now: datetime) -> StreamingResponse:
    sign = partial(restoring.signature, services.master) if kind is ArchiveKind.BACKUP else None
    chunks = exporting.archive_of(services.database, tenant_id, kind, now, sign)
    headers = {"content-disposition": f'attachment; filename="tenant-{kind}.zip"', "cache-control": "no-store"}
    return StreamingResponse(chunks, media_type=MEDIA_TYPE, headers=headers)


@asynccontextmanager
async def _received(request: Request, principal: Principal) -> AsyncIterator[Archive]:
    """Keep the body in a file without a name while it is read; of those who may send one at all."""
    access.require(principal, "tenants.write")
    with tempfile.TemporaryFile() as file:
        size = 0
        async for part in request.stream():
            size += len(part)
            if size > MAX_ARCHIVE_BYTES:
                raise ArchiveTooLarge(f"It has more than {MAX_ARCHIVE_BYTES} bytes.")
            file.write(part)
        yield Archive(file)
