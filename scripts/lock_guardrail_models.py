"""Locks what brought guardrail models run with, without what that depends on, which pip-compile cannot do.

Usage: python scripts/lock_guardrail_models.py
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

REQUIREMENTS = Path(__file__).parent.parent / "requirements"
_OPTIONS = (
    "--quiet", "--allow-unsafe", "--generate-hashes", "--no-emit-find-links", "--no-emit-index-url",
    "--no-emit-trusted-host", "--strip-extras", "--no-header", "--no-annotate",
)  # fmt: skip


def main() -> int:
    """Write ``requirements/guardrail-models.txt``; returns the exit code."""
    source = REQUIREMENTS / "guardrail-models.in"
    wanted = [line for line in source.read_text().splitlines() if line and not line.startswith("#")]
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.txt"
        subprocess.run(
            [sys.executable, "-m", "piptools", "compile", *_OPTIONS, f"--output-file={whole}", source], check=True
        )
        locked = re.findall(r"^\S+==[^\n]*(?:\n    --hash[^\n]*)*", whole.read_text(), re.MULTILINE)
    kept = [one for one in locked if one.split(" ")[0] in wanted]
    header = (
        "# Made by scripts/lock_guardrail_models.py from guardrail-models.in. Install with --no-deps --require-hashes."
    )
    (REQUIREMENTS / "guardrail-models.txt").write_text("\n".join([header, *kept, ""]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
