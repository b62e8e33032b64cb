"""How tools were used in runs, for the registry of tools."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from charter.core.clock import utc_now
from charter.runs.repository import queries
from charter.tools.schemas import ToolUsage

_DAYS = 30


async def usage_of_tool(db: AsyncSession, tool: str) -> ToolUsage:
    """Return how often runs of the tenant called a tool in the last 30 days, and how that went."""
    since = int((utc_now() - timedelta(days=_DAYS)).timestamp() * 1000)
    # Ids sort by their time (RFC 9562 §5.7): the key is the index.
    calls, failures, average, last = await queries.tool_usage(db, tool, since=UUID(int=since << 80))
    return ToolUsage(
        calls=calls,
        failures=failures,
        average_ms=round(average) if average is not None else None,
        last_called_at=last,
    )
