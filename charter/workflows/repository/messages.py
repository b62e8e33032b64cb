"""Bringing messages and subscriptions together, under the lock of their name and key."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from charter.core.db import Connection
from charter.core.ids import new_id

_WAITING = """
SELECT id, instance_id, definition_id, process_id, key, node, interrupting FROM workflow_subscriptions
WHERE kind = 'message' AND name = $1 AND (correlation = $2 OR definition_id IS NOT NULL) AND NOT held
ORDER BY id FOR UPDATE"""

_BUFFERED = """
SELECT id, name, correlation, variables FROM bpmn_messages
WHERE name = $1 AND correlation = $2 AND state = 'buffered' AND expires_at > $3 AND NOT $4 = ANY(correlated)
ORDER BY id LIMIT 1 FOR UPDATE"""

_STARTED_BY_KEY = """
SELECT 1 FROM process_instances WHERE process_id = $1 AND business_key = $2 AND state = 'active'
UNION ALL
SELECT 1 FROM workflow_inbox WHERE command->>'do' = 'start' AND command->>'process' = $1
AND command->>'business_key' = $2"""

_INSERT = """
INSERT INTO bpmn_messages (id, name, correlation, message_id, variables, published_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id"""


def lock_number(tenant_id: UUID, name: str, correlation: str) -> int:
    """Return the advisory lock's number of a message name and correlation key."""
    digest = hashlib.blake2b(f"{tenant_id}\0{name}\0{correlation}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


class Correlator:
    """Correlates on one connection whose transaction holds the lock of each name and key it touches."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._db, self._now = connection, now

    async def publish(
        self, name: str, correlation: str, variables: str, message_id: str | None, expires_at: datetime
    ) -> tuple[UUID | None, list[UUID]]:
        """Store a message and hand it to whoever waits: one instance of each process.

        Returns:
            The message's id (None: one with this ``message_id`` waits already), and the ids of the inbox rows made.
        """
        made = await self._db.fetchval(
            _INSERT, new_id(), name, correlation, message_id, variables, self._now, expires_at
        )
        if made is None:
            return None, []
        return made, await self.hand_over(made, name, correlation, variables)

    async def hand_over(self, message_id: UUID, name: str, correlation: str, variables: str) -> list[UUID]:
        """Give a message to the subscriptions that wait for it; returns the ids of the inbox rows made."""
        taken = set(await self._db.fetchval("SELECT correlated FROM bpmn_messages WHERE id = $1", message_id))
        inbox: list[UUID] = []
        for waiting in await self._db.fetch(_WAITING, name, correlation):
            if waiting["process_id"] in taken:
                continue
            if await self._runs_already(waiting, correlation):
                continue
            taken.add(waiting["process_id"])
            inbox.append(await self._deliver(waiting, correlation, variables))
        if inbox:
            await self._db.execute("UPDATE bpmn_messages SET correlated = $2 WHERE id = $1", message_id, sorted(taken))
        return inbox

    async def _runs_already(self, waiting: Any, correlation: str) -> bool:
        """Return whether a start would make a second instance for one key: the message waits for the first's end."""
        if waiting["definition_id"] is None or not correlation:
            return False
        return bool(await self._db.fetchval(_STARTED_BY_KEY, waiting["process_id"], correlation))

    async def buffered_for(
        self,
        subscription: UUID,
        instance_id: UUID,
        process_id: str,
        key: int,
        name: str,
        correlation: str,
        *,
        last: bool,
    ) -> UUID | None:
        """Give a new subscription a message that came before it; returns the id of the inbox row, if there is one."""
        found = await self._db.fetchrow(_BUFFERED, name, correlation, self._now, process_id)
        if found is None:
            return None
        await self._db.execute(
            "UPDATE bpmn_messages SET correlated = array_append(correlated, $2) WHERE id = $1", found["id"], process_id
        )
        waiting = {
            "id": subscription,
            "instance_id": instance_id,
            "definition_id": None,
            "key": key,
            "interrupting": last,
        }
        return await self._deliver(waiting, correlation, found["variables"])

    async def _deliver(self, waiting: Any, correlation: str, variables: str) -> UUID:
        values = orjson.loads(variables)
        command: dict[str, Any]
        if waiting["definition_id"] is not None:
            instance_id = new_id()
            command = {
                "do": "start",
                "definition": str(waiting["definition_id"]),
                "process": waiting["process_id"],
                "business_key": correlation or None,
                "begin": [[waiting["node"], values]],
                "variables": {},
            }
        else:
            instance_id = waiting["instance_id"]
            command = {"do": "fire", "key": waiting["key"], "wait": str(waiting["id"]), "variables": values}
            if waiting["interrupting"]:
                await self._db.execute("DELETE FROM workflow_subscriptions WHERE id = $1", waiting["id"])
        inbox_id = new_id()
        await self._db.execute(
            "INSERT INTO workflow_inbox (id, instance_id, command) VALUES ($1, $2, $3)",
            inbox_id,
            instance_id,
            orjson.dumps(command).decode(),
        )
        return inbox_id
