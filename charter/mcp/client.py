"""A client of one MCP server: finds out which revision it speaks, lists what it offers, calls its tools.

What a server may ask in the middle of a call (elicitation, sampling) is the caller's to offer, see
:mod:`charter.mcp.inputs`. One that asks for anything else is refused, in the protocol's words when it asks on the
stream, and as :class:`McpInputRequired` to the caller when its result asks.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from charter.core.errors import CharterError
from charter.core.telemetry import logs
from charter.mcp import wire
from charter.mcp.errors import McpInputRequired, McpProtocolBroken, McpRequestRefused
from charter.mcp.inputs import CallInputs
from charter.mcp.offers import PromptOffer, ResourceOffer, ServerFacts, ToolOffer, ToolResult
from charter.mcp.transports.legacy_sse import LegacySse
from charter.mcp.transports.port import Heard, HttpRefused, SessionLost, Transport
from charter.mcp.transports.streamable import StreamableHttp
from charter.mcp.wire import Message

_log = logs.get(__name__)

Progress = Callable[[float, float | None, str], None]
"""Called with progress, total (None when unknown) and a message."""
_Offer = TypeVar("_Offer", bound=BaseModel)

_MOST_PAGES = 100
_MOST_OFFERS = 2_000
_LISTING_S = 30.0
_LEGACY_HTTP = frozenset({400, 404, 405, 406, 415, 426})
"""Statuses by which a server that speaks another transport, or another era, refuses a request."""


class Connector(Protocol):
    """Makes the transports of one server."""

    def streamable(self, heard: Heard) -> StreamableHttp:
        """Return streamable HTTP."""
        ...

    async def legacy(self, heard: Heard) -> LegacySse:
        """Open HTTP with server-sent events."""
        ...


class McpClient:
    """One session with one server for one credential; shared by concurrent callers.

    Args:
        offered: capabilities that a session of the handshake era begins with; each call of the stateless era has its
            own.

    Attributes:
        facts: who the server is, after :meth:`open`.
        changed: the server said that a list of its offers changed.
    """

    def __init__(self, offered: Message | None = None) -> None:
        self._offered = offered or {}
        self._inputs: dict[int, CallInputs] = {}
        self._transport: Transport | None = None
        self._ids = itertools.count(1)
        self._progress: dict[object, Progress] = {}
        self._modern = False
        self.facts: ServerFacts | None = None
        self.changed = asyncio.Event()

    @property
    def revision(self) -> str | None:
        """The revision spoken, None before :meth:`open`."""
        return self.facts.revision if self.facts else None

    async def open(self, connector: Connector, *, kind: str = "auto") -> ServerFacts:
        """Find out which era the server speaks and begin a session where it needs one.

        A stateless request is tried first; a server that refuses it in another way than a stateless one would is
        greeted with ``initialize``, and at last over server-sent events (2026-07-28, Streamable HTTP, Backward
        Compatibility).

        Args:
            kind: ``auto``, or ``sse`` for a server known to speak nothing else.
        """
        if kind == "sse":
            self._transport = await connector.legacy(self.heard)
            return await self._initialize()
        streamable = connector.streamable(self.heard)
        self._transport = streamable
        try:
            if await self._discover():
                return self._known()
            return await self._initialize()
        except HttpRefused as error:
            if error.http_status not in _LEGACY_HTTP:
                raise
            await streamable.aclose()
        self._transport = await connector.legacy(self.heard)
        return await self._initialize()

    def assume(self, connector: Connector, facts: ServerFacts) -> None:
        """Go on with a stateless server that was met before: there is nothing to begin."""
        self._transport = connector.streamable(self.heard)
        self._modern, self.facts = True, facts

    async def greet(self, transport: Transport) -> ServerFacts:
        """Begin a session over a transport that is there already, such as the pipes of a program."""
        self._transport = transport
        if await self._discover():
            return self._known()
        return await self._initialize()

    async def aclose(self) -> None:
        """End the session."""
        if self._transport is not None:
            await self._transport.aclose()

    async def tools(self) -> tuple[list[ToolOffer], list[str]]:
        """Return the server's tools, and why others of its list are left out."""
        offers, skipped = await self._list("tools", ToolOffer)
        kept = []
        for offer in offers:
            try:
                wire.parameter_paths(offer.input_schema)
                kept.append(offer)
            except ValueError as error:
                skipped.append(f"{offer.name}: {error}")
        return kept, skipped

    async def resources(self) -> list[ResourceOffer]:
        """Return the server's resources."""
        return (await self._list("resources", ResourceOffer))[0]

    async def prompts(self) -> list[PromptOffer]:
        """Return the server's prompts."""
        return (await self._list("prompts", PromptOffer))[0]

    async def call_tool(
        self,
        name: str,
        arguments: Mapping[str, Any],
        *,
        schema: Mapping[str, Any] | None = None,
        timeout_s: float = 60.0,
        on_progress: Progress | None = None,
        inputs: CallInputs | None = None,
    ) -> ToolResult:
        """Call a tool.

        Args:
            schema: its input schema, which may ask for arguments to be repeated in headers.
            inputs: answers what the server asks meanwhile; None refuses.

        Raises:
            McpInputRequired: the server wants to ask a person or a model first.
            AsksPerson: a person is to be asked, and ``inputs`` can wait.
            McpError: the call failed; a tool that ran and failed is a result with ``is_error``.
        """
        headers = wire.parameter_headers(schema, arguments) if schema and self._modern else {}
        while True:
            params: Message = {"name": name, "arguments": dict(arguments)} | (inputs.params() if inputs else {})
            try:
                document = await self.request(
                    "tools/call", params, headers=headers, timeout_s=timeout_s, on_progress=on_progress, inputs=inputs
                )
            except McpInputRequired as required:
                if inputs is None:
                    raise
                await inputs.respond(required)
                continue
            except McpRequestRefused as refused:
                if inputs is not None:
                    if refused.rpc_code == wire.INVALID_PARAMS and inputs.begin_anew():
                        continue
                    inputs.require_settled(failed=True)
                    raise inputs.refusal_of(refused) from refused
                raise
            result = _read(ToolResult, document)
            if inputs is not None:
                inputs.require_settled(failed=result.is_error)
            return result

    async def read_resource(self, uri: str, *, timeout_s: float = 30.0) -> list[dict[str, Any]]:
        """Return the contents of a resource, as the server wrote them."""
        document = await self.request("resources/read", {"uri": uri}, timeout_s=timeout_s)
        return _objects(document, "contents")

    async def get_prompt(
        self, name: str, arguments: Mapping[str, str], *, timeout_s: float = 30.0
    ) -> list[dict[str, Any]]:
        """Return the messages of a prompt."""
        params: Message = {"name": name, "arguments": dict(arguments)}
        return _objects(await self.request("prompts/get", params, timeout_s=timeout_s), "messages")

    async def ping(self, *, timeout_s: float = 10.0) -> None:
        """Find out whether the server answers; the stateless era asks who it is instead."""
        await self.request("server/discover" if self._modern else "ping", {}, timeout_s=timeout_s)

    async def request(
        self,
        method: str,
        params: Message,
        *,
        headers: Mapping[str, str] | None = None,
        timeout_s: float,
        on_progress: Progress | None = None,
        inputs: CallInputs | None = None,
    ) -> Message:
        """Send a request and return its result.

        Raises:
            McpInputRequired: the server wants answers first.
            McpRequestRefused: the server answered with an error.
            McpError: other failures, typed.
        """
        id_ = next(self._ids)
        token = f"progress-{id_}"
        if on_progress is not None:
            params = {**params, "_meta": {**params.get("_meta", {}), "progressToken": token}}
            self._progress[token] = on_progress
        if inputs is not None:
            self._inputs[id_] = inputs
        try:
            # Some servers list only what a client is able to use.
            offered = inputs.capabilities if inputs else self._offered if method.endswith("/list") else {}
            return await self._exchange(id_, method, params, headers or {}, timeout_s, offered)
        finally:
            self._progress.pop(token, None)
            self._inputs.pop(id_, None)

    async def _exchange(
        self, id_: int, method: str, params: Message, headers: Mapping[str, str], timeout_s: float, offered: Message
    ) -> Message:
        if self._transport is None:
            raise McpProtocolBroken("The session with the MCP server has not begun.")
        if self._modern:
            message = wire.request(id_, method, wire.modern_params(params, offered))
            headers = {**wire.mirrored_headers(message), **headers}
        else:
            message = wire.request(id_, method, params)
        answer = await self._transport.exchange(message, headers=headers, timeout_s=timeout_s)
        return _result(answer, method)

    async def _discover(self) -> bool:
        """Return whether the server speaks the stateless era, and remember what it says about itself."""
        self._modern = True
        try:
            document = await self.request("server/discover", {}, timeout_s=_LISTING_S)
        except (McpRequestRefused, HttpRefused, McpProtocolBroken, SessionLost) as error:
            if isinstance(error, McpRequestRefused) and error.rpc_code in wire.MODERN_ERRORS - {
                wire.UNSUPPORTED_REVISION
            }:
                raise
            if isinstance(error, HttpRefused) and error.http_status not in _LEGACY_HTTP:
                raise
            self._modern = False
            return False
        versions = document.get("supportedVersions")
        self._modern = isinstance(versions, list) and wire.MODERN in versions
        if self._modern:
            self.facts = _facts(document, document.get("_meta", {}).get(wire.SERVER_KEY), wire.MODERN)
        return self._modern

    async def _initialize(self) -> ServerFacts:
        params = {"protocolVersion": wire.HANDSHAKES[0], "capabilities": self._offered, "clientInfo": wire.OURSELVES}
        document = await self.request("initialize", params, timeout_s=_LISTING_S)
        revision = document.get("protocolVersion")
        if revision not in wire.HANDSHAKES:
            raise McpProtocolBroken(
                f"The MCP server speaks revision {revision!r:.40}; Charter speaks {', '.join(wire.REVISIONS)}."
            )
        self.facts = _facts(document, document.get("serverInfo"), revision)
        if isinstance(self._transport, StreamableHttp):
            self._transport.revision = revision
        if self._transport is not None:
            await self._transport.tell(wire.notification("notifications/initialized"))
        return self.facts

    def _known(self) -> ServerFacts:
        if self.facts is None:
            raise McpProtocolBroken("The session with the MCP server has not begun.")
        return self.facts

    async def _list(self, what: str, kind: type[_Offer]) -> tuple[list[_Offer], list[str]]:
        """Return all pages of a list; an item that cannot be read is skipped and named."""
        if not self._known().can(what):
            return [], []
        offers: list[_Offer] = []
        skipped: list[str] = []
        cursors: set[str] = set()
        params: Message = {}
        for _ in range(_MOST_PAGES):
            document = await self.request(f"{what}/list", params, timeout_s=_LISTING_S)
            for item in _objects(document, what):
                try:
                    offers.append(kind.model_validate(item))
                except ValidationError as error:
                    first = error.errors(include_url=False, include_input=False)[0]
                    place = ".".join(str(part) for part in first["loc"])
                    skipped.append(f"{item.get('name')!r:.130}: {place}: {first['msg']}")
            cursor = document.get("nextCursor")
            if not isinstance(cursor, str) or len(offers) >= _MOST_OFFERS:
                break
            if cursor in cursors:
                raise McpProtocolBroken(f"The MCP server's {what} go round in a circle.")
            cursors.add(cursor)
            params = {"cursor": cursor}
        return offers[:_MOST_OFFERS], skipped

    def heard(self, message: Message, during: object = None) -> Awaitable[Message] | None:
        """Take what the server sends by itself; returns the answer to come where it asks.

        Args:
            during: id of the request on whose stream it came, where each has its own.
        """
        method, params = message.get("method"), message.get("params")
        params = params if isinstance(params, dict) else {}
        if "id" in message:
            return self._asked(message["id"], str(method), params, during)
        if method == "notifications/progress":
            self._progressed(params)
        elif isinstance(method, str) and method.endswith("/list_changed"):
            self.changed.set()
        return None

    async def _asked(self, id_: object, method: str, params: Message, during: object) -> Message:
        if method == "ping":
            return wire.result(id_, {})
        inputs = self._inputs_of(during)
        if inputs is not None and not self._modern:
            try:
                return wire.result(id_, await inputs.answered(method, params))
            except CharterError as error:
                inputs.refusal = error
                return wire.error(id_, wire.INVALID_REQUEST, f"refused: {error.title}")
        _log.info("an MCP server asked for something that is not offered to it", extra={"method": method[:100]})
        return wire.error(id_, wire.METHOD_NOT_FOUND, f"{method[:100]} is not offered by this client")

    def _inputs_of(self, during: object) -> CallInputs | None:
        """Return what answers for the call that a question belongs to; where that cannot be known, nobody does."""
        if during is not None:
            return self._inputs.get(during) if isinstance(during, int) else None
        return next(iter(self._inputs.values())) if len(self._inputs) == 1 else None

    def _progressed(self, params: Message) -> None:
        callback = self._progress.get(params.get("progressToken"))
        progress, total = params.get("progress"), params.get("total")
        if callback is not None and isinstance(progress, int | float):
            callback(progress, total if isinstance(total, int | float) else None, str(params.get("message") or ""))


