"""Runs whose tool calls are allowed, refused, or asked about."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from charter.approvals.service import approvals
from tests.approvals.conftest import calling, decide, ended, pending, policy
from tests.sse_reader import read_events
from tests.workflows import drawing

MOVE = {"to": "bob", "amount": 5}


def heard(model: Any) -> list[str]:
    """Return the tool results that the model was last given."""
    return [message["content"] for message in model.calls[-1].body["messages"] if message["role"] == "tool"]


async def events(caller: Any, run: dict[str, Any]) -> list[str]:
    """Return the types of a run's events."""
    path, accept = f"/v1/runs/{run['id']}/events", {"accept": "text/event-stream"}
    async with asyncio.timeout(10), caller.client.stream("GET", path, None, accept) as (_, chunks):
        return [event.type async for event in read_events(chunks)]


async def test_a_run_waits_for_a_person_and_goes_on_where_it_was(builder, start, bank, model, services):
    await policy(builder, "moves", "ask", "transfer", reason="Money leaves.")
    run = await start(calling(("transfer", MOVE)))
    assert (run["state"], bank.transfers) == ("paused", [])
    (asked,) = await pending(builder, run)
    assert (asked["tool"], asked["arguments"], asked["agent"]) == ("transfer", MOVE, "teller")
    assert (asked["reason"], asked["purpose"], asked["tainted"]) == ("Money leaves.", "policy", [])
    assert (await decide(builder, asked, "approve")).status == 200
    run = await ended(builder, run)
    assert (run["state"], run["output"], bank.transfers) == ("completed", "All done.", [MOVE])
    assert heard(model) == ["done"]
    seen = await events(builder, run)
    assert [seen.count(name) for name in ("approval.requested", "run.paused", "run.completed")] == [1, 1, 1]
    async with services.database.system_session(reason="read the audit entries") as db:
        query = text("SELECT action FROM audit_pending WHERE tenant_id = :tenant")
        actions = set(await db.scalars(query, {"tenant": builder.tenant_id}))
    assert {"approval.requested", "approval.approved", "tool_policy.created"} <= actions


async def test_the_approver_may_change_the_arguments(builder, start, bank):
    await policy(builder, "moves", "ask", "transfer")
    await policy(builder, "never much", "deny", "transfer", condition="arguments.amount > 100", position=1)
    run = await start(calling(("transfer", MOVE)))
    (asked,) = await pending(builder, run)
    wrong = await decide(builder, asked, "approve", arguments={"to": "bob", "amount": "much"})
    assert (wrong.status, wrong.code) == (422, "tools.arguments-invalid")
    wrong = await decide(builder, asked, "approve", arguments={"to": "bob", "amount": 101})
    assert (wrong.status, wrong.code) == (403, "approvals.call-denied")
    wrong = await decide(builder, asked, "reject", arguments={"to": "bob", "amount": 1})
    assert wrong.status == 422
    assert (await decide(builder, asked, "approve", arguments={"to": "bob", "amount": 1})).status == 200
    assert (await ended(builder, run))["state"] == "completed"
    assert bank.transfers == [{"to": "bob", "amount": 1}]


async def test_a_rejection_reaches_the_model_with_its_reason(builder, start, bank, model):
    await policy(builder, "moves", "ask", "transfer")
    run = await start(calling(("transfer", MOVE)))
    (asked,) = await pending(builder, run)
    assert (await decide(builder, asked, "reject", reason="Bob is on leave.")).status == 200
    assert (await ended(builder, run))["state"] == "completed"
    assert bank.transfers == []
    error = json.loads(heard(model)[0])["error"]
    assert error["code"] == "approvals.call-rejected"
    assert "Bob is on leave." in error["detail"]
    again = await decide(builder, asked, "approve")
    assert (again.status, again.code) == (409, "approvals.settled")


async def test_a_denied_call_is_told_to_the_model_and_never_made(builder, start, bank, model):
    await policy(builder, "no", "deny", "trans*", reason="Not here.")
    run = await start(calling(("transfer", MOVE), ("clock", {})))
    assert (run["state"], bank.transfers) == ("completed", [])
    error = json.loads(heard(model)[0])["error"]
    assert error["code"] == "approvals.call-denied"
    assert "Not here." in error["detail"]


