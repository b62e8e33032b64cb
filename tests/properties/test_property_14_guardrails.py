"""Property 14: every input and output is checked before it has an effect, and a blocked one has none."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.llm.fake_server import FakeServer, Reply, Request
from tests.properties.process import Process
from tests.runs.conftest import connect
from tests.sse_reader import read_events

FORBIDDEN = "zorbium"
SECRET = "ghp_aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY1zA2"
_PLAIN = "The harbour was quiet and the boats lay still in the morning light. "
_BLOCKED_AT = ("input", "recalled", "tool_argument", "tool_result", "output", "stream")


def _document() -> dict:
    rules = [{"stage": stage, "detector": "words", "action": "block"} for stage in _BLOCKED_AT]
    rules += [{"stage": stage, "detector": "secrets", "action": "redact"} for stage in _BLOCKED_AT]
    return {"rules": rules, "denied_words": [FORBIDDEN]}


@dataclass
class _Story:
    """What is said where: each text with or without what is forbidden."""

    input: str = ""
    arguments: str | None = None
    result: str = ""
    answer: str = ""
    chunks: int = 4
    shift: int = 0


class _Script(FakeServer):
    """Plays the story: the agent calls the other one if it is to, and then answers."""

    story = _Story()

    def reply_to(self, request: Request) -> Reply:
        messages = request.body["messages"]
        if messages[0]["content"] == "Be the expert.":
            return Reply(text=self.story.result)
        if self.story.arguments is not None and not any(message["role"] == "tool" for message in messages):
            asked = json.dumps({"input": self.story.arguments})
            return Reply(text="", tool_calls=[("hand_off_to_expert", asked)])
        return Reply(text=self.story.answer, chunks=self.story.chunks, chunk_delay_s=0.004)


@pytest.fixture(scope="module")
async def world(make_caller, settings):
    async with _Script(models=["gpt-4o"]) as model:
        caller = await make_caller("owner")
        await connect(caller, model)
        agents = {
            "expert": {"instructions": "Be the expert."},
            "speaker": {"instructions": "Be the speaker.", "hand_offs": ["expert"]},
        }
        ids = {}
        for name, definition in agents.items():
            answer = await caller.client.post("/v1/agents", {"name": name, "definition": definition})
            assert answer.status == 201, answer.body
            ids[name] = answer.json()["id"]
        for name, document, agent in (("strict", _document(), "speaker"), ("open", {"rules": []}, "expert")):
            made = await caller.client.post("/v1/guardrail-policies", {"name": name, "document": document})
            assert made.status == 201, made.body
            path = f"/v1/guardrail-policies/{made.json()['id']}"
            assert (await caller.client.patch(path, {"agents": [ids[agent]]})).status == 200
        server = Process(settings, caller.key)
        await server.start()
        yield server, model
        await server.stop()


_PART = st.sampled_from(["plain", "forbidden", "secret"])


def _text(part: str, before: int, after: int) -> str:
    middle = {"plain": "and", "forbidden": FORBIDDEN, "secret": SECRET}[part]
    return f"{_PLAIN * before}{middle} {_PLAIN * after}".strip()


@settings(max_examples=100, deadline=None)
@given(
    asked=_PART,
    arguments=st.none() | _PART,
    result=_PART,
    answered=_PART,
    before=st.integers(0, 9),
    after=st.integers(0, 9),
    chunks=st.integers(1, 25),
    crash=st.sampled_from([False, False, False, True]),
)
async def test_property_14_guardrails(world, asked, arguments, result, answered, before, after, chunks, crash):
    """Guardrails: inputs and outputs: every one is checked before it has an effect; a blocked one has none."""
    server, model = world
    model.story = _Story(
        _text(asked, 1, 1), None if arguments is None else _text(arguments, 0, 0), _text(result, 1, 0),
        _text(answered, before, after), chunks,
    )  # fmt: skip
    model.requests.clear()
    run_id = await _begin(server, model.story.input, crash=crash)
    if crash:
        await server.restart()
    run = await _ended(server, run_id)
    async with server.client.stream("GET", f"/v1/runs/{run_id}/events", None, {"accept": "text/event-stream"}) as (
        _,
        chunks_,
    ):
        events = [(event.type, event.data) async for event in read_events(chunks_)]
    found = (await server.client.get(f"/v1/violations?run_id={run_id}")).json()["items"]
    _nothing_forbidden_got_out(model, events, run)
    _blocked_had_no_effect(model, run, asked, arguments, answered)
    assert {one["stage"] for one in found} >= _expected(asked, arguments, result, answered)
    assert all(SECRET not in json.dumps(one) for one in found)


async def _begin(server: Process, text: str, *, crash: bool) -> str:
    body = {"agent": "speaker", "input": text}
    run_id = ""
    async with server.client.stream("POST", "/v1/runs", body, {"accept": "text/event-stream"}) as (head, chunks):
        assert head.status == 200
        async for event in read_events(chunks):
            run_id = event.data["run_id"]
            if crash:
                break
    return run_id


async def _ended(server: Process, run_id: str) -> dict:
    async with asyncio.timeout(30):
        while (run := (await server.client.get(f"/v1/runs/{run_id}")).json())["state"] in {"running", "queued"}:
            await asyncio.sleep(0.02)
    return run


def _nothing_forbidden_got_out(model: _Script, events: list[tuple[str, dict]], run: dict) -> None:
    for request in model.requests:
        if "messages" in (request.body or {}) and request.body["messages"][0]["content"] != "Be the expert.":
            sent = json.dumps(request.body)
            assert FORBIDDEN not in sent, "what is forbidden reached the model"
            assert SECRET not in sent, "a secret reached the model"
    shown = ""
    for kind, data in events:
        if kind == "message.reset":
            shown = ""
        shown += data["text"] if kind == "message.delta" else ""
        assert FORBIDDEN not in shown
        assert SECRET[:12] not in shown
        told = {name: value for name, value in data.items() if name != "input"} if kind == "step.started" else data
        assert FORBIDDEN not in json.dumps(told), f"a reader saw what is forbidden in {kind}"
        assert SECRET not in json.dumps(told)
    assert FORBIDDEN not in (run["output"] or "")
    assert SECRET not in (run["output"] or "")


def _calls(model: _Script, instructions: str) -> int:
    return sum(
        1
        for request in model.requests
        if "messages" in (request.body or {}) and request.body["messages"][0]["content"] == instructions
    )


def _blocked_had_no_effect(model: _Script, run: dict, asked: str, arguments: str | None, answered: str) -> None:
    if asked == "forbidden":
        assert (run["state"], run["error"]["code"]) == ("failed", "guardrails.blocked")
        assert _calls(model, "Be the speaker.") == 0
        return
    if arguments == "forbidden":
        assert _calls(model, "Be the expert.") == 0, "a call whose arguments are blocked was made"
    if answered == "forbidden":
        assert (run["state"], run["error"]["code"]) == ("failed", "guardrails.blocked")
        return
    assert run["state"] == "completed", run["error"]
    if answered == "plain":
        assert run["output"] == model.story.answer


def _expected(asked: str, arguments: str | None, result: str, answered: str) -> set[str]:
    expected: set[str] = set()
    if asked != "plain":
        expected.add("input")
    if asked == "forbidden":
        return expected
    if arguments not in {None, "plain"}:
        expected.add("tool_argument")
    if arguments in {"plain", "secret"} and result != "plain":
        expected.add("tool_result")
    return expected
