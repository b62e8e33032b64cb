"""kill -9 of API, worker and Postgres while processes run: every instance ends as it should, no job is done twice.

External workers lease and complete jobs over REST; their effects are counted by job and lease outside of Charter.
``CHARTER_TEST_WORKFLOW_KILLS`` sets the number of kills (default 8, slow suite 500).
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.faults.installation import Installation
from tests.faults.test_kill_nine import _kill
from tests.workflows.drawing import (
    boundary,
    element,
    end,
    file,
    gateway,
    job,
    loop,
    message,
    process,
    refer,
    script,
    start,
    task,
    timer,
)

_RECOVERY_LIMIT_S = 10.0  # what is promised; the slow suite measures it, on a machine that does nothing else
_HANG_LIMIT_S = 45.0  # what the everyday suite asks of a machine that may be busy: it goes on, and does all of it right
_AT_ONCE = 12

_MODELS = {
    "row": file(process("row", start(), *(job(f"r{n}", "work") for n in range(4)), end(),
                        flows="start>r0>r1>r2>r3>end")),
    "fork": file(process("fork", start(), gateway("parallel", "f"), *(job(f"f{n}", "work") for n in range(3)),
                         gateway("parallel", "j"), end(), flows="start>f>f0>j>end; f>f1>j; f>f2>j")),
    "each": file(process("each", start(), job("e", "work", inside=loop("items", element="item", output="all",
                         output_element="n")), script("s", "count(all[item != null])", "n"), end(),
                         flows="start>e>s>end")),
    "caller": file(
        message("note", "key"),
        process("caller", start(), element("callActivity", "c", extensions=
                '<zeebe:calledElement processId="row" propagateAllChildVariables="true"/>'),
                element("intermediateCatchEvent", "m", refer("message", "note")), end(), flows="start>c>m>end")),
    "timed": file(process("timed", start(), element("intermediateCatchEvent", "t", timer("PT0.5S")), job("a", "work"),
                          boundary("late", "a", timer("PT5M")), task("never"), end(),
                          flows="start>t>a>end; late>never")),
}  # fmt: skip


@dataclass
class _Seen:
    """What was done outside of Charter.

    Attributes:
        gone: the lease with which a job was last found to be done; a later one must never be given out.
    """

    done: Counter[str] = field(default_factory=Counter)
    leases: dict[str, set[int]] = field(default_factory=dict)
    gone: dict[str, int] = field(default_factory=dict)
    again_after_completion: list[str] = field(default_factory=list)
    completed_at: float = 0.0
    ended: Counter[str] = field(default_factory=Counter)
    wrong: list[Any] = field(default_factory=list)


class _Client:
    """A client that goes on trying while the server is away."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session, self._url = session, url

    async def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        while True:
            try:
                async with self._session.request(method, self._url + path, json=body, headers=headers) as answer:
                    said = await answer.json() if answer.content_type.endswith("json") else None
                    if answer.status < 500 and answer.status != 429:
                        return answer.status, said
            except (aiohttp.ClientError, OSError, TimeoutError):
                pass
            await asyncio.sleep(0.05)


async def _worker(client: _Client, seen: _Seen, stop: asyncio.Event) -> None:
    while not stop.is_set():
        body = {"type": "work", "max_jobs": 4, "timeout_s": 3, "wait_s": 1}
        status, said = await client.ask("POST", "/v1/jobs/lease", body)
        assert status == 200, said
        for found in said["jobs"]:
            if found["lease"] > seen.gone.get(found["id"], found["lease"]):
                seen.again_after_completion.append(found["id"])
            leases = seen.leases.setdefault(found["id"], set())
            if found["lease"] in leases:
                seen.wrong.append(("the same lease was given twice", found["id"], found["lease"]))
            leases.add(found["lease"])
            answer = {"lease": found["lease"], "variables": {"n": 1}}
            status, said = await client.ask("POST", f"/v1/jobs/{found['id']}/complete", answer)
            if status in {204, 404}:  # 404: done by the try before, or by another worker
                seen.gone[found["id"]] = max(found["lease"], seen.gone.get(found["id"], 0))
            if status == 204:
                seen.done[found["id"]] += 1
                seen.completed_at = time.monotonic()
            elif status not in {404, 409}:  # 409: given to another worker meanwhile
                seen.wrong.append((status, said))


async def _instances(client: _Client, seen: _Seen, stop: asyncio.Event, numbers: Any) -> None:
    """Start one instance after the other and wait for its end."""
    while not stop.is_set():
        number = next(numbers)
        name = sorted(_MODELS)[number % len(_MODELS)]
        body = {"process": name, "variables": {"items": [1, 2, 3, 4, 5], "key": f"k{number}"}}
        idempotent = {"idempotency-key": f"instance-{number}"}
        status, said = await client.ask("POST", "/v1/process-instances", body, **idempotent)
        assert status in {200, 201}, said
        if name == "caller":
            note = {"name": "note", "correlation_key": f"k{number}", "time_to_live_s": 3600, "message_id": f"m{number}"}
            status, published = await client.ask("POST", "/v1/messages", note)
            assert status == 201, published
        path = f"/v1/process-instances/{said['id']}"
        while True:
            _, found = await client.ask("GET", path)
            if found["state"] != "active":
                break
            await asyncio.sleep(0.1)
        seen.ended[name] += 1
        await _check(client, path, name, found, seen)


