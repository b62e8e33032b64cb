"""HTTP routes of guardrails."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query

from charter.access.errors import Forbidden
from charter.core.http import CurrentPrincipal, Cursor, Limit, Now, Page, TenantDb, paged, problems, router
from charter.core.ids import AgentId, GuardrailExceptionId, GuardrailPolicyId, InstanceId, RunId, ViolationId
from charter.guardrails.errors import (
    GuardrailExceptionNotFound,
    GuardrailPolicyNameTaken,
    GuardrailPolicyNotFound,
    GuardrailPolicyVersionNotFound,
    ViolationNotFound,
)
from charter.guardrails.models import ViolationState
from charter.guardrails.policy import DetectorName
from charter.guardrails.schemas import (
    GuardrailCheckInput,
    GuardrailExceptionInput,
    GuardrailExceptionRead,
    GuardrailModelRead,
    GuardrailPolicyActivation,
    GuardrailPolicyChange,
    GuardrailPolicyInput,
    GuardrailPolicyRead,
    GuardrailVerdict,
    ToolName,
    ViolationChange,
    ViolationRead,
)
from charter.guardrails.service import guards, policies, violations

checks = router("/guardrails", "Guardrails")
policy_routes = router("/guardrail-policies", "Guardrails")
violation_routes = router("/violations", "Guardrails")
exception_routes = router("/guardrail-exceptions", "Guardrails")


@checks.post("/check", operation_id="checkText", responses=problems(Forbidden))
async def check_text(given: GuardrailCheckInput, principal: CurrentPrincipal, db: TenantDb) -> GuardrailVerdict:
    """Say what a run would do with a text at a stage. Nothing is recorded."""
    return await guards.check_text(db, principal, given)


@checks.get("/models", operation_id="getGuardrailModels", responses=problems(Forbidden))
async def get_models(principal: CurrentPrincipal) -> GuardrailModelRead:
    """Show the classifiers in use: version, licence, measured quality on sources they had not seen."""
    return GuardrailModelRead.model_validate(guards.model_card(principal))


@policy_routes.get("", operation_id="listGuardrailPolicies", responses=problems(Forbidden))
async def list_policies(
    principal: CurrentPrincipal, db: TenantDb, after: Cursor, limit: Limit = 50
) -> Page[GuardrailPolicyRead]:
    """List the tenant's guardrail policies, newest first."""
    rows = await policies.list_policies(db, principal, after=after, limit=limit + 1)
    page, cursor = paged(rows, limit, lambda policy: policy.id)
    return Page(items=list(page), next_cursor=cursor)


@policy_routes.post(
    "", status_code=201, operation_id="createGuardrailPolicy", responses=problems(Forbidden, GuardrailPolicyNameTaken)
)
async def create_policy(given: GuardrailPolicyInput, principal: CurrentPrincipal, db: TenantDb) -> GuardrailPolicyRead:
    """Make a guardrail policy; its first version is active."""
    return await policies.create_policy(db, principal, given)


_Number = Annotated[int | None, Query(ge=1, description="The version to show; default: the one that applies.")]


@policy_routes.get(
    "/{policy_id}",
    operation_id="getGuardrailPolicy",
    responses=problems(Forbidden, GuardrailPolicyNotFound, GuardrailPolicyVersionNotFound),
)
async def get_policy(
    policy_id: Annotated[GuardrailPolicyId, Path()], principal: CurrentPrincipal, db: TenantDb, number: _Number = None
) -> GuardrailPolicyRead:
    """Show a guardrail policy."""
    return await policies.get_policy(db, principal, policy_id, number=number)


@policy_routes.patch(
    "/{policy_id}",
    operation_id="changeGuardrailPolicy",
    responses=problems(Forbidden, GuardrailPolicyNotFound, GuardrailPolicyNameTaken),
)
async def change_policy(
    policy_id: Annotated[GuardrailPolicyId, Path()],
    given: GuardrailPolicyChange,
    principal: CurrentPrincipal,
    db: TenantDb,
) -> GuardrailPolicyRead:
    """Change a guardrail policy; a new document becomes the next version, which is yet to be activated."""
    return await policies.change_policy(db, principal, policy_id, given)


