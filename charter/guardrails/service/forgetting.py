"""Forgetting what guardrails keep of people's texts: stored cases, and the evidence of violations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_OF_PERSON = """EXISTS (
  SELECT FROM violations v JOIN runs r ON r.tenant_id = v.tenant_id AND r.id = v.run_id
  WHERE v.tenant_id = {table}.tenant_id AND v.id = {table}.{violation} AND (r.created_by = CAST(:person AS uuid)
    OR r.created_by IN (SELECT k.id FROM api_keys k WHERE k.tenant_id = v.tenant_id AND k.created_by = :person)))"""
_MENTIONED = "position(lower(CAST(:email AS text)) IN lower({column})) > 0"
_CASES_OF_PERSON = text(
    f"DELETE FROM guardrail_cases WHERE {_MENTIONED.format(column='guardrail_cases.text')} "
    f"OR {_MENTIONED.format(column='guardrail_cases.note')} "
    f"OR {_OF_PERSON.format(table='guardrail_cases', violation='violation_id')}"
)
_EVIDENCE_OF_PERSON = text(
    "UPDATE violations SET evidence = '', spans = '[]'::jsonb WHERE evidence <> '' AND "
    f"({_MENTIONED.format(column='violations.evidence')} OR {_OF_PERSON.format(table='violations', violation='id')})"
)
_EXPIRED = (
    "USING tenants t WHERE t.id = {table}.tenant_id AND t.retention_days IS NOT NULL "
    "AND {table}.created_at < CAST(:now AS timestamptz) - make_interval(days => t.retention_days)"
)
_EXPIRED_CASES = text(
    f"DELETE FROM guardrail_cases {_EXPIRED.format(table='guardrail_cases')} "
    "AND guardrail_cases.violation_id IS NOT NULL"
)
_EXPIRED_EVIDENCE = text(
    "UPDATE violations SET evidence = '', spans = '[]'::jsonb "
    f"{_EXPIRED.format(table='violations').replace('USING', 'FROM')} AND violations.evidence <> ''"
)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many stored cases were deleted, and violations left without evidence."""

    cases: int
    violations: int


async def erase_person(db: AsyncSession, *, user_id: UUID | None, email: str | None) -> Forgotten:
    """Forget the texts of a person, in their tenant's transaction: what came of their runs, or holds their address."""
    whom = {"person": user_id, "email": email}
    cases = await db.execute(_CASES_OF_PERSON, whom)
    violations = await db.execute(_EVIDENCE_OF_PERSON, whom)
    return Forgotten(_count(cases), _count(violations))


async def forget_expired(db: AsyncSession, now: datetime) -> Forgotten:
    """Forget what is older than its tenant keeps. System session.

    Cases that somebody wrote by hand stay; of violations stays what happened.
    """
    cases = await db.execute(_EXPIRED_CASES, {"now": now})
    violations = await db.execute(_EXPIRED_EVIDENCE, {"now": now})
    return Forgotten(_count(cases), _count(violations))


def _count(done: object) -> int:
    return int(getattr(done, "rowcount", 0))
