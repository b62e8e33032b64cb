"""Every query of tool policies and approvals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from charter.approvals.models import Approval, HeldText, ToolPolicy
from charter.approvals.questions import ApprovalState, NewApproval, Purpose, Standing
from charter.core.db import Connection
from charter.core.ids import new_id

_STANDING = """
SELECT DISTINCT ON (call_id, purpose)
  id, call_id, purpose, state, edited, decision_reason, round, answer, resume, tool, arguments
FROM approvals
WHERE call_id = ANY($1::uuid[]) ORDER BY call_id, purpose, round DESC"""

# The entry of the audit log is written with it: the sequencer seals it, as it does those of runs.
_ASK = """
WITH asked AS (
  INSERT INTO approvals (id, purpose, origin, origin_id, call_id, tool, agent, arguments, tainted, reason, policy_id,
    four_eyes, asked_by, expires_at, round, form, resume)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $17, $19, $20)
  ON CONFLICT DO NOTHING RETURNING id
), entry AS (
  INSERT INTO audit_pending (id, actor_kind, actor_id, actor_label, action, resource_kind, resource_id, after)
  SELECT $15, 'service', $13, $3, 'approval.requested', 'approval', asked.id, $16 FROM asked
), told AS (
  INSERT INTO outbox_events (id, kind, payload)
  SELECT $18, 'approval.requested', jsonb_build_object('approval_id', asked.id) FROM asked
), held AS (
  INSERT INTO held_texts (id, approval_id, origin_id, call_id, sealed)
  SELECT $21, asked.id, $4, $5, $22 FROM asked WHERE $21::uuid IS NOT NULL
)
SELECT id FROM asked"""

_LOCK = """
SELECT id, call_id, purpose, state, edited, decision_reason, round, answer, resume, tool, arguments FROM approvals
WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE"""

_WITHDRAW = "UPDATE approvals SET state = 'withdrawn' WHERE origin_id = $1 AND state = 'pending'"


async def standing(connection: Connection, calls: Sequence[UUID]) -> list[Standing]:
    """Return what was asked last about calls, and how it stands."""
    return [_standing(row) for row in await connection.fetch(_STANDING, list(calls))]


async def ask(connection: Connection, questions: Sequence[NewApproval]) -> list[Standing]:
    """Ask, unless it was asked before; returns how all of them stand, locked until the transaction ends.

    Who is about to wait for an answer cannot miss it: a decision that was made in between is seen here.
    """
    new = set()
    for one in questions:
        if one.purpose == Purpose.INPUT and one.form is None:
            continue  # it was asked, with its form, and is waited for
        told = {"tool": one.tool, "reason": one.reason}
        values = (
            new_id(), one.purpose, one.origin, one.origin_id, one.call_id, one.tool, one.agent, one.arguments,
            one.tainted, one.reason, one.policy_id, one.four_eyes, one.asked_by, one.expires_at,
        )  # fmt: skip
        held = (one.held.id, one.held.sealed) if one.held is not None else (None, None)
        made = await connection.fetchval(
            _ASK, *values, new_id(), told, one.round, new_id(), one.form, one.resume, *held
        )
        if made is not None:
            new.add(made)
    wanted = {(one.call_id, one.purpose) for one in questions}
    found = await standing(connection, [one.call_id for one in questions])
    ids = sorted(one.id for one in found if (one.call_id, one.purpose) in wanted)
    return [_standing(row, new) for row in await connection.fetch(_LOCK, ids)]


async def withdraw(connection: Connection, origin_id: UUID) -> None:
    """Say that nobody waits any more for what was asked on behalf of a run or instance, and forget what waited."""
    await connection.execute(_WITHDRAW, origin_id)
    await connection.execute("DELETE FROM held_texts WHERE origin_id = $1", origin_id)


async def withdraw_call(connection: Connection, call_id: UUID) -> None:
    """Say that nobody waits any more for what was asked about a call, and forget what waited."""
    await connection.execute(
        "UPDATE approvals SET state = 'withdrawn' WHERE call_id = $1 AND state = 'pending'", call_id
    )
    await connection.execute("DELETE FROM held_texts WHERE call_id = $1", call_id)


async def let_go(connection: Connection, approvals: Sequence[UUID]) -> None:
    """Forget the texts of questions: they have gone on."""
    await connection.execute("DELETE FROM held_texts WHERE approval_id = ANY($1::uuid[])", list(approvals))


def _standing(row: Any, new: set[UUID] | frozenset[UUID] = frozenset()) -> Standing:
    state = ApprovalState(row["state"])
    facts = (row["edited"], row["decision_reason"], row["round"], row["answer"], row["resume"])
    about = (row["tool"], row["arguments"])
    return Standing(row["id"], row["call_id"], row["purpose"], state, *facts, *about, new=row["id"] in new)


class ApprovalRepository:
    """Policies and approvals of the transaction's tenant."""

    def __init__(self, db: AsyncSession) -> None:
        self._db = db

    async def policies(self, *, enabled_only: bool = False) -> list[ToolPolicy]:
        """Return policies in the order in which they are asked."""
        query = select(ToolPolicy).order_by(ToolPolicy.position, ToolPolicy.name)
        return list(await self._db.scalars(query.where(ToolPolicy.enabled) if enabled_only else query))

    async def count_policies(self) -> int:
        return int(await self._db.scalar(select(func.count()).select_from(ToolPolicy)) or 0)

    async def policy(self, policy_id: UUID, *, lock: bool = False) -> ToolPolicy | None:
        query = select(ToolPolicy).where(ToolPolicy.id == policy_id)
        return await self._db.scalar(query.with_for_update() if lock else query)

    async def approval(self, approval_id: UUID, *, lock: bool = False) -> Approval | None:
        query = select(Approval).where(Approval.id == approval_id)
        return await self._db.scalar(query.with_for_update() if lock else query)

    async def approvals(
        self, *, state: str | None, origin_id: UUID | None, seen_by: UUID | None, after: UUID | None, limit: int
    ) -> list[Approval]:
        """Return approvals, newest first.

        Args:
            seen_by: only those that this principal asked for or was given.
        """
        query = select(Approval).order_by(Approval.id.desc()).limit(limit)
        if state is not None:
            query = query.where(Approval.state == state)
        if origin_id is not None:
            query = query.where(Approval.origin_id == origin_id)
        if seen_by is not None:
            query = query.where(or_(Approval.asked_by == seen_by, Approval.assigned_to == seen_by))
        if after is not None:
            query = query.where(Approval.id < after)
        return list(await self._db.scalars(query))

    async def withdraw(self, origin_id: UUID) -> None:
        """As :func:`withdraw`."""
        raw: Any = await (await self._db.connection()).get_raw_connection()
        await withdraw(raw.driver_connection, origin_id)

    async def held(self, approvals: Sequence[UUID], *, lock: bool = False) -> list[HeldText]:
        """Return the texts that wait for answers to these questions."""
        query = select(HeldText).where(HeldText.approval_id.in_(approvals))
        return list(await self._db.scalars(query.with_for_update() if lock else query))

    async def all_held(self) -> list[tuple[HeldText, Approval]]:
        """Return every text that waits, with its question; locked."""
        query = select(HeldText, Approval).where(Approval.id == HeldText.approval_id).with_for_update()
        return [(held, approval) for held, approval in await self._db.execute(query)]

    async def drop_held(self, approval_id: UUID) -> None:
        await self._db.execute(delete(HeldText).where(HeldText.approval_id == approval_id))


