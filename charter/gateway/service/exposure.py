"""What a tenant offers to MCP clients at one moment of its configuration."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from charter.agents.service import versions
from charter.core.db import Database
from charter.core.principal import Principal
from charter.gateway.errors import VirtualServerNotFound
from charter.gateway.repository import VirtualServerRepository
from charter.tools.service.catalogue import load_catalogue
from charter.tools.tool import Risk, Tool, ToolKind

DEFAULT = "default"
AGENT_PREFIX = "agent_"
WORKFLOW_PREFIX = "workflow_"
_MAXIMUM_KEPT = 1_000

Document = dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Exposure:
    """What one virtual server offers.

    Attributes:
        tools: by name, with their documents for clients in the same order.
        agents: slugs; None for all.
        workflows: ids of processes.
    """

    config_epoch: int
    instructions: str
    tools: Mapping[str, Tool]
    documents: list[Document]
    agents: frozenset[str] | None
    workflows: frozenset[str]


@dataclass(slots=True)
class Exposures:
    """Keeps each tenant's exposures until its configuration moves. One per process."""

    database: Database
    builtins: Mapping[str, Tool]
    _kept: OrderedDict[tuple[UUID, str], Exposure] = field(default_factory=OrderedDict)

    async def get(self, tenant_id: UUID, name: str, config_epoch: int) -> Exposure:
        """Return what a virtual server offers as of an epoch, or later.

        Raises:
            VirtualServerNotFound: there is none of this name, or it is switched off.
        """
        kept = self._kept.get((tenant_id, name))
        if kept is not None and kept.config_epoch == config_epoch:
            return kept
        async with self.database.tenant_session(tenant_id) as db:
            made = await _compile(db, self.builtins, name, db.info["tenant"].config_epoch)
        self._kept[tenant_id, name] = made
        self._kept.move_to_end((tenant_id, name))
        while len(self._kept) > _MAXIMUM_KEPT:
            self._kept.popitem(last=False)
        return made


async def _compile(db: AsyncSession, builtins: Mapping[str, Tool], name: str, config_epoch: int) -> Exposure:
    server = await VirtualServerRepository(db).find(name)
    catalogue = await load_catalogue(db, builtins)
    if server is None and name == DEFAULT:
        # Nobody has chosen yet: what the installation brings along, and every agent that the caller may run.
        chosen = {
            known: tool
            for known, tool in catalogue.tools.items()
            if tool.kind is ToolKind.BUILT_IN and not tool.definition.get("asks")  # nobody could wait for the answer
        }
        return Exposure(config_epoch, "", chosen, [document_of(tool) for tool in chosen.values()], None, frozenset())
    if server is None or not server.enabled:
        raise VirtualServerNotFound(f"There is no MCP server /mcp/{name}; see GET /v1/mcp-virtual-servers.")
    tools = {known: catalogue.tools[known] for known in server.tools if known in catalogue.tools}
    return Exposure(
        config_epoch,
        server.instructions,
        tools,
        [document_of(tool) for tool in tools.values()],
        frozenset(server.agents),
        frozenset(server.workflows),
    )


def document_of(tool: Tool) -> Document:
    """Return a tool as MCP clients read it."""
    document: Document = {
        "name": tool.name,
        "title": tool.title,
        "description": tool.description,
        "inputSchema": _without_header_marks(tool.parameters),
        "annotations": {
            "readOnlyHint": tool.risk is Risk.READ,
            "destructiveHint": tool.risk in {Risk.DESTRUCTIVE, Risk.EXTERNAL},
            "openWorldHint": tool.risk is Risk.EXTERNAL,
        },
    }
    if tool.output_schema is not None:
        document["outputSchema"] = _without_header_marks(tool.output_schema)
    return document


async def agent_documents(db: AsyncSession, principal: Principal, exposure: Exposure) -> list[Document]:
    """Return the agents that the caller may run, as tools."""
    if exposure.agents is not None and not exposure.agents:
        return []
    published = await versions.list_published(db, principal)
    return [
        {
            "name": f"{AGENT_PREFIX}{agent.slug}",
            "title": agent.slug,
            "description": f"Asks the agent {agent.slug}, which works by itself. Give it the whole task.",
            "inputSchema": _AGENT_INPUT,
            "annotations": {"readOnlyHint": False, "destructiveHint": False, "openWorldHint": True},
        }
        for agent in published
        if exposure.agents is None or agent.slug in exposure.agents
    ]


def workflow_documents(exposure: Exposure) -> list[Document]:
    """Return the workflows on offer, as tools."""
    return [
        {
            "name": f"{WORKFLOW_PREFIX}{process}",
            "title": process,
            "description": f"Starts the process {process} and returns its result, or how it stands after a minute.",
            "inputSchema": _WORKFLOW_INPUT,
            "annotations": {"readOnlyHint": False, "destructiveHint": True, "openWorldHint": True},
        }
        for process in sorted(exposure.workflows)
    ]


_AGENT_INPUT: Document = {
    "type": "object",
    "properties": {"input": {"type": "string", "minLength": 1, "description": "What the agent is to do, in words."}},
    "required": ["input"],
    "additionalProperties": False,
}
_WORKFLOW_INPUT: Document = {
    "type": "object",
    "properties": {"variables": {"type": "object", "description": "What the process begins with."}},
    "additionalProperties": False,
}


def _without_header_marks(value: JsonValue) -> JsonValue:
    """Return a schema without ``x-mcp-header``: such headers are between Charter and the server that asks for them."""
    match value:
        case dict():
            return {name: _without_header_marks(part) for name, part in value.items() if name != "x-mcp-header"}
        case list():
            return [_without_header_marks(part) for part in value]
        case _:
            return value
