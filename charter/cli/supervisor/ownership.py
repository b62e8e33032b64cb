"""Who runs a data directory: a lock that the kernel releases with its holder, and what the holder tells others."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path
from typing import IO, Any

from charter.core.errors import StartRefused
from charter.core.postgres.data_dir import write_private

LOCK = "charter.lock"
_STATE = "state.json"


def take(data_dir: Path) -> IO[str]:
    """Become the owner of a data directory for as long as the returned file stays open.

    Raises:
        StartRefused: another process is.
    """
    file = (data_dir / LOCK).open("a+")
    os.fchmod(file.fileno(), 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        owner = owner_pid(data_dir)
        raise StartRefused(
            f"Another Charter (process {owner or 'unknown'}) already runs on {data_dir}: use it, stop it with "
            f"charter down --data-dir {data_dir}, or name another directory with --data-dir."
        ) from None
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file


def owner_pid(data_dir: Path) -> int | None:
    """Return the process that runs a data directory, or None. A file left by a dead one does not count."""
    try:
        with (data_dir / LOCK).open("r+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                text = file.read().strip()
                return int(text) if text.isdigit() else 0
    except FileNotFoundError:
        pass
    return None


def tell(data_dir: Path, state: dict[str, Any]) -> None:
    """Say how the parts are, for ``charter status``."""
    write_private(data_dir / _STATE, json.dumps(state) + "\n")


def told(data_dir: Path) -> dict[str, Any]:
    """Return what the owner said last; empty when it said nothing."""
    try:
        state = json.loads((data_dir / _STATE).read_text())
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def forget(data_dir: Path) -> None:
    """Remove what was said, at the end."""
    (data_dir / _STATE).unlink(missing_ok=True)
