"""Server-sent events (HTML Living Standard §9.2): typed, with ids, kept alive by comments."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.responses import StreamingResponse

KEEP_ALIVE_S = 15.0
MEDIA_TYPE = "text/event-stream"


def event(kind: str, data: bytes, id_: int | None = None) -> bytes:
    """Return one event on the wire; ``data`` is JSON without line breaks."""
    head = b"" if id_ is None else b"id: %d\n" % id_
    return b"%sevent: %s\ndata: %s\n\n" % (head, kind.encode(), data)


async def with_keep_alive(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Pass chunks on, with a comment whenever nothing came for a while, so that proxies keep the connection."""
    iterator = aiter(chunks)
    pending: asyncio.Future[bytes] | None = None
    try:
        while True:
            pending = pending or asyncio.ensure_future(anext(iterator))
            done, _ = await asyncio.wait({pending}, timeout=KEEP_ALIVE_S)
            if not done:
                yield b": still here\n\n"
                continue
            try:
                chunk = pending.result()
            except StopAsyncIteration:
                return
            pending = None
            yield chunk
    finally:
        if pending is not None:
            pending.cancel()


def stream(chunks: AsyncIterator[bytes]) -> StreamingResponse:
    """Return the response of an event stream; proxies are told not to buffer it."""
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(with_keep_alive(chunks), media_type=MEDIA_TYPE, headers=headers)
