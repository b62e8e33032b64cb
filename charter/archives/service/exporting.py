"""Taking a tenant out: one snapshot of everything it has, streamed while others work."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from uuid import UUID

import orjson
from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from charter import __version__
from charter.access import service as access
from charter.archives.container import MANIFEST, SIGNATURE, ZipStream
from charter.archives.repository import ArchiveRepository, Table
from charter.archives.schemas import ArchivedTable, ArchiveKind, Manifest, TenantFacts
from charter.archives.travel import TABLES, InExport, left_out, packed, travels
from charter.audit import service as audit
from charter.core.db import Database
from charter.core.principal import Principal
from charter.tenants import service as tenants
from charter.tenants.errors import TenantStateConflict
from charter.tenants.service import lifecycle

Sign = Callable[[bytes], bytes]
_PART_BYTES = 65_536


async def begin(db: AsyncSession, principal: Principal, kind: ArchiveKind) -> None:
    """Allow an owner to take their whole tenant out, and leave word of it before a byte leaves.

    ``tenant.write`` alone is not enough: an archive shows everything, also what a rule hides from an administrator.

    Raises:
        Forbidden: the principal lacks ``tenant.write`` or ``owners.write``.
    """
    access.require(principal, "tenant.write")
    access.require(principal, "owners.write")
    after: dict[str, JsonValue] = {"kind": kind}
    await audit.record(db, principal, "tenant.exported", "tenant", principal.tenant_id, after=after)


async def begin_of_leaving(db: AsyncSession, principal: Principal, tenant_id: UUID) -> None:
    """Allow the operator to take out a tenant that is being deleted, whose owners cannot get in any more.

    System session.

    Raises:
        Forbidden: the principal lacks ``tenants.write``.
        TenantNotFound: there is none.
        TenantStateConflict: it is not being deleted: then its data is for its owners alone.
    """
    access.require(principal, "tenants.write")
    tenant = await lifecycle.get_tenant(db, principal, tenant_id)
    if tenant.state != "deleting":
        raise TenantStateConflict(
            f"The tenant is {tenant.state}: an owner exports it (POST /v1/tenant/export). The operator may while it is "
            "being deleted."
        )
    after: dict[str, JsonValue] = {"kind": ArchiveKind.EXPORT, "by_operator": True}
    await audit.record(db, principal, "tenant.exported", "tenant", tenant_id, after=after, tenant_id=tenant_id)


async def archive_of(
    database: Database, tenant_id: UUID, kind: ArchiveKind, now: datetime, sign: Sign | None = None
) -> AsyncIterator[bytes]:
    """Yield the archive of a tenant, of one moment. The application role reads it: row security holds here as well.

    Args:
        sign: signs the manifest of a backup.

    Raises:
        LookupError: a table is not in the list of how tables travel.
    """
    from charter.core.db import migrate  # noqa: PLC0415 - Alembic, which nothing else in the process needs

    stream, revision = ZipStream(), await asyncio.to_thread(migrate.head)
    async with database.tenant_snapshot(tenant_id) as db:
        repository, written = ArchiveRepository(db), list[ArchivedTable]()
        tables = await repository.tables()
        if unknown := sorted({table.name for table in tables} - TABLES.keys()):
            raise LookupError(f"Nobody has said how these tables travel (charter.archives.travel): {unknown}.")
        for table in tables:
            if travels(kind, table.name):
                async for part in _table(stream, repository, table, kind, now, written):
                    yield part
        about = await tenants.get(db)
        manifest = Manifest(
            kind=kind,
            charter_version=__version__,
            schema_revision=revision,
            made_at=now,
            tenant=TenantFacts.model_validate(about.model_dump(include=set(TenantFacts.model_fields))),
            tables=written,
            left_out=left_out(kind, [table.name for table in tables]),
        )
    content = manifest.model_dump_json(indent=2).encode()
    stream.put(MANIFEST, content)
    if sign is not None:
        stream.put(SIGNATURE, sign(content))
    stream.close()
    yield stream.taken()


async def _table(
    stream: ZipStream,
    repository: ArchiveRepository,
    table: Table,
    kind: ArchiveKind,
    now: datetime,
    written: list[ArchivedTable],
) -> AsyncIterator[bytes]:
    name, made_at = f"tables/{table.name}.jsonl", now.isoformat()
    digest, rows, size = hashlib.sha256(), 0, 0
    with stream.open(name) as file:
        pending = bytearray()
        async for row in repository.rows(table):
            if (going := packed(kind, table.name, row, made_at)) is None:
                continue
            line = orjson.dumps(going, option=orjson.OPT_SORT_KEYS) + b"\n"
            digest.update(line)
            rows, size = rows + 1, size + len(line)
            pending += line
            if len(pending) >= _PART_BYTES:
                await asyncio.to_thread(file.write, bytes(pending))
                pending.clear()
                if part := stream.taken():
                    yield part
        file.write(pending)
    evidence = kind is ArchiveKind.EXPORT and TABLES[table.name].export is InExport.EVIDENCE
    written.append(
        ArchivedTable(
            table=table.name, file=name, rows=rows, size_bytes=size, sha256=digest.hexdigest(), evidence=evidence
        )
    )
    if part := stream.taken():
        yield part
