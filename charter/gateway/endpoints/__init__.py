"""HTTP routes of the MCP gateway."""

from __future__ import annotations

from charter.gateway.endpoints.door import doors
from charter.gateway.endpoints.virtual_servers import routes

__all__ = ["doors", "routers"]

routers = [routes]
