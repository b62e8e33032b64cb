"""The approval flow when processes are lost: nothing is called before a yes, nothing twice without asking."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charter.core.ids import parse_id
from tests.approvals.conftest import calling, decide, ended, pending, policy
from tests.llm.fake_server import Reply

MOVE = {"to": "bob", "amount": 5}
EDITED = {"to": "bob", "amount": 4}


@pytest.fixture
async def teller(builder, bank, make_agent):
    """The builder, whose agent must ask before it transfers."""
    await make_agent(builder, "teller", tools=[{"name": "transfer"}])
    await policy(builder, "moves", "ask", "transfer")
    return builder


async def begin(teller: Any, model: Any, *replies: Reply) -> dict[str, Any]:
    model.sequence, model.default = list(replies), Reply(text="All done.")
    answer = await teller.client.post("/v1/runs", {"agent": "teller", "input": "Go."})
    assert answer.status == 202, answer.body
    run: dict[str, Any] = answer.json()
    return run


async def asked(teller: Any, run: dict[str, Any]) -> dict[str, Any]:
    async with asyncio.timeout(20):
        while not (found := await pending(teller, run)):
            await asyncio.sleep(0.02)
    return found[0]


async def lose(services: Any, run: dict[str, Any]) -> None:
    """End what this process does for a run, as its end would: the queue gives the run to the next one."""
    run_id = parse_id("run", run["id"])
    async with asyncio.timeout(10):
        while (task := services.runs.starter._active.get(run_id)) is None:
            await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.wait({task})


@pytest.mark.parametrize(
    ("lost_before", "lost_after", "answer", "resumed"),
    [(True, False, "reject", False), (False, True, "approve", False), (True, True, "edit", True)],
)
async def test_an_answer_is_obeyed_once_whatever_stops_in_between(
    teller, services, model, bank, lost_before, lost_after, answer, resumed
):
    await _flow(teller, services, model, bank, lost_before, lost_after, answer, resumed)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lost_before=st.booleans(), lost_after=st.booleans(), answer=st.sampled_from(["approve", "edit", "reject"]),
    resumed=st.booleans(),
)  # fmt: skip
async def test_every_way_through_the_flow(teller, services, model, bank, lost_before, lost_after, answer, resumed):
    await _flow(teller, services, model, bank, lost_before, lost_after, answer, resumed)


async def _calls(model: Any, count: int) -> None:
    async with asyncio.timeout(10):
        while len(model.calls) < count:
            await asyncio.sleep(0.01)


async def _flow(
    teller: Any, services: Any, model: Any, bank: Any, lost_before: bool, lost_after: bool, answer: str, resumed: bool
) -> None:
    bank.transfers.clear()
    model.requests.clear()
    slow = [Reply(hang=True)] if lost_before else []
    run = await begin(teller, model, *slow, calling(("transfer", MOVE)), *([Reply(hang=True)] if lost_after else []))
    if lost_before:
        await _calls(model, 1)
        await lose(services, run)
    question = await asked(teller, run)
    await ended(teller, run, "paused")
    if resumed:
        await teller.client.post(f"/v1/runs/{run['id']}/resume")
        await asyncio.sleep(0.05)
        await ended(teller, run, "paused")
    assert bank.transfers == []
    edits = {"arguments": EDITED} if answer == "edit" else {}
    said = await decide(teller, question, "reject" if answer == "reject" else "approve", **edits)
    assert said.status == 200, said.body
    if lost_after:
        await _calls(model, 3 if lost_before else 2)
        await lose(services, run)
    run = await ended(teller, run)
    assert run["state"] == "completed", run
    assert bank.transfers == {"approve": [MOVE], "edit": [EDITED], "reject": []}[answer]


@pytest.mark.parametrize("decision", ["approve", "reject"])
async def test_a_call_that_may_have_happened_is_made_again_only_if_a_person_says_so(
    teller, services, model, bank, decision
):
    bank.hangs = True
    run = await begin(teller, model, calling(("transfer", MOVE)))
    await decide(teller, await asked(teller, run), "approve")
    async with asyncio.timeout(20):
        await bank.called.wait()
    bank.hangs = False
    await lose(services, run)
    question = await asked(teller, run)
    assert (question["purpose"], bank.transfers) == ("repeat", [MOVE])
    await decide(teller, question, decision)
    assert (await ended(teller, run))["state"] == "completed"
    assert bank.transfers == [MOVE] * (2 if decision == "approve" else 1)
