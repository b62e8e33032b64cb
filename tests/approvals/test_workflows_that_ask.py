"""Tool jobs of workflows that wait: for what a tool asks, and for what a guardrail wants looked at first."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from charter.approvals.service import approvals
from charter.core.ids import parse_id
from charter.core.queue import QueueItemView, Retry
from charter.tools.asking import AsksPerson, Form
from charter.tools.schemas import ToolFacts
from charter.tools.service import registry
from charter.tools.tool import Risk, ToolKind
from charter.workflows.service.tool_jobs import take_back_gone
from tests.approvals.conftest import bank, builder, decide, make_agent, model, pending, policy
from tests.conftest import Caller
from tests.guardrails.test_policies import make_policy
from tests.mcp.asking_server import asking_server
from tests.mcp.sdk_servers import both_eras, only_handshakes, serving
from tests.mcp.test_endpoints import approve, connect
from tests.workflows.drawing import element, end, file, process, start

__all__ = ["bank", "builder", "make_agent", "model"]

MOVE = {"to": "DE1", "amount": 5}
BONN = {"city": "Bonn"}


async def deploy(caller: Caller, tool: str) -> None:
    header = f'<zeebe:taskHeaders><zeebe:header key="tool" value="{tool}"/></zeebe:taskHeaders>'
    task = element("serviceTask", "t", extensions=f'<zeebe:taskDefinition type="tool"/>{header}')
    content = file(process("p", start(), task, end(), flows="start>t>end")).decode()
    files = [{"name": "p.bpmn", "content": content}]
    assert (await caller.client.post("/v1/workflow-deployments", {"files": files})).status == 201


async def begin(caller: Caller, arguments: dict[str, Any]) -> dict[str, Any]:
    body = {"process": "p", "variables": {"arguments": arguments}}
    instance: dict[str, Any] = (await caller.client.post("/v1/process-instances", body)).json()
    return instance


async def question(caller: Caller, instance: dict[str, Any]) -> dict[str, Any]:
    async with asyncio.timeout(30):
        while not (found := await pending(caller, instance)):
            await asyncio.sleep(0.02)
    (one,) = found
    return one


async def completed(caller: Caller, instance: dict[str, Any]) -> Any:
    """Return the result of the job, when the instance has ended."""
    async with asyncio.timeout(30):
        while (found := (await caller.client.get(f"/v1/process-instances/{instance['id']}")).json())[
            "state"
        ] == "active":
            assert not found["incidents"], (await caller.client.get("/v1/incidents")).body
            await asyncio.sleep(0.02)
    assert found["state"] == "completed"
    return found["variables"]["result"]


async def incident(caller: Caller) -> dict[str, Any]:
    async with asyncio.timeout(30):
        while not (found := (await caller.client.get("/v1/incidents?resolved=false")).json()["items"]):
            await asyncio.sleep(0.02)
    one: dict[str, Any] = found[0]
    return one


async def resolve(caller: Caller, one: dict[str, Any]) -> None:
    assert (await caller.client.post(f"/v1/incidents/{one['id']}/resolve", {})).status < 300


async def expire(services: Any, caller: Caller) -> None:
    async with services.database.tenant_session(caller.tenant_id) as db:
        await db.execute(text("UPDATE approvals SET expires_at = now() - interval '1 s' WHERE state = 'pending'"))
    async with services.database.system_session(reason="test") as db:
        await approvals.expire(db, services.clock())


async def job_of(services: Any, caller: Caller, instance: dict[str, Any]) -> UUID | None:
    async with services.database.tenant_connection(caller.tenant_id) as connection:
        found: UUID | None = await connection.fetchval(
            "SELECT id FROM workflow_jobs WHERE instance_id = $1", parse_id("instance", instance["id"])
        )
    return found


async def delivered(services: Any, caller: Caller, job_id: UUID) -> None:
    """Hand the job's queue item to the worker, as the queue does after a crash."""
    item = QueueItemView(caller.tenant_id, uuid4(), "workflows.job", {"job_id": str(job_id)}, 1, 1_000, None)
    await services.workflows.built_in.work(item)


