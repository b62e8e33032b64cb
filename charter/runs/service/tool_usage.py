"""How tools were used in runs, for the registry of tools."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from charter.core.clock import utc_now
from charter.runs.repository import queries
from charter.tools.schemas import RecentCalls, ToolUsage

_DAYS = 30
_REFUSALS = (
    "approvals.%", "guardrails.%", "tools.arguments-invalid", "tools.not-found", "tools.disabled", "tools.quarantined",
)  # fmt: skip
"""What a call meets before it reaches its tool."""


async def usage_of_tool(db: AsyncSession, tool: str) -> ToolUsage:
    """Return how often runs of the tenant called a tool in the last 30 days, and how that went."""
    made = await queries.tool_usage(db, tool, since=_since(), refusals=_REFUSALS)
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


async def recent_calls(db: AsyncSession, tools: Sequence[str]) -> dict[str, RecentCalls]:
    """Return how often runs of the tenant called each of these tools in the last 30 days."""
    made = await queries.recent_calls(db, tools, since=_since())
    return {
        name: RecentCalls(calls=calls, failures=failures, last_called_at=last) for name, calls, failures, last in made
    }


def _since() -> UUID:
    """Return the least id of 30 days ago: ids sort by their time (RFC 9562 §5.7), so the key is the index."""
    return UUID(int=int((utc_now() - timedelta(days=_DAYS)).timestamp() * 1000) << 80)


def _health(made: queries.ToolCalls, reached: int, failed: int) -> Literal["unknown", "healthy", "failing"]:
    if not reached:
        return "unknown"
    failed_last = made.last_failed_at is not None and (
        made.last_succeeded_at is None or made.last_failed_at >= made.last_succeeded_at
    )
    return "failing" if failed_last and failed * 2 >= reached else "healthy"
