"""Every query of budgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from charter.budgets.models import Budget, BudgetCounter
from charter.core.db import Connection


class BudgetRepository:
    """Budgets of the transaction's tenant."""

    def __init__(self, db: AsyncSession) -> None:
        self._db = db

    async def find(self, budget_id: UUID) -> Budget | None:
        return await self._db.scalar(select(Budget).where(Budget.id == budget_id))

    async def lock(self, budget_id: UUID) -> Budget | None:
        return await self._db.scalar(select(Budget).where(Budget.id == budget_id).with_for_update())

    async def all(self) -> list[Budget]:
        return list(await self._db.scalars(select(Budget).order_by(Budget.id)))

    async def list_page(self, *, after: UUID | None, limit: int) -> list[Budget]:
        query = select(Budget).order_by(Budget.id).limit(limit)
        return list(await self._db.scalars(query.where(Budget.id > after) if after else query))

    async def counter(self, budget_id: UUID, start: datetime) -> BudgetCounter | None:
        query = select(BudgetCounter).where(BudgetCounter.budget_id == budget_id, BudgetCounter.period_start == start)
        return await self._db.scalar(query)

    async def used_since(self, budget: Budget, start: datetime) -> int:
        """Return what the usage records say was used of a budget since ``start``: deleting it resets nothing."""
        amount = {
            "runs": "count(DISTINCT run_id)",
            "tokens": "coalesce(sum(input_tokens + output_tokens), 0)",
            "cost_micros": "coalesce(sum(cost_micros), 0)",
        }[budget.metric]
        query = f"""
            SELECT {amount} FROM usage_records u WHERE u.at >= :start
            AND (CAST(:agent AS uuid) IS NULL OR u.agent_id = :agent)
            AND (CAST(:principal AS uuid) IS NULL OR u.principal_id = :principal OR EXISTS (
              SELECT FROM api_keys k WHERE k.id = u.principal_id AND k.created_by = :principal))
            AND (CAST(:team AS uuid) IS NULL OR EXISTS (
              SELECT FROM team_members m LEFT JOIN api_keys k ON k.created_by = m.user_id
              WHERE m.team_id = :team AND u.principal_id IN (m.user_id, k.id)))"""
        values = {
            "start": start,
            "agent": budget.agent_id,
            "principal": budget.user_id or budget.api_key_id,
            "team": budget.team_id,
        }
        return int(await self._db.scalar(text(query), values) or 0)

    async def report(self, columns: Sequence[str], since: datetime, until: datetime, zone: str) -> Sequence[Row[Any]]:
        """Return usage summed by columns of :data:`DIMENSIONS`, largest cost first."""
        chosen = ", ".join(f"{DIMENSIONS[name]} AS {name}" for name in columns)
        groups = ", ".join(str(number + 1) for number in range(len(columns)))
        query = f"""
            SELECT {chosen}{"," if chosen else ""} count(DISTINCT u.run_id) AS runs, count(*) AS model_calls,
              coalesce(sum(u.input_tokens), 0) AS input_tokens, coalesce(sum(u.output_tokens), 0) AS output_tokens,
              coalesce(sum(u.cost_micros), 0) AS cost_micros
            FROM usage_records u
            LEFT JOIN api_keys k ON k.tenant_id = u.tenant_id AND k.id = u.principal_id
            LEFT JOIN members m ON m.tenant_id = u.tenant_id AND m.user_id = coalesce(k.created_by, u.principal_id)
            {_TEAMS if "team" in columns else ""}
            WHERE u.at >= :since AND u.at < :until
            {f"GROUP BY {groups}" if groups else ""}
            ORDER BY cost_micros DESC, runs DESC {f", {groups}" if groups else ""} LIMIT 10001"""
        return (await self._db.execute(text(query), {"since": since, "until": until, "zone": zone})).all()


DIMENSIONS = {
    "agent": "u.agent_slug",
    "model": "u.model",
    "provider": "split_part(u.model, '/', 1)",
    "user": "m.email",
    "key": "k.name",
    "team": "t.name",
    "day": "to_char(u.at AT TIME ZONE :zone, 'YYYY-MM-DD')",
    "month": "to_char(u.at AT TIME ZONE :zone, 'YYYY-MM')",
}
"""What a report can be made by."""

