"""Lowering the priority of jobs that go on for long: short ones, whoever's they are, go before them."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def demote(process_id: int) -> None:
    """Let a process and all below it, thread by thread, use only what is idle; what has ended is passed over."""
    waiting = [process_id]
    while waiting:
        tasks = Path(f"/proc/{waiting.pop()}/task")
        with contextlib.suppress(OSError):
            for task in tasks.iterdir():
                with contextlib.suppress(OSError):
                    os.sched_setscheduler(int(task.name), os.SCHED_IDLE, os.sched_param(0))
                    waiting += map(int, (task / "children").read_text().split())
