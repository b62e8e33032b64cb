"""charter run, chat and runs against a real server and a scripted model."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import signal
import sys

import pytest

from tests.llm.fake_server import Reply


async def test_the_answer_and_nothing_else_is_written_to_a_pipe(builder, make_agent, model, charter):
    await make_agent(builder, tools=[{"name": "calculator"}])
    model.sequence = [
        Reply(text="Let me see.", tool_calls=[("calculator", '{"expression": "6*7"}')]),
        Reply(text="It is 42.", chunks=3),
    ]
    ended = await charter(builder, "run", "helper", "6*7?")
    assert (ended.code, ended.out, ended.err) == (0, "It is 42.\n", "")

    listed = await charter(builder, "runs", "list", "--agent", "helper", "--json")
    run_id = listed.document["items"][0]["id"]
    shown = await charter(builder, "runs", "show", run_id)
    assert "calculator" in shown.out
    assert shown.out.rstrip().endswith("It is 42.")
    refused = await charter(builder, "runs", "cancel", run_id)
    assert refused.code in {0, 1}


async def test_json_prints_the_run_and_text_comes_from_standard_input(builder, make_agent, model, charter):
    await make_agent(builder)
    model.default = Reply(text="Paris")
    ended = await charter(builder, "run", "helper", "-", "--json", stdin="Capital of France?\n")
    assert (ended.code, ended.document["output"], ended.document["input"]) == (0, "Paris", "Capital of France?\n")


async def test_text_is_streamed_as_it_comes(builder, make_agent, model, server):
    await make_agent(builder)
    model.default = Reply(text="one two three four ", chunks=4, chunk_delay_s=0.4)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "charter.cli", "run", "helper", "Count.", "--stream"),
        env=os.environ | {"CHARTER_URL": server, "CHARTER_API_KEY": builder.key, "PYTHONUNBUFFERED": "1"},
        stdout=asyncio.subprocess.PIPE,
    )
    first = await asyncio.wait_for(process.stdout.read(5), 20)
    assert first.strip()
    assert b"four" not in first
    rest = await process.stdout.read()
    assert (first + rest, await process.wait()) == (b"one two three four \n", 0)


@pytest.mark.parametrize("as_json", [False, True])
async def test_a_failed_run_is_exit_code_1_with_what_to_do(builder, make_agent, model, charter, as_json):
    await make_agent(builder)
    model.default = Reply(status=401)
    ended = await charter(builder, "run", "helper", "Hello", *(["--json"] if as_json else []))
    assert ended.code == 1
    if as_json:
        assert (ended.document["state"], ended.document["error"]["code"]) == ("failed", "llm.auth-failed")
    else:
        assert ended.out == ""
        assert ended.err.startswith("charter: ")
    nobody = await charter(builder, "run", "nobody", "Hello")
    assert (nobody.code, "No agent 'nobody'" in nobody.err) == (1, True)
    assert (await charter(None, "run", "helper", "Hello")).code == 1
    assert (await charter(builder, "run", "helper")).code == 2


async def test_ctrl_c_cancels_the_run(builder, make_agent, model, server):
    await make_agent(builder)
    # Long enough that some of it is shown before the rest: guardrails read ahead of what is shown.
    model.default = Reply(text="a word and " * 100, chunks=4, chunk_delay_s=5)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "charter.cli", "run", "helper", "Count.", "--stream"),
        env=os.environ | {"CHARTER_URL": server, "CHARTER_API_KEY": builder.key},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    await asyncio.wait_for(process.stdout.read(1), 20)
    process.send_signal(signal.SIGINT)
    _, err = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 130
    assert b"is cancelled" in err
    async with asyncio.timeout(10):
        while (await builder.client.get("/v1/runs")).json()["items"][0]["state"] != "cancelled":
            await asyncio.sleep(0.05)


async def test_a_chat_remembers_what_was_said(builder, make_agent, model, charter):
    await make_agent(builder)
    model.sequence = [Reply(text="Hello Ada."), Reply(text="You are Ada."), Reply(text="I do not know.")]
    ended = await charter(
        builder, "chat", "helper", stdin="I am Ada.\n\nWho am I?\n/new\nWho am I?\n/exit\nnever sent\n"
    )
    assert (ended.code, ended.out) == (0, "Hello Ada.\nYou are Ada.\nI do not know.\n")
    told = [len(call.body["messages"]) for call in model.calls]
    assert told == [2, 4, 2]

    model.sequence = [Reply(text="One."), Reply(text="Two.")]
    as_json = await charter(builder, "chat", "helper", "--json", stdin="a\nb\n")
    runs = [json.loads(line) for line in as_json.out.splitlines()]
    assert [run["output"] for run in runs] == ["One.", "Two."]
    assert len({run["conversation_id"] for run in runs}) == 1
    more = await charter(builder, "chat", "helper", "--conversation", runs[0]["conversation_id"], "--json", stdin="c\n")
    assert json.loads(more.out)["conversation_id"] == runs[0]["conversation_id"]


async def test_on_a_terminal_steps_are_told_apart_from_text(builder, make_agent, model, server):
    await make_agent(builder, tools=[{"name": "calculator"}])
    model.sequence = [Reply(text="", tool_calls=[("calculator", '{"expression": "6*7"}')]), Reply(text="42")]
    screen, terminal = pty.openpty()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "charter.cli", "run", "helper", "6*7?"),
        env=os.environ | {"CHARTER_URL": server, "CHARTER_API_KEY": builder.key, "TERM": "xterm"},
        stdout=terminal,
        stderr=terminal,
    )
    os.close(terminal)
    assert await asyncio.wait_for(process.wait(), 30) == 0
    seen = os.read(screen, 10_000).decode()
    os.close(screen)
    assert 'tool call calculator {"expression": "6*7"}' in seen
    assert seen.index("tool call") < seen.index("42\r\n")
    assert "\x1b[" in seen
