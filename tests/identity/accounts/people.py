"""People of the account tests: who they are, how they sign in, and a mail server that keeps what it gets."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import text

from charter.api.services import AppServices
from tests.asgi_client import Answer, Client
from tests.conftest import Caller

PASSWORD = "correct horse battery"
_numbers = itertools.count(1)


def address() -> str:
    """Return an address nobody has used."""
    return f"person{next(_numbers)}@accounts.example.org"


async def make_member(caller: Caller, role: str = "builder") -> dict[str, Any]:
    """Make an account with a membership."""
    answer = await caller.client.post("/v1/members", {"email": address(), "password": PASSWORD, "role": role})
    assert answer.status == 201, answer.body
    member: dict[str, Any] = answer.json()
    return member


async def make_invited(caller: Caller, role: str = "builder") -> dict[str, Any]:
    """Make a membership of an account that is its person's own, by an invitation."""
    made = (await caller.client.post("/v1/invitations", {"email": address(), "role": role})).json()
    body = {"token": made["link"].partition("#token=")[2], "password": PASSWORD}
    accepted = await Client(caller.client.app).post("/v1/invitations/accept", body)
    assert accepted.status == 204, accepted.body
    listed = (await caller.client.get("/v1/members?limit=200")).json()["items"]
    member: dict[str, Any] = next(it for it in listed if it["email"] == made["email"])
    return member


async def sign_in(browser: Client, email: str, password: str = PASSWORD) -> Answer:
    """Sign in; the browser keeps the cookie, and sends the CSRF token from then on."""
    answer = await browser.post("/v1/session", {"email": email, "password": password})
    if answer.status == 200:
        browser.headers["x-csrf-token"] = answer.json()["csrf_token"]
    return answer


async def forget_attempts(services: AppServices) -> None:
    """Start the limiter afresh: a test that moves the clock, or tries too often on purpose, goes on after it."""
    async with services.database.system_session(reason="a test starts afresh") as db:
        await db.execute(text("DELETE FROM attempt_counts"))


class MailServer:
    """An SMTP server on loopback that keeps the messages."""

    def __init__(self) -> None:
        self.messages: asyncio.Queue[str] = asyncio.Queue()
        self.port = 0

    async def next_message(self) -> str:
        """Return the next message, as sent."""
        return await asyncio.wait_for(self.messages.get(), 5)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk with one client (RFC 5321, the least of it)."""
        writer.write(b"220 test\r\n")
        while line := await reader.readline():
            if line.upper().startswith(b"DATA"):
                writer.write(b"354 go on\r\n")
                text = await reader.readuntil(b"\r\n.\r\n")
                self.messages.put_nowait(text.decode())
            writer.write(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 ok\r\n")
            if line.upper().startswith(b"QUIT"):
                break
        await writer.drain()
        writer.close()


@asynccontextmanager
async def mail_server() -> AsyncIterator[MailServer]:
    """Run a mail server."""
    mail = MailServer()
    server = await asyncio.start_server(mail.serve, "127.0.0.1", 0)
    mail.port = server.sockets[0].getsockname()[1]
    async with server:
        yield mail
