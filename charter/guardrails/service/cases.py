"""Test cases of guardrails: kept, made of false positives, and scored with a policy before it applies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core.errors import InputInvalid
from charter.core.principal import Principal
from charter.guardrails.errors import GuardrailCaseNotFound, TooManyGuardrailCases
from charter.guardrails.models import GuardrailCase
from charter.guardrails.policy import SHIPPED, Guard, PolicyDocument, Verdict, fingerprint
from charter.guardrails.repository import GuardrailRepository
from charter.guardrails.schemas import (
    FalsePositiveInput,
    FalsePositiveRead,
    GuardrailCaseInput,
    GuardrailCaseRead,
    GuardrailCaseResult,
    GuardrailCaseRunInput,
    GuardrailCaseRunRead,
    GuardrailExceptionRead,
    SlowTally,
)
from charter.guardrails.service import policies, violations
from charter.guardrails.service.guards import checker
from charter.guardrails.service.slowly import Stored, unread
from charter.guardrails.stages import Stage

MOST_CASES = 1_000
_ORDER = {False: 0, None: 1, True: 2}
_LONGEST = 20_000


async def list_cases(db: AsyncSession, principal: Principal) -> list[GuardrailCase]:
    """Return the tenant's cases, newest first.

    Raises:
        Forbidden: the principal lacks ``guardrails.read``.
    """
    access.require(principal, "guardrails.read")
    return await GuardrailRepository(db).cases()


async def add_case(db: AsyncSession, principal: Principal, given: GuardrailCaseInput) -> GuardrailCase:
    """Keep a case, in place of an earlier one about the same text.

    Raises:
        Forbidden: the principal lacks ``guardrails.write``.
        TooManyGuardrailCases: there are as many as a tenant may have.
    """
    access.require(principal, "guardrails.write")
    case = GuardrailCase(
        stage=given.stage, detector=given.detector, expected=given.expected, text=given.text, note=given.note,
    )  # fmt: skip
    return await _keep(db, principal, case)


async def delete_case(db: AsyncSession, principal: Principal, case_id: UUID) -> None:
    """Delete a case.

    Raises:
        Forbidden: the principal lacks ``guardrails.write``.
        GuardrailCaseNotFound: there is none.
    """
    access.require(principal, "guardrails.write")
    case = await GuardrailRepository(db).case(case_id)
    if case is None:
        raise GuardrailCaseNotFound("There is no such guardrail test case in this tenant.")
    await audit.record(db, principal, "guardrail_case.deleted", "guardrail_case", case.id)
    await db.delete(case)
    await db.flush()


async def learn(
    db: AsyncSession,
    principal: Principal,
    violation_id: UUID,
    given: FalsePositiveInput,
    kept: Iterable[str],
    *,
    now: datetime,
) -> FalsePositiveRead:
    """Call a violation a false positive: its text passes for some time, and is a test case from now on.

    Args:
        kept: the texts that the violation's run kept.

    Raises:
        Forbidden: the principal lacks ``guardrails.write``.
        ViolationNotFound: there is none.
        InputInvalid: its text is neither given nor kept, is another one, or is too long; or the exception's end is odd.
        TooManyGuardrailCases: there are as many as a tenant may have.
    """
    access.require(principal, "guardrails.write")
    violation = await violations.get_violation(db, principal, violation_id)
    text = _found(violation.text_hash, given.text, kept)
    made = await violations.except_violation(db, principal, violation_id, given, now=now)
    case = GuardrailCase(
        stage=violation.stage, detector=violation.detector, expected="passes", text=text, note=given.reason,
        violation_id=violation.id,
    )  # fmt: skip
    return FalsePositiveRead(
        exception=GuardrailExceptionRead.model_validate(made),
        case=GuardrailCaseRead.model_validate(await _keep(db, principal, case)),
    )


@dataclass(frozen=True, slots=True)
class Trial:
    """Cases and what to score them with."""

    guard: Guard
    cases: Sequence[GuardrailCaseRead]


async def trial(db: AsyncSession, principal: Principal, given: GuardrailCaseRunInput) -> Trial:
    """Return the cases and a version to score them with: without exceptions, its shadow mode off.

    Raises:
        Forbidden: the principal lacks ``guardrails.write``.
        GuardrailPolicyNotFound, GuardrailPolicyVersionNotFound: there is none.
    """
    access.require(principal, "guardrails.write")
    cases = [GuardrailCaseRead.model_validate(case) for case in await GuardrailRepository(db).cases()]
    if given.policy_id is not None:
        return Trial(await policies.candidate(db, principal, given.policy_id, given.number), cases)
    document = SHIPPED
    for policy, version in await GuardrailRepository(db).active():
        if policy.for_all:
            document = PolicyDocument.model_validate(version.document).model_copy(update={"shadow": False})
    return Trial(Guard(checker(), document), cases)


def read_fast(trial: Trial) -> list[Stored]:
    """Read the cases with the fast detectors. Takes long for many: to be done in a thread."""
    return [Stored(one.text, Stage(one.stage), trial.guard.check(one.text, Stage(one.stage))) for one in trial.cases]


def scored(
    trial: Trial, stored: Sequence[Stored], verdicts: Sequence[Verdict], slow: SlowTally
) -> GuardrailCaseRunRead:
    """Score the cases by what was read."""
    read = zip(trial.cases, stored, verdicts, strict=True)
    results = sorted((_scored(trial.guard, *each) for each in read), key=lambda result: _ORDER[result.passed])
    counted = Counter(result.passed for result in results)
    return GuardrailCaseRunRead(
        passed=counted[True], failed=counted[False], skipped=counted[None], results=results, **slow.model_dump()
    )


def _scored(guard: Guard, case: GuardrailCaseRead, stored: Stored, verdict: Verdict) -> GuardrailCaseResult:
    hit = any(one.detector == case.detector for one in verdict.hits)
    finding = verdict.report.findings.get(case.detector)
    passed = None if case.detector in unread(guard, stored, verdict) else hit == (case.expected == "hits")
    return GuardrailCaseResult(
        case_id=case.id,
        stage=case.stage,
        detector=case.detector,
        expected=case.expected,
        passed=passed,
        score=finding.score if finding else 0.0,
        note=case.note,
    )


async def _keep(db: AsyncSession, principal: Principal, case: GuardrailCase) -> GuardrailCase:
    repository = GuardrailRepository(db)
    if len(await repository.cases()) >= MOST_CASES:
        raise TooManyGuardrailCases(f"A tenant has at most {MOST_CASES} guardrail test cases; delete some.")
    case.text_hash, case.created_by = fingerprint(case.text), principal.id
    await repository.keep_case(case)
    after: dict[str, JsonValue] = {"stage": case.stage, "detector": case.detector, "expected": case.expected}
    await audit.record(db, principal, "guardrail_case.created", "guardrail_case", case.id, after=after)
    return case


def _found(text_hash: bytes, given: str | None, kept: Iterable[str]) -> str:
    for text in [given] if given is not None else kept:
        if text and fingerprint(text) == text_hash:
            if len(text) > _LONGEST:
                raise _invalid(f"A test case has at most {_LONGEST} characters; make an exception only.")
            return text
    if given is not None:
        raise _invalid("This is not the text that the violation is about.")
    raise _invalid("The text was not kept; give it, and it is compared with what was hit.")


def _invalid(message: str) -> InputInvalid:
    return InputInvalid(message, fields=[{"path": "/text", "message": message}])
