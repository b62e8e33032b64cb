"""The connection breaks at a random statement of a batch: what was begun is undone whole, and tried again."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from typing import Any

import asyncpg
import pytest

from charter.workflows.repository.store import BatchStore
from tests.conftest import Caller
from tests.workflows.conftest import Deploy
from tests.workflows.drawing import element, end, file, gateway, job, loop, message, process, refer, start
from tests.workflows.test_lifecycle import begin

_CALLED = '<zeebe:calledElement processId="q" propagateAllChildVariables="true"/>'


class _Breaking:
    """A connection that is lost before one statement in eight."""

    def __init__(self, connection: Any, chance: random.Random) -> None:
        self._connection, self._chance = connection, chance

    def __getattr__(self, name: str) -> Any:
        if self._chance.randrange(8) == 0:
            raise asyncpg.ConnectionDoesNotExistError("the test has cut the line")
        return getattr(self._connection, name)


async def _until_done(builder: Caller, found: dict[str, Any]) -> None:
    """Complete a job as a worker does that hears nothing: it says so again."""
    while True:
        body = {"lease": found["lease"], "variables": {"n": 1}}
        answer = await builder.client.post(f"/v1/jobs/{found['id']}/complete", body)
        if answer.status in {204, 404}:
            return
        assert answer.status == 503, answer.json()


@pytest.mark.parametrize("seed", range(3))
async def test_nothing_is_lost_or_doubled(builder: Caller, deploy: Deploy, monkeypatch: pytest.MonkeyPatch, seed: int):
    await deploy(
        p=file(
            message("note", "key"),
            process("p", start(), gateway("parallel", "f"), job("a", "w", inside=loop("[1, 2]")),
                    element("callActivity", "c", extensions=_CALLED), gateway("parallel", "j"),
                    element("intermediateCatchEvent", "m", refer("message", "note")), job("z", "w"), end(),
                    flows="start>f>a>j>m>z>end; f>c>j"),
            process("q", start("qs"), job("b", "w"), end("qe"), flows="qs>b>qe"),
        )
    )  # fmt: skip
    started = [await begin(builder, "p", key=f"{number}") for number in range(6)]
    chance, plain = random.Random(seed), BatchStore.__init__
    monkeypatch.setattr(BatchStore, "__init__", lambda store, db: plain(store, _Breaking(db, chance)))
    for number in range(6):
        body = {"name": "note", "correlation_key": f"{number}", "time_to_live_s": 600}
        assert (await builder.client.post("/v1/messages", body)).status == 201
    done: Counter[str] = Counter()
    async with asyncio.timeout(60):
        while done.total() < 6 * 4:
            answer = await builder.client.post("/v1/jobs/lease", {"type": "w", "wait_s": 1})
            for found in answer.json()["jobs"]:
                done[found["id"]] += 1
                await _until_done(builder, found)
    monkeypatch.undo()
    assert set(done.values()) == {1}
    for instance in started:
        path = f"/v1/process-instances/{instance['id']}"
        async with asyncio.timeout(10):
            while (await builder.client.get(path)).json()["state"] == "active":
                await asyncio.sleep(0.02)
        page = (await builder.client.get(f"{path}/history?limit=200")).json()["items"]
        completed = Counter(entry["key"] for entry in page if entry["what"] == "completed")
        assert set(completed.values()) == {1}
        assert (await builder.client.get(path)).json()["state"] == "completed"
