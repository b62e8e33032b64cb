"""Every query of guardrails."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Select, delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from charter.core.db import Connection
from charter.core.ids import new_id
from charter.guardrails.judging import Judgement
from charter.guardrails.lineup import Compared, Sums
from charter.guardrails.models import (
    GuardrailAssignment,
    GuardrailCase,
    GuardrailException,
    GuardrailJudgement,
    GuardrailModelLineup,
    GuardrailModelPart,
    GuardrailModelScore,
    GuardrailModelVersion,
    GuardrailPolicy,
    GuardrailPolicyVersion,
    Violation,
    ViolationAlert,
    ViolationReader,
)
from charter.guardrails.policy import NewViolation

AssignedTo = Literal["agent_id", "tool", "process"]
"""The column that says what a policy is for."""

_INSERT = """
INSERT INTO violations (id, run_id, agent_id, stage, detector, action, score, spans, evidence, text_hash, shadow,
  policy_id, policy_number, model_version, origin, instance_id, tool)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
"""


RECORDED = "violations.recorded"
"""Event: violations were written. Payload: their ids. Only where somebody is to be told."""

_TELL = """
INSERT INTO outbox_events (id, kind, payload) SELECT $1, $2, $3 WHERE EXISTS (SELECT FROM violation_alerts)"""


async def insert_violations(connection: Connection, violations: Sequence[NewViolation]) -> None:
    """Write violations in the transaction of what they stopped, and tell whoever is to be told."""
    for one in violations:
        hit, place = one.hit, one.place
        spans = [{"start": span.start, "end": span.end, "kind": span.kind} for span in hit.spans]
        await connection.execute(
            _INSERT, one.id, place.run_id, place.agent_id, str(hit.stage), hit.detector, str(hit.action), hit.score,
            spans, hit.evidence, one.text_hash, hit.shadow, one.policy_id, one.policy_number,
            one.model_version, place.origin, place.instance_id, place.tool,
        )  # fmt: skip
    await connection.execute(_TELL, new_id(), RECORDED, {"violations": [str(one.id) for one in violations]})


async def find_judgement(connection: Connection, key: bytes, run_id: UUID | None) -> Judgement | None:
    """Return what a judge said before; that it gave no verdict counts for the same run only, and there first."""
    row = await connection.fetchrow(
        "SELECT verdict, categories, model, failure FROM guardrail_judgements WHERE key = $1 "
        "AND (verdict IN ('safe', 'unsafe') OR (verdict = 'failed' AND run_id = $2)) "
        "ORDER BY (run_id IS NOT DISTINCT FROM $2) DESC, id LIMIT 1",
        key,
        run_id,
    )
    return Judgement(row["verdict"], tuple(row["categories"]), row["model"], row["failure"]) if row else None


async def begin_judgement(connection: Connection, judgement_id: UUID, key: bytes, run_id: UUID | None) -> None:
    """Note that a judge is being asked, in the transaction that holds what this may cost."""
    await connection.execute(
        "INSERT INTO guardrail_judgements (id, key, run_id) VALUES ($1, $2, $3)", judgement_id, key, run_id
    )


async def end_judgement(
    connection: Connection, judgement_id: UUID, key: bytes, run_id: UUID | None, judgement: Judgement
) -> None:
    """Write what came of it; it may not have begun."""
    await connection.execute(
        "INSERT INTO guardrail_judgements (id, key, run_id, verdict, categories, model, failure) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, id) DO UPDATE SET verdict = excluded.verdict, "
        "categories = excluded.categories, model = excluded.model, failure = excluded.failure",
        judgement_id, key, run_id, judgement.verdict, list(judgement.categories), judgement.model, judgement.failure,
    )  # fmt: skip


async def drop_judgement(connection: Connection, judgement_id: UUID) -> None:
    """Delete a judgement that was never made."""
    await connection.execute("DELETE FROM guardrail_judgements WHERE id = $1 AND verdict IS NULL", judgement_id)


async def lost_judgements(db: AsyncSession, before: datetime) -> list[tuple[UUID, UUID]]:
    """Return tenants and judgements that began before then and were never made. System session."""
    columns = (GuardrailJudgement.tenant_id, GuardrailJudgement.id)
    query = select(*columns).where(GuardrailJudgement.verdict.is_(None), GuardrailJudgement.created_at < before)
    return [(row[0], row[1]) for row in await db.execute(query.limit(1_000))]


async def forget_judgements(db: AsyncSession, before: datetime) -> None:
    """Delete the judgements that were made before then. System session."""
    made = GuardrailJudgement.verdict.is_not(None)
    await db.execute(delete(GuardrailJudgement).where(made, GuardrailJudgement.created_at < before))


class GuardrailRepository:
    """Queries within one tenant's transaction."""

    def __init__(self, db: AsyncSession) -> None:
        self._db = db

    def policies(self) -> Select[GuardrailPolicy]:
        """Return the query of all policies."""
        return select(GuardrailPolicy)

    async def policy(self, policy_id: UUID, *, lock: bool = False) -> GuardrailPolicy | None:
        query = select(GuardrailPolicy).where(GuardrailPolicy.id == policy_id)
        found: GuardrailPolicy | None = await self._db.scalar(query.with_for_update() if lock else query)
        return found

    async def policy_for_all(self) -> GuardrailPolicy | None:
        found: GuardrailPolicy | None = await self._db.scalar(
            select(GuardrailPolicy).where(GuardrailPolicy.for_all).with_for_update()
        )
        return found

    async def version(self, policy_id: UUID, number: int) -> GuardrailPolicyVersion | None:
        found: GuardrailPolicyVersion | None = await self._db.scalar(
            select(GuardrailPolicyVersion).where(
                GuardrailPolicyVersion.policy_id == policy_id, GuardrailPolicyVersion.number == number
            )
        )
        return found

    async def latest_number(self, policy_id: UUID) -> int:
        query = select(func.max(GuardrailPolicyVersion.number)).where(GuardrailPolicyVersion.policy_id == policy_id)
        return await self._db.scalar(query) or 0

    async def active(self) -> list[tuple[GuardrailPolicy, GuardrailPolicyVersion]]:
        """Return the policies that apply somewhere, with the version that does."""
        rows = await self._db.execute(
            select(GuardrailPolicy, GuardrailPolicyVersion).join(
                GuardrailPolicyVersion,
                (GuardrailPolicyVersion.policy_id == GuardrailPolicy.id)
                & (GuardrailPolicyVersion.number == GuardrailPolicy.active_number),
            )
        )
        return [(row[0], row[1]) for row in rows]

    async def assignments(self, policy_id: UUID | None = None) -> list[GuardrailAssignment]:
        query = select(GuardrailAssignment)
        if policy_id is not None:
            query = query.where(GuardrailAssignment.policy_id == policy_id)
        return list(await self._db.scalars(query))

    async def assign(self, policy_id: UUID, what: AssignedTo, wanted: Sequence[UUID | str]) -> None:
        """Make these the agents, tools or processes that a policy is for; they lose the one they had."""
        column = getattr(GuardrailAssignment, what)
        ours = (GuardrailAssignment.policy_id == policy_id) & column.is_not(None)
        await self._db.execute(delete(GuardrailAssignment).where(ours | column.in_(wanted)))
        self._db.add_all(GuardrailAssignment(policy_id=policy_id, **{what: one}) for one in dict.fromkeys(wanted))
        await self._db.flush()

    async def exceptions(self) -> list[GuardrailException]:
        return list(await self._db.scalars(select(GuardrailException)))

    async def exception(self, exception_id: UUID) -> GuardrailException | None:
        found: GuardrailException | None = await self._db.scalar(
            select(GuardrailException).where(GuardrailException.id == exception_id)
        )
        return found

    async def except_text(
        self, detector: str, text_hash: bytes, reason: str, expires_at: datetime, created_by: UUID | None
    ) -> GuardrailException:
        """Let a text pass a detector, in place of an earlier exception for it."""
        await self._db.execute(
            delete(GuardrailException).where(
                GuardrailException.detector == detector, GuardrailException.text_hash == text_hash
            )
        )
        made = GuardrailException(
            detector=detector, text_hash=text_hash, reason=reason, expires_at=expires_at, created_by=created_by
        )
        self._db.add(made)
        await self._db.flush()
        await self._db.refresh(made)
        return made

    def violations(
        self,
        *,
        state: str | None,
        detector: str | None,
        run_id: UUID | None,
        agent_id: UUID | None,
        instance_id: UUID | None,
        tool: str | None,
    ) -> Select[Violation]:
        """Return the query of violations that satisfy the filters."""
        query = select(Violation)
        for column, wanted in (
            (Violation.state, state), (Violation.detector, detector), (Violation.run_id, run_id),
            (Violation.agent_id, agent_id), (Violation.instance_id, instance_id), (Violation.tool, tool),
        ):  # fmt: skip
            if wanted is not None:
                query = query.where(column == wanted)
        return query

    async def violation(self, violation_id: UUID, *, lock: bool = False) -> Violation | None:
        query = select(Violation).where(Violation.id == violation_id)
        found: Violation | None = await self._db.scalar(query.with_for_update() if lock else query)
        return found

    async def violations_among(self, ids: Sequence[UUID]) -> list[Violation]:
        return list(await self._db.scalars(select(Violation).where(Violation.id.in_(ids)).order_by(Violation.id)))

    async def violations_after(self, seen: UUID | None, actions: Sequence[str], *, limit: int) -> list[Violation]:
        """Return violations that are newer, oldest first, without those of shadow policies."""
        query = select(Violation).where(Violation.action.in_(actions), Violation.shadow.is_(False))
        if seen is not None:
            query = query.where(Violation.id > seen)
        return list(await self._db.scalars(query.order_by(Violation.id).limit(limit)))

    async def newest_violation(self) -> UUID | None:
        found: UUID | None = await self._db.scalar(select(Violation.id).order_by(Violation.id.desc()).limit(1))
        return found

    async def count_after(self, seen: UUID | None, *, limit: int) -> int:
        newer = select(Violation.id)
        if seen is not None:
            newer = newer.where(Violation.id > seen)
        return await self._db.scalar(select(func.count()).select_from(newer.limit(limit).subquery())) or 0

    async def seen_until(self, reader: UUID) -> UUID | None:
        query = select(ViolationReader.seen_until).where(ViolationReader.id == reader)
        found: UUID | None = await self._db.scalar(query)
        return found

    async def see(self, reader: UUID, until: UUID) -> None:
        """Remember that a reader has seen all violations up to one; never fewer than before."""
        added = insert(ViolationReader).values(id=reader, seen_until=until)
        newest = func.greatest(ViolationReader.seen_until, added.excluded.seen_until)
        await self._db.execute(
            added.on_conflict_do_update(index_elements=["tenant_id", "id"], set_={"seen_until": newest})
        )

    async def cases(self) -> list[GuardrailCase]:
        return list(await self._db.scalars(select(GuardrailCase).order_by(GuardrailCase.id.desc())))

    async def case(self, case_id: UUID) -> GuardrailCase | None:
        found: GuardrailCase | None = await self._db.scalar(select(GuardrailCase).where(GuardrailCase.id == case_id))
        return found

    async def keep_case(self, case: GuardrailCase) -> None:
        """Keep a case, in place of an earlier one about the same text."""
        await self._db.execute(
            delete(GuardrailCase).where(
                GuardrailCase.stage == case.stage,
                GuardrailCase.detector == case.detector,
                GuardrailCase.text_hash == case.text_hash,
            )
        )
        self._db.add(case)
        await self._db.flush()
        await self._db.refresh(case)

    async def alerts(self, *, lock: bool = False) -> list[ViolationAlert]:
        query = select(ViolationAlert).order_by(ViolationAlert.id)
        return list(await self._db.scalars(query.with_for_update() if lock else query))

    async def alert(self, alert_id: UUID, *, lock: bool = False) -> ViolationAlert | None:
        query = select(ViolationAlert).where(ViolationAlert.id == alert_id)
        found: ViolationAlert | None = await self._db.scalar(query.with_for_update() if lock else query)
        return found


