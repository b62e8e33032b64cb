"""Programs that the operator named, run in the sandbox for as long as somebody speaks with them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import struct
from collections.abc import AsyncGenerator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from charter.sandbox import launching, seccomp
from charter.sandbox.demotion import Standing, below, confine, put_first
from charter.sandbox.interpreter import Launcher
from charter.sandbox.launching import Box, Started
from charter.sandbox.processes import Processes
from charter.sandbox.worker import connection

_MOST_CPU_S = 600
_REMEMBERED_BYTES = 2_000


@dataclass(frozen=True, slots=True)
class Program:
    """What is run, and what it sees of this machine.

    Attributes:
        command: the program by its full path, and its arguments.
        folders: what it can read beside itself; nothing of this machine can be written.
        environment: all of its environment but PATH and HOME.
        line_bytes: the longest line that it may say.
        standing: where and how eagerly it runs; see :meth:`RunningProgram.at_work` too.
    """

    command: tuple[str, ...]
    folders: tuple[Path, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    memory_bytes: int = 1 << 30
    disk_bytes: int = 16 << 20
    line_bytes: int = 8 << 20
    standing: Standing = Standing.LOWER


class RunningProgram:
    """A program that runs: lines go to its standard input, and come from its standard output."""

    def __init__(
        self, processes: Processes, started: Started, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._processes, self._started, self._reader, self._writer = processes, started, reader, writer
        self._said = b""
        self._inner_id: int | None = None
        self._listener = asyncio.create_task(self._listen())

    @classmethod
    async def of(cls, processes: Processes, started: Started, program: Program) -> RunningProgram:
        """Return a program that was started; it is ended when that fails.

        Raises:
            OSError: it was ended meanwhile.
        """
        try:
            return cls(processes, started, *await connection(started, limit=program.line_bytes))
        except BaseException:
            processes.end(started)
            raise

    @contextlib.contextmanager
    def at_work(self, first_s: float) -> Iterator[None]:
        """Let the program use the kept cores for so long, and then the shared ones."""
        inner = self._inner
        if first_s > 0:
            put_first(inner)
        confining = asyncio.get_running_loop().call_later(first_s, confine, inner)
        try:
            yield
        finally:
            confining.cancel()
            if first_s > 0:
                confine(inner)

    def forget_memory(self) -> None:
        """Let :meth:`most_memory_kb` begin anew."""
        with contextlib.suppress(OSError):
            Path(f"/proc/{self._inner}/clear_refs").write_text("5")

    def most_memory_kb(self) -> int | None:
        """Return how much memory it held at most, None where the kernel does not say."""
        with contextlib.suppress(OSError, ValueError):
            for line in Path(f"/proc/{self._inner}/status").read_text().splitlines():
                if line.startswith("VmHWM:"):
                    return int(line.split()[1])
        return None

    @property
    def _inner(self) -> int:
        """The program itself, below what started it."""
        if self._inner_id is None or not self._started.ready:
            *_, self._inner_id = below(self._started.process.pid)
        return self._inner_id

    async def send(self, line: bytes) -> None:
        """Send one line.

        Raises:
            OSError: it has ended.
        """
        self._writer.write(line + b"\n")
        await self._writer.drain()

    async def line(self) -> bytes | None:
        """Return its next line; None when there are no more.

        Raises:
            ValueError: it is longer than a line may be.
        """
        with contextlib.suppress(OSError):
            line = await self._reader.readline()
            self._started.ready = True
            return line or None
        return None

    async def exchange(self, frame: bytes, *, most_bytes: int) -> AsyncGenerator[bytes, None]:
        """Send bytes, and yield the messages that follow, each after its length in four bytes (little-endian).

        Raises:
            OSError: it has ended.
            ValueError: a message is longer than that.
        """
        self._writer.write(frame)
        await self._writer.drain()
        while True:
            try:
                (size,) = struct.unpack("<I", await self._reader.readexactly(4))
                if size > most_bytes:
                    raise ValueError(f"a message of {size} bytes")
                message = await self._reader.readexactly(size)
            except asyncio.IncompleteReadError as error:
                raise ConnectionResetError("it has ended") from error
            self._started.ready = True
            yield message

    async def aclose(self) -> str:
        """End it, and return the last of what it wrote to standard error."""
        self._processes.end(self._started)
        self._writer.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(5):
                await asyncio.gather(self._listener, return_exceptions=True)
        self._listener.cancel()
        await asyncio.gather(self._listener, return_exceptions=True)
        return self._said.decode("utf-8", "replace").strip()

    async def _listen(self) -> None:
        """Read what it writes to standard error, so that it does not wait for ever with that, and keep the end."""
        stderr = self._started.process.stderr
        if stderr is None:
            return
        reader = asyncio.StreamReader()
        ours = os.fdopen(os.dup(stderr.fileno()), "rb")  # a second one: its owner closes the first when it has ended
        loop = asyncio.get_running_loop()
        transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), ours)
        try:
            while part := await reader.read(_REMEMBERED_BYTES):
                self._said = (self._said + part)[-_REMEMBERED_BYTES:]
        finally:
            transport.close()


def start(launcher: Launcher, program: Program) -> Started:
    """Start a program whose standard input and output are our socket; as :func:`launching.start` otherwise.

    Raises:
        OSError: it cannot be started.
    """
    ours, theirs = socket.socketpair()
    filter_ = launching.file_of(seccomp.filter_program())
    try:
        command = _command(launcher, program, filter_)
        process = launching.spawned(launcher, command, (filter_,), program.standing, ends=theirs.fileno())
    except BaseException:
        ours.close()
        raise
    finally:
        theirs.close()
        os.close(filter_)
    return Started(process, ours)


def _command(launcher: Launcher, program: Program, filter_: int) -> list[str]:
    environment = {"PATH": "/usr/bin:/bin", "HOME": "/tmp", **program.environment}  # noqa: S108 - its own
    return [
        # Its data alone: languages with a garbage collector reserve addresses that they never use.
        *launching.prlimit(f"--data={program.memory_bytes}", f"--cpu={_MOST_CPU_S}", "--nofile=1024"),
        *launching.walls(launcher, Box(program.disk_bytes)),
        *(word for path in _seen(program) for word in ("--ro-bind", str(path), str(path))),
        *(word for name, value in sorted(environment.items()) for word in ("--setenv", name, value)),
        "--seccomp", str(filter_),
        "--chdir", "/tmp",  # noqa: S108
        "--remount-ro", "/",
        "--", *program.command,
    ]  # fmt: skip


def _seen(program: Program) -> list[Path]:
    itself = Path(program.command[0])
    inside = any(itself.is_relative_to(folder) for folder in (*program.folders, Path("/usr/lib")))
    return [*program.folders] if inside else [itself, *program.folders]
