"""Stopping while agents answer: fast, nothing lost, and the run goes on after the next start."""

from __future__ import annotations

import asyncio
import json
import time

import aiohttp

from tests.faults.installation import Installation
from tests.llm.fake_server import FakeServer, Reply

_WORDS = " ".join(f"word{number}" for number in range(60))


async def test_stopping_parks_a_streaming_run_and_the_next_start_finishes_it(tmp_path):
    reply = Reply(text=_WORDS, chunks=60, chunk_delay_s=0.1)
    async with FakeServer(models=["gpt-4o"], default=reply) as model:
        first = Installation(tmp_path / "data")
        async with first:
            key = await first.set_up()
            await first.connect_model(key, model.url)
            await first.create_agent(key, "slow")
            headers = {"authorization": f"Bearer {key}", "accept": "text/event-stream"}
            body = {"agent": "slow", "input": "Say it slowly."}
            async with (
                aiohttp.ClientSession(headers=headers) as session,
                session.post(f"{first.url}/v1/runs", json=body) as answer,
            ):
                while b"message.delta" not in (seen := await answer.content.readuntil(b"\n\n")):
                    run_id = json.loads(seen.split(b"data: ")[1])["run_id"]
                began = time.monotonic()
                await first.stop()
            stopped_s = time.monotonic() - began
        assert stopped_s < 5, f"stopping took {stopped_s:.1f} s with a run under way"
        assert len(model.calls) == 1
        model.default = Reply(text=_WORDS)
        async with (
            Installation(tmp_path / "data") as second,
            aiohttp.ClientSession(headers=headers) as session,
            asyncio.timeout(60),
            session.get(f"{second.url}/v1/runs/{run_id}/events") as answer,
        ):
            text = (await answer.read()).decode()
        kinds = [line.removeprefix("event: ") for line in text.splitlines() if line.startswith("event: ")]
        assert kinds[-1] == "run.completed"
        assert "run.resumed" in kinds
        assert "message.reset" in kinds
        assert len(model.calls) == 2
