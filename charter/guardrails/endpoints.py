"""HTTP routes of guardrails."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Annotated, Any

from fastapi import Path, Query, Request

from charter.access import service as access
from charter.access.errors import Forbidden
from charter.core.http import (
    CurrentPrincipal,
    Cursor,
    Limit,
    Now,
    Page,
    ProcessServices,
    TenantDb,
    brief_session,
    paged,
    problems,
    router,
)
from charter.core.http.idempotency import keep_secret
from charter.core.ids import (
    AgentId,
    GuardrailCaseId,
    GuardrailExceptionId,
    GuardrailPolicyId,
    InstanceId,
    RunId,
    ViolationAlertId,
    ViolationId,
)
from charter.guardrails.errors import (
    GuardrailCaseNotFound,
    GuardrailExceptionNotFound,
    GuardrailModelExists,
    GuardrailModelInUse,
    GuardrailModelInvalid,
    GuardrailModelNotFound,
    GuardrailPolicyNameTaken,
    GuardrailPolicyNotFound,
    GuardrailPolicyVersionNotFound,
    NothingToRollBack,
    TooManyGuardrailCases,
    TooManyViolationAlerts,
    ViolationAlertNotFound,
    ViolationNotFound,
)
from charter.guardrails.models import ViolationState
from charter.guardrails.packages import MOST_BYTES, ModelName, PackageInvalid, VersionName, verified
from charter.guardrails.policy import AnyDetector
from charter.guardrails.schemas import (
    GuardrailCaseInput,
    GuardrailCaseRead,
    GuardrailCaseRunInput,
    GuardrailCaseRunRead,
    GuardrailCheckInput,
    GuardrailExceptionInput,
    GuardrailExceptionRead,
    GuardrailModelActivation,
    GuardrailModelComparison,
    GuardrailModelDetail,
    GuardrailModelRead,
    GuardrailModelVersionRead,
    GuardrailPolicyActivation,
    GuardrailPolicyChange,
    GuardrailPolicyInput,
    GuardrailPolicyRead,
    GuardrailVerdict,
    JudgeCategoryRead,
    SeenViolations,
    ToolName,
    UnreadViolations,
    ViolationAlertInput,
    ViolationAlertMade,
    ViolationAlertRead,
    ViolationChange,
    ViolationRead,
)
from charter.guardrails.service import alerts, cases, guards, policies, registry, slowly, violations
from charter.guardrails.service.judge import OnBehalf
from charter.identity.errors import Unauthenticated

checks = router("/guardrails", "Guardrails")
policy_routes = router("/guardrail-policies", "Guardrails")
violation_routes = router("/violations", "Guardrails")
exception_routes = router("/guardrail-exceptions", "Guardrails")
case_routes = router("/guardrail-cases", "Guardrails")
alert_routes = router("/violation-alerts", "Guardrails")
model_routes = router("/guardrail-models", "Guardrails")


@checks.post("/check", operation_id="checkText", responses=problems(Unauthenticated, Forbidden))
async def check_text(given: GuardrailCheckInput, request: Request, services: ProcessServices) -> GuardrailVerdict:
    """Say what a run would do with a text at a stage. Nothing is recorded."""
    async with brief_session(request) as (principal, db):
        guard = await guards.guard_for(db, principal, given)
    on_behalf = OnBehalf(principal.tenant_id, principal.id, given.agent_id)
    verdict = await services.reader.check(
        guard, given.text, given.stage, on_behalf, given.sources, asks_judge=given.judge
    )
    return guards.shown_verdict(guard, verdict)


@checks.get("/judge-categories", operation_id="listJudgeCategories", responses=problems(Forbidden))
async def list_judge_categories(principal: CurrentPrincipal) -> list[JudgeCategoryRead]:
    """List what a judge is asked about unless a policy says otherwise; a policy can add categories of its own."""
    return guards.judge_categories(principal)


@checks.get("/models", operation_id="getGuardrailModels", responses=problems(Forbidden))
async def get_models(principal: CurrentPrincipal) -> GuardrailModelRead:
    """Show the classifiers in use: version, licence, measured quality on sources they had not seen."""
    return GuardrailModelRead.model_validate(guards.model_card(principal))


def _possible(services: Any) -> policies.Possible:
    return policies.Possible(services.models, services.guardrail_models.names)


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
async def create_policy(
    given: GuardrailPolicyInput, principal: CurrentPrincipal, db: TenantDb, services: ProcessServices
) -> GuardrailPolicyRead:
    """Make a guardrail policy; its first version is active."""
    return await policies.create_policy(db, principal, given, _possible(services))


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
    services: ProcessServices,
) -> GuardrailPolicyRead:
    """Change a guardrail policy; a new document becomes the next version, which is yet to be activated."""
    return await policies.change_policy(db, principal, policy_id, given, _possible(services))


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
    detector: AnyDetector | None = None,
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


@violation_routes.get("/unread", operation_id="getUnreadViolations", responses=problems(Forbidden))
async def get_unread(principal: CurrentPrincipal, db: TenantDb) -> UnreadViolations:
    """Say how many violations you have not seen yet."""
    return await violations.unread(db, principal)


@violation_routes.put(
    "/seen", status_code=204, operation_id="markViolationsSeen", responses=problems(Forbidden, ViolationNotFound)
)
async def mark_seen(given: SeenViolations, principal: CurrentPrincipal, db: TenantDb) -> None:
    """Say up to which violation you have seen them all."""
    await violations.mark_seen(db, principal, given.until)


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


@case_routes.get("", operation_id="listGuardrailCases", responses=problems(Forbidden))
async def list_cases(principal: CurrentPrincipal, db: TenantDb) -> list[GuardrailCaseRead]:
    """List the texts of which it is known whether a detector is to hit them, newest first."""
    return [GuardrailCaseRead.model_validate(one) for one in await cases.list_cases(db, principal)]


@case_routes.post(
    "", status_code=201, operation_id="createGuardrailCase", responses=problems(Forbidden, TooManyGuardrailCases)
)
async def add_case(given: GuardrailCaseInput, principal: CurrentPrincipal, db: TenantDb) -> GuardrailCaseRead:
    """Keep a test case, in place of an earlier one about the same text."""
    return GuardrailCaseRead.model_validate(await cases.add_case(db, principal, given))


@case_routes.post(
    "/run",
    operation_id="runGuardrailCases",
    responses=problems(Unauthenticated, Forbidden, GuardrailPolicyNotFound, GuardrailPolicyVersionNotFound),
)
async def run_cases(given: GuardrailCaseRunInput, request: Request, services: ProcessServices) -> GuardrailCaseRunRead:
    """Score the test cases with a version of a policy, exceptions left aside; nothing is recorded.

    What is slow reads them only where that is asked for: models of the operator, and a judge, which costs money.
    """
    async with brief_session(request) as (principal, db):
        trial = await cases.trial(db, principal, given)
    stored = await asyncio.to_thread(cases.read_fast, trial)
    on_behalf = OnBehalf(principal.tenant_id, principal.id)
    verdicts, slow = await slowly.read(services.reader, trial.guard, stored, on_behalf, given)
    return cases.scored(trial, stored, verdicts, slow)


@case_routes.delete(
    "/{case_id}",
    status_code=204,
    operation_id="deleteGuardrailCase",
    responses=problems(Forbidden, GuardrailCaseNotFound),
)
async def delete_case(case_id: Annotated[GuardrailCaseId, Path()], principal: CurrentPrincipal, db: TenantDb) -> None:
    """Delete a test case."""
    await cases.delete_case(db, principal, case_id)


@alert_routes.get("", operation_id="listViolationAlerts", responses=problems(Forbidden))
async def list_alerts(principal: CurrentPrincipal, db: TenantDb) -> list[ViolationAlertRead]:
    """List who is told of new violations, and how the last telling went."""
    return [ViolationAlertRead.model_validate(one) for one in await alerts.list_alerts(db, principal)]


@alert_routes.post(
    "", status_code=201, operation_id="createViolationAlert", responses=problems(Forbidden, TooManyViolationAlerts)
)
async def create_alert(
    given: ViolationAlertInput,
    request: Request,
    principal: CurrentPrincipal,
    db: TenantDb,
    services: ProcessServices,
) -> ViolationAlertMade:
    """Have somebody told of new violations; a webhook's secret is shown this once."""
    keep_secret(request)
    return await alerts.create_alert(db, principal, services.vault, given)