def _result(answer: Message, method: str) -> Message:
    if "error" in answer:
        problem = answer["error"] if isinstance(answer["error"], dict) else {}
        code = problem.get("code")
        said = str(problem.get("message", ""))[:1_000]
        raise McpRequestRefused(
            f"The MCP server refuses {method}: {said}",
            rpc_code=code if isinstance(code, int) else 0,
            rpc_message=said,
            lacking=_lacking(problem) if code == wire.MISSING_CAPABILITY else None,
        )
    document = answer.get("result")
    if not isinstance(document, dict):
        raise McpProtocolBroken(f"The MCP server's answer to {method} has no result.")
    match document.get("resultType", "complete"):
        case "complete":
            return document
        case "input_required":
            wanted, state = document.get("inputRequests"), document.get("requestState")
            asked = _methods(wanted)
            raise McpInputRequired(
                f"The MCP server asks for {', '.join(asked) or 'more input'} before it goes on, which is not offered "
                "to it here.",
                asked=list(asked),
                wanted=wanted if isinstance(wanted, dict) else None,
                state=state if isinstance(state, str) else None,
            )
        case other:
            raise McpProtocolBroken(f"The MCP server's answer to {method} is of the unknown type {other!r:.40}.")


def _lacking(problem: Message) -> dict[str, Any]:
    data = problem.get("data")
    required = data.get("requiredCapabilities") if isinstance(data, dict) else None
    return required if isinstance(required, dict) else {}


def _methods(wanted: object) -> list[str]:
    parts = wanted.values() if isinstance(wanted, dict) else ()
    return sorted({str(part.get("method"))[:100] for part in parts if isinstance(part, dict)})


def _facts(document: Message, who: object, revision: str) -> ServerFacts:
    said = who if isinstance(who, dict) else {}
    return ServerFacts(
        name=str(said.get("name", ""))[:200],
        version=str(said.get("version", ""))[:100],
        revision=revision,
        capabilities=document["capabilities"] if isinstance(document.get("capabilities"), dict) else {},
        instructions=str(document.get("instructions") or "")[:16_000],
    )


def _objects(document: Message, what: str) -> list[dict[str, Any]]:
    items = document.get(what)
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise McpProtocolBroken(f"The MCP server's answer has no list of {what}.")
    return items


def _read(kind: type[_Offer], document: Message) -> _Offer:
    try:
        return kind.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise McpProtocolBroken(
            f"The MCP server's answer is not as the protocol wants it: {place}: {first['msg']}"
        ) from error
