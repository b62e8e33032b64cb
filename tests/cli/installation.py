"""A real installation, started from the command line in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil

from charter.cli.http import ApiClient
from charter.core.errors import CharterError
from charter.core.processes import internal_port


def environment(**more: str) -> dict[str, str]:
    """Our environment without settings of Charter, so that only what a test says counts."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CHARTER_")}
    return kept | {"CHARTER_DEMO_MODEL": "off"} | more


def charter(*arguments: str, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "charter.cli", *arguments],
        check=False,
        env=environment(**more),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
    )


class Installation:
    """``charter up`` on a data directory; ``ready`` waits for its line."""

    def __init__(self, data_dir: Path, *, port: int | None = None, **more: str) -> None:
        self.data_dir = data_dir
        self.port = port or internal_port()
        self.lines: list[str] = []
        self.complaints: list[str] = []
        self._ready = threading.Event()
        command = ["up", "--data-dir", str(data_dir), "--port", str(self.port), "--no-browser"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "charter.cli", *command],
            env=environment(**more),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._readers = [
            threading.Thread(target=self._read, args=(self.process.stdout, self.lines)),
            threading.Thread(target=self._read, args=(self.process.stderr, self.complaints)),
        ]
        for reader in self._readers:
            reader.start()

    def _read(self, stream, lines):
        for line in stream:
            lines.append(line.rstrip("\n"))
            if line.startswith("ready "):
                self._ready.set()
        stream.close()
        self._ready.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ready(self, within_s: float = 120) -> Installation:
        """Wait until it says that it serves."""
        assert self._ready.wait(within_s), self.complaints
        assert any(line.startswith("ready ") for line in self.lines), (self.lines, self.complaints)
        return self

    def answers(self) -> bool:
        """Ask /readyz."""
        try:
            ApiClient(self.url, None, timeout_s=5).get("/readyz")
        except CharterError:
            return False
        return True

    def status(self) -> dict:
        """Return what charter status says."""
        return json.loads(charter("status", "--data-dir", str(self.data_dir), "--json").stdout)

    def pid_of(self, name: str) -> int | None:
        """Return the process of a part, as charter status tells it."""
        return next((part["pid"] for part in self.status()["parts"] if part["name"] == name), None)

    def family(self) -> list[psutil.Process]:
        """Return all processes of this installation but the supervisor."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Stop it and return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(90)
        for reader in self._readers:
            reader.join(10)
        return code


def wait_until(condition, *, within_s: float = 30.0) -> None:
    """Wait for something that happens in other processes."""
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def still_running(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Return those that have not ended; one that whoever adopted it has not reaped yet has."""
    running = []
    for process in processes:
        try:
            if process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
                running.append(process)
        except psutil.NoSuchProcess:
            continue
    return running