@alert_routes.delete(
    "/{alert_id}",
    status_code=204,
    operation_id="deleteViolationAlert",
    responses=problems(Forbidden, ViolationAlertNotFound),
)
async def delete_alert(
    alert_id: Annotated[ViolationAlertId, Path()], principal: CurrentPrincipal, db: TenantDb
) -> None:
    """Tell them no more."""
    await alerts.delete_alert(db, principal, alert_id)


_Model = Annotated[ModelName, Path(description="The name of a model.")]
_Version = Annotated[VersionName, Path(description="A version of the model.")]
_PACKAGE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@model_routes.get("", operation_id="listGuardrailModels", responses=problems(Forbidden))
async def list_models(principal: CurrentPrincipal, services: ProcessServices) -> list[GuardrailModelVersionRead]:
    """List the versions of all models, and what each does now."""
    async with services.database.system_session(reason="list guardrail models") as system:
        return await registry.list_models(system, principal)


@model_routes.post(
    "/install",
    status_code=201,
    operation_id="installGuardrailModel",
    openapi_extra=_PACKAGE,
    responses=problems(Forbidden, GuardrailModelInvalid, GuardrailModelExists),
)
async def install_model(
    request: Request, principal: CurrentPrincipal, services: ProcessServices
) -> GuardrailModelVersionRead:
    """Install a version of a model from a zip with its card; it is not in use yet. For operators."""
    access.require(principal, "installation.write")
    packed = bytearray()
    async for part in request.stream():
        packed += part
        if len(packed) > MOST_BYTES:
            raise GuardrailModelInvalid(f"A package has at most {MOST_BYTES >> 20} MB.")
    try:
        package = await asyncio.to_thread(verified, bytes(packed))
        await services.guardrail_models.try_out(package)
    except PackageInvalid as error:
        raise GuardrailModelInvalid(str(error)) from error
    async with services.database.system_session(reason="install a guardrail model") as system:
        return await registry.install(system, principal, package)


