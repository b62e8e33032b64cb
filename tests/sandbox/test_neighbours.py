"""What goes on for long makes room for short calls: by its cores, its priority, and what its owner has left."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from charter.sandbox import demotion, worker
from charter.sandbox import sandbox as room
from charter.sandbox.allowances import Allowances
from charter.sandbox.demotion import LongJob, below, kept_cores, sessions_are_weighed, shared_cores
from charter.sandbox.jobs import Job, JobLimits, Outcome
from charter.sandbox.programs import Program
from charter.sandbox.sandbox import Sandbox
from charter.sandbox.worker import Worker

several_cores = pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="with one core there is none to keep")
weighed_sessions = pytest.mark.skipif(not sessions_are_weighed(), reason="sessions have no weight of their own here")

_SLEEPS = "import time\ndef f(): time.sleep(60)"
_SPINS = "import threading\ndef f():\n    def loop():\n        while True: pass\n"
_SPINS += "    for _ in range(3): threading.Thread(target=loop, daemon=True).start()\n    loop()\n"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    made = Sandbox(waiting=1)
    await made.warm_up()
    yield made
    await made.aclose()


@pytest.fixture
def clock(monkeypatch) -> Any:
    class Clock:
        now = 100.0

        def __call__(self) -> float:
            return self.now

    return Clock()


def test_one_core_is_kept_and_more_of_many(monkeypatch):
    for number, expected in ((1, {0}), (2, {1}), (4, {1, 2, 3}), (8, {2, 3, 4, 5, 6, 7})):
        monkeypatch.setattr(demotion, "all_cores", lambda number=number: frozenset(range(number)))
        assert shared_cores.__wrapped__() == expected


def test_an_owner_has_some_time_and_gets_it_again(clock):
    allowances = Allowances(clock)
    assert allowances.take("a", 0.06) == pytest.approx(0.06)
    assert allowances.take("a", 0.06) == pytest.approx(0.04)
    assert allowances.take("a", 0.06) == pytest.approx(0.0, abs=1e-9)
    assert allowances.take("b", 0.06) == pytest.approx(0.06)
    clock.now += 1.0
    assert allowances.left("a") == pytest.approx(0.04)
    clock.now += 60.0
    assert allowances.left("a") == pytest.approx(0.1)


def test_what_a_job_did_not_use_is_given_back_and_debts_are_kept(clock):
    allowances = Allowances(clock)
    allowances.spend("a", -(allowances.take("a", 0.02) - 0.003))
    assert allowances.left("a") == pytest.approx(0.097)
    allowances.spend("a", 1.0)
    assert allowances.left("a") == pytest.approx(-0.903)
    clock.now += 10.0
    assert allowances.left("a") < 0
    for number in range(3_000):
        allowances.spend(number, 0.001)
    clock.now += 60.0
    allowances.spend("a", 0.0)
    assert len(allowances._whole_at) <= 1_001


async def _while_it_runs(sandbox: Sandbox, job: Job, monkeypatch, look: Callable[[int], Awaitable[None]]) -> None:
    """Run a job and look at its process, told by its number, once it was handed over."""
    handed: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    send = Worker._send

    async def sends(one: Worker, *what: Any) -> None:
        await send(one, *what)
        if not handed.done():
            handed.set_result(one._inner)

    monkeypatch.setattr(Worker, "_send", sends)
    running = asyncio.create_task(sandbox.run(job))
    await look(await handed)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not holds():
            await asyncio.sleep(0.01)


def _threads(process_id: int) -> list[int]:
    return [int(task.name) for task in Path(f"/proc/{process_id}/task").iterdir()]


@several_cores
async def test_a_job_begins_on_the_kept_cores_and_processes_wait_on_the_shared_ones(sandbox, monkeypatch):
    monkeypatch.setattr(room, "LONG_S", 60.0)
    sandbox._allowances.take = lambda *_: 60.0
    [waiting] = sandbox._waiting
    assert os.sched_getaffinity(waiting._inner) == shared_cores()

    async def begins(process_id: int) -> None:
        assert os.sched_getaffinity(process_id) == kept_cores()
        assert os.getpriority(os.PRIO_PROCESS, process_id) == os.getpriority(os.PRIO_PROCESS, 0)

    await _while_it_runs(sandbox, Job(_SLEEPS, "f", {}), monkeypatch, begins)


def _nice_of_session(process_id: int) -> int:
    return int(Path(f"/proc/{process_id}/autogroup").read_text().split()[-1])


@weighed_sessions
async def test_whoever_wakes_up_takes_the_core_of_a_long_job_at_once(sandbox, monkeypatch):
    """The kernel lets no other wait for the end of an idle task's slice; with little weight, it is not next either."""
    monkeypatch.setattr(room, "LONG_S", 0.3)
    sandbox._allowances.take = lambda *_: 0.3
    monkeypatch.setattr(worker, "_DEMOTED_EVERY_S", 0.2)

    def last(process_id: int) -> bool:
        threads = _threads(process_id)
        return (
            len(threads) == 4
            and all(os.sched_getscheduler(thread) == os.SCHED_IDLE for thread in threads)
            and all(os.sched_getaffinity(thread) == shared_cores() for thread in threads)
            and _nice_of_session(process_id) == 19
        )

    async def goes_on(process_id: int) -> None:
        assert os.sched_getscheduler(process_id) == os.SCHED_OTHER
        await _until(lambda: last(process_id))

    await _while_it_runs(sandbox, Job(_SPINS, "f", {}), monkeypatch, goes_on)


