"""Property 13: a conversation goes on with the same history, wherever the server is stopped and started."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.llm.fake_server import FakeServer, Reply, Request
from tests.properties.process import Process
from tests.runs.conftest import connect
from tests.sse_reader import read_events

_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(
    str.strip
)


class _Echo(FakeServer):
    """Answers with what was said last, slowly enough to be stopped in the middle."""

    def reply_to(self, request: Request) -> Reply:
        said = request.body["messages"][-1]["content"]
        return Reply(text=f"You said {said} and that is all.", chunks=4, chunk_delay_s=0.005)


@pytest.fixture(scope="module")
async def world(make_caller, settings):
    async with _Echo(models=["gpt-4o"]) as model:
        caller = await make_caller("owner")
        await connect(caller, model)
        body = {"name": "echo", "definition": {"instructions": "Echo.", "memory": {"history_turns": 200}}}
        assert (await caller.client.post("/v1/agents", body)).status == 201
        # What is said here is any text at all: property 14 is the one about guardrails.
        policy = {"name": "none", "document": {"rules": []}, "for_all": True}
        assert (await caller.client.post("/v1/guardrail-policies", policy)).status == 201
        process = Process(settings, caller.key)
        await process.start()
        yield process, model
        await process.stop()


@settings(max_examples=100, deadline=None)
@given(
    turns=st.lists(
        st.tuples(_TEXT, st.sampled_from(["go on", "restart", "stop in the middle"])), min_size=2, max_size=4
    )
)
async def test_property_13_conversation_continuity(world, turns):
    """Conversation continuity: restarts at any point: it goes on with the same history."""
    process, model = world
    model.requests.clear()
    conversation_id, expected = None, [("system", "Echo.")]
    for said, what in turns:
        body = {"agent": "echo", "input": said, "conversation_id": conversation_id}
        async with process.client.stream("POST", "/v1/runs", body, {"accept": "text/event-stream"}) as (head, chunks):
            assert head.status == 200
            run_id = None
            async for event in read_events(chunks):
                run_id = event.data["run_id"]
                if event.type == "message.delta" and what == "stop in the middle":
                    break
        if what != "go on":
            await process.restart()
        async with asyncio.timeout(20):
            while (run := (await process.client.get(f"/v1/runs/{run_id}")).json())["state"] != "completed":
                assert run["state"] in {"running", "queued"}, run
                await asyncio.sleep(0.02)
        sent = [(message["role"], message["content"]) for message in model.calls[-1].body["messages"]]
        expected.append(("user", said))
        assert sent == expected
        expected.append(("assistant", run["output"]))
        conversation_id = run["conversation_id"]
    messages = (await process.client.get(f"/v1/conversations/{conversation_id}/messages")).json()["items"]
    assert [(message["role"], message["text"]) for message in messages] == expected[1:]
