from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest


@pytest.fixture
def short_dir():
    """A directory whose path leaves room for the name of a unix socket, reachable by every user."""
    path = Path(tempfile.mkdtemp(prefix="ch", dir="/var/tmp"))
    yield path
    shutil.rmtree(path, ignore_errors=True)
