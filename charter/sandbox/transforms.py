"""The second tier: pure functions over JSON in the Monty interpreter, inside the same walls as everything else.

A process of Monty's own program serves the calls of one owner, one after the other, each in a session of its own; it
is ended when anything is wrong with it, after a number of calls, or when another owner needs its place. What the code
may do is bounded twice: by Monty (time, memory, recursion; no files, network or modules) and by the sandbox around it.
"""

from __future__ import annotations

import asyncio
import json
import math
import sysconfig
import time
from collections.abc import Awaitable, Callable, Hashable
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path

from charter.sandbox import monty
from charter.sandbox.allowances import Allowances
from charter.sandbox.errors import SandboxUnavailable
from charter.sandbox.jobs import Failure, Job, Outcome
from charter.sandbox.monty import Event, WireBroken
from charter.sandbox.programs import Program, RunningProgram
from charter.sandbox.worker import LONG_S, stopped

MODULES = frozenset({"json", "re", "math", "datetime", "decimal", "hashlib", "typing", "dataclasses"})
"""What such code can import."""

_PROCESS_BYTES = 512 << 20
_MOST_MEMORY_BYTES = 256 << 20
_RECURSION = 200
_LARGEST_FRAME_BYTES = 8 << 20
_MOST_SUSPENSIONS = 100
_AT_A_TIME = 8
_MOST_CALLS, _MOST_RAN_MS = 1_000, 300_000
_MOST_RESTING = 4
_BEGIN_S = 15.0
_CALL = "import json as _json\n_json.dumps({entry}(**_json.loads({arguments})))"

StartProgram = Callable[[Program], Awaitable[RunningProgram]]


def find_program() -> Path | None:
    """Return Monty's program, None where it is not installed."""
    found = Path(sysconfig.get_path("scripts")) / "monty"
    return found if found.is_file() else None


@dataclass(slots=True)
class _Said:
    """What came of feeding code: the last event, and what was printed before it."""

    event: Event
    content: bytes
    ran_ms: float
    printed: list[str] = field(default_factory=list)


class _TooMuchOutput(Exception):
    """It printed more than it may."""


class _Process:
    """One process; whoever holds it is its only user."""

    def __init__(self, program: RunningProgram) -> None:
        self.program, self.calls, self.ran_ms = program, 0, 0.0

    async def ask(self, request: bytes, *, output_bytes: int) -> _Said:
        """Send a request and return how it ended.

        Raises:
            WireBroken, ValueError, OSError: the process cannot be gone on with.
        """
        printed: list[str] = []
        frame, left = monty.framed(request), output_bytes
        for _ in range(_MOST_SUSPENSIONS):
            again: bytes | None = None
            async with aclosing(self.program.exchange(frame, most_bytes=_LARGEST_FRAME_BYTES)) as messages:
                async for message in messages:
                    event, content, ran_ms = monty.event(message)
                    if event is Event.PRINT:
                        if len(printed) % _AT_A_TIME == 0:
                            await asyncio.sleep(0)  # they may all be here: others come by meanwhile
                        printed.append(monty.printed(content))
                        left -= len(printed[-1].encode())
                        if left < 0:
                            raise _TooMuchOutput
                        continue
                    again = _answer(event, content)
                    break
            if again is None:
                return _Said(event, content, ran_ms, printed)
            frame = monty.framed(again)
        raise WireBroken("it asked for too much")


def _answer(event: Event, content: bytes) -> bytes | None:
    """Return what is answered to code that wants something from outside: nothing there is."""
    match event:
        case Event.NAME_LOOKUP:
            return monty.NO_SUCH_NAME
        case Event.OS_CALL:
            return monty.not_handled(content)
        case Event.FUNCTION_CALL:
            return monty.no_such_function(content)
        case Event.FUTURES | Event.FATAL:
            raise WireBroken(f"it sent {event.name}")
        case _:
            return None


