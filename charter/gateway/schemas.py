"""Input and output of virtual MCP servers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from charter.core.ids import VirtualServerId

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$")]
ToolNames = Annotated[
    list[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]], Field(max_length=1_000)
]
AgentSlugs = Annotated[
    list[Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$")]], Field(max_length=1_000)
]
ProcessIds = Annotated[
    list[Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_.-]{0,99}$")]], Field(max_length=1_000)
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class VirtualServerInput(_Strict):
    """What MCP clients at ``/mcp/NAME`` can use; the name ``default`` is what they find at ``/mcp`` itself."""

    name: Name = Field(examples=["support"])
    instructions: str = Field("", max_length=16_000, description="Told to clients, for their models.")
    tools: ToolNames = Field(default_factory=list)
    agents: AgentSlugs = Field(default_factory=list, description="Slugs of agents; callers see those they may run.")
    workflows: ProcessIds = Field(default_factory=list, description="Ids of processes in their BPMN files.")
    enabled: bool = True


class VirtualServerChange(_Strict):
    """What changes of a virtual server."""

    instructions: str | None = Field(None, max_length=16_000)
    tools: ToolNames | None = None
    agents: AgentSlugs | None = None
    workflows: ProcessIds | None = None
    enabled: bool | None = None


class VirtualServerRead(BaseModel):
    """A virtual MCP server."""

    model_config = ConfigDict(from_attributes=True)

    id: VirtualServerId
    name: str
    instructions: str
    tools: list[str]
    agents: list[str]
    workflows: list[str]
    enabled: bool
    created_at: datetime
