"""Which function handles which kind of queue item or event."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import JsonValue


@dataclass(frozen=True, slots=True)
class QueueItemView:
    """A leased item as its handler sees it. ``attempt`` counts from 1 and fences late writers."""

    tenant_id: UUID
    id: UUID
    kind: str
    payload: dict[str, JsonValue]
    attempt: int
    max_attempts: int
    trace_id: str | None

    @property
    def last_attempt(self) -> bool:
        """True when a failure now sends the item to the dead letters."""
        return self.attempt >= self.max_attempts


class Retry(Exception):
    """A handler asks to be called again after ``after_s`` seconds."""

    def __init__(self, after_s: float) -> None:
        super().__init__(after_s)
        self.after_s = after_s


class Park(Exception):
    """A handler gives its item back at once, without counting an attempt: this process is stopping."""


Handled = Awaitable[bool | None]
Handler = Callable[[Any, QueueItemView], Handled]
"""Called with the process's context (see ``charter.worker``) and the item. Delivery is at least once.

A handler that removed its item in its own transaction returns True; else the worker removes it.
"""

handlers: dict[str, Handler] = {}
_subscribers: dict[str, list[str]] = {}


def on_item(kind: str) -> Callable[[Handler], Handler]:
    """Register the handler of one kind of queue item."""

    def register(handler: Handler) -> Handler:
        if handlers.setdefault(kind, handler) is not handler:
            raise RuntimeError(f"Two handlers for queue items of kind {kind}.")
        return handler

    return register


def on_event(event: str, *, subscriber: str) -> Callable[[Handler], Handler]:
    """Register a subscriber of an outbox event; each gets its own queue item, retried on its own."""
    kind = f"{event}>{subscriber}"

    def register(handler: Handler) -> Handler:
        on_item(kind)(handler)
        _subscribers.setdefault(event, []).append(kind)
        return handler

    return register


def subscribers_of(event: str) -> list[str]:
    """Return the kinds of queue item that an event becomes."""
    return _subscribers.get(event, [])
