"""Queue handlers of workflows."""

from __future__ import annotations

from typing import Any

from charter.approvals.service.approvals import SETTLED
from charter.core import queue
from charter.core.queue import QueueItemView, on_event, on_item


@on_item("workflows.job")
async def do_built_in_job(services: Any, item: QueueItemView) -> None:
    """Do a job that Charter's own worker does."""
    await services.workflows.built_in.work(item)


@on_event(SETTLED, subscriber="workflows")
async def approval_settled(services: Any, item: QueueItemView) -> None:
    """Let a job go on that waited for a person's answer."""
    if item.payload["origin"] != "workflow":
        return
    async with services.database.tenant_session(item.tenant_id) as db:
        await queue.enqueue(db, "workflows.job", {"job_id": item.payload["call_id"]}, max_attempts=1_000)
