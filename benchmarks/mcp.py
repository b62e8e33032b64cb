"""The MCP gateway: ``tools/call`` through it beside calling the server directly and beside ContextForge, same run.

The server is a trivial one of the official SDK in a process of its own. Charter is an installation as ``charter up``
makes it, with credential, permission, audit and pinning on; an answer waits until its entry is on the disk. Callers
send raw JSON-RPC on keep-alive connections, so that no client library is charged to a gateway. Rounds are
interleaved; figures are medians.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import uvloop

from benchmarks.environments import python_of, versions_of
from benchmarks.measure import quantile
from benchmarks.processes import ROOT, Child
from benchmarks.report import Target
from charter.mcp import wire
from tests.faults.installation import Installation, free_port

_CLIENTS = (1, 16)
_SERVERS = 100
# Callers that never pause keep both gateways and the server at their limit: then the time is a queue's, and the calls a
# second say it all. What a call costs in time is measured with pauses, at about 160 calls a second.
_PAUSE_S = 0.2
_SECRET = "a-secret-of-this-benchmark-alone-0123456789"
_ADMIN = "admin@example.com"


@dataclass(frozen=True)
class _Door:
    """Something that answers ``tools/call``."""

    url: str
    tool: str
    headers: dict[str, str] = field(default_factory=dict)
    modern: bool = True

    def question(self, clients: int, requests: int, pause_s: float = 0.0) -> dict[str, Any]:
        """Return what the load process is asked: callers without a pause, or each with pauses of so long at most."""
        call = {"name": self.tool, "arguments": {"text": "hello"}}
        message = wire.request(1, "tools/call", wire.modern_params(call, {}) if self.modern else call)
        mirrored = wire.mirrored_headers(message) if self.modern else {}
        headers = {"Accept": "application/json, text/event-stream", **mirrored, **self.headers}
        return {
            "url": self.url, "body": message, "headers": headers, "answer": "hello", "streamed": False,
            "clients": clients, "requests": requests, "pause_s": pause_s,
        }  # fmt: skip


def run(folder: Path, *, quick: bool) -> dict[str, float]:
    """Measure everything; returns the figures."""
    return uvloop.run(_measure(folder, quick=quick))


async def _measure(folder: Path, *, quick: bool) -> dict[str, float]:
    rounds = 1 if quick else 5
    async with AsyncExitStack() as stack:
        echo = await stack.enter_async_context(_echo())
        load = await stack.enter_async_context(Child(sys.executable, "-m", "benchmarks.load"))
        charter = await stack.enter_async_context(Installation(folder / "charter", CHARTER_LOG_LEVEL="warning"))
        key = await charter.set_up()
        doors = {"direct": _Door(echo, "echo"), "charter": await _charter(charter, key, echo)}
        doors["contextforge"] = await stack.enter_async_context(_contextforge(folder, echo))
        measured: dict[str, list[float]] = defaultdict(list)
        for door in doors.values():
            await load.ask(**door.question(4, 40))
        for _ in range(rounds):
            for name, door in doors.items():
                for clients in _CLIENTS:
                    few = name == "contextforge" or clients == 1
                    answer = await load.ask(**door.question(clients, 100 if few else 1_600))
                    done = answer["wall_ms"]
                    measured[f"{name}, {clients} clients: calls/s"].append(len(done) / answer["seconds"])
                    measured[f"{name}, {clients} clients: p50 ms"].append(quantile(done, 0.5))
                    measured[f"{name}, {clients} clients: p99 ms"].append(quantile(done, 0.99))
            for name in ("direct", "charter"):
                answer = await load.ask(**doors[name].question(16, 960, _PAUSE_S))
                measured[f"{name}, 16 clients with pauses: p50 ms"].append(quantile(answer["wall_ms"], 0.5))
        figures = {name: statistics.median(values) for name, values in measured.items()}
        figures |= await _many_servers(charter, key, load)
    ours, theirs = figures["charter, 16 clients: calls/s"], figures["contextforge, 16 clients: calls/s"]
    figures["ratio at 16 clients"] = ours / theirs
    for who in ("1 clients", "16 clients", "16 clients with pauses"):
        direct = figures[f"direct, {who}: p50 ms"]
        figures[f"added p50 at {who}, ms"] = figures[f"charter, {who}: p50 ms"] - direct
    return figures


@asynccontextmanager
async def _echo() -> AsyncIterator[str]:
    async with Child(sys.executable, ROOT / "benchmarks" / "references" / "mcp_echo.py") as child:
        yield child.greeting


async def _charter(charter: Installation, key: str, echo: str) -> _Door:
    await charter.post(key, "/v1/mcp-servers", {"name": "echo", "url": echo})
    await charter.post(key, "/v1/mcp-servers/echo/approve", {})
    await charter.post(key, "/v1/mcp-virtual-servers", {"name": "bench", "tools": ["echo__echo"]})
    return _Door(f"{charter.url}/mcp/bench", "echo__echo", {"Authorization": f"Bearer {key}"})


@asynccontextmanager
async def _contextforge(folder: Path, echo: str) -> AsyncIterator[_Door]:
    """Run ContextForge on SQLite, its limits on calls turned off, with the server registered."""
    python, port = python_of("contextforge"), free_port()
    print(versions_of(python, ["mcp-contextforge-gateway"]), file=sys.stderr, flush=True)
    environment = _environment(folder)
    command = [python.parent / "mcpgateway", "--host", "127.0.0.1", "--port", str(port)]
    process = await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        token = await _token(python, environment)
        headers = {"Authorization": f"Bearer {token}"}
        async with aiohttp.ClientSession(headers=headers) as http:
            await _until_healthy(http, url)
            wanted = {"name": "echo", "url": echo, "transport": "STREAMABLEHTTP"}
            async with http.post(f"{url}/gateways", json=wanted) as answer:
                if answer.status >= 300:
                    raise RuntimeError(f"ContextForge does not take the server: {await answer.text()}")
        yield _Door(f"{url}/rpc", "echo-echo", headers, modern=False)  # it does not know the present revision
    finally:
        process.terminate()
        await process.wait()


def _environment(folder: Path) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/contextforge.db",
        "JWT_SECRET_KEY": _SECRET,
        "AUTH_ENCRYPTION_SECRET": _SECRET[::-1],
        "PLATFORM_ADMIN_EMAIL": _ADMIN,
        "PLATFORM_ADMIN_PASSWORD": "Bench-Pass-12345!",
        "DEFAULT_USER_PASSWORD": "Bench-Pass-12345!",
        "BASIC_AUTH_PASSWORD": "Bench-Pass-12345!",
        "MCPGATEWAY_UI_ENABLED": "false",
        "MCPGATEWAY_ADMIN_API_ENABLED": "true",
        "SSRF_ALLOW_LOCALHOST": "true",
        "SSRF_ALLOW_PRIVATE_NETWORKS": "true",
        "RATE_LIMITING_ENABLED": "false",
        "TOOL_RATE_LIMIT": "1000000",
        "CACHE_TYPE": "memory",
        "LOG_LEVEL": "ERROR",
        "ENVIRONMENT": "development",
    }


async def _token(python: Path, environment: dict[str, str]) -> str:
    process = await asyncio.create_subprocess_exec(
        python, "-m", "mcpgateway.utils.create_jwt_token", "-u", _ADMIN, "--admin", "-e", "600", "-s", _SECRET,
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    printed, _ = await process.communicate()
    return printed.decode().split()[-1]


async def _until_healthy(http: aiohttp.ClientSession, url: str) -> None:
    async with asyncio.timeout(180):
        while True:
            try:
                async with http.get(f"{url}/health") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.2)


async def _many_servers(charter: Installation, key: str, load: Child) -> dict[str, float]:
    """Connect a hundred servers and call a tool of each, through one virtual server."""
    async with _echo() as echo:
        began = time.perf_counter()
        tools = []
        for number in range(_SERVERS):
            # Each is a server of its own: another address, another session, another circuit.
            await charter.post(key, "/v1/mcp-servers", {"name": f"many{number}", "url": f"{echo}?n={number}"})
            await charter.post(key, f"/v1/mcp-servers/many{number}/approve", {})
            tools.append(f"many{number}__echo")
        connected_s = time.perf_counter() - began
        await charter.post(key, "/v1/mcp-virtual-servers", {"name": "many", "tools": tools})
        headers = {"Authorization": f"Bearer {key}"}
        questions = [_Door(f"{charter.url}/mcp/many", tool, headers).question(1, 1) for tool in tools]
        began = time.perf_counter()
        for question in questions:
            await load.ask(**question)
        return {
            "100 servers: connect and approve all, s": connected_s,
            "100 servers: one call to each in turn, s": time.perf_counter() - began,
        }


def targets(figures: dict[str, float]) -> list[Target]:
    """Return what was asked of the figures."""
    added = round(figures["added p50 at 16 clients with pauses, ms"], 2)
    return [
        Target(
            "calls/s over ContextForge, 16 clients", "x", 3, None, round(figures["ratio at 16 clients"], 1),
            more_is_better=True,
        ),
        Target("added p50 at 16 clients with pauses", "ms", 3.0, None, added),
    ]  # fmt: skip
