"""Queue handlers of runs."""

from __future__ import annotations

from typing import Any

from charter.core.queue import QueueItemView, on_item


@on_item("runs.execute")
async def execute_run(services: Any, item: QueueItemView) -> bool:
    """Run a run: one that was just started here, one from the queue, or one whose process was lost."""
    done: bool = await services.runs.starter.execute(item)
    return done
