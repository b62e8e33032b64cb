"""A worker without its signing key does not start, and says which file it misses."""

from __future__ import annotations

import asyncio
import os
import sys

import pytest

from charter.audit.signing import create_signing_key


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "is missing"), ("garbled", "holds no base64 key"), ("another", "not the one this log was signed with")],
)
async def test_a_worker_refuses_a_wrong_signing_key(sequencer, settings, tmp_path, content, says):
    path = tmp_path / "audit.key"
    if content == "another":
        create_signing_key(path)
    elif content is not None:
        path.touch(mode=0o600)
        path.write_text(content)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CHARTER_")}
    given = {
        "CHARTER_DATA_DIR": str(settings.data_dir),
        "CHARTER_DATABASE_URL": settings.database_url.get_secret_value(),
        "CHARTER_AUDIT_KEY_FILE": str(path),
        "CHARTER_DEMO_MODEL": "off",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "charter.worker", env=kept | given, stderr=asyncio.subprocess.PIPE
    )
    _, error = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 1
    lines = error.decode().strip().splitlines()
    assert says in lines[-1]
    assert "Traceback" not in error.decode()
