"""Transports on which all answers come on one stream: each is handed to the request with its id."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Coroutine, Mapping
from contextlib import suppress
from typing import Any

from charter.mcp import wire
from charter.mcp.errors import McpConnectionLost, McpError, McpTimedOut
from charter.mcp.transports.port import Heard, SessionLost
from charter.mcp.wire import Message

_MOST_ASIDE = 100


class Multiplexed(ABC):
    """Matches answers with requests; how bytes travel is the subclass's."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self._waiting: dict[object, asyncio.Future[Message]] = {}
        self._aside: set[asyncio.Task[None]] = set()
        self._lost: McpError | None = None

    @abstractmethod
    async def tell(self, message: Message) -> None:
        """Send a message."""

    @abstractmethod
    async def aclose(self) -> None:
        """Close the stream."""

    async def exchange(self, message: Message, *, headers: Mapping[str, str], timeout_s: float) -> Message:  # noqa: ARG002 - headers are for HTTP
        """Send a request and wait for its answer; a caller that leaves cancels it at the server."""
        if self._lost is not None:
            raise SessionLost(f"The stream of the MCP server had ended: {self._lost.detail}")
        future: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._waiting[message["id"]] = future
        try:
            async with asyncio.timeout(timeout_s):
                await self.tell(message)
                return await future
        except TimeoutError:
            self._cancelled(message)
            raise McpTimedOut(f"The MCP server did not answer {message['method']} within {timeout_s:g} s.") from None
        except asyncio.CancelledError:
            self._cancelled(message)
            raise
        finally:
            self._waiting.pop(message["id"], None)
            future.cancel()

    def received(self, message: Message) -> None:
        """Take a message of the server."""
        if wire.is_answer(message):
            future = self._waiting.get(message.get("id"))
            if future is not None and not future.done():
                future.set_result(message)
            return
        if "id" in message and len(self._aside) >= _MOST_ASIDE:
            return  # a server that asks without reading the answers gets no more of them
        reply = self._heard(message)
        if reply is not None:
            self._later(self._replied(reply))

    def ended(self, error: McpError | None = None) -> None:
        """Note that nothing more will come: whoever waits is told."""
        self._lost = self._lost or error or McpConnectionLost("The MCP server closed its stream.")
        for task in self._aside:
            task.cancel()
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(self._lost)

    def _cancelled(self, message: Message) -> None:
        if self._lost is None and message["method"] != "initialize" and len(self._aside) < _MOST_ASIDE:
            params = {"requestId": message["id"], "reason": "The caller left."}
            self._later(self._tell_quietly(wire.notification("notifications/cancelled", params)))

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)

    async def _replied(self, reply: Awaitable[Message]) -> None:
        await self._tell_quietly(await reply)

    async def _tell_quietly(self, message: Message) -> None:
        with suppress(McpError):
            await self.tell(message)
