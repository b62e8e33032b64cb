"""Servers that ask in the middle of a call: people answer forms, days later; models write within limits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import text

from charter.approvals.service import approvals
from charter.mcp.errors import McpInputRequired, McpProtocolBroken
from charter.mcp.forms import checked_fields, names_secret
from charter.mcp.inputs import ELICIT, CallInputs
from charter.tools.asking import EVERY_WAY
from tests.approvals.conftest import calling, decide, ended, pending
from tests.approvals.test_runs_that_ask import heard
from tests.budgets.test_endpoints import make_budget
from tests.guardrails.test_policies import make_policy, violations
from tests.llm.fake_server import Reply
from tests.mcp.asking_server import asking_server
from tests.mcp.sdk_servers import both_eras, only_handshakes, serving
from tests.mcp.test_endpoints import SERVERS, approve, connect
from tests.mcp.test_in_runs import call

ERAS = ["stateless", "handshake"]
RULES = {"model": "scripted/gpt-4o-mini", "max_tokens": 60, "calls": 2}


class Asking:
    """The builder's tenant with an agent that has all tools of a server that asks."""

    def __init__(self, builder: Any, model: Any, calls: list[str]) -> None:
        self.builder, self.model, self.calls = builder, model, calls

    async def run(self, tool: str, *writes: Reply, **arguments: Any) -> dict[str, Any]:
        self.model.sequence = [calling((f"asking__{tool}", arguments)), *writes]
        self.model.default = Reply(text="All done.")
        answer = await self.builder.client.post("/v1/runs", {"agent": "asker", "input": "Go.", "wait": True})
        found: dict[str, Any] = answer.json()
        return found

    async def question(self, run: dict[str, Any]) -> dict[str, Any]:
        async with asyncio.timeout(30):
            while not (found := await pending(self.builder, run)):
                await asyncio.sleep(0.02)
        return found[0]

    async def told(self, run: dict[str, Any]) -> str:
        """Return what the model was told of the call, when the run has ended."""
        found = await ended(self.builder, run)
        assert found["state"] == "completed", found
        return heard(self.model)[-1]


@pytest.fixture
async def asking(request: Any, builder: Any, model: Any, make_agent: Any) -> AsyncIterator[Asking]:
    calls: list[str] = []
    app = both_eras(asking_server(calls))
    async with serving(only_handshakes(app) if request.param == "handshake" else app) as url:
        await connect(builder, f"{url}/mcp", "asking")
        approved = (await approve(builder, "asking"))["approved"]
        await make_agent(builder, "asker", tools=[{"name": name} for name in approved])
        yield Asking(builder, model, calls)


@pytest.mark.parametrize("asking", ERAS, indirect=True)
async def test_people_are_asked_one_question_after_the_other_and_the_call_goes_on(asking):
    run = await asking.run("book", city="Bonn")
    assert run["state"] == "paused"
    first = await asking.question(run)
    assert (first["purpose"], first["tool"], first["arguments"]) == ("input", "asking__book", {"city": "Bonn"})
    assert (first["form"]["source"], first["form"]["message"]) == ("asking", "Which seat to Bonn?")
    assert first["form"]["fields"]["properties"]["row"]["maximum"] == 30
    for wrong in ({"row": 31}, {"window": True}, {"row": 3, "more": 1}, None):
        assert (await decide(asking.builder, first, "approve", answer=wrong)).status == 422
    assert (await decide(asking.builder, first, "approve", arguments={"city": "Rome"})).status == 422
    assert (await decide(asking.builder, first, "approve", answer={"row": 3})).status == 200
    second = await asking.question(run)
    assert second["form"]["message"] == "Really?"
    assert (await decide(asking.builder, second, "approve", answer={"sure": True})).status == 200
    assert "booked row 3 to Bonn" in await asking.told(run)
    assert [call for call in asking.calls if call not in {"cancel", "not sure"}] == ["Bonn 3"]


