"""Splits a byte stream into server-sent events (WHATWG HTML §9.2.6), however the bytes are cut.

It works on bytes throughout, so a character split between two chunks is whole again in its event.
"""

from __future__ import annotations

from typing import NamedTuple

from charter.core.guarded_client.errors import ResponseTooLarge

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class SseEvent(NamedTuple):
    """One event: its type (empty if the stream gave none) and its data, lines joined by a line feed."""

    event: bytes
    data: bytes


class SseSplitter:
    """Feed it chunks; it returns the events that are complete.

    Args:
        max_event_bytes: an event that grows beyond this raises :class:`ResponseTooLarge`.

    Attributes:
        last_event_id: with which the stream can be gone on with, if its server can do that; empty when it has none.
        retry_ms: how long the server wants to be left alone before; None when it does not say.
    """

    __slots__ = ("_begun", "_max_event_bytes", "_rest", "_skip_line_feed", "last_event_id", "retry_ms")

    def __init__(self, max_event_bytes: int = 4 << 20) -> None:
        self.last_event_id = b""
        self.retry_ms: int | None = None
        self._rest = b""
        self._begun = False
        self._skip_line_feed = False
        self._max_event_bytes = max_event_bytes

    def feed(self, chunk: bytes) -> list[SseEvent]:
        """Return the events completed by ``chunk``.

        Raises:
            ResponseTooLarge: an event exceeds the limit.
        """
        if self._skip_line_feed and chunk:
            # The carriage return that ended the chunk before has been counted as the line end already.
            self._skip_line_feed = False
            chunk = chunk.removeprefix(b"\n")
        if b"\r" in chunk:
            self._skip_line_feed = chunk.endswith(b"\r")
            chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        buffer = self._rest + chunk if self._rest else chunk
        if not self._begun:
            if len(buffer) < len(_BYTE_ORDER_MARK) and _BYTE_ORDER_MARK.startswith(buffer):
                self._rest = buffer
                return []
            self._begun = True
            buffer = buffer.removeprefix(_BYTE_ORDER_MARK)
        end = buffer.rfind(b"\n\n")
        if end < 0:
            self._rest = buffer
            self._check(len(buffer))
            return []
        self._rest = buffer[end + 2 :]
        self._check(len(self._rest))
        events = []
        for block in buffer[:end].split(b"\n\n"):
            self._check(len(block))
            if b"id:" in block or b"retry:" in block:
                self._note(block)
            if (event := _parse(block)) is not None:
                events.append(event)
        return events

    def flush(self) -> list[SseEvent]:
        """Return the last event if the stream ended without the empty line that should follow it."""
        block, self._rest = self._rest, b""
        event = _parse(block)
        return [] if event is None else [event]

    def _note(self, block: bytes) -> None:
        """Keep what an event says about going on with the stream."""
        for line in block.split(b"\n"):
            field, _, value = line.partition(b":")
            value = value.removeprefix(b" ")
            if field == b"id" and b"\0" not in value:
                self.last_event_id = value
            elif field == b"retry" and value.isdigit() and len(value) <= 9:
                self.retry_ms = int(value)

    def _check(self, size: int) -> None:
        if size > self._max_event_bytes:
            raise ResponseTooLarge(f"One event of the stream is larger than {self._max_event_bytes} bytes.")


def _parse(block: bytes) -> SseEvent | None:
    if block.startswith(b"data:") and b"\n" not in block:
        return SseEvent(b"", block[6:] if block[5:6] == b" " else block[5:])
    name = b""
    data: list[bytes] = []
    for line in block.split(b"\n"):
        field, colon, value = line.partition(b":")
        if colon and value.startswith(b" "):
            value = value[1:]
        if field == b"data":
            data.append(value)
        elif field == b"event":
            name = value
    if not data:
        return None
    return SseEvent(name, data[0] if len(data) == 1 else b"\n".join(data))
