"""The time of workflows: the real one, or one that an operator moves to test timers (``CHARTER_TEST_CLOCK``)."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import JsonValue
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core.clock import Clock
from charter.core.db import Database
from charter.core.principal import Principal
from charter.workflows import schedule

_READ = text("SELECT offset_s, pinned_at FROM workflow_clock WHERE id = 1")
_WRITE = text("""
INSERT INTO workflow_clock (id, offset_s, pinned_at) VALUES (1, :offset_s, :pinned_at)
ON CONFLICT (id) DO UPDATE SET offset_s = :offset_s, pinned_at = :pinned_at""")
CHANNEL = "charter_workflow_clock"


class MovableClock:
    """Tells the time; every process follows the moves within a second.

    Args:
        database: where the moves are kept; None for an installation whose clock cannot be moved.
    """

    def __init__(self, clock: Clock, database: Database | None) -> None:
        self._clock, self._database = clock, database
        self._offset = timedelta(0)
        self._pinned_at: datetime | None = None

    def __call__(self) -> datetime:
        """Return the time."""
        return self._pinned_at or self._clock() + self._offset

    @property
    def pinned(self) -> bool:
        """Return whether the clock stands still."""
        return self._pinned_at is not None

    async def follow(self) -> None:
        """Take over what was set, perhaps by another process."""
        if self._database is None:
            return
        async with self._database.system_session(reason="read the test clock") as db:
            row = (await db.execute(_READ)).one_or_none()
        if row is not None:
            self._offset, self._pinned_at = timedelta(seconds=row[0]), row[1]

    async def move(
        self, db: AsyncSession, principal: Principal, *, advance: str | None, pin: datetime | None, reset: bool
    ) -> None:
        """Advance the clock by an ISO 8601 duration, pin it to a moment, or let it be the real one again.

        Args:
            db: a system session.

        Raises:
            Forbidden: the principal does not run the installation.
            EvaluationFailed: ``advance`` is no duration.
        """
        access.require(principal, "installation.write")
        if reset:
            self._offset, self._pinned_at = timedelta(0), None
        if pin is not None:
            self._pinned_at = pin
        if advance is not None:
            later = schedule.duration(advance).after(self())
            if self._pinned_at is not None:
                self._pinned_at = later
            else:
                self._offset = later - self._clock()
        after: dict[str, JsonValue] = {"now": self().isoformat(), "pinned": self.pinned}
        await audit.record(
            db, principal, "workflow_clock.moved", "installation", None, after=after, tenant_id=audit.INSTALLATION
        )
        await db.execute(_WRITE, {"offset_s": self._offset.total_seconds(), "pinned_at": self._pinned_at})
        await db.execute(text(f"SELECT pg_notify('{CHANNEL}', '')"))
