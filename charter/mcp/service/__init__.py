"""The stories of MCP servers: connecting, discovering, approving, calling."""
