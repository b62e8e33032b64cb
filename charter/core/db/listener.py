"""LISTEN on a connection of its own: wake-ups between processes. Losing one costs a poll interval, never a fact."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from charter.core.db.database import Database
from charter.core.db.outage import is_outage
from charter.core.telemetry import logs

_log = logs.get(__name__)
_CHECK_S = 5.0
_RETRY_S = 0.5


class Listener:
    """Calls back with the payload of each notification, from any process, on the channels subscribed to."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._callbacks: dict[str, list[Callable[[str], None]]] = {}

    def subscribe(self, channel: str, callback: Callable[[str], None]) -> None:
        """Call ``callback`` for each notification on ``channel``; before :meth:`run`."""
        self._callbacks.setdefault(channel, []).append(callback)

    async def run(self) -> None:
        """Listen for ever; connects again when the database comes back, and wakes everybody then."""
        while True:
            try:
                await self._listen()
            except Exception as error:
                if not is_outage(error):
                    raise
                _log.warning("listener: the database does not answer; trying again", extra={"reason": str(error)[:200]})
                await asyncio.sleep(_RETRY_S)

    async def _listen(self) -> None:
        connection = await self._database.listen_connection()
        try:
            for channel in self._callbacks:
                await connection.add_listener(channel, self._received)
            for channel in self._callbacks:
                self._received(connection, 0, channel, "")
            while True:
                await asyncio.sleep(_CHECK_S)
                await connection.execute("SELECT 1", timeout=_CHECK_S)
        finally:
            connection.terminate()

    def _received(self, _connection: object, _pid: int, channel: str, payload: object) -> None:
        for callback in self._callbacks.get(channel, []):
            callback(str(payload))
