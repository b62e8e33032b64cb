"""Queue handlers of runs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from charter.approvals.service.approvals import SETTLED
from charter.core.queue import QueueItemView, on_event, on_item
from charter.runs.service import steering


@on_item("runs.execute")
async def execute_run(services: Any, item: QueueItemView) -> bool:
    """Run a run: one that was just started here, one from the queue, or one whose process was lost."""
    done: bool = await services.runs.starter.execute(item)
    return done


@on_event(SETTLED, subscriber="runs")
async def approval_settled(services: Any, item: QueueItemView) -> None:
    """Let a run go on that waited for a person's answer."""
    if item.payload["origin"] != "run":
        return
    async with services.database.tenant_session(item.tenant_id) as db:
        await steering.go_on(db, services.runs.hub, UUID(str(item.payload["origin_id"])))