class Transforms:
    """Runs pure functions. One per sandbox."""

    def __init__(self, start: StartProgram, allowances: Allowances) -> None:
        self._start, self._program, self._allowances = start, find_program(), allowances
        self._resting: list[tuple[Hashable, _Process]] = []
        self._closed = False

    async def run(self, job: Job) -> Outcome:
        """Run a job; never raises for what its code did.

        Raises:
            SandboxUnavailable: there is no Monty here, or it does not start.
        """
        process = await self._taken(job)
        first_s = self._allowances.take(job.owner, LONG_S)
        began, whole = time.perf_counter(), False
        try:
            with process.program.at_work(first_s):
                async with asyncio.timeout(job.limits.wall_s):
                    outcome = await self._ran(process, job, began)
            whole = True
            return outcome
        except TimeoutError:
            return Outcome(None, stopped("wall", job), "", _ms(began))
        except _TooMuchOutput:
            return Outcome(None, stopped("output", job), "", _ms(began))
        except (WireBroken, ValueError, OSError) as error:
            return Outcome(None, stopped("crashed", job, str(error)), "", _ms(began))
        finally:
            self._allowances.spend(job.owner, min(0.0, time.perf_counter() - began - first_s))
            await self._given_back(job.owner, process, whole=whole)

    async def aclose(self) -> None:
        """End all processes that rest."""
        self._closed = True
        resting, self._resting = self._resting, []
        for _, process in resting:
            await process.program.aclose()

    async def _ran(self, process: _Process, job: Job, began: float) -> Outcome:
        limits = job.limits
        process.program.forget_memory()
        said = await process.ask(monty.feed(f"{job.code}\nNone"), output_bytes=limits.output_bytes)
        printed, ran_ms = said.printed, said.ran_ms
        if said.event is Event.COMPLETE:
            arguments = json.dumps(json.dumps(job.arguments))
            call = monty.feed(_CALL.format(entry=job.entry, arguments=arguments))
            left = limits.output_bytes - sum(len(text.encode()) for text in printed)
            said = await process.ask(call, output_bytes=left)
            printed, ran_ms = printed + said.printed, said.ran_ms
        result, failure = _read(said, job)
        process.ran_ms += ran_ms
        await _require(process, monty.RESET)
        memory_kb = process.program.most_memory_kb()
        return Outcome(result, failure, "".join(printed), _ms(began), round(ran_ms, 3), memory_kb)

    async def _taken(self, job: Job) -> _Process:
        """Return a process with a session for a job: one that rests, else a new one."""
        while (process := self._rested(job.owner)) is not None:
            if await _begun(process, job):
                return process
        if self._program is None:
            raise SandboxUnavailable("transforms need pydantic-monty-runtime, which is not installed here")
        standing = self._allowances.standing_of(job.owner)
        self._allowances.pay_for_start(job.owner, standing)
        command = (str(self._program), "subprocess")
        program = Program(command, memory_bytes=_PROCESS_BYTES, disk_bytes=1 << 20, standing=standing)
        process = _Process(await self._start(program))
        if await _begun(process, job):
            return process
        raise SandboxUnavailable("Monty's program does not start in the sandbox")

    def _rested(self, owner: Hashable) -> _Process | None:
        for place, (of, process) in enumerate(self._resting):
            if of == owner:
                del self._resting[place]
                return process
        return None

    async def _given_back(self, owner: Hashable, process: _Process, *, whole: bool) -> None:
        process.calls += 1
        if not whole or self._closed or process.calls >= _MOST_CALLS or process.ran_ms > _MOST_RAN_MS:
            await process.program.aclose()
            return
        self._resting.append((owner, process))
        while len(self._resting) > _MOST_RESTING:
            _, oldest = self._resting.pop(0)
            await oldest.program.aclose()


async def _begun(process: _Process, job: Job) -> bool:
    """Begin a session; a process in which that does not work is ended."""
    memory = min(job.limits.memory_bytes, _MOST_MEMORY_BYTES)
    session = monty.configure(seconds=job.limits.cpu_s, memory_bytes=memory, recursion=_RECURSION)
    try:
        async with asyncio.timeout(_BEGIN_S):
            await _require(process, session)
    except (WireBroken, ValueError, OSError, TimeoutError):
        await process.program.aclose()
        return False
    except BaseException:
        await asyncio.shield(process.program.aclose())
        raise
    return True


async def _require(process: _Process, request: bytes) -> None:
    said = await process.ask(request, output_bytes=0)
    if said.event is not Event.OK:
        raise WireBroken(f"it answered {said.event.name}")


def _read(said: _Said, job: Job) -> tuple[object, Failure | None]:
    if said.event is Event.ERROR:
        return None, _failure(*monty.raised(said.content), job)
    text = monty.text_of(said.content) if said.event is Event.COMPLETE else None
    if text is None:
        return None, Failure("result", "It returned nothing that is JSON.")
    if len(text.encode()) > job.limits.output_bytes:
        return None, stopped("output", job)
    try:
        return json.loads(text, parse_constant=_no_constant), None
    except (ValueError, RecursionError) as error:
        return None, Failure("result", f"It returned what is no JSON: {error}.")


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def _failure(type_: str, message: str, line: int | None, job: Job) -> Failure:
    if type_ == "TimeoutError" and "time limit exceeded" in message:
        return stopped("cpu", job)
    if type_ == "MemoryError" and "memory limit exceeded" in message:
        return stopped("memory", job)
    return Failure("raised", message[:2_000], type_[:100], line)


def _ms(began: float) -> float:
    return math.ceil((time.perf_counter() - began) * 1e6) / 1000