@pytest.mark.parametrize("asking", ["stateless"], indirect=True)
async def test_calls_that_ask_side_by_side_are_answered_one_after_the_other(asking):
    asking.model.sequence = [calling(("asking__book", {"city": "Bonn"}), ("asking__book", {"city": "Rome"}))]
    asking.model.default = Reply(text="All done.")
    run = (await asking.builder.client.post("/v1/runs", {"agent": "asker", "input": "Go.", "wait": True})).json()
    rows = iter((3, 4))
    async with asyncio.timeout(30):
        while (await asking.builder.client.get(f"/v1/runs/{run['id']}")).json()["state"] not in {"completed", "failed"}:
            for one in (await pending(asking.builder, run))[:1]:
                answer = {"row": next(rows)} if "row" in one["form"]["fields"]["properties"] else {"sure": True}
                assert (await decide(asking.builder, one, "approve", answer=answer)).status == 200
            await asyncio.sleep(0.02)
    assert "booked row" in await asking.told(run)
    assert sorted(asking.calls) in (["Bonn 3", "Rome 4"], ["Bonn 4", "Rome 3"])


@pytest.mark.parametrize("asking", ERAS, indirect=True)
async def test_no_and_silence_are_told_to_the_server(asking, services):
    run = await asking.run("book", city="Bonn")
    assert (await decide(asking.builder, await asking.question(run), "reject", answer={"row": 3})).status == 422
    await decide(asking.builder, await asking.question(run), "reject")
    assert "nothing booked: decline" in await asking.told(run)
    run = await asking.run("book", city="Bonn")
    question = await asking.question(run)
    async with services.database.tenant_session(asking.builder.tenant_id) as db:
        await db.execute(text("UPDATE approvals SET expires_at = now() - interval '1 s' WHERE state = 'pending'"))
    async with services.database.system_session(reason="test") as db:
        await approvals.expire(db, services.clock())
    assert "nothing booked: cancel" in await asking.told(run)
    assert (await asking.builder.client.get(f"/v1/approvals/{question['id']}")).json()["state"] == "expired"
    assert [call for call in asking.calls if call != "cancel"] == ["decline"]


@pytest.mark.parametrize("asking", ERAS, indirect=True)
async def test_nobody_is_asked_for_a_secret(asking):
    run = await asking.run("sign_in")
    assert "mcp.asks-for-secret" in await asking.told(run)
    assert asking.calls == []


@pytest.mark.parametrize("asking", ["handshake"], indirect=True)
async def test_an_address_is_shown_and_never_fetched(asking):
    run = await asking.run("pay")
    question = await asking.question(run)
    assert (question["form"]["url"], question["form"]["fields"]) == ("https://pay.example.org/42", None)
    await decide(asking.builder, question, "approve")
    assert "paid: accept" in await asking.told(run)


@pytest.mark.parametrize("asking", ["handshake"], indirect=True)
async def test_the_same_question_twice_is_two_questions(asking):
    run = await asking.run("many")
    first = await asking.question(run)
    await decide(asking.builder, first, "approve", answer={"sure": True})
    second = await asking.question(run)
    await decide(asking.builder, second, "approve", answer={"sure": False})
    assert "said [True, False]" in await asking.told(run)
    assert asking.calls[-1] == "many"


@pytest.mark.parametrize("asking", ["stateless"], indirect=True)
async def test_a_state_that_ran_out_begins_the_call_anew_with_what_was_said(asking, services):
    run = await asking.run("book", city="Bonn")
    question = await asking.question(run)
    async with services.database.tenant_session(asking.builder.tenant_id) as db:
        change = """UPDATE approvals SET resume = jsonb_set(resume, '{request_state}', '"v1.gone"')"""
        await db.execute(text(change))
    await decide(asking.builder, question, "approve", answer={"row": 7})
    second = await asking.question(run)
    await decide(asking.builder, second, "approve", answer={"sure": True})
    assert "booked row 7" in await asking.told(run)
    assert asking.calls == ["Bonn 7"]


