"""Our side of one sandboxed process: it gets one job, and is ended."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import math
import secrets
import struct
import subprocess
import time
from typing import Any

import orjson

from charter.sandbox.demotion import LongJob, below, confine, put_aside, put_first
from charter.sandbox.jobs import EgressAnswer, EgressRefused, EgressRequest, Failure, Job, Outcome, Stopped
from charter.sandbox.launching import Started
from charter.sandbox.processes import Processes

# Reading a frame's object takes this process time, and all tenants wait meanwhile: it is small; the bytes are not read.
_LARGEST_OBJECT_BYTES, _LARGEST_CONTENT_BYTES = 64 << 10, 8 << 20
_DEEPEST = 64
_QUICK_REQUESTS, _BETWEEN_S = 100, 0.01
_DEMOTED_EVERY_S = 0.5
LONG_S = 0.02
"""What a job may run on the kept cores."""
_KILLED_FOR_CPU = {152, 137, -24, -9}
_WORDS: dict[Stopped, str] = {
    "wall": "It was stopped after {wall:g} s on the clock; do less, or raise limits.wall_s.",
    "cpu": "It used {cpu:g} s of a processor and was stopped; do less, or raise limits.cpu_s.",
    "memory": "It needed more than {memory} MB of memory; hold less at once, or raise limits.memory_mb.",
    "output": "It printed or returned more than {output} kB; return less, or raise limits.output_kb.",
    "disk": "It wrote more than {disk} MB to /tmp; write less, or raise limits.disk_mb.",
    "crashed": "Its process ended without an answer ({status}).",
}


class WorkerLost(Exception):
    """The process ended before it could take a job; the text is what it said."""


class Worker:
    """One started process."""

    def __init__(
        self, processes: Processes, started: Started, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.started = started
        self._processes, self._reader, self._writer = processes, reader, writer
        self._inner = 0
        self._demotion: asyncio.TimerHandle

    @classmethod
    async def of(cls, processes: Processes, started: Started, *, ready_within_s: float) -> Worker:
        """Return the worker once its process waits for a job; it ends the process when that does not come about.

        Raises:
            WorkerLost: it ended, or took too long.
        """
        try:
            reader, writer = await connection(started)
        except BaseException:
            processes.end(started)
            raise
        worker = cls(processes, started, reader, writer)
        try:
            async with asyncio.timeout(ready_within_s):
                await worker._frame()
            started.ready = True
            *_, worker._inner = below(started.process.pid)
            confine(worker._inner)
        except (TimeoutError, asyncio.IncompleteReadError, OSError, ValueError) as error:
            started.kill()
            try:
                said = await asyncio.get_running_loop().run_in_executor(None, _last_words, started)
            finally:
                worker.end()
            raise WorkerLost(said or f"it did not start within {ready_within_s:g} s") from error
        except BaseException:
            worker.end()
            raise
        return worker

    @property
    def alive(self) -> bool:
        """True while its process runs."""
        return self.started.process.poll() is None and not self._reader.at_eof()

    def end(self) -> None:
        """End the process."""
        self._processes.end(self.started)
        self._writer.close()

    async def run(self, job: Job, first_s: float = LONG_S) -> Outcome:
        """Run a job and end the process; never raises for what the code did.

        Args:
            first_s: how long it may use the kept cores, before it goes on after everything else on the shared ones.
        """
        began, nonce = time.monotonic(), secrets.token_hex(16)
        said: dict[str, Any] | None = None
        content, failure = b"", None
        if first_s > 0:
            put_first(self._inner)
        self._demotion = asyncio.get_running_loop().call_later(first_s or LONG_S, self._demote, None)
        try:
            async with asyncio.timeout(job.limits.wall_s):
                await self._send(_asked(job, nonce))
                said, content = await self._answer(job, nonce)
        except TimeoutError:
            failure = stopped("wall", job)
        except (asyncio.IncompleteReadError, OSError):
            failure = await self._death(job)
        except (ValueError, KeyError, TypeError, RecursionError):
            failure = Failure("result", "What it answered was no answer; it may have written to the channel itself.")
        finally:
            self._demotion.cancel()
            put_aside(self._inner)
            self.end()
        wall_ms = (time.monotonic() - began) * 1000
        if said is None or failure is not None:
            return Outcome(None, failure, "", wall_ms)
        return _outcome(job, said, content, wall_ms)

    def _demote(self, job: LongJob | None) -> None:
        job = job or LongJob(self.started.process.pid)
        job.makes_room()
        self._demotion = asyncio.get_running_loop().call_later(_DEMOTED_EVERY_S, self._demote, job)

    async def _answer(self, job: Job, nonce: str) -> tuple[dict[str, Any], bytes]:
        """Return the result's frame, answering requests to hosts before it: many of them slower, so others come by."""
        for number in itertools.count():
            frame, content = await self._frame()
            if "egress" not in frame:
                break
            await self._send(*await _fetched(job, frame["egress"], content))
            await asyncio.sleep(0 if number < _QUICK_REQUESTS else _BETWEEN_S)
        if not secrets.compare_digest(str(frame.get("nonce")), nonce):
            raise ValueError("a result without this call's nonce")
        return frame, content

    async def _death(self, job: Job) -> Failure:
        """Return why the process ended by itself."""
        status = await asyncio.get_running_loop().run_in_executor(None, _status_of, self.started)
        if status in _KILLED_FOR_CPU and not self.started.killed:
            return stopped("cpu", job)
        return stopped("crashed", job, status=f"status {status}")

    async def _send(self, document: dict[str, Any], content: bytes = b"") -> None:
        payload = orjson.dumps(document)
        self._writer.write(struct.pack(">II", len(payload), len(content)) + payload + content)
        await self._writer.drain()

    async def _frame(self) -> tuple[dict[str, Any], bytes]:
        """Return an object and the bytes that follow it."""
        length, content_length = struct.unpack(">II", await self._reader.readexactly(8))
        if length > _LARGEST_OBJECT_BYTES or content_length > _LARGEST_CONTENT_BYTES:
            raise ValueError("a frame larger than any answer")
        frame = orjson.loads(await self._reader.readexactly(length))
        if not isinstance(frame, dict):
            raise TypeError("a frame that is no object")
        return frame, await self._reader.readexactly(content_length)


