"""What the log says of calls through the gateway: that one is made, while it is made, and what became of it."""

from __future__ import annotations

import asyncio
from typing import Any

import orjson
import pytest
from sqlalchemy import text

from charter.api.services import AppServices
from charter.mcp import wire
from charter.tools.errors import ToolFailed
from charter.tools.tool import ToolKind
from tests.conftest import Caller
from tests.gateway.test_door import modern, send
from tests.guardrails.test_policies import make_policy


def calling(**arguments: Any) -> tuple[dict[str, str], dict[str, Any]]:
    return modern("tools/call", {"name": "calculator", "arguments": arguments})


class Slow:
    """A tool that goes on when it is told to."""

    def __init__(self) -> None:
        self.begun, self.go_on = asyncio.Event(), asyncio.Event()

    async def call(self, *_: Any) -> Any:
        self.begun.set()
        await self.go_on.wait()
        return {"done": True}


@pytest.fixture
def slow(services: AppServices, monkeypatch: pytest.MonkeyPatch) -> Slow:
    made = Slow()
    monkeypatch.setitem(services.tools.desk._executors, ToolKind.BUILT_IN, made)
    return made


async def logged(services: AppServices, caller: Caller) -> list[tuple[str, dict[str, Any]]]:
    """Return what the log says of calls, the first first."""
    query = "SELECT id, action, after FROM {} WHERE tenant_id = :tenant AND resource_kind = 'tool'"
    both = " UNION ALL ".join(query.format(table) for table in ("audit_pending", "audit_entries"))
    async with services.database.system_session(reason="a test reads the log") as db:
        rows = (await db.execute(text(f"{both} ORDER BY id"), {"tenant": caller.tenant_id})).all()
    return [(row.action, row.after if isinstance(row.after, dict) else orjson.loads(row.after)) for row in rows]


async def test_a_call_is_in_the_log_while_it_is_made(owner, services, slow):
    call = asyncio.create_task(send(owner, *calling(expression="1+1")))
    async with asyncio.timeout(30):
        await slow.begun.wait()
        while not (found := await logged(services, owner)):
            await asyncio.sleep(0.01)
    assert not call.done()
    about = {"name": "calculator", "through": "mcp/default", "arguments": {"expression": "1+1"}}
    assert found == [("tool.called", about)]
    slow.go_on.set()
    assert not (await call).json()["result"]["isError"]
    assert await logged(services, owner) == found


async def test_an_answer_waits_for_its_entry(owner, services, monkeypatch):
    log = type(services.gateway.caller.log)
    begin, go_on, begun = log.begin, asyncio.Event(), asyncio.Event()

    async def held(*given: Any, **more: Any) -> None:
        begun.set()
        await go_on.wait()
        await begin(*given, **more)

    monkeypatch.setattr(log, "begin", lambda *given, **more: asyncio.ensure_future(held(*given, **more)))
    call = asyncio.create_task(send(owner, *calling(expression="1+1")))
    async with asyncio.timeout(30):
        await begun.wait()
    assert not (await asyncio.wait({call}, timeout=0.2))[0]
    go_on.set()
    assert not (await call).json()["result"]["isError"]


async def test_no_answer_leaves_without_its_entry(owner, services, monkeypatch):
    async def broken() -> None:
        raise OSError("the disk is full")

    log = type(services.gateway.caller.log)
    monkeypatch.setattr(log, "begin", lambda *_, **__: asyncio.ensure_future(broken()))
    answer = await send(owner, *calling(expression="1+1"))
    assert answer.status == 500


async def test_a_call_that_fails_says_so(owner, services, monkeypatch):
    class Failing:
        async def call(self, *_: Any) -> Any:
            raise ToolFailed("The pump broke.")

    monkeypatch.setitem(services.tools.desk._executors, ToolKind.BUILT_IN, Failing())
    assert (await send(owner, *calling(expression="1+1"))).json()["result"]["isError"]
    (called, _), (failed, facts) = await logged(services, owner)
    assert (called, failed) == ("tool.called", "tool.failed")
    assert facts["outcome"] == "tools.failed"
    assert facts.keys() == {"name", "through", "outcome", "ms"}