async def _check(client: _Client, path: str, name: str, found: dict[str, Any], seen: _Seen) -> None:
    """The instance ended in the right state, and its history holds each step exactly once."""
    if found["state"] != "completed" or found["incidents"]:
        seen.wrong.append(found)
    if name == "each" and found["variables"].get("all") != [1] * 5:
        seen.wrong.append(found["variables"])
    _, page = await client.ask("GET", f"{path}/history?limit=200")
    completed = Counter((entry["element"], entry["key"]) for entry in page["items"] if entry["what"] == "completed")
    jobs = sum(element[0] in "rfea" for element, _ in completed if element[1:].isdigit() or element in {"e", "a"})
    expected = {"row": 4, "fork": 3, "each": 6, "caller": 0, "timed": 1}[name]
    if max(completed.values()) != 1 or jobs != expected:
        seen.wrong.append((name, completed))


async def _under_kills(tmp_path: Path, kills: int, seed: int) -> tuple[_Seen, list[tuple[float, str]], int]:
    chance, seen, stop = random.Random(seed), _Seen(), asyncio.Event()
    async with Installation(tmp_path / "data") as installation:
        key = await installation.set_up()
        files = [{"name": f"{name}.bpmn", "content": data.decode()} for name, data in _MODELS.items()]
        await installation.post(key, "/v1/workflow-deployments", {"files": files})
        headers, limit = {"authorization": f"Bearer {key}"}, aiohttp.ClientTimeout(total=10)
        recoveries: list[tuple[float, str]] = []
        async with aiohttp.ClientSession(headers=headers, timeout=limit) as session:
            client = _Client(session, installation.url)
            numbers, workers_stop = iter(range(10**9)), asyncio.Event()
            load = [asyncio.create_task(_instances(client, seen, stop, numbers)) for _ in range(_AT_ONCE)]
            work = [asyncio.create_task(_worker(client, seen, workers_stop)) for _ in range(3)]
            done = 0
            while done < kills:
                await asyncio.sleep(chance.uniform(0.2, 1.0))
                kind = ("api", "worker", "api", "postgres")[done % 4]
                if not await _kill(installation, kind):
                    continue
                done += 1
                recoveries.append((await _work_after(seen, time.monotonic()), kind))
                broken = [task.exception() for task in (*load, *work) if task.done()]
                assert not broken, broken
            stop.set()
            async with asyncio.timeout(90):
                await asyncio.gather(*load)
            workers_stop.set()
            await asyncio.gather(*work)
            _, incidents = await client.ask("GET", "/v1/incidents?resolved=false")
            _, jobs = await client.ask("GET", "/v1/jobs")
            assert (incidents["items"], jobs["items"]) == ([], [])
    return seen, recoveries, done


async def _work_after(seen: _Seen, since: float) -> float:
    """Return the seconds until a job was completed after a kill."""
    while seen.completed_at <= since:
        assert time.monotonic() - since < 60, "no job was completed within a minute of a kill"
        await asyncio.sleep(0.02)
    return seen.completed_at - since


def _report(seen: _Seen, recoveries: list[tuple[float, str]], kills: int, limit_s: float = _HANG_LIMIT_S) -> None:
    ordered = sorted(recoveries)
    middle, (worst, after) = ordered[len(ordered) // 2][0], ordered[-1]
    given_again = sum(len(leases) > 1 for leases in seen.leases.values())
    print(f"\n{kills} kills, {dict(seen.ended)} instances, {len(seen.leases)} jobs, {given_again} of them given again, "
          f"recovery p50 {middle:.1f} s, worst {worst:.1f} s after one of {after}; "
          f"the slowest: {', '.join(f'{kind} {seconds:.1f}' for seconds, kind in ordered[:-9:-1])}")  # fmt: skip
    assert not seen.wrong, seen.wrong[:5]
    assert not seen.again_after_completion, "a completed job was given out again"
    assert set(seen.done.values()) <= {1}, "a job was completed twice"
    assert sum(seen.ended.values()) > kills / 2
    assert worst <= limit_s, f"the slowest recovery, after a kill of {after}, took {worst:.1f} s"


async def test_every_instance_ends_as_it_should_under_kills(tmp_path: Path):
    kills = int(os.environ.get("CHARTER_TEST_WORKFLOW_KILLS", "8"))
    _report(*await _under_kills(tmp_path, kills, seed=1))


@pytest.mark.slow
async def test_every_instance_ends_as_it_should_under_five_hundred_kills(tmp_path: Path):
    _report(*await _under_kills(tmp_path, 500, seed=2), _RECOVERY_LIMIT_S)
