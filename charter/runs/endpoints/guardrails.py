"""HTTP routes of guardrails that need past runs: trying a version on them, and learning from a false positive."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import Path, Request

from charter.access.errors import Forbidden
from charter.core.http import CurrentPrincipal, Now, TenantDb, brief_session, problems, router
from charter.core.ids import GuardrailPolicyId, ViolationId
from charter.guardrails.errors import (
    GuardrailPolicyNotFound,
    GuardrailPolicyVersionNotFound,
    TooManyGuardrailCases,
    ViolationNotFound,
)
from charter.guardrails.schemas import FalsePositiveInput, FalsePositiveRead, GuardrailDryRunInput, GuardrailDryRunRead
from charter.guardrails.service import cases, policies, violations
from charter.guardrails.service.dry_runs import dry_run
from charter.identity.errors import Unauthenticated
from charter.runs.service import past_texts

routes = router("/guardrail-policies", "Guardrails")
violation_routes = router("/violations", "Guardrails")


@routes.post(
    "/{policy_id}/dry-run",
    operation_id="dryRunGuardrailPolicy",
    responses=problems(Unauthenticated, Forbidden, GuardrailPolicyNotFound, GuardrailPolicyVersionNotFound),
)
async def dry_run_policy(
    policy_id: Annotated[GuardrailPolicyId, Path()], given: GuardrailDryRunInput, request: Request
) -> GuardrailDryRunRead:
    """Say what a version would have done with the texts of past runs; nothing is recorded."""
    async with brief_session(request) as (principal, db):
        guard = await policies.candidate(db, principal, policy_id, given.number)
        texts, runs = await past_texts.newest(db, principal, agent_id=given.agent_id, runs=given.runs)
    return await asyncio.to_thread(dry_run, guard, texts, runs=runs)


@violation_routes.post(
    "/{violation_id}/false-positive",
    status_code=201,
    operation_id="learnFromViolation",
    responses=problems(Unauthenticated, Forbidden, ViolationNotFound, TooManyGuardrailCases),
)
async def learn(
    violation_id: Annotated[ViolationId, Path()],
    given: FalsePositiveInput,
    principal: CurrentPrincipal,
    db: TenantDb,
    now: Now,
) -> FalsePositiveRead:
    """Call a violation a false positive, let its text pass for some time, and keep the text as a test case."""
    violation = await violations.get_violation(db, principal, violation_id)
    kept: list[str] = []
    if given.text is None and violation.run_id is not None:
        kept = await past_texts.of_run(db, principal, violation.run_id)
    return await cases.learn(db, principal, violation_id, given, kept, now=now)
