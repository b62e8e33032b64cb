"""What tools need from their process, put together once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from charter.core.clock import Clock
from charter.core.db import Database
from charter.core.guarded_client import GuardedClient
from charter.core.settings import Settings
from charter.tools import builtin
from charter.tools.builtin import BuiltInExecutor
from charter.tools.service.desk import ToolDesk
from charter.tools.service.users import ToolUsers
from charter.tools.tool import Tool, ToolKind


@dataclass(frozen=True, slots=True)
class ToolParts:
    """The collaborators of tools in one process.

    Attributes:
        builtins: the built-in tools of this installation, by name.
        desk: calls tools; executors of other kinds are registered with it.
        users: tells who uses a tool; rooms above add what they know.
        packages: modules beyond the standard library that Python tools can import.
    """

    builtins: Mapping[str, Tool]
    built_in: BuiltInExecutor
    desk: ToolDesk
    users: ToolUsers
    packages: frozenset[str] = frozenset()

    @classmethod
    def of(cls, settings: Settings, database: Database, http: GuardedClient, clock: Clock) -> ToolParts:
        """Return the parts of one process."""
        built_in = BuiltInExecutor(clock, http)
        desk = ToolDesk(database)
        desk.register(ToolKind.BUILT_IN, built_in)
        return cls(builtin.available(fetch_tool=settings.fetch_tool), built_in, desk, ToolUsers())
