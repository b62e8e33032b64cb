"""Cancel, pause, resume; limits; repair of structured answers; hand-offs; the state of a running agent."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.llm.fake_server import Reply
from tests.sse_reader import read_events


async def _start(caller, text: str = "Go.", agent: str = "helper") -> str:
    """Start a run that streams, in this process; returns its id once the first text is there."""
    body = {"agent": agent, "input": text}
    async with caller.client.stream("POST", "/v1/runs", body, {"accept": "text/event-stream"}) as (_, chunks):
        async for event in read_events(chunks):
            if event.type == "message.delta":
                return event.data["run_id"]
    raise AssertionError("the run ended without text")


async def _events(caller, run_id: str) -> list[tuple[str, dict]]:
    """Follow a run to its end."""
    path = f"/v1/runs/{run_id}/events"
    async with (
        asyncio.timeout(20),
        caller.client.stream("GET", path, None, {"accept": "text/event-stream"}) as (_, chunks),
    ):
        return [(event.type, event.data) async for event in read_events(chunks)]


async def _wait_for(caller, run_id: str, state: str) -> dict:
    async with asyncio.timeout(10):
        while (run := (await caller.client.get(f"/v1/runs/{run_id}")).json())["state"] != state:
            await asyncio.sleep(0.02)
    return run


async def test_cancelling_a_running_run_closes_the_model_connection(builder, make_agent, model):
    await make_agent(builder)
    model.default = Reply(endless=True, chunk_delay_s=0.01)
    run_id = await _start(builder)
    answer = await builder.client.post(f"/v1/runs/{run_id}/cancel")
    assert answer.status == 200, answer.body
    run = await _wait_for(builder, run_id, "cancelled")
    assert run["ended_at"]
    await asyncio.wait_for(model.closed_early.wait(), 5)
    events = await _events(builder, run_id)
    assert events[-1][0] == "run.cancelled"
    steps = (await builder.client.get(f"/v1/runs/{run_id}/steps")).json()["items"]
    assert [step["state"] for step in steps] == ["cancelled"]
    again = await builder.client.post(f"/v1/runs/{run_id}/cancel")
    assert again.status == 200


async def test_a_run_pauses_before_its_next_step_and_goes_on(builder, make_agent, model):
    await make_agent(builder, tools=[{"name": "clock"}])
    model.sequence = [Reply(text="Let me look. " * 20, chunks=20, chunk_delay_s=0.02, tool_calls=[("clock", "{}")])]
    model.default = Reply(text="It is late.")
    run_id = await _start(builder)
    paused = await builder.client.post(f"/v1/runs/{run_id}/pause")
    assert paused.status == 200, paused.body
    await _wait_for(builder, run_id, "paused")
    assert len(model.calls) == 1
    assert (await builder.client.post(f"/v1/runs/{run_id}/pause")).json()["state"] == "paused"
    await builder.client.post(f"/v1/runs/{run_id}/resume")
    run = await _wait_for(builder, run_id, "completed")
    assert run["output"] == "It is late."
    kinds = [kind for kind, _ in await _events(builder, run_id)]
    assert kinds.count("run.paused") == kinds.count("run.resumed") == kinds.count("run.queued") == 1
    refused = await builder.client.post(f"/v1/runs/{run_id}/resume")
    assert (refused.status, refused.code) == (409, "runs.state-conflict")
    assert (await builder.client.post(f"/v1/runs/{run_id}/cancel")).code == "runs.state-conflict"


async def test_a_paused_run_can_be_cancelled(builder, make_agent, model):
    await make_agent(builder, tools=[{"name": "clock"}])
    model.default = Reply(text="Let me look. " * 20, chunks=20, chunk_delay_s=0.02, tool_calls=[("clock", "{}")])
    run_id = await _start(builder)
    await builder.client.post(f"/v1/runs/{run_id}/pause")
    await _wait_for(builder, run_id, "paused")
    answer = await builder.client.post(f"/v1/runs/{run_id}/cancel")
    assert answer.json()["state"] == "cancelled"
    assert (await _events(builder, run_id))[-1][0] == "run.cancelled"


@pytest.mark.parametrize(
    ("limits", "reply", "limit"),
    [
        ({"model_calls": 2}, Reply(text="", tool_calls=[("clock", "{}")]), "model_calls"),
        ({"tool_calls": 3}, Reply(text="", tool_calls=[("clock", "{}"), ("clock", "{}")]), "tool_calls"),
        ({"tool_calls": 3}, Reply(text="", tool_calls=[("no_such_tool", "not json")]), "tool_calls"),
        ({"tokens": 100}, Reply(text="", tool_calls=[("clock", "{}")], usage=(60, 50, 0)), "tokens"),
        ({"cost_micros": 1}, Reply(text="", tool_calls=[("clock", "{}")], usage=(1000, 1000, 0)), "cost_micros"),
        ({"time_s": 0.3}, Reply(hang=True), "time_s"),
    ],
)
async def test_a_run_that_would_use_more_than_its_limits_fails_with_what_to_raise(
    builder, make_agent, model, limits, reply, limit
):
    await make_agent(builder, tools=[{"name": "clock"}], limits=limits)
    model.default = reply
    async with asyncio.timeout(10):
        run = (await builder.client.post("/v1/runs", {"agent": "helper", "input": "Go.", "wait": True})).json()
    assert run["state"] == "failed", run
    assert (run["error"]["code"], run["error"]["limit"]) == ("runs.limit-exceeded", limit)
    assert f"limits.{limit}" in run["error"]["detail"]


async def test_nonsense_is_repaired_or_refused(builder, make_agent, model):
    schema = {
        "type": "object",
        "properties": {"n": {"type": "integer"}},
        "required": ["n"],
        "additionalProperties": False,
    }
    await make_agent(builder, output_schema=schema)
    model.sequence = [Reply(text='{"n": "one"}'), Reply(text='```json\n{"n": 1}\n```')]
    run = (await builder.client.post("/v1/runs", {"agent": "helper", "input": "n?", "wait": True})).json()
    assert (run["state"], run["structured_output"]) == ("completed", {"n": 1})
    assert "does not follow the JSON schema" in json.dumps(model.calls[-1].body["messages"])
    model.default = Reply(text="never JSON")
    run = (await builder.client.post("/v1/runs", {"agent": "helper", "input": "n?", "wait": True})).json()
    assert (run["state"], run["usage"]["model_calls"]) == ("failed", 3)
    assert run["error"]["code"] == "llm.output-invalid"


async def test_work_is_handed_to_another_agent_whose_answer_comes_back(builder, make_agent, model):
    await make_agent(builder, "expert", instructions="You are the expert.")
    await make_agent(builder, "desk", hand_offs=["expert"])
    model.sequence = [
        Reply(text="", tool_calls=[("hand_off_to_expert", '{"input": "How old is the universe?"}')]),
        Reply(text="13.8 billion years."),
        Reply(text="The expert says 13.8 billion years."),
    ]
    run = (await builder.client.post("/v1/runs", {"agent": "desk", "input": "Age?", "wait": True})).json()
    assert (run["state"], run["output"]) == ("completed", "The expert says 13.8 billion years.")
    steps = (await builder.client.get(f"/v1/runs/{run['id']}/steps")).json()["items"]
    assert [step["kind"] for step in steps] == ["model_call", "hand_off", "model_call"]
    assert steps[1]["output"] == {"result": "13.8 billion years."}
    children = (await builder.client.get("/v1/runs?agent=expert")).json()["items"]
    assert [child["parent_run_id"] for child in children] == [run["id"]]
    assert run["usage"]["input_tokens"] == sum(step["usage"]["input_tokens"] for step in steps)


async def test_agents_that_hand_work_round_in_circles_come_to_an_end(builder, make_agent, model):
    await make_agent(builder, "a")
    await make_agent(builder, "b", hand_offs=["a"])
    both = [("hand_off_to_b", '{"input": "you"}'), ("hand_off_to_a", '{"input": "you"}')]
    model.default = Reply(text="", tool_calls=both)
    body = {"agent": "a", "input": "Go.", "wait": True}
    limits = {"model_calls": 2, "tool_calls": 4}
    for slug, other in (("a", "b"), ("b", "a")):
        definition = {"instructions": "x", "hand_offs": [other], "limits": limits}
        draft = await builder.client.post(f"/v1/agents/{slug}/versions", {"definition": definition})
        await builder.client.post(f"/v1/agents/{slug}/versions/{draft.json()['number']}/publish")
    async with asyncio.timeout(60):
        run = (await builder.client.post("/v1/runs", body)).json()
    assert run["state"] == "failed"
    assert run["error"]["code"] == "runs.limit-exceeded"


async def test_the_state_of_an_agent_is_there_to_inspect_without_secrets(builder, make_agent, model):
    await make_agent(builder)
    model.default = Reply(text="Your key is sk-abcdefghijklmnopqrstuvwx and you are Ada.")
    body = {"agent": "helper", "input": "My key is sk-abcdefghijklmnopqrstuvwx. Who am I?", "wait": True}
    run = (await builder.client.post("/v1/runs", body)).json()
    state = (await builder.client.get(f"/v1/runs/{run['id']}/state")).json()
    assert state["last_request"]["messages"][-1]["content"] == "My key is [openai-key]. Who am I?"
    assert "sk-abcdef" not in json.dumps([state["last_request"], state["last_response"]])
    assert "guardrail" in json.dumps(state["last_response"])
    assert state["context_messages"] == 3
    assert (state["state"], state["step"]["kind"]) == ("completed", "model_call")
    assert "sk-test-scripted-key" not in json.dumps(state)


async def test_the_same_request_twice_is_one_run(builder, make_agent, model):
    await make_agent(builder)
    model.default = Reply(text="Once.", delay_s=0.2)
    body, key = {"agent": "helper", "input": "Go.", "wait": True}, {"idempotency-key": "abc"}
    first, second = await asyncio.gather(
        builder.client.post("/v1/runs", body, headers=key), builder.client.post("/v1/runs", body, headers=key)
    )
    assert first.json()["id"] == second.json()["id"]
    assert first.json()["output"] == second.json()["output"] == "Once."
    assert len(model.calls) == 1
    other = await builder.client.post("/v1/runs", body | {"input": "Other."}, headers=key)
    assert (other.status, other.code) == (409, "core.idempotency-key-reused")
    assert len((await builder.client.get("/v1/runs")).json()["items"]) == 1


async def test_a_failing_model_falls_back_and_the_retries_are_seen(builder, make_agent, model):
    targets = [{"model": "scripted/gpt-4o", "weight": 1}, {"model": "scripted/gpt-4o-mini", "weight": 1}]
    route = await builder.client.post("/v1/model-routes", {"name": "both", "strategy": "ordered", "targets": targets})
    assert route.status == 201, route.body
    await make_agent(builder, model="both")
    model.sequence = [Reply(text="Half an ans", chunks=3, cut_after=2, chunk_delay_s=0.1)] + [Reply(status=400)] * 1
    model.default = Reply(text="Whole answer.")
    run_id = await _start(builder)
    run = await _wait_for(builder, run_id, "completed")
    assert run["output"] == "Whole answer."
    events = await _events(builder, run_id)
    kinds = [kind for kind, _ in events]
    assert "step.retrying" in kinds
    text = ""
    for kind, data in events:
        text = "" if kind == "message.reset" else text + data["text"] if kind == "message.delta" else text
    assert text == "Whole answer."


async def test_a_slow_answer_is_cut_by_the_time_limit(builder, make_agent, model):
    await make_agent(builder, limits={"time_s": 0.5})
    model.default = Reply(text="some words at once " * 1000, chunks=1000, chunk_delay_s=0.02)
    run_id = await _start(builder)
    run = await _wait_for(builder, run_id, "failed")
    assert (run["error"]["code"], run["error"].get("limit")) == ("runs.limit-exceeded", "time_s"), run["error"]
    await asyncio.wait_for(model.closed_early.wait(), 5)


async def test_an_endless_answer_is_cut_by_its_size(builder, make_agent, model):
    await make_agent(builder)
    model.default = Reply(endless=True)
    run_id = await _start(builder)
    run = await _wait_for(builder, run_id, "failed")
    assert run["error"]["code"] in {"llm.malformed-answer", "guardrails.blocked"}
    await asyncio.wait_for(model.closed_early.wait(), 5)


async def test_a_cancel_that_was_accepted_is_never_taken_back(builder, make_agent, model):
    await make_agent(builder)
    model.default = Reply(text="word " * 400, chunks=400, chunk_delay_s=0.02)
    for _ in range(4):
        run_id = await _start(builder)
        calls = len(model.calls)
        post = builder.client.post
        answers = await asyncio.gather(
            *(post(f"/v1/runs/{run_id}/{verb}") for verb in ("cancel", "pause", "resume", "cancel", "resume") * 3)
        )
        assert {answer.status for answer in answers} <= {200, 409}
        await _wait_for(builder, run_id, "cancelled")
        assert (await _events(builder, run_id))[-1][0] == "run.cancelled"
        assert len(model.calls) == calls