@weighed_sessions
async def test_a_long_job_that_gets_nothing_of_a_busy_machine_weighs_more_for_a_while(sandbox, monkeypatch):
    monkeypatch.setattr(worker, "_DEMOTED_EVERY_S", 0.2)
    spins = "import os\nos.sched_setaffinity(0, {{{}}})\nwhile True: pass"
    busy = [
        subprocess.Popen([sys.executable, "-c", spins.format(core)], start_new_session=True)  # noqa: ASYNC220 - at once
        for core in shared_cores()
        for _ in range(3)
    ]

    async def gets_on(process_id: int) -> None:
        await _until(lambda: _nice_of_session(process_id) == 19)
        await _until(lambda: _nice_of_session(process_id) == 5)

    try:
        job = Job("def f():\n    while True: pass", "f", {}, limits=JobLimits(wall_s=60, cpu_s=60))
        await _while_it_runs(sandbox, job, monkeypatch, gets_on)
    finally:
        for process in busy:
            process.kill()
            process.wait()


@weighed_sessions
async def test_a_long_job_that_rests_weighs_no_more(sandbox, monkeypatch):
    async def rests(process_id: int) -> None:
        job = LongJob(process_id)
        for _ in range(3):
            await asyncio.sleep(0.15)  # an ordinary user may set a session ten times a second
            job.makes_room()
            assert _nice_of_session(process_id) == 19

    monkeypatch.setattr(room, "LONG_S", 60.0)
    sandbox._allowances.take = lambda *_: 60.0
    await _while_it_runs(sandbox, Job(_SLEEPS, "f", {}), monkeypatch, rests)


async def test_threads_of_a_long_job_are_moved_and_lowered(sandbox, monkeypatch):
    monkeypatch.setattr(demotion, "sessions_are_weighed", lambda: False)
    monkeypatch.setattr(room, "LONG_S", 0.3)
    sandbox._allowances.take = lambda *_: 0.3
    expected = min(os.getpriority(os.PRIO_PROCESS, 0) + 12, 19)  # four threads together as one: 5 + log(4, 1.25)

    monkeypatch.setattr(worker, "_DEMOTED_EVERY_S", 0.05)

    def lowered(process_id: int) -> bool:
        threads = _threads(process_id)
        return len(threads) == 4 and all(
            os.sched_getaffinity(thread) == shared_cores() and os.getpriority(os.PRIO_PROCESS, thread) == expected
            for thread in threads
        )

    async def goes_on(process_id: int) -> None:
        await _until(lambda: lowered(process_id))

    await _while_it_runs(sandbox, Job(_SPINS, "f", {}), monkeypatch, goes_on)


