"""The data directory: private to the user who runs Charter, checked before anything is written."""

from __future__ import annotations

import errno
import os
import pwd
import secrets
import shutil
import stat
from pathlib import Path

from charter.core.errors import StartRefused

_OURS = frozenset({"pg", "pg.new", "run", "charter.key", "charter.toml", "charter.lock", "postgres.secret"})
_NOT_OURS_BUT_FINE = frozenset({"lost+found"})  # the root of a freshly formatted volume
_FREE_BYTES_FOR_A_NEW_CLUSTER = 200_000_000


def prepare_data_dir(path: Path) -> Path:
    """Return the resolved data directory, made with mode 0700 when it does not exist.

    An empty directory is made private; one that holds anything is only ever checked, since somebody else may rely on
    its mode.

    Raises:
        StartRefused: it belongs to somebody else, is open to others, holds other things, or cannot be made.
    """
    path = Path(os.path.abspath(path.expanduser()))  # noqa: PTH100 - resolve() would fail on a folder we may not read
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = path.resolve(strict=True)
        names = {entry.name for entry in path.iterdir()} - _NOT_OURS_BUT_FINE
        if not names:
            _make_private(path)
    except OSError as error:
        raise refusal_of(error, path) from error
    facts = path.stat()
    if facts.st_uid != os.geteuid():
        raise StartRefused(
            f"The data directory {path} belongs to {_user_name(facts.st_uid)}: start Charter as that user, or name "
            f"another directory with --data-dir."
        )
    if names and not names & _OURS:
        raise StartRefused(
            f"The directory {path} is not empty and holds no Charter data: name another one with --data-dir."
        )
    if stat.S_IMODE(facts.st_mode) & 0o077:
        raise StartRefused(
            f"The data directory {path} is open to other users (mode {stat.S_IMODE(facts.st_mode):04o}); "
            f"run: chmod 700 {path}"
        )
    return path


def require_space_for_a_new_cluster(path: Path) -> None:
    """Refuse to begin what would fill the disk half-way.

    Raises:
        StartRefused: less than 200 MB are free.
    """
    free = shutil.disk_usage(path).free
    if free < _FREE_BYTES_FOR_A_NEW_CLUSTER:
        raise StartRefused(
            f"The disk of {path} has {free // 1_000_000} MB free and a new database needs 200 MB: "
            f"free some space, or name a directory on another disk with --data-dir."
        )


def refusal_of(error: OSError, path: Path) -> StartRefused:
    """Return the one-line refusal for a failed file operation under ``path``."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return StartRefused(f"The disk of {path} is full: free some space and start again.")
    if error.errno in {errno.EACCES, errno.EPERM}:
        return StartRefused(
            f"{_user_name(os.geteuid())} may not use {error.filename or path}: correct its owner and mode, or name "
            f"another directory with --data-dir."
        )
    if error.errno == errno.EROFS:
        return StartRefused(f"{path} is on a read-only file system: name another directory with --data-dir.")
    if error.errno in {errno.ENOTDIR, errno.EEXIST}:
        return StartRefused(f"{error.filename or path} is not a directory: name another one with --data-dir.")
    return StartRefused(f"{error.filename or path} cannot be used: {error.strerror or error}.")


def read_or_create_secret(path: Path) -> str:
    """Return the password in a file, written first with mode 0600 when there is none.

    Written under another name and renamed, so that a crash leaves either no file or a whole one.
    """
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        secret = secrets.token_urlsafe(32)
        write_private(path, secret + "\n")
        return secret


def write_private(path: Path, text: str) -> None:
    """Replace a file by ``text`` in one step, readable by its owner only and safely on disk."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w") as file:
        os.fchmod(descriptor, 0o600)
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    draft.replace(path)


def _make_private(path: Path) -> None:
    if os.geteuid() == 0 and path.stat().st_uid != 0:
        os.chown(path, 0, 0)
    path.chmod(0o700)


def _user_name(uid: int) -> str:
    try:
        return f"user {pwd.getpwuid(uid).pw_name}"
    except KeyError:
        return f"user id {uid}"
