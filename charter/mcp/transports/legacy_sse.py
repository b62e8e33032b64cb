"""HTTP with server-sent events (revision 2024-11-05): answers come on one stream, requests go to the address it names.

The protocol calls it deprecated; servers that speak nothing else are still met.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Self
from urllib.parse import urljoin, urlsplit

import orjson

from charter.core.event_stream import SseEvent, SseSplitter
from charter.core.guarded_client import GuardedClient, GuardedResponse, Limits, OutgoingError
from charter.mcp.errors import McpCredentialRefused, McpError, McpProtocolBroken, McpTimedOut
from charter.mcp.transports.multiplexed import Multiplexed
from charter.mcp.transports.port import Heard, HttpRefused, typed
from charter.mcp.transports.streamable import parse
from charter.mcp.wire import Message

_OPENING_S = 15.0
_LARGEST_EVENT_BYTES = 8 << 20
_STREAM = Limits(header_timeout_s=_OPENING_S, idle_timeout_s=900.0, total_timeout_s=None, max_response_bytes=1 << 30)
_POST = Limits(header_timeout_s=30.0, total_timeout_s=30.0, max_response_bytes=1 << 20)


class LegacySse(Multiplexed):
    """One open stream of a server; get it with :meth:`opened`."""

    def __init__(self, http: GuardedClient, url: str, credential: Mapping[str, str], heard: Heard) -> None:
        super().__init__(heard)
        self._http = http
        self._url = url
        self._credential = dict(credential)
        self._endpoint: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._reader: asyncio.Task[None] | None = None

    @classmethod
    async def opened(cls, http: GuardedClient, url: str, credential: Mapping[str, str], heard: Heard) -> Self:
        """Open the stream and wait for the address that requests go to.

        Raises:
            McpError: there is no such stream; :class:`HttpRefused` tells the status.
        """
        transport = cls(http, url, credential, heard)
        try:
            headers = {"Accept": "text/event-stream", **credential}
            response = await http.request("GET", url, headers=headers, limits=_STREAM)
        except OutgoingError as error:
            raise typed(error) from error
        try:
            _require_stream(response)
            transport._reader = asyncio.create_task(transport._read(response))
            async with asyncio.timeout(_OPENING_S):
                await transport._endpoint
        except TimeoutError:
            await transport.aclose()
            raise McpTimedOut("The MCP server's stream does not say where requests go.") from None
        except BaseException:
            response.close()
            await transport.aclose()
            raise
        return transport

    async def tell(self, message: Message) -> None:
        """Send a message to the address that the stream named."""
        headers = {"Content-Type": "application/json", **self._credential}
        try:
            async with await self._http.request(
                "POST", await self._endpoint, headers=headers, body=orjson.dumps(message), limits=_POST
            ) as response:
                if not 200 <= response.status < 300:
                    raise HttpRefused(f"The MCP server answers {response.status}.", response.status)
                await response.read()
        except OutgoingError as error:
            raise typed(error) from error

    async def aclose(self) -> None:
        """Close the stream."""
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)
        self._endpoint.cancel()
        self.ended()

    async def _read(self, response: GuardedResponse) -> None:
        splitter = SseSplitter(_LARGEST_EVENT_BYTES)
        failure: McpError | None = None
        try:
            async with response:
                async for chunk in response.chunks():
                    for event in splitter.feed(chunk):
                        self._take(event)
        except McpError as error:
            failure = error
        except OutgoingError as error:
            failure = typed(error)
        finally:
            self.ended(failure)
            if not self._endpoint.done() and self._lost is not None:
                self._endpoint.set_exception(self._lost)

    def _take(self, event: SseEvent) -> None:
        if event.event == b"endpoint" and not self._endpoint.done():
            self._endpoint.set_result(_within(self._url, event.data.decode("utf-8", "replace")))
        elif event.event in {b"", b"message"} and event.data:
            self.received(parse(event.data))


def _within(url: str, named: str) -> str:
    """Return the address of requests: a server may not send our credential to another origin."""
    endpoint = urljoin(url, named)
    here, there = urlsplit(url), urlsplit(endpoint)
    if (here.scheme, here.netloc) != (there.scheme, there.netloc):
        raise McpProtocolBroken("The MCP server's stream names an address of another origin; nothing is sent there.")
    return endpoint


def _require_stream(response: GuardedResponse) -> None:
    if response.status in {401, 403}:
        challenge = response.headers.get("WWW-Authenticate", "")[:2_000]
        raise McpCredentialRefused(f"The MCP server answers {response.status}.", challenge=challenge)
    kind = response.headers.get("Content-Type", "")
    if response.status != 200 or not kind.startswith("text/event-stream"):
        raise HttpRefused(f"The MCP server answers {response.status} and opens no stream.", response.status)