@model_routes.get("/{model}/comparison", operation_id="compareGuardrailModels", responses=problems(Forbidden))
async def compare_models(
    model: _Model,
    principal: CurrentPrincipal,
    services: ProcessServices,
    now: Now,
    days: Annotated[int, Query(ge=1, le=365, description="How far back.")] = 30,
) -> list[GuardrailModelComparison]:
    """Show what versions of a model said while one was in the shadow or on trial. For operators."""
    await services.guardrail_models.write_down()
    async with services.database.system_session(reason="compare guardrail models") as system:
        return await registry.compare(system, principal, model, since=(now - timedelta(days=days)).date())


@model_routes.get(
    "/{model}/{model_version}",
    operation_id="getGuardrailModelVersion",
    responses=problems(Forbidden, GuardrailModelNotFound),
)
async def get_model(
    model: _Model, model_version: _Version, principal: CurrentPrincipal, services: ProcessServices
) -> GuardrailModelDetail:
    """Show a version of a model with its card: data, licence, measured quality, thresholds."""
    async with services.database.system_session(reason="show a guardrail model") as system:
        return await registry.get_model(system, principal, model, model_version)


@model_routes.post(
    "/{model}/{model_version}/activate",
    operation_id="activateGuardrailModel",
    responses=problems(Forbidden, GuardrailModelNotFound, GuardrailModelInUse),
)
async def activate_model(
    model: _Model,
    model_version: _Version,
    given: GuardrailModelActivation,
    principal: CurrentPrincipal,
    services: ProcessServices,
) -> GuardrailModelVersionRead:
    """Have a version decide, about all texts or for a trial about a share of them. For operators."""
    async with services.database.system_session(reason="activate a guardrail model") as system:
        await registry.activate(system, principal, model, model_version, given.share_percent)
        shown = await registry.get_model(system, principal, model, model_version)
    await services.guardrail_models.refresh()
    return shown


@model_routes.post(
    "/{model}/{model_version}/shadow",
    operation_id="shadowGuardrailModel",
    responses=problems(Forbidden, GuardrailModelNotFound, GuardrailModelInUse),
)
async def shadow_model(
    model: _Model, model_version: _Version, principal: CurrentPrincipal, services: ProcessServices
) -> GuardrailModelVersionRead:
    """Have a version read every text beside the one that decides, without effect. For operators."""
    async with services.database.system_session(reason="put a guardrail model in the shadow") as system:
        await registry.shadow(system, principal, model, model_version)
        shown = await registry.get_model(system, principal, model, model_version)
    await services.guardrail_models.refresh()
    return shown


@model_routes.post(
    "/{model}/rollback", operation_id="rollBackGuardrailModel", responses=problems(Forbidden, NothingToRollBack)
)
async def roll_back_model(
    model: _Model, principal: CurrentPrincipal, services: ProcessServices
) -> list[GuardrailModelVersionRead]:
    """End what is on trial or in the shadow; where nothing is, go back to the version before. For operators."""
    async with services.database.system_session(reason="roll back a guardrail model") as system:
        await registry.roll_back(system, principal, model)
        shown = [one for one in await registry.list_models(system, principal) if one.model == model]
    await services.guardrail_models.refresh()
    return shown


@model_routes.delete(
    "/{model}/{model_version}",
    status_code=204,
    operation_id="removeGuardrailModel",
    responses=problems(Forbidden, GuardrailModelNotFound, GuardrailModelInUse),
)
async def remove_model(
    model: _Model, model_version: _Version, principal: CurrentPrincipal, services: ProcessServices
) -> None:
    """Remove a version that is not in use. For operators."""
    async with services.database.system_session(reason="remove a guardrail model") as system:
        await registry.remove(system, principal, model, model_version)


routers = (model_routes, checks, policy_routes, violation_routes, exception_routes, case_routes, alert_routes)
