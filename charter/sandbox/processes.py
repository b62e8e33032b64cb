"""The one owner of started processes: each is known from its first moment, and ended and waited for, whoever left."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from charter.sandbox.errors import SandboxUnavailable
from charter.sandbox.launching import Started

T = TypeVar("T")


class Processes:
    """Starts processes and reaps them.

    They die with the thread that started them, so one thread starts them all and lives as long as this. It also notes
    them: a caller that is cancelled meanwhile cannot make one forgotten.
    """

    def __init__(self) -> None:
        self._starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sandbox")
        self._reaper = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sandbox-reaper")
        self._living: set[Started] = set()
        self._ending: set[Started] = set()
        self._lock = threading.Lock()
        self._closed = False
        self._all_ended: Future[None] | None = None

    async def start(self, begin: Callable[[], Started]) -> Started:
        """Start a process; one whose caller has left meanwhile is ended as soon as it is there.

        Raises:
            SandboxUnavailable: this was closed.
            OSError: it cannot be started.
        """
        starting = asyncio.get_running_loop().run_in_executor(self._submitted(), self._begun, begin)
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            starting.add_done_callback(self._unwanted)
            raise

    async def in_thread(self, act: Callable[[], T]) -> T:
        """Do something that blocks where processes are started, so that nothing starts meanwhile."""
        return await asyncio.get_running_loop().run_in_executor(self._submitted(), act)

    def end(self, started: Started) -> None:
        """Kill a process at once, or when it is ready, and wait for its end aside; it may be said twice."""
        with self._lock:
            if started in self._ending or started not in self._living:
                return
            self._ending.add(started)
            if started.ready:
                started.kill()
            if not self._closed:
                self._reaper.submit(self._reap, started)
                return
        self._reap(started)

    async def aclose(self) -> None:
        """End all of them; none is left when this returns. Goes on even when it is cancelled."""
        closing = asyncio.get_running_loop().run_in_executor(None, self.close)
        await asyncio.shield(closing)

    def close(self) -> None:
        """End all of them; blocks for moments."""
        with self._lock:
            if self._all_ended is None:
                self._closed = True
                # In their own thread: what was being started is noted by then, and what was not will not be.
                self._all_ended = self._starter.submit(self._end_all)
        self._all_ended.result()
        self._reaper.shutdown(wait=True)
        self._starter.shutdown(wait=True)  # last, or what is being ended would die with it

    def _submitted(self) -> ThreadPoolExecutor:
        if self._closed:
            raise SandboxUnavailable("the sandbox was closed: this process is stopping")
        return self._starter

    def _begun(self, begin: Callable[[], Started]) -> Started:
        if self._closed:
            raise SandboxUnavailable("the sandbox was closed: this process is stopping")
        started = begin()
        with self._lock:
            self._living.add(started)
        return started

    def _unwanted(self, starting: asyncio.Future[Started]) -> None:
        if not starting.cancelled() and starting.exception() is None:
            self.end(starting.result())

    def _end_all(self) -> None:
        with self._lock:
            left = self._living - self._ending
            self._ending |= left
        for started in left:
            started.settle()
            started.kill()
        for started in left:
            self._reap(started)

    def _reap(self, started: Started) -> None:
        if not started.killed:
            started.settle()
            started.kill()
        started.wait()
        with self._lock:
            self._living.discard(started)
            self._ending.discard(started)
