"""Time, passed in: services take ``now`` and loops take a :class:`Clock`, so that tests can move it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns the present moment, timezone-aware, in UTC."""


def utc_now() -> datetime:
    """Return the present moment in UTC, timezone-aware."""
    return datetime.now(UTC)