@pytest.mark.parametrize("asking", ERAS, indirect=True)
async def test_models_write_only_where_it_was_switched_on_and_within_limits(asking, services):
    builder, model = asking.builder, asking.model
    run = await asking.run("advertise", about="plants")
    assert "error" in await asking.told(run)
    assert asking.calls == []
    answer = await builder.client.patch(f"{SERVERS}/asking", {"sampling": RULES})
    assert (answer.status, answer.json()["sampling"]) == (200, RULES)
    run = await asking.run("advertise", Reply(text="Green is good.", usage=(11, 5, 0)), about="plants")
    assert "scripted/gpt-4o-mini: Green is good." in await asking.told(run)
    (written,) = [it.body for it in model.requests if it.body and it.body["model"] == "gpt-4o-mini"]
    assert [message["content"] for message in written["messages"]] == ["Be short.", "A slogan about plants."]
    assert (written.get("max_tokens") or written.get("max_completion_tokens")) == 60
    steps = (await builder.client.get(f"/v1/runs/{run['id']}/steps")).json()
    items = steps["items"] if isinstance(steps, dict) else steps
    (step,) = [it for it in items if it["kind"] == "tool_call"]
    assert (step["usage"]["input_tokens"], step["usage"]["output_tokens"]) == (11, 5)
    rows = (await builder.client.get("/v1/usage?by=model")).json()["rows"]
    assert [row["output_tokens"] for row in rows if "scripted/gpt-4o-mini" in str(row)] == [5]


@pytest.mark.parametrize("asking", ["stateless"], indirect=True)
async def test_texts_draw_on_budgets_and_are_in_the_log(asking, sequencer):
    builder = asking.builder
    await builder.client.patch(f"{SERVERS}/asking", {"sampling": RULES})
    budget = await make_budget(builder, metric="tokens", limit=200)
    text = Reply(text="Green is good.", usage=(150, 60, 0))
    run = await ended(builder, await asking.run("advertise", text, about="plants"))
    assert (run["state"], run["error"]["code"]) == ("failed", "budgets.exhausted")  # its next call of a model
    found = (await builder.client.get(f"/v1/budgets/{budget['id']}")).json()
    assert (found["used"] >= 210, found["reserved"]) == (True, 0)
    await sequencer.settle()
    (entry,) = (await builder.client.get("/v1/audit/entries?action=tool.sampled")).json()["items"]
    assert (entry["after"]["tool"], entry["after"]["output_tokens"]) == ("asking__advertise", 60)


@pytest.mark.parametrize("asking", ["stateless"], indirect=True)
@pytest.mark.parametrize(("stage", "word", "asked"), [("input", "slogan", 1), ("tool_argument", "krell", 2)])
async def test_guardrails_read_what_goes_to_the_model_and_what_goes_to_the_server(asking, stage, word, asked):
    builder = asking.builder
    await builder.client.patch(f"{SERVERS}/asking", {"sampling": RULES})
    rules = [{"stage": stage, "detector": "words", "action": "block"}]
    await make_policy(builder, document={"rules": rules, "denied_words": [word]}, for_all=True)
    run = await asking.run("advertise", Reply(text="Krell for all."), about="plants")
    assert "guardrails.blocked" in await asking.told(run)
    assert asking.calls == []
    assert len(asking.model.calls) == asked + 1  # the agent's own two, or those and the text
    assert [found["stage"] for found in await violations(builder)] == [stage]


@pytest.mark.parametrize("asking", ["handshake"], indirect=True)
async def test_what_a_guardrail_stops_in_an_answer_does_not_reach_the_server(asking):
    builder = asking.builder
    rules = [{"stage": "tool_argument", "detector": "words", "action": "block"}]
    await make_policy(builder, document={"rules": rules, "denied_words": ["zorbium"]}, for_all=True)
    run = await asking.run("note")
    await decide(builder, await asking.question(run), "approve", answer={"text": "zorbium for sale"})
    assert "guardrails.blocked" in await asking.told(run)
    assert asking.calls == []


@pytest.mark.parametrize("asking", ["stateless"], indirect=True)
async def test_a_server_gets_no_more_texts_in_a_call_than_it_may_have(asking):
    await asking.builder.client.patch(f"{SERVERS}/asking", {"sampling": RULES | {"calls": 1}})
    text = Reply(text="Good.")
    run = await asking.run("compare", text, text)
    assert "more than 1 times" in await asking.told(run)