MODELS_CHANGED = "charter_guardrail_models"
"""Channel: other versions of models are in use."""
_PART_BYTES = 1 << 20
_ADD_SCORES = """
INSERT INTO guardrail_model_scores AS s (day, version, beside, stage, head, texts, hits, beside_hits, both_hit,
  score_sum, beside_score_sum)
VALUES (CURRENT_DATE, :version, :beside, :stage, :head, :texts, :hits, :beside_hits, :both_hit, :score_sum,
  :beside_score_sum)
ON CONFLICT (day, version, beside, stage, head) DO UPDATE SET texts = s.texts + excluded.texts,
  hits = s.hits + excluded.hits, beside_hits = s.beside_hits + excluded.beside_hits,
  both_hit = s.both_hit + excluded.both_hit, score_sum = s.score_sum + excluded.score_sum,
  beside_score_sum = s.beside_score_sum + excluded.beside_score_sum
"""


class ModelRepository:
    """Queries about installed models. For system sessions."""

    def __init__(self, db: AsyncSession) -> None:
        self._db = db

    async def versions(self) -> list[GuardrailModelVersion]:
        newest = GuardrailModelVersion.installed_at.desc()
        return list(await self._db.scalars(select(GuardrailModelVersion).order_by(GuardrailModelVersion.model, newest)))

    async def version(self, model: str, version: str) -> GuardrailModelVersion | None:
        found: GuardrailModelVersion | None = await self._db.scalar(
            select(GuardrailModelVersion).where(
                GuardrailModelVersion.model == model, GuardrailModelVersion.version == version
            )
        )
        return found

    async def add(self, version: GuardrailModelVersion, files: Mapping[str, bytes]) -> None:
        self._db.add(version)
        await self._db.flush()
        for file, content in files.items():
            for number, start in enumerate(range(0, len(content), _PART_BYTES)):
                part = content[start : start + _PART_BYTES]
                await self._db.execute(
                    insert(GuardrailModelPart).values(version_id=version.id, file=file, number=number, content=part)
                )
        await self._db.refresh(version)

    async def files(self, version_id: UUID) -> dict[str, bytes]:
        rows = await self._db.execute(
            select(GuardrailModelPart.file, GuardrailModelPart.content)
            .where(GuardrailModelPart.version_id == version_id)
            .order_by(GuardrailModelPart.file, GuardrailModelPart.number)
        )
        parts: dict[str, list[bytes]] = {}
        for file, content in rows:
            parts.setdefault(file, []).append(content)
        return {file: b"".join(all_of_it) for file, all_of_it in parts.items()}

    async def lineups(self) -> list[GuardrailModelLineup]:
        return list(await self._db.scalars(select(GuardrailModelLineup).order_by(GuardrailModelLineup.model)))

    async def lock_lineup(self, model: str) -> GuardrailModelLineup:
        """Return which versions of a model are in use, and keep others from changing that meanwhile."""
        await self._db.execute(insert(GuardrailModelLineup).values(model=model).on_conflict_do_nothing())
        query = select(GuardrailModelLineup).where(GuardrailModelLineup.model == model).with_for_update()
        return (await self._db.scalars(query)).one()

    async def tell(self) -> None:
        """Let every process know, once this commits, that other versions are in use."""
        await self._db.flush()
        await self._db.execute(text("SELECT pg_notify(:channel, '')"), {"channel": MODELS_CHANGED})

    async def add_scores(self, taken: Mapping[Compared, Sums]) -> None:
        for compared, sums in sorted(taken.items(), key=str):  # in one order: two processes wait, never circle
            await self._db.execute(text(_ADD_SCORES), asdict(compared) | asdict(sums))

    async def scores(self, versions: Collection[str], since: date) -> list[tuple[Compared, Sums]]:
        """Return what was counted of some versions since a day."""
        table = GuardrailModelScore
        named = (table.version, table.beside, table.stage, table.head)
        counted = (table.texts, table.hits, table.beside_hits, table.both_hit, table.score_sum, table.beside_score_sum)
        rows = await self._db.execute(
            select(*named, *(func.sum(column) for column in counted))
            .where(table.version.in_(versions), table.day >= since)
            .group_by(*named)
            .order_by(*named)
        )
        return [(Compared(*row[:4]), _sums(row[4:])) for row in rows]


def _sums(counted: Sequence[Any]) -> Sums:
    texts, hits, beside_hits, both_hit = map(int, counted[:4])
    return Sums(texts, hits, beside_hits, both_hit, float(counted[4]), float(counted[5]))
