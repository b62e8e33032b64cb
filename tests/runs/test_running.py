"""Running an agent: answers, tools, streams, failures."""

from __future__ import annotations

import json

from tests.llm.fake_server import Reply
from tests.sse_reader import read_events


async def test_a_run_that_is_waited_for_answers_with_its_document(builder, make_agent, model):
    await make_agent(builder)
    model.default = Reply(text="Paris.")
    answer = await builder.client.post("/v1/runs", {"agent": "helper", "input": "Capital of France?", "wait": True})
    assert answer.status == 200, answer.body
    run = answer.json()
    assert (run["state"], run["output"], run["usage"]["model_calls"]) == ("completed", "Paris.", 1)
    stored = (await builder.client.get(f"/v1/runs/{run['id']}")).json()
    assert stored == run
    steps = (await builder.client.get(f"/v1/runs/{run['id']}/steps")).json()["items"]
    assert [(step["kind"], step["state"]) for step in steps] == [("model_call", "completed")]


async def test_tools_are_called_side_by_side_and_their_results_go_back(builder, make_agent, model):
    await make_agent(builder, tools=[{"name": "calculator"}, {"name": "clock"}])
    model.sequence = [
        Reply(tool_calls=[("calculator", '{"expression": "6*7"}'), ("clock", "{}"), ("calculater", "{}")]),
        Reply(text="42"),
    ]
    answer = await builder.client.post("/v1/runs", {"agent": "helper", "input": "6*7?", "wait": True})
    assert answer.status == 200, answer.body
    run = answer.json()
    assert (run["state"], run["output"]) == ("completed", "42"), run
    steps = (await builder.client.get(f"/v1/runs/{run['id']}/steps")).json()["items"]
    assert [step["name"] for step in steps] == ["default", "calculator", "clock", "calculater", "default"]
    assert steps[1]["output"]["result"]["result"] == "42"
    assert steps[3]["error"]["code"] == "tools.not-found"
    sent = [message for message in model.calls[-1].body["messages"] if message["role"] == "tool"]
    assert json.loads(sent[0]["content"])["result"] == "42"
    assert "Did you mean calculator?" in sent[2]["content"]


async def test_a_stream_shows_steps_and_text_and_can_be_read_again_later(builder, make_agent, model):
    await make_agent(builder)
    model.default = Reply(text="one two three four five", chunks=5, chunk_delay_s=0.05)
    async with builder.client.stream(
        "POST", "/v1/runs", {"agent": "helper", "input": "Count."}, {"accept": "text/event-stream"}
    ) as (head, chunks):
        assert head.status == 200
        live = [event async for event in read_events(chunks)]
    assert live[0].type == "run.started"
    assert live[-1].type == "run.completed"
    assert "".join(event.data["text"] for event in live if event.type == "message.delta") == "one two three four five"
    assert [event.id for event in live] == list(range(1, len(live) + 1))
    async with builder.client.stream(
        "GET", f"/v1/runs/{live[0].data['run_id']}/events", None, {"accept": "text/event-stream", "last-event-id": "2"}
    ) as (_, chunks):
        late = [event async for event in read_events(chunks)]
    assert late == live[2:]


async def test_a_run_in_the_background_is_done_by_the_worker(builder, make_agent, model):
    await make_agent(builder)
    model.default = Reply(text="Done.")
    started = await builder.client.post("/v1/runs", {"agent": "helper", "input": "Work."})
    assert (started.status, started.json()["state"]) == (202, "queued")
    async with builder.client.stream(
        "GET", f"/v1/runs/{started.json()['id']}/events", None, {"accept": "text/event-stream"}
    ) as (_, chunks):
        events = [event async for event in read_events(chunks)]
    assert [events[0].type, events[1].type, events[-1].type] == ["run.queued", "run.started", "run.completed"]


async def test_a_conversation_remembers_its_turns(builder, make_agent, model):
    await make_agent(builder)
    model.default = Reply(text="Nice to meet you, Ada.")
    first = (await builder.client.post("/v1/runs", {"agent": "helper", "input": "I am Ada.", "wait": True})).json()
    body = {"agent": "helper", "input": "Who am I?", "wait": True, "conversation_id": first["conversation_id"]}
    await builder.client.post("/v1/runs", body)
    sent = [(message["role"], message["content"]) for message in model.calls[-1].body["messages"]]
    assert sent == [
        ("system", "Be brief."),
        ("user", "I am Ada."),
        ("assistant", "Nice to meet you, Ada."),
        ("user", "Who am I?"),
    ]
    said = (await builder.client.get(f"/v1/conversations/{first['conversation_id']}/messages")).json()["items"]
    assert [message["role"] for message in said] == ["user", "assistant", "user", "assistant"]


async def test_a_failing_model_fails_the_run_with_what_to_do(builder, make_agent, model):
    await make_agent(builder)
    model.default = Reply(status=401, error="bad key")
    run = (await builder.client.post("/v1/runs", {"agent": "helper", "input": "Hi", "wait": True})).json()
    assert run["state"] == "failed"
    assert run["error"]["code"].startswith("llm.")
    assert run["error"]["detail"]
