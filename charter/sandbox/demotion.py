"""Where and how eagerly foreign code runs: short calls, whoever's they are, go before what goes on for long.

Two means, because neither does alone. *Cores*: one core at least is kept for short calls and for Charter itself, and
what goes on for long shares the others; that holds for an ordinary user too, and foreign code cannot undo it (the list
of system calls has no ``sched_setaffinity``). *Priority*, on the cores that are shared: a nice value, and that of the
process's session, because where the kernel groups processes by session (autogroup) a nice value counts inside of a
session only, and each sandbox is one. An ordinary user may set a session's ten times a second.

Where sessions are weighed, a job that goes on for long runs as an idle task of little weight: who wakes up takes its
core at once, where it would wait for the end of a slice (up to 4 ms) otherwise, whatever the priorities. One that got
nearly nothing of a processor weighs more for a while.
"""

from __future__ import annotations

import contextlib
import math
import os
import time
from collections import deque
from collections.abc import Iterator
from enum import Enum
from functools import cache
from pathlib import Path

_LOWER = 5  # a third of the share of others; lower still, and honest long jobs would starve on a busy machine
_LOWEST, _STEP = 19, 1.25
_STARVED, _SOON_S = 0.1, 0.1  # who ran for less than that part of a time that is long enough to tell
_TICKS = os.sysconf("SC_CLK_TCK")
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


def put_aside(process_id: int) -> None:
    """Have the first thread of a process that is ended now end on the shared cores.

    That takes a core for some milliseconds, in which many kernels let no other have it.
    """
    with contextlib.suppress(OSError):
        os.sched_setaffinity(process_id, shared_cores())


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
        _weigh(process, _LOWER)


class LongJob:
    """A job that goes on for long: told again and again to make room."""

    def __init__(self, process_id: int) -> None:
        self._id = process_id
        self._at, (self._ran, _) = time.monotonic(), _seen(process_id)

    def makes_room(self) -> None:
        """Let everything else go before the job, but for a while as far as it needs to get on at all."""
        if not sessions_are_weighed():
            demote(self._id)
            return
        weight = _LOWER if self._starves() else _LOWEST
        for process in reversed([*below(self._id)]):
            confine(process)
            for task in _tasks(process):
                with contextlib.suppress(OSError):
                    os.sched_setscheduler(task, os.SCHED_IDLE, os.sched_param(0))
            _weigh(process, weight)

    def _starves(self) -> bool:
        """Return whether it wants to run, and hardly did since this was asked last."""
        at, (ran, wants) = time.monotonic(), _seen(self._id)
        passed, did = at - self._at, ran - self._ran
        self._at, self._ran = at, ran
        return wants and passed > _SOON_S and did < _STARVED * passed


@cache
def sessions_are_weighed() -> bool:
    """Return whether the kernel shares this process's cores out between sessions.

    It does when it was built and set so, unless this process is in a control group that has a share of its own.
    """
    try:
        if Path("/proc/sys/kernel/sched_autogroup_enabled").read_text().strip() != "1":
            return False
        groups = Path("/proc/self/cgroup").read_text().splitlines()
    except OSError:
        return False
    for _, controllers, path in (group.split(":", 2) for group in groups):
        if "cpu" in controllers.split(",") and path != "/":
            return False
        if not controllers and any((folder / "cpu.weight").exists() for folder in _folders_of(path)):
            return False
    return True


def _folders_of(path: str) -> list[Path]:
    folder = Path(f"/sys/fs/cgroup{path}")
    return [folder, *folder.parents]


def _seen(process_id: int) -> tuple[float, bool]:
    """Return for how many seconds all below a process ran, and whether any of it runs or would, if it had a core."""
    ran, wants = 0.0, False
    for process in below(process_id):
        for task in _tasks(process):
            with contextlib.suppress(OSError):
                # The name may hold anything; state is the first word behind it, then times at the 12th and 13th.
                words = Path(f"/proc/{process}/task/{task}/stat").read_text().rpartition(")")[2].split()
                ran += (int(words[11]) + int(words[12])) / _TICKS
                wants |= words[0] == "R"
    return ran, wants


def _weigh(process: int, nice: int) -> None:
    with contextlib.suppress(OSError):  # no such grouping here, or set for another a moment ago
        Path(f"/proc/{process}/autogroup").write_text(str(nice))


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