async def test_a_call_that_is_refused_was_not_made(owner, services, make_caller):
    assert (await send(owner, *calling(expression=7))).json()["result"]["isError"]
    guest = await make_caller("guest", owner.tenant_id)
    assert (await send(guest, *calling(expression="1+1"))).json()["result"]["isError"]
    found = await logged(services, owner)
    assert [action for action, _ in found] == ["tool.refused", "tool.refused"]
    assert [facts["outcome"] for _, facts in found] == ["tools.arguments-invalid", "access.forbidden"]
    assert found[0][1]["arguments"] == {"expression": 7}


async def test_a_client_that_leaves_is_in_the_log(owner, services, slow):
    async def leave() -> None:
        headers, message = calling(expression="1+1")
        async with owner.client.stream("POST", "/mcp", orjson.dumps(message), headers):
            pass

    task = asyncio.create_task(leave())
    async with asyncio.timeout(30):
        await slow.begun.wait()
        task.cancel()
        await asyncio.wait({task})
        while len(found := await logged(services, owner)) < 2:
            await asyncio.sleep(0.01)
    assert [action for action, _ in found] == ["tool.called", "tool.failed"]
    assert found[1][1]["outcome"] == "left"


async def test_an_entry_that_cannot_be_stored_does_not_take_others_along(owner, services):
    log = services.gateway.caller.log
    notes = ["one", "\x00", "three", "four", "\x00", "six"]
    done = await asyncio.gather(
        *(log.begin(owner.principal, "tool.called", "tool", None, after={"note": note}) for note in notes),
        return_exceptions=True,
    )
    assert [note for note, error in zip(notes, done, strict=True) if error is not None] == ["\x00", "\x00"]
    assert sorted(facts["note"] for _, facts in await logged(services, owner)) == ["four", "one", "six", "three"]


async def test_what_the_log_cannot_hold_is_not_called_with(owner, services, monkeypatch):
    class Told:
        calls = 0

        async def call(self, *_: Any) -> Any:
            self.calls += 1
            return {}

    told = Told()
    monkeypatch.setitem(services.tools.desk._executors, ToolKind.BUILT_IN, told)
    headers, message = calling(expression="HERE")
    deep = b'{"a":' * 300 + b"1" + b"}" * 300
    for bad in (b'"1\\u0000"', deep, deep.replace(b'{"a":', b"[").replace(b"}", b"]")):
        answer = await send(owner, headers, orjson.dumps(message).replace(b'"HERE"', bad))
        assert (answer.status, answer.json()["error"]["code"]) == (400, wire.PARSE_ERROR)
    fine = await send(owner, headers, orjson.dumps(message).replace(b'"HERE"', b'"' + b"{}" * 300 + b'\\\\u0000"'))
    assert (fine.status, told.calls) == (200, 1), fine.body


async def test_of_a_call_that_is_denied_the_log_keeps_what_guardrails_left(owner, services):
    rules = [{"stage": "tool_argument", "detector": "words", "action": "redact"}]
    await make_policy(owner, document={"rules": rules, "denied_words": ["zorbium"]}, for_all=True)
    denying = {"name": "nothing", "effect": "deny", "tools": ["calculator"], "reason": "No sums."}
    assert (await owner.client.post("/v1/tool-policies", denying)).status == 201
    assert (await send(owner, *calling(expression="zorbium + 1"))).json()["result"]["isError"]
    ((action, facts),) = await logged(services, owner)
    assert (action, facts["outcome"]) == ("tool.refused", "approvals.call-denied")
    assert "zorbium" not in str(facts)
    assert "+ 1" in str(facts)
