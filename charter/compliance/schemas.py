"""What compliance takes and gives."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, model_validator

from charter.core.ids import IdOf, UserId
from charter.identity.schemas import Email

AuditEntryId = Annotated[UUID, IdOf("entry")]
AuditErasureId = Annotated[UUID, IdOf("erasure")]

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class ExportFormat(StrEnum):
    """Forms of an export; only a bundle can be verified by itself."""

    BUNDLE = "bundle"
    JSONL = "jsonl"
    CSV = "csv"
    CEF = "cef"


class ReportKind(StrEnum):
    ACCESS_REVIEW = "access-review"
    CHANGES = "changes"
    REFUSALS = "refusals"
    MODELS_AND_TOOLS = "models-and-tools"


class ReportFormat(StrEnum):
    HTML = "html"
    PDF = "pdf"
    CSV = "csv"


class AuditActor(BaseModel):
    """Who did it; the label is null when it was erased."""

    kind: str
    id: str | None
    label: str | None


class AuditResource(BaseModel):
    """What it was done to."""

    kind: str
    id: str | None


class AuditEntryRead(BaseModel):
    """One immutable fact."""

    id: AuditEntryId
    seq: int
    at: datetime
    actor: AuditActor
    action: str
    resource: AuditResource
    address: str | None
    before: dict[str, JsonValue] | None
    after: dict[str, JsonValue] | None
    request_id: str | None
    trace_id: str | None
    leaf_hash: str
    erased: list[str]


class AuditCheckpointRead(BaseModel):
    """A signed size and root of the log; ``note`` is the signed text (C2SP tlog-checkpoint)."""

    origin: str
    size: int
    root: str
    signed_at: datetime
    note: str


class InclusionProofRead(BaseModel):
    """Evidence that an entry is in the signed tree (RFC 9162 §2.1.3); hashes are base64, from the leaf upwards."""

    entry: str = Field(description="The canonical JSON whose hash is the leaf.")
    seq: int
    leaf_hash: str
    proof: list[str]
    checkpoint: AuditCheckpointRead


class ConsistencyProofRead(BaseModel):
    """Evidence that the log only grew between two sizes (RFC 9162 §2.1.4)."""

    first: int
    second: int
    proof: list[str]


class AuditKeyChangeRead(BaseModel):
    """A log of more than ``size`` entries is signed by another key than before; both keys signed the statement."""

    size: int
    statement: str
    by_old: str
    by_new: str


class AuditKeysRead(BaseModel):
    """Verifier keys (C2SP signed-note): of the tenant's log, and of the installation's, which holds its roots.

    They sign what is new; ``changes`` say which keys were in force before, of both logs.
    """

    log: str
    installation: str
    changes: list[AuditKeyChangeRead]


class AuditSettingsRead(BaseModel):
    """How long entries are kept."""

    model_config = ConfigDict(from_attributes=True)
    retention_months: int | None
    legal_hold: bool
    hold_reason: str | None


class AuditSettingsInput(BaseModel):
    """Whole months that entries are kept (null: for ever), and whether a legal hold forbids taking anything out."""

    model_config = ConfigDict(extra="forbid")
    retention_months: int | None = Field(ge=1, le=1200)
    legal_hold: bool
    hold_reason: Reason | None = None

    @model_validator(mode="after")
    def _reason_with_hold(self) -> AuditSettingsInput:
        if self.legal_hold and self.hold_reason is None:
            raise ValueError("A legal hold needs a hold_reason")
        return self


class AuditErasureInput(BaseModel):
    """Whose personal values are to be erased: everything of and about the user, and every value with the address."""

    model_config = ConfigDict(extra="forbid")
    user_id: UserId | None = None
    email: Email | None = None
    reason: Reason

    @model_validator(mode="after")
    def _somebody(self) -> AuditErasureInput:
        if self.user_id is None and self.email is None:
            raise ValueError("Name the person by user_id, email or both")
        return self


class AuditErasureRead(BaseModel):
    """An erasure; it is done within seconds of being asked for, unless a legal hold is set meanwhile."""

    model_config = ConfigDict(from_attributes=True)
    id: AuditErasureId
    reason: str
    requested_at: datetime
    done_at: datetime | None
    values_erased: int | None
