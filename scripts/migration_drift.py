"""Fails when the migrations do not make the tables that the models describe.

Starts a Postgres of its own in a temporary directory, migrates it, and compares.

Usage: python scripts/migration_drift.py
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from charter.core.crypto.keys import create_key_file
from charter.core.postgres import EmbeddedPostgres


def main() -> int:
    """Migrate and compare; returns the exit code of the comparison."""
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder) / "data"
        postgres = EmbeddedPostgres(data_dir, options={"fsync": "off"})
        postgres.start()
        try:
            create_key_file(data_dir / "charter.key")
            ours = {name: value for name, value in os.environ.items() if not name.startswith("CHARTER_")}
            environment = ours | {"CHARTER_DATA_DIR": str(data_dir)}
            for verb in ("upgrade", "check"):
                done = subprocess.run(
                    [sys.executable, "-m", "charter.cli.database", verb], check=False, env=environment, timeout=300
                )
                if done.returncode:
                    return done.returncode
        finally:
            postgres.stop()
    print("The migrations make exactly the tables of the models.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