@policy_routes.post(
    "/{policy_id}/activate",
    operation_id="activateGuardrailPolicy",
    responses=problems(Forbidden, GuardrailPolicyNotFound, GuardrailPolicyVersionNotFound),
)
async def activate_version(
    policy_id: Annotated[GuardrailPolicyId, Path()],
    given: GuardrailPolicyActivation,
    principal: CurrentPrincipal,
    db: TenantDb,
) -> GuardrailPolicyRead:
    """Make a version the one that applies; an older number rolls back."""
    return await policies.activate_version(db, principal, policy_id, given.number)


@policy_routes.delete(
    "/{policy_id}",
    status_code=204,
    operation_id="deleteGuardrailPolicy",
    responses=problems(Forbidden, GuardrailPolicyNotFound),
)
async def delete_policy(
    policy_id: Annotated[GuardrailPolicyId, Path()], principal: CurrentPrincipal, db: TenantDb
) -> None:
    """Delete a guardrail policy; its agents come under the tenant's policy for all."""
    await policies.delete_policy(db, principal, policy_id)


@violation_routes.get("", operation_id="listViolations", responses=problems(Forbidden))
async def list_violations(
    principal: CurrentPrincipal,
    db: TenantDb,
    after: Cursor,
    limit: Limit = 50,
    state: ViolationState | None = None,
    detector: DetectorName | None = None,
    run_id: Annotated[RunId | None, Query()] = None,
    agent_id: Annotated[AgentId | None, Query()] = None,
    instance_id: Annotated[InstanceId | None, Query()] = None,
    tool: Annotated[ToolName | None, Query()] = None,
) -> Page[ViolationRead]:
    """List violations, newest first."""
    rows = await violations.list_violations(
        db, principal, state=state, detector=detector, run_id=run_id, agent_id=agent_id, instance_id=instance_id,
        tool=tool, after=after, limit=limit + 1,
    )  # fmt: skip
    page, cursor = paged(rows, limit, lambda violation: violation.id)
    return Page(items=[ViolationRead.model_validate(one) for one in page], next_cursor=cursor)


@violation_routes.get("/{violation_id}", operation_id="getViolation", responses=problems(Forbidden, ViolationNotFound))
async def get_violation(
    violation_id: Annotated[ViolationId, Path()], principal: CurrentPrincipal, db: TenantDb
) -> ViolationRead:
    """Show a violation with its redacted evidence."""
    return ViolationRead.model_validate(await violations.get_violation(db, principal, violation_id))


@violation_routes.patch(
    "/{violation_id}", operation_id="judgeViolation", responses=problems(Forbidden, ViolationNotFound)
)
async def judge_violation(
    violation_id: Annotated[ViolationId, Path()], given: ViolationChange, principal: CurrentPrincipal, db: TenantDb
) -> ViolationRead:
    """Say what a violation is: open, confirmed, a false positive, appealed."""
    return ViolationRead.model_validate(await violations.judge_violation(db, principal, violation_id, given))


@violation_routes.post(
    "/{violation_id}/exception",
    status_code=201,
    operation_id="exceptViolation",
    responses=problems(Forbidden, ViolationNotFound),
)
async def except_violation(
    violation_id: Annotated[ViolationId, Path()],
    given: GuardrailExceptionInput,
    principal: CurrentPrincipal,
    db: TenantDb,
    now: Now,
) -> GuardrailExceptionRead:
    """Call a violation a false positive and let its text pass for some time."""
    made = await violations.except_violation(db, principal, violation_id, given, now=now)
    return GuardrailExceptionRead.model_validate(made)


@exception_routes.get("", operation_id="listGuardrailExceptions", responses=problems(Forbidden))
async def list_exceptions(principal: CurrentPrincipal, db: TenantDb) -> list[GuardrailExceptionRead]:
    """List the texts that pass in spite of a detector, and until when."""
    return [GuardrailExceptionRead.model_validate(one) for one in await violations.list_exceptions(db, principal)]


@exception_routes.delete(
    "/{exception_id}",
    status_code=204,
    operation_id="deleteGuardrailException",
    responses=problems(Forbidden, GuardrailExceptionNotFound),
)
async def delete_exception(
    exception_id: Annotated[GuardrailExceptionId, Path()], principal: CurrentPrincipal, db: TenantDb
) -> None:
    """End an exception now."""
    await violations.delete_exception(db, principal, exception_id)


routers = (checks, policy_routes, violation_routes, exception_routes)
