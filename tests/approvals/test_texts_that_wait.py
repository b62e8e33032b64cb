"""Texts that were made and wait for a person: nobody sees them before a yes, and nothing is made again for it."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest
from sqlalchemy import text

from charter.approvals.service import approvals
from charter.core.ids import parse_id
from tests.approvals.conftest import bank, builder, calling, decide, ended, make_agent, model, pending, start
from tests.approvals.test_guardrails_that_ask import asking
from tests.cli.commands.conftest import charter, server
from tests.gateway.test_door import modern, send
from tests.guardrails.test_policies import make_policy, violations
from tests.llm.fake_server import Reply
from tests.sse_reader import read_events

__all__ = ["bank", "builder", "charter", "make_agent", "model", "server", "start"]

SECRET_PLAN = "The zorbium is under the stairs."


async def shown(caller, run: dict) -> str:
    """Return all that a reader of the run can see of it."""
    stream = caller.client.stream("GET", f"/v1/runs/{run['id']}/events", None, {"accept": "text/event-stream"})
    events = []
    async with stream as (_, chunks):
        async for event in read_events(chunks):
            events.append(event.data)
            if event.type == "run.paused" and run["state"] == "paused":
                break
    paths = (f"/v1/runs/{run['id']}", f"/v1/runs/{run['id']}/steps", f"/v1/approvals?origin={run['id']}")
    return json.dumps([events, *[(await caller.client.get(path)).json() for path in paths]])


async def text_of(caller, approval: dict) -> dict:
    answer = await caller.client.get(f"/v1/approvals/{approval['id']}/text")
    assert answer.status == 200, answer.body
    return answer.json()


async def rows(services, caller, run: dict) -> int:
    async with services.database.tenant_connection(caller.tenant_id) as connection:
        return await connection.fetchval(
            "SELECT count(*) FROM held_texts WHERE origin_id = $1", parse_id("run", run["id"])
        )


async def used(services, caller, run: dict) -> list[tuple]:
    query = "SELECT input_tokens, output_tokens FROM usage_records WHERE run_id = $1 ORDER BY id"
    async with services.database.tenant_connection(caller.tenant_id) as connection:
        return [tuple(row) for row in await connection.fetch(query, parse_id("run", run["id"]))]


@pytest.mark.parametrize("answer", ["approve", "edit", "reject", "expire"])
async def test_an_answer_of_the_model_waits_sealed(builder, start, model, services, answer):
    await make_policy(builder, document=asking("output"), for_all=True)
    run = await start(Reply(text=SECRET_PLAN, chunks=6))
    assert run["state"] == "paused"
    assert "zorbium" not in await shown(builder, run)
    (asked,) = await pending(builder, run)
    assert (asked["purpose"], asked["tool"], asked["reason"], asked["arguments"]) == ("output", "", "Zorbium?", {})
    found = await text_of(builder, asked)
    assert found["text"] == SECRET_PLAN
    assert "zorbium" in found["evidence"]["words"]
    assert (await rows(services, builder, run), len(await used(services, builder, run))) == (1, 1)
    if answer == "expire":
        async with services.database.system_session(reason="a test lets time pass") as db:
            await approvals.expire(db, services.clock() + timedelta(days=4))
    else:
        more = {"text": "It is somewhere."} if answer == "edit" else {}
        assert (await decide(builder, asked, "reject" if answer == "reject" else "approve", **more)).status == 200
    run = await ended(builder, run)
    assert (len(model.calls), await rows(services, builder, run)) == (1, 0)
    (usage,) = await used(services, builder, run)
    assert (run["usage"]["input_tokens"], run["usage"]["output_tokens"]) == usage
    if answer in {"approve", "edit"}:
        said = SECRET_PLAN if answer == "approve" else "It is somewhere."
        assert (run["state"], run["output"]) == ("completed", said)
        assert said in await shown(builder, run)
        assert (SECRET_PLAN in await shown(builder, run)) == (answer == "approve")
    else:
        assert (run["state"], run["error"]["code"], run["error"]["detail"]) == (
            "failed",
            "guardrails.blocked",
            "Zorbium?",
        )
        assert "zorbium" not in await shown(builder, run)
    (noted,) = await violations(builder)
    assert (noted["stage"], noted["action"]) == ("output", "ask")
    assert (await builder.client.get(f"/v1/approvals/{asked['id']}/text")).json()["code"] == "approvals.settled"


@pytest.mark.parametrize("answer", ["approve", "edit", "reject"])
async def test_what_a_tool_returned_waits_and_the_tool_is_not_called_again(
    builder, start, bank, model, services, answer
):
    await make_policy(builder, document=asking("tool_result"), for_all=True)
    bank.found = {"where": SECRET_PLAN}
    both = calling(("look_up", {"query": "x"}), ("transfer", {"to": "bob", "amount": 1}))
    run = await start(both)
    assert (run["state"], len(bank.transfers), len(model.calls)) == ("paused", 1, 1)
    assert "zorbium" not in await shown(builder, run)
    (asked,) = await pending(builder, run)
    assert (asked["purpose"], asked["tool"]) == ("tool_result", "look_up")
    assert json.loads((await text_of(builder, asked))["text"]) == bank.found
    assert (await builder.client.post(f"/v1/runs/{run['id']}/resume")).status == 200
    await ended(builder, run, "paused")
    bank.found = "called again"
    more = (
        {"text": "Nowhere."} if answer == "edit" else {"reason": "None of its business."} if answer == "reject" else {}
    )
    assert (await decide(builder, asked, "reject" if answer == "reject" else "approve", **more)).status == 200
    run = await ended(builder, run)
    assert (run["state"], len(bank.transfers), len(model.calls), run["usage"]["tool_calls"]) == ("completed", 1, 2, 2)
    told = str(model.calls[1].body)
    assert "called again" not in told
    assert (SECRET_PLAN in told, "Nowhere." in told) == (answer == "approve", answer == "edit")
    assert ("Zorbium? A person did not let it through: None of its business." in told) == (answer == "reject")
    assert await rows(services, builder, run) == 0


@pytest.mark.parametrize("decision", ["approve", "reject"])
async def test_a_description_of_a_tool_waits_once_in_a_run(builder, start, bank, model, services, decision):
    document = asking("tool_description") | {"denied_words": ["look_up."]}
    await make_policy(builder, document=document, for_all=True)
    run = await start(calling(("look_up", {"query": "x"})))
    assert (run["state"], model.calls) == ("paused", [])
    (asked,) = await pending(builder, run)
    assert (asked["purpose"], asked["tool"]) == ("tool_description", "look_up")
    assert (await text_of(builder, asked))["text"].startswith("look_up.\n{")
    changed = await decide(builder, asked, "approve", text="Another.")
    assert (changed.status, changed.json()["errors"][0]["path"]) == (422, "/text")
    assert (await decide(builder, asked, decision)).status == 200
    run = await ended(builder, run)
    assert (run["state"], len(model.calls), await rows(services, builder, run)) == ("completed", 2, 0)
    for call in model.calls:
        tools = {tool["function"]["name"]: tool["function"]["description"] for tool in call.body["tools"]}
        assert (tools["look_up"] == "look_up.") == (decision == "approve")
        assert tools["transfer"] == "transfer."
    (noted,) = await violations(builder)
    assert (noted["stage"], noted["tool"], noted["action"]) == ("tool_description", "look_up", "ask")


async def test_who_may_see_the_text(builder, start, stranger, make_caller):
    await make_policy(builder, document=asking("output"), for_all=True)
    member = await make_caller("builder", builder.tenant_id)
    auditor = await make_caller("auditor", builder.tenant_id)
    run = await start(Reply(text=SECRET_PLAN), caller=member)
    (asked,) = await pending(builder, run)
    path = f"/v1/approvals/{asked['id']}/text"
    assert (await member.client.get(f"/v1/approvals/{asked['id']}")).status == 200  # who started the run knows of it
    for caller in (member, auditor):
        refused = await caller.client.get(path)
        assert (refused.status, refused.json()["code"]) == (403, "access.forbidden"), refused.body
    assert (await stranger.client.get(path)).status == 404
    await text_of(builder, asked)


async def test_questions_about_calls_have_no_text_and_texts_no_arguments(builder, start, bank):
    await make_policy(builder, document=asking("tool_argument", "tool_result"), for_all=True)
    bank.found = SECRET_PLAN
    run = await start(calling(("transfer", {"to": "zorbium", "amount": 1})))
    (asked,) = await pending(builder, run)
    assert (await builder.client.get(f"/v1/approvals/{asked['id']}/text")).json()["code"] == "approvals.no-held-text"
    refused = await decide(builder, asked, "approve", text="x")
    assert (refused.status, refused.json()["errors"][0]["path"]) == (422, "/text")
    other = await start(calling(("look_up", {"query": "x"})))
    (asked,) = await pending(builder, other)
    refused = await decide(builder, asked, "approve", arguments={"query": "y"})
    assert (refused.status, refused.json()["errors"][0]["path"]) == (422, "/arguments")
    refused = await decide(builder, asked, "reject", text="y")
    assert (refused.status, refused.json()["errors"][0]["path"]) == (422, "/text")


async def test_what_a_person_writes_instead_is_read_as_well(builder, start, model):
    document = asking("output")
    document["rules"].append({"stage": "output", "detector": "secrets", "action": "block", "message": "No keys."})
    await make_policy(builder, document=document, for_all=True)
    run = await start(Reply(text=SECRET_PLAN))
    (asked,) = await pending(builder, run)
    await decide(builder, asked, "approve", text="ghp_aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY1zA2")
    run = await ended(builder, run)
    assert (run["state"], run["error"]["detail"]) == ("failed", "No keys.")


async def test_a_cancelled_run_leaves_nothing_behind(builder, start, services):
    await make_policy(builder, document=asking("output"), for_all=True)
    run = await start(Reply(text=SECRET_PLAN))
    assert (await builder.client.post(f"/v1/runs/{run['id']}/cancel")).status == 200
    assert (await rows(services, builder, run), await pending(builder, run)) == (0, [])


async def test_a_run_that_ends_takes_back_what_it_asked(builder, start, bank, services):
    document = asking("tool_result") | {"denied_words": ["zorbium", "quux"]}
    await make_policy(builder, document=document, for_all=True)
    bank.found = SECRET_PLAN
    run = await start(calling(("look_up", {"query": "x"}), ("look_up", {"query": "y"})))
    first, second = await pending(builder, run)
    assert await rows(services, builder, run) == 2
    await decide(builder, first, "approve")
    async with asyncio.timeout(30):
        while await rows(services, builder, run) == 2:  # the run goes on with one of them, and waits for the other
            await asyncio.sleep(0.02)
    await ended(builder, run, "paused")
    assert await rows(services, builder, run) == 1
    await builder.client.post(f"/v1/runs/{run['id']}/cancel")
    assert await rows(services, builder, run) == 0
    assert (await builder.client.get(f"/v1/approvals/{second['id']}")).json()["state"] == "withdrawn"


@pytest.mark.parametrize("by", ["erasure", "retention"])
async def test_a_text_that_is_forgotten_is_as_one_that_nobody_let_through(builder, start, services, by):
    await make_policy(builder, document=asking("output"), for_all=True)
    run = await start(Reply(text=f"{SECRET_PLAN} Ask anna@example.org."))
    if by == "erasure":
        body = {"email": "Anna@example.org", "reason": "asked for"}
        assert (await builder.client.post("/v1/audit/erasures", body)).status == 202
    else:
        async with services.database.system_session(reason="a test lets time pass") as db:
            await db.execute(text("UPDATE tenants SET retention_days = 1 WHERE id = :id"), {"id": builder.tenant_id})
            await approvals.expire(db, services.clock() + timedelta(days=1, hours=1))
    run = await ended(builder, run)
    assert (run["state"], run["error"]["detail"]) == ("failed", "Zorbium?")
    assert await rows(services, builder, run) == 0


async def test_where_nobody_can_wait_the_result_is_withheld(builder):
    await make_policy(builder, document=asking("tool_result") | {"denied_words": ["42"]}, for_all=True)
    sent = modern("tools/call", {"name": "calculator", "arguments": {"expression": "6*7"}})
    result = (await send(builder, *sent)).json()["result"]
    assert result["isError"]
    assert "A person would have to allow this" in str(result["content"])


async def test_the_command_line_shows_and_replaces_the_text(charter, builder, start):
    await make_policy(builder, document=asking("output"), for_all=True)
    run = await start(Reply(text=SECRET_PLAN))
    (asked,) = await pending(builder, run)
    done = await charter(builder, "approval", "list")
    assert "asks to show its answer" in done.out, done.err
    done = await charter(builder, "approval", "show", asked["id"])
    assert "asks to show its answer" in done.out
    done = await charter(builder, "approval", "text", asked["id"])
    assert (done.code, done.out.strip()) == (0, SECRET_PLAN), done.err
    done = await charter(builder, "approval", "approve", asked["id"], "--text", "No.")
    assert done.code == 0, done.err
    assert (await ended(builder, run))["output"] == "No."
