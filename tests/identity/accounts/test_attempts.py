"""Attempts are counted once for all processes."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from charter.identity.errors import TooManyAttempts
from charter.identity.service.limiter import AttemptLimiter, forget_old_attempts

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def two(services):
    """The limiters of two processes."""
    return [
        AttemptLimiter(services.database, services.master, burst=4, interval=timedelta(seconds=6)) for _ in range(2)
    ]


async def allowed(limiter, name, now):
    try:
        await limiter.require(name, now)
    except TooManyAttempts as error:
        return error.retry_after_s
    return True


async def test_two_processes_count_together_and_nothing_is_counted_when_refused(two):
    answers = [await allowed(two[number % 2], "shared", NOON) for number in range(6)]
    assert answers == [True, True, True, True, 6.0, 6.0]
    later = NOON + timedelta(seconds=6)
    assert [await allowed(limiter, "shared", later) for limiter in two] == [True, 6.0]
    assert await allowed(two[0], "somebody else", NOON) is True
    await two[1].forget("shared")
    assert await allowed(two[0], "shared", later) is True


async def test_of_many_at_once_no_more_than_the_burst_pass(two):
    answers = await asyncio.gather(*(allowed(two[number % 2], "crowd", NOON) for number in range(20)))
    assert answers.count(True) == 4


async def test_what_is_counted_is_not_written_down_and_is_forgotten_in_time(two, services):
    await two[0].require("account:ada@attempts.example.org", NOON)
    async with services.database.system_session(reason="test") as db:
        rows = str((await db.execute(text("SELECT * FROM attempt_counts"))).all())
        assert "ada" not in rows
        await forget_old_attempts(db, NOON + timedelta(seconds=7))
        assert not (await db.execute(text("SELECT 1 FROM attempt_counts WHERE arrival <= :now"), {"now": NOON})).all()
