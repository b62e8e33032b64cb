"""Bringing a tenant in from an export: new ids, kept references, all or nothing."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from uuid import UUID

import orjson
from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.archives.container import Archive
from charter.archives.errors import AccountsExist
from charter.archives.renewal import Renewal
from charter.archives.repository import ArchiveRepository, Table
from charter.archives.schemas import ArchiveKind, TenantFacts, TenantImported
from charter.archives.service import reading
from charter.archives.service.reading import Survey
from charter.archives.travel import Row
from charter.audit import service as audit
from charter.budgets.service import storage
from charter.core.db import epochs
from charter.core.ids import format_id
from charter.core.principal import Principal
from charter.identity import passwords
from charter.tenants import service as tenants
from charter.tenants.errors import ResidencyNotOffered
from charter.tenants.schemas import TenantChange

_EMAILS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Accounts:
    """Whose account each member of the archive will have here."""

    made: dict[str, UUID]
    linked: dict[str, UUID]
    given: dict[UUID, UUID]


async def import_tenant(
    db: AsyncSession,
    principal: Principal,
    archive: Archive,
    *,
    name: str | None,
    link_accounts: bool,
    offered: list[str],
) -> TenantImported:
    """Make a new tenant of an export. System session.

    Args:
        name: of the new tenant; the archive's when not given.
        link_accounts: make members of people who have an account here already; they keep their password.
        offered: the residency labels that this installation's storage carries.

    Raises:
        Forbidden: the principal lacks ``tenants.write``.
        ArchiveInvalid, ArchiveTooLarge, ArchiveOfOtherSchema: nothing was written.
        ResidencyNotOffered: the storage here does not carry the tenant's label.
        AccountsExist: members have an account here, and ``link_accounts`` was not said.
    """
    access.require(principal, "tenants.write")
    await reading.require_kind(archive, ArchiveKind.EXPORT)
    facts, repository = archive.manifest.tenant, ArchiveRepository(db)
    if facts.residency is not None and facts.residency not in offered:
        here = ", ".join(offered) or "none"
        raise ResidencyNotOffered(f"The tenant's data must stay in {facts.residency!r}; the storage here is: {here}.")
    tables = await repository.tables()
    survey = await reading.survey(archive, tables)
    accounts = await _accounts(repository, survey, link=link_accounts)
    tenant_id = await tenants.create(db, name or facts.name, residency=facts.residency)
    await tenants.take_over(db, _described(facts, name))
    renewal = Renewal(survey.ids, {facts.id: tenant_id, **accounts.given})
    made = {email: renewal.of(old) for email, old in accounts.made.items()}
    if made:
        # A password that nobody knows: an invitation or a reset sets the first one.
        await repository.add_accounts(made, await passwords.hash_password(secrets.token_urlsafe(32)))
    rows = await reading.write(db, archive, tables, lambda table, row: _arrived(renewal, table, row))
    await storage.recount(db, tenant_id)
    await epochs.bump_authz(db)
    after: dict[str, JsonValue] = {
        "from": format_id("tenant", facts.id),
        "manifest_sha256": hashlib.sha256(archive.manifest_bytes).hexdigest(),
        "rows": rows,
        "accounts_made": len(made),
        "accounts_linked": len(accounts.linked),
    }
    await audit.record(db, principal, "tenant.imported", "tenant", tenant_id, after=after, tenant_id=tenant_id)
    return TenantImported(
        tenant_id=tenant_id,
        slug=await tenants.slug_by_id(db, tenant_id),
        rows=rows,
        accounts_made=len(made),
        accounts_linked=len(accounts.linked),
        providers_without_key=survey.providers_without_key,
    )


async def _accounts(repository: ArchiveRepository, survey: Survey, *, link: bool) -> Accounts:
    """Match members with accounts: by email for those with a password, and for owners, who must be able to get in."""
    needed = {
        member["email"]: UUID(member["user_id"])
        for member in survey.members
        if UUID(member["user_id"]) not in survey.signing_on or member["role"] == "owner"
    }
    existing = await repository.accounts(list(needed))
    if existing and not link:
        raise AccountsExist(
            f"{len(existing)} of the members have an account here: make them members of this tenant with "
            "link_accounts=true (charter tenant import --link-accounts).",
            emails=[*sorted(existing)[:_EMAILS_SHOWN]],
        )
    return Accounts(
        made={email: user for email, user in needed.items() if email not in existing},
        linked=existing,
        given={needed[email]: account for email, account in existing.items()},
    )


def _described(facts: TenantFacts, name: str | None) -> TenantChange:
    return TenantChange(
        name=name or facts.name,
        time_zone=facts.time_zone,
        branding=facts.branding,
        retention_days=facts.retention_days,
    )


def _arrived(renewal: Renewal, table: Table, row: Row) -> Row:
    """Return a row with new ids, wherever they stand, and something in the place of secrets that must be there."""
    for column in table.of_type("uuid"):
        if row[column] is not None:
            row[column] = str(renewal.of(UUID(row[column])))
    for column in table.of_type("jsonb"):
        if row[column] is not None:
            row[column] = _renewed(renewal, row, column)
    if table.name == "api_keys":
        row |= {"public_id": secrets.token_hex(4), "secret_hash": "\\x" + secrets.token_hex(32)}
    return row


def _renewed(renewal: Renewal, row: Row, column: str) -> JsonValue:
    renewed: JsonValue = renewal.in_document(row[column])
    if column == "definition" and renewed != row[column]:
        canonical = orjson.dumps(renewed, option=orjson.OPT_SORT_KEYS)
        row["content_hash"] = "sha256:" + hashlib.sha256(canonical).hexdigest()
    return renewed
