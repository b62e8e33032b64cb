"""What CI runs: `make check`, `make test`, and `make test-keycloak`, which says loudly when it cannot.

Prints how each ended and leaves no process behind.

Only the standard library: it runs before anything is set up. Exit code 0 when all passed.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMIT_S = 80 * 60
CLOSING = re.compile(
    r"=+ .*(passed|failed|error|skipped).* =+|^\s*(Test Files|Tests)\s+\d|^(FAILED|ERROR) |^make.*\*\*\*|!!! "
)
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def adopt_orphans() -> None:
    """Become the parent of every process that our children leave behind, so that they can be found and ended."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def descendants() -> list[tuple[int, str]]:
    """Return the processes below this one, children first."""
    parents: dict[int, tuple[int, str]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            name, _, rest = entry.joinpath("stat").read_text().rpartition(")")
        except OSError:
            continue
        state, parent = rest.split()[:2]
        if state != "Z":
            parents[int(entry.name)] = (int(parent), name.partition("(")[2])
    found: list[tuple[int, str]] = []
    level = {os.getpid()}
    while level := {pid for pid, (parent, _) in parents.items() if parent in level}:
        found += [(pid, parents[pid][1]) for pid in level]
    return found


def run(command: list[str], deadline: float) -> tuple[int, list[str]]:
    """Run one command, show its output as it comes, and return its exit code and closing lines."""
    closing: list[str] = []
    print(f"\n### {' '.join(command)}", flush=True)
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def show() -> None:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            plain = COLOURS.sub("", line).rstrip()
            if CLOSING.search(plain):
                closing.append(plain)

    # What is left running may keep the pipe open: the end of the command counts, not the end of its output.
    reader = threading.Thread(target=show, daemon=True)
    reader.start()
    try:
        code = process.wait(max(1.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        end(descendants())
        code = process.wait()
        closing.append(f"ended: {LIMIT_S // 60} minutes are over")
    reader.join(2)
    return code, closing


def after_a_moment(find: Callable[[], list[tuple[int, str]]]) -> list[tuple[int, str]]:
    """Return what is still there after servers that are just stopping had their time."""
    until = time.monotonic() + 20
    while (left := find()) and time.monotonic() < until:
        time.sleep(0.2)
    return left


def end(processes: list[tuple[int, str]]) -> None:
    """End processes, hard after a moment."""
    for how, patience_s in ((signal.SIGTERM, 5), (signal.SIGKILL, 2)):
        for pid, _ in processes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)
        until = time.monotonic() + patience_s
        while time.monotonic() < until and descendants():
            with contextlib.suppress(ChildProcessError):
                os.waitpid(-1, os.WNOHANG)
            time.sleep(0.1)
        if not descendants():
            return


def main() -> int:
    """Run them all; returns the exit code."""
    adopt_orphans()
    began = time.monotonic()
    failed = False
    summary: list[str] = []
    for command in (["make", "check"], ["make", "test"], ["make", "test-keycloak"]):
        code, closing = run(command, began + LIMIT_S)
        failed = failed or code != 0
        summary.append(f"{' '.join(command)}: {'passed' if code == 0 else f'FAILED (exit code {code})'}")
        summary += [f"    {line}" for line in closing]
        if left := after_a_moment(descendants):
            names = ", ".join(f"{name} ({pid})" for pid, name in left)
            summary.append(f"    left running and ended now: {names}")
            failed = True
            end(left)
    print(f"\n### {time.monotonic() - began:.0f} s in all")
    print("\n".join(summary), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
