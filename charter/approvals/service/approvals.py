"""Approvals: what people are asked, and what they answer. Who waits hears of it by the event ``approval.settled``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.approvals import forms, repository
from charter.approvals.errors import ApprovalNotFound, ApprovalSettled, CallDenied, FourEyesNeeded, NoHeldText
from charter.approvals.models import Approval
from charter.approvals.questions import OF_TEXTS, ApprovalState, HeldText, Purpose
from charter.approvals.repository import ApprovalRepository
from charter.approvals.rulings import Call, Effect
from charter.approvals.schemas import DecisionInput
from charter.approvals.service import holding
from charter.approvals.service.policies import load_rules
from charter.approvals.taint import Sources
from charter.audit import service as audit
from charter.core import queue
from charter.core.crypto import Vault
from charter.core.errors import InputInvalid
from charter.core.ids import format_id
from charter.core.principal import Principal
from charter.identity.service import keys, members
from charter.tools.service.catalogue import load_catalogue
from charter.tools.tool import Tool

SETTLED = "approval.settled"
REQUESTED = "approval.requested"
_MOST_TOLD = 20
_BEFORE: Mapping[str, str] = {
    Purpose.TOOL_RESULT: "it goes on with what {tool} returned",
    Purpose.OUTPUT: "its answer is shown",
    Purpose.TOOL_DESCRIPTION: "it reads what {tool} says of itself",
}


async def list_approvals(
    db: AsyncSession,
    principal: Principal,
    *,
    state: ApprovalState | None,
    origin_id: UUID | None,
    after: UUID | None,
    limit: int,
) -> list[Approval]:
    """Return approvals, newest first: all of the tenant with ``approvals.read``, else one's own and those given one."""
    seen_by = None if access.may(principal, "approvals.read") else principal.id
    return await ApprovalRepository(db).approvals(
        state=state, origin_id=origin_id, seen_by=seen_by, after=after, limit=limit
    )


async def get_approval(db: AsyncSession, principal: Principal, approval_id: UUID) -> Approval:
    """Return an approval.

    Raises:
        ApprovalNotFound: there is none, or it is not the principal's to see.
    """
    return _visible(principal, await ApprovalRepository(db).approval(approval_id), approval_id)


async def read_text(
    db: AsyncSession, principal: Principal, vault: Vault, approval_id: UUID, *, now: datetime
) -> HeldText:
    """Return the text that a question is about, to who may decide; that it was looked at is recorded.

    Raises:
        ApprovalNotFound: there is none, or it is not the principal's to see.
        Forbidden, FourEyesNeeded: the principal may not decide.
        NoHeldText: the question is not about a text that waits.
        ApprovalSettled: it was answered before, ran out, or the text is gone.
    """
    approval = _visible(principal, await ApprovalRepository(db).approval(approval_id), approval_id)
    await _require_decider(db, principal, approval)
    if approval.purpose not in OF_TEXTS:
        raise NoHeldText("This question is about a call; what it is about is in its arguments.")
    _require_pending(approval, now)
    held = await holding.require(db, vault, approval)
    await audit.record(db, principal, "approval.text_read", "approval", approval.id)
    return held


async def decide(
    db: AsyncSession,
    principal: Principal,
    vault: Vault,
    builtins: Mapping[str, Tool],
    approval_id: UUID,
    wanted: DecisionInput,
    *,
    now: datetime,
) -> Approval:
    """Answer for the tenant; whoever waits goes on.

    Raises:
        ApprovalNotFound: there is none, or it is not the principal's to see.
        Forbidden: the principal lacks ``approvals.decide`` and it was not delegated to them.
        FourEyesNeeded: the principal started the run.
        ApprovalSettled: it was answered before, or ran out.
        ToolNotFound, ToolArgumentsInvalid, CallDenied: the edited arguments cannot be called with.
        InputInvalid: the form is not filled in as it asks, or there is no text that another one could replace.
    """
    approval = _visible(principal, await ApprovalRepository(db).approval(approval_id, lock=True), approval_id)
    await _require_decider(db, principal, approval)
    _require_pending(approval, now)
    approved = wanted.decision == "approve"
    if wanted.arguments is not None:
        if not approved:
            message = "A call that is rejected has no arguments; leave them out."
            raise InputInvalid(message, fields=[{"path": "/arguments", "message": message}])
        approval.edited = await _callable_with(db, builtins, approval, wanted.arguments, now)
    approval.answer = forms.filled_in(approval.form, wanted.answer, approved=approved)
    changed = await holding.settle(db, vault, approval, wanted.text, approved=approved)
    approval.state = ApprovalState.APPROVED if approved else ApprovalState.REJECTED
    approval.decided_by, approval.decided_at = principal.id, now
    approval.decision_reason = wanted.reason or None
    after: dict[str, Any] = {
        "tool": approval.tool,
        "edited": changed or approval.edited is not None,
        "reason": wanted.reason,
    }
    await audit.record(db, principal, f"approval.{approval.state}", "approval", approval.id, after=after)
    await db.flush()
    await _tell(db, approval)
    return approval


