"""Deferred work on Postgres: queue items with leases, and outbox events from lower rooms to higher ones."""

from charter.core.queue.registry import Handled, Park, QueueItemView, Retry, handlers, on_event, on_item
from charter.core.queue.service import complete, enqueue, extend_leases, lease, publish, release
from charter.core.queue.worker import QueueWorker

__all__ = [
    "Handled",
    "Park",
    "QueueItemView",
    "QueueWorker",
    "Retry",
    "complete",
    "enqueue",
    "extend_leases",
    "handlers",
    "lease",
    "on_event",
    "on_item",
    "publish",
    "release",
]