async def held(services: Any, caller: Caller) -> int:
    async with services.database.tenant_connection(caller.tenant_id) as connection:
        return int(await connection.fetchval("SELECT count(*) FROM held_texts"))


# -- what tools ask in the middle of a call


@pytest.fixture
async def booking(request: Any, builder: Caller) -> Any:
    """What the tools of a server did that asks people; a process calls one of them."""
    calls: list[str] = []
    app = both_eras(asking_server(calls))
    async with serving(only_handshakes(app) if getattr(request, "param", "") == "handshake" else app) as url:
        await connect(builder, f"{url}/mcp", "asking")
        await approve(builder, "asking")
        await deploy(builder, "asking__book")
        yield calls


@pytest.mark.parametrize("booking", ["stateless", "handshake"], indirect=True)
async def test_a_job_waits_for_what_its_tool_asks(builder, booking, services):
    instance = await begin(builder, BONN)
    first = await question(builder, instance)
    assert (first["purpose"], first["origin"], first["tool"]) == ("input", "workflow", "asking__book")
    assert (first["form"]["message"], first["reason"]) == ("Which seat to Bonn?", "asking asks: Which seat to Bonn?")
    job = await job_of(services, builder, instance)
    with pytest.raises(Retry):  # whoever takes the job meanwhile waits as well, and asks nothing twice
        await delivered(services, builder, job)
    assert [one["id"] for one in await pending(builder, instance)] == [first["id"]]
    assert (await decide(builder, first, "approve", answer={"row": 31})).status == 422
    await decide(builder, first, "approve", answer={"row": 3})
    second = await question(builder, instance)
    await decide(builder, second, "approve", answer={"sure": True})
    assert await completed(builder, instance) == {"result": "booked row 3 to Bonn"}
    await delivered(services, builder, job)
    assert [call for call in booking if call not in {"cancel", "not sure"}] == ["Bonn 3"]


async def test_a_no_and_silence_are_incidents_and_who_tries_again_is_asked_again(builder, booking, services):
    instance = await begin(builder, BONN)
    await decide(builder, await question(builder, instance), "reject", reason="Too far")
    said = await incident(builder)
    assert "a person said no" in said["message"]
    assert "Too far" in said["message"]
    assert "Which seat to Bonn?" in said["message"]
    await resolve(builder, said)
    await question(builder, instance)
    await expire(services, builder)
    said = await incident(builder)
    assert "nobody said yes" in said["message"]
    await resolve(builder, said)
    await decide(builder, await question(builder, instance), "approve", answer={"row": 4})
    await decide(builder, await question(builder, instance), "approve", answer={"sure": True})
    assert await completed(builder, instance) == {"result": "booked row 4 to Bonn"}
    assert booking == ["Bonn 4"]


async def test_guardrails_read_what_is_asked_and_what_is_answered(builder, booking):
    rules = [{"stage": stage, "detector": "words", "action": "block"} for stage in ("tool_result", "tool_argument")]
    await make_policy(builder, document={"rules": rules, "denied_words": ["seat", "27"]}, for_all=True)
    await begin(builder, BONN)
    said = await incident(builder)
    assert "seat" in said["message"] or "guardrail" in said["message"]
    assert await pending(builder) == []
    assert booking == []


async def test_an_answer_that_a_guardrail_stops_can_be_given_anew(builder, booking):
    rules = [{"stage": "tool_argument", "detector": "words", "action": "block"}]
    await make_policy(builder, document={"rules": rules, "denied_words": ["27"]}, for_all=True)
    instance = await begin(builder, BONN)
    await decide(builder, await question(builder, instance), "approve", answer={"row": 27})
    await resolve(builder, await incident(builder))
    again = await question(builder, instance)
    assert again["form"]["message"] == "Which seat to Bonn?"
    await decide(builder, again, "approve", answer={"row": 26})
    await decide(builder, await question(builder, instance), "approve", answer={"sure": True})
    assert await completed(builder, instance) == {"result": "booked row 26 to Bonn"}


