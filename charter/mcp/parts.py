"""What MCP servers need from their process, put together once."""

from __future__ import annotations

from dataclasses import dataclass, field

from charter.core.clock import Clock
from charter.core.crypto import Vault
from charter.core.db import Database
from charter.core.guarded_client import GuardedClient
from charter.core.settings import Settings
from charter.llm.local import LocalModels
from charter.llm.parts import ModelParts
from charter.mcp.errors import McpTooManyChecks
from charter.mcp.pinning import Detector
from charter.mcp.pool import McpPool
from charter.mcp.programs import McpPrograms
from charter.mcp.suspicion import hidden_instructions
from charter.tools.parts import ToolParts

# Asking a server holds its request's database connection while it waits, so servers that hang must not hold them all.
_AT_ONCE = 4


@dataclass(slots=True)
class Turns:
    """How many servers are being asked just now."""

    taken: int = 0

    def __enter__(self) -> None:
        """Take a turn.

        Raises:
            McpTooManyChecks: all are taken.
        """
        if self.taken >= _AT_ONCE:
            raise McpTooManyChecks("Other MCP servers are being asked; try again in a few seconds.", retry_after_s=5)
        self.taken += 1

    def __exit__(self, *_: object) -> None:
        """Give it back."""
        self.taken -= 1


@dataclass(frozen=True, slots=True)
class McpParts:
    """The collaborators of MCP servers in one process.

    Attributes:
        local_models: those of this machine, which servers may be let to have texts written by.
        detector: finds instructions hidden in a tool's texts.
        refresh_s: how often servers are asked anew what they offer; 0 is never.
    """

    database: Database
    http: GuardedClient
    vault: Vault
    pool: McpPool
    programs: McpPrograms
    clock: Clock
    local_models: LocalModels
    base_url: str
    refresh_s: float
    detector: Detector = hidden_instructions
    turns: Turns = field(default_factory=Turns)

    @classmethod
    def of(
        cls, settings: Settings, database: Database, tools: ToolParts, models: ModelParts, vault: Vault, clock: Clock
    ) -> McpParts:
        """Return the parts of one process.

        Raises:
            StartRefused: the operator's list of commands cannot be used.
        """
        programs = McpPrograms.of(settings, tools.sandbox)
        pool = McpPool(tools.http, programs)
        refresh_s = settings.mcp_refresh_minutes * 60.0
        return cls(database, tools.http, vault, pool, programs, clock, models.local, settings.base_url, refresh_s)

    async def aclose(self) -> None:
        """End all sessions."""
        await self.pool.aclose()
