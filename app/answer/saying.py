"""How amounts and times are said in a computed answer. Pure; the words are those of the language's tables."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.answer import asks_english as words
from app.store.db import from_us

SAID = words.SAID


def amount(held_us: int) -> str:
    """A length of time, to the minute; below a minute in seconds.

    >>> amount(4_320_000_000), amount(40_000_000)
    ('1 h 12 min', '40 s')
    """
    seconds = round(held_us / 1e6)
    if seconds < 60:
        return SAID["seconds"].format(seconds=seconds)
    hours, minutes = divmod((seconds + 30) // 60, 60)
    if not hours:
        return SAID["minutes"].format(minutes=minutes)
    return SAID["hours" if minutes else "whole_hours"].format(hours=hours, minutes=minutes)


def counted(count: int, one: str, many: str) -> str:
    return SAID[one] if count == 1 else SAID[many].format(count=count)


def times(count: int) -> str:
    """How often.

    >>> times(1), times(5)
    ('once', '5 times')
    """
    return {1: SAID["once"], 2: SAID["twice"]}.get(count, SAID["n_times"].format(count=count))


def day(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """A local day, with its year where that is not the present one."""
    local = at.astimezone(zone)
    year = f" {local.year}" if local.year != now.astimezone(zone).year else ""
    return f"{words.WEEKDAYS[local.weekday()]} {local.day} {words.MONTHS[local.month - 1]}{year}"


def clock(at_us: int, zone: ZoneInfo) -> str:
    return from_us(at_us).astimezone(zone).strftime("%-H:%M") if at_us >= 0 else ""


def point(at_us: int, zone: ZoneInfo, now: datetime) -> str:
    """A day and a time of day."""
    return f"{day(from_us(at_us), zone, now)}, {clock(at_us, zone)}"


def when(since: datetime | None, until: datetime | None, zone: ZoneInfo, now: datetime) -> str:
    """The time that was counted, in local days where it is whole days."""
    if since is None and until is None:
        return SAID["ever"]
    if until is None or (since is not None and until >= now > since and not _midnight(until, zone)):
        assert since is not None
        return SAID["since"].format(since=_edge(since, zone, now))
    if since is None:
        return SAID["until"].format(until=_edge(until, zone, now))
    first, last = since.astimezone(zone), (until - timedelta(microseconds=1)).astimezone(zone)
    if _midnight(since, zone) and _midnight(until, zone):
        if first.date() == last.date():
            return day(since, zone, now)
        return SAID["from_to"].format(since=day(since, zone, now), until=day(last, zone, now))
    if first.date() == last.date():
        until_clock = until.astimezone(zone).strftime("%-H:%M") if not _midnight(until, zone) else "24:00"
        return f"{day(since, zone, now)}, " + SAID["from_to"].format(since=first.strftime("%-H:%M"), until=until_clock)
    return SAID["from_to"].format(since=_edge(since, zone, now), until=_edge(until, zone, now))


def _midnight(at: datetime, zone: ZoneInfo) -> bool:
    local = at.astimezone(zone)
    return (local.hour, local.minute, local.second) == (0, 0, 0)


def _edge(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    local = at.astimezone(zone)
    return day(at, zone, now) if _midnight(at, zone) else f"{day(at, zone, now)}, {local.strftime('%-H:%M')}"


def zone_of(name: str) -> ZoneInfo:
    """A zone by its name, UTC where there is none of it."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def listing(names: list[str]) -> str:
    """Names in a row.

    >>> listing(["a", "b", "c"])
    'a, b and c'
    """
    return SAID["and"].join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
