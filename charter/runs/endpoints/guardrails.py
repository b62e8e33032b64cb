"""HTTP routes of guardrails that need past runs: trying a version on them, and learning from a false positive."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import Path, Request

from charter.access.errors import Forbidden
from charter.core.http import CurrentPrincipal, Now, ProcessServices, TenantDb, brief_session, problems, router
from charter.core.ids import GuardrailPolicyId, ViolationId
from charter.guardrails.errors import (
    GuardrailPolicyNotFound,
    GuardrailPolicyVersionNotFound,
    TooManyGuardrailCases,
    ViolationNotFound,
)
from charter.guardrails.schemas import FalsePositiveInput, FalsePositiveRead, GuardrailDryRunInput, GuardrailDryRunRead
from charter.guardrails.service import cases, policies, slowly, violations
from charter.guardrails.service.dry_runs import read_fast, summed
from charter.guardrails.service.judge import OnBehalf
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
    policy_id: Annotated[GuardrailPolicyId, Path()],
    given: GuardrailDryRunInput,
    request: Request,
    services: ProcessServices,
) -> GuardrailDryRunRead:
    """Say what a version would have done with the texts of past runs; nothing is recorded.

    What is slow reads them only where that is asked for: models of the operator, and a judge, which costs money.
    """
    async with brief_session(request) as (principal, db):
        guard = await policies.candidate(db, principal, policy_id, given.number)
        texts, runs = await past_texts.newest(db, principal, agent_id=given.agent_id, runs=given.runs)
    stored = await asyncio.to_thread(read_fast, guard, texts)
    on_behalf = OnBehalf(principal.tenant_id, principal.id, given.agent_id)
    verdicts, slow = await slowly.read(services.reader, guard, stored, on_behalf, given)
    return summed(guard, texts, verdicts, slow, runs=runs)


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
