"""Guardrails whose action is to ask: the run waits durably, goes on when a person allows it, and else ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from charter.approvals.service import approvals
from tests.approvals.conftest import bank, builder, calling, decide, ended, make_agent, model, pending, start
from tests.gateway.test_door import modern, send
from tests.guardrails.test_policies import PATH, make_policy, violations

__all__ = ["bank", "builder", "make_agent", "model", "start"]

TEXT = "Pay zorbium to anna@example.org"


def asking(*stages: str) -> dict:
    rules = [{"stage": stage, "detector": "words", "action": "ask", "message": "Zorbium?"} for stage in stages]
    return {"rules": rules, "denied_words": ["zorbium"]}


async def test_a_run_waits_before_it_works_on_a_text_and_asks_once(builder, start, bank, model):
    await make_policy(builder, document=asking("input"), for_all=True)
    run = await start(calling(("look_up", {"query": "x"})), text=TEXT)
    assert (run["state"], model.calls) == ("paused", [])
    (asked,) = await pending(builder, run)
    assert (asked["purpose"], asked["tool"], asked["reason"]) == ("guardrail", "", "Zorbium?")
    assert asked["arguments"] == {"words": "Pay zorbium to [mail]"}
    edited = await decide(builder, asked, "approve", arguments={})
    assert (edited.status, edited.json()["errors"][0]["path"]) == (422, "/arguments")
    assert (await decide(builder, asked, "approve")).status == 200
    run = await ended(builder, run)
    assert (run["state"], len(model.calls)) == ("completed", 2)
    assert TEXT in str(model.calls[0].body)
    (found,) = await violations(builder)
    assert (found["action"], found["run_id"]) == ("ask", run["id"])
    assert len((await builder.client.get(f"/v1/approvals?origin={run['id']}")).json()["items"]) == 1


async def test_a_rejected_text_reaches_no_model(builder, start, model):
    await make_policy(builder, document=asking("input"), for_all=True)
    run = await start(text=TEXT)
    (asked,) = await pending(builder, run)
    await decide(builder, asked, "reject")
    run = await ended(builder, run)
    assert (run["state"], run["error"]["code"], model.calls) == ("failed", "guardrails.blocked", [])
    assert run["error"]["detail"] == "A person did not allow it: Zorbium?"


async def test_a_question_that_nobody_answers_ends_the_run(builder, start, model, services):
    await make_policy(builder, document=asking("input"), for_all=True)
    run = await start(text=TEXT)
    async with services.database.system_session(reason="a test lets time pass") as db:
        await approvals.expire(db, services.clock() + timedelta(days=4))
    run = await ended(builder, run)
    assert (run["state"], model.calls) == ("failed", [])
    assert run["error"]["detail"].startswith("Nobody allowed it in time")


@pytest.mark.parametrize(("decision", "moved"), [("approve", 1), ("reject", 0)])
async def test_a_call_waits_when_its_arguments_are_hit(builder, start, bank, decision, moved):
    await make_policy(builder, document=asking("tool_argument"), for_all=True)
    run = await start(calling(("transfer", {"to": "zorbium", "amount": 1})))
    assert (run["state"], bank.transfers) == ("paused", [])
    (asked,) = await pending(builder, run)
    assert (asked["purpose"], asked["tool"], asked["reason"]) == ("guardrail", "transfer", "Zorbium?")
    await decide(builder, asked, decision)
    assert (await ended(builder, run))["state"] == "completed"
    assert len(bank.transfers) == moved


async def test_where_nobody_can_wait_the_call_is_refused(builder):
    await make_policy(builder, document=asking("tool_argument"), for_all=True)
    sent = modern("tools/call", {"name": "calculator", "arguments": {"expression": "zorbium"}})
    result = (await send(builder, *sent)).json()["result"]
    assert result["isError"]
    assert "A person would have to allow this" in str(result["content"])


async def test_a_shadow_policy_asks_nobody(builder, start):
    await make_policy(builder, document=asking("input", "tool_argument") | {"shadow": True}, for_all=True)
    run = await start(calling(("transfer", {"to": "zorbium", "amount": 1})), text=TEXT)
    assert (run["state"], await pending(builder)) == ("completed", [])


async def test_asking_where_a_text_has_been_read_is_refused_when_saved(builder):
    answer = await builder.client.post(PATH, {"name": "late", "document": asking("stream")})
    assert (answer.status, answer.json()["errors"][0]["path"]) == (422, "/document/rules/0")
    assert "ask at output" in answer.json()["errors"][0]["message"]
