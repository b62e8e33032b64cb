"""``python -m benchmarks tools``: what a sandboxed call costs, and how much hostile neighbours slow it down.

A p95 of few calls moves by itself. So calls alone and calls beside a neighbour take turns in short windows, a figure is
of all calls of its windows, and one neighbour is nobody at all: what moves there is the machine. On a virtual
machine whose host gives its processors to others now and then, a pair of windows in which it did is measured again.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from itertools import chain, cycle
from pathlib import Path

from benchmarks.measure import quantile
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
_CALLS, _PAUSE_S = 40, 0.16  # of two tenants in turns: more often, and the honest ones would be hasty themselves
_AT_ONCE = 2
_MOST_STOLEN, _TRIES = 0.03, 3  # of the time of one processor

Run = Callable[[Job], Awaitable[Outcome]]


async def _milliseconds(run: Run, job: Job, calls: int, pause_s: float) -> list[float]:
    spent = []
    for _, owner in zip(range(calls), cycle(("honest", "as honest")), strict=False):
        await asyncio.sleep(pause_s)  # a call in a while: workers are started again in between
        began = time.perf_counter()
        outcome = await run(replace(job, owner=owner))
        spent.append((time.perf_counter() - began) * 1000)
        if outcome.result != 42:
            raise RuntimeError(f"an honest call went wrong: {outcome.failure}")
    return spent


def _stolen_s() -> float:
    """Return for how long the host of this virtual machine has given its processors to others; 0 where none tells."""
    with contextlib.suppress(OSError, IndexError, ValueError):
        return int(Path("/proc/stat").read_text().split("\n", 1)[0].split()[8]) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _told(name: str, windows: list[list[float]]) -> str:
    p50 = quantile([*chain(*windows)], 0.5)
    return f"{name:40} p50 {p50:6.2f} ms   p95 {_p95(windows):6.2f} ms"


def _p95(windows: list[list[float]]) -> float:
    return quantile([*chain(*windows)], 0.95)


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
        alone, beside, again = [], [], 0
        for _ in range(windows):  # turn by turn: what else this machine does hits both
            for _ in range(_TRIES):
                began, stolen_s = time.monotonic(), _stolen_s()
                async with _beside(run, None):
                    here = await _milliseconds(run, _HONEST, _CALLS, _PAUSE_S)
                async with _beside(run, code):
                    there = await _milliseconds(run, _HONEST, _CALLS, _PAUSE_S)
                if _stolen_s() - stolen_s <= _MOST_STOLEN * (time.monotonic() - began):
                    break
                again += 1
            alone.append(here)
            beside.append(there)
        moved = _p95(beside) / _p95(alone) - 1
        taken = f", time taken by the host {again} times" if again else ""
        print(_told(f"{what}, alone, in turns with {name}", alone))
        print(_told(f"{what}, beside {name}", beside), f"  p95 moved {moved:+.0%}{taken}", flush=True)


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
