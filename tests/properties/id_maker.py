"""Makes ids in this process, its threads and forks of it; for tests that run it in processes of their own."""

from __future__ import annotations

import os
import pickle
import time
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from uuid import UUID

from charter.core.ids import new_id


class Made(NamedTuple):
    """An id, and the moments just before and after it was made."""

    id: UUID
    before_ms: float
    after_ms: float


def _lane(count: int, pause_ms: int) -> list[Made]:
    made = []
    for _ in range(count):
        before = time.time_ns() / 1e6
        value = new_id()
        made.append(Made(value, before, time.time_ns() / 1e6))
        if pause_ms:
            time.sleep(pause_ms / 5000)
    return made


def make_ids(*, threads: int, count: int, forked: bool, pause_ms: int) -> list[list[Made]]:
    """Return the ids of each thread in the order they were made; ``forked``: also those of two forks."""
    lanes: list[list[Made]] = []
    children = [_fork(threads, count, pause_ms) for _ in range(2)] if forked else []
    with ThreadPoolExecutor(threads) as pool:
        waiting = [pool.submit(_lane, count, pause_ms) for _ in range(threads)]
        lanes += [each.result() for each in waiting]
    for pid, end in children:
        with os.fdopen(end, "rb") as pipe:
            lanes += pickle.load(pipe)  # noqa: S301 - from our own fork
        os.waitpid(pid, 0)
    return lanes


def _fork(threads: int, count: int, pause_ms: int) -> tuple[int, int]:
    """Make ids in a fork, which begins with this process's state of the generator."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump([_lane(count, pause_ms) for _ in range(threads)], pipe)
        os._exit(0)
    os.close(writing)
    return pid, reading
