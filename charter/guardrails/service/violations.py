"""Violations: searched, judged, and turned into exceptions."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core.db import epochs
from charter.core.errors import InputInvalid
from charter.core.principal import Principal
from charter.guardrails.errors import GuardrailExceptionNotFound, ViolationNotFound
from charter.guardrails.models import GuardrailException, Violation, ViolationState
from charter.guardrails.repository import GuardrailRepository
from charter.guardrails.schemas import (
    LONGEST_EXCEPTION,
    GuardrailExceptionInput,
    UnreadViolations,
    ViolationChange,
)

_MOST_UNREAD = 1_000


async def list_violations(
    db: AsyncSession,
    principal: Principal,
    *,
    state: ViolationState | None,
    detector: str | None,
    run_id: UUID | None,
    agent_id: UUID | None,
    instance_id: UUID | None,
    tool: str | None,
    after: UUID | None,
    limit: int,
) -> list[Violation]:
    """Return violations, newest first.

    Raises:
        Forbidden: the principal lacks ``guardrails.read``.
    """
    access.require(principal, "guardrails.read")
    query = GuardrailRepository(db).violations(
        state=state, detector=detector, run_id=run_id, agent_id=agent_id, instance_id=instance_id, tool=tool
    )
    if after is not None:
        query = query.where(Violation.id < after)
    return list(await db.scalars(query.order_by(Violation.id.desc()).limit(limit)))


async def get_violation(db: AsyncSession, principal: Principal, violation_id: UUID) -> Violation:
    """Return one violation.

    Raises:
        Forbidden: the principal lacks ``guardrails.read``.
        ViolationNotFound: there is none.
    """
    access.require(principal, "guardrails.read")
    return await _get(db, violation_id)


async def unread(db: AsyncSession, principal: Principal) -> UnreadViolations:
    """Return how many violations the principal has not seen yet.

    Raises:
        Forbidden: the principal lacks ``guardrails.read``.
    """
    access.require(principal, "guardrails.read")
    repository = GuardrailRepository(db)
    seen = await repository.seen_until(_reader(principal))
    return UnreadViolations(
        unread=await repository.count_after(seen, limit=_MOST_UNREAD), newest=await repository.newest_violation()
    )


async def mark_seen(db: AsyncSession, principal: Principal, until: UUID) -> None:
    """Remember that the principal has seen all violations up to this one.

    Raises:
        Forbidden: the principal lacks ``guardrails.read``.
        ViolationNotFound: there is none.
    """
    access.require(principal, "guardrails.read")
    await _get(db, until)
    await GuardrailRepository(db).see(_reader(principal), until)


async def judge_violation(
    db: AsyncSession, principal: Principal, violation_id: UUID, given: ViolationChange
) -> Violation:
    """Say what a violation is: open, confirmed, a false positive, appealed.

    Raises:
        Forbidden: the principal lacks ``guardrails.write``.
        ViolationNotFound: there is none.
    """
    access.require(principal, "guardrails.write")
    violation = await _get(db, violation_id, lock=True)
    await _judge(db, principal, violation, given.state, given.note)
    return violation


async def except_violation(
    db: AsyncSession, principal: Principal, violation_id: UUID, given: GuardrailExceptionInput, *, now: datetime
) -> GuardrailException:
    """Call a violation a false positive and let its text pass the detector for some time.

    Raises:
        Forbidden: the principal lacks ``guardrails.write``.
        ViolationNotFound: there is none.
        InputInvalid: the exception would have ended already, or would last longer than a year.
    """
    access.require(principal, "guardrails.write")
    if not now < given.expires_at <= now + LONGEST_EXCEPTION:
        message = "An exception ends in the future, within a year."
        raise InputInvalid(message, fields=[{"path": "/expires_at", "message": message}])
    violation = await _get(db, violation_id, lock=True)
    await _judge(db, principal, violation, ViolationState.FALSE_POSITIVE, given.reason)
    made = await GuardrailRepository(db).except_text(
        violation.detector, violation.text_hash, given.reason, given.expires_at, principal.id
    )
    after: dict[str, JsonValue] = {"detector": made.detector, "expires_at": given.expires_at.isoformat()}
    await audit.record(db, principal, "guardrail_exception.created", "guardrail_exception", made.id, after=after)
    await epochs.bump_config(db)
    return made


async def list_exceptions(db: AsyncSession, principal: Principal) -> list[GuardrailException]:
    """Return what passes in spite of a detector.

    Raises:
        Forbidden: the principal lacks ``guardrails.read``.
    """
    access.require(principal, "guardrails.read")
    return sorted(await GuardrailRepository(db).exceptions(), key=lambda one: one.id)


async def delete_exception(db: AsyncSession, principal: Principal, exception_id: UUID) -> None:
    """End an exception now.

    Raises:
        Forbidden: the principal lacks ``guardrails.write``.
        GuardrailExceptionNotFound: there is none.
    """
    access.require(principal, "guardrails.write")
    found = await GuardrailRepository(db).exception(exception_id)
    if found is None:
        raise GuardrailExceptionNotFound("There is no such exception in this tenant.")
    await audit.record(db, principal, "guardrail_exception.deleted", "guardrail_exception", found.id)
    await db.delete(found)
    await db.flush()
    await epochs.bump_config(db)


def _reader(principal: Principal) -> UUID:
    return principal.on_behalf_of or principal.id


async def _get(db: AsyncSession, violation_id: UUID, *, lock: bool = False) -> Violation:
    violation = await GuardrailRepository(db).violation(violation_id, lock=lock)
    if violation is None:
        raise ViolationNotFound("There is no such violation in this tenant.")
    return violation


async def _judge(
    db: AsyncSession, principal: Principal, violation: Violation, state: ViolationState, note: str
) -> None:
    before: dict[str, JsonValue] = {"state": violation.state}
    violation.state, violation.note = state, note
    await db.flush()
    await audit.record(
        db, principal, "violation.judged", "violation", violation.id, before=before, after={"state": str(state)}
    )
