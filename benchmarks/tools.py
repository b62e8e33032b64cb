"""``python -m benchmarks tools``: what a sandboxed call costs, and how much hostile neighbours slow it down."""

from __future__ import annotations

import asyncio
import time

from charter.sandbox.jobs import Job, JobLimits
from charter.sandbox.sandbox import Sandbox

_HONEST = Job("def double(number):\n    return 2 * number\n", "double", {"number": 21}, owner="honest")
_OTHER_DISK = JobLimits(disk_bytes=8 << 20)
_COLD = Job(_HONEST.code, "double", {"number": 21}, limits=_OTHER_DISK)  # no waiting worker has this shape
_HOSTILE = {
    "a loop": "def f():\n    while True: pass\n",
    "memory": "def f():\n    kept = []\n    while True: kept.append(bytearray(1 << 20))\n",
    "printing": "def f():\n    while True: print('x' * 1000)\n",
    "threads": "import threading\ndef f():\n    def loop():\n        while True: pass\n"
    "    for _ in range(8): threading.Thread(target=loop, daemon=True).start()\n    loop()\n",
}
_CALLS, _PAUSE_S, _WINDOWS = 60, 0.3, 3


async def _milliseconds(
    sandbox: Sandbox, job: Job, calls: int, pause_s: float, *, is_transform: bool = False
) -> list[float]:
    spent = []
    for _ in range(calls):
        await asyncio.sleep(pause_s)  # a call in a while: workers are started again in between
        began = time.perf_counter()
        outcome = await (sandbox.transform(job) if is_transform else sandbox.run(job))
        spent.append((time.perf_counter() - began) * 1000)
        if outcome.result != 42:
            raise RuntimeError(f"an honest call went wrong: {outcome.failure}")
    return sorted(spent)


def _told(name: str, spent: list[float]) -> str:
    return f"{name:34} p50 {spent[len(spent) // 2]:7.2f} ms   p95 {spent[int(len(spent) * 0.95)]:7.2f} ms"


async def _attacked(sandbox: Sandbox, code: str) -> None:
    job = Job(code, "f", {}, limits=JobLimits(wall_s=2, cpu_s=2), owner="hostile")
    while True:
        await sandbox.run(job)


async def main() -> None:
    sandbox = Sandbox(waiting=4)
    print((await sandbox.state()).detail)
    await sandbox.warm_up()
    print(_told("cold (a process of its own shape)", await _milliseconds(sandbox, _COLD, 30, 0)))
    print(_told("warm (a waiting process)", await _milliseconds(sandbox, _HONEST, _CALLS, _PAUSE_S)))
    print(_told("one after the other (full tier)", await _milliseconds(sandbox, _HONEST, _CALLS, 0)))
    print(_told("one after the other (transform)", await _milliseconds(sandbox, _HONEST, 300, 0, is_transform=True)))
    for name, code in _HOSTILE.items():
        alone, beside = [], []
        for _ in range(_WINDOWS):  # turn by turn: what else this machine does hits both
            alone += await _milliseconds(sandbox, _HONEST, _CALLS // _WINDOWS, _PAUSE_S)
            attack = asyncio.create_task(_attacked(sandbox, code))
            await asyncio.sleep(0.3)
            beside += await _milliseconds(sandbox, _HONEST, _CALLS // _WINDOWS, _PAUSE_S)
            attack.cancel()
            await asyncio.gather(attack, return_exceptions=True)
        alone.sort()
        beside.sort()
        print(_told(f"warm, alone, before {name}", alone))
        moved = beside[int(len(beside) * 0.95)] / alone[int(len(alone) * 0.95)] - 1
        print(_told(f"warm, beside {name}", beside), f"  p95 moved {moved:+.0%}")
    await sandbox.aclose()
