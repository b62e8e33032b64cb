"""The outermost layer of every request: ids, the edge policy's enforcement, security headers. Plain ASGI.

What the policy means is decided by ``charter.edge``; this is where its answers take effect.
"""

from __future__ import annotations

import asyncio
import time
from functools import lru_cache
from itertools import chain

import orjson
from prometheus_client import Counter, Histogram
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from charter.audit import service as audit
from charter.audit.refusals import RefusalLog
from charter.core.db import is_outage
from charter.core.errors import CharterError, Unavailable
from charter.core.ids import format_id, new_id
from charter.core.telemetry import context, logs, metrics, tracing
from charter.edge import errors
from charter.edge.decisions import Facts, RawHeaders, too_large
from charter.edge.guard import SCOPE_KEY, EdgeGuard, Passage
from charter.edge.policy import RequestLimits

_log = logs.get(__name__)

_TELLING = frozenset({400, 403, 408, 413, 414, 415, 429, 431})
"""Refusals of the edge that leave an audit entry: a limit, or a request that no client of ours would send."""

_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})


class Edge:
    """Wraps the application. Refuses what the policy refuses before anything is parsed."""

    def __init__(self, app: ASGIApp, *, guard: EdgeGuard, refusals: RefusalLog | None = None) -> None:
        self._app = app
        self._guard = guard
        self._refusals = refusals

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(reversed(scope["headers"]))  # the first of equal names counts, as it does further in
        traceparent = headers.get(b"traceparent", b"").decode("latin-1")
        exchange = _Exchange(scope, headers, self._guard, send)
        trace_id = tracing.trace_id_of(traceparent or None) or context.new_trace_id()
        bound = context.bound(request_id=exchange.request_id, trace_id=trace_id)
        with bound, audit.called_from(exchange.facts.address):
            await self._handle(exchange, receive)

    async def _handle(self, exchange: _Exchange, receive: Receive) -> None:
        started, passage = time.perf_counter(), None
        try:
            passage, refusal = await self._guard.enter(exchange.facts)
            exchange.passage = passage
            if refusal is not None:
                self._note(refusal, exchange)
                await exchange.refuse(refusal)
            elif exchange.is_preflight:
                await exchange.answer_preflight()
            else:
                await self._pass_on(exchange, passage, receive)
        except Exception as error:
            explained = _explained(error)
            self._note(explained, exchange)
            if exchange.begun:
                raise  # half an answer cannot be taken back: close the connection, so that it is not taken for whole
            await exchange.refuse(explained)
        finally:
            if passage is not None:
                self._guard.leave(passage, exchange.status)
            _account(exchange.scope, exchange.status, time.perf_counter() - started)

    def _note(self, refusal: CharterError, exchange: _Exchange) -> None:
        """Leave an audit entry of a refusal that tells of somebody, not of a slip."""
        if self._refusals is not None and refusal.status in _TELLING:
            facts = exchange.facts
            self._refusals.record(None, code=refusal.code, method=facts.method, route="edge", address=facts.address)

    async def _pass_on(self, exchange: _Exchange, passage: Passage, receive: Receive) -> None:
        scope, compiled = exchange.scope, self._guard.compiled
        scope["headers"] = compiled.without_stripped(scope["headers"], exchange.headers)
        scope[SCOPE_KEY] = passage
        if b"content-length" in exchange.headers or b"transfer-encoding" in exchange.headers:
            most = compiled.body_limit(scope["path"])
            body = _Body(receive, most, compiled.requests)
            # How long a chunked body will be, nobody knows, and not every endpoint reads one: unless it is large by
            # rule, it is read before anything is done.
            known = b"content-length" in exchange.headers or most > compiled.max_body_bytes
            receive = body.receive if known else await body.whole()
        with tracing.span(f"{scope['method']} {scope['path']}"):
            limit_s = compiled.requests.answer_seconds
            if limit_s is None:
                await self._app(scope, receive, exchange.send)
                return
            try:
                async with asyncio.timeout(limit_s) as limit:
                    exchange.answer_limit = limit
                    await self._app(scope, receive, exchange.send)
            except TimeoutError:
                if exchange.begun or not limit.expired():
                    raise
                raise errors.AnswerTooLate(f"No answer began within {limit_s:g} s; ask for less, or later.") from None


