"""Property 14 where a guardrail asks about texts that were made: nobody sees them before a yes, whatever crashes."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from charter.approvals.service import approvals
from charter.core.ids import parse_id
from charter.tools.schemas import ToolFacts
from charter.tools.service import registry
from charter.tools.tool import Risk, ToolKind
from tests.approvals.conftest import TRANSFER, Bank, calling, decide, pending
from tests.llm.fake_server import FakeServer, Reply, Request
from tests.properties.process import Process
from tests.runs.conftest import connect

IN_RESULT, IN_ANSWER, EDITED = "quibblix", "frobnix", "Nothing to see."
_MESSAGE = "Look at this."
_ENDED = {"completed", "failed"}
_SEEN = """
SELECT (SELECT json_agg(r) FROM runs r WHERE r.id = $1)::text,
  (SELECT json_agg(s) FROM run_steps s WHERE run_id = $1)::text,
  (SELECT json_agg(e) FROM run_events e WHERE run_id = $1)::text,
  (SELECT json_agg(a) FROM approvals a WHERE origin_id = $1)::text, (SELECT json_agg(h) FROM held_texts h)::text,
  (SELECT json_agg(i) FROM queue_items i)::text"""
"""All that is stored of a run but violations, whose evidence is for those who read violations."""


_STANDS = """
SELECT state, EXISTS (SELECT FROM approvals WHERE origin_id = $1 AND state = 'pending'),
  EXISTS (SELECT FROM queue_items) OR EXISTS (SELECT FROM outbox_events) FROM runs WHERE id = $1"""


class _Till(Bank):
    """Its one tool has an effect, and returns what the example says."""

    returned = ""

    async def call(self, tool: Any, arguments: dict[str, Any], caller: Any) -> Any:
        await super().call(tool, arguments, caller)
        return self.returned


class _Script(FakeServer):
    answer = ""

    def reply_to(self, request: Request) -> Reply:
        if not any(message["role"] == "tool" for message in request.body["messages"]):
            return calling(("transfer", {"to": "bob", "amount": 1}))
        return Reply(text=self.answer, chunks=3)


class _Faulty:
    """A database whose n-th transaction of a run is the last thing that its process does."""

    left, where = 0, ""  # of all processes: any of them may have the run

    def __init__(self, real: Any) -> None:
        self.real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    @asynccontextmanager
    async def tenant_connection(self, tenant_id: Any) -> AsyncIterator[Any]:
        _Faulty.left -= 1
        dies = self.where if self.left == 0 else ""
        if dies == "before":
            await _die()
        async with self.real.tenant_connection(tenant_id) as connection:
            yield connection
            if dies == "inside":
                await _die()
        if dies == "after":
            await _die()


async def _die() -> None:
    task = asyncio.current_task()
    assert task is not None
    task.cancel()
    await asyncio.sleep(0)


class _Heard(logging.Handler):
    """Everything that was logged."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"{record.getMessage()} {record.__dict__}")


@dataclass
class _World:
    server: Process
    model: _Script
    caller: Any
    till: _Till = field(default_factory=_Till)
    heard: _Heard = field(default_factory=_Heard)

    async def restart(self, *, stop: bool = True) -> None:
        """Start a server process, in place of the one that is there."""
        if stop:
            await self.server.stop()
        await self.server.start()
        self.prepare(self.server.services, setattr, dict.__setitem__)

    def prepare(self, services: Any, set_attribute: Any, set_item: Any) -> None:
        """Give a process the tool and the faults."""
        set_item(services.tools.desk._executors, ToolKind.MCP, self.till)
        engine = services.runs.starter._engine
        for part in (engine, engine._holding):
            set_attribute(part, "_database", _Faulty(services.database))

    async def look(self, query: str, run_id: str) -> tuple[Any, ...]:
        """Return a row about a run."""
        async with self.server.services.database.tenant_connection(self.caller.tenant_id) as connection:
            return tuple(await connection.fetchrow(query, parse_id("run", run_id)))

    @property
    def client(self) -> Any:
        return self.server.client


@pytest.fixture(scope="module")
async def world(make_caller, settings, services):
    async with _Script(models=["gpt-4o"]) as model:
        caller = await make_caller("owner")
        await connect(caller, model)
        async with services.database.tenant_session(caller.tenant_id) as db:
            facts = ToolFacts(description="Moves money.", input_schema=TRANSFER, definition={})
            await registry.register_tool(
                db, caller.principal, "transfer", ToolKind.MCP, facts, risk=Risk.DESTRUCTIVE, source_id=uuid4(),
                publish=True, now=services.clock(),
            )  # fmt: skip
        definition = {"instructions": "Be the speaker.", "tools": [{"name": "transfer"}]}
        made = await caller.client.post("/v1/agents", {"name": "speaker", "definition": definition})
        assert made.status == 201, made.body
        rules = [
            {"stage": stage, "detector": "words", "action": "ask", "message": _MESSAGE}
            for stage in ("tool_result", "output")
        ]
        document = {"rules": rules, "denied_words": [IN_RESULT, IN_ANSWER]}
        made = await caller.client.post(
            "/v1/guardrail-policies", {"name": "asking", "document": document, "for_all": True}
        )
        assert made.status == 201, made.body
        world = _World(Process(settings, caller.key), model, caller)
        await world.restart(stop=False)
        logging.getLogger().addHandler(world.heard)
        with pytest.MonkeyPatch.context() as patch:  # that of the other tests takes runs from the queue as well
            world.prepare(services, patch.setattr, patch.setitem)
            yield world
        logging.getLogger().removeHandler(world.heard)
        await world.server.stop()


