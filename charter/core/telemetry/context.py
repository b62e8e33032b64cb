"""What the present work is about: bound once at the edge, carried into every log line and span."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

FIELDS: Final = ("tenant", "principal", "run", "request_id", "trace_id")

_bound: ContextVar[dict[str, str]] = ContextVar("charter_context", default={})  # noqa: B039 - never mutated


def current() -> dict[str, str]:
    """Return the bound fields; do not change the result."""
    return _bound.get()


def bind(**fields: str) -> None:
    """Add fields for the rest of this task."""
    _bound.set(_bound.get() | fields)


@contextmanager
def bound(**fields: str) -> Iterator[None]:
    """Add fields inside a block."""
    token = _bound.set(_bound.get() | fields)
    try:
        yield
    finally:
        _bound.reset(token)


def new_trace_id() -> str:
    """Return a W3C trace id: 32 lower-case hex digits."""
    return secrets.token_hex(16)
