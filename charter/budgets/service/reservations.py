"""Holding and settling what runs use: always inside the transaction that starts, continues or ends the run.

So a crash leaks nothing: either both happened or neither, and a run that lost its process keeps what it holds until it
is taken over and ends. Counters are locked in the order of their ids, read, decided on here, and written back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from charter.budgets.errors import BudgetExhausted
from charter.budgets.periods import Period
from charter.budgets.repository import Held, lock_counters, lock_held, write_counters
from charter.core.db import Connection

NOBODY = UUID(int=0)
"""Stands for the run where nothing is held for one."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens and money of a run: used so far, or expected of its next model call."""

    tokens: int
    cost_micros: int

    def of(self, metric: str) -> int:
        """Return the amount in a budget's metric."""
        return {"tokens": self.tokens, "cost_micros": self.cost_micros}.get(metric, 0)


@dataclass(frozen=True, slots=True)
class Crossed:
    """A budget whose soft threshold was crossed just now."""

    budget_id: UUID
    name: str
    metric: str
    used: int
    ceiling: int


async def open_run(
    connection: Connection,
    run_id: UUID,
    drawn_on: tuple[list[UUID], list[datetime]],
    expected: Usage | None,
    zone: ZoneInfo,
) -> list[Crossed]:
    """Count a new run and hold what its first model call may use.

    Args:
        drawn_on: budgets and where their periods began (:meth:`BudgetBook.drawn_on`).
        expected: None for a run that waits in the queue.

    Raises:
        BudgetExhausted: one of the budgets has nothing left; nothing was written.
    """
    held = await lock_counters(connection, run_id, *drawn_on)
    changed = []
    for it in held:
        _require_room(it, zone)
        match it.metric:
            case "runs":
                changed.append(replace(it, used=it.used + 1, run_settled=1))
            case "concurrent_runs":
                changed.append(replace(it, reserved=it.reserved + 1, run_reserved=1))
            case _:
                changed.append(_hold(it, expected))
    return await _write(connection, run_id, changed)


async def count(connection: Connection, drawn_on: tuple[list[UUID], list[datetime]], zone: ZoneInfo) -> list[Crossed]:
    """Count one of what is used up at once, such as a request.

    Raises:
        BudgetExhausted: one of the budgets has nothing left; nothing was written.
    """
    changed = []
    for it in await lock_counters(connection, NOBODY, *drawn_on):
        _require_room(it, zone)
        changed.append(replace(it, used=it.used + 1))
    return await _write(connection, NOBODY, changed, keep=False)


async def next_call(
    connection: Connection, run_id: UUID, so_far: Usage, expected: Usage, zone: ZoneInfo
) -> list[Crossed]:
    """Settle what a run used so far and hold what its next model call may use.

    Raises:
        BudgetExhausted: one of the budgets has nothing left; nothing was written.
    """
    changed = []
    for it in await lock_held(connection, run_id):
        if it.metric in {"tokens", "cost_micros"}:
            settled = _settle(it, so_far)
            _require_room(settled, zone)
            changed.append(_hold(settled, expected))
    return await _write(connection, run_id, changed) if changed else []


async def hold_beside(
    connection: Connection, part_id: UUID, run_id: UUID, expected: Usage, zone: ZoneInfo
) -> list[Crossed]:
    """Hold what a call may use that is made for a run beside its own: of all that the run draws on.

    Args:
        part_id: what it is held for; to be closed as a run is.

    Raises:
        BudgetExhausted: one of the budgets has nothing left but what the run itself holds; nothing was written.
    """
    changed = []
    for it in await lock_held(connection, run_id):
        if it.metric in {"tokens", "cost_micros"}:
            _require_room(replace(it, reserved=it.reserved - it.run_reserved), zone)
            changed.append(_hold(replace(it, run_reserved=0, run_settled=0), expected))
    return await _write(connection, part_id, changed) if changed else []


async def close_run(connection: Connection, run_id: UUID, in_all: Usage) -> list[Crossed]:
    """Settle what a run used in all and let go of the rest. Idempotent."""
    changed = [_settle(it, in_all) for it in await lock_held(connection, run_id)]
    return await _write(connection, run_id, changed, keep=False) if changed else []


def _require_room(held: Held, zone: ZoneInfo) -> None:
    taken = held.used + held.reserved
    if taken < held.ceiling:
        return
    ends = Period(held.period).end(held.period_start, zone)
    when = f"until {ends.isoformat()}" if ends else "for good, unless it is raised"
    raise BudgetExhausted(
        f"The budget {held.name!r} allows {held.ceiling} {held.metric}; {taken} are used or in flight: no more {when}.",
        budget=held.name,
        metric=held.metric,
        limit=held.ceiling,
        used=taken,
        remaining=max(0, held.ceiling - taken),
        reset=ends.isoformat() if ends else None,
    )


def _hold(held: Held, expected: Usage | None) -> Held:
    """Hold all that is expected, even beyond the limit: nobody else gets in then, so this one call alone exceeds it."""
    amount = max(1, expected.of(held.metric)) if expected else 0
    return replace(held, reserved=held.reserved + amount, run_reserved=amount)


def _settle(held: Held, in_all: Usage) -> Held:
    """Replace what the run holds by what it used."""
    used = in_all.of(held.metric) if held.metric in {"tokens", "cost_micros"} else held.run_settled
    return replace(
        held,
        used=held.used + used - held.run_settled,
        reserved=held.reserved - held.run_reserved,
        run_reserved=0,
        run_settled=used,
    )


async def _write(connection: Connection, run_id: UUID, changed: Sequence[Held], *, keep: bool = True) -> list[Crossed]:
    crossed = [it for it in changed if _is_crossing(it)]
    written = [replace(it, warned=True) if it in crossed else it for it in changed]
    await write_counters(connection, run_id, written, keep=keep)
    return [Crossed(it.budget_id, it.name, it.metric, it.used + it.reserved, it.ceiling) for it in crossed]


def _is_crossing(held: Held) -> bool:
    if held.warned or held.warn_percent is None:
        return False
    return (held.used + held.reserved) * 100 >= held.ceiling * held.warn_percent
