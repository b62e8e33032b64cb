"""One child process: started, restarted when it dies, stopped in time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from charter.core.processes import die_with_parent

_FIRST_BACK_OFF_S, _LONGEST_BACK_OFF_S = 0.2, 3.0
_STABLE_AFTER_S = 5.0
_MAX_LOG_BYTES = 16_000_000


class Child:
    """A Python module that is to run all the time.

    Args:
        name: for people.
        arguments: after the interpreter, for example ``["-m", "charter.api"]``.
        environment: added to our own.
        log: where its output goes; None: with ours, to standard error.
    """

    def __init__(
        self, name: str, arguments: list[str], environment: Mapping[str, str], *, log: Path | None = None
    ) -> None:
        self.name = name
        self.restarts = -1
        self.exit_code: int | None = None
        self._arguments = arguments
        self._environment = environment
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._next_start = 0.0
        self._back_off_s = _FIRST_BACK_OFF_S
        self._short_lives = 0

    @property
    def pid(self) -> int | None:
        """Process id, while it runs."""
        return self._process.pid if self._process is not None else None

    def tend(self) -> str | None:
        """Start it when it is due, notice when it ended; returns a line about that, if it did.

        Never waits. Of many short lives in a row only a few are told.
        """
        if self._process is None:
            if time.monotonic() >= self._next_start:
                self._start()
            return None
        code = self._process.poll()
        if code is None:
            return None
        self._process = None
        self.exit_code = code
        if time.monotonic() - self._started_at > _STABLE_AFTER_S:
            self._back_off_s = _FIRST_BACK_OFF_S
            self._short_lives = 0
        self._short_lives += 1
        self._next_start = time.monotonic() + self._back_off_s
        self._back_off_s = min(self._back_off_s * 2, _LONGEST_BACK_OFF_S)
        if self._short_lives > 2 and self._short_lives % 20:
            return None  # the same again; nothing is learnt from reading it every three seconds
        how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
        return f"The {self.name} {how} and is started again."

    def running(self) -> bool:
        """Return whether its process has not ended yet."""
        return self._process is not None and self._process.poll() is None

    def signal(self, number: signal.Signals) -> None:
        """Send a signal, if it runs."""
        if self._process is not None:
            self._process.send_signal(number)

    def wait(self, deadline: float) -> None:
        """Wait until it has ended; kill it at ``deadline`` (monotonic)."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._process.kill()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(10)
        self._process = None

    def _start(self) -> None:
        self.restarts += 1
        self._started_at = time.monotonic()
        output = sys.stderr.fileno() if self._log is None else self._open_log(self._log)
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own modules
                [sys.executable, *self._arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=os.environ | self._environment,
                start_new_session=True,  # Ctrl-C reaches the supervisor alone, which stops things in their order
                # Work in progress is taken over by others, as after any crash; a lingering child would hold the port.
                preexec_fn=die_with_parent(signal.SIGKILL),  # noqa: PLW1509 - this process has one thread
            )
        finally:
            if self._log is not None:
                os.close(output)

    @staticmethod
    def _open_log(path: Path) -> int:
        with suppress(FileNotFoundError):
            if path.stat().st_size > _MAX_LOG_BYTES:
                path.replace(path.with_suffix(".log.1"))
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
