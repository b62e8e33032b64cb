"""How tools were used in runs, for the registry of tools."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from charter.core.clock import utc_now
from charter.runs.repository import queries
from charter.tools.schemas import ToolUsage

_DAYS = 30
_REFUSALS = (
    "approvals.%", "guardrails.%", "tools.arguments-invalid", "tools.not-found", "tools.disabled", "tools.quarantined",
)  # fmt: skip
"""What a call meets before it reaches its tool."""


async def usage_of_tool(db: AsyncSession, tool: str) -> ToolUsage:
    """Return how often runs of the tenant called a tool in the last 30 days, and how that went."""
    since = int((utc_now() - timedelta(days=_DAYS)).timestamp() * 1000)
    # Ids sort by their time (RFC 9562 §5.7): the key is the index.
    made = await queries.tool_usage(db, tool, since=UUID(int=since << 80), refusals=_REFUSALS)
    reached, failed = made.calls - made.refused, made.errors - made.refused
    return ToolUsage(
        calls=made.calls,
        failures=made.errors,
        average_ms=round(made.average_ms) if made.average_ms is not None else None,
        last_called_at=made.last_called_at,
        health=_health(made, reached, failed),
        error_rate=round(failed / reached, 4) if reached else None,
        last_succeeded_at=made.last_succeeded_at,
        last_failed_at=made.last_failed_at,
        last_error=made.last_error,
    )


def _health(made: queries.ToolCalls, reached: int, failed: int) -> Literal["unknown", "healthy", "failing"]:
    if not reached:
        return "unknown"
    failed_last = made.last_failed_at is not None and (
        made.last_succeeded_at is None or made.last_failed_at >= made.last_succeeded_at
    )
    return "failing" if failed_last and failed * 2 >= reached else "healthy"
