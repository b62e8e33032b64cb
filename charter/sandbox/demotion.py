"""Where and how eagerly foreign code runs: short calls, whoever's they are, go before what goes on for long.

Two means, because neither does alone. *Cores*: one core at least is kept for short calls and for Charter itself, and
what goes on for long shares the others; that holds for an ordinary user too, and foreign code cannot undo it (the list
of system calls has no ``sched_setaffinity``). *Priority*, on the cores that are shared: a nice value, and that of the
process's session, because where the kernel groups processes by session (autogroup) a nice value counts inside of a
session only, and each sandbox is one. An ordinary user may set a session's ten times a second.
"""

from __future__ import annotations

import contextlib
import math
import os
from collections import deque
from collections.abc import Iterator
from enum import Enum
from functools import cache
from pathlib import Path

_LOWER = 5  # a third of the share of others; lower still, and honest long jobs would starve on a busy machine
_LOWEST, _STEP = 19, 1.25
_KEPT_OF = 4  # one core in four is kept for short calls, one at least


@cache
def all_cores() -> frozenset[int]:
    """Return the cores that this process may use."""
    return frozenset(os.sched_getaffinity(0))


@cache
def shared_cores() -> frozenset[int]:
    """Return those for what goes on for long; on a machine with one core that one: there, only priorities help."""
    cores = sorted(all_cores())
    kept = max(1, len(cores) // _KEPT_OF)
    return frozenset(cores[kept:] or cores)


def kept_cores() -> frozenset[int]:
    """Return those for short calls: not where something long runs, or they would wait for the end of its slice."""
    return all_cores() - shared_cores() or all_cores()


class Standing(Enum):
    """Where and how eagerly a process runs when it is started."""

    ANYWHERE = "on all cores"
    SHARED = "on the shared cores"
    LOWER = "on the shared cores, after others"


def stand(process_id: int, standing: Standing) -> None:
    """Give a process that was just started its standing; what it starts inherits it."""
    match standing:
        case Standing.SHARED:
            confine(process_id)
        case Standing.LOWER:
            demote(process_id)


def confine(process_id: int) -> None:
    """Let a process, its threads and what it starts run on the shared cores only; what has ended is passed over."""
    _place(process_id, shared_cores())


def put_first(process_id: int) -> None:
    """Let a process and its threads run on the cores kept for short calls."""
    _place(process_id, kept_cores())


def demote(process_id: int) -> None:
    """Confine a process and all below it, and lower their priority; what has ended is passed over.

    Said again, it counts the threads again: what they start in between inherits what they have.
    """
    own = os.getpriority(os.PRIO_PROCESS, 0)
    for process in reversed([*below(process_id)]):  # the innermost first: an ordinary user may set one session now
        confine(process)
        tasks = _tasks(process)
        # Each step takes a fifth of the weight: so many more steps for many threads that they have one's together.
        lower = own + _LOWER + math.ceil(math.log(max(len(tasks), 1), _STEP))
        for task in tasks:
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, task, min(lower, _LOWEST))
        with contextlib.suppress(OSError):  # no such grouping here, or set for another a moment ago
            Path(f"/proc/{process}/autogroup").write_text(str(_LOWER))


def below(process_id: int) -> Iterator[int]:
    """Yield a process and all that it started, the innermost last, and of several there the latest."""
    waiting = deque([process_id])
    while waiting:
        yield waiting[0]
        waiting += children_of(waiting.popleft())


def children_of(process_id: int) -> list[int]:
    """Return the processes that a process started, thread by thread; none when it has ended."""
    found: list[int] = []
    for task in _tasks(process_id):
        with contextlib.suppress(OSError):
            found += map(int, Path(f"/proc/{process_id}/task/{task}/children").read_text().split())
    return found


def _tasks(process_id: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(task.name) for task in Path(f"/proc/{process_id}/task").iterdir()]
    return []


def _place(process_id: int, cores: frozenset[int]) -> None:
    for task in _tasks(process_id):
        with contextlib.suppress(OSError):
            os.sched_setaffinity(task, cores)