@several_cores
async def test_a_process_that_did_its_job_ends_where_no_short_call_is(sandbox, monkeypatch):
    where = []
    end = Worker.end

    def ends(one: Worker) -> None:
        where.append(os.sched_getaffinity(one._inner))
        end(one)

    monkeypatch.setattr(Worker, "end", ends)
    assert (await sandbox.run(Job("def f(): return 1", "f", {}))).result == 1
    assert where[0] == shared_cores()


async def test_processes_are_made_up_for_when_the_answer_is_out(sandbox):
    """To start one keeps the server busy for some milliseconds."""
    assert (await sandbox.run(Job("def f(): return 1", "f", {}))).result == 1
    assert not sandbox._filling or all(task.done() for task in sandbox._filling.values())
    await _until(lambda: len(sandbox._waiting) == 1)


@several_cores
async def test_whose_time_is_used_up_runs_where_long_jobs_do_from_the_start(sandbox, monkeypatch):
    sandbox._allowances.spend("greedy", 10.0)

    async def confined(process_id: int) -> None:
        assert os.sched_getaffinity(process_id) == shared_cores()

    await _while_it_runs(sandbox, Job(_SLEEPS, "f", {}, owner="greedy"), monkeypatch, confined)


async def test_a_short_job_costs_its_owner_what_it_took(sandbox):
    outcome = await sandbox.run(Job("def f(): return 1", "f", {}, owner="short"))
    assert outcome.result == 1
    spent = 0.1 - sandbox._allowances.left("short")
    assert 0 <= spent <= min(outcome.wall_ms / 1000, worker.LONG_S) + 0.001


@several_cores
async def test_a_transform_has_the_kept_cores_while_it_works_and_not_when_it_rests(sandbox):
    outcome = await sandbox.transform(Job("def f():\n    return 1", "f", {}, owner="ours"))
    assert outcome.result == 1
    (_, process), *_ = sandbox._transforms._resting
    inner = process.program._inner

    def cores() -> list[set[int]]:  # its work may be another thread's than the first
        return [os.sched_getaffinity(thread) for thread in _threads(inner)]

    assert all(those == shared_cores() for those in cores())
    with process.program.at_work(60.0):
        assert all(those == kept_cores() for those in cores())
    assert all(those == shared_cores() for those in cores())


@several_cores
async def test_programs_that_stay_are_with_the_long_jobs(sandbox):
    program = await sandbox.start_program(Program((str(await sandbox.python()), "-c", "input()")))
    *_, inner = below(program._started.process.pid)
    assert os.sched_getaffinity(inner) == shared_cores()
    await program.aclose()


async def test_requests_without_end_leave_this_process_to_others(sandbox):
    """A flood of requests to hosts is read in small portions: who else is at work here goes on meanwhile."""
    flood = (
        "import json, os, struct, threading\n"
        "def is_socket(n):\n"
        "    try: return os.fstat(n).st_mode & 0o170000 == 0o140000\n"
        "    except OSError: return False\n"
        "def f():\n"
        "    frame = json.dumps({'egress': ['GET', 'http://a.example/', []]}).encode()\n"
        "    frame = struct.pack('>II', len(frame), 0) + frame\n"
        "    channel = next(n for n in range(3, 999) if is_socket(n))\n"
        "    threading.Thread(target=lambda: [os.read(channel, 65536) for _ in iter(int, 1)], daemon=True).start()\n"
        "    while True: os.write(channel, frame * 1000)\n"
    )
    answered = 0

    async def fetched(*_: Any) -> tuple[dict[str, str], bytes]:
        nonlocal answered
        answered += 1
        return {"refused": "no"}, b""

    worker_fetched, worker._fetched = worker._fetched, fetched
    try:
        outcome = await sandbox.run(Job(flood, "f", {}, limits=JobLimits(wall_s=1.0)))
    finally:
        worker._fetched = worker_fetched
    assert isinstance(outcome, Outcome)
    assert outcome.failure is not None
    assert outcome.failure.kind == "wall"
    assert 0 < answered <= 100 + 100
