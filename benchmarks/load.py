"""The callers: keep-alive HTTP/1.1 clients in one process of their own, whose cost is charged to nobody.

``python -m benchmarks.load`` answers each line of JSON on its input (``url, requests, clients, body, headers, answer,
streamed, pause_s``) with ``{seconds, wall_ms, first_ms}``, one time in milliseconds for each request.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import uvloop

_LIMIT_S = 120.0
_HEAD_END = b"\r\n\r\n"
_FIRST_MARKS = (b"message.delta", b'"delta":{"content"')  # Charter's event; a chunk of the model server itself


@dataclass
class _Job:
    host: str
    port: int
    request: bytes
    answer: bytes
    streamed: bool
    pause_s: float
    left: int
    wall_ms: list[float] = field(default_factory=list)
    first_ms: list[float] = field(default_factory=list)

    @classmethod
    def of(cls, question: dict[str, Any]) -> _Job:
        url, body = urlsplit(question["url"]), json.dumps(question["body"], separators=(",", ":")).encode()
        headers = {"Host": url.netloc, "Content-Type": "application/json", "Content-Length": str(len(body))}
        lines = "".join(f"{name}: {value}\r\n" for name, value in (headers | question["headers"]).items())
        request = f"POST {url.path} HTTP/1.1\r\n{lines}\r\n".encode() + body
        return cls(
            url.hostname or "", url.port or 80, request, question["answer"].encode(), question["streamed"],
            question.get("pause_s", 0.0), question["requests"],
        )  # fmt: skip


async def _client(job: _Job) -> None:
    reader, writer = await asyncio.open_connection(job.host, job.port, limit=8 << 20)
    try:
        while job.left > 0:
            job.left -= 1
            if job.pause_s:
                await asyncio.sleep(random.uniform(0, job.pause_s))
            began = time.perf_counter()
            writer.write(job.request)
            head = await reader.readuntil(_HEAD_END)
            if not head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 202")):
                raise RuntimeError(f"refused: {head!r} {await reader.read(2000)!r}")
            body = await _body(job, reader, head.lower(), began)
            job.wall_ms.append((time.perf_counter() - began) * 1000)
            if job.answer not in body:
                raise RuntimeError(f"no {job.answer!r} in the answer: {body[-2000:]!r}")
    finally:
        writer.close()


async def _body(job: _Job, reader: asyncio.StreamReader, head: bytes, began: float) -> bytes:
    at = head.find(b"content-length:")
    if at >= 0:
        return await reader.readexactly(int(head[at + 15 : head.index(b"\r\n", at)]))
    body, first = bytearray(), 0.0
    while not body.endswith(b"\r\n0\r\n\r\n"):
        piece = await reader.read(1 << 20)
        if not piece:
            raise RuntimeError("the connection was closed in the middle of an answer")
        body += piece
        if not first and any(mark in body for mark in _FIRST_MARKS):
            first = time.perf_counter()
            job.first_ms.append((first - began) * 1000)
    return bytes(body)


async def _answer(question: dict[str, Any]) -> dict[str, Any]:
    job = _Job.of(question)
    began = time.perf_counter()
    async with asyncio.timeout(_LIMIT_S), asyncio.TaskGroup() as group:
        for _ in range(question["clients"]):
            group.create_task(_client(job))
    return {"seconds": time.perf_counter() - began, "wall_ms": job.wall_ms, "first_ms": job.first_ms}


def main() -> None:
    """Serve the benchmark until it closes our input."""
    print("ready", flush=True)
    for line in sys.stdin:
        try:
            answer = uvloop.run(_answer(json.loads(line)))
        except* (RuntimeError, OSError, TimeoutError, EOFError) as errors:
            answer = {"error": str(errors.exceptions[0])}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
