"""Virtual environments of the libraries that Charter is measured beside: made once, locked with hashes."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

_HERE = Path(__file__).parent
_SETUP = _HERE.parent / ".setup"
_PRINT_VERSIONS = """
import sys
from importlib.metadata import version
print(", ".join(f"{name} {version(name)}" for name in sys.argv[1:]))
"""


def python_of(reference: str) -> Path:
    """Return the interpreter of a reference's environment, made anew when its lock file has changed."""
    lock = _HERE / f"{reference}.txt"
    folder = _SETUP / f"bench-{reference}"
    stamp, wanted = folder / "locked", hashlib.sha256(lock.read_bytes()).hexdigest()
    python = folder / "bin" / "python"
    if not stamp.exists() or stamp.read_text() != wanted:
        print(f"making the environment of {reference} (once)", file=sys.stderr, flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip: list[str | Path] = [python, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
        subprocess.run([*pip, "--require-hashes", "-r", lock], check=True)
        stamp.write_text(wanted)
    return python


def versions_of(python: Path, names: list[str]) -> str:
    """Return what is installed of some packages, for the report."""
    return subprocess.run(
        [python, "-c", _PRINT_VERSIONS, *names], check=True, capture_output=True, text=True
    ).stdout.strip()
