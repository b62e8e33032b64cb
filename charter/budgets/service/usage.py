"""Reports of usage and cost, by any dimension."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.budgets.repository import DIMENSIONS, BudgetRepository, insert_usage
from charter.budgets.schemas import UsageReport, UsageRow
from charter.budgets.service.reservations import NOBODY
from charter.core.db import Connection
from charter.core.errors import InputInvalid
from charter.core.ids import new_id
from charter.core.principal import Principal
from charter.tenants import service as tenants

_MOST = 10_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class ModelCall:
    """A model call that no step of a run tells of; what belongs to no run or agent has none."""

    run_id: UUID | None
    agent_id: UUID | None
    agent_slug: str
    principal_id: UUID
    model: str
    input_tokens: int
    output_tokens: int
    cost_micros: int


async def record(connection: Connection, call: ModelCall) -> None:
    """Write down what a model call used, in the transaction of what it led to."""
    await insert_usage(
        connection, new_id(), call.run_id or NOBODY, call.agent_id or NOBODY, call.agent_slug, call.principal_id,
        call.model, call.input_tokens, call.output_tokens, call.cost_micros,
    )  # fmt: skip


async def report(
    db: AsyncSession, principal: Principal, by: Sequence[str], since: datetime, until: datetime
) -> UsageReport:
    """Return usage from ``since`` until before ``until``, summed by dimensions.

    In a report by team a member of two teams counts in both.

    Raises:
        Forbidden: the principal lacks ``usage.read``.
        InputInvalid: there is no such dimension, or the time runs backwards.
    """
    access.require(principal, "usage.read")
    if unknown := [name for name in by if name not in DIMENSIONS]:
        message = f"There is no dimension {unknown[0]!r}; choose from {', '.join(DIMENSIONS)}."
        raise InputInvalid(message, fields=[{"path": "query.by", "message": message}])
    if since >= until:
        message = "`since` must be before `until`."
        raise InputInvalid(message, fields=[{"path": "query.since", "message": message}])
    columns = list(dict.fromkeys(by))
    rows = await BudgetRepository(db).report(columns, since, until, await tenants.time_zone(db))
    return UsageReport(
        since=since,
        until=until,
        rows=[
            UsageRow(
                by={name: getattr(row, name) for name in columns},
                runs=row.runs,
                model_calls=row.model_calls,
                input_tokens=row.input_tokens,
                output_tokens=row.output_tokens,
                cost_micros=row.cost_micros,
            )
            for row in rows[:_MOST]
        ],
        truncated=len(rows) > _MOST,
    )


def as_csv(found: UsageReport) -> str:
    """Return a report as CSV; cells that a spreadsheet would take for a formula are quoted with an apostrophe."""
    columns = list(found.rows[0].by) if found.rows else []
    numbers = ["runs", "model_calls", "input_tokens", "output_tokens", "cost_micros"]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*columns, *numbers])
    for row in found.rows:
        writer.writerow([*(_cell(row.by[name]) for name in columns), *(getattr(row, name) for name in numbers)])
    return out.getvalue()


def _cell(value: str | None) -> str:
    return f"'{value}" if value is not None and value.startswith(_FORMULA) else value or ""
