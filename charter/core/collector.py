"""Garbage collection of a process that starts once and serves long."""

from __future__ import annotations

import gc


def spare_the_start() -> None:
    """Look for garbage seldom: imports make a quarter of a million objects that stay, and hardly any that go."""
    gc.set_threshold(50_000, 20, 20)


def spare_the_service() -> None:
    """Leave what the start made out of garbage collection: walking through it all stops every answer for long."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 10, 10)
