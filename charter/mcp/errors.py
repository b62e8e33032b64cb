"""Refusals and failures of MCP servers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import JsonValue

from charter.core.errors import CharterError
from charter.tools.asking import Way


class McpError(CharterError):
    """A call to an MCP server failed.

    Class attributes:
        is_outage: it counts against the server in the circuit breaker.
        not_begun: the server has certainly not begun to act on the request, so that it may be sent again.
    """

    status, code, title = 502, "mcp.failed", "Call to the MCP server failed"
    is_outage: ClassVar[bool] = False
    not_begun: ClassVar[bool] = False


class McpServerUnreachable(McpError):
    """No connection could be made."""

    code, title = "mcp.server-unreachable", "MCP server cannot be reached"
    is_outage = True
    not_begun = True


class McpAddressRefused(McpError):
    """The server's address may not be connected to."""

    status, code, title = 422, "mcp.address-refused", "Address of the MCP server is not allowed"


class McpCommandNotAllowed(McpError):
    """The operator's list has no such command for this tenant."""

    status, code, title = 409, "mcp.command-not-allowed", "Command of the MCP server is not allowed"


class McpProgramsBusy(McpError):
    """As many programs run as may, and all of them are at work."""

    status, code, title = 503, "mcp.programs-busy", "Too many programs of MCP servers are at work"
    not_begun = True


class McpConnectionLost(McpError):
    """The connection ended before the answer: whether the server acted is not known."""

    code, title = "mcp.connection-lost", "MCP server was lost before it answered"
    is_outage = True


class McpTimedOut(McpError):
    """The server did not answer in its time: whether it acted is not known."""

    status, code, title = 504, "mcp.timed-out", "MCP server did not answer in time"
    is_outage = True


class McpUnavailable(McpError):
    """The server answered that it cannot (5xx or 429)."""

    code, title = "mcp.unavailable", "MCP server is not available"
    is_outage = True


class McpCredentialRefused(McpError):
    """The server wants another credential, or one at all. Member ``challenge``: its WWW-Authenticate header."""

    code, title = "mcp.credential-refused", "MCP server refuses the credential"


class McpProtocolBroken(McpError):
    """What came back does not follow the protocol."""

    code, title = "mcp.protocol-broken", "MCP server does not follow the protocol"


class McpAnswerTooLarge(McpError):
    """The answer is larger than Charter takes."""

    code, title = "mcp.answer-too-large", "Answer of the MCP server is too large"


class McpRequestRefused(McpError):
    """The server answered with an error. Members ``rpc_code`` and ``rpc_message`` are what it said.

    Attribute ``lacking``: the capabilities that it misses, if it refuses for want of them.
    """

    code, title = "mcp.request-refused", "MCP server refuses the request"

    def __init__(
        self, detail: str, *, rpc_code: int, rpc_message: str, lacking: Mapping[str, JsonValue] | None = None
    ) -> None:
        super().__init__(detail, rpc_code=rpc_code, rpc_message=rpc_message)
        self.rpc_code, self.lacking = rpc_code, lacking or {}


class McpInputRequired(McpError):
    """The server asks for something before it goes on (elicitation, sampling, roots), which is not offered to it.

    Member ``asked``: the methods that it asked for. Attributes ``wanted`` and ``state`` are what it asks, by its keys,
    and what it wants back with the answers; ``way`` is how a person would have to be asked.
    """

    status, code, title = 409, "mcp.input-required", "MCP server asks for input that is not offered to it"

    def __init__(
        self,
        detail: str,
        *,
        asked: list[str],
        wanted: dict[str, JsonValue] | None = None,
        state: str | None = None,
        way: Way | None = None,
    ) -> None:
        super().__init__(detail, asked=list[JsonValue](asked))
        self.wanted, self.state, self.way = wanted or {}, state, way


class McpAsksForSecret(McpError):
    """The server asks a person for a secret in a form, which the protocol forbids and nobody is shown."""

    own_words = True
    status, code, title = 409, "mcp.asks-for-secret", "MCP server asks for a secret"


class McpServerPaused(McpError):
    """The server failed several times in a row and is left alone for a moment."""

    status, code, title = 503, "mcp.server-paused", "MCP server is paused after failures"
    not_begun = True


class McpServerNotFound(CharterError):
    """There is no such MCP server in this tenant."""

    status, code, title = 404, "mcp.server-not-found", "MCP server not found"


class McpServerNameTaken(CharterError):
    """A server of this tenant has the name."""

    status, code, title = 409, "mcp.server-name-taken", "MCP server name is taken"


class McpServerChanged(CharterError):
    """Somebody else changed the server while it was being asked."""

    status, code, title = 409, "mcp.server-changed", "MCP server was changed meanwhile"


class McpToolNotOffered(CharterError):
    """The server does not offer such a tool."""

    status, code, title = 404, "mcp.tool-not-offered", "MCP server does not offer this tool"


class McpToolSuspicious(CharterError):
    """A tool's texts look like instructions; whoever approves it says so expressly. Member ``flags``."""

    status, code, title = 409, "mcp.tool-suspicious", "Tool's texts look like hidden instructions"


class McpTooManyChecks(CharterError):
    """Other servers are being asked just now."""

    status, code, title = 503, "mcp.too-many-checks", "Too many MCP servers are being asked"


class McpNoCredential(CharterError):
    """The server needs a credential that is not stored."""

    own_words = True
    status, code, title = 409, "mcp.no-credential", "MCP server has no credential"


class McpNotAuthorized(CharterError):
    """The caller has not let Charter use the server in their name. Member ``authorize``: where they do."""

    own_words = True
    status, code, title = 409, "mcp.not-authorized", "You have not connected your account at this MCP server"


class McpOauthFailed(McpError):
    """The authorization server of an MCP server refuses, or what it says cannot be trusted."""

    code, title = "mcp.oauth-failed", "Authorization at the MCP server failed"


class McpAuthorizationLost(CharterError):
    """The way back from the authorization server belongs to no way there: too late, twice, or somebody else's."""

    status, code, title = 409, "mcp.authorization-lost", "This authorization was not begun, or is over"
