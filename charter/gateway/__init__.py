"""The door through which MCP clients outside use a tenant's tools, agents and workflows: ``/mcp``."""
