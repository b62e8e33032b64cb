"""Agents reached by the Agent2Agent protocol: what another agent sees, in both revisions, and every refusal."""

from __future__ import annotations

import asyncio
from typing import Any

import orjson
import pytest

from tests.asgi_client import Answer
from tests.conftest import Caller
from tests.llm.fake_server import Reply

MODERN = {"a2a-version": "1.0"}
_HELLO = {"messageId": "m-1", "role": "ROLE_USER", "parts": [{"text": "Say hello."}]}
_OLDER = {"kind": "message", "messageId": "m-1", "role": "user", "parts": [{"kind": "text", "text": "Say hello."}]}


async def ask(caller: Caller, method: str, params: Any, *, agent: str = "helper", headers: Any = MODERN) -> Answer:
    body = {"jsonrpc": "2.0", "id": 7, "method": method, "params": params}
    return await caller.client.post(f"/a2a/{agent}", body, headers=headers)


async def result(caller: Caller, method: str, params: Any, **more: Any) -> Any:
    answer = await ask(caller, method, params, **more)
    document = answer.json()
    assert (answer.status, document.get("id"), document.get("error")) == (200, 7, None), answer.body
    return document["result"]


async def error(caller: Caller, method: str, params: Any, **more: Any) -> tuple[int, str]:
    document = (await ask(caller, method, params, **more)).json()
    assert document["id"] == 7
    data = document["error"].get("data") or [{"reason": ""}]
    return document["error"]["code"], data[0]["reason"]


def events(answer: Answer) -> list[Any]:
    frames = [line.removeprefix(b"data: ") for line in answer.body.splitlines() if line.startswith(b"data: ")]
    documents = [orjson.loads(frame) for frame in frames]
    assert {document["id"] for document in documents} == {7}
    return [document["result"] for document in documents]


@pytest.fixture(autouse=True)
async def helper(builder, make_agent) -> None:
    await make_agent(builder)


async def test_a_card_says_how_an_agent_is_reached(builder, settings):
    answer = await builder.client.get("/a2a/helper/.well-known/agent-card.json")
    card = answer.json()
    url = f"{settings.base_url}/a2a/helper"
    assert [(it["url"], it["protocolVersion"]) for it in card["supportedInterfaces"]] == [(url, "1.0"), (url, "0.3")]
    assert (card["url"], card["protocolVersion"], card["capabilities"]["streaming"]) == (url, "0.3.0", True)
    assert card["skills"][0]["id"] == "helper"
    assert card["securitySchemes"]["key"]["scheme"] == "bearer"


async def test_a_message_is_a_run_and_a_context_a_conversation(builder, model):
    model.default = Reply(text="Hello.")
    task = (await result(builder, "SendMessage", {"message": _HELLO}))["task"]
    assert task["status"]["state"] == "TASK_STATE_COMPLETED"
    assert task["artifacts"] == [{"artifactId": "answer", "parts": [{"text": "Hello."}]}]
    run = (await builder.client.get(f"/v1/runs/{task['id']}")).json()
    assert (run["input"], run["output"], run["conversation_id"]) == ("Say hello.", "Hello.", task["contextId"])
    again = {"messageId": "m-2", "role": "ROLE_USER", "contextId": task["contextId"], "parts": [{"data": {"n": 2}}]}
    second = (await result(builder, "SendMessage", {"message": again}))["task"]
    assert second["contextId"] == task["contextId"]
    said = [message["content"] for message in model.calls[-1].body["messages"]]
    assert said[-3:] == ["Say hello.", "Hello.", '{"n":2}']
    assert await result(builder, "GetTask", {"id": task["id"]}) == task


async def test_the_older_revision_has_its_own_forms(builder, model):
    model.default = Reply(text="Hello.")
    task = await result(builder, "message/send", {"message": _OLDER}, headers={})
    assert (task["kind"], task["status"]["state"]) == ("task", "completed")
    assert task["artifacts"][0]["parts"] == [{"kind": "text", "text": "Hello."}]
    assert await result(builder, "tasks/get", {"id": task["id"]}, headers={}) == task


async def test_an_answer_is_streamed_in_pieces(builder, model):
    model.default = Reply(text="one two three four", chunks=4, chunk_delay_s=0.1)
    told = events(await ask(builder, "SendStreamingMessage", {"message": _HELLO}))
    assert told[0]["task"]["status"]["state"] in {"TASK_STATE_SUBMITTED", "TASK_STATE_WORKING", "TASK_STATE_COMPLETED"}
    assert told[-1]["statusUpdate"]["status"]["state"] == "TASK_STATE_COMPLETED"
    pieces = [event["artifactUpdate"] for event in told[1:-1]]
    assert "".join(part["text"] for piece in pieces for part in piece["artifact"]["parts"]) == "one two three four"
    assert [piece["append"] for piece in pieces] == [False, *[True] * (len(pieces) - 1)]
    older = events(await ask(builder, "message/stream", {"message": _OLDER}, headers={}))
    assert (older[0]["kind"], older[-1]["kind"], older[-1]["final"]) == ("task", "status-update", True)
    assert {event["kind"] for event in older[1:-1]} == {"artifact-update"}
    id_ = told[0]["task"]["id"]
    late = events(await ask(builder, "SubscribeToTask", {"id": id_}))
    assert [event["task"]["status"]["state"] for event in late] == ["TASK_STATE_COMPLETED"]


