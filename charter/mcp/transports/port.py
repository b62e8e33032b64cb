"""What a transport does, whatever it runs over."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import Protocol

from charter.core.guarded_client import (
    AddressBlocked,
    ConnectionRefused,
    HostUnresolvable,
    OutgoingError,
    OutgoingTimeout,
    RedirectRefused,
    ResponseNotHttp,
    ResponseTooLarge,
    TlsFailed,
    UrlInvalid,
)
from charter.mcp.errors import (
    McpAddressRefused,
    McpAnswerTooLarge,
    McpConnectionLost,
    McpError,
    McpProtocolBroken,
    McpServerUnreachable,
    McpTimedOut,
    McpUnavailable,
)
from charter.mcp.wire import Message


class Heard(Protocol):
    """Called with each notification and each request of the server."""

    def __call__(self, message: Message, during: object = None) -> Awaitable[Message] | None:
        """Return the answer to come, where the server asks.

        Args:
            during: id of the request on whose stream it came, where each has its own.
        """
        ...


class SessionLost(McpError):
    """The server no longer knows the session; it did not act on the request."""

    code, title = "mcp.session-lost", "MCP server forgot the session"
    not_begun = True


class HttpRefused(McpUnavailable):
    """The server answered with a bad HTTP status and no JSON-RPC error: perhaps it speaks something else."""

    def __init__(self, detail: str, http_status: int) -> None:
        super().__init__(detail, http_status=http_status)
        self.http_status = http_status


class Transport(Protocol):
    """Carries messages to one server."""

    async def exchange(self, message: Message, *, headers: Mapping[str, str], timeout_s: float) -> Message:
        """Send a request and return its answer; cancelling it tells the server as the transport does that.

        Raises:
            McpError: typed by what went wrong.
        """
        ...

    async def tell(self, message: Message) -> None:
        """Send a notification."""
        ...

    async def aclose(self) -> None:
        """End the session and free what it holds."""
        ...


_KINDS: dict[type[OutgoingError], type[McpError]] = {
    AddressBlocked: McpAddressRefused,
    UrlInvalid: McpAddressRefused,
    RedirectRefused: McpAddressRefused,
    ConnectionRefused: McpServerUnreachable,
    HostUnresolvable: McpServerUnreachable,
    TlsFailed: McpServerUnreachable,
    ResponseTooLarge: McpAnswerTooLarge,
    ResponseNotHttp: McpProtocolBroken,
}


def typed(error: OutgoingError) -> McpError:
    """Return a failure of the way out in the words of this room."""
    if isinstance(error, OutgoingTimeout):
        kind: type[McpError] = McpServerUnreachable if error.members.get("phase") == "connect" else McpTimedOut
        return kind(error.detail)
    return _KINDS.get(type(error), McpConnectionLost)(error.detail)