class _Exchange:
    """A request and its answer."""

    def __init__(self, scope: Scope, headers: dict[bytes, bytes], guard: EdgeGuard, send: Send) -> None:
        self.scope = scope
        self.headers = headers
        self.request_id = format_id("request", new_id())
        self.status, self.begun = 500, False
        self.passage: Passage | None = None
        self.answer_limit: asyncio.Timeout | None = None
        self._compiled = guard.compiled
        self._send = send
        self._see_through_proxies()
        self.facts = self._facts()

    @property
    def is_preflight(self) -> bool:
        """Whether a browser asks for a page of another origin what it may do."""
        return self.scope["method"] == "OPTIONS" and b"access-control-request-method" in self.headers

    def _see_through_proxies(self) -> None:
        """Put the client's address and scheme where everybody looks for them."""
        peer, port = self.scope["client"] or ("unknown", 0)
        forwarded: str | None = None
        if self._compiled.trusts(peer):
            if b"x-forwarded-for" in self.headers:
                lines = [value for name, value in self.scope["headers"] if name == b"x-forwarded-for"]
                forwarded = b",".join(lines).decode("latin-1")
            scheme = self.headers.get(b"x-forwarded-proto")
            if scheme in {b"http", b"https"}:
                self.scope["scheme"] = scheme.decode()
        self.scope["client"] = (self._compiled.address_of(peer, forwarded), port)

    def _facts(self) -> Facts:
        scope, pairs = self.scope, self.scope["headers"]
        return Facts(
            method=scope["method"],
            path=scope["path"],
            query=scope["query_string"],
            url_bytes=len(scope.get("raw_path") or scope["path"]) + len(scope["query_string"]) + 1,
            headers=self.headers,
            header_count=len(pairs),
            header_bytes=len(b"".join(chain.from_iterable(pairs))),
            address=scope["client"][0],
        )

    async def send(self, message: Message) -> None:
        """Send a part of the answer; its head gets what every answer has."""
        if message["type"] == "http.response.start":
            self.status, self.begun = message["status"], True
            if self.answer_limit is not None and not self.answer_limit.expired():
                self.answer_limit.reschedule(None)
            message["headers"] = self._complete(list(message.get("headers", ())))
        await self._send(message)

    def _complete(self, headers: RawHeaders) -> RawHeaders:
        """Return an answer's headers with those of the policy that it does not have."""
        scope, compiled = self.scope, self._compiled
        there = {name for name, _ in headers}
        tls = scope["scheme"] == "https"
        headers += [
            pair
            for pair in (compiled.response_headers_tls if tls else compiled.response_headers)
            if pair[0] not in there
        ]
        if b"x-request-id" not in there:
            headers.append((b"x-request-id", self.request_id.encode()))
        if self.status in {408, 413}:
            headers.append((b"connection", b"close"))  # what of the body is still to come is not read
        if scope["path"].startswith("/v1"):
            if b"cache-control" not in there:
                headers.append((b"cache-control", b"no-store"))
            headers += compiled.deprecation_headers(scope["method"], scope["path"])
            if self.passage is not None:
                headers += self.passage.rate_headers()
        if b"origin" in self.headers and b"access-control-allow-origin" not in there:
            headers += compiled.cors.headers(self.headers[b"origin"])
        return headers

    async def answer_preflight(self) -> None:
        """Answer 204 with what a page of the origin may do, or refuse."""
        origin = self.headers.get(b"origin", b"")
        allowed = self._compiled.cors.preflight(origin)
        if allowed is None:
            shown = origin.decode("latin-1")[:200]
            await self.refuse(
                errors.OriginRefused(f"Pages of {shown!r} may not do this; the edge policy's cors.origins names none.")
            )
            return
        await self.send({"type": "http.response.start", "status": 204, "headers": list(allowed)})
        await self.send({"type": "http.response.body", "body": b""})

    async def refuse(self, refusal: CharterError) -> None:
        """Answer with a problem document."""
        document = refusal.problem() | {"instance": self.scope["path"], "request_id": self.request_id}
        body = orjson.dumps(document)
        headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
        if refusal.retry_after_s is not None:
            headers.append((b"retry-after", str(max(1, round(refusal.retry_after_s))).encode()))
        await self.send({"type": "http.response.start", "status": refusal.status, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})


class _Body:
    """Receives a body that must not be longer, and not come slower, than the policy says."""

    def __init__(self, receive: Receive, most_bytes: int, limits: RequestLimits) -> None:
        self._receive = receive
        self._most_bytes = most_bytes
        self._idle_s, self._whole_s = limits.idle_seconds, limits.body_seconds
        self._deadline: float | None = None
        self._seen, self._complete = 0, False

    async def receive(self) -> Message:
        """Return the next part; after the last one, whatever comes."""
        if self._complete:
            return await self._receive()
        now = asyncio.get_running_loop().time()
        if self._deadline is None:
            self._deadline = now + self._whole_s
        try:
            async with asyncio.timeout_at(min(now + self._idle_s, self._deadline)):
                message = await self._receive()
        except TimeoutError:
            raise HTTPException(408) from None
        self._complete = not message.get("more_body", False)
        self._seen += len(message.get("body", b""))
        if self._seen > self._most_bytes:
            raise HTTPException(413)  # the one kind of error that passes through reading a body
        return message

    async def whole(self) -> Receive:
        """Read all of the body; returns what hands it on, in one piece.

        Raises:
            BodyTooLarge, TooSlow: nothing was done.
        """
        pieces: list[bytes] = []
        message: Message = {"type": "http.request"}
        try:
            while not self._complete:
                message = await self.receive()
                pieces.append(message.get("body", b""))
        except HTTPException as error:
            if error.status_code == 413:
                raise too_large(self._most_bytes) from None
            raise errors.TooSlow("The body did not arrive in time; send it at once.") from None
        read = {"type": "http.request", "body": b"".join(pieces), "more_body": False}
        waiting = [message if message["type"] == "http.disconnect" else read]

        async def hand_on() -> Message:
            return waiting.pop() if waiting else await self._receive()

        return hand_on


def _explained(error: Exception) -> CharterError:
    """Log what went wrong and return what the caller is told."""
    if isinstance(error, CharterError):
        return error
    if is_outage(error):
        _log.warning("the database does not answer", extra={"reason": str(error)[:200]})
        return Unavailable("The database does not answer just now; try again in a few seconds.", retry_after_s=2)
    _log.error("unexpected error", exc_info=error)
    return CharterError("Something went wrong inside; the log has the cause under this request id.")


def _account(scope: Scope, status: int, seconds: float) -> None:
    """Count an answered request and log it."""
    route = getattr(scope.get("route"), "path", "other")
    requests, durations = _counters(scope["method"], route, status)
    requests.inc()
    durations.observe(seconds)
    if scope["path"] not in _QUIET:
        facts = {"method": scope["method"], "path": scope["path"], "status": status, "ms": round(seconds * 1000, 1)}
        _log.info("request", extra=facts)


@lru_cache(maxsize=4096)
def _counters(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    """Return what counts answers of one kind; to find them by their labels each time takes longer than to count."""
    return metrics.http_requests.labels(method, route, str(status)), metrics.http_seconds.labels(method, route)
