"""Periods are calendar minutes, days and months of a time zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.budgets.periods import ALL_TIME, Period

ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Pacific/Apia",
    "Africa/Cairo",
    "Australia/Lord_Howe",
]
moments = st.integers(1_000_000_000, 2_200_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(moments, st.sampled_from(ZONES), st.sampled_from([Period.MINUTE, Period.DAY, Period.MONTH]))
def test_a_moment_lies_in_its_period_and_periods_follow_one_another(now, zone_name, period):
    zone = ZoneInfo(zone_name)
    start = period.start(now, zone)
    end = period.end(start, zone)
    assert start <= now < end
    assert period.start(end, zone) == end
    assert period.start(end - timedelta(microseconds=1), zone) == start


def test_a_total_has_no_end():
    assert Period.TOTAL.start(datetime.now(UTC), ZoneInfo("UTC")) == ALL_TIME
    assert Period.TOTAL.end(ALL_TIME, ZoneInfo("UTC")) is None


@pytest.mark.parametrize(
    ("now", "zone", "start", "end"),
    [
        ("2026-03-29T12:00+00:00", "Europe/Berlin", "2026-03-28T23:00+00:00", "2026-03-29T22:00+00:00"),
        ("2026-10-25T12:00+00:00", "Europe/Berlin", "2026-10-24T22:00+00:00", "2026-10-25T23:00+00:00"),
    ],
)
def test_a_day_on_which_clocks_change_has_23_or_25_hours(now, zone, start, end):
    begun = Period.DAY.start(datetime.fromisoformat(now), ZoneInfo(zone))
    assert (begun, Period.DAY.end(begun, ZoneInfo(zone))) == (
        datetime.fromisoformat(start),
        datetime.fromisoformat(end),
    )
