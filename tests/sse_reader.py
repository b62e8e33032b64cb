"""Reads server-sent events from chunks of bytes."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Event:
    id: int | None
    type: str
    data: Any


async def read_events(chunks: AsyncIterator[bytes]) -> AsyncIterator[Event]:
    """Yield events as they come; comments are left out."""
    buffer = b""
    async for chunk in chunks:
        buffer += chunk
        while b"\n\n" in buffer:
            block, buffer = buffer.split(b"\n\n", 1)
            if event := _parse(block.decode()):
                yield event


def _parse(block: str) -> Event | None:
    fields = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
    if "event" not in fields:
        return None
    return Event(int(fields["id"]) if "id" in fields else None, fields["event"], json.loads(fields["data"]))