async def expire(db: AsyncSession, now: datetime) -> list[Any]:
    """End questions that nobody answered in time; returns them. System session."""
    done = await db.execute(
        text("""
        WITH ended AS (
          UPDATE approvals SET state = 'expired' WHERE (tenant_id, id) IN (
            SELECT tenant_id, id FROM approvals WHERE state = 'pending' AND expires_at <= :now LIMIT 500
            FOR UPDATE SKIP LOCKED)
          RETURNING tenant_id, id, origin, origin_id, call_id
        ), gone AS (
          DELETE FROM held_texts h USING ended e WHERE h.tenant_id = e.tenant_id AND h.approval_id = e.id
        )
        SELECT * FROM ended"""),
        {"now": now},
    )
    return list(done.all())


async def expire_kept_too_long(db: AsyncSession, now: datetime) -> list[Any]:
    """Forget texts that wait longer than their tenants keep anything; returns what ended with it. System session."""
    done = await db.execute(
        text("""
        WITH gone AS (
          DELETE FROM held_texts h USING tenants t WHERE t.id = h.tenant_id AND t.retention_days IS NOT NULL
            AND h.created_at < CAST(:now AS timestamptz) - make_interval(days => t.retention_days)
          RETURNING h.tenant_id, h.approval_id
        )
        UPDATE approvals a SET state = 'expired' FROM gone g
        WHERE a.tenant_id = g.tenant_id AND a.id = g.approval_id AND a.state = 'pending'
        RETURNING a.tenant_id, a.id, a.origin, a.origin_id, a.call_id"""),
        {"now": now},
    )
    return list(done.all())


async def open_calls(db: AsyncSession, origin: str) -> list[tuple[UUID, UUID]]:
    """Return tenant and call of every question of an origin that waits. System session."""
    query = select(Approval.tenant_id, Approval.call_id)
    found = await db.execute(query.where(Approval.state == ApprovalState.PENDING, Approval.origin == origin))
    return [(tenant_id, call_id) for tenant_id, call_id in found]


async def take_back(db: AsyncSession, calls: Sequence[tuple[UUID, UUID]]) -> None:
    """Say that nobody waits any more for what was asked about calls, and forget what waited. System session."""
    await db.execute(
        text("""
        WITH gone AS (
          SELECT * FROM unnest(CAST(:tenants AS uuid[]), CAST(:calls AS uuid[])) AS g(tenant_id, call_id)
        ), ended AS (
          UPDATE approvals a SET state = 'withdrawn' FROM gone g
          WHERE a.tenant_id = g.tenant_id AND a.call_id = g.call_id AND a.state = 'pending'
        )
        DELETE FROM held_texts h USING gone g WHERE h.tenant_id = g.tenant_id AND h.call_id = g.call_id"""),
        {"tenants": [tenant_id for tenant_id, _ in calls], "calls": [call_id for _, call_id in calls]},
    )