# -- results that a guardrail holds back


class Clerk:
    """What the tool ``transfer`` did, and what it returns."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.returns: Any = {"plan": "The zorbium is under the stairs."}

    async def call(self, _tool: Any, arguments: dict[str, Any], _caller: Any) -> Any:
        self.calls.append(arguments)
        return self.returns


@pytest.fixture
async def clerk(builder: Caller, bank: Any, monkeypatch: pytest.MonkeyPatch) -> Clerk:
    made = Clerk()
    monkeypatch.setattr(bank, "call", made.call)
    await deploy(builder, "transfer")
    return made


async def guarded(caller: Caller, action: str) -> None:
    rules = [{"stage": "tool_result", "detector": "words", "action": action}]
    await make_policy(caller, document={"rules": rules, "denied_words": ["zorbium"]}, for_all=True)


@pytest.mark.parametrize(
    "edited", [None, '{"plan": "nothing to see"}', "no JSON at all"], ids=["as is", "json", "text"]
)
async def test_a_result_waits_sealed_and_nothing_is_called_again_for_it(builder, clerk, services, edited):
    await guarded(builder, "ask")
    instance = await begin(builder, MOVE)
    asked = await question(builder, instance)
    assert (asked["purpose"], asked["tool"], asked["arguments"]) == ("tool_result", "transfer", {})
    assert "zorbium" not in json.dumps((await builder.client.get(f"/v1/process-instances/{instance['id']}")).json())
    read = (await builder.client.get(f"/v1/approvals/{asked['id']}/text")).json()
    assert json.loads(read["text"]) == clerk.returns
    with pytest.raises(Retry):
        await delivered(services, builder, await job_of(services, builder, instance))
    assert await held(services, builder) == 1
    await decide(builder, asked, "approve", **({"text": edited} if edited else {}))
    expected = {None: clerk.returns, '{"plan": "nothing to see"}': {"plan": "nothing to see"}}.get(edited, edited)
    assert await completed(builder, instance) == expected
    assert clerk.calls == [MOVE]
    async with asyncio.timeout(30):
        while await held(services, builder):
            await asyncio.sleep(0.02)


async def test_what_a_person_puts_in_place_is_read_as_well(builder, clerk):
    rules = [{"stage": "tool_result", "detector": "words", "action": "ask"}]
    rules.append({"stage": "tool_result", "detector": "secrets", "action": "block"})
    await make_policy(builder, document={"rules": rules, "denied_words": ["zorbium"]}, for_all=True)
    asked = await question(builder, await begin(builder, MOVE))
    await decide(builder, asked, "approve", text="ghp_aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY1zA2")
    said = await incident(builder)
    assert "put in its place" in said["message"]
    assert "ghp_" not in said["message"]


@pytest.mark.parametrize("action", ["ask", "block"])
async def test_a_call_whose_result_was_withheld_is_repeated_only_when_a_person_says_so(
    builder, clerk, services, action
):
    await guarded(builder, action)
    instance = await begin(builder, MOVE)
    if action == "ask":
        await decide(builder, await question(builder, instance), "reject", reason="Not this")
    said = await incident(builder)
    assert "transfer was called, and" in said["message"]
    assert "zorbium" not in said["message"]
    assert await held(services, builder) == 0
    await resolve(builder, said)
    again = await question(builder, instance)
    assert (again["purpose"], again["arguments"]) == ("repeat", MOVE)
    await decide(builder, again, "reject")
    await resolve(builder, await incident(builder))
    again = await question(builder, instance)
    assert clerk.calls == [MOVE]
    clerk.returns = "all is well"
    await decide(builder, again, "approve")
    assert await completed(builder, instance) == "all is well"
    assert clerk.calls == [MOVE, MOVE]


async def test_a_yes_to_a_repetition_is_for_one_call(builder, clerk):
    await guarded(builder, "block")
    instance = await begin(builder, MOVE)
    await resolve(builder, await incident(builder))
    await decide(builder, await question(builder, instance), "approve")
    await resolve(builder, await incident(builder))
    assert (await question(builder, instance))["purpose"] == "repeat"
    assert clerk.calls == [MOVE, MOVE]


async def test_a_policys_question_that_was_answered_with_no_is_asked_again(builder, clerk):
    await policy(builder, "moves", "ask", "transfer")
    clerk.returns = "done"
    instance = await begin(builder, MOVE)
    await decide(builder, await question(builder, instance), "reject")
    await resolve(builder, await incident(builder))
    await decide(builder, await question(builder, instance), "approve")
    assert await completed(builder, instance) == "done"
    assert clerk.calls == [MOVE]


async def test_what_waits_for_a_job_that_is_gone_is_forgotten(builder, clerk, services):
    await guarded(builder, "ask")
    instance = await begin(builder, MOVE)
    asked = await question(builder, instance)
    assert (await builder.client.post(f"/v1/process-instances/{instance['id']}/cancel", {})).status == 204
    await decide(builder, asked, "approve")
    async with asyncio.timeout(30):
        while await held(services, builder):
            await asyncio.sleep(0.02)
    assert clerk.calls == [MOVE]


async def test_what_is_asked_for_jobs_that_are_gone_is_taken_back_and_no_more(builder, clerk, services):
    await guarded(builder, "ask")
    gone, other = await begin(builder, MOVE), await begin(builder, MOVE)
    asked, kept = await question(builder, gone), await question(builder, other)
    assert (await builder.client.post(f"/v1/process-instances/{gone['id']}/cancel", {})).status == 204
    for _ in range(2):
        async with services.database.system_session(reason="test") as db:
            await take_back_gone(db)
    assert (await builder.client.get(f"/v1/approvals/{asked['id']}")).json()["state"] == "withdrawn"
    assert (await decide(builder, asked, "approve")).status == 409
    assert [one["id"] for one in await pending(builder)] == [kept["id"]]
    assert await held(services, builder) == 1


# -- a yes is for what was shown


async def assign(caller: Caller, instance: dict[str, Any], arguments: dict[str, Any]) -> None:
    body = {"variables": {"arguments": arguments}}
    assert (await caller.client.put(f"/v1/process-instances/{instance['id']}/variables", body)).status == 204


async def other_question(caller: Caller, instance: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    async with asyncio.timeout(30):
        while (found := await question(caller, instance))["id"] == before["id"]:
            await asyncio.sleep(0.02)
    return found


async def test_a_yes_is_for_the_arguments_that_were_shown(builder, clerk):
    await policy(builder, "moves", "ask", "transfer")
    clerk.returns = "done"
    instance = await begin(builder, MOVE)
    first = await question(builder, instance)
    await assign(builder, instance, {"to": "XX9", "amount": 5_000})
    await decide(builder, first, "approve")
    again = await other_question(builder, instance, first)
    assert (again["arguments"], clerk.calls) == ({"to": "XX9", "amount": 5_000}, [])
    await decide(builder, again, "approve")
    assert await completed(builder, instance) == "done"
    assert clerk.calls == [{"to": "XX9", "amount": 5_000}]


async def test_a_yes_to_a_repetition_is_for_the_arguments_that_were_shown_or_put_in_place(builder, clerk):
    await guarded(builder, "block")
    instance = await begin(builder, MOVE)
    await resolve(builder, await incident(builder))
    first = await question(builder, instance)
    await assign(builder, instance, {"to": "XX9", "amount": 5_000})
    clerk.returns = "done"
    await decide(builder, first, "approve")
    again = await other_question(builder, instance, first)
    assert (again["purpose"], again["arguments"]) == ("repeat", {"to": "XX9", "amount": 5_000})
    assert clerk.calls == [MOVE]
    await decide(builder, again, "approve", arguments={"to": "DE2", "amount": 1})
    assert await completed(builder, instance) == "done"
    assert clerk.calls == [MOVE, {"to": "DE2", "amount": 1}]


async def test_an_answer_to_a_tool_is_for_the_call_in_which_it_asked(builder, bank, services, monkeypatch):
    given: list[tuple[dict[str, Any], Any]] = []

    async def call(_tool: Any, arguments: dict[str, Any], caller: Any) -> Any:
        given.append((arguments, caller.answer.content if caller.answer else None))
        if caller.answer is None:
            fields = {"type": "object", "properties": {"sure": {"type": "boolean"}}}
            raise AsksPerson(Form(f"Move {arguments['amount']}?", "bank", fields), {})
        return "done"

    monkeypatch.setattr(bank, "call", call)
    await deploy(builder, "transfer")
    instance = await begin(builder, MOVE)
    first = await question(builder, instance)
    await assign(builder, instance, MOVE | {"amount": 5_000})
    await decide(builder, first, "approve", answer={"sure": True})
    again = await other_question(builder, instance, first)
    assert again["form"]["message"] == "Move 5000?"
    await decide(builder, again, "approve", answer={"sure": True})
    assert await completed(builder, instance) == "done"
    assert [(arguments["amount"], said) for arguments, said in given] == [
        (5, None), (5_000, None), (5_000, {"sure": True})
    ]  # fmt: skip


async def test_arguments_can_be_taken_out(builder, bank, services, monkeypatch):
    calls: list[dict[str, Any]] = []

    async def call(_tool: Any, arguments: dict[str, Any], _caller: Any) -> Any:
        calls.append(arguments)
        return "done"

    monkeypatch.setattr(bank, "call", call)
    async with services.database.tenant_session(builder.tenant_id) as db:
        facts = ToolFacts(description="Sweep.", input_schema={"type": "object"}, definition={})
        await registry.register_tool(
            db, builder.principal, "sweep", ToolKind.MCP, facts, risk=Risk.DESTRUCTIVE, source_id=uuid4(),
            publish=True, now=services.clock(),
        )  # fmt: skip
    await policy(builder, "sweeps", "ask", "sweep")
    await deploy(builder, "sweep")
    instance = await begin(builder, {"everything": True})
    await decide(builder, await question(builder, instance), "approve", arguments={})
    assert await completed(builder, instance) == "done"
    assert calls == [{}]


async def test_four_eyes_see_what_somebody_started(builder, clerk, make_caller):
    await policy(builder, "moves", "ask", "transfer", four_eyes=True)
    instance = await begin(builder, MOVE)
    asked = await question(builder, instance)
    own = await decide(builder, asked, "approve")
    assert (own.status, own.code) == (403, "approvals.four-eyes-needed")
    operator = await make_caller("operator", builder.tenant_id)
    assert (await decide(operator, asked, "approve")).status == 200
    await completed(builder, instance)
    assert clerk.calls == [MOVE]


async def test_a_failure_that_nobody_expected_is_an_incident(builder, services, monkeypatch):
    calls = []

    class Broken:
        async def call(self, *_: Any) -> Any:
            calls.append(1)
            raise KeyError("of ours")

    monkeypatch.setitem(services.tools.desk._executors, ToolKind.BUILT_IN, Broken())
    await deploy(builder, "calculator")
    instance = await begin(builder, {"expression": "1 + 1"})
    said = await incident(builder)
    assert said["message"] == "Charter failed at this (KeyError); the server's log says more."
    await delivered(services, builder, await job_of(services, builder, instance))
    assert calls == [1]
