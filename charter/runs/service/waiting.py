"""Waiting for the end of a run that was started here."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

from charter.runs.models import Run
from charter.runs.service import reading
from charter.runs.service.events import TERMINAL
from charter.runs.service.starting import Started

_STOPPED = TERMINAL | {"run.paused"}


async def ended_here(started: Started) -> bool:
    """Wait for a run of this process; True when it ended here (not parked, lost or never ours)."""
    if started.task is None or started.live is None:
        return False
    await asyncio.wait({started.task})
    return "ended_at" in started.live.result


async def finished_run(services: Any, tenant_id: UUID, started: Started) -> Run:
    """Return a run once it has ended or was paused, wherever it runs."""
    if not await ended_here(started):
        async for batch in services.runs.hub.follow(tenant_id, started.run_id):
            if batch[-1].type in _STOPPED:
                break
    async with services.database.tenant_session(tenant_id) as db:
        run: Run = await reading.find_run(db, started.run_id)
    return run