async def test_who_may_switch_texts_on_and_with_which_model(builder, make_caller, everyday):
    await connect(builder, everyday.url)
    for rules in (RULES | {"model": "nowhere"}, RULES | {"model": "nowhere/x"}):
        assert (await builder.client.patch(f"{SERVERS}/everyday", {"sampling": rules})).code == "llm.model-unknown"
    for rules in (RULES | {"calls": 0}, RULES | {"max_tokens": 10**6}, {"model": ""}):
        assert (await builder.client.patch(f"{SERVERS}/everyday", {"sampling": rules})).status == 422
    maker = await make_caller("builder", builder.tenant_id)
    assert (await maker.client.patch(f"{SERVERS}/everyday", {"sampling": RULES})).status == 403
    assert (await builder.client.patch(f"{SERVERS}/everyday", {"sampling": RULES})).status == 200
    moved = await maker.client.patch(f"{SERVERS}/everyday", {"url": everyday.url + "?other"})
    assert (moved.status, moved.json()["sampling"]) == (200, None)
    await builder.client.patch(f"{SERVERS}/everyday", {"sampling": RULES})
    off = await builder.client.patch(f"{SERVERS}/everyday", {"sampling": None})
    assert off.json()["sampling"] is None


@pytest.mark.parametrize(
    ("schema", "what"),
    [
        (None, "no object"),
        ({"type": "object", "properties": {}}, "no fields"),
        ({"type": "object", "properties": {"a": {"type": "object"}}}, "no plain type"),
        ({"type": "object", "properties": {"a": {"type": "array", "items": {"type": "string"}}}}, "nothing to choose"),
        ({"type": "object", "properties": {"a": {"type": "string", "enum": [1]}}}, "no texts"),
        ({"type": "object", "properties": {f"f{n}": {"type": "string"} for n in range(41)}}, "more than 40"),
    ],
)
def test_a_form_is_flat_and_plain(schema, what):
    with pytest.raises(ValueError, match=what):
        checked_fields(schema)


def test_of_a_form_only_what_is_known_is_kept():
    chosen = {"type": "array", "items": {"anyOf": [{"const": "a", "title": "A"}]}, "maxItems": 1, "$ref": "http://x/"}
    given = {"type": "object", "required": ["a", "z"], "properties": {"a": chosen}, "$defs": {"x": {}}, "not": {}}
    assert checked_fields(given) == {
        "type": "object",
        "properties": {
            "a": {
                "type": "array",
                "items": {"type": "string", "enum": ["a"], "enumNames": ["A"]},
                "uniqueItems": True,
                "maxItems": 1,
            }
        },
        "required": ["a"],
        "additionalProperties": False,
    }


@pytest.mark.parametrize("name", ["password", "apiKey", "access_token", "PIN", "card-number", "client_secret"])
def test_fields_that_are_named_like_secrets_are_known(name):
    assert names_secret({"properties": {name: {}}})
    assert names_secret({"properties": {"field": {"title": name}}})
    assert not names_secret({"properties": {"spinning": {"title": "Tokens to use"}}})


@pytest.mark.parametrize("asking", ["stateless"], indirect=True)
async def test_outside_of_runs_servers_that_ask_are_refused(asking, services):
    await asking.builder.client.patch(f"{SERVERS}/asking", {"sampling": RULES})
    for name, arguments in (("book", {"city": "Bonn"}), ("advertise", {"about": "x"})):
        with pytest.raises(McpInputRequired):
            await call(services, asking.builder, f"asking__{name}", arguments)
    assert asking.calls == []


async def test_a_question_that_cannot_be_kept_is_not_taken_in_the_middle_of_a_call():
    inputs = CallInputs("desk", "desk__pick", ways=EVERY_WAY)
    schema = {"type": "object", "properties": {"row": {"type": "integer"}}}
    with pytest.raises(McpProtocolBroken, match="NUL"):
        await inputs.answered(ELICIT, {"message": "Which\x00row?", "requestedSchema": schema})
    assert inputs.asked is None
