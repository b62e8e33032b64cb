"""Starting one sandboxed process: unprivileged user, empty environment, limits, bubblewrap, seccomp, in that order.

docs/decisions say why each part is there; each has a probe that fails without it (tests/sandbox).
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from charter.sandbox import seccomp
from charter.sandbox.demotion import Standing, children_of, stand
from charter.sandbox.interpreter import Launcher

_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64")
_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")
_MOST_MEMORY_BYTES = 4 << 30
_MOST_CPU_S = 120
_SETTLED_WITHIN_MS = 1_000
_HOME = "/app/charter/sandbox/inside"
_INSIDE = {path.name: path.read_bytes() for path in sorted((Path(__file__).parent / "inside").glob("*.py"))}
_BEGIN = "import sys; sys.path.insert(0, '/app'); from charter.sandbox.inside.main import main; main()"


@dataclass(frozen=True, slots=True)
class Box:
    """What of a sandbox is settled when it starts; the rest comes with the job."""

    disk_bytes: int = 16 << 20
    packages: Path | None = None


@dataclass(slots=True, eq=False)
class Started:
    """A process that was started, and our end of its socket.

    :class:`~charter.sandbox.processes.Processes` owns it: nobody else waits for its end. The socket stays open until
    then, so that what is inside does not see it closed, and go by itself, before it is killed.

    Attributes:
        ready: it was heard from, so what is inside runs.
        killed: it did not end by itself.
    """

    process: subprocess.Popen[bytes]
    _socket: socket.socket
    ready: bool = False
    killed: bool = False

    def take_socket(self) -> socket.socket:
        """Return our end of its socket, for the caller to close.

        Raises:
            OSError: the process was ended.
        """
        return self._socket.dup()

    def settle(self) -> None:
        """Wait until it is ready, or ended, or takes too long; blocks.

        Killed before, bubblewrap would leave the init of its process namespace behind: see :meth:`kill`.
        """
        if not self.ready:
            said = select.poll()
            said.register(self._socket, select.POLLIN)
            said.poll(_SETTLED_WITHIN_MS)

    def kill(self) -> None:
        """End it and everything in it.

        Its process namespace's init is ended, and bubblewrap then ends by itself: the other way round init would be
        left to whoever is process 1 of this machine, and in a container that may be nobody who cares.
        """
        if self.process.poll() is not None:
            return  # its number may be another's by now
        self.killed = True
        inner = children_of(self.process.pid)
        for pid in inner:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        if not inner:
            self._kill_group()

    def wait(self) -> None:
        """Wait for the end of a process that was killed, and close what was open to it; blocks for moments."""
        try:
            self.process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self._kill_group()
            self.process.wait()
        self._socket.close()
        if self.process.stderr is not None:
            self.process.stderr.close()

    def _kill_group(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()


def start(launcher: Launcher, box: Box, *, warm: bool, standing: Standing) -> Started:
    """Start a process that waits for a job.

    Blocking, some milliseconds. The thread that calls this must live as long as the process: it dies with it.

    Args:
        warm: it will wait for its job, and so has time to read modules that tools often need.
        standing: where and how eagerly it starts.

    Raises:
        OSError: it cannot be started.
    """
    ours, theirs = socket.socketpair()
    filter_ = file_of(seccomp.filter_program())
    files = {name: file_of(content) for name, content in _INSIDE.items()}
    descriptors = [filter_, *files.values()]
    try:
        command = _command(launcher, box, theirs.fileno(), filter_, files, warm=warm)
        process = spawned(launcher, command, (theirs.fileno(), *descriptors), standing)
    except BaseException:
        ours.close()
        raise
    finally:
        theirs.close()
        for descriptor in descriptors:
            os.close(descriptor)
    return Started(process, ours)


def spawned(
    launcher: Launcher,
    command: list[str],
    kept: tuple[int, ...],
    standing: Standing,
    *,
    ends: int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    """Start a command with no environment, in a session of its own, as a user that owns nothing.

    Args:
        kept: descriptors that it finds open, beside standard ones.
        ends: its standard input and output.

    Raises:
        OSError: it cannot be started.
    """
    before, arguments = launcher.dropping()
    process = subprocess.Popen(  # noqa: S603 - only we and the operator say what is run
        [*before, *command],
        stdin=ends,
        stdout=ends,
        stderr=subprocess.PIPE,
        env={},
        cwd="/",
        close_fds=True,
        pass_fds=kept,
        start_new_session=True,
        **arguments,
    )
    stand(process.pid, standing)
    return process


def file_of(content: bytes) -> int:
    """Return a descriptor of an anonymous file that begins with ``content``."""
    descriptor = os.memfd_create("charter")
    os.write(descriptor, content)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def _command(
    launcher: Launcher, box: Box, channel: int, filter_: int, files: dict[str, int], *, warm: bool
) -> list[str]:
    return [
        *prlimit(f"--as={_MOST_MEMORY_BYTES}", f"--cpu={_MOST_CPU_S}", "--nofile=128"),
        *walls(launcher, box),
        "--seccomp", str(filter_),
        *(word for name, file in files.items() for word in ("--ro-bind-data", str(file), f"{_HOME}/{name}")),
        "--chdir", "/tmp",  # noqa: S108
        "--remount-ro", "/",
        "--",
        str(launcher.python), "-I", "-S", "-B", "-X", "utf8", "-c", _BEGIN,
        str(channel), seccomp.final_program().hex(), "warm" if warm else "cold",
    ]  # fmt: skip


def walls(launcher: Launcher, box: Box) -> list[str]:
    """Return bubblewrap with what surrounds everything that it runs; more files, a filter and a command follow."""
    return [
        str(launcher.bwrap),
        "--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session", "--clearenv",
        "--uid", "65534", "--gid", "65534", "--cap-drop", "ALL", "--hostname", "tool",
        "--size", str(box.disk_bytes), "--tmpfs", "/tmp",  # noqa: S108 - a folder of its own, in memory
        *_folders(launcher, box),
    ]  # fmt: skip


def prlimit(*limits: str) -> list[str]:
    """Return the command that limits what follows it from outside; inside, each job lowers these to its own."""
    program = shutil.which("prlimit", path="/usr/bin:/bin")
    return [] if program is None else [program, *limits, f"--fsize={512 << 20}", "--core=0"]


def _folders(launcher: Launcher, box: Box) -> list[str]:
    arguments: list[str] = []
    for name in _LIBRARIES:
        if Path(name).is_symlink():
            arguments += ["--symlink", str(Path(name).readlink()), name]
        elif Path(name).is_dir():
            arguments += ["--ro-bind", name, name]
    for name in ("/etc/ld.so.cache", "/usr/share/zoneinfo", str(launcher.python)):
        arguments += ["--ro-bind-try", name, name]
    for folder in launcher.folders:
        arguments += ["--ro-bind", str(folder), str(folder)]
        if (folder / "site-packages").is_dir():
            arguments += ["--tmpfs", str(folder / "site-packages")]
    for device in _DEVICES:
        arguments += ["--dev-bind", device, device]
    if box.packages is not None:
        arguments += ["--ro-bind", str(box.packages), "/packages"]
    return arguments
