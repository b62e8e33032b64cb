"""The outermost layer of every request: ids, time, size and type of the body, security headers. Plain ASGI."""

from __future__ import annotations

import time
from collections.abc import Mapping

import orjson
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from charter.core.db import is_outage
from charter.core.ids import format_id, new_id
from charter.core.telemetry import context, logs, metrics, tracing

_log = logs.get(__name__)

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "worker-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'"
)
_SECURITY_HEADERS: Mapping[str, str] = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_TYPES = ("application/json", "application/yaml", "application/x-yaml", "text/yaml")
_LONGEST_PATH = 1_000
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})


class Edge:
    """Wraps the application. Refuses what is too large or of the wrong type before anything is parsed."""

    def __init__(self, app: ASGIApp, *, max_body_bytes: int) -> None:
        self._app = app
        self._max_body_bytes = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request_id = format_id("request", new_id())
        trace_id = tracing.trace_id_of(headers.get("traceparent")) or context.new_trace_id()
        with context.bound(request_id=request_id, trace_id=trace_id):
            await self._handle(scope, headers, receive, send, request_id)

    async def _handle(self, scope: Scope, headers: Headers, receive: Receive, send: Send, request_id: str) -> None:
        started, status, sent = time.perf_counter(), 500, False

        async def send_with_headers(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status, sent = message["status"], True
                out = MutableHeaders(scope=message)
                out["x-request-id"] = request_id
                for name, value in _SECURITY_HEADERS.items():
                    out.setdefault(name, value)
                if scope["path"].startswith("/v1"):
                    out.setdefault("cache-control", "no-store")
            await send(message)

        try:
            if refusal := self._refusal(scope, headers):
                await _refuse(send_with_headers, scope, request_id, *refusal)
            else:
                with tracing.span(f"{scope['method']} {scope['path']}"):
                    await self._app(scope, self._limited(receive), send_with_headers)
        except Exception as error:
            explained = _explained(error)
            if sent:
                raise  # half an answer cannot be taken back: close the connection, so that it is not taken for whole
            await _refuse(send_with_headers, scope, request_id, *explained)
        finally:
            _account(scope, status, time.perf_counter() - started)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str, str] | None:
        if "\x00" in scope["path"] or b"%00" in scope["query_string"] or len(scope["path"]) > _LONGEST_PATH:
            return (
                400,
                "core.bad-request",
                "The address holds a NUL or is too long; see /openapi.json for what there is.",
            )
        if scope["method"] not in _WITH_BODY:
            return None
        length = headers.get("content-length")
        if length is not None and length.isdigit() and int(length) > self._max_body_bytes:
            return 413, "core.body-too-large", self._too_large()
        has_body = (length is not None and length != "0") or "transfer-encoding" in headers
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if has_body and not kind.startswith(_TYPES):
            return 415, "core.wrong-content-type", f"The body is {kind or 'of no type'}; send application/json."
        return None

    def _too_large(self) -> str:
        return f"The body is larger than {self._max_body_bytes} bytes; send less, or raise CHARTER_MAX_BODY_BYTES."

    def _limited(self, receive: Receive) -> Receive:
        seen = 0

        async def limited() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._max_body_bytes:
                raise HTTPException(413)  # the one kind of error that passes through reading a body
            return message

        return limited


def _explained(error: Exception) -> tuple[int, str, str]:
    """Log what went wrong and return what the caller is told."""
    if is_outage(error):
        _log.warning("the database does not answer", extra={"reason": str(error)[:200]})
        return _OUTAGE
    _log.error("unexpected error", exc_info=error)
    return _UNEXPECTED


def _account(scope: Scope, status: int, seconds: float) -> None:
    """Count an answered request and log it."""
    route = getattr(scope.get("route"), "path", "other")
    metrics.http_requests.labels(scope["method"], route, str(status)).inc()
    metrics.http_seconds.labels(scope["method"], route).observe(seconds)
    if scope["path"] not in _QUIET:
        facts = {"method": scope["method"], "path": scope["path"], "status": status, "ms": round(seconds * 1000, 1)}
        _log.info("request", extra=facts)


_TITLES = {
    400: "Bad request",
    413: "Body too large",
    415: "Wrong content type",
    500: "Internal error",
    503: "A part that is needed is not available",
}
_UNEXPECTED = (500, "core.internal", "Something went wrong inside; the log has the cause under this request id.")
_OUTAGE = (503, "core.unavailable", "The database does not answer just now; try again in a few seconds.")


async def _refuse(send: Send, scope: Scope, request_id: str, status: int, code: str, detail: str) -> None:
    body = orjson.dumps(
        {
            "type": f"/problems/{code}",
            "title": _TITLES[status],
            "status": status,
            "detail": detail,
            "code": code,
            "instance": scope["path"],
            "request_id": request_id,
        }
    )
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    if status == 503:
        headers.append((b"retry-after", b"2"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
