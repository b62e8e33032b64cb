"""HTTP routes of the MCP gateway."""

from __future__ import annotations

from charter.gateway.endpoints.door import door_routes
from charter.gateway.endpoints.virtual_servers import routes

__all__ = ["door_routes", "routers"]

routers = [door_routes, routes]
