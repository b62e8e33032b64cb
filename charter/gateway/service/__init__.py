"""The stories of the MCP gateway: what is offered, and calling it."""
