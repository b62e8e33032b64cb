"""A whole Charter as a user starts it, for tests that break it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any, Self

import aiohttp

_START_LIMIT_S = 120.0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


class Installation:
    """``charter up`` on a data directory of its own; stopped, with everything it started, on leaving."""

    def __init__(self, data_dir: Path, *, fetch_tool: bool = False, demo_model: bool = False, **settings: str) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("CHARTER_")},
            "CHARTER_ALLOW_PRIVATE_HOSTS": "127.0.0.0/8",
            "CHARTER_FETCH_TOOL": str(fetch_tool).lower(),
            "CHARTER_DEMO_MODEL": "auto" if demo_model else "off",
            **settings,
        }
        self._process: asyncio.subprocess.Process | None = None
        self.output = ""

    @property
    def pid(self) -> int:
        """The supervisor's process id."""
        if self._process is None:
            raise RuntimeError("not started")
        return self._process.pid

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "charter.cli", "up", "--data-dir", str(self.data_dir), "--port", str(self.port),
            "--no-browser", env=self._environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        ready = asyncio.Event()

        async def read() -> None:
            assert self._process is not None
            assert self._process.stdout is not None
            async for line in self._process.stdout:
                self.output += line.decode()
                if line.startswith(b"ready "):
                    ready.set()
            ready.set()

        self._reader = asyncio.create_task(read())
        await asyncio.wait_for(ready.wait(), _START_LIMIT_S)
        if f"ready {self.url}" not in self.output:
            raise AssertionError(f"Charter did not start:\n{self.output}")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def stop(self) -> None:
        """Stop as ``charter down`` does."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(self._process.wait(), 60)
        await self._reader
        (self.data_dir / "output.log").write_text(self.output)

    async def set_up(self) -> str:
        """Do the first run; returns an owner's API key."""
        token = (self.data_dir / "setup-token").read_text()
        first = {"token": token, "email": "ada@example.org", "password": "correct horse battery", "tenant_name": "Acme"}
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            async with session.post(f"{self.url}/v1/setup", json=first) as answer:
                assert answer.status == 201, await answer.text()
                csrf = (await answer.json())["csrf_token"]
            key = {"name": "tests", "role": "owner"}
            async with session.post(f"{self.url}/v1/api-keys", json=key, headers={"x-csrf-token": csrf}) as answer:
                assert answer.status == 201, await answer.text()
                text: str = (await answer.json())["key"]
                return text

    async def connect_model(self, key: str, model_url: str) -> None:
        """Make a scripted server the default model."""
        provider = {"kind": "openai", "name": "scripted", "base_url": f"{model_url}/v1"}
        await self.post(key, "/v1/model-providers", provider | {"api_key": "sk-test-scripted-key"})
        route = {"name": "default", "strategy": "ordered", "targets": [{"model": "scripted/gpt-4o", "weight": 1}]}
        await self.post(key, "/v1/model-routes", route)

    async def create_agent(self, key: str, slug: str, *, tools: list[str] | None = None) -> None:
        """Publish an agent with built-in tools."""
        definition = {"instructions": "Count.", "tools": [{"name": name} for name in tools or []]}
        await self.post(key, "/v1/agents", {"name": slug, "slug": slug, "definition": definition})

    async def post(self, key: str, path: str, body: Any) -> Any:
        """Send a request that must succeed."""
        headers = {"authorization": f"Bearer {key}"}
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.post(self.url + path, json=body) as answer,
        ):
            assert answer.status < 300, await answer.text()
            return await answer.json()
