"""Tool policies: written by people, asked before each call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.approvals.errors import ToolPolicyNameTaken, ToolPolicyNotFound, TooManyToolPolicies
from charter.approvals.models import ToolPolicy
from charter.approvals.repository import ApprovalRepository
from charter.approvals.rulings import Call, Effect, Rule, RuleBook, compiled_condition, compiled_schema
from charter.approvals.schemas import ToolPolicyInput, TrialInput, TrialRead
from charter.approvals.taint import Sources
from charter.audit import service as audit
from charter.core.db import epochs
from charter.core.ids import format_id
from charter.core.principal import Principal
from charter.tools.service.catalogue import load_catalogue
from charter.tools.tool import Tool

_MOST = 200


async def load_rules(db: AsyncSession) -> RuleBook:
    """Return the policies of the transaction's tenant, ready to be asked."""
    return RuleBook(tuple(_rule(policy) for policy in await ApprovalRepository(db).policies(enabled_only=True)))


def _rule(policy: ToolPolicy) -> Rule:
    return Rule(
        policy.id,
        policy.name,
        Effect(policy.effect),
        tuple(policy.tools),
        tuple(policy.agents),
        tuple(policy.risks),
        compiled_condition(policy.condition) if policy.condition is not None else None,
        compiled_schema(policy.arguments_schema) if policy.arguments_schema is not None else None,
        policy.reason,
        policy.expires_after_s,
        policy.four_eyes,
    )


async def list_policies(db: AsyncSession, principal: Principal) -> list[ToolPolicy]:
    """Return all policies in the order in which they are asked.

    Raises:
        Forbidden: the principal lacks ``tool_policies.read``.
    """
    access.require(principal, "tool_policies.read")
    return await ApprovalRepository(db).policies()


async def get_policy(db: AsyncSession, principal: Principal, policy_id: UUID) -> ToolPolicy:
    """Return a policy.

    Raises:
        Forbidden: the principal lacks ``tool_policies.read``.
        ToolPolicyNotFound: there is none.
    """
    access.require(principal, "tool_policies.read")
    return _there(await ApprovalRepository(db).policy(policy_id), policy_id)


async def create_policy(db: AsyncSession, principal: Principal, wanted: ToolPolicyInput) -> ToolPolicy:
    """Make a policy; it counts for calls from now on.

    Raises:
        Forbidden: the principal lacks ``tool_policies.write``.
        ToolPolicyNameTaken: another one has the name.
        TooManyToolPolicies: there are as many as there may be.
    """
    access.require(principal, "tool_policies.write")
    if await ApprovalRepository(db).count_policies() >= _MOST:
        raise TooManyToolPolicies(f"A tenant has at most {_MOST} tool policies; put several tools into one.")
    policy = ToolPolicy(**wanted.model_dump(mode="json"))
    db.add(policy)
    await _settle(db, wanted.name)
    await audit.record(
        db, principal, "tool_policy.created", "tool_policy", policy.id, after=wanted.model_dump(mode="json")
    )
    await db.refresh(policy)
    return policy


async def change_policy(
    db: AsyncSession, principal: Principal, policy_id: UUID, wanted: ToolPolicyInput, *, now: datetime
) -> ToolPolicy:
    """Replace what a policy says; questions that were asked stay asked.

    Raises:
        Forbidden: the principal lacks ``tool_policies.write``.
        ToolPolicyNotFound: there is none.
        ToolPolicyNameTaken: another one has the name.
    """
    access.require(principal, "tool_policies.write")
    policy = _there(await ApprovalRepository(db).policy(policy_id, lock=True), policy_id)
    before = ToolPolicyInput.model_validate(policy, from_attributes=True).model_dump(mode="json")
    after = wanted.model_dump(mode="json")
    for name, value in after.items():
        setattr(policy, name, value)
    policy.updated_at = now
    await _settle(db, wanted.name)
    await audit.record(db, principal, "tool_policy.changed", "tool_policy", policy.id, before=before, after=after)
    return policy


async def delete_policy(db: AsyncSession, principal: Principal, policy_id: UUID) -> None:
    """Delete a policy.

    Raises:
        Forbidden: the principal lacks ``tool_policies.write``.
        ToolPolicyNotFound: there is none.
    """
    access.require(principal, "tool_policies.write")
    policy = _there(await ApprovalRepository(db).policy(policy_id, lock=True), policy_id)
    await audit.record(db, principal, "tool_policy.deleted", "tool_policy", policy.id, before={"name": policy.name})
    await db.delete(policy)
    await epochs.bump_config(db)
    await db.flush()


async def try_call(
    db: AsyncSession, principal: Principal, builtins: Mapping[str, Tool], wanted: TrialInput, *, now: datetime
) -> TrialRead:
    """Say what the policies would do with a call; nothing is called.

    Raises:
        Forbidden: the principal lacks ``tool_policies.read``.
        ToolNotFound: there is no such tool.
    """
    access.require(principal, "tool_policies.read")
    tool = (await load_catalogue(db, builtins)).get(wanted.tool)
    sources = Sources([wanted.user_input], [wanted.tool_output])
    caller = format_id("principal", principal.id)
    ruling = (await load_rules(db)).rule(Call(tool, wanted.arguments, wanted.agent, caller, sources, now))
    tainted = sources.tainted(wanted.arguments)
    return TrialRead(effect=ruling.effect, reason=ruling.reason, policy=ruling.policy, tainted=tainted)


def _there(policy: ToolPolicy | None, policy_id: UUID) -> ToolPolicy:
    if policy is None:
        raise ToolPolicyNotFound(
            f"No tool policy {format_id('toolpolicy', policy_id)} in this tenant; list them with GET /v1/tool-policies."
        )
    return policy


async def _settle(db: AsyncSession, name: str) -> None:
    """Write what changed; every plan that was made before is stale when this commits."""
    try:
        async with db.begin_nested():
            await db.flush()
    except IntegrityError as error:
        message = f"The name {name!r} is taken by another policy; choose another."
        raise ToolPolicyNameTaken(message, fields=[{"path": "/name", "message": message}]) from error
    await epochs.bump_config(db)
