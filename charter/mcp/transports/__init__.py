"""The ways that messages travel to an MCP server and back."""

from __future__ import annotations

from charter.mcp.transports.port import Heard, HttpRefused, SessionLost, Transport

__all__ = ["Heard", "HttpRefused", "SessionLost", "Transport"]
