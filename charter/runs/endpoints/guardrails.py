"""HTTP route of guardrail policies that needs past runs: trying a version before it applies."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import Path, Request

from charter.access.errors import Forbidden
from charter.core.http import brief_session, problems, router
from charter.core.ids import GuardrailPolicyId
from charter.guardrails.errors import GuardrailPolicyNotFound, GuardrailPolicyVersionNotFound
from charter.guardrails.schemas import GuardrailDryRunInput, GuardrailDryRunRead
from charter.guardrails.service import policies
from charter.guardrails.service.dry_runs import dry_run
from charter.identity.errors import Unauthenticated
from charter.runs.service import past_texts

routes = router("/guardrail-policies", "Guardrails")


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
