"""Every process that was started is waited for, wherever its caller was when it left."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from charter.sandbox import sandbox as room
from charter.sandbox.errors import SandboxUnavailable
from charter.sandbox.jobs import Job, JobLimits
from charter.sandbox.launching import Started, start
from charter.sandbox.sandbox import Sandbox
from charter.sandbox.worker import Worker, WorkerLost

_ANSWER = Job("def f(): return 42", "f", {})
_LONG = Job("import time\ndef f(): time.sleep(60)", "f", {}, limits=JobLimits(wall_s=60))


class Watched:
    """Notes each process that is started, and can hold back the thread that starts them."""

    def __init__(self) -> None:
        self.started: list[Started] = []
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.go_on.set()

    def start(self, *arguments: object, **named: object) -> Started:
        started = start(*arguments, **named)
        self.started.append(started)
        self.begun.set()
        assert self.go_on.wait(30)
        return started

    async def one_begins(self) -> None:
        assert await asyncio.get_running_loop().run_in_executor(None, self.begun.wait, 30)

    def hold(self) -> None:
        self.begun.clear()
        self.go_on.clear()

    def not_reaped(self) -> list[int]:
        return [one.process.pid for one in self.started if one.process.returncode is None]


@pytest.fixture
def watched(monkeypatch) -> Iterator[Watched]:
    watched = Watched()
    monkeypatch.setattr(room, "start", watched.start)
    yield watched
    watched.go_on.set()
    for one in watched.started:
        one.kill()
        one.wait()


async def _within_the_test(monkeypatch, sandbox: Sandbox) -> None:
    """Close while the test of the sandbox has a job running."""
    running = asyncio.Event()

    async def hangs(_worker: Worker, _document: object) -> None:
        running.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(Worker, "_send", hangs)
    asking = asyncio.create_task(sandbox.state())
    await running.wait()
    await sandbox.aclose()
    await asyncio.gather(asking, return_exceptions=True)


async def test_one_that_tests_the_sandbox(monkeypatch, watched):
    await _within_the_test(monkeypatch, Sandbox(waiting=0))
    assert watched.started
    assert watched.not_reaped() == []


async def test_one_that_is_being_started_when_it_closes(watched):
    sandbox = Sandbox(waiting=2)
    assert (await sandbox.state()).available
    watched.hold()
    warming = asyncio.create_task(sandbox.warm_up())
    await watched.one_begins()
    warming.cancel()
    await asyncio.gather(warming, return_exceptions=True)
    closing = asyncio.create_task(sandbox.aclose())
    await asyncio.sleep(0)
    watched.go_on.set()
    await closing
    assert len(watched.started) >= 2
    assert watched.not_reaped() == []


async def test_one_whose_caller_left_while_it_started(watched):
    sandbox = Sandbox(waiting=0)
    assert (await sandbox.state()).available
    watched.hold()
    running = asyncio.create_task(sandbox.run(_ANSWER))
    await watched.one_begins()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    watched.go_on.set()
    assert (await sandbox.run(_ANSWER)).result == 42  # later than it in the one thread
    while watched.not_reaped():
        await asyncio.sleep(0)
    await sandbox.aclose()


async def test_one_that_works_when_it_closes(monkeypatch, watched):
    sandbox = Sandbox(waiting=1)
    await sandbox.warm_up()
    running = asyncio.create_task(sandbox.run(_LONG))
    sent = asyncio.Event()
    send = Worker._send

    async def sends(worker: Worker, document: dict) -> None:
        await send(worker, document)
        sent.set()

    monkeypatch.setattr(Worker, "_send", sends)
    await sent.wait()
    await sandbox.aclose()
    assert watched.not_reaped() == []
    outcome = await running
    assert outcome.failure is not None
    assert outcome.failure.kind == "crashed"
    with pytest.raises(SandboxUnavailable, match="stopping"):
        await sandbox.run(_ANSWER)


async def test_one_that_never_gets_ready(monkeypatch, watched):
    sandbox = Sandbox(waiting=0)
    assert (await sandbox.state()).available
    monkeypatch.setattr(room, "_READY_WITHIN_S", 0.0)
    with pytest.raises(SandboxUnavailable, match="did not start within"):
        await sandbox.run(_ANSWER)
    await sandbox.aclose()
    assert watched.not_reaped() == []


async def test_one_whose_socket_cannot_be_opened(monkeypatch, watched):
    sandbox = Sandbox(waiting=0)
    assert (await sandbox.state()).available

    async def fails(**_: object) -> None:
        raise WorkerLost("no more descriptors")

    monkeypatch.setattr(asyncio, "open_connection", fails)
    with pytest.raises(SandboxUnavailable, match="descriptors"):
        await sandbox.run(_ANSWER)
    await sandbox.aclose()
    assert watched.not_reaped() == []


async def test_closing_goes_on_though_it_is_cancelled(watched):
    sandbox = Sandbox(waiting=2)
    await sandbox.warm_up()
    closing = asyncio.create_task(sandbox.aclose())
    await asyncio.sleep(0)
    closing.cancel()
    await asyncio.gather(closing, return_exceptions=True)
    await sandbox.aclose()  # waits for what goes on
    assert len(watched.started) == 3
    assert watched.not_reaped() == []
