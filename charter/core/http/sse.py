"""Server-sent events (HTML Living Standard §9.2): typed, with ids, kept alive by comments."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Protocol

from starlette.responses import StreamingResponse

KEEP_ALIVE_S = 15.0
MEDIA_TYPE = "text/event-stream"


def event(kind: str, data: bytes, id_: int | None = None) -> bytes:
    """Return one event on the wire; ``data`` is JSON without line breaks."""
    head = b"" if id_ is None else b"id: %d\n" % id_
    return b"%sevent: %s\ndata: %s\n\n" % (head, kind.encode(), data)


class Guard(Protocol):
    """Watches whether a stream's reader may still read it."""

    stale: asyncio.Future[None]
    """Done when the reader's permission must be asked for anew."""

    async def recheck(self) -> bytes | None:
        """Ask anew: None to go on (``stale`` is fresh then), or the last bytes that the reader gets."""
        ...


async def guarded(chunks: AsyncIterator[bytes], guard: Guard) -> AsyncIterator[bytes]:
    """Pass chunks on while the guard allows it, with a comment whenever nothing came for a while.

    The comments make proxies keep the connection.
    """
    iterator = aiter(chunks)
    pending: asyncio.Future[bytes] | None = None
    try:
        while True:
            pending = pending or asyncio.ensure_future(anext(iterator))
            either: set[asyncio.Future[Any]] = {pending, guard.stale}
            await asyncio.wait(either, timeout=KEEP_ALIVE_S, return_when=asyncio.FIRST_COMPLETED)
            if guard.stale.done():
                if last_words := await guard.recheck():
                    yield last_words
                    return
                continue
            if not pending.done():
                yield b": still here\n\n"
                continue
            try:
                chunk = pending.result()
            except StopAsyncIteration:
                return
            pending = None
            yield chunk
    finally:
        guard.stale.cancel()
        if pending is not None:
            pending.cancel()


def stream(chunks: AsyncIterator[bytes], guard: Guard) -> StreamingResponse:
    """Return the response of an event stream; proxies are told not to buffer it."""
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(guarded(chunks, guard), media_type=MEDIA_TYPE, headers=headers)
