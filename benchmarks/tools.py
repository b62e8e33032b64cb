"""``python -m benchmarks tools``: what a sandboxed call costs, and how much hostile neighbours slow it down.

A p95 of sixty calls moves by itself. So calls alone and calls beside a neighbour take turns in short windows, a figure
is the median of its windows' figures, and one neighbour is nobody at all: what moves there is the machine.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from statistics import median

from charter.sandbox.jobs import Job, JobLimits, Outcome
from charter.sandbox.sandbox import Sandbox

_HONEST = Job("def double(number):\n    return 2 * number\n", "double", {"number": 21}, owner="honest")
_OTHER_DISK = JobLimits(disk_bytes=8 << 20)
_COLD = Job(_HONEST.code, "double", {"number": 21}, limits=_OTHER_DISK)  # no waiting worker has this shape
_LOOP = "def f():\n    while True: pass\n"
_PRINTING = "def f():\n    while True: print('x' * 1000)\n"
_HOSTILE = {
    "nothing": None,
    "a loop": _LOOP,
    "memory": "def f():\n    kept = []\n    while True: kept.append(bytearray(1 << 20))\n",
    "printing": _PRINTING,
    "threads": "import threading\ndef f():\n    def loop():\n        while True: pass\n"
    "    for _ in range(8): threading.Thread(target=loop, daemon=True).start()\n    loop()\n",
    "short calls": "def f():\n    return 1\n",
    "requests": "import json, os, socket, struct, threading\ndef f():\n"
    "    frame = json.dumps({'egress': ['GET', 'http://a.example/', []]}).encode()\n"
    "    frame = struct.pack('>II', len(frame), 0) + frame\n"
    "    channel = next(n for n in range(3, 999) if is_socket(n))\n"
    "    threading.Thread(target=lambda: [os.read(channel, 65536) for _ in iter(int, 1)], daemon=True).start()\n"
    "    while True: os.write(channel, frame * 1000)\n"
    "def is_socket(n):\n    try: return os.fstat(n).st_mode & 0o170000 == 0o140000\n    except OSError: return False\n",
}
_TRANSFORMS = {"nothing": None, "a loop": _LOOP, "printing": _PRINTING}
_CALLS, _PAUSE_S = 20, 0.3  # more often, and the honest one would be hasty itself
_AT_ONCE = 2

Run = Callable[[Job], Awaitable[Outcome]]


async def _milliseconds(run: Run, job: Job, calls: int, pause_s: float) -> list[float]:
    spent = []
    for _ in range(calls):
        await asyncio.sleep(pause_s)  # a call in a while: workers are started again in between
        began = time.perf_counter()
        outcome = await run(job)
        spent.append((time.perf_counter() - began) * 1000)
        if outcome.result != 42:
            raise RuntimeError(f"an honest call went wrong: {outcome.failure}")
    return sorted(spent)


def _p95(spent: list[float]) -> float:
    return spent[int(len(spent) * 0.95)]


def _told(name: str, windows: list[list[float]]) -> str:
    p50, p95 = median(spent[len(spent) // 2] for spent in windows), median(map(_p95, windows))
    return f"{name:40} p50 {p50:6.2f} ms   p95 {p95:6.2f} ms"


@contextlib.asynccontextmanager
async def _beside(run: Run, code: str | None) -> AsyncIterator[None]:
    """Have a hostile tenant call as often as it can, several calls at once; with no code, nobody."""

    async def attack(code: str) -> None:
        job = Job(code, "f", {}, limits=JobLimits(wall_s=2, cpu_s=2), owner="hostile")
        while True:
            await run(job)

    attacks = [asyncio.create_task(attack(code)) for _ in range(_AT_ONCE) if code is not None]
    await asyncio.sleep(0.3)
    try:
        yield
    finally:
        for task in attacks:
            task.cancel()
        await asyncio.gather(*attacks, return_exceptions=True)
        await asyncio.sleep(0.3)  # what they left is cleared away, and workers wait again


async def _attacked(run: Run, what: str, hostile: dict[str, str | None], windows: int) -> None:
    for name, code in hostile.items():
        alone, beside = [], []
        for _ in range(windows):  # turn by turn: what else this machine does hits both
            async with _beside(run, None):
                alone.append(await _milliseconds(run, _HONEST, _CALLS, _PAUSE_S))
            async with _beside(run, code):
                beside.append(await _milliseconds(run, _HONEST, _CALLS, _PAUSE_S))
        moved = [_p95(there) / _p95(here) - 1 for here, there in zip(alone, beside, strict=True)]
        print(_told(f"{what}, alone, in turns with {name}", alone))
        print(_told(f"{what}, beside {name}", beside), f"  p95 moved {median(moved):+.0%}", flush=True)


async def main(*, quick: bool = False) -> None:
    """Measure and print.

    Args:
        quick: three windows for each column instead of fifteen.
    """
    windows = 3 if quick else 15
    sandbox = Sandbox(waiting=4)
    print((await sandbox.state()).detail, f"load average {os.getloadavg()[0]:.1f}")
    await sandbox.warm_up()
    print(_told("cold (a process of its own shape)", [await _milliseconds(sandbox.run, _COLD, 30, 0.1)]))
    print(_told("warm (a waiting process)", [await _milliseconds(sandbox.run, _HONEST, 60, 0.3)]))
    print(_told("one after the other (full tier)", [await _milliseconds(sandbox.run, _HONEST, 60, 0)]))
    print(_told("one after the other (transform)", [await _milliseconds(sandbox.transform, _HONEST, 300, 0)]))
    await _attacked(sandbox.run, "warm", _HOSTILE, windows)
    await _attacked(sandbox.transform, "transform", _TRANSFORMS, windows)
    print(f"load average {os.getloadavg()[0]:.1f}")
    await sandbox.aclose()
