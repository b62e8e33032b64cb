"""Queue handlers of workflows."""

from __future__ import annotations

from typing import Any

from charter.core.queue import QueueItemView, on_item


@on_item("workflows.job")
async def do_built_in_job(services: Any, item: QueueItemView) -> None:
    """Do a job that Charter's own worker does."""
    await services.workflows.built_in.work(item)
