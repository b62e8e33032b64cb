"""What a run costs must not grow with the runs before it, and a stream must not read back what it has in hand."""

from __future__ import annotations

import asyncio

from charter.core.ids import parse_id
from charter.runs.repository import journal
from charter.runs.repository.journal import EndedStep, Entry, JournalEvent
from charter.runs.service.events import Begun
from tests.llm.fake_server import Reply

_RUNS_BEFORE = 40
_ROWS_READ = """
SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables WHERE relname = 'run_steps'
"""


async def test_ending_a_step_reads_the_rows_of_its_run_only(builder, make_agent, model, database):
    await make_agent(builder)
    for _ in range(_RUNS_BEFORE):
        answer = await builder.client.post("/v1/runs", {"agent": "helper", "input": "Hi.", "wait": True})
        assert answer.json()["state"] == "completed"
    model.default = Reply(hang=True)
    run = (await builder.client.post("/v1/runs", {"agent": "helper", "input": "Hi."})).json()
    async with asyncio.timeout(20):
        while not (steps := (await builder.client.get(f"/v1/runs/{run['id']}/steps")).json()["items"]):
            await asyncio.sleep(0.05)
    run_id, step_id = parse_id("run", run["id"]), parse_id("step", steps[0]["id"])
    async with database.tenant_connection(builder.tenant_id) as connection:
        fence = await connection.fetchval("SELECT fence FROM runs WHERE id = $1", run_id)
        before = await connection.fetchval(_ROWS_READ) or 0
        await journal.write(connection, run_id, fence, Entry(ended_steps=[EndedStep(step_id, "completed")]))
        assert await connection.fetchval(_ROWS_READ) - before <= 2
    await builder.client.post(f"/v1/runs/{run['id']}/cancel")


class _Counting:
    """A run of which only the number of its events matters."""

    def __init__(self, seq: int) -> None:
        self.seq = seq


async def test_a_follower_starts_with_what_it_has_in_hand_only_while_that_is_all(builder, make_agent, model, services):
    await make_agent(builder)
    answer = await builder.client.post("/v1/runs", {"agent": "helper", "input": "Hi.", "wait": True})
    run_id = parse_id("run", answer.json()["id"])
    in_hand = [JournalEvent(1, "run.started", b"{}"), JournalEvent(2, "run.completed", b"{}")]

    async def followed(seq: int) -> list[bytes]:
        begun = Begun(in_hand, _Counting(seq))
        hub = services.runs.hub
        return [event.data async for batch in hub.follow(builder.tenant_id, run_id, begun=begun) for event in batch]

    assert await followed(2) == [b"{}", b"{}"]
    stored = await followed(3)
    assert len(stored) > 2
    assert b"{}" not in stored
