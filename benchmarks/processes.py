"""Processes that the benchmark starts, speaks to in lines, looks at, and stops by their id."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import psutil

ROOT = Path(__file__).parent.parent
_STOP_LIMIT_S = 10.0


class Child:
    """A process that says ``ready ...`` on its first line, then answers one line of JSON to each it is sent.

    It has a session of its own: Ctrl-C reaches the benchmark alone, which stops what it started.
    """

    def __init__(self, *command: str | Path) -> None:
        self._command = command
        self._process: asyncio.subprocess.Process | None = None
        self.greeting = ""

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=ROOT,
            start_new_session=True,
            limit=64 << 20,
        )
        line = await asyncio.wait_for(self._line(), 60)
        if not line.startswith("ready"):
            raise RuntimeError(f"{self._command} did not start: {line!r}")
        self.greeting = line.removeprefix("ready").strip()
        return self

    async def __aexit__(self, *_: object) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), _STOP_LIMIT_S)
        except TimeoutError:
            process.kill()
            await process.wait()

    async def ask(self, **question: Any) -> dict[str, Any]:
        """Send one question, return its answer."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(question).encode() + b"\n")
        await self._process.stdin.drain()
        answer: dict[str, Any] = json.loads(await self._line())
        if "error" in answer:
            raise RuntimeError(f"{self._command[-1]}: {answer['error']}")
        return answer

    async def _line(self) -> str:
        assert self._process is not None
        assert self._process.stdout is not None
        line = (await self._process.stdout.readline()).decode()
        if not line:
            raise RuntimeError(f"{self._command} ended with {await self._process.wait()}")
        return line


@dataclass(frozen=True)
class CpuTimes:
    """Seconds of CPU that the parts of an installation have used since they were started."""

    api: float
    worker: float
    postgres: float

    def since(self, earlier: CpuTimes) -> CpuTimes:
        """Return what was used in between."""
        return CpuTimes(self.api - earlier.api, self.worker - earlier.worker, self.postgres - earlier.postgres)


class Tree:
    """The processes of a running installation, told apart by what they run."""

    def __init__(self, supervisor_pid: int) -> None:
        self._root = psutil.Process(supervisor_pid)

    def _parts(self) -> dict[str, list[psutil.Process]]:
        parts: dict[str, list[psutil.Process]] = {"supervisor": [self._root]}
        for process in self._root.children(recursive=True):
            try:
                command = " ".join(process.cmdline())
            except psutil.NoSuchProcess:
                continue
            if "charter.api" in command:
                part = "api"
            elif "charter.worker" in command:
                part = "worker"
            elif "postgres" in command:
                part = "postgres"
            else:
                part = "other"
            parts.setdefault(part, []).append(process)
        return parts

    def cpu(self) -> CpuTimes:
        """Return the CPU time used so far; that of processes which have ended counts with their parent."""
        parts = self._parts()
        return CpuTimes(*(sum(map(_cpu_s, parts.get(part, []))) for part in ("api", "worker", "postgres")))

    def memory_mb(self) -> dict[str, float]:
        """Return the memory by part in MB: shared pages are divided among those who share them (PSS)."""
        return {
            part: round(sum(_pss_kb(process.pid) for process in processes) / 1024, 1)
            for part, processes in self._parts().items()
        }


def _cpu_s(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system + times.children_user + times.children_system)


def _pss_kb(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except FileNotFoundError:
        pass  # it ended meanwhile
    return 0


async def seconds_of(*command: str | Path) -> float:
    """Return how long a command takes."""
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL, cwd=ROOT
    )
    if code := await process.wait():
        raise RuntimeError(f"{command} ended with {code}")
    return time.perf_counter() - began


def leave_on_sigterm() -> None:
    """Treat SIGTERM as Ctrl-C, so that nothing is left running."""
    signal.signal(signal.SIGTERM, lambda *_: os.kill(os.getpid(), signal.SIGINT))
