"""Guardrail policies: made, changed in versions, activated and rolled back, assigned, tried, deleted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core.db import epochs
from charter.core.errors import FieldProblem, InputInvalid
from charter.core.principal import Principal
from charter.guardrails.errors import (
    GuardrailPolicyNameTaken,
    GuardrailPolicyNotFound,
    GuardrailPolicyVersionNotFound,
)
from charter.guardrails.models import GuardrailPolicy, GuardrailPolicyVersion
from charter.guardrails.policy import MODEL_PREFIX, REDACTABLE, Action, Guard, PolicyDocument
from charter.guardrails.repository import GuardrailRepository
from charter.guardrails.schemas import (
    GuardrailPolicyChange,
    GuardrailPolicyInput,
    GuardrailPolicyRead,
)
from charter.guardrails.service.guards import checker
from charter.llm.errors import ModelUnknown, NoModelAvailable
from charter.llm.parts import ModelParts
from charter.llm.service import load_catalog


@dataclass(frozen=True, slots=True)
class Possible:
    """What rules can name: models of the tenant that can judge, and models that the operator brought."""

    models: ModelParts
    brought: Collection[str]


async def list_policies(
    db: AsyncSession, principal: Principal, *, after: UUID | None, limit: int
) -> list[GuardrailPolicyRead]:
    """Return the tenant's policies, newest first.

    Raises:
        Forbidden: the principal lacks ``guardrails.read``.
    """
    access.require(principal, "guardrails.read")
    query = GuardrailRepository(db).policies().order_by(GuardrailPolicy.id.desc()).limit(limit)
    if after is not None:
        query = query.where(GuardrailPolicy.id < after)
    return [await _read(db, policy) for policy in await db.scalars(query)]


async def get_policy(
    db: AsyncSession, principal: Principal, policy_id: UUID, *, number: int | None = None
) -> GuardrailPolicyRead:
    """Return a policy with the document of the version that applies, or of ``number``.

    Raises:
        Forbidden: the principal lacks ``guardrails.read``.
        GuardrailPolicyNotFound, GuardrailPolicyVersionNotFound: there is none.
    """
    access.require(principal, "guardrails.read")
    return await _read(db, await _get(db, policy_id), number)


async def create_policy(
    db: AsyncSession, principal: Principal, given: GuardrailPolicyInput, possible: Possible
) -> GuardrailPolicyRead:
    """Make a policy; its first version is active.

    Raises:
        Forbidden: the principal lacks ``guardrails.write``.
        GuardrailPolicyNameTaken: another policy has the name.
        InputInvalid: a rule would redact what its detector cannot point to, or its judge's model is not there.
    """
    access.require(principal, "guardrails.write")
    await _require_possible(db, given.document, possible)
    if given.for_all:
        await _free_for_all(db)
    policy = GuardrailPolicy(name=given.name, active_number=1, for_all=given.for_all)
    await _add(db, policy)
    await _add_version(db, principal, policy, given.document, 1)
    after: dict[str, JsonValue] = {"name": given.name, "for_all": given.for_all, "number": 1}
    await audit.record(db, principal, "guardrail_policy.created", "guardrail_policy", policy.id, after=after)
    await epochs.bump_config(db)
    await db.refresh(policy)
    return await _read(db, policy)


async def change_policy(
    db: AsyncSession, principal: Principal, policy_id: UUID, given: GuardrailPolicyChange, possible: Possible
) -> GuardrailPolicyRead:
    """Change a policy; a new document becomes the next version, which is yet to be activated.

    Raises:
        Forbidden: the principal lacks ``guardrails.write``.
        GuardrailPolicyNotFound, GuardrailPolicyNameTaken: see their words.
        InputInvalid: an agent is none of this tenant, a rule would redact what its detector cannot point to, or its
            judge's model is not there.
    """
    access.require(principal, "guardrails.write")
    if given.document is not None:
        await _require_possible(db, given.document, possible)
    policy = await _get(db, policy_id, lock=True)
    before: dict[str, JsonValue] = {"name": policy.name, "for_all": policy.for_all}
    repository = GuardrailRepository(db)
    if given.name is not None:
        policy.name = given.name
    if given.for_all is not None:
        if given.for_all and not policy.for_all:
            await _free_for_all(db)
        policy.for_all = given.for_all
    await _add(db, policy)
    number = await repository.latest_number(policy.id)
    if given.document is not None:
        number += 1
        await _add_version(db, principal, policy, given.document, number)
    if given.agents is not None:
        await _assign_agents(db, policy.id, given.agents)
    if given.tools is not None:
        await repository.assign(policy.id, "tool", given.tools)
    if given.workflows is not None:
        await repository.assign(policy.id, "process", given.workflows)
    after: dict[str, JsonValue] = {"name": policy.name, "for_all": policy.for_all, "number": number}
    await audit.record(
        db, principal, "guardrail_policy.changed", "guardrail_policy", policy.id, before=before, after=after
    )
    await epochs.bump_config(db)
    return await _read(db, policy)


async def activate_version(db: AsyncSession, principal: Principal, policy_id: UUID, number: int) -> GuardrailPolicyRead:
    """Make a version the one that applies; an older number rolls back.

    Raises:
        Forbidden: the principal lacks ``guardrails.write``.
        GuardrailPolicyNotFound, GuardrailPolicyVersionNotFound: there is none.
    """
    access.require(principal, "guardrails.write")
    policy = await _get(db, policy_id, lock=True)
    await _version(db, policy_id, number)
    before: dict[str, JsonValue] = {"number": policy.active_number}
    policy.active_number = number
    await audit.record(
        db, principal, "guardrail_policy.activated", "guardrail_policy", policy.id,
        before=before, after={"number": number},
    )  # fmt: skip
    await epochs.bump_config(db)
    return await _read(db, policy)


async def delete_policy(db: AsyncSession, principal: Principal, policy_id: UUID) -> None:
    """Delete a policy; its agents come under the tenant's policy for all, or the one that comes with Charter.

    Raises:
        Forbidden: the principal lacks ``guardrails.write``.
        GuardrailPolicyNotFound: there is none.
    """
    access.require(principal, "guardrails.write")
    policy = await _get(db, policy_id, lock=True)
    await audit.record(
        db, principal, "guardrail_policy.deleted", "guardrail_policy", policy.id, before={"name": policy.name}
    )
    await db.delete(policy)
    await db.flush()
    await epochs.bump_config(db)


async def candidate(db: AsyncSession, principal: Principal, policy_id: UUID, number: int | None) -> Guard:
    """Return a version ready to be tried on texts of the past, its shadow mode off; default: the latest.

    Raises:
        Forbidden: the principal lacks ``guardrails.write``.
        GuardrailPolicyNotFound, GuardrailPolicyVersionNotFound: there is none.
    """
    access.require(principal, "guardrails.write")
    await _get(db, policy_id)
    number = number or await GuardrailRepository(db).latest_number(policy_id)
    version = await _version(db, policy_id, number)
    document = PolicyDocument.model_validate(version.document).model_copy(update={"shadow": False})
    return Guard(checker(), document, policy_id=policy_id, number=number)


async def _require_possible(db: AsyncSession, document: PolicyDocument, possible: Possible) -> None:
    _require_redactable(document)
    _require_brought(document, possible.brought)
    if document.judge is None:
        return
    try:
        (await load_catalog(db, possible.models.vault, possible.models.local)).resolve(document.judge.model)
    except (ModelUnknown, NoModelAvailable) as error:
        fields: list[FieldProblem] = [{"path": "/document/judge/model", "message": error.detail}]
        raise InputInvalid(error.detail, fields=fields) from error


def _require_brought(document: PolicyDocument, brought: Collection[str]) -> None:
    known = ", ".join(f"{MODEL_PREFIX}{name}" for name in sorted(brought)) or "none"
    fields: list[FieldProblem] = [
        {
            "path": f"/document/rules/{place}/detector",
            "message": f"There is no active {rule.detector}; there is {known}.",
        }
        for place, rule in enumerate(document.rules)
        if rule.detector.startswith(MODEL_PREFIX) and rule.detector.removeprefix(MODEL_PREFIX) not in brought
    ]
    if fields:
        raise InputInvalid(fields[0]["message"], fields=fields)


def _require_redactable(document: PolicyDocument) -> None:
    """Refuse rules that would let a text pass as it is: only some detectors say where in a text something stands."""
    fields: list[FieldProblem] = [
        {"path": f"/document/rules/{place}/action", "message": f"{rule.detector} judges the text as a whole; block it."}
        for place, rule in enumerate(document.rules)
        if rule.action is Action.REDACT and rule.detector not in REDACTABLE
    ]
    if fields:
        raise InputInvalid(fields[0]["message"], fields=fields)


async def _get(db: AsyncSession, policy_id: UUID, *, lock: bool = False) -> GuardrailPolicy:
    policy = await GuardrailRepository(db).policy(policy_id, lock=lock)
    if policy is None:
        raise GuardrailPolicyNotFound("There is no such guardrail policy in this tenant.")
    return policy


async def _version(db: AsyncSession, policy_id: UUID, number: int) -> GuardrailPolicyVersion:
    version = await GuardrailRepository(db).version(policy_id, number)
    if version is None:
        raise GuardrailPolicyVersionNotFound(f"The policy has no version {number}.")
    return version


async def _add(db: AsyncSession, policy: GuardrailPolicy) -> None:
    name = policy.name
    try:
        async with db.begin_nested():
            db.add(policy)
            await db.flush()
    except IntegrityError as error:
        taken = f"The name {name!r} is taken by another policy; choose another."
        raise GuardrailPolicyNameTaken(taken, fields=[{"path": "/name", "message": taken}]) from error


async def _add_version(
    db: AsyncSession, principal: Principal, policy: GuardrailPolicy, document: PolicyDocument, number: int
) -> None:
    dumped: dict[str, JsonValue] = document.model_dump(mode="json")
    db.add(GuardrailPolicyVersion(policy_id=policy.id, number=number, document=dumped, created_by=principal.id))
    await db.flush()


async def _free_for_all(db: AsyncSession) -> None:
    """Take the place of the policy for all from whoever has it: there is one."""
    holder = await GuardrailRepository(db).policy_for_all()
    if holder is not None:
        holder.for_all = False
        await db.flush()


async def _assign_agents(db: AsyncSession, policy_id: UUID, agents: Sequence[UUID]) -> None:
    try:
        async with db.begin_nested():
            await GuardrailRepository(db).assign(policy_id, "agent_id", agents)
    except IntegrityError as error:
        message = "One of these is no agent of this tenant."
        raise InputInvalid(message, fields=[{"path": "/agents", "message": message}]) from error


async def _read(db: AsyncSession, policy: GuardrailPolicy, number: int | None = None) -> GuardrailPolicyRead:
    repository = GuardrailRepository(db)
    latest = await repository.latest_number(policy.id)
    version = await _version(db, policy.id, number or policy.active_number or latest)
    assigned = await repository.assignments(policy.id)
    return GuardrailPolicyRead(
        id=policy.id,
        name=policy.name,
        active_number=policy.active_number,
        latest_number=latest,
        for_all=policy.for_all,
        agents=[one.agent_id for one in assigned if one.agent_id is not None],
        tools=[one.tool for one in assigned if one.tool is not None],
        workflows=[one.process for one in assigned if one.process is not None],
        document=PolicyDocument.model_validate(version.document),
        created_at=policy.created_at,
    )
