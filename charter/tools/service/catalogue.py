"""What a tenant's runs and workflows can call now."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from charter.core.errors import CharterError
from charter.tools.errors import ToolDisabled, ToolNotFound, ToolQuarantined
from charter.tools.models import RegisteredTool, ToolVersion
from charter.tools.repository import ToolRepository
from charter.tools.tool import Risk, Tool, ToolKind

_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True)
class ToolCatalogue:
    """A tenant's tools at one moment of its configuration.

    Attributes:
        tools: those that can be called, by name.
        closed: those that cannot be called although they are published, and why.
    """

    tools: Mapping[str, Tool]
    closed: Mapping[str, CharterError]

    def get(self, name: str) -> Tool:
        """Return the tool of this name.

        Raises:
            ToolNotFound, ToolDisabled, ToolQuarantined: it cannot be called; the detail says what to do.
        """
        if name in self.tools:
            return self.tools[name]
        if name in self.closed:
            error = self.closed[name]
            raise type(error)(error.detail)
        raise not_found(name, self.tools)


def not_found(name: str, known: Mapping[str, object]) -> ToolNotFound:
    """Return the refusal of a name that no tool has."""
    close = difflib.get_close_matches(name, list(known), n=1)
    hint = f" Did you mean {close[0]}?" if close else f" There are: {', '.join(sorted(known)) or 'none'}."
    return ToolNotFound(f"There is no tool {name!r}.{hint}")


async def load_catalogue(db: AsyncSession, builtins: Mapping[str, Tool]) -> ToolCatalogue:
    """Return what the transaction's tenant can call: built-in tools and its own, each in its published version."""
    repository = ToolRepository(db)
    off = await repository.switched_off()
    tools = {name: tool for name, tool in builtins.items() if name not in off}
    closed: dict[str, CharterError] = {name: disabled(name) for name in builtins if name in off}
    for registered, version in await repository.published():
        if (closure := closure_of(registered.name, registered.enabled, registered.held_because)) is not None:
            closed[registered.name] = closure
        else:
            tools[registered.name] = as_tool(registered, version)
    return ToolCatalogue(tools, closed)


def closure_of(name: str, enabled: bool, held_because: str | None) -> CharterError | None:
    """Return why a published tool cannot be called now, None when it can."""
    if held_because is not None:
        return ToolQuarantined(
            f"The tool {name} is held: {held_because} Use another one until its owner has released it."
        )
    return None if enabled else disabled(name)


def disabled(name: str) -> ToolDisabled:
    """Return the refusal of a tool that is turned off."""
    return ToolDisabled(f"The tool {name} is turned off in this tenant; turn it on: charter tool enable {name}.")


def as_tool(registered: RegisteredTool, version: ToolVersion) -> Tool:
    """Return a registered tool in one version as it is called."""
    limits = version.definition.get("limits")
    wall = limits.get("wall_s") if isinstance(limits, dict) else None
    return Tool(
        name=registered.name,
        title=registered.title,
        description=version.description,
        parameters=version.input_schema,
        kind=ToolKind(registered.kind),
        output_schema=version.output_schema,
        risk=Risk(registered.risk),
        timeout_s=float(wall) + 5.0 if isinstance(wall, int | float) else _TIMEOUT_S,
        id=registered.id,
        version_id=version.id,
        number=version.number,
        source_id=registered.source_id,
        tags=tuple(registered.tags),
        definition=version.definition,
    )
