"""Lowering the priority of jobs that go on for long: short ones, whoever's they are, go before them."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

_LOWER = 10  # a tenth of the share of others; lower still, and honest long jobs would starve on a busy machine


def demote(process_id: int) -> None:
    """Lower the priority of a process and all below it, thread by thread; what has ended is passed over."""
    waiting = [process_id]
    while waiting:
        tasks = Path(f"/proc/{waiting.pop()}/task")
        with contextlib.suppress(OSError):
            for task in tasks.iterdir():
                with contextlib.suppress(OSError):
                    os.setpriority(os.PRIO_PROCESS, int(task.name), _LOWER)
                    waiting += map(int, (task / "children").read_text().split())