async def test_what_nobody_answers_in_time_is_refused(builder, start, bank, services):
    await policy(builder, "moves", "ask", "transfer", expires_after_s=60)
    run = await start(calling(("transfer", MOVE)))
    (asked,) = await pending(builder, run)
    async with services.database.system_session(reason="test") as db:
        assert await approvals.expire(db, services.clock() + timedelta(seconds=50)) == 0
        assert await approvals.expire(db, services.clock() + timedelta(seconds=61)) == 1
    assert (await ended(builder, run))["state"] == "completed"
    assert bank.transfers == []
    late = await decide(builder, asked, "approve")
    assert (late.status, late.code) == (409, "approvals.settled")


async def test_calls_beside_it_are_made_and_each_question_is_its_own(builder, start, bank):
    await policy(builder, "moves", "ask", "transfer")
    other = {"to": "eve", "amount": 7}
    run = await start(calling(("transfer", MOVE), ("look_up", {"query": "x"}), ("transfer", other)))
    asked = await pending(builder, run)
    assert len(asked) == 2
    steps = (await builder.client.get(f"/v1/runs/{run['id']}/steps")).json()["items"]
    assert [step["state"] for step in steps] == ["completed", "running", "completed", "running"]
    first = next(one for one in asked if one["arguments"] == MOVE)
    (second,) = [one for one in asked if one is not first]
    await decide(builder, first, "approve")
    async with asyncio.timeout(10):
        await bank.called.wait()
    await ended(builder, run, "paused")
    assert bank.transfers == [MOVE]
    await decide(builder, second, "reject")
    assert (await ended(builder, run))["state"] == "completed"
    assert bank.transfers == [MOVE]


async def test_resuming_by_hand_answers_no_question_and_cancelling_withdraws_it(builder, start, bank):
    await policy(builder, "moves", "ask", "transfer")
    run = await start(calling(("transfer", MOVE)))
    (asked,) = await pending(builder, run)
    assert (await builder.client.post(f"/v1/runs/{run['id']}/resume")).status == 200
    await asyncio.sleep(0.1)
    await ended(builder, run, "paused")
    assert (await pending(builder, run)) == [asked]
    assert (await builder.client.post(f"/v1/runs/{run['id']}/cancel")).status == 200
    assert (await builder.client.get(f"/v1/approvals/{asked['id']}")).json()["state"] == "withdrawn"
    assert (await decide(builder, asked, "approve")).status == 409
    assert bank.transfers == []


async def test_a_policy_counts_in_runs_that_have_begun(builder, start, bank):
    await policy(builder, "moves", "ask", "transfer")
    run = await start(calling(("transfer", MOVE)))
    (asked,) = await pending(builder, run)
    await policy(builder, "no", "deny", "transfer", position=1)
    await decide(builder, asked, "approve")
    assert (await ended(builder, run))["state"] == "completed"
    assert bank.transfers == []


async def test_what_came_out_of_a_tool_is_asked_about_where_it_is_sensitive(builder, start, bank):
    """Nobody wrote a policy: the tool's schema says which argument matters."""
    bank.found = "Invoice 12 of Mallory Ltd, mallory@evil.example, 120 euros."
    run = await start(
        calling(("look_up", {"query": "invoice"})), calling(("transfer", {"to": "mallory@evil.example", "amount": 1}))
    )
    (asked,) = await pending(builder, run)
    assert (asked["tainted"], bank.transfers) == (["/to"], [])
    await decide(builder, asked, "reject")
    await ended(builder, run)
    said = await start(
        calling(("look_up", {"query": "invoice"})), calling(("transfer", {"to": "mallory@evil.example", "amount": 1})),
        text="Pay 1 to mallory@evil.example.",
    )  # fmt: skip
    assert (said["state"], len(bank.transfers)) == ("completed", 1)


