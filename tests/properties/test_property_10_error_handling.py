"""Property 10: whatever fails inside a run, it ends typed, leaves nothing half-done, and the next run works."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charter.llm.client import CallPolicy
from tests.llm.fake_server import FakeServer, Reply
from tests.runs.conftest import connect

_FAST = CallPolicy(attempts=2, base_delay_s=0.001, max_delay_s=0.002, longest_retry_after_s=0.01, idle_timeout_s=0.3)
_SCHEMA = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}

_REPLIES = st.sampled_from(
    [
        Reply(text="Fine."),
        Reply(text='{"n": 1}'),
        Reply(text=""),
        Reply(text="", tool_calls=[("clock", "{}")]),
        Reply(text="", tool_calls=[("calculator", '{"expression": "1/0"}'), ("clock", "{}")]),
        Reply(text="", tool_calls=[("calculator", '{"expresion": "1"}')]),
        Reply(text="", tool_calls=[("no_such_tool", "not json")]),
        Reply(text="", tool_calls=[("clock", '{"time_zone": "Mars/Olympus"}')]),
        Reply(status=400, error="no"),
        Reply(status=401, error="no"),
        Reply(status=404, error="no such model"),
        Reply(status=429, error="slow down", headers={"retry-after": "1"}),
        Reply(status=500, error="oops"),
        Reply(status=503, error="overloaded"),
        Reply(raw="<html>a proxy says no</html>", content_type="text/html"),
        Reply(raw='{"choices": 7}'),
        Reply(raw='{"choices": [{"message": {"tool_calls": [{"function": {}}]}}]}'),
        Reply(text="cut in the middle", chunks=4, cut_after=2),
        Reply(text="silent in the middle", chunks=4, silent_after=2),
        Reply(drop=True),
    ]
)


@pytest.fixture(scope="module")
async def world(make_caller, services):
    """A caller, and a model that fails as scripted, with retries that do not wait."""
    patient = services.models.client._policy
    services.models.client._policy = _FAST
    async with FakeServer(models=["gpt-4o"], keep_requests=False) as model:
        caller = await make_caller("owner")
        await connect(caller, model)
        limits = {"model_calls": 6, "tool_calls": 6, "time_s": 5}
        definition = {"instructions": "x", "tools": [{"name": "clock"}, {"name": "calculator"}], "limits": limits}
        for slug, more in (("plain", {}), ("strict", {"output_schema": _SCHEMA})):
            body = {"name": slug, "slug": slug, "definition": definition | more}
            assert (await caller.client.post("/v1/agents", body)).status == 201
        yield caller, model
    services.models.client._policy = patient


@settings(max_examples=120, deadline=None)
@given(script=st.lists(_REPLIES, max_size=8), agent=st.sampled_from(["plain", "strict"]), streamed=st.booleans())
async def test_property_10_error_handling_completeness(world, services, script, agent, streamed):
    """Error handling completeness: a typed error, a state from which one can go on, nothing half-done."""
    caller, model = world
    model.sequence, model.default = list(script), Reply(text='{"n": 2}')
    services.models.client._circuits._breakers._circuits.clear()
    body = {"agent": agent, "input": "Go.", "wait": True}
    if streamed:
        answer = await caller.client.post("/v1/runs", body, headers={"accept": "text/event-stream"})
        run_id = answer.body.split(b'"run_id":"')[1].split(b'"')[0].decode()
        run = (await caller.client.get(f"/v1/runs/{run_id}")).json()
    else:
        run = (await caller.client.post("/v1/runs", body)).json()
    assert run["state"] in {"completed", "failed"}
    assert (run["error"] is None) == (run["state"] == "completed")
    if run["error"]:
        assert run["error"]["code"].partition(".")[0] in {"llm", "runs"}
        assert run["error"]["code"] != "runs.failed-inside"
        assert run["error"]["detail"]
    elif agent == "strict":
        assert isinstance(run["structured_output"]["n"], int)
    steps = (await caller.client.get(f"/v1/runs/{run['id']}/steps")).json()["items"]
    assert all(step["state"] in {"completed", "failed", "cancelled"} and step["ended_at"] for step in steps)
    assert all((step["error"] is None) == (step["state"] == "completed") for step in steps)
    events = (await caller.client.get(f"/v1/runs/{run['id']}/events")).json()["items"]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert events[-1]["type"] == f"run.{run['state']}"
    opened = {event["data"]["step_id"] for event in events if event["type"] == "step.started"}
    assert opened == {step["id"] for step in steps}
    assert run["usage"]["model_calls"] == sum(step["kind"] == "model_call" for step in steps)
    model.sequence, model.default = [], Reply(text='{"n": 3}')
    services.models.client._circuits._breakers._circuits.clear()
    again = await caller.client.post("/v1/runs", body | {"conversation_id": run["conversation_id"]})
    assert again.json()["state"] == "completed", again.body