async def delegate(db: AsyncSession, principal: Principal, approval_id: UUID, to: UUID) -> Approval:
    """Let a member decide, whatever their role.

    Raises:
        ApprovalNotFound, Forbidden, ApprovalSettled: as :func:`decide`.
        MemberNotFound: no such member.
    """
    approval = _visible(principal, await ApprovalRepository(db).approval(approval_id, lock=True), approval_id)
    await _require_decider(db, principal, approval)
    if approval.state != ApprovalState.PENDING:
        raise ApprovalSettled(f"The approval is {approval.state} already.")
    await members.require_member(db, to)
    if approval.four_eyes and to == await keys.person_behind(db, approval.asked_by):
        raise FourEyesNeeded("They started the run; let somebody else decide.")
    before, approval.assigned_to = approval.assigned_to, to
    await audit.record(
        db, principal, "approval.delegated", "approval", approval.id,
        before={"to": str(before) if before else None}, after={"to": str(to)},
    )  # fmt: skip
    await db.flush()
    return approval


async def notice(db: AsyncSession, approval_id: UUID, base_url: str) -> tuple[list[str], str, str] | None:
    """Return whom to tell of a question, the subject and the text; None when it is settled already."""
    approval = await ApprovalRepository(db).approval(approval_id)
    if approval is None or approval.state != ApprovalState.PENDING:
        return None
    people = await members.addresses_with(db, "approvals.decide", limit=_MOST_TOLD)
    who = approval.agent or "A workflow"
    before = _BEFORE.get(approval.purpose) or ("it calls {tool}" if approval.tool else "it works on what it was given")
    lines = [
        f"{who} asks before {before.format(tool=approval.tool)}.",
        f"Why: {approval.reason}",
        f"Until: {approval.expires_at:%Y-%m-%d %H:%M} UTC",
        f"More, and your answer: {base_url}/approvals",
    ]
    return people, f"Charter: {who} waits for an approval", "\n\n".join(lines) + "\n"


async def withdraw(db: AsyncSession, origin_id: UUID) -> None:
    """Take back what was asked on behalf of a run or instance that has ended."""
    await ApprovalRepository(db).withdraw(origin_id)


async def forget_person(db: AsyncSession, vault: Vault, *, user_id: UUID | None, email: str | None) -> int:
    """Forget the texts of a person that wait, in their tenant's transaction; returns how many questions it ended."""
    ended = await holding.erase_person(db, vault, user_id=user_id, email=email)
    for approval in ended:
        await _tell(db, approval)
    return len(ended)


async def expire(db: AsyncSession, now: datetime) -> int:
    """End what nobody answered in time, or waits longer than its tenant keeps texts, and tell who waits.

    Returns how many. System session.
    """
    ended = [*await repository.expire(db, now), *await repository.expire_kept_too_long(db, now)]
    for row in ended:
        payload = _payload(row)
        await queue.publish(db, SETTLED, payload, tenant_id=row.tenant_id)
    return len(ended)


async def open_calls(db: AsyncSession, origin: str) -> list[tuple[UUID, UUID]]:
    """Return tenant and call of every question of an origin that waits. System session."""
    return await repository.open_calls(db, origin)


async def take_back(db: AsyncSession, calls: Sequence[tuple[UUID, UUID]]) -> None:
    """Take back what was asked about calls that nobody makes any more, and forget its texts. System session.

    Args:
        calls: each with its tenant.
    """
    await repository.take_back(db, calls)


def _require_pending(approval: Approval, now: datetime) -> None:
    if approval.state != ApprovalState.PENDING or approval.expires_at <= now:
        state = approval.state if approval.state != ApprovalState.PENDING else ApprovalState.EXPIRED
        raise ApprovalSettled(f"The approval is {state} already.")


async def _require_decider(db: AsyncSession, principal: Principal, approval: Approval) -> None:
    person = principal.on_behalf_of or principal.id
    if approval.four_eyes and person == await keys.person_behind(db, approval.asked_by):
        raise FourEyesNeeded("You started the run that asks; let somebody else decide.")
    if approval.assigned_to != principal.id:
        access.require(principal, "approvals.decide")


async def _callable_with(
    db: AsyncSession,
    builtins: Mapping[str, Tool],
    approval: Approval,
    arguments: dict[str, JsonValue],
    now: datetime,
) -> dict[str, JsonValue]:
    """Return edited arguments if the tool takes them and no policy forbids them."""
    if not approval.tool or approval.form is not None or approval.purpose in OF_TEXTS:
        message = "The question is not about the arguments of a call; there are none to change."
        raise InputInvalid(message, fields=[{"path": "/arguments", "message": message}])
    tool = (await load_catalogue(db, builtins)).get(approval.tool)
    valid = tool.require_valid(arguments)
    caller = format_id("principal", approval.asked_by)
    ruling = (await load_rules(db)).rule(Call(tool, valid, approval.agent, caller, Sources([], []), now))
    if ruling.effect is Effect.DENY:
        raise CallDenied(f"With these arguments the call is forbidden: {ruling.reason}")
    return valid


async def _tell(db: AsyncSession, approval: Approval) -> None:
    await queue.publish(db, SETTLED, _payload(approval))


def _payload(approval: Any) -> dict[str, JsonValue]:
    return {
        "origin": approval.origin,
        "origin_id": str(approval.origin_id),
        "call_id": str(approval.call_id),
        "approval_id": str(approval.id),
    }


def _visible(principal: Principal, approval: Approval | None, approval_id: UUID) -> Approval:
    mine = approval is not None and principal.id in {approval.asked_by, approval.assigned_to}
    if approval is None or not (mine or access.may(principal, "approvals.read")):
        raise ApprovalNotFound(
            f"No approval {format_id('approval', approval_id)} in this tenant; list them with GET /v1/approvals."
        )
    return approval
