"""The second tier: pure functions are quick, and code that is no such function gets nowhere."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest

from charter.sandbox import monty
from charter.sandbox.errors import SandboxUnavailable
from charter.sandbox.jobs import Job, JobLimits, Outcome
from charter.sandbox.monty import WireBroken
from charter.sandbox.sandbox import Sandbox
from tests.sandbox.attack import attack_transform
from tests.sandbox.transform_probes import TRANSFORM_PROBES

LIMITS = JobLimits(wall_s=20.0, cpu_s=0.5, memory_bytes=64 << 20, output_bytes=10_000)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    made = Sandbox(waiting=0)
    yield made
    await made.aclose()


async def run(sandbox: Sandbox, code: str, owner: str = "ours", **arguments: Any) -> Outcome:
    return await sandbox.transform(Job(code, "run", arguments, limits=LIMITS, owner=owner))


async def test_functions_over_json(sandbox):
    code = "import re\ndef run(rows: list, least: int = 2) -> dict:\n    print('hé')\n"
    code += "    kept = [row for row in rows if row['n'] >= least]\n"
    code += "    return {'kept': kept, 'sum': sum(row['n'] for row in kept)}"
    outcome = await run(sandbox, code, rows=[{"n": 1}, {"n": 2, "text": "a'\"\\\n\u2028"}])
    assert outcome.failure is None, outcome.failure
    assert outcome.result == {"kept": [{"n": 2, "text": "a'\"\\\n\u2028"}], "sum": 2}
    assert (outcome.printed, outcome.cpu_ms is not None) == ("hé\n", True)
    assert outcome.memory_kb is not None
    assert 1_000 < outcome.memory_kb < 500_000
    raised = await run(sandbox, "def run():\n    raise ValueError('no')")
    assert raised.failure is not None
    assert (raised.failure.kind, raised.failure.type, raised.failure.message, raised.failure.line) == (
        "raised", "ValueError", "no", 2,
    )  # fmt: skip


async def test_a_process_serves_one_owner_and_remembers_nothing(sandbox):
    await run(sandbox, "secret = 42\ndef run():\n    return secret")
    (_, first), *_ = sandbox._transforms._resting
    seen = await run(sandbox, "def run():\n    return secret")
    assert seen.failure is not None
    assert seen.failure.type == "NameError"
    assert sandbox._transforms._resting == [("ours", first)]
    await run(sandbox, "def run():\n    return 1", owner="theirs")
    assert [owner for owner, _ in sandbox._transforms._resting] == ["ours", "theirs"]
    assert len({id(process) for _, process in sandbox._transforms._resting}) == 2
    for number in range(6):
        await run(sandbox, "def run():\n    return 1", owner=f"owner {number}")
    assert len(sandbox._transforms._resting) == 4


@pytest.mark.parametrize("name", TRANSFORM_PROBES)
async def test_no_probe_gets_anywhere(sandbox, name):
    assert await attack_transform(sandbox, *TRANSFORM_PROBES[name]) is None


async def test_a_process_that_is_lost_is_replaced(sandbox):
    await run(sandbox, "def run():\n    return 1")
    (_, process), *_ = sandbox._transforms._resting
    process.program._started.kill()
    with contextlib.suppress(OSError):
        await process.program._reader.read()  # until it is gone
    assert (await run(sandbox, "def run():\n    return 1")).result == 1
    assert sandbox._transforms._resting[0][1] is not process


async def test_time_on_the_clock_ends_a_process(sandbox):
    hasty = Job("def run():\n    while True:\n        pass", "run", {}, limits=JobLimits(wall_s=0.3, cpu_s=10))
    outcome = await sandbox.transform(hasty)
    assert outcome.failure is not None
    assert outcome.failure.kind == "wall"
    assert sandbox._transforms._resting == []


async def test_without_the_program_nothing_runs(sandbox, monkeypatch):
    monkeypatch.setattr(sandbox._transforms, "_program", None)
    with pytest.raises(SandboxUnavailable, match="pydantic-monty-runtime"):
        await run(sandbox, "def run():\n    return 1")


@pytest.mark.parametrize("message", [b"", b"\x07", b"\x0a\x7f", b"\x80" * 20, b"\x0b\x00", b"\x72\x00"])
def test_messages_that_are_none_are_refused(message):
    with pytest.raises(WireBroken):
        monty.event(message)
