"""A client that calls the application in this process, without a socket, and reads streams as they come."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from starlette.types import ASGIApp, Message


@dataclass
class Answer:
    """One answer, read whole."""

    status: int
    headers: dict[str, str]
    body: bytes
    set_cookies: list[str] = field(default_factory=list)

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str | None:
        """The problem's code, if the answer is one."""
        if self.headers.get("content-type") != "application/problem+json":
            return None
        code: str = self.json()["code"]
        return code


class Client:
    """Sends requests to an ASGI application; keeps cookies like a browser.

    ``address`` is where they come from: each test has its own, so that none uses up what another may try.
    """

    address = "127.0.0.1"

    def __init__(self, app: ASGIApp, headers: dict[str, str] | None = None) -> None:
        self.app = app
        self.headers = headers or {}
        self.cookies: dict[str, str] = {}

    async def get(self, path: str, **kwargs: Any) -> Answer:
        return await self.request("GET", path, **kwargs)

    async def post(self, path: str, body: Any = None, **kwargs: Any) -> Answer:
        return await self.request("POST", path, body, **kwargs)

    async def put(self, path: str, body: Any = None, **kwargs: Any) -> Answer:
        return await self.request("PUT", path, body, **kwargs)

    async def patch(self, path: str, body: Any = None, **kwargs: Any) -> Answer:
        return await self.request("PATCH", path, body, **kwargs)

    async def delete(self, path: str, **kwargs: Any) -> Answer:
        return await self.request("DELETE", path, **kwargs)

    async def request(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Answer:
        """Send a request (a body that is not bytes goes as JSON) and read the whole answer."""
        async with self.stream(method, path, body, headers) as (answer, chunks):
            async for chunk in chunks:
                answer.body += chunk
        return answer

    @asynccontextmanager
    async def stream(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> AsyncIterator[tuple[Answer, AsyncIterator[bytes]]]:
        """Send a request; gives the head of the answer and its chunks as they come. Leaving it disconnects."""
        sent = {name.lower(): value for name, value in (self.headers | (headers or {})).items()}
        content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        if body is not None:
            sent.setdefault("content-type", "application/json")
            sent["content-length"] = str(len(content))
        if self.cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        target, _, query = path.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote(target),
            "raw_path": target.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
            "client": (self.address, 50000),
            "server": ("127.0.0.1", 8700),
        }
        messages: asyncio.Queue[Message | None] = asyncio.Queue()
        disconnected = asyncio.Event()
        body_sent = False

        async def receive() -> Message:
            nonlocal body_sent
            if not body_sent:
                body_sent = True
                return {"type": "http.request", "body": content, "more_body": False}
            await disconnected.wait()
            return {"type": "http.disconnect"}

        async def run() -> None:
            try:
                await self.app(scope, receive, messages.put)
            finally:
                await messages.put(None)

        task = asyncio.create_task(run())
        try:
            start = await messages.get()
            if start is None:
                await task
                raise AssertionError("the application answered nothing")
            yield self._head(start), _chunks(messages)
        finally:
            disconnected.set()
            if not task.done():
                done, _ = await asyncio.wait({task}, timeout=5)
                if not done:
                    task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def _head(self, start: Message) -> Answer:
        headers: dict[str, str] = {}
        cookies: list[str] = []
        for raw_name, raw_value in start["headers"]:
            name, value = raw_name.decode().lower(), raw_value.decode()
            if name == "set-cookie":
                cookies.append(value)
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0].strip('"')
                if "max-age=0" in value.lower():
                    self.cookies.pop(key)
            headers[name] = value
        return Answer(start["status"], headers, b"", cookies)


async def _chunks(messages: asyncio.Queue[Message | None]) -> AsyncIterator[bytes]:
    while (message := await messages.get()) is not None:
        if message["type"] == "http.response.body":
            if message.get("body"):
                yield message["body"]
            if not message.get("more_body"):
                return