_TEAMS = """LEFT JOIN team_members tm ON tm.tenant_id = u.tenant_id AND tm.user_id = m.user_id
            LEFT JOIN teams t ON t.tenant_id = tm.tenant_id AND t.id = tm.team_id"""


@dataclass(frozen=True, slots=True)
class Held:
    """A counter that is locked, with what its budget says and what the run holds of it."""

    budget_id: UUID
    period_start: datetime
    name: str
    metric: str
    period: str
    ceiling: int
    warn_percent: int | None
    used: int
    reserved: int
    warned: bool
    run_reserved: int
    run_settled: int


async def lock_counters(
    connection: Connection, run_id: UUID, budget_ids: list[UUID], starts: list[datetime]
) -> list[Held]:
    """Make the counters that are missing, and lock them all in the order of their ids: two runs wait, never circle."""
    await connection.execute(
        "INSERT INTO budget_counters (budget_id, period_start) SELECT b.id, t.start "
        "FROM unnest($1::uuid[], $2::timestamptz[]) AS t(id, start) JOIN budgets b ON b.id = t.id "
        "ORDER BY b.id ON CONFLICT DO NOTHING",
        budget_ids,
        starts,
    )
    return await _lock(
        connection,
        "JOIN unnest($2::uuid[], $3::timestamptz[]) AS t(id, start) ON t.id = c.budget_id AND t.start = c.period_start "
        "LEFT JOIN budget_reservations r ON r.budget_id = c.budget_id AND r.run_id = $1",
        run_id,
        budget_ids,
        starts,
    )


async def lock_held(connection: Connection, run_id: UUID) -> list[Held]:
    """Lock the counters of which a run holds something."""
    condition = (
        "JOIN budget_reservations r ON r.budget_id = c.budget_id AND r.period_start = c.period_start AND r.run_id = $1"
    )
    return await _lock(connection, condition, run_id)


async def _lock(connection: Connection, condition: str, *arguments: object) -> list[Held]:
    rows = await connection.fetch(
        "SELECT c.budget_id, c.period_start, b.name, b.metric, b.period, b.ceiling, b.warn_percent, c.used, "
        "c.reserved, c.warned, coalesce(r.reserved, 0) AS run_reserved, coalesce(r.settled, 0) AS run_settled "
        f"FROM budget_counters c JOIN budgets b ON b.tenant_id = c.tenant_id AND b.id = c.budget_id {condition} "
        "ORDER BY c.budget_id FOR UPDATE OF c",
        *arguments,
    )
    return [Held(**dict(row)) for row in rows]


async def write_counters(connection: Connection, run_id: UUID, held: Sequence[Held], *, keep: bool) -> None:
    """Write locked counters back, and what the run holds of them: nothing any more unless ``keep``.

    There are none when they were deleted since the book was read: the caller learns from the epoch that it is old.
    """
    if not held:
        return
    columns = list(
        zip(
            *(
                (it.budget_id, it.period_start, it.used, it.reserved, it.warned, it.run_reserved, it.run_settled)
                for it in held
            ),
            strict=True,
        )
    )
    await connection.execute(
        "UPDATE budget_counters c SET used = t.used, reserved = t.reserved, warned = t.warned "
        "FROM unnest($1::uuid[], $2::timestamptz[], $3::bigint[], $4::bigint[], $5::bool[]) "
        "AS t(id, start, used, reserved, warned) WHERE c.budget_id = t.id AND c.period_start = t.start",
        *columns[:5],
    )
    if not keep:
        await connection.execute("DELETE FROM budget_reservations WHERE run_id = $1", run_id)
        return
    await connection.execute(
        "INSERT INTO budget_reservations (run_id, budget_id, period_start, reserved, settled) "
        "SELECT $1, t.id, t.start, t.reserved, t.settled "
        "FROM unnest($2::uuid[], $3::timestamptz[], $4::bigint[], $5::bigint[]) AS t(id, start, reserved, settled) "
        "ON CONFLICT (tenant_id, run_id, budget_id) DO UPDATE SET reserved = excluded.reserved, "
        "settled = excluded.settled",
        run_id,
        columns[0],
        columns[1],
        columns[5],
        columns[6],
    )
