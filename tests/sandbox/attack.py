"""Runs every probe in a real sandbox, with bait laid out around it: as a program, for another user as well.

Usage: python -m tests.sandbox.attack: prints one JSON object, the name of each probe to what was wrong with it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import platform
import secrets
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from charter.sandbox.jobs import Job, JobLimits
from charter.sandbox.sandbox import Sandbox
from tests.sandbox.probes import PROBES, Probe, code_of
from tests.sandbox.transform_probes import TRANSFORM_PROBES

_TRANSFORM = JobLimits(wall_s=20.0, cpu_s=0.5, memory_bytes=64 << 20, output_bytes=10_000)
LIMITS = JobLimits(wall_s=60.0, cpu_s=10.0)
_LONG = JobLimits(wall_s=2.0, cpu_s=1.0)
_FILLING = JobLimits(wall_s=30.0, cpu_s=5.0)  # to write that much takes a while beside the others


@contextlib.asynccontextmanager
async def bait(canary: str) -> AsyncIterator[dict[str, object]]:
    """Lay out what an attacker would like: a file, services, a process, a word in our environment and memory."""

    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(canary.encode())
        await writer.drain()
        writer.close()

    with tempfile.TemporaryDirectory() as folder:
        file, victim = _file(folder, canary), _victim()
        abstract = f"charter-{canary[:12]}"
        servers = [
            await asyncio.start_server(serve, "127.0.0.1", 0),
            await asyncio.start_unix_server(serve, f"{folder}/s"),
            await asyncio.start_unix_server(serve, f"\0{abstract}"),
        ]
        os.chmod(f"{folder}/s", 0o777)  # noqa: PTH101, S103 - in an async function; bait is for everybody
        os.environ["CHARTER_BAIT"] = canary
        try:
            yield {
                "CANARY": (canary[:16], canary[16:]),  # in halves: the code itself is in memory
                "BAIT_FILE": str(file),
                "BAIT_PORT": servers[0].sockets[0].getsockname()[1],
                "BAIT_SOCKET": f"{folder}/s",
                "BAIT_ABSTRACT": abstract,
                "BAIT_PID": victim.pid,
            }
            if victim.poll() is not None or file.read_text() != canary:
                raise AssertionError("the bait was touched")
        finally:
            del os.environ["CHARTER_BAIT"]
            victim.kill()
            victim.wait()
            for server in servers:
                server.close()


def _file(folder: str, canary: str) -> Path:
    Path(folder).chmod(0o755)
    file = Path(folder) / f"bait-{canary[:8]}.txt"
    file.write_text(canary)
    file.chmod(0o644)
    return file


def _victim() -> subprocess.Popen[bytes]:
    return subprocess.Popen(["/bin/sleep", "600"])


async def attack(sandbox: Sandbox, probe: Probe, laid: dict[str, object]) -> str | None:
    """Run a probe; returns what is wrong, None when it was contained."""
    # Its number is that of the process which opened it, and that one may have many descriptors open.
    code = code_of(probe, laid).replace("CHANNEL", "next(f for f in range(3, 65536) if _is_socket(f))")
    job = Job(code + _IS_SOCKET, "probe", {}, limits=_limits(probe))
    outcome = await sandbox.run(job)
    if probe.stopped:
        kind = outcome.failure.kind if outcome.failure else f"a result: {str(outcome.result)[:100]}"
        return None if kind in probe.stopped else f"expected {' or '.join(probe.stopped)}, got {kind}"
    if outcome.failure is not None:
        return f"the probe did not run: {outcome.failure.kind}: {outcome.failure.message[:200]}"
    return f"got hold of {str(outcome.result)[:200]}" if outcome.result else None


def _limits(probe: Probe) -> JobLimits:
    if not probe.stopped:
        return LIMITS
    return _LONG if {"wall", "cpu"} & {*probe.stopped} else _FILLING


_IS_SOCKET = """
def _is_socket(fd):
    try:
        return os.fstat(fd).st_mode & 0o170000 == 0o140000
    except OSError:
        return False
"""


def left_over() -> list[int]:
    """Return the processes that this one started and that still run."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    found: list[int] = []
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(OSError):
            found += map(int, (task / "children").read_text().split())
    return found if children.exists() else []


async def attack_transform(sandbox: Sandbox, body: str, expected: str) -> str | None:
    """Run a probe of the second tier, and an honest call after it; returns what is wrong."""
    outcome = await sandbox.transform(Job(f"def run():\n    {body}", "run", {}, limits=_TRANSFORM, owner="attacker"))
    if outcome.failure is None:
        return f"got {str(outcome.result)[:200]}"
    if expected not in {outcome.failure.kind, outcome.failure.type}:
        return f"expected {expected}, got {outcome.failure}"
    after = await sandbox.transform(Job("def run():\n    return 'still here'", "run", {}, owner="attacker"))
    return None if after.result == "still here" else f"afterwards: {after.failure}"


async def attack_with_all() -> dict[str, Any]:
    """Run every probe, some side by side, and look around afterwards; returns what was wrong, by probe."""
    if platform.machine() != "x86_64":
        raise SystemExit("the probes speak x86-64")
    before = set(left_over())  # a test's process may have started others
    sandbox = Sandbox(waiting=1, at_once=8)
    state = await sandbox.state()
    if not state.available:
        raise SystemExit(state.detail)
    if "MONTY" in os.environ:  # a copy that this user can run
        sandbox._transforms._program = Path(os.environ["MONTY"])
    wrong: dict[str, Any] = {}
    async with bait(secrets.token_hex(16)) as laid:
        found = await asyncio.gather(*(attack(sandbox, probe, laid) for probe in PROBES))
        wrong |= {probe.name: said for probe, said in zip(PROBES, found, strict=True) if said is not None}
        if sandbox._transforms._program is not None:
            for name, (body, expected) in TRANSFORM_PROBES.items():
                if (said := await attack_transform(sandbox, body, expected)) is not None:
                    wrong[f"transform: {name}"] = said
        again = await attack(sandbox, Probe("honest", "return None"), laid)
        if again is not None:
            wrong["an honest job afterwards"] = again
    await sandbox.aclose()
    if survivors := sorted(set(left_over()) - before):
        wrong["survivors"] = survivors
    return wrong


if __name__ == "__main__":
    json.dump(asyncio.run(attack_with_all()), sys.stdout)
