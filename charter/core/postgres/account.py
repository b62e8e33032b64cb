"""The user that Postgres runs as.

Postgres refuses to run as root, rightly. An ordinary user's server runs as that user. Under root the choice is:

1. the owner of an existing cluster, whoever that is: its files say who ran it;
2. the system user ``charter``, created when it is missing: a user that owns nothing else is the one whose files and
   processes nobody else can touch. The distribution's own ``postgres`` user is not taken, because that would let the
   two servers read each other's data;
3. ``nobody``, where users cannot be created (a read-only or minimal container). It works, but shares its rights with
   every other program that runs as ``nobody``.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from charter.core.errors import StartRefused

_NAME = "charter"


@dataclass(frozen=True, slots=True)
class Account:
    """Numeric user and group of a process."""

    uid: int
    gid: int


def account_for(cluster: Path) -> Account | None:
    """Return the user to drop to, or None when this process need not drop.

    Args:
        cluster: the folder of the database files, which may not exist yet.

    Raises:
        StartRefused: running as root and no unprivileged user is to be had.
    """
    if os.geteuid() != 0:
        return None
    if cluster.is_dir() and cluster.stat().st_uid != 0:
        facts = cluster.stat()
        return Account(facts.st_uid, facts.st_gid)
    account = _existing(_NAME) or _created() or _existing("nobody")
    if account is None:
        raise StartRefused(
            "Postgres does not run as root and the system user charter cannot be created: "
            "run useradd --system charter, or start Charter as an ordinary user."
        )
    return account


def give(path: Path, account: Account) -> None:
    """Hand a folder and everything in it to ``account``; links are not followed."""
    for folder, names, files in os.walk(path):
        for name in (*names, *files):
            os.chown(Path(folder, name), account.uid, account.gid, follow_symlinks=False)
    os.chown(path, account.uid, account.gid, follow_symlinks=False)


def _existing(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid) if entry.pw_uid != 0 else None


def _created() -> Account | None:
    commands = (
        # Debian, Fedora and their kin; then BusyBox.
        ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell"],
        ["adduser", "-S", "-D", "-H", "-h", "/nonexistent", "-s"],
    )
    nologin = shutil.which("nologin", path="/usr/sbin:/sbin") or "/bin/false"
    for command in commands:
        program = shutil.which(command[0], path="/usr/sbin:/sbin:/usr/bin:/bin")
        if program is None:
            continue
        subprocess.run(  # noqa: S603 - fixed arguments
            [program, *command[1:], nologin, _NAME], check=False, capture_output=True, timeout=30
        )
        if account := _existing(_NAME):
            return account
    return None
