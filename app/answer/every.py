"""When a question is asked by itself: from words to weekdays and a time of day, and whether that is due. Pure; English, in the tables below."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from app.errors import KnownError

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ALL = frozenset(range(7))
DAYS = {
    **dict.fromkeys(("day", "daily", "morning", "noon", "evening", "night"), _ALL),
    **dict.fromkeys(("weekday", "weekdays", "workday", "workdays"), frozenset(range(5))),
    **dict.fromkeys(("weekend", "weekends"), frozenset({5, 6})),
    **{name: frozenset({number}) for number, name in enumerate(_DAYS)},
}
USUAL = {"morning": 8 * 60, "noon": 12 * 60, "night": 21 * 60}
EVENING = 18 * 60
_SAID = re.compile(
    r"(?:every\s+)?(?P<day>[a-z]+?)s?(?:\s+(?P<part>morning|noon|evening|night))?(?:\s+(?:at\s+)?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>[ap]m)?)?"
)


def read(said: str) -> tuple[frozenset[int], int]:
    """Weekdays and the minute of the day that some words mean. Raises KnownError bad_every.

    >>> read("evening 18:00") == (frozenset(range(7)), 1080), read("Friday at 4pm") == (frozenset({4}), 960)
    (True, True)
    """
    match = _SAID.fullmatch(" ".join(said.lower().split())[:60])
    days = DAYS.get(match["day"]) if match else None
    if match is None or days is None:
        raise KnownError("bad_every", text=said)
    if match["hour"] is None:
        return days, USUAL.get(match["part"] or match["day"], EVENING)
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] == "pm" else 0)
    if hour > 23 or minute > 59:
        raise KnownError("bad_every", text=said)
    return days, hour * 60 + minute


def latest(days: frozenset[int], minute: int, now: datetime, zone: ZoneInfo) -> datetime:
    """The last time at or before `now` at which it was to be asked, aware UTC."""
    today = now.astimezone(zone).date()
    for back in range(8):
        day = today - timedelta(days=back)
        at = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone).astimezone(UTC)
        if day.weekday() in days and at <= now:
            return at
    raise ValueError("a question is asked on one day of the week at least")


def is_due(days: frozenset[int], minute: int, since: datetime, now: datetime, zone: ZoneInfo) -> bool:
    """Whether it was to be asked after `since`, when it was made or asked last; several times that were missed count as one."""
    return latest(days, minute, now, zone) > since
