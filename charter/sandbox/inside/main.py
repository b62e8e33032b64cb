"""Running the job."""

from __future__ import annotations

import contextlib
import ctypes
import io
import os
import resource
import sys
import threading
import time
import traceback
import types
import typing
from pathlib import Path
from typing import Any

from charter.sandbox.inside.channel import Channel
from charter.sandbox.inside.values import ResultWrong, built, encoded

_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2
_M_ARENA_MAX = -8
_LONGEST_MESSAGE = 4_000


class TooMuchOutput(BaseException):
    """More was printed, or returned, than the tool may. No Exception: a tool's own handlers are not for this."""


class Printed(io.TextIOBase):
    """Collects what the tool prints, up to a limit."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most, self._size = most, 0
        self._parts: list[str] = []

    def write(self, text: str) -> int:
        self._size += len(text)
        if self._size > self._most:
            self._parts.append(text[: max(self._most - self._size + len(text), 0)])
            raise TooMuchOutput
        self._parts.append(text)
        return len(text)

    def writable(self) -> bool:
        return True

    def text(self) -> str:
        return "".join(self._parts)


def lock_down(program: bytes) -> None:
    """Add a seccomp filter to this process; ``no_new_privs`` is set already."""

    class Filter(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("program", ctypes.c_char_p))

    call = ctypes.CDLL(None, use_errno=True).prctl
    wanted = Filter(len(program) // 8, program)
    if call(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(wanted), 0, 0) != 0:
        os._exit(70)


def spare_address_space() -> None:
    """Let threads have small stacks and share one heap: what they reserve counts as memory, used or not."""
    threading.stack_size(1 << 20)
    with contextlib.suppress(AttributeError):  # not every C library has it
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def limit(limits: dict[str, Any]) -> None:
    """Lower this process's limits for good."""
    cpu = max(1, int(-(-limits["cpu_s"] // 1)))
    for what, soft, hard in (
        (resource.RLIMIT_AS, limits["memory_bytes"], limits["memory_bytes"]),
        (resource.RLIMIT_CPU, cpu, cpu + 1),
        (resource.RLIMIT_FSIZE, limits["disk_bytes"], limits["disk_bytes"]),
        (resource.RLIMIT_NOFILE, 64, 64),
        (resource.RLIMIT_NPROC, 32, 32),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(what, (soft, hard))


def call(job: dict[str, Any], namespace: dict[str, Any]) -> object:
    """Return what the tool returns."""
    entry = namespace[job["entry"]]
    function = entry().run if job["is_class"] else entry
    hints = typing.get_type_hints(function, include_extras=True)
    arguments = {name: built(value, hints.get(name)) for name, value in job["input"].items()}
    result = function(**arguments)
    if not isinstance(result, types.CoroutineType):
        return result
    import asyncio

    return asyncio.run(result)


def run(job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Run a job and return what to say of it, an error with its kind and line or nothing, and its result."""
    module = types.ModuleType("tool")
    sys.modules["tool"] = module  # data classes look their module up
    try:
        code = compile(job["code"], "tool.py", "exec", dont_inherit=True)
        exec(code, module.__dict__)
        result = encoded(call(job, module.__dict__)).encode()
    except MemoryError:
        return {"error": {"kind": "memory"}}, b""
    except TooMuchOutput:
        return {"error": {"kind": "output"}}, b""
    except ResultWrong as error:
        return {"error": {"kind": "result", "message": str(error)[:_LONGEST_MESSAGE]}}, b""
    except BaseException as error:
        return {"error": raised(error)}, b""
    if len(result) > job["limits"]["output_bytes"]:
        return {"error": {"kind": "output"}}, b""
    return {}, result


def raised(error: BaseException) -> dict[str, Any]:
    """Return what to say of an exception: its type and message, and where in the tool's code it was."""
    places = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "tool.py"]
    line = getattr(error, "lineno", None) if isinstance(error, SyntaxError) else None
    disk = isinstance(error, OSError) and error.errno in (27, 28)  # EFBIG, ENOSPC
    try:
        message = str(error)[:_LONGEST_MESSAGE]
    except BaseException:
        message = "(its message cannot be shown)"
    return {
        "kind": "disk" if disk else "raised",
        "type": type(error).__name__[:200],
        "message": message,
        "line": line or (places[-1] if places else None),
    }


def main() -> None:
    """Wait for the job, do it, answer, and end the process."""
    channel = Channel(int(sys.argv[1]))
    os.environ.clear()  # bubblewrap and Python each leave a word about folder and language
    if sys.argv[3] == "warm":  # nobody waits yet: what tools often need is read now
        import asyncio
        import collections
        import math
        import re
        import statistics
        import urllib.request

    if Path("/packages").is_dir():
        sys.path.append("/packages")
    spare_address_space()
    lock_down(bytes.fromhex(sys.argv[2]))
    channel.send({"ready": True})
    job, _ = channel.receive()
    began, printed = time.monotonic(), Printed(job["limits"]["output_bytes"])
    sys.stdout = sys.stderr = printed
    if any(module in job["code"] for module in ("urllib.request", "http.client")):
        from charter.sandbox.inside.egress import use_egress

        use_egress(channel)
    limit(job["limits"])
    before = resource.getrusage(resource.RUSAGE_SELF)
    said, result = run(job)
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    text = printed.text().encode("utf-8", "replace")
    said |= {
        "nonce": job["nonce"],
        "printed_bytes": len(text),
        "cpu_ms": round(cpu * 1000, 3),
        "wall_ms": round((time.monotonic() - began) * 1000, 3),
        "memory_kb": after.ru_maxrss,
    }
    try:
        channel.send(said, text + result)
        time.sleep(60)  # the server ends this process, in an order that leaves nothing over
    finally:
        os._exit(0)