async def test_what_an_agent_with_a_schema_answers_is_data(builder, model, make_agent):
    schema = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
    await make_agent(builder, "counter", output_schema=schema)
    model.default = Reply(text='{"n": 3}')
    task = (await result(builder, "SendMessage", {"message": _HELLO}, agent="counter"))["task"]
    assert task["artifacts"][0]["parts"] == [{"data": {"n": 3}}]
    told = events(await ask(builder, "SendStreamingMessage", {"message": _HELLO}, agent="counter"))
    begun = told[0]["task"].get("artifacts", [])  # a run that is over before its stream begins is told whole at once
    parts = [one["parts"] for one in begun] + [
        event["artifactUpdate"]["artifact"]["parts"] for event in told if "artifactUpdate" in event
    ]
    assert parts == [[{"data": {"n": 3}}]]


async def test_a_task_that_goes_on_is_cancelled(builder, model):
    model.default = Reply(hang=True)
    begun = {"message": _HELLO, "configuration": {"returnImmediately": True}}
    task = (await result(builder, "SendMessage", begun))["task"]
    assert task["status"]["state"] in {"TASK_STATE_SUBMITTED", "TASK_STATE_WORKING"}
    async with asyncio.timeout(30):
        cancelled = await result(builder, "CancelTask", {"id": task["id"]})
        while cancelled["status"]["state"] != "TASK_STATE_CANCELED":  # its process hears of it in a moment
            cancelled = await result(builder, "GetTask", {"id": task["id"]})
    model.default = Reply(text="Hello.")
    done = (await result(builder, "SendMessage", {"message": _HELLO}))["task"]
    assert await error(builder, "CancelTask", {"id": done["id"]}) == (-32002, "runs.state-conflict")


async def test_a_run_that_fails_says_why(builder, model):
    model.default = Reply(status=400)
    task = (await result(builder, "SendMessage", {"message": _HELLO}))["task"]
    assert task["status"]["state"] == "TASK_STATE_FAILED"
    assert task["status"]["message"]["parts"][0]["text"]
    assert "artifacts" not in task


async def test_nobody_else_sees_a_task(builder, stranger, model, make_agent):
    model.default = Reply(text="Hello.")
    task = (await result(builder, "SendMessage", {"message": _HELLO}))["task"]
    for method in ("GetTask", "CancelTask", "SubscribeToTask"):
        for id_ in (task["id"], "run_01jz5m3wq8e7bs2f6q9k4x0v1c"):
            assert await error(stranger, method, {"id": id_}) == (-32001, "runs.not-found")
    await make_agent(builder, "other")
    assert await error(builder, "GetTask", {"id": task["id"]}, agent="other") == (-32001, "runs.not-found")
    assert await error(stranger, "SendMessage", {"message": _HELLO}) == (-32602, "agents.not-found")
    assert (await stranger.client.get("/a2a/helper/.well-known/agent-card.json")).code == "agents.not-found"
    context = {**_HELLO, "contextId": task["contextId"]}
    await make_agent(stranger)
    assert (await error(stranger, "SendMessage", {"message": context}))[1] == "runs.conversation-not-found"


async def test_who_may_not_run_agents_is_refused(make_caller, builder, anonymous):
    auditor = await make_caller("auditor", tenant_id=builder.tenant_id)
    assert await error(auditor, "SendMessage", {"message": _HELLO}) == (-32602, "access.forbidden")
    assert (await auditor.client.get("/a2a/helper/.well-known/agent-card.json")).code == "access.forbidden"
    for answer in (
        await anonymous.get("/a2a/helper/.well-known/agent-card.json"),
        await anonymous.post("/a2a/helper", {"jsonrpc": "2.0", "id": 7, "method": "GetTask", "params": {}}),
    ):
        assert (answer.status, answer.code) == (401, "identity.unauthenticated")


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("SendMessage", {"message": _HELLO | {"parts": []}}, -32602),
        ("SendMessage", {"message": _HELLO | {"parts": [{"text": " "}]}}, -32602),
        ("SendMessage", {"message": _HELLO | {"parts": [{"url": "file:///etc/passwd"}]}}, -32005),
        ("SendMessage", {"message": _HELLO | {"parts": [{"raw": "AAAA"}]}}, -32005),
        ("SendMessage", {"message": _HELLO | {"taskId": "run_01jz5m3wq8e7bs2f6q9k4x0v1c"}}, -32004),
        ("SendMessage", {"message": _HELLO | {"contextId": "mine"}}, -32602),
        ("SendMessage", {"message": "hello"}, -32602),
        ("SendMessage", {}, -32602),
        ("SendMessage", [], -32600),
        ("GetTask", {"id": "1 or 1=1"}, -32001),
        ("GetTask", {}, -32001),
        ("CreateTaskPushNotificationConfig", {}, -32003),
        ("tasks/pushNotificationConfig/set", {}, -32003),
        ("Everything", {}, -32601),
    ],
)
async def test_what_cannot_be_answered_is_refused_in_the_protocols_words(builder, method, params, code):
    assert (await error(builder, method, params))[0] == code


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"{", -32700), (b"[]", -32600), (b'{"jsonrpc":"2.0","id":true,"method":"GetTask"}', -32600)],
)
async def test_what_is_no_request_is_refused(builder, body, code):
    headers = {"content-type": "application/json"}
    answer = await builder.client.request("POST", "/a2a/helper", body, headers=headers)
    assert (answer.json()["error"]["code"], answer.json()["id"]) == (code, None)


async def test_another_revision_is_refused(builder):
    assert (await error(builder, "GetTask", {"id": "x"}, headers={"a2a-version": "2.1"}))[0] == -32009
