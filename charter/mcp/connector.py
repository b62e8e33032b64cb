"""Makes the transports of a server that is reached over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from charter.core.guarded_client import GuardedClient
from charter.mcp.transports.legacy_sse import LegacySse
from charter.mcp.transports.port import Heard
from charter.mcp.transports.streamable import StreamableHttp


@dataclass(frozen=True, slots=True)
class HttpConnector:
    """A server's address with the headers that are our credential there."""

    http: GuardedClient
    url: str
    credential: Mapping[str, str]

    def streamable(self, heard: Heard) -> StreamableHttp:
        """Return streamable HTTP."""
        return StreamableHttp(self.http, self.url, self.credential, heard)

    async def legacy(self, heard: Heard) -> LegacySse:
        """Open HTTP with server-sent events."""
        return await LegacySse.opened(self.http, self.url, self.credential, heard)
