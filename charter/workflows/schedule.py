"""When timers go off: ISO 8601 dates, durations and repeating intervals, and cron expressions (Camunda 8's forms)."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from charter.workflows.engine.errors import EvaluationFailed

_DURATION = re.compile(
    r"(?P<sign>[+-]?)P(?:(?P<years>\d{1,6})Y)?(?:(?P<months>\d{1,6})M)?(?:(?P<weeks>\d{1,6})W)?(?:(?P<days>\d{1,9})D)?"
    r"(?:T(?:(?P<hours>\d{1,9})H)?(?:(?P<minutes>\d{1,9})M)?(?:(?P<seconds>\d{1,12}(?:\.\d{1,9})?)S)?)?"
)
_REPEATING = re.compile(r"R(?P<times>\d{0,9})/(?:(?P<start>[^/]+)/)?(?P<every>[^/]+)")
_MACROS = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
ENDLESS = -1
_LATEST = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Duration:
    """An ISO 8601 duration: calendar months and exact time."""

    months: int
    exact: timedelta

    def after(self, moment: datetime) -> datetime:
        """Return the moment this much later; a day that a month does not have becomes its last one.

        Raises:
            EvaluationFailed: that lies beyond the year 9998.
        """
        try:
            if self.months:
                whole = moment.year * 12 + moment.month - 1 + self.months
                year, month = divmod(whole, 12)
                day = min(moment.day, calendar.monthrange(year, month + 1)[1])
                moment = moment.replace(year=year, month=month + 1, day=day)
            moved = moment + self.exact
        except (OverflowError, ValueError) as error:
            raise EvaluationFailed("the moment lies too far away") from error
        if moved > _LATEST:
            raise EvaluationFailed("the moment lies too far away")
        return moved


def duration(text: str) -> Duration:
    """Return an ISO 8601 duration such as ``PT15M`` or ``P1M``.

    Raises:
        EvaluationFailed: it is none.
    """
    found = _DURATION.fullmatch(text.strip())
    if found is None or text.strip().rstrip("T").endswith("P") or text.strip().endswith("T"):
        raise EvaluationFailed(f"{text!r} is no ISO 8601 duration; write for example PT15M, P2D or P1M")
    parts = {name: value or "0" for name, value in found.groupdict().items() if name != "sign"}
    sign = -1 if found["sign"] == "-" else 1
    try:
        exact = timedelta(
            weeks=int(parts["weeks"]),
            days=int(parts["days"]),
            hours=int(parts["hours"]),
            minutes=int(parts["minutes"]),
            seconds=float(parts["seconds"]),
        )
    except OverflowError as error:
        raise EvaluationFailed(f"the duration {text!r} is too long") from error
    return Duration(sign * (int(parts["years"]) * 12 + int(parts["months"])), sign * exact)


def date(text: str) -> datetime:
    """Return an ISO 8601 date and time, with offset, ``Z`` or a zone in brackets; without any it is UTC.

    Raises:
        EvaluationFailed: it is none.
    """
    plain, _, zone = text.strip().removesuffix("]").partition("[" if "[" in text else "@")
    try:
        moment = datetime.fromisoformat(plain)
        if zone:
            moment = moment.replace(tzinfo=ZoneInfo(zone))
    except (ValueError, ZoneInfoNotFoundError, OSError) as error:
        raise EvaluationFailed(
            f"{text!r} is no ISO 8601 date and time; write for example 2026-12-01T09:00:00Z"
        ) from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def first(form: str, text: str, now: datetime) -> tuple[datetime, str | None, int]:
    """Return when a timer goes off first, its cycle if it has one, and how often it goes off after that.

    Raises:
        EvaluationFailed: the text is no such timer.
    """
    if form == "date":
        return date(text), None, 0
    if form == "duration":
        return duration(text).after(now), None, 0
    repeating = _REPEATING.fullmatch(text.strip())
    if repeating is None:
        if text.strip().startswith(("P", "+P")):
            return duration(text).after(now), None, 0
        return next_cron(text, now), text, ENDLESS
    every = duration(repeating["every"])
    if every.after(now) <= now:
        raise EvaluationFailed(f"the interval of {text!r} leads nowhere: it has to be longer than nothing")
    times = int(repeating["times"]) - 1 if repeating["times"] else ENDLESS
    if times < ENDLESS:
        raise EvaluationFailed(f"{text!r} repeats no time at all")
    due = date(repeating["start"]) if repeating["start"] else every.after(now)
    return due, text, times


def following(cycle: str, due: datetime, left: int) -> tuple[datetime, int]:
    """Return when a cycle goes off after ``due``, and how often after that."""
    repeating = _REPEATING.fullmatch(cycle.strip())
    after = next_cron(cycle, due) if repeating is None else duration(repeating["every"]).after(due)
    return after, left if left == ENDLESS else left - 1


def next_cron(text: str, after: datetime) -> datetime:
    """Return the next moment of a cron expression of five fields, or six with seconds first; in UTC.

    Raises:
        EvaluationFailed: it is none, or never comes.
    """
    expression = _MACROS.get(text.strip(), text.strip())
    try:
        return next(CronSim(expression, after))
    except (CronSimError, StopIteration) as error:
        raise EvaluationFailed(
            f"{text!r} is neither a repeating interval (R3/PT10M) nor a cron expression (0 9 * * MON-FRI)"
        ) from error
