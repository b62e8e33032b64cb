"""Queue handlers of MCP servers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from charter.core.queue import QueueItemView, on_item
from charter.mcp.service import discovery, unattended


@on_item(discovery.REFRESH)
async def refresh(services: Any, item: QueueItemView) -> None:
    """Ask a server anew what it offers."""
    server_id, once = UUID(str(item.payload["server_id"])), bool(item.payload.get("once"))
    await unattended.refresh(services.mcp, item.tenant_id, server_id, once=once)