_ANSWERS = st.sampled_from(["approve", "edit", "reject", "expire"])
# An example takes half a second and is as small as it reads: the first that fails is told of as it is, at once.
_PHASES = [phase for phase in Phase if phase not in {Phase.shrink, Phase.explain}]


@settings(max_examples=100, deadline=None, phases=_PHASES)
@given(
    result_waits=st.booleans(),
    answer_waits=st.booleans(),
    about_result=_ANSWERS,
    about_answer=_ANSWERS,
    repeats=st.booleans(),
    crash=st.none() | st.tuples(st.integers(1, 14), st.sampled_from(["before", "inside", "after"])),
    restarts=st.sampled_from([False] * 15 + [True]),
)
async def test_property_14_texts_that_wait(
    world, result_waits, answer_waits, about_result, about_answer, repeats, crash, restarts
):
    """Guardrails: a text that waits for a person reaches nobody before the answer, and nothing is done twice for it."""
    world.till.transfers.clear()
    world.model.requests.clear()
    world.heard.said.clear()
    world.till.returned = f"The {IN_RESULT if result_waits else 'money'} was moved."
    world.model.answer = f"Done with the {IN_ANSWER if answer_waits else 'money'}."
    _Faulty.left, _Faulty.where = crash or (0, "")
    started = await world.client.post("/v1/runs", {"agent": "speaker", "input": "Move it."})
    assert started.status == 202, started.body
    said = {"tool_result": about_result, "output": about_answer, "repeat": "approve" if repeats else "reject"}
    asked: dict[str, int] = {}
    async with asyncio.timeout(30):
        while (run := await _settled(world, started.json()["id"]))["state"] not in _ENDED:
            for question in await pending(world, run):
                asked[question["purpose"]] = asked.get(question["purpose"], 0) + 1
                await _nothing_got_out(world, run, {} if question["purpose"] == "tool_result" else said, asked)
                if restarts:
                    restarts = False
                    await world.restart()
                await _answer(world, question, said[question["purpose"]])
    await _nothing_got_out(world, run, said, asked)
    assert len(world.till.transfers) <= 1 + asked.get("repeat", 0) * repeats, "an effect was repeated unasked"
    assert asked.get("tool_result", 0) <= 1
    assert asked.get("output", 0) == answer_waits, "an answer went on unasked, or its text was lost"
    if result_waits and (repeats or not asked.get("repeat")):
        assert asked.get("tool_result") == 1, "a result went on unasked, or was lost"
    if answer_waits and about_answer in {"reject", "expire"}:
        assert (run["state"], run["error"]["detail"]) == ("failed", _MESSAGE)
    else:
        expected = EDITED if answer_waits and about_answer == "edit" else world.model.answer
        assert (run["state"], run["output"]) == ("completed", expected)
    assert await world.look("SELECT count(*) FROM held_texts WHERE origin_id = $1", run["id"]) == (0,)


async def _settled(world: _World, run_id: str) -> dict[str, Any]:
    """Return the run once it has ended or waits for people; one that nothing will ever move is a failure at once."""
    while True:
        state, waits, moves = await world.look(_STANDS, run_id)
        if state in _ENDED or (state == "paused" and waits):
            found: dict[str, Any] = (await world.client.get(f"/v1/runs/{run_id}")).json()
            return found
        assert waits or moves, f"the run is {state}, and waits for nobody"
        await asyncio.sleep(0.02)


async def _answer(world: _World, question: dict[str, Any], answer: str) -> None:
    if answer == "expire":
        services = world.server.services
        async with services.database.system_session(reason="a test lets time pass") as db:
            await approvals.expire(db, services.clock() + timedelta(days=4))
        return
    more = {"text": EDITED} if answer == "edit" else {}
    done = await decide(world, question, "reject" if answer == "reject" else "approve", **more)
    assert done.status == 200, done.body


async def _nothing_got_out(world: _World, run: dict[str, Any], said: dict[str, str], asked: dict[str, int]) -> None:
    """Whoever may not see a text has not: readers, the model, the log."""
    sent = json.dumps([request.body for request in world.model.requests])
    seen = str(await world.look(_SEEN, run["id"]))
    open_ = run["state"] not in _ENDED
    result_allowed = said.get("tool_result") == "approve" and bool(asked.get("tool_result"))
    answer_allowed = said.get("output") == "approve" and bool(asked.get("output")) and not open_
    assert IN_ANSWER not in sent
    assert (IN_RESULT in sent) <= result_allowed, "a model read what nobody had let through"
    assert (IN_RESULT in seen) <= result_allowed, "a reader saw what nobody had let through"
    assert (IN_ANSWER in seen) <= answer_allowed, "a reader saw an answer that nobody had let through"
    assert not any(IN_RESULT in line or IN_ANSWER in line for line in world.heard.said)
