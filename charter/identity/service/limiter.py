"""A limiter of guesses that all processes share (GCRA, the leaky bucket of ITU-T I.371), counted in Postgres.

Not through Redis, where the edge counts: attempts are rare, and cheap next to the hash of a password that each costs,
and the count must neither be lost with a cache nor be granted in parts while one is away. What is counted is known here
only by a keyed hash: no addresses are kept.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from charter.core.crypto import MasterKey
from charter.core.db import Database
from charter.identity.errors import TooManyAttempts

# One statement, so that two processes at once count two attempts. Refused attempts are not counted.
_COUNT = text("""
INSERT INTO attempt_counts AS known (name_hash, arrival)
VALUES (:name, CAST(:now AS timestamptz) + CAST(:interval AS interval))
ON CONFLICT (name_hash) DO UPDATE SET arrival = greatest(known.arrival, :now) + CAST(:interval AS interval)
WHERE greatest(known.arrival, :now) - :now <= CAST(:tolerance AS interval)
RETURNING arrival""")
_LOOK = text("SELECT arrival FROM attempt_counts WHERE name_hash = :name")
_FORGET = text("DELETE FROM attempt_counts WHERE name_hash = :name")


class AttemptLimiter:
    """Allows a burst of attempts under a name, then one every ``interval``. Success forgets the name."""

    def __init__(self, database: Database, master: MasterKey, *, burst: int, interval: timedelta) -> None:
        self._database = database
        self._master = master
        self._interval = interval
        self._tolerance = (burst - 1) * interval

    async def require(self, name: str, now: datetime) -> None:
        """Count an attempt.

        Raises:
            TooManyAttempts: with the seconds to wait.
        """
        hashed = self._hash(name)
        values = {"name": hashed, "now": now, "interval": self._interval, "tolerance": self._tolerance}
        async with self._database.system_session(reason="count an attempt") as db:
            if await db.scalar(_COUNT, values) is not None:
                return
            arrival: datetime | None = await db.scalar(_LOOK, {"name": hashed})
        wait_s = max(((arrival or now) - now - self._tolerance).total_seconds(), 0.1)
        raise TooManyAttempts(
            f"Too many attempts; try again in {int(wait_s) + 1} seconds.", retry_after_s=round(wait_s, 1)
        )

    async def forget(self, name: str) -> None:
        """Start afresh after a success."""
        async with self._database.system_session(reason="forget attempts") as db:
            await db.execute(_FORGET, {"name": self._hash(name)})

    def _hash(self, name: str) -> bytes:
        return self._master.keyed_hash("attempt", name)


async def forget_old_attempts(db: AsyncSession, now: datetime) -> None:
    """Remove the counts that limit nothing any more. System session."""
    await db.execute(text("DELETE FROM attempt_counts WHERE arrival < :now"), {"now": now})
