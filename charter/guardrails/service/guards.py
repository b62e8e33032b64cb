"""The guards of a tenant: which policy applies to which agent, ready to be used. Loaded once per epoch."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.core.db import Connection, Database
from charter.core.ids import new_id
from charter.core.principal import Principal
from charter.guardrails.checking import Checker
from charter.guardrails.judging import HAZARDS
from charter.guardrails.policy import SHIPPED, Guard, NewViolation, Place, PolicyDocument, Verdict, fingerprint
from charter.guardrails.repository import GuardrailRepository, insert_violations
from charter.guardrails.schemas import (
    GuardrailCheckInput,
    GuardrailHit,
    GuardrailSpan,
    GuardrailVerdict,
    JudgeCategoryRead,
)

_MAXIMUM_TENANTS = 1_000


@cache
def checker() -> Checker:
    """Return the detectors of this process."""
    return Checker()


@dataclass(frozen=True)
class GuardBook:
    """The guards of one tenant at one moment."""

    for_all: Guard
    by_agent: Mapping[UUID, Guard] = field(default_factory=dict)
    by_tool: Mapping[str, Guard] = field(default_factory=dict)
    by_process: Mapping[str, Guard] = field(default_factory=dict)

    def of(self, agent_id: UUID | None = None, *, tool: str | None = None, process: str | None = None) -> Guard:
        """Return the guard of a text: the nearest policy decides, alone.

        That of the tool that the text goes to or comes from, else that of the agent, else that of the workflow, else
        the tenant's for all, else the one that comes with Charter.
        """
        if tool is not None and (guard := self.by_tool.get(tool)) is not None:
            return guard
        if agent_id is not None and (guard := self.by_agent.get(agent_id)) is not None:
            return guard
        return self.by_process.get(process, self.for_all) if process is not None else self.for_all


class GuardShelf:
    """Keeps the guards of tenants until their configuration moves. One per process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._books: OrderedDict[UUID, tuple[int, GuardBook]] = OrderedDict()

    async def book(self, tenant_id: UUID, config_epoch: int | None = None) -> GuardBook:
        """Return a tenant's guards as they are now.

        Args:
            config_epoch: the tenant's, if the caller has just read it: spares a look at the database.
        """
        kept = self._books.get(tenant_id)
        if kept is None or kept[0] != config_epoch:
            async with self._database.tenant_session(tenant_id) as db:
                epoch: int = db.info["tenant"].config_epoch
                if kept is None or kept[0] != epoch:
                    kept = self._books[tenant_id] = (epoch, await load_guards(db))
                    while len(self._books) > _MAXIMUM_TENANTS:
                        self._books.popitem(last=False)
        self._books.move_to_end(tenant_id)
        return kept[1]


async def load_guards(db: AsyncSession) -> GuardBook:
    """Return the guards of the transaction's tenant."""
    repository = GuardrailRepository(db)
    excepted = {(one.detector, one.text_hash): one.expires_at for one in await repository.exceptions()}
    guards: dict[UUID, Guard] = {}
    for_all = None
    for policy, version in await repository.active():
        guards[policy.id] = _guard(PolicyDocument.model_validate(version.document), policy.id, version.number, excepted)
        if policy.for_all:
            for_all = guards[policy.id]
    given = [(one, guards[one.policy_id]) for one in await repository.assignments() if one.policy_id in guards]
    return GuardBook(
        for_all or (_guard(SHIPPED, None, 0, excepted) if excepted else shipped()),
        {one.agent_id: guard for one, guard in given if one.agent_id is not None},
        {one.tool: guard for one, guard in given if one.tool is not None},
        {one.process: guard for one, guard in given if one.process is not None},
    )


@cache
def shipped() -> Guard:
    """Return the guard that applies where a tenant has said nothing; all such tenants share it."""
    return Guard(checker(), SHIPPED)


def _guard(
    document: PolicyDocument, policy_id: UUID | None, number: int, excepted: Mapping[tuple[str, bytes], datetime]
) -> Guard:
    return Guard(checker(), document, policy_id=policy_id, number=number, excepted=excepted)


async def guard_for(db: AsyncSession, principal: Principal, given: GuardrailCheckInput) -> Guard:
    """Return what would read a text in a run.

    Raises:
        Forbidden: the principal lacks ``guardrails.read``, or ``guardrails.write`` where a judge is to be asked.
    """
    access.require(principal, "guardrails.write" if given.judge else "guardrails.read")
    return (await load_guards(db)).of(given.agent_id, tool=given.tool, process=given.workflow)


def shown_verdict(guard: Guard, verdict: Verdict) -> GuardrailVerdict:
    """Return a verdict as the outside sees it."""
    return GuardrailVerdict(
        blocked=verdict.blocked,
        action=verdict.action,
        text=None if verdict.blocked else verdict.text,
        message=verdict.message if verdict.blocked else None,
        hits=[
            GuardrailHit(
                detector=hit.detector,
                action=hit.action,
                score=hit.score,
                spans=[GuardrailSpan.model_validate(span) for span in hit.spans],
                shadow=hit.shadow,
            )
            for hit in verdict.hits
        ],
        scores={name: finding.score for name, finding in verdict.report.findings.items()},
        policy_id=guard.policy_id,
        policy_number=guard.number,
        model_version=verdict.report.model_version or guard.model_version,
        ms=round(verdict.report.ms, 3),
    )


def violations_of(guard: Guard, verdict: Verdict, text: str, place: Place) -> list[NewViolation]:
    """Return what is to be recorded of a verdict."""
    if not verdict.hits:
        return []
    text_hash = fingerprint(text)
    return [
        NewViolation(
            new_id(), place, hit, text_hash, guard.policy_id, guard.number, hit.decided_by or guard.model_version
        )
        for hit in verdict.hits
    ]


async def record(connection: Connection, violations: list[NewViolation]) -> None:
    """Write violations in the transaction of what they stopped."""
    await insert_violations(connection, violations)


def judge_categories(principal: Principal) -> list[JudgeCategoryRead]:
    """Return what judges can be asked about without a tenant's own words.

    Raises:
        Forbidden: the principal lacks ``guardrails.read``.
    """
    access.require(principal, "guardrails.read")
    return [JudgeCategoryRead(name=name, description=words) for name, words in HAZARDS.items()]


def model_card(principal: Principal) -> dict[str, JsonValue]:
    """Return the card of the models in use.

    Raises:
        Forbidden: the principal lacks ``guardrails.read``.
    """
    access.require(principal, "guardrails.read")
    return checker().classifiers.card
