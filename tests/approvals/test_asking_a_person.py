"""The tool ``ask_person``: a run waits until somebody answers, and reads the answer."""

from __future__ import annotations

import orjson
import pytest

from charter.approvals.errors import CallNeedsApproval
from charter.core.ids import new_id
from charter.tools.tool import Caller as ToolCaller
from tests.approvals.conftest import calling, decide, ended, pending, policy
from tests.approvals.test_runs_that_ask import heard
from tests.llm.fake_server import Reply

_QUESTION = {"question": "Which plant first?"}


@pytest.fixture
def asking(builder, make_agent, model):
    """Start a run whose model asks a person."""

    async def start(arguments=_QUESTION):
        await make_agent(builder, "gardener", tools=[{"name": "ask_person"}])
        model.sequence, model.default = [calling(("ask_person", arguments))], Reply(text="Done.")
        return (await builder.client.post("/v1/runs", {"agent": "gardener", "input": "Go.", "wait": True})).json()

    return start


async def test_a_run_waits_and_reads_the_answer(builder, asking, model):
    run = await asking()
    assert run["state"] == "paused"
    (asked,) = await pending(builder, run)
    assert (asked["tool"], asked["arguments"], asked["reason"]) == ("ask_person", _QUESTION, "Which plant first?")
    answered = await decide(builder, asked, "approve", arguments=_QUESTION | {"answer": "The fern."})
    assert answered.status == 200
    assert (await ended(builder, run))["state"] == "completed"
    assert [orjson.loads(text) for text in heard(model)] == [{"answer": "The fern.", "approved": True}]


async def test_a_person_may_agree_or_refuse(builder, asking, model):
    run = await asking()
    await decide(builder, (await pending(builder, run))[0], "approve")
    await ended(builder, run)
    assert [orjson.loads(text) for text in heard(model)] == [{"answer": None, "approved": True}]


async def test_a_refusal_is_told_with_its_reason(builder, asking, model):
    run = await asking()
    await decide(builder, (await pending(builder, run))[0], "reject", reason="Ask me tomorrow.")
    await ended(builder, run)
    assert "Ask me tomorrow." in heard(model)[0]


async def test_no_policy_lets_it_pass_without_a_person(builder, asking):
    await policy(builder, "all", "allow", "*")
    assert (await asking())["state"] == "paused"


async def test_a_policy_may_forbid_to_ask(builder, asking, model):
    await policy(builder, "leave me alone", "deny", "ask_person")
    assert (await asking())["state"] == "completed"
    assert "approvals.call-denied" in heard(model)[0]


async def test_where_nobody_can_wait_it_is_refused(builder, services):
    caller = ToolCaller(builder.tenant_id, builder.principal.id, "gateway", new_id(), new_id())
    with pytest.raises(CallNeedsApproval):
        await services.tools.desk.call(services.tools.builtins["ask_person"], _QUESTION, caller)
