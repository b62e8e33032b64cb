"""MCP servers of a tenant: our own client of the Model Context Protocol, discovery, pinning, and calls."""
