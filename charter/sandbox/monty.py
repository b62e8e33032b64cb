"""The messages of Monty's program ``monty subprocess`` (protobuf, protocol version 5), as far as they are needed here.

Code and arguments go in as text and the result comes out as one text, so that none of its other values is ever read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from enum import IntEnum
from typing import Final

VERSION: Final = "1.4.0"
_PROTOCOL: Final = 5


class Event(IntEnum):
    """What a message of the program is."""

    PRINT = 1
    FUNCTION_CALL = 2
    OS_CALL = 3
    NAME_LOOKUP = 4
    FUTURES = 5
    COMPLETE = 6
    ERROR = 7
    OK = 10
    FATAL = 11


class WireBroken(Exception):
    """A message is not as the protocol wants it."""


RESET: Final = b"\x4a\x00"
"""The request that ends a session."""
NO_SUCH_NAME: Final = b"\x2a\x02\x1a\x00"
"""The answer to a name that the code does not define: there is none here either."""


def configure(*, seconds: float, memory_bytes: int, recursion: int) -> bytes:
    """Return the request that begins a session with these limits."""
    limits = _number(2, memory_bytes) + _number(4, recursion) + _number(6, int(seconds * 1_000_000))
    return _bytes(1, _text(1, "tool.py") + _bytes(2, limits) + _text(5, VERSION) + _number(9, _PROTOCOL))


def feed(code: str) -> bytes:
    """Return the request that runs code."""
    return _bytes(3, _text(1, code))


def not_handled(call: bytes) -> bytes:
    """Return the answer to a call of the operating system: nobody here answers it, so it raises."""
    number = next((value for key, value in fields(call) if key == 1 and isinstance(value, int)), 0)
    return _bytes(4, _number(1, number) + _bytes(2, _bytes(5, b"")))


def no_such_function(call: bytes) -> bytes:
    """Return the answer to a call of a function that the code does not define: there is none here either."""
    number = next((value for key, value in fields(call) if key == 4 and isinstance(value, int)), 0)
    return _bytes(4, _number(1, number) + _bytes(2, _text(4, text_in(call, 1) or "")))


def event(message: bytes) -> tuple[Event, bytes, float]:
    """Return what a message is, its content, and the milliseconds that the session's code has run.

    Raises:
        WireBroken: it is none.
    """
    found: tuple[Event, bytes] | None = None
    ran_ms = 0.0
    for key, value in fields(message):
        if key == 20 and isinstance(value, int):
            ran_ms = value / 1000
        elif key < 20 and isinstance(value, bytes) and found is None and key in Event._value2member_map_:
            found = Event(key), value
    if found is None:
        raise WireBroken("a message of an unknown kind")
    return (*found, ran_ms)


def printed(content: bytes) -> str:
    """Return the text of a ``PRINT``."""
    parts = [value for key, value in fields(content) if key in {1, 3} and isinstance(value, bytes)]
    return "".join(text_in(part, 2) or "" for part in parts)


def raised(content: bytes) -> tuple[str, str, int | None]:
    """Return the type, the message and the last line of the code of an ``ERROR``."""
    exception = _first(content, 1)
    lines = []
    for key, frame in fields(exception):
        if key == 3 and isinstance(frame, bytes):
            lines += [value for key, value in fields(_first(frame, 2)) if key == 1 and isinstance(value, int)]
    return text_in(exception, 1) or "Exception", text_in(exception, 2) or "", lines[-1] if lines else None


def text_of(content: bytes) -> str | None:
    """Return the value of a ``COMPLETE`` if it is one text."""
    objects = [value for key, value in fields(_first(content, 2)) if key == 2]
    return text_in(objects[0], 8) if len(objects) == 1 and isinstance(objects[0], bytes) else None


def text_in(message: bytes, member: int) -> str | None:
    """Return a text of a message, None where there is none.

    Raises:
        WireBroken: it is no UTF-8.
    """
    for key, value in fields(message):
        if key == member and isinstance(value, bytes):
            try:
                return value.decode()
            except UnicodeDecodeError as error:
                raise WireBroken("a text is no UTF-8") from error
    return None


def _first(message: bytes, member: int) -> bytes:
    return next((value for key, value in fields(message) if key == member and isinstance(value, bytes)), b"")


def fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield (number, value) of each member of a message.

    Raises:
        WireBroken: it ends too early, or holds what this protocol has not.
    """
    place = 0
    while place < len(message):
        key, place = _varint(message, place)
        match key & 7:
            case 0:
                value, place = _varint(message, place)
                yield key >> 3, value
            case 1:
                place += 8
            case 2:
                size, place = _varint(message, place)
                if place + size > len(message):
                    raise WireBroken("a member is longer than its message")
                yield key >> 3, message[place : place + size]
                place += size
            case 5:
                place += 4
            case kind:
                raise WireBroken(f"a member of the kind {kind}")


def framed(message: bytes) -> bytes:
    """Return a message as it travels."""
    return struct.pack("<I", len(message)) + message


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if place >= len(data) or shift > 63:
            raise WireBroken("a number without end")
        byte = data[place]
        place += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, place
        shift += 7


def _written(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def _number(field: int, value: int) -> bytes:
    return _written(field << 3) + _written(value)


def _bytes(field: int, value: bytes) -> bytes:
    return _written(field << 3 | 2) + _written(len(value)) + value


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode("utf-8", "replace"))
