"""Putting a tenant back as a backup says: in place, in one transaction, with the ids it has."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from pydantic import JsonValue
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.archives.container import Archive
from charter.archives.errors import BackupNotOfThisInstallation, TenantHasLeasedWork
from charter.archives.repository import ArchiveRepository
from charter.archives.schemas import ArchiveKind, TenantPutBack
from charter.archives.service import reading
from charter.archives.travel import TABLES, InBackup
from charter.audit import service as audit
from charter.budgets.service import plans, storage
from charter.core.crypto import MasterKey
from charter.core.db import epochs
from charter.core.principal import Principal
from charter.tenants import service as tenants
from charter.tenants.schemas import TenantChange
from charter.tenants.service import lifecycle
from charter.workflows.service import revisions as workflows


def signature(master: MasterKey, manifest: bytes) -> bytes:
    """Return what only this installation's key file can make of a manifest, and thereby of every file it lists."""
    return master.keyed_hash("tenant-backup", hashlib.sha256(manifest).hexdigest()).hex().encode()


async def put_back(
    db: AsyncSession, principal: Principal, archive: Archive, master: MasterKey, now: datetime
) -> TenantPutBack:
    """Replace what a suspended tenant has by what its backup holds. System session.

    Not taken back: the audit log, what was used, the limits of the tenant's plan, keys that were revoked since; and
    nobody stays signed in.

    Raises:
        Forbidden: the principal lacks ``tenants.write``.
        ArchiveInvalid, ArchiveTooLarge, ArchiveOfOtherSchema, BackupNotOfThisInstallation: nothing was changed.
        TenantNotFound, TenantStateConflict: it is not there, or not suspended.
        TenantHasLeasedWork: a process may still be writing.
    """
    access.require(principal, "tenants.write")
    if not hmac.compare_digest(archive.signature or b"", signature(master, archive.manifest_bytes)):
        raise BackupNotOfThisInstallation(
            "The backup is not signed by this installation's key file, or its manifest was changed. An export can be "
            "imported as a new tenant."
        )
    await reading.require_kind(archive, ArchiveKind.BACKUP)
    facts, repository = archive.manifest.tenant, ArchiveRepository(db)
    await lifecycle.lock_suspended(db, facts.id)
    if await repository.has_leased_work(facts.id, now):
        raise TenantHasLeasedWork("Running work has not stopped yet; try again in a moment.", retry_after_s=5)
    tables = await repository.tables()
    await reading.survey(archive, tables)
    live, counted = await repository.live_keys(facts.id), await repository.counted(facts.id)
    for table in reversed(tables):
        if TABLES[table.name].backup is not InBackup.KEPT:
            await repository.clear(table, facts.id)
    rows = await reading.write(db, archive, tables, lambda _, row: row)
    await workflows.renew_revisions(db, facts.id)
    await repository.revoke_keys_but(facts.id, live, now)
    await plans.hold_to_plan(db, facts.id, now)
    await storage.recount(db, facts.id)
    await repository.count_no_less(facts.id, counted)
    await db.execute(text("SELECT set_config('charter.tenant_id', :id, true)"), {"id": str(facts.id)})
    described = facts.model_dump(include={"name", "time_zone", "branding", "retention_days"})
    await tenants.take_over(db, TenantChange.model_validate(described))
    await epochs.bump_authz(db)
    made_at = archive.manifest.made_at
    after: dict[str, JsonValue] = {"backup_made_at": made_at.isoformat(), "rows": rows}
    await audit.record(db, principal, "tenant.put_back", "tenant", facts.id, after=after, tenant_id=facts.id)
    return TenantPutBack(tenant_id=facts.id, made_at=made_at, rows=rows)
