"""Property 27: a limit is never exceeded by more than the one call in flight, and refusals say what is left."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, example, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from charter.budgets.errors import BudgetExhausted
from charter.budgets.service import book, reservations
from charter.budgets.service.reservations import Usage

UTC_ZONE = ZoneInfo("UTC")
# Of each run: how it ends (or whether it is left as a killed process leaves it), and (expected, used) of its calls.
calls = st.tuples(st.integers(1, 40), st.integers(0, 40)).map(lambda pair: (max(pair), min(pair)))
runs = st.tuples(st.sampled_from(["ends", "is killed"]), st.lists(calls, min_size=1, max_size=3))


class _Work:
    """Runs against the budgets of one tenant, as the engine draws on them."""

    def __init__(self, database, tenant_id, drawn_on):
        self._database, self._tenant_id, self._drawn_on = database, tenant_id, drawn_on
        self.used, self.counted, self.refusals, self.killed = 0, 0, [], []

    async def run(self, ending: str, calls: list[tuple[int, int]]) -> None:
        run_id, so_far, opened = uuid4(), 0, False
        try:
            for expected, used in calls:
                await self._hold(run_id, so_far, expected, opened=opened)
                self.counted += not opened
                opened = True
                await asyncio.sleep(0)  # the model answers
                so_far, self.used = so_far + used, self.used + used
        except BudgetExhausted as refusal:
            self.refusals.append(refusal)
        if opened and ending == "is killed":
            self.killed.append((run_id, so_far))
        elif opened:
            await self.close(run_id, so_far)

    async def _hold(self, run_id: UUID, so_far: int, expected: int, *, opened: bool) -> None:
        async with self._database.tenant_connection(self._tenant_id) as connection:
            if opened:
                await reservations.next_call(connection, run_id, Usage(so_far, 0), Usage(expected, 0), UTC_ZONE)
            else:
                await reservations.open_run(connection, run_id, self._drawn_on, Usage(expected, 0), UTC_ZONE)

    async def close(self, run_id: UUID, in_all: int) -> None:
        async with self._database.tenant_connection(self._tenant_id) as connection:
            await reservations.close_run(connection, run_id, Usage(in_all, 0))


@examples(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(12, 2, [("ends", [(10, 10), (10, 10)]), ("ends", [(1, 0), (2, 2)])])  # two that exceeded it together
@given(st.integers(0, 120), st.integers(0, 6), st.lists(runs, min_size=1, max_size=8))
async def test_property_27_quota_enforcement(services, make_caller, tokens, most, work):
    """Quota enforcement: under concurrent use a limit is exceeded by at most the one call in flight.

    Refusals say what is left, and nothing stays held once the runs of killed processes were taken over and ended.
    """
    limited, made = await make_caller("owner"), []  # deleting budgets would not reset what was used
    for metric, limit in (("tokens", tokens), ("runs", most)):
        body = {"name": f"{metric} {uuid4()}", "metric": metric, "period": "total", "limit": limit}
        made.append((await limited.client.post("/v1/budgets", body)).json())
    async with services.database.tenant_session(limited.tenant_id) as db:
        drawn_on = (await book.load_book(db)).drawn_on(set(), datetime.now(UTC))
    doing = _Work(services.database, limited.tenant_id, drawn_on)
    await asyncio.gather(*(doing.run(*each) for each in work))
    for run_id, so_far in doing.killed:
        await doing.close(run_id, so_far)
    largest = max(used for _, calls in work for _, used in calls)
    assert doing.used <= max(0, tokens - 1) + largest if doing.counted else doing.used == 0
    assert doing.counted <= most
    standing = [(await limited.client.get(f"/v1/budgets/{budget['id']}")).json() for budget in made]
    assert [(it["used"], it["reserved"]) for it in standing] == [(doing.used, 0), (doing.counted, 0)]
    for refusal in doing.refusals:
        told = refusal.problem()
        assert (told["status"], told["remaining"]) == (429, max(0, told["limit"] - told["used"]))
        assert told["limit"] == {"tokens": tokens, "runs": most}[told["metric"]]