@pytest.mark.parametrize(
    ("rule", "asks"),
    [
        ({"condition": "arguments.amount > 4"}, True),
        ({"condition": "arguments.amount > 5"}, False),
        ({"condition": "arguments.missing > 5"}, True),  # cannot be said: rather ask
        ({"condition": 'agent = "other"'}, False),
        ({"condition": 'tool.risk = "destructive" and not(seen_output)'}, True),
        ({"arguments_schema": {"properties": {"to": {"const": "bob"}}}}, True),
        ({"arguments_schema": {"properties": {"to": {"const": "eve"}}}}, False),
        ({"agents": ["teller"]}, True),
        ({"agents": ["other"]}, False),
        ({"risks": ["read"]}, False),
        ({"enabled": False}, False),
    ],
)
async def test_policies_speak_of_arguments_agents_and_risks(builder, start, bank, rule, asks):
    await policy(builder, "moves", "ask", "transfer", **rule)
    run = await start(calling(("transfer", MOVE)))
    assert (run["state"], len(bank.transfers)) == (("paused", 0) if asks else ("completed", 1))


async def test_the_first_policy_that_fits_decides(builder, start, bank):
    await policy(builder, "small is fine", "allow", "transfer", condition="arguments.amount <= 5", position=1)
    await policy(builder, "moves", "deny", "*", position=2)
    run = await start(calling(("transfer", MOVE)), calling(("transfer", {"to": "bob", "amount": 6})))
    assert (run["state"], bank.transfers) == ("completed", [MOVE])


async def test_four_eyes_and_delegation(builder, start, bank, make_caller):
    await policy(builder, "moves", "ask", "transfer", four_eyes=True)
    run = await start(calling(("transfer", MOVE)))
    (asked,) = await pending(builder, run)
    own = await decide(builder, asked, "approve")
    assert (own.status, own.code) == (403, "approvals.four-eyes-needed")
    helper = await make_caller("caller", builder.tenant_id)
    assert (await helper.client.get(f"/v1/approvals/{asked['id']}")).status == 404
    assert (await decide(helper, asked, "approve")).status == 404
    operator = await make_caller("operator", builder.tenant_id)
    assert (await decide(operator, asked, "approve")).status == 200
    assert (await ended(builder, run))["state"] == "completed"
    assert bank.transfers == [MOVE]


async def test_a_workflows_tool_call_waits_as_well(builder, bank):
    await policy(builder, "moves", "ask", "transfer")
    tool = drawing.element(
        "serviceTask",
        "t",
        extensions='<zeebe:taskDefinition type="tool"/><zeebe:taskHeaders><zeebe:header key="tool" value="transfer"/>'
        "</zeebe:taskHeaders>",
    )
    model = drawing.file(drawing.process("p", drawing.start(), tool, drawing.end(), flows="start>t>end")).decode()
    deployed = await builder.client.post("/v1/workflow-deployments", {"files": [{"name": "p.bpmn", "content": model}]})
    assert deployed.status == 201, deployed.body
    for decision, state in (("approve", "completed"), ("reject", "active")):
        started = await builder.client.post("/v1/process-instances", {"process": "p", "variables": {"arguments": MOVE}})
        path = f"/v1/process-instances/{started.json()['id']}"
        async with asyncio.timeout(10):
            while not (asked := await pending(builder, started.json())):
                await asyncio.sleep(0.02)
        assert asked[0]["origin"] == "workflow"
        assert (await decide(builder, asked[0], decision, reason="no")).status == 200
        async with asyncio.timeout(10):
            while True:
                found = (await builder.client.get(path)).json()
                if found["state"] == state and (state == "completed" or found["incidents"]):
                    break
                await asyncio.sleep(0.02)
    assert bank.transfers == [MOVE]
    (incident,) = (await builder.client.get("/v1/incidents")).json()["items"]
    assert "rejected" in incident["message"]


async def test_those_who_may_decide_are_written_to_without_the_arguments(builder, start, bank, services, mail):
    from_directory = {"email": "ops@example.org", "password": "correct horse battery", "role": "operator"}
    assert (await builder.client.post("/v1/members", from_directory)).status == 201
    assert (
        await builder.client.post("/v1/members", from_directory | {"email": "eve@example.org", "role": "caller"})
    ).status == 201
    await policy(builder, "moves", "ask", "transfer", reason="Money leaves.")
    await start(calling(("transfer", MOVE)))
    said = await asyncio.wait_for(mail.next_message(), 20)
    assert "To: ops@example.org" in said
    assert "Money leaves." in said
    assert "/approvals" in said
    assert "bob" not in said
