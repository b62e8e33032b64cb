"""HTTP routes of tool policies and approvals."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Query

from charter.access.errors import Forbidden
from charter.approvals.errors import (
    ApprovalNotFound,
    ApprovalSettled,
    CallDenied,
    FourEyesNeeded,
    NoHeldText,
    ToolPolicyNameTaken,
    ToolPolicyNotFound,
    TooManyToolPolicies,
)
from charter.approvals.models import Approval
from charter.approvals.questions import ApprovalState
from charter.approvals.schemas import (
    ApprovalId,
    CallApprovalRead,
    DecisionInput,
    DelegationInput,
    HeldTextRead,
    ToolPolicyId,
    ToolPolicyInput,
    ToolPolicyRead,
    TrialInput,
    TrialRead,
)
from charter.approvals.service import approvals, policies
from charter.core.errors import InputInvalid
from charter.core.http import (
    CurrentPrincipal,
    Cursor,
    Limit,
    Now,
    Page,
    ProcessServices,
    TenantDb,
    paged,
    problems,
    router,
)
from charter.core.ids import format_id, parse_id
from charter.identity.errors import MemberNotFound, Unauthenticated
from charter.tools.errors import ToolArgumentsInvalid, ToolNotFound

policy_routes = router("/tool-policies", "Tools")
approval_routes = router("/approvals", "Tools")
routers = [policy_routes, approval_routes]
_PREFIXES = {"run": "run", "workflow": "instance"}


def _read(approval: Approval) -> CallApprovalRead:
    facts = {name: getattr(approval, name) for name in CallApprovalRead.model_fields if name != "origin_id"}
    return CallApprovalRead(**facts, origin_id=format_id(_PREFIXES[approval.origin], approval.origin_id))


def _origin(text: str | None) -> UUID | None:
    if text is None:
        return None
    for prefix in _PREFIXES.values():
        if text.startswith(f"{prefix}_"):
            try:
                return parse_id(prefix, text)
            except ValueError:
                break
    message = "Give the id of a run or of a process instance."
    raise InputInvalid(message, fields=[{"path": "query.origin", "message": message}])


@policy_routes.get("", operation_id="listToolPolicies", responses=problems(Unauthenticated, Forbidden))
async def list_policies(principal: CurrentPrincipal, db: TenantDb) -> list[ToolPolicyRead]:
    """List the policies on tool calls in the order in which they are asked; the first that fits decides."""
    return [ToolPolicyRead.model_validate(policy) for policy in await policies.list_policies(db, principal)]


@policy_routes.post(
    "",
    operation_id="createToolPolicy",
    status_code=201,
    responses=problems(Unauthenticated, Forbidden, ToolPolicyNameTaken, TooManyToolPolicies),
)
async def create_policy(body: ToolPolicyInput, principal: CurrentPrincipal, db: TenantDb) -> ToolPolicyRead:
    """Make a policy: it counts for every call from now on, in runs that go on as well."""
    return ToolPolicyRead.model_validate(await policies.create_policy(db, principal, body))


@policy_routes.post(
    "/try", operation_id="tryToolPolicies", responses=problems(Unauthenticated, Forbidden, ToolNotFound)
)
async def try_policies(
    body: TrialInput, principal: CurrentPrincipal, db: TenantDb, services: ProcessServices, now: Now
) -> TrialRead:
    """Say what the policies would do with a call; nothing is called."""
    return await policies.try_call(db, principal, services.tools.builtins, body, now=now)


@policy_routes.get(
    "/{policy_id}", operation_id="getToolPolicy", responses=problems(Unauthenticated, Forbidden, ToolPolicyNotFound)
)
async def get_policy(policy_id: ToolPolicyId, principal: CurrentPrincipal, db: TenantDb) -> ToolPolicyRead:
    """Return a policy."""
    return ToolPolicyRead.model_validate(await policies.get_policy(db, principal, policy_id))


@policy_routes.put(
    "/{policy_id}",
    operation_id="changeToolPolicy",
    responses=problems(Unauthenticated, Forbidden, ToolPolicyNotFound, ToolPolicyNameTaken),
)
async def change_policy(
    policy_id: ToolPolicyId, body: ToolPolicyInput, principal: CurrentPrincipal, db: TenantDb, now: Now
) -> ToolPolicyRead:
    """Replace what a policy says."""
    return ToolPolicyRead.model_validate(await policies.change_policy(db, principal, policy_id, body, now=now))


@policy_routes.delete(
    "/{policy_id}",
    operation_id="deleteToolPolicy",
    status_code=204,
    responses=problems(Unauthenticated, Forbidden, ToolPolicyNotFound),
)
async def delete_policy(policy_id: ToolPolicyId, principal: CurrentPrincipal, db: TenantDb) -> None:
    """Delete a policy."""
    await policies.delete_policy(db, principal, policy_id)


@approval_routes.get("", operation_id="listApprovals", responses=problems(Unauthenticated))
async def list_approvals(
    principal: CurrentPrincipal,
    db: TenantDb,
    after: Cursor,
    state: Annotated[ApprovalState | None, Query(description="Only those in this state.")] = None,
    origin: Annotated[str | None, Query(description="Only those of this run or process instance.")] = None,
    limit: Limit = 50,
) -> Page[CallApprovalRead]:
    """List what people are asked, newest first: all of the tenant's, or one's own without ``approvals.read``."""
    rows = await approvals.list_approvals(
        db, principal, state=state, origin_id=_origin(origin), after=after, limit=limit + 1
    )
    page, cursor = paged(rows, limit, lambda it: it.id)
    return Page(items=[_read(row) for row in page], next_cursor=cursor)


@approval_routes.get(
    "/{approval_id}", operation_id="getApproval", responses=problems(Unauthenticated, ApprovalNotFound)
)
async def get_approval(approval_id: ApprovalId, principal: CurrentPrincipal, db: TenantDb) -> CallApprovalRead:
    """Return a call that waits for a person, or what the person said."""
    return _read(await approvals.get_approval(db, principal, approval_id))


@approval_routes.get(
    "/{approval_id}/text",
    operation_id="readApprovalText",
    responses=problems(Unauthenticated, Forbidden, FourEyesNeeded, ApprovalNotFound, NoHeldText, ApprovalSettled),
)
async def read_text(
    approval_id: ApprovalId, principal: CurrentPrincipal, db: TenantDb, services: ProcessServices, now: Now
) -> HeldTextRead:
    """Return the text that waits for the answer, to who may decide. Looking at it is audited."""
    held = await approvals.read_text(db, principal, services.vault, approval_id, now=now)
    return HeldTextRead(text=held.text, evidence=held.evidence)


@approval_routes.post(
    "/{approval_id}/decision",
    operation_id="decideApproval",
    responses=problems(
        Unauthenticated,
        Forbidden,
        FourEyesNeeded,
        ApprovalNotFound,
        ApprovalSettled,
        ToolNotFound,
        ToolArgumentsInvalid,
        CallDenied,
    ),
)
async def decide(
    approval_id: ApprovalId,
    body: DecisionInput,
    principal: CurrentPrincipal,
    db: TenantDb,
    services: ProcessServices,
    now: Now,
) -> CallApprovalRead:
    """Approve, with other arguments or another text if wanted, or reject; the run goes on where it was."""
    decided = await approvals.decide(db, principal, services.vault, services.tools.builtins, approval_id, body, now=now)
    return _read(decided)


@approval_routes.post(
    "/{approval_id}/delegation",
    operation_id="delegateApproval",
    responses=problems(Unauthenticated, Forbidden, FourEyesNeeded, ApprovalNotFound, ApprovalSettled, MemberNotFound),
)
async def delegate(
    approval_id: ApprovalId, body: DelegationInput, principal: CurrentPrincipal, db: TenantDb
) -> CallApprovalRead:
    """Let a member decide, whatever their role."""
    return _read(await approvals.delegate(db, principal, approval_id, body.to))
