"""The application on a real port, and the command line as a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI

from tests.conftest import Caller
from tests.runs.conftest import builder, connect, make_agent, model

__all__ = ["builder", "connect", "make_agent", "model"]


@dataclass
class Ended:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


Charter = Callable[..., Awaitable[Ended]]


@pytest.fixture(scope="session")
async def server(app: FastAPI) -> AsyncIterator[str]:
    """The address at which the application of this test session serves."""
    listening = socket.create_server(("127.0.0.1", 0))
    running = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", timeout_graceful_shutdown=1))
    task = asyncio.create_task(running.serve(sockets=[listening]))
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    running.should_exit = True
    await task


@pytest.fixture
def charter(server: str, tmp_path: Any) -> Charter:
    """Run one command for a caller (None: nobody is signed in) and wait for its end."""

    async def run(caller: Caller | None, *arguments: str, stdin: str = "", **environment: str) -> Ended:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CHARTER_")}
        given = {"CHARTER_URL": server, "XDG_CONFIG_HOME": str(tmp_path / "config")} | environment
        if caller is not None:
            given["CHARTER_API_KEY"] = caller.key
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "charter.cli", *arguments),
            env=kept | given,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await asyncio.wait_for(process.communicate(stdin.encode()), 60)
        return Ended(process.returncode or 0, out.decode(), err.decode())

    return run
