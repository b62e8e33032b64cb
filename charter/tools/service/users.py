"""Who uses a tool, and how often: known to rooms above, which say so here when the process starts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from charter.core.principal import Principal
from charter.tools.schemas import ListedTool, RecentCalls, ToolUsage, ToolUser

FindUsers = Callable[[AsyncSession, Principal, str], Awaitable[list[ToolUser]]]
"""(transaction, who asks, name of the tool) to those that depend on it and that the principal may see."""

FindUsage = Callable[[AsyncSession, str], Awaitable[ToolUsage]]
"""(transaction of the tenant, name of the tool) to how it was used."""

_NEVER = ToolUsage(
    calls=0, failures=0, average_ms=None, last_called_at=None, health="unknown", error_rate=None,
    last_succeeded_at=None, last_failed_at=None, last_error=None,
)  # fmt: skip


FindRecent = Callable[[AsyncSession, Sequence[str]], Awaitable[Mapping[str, RecentCalls]]]
"""(transaction of the tenant, names of tools) to how often those that were called were, lately."""


class ToolUsers:
    """Asks the rooms above. One per process."""

    def __init__(self) -> None:
        self._finders: list[FindUsers] = []
        self.usage_of: FindUsage | None = None
        self.recent_of: FindRecent | None = None

    def add(self, finder: FindUsers) -> None:
        """Ask this one too."""
        self._finders.append(finder)

    async def of(self, db: AsyncSession, principal: Principal, name: str) -> list[ToolUser]:
        """Return the agents and workflows that use the tool of this name."""
        return [user for find in self._finders for user in await find(db, principal, name)]

    async def with_recent(self, db: AsyncSession, tools: Sequence[ListedTool]) -> list[ListedTool]:
        """Return tools with how often they were called lately."""
        made = await self.recent_of(db, [tool.name for tool in tools]) if self.recent_of and tools else {}
        return [tool.model_copy(update={"recent": made.get(tool.name)}) for tool in tools]

    async def usage(self, db: AsyncSession, name: str) -> ToolUsage:
        """Return how the tool of this name was used."""
        return await self.usage_of(db, name) if self.usage_of else _NEVER
