"""Uvicorn's HTTP with the edge's limits on connections: slow heads, and how many one client opens."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from charter.edge.bans import subject_of
from charter.edge.guard import EdgeGuard

_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class EdgeProtocol(HttpToolsProtocol):
    """One connection. A head must arrive in the policy's time, from the connection or its first byte on."""

    guard: ClassVar[EdgeGuard]
    open: ClassVar[Counter[str]]
    _head_timer: asyncio.TimerHandle | None = None
    _subject: str | None = None

    def connection_made(self, transport: Any) -> None:
        """Take a connection, unless its client has too many."""
        super().connection_made(transport)
        compiled, peer = self.guard.compiled, self.client[0] if self.client else "unknown"
        if compiled.limits_address(peer) and not compiled.trusts(peer):
            self._subject = subject_of(peer)
            self.open[self._subject] += 1
            if self.open[self._subject] > compiled.connections_per_client:
                transport.abort()
                return
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._head_came()
        if self._subject is not None:
            self.open[self._subject] -= 1
            if not self.open[self._subject]:
                del self.open[self._subject]
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Note the first byte of a request."""
        super().on_message_begin()
        if self._head_timer is None:
            self._await_head()

    def on_headers_complete(self) -> None:
        """Note the end of a request's head."""
        self._head_came()
        super().on_headers_complete()

    def _await_head(self) -> None:
        self._head_timer = self.loop.call_later(self.guard.compiled.requests.header_seconds, self._too_slow)

    def _head_came(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _too_slow(self) -> None:
        self._head_timer = None
        if not self.transport.is_closing():
            self.transport.write(_TOO_SLOW)
            self.transport.close()


def protocol_of(guard: EdgeGuard) -> type[EdgeProtocol]:
    """Return the protocol of a server with this guard."""
    return type("GuardedProtocol", (EdgeProtocol,), {"guard": guard, "open": Counter()})
