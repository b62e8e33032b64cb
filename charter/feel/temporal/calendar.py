"""The proleptic Gregorian calendar without bounds (Python's own ends at year 9999)."""

from __future__ import annotations

MAX_YEAR = 999_999_999
DAYS_IN_CYCLE = 146_097  # of 400 years
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    """Whether the year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """Return 28 to 31."""
    return 29 if month == 2 and is_leap(year) else _DAYS[month - 1]


def days_from_date(year: int, month: int, day: int) -> int:
    """Return days since 1970-01-01.

    The year is taken to begin in March, so that the leap day is its last one.
    """
    year -= month <= 2
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return era * DAYS_IN_CYCLE + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719_468


def date_from_days(days: int) -> tuple[int, int, int]:
    """Return year, month and day: the inverse of :func:`days_from_date`."""
    era, day_of_era = divmod(days + 719_468, DAYS_IN_CYCLE)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return year_of_era + era * 400 + (month <= 2), month, day_of_year - (153 * shifted + 2) // 5 + 1


def iso_week(year: int, month: int, day: int) -> int:
    """Return the ISO 8601 week of the year, 1 to 53."""
    days = days_from_date(year, month, day)
    # The week belongs to the year that its Thursday lies in.
    thursday = days - (days + 3) % 7 + 3
    first = days_from_date(date_from_days(thursday)[0], 1, 1)
    return (thursday - first) // 7 + 1