async def connection(started: Started, *, limit: int = 1 << 20) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Return the streams of a process's socket, which is closed when that fails."""
    socket = started.take_socket()
    try:
        return await asyncio.open_connection(sock=socket, limit=limit)
    except BaseException:
        socket.close()
        raise


def stopped(kind: Stopped, job: Job, status: str = "") -> Failure:
    """Return the failure of a job that a limit ended."""
    limits = job.limits
    message = _WORDS[kind].format(
        wall=limits.wall_s,
        cpu=math.ceil(limits.cpu_s),
        memory=limits.memory_bytes >> 20,
        output=limits.output_bytes >> 10,
        disk=limits.disk_bytes >> 20,
        status=status,
    )
    return Failure(kind, message)


def _asked(job: Job, nonce: str) -> dict[str, Any]:
    limits = job.limits
    return {
        "nonce": nonce,
        "code": job.code,
        "entry": job.entry,
        "is_class": job.is_class,
        "input": job.arguments,
        "limits": {
            "cpu_s": limits.cpu_s,
            "memory_bytes": limits.memory_bytes,
            "disk_bytes": limits.disk_bytes,
            "output_bytes": limits.output_bytes,
        },
    }


async def _fetched(job: Job, asked: Any, body: bytes) -> tuple[dict[str, Any], bytes]:
    if job.egress is None:
        return {"refused": "This tool may reach no hosts: name them in its settings."}, b""
    method, url, headers = asked
    pairs = [(str(name), str(value)) for name, value in headers]
    try:
        answer: EgressAnswer = await job.egress(EgressRequest(str(method), str(url), pairs, body))
    except EgressRefused as refused:
        return {"refused": str(refused)}, b""
    return {"status": answer.status, "reason": answer.reason, "headers": answer.headers}, answer.body


def _outcome(job: Job, said: dict[str, Any], content: bytes, wall_ms: float) -> Outcome:
    """Return what a frame says, believing nothing of it."""
    size = said.get("printed_bytes")
    size = size if isinstance(size, int) and 0 <= size <= len(content) else 0
    printed = content[:size][: job.limits.output_bytes].decode("utf-8", "replace")
    cpu, memory = said.get("cpu_ms"), said.get("memory_kb")
    used = (
        float(cpu) if isinstance(cpu, int | float) else None,
        int(memory) if isinstance(memory, int) else None,
    )
    error = said.get("error")
    if isinstance(error, dict):
        return Outcome(None, _failure(job, error), printed, wall_ms, *used)
    text = content[size:]
    if len(text) > job.limits.output_bytes:
        return Outcome(None, stopped("output", job), printed, wall_ms, *used)
    try:
        result = orjson.loads(text)
    except orjson.JSONDecodeError as wrong:
        message = f"The result is no JSON: {wrong}."
        return Outcome(None, Failure("result", message), printed, wall_ms, *used)
    if _depth_beyond(result, _DEEPEST):
        return Outcome(None, Failure("result", f"It is nested more than {_DEEPEST} deep."), printed, wall_ms, *used)
    return Outcome(result, None, printed, wall_ms, *used)


def _failure(job: Job, error: dict[str, Any]) -> Failure:
    line = error.get("line")
    at = line if isinstance(line, int) and 0 < line < 1_000_000 else None
    match error.get("kind"):
        case "memory" | "output" | "disk" as kind:
            return stopped(kind, job)
        case "result":
            return Failure("result", f"The result is no JSON: {error.get('message', '')}"[:4_000])
        case _:
            return Failure("raised", str(error.get("message", ""))[:4_000], str(error.get("type", ""))[:200], at)


def _depth_beyond(value: Any, allowed: int) -> bool:
    level = [value]
    for _ in range(allowed):
        level = [
            inner
            for item in level
            if isinstance(item, dict | list)
            for inner in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return False
    return any(isinstance(item, dict | list) for item in level)


def _status_of(started: Started) -> int:
    """Return the exit status of a process whose end of the socket is closed; 0 when it lingers."""
    try:
        return started.process.wait(timeout=1)
    except subprocess.TimeoutExpired:
        return 0  # its owner ends it


def _last_words(started: Started) -> str:
    """Return what an ended process wrote to standard error."""
    with contextlib.suppress(OSError, ValueError):
        if started.process.stderr is not None:
            said = started.process.stderr.read(2_000)
            return said.decode("utf-8", "replace").strip()
    return ""
