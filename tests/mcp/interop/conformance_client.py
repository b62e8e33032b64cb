"""The program that the official conformance tests run: our client, doing what a scenario asks.

Usage: python -m tests.mcp.interop.conformance_client URL (the scenario is in MCP_CONFORMANCE_SCENARIO)
"""

from __future__ import annotations

import asyncio
import os
import sys

from charter.core.guarded_client import AddressRules, GuardedClient
from charter.mcp.client import McpClient
from charter.mcp.connector import HttpConnector


async def main() -> None:
    """Do the scenario."""
    async with GuardedClient(AddressRules(["127.0.0.0/8", "localhost", "[::1]"])) as http:
        client = McpClient()
        await client.open(HttpConnector(http, sys.argv[1], {}))
        await client.tools()
        if os.environ["MCP_CONFORMANCE_SCENARIO"] == "tools_call":
            await client.call_tool("add_numbers", {"a": 2, "b": 3})
        await client.aclose()


asyncio.run(main())
