"""Every query of budgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from charter.budgets.models import Budget, BudgetCounter, Plan
from charter.budgets.periods import ALL_TIME
from charter.budgets.schemas import PlanLimit
from charter.core.db import TENANT_OF_TRANSACTION, Connection
from charter.core.ids import new_id


class BudgetRepository:
    """Budgets of the transaction's tenant."""

    def __init__(self, db: AsyncSession) -> None:
        self._db = db

    async def find(self, budget_id: UUID) -> Budget | None:
        return await self._db.scalar(_LIVE.where(Budget.id == budget_id))

    async def lock(self, budget_id: UUID) -> Budget | None:
        return await self._db.scalar(_LIVE.where(Budget.id == budget_id).with_for_update())

    async def all(self) -> list[Budget]:
        return list(await self._db.scalars(_LIVE.order_by(Budget.id)))

    async def list_page(self, *, after: UUID | None, limit: int) -> list[Budget]:
        query = _LIVE.order_by(Budget.id).limit(limit)
        return list(await self._db.scalars(query.where(Budget.id > after) if after else query))

    async def find_deleted_like(self, budget: Budget) -> Budget | None:
        """Return, and hold, the last deleted budget of the same metric, period and scope that was no plan's."""
        query = select(Budget).where(
            Budget.deleted_at.is_not(None),
            Budget.from_plan.is_(False),
            Budget.metric == budget.metric,
            Budget.period == budget.period,
            *(getattr(Budget, name).is_not_distinct_from(getattr(budget, name)) for name in _SCOPES),
        )
        return await self._db.scalar(query.order_by(Budget.deleted_at.desc()).limit(1).with_for_update())

    async def counter(self, budget_id: UUID, start: datetime) -> BudgetCounter | None:
        query = select(BudgetCounter).where(BudgetCounter.budget_id == budget_id, BudgetCounter.period_start == start)
        return await self._db.scalar(query)

    async def used_since(self, budget: Budget, start: datetime) -> int:
        """Return what was used of a budget since ``start``, whoever counted it: deleting budgets resets nothing.

        The usage records tell it of runs, tokens and money; other budgets on the same, deleted ones too, of whatever
        they counted.
        """
        recorded = await self._recorded_since(budget, start) if budget.metric in _RECORDED else 0
        return max(recorded, await self._counted_since(budget, start))

    async def _counted_since(self, budget: Budget, start: datetime) -> int:
        same_scope = " AND ".join(f"b.{name} IS NOT DISTINCT FROM :{name}" for name in _SCOPES)
        query = f"""
            SELECT coalesce(max(each.used), 0) FROM (
              SELECT sum(c.used) AS used FROM budgets b
              JOIN budget_counters c ON c.tenant_id = b.tenant_id AND c.budget_id = b.id
              WHERE b.tenant_id = :tenant AND b.metric = :metric AND {same_scope} AND c.period_start >= :start
              GROUP BY b.id) AS each"""
        scope = {name: getattr(budget, name) for name in _SCOPES}
        values = {"tenant": budget.tenant_id, "metric": budget.metric, "start": start, **scope}
        return int(await self._db.scalar(text(query), values) or 0)

    async def count_at_least(self, budget: Budget, start: datetime) -> None:
        """Let a budget that begins stand at what was used in its present period before it was there."""
        query = text(
            "INSERT INTO budget_counters (tenant_id, budget_id, period_start, used) "
            "VALUES (:tenant, :id, :start, :used) "
            "ON CONFLICT (tenant_id, budget_id, period_start) "
            "DO UPDATE SET used = greatest(budget_counters.used, excluded.used), warned = false"
        )
        used = await self.used_since(budget, start)
        await self._db.execute(query, {"tenant": budget.tenant_id, "id": budget.id, "start": start, "used": used})

    async def let_go_of_ended(self, budget: Budget) -> None:
        """Drop what is held of a budget for runs that ended while it was deleted."""
        await self._db.execute(
            text(
                "DELETE FROM budget_reservations h WHERE h.tenant_id = :tenant AND h.budget_id = :id AND NOT EXISTS ("
                "SELECT FROM runs r WHERE r.tenant_id = h.tenant_id AND r.id = h.run_id AND r.ended_at IS NULL)"
            ),
            {"tenant": budget.tenant_id, "id": budget.id},
        )
        await self._db.execute(
            text(
                "UPDATE budget_counters c SET reserved = (SELECT coalesce(sum(h.reserved), 0) "
                "FROM budget_reservations h WHERE h.tenant_id = c.tenant_id AND h.budget_id = c.budget_id "
                "AND h.period_start = c.period_start) WHERE c.tenant_id = :tenant AND c.budget_id = :id"
            ),
            {"tenant": budget.tenant_id, "id": budget.id},
        )

    async def _recorded_since(self, budget: Budget, start: datetime) -> int:
        query = f"""
            SELECT {_RECORDED[budget.metric]} FROM usage_records u WHERE u.tenant_id = :tenant AND u.at >= :start
            AND (CAST(:agent AS uuid) IS NULL OR u.agent_id = :agent)
            AND (CAST(:principal AS uuid) IS NULL OR u.principal_id = :principal OR EXISTS (
              SELECT FROM api_keys k
              WHERE k.tenant_id = :tenant AND k.id = u.principal_id AND k.created_by = :principal))
            AND (CAST(:team AS uuid) IS NULL OR EXISTS (
              SELECT FROM team_members m
              LEFT JOIN api_keys k ON k.tenant_id = m.tenant_id AND k.created_by = m.user_id
              WHERE m.tenant_id = :tenant AND m.team_id = :team AND u.principal_id IN (m.user_id, k.id)))"""
        values = {
            "tenant": budget.tenant_id,
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
            SELECT {chosen}{"," if chosen else ""} {_RUNS.format("u.run_id")} AS runs, count(*) AS model_calls,
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


class PlanRepository:
    """Plans, and the budgets that tenants have of them. For system sessions."""

    def __init__(self, db: AsyncSession) -> None:
        self._db = db

    async def find(self, plan_id: UUID) -> Plan | None:
        return await self._db.scalar(select(Plan).where(Plan.id == plan_id))

    async def lock(self, plan_id: UUID) -> Plan | None:
        """Return a plan, and keep others from changing it or giving it to anybody meanwhile."""
        return await self._db.scalar(select(Plan).where(Plan.id == plan_id).with_for_update())

    async def list_page(self, *, after: UUID | None, limit: int) -> list[tuple[Plan, int]]:
        """Return plans, and how many tenants have each."""
        query = select(Plan, text(f"({_TENANTS_OF} plans.id)")).order_by(Plan.id).limit(limit)
        rows = await self._db.execute(query.where(Plan.id > after) if after else query)
        return [(row[0], int(row[1])) for row in rows]

    async def count_tenants(self, plan_id: UUID) -> int:
        return int(await self._db.scalar(text(f"{_TENANTS_OF} :plan"), {"plan": plan_id}) or 0)

    async def tenants(self, plan_id: UUID) -> list[UUID]:
        """Return the tenants that have a plan, and keep them on it meanwhile."""
        query = text("SELECT id FROM tenants WHERE plan_id = :plan ORDER BY id FOR UPDATE")
        return list(await self._db.scalars(query, {"plan": plan_id}))

    async def end_other_limits(self, tenants: Sequence[UUID], kept: Sequence[tuple[str, str]], now: datetime) -> None:
        """Delete what tenants have of plans, but for limits of these metrics and periods."""
        query = text(
            "UPDATE budgets SET deleted_at = :now WHERE tenant_id = ANY(CAST(:tenants AS uuid[])) AND from_plan "
            "AND deleted_at IS NULL AND metric || ' ' || period <> ALL(CAST(:kept AS text[]))"
        )
        names = [" ".join(each) for each in kept]
        await self._db.execute(query, {"now": now, "tenants": list(tenants), "kept": names})

    async def put_limit(
        self, tenants: Sequence[UUID], name: str, limit: PlanLimit, now: datetime
    ) -> list[tuple[Budget, str]]:
        """Let tenants have a limit; returns the budgets that are new (again), with their tenants' time zones."""
        values = {
            "tenants": list(tenants),
            "metric": limit.metric,
            "period": limit.period,
            "name": name,
            "ceiling": limit.limit,
            "warn": limit.warn_percent,
        }
        # A higher limit is crossed anew.
        await self._db.execute(text(f"UPDATE budget_counters c SET warned = false FROM {_OF_LIMIT}"), values)
        changed = await self._db.scalars(
            text(
                "UPDATE budgets b SET name = :name, ceiling = :ceiling, warn_percent = :warn "
                f"FROM {_LIMITED} AND b.deleted_at IS NULL RETURNING b.tenant_id"
            ),
            values,
        )
        begins = sorted(set(tenants) - set(changed))
        await self._db.execute(
            text(
                "INSERT INTO budgets "
                "(tenant_id, id, name, metric, period, ceiling, warn_percent, from_plan, created_at) "
                "SELECT t.id, t.budget_id, :name, :metric, :period, :ceiling, :warn, true, :now "
                "FROM unnest(CAST(:begins AS uuid[]), CAST(:ids AS uuid[])) AS t(id, budget_id) "
                "ON CONFLICT (tenant_id, metric, period) WHERE from_plan DO UPDATE SET name = excluded.name, "
                "ceiling = excluded.ceiling, warn_percent = excluded.warn_percent, created_at = excluded.created_at, "
                "deleted_at = NULL"
            ),
            values | {"begins": begins, "ids": [new_id() for _ in begins], "now": now},
        )
        zone = text("(SELECT t.time_zone FROM tenants t WHERE t.id = budgets.tenant_id)")
        query = select(Budget, zone).where(
            Budget.tenant_id.in_(begins), Budget.from_plan, Budget.metric == limit.metric, Budget.period == limit.period
        )
        query = query.execution_options(populate_existing=True)
        return [(row[0], row[1]) for row in await self._db.execute(query)]

    async def bump_config(self, tenants: Sequence[UUID]) -> None:
        """Say in all of these tenants that their budgets changed."""
        query = text("UPDATE tenants SET config_epoch = config_epoch + 1 WHERE id = ANY(CAST(:tenants AS uuid[]))")
        await self._db.execute(query, {"tenants": list(tenants)})


@dataclass(frozen=True, slots=True)
class Stored:
    """A budget on storage, and how it stands."""

    id: UUID
    name: str
    ceiling: int
    used: int


class StorageRepository:
    """What tenants' content takes."""

    def __init__(self, db: AsyncSession) -> None:
        self._db = db

    async def stored(self) -> list[Stored]:
        """Return the budgets on storage of the transaction's tenant."""
        return [Stored(*row) for row in await self._db.execute(text(_STORED))]

    async def used(self) -> int:
        """Return what the content of the transaction's tenant takes, as it is counted."""
        return int(await self._db.scalar(text(f"SELECT {_USED} FROM tenants t WHERE t.id = {_HERE}")) or 0)

    async def counted_tenants(self) -> list[UUID]:
        """Return the tenants with a budget on storage, or a level without one. System session."""
        query = text(
            "SELECT tenant_id FROM content_levels UNION "
            "SELECT tenant_id FROM budgets WHERE metric = 'storage_bytes' AND deleted_at IS NULL ORDER BY 1"
        )
        return list(await self._db.scalars(query))

    async def drawn_tenants(self) -> list[UUID]:
        """Return the tenants of which something waits to be folded. System session."""
        return list(await self._db.scalars(text("SELECT DISTINCT tenant_id FROM content_draws ORDER BY 1")))

    async def fold(self, tenant_id: UUID) -> None:
        """Put what was drawn into the level. System session."""
        await self._lock(tenant_id)
        await self._db.execute(
            text(
                "WITH folded AS (DELETE FROM content_draws WHERE tenant_id = :tenant RETURNING bytes) "
                "UPDATE content_levels SET used = used + (SELECT coalesce(sum(bytes), 0) FROM folded) "
                "WHERE tenant_id = :tenant"
            ),
            {"tenant": tenant_id},
        )

    async def recount(self, tenant_id: UUID) -> bool:
        """Count from the tables, where a budget asks for it; True when the figure was another one. System session.

        One statement sees one moment: the content as it was then, and exactly the draws that tell of it.
        """
        await self._lock(tenant_id)
        values = {"tenant": tenant_id}
        before = await self._db.scalar(text(f"SELECT {_USED} FROM tenants t WHERE t.id = :tenant"), values)
        wanted = (
            "EXISTS (SELECT FROM budgets WHERE tenant_id = :tenant AND metric = 'storage_bytes' AND deleted_at IS NULL)"
        )
        await self._db.execute(text(f"DELETE FROM content_levels WHERE tenant_id = :tenant AND NOT {wanted}"), values)
        after = await self._db.scalar(
            text(
                "WITH counted AS (DELETE FROM content_draws WHERE tenant_id = :tenant) "
                f"INSERT INTO content_levels (tenant_id, used) SELECT :tenant, {_TRUE_SIZE} WHERE {wanted} "
                "ON CONFLICT (tenant_id) DO UPDATE SET used = excluded.used RETURNING used"
            ),
            values,
        )
        return bool(before != after)

    async def crossed(self) -> list[tuple[UUID, Stored]]:
        """Return budgets on storage whose soft threshold was crossed since this was last asked. System session."""
        query = text(
            f"""INSERT INTO budget_counters (tenant_id, budget_id, period_start, warned)
            SELECT b.tenant_id, b.id, :start, true FROM budgets b JOIN tenants t ON t.id = b.tenant_id
            WHERE b.metric = 'storage_bytes' AND b.deleted_at IS NULL
            AND {_USED} * 100 >= b.ceiling * b.warn_percent ON CONFLICT (tenant_id, budget_id, period_start)
            DO UPDATE SET warned = true WHERE NOT budget_counters.warned RETURNING tenant_id, budget_id"""
        )
        fresh = (await self._db.execute(query, {"start": ALL_TIME})).all()
        rows = await self._db.execute(
            text(
                f"SELECT b.tenant_id, b.id, b.name, b.ceiling, {_USED} "
                "FROM budgets b JOIN tenants t ON t.id = b.tenant_id "
                "WHERE b.id = ANY(CAST(:fresh AS uuid[]))"
            ),
            {"fresh": [row.budget_id for row in fresh]},
        )
        return [(row[0], Stored(*row[1:])) for row in rows]

    async def _lock(self, tenant_id: UUID) -> None:
        query = text("SELECT FROM content_levels WHERE tenant_id = :tenant FOR UPDATE")
        await self._db.execute(query, {"tenant": tenant_id})


async def stored_on(connection: Connection) -> list[Stored]:
    """Return the budgets on storage of the connection's tenant."""
    return [Stored(*row) for row in await connection.fetch(_STORED)]


_HERE = TENANT_OF_TRANSACTION
_USED = (
    "(coalesce((SELECT l.used FROM content_levels l WHERE l.tenant_id = t.id), 0) "
    "+ coalesce((SELECT sum(d.bytes) FROM content_draws d WHERE d.tenant_id = t.id), 0))::bigint"
)
_STORED = (
    f"SELECT b.id, b.name, b.ceiling, {_USED} FROM budgets b JOIN tenants t ON t.id = b.tenant_id "
    f"WHERE b.tenant_id = {_HERE} AND b.metric = 'storage_bytes' AND b.deleted_at IS NULL ORDER BY b.ceiling"
)
_TRUE_SIZE = """(
  coalesce((SELECT sum(content_of_run(r.tenant_id, r.id)) FROM runs r
    WHERE r.tenant_id = :tenant AND r.ended_at IS NOT NULL), 0)
  + coalesce((SELECT sum(octet_length(v.definition::text)) FROM agent_versions v WHERE v.tenant_id = :tenant), 0)
  + coalesce((SELECT octet_length(t.branding::text) FROM tenants t WHERE t.id = :tenant), 0))::bigint"""
_TENANTS_OF = "SELECT count(*) FROM tenants t WHERE t.state <> 'deleted' AND t.plan_id ="
_LIMITED = (
    "unnest(CAST(:tenants AS uuid[])) AS t(id) WHERE b.tenant_id = t.id AND b.from_plan AND b.metric = :metric "
    "AND b.period = :period"
)
_OF_LIMIT = (
    "budgets b WHERE b.tenant_id = ANY(CAST(:tenants AS uuid[])) AND b.from_plan AND b.metric = :metric "
    "AND b.period = :period AND c.tenant_id = b.tenant_id AND c.budget_id = b.id"
)
_LIVE = select(Budget).where(Budget.deleted_at.is_(None))
_SCOPES = ("agent_id", "team_id", "user_id", "api_key_id")
_RUNS = "count(DISTINCT nullif({}, '00000000-0000-0000-0000-000000000000'))"  # what belongs to no run is no run
_RECORDED = {
    "runs": _RUNS.format("run_id"),
    "tokens": "coalesce(sum(input_tokens + output_tokens), 0)",
    "cost_micros": "coalesce(sum(cost_micros), 0)",
}

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
        "FROM unnest($1::uuid[], $2::timestamptz[]) AS t(id, start) "
        "JOIN budgets b ON b.id = t.id AND b.deleted_at IS NULL "
        "ORDER BY b.id ON CONFLICT DO NOTHING",
        budget_ids,
        starts,
    )
    return await _lock(
        connection,
        "JOIN unnest($2::uuid[], $3::timestamptz[]) AS t(id, start) ON t.id = c.budget_id AND t.start = c.period_start "
        "LEFT JOIN budget_reservations r ON r.budget_id = c.budget_id AND r.run_id = $1 "
        "WHERE b.deleted_at IS NULL",
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
    # A deleted budget goes on being settled by the runs that hold something of it, and refuses nothing.
    rows = await connection.fetch(
        "SELECT c.budget_id, c.period_start, b.name, b.metric, b.period, c.used, "
        f"CASE WHEN b.deleted_at IS NULL THEN b.ceiling ELSE {2**63 - 1} END AS ceiling, "
        "CASE WHEN b.deleted_at IS NULL THEN b.warn_percent END AS warn_percent, "
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


async def insert_usage(connection: Connection, record_id: UUID, *values: object) -> None:
    """Write a model call that no step of a run tells of: run, agent, its slug, principal, model, tokens, cost."""
    await connection.execute(
        "INSERT INTO usage_records (id, run_id, agent_id, agent_slug, principal_id, model, input_tokens, "
        "output_tokens, cost_micros) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        record_id,
        *values,
    )
