"""The sandbox of a process: tested when it starts, with workers that wait for their one job."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path

from charter.sandbox import probing, programs, seccomp
from charter.sandbox.allowances import Allowances
from charter.sandbox.demotion import Standing, demote
from charter.sandbox.errors import SandboxUnavailable
from charter.sandbox.interpreter import Launcher, find_launcher
from charter.sandbox.jobs import Job, Outcome
from charter.sandbox.launching import Box, Started, start
from charter.sandbox.processes import Processes
from charter.sandbox.programs import Program, RunningProgram
from charter.sandbox.slots import Slots
from charter.sandbox.transforms import Transforms
from charter.sandbox.worker import LONG_S, Worker, WorkerLost

_READY_WITHIN_S = 15.0
_HASTE_S = 0.25
_TEST_AGAIN_AFTER_S = 60.0
_IN_ITS_SESSION_S = 0.02
# Starting a process keeps this one busy for some milliseconds: whoever waits for an answer has it by then.
_AFTER_ANSWER_S = 0.01


@dataclass(frozen=True, slots=True)
class SandboxState:
    """Whether foreign code can run here, and why not."""

    available: bool
    detail: str


class Sandbox:
    """Runs foreign code. One per process.

    Args:
        waiting: how many workers are kept started; each takes about 12 MB.
        at_once: how many jobs of 256 MB run side by side; others wait for their turn.
        packages: a folder with modules that foreign code may import.
    """

    def __init__(self, *, waiting: int = 2, at_once: int = 8, packages: Path | None = None) -> None:
        self._waiting_wanted = waiting
        self._box = Box(packages=packages)
        self._slots = Slots(at_once)
        self._allowances = Allowances()
        self._called: dict[Hashable, float] = {}
        self._processes = Processes()
        self._waiting: deque[Worker] = deque()
        self._filling: dict[Standing, asyncio.Task[None]] = {}
        self._launcher: Launcher | None = None
        self._tested: asyncio.Task[SandboxState] | None = None
        self._test_again_at = float("inf")
        self._closed = False
        self._transforms = Transforms(self.start_program, self._allowances)

    async def state(self) -> SandboxState:
        """Return whether foreign code can run here: tested by trying what must not work, again only after a failure."""
        if self._tested is None or (time.monotonic() > self._test_again_at and self._tested.done()):
            self._test_again_at = float("inf")
            self._tested = asyncio.create_task(self._test())
        state = await asyncio.shield(self._tested)
        if not state.available and self._test_again_at == float("inf"):
            self._test_again_at = time.monotonic() + _TEST_AGAIN_AFTER_S
        return state

    async def warm_up(self) -> None:
        """Test the sandbox and start the workers that wait."""
        if (await self.state()).available:
            await self._fill(Standing.SHARED, self._waiting_wanted)

    async def run(self, job: Job) -> Outcome:
        """Run a job in a process of its own; never raises for what its code did.

        Raises:
            SandboxUnavailable: there is no sandbox here, so nothing runs.
        """
        state = await self.state()
        if not state.available:
            raise SandboxUnavailable(state.detail)
        async with self._slots.taken(job.owner, job.limits.memory_bytes):
            try:
                worker = await self._take(job)
            except (OSError, WorkerLost) as error:
                raise SandboxUnavailable(probing.advice(str(error))) from error
            try:
                return await self._ran(worker, job)
            finally:
                asyncio.get_running_loop().call_later(_AFTER_ANSWER_S, self._refill)

    async def python(self) -> Path:
        """Return the Python that programs in the sandbox can run; it sees none of its packages by itself.

        Raises:
            SandboxUnavailable: there is no sandbox here.
        """
        state = await self.state()
        if not state.available or self._launcher is None:
            raise SandboxUnavailable(state.detail)
        return self._launcher.python

    async def transform(self, job: Job) -> Outcome:
        """Run a pure function over JSON in the second tier; never raises for what its code did.

        Raises:
            SandboxUnavailable: there is no sandbox or no Monty here, so nothing runs.
        """
        async with self._slots.taken(job.owner, job.limits.memory_bytes):
            return await self._transforms.run(job)

    async def start_program(self, program: Program) -> RunningProgram:
        """Start a program that goes on until it is closed, as untrusted as any job.

        Raises:
            SandboxUnavailable: there is no sandbox here, or it does not start.
        """
        state = await self.state()
        launcher = self._launcher
        if not state.available or launcher is None:
            raise SandboxUnavailable(state.detail)
        try:
            started = await self._processes.start(lambda: programs.start(launcher, program))
            _demote_soon(started, program.standing)
            return await RunningProgram.of(self._processes, started, program)
        except OSError as error:
            raise SandboxUnavailable(probing.advice(str(error))) from error

    async def aclose(self) -> None:
        """End all that runs."""
        self._closed = True
        try:
            for task in (self._tested, *self._filling.values()):
                if task is not None:
                    task.cancel()
                    await asyncio.gather(task, return_exceptions=True)
            for worker in self._waiting:
                worker.end()
            self._waiting.clear()
            await self._transforms.aclose()
        finally:
            await self._processes.aclose()

    async def _test(self) -> SandboxState:
        if not seccomp.supported():
            return SandboxState(False, "no seccomp filter for this kind of machine")
        try:
            self._launcher = await self._processes.in_thread(find_launcher)
            worker = await self._start(self._box)
            outcome = await worker.run(Job(probing.CODE, probing.ENTRY, {}))
        except SandboxUnavailable as error:
            return SandboxState(False, str(error))
        except (OSError, WorkerLost) as error:
            return SandboxState(False, probing.advice(str(error)))
        return SandboxState(*probing.verdict(outcome))

    async def _ran(self, worker: Worker, job: Job) -> Outcome:
        first_s = self._allowances.take(job.owner, LONG_S)
        outcome = await worker.run(job, first_s)
        self._allowances.spend(job.owner, min(0.0, outcome.wall_ms / 1000 - first_s))
        return outcome

    async def _take(self, job: Job) -> Worker:
        """Return a worker that waits, or a new one.

        Whoever calls all the time, or has used up its time, leaves half of those that wait to others.
        """
        standing = self._allowances.standing_of(job.owner)
        hasty = self._is_hasty(job.owner) or standing is not Standing.ANYWHERE
        leaves = self._waiting_wanted // 2 if hasty else 0
        if job.limits.disk_bytes != self._box.disk_bytes:
            return await self._started_for(job, Box(job.limits.disk_bytes, self._box.packages), standing)
        while len(self._waiting) > leaves:
            worker = self._waiting.popleft()
            if worker.alive:
                return worker
            worker.end()
        return await self._started_for(job, self._box, standing)

    async def _started_for(self, job: Job, box: Box, standing: Standing) -> Worker:
        """Start a worker that a call waits for: its owner's allowance pays for it."""
        self._allowances.pay_for_start(job.owner, standing)
        return await self._start(box, standing)

    def _is_hasty(self, owner: Hashable) -> bool:
        """Return whether an owner called a moment ago; of the others, nothing is remembered."""
        now = time.monotonic()
        before = self._called.pop(owner, 0.0)
        self._called[owner] = now
        while next(iter(self._called.values())) < now - _HASTE_S:
            del self._called[next(iter(self._called))]
        return before > now - _HASTE_S

    async def _start(self, box: Box, standing: Standing = Standing.ANYWHERE, *, warm: bool = False) -> Worker:
        launcher = self._launcher
        if launcher is None:
            raise SandboxUnavailable("the sandbox was not tested")
        started = await self._processes.start(lambda: start(launcher, box, warm=warm, standing=standing))
        _demote_soon(started, standing)
        return await Worker.of(self._processes, started, ready_within_s=_READY_WITHIN_S)

    def _refill(self) -> None:
        """Have workers started until enough wait.

        Who is hasty leaves half of them, so fewer wait only when others took them: these are made up for on all cores,
        beside what is being started on the shared ones.
        """
        for standing, enough in (
            (Standing.ANYWHERE, self._waiting_wanted // 2),
            (Standing.SHARED, self._waiting_wanted),
        ):
            filling = self._filling.get(standing)
            if not self._closed and len(self._waiting) < enough and (filling is None or filling.done()):
                self._filling[standing] = asyncio.create_task(self._fill(standing, enough))

    async def _fill(self, standing: Standing, enough: int) -> None:
        """Start workers, one after the other, until enough wait."""
        with contextlib.suppress(OSError, WorkerLost):  # the next call starts its own, and says what is wrong
            while not self._closed and len(self._waiting) < enough:
                self._waiting.append(await self._start(self._box, standing, warm=True))


def _demote_soon(started: Started, standing: Standing) -> None:
    """Demote once more what bubblewrap has put into a session of its own by then, whose priority is another's."""
    if standing is Standing.LOWER:
        asyncio.get_running_loop().call_later(_IN_ITS_SESSION_S, demote, started.process.pid)
