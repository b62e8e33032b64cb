"""The workbench in a real Chromium, before a real Charter with its real demo model."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path

import pytest

import charter
from charter.llm.demo.model_file import find_demo_model
from tests.faults.installation import Installation

_WEB = Path(charter.__file__).parent.parent / "web"
_CHROMIUM = os.environ.get("CHARTER_CHROMIUM") or shutil.which("chromium")
_LIMIT_S = 300


@pytest.mark.browser
@pytest.mark.skipif(not _CHROMIUM, reason="no Chromium: install Debian's package, or set CHARTER_CHROMIUM")
@pytest.mark.skipif(not (_WEB / "dist" / "index.html").exists(), reason="the workbench is not built: make web")
@pytest.mark.skipif(find_demo_model(None) is None, reason="the demo model is not installed on this platform")
async def test_the_first_ten_minutes(tmp_path):
    """First start, set-up, agent from a template, streamed answer of the demo model, reload: the history is there."""
    async with Installation(tmp_path / "data", demo_model=True) as installation:
        environment = os.environ | {
            "CHARTER_URL": installation.url,
            "CHARTER_SETUP_TOKEN": (installation.data_dir / "setup-token").read_text(),
            "CHARTER_CHROMIUM": str(_CHROMIUM),
            "CHARTER_SCREENSHOTS": str(tmp_path / "screenshots"),
        }
        process = await asyncio.create_subprocess_exec(
            "node", "--test", "e2e/first-run.test.mjs", cwd=_WEB, env=environment,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        output, _ = await asyncio.wait_for(process.communicate(), _LIMIT_S)
    assert process.returncode == 0, output.decode()[-6000:]
    assert b"# skipped 0" in output, output.decode()[-2000:]
