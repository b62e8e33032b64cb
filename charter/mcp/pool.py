"""The open sessions of this process: begun when first needed, shared by callers, dropped when idle or lost."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from charter.core.circuit import CircuitPolicy, Circuits
from charter.core.guarded_client import GuardedClient
from charter.mcp.client import McpClient
from charter.mcp.connector import HttpConnector
from charter.mcp.errors import (
    McpConnectionLost,
    McpCredentialRefused,
    McpError,
    McpProgramsBusy,
    McpServerPaused,
    McpServerUnreachable,
)
from charter.mcp.inputs import SamplingRules, offered
from charter.mcp.offers import ServerFacts
from charter.mcp.programs import KIND, McpPrograms
from charter.mcp.transports.port import HttpRefused, SessionLost
from charter.tools.asking import EVERY_WAY

_Answer = TypeVar("_Answer")

_MOST_SESSIONS = 1_000
_IDLE_S = 600.0
_ATTEMPTS = 3
_ENDING = (McpConnectionLost, McpServerUnreachable, McpCredentialRefused, SessionLost, HttpRefused)
"""Failures after which a session is not gone on with."""
_BACK_OFF_S = 0.2


@dataclass(frozen=True, slots=True)
class Target:
    """A server as one caller may use it.

    Attributes:
        kind: how it is reached: ``auto``, ``sse`` or ``stdio``.
        known: what is known of a stateless server, with which nothing has to be begun.
        credential: headers that are the caller's credential there.
        whose: tells apart credentials of different people, whatever they hold.
        sampling: what it may have written by a model of the tenant.
    """

    tenant_id: UUID
    server_id: UUID
    slug: str
    url: str
    kind: str = "auto"
    known: ServerFacts | None = None
    credential: Mapping[str, str] = field(default_factory=dict, repr=False)
    whose: UUID | None = None
    sampling: SamplingRules | None = None

    @property
    def key(self) -> tuple[UUID, UUID, UUID | None, bytes]:
        """What a session is shared by: never between tenants, credentials or people."""
        secret = "\n".join([self.url, self.kind, *(f"{name}: {value}" for name, value in self.credential.items())])
        return self.tenant_id, self.server_id, self.whose, hashlib.sha256(secret.encode()).digest()


@dataclass(slots=True)
class _Session:
    client: McpClient | None = None
    opening: asyncio.Lock = field(default_factory=asyncio.Lock)
    used_at: float = 0.0
    calls: int = 0
    over: bool = False
    is_program: bool = False


class McpPool:
    """One per process.

    Args:
        circuits: leave a failing server alone, by tenant and server.
        programs: starts servers on standard input and output.
    """

    def __init__(
        self, http: GuardedClient, programs: McpPrograms | None = None, *, circuits: Circuits | None = None
    ) -> None:
        self._http = http
        self._programs = programs or McpPrograms({}, None)
        self._circuits = circuits or Circuits(CircuitPolicy())
        self._sessions: dict[object, _Session] = {}
        self._closing: set[asyncio.Task[None]] = set()

    @property
    def open_sessions(self) -> int:
        """How many sessions there are."""
        return len(self._sessions)

    async def use(
        self, target: Target, act: Callable[[McpClient], Awaitable[_Answer]], *, repeatable: bool = False
    ) -> _Answer:
        """Do something with a session of the server, beginning one where needed.

        What the server has certainly not begun is tried again, also in a new session; ``repeatable`` allows the same
        of what it may have begun.

        Raises:
            McpServerPaused: it failed several times in a row; ``retry_after_s`` says for how long it is left alone.
            McpError: the last failure.
        """
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return await self._guarded(target, act)
            except McpServerPaused:
                raise
            except McpError as error:
                again = error.not_begun or (repeatable and error.is_outage)
                if not again or attempt == _ATTEMPTS:
                    raise
            await asyncio.sleep(_BACK_OFF_S * (2 ** (attempt - 1)))
        raise AssertionError("unreachable")

    async def drop(self, tenant_id: UUID, server_id: UUID) -> None:
        """End all sessions with a server: its address or credential changed, or it is gone."""
        for key, session in list(self._sessions.items()):
            if isinstance(key, tuple) and key[:2] == (tenant_id, server_id):
                await self._end(key, session)

    async def aclose(self) -> None:
        """End all sessions."""
        await asyncio.gather(*(self._end(key, session) for key, session in list(self._sessions.items())))
        await asyncio.gather(*self._closing, return_exceptions=True)

    async def _guarded(self, target: Target, act: Callable[[McpClient], Awaitable[_Answer]]) -> _Answer:
        circuit, loop = (target.tenant_id, target.server_id), asyncio.get_running_loop()
        if (pause_s := self._circuits.pause_s(circuit, loop.time())) is not None:
            raise McpServerPaused(
                f"The MCP server {target.slug} failed {self._circuits.failures(circuit)} times in a row and is not "
                "asked for a moment.",
                retry_after_s=pause_s,
            )
        settled = False
        try:
            answer = await self._in_session(target, act)
            self._circuits.succeeded(circuit)
            settled = True
            return answer
        except McpError as error:
            settled = True
            if error.is_outage:
                self._circuits.failed(circuit, loop.time())
            else:
                self._circuits.succeeded(circuit)
            raise
        finally:
            if not settled:
                self._circuits.abandoned(circuit)

    async def _in_session(self, target: Target, act: Callable[[McpClient], Awaitable[_Answer]]) -> _Answer:
        key = target.key
        session = self._sessions.get(key)
        if session is None:
            self._make_room()
            session = self._sessions[key] = _Session(is_program=target.kind == KIND)
        session.used_at = time.monotonic()
        session.calls += 1
        try:
            client = session.client or await self._opened(target, session)
            return await act(client)
        except McpError as error:
            if isinstance(error, _ENDING) or session.client is None:
                self._forget(key, session)
            raise
        finally:
            session.calls -= 1
            if session.over:
                self._close(session)

    async def _opened(self, target: Target, session: _Session) -> McpClient:
        async with session.opening:
            if session.client is not None:
                return session.client
            client = McpClient(offered(EVERY_WAY, target.sampling))
            try:
                await self._begin(client, target)
            except BaseException:
                await client.aclose()
                raise
            session.client = client
            return client

    async def _begin(self, client: McpClient, target: Target) -> None:
        connector = HttpConnector(self._http, target.url, target.credential)
        if target.kind == KIND:
            self._make_room_for_program(target.tenant_id)
            await client.greet(await self._programs.open(target.url, target.tenant_id, client.heard))
        elif target.known is not None:
            client.assume(connector, target.known)
        else:
            await client.open(connector, kind=target.kind)

    def _make_room_for_program(self, tenant_id: UUID) -> None:
        """End programs that rest where as many run as may: a tenant's own first when it has its half.

        Raises:
            McpProgramsBusy: none rests.
        """
        most = self._programs.at_once
        all_ = [(key, one) for key, one in self._sessions.items() if one.is_program]
        own = [(key, one) for key, one in all_ if isinstance(key, tuple) and key[0] == tenant_id]
        for running, allowed in ((own, max(most // 2, 1)), (all_, most)):
            # The one that begins is among them already.
            if sum(1 for _, one in running if not one.over) <= allowed:
                continue
            resting = sorted((pair for pair in running if not pair[1].calls), key=lambda pair: pair[1].used_at)
            if not resting:
                raise McpProgramsBusy(
                    f"As many programs of MCP servers are at work as may be ({allowed}); try again in a moment.",
                    retry_after_s=5,
                )
            self._forget(*resting[0])

    def _make_room(self) -> None:
        """Drop what is idle; when that is not enough, the session that was not used for longest."""
        now = time.monotonic()
        resting = sorted(
            ((session.used_at, key, session) for key, session in self._sessions.items() if not session.calls),
            key=lambda entry: entry[0],
        )
        for position, (used_at, key, session) in enumerate(resting):
            if now - used_at > _IDLE_S or len(resting) - position > _MOST_SESSIONS:
                self._forget(key, session)

    def _forget(self, key: object, session: _Session) -> None:
        """Let go of a session; those who still use it go on, and the last one closes it."""
        if self._sessions.get(key) is session:
            del self._sessions[key]
        session.over = True
        self._close(session)

    def _close(self, session: _Session) -> None:
        if session.calls or session.client is None:
            return
        task = asyncio.create_task(session.client.aclose())
        session.client = None
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def _end(self, key: object, session: _Session) -> None:
        self._sessions.pop(key, None)
        client, session.client, session.over = session.client, None, True
        if client is not None:
            await client.aclose()
