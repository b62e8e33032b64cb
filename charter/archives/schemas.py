"""The manifest of an archive, and what bringing one in has done."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from charter.core.ids import TenantId
from charter.tenants.schemas import Branding, TimeZone


class ArchiveKind(StrEnum):
    """What an archive is for."""

    EXPORT = "export"
    BACKUP = "backup"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TenantFacts(_Part):
    """What the tenant says of itself."""

    id: TenantId
    slug: str = Field(max_length=100)
    name: str = Field(min_length=1, max_length=100)
    time_zone: TimeZone
    branding: Branding | None
    residency: str | None = Field(max_length=100)
    retention_days: int | None = Field(ge=1, le=36_500)


class ArchivedTable(_Part):
    """One file of the archive: the rows of one table, one JSON object a line, in the order of their keys."""

    table: str = Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")
    file: str = Field(pattern=r"^tables/[a-z][a-z0-9_]{0,62}\.jsonl$")
    rows: int = Field(ge=0)
    size_bytes: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    evidence: bool = Field(description="For reading, never brought in: the audit log, whose proofs name the tenant.")


class Manifest(_Part):
    """What is in an archive; its last file."""

    format: Literal["charter-tenant-archive"] = "charter-tenant-archive"
    format_version: Literal[1] = 1
    kind: ArchiveKind
    charter_version: str = Field(max_length=50)
    schema_revision: str = Field(max_length=100)
    made_at: AwareDatetime
    tenant: TenantFacts
    tables: list[ArchivedTable] = Field(max_length=200)
    left_out: dict[str, str] = Field(description="Tables that are not in here, and why.")


class TenantImported(BaseModel):
    """A tenant that came out of an archive."""

    tenant_id: TenantId
    slug: str
    rows: int
    accounts_made: int = Field(description="Of members new here: they set a password by an invitation or a reset.")
    accounts_linked: int
    providers_without_key: list[str] = Field(description="Model providers whose key must be entered again.")


class TenantPutBack(BaseModel):
    """A tenant that is again as its backup says."""

    tenant_id: TenantId
    made_at: datetime = Field(description="When the backup was taken.")
    rows: int
