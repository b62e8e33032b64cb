"""Process instances driven from two API processes at once, over one pooler in transaction mode."""

from __future__ import annotations

import asyncio
from collections import Counter

import aiohttp
import pytest

from tests.pooled.test_two_processes import ask
from tests.workflows.drawing import element, end, file, gateway, job, message, process, refer, start

pytestmark = pytest.mark.slow

_RACES = 1_000


async def _deploy(session: aiohttp.ClientSession, base: str, key: str, model: bytes) -> None:
    body = {"files": [{"name": "p.bpmn", "content": model.decode()}]}
    status, said = await ask(session, key, "POST", f"{base}/v1/workflow-deployments", body)
    assert status == 201, said


async def test_a_job_answered_at_both_processes_is_done_once(grown):
    _, key = await grown.tenant()
    model = file(process("p", start(), gateway("parallel", "f"), job("a", "work"), job("b", "work"), job("c", "last"),
                         gateway("parallel", "j"), end(), flows="start>f>a>j>c>end; f>b>j"))  # fmt: skip
    async with aiohttp.ClientSession() as session:
        await _deploy(session, grown.urls[0], key, model)
        started = []
        for number in range(60):
            base = grown.urls[number % 2]
            status, said = await ask(session, key, "POST", f"{base}/v1/process-instances", {"process": "p"})
            assert status == 201, said
            started.append(said["id"])
        given: Counter[str] = Counter()

        async def worker(base: str, type_: str) -> None:
            while True:
                body = {"type": type_, "max_jobs": 3, "timeout_s": 60}
                _, said = await ask(session, key, "POST", f"{base}/v1/jobs/lease", body)
                if not said["jobs"]:
                    return
                for found in said["jobs"]:
                    given[found["id"]] += 1
                    answers = await asyncio.gather(
                        *(
                            ask(
                                session, key, "POST", f"{url}/v1/jobs/{found['id']}/complete", {"lease": found["lease"]}
                            )
                            for url in grown.urls
                        )
                    )
                    assert sorted(status for status, _ in answers) == [204, 404], answers

        for type_ in ("work", "last"):
            await asyncio.gather(*(worker(base, type_) for base in grown.urls * 2))
        assert set(given.values()) == {1}
        assert len(given) == 3 * len(started)
        for found in started:
            _, said = await ask(session, key, "GET", f"{grown.urls[1]}/v1/process-instances/{found}")
            assert (said["state"], said["incidents"]) == ("completed", 0)


async def test_a_message_that_races_its_subscription_arrives_exactly_once(grown):
    _, key = await grown.tenant()
    catch = element("intermediateCatchEvent", "m", refer("message", "paid"))
    model = file(message("paid", "order"), process("p", start(), catch, end(), flows="start>m>end"))
    async with aiohttp.ClientSession() as session:
        await _deploy(session, grown.urls[0], key, model)

        async def race(number: int) -> str:
            here, there = grown.urls if number % 2 else reversed(grown.urls)
            wanted = {"process": "p", "variables": {"order": str(number)}}
            note = {"name": "paid", "correlation_key": str(number), "time_to_live_s": 600, "variables": {"n": number}}
            (status, said), (published, _) = await asyncio.gather(
                ask(session, key, "POST", f"{here}/v1/process-instances", wanted),
                ask(session, key, "POST", f"{there}/v1/messages", note),
            )
            assert (status, published) == (201, 201), said
            return str(said["id"])

        started: list[str] = []
        for first in range(0, _RACES, 20):
            started += await asyncio.gather(*(race(number) for number in range(first, first + 20)))
        for number, found in enumerate(started):
            async with asyncio.timeout(20):
                while True:
                    url = f"{grown.urls[number % 2]}/v1/process-instances/{found}"
                    _, said = await ask(session, key, "GET", url)
                    if said["state"] != "active":
                        break
                    await asyncio.sleep(0.1)
            assert (said["state"], said["variables"]["n"]) == ("completed", number)
            if number % 50 == 0:
                _, page = await ask(session, key, "GET", f"{grown.urls[0]}/v1/process-instances/{found}/history")
                assert [entry["element"] for entry in page["items"] if entry["what"] == "completed"].count("m") == 1
