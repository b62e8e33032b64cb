"""Calls tools of MCP servers for the desk."""

from __future__ import annotations

from uuid import UUID

from pydantic import JsonValue

from charter.mcp import reading
from charter.mcp.client import McpClient
from charter.mcp.errors import McpServerNotFound
from charter.mcp.inputs import CallInputs
from charter.mcp.models import OfferState
from charter.mcp.offers import ToolResult
from charter.mcp.parts import McpParts
from charter.mcp.pool import Target
from charter.mcp.repository import McpRepository
from charter.mcp.service import credentials, discovery
from charter.tools.errors import ToolFailed, ToolQuarantined
from charter.tools.tool import Caller, Tool

_MOST_KNOWN = 10_000


class McpExecutor:
    """One per process."""

    def __init__(self, parts: McpParts) -> None:
        self._parts = parts
        # By tool, with the configuration's epoch that it is known of; a person's token is looked up each time.
        self._known: dict[tuple[UUID, UUID], tuple[int, str, Target]] = {}

    async def call(self, tool: Tool, arguments: dict[str, JsonValue], caller: Caller) -> JsonValue:
        """Return what the server's tool returned: its structured value, or its text.

        Raises:
            ToolFailed: the tool says that it failed.
            ToolQuarantined: what is to be called is not what was approved.
            AsksPerson: the server asks a person before it goes on.
            McpError: the server cannot be called, or does not answer as it must.
        """
        name, target = self._remembered(tool, caller) or await self._target(tool, caller)
        inputs = CallInputs(target.slug, tool.name, target.sampling, caller.helper, caller.ways, caller.answer)
        inputs.require_answered()

        async def act(client: McpClient) -> ToolResult:
            if reading.is_ours(name):
                read = await reading.call(client, name, arguments, timeout_s=tool.timeout_s)
                return ToolResult(structured_content=read)
            result = await client.call_tool(
                name, arguments, schema=tool.parameters, timeout_s=tool.timeout_s, inputs=inputs
            )
            if client.changed.is_set():
                client.changed.clear()
                await discovery.look_soon(self._parts, target.tenant_id, target.server_id)
            return result

        result = await self._parts.pool.use(target, act, repeatable=reading.is_ours(name))
        if result.is_error:
            raise ToolFailed(f"{tool.title} failed: {result.text()[:4_000] or 'it does not say why'}")
        if result.structured_content is not None:
            return result.structured_content
        return result.text()

    async def _target(self, tool: Tool, caller: Caller) -> tuple[str, Target]:
        """Return the tool's name at its server, and the server as the caller may use it."""
        name = str(tool.definition.get("tool"))
        async with self._parts.database.tenant_session(caller.tenant_id) as db:
            repository = McpRepository(db)
            server = await repository.find(tool.source_id) if tool.source_id else None
            if server is None:
                raise McpServerNotFound(f"The MCP server of {tool.name} is not connected any more.")
            offer = await repository.offer(server.id, name)
            # The registry's hold can be lifted there; what was approved is known here.
            if offer is None or offer.state != OfferState.APPROVED or offer.pinned_hash != tool.definition.get("hash"):
                raise ToolQuarantined(
                    f"{tool.name} is not what was approved. Its owner looks at it: charter mcp show {server.name}."
                )
            target = await credentials.target_of(db, self._parts, server, caller.principal_id)
            self._remember(tool, db.info["tenant"].config_epoch, name, target)
            return name, target

    def _remembered(self, tool: Tool, caller: Caller) -> tuple[str, Target] | None:
        known = self._known.get((caller.tenant_id, tool.version_id)) if tool.version_id else None
        return known[1:] if known is not None and known[0] == caller.config_epoch else None

    def _remember(self, tool: Tool, config_epoch: int, name: str, target: Target) -> None:
        if target.whose is not None or tool.version_id is None:
            return
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[target.tenant_id, tool.version_id] = config_epoch, name, target
