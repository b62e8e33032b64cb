"""What the reference scripts share: one line of JSON in (``case, runs, at_once``), one out (``cpu_ms, seconds``).

It runs in a reference's own environment, so it imports nothing of Charter.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

import uvloop

RunOne = Callable[[dict[str, Any]], Awaitable[str]]


async def _measure(run_one: RunOne, question: dict[str, Any]) -> dict[str, Any]:
    left, case = question["runs"], question["case"]

    async def work() -> None:
        nonlocal left
        while left > 0:
            left -= 1
            text = await run_one(case)
            if case["answer"] not in text:
                raise RuntimeError(f"no {case['answer']!r} in the answer: {text!r}")

    gc.collect()
    began, cpu = time.perf_counter(), time.process_time()
    async with asyncio.TaskGroup() as group:
        for _ in range(question["at_once"]):
            group.create_task(work())
    return {
        "cpu_ms": (time.process_time() - cpu) * 1000 / question["runs"],
        "seconds": time.perf_counter() - began,
    }


async def _serve(run_one: RunOne) -> None:
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        try:
            answer = await _measure(run_one, json.loads(line))
        except* Exception as errors:  # noqa: BLE001 - the benchmark reports whatever it was
            answer = {"error": repr(errors.exceptions[0])}
        print(json.dumps(answer), flush=True)


def serve(run_one: RunOne) -> None:
    """Answer the benchmark until it closes our input; everything happens on one event loop, as in a server."""
    print("ready", flush=True)
    uvloop.run(_serve(run_one))


def calculate(expression: str) -> str:
    """Return the value of ``A*B``."""
    left, _, right = expression.partition("*")
    return str(int(left) * int(right))
