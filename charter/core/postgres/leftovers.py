"""What an earlier life of the server left behind: stale pid files, orphaned postmasters and backends.

A process id says nothing by itself: after a crash or in a new container the number may belong to any program. A
process is ours only if it runs a program named ``postgres`` whose working directory is this very cluster folder, which
holds for the postmaster and all of its children. Where the kernel does not let us see that folder (root in a container
without the right to trace another user's processes), the marker in its command line decides.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from charter.core.errors import StartRefused

_PID_FILE = "postmaster.pid"


def clear(cluster: Path, marker: str, *, stop_timeout_s: float = 60.0) -> None:
    """Make sure that nothing of ours runs on ``cluster`` and that no stale pid file is in the way.

    A live postmaster is stopped cleanly rather than taken over: only a child of this process can be watched and
    waited for. Backends that outlived their postmaster are ended, because the next one may not start beside them.

    Args:
        cluster: folder of the database files.
        marker: the ``cluster_name`` under which this data directory's servers run.
        stop_timeout_s: how long a live postmaster may take to stop.

    Raises:
        StartRefused: a leftover does not end.
    """
    pid_file = cluster / _PID_FILE
    postmaster = _recorded_pid(pid_file)
    ours = _ours(cluster, marker)
    if postmaster in ours:
        _end([postmaster], signal.SIGINT, stop_timeout_s)
        ours = _ours(cluster, marker)
    for how in (signal.SIGQUIT, signal.SIGKILL):
        if ours:
            _end(ours, how, 5.0)
            ours = _ours(cluster, marker)
    if ours:
        raise StartRefused(
            f"An earlier Postgres (process {ours[0]}) still runs on {cluster} and cannot be ended: "
            f"stop it, then start again."
        )
    pid_file.unlink(missing_ok=True)


def _recorded_pid(pid_file: Path) -> int | None:
    try:
        return int(pid_file.read_text().splitlines()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def _ours(cluster: Path, marker: str) -> list[int]:
    import psutil  # noqa: PLC0415 - only needed after a crash; the supervisor stays small without it

    try:
        folder = cluster.stat()
    except FileNotFoundError:
        return []
    found = []
    for process in psutil.process_iter():
        try:
            if not process.name().startswith("postgres") or process.status() == psutil.STATUS_ZOMBIE:
                continue
            if _works_in(folder, process.pid, marker in " ".join(process.cmdline())):
                found.append(process.pid)
        except (psutil.Error, OSError):
            continue  # ended meanwhile
    return found


def _works_in(folder: os.stat_result, pid: int, marked: bool) -> bool:
    try:
        # Following the link also works where the path behind it could not be walked.
        return os.path.samestat(Path(f"/proc/{pid}/cwd").stat(), folder)
    except OSError:
        return marked


def _end(pids: list[int], how: signal.Signals, timeout_s: float) -> None:
    for pid in pids:
        try:
            os.kill(pid, how)
        except ProcessLookupError:
            continue
    deadline = time.monotonic() + timeout_s
    while any(_alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return _exists(pid) if not Path("/proc/self").exists() else False
    return state != "Z"


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
