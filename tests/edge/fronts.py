"""Two edges in front of one real Charter: the in-process one, and Caddy with what was rendered for it."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from charter.api.edge import Edge
from charter.core.processes import internal_port
from charter.edge.guard import EdgeGuard
from charter.edge.policy import EdgePolicy
from charter.edge.render import render_caddy

MAX_BODY_BYTES = 2_000_000
CADDY = Path(sys.executable).parent / "caddy"


@dataclass
class Ask:
    """One request, as it goes over the wire."""

    method: str = "GET"
    target: str = "/healthz"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    chunked: bool = False
    host: str = "charter.test"

    def wire(self) -> bytes:
        lines = [f"{self.method} {self.target} HTTP/1.1", f"Host: {self.host}", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        body = self.body or b""
        if self.chunked:
            lines.append("Transfer-Encoding: chunked")
            body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body) if body else b"0\r\n\r\n"
        elif self.body is not None:
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass
class Heard:
    status: int
    headers: dict[str, list[str]]
    body: bytes

    @property
    def code(self) -> str | None:
        if self.headers.get("content-type") != ["application/problem+json"] or not self.body:
            return None
        return json.loads(self.body)["code"]


async def ask(port: int, request: Ask) -> Heard:
    """Send a request on a connection of its own; again when a Caddy that is being replaced drops it."""
    for _ in range(5):
        try:
            return await _ask(port, request)
        except (ConnectionResetError, IndexError):
            await asyncio.sleep(0.02)
    return await _ask(port, request)


async def _ask(port: int, request: Ask) -> Heard:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        try:
            writer.write(request.wire())
            await writer.drain()
        except ConnectionError:
            pass  # a refusal may come before the whole body has left
        async with asyncio.timeout(10):
            raw = await reader.read()
    finally:
        writer.close()
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers: dict[str, list[str]] = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers.setdefault(name.lower(), []).append(value.strip())
    if headers.get("transfer-encoding") == ["chunked"]:
        body = _unchunked(body)
    return Heard(int(first.split()[1]), headers, body)


def _unchunked(body: bytes) -> bytes:
    whole = b""
    while body:
        size, _, rest = body.partition(b"\r\n")
        whole, body = whole + rest[: int(size, 16)], rest[int(size, 16) + 2 :]
        if size == b"0":
            break
    return whole


class InProcess:
    """Our own edge around the application, on a real port."""

    name = "in-process"

    def __init__(self, port: int, guard: EdgeGuard) -> None:
        self.port, self._guard = port, guard

    async def apply(self, policy: EdgePolicy) -> None:
        self._guard.put_in_force(policy, {}, max_body_bytes=MAX_BODY_BYTES)


class Caddy:
    """A real Caddy that proxies to the application."""

    name = "caddy"

    def __init__(self, port: int, admin: int, upstream: int) -> None:
        self.port, self._admin, self._upstream = port, admin, upstream

    def caddyfile(self, policy: EdgePolicy) -> str:
        # The grace period lets a configuration be replaced at once.
        options = [f"admin 127.0.0.1:{self._admin}", "auto_https off", "grace_period 1ms", "persist_config off"]
        upstream = f"127.0.0.1:{self._upstream}"
        return render_caddy(policy, listen=f"http://:{self.port}", upstream=upstream, options=options).text

    async def apply(self, policy: EdgePolicy) -> None:
        loaded = Ask("POST", "/load", {"Content-Type": "text/caddyfile"}, self.caddyfile(policy).encode())
        loaded.host = f"127.0.0.1:{self._admin}"
        heard = await ask(self._admin, loaded)
        assert heard.status == 200, heard.body


Front = InProcess | Caddy


@asynccontextmanager
async def serving(app: ASGIApp) -> AsyncIterator[int]:
    """Serve an application on a port of its own."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="critical", lifespan="off", proxy_headers=False, timeout_graceful_shutdown=1)
    running = uvicorn.Server(config)
    task = asyncio.create_task(running.serve(sockets=[listening]))
    yield listening.getsockname()[1]
    running.should_exit = True
    await task


@asynccontextmanager
async def in_process(app: ASGIApp) -> AsyncIterator[InProcess]:
    guard = EdgeGuard.of(EdgePolicy(), max_body_bytes=MAX_BODY_BYTES)
    async with serving(Edge(app, guard=guard)) as port:
        yield InProcess(port, guard)


@asynccontextmanager
async def caddy(app: ASGIApp) -> AsyncIterator[Caddy]:
    async with serving(app) as upstream:
        front = Caddy(internal_port(), internal_port(), upstream)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "Caddyfile"
            file.write_text(front.caddyfile(EdgePolicy()))
            process = await asyncio.create_subprocess_exec(
                str(CADDY), "run", "--config", str(file), "--adapter", "caddyfile",
                env={"HOME": folder, "PATH": os.environ["PATH"]},
                stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
            )  # fmt: skip
            try:
                await _listening(front.port)
                yield front
            finally:
                process.terminate()
                await process.wait()


async def _listening(port: int) -> None:
    async with asyncio.timeout(20):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return
