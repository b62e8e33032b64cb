"""Retention, legal hold and erasure: asked for here, done by the sequencer."""

from __future__ import annotations

from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.approvals.service import approvals
from charter.audit import service as audit
from charter.audit.repository import AuditRepository
from charter.compliance.errors import LegalHoldActive
from charter.compliance.schemas import AuditErasureRead, AuditSettingsInput, AuditSettingsRead
from charter.core.crypto import Vault
from charter.core.principal import Principal
from charter.guardrails.service import forgetting

_NOTHING_SET = AuditSettingsRead(retention_months=None, legal_hold=False, hold_reason=None)


async def get_settings(db: AsyncSession, principal: Principal) -> AuditSettingsRead:
    """Return how long entries are kept."""
    access.require(principal, "audit.read")
    return await _settings(db)


async def change_settings(db: AsyncSession, principal: Principal, wanted: AuditSettingsInput) -> AuditSettingsRead:
    """Say how long entries are kept, and set or lift the legal hold.

    Raises:
        Forbidden: the principal lacks ``audit.manage``.
    """
    access.require(principal, "audit.manage")
    before = await _settings(db)
    after = AuditSettingsRead(**wanted.model_dump())
    if not after.legal_hold:
        after.hold_reason = None
    if after != before:
        await AuditRepository(db).put_settings(after.retention_months, after.legal_hold, after.hold_reason)
        await audit.record(
            db, principal, "audit_log.settings_changed", "audit_log", None,
            before=before.model_dump(), after=after.model_dump(),
        )  # fmt: skip
    return after


async def request_erasure(
    db: AsyncSession, principal: Principal, vault: Vault, *, user_id: UUID | None, email: str | None, reason: str
) -> AuditErasureRead:
    """Have a person's values erased from the log; what happened and every proof stay.

    What guardrails keep of the person's texts is erased at once, and those that wait for an approval.

    Raises:
        Forbidden: the principal lacks ``audit.manage``.
        LegalHoldActive: nothing may be taken out now.
    """
    access.require(principal, "audit.manage")
    if (await _settings(db)).legal_hold:
        raise LegalHoldActive("A legal hold forbids erasing anything; lift it with PUT /v1/audit/settings first.")
    wish = await AuditRepository(db).add_erasure(user_id, email, reason)
    forgotten = await forgetting.erase_person(db, user_id=user_id, email=email)
    held = await approvals.forget_person(db, vault, user_id=user_id, email=email)
    after: dict[str, JsonValue] = {
        "reason": reason, "guardrail_cases": forgotten.cases, "violations": forgotten.violations, "held_texts": held,
    }  # fmt: skip
    await audit.record(db, principal, "audit_log.erasure_requested", "erasure", wish.id, after=after)
    return AuditErasureRead.model_validate(wish)


async def list_erasures(
    db: AsyncSession, principal: Principal, *, after: UUID | None, limit: int
) -> list[AuditErasureRead]:
    """Return erasures, newest first."""
    access.require(principal, "audit.read")
    rows = await AuditRepository(db).erasures(after=after, limit=limit)
    return [AuditErasureRead.model_validate(row) for row in rows]


async def _settings(db: AsyncSession) -> AuditSettingsRead:
    row = await AuditRepository(db).find_settings()
    return AuditSettingsRead.model_validate(row) if row else _NOTHING_SET.model_copy()
