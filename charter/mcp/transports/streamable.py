"""Streamable HTTP, both eras: each message is a POST, its answer is JSON or a stream of events that ends with it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from contextlib import suppress

import orjson

from charter.core.event_stream import SseEvent, SseSplitter
from charter.core.guarded_client import GuardedClient, GuardedResponse, Limits, OutgoingError, OutgoingTimeout
from charter.mcp import wire
from charter.mcp.errors import McpConnectionLost, McpCredentialRefused, McpError, McpProtocolBroken, McpTimedOut
from charter.mcp.transports.port import Heard, HttpRefused, SessionLost, typed
from charter.mcp.wire import Message

_LARGEST_ANSWER_BYTES = 8 << 20
_NOTIFICATION_S = 10.0
_MOST_RESUMPTIONS = 50
_SHORTEST_RETRY_MS, _LONGEST_RETRY_MS = 20, 5_000
_PLACE = re.compile(rb"[\x21-\x7e]{1,500}")
_ACCEPT = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}


class StreamableHttp:
    """Carries messages to one endpoint.

    Attributes:
        revision: what an ``initialize`` agreed on; None in the stateless era, where each request carries its own.
    """

    def __init__(self, http: GuardedClient, url: str, credential: Mapping[str, str], heard: Heard) -> None:
        self._http = http
        self._url = url
        self._headers = {**_ACCEPT, **credential}
        self._heard = heard
        self._session_id: str | None = None
        self._aside: set[asyncio.Task[None]] = set()
        self.revision: str | None = None

    async def exchange(self, message: Message, *, headers: Mapping[str, str], timeout_s: float) -> Message:
        """Send a request and return its answer; a caller that leaves closes the stream, which cancels the request."""
        deadline = asyncio.get_running_loop().time() + timeout_s
        try:
            async with await self._post(message, headers, timeout_s) as response:
                return await self._answer(response, message, deadline)
        except OutgoingError as error:
            self._cancelled(message)
            if isinstance(error, OutgoingTimeout) and error.members.get("phase") != "connect":
                raise _too_late(message, timeout_s) from None
            raise typed(error) from error
        except TimeoutError:
            self._cancelled(message)
            raise _too_late(message, timeout_s) from None
        except asyncio.CancelledError:
            self._cancelled(message)
            raise

    async def tell(self, message: Message) -> None:
        """Send a notification, or the answer to a request of the server."""
        try:
            async with await self._post(message, {}, _NOTIFICATION_S) as response:
                _require_admitted(response)
                await response.read()
        except OutgoingError as error:
            raise typed(error) from error

    async def aclose(self) -> None:
        """End the session at the server, if there is one, as a courtesy: it may refuse."""
        for task in self._aside:
            task.cancel()
        session_id, self._session_id = self._session_id, None
        if session_id is None:
            return
        headers = self._headers | self._session_headers() | {wire.SESSION_HEADER: session_id}
        try:
            async with await self._http.request("DELETE", self._url, headers=headers, limits=_limits(2.0)):
                pass
        except OutgoingError:
            pass

    async def _post(self, message: Message, headers: Mapping[str, str], timeout_s: float) -> GuardedResponse:
        sent = self._headers | self._session_headers() | dict(headers)
        return await self._http.request(
            "POST", self._url, headers=sent, body=orjson.dumps(message), limits=_limits(timeout_s)
        )

    def _session_headers(self) -> dict[str, str]:
        headers = {} if self.revision is None else {wire.REVISION_HEADER: self.revision}
        return headers if self._session_id is None else headers | {wire.SESSION_HEADER: self._session_id}

    async def _answer(self, response: GuardedResponse, message: Message, deadline: float) -> Message:
        _require_admitted(response)
        if response.status == 404 and self._session_id is not None:
            self._session_id = None
            raise SessionLost("The MCP server ended the session; a new one is begun with the next call.")
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind == "text/event-stream" and response.status == 200:
            async with asyncio.timeout_at(deadline):
                answer = await self._streamed(response, message["id"], deadline)
        else:
            answer = _parsed(await response.read(), response, kind)
        if message["method"] == "initialize" and "result" in answer:
            self._session_id = response.headers.get(wire.SESSION_HEADER)
        return answer

    async def _streamed(self, response: GuardedResponse, id_: object, deadline: float) -> Message:
        """Return the answer on a stream; one that breaks is gone on with where the server gave its events ids."""
        splitter = SseSplitter(_LARGEST_ANSWER_BYTES)
        lost: McpError | OutgoingError
        try:
            return await self._until_answer(response, splitter, id_)
        except (OutgoingError, McpConnectionLost) as error:
            lost = error
        place = b""
        for _ in range(_MOST_RESUMPTIONS):
            place = splitter.last_event_id or place
            if self.revision is None or isinstance(lost, OutgoingTimeout) or not _PLACE.fullmatch(place):
                break
            await asyncio.sleep(min(max(splitter.retry_ms or 0, _SHORTEST_RETRY_MS), _LONGEST_RETRY_MS) / 1000)
            splitter = SseSplitter(_LARGEST_ANSWER_BYTES)
            try:
                async with await self._resumed(place.decode(), deadline) as again:
                    if again.status != 200 or not again.headers.get("Content-Type", "").startswith("text/event-stream"):
                        break
                    return await self._until_answer(again, splitter, id_)
            except (OutgoingError, McpConnectionLost) as error:
                lost = error
        raise lost

    async def _resumed(self, place: str, deadline: float) -> GuardedResponse:
        left_s = max(deadline - asyncio.get_running_loop().time(), 0.001)
        headers = self._headers | self._session_headers() | {"Accept": "text/event-stream", "Last-Event-ID": place}
        return await self._http.request("GET", self._url, headers=headers, limits=_limits(left_s))

    async def _until_answer(self, response: GuardedResponse, splitter: SseSplitter, id_: object) -> Message:
        while chunk := await response.read_chunk():
            for event in splitter.feed(chunk):
                answer = await self._take(event, id_)
                if answer is not None:
                    await response.drain()
                    return answer
        for event in splitter.flush():
            if (answer := await self._take(event, id_)) is not None:
                return answer
        raise McpConnectionLost("The MCP server closed the stream before its answer.")

    async def _take(self, event: SseEvent, id_: object) -> Message | None:
        if not event.data or event.event not in {b"", b"message"}:
            return None
        message = parse(event.data)
        if wire.is_answer(message):
            return message if message.get("id") == id_ else None
        reply = self._heard(message, id_)
        if reply is not None:
            await self.tell(await reply)
        return None

    def _cancelled(self, message: Message) -> None:
        """Tell a server of the handshake era; in the stateless one the closed stream has told it."""
        if self.revision is None or message["method"] == "initialize":
            return
        params = {"requestId": message["id"], "reason": "The caller left."}
        task = asyncio.create_task(self._tell_quietly(wire.notification("notifications/cancelled", params)))
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)

    async def _tell_quietly(self, message: Message) -> None:
        with suppress(McpError):
            await self.tell(message)


def _too_late(message: Message, timeout_s: float) -> McpTimedOut:
    return McpTimedOut(f"The MCP server did not answer {message['method']} within {timeout_s:g} s.")


def _limits(timeout_s: float) -> Limits:
    return Limits(
        connect_timeout_s=min(timeout_s, 10.0),
        header_timeout_s=timeout_s,
        idle_timeout_s=timeout_s,
        total_timeout_s=timeout_s,
        max_response_bytes=_LARGEST_ANSWER_BYTES,
        max_redirects=2,
    )


def _require_admitted(response: GuardedResponse) -> None:
    if response.status in {401, 403}:
        challenge = response.headers.get("WWW-Authenticate", "")[:2_000]
        raise McpCredentialRefused(
            f"The MCP server answers {response.status}: it wants a credential, or another one.",
            challenge=challenge,
            http_status=response.status,
        )


def _parsed(body: bytes, response: GuardedResponse, kind: str) -> Message:
    if kind == "application/json":
        try:
            message = parse(body)
        except McpProtocolBroken:
            if response.status == 200:
                raise
        else:
            if wire.is_answer(message):
                return message
    if response.status == 200:
        raise McpProtocolBroken(f"The MCP server answers with {kind or 'nothing'}, not with a JSON-RPC answer.")
    raise HttpRefused(f"The MCP server answers {response.status}.", response.status)


def parse(data: bytes) -> Message:
    """Return one JSON-RPC message.

    Raises:
        McpProtocolBroken: it is none.
    """
    try:
        message = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise McpProtocolBroken("The MCP server sent something that is not JSON.") from error
    if wire.is_too_deep(message, data):
        raise McpProtocolBroken("The MCP server sent something that is nested too deeply.")
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        raise McpProtocolBroken("The MCP server sent something that is no JSON-RPC 2.0 message.")
    return message
