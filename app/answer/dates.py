"""Which days the words of a remembered sentence mean, seen from when it was said: "last Friday" is 13 November. Pure; English."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.recall.english import ENGLISH
from app.recall.grammar import Span, spans
from app.recall.timewords import Here, nearest

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
# Only what is said from the day of speaking needs to be told; a written date or a clock time tells itself.
_RELATIVE = re.compile(
    r"\b(?:yesterday|today|tonight|tomorrow|ago|last|next|past|this|before|(?:mon|tues|wednes|thurs|fri|satur|sun)day|tues?|wed|thurs?|mon|fri)\b",
    re.IGNORECASE,
)
_CLOCK_ONLY = re.compile(r"^(?:at|by|around)?\s*\d{1,2}(?:[:.]\d\d)?(?:\s?[ap]m)?$", re.IGNORECASE)
_BARE_WEEKDAY = re.compile(r"^(?:on\s+|this\s+)?(mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_WEEKDAYS = {name: n for n, name in enumerate(("mon", "tues", "wednes", "thurs", "fri", "satur", "sun"))}
_PAST = re.compile(
    r"\b(?:was|were|had|did|went|came|got|saw|met|took|made|held|bought|told|said|gave|ran|\w{3,}ed)\b", re.IGNORECASE
)
_LOOSE = re.compile(r"\b(?:weeks?|months?|years?)\b", re.IGNORECASE)
_VAGUE = re.compile(r"\b(?:few|several|couple|some)\b", re.IGNORECASE)
_AGO = re.compile(r"\bago\b", re.IGNORECASE)
# What the grammar of questions leaves to others: it reads what lies behind, a statement looks ahead too.
_PAST_WEEKEND = re.compile(r"\b(?:this|the|over the)\s+past\s+weekend\b", re.IGNORECASE)
_AHEAD = re.compile(r"\bin\s+(a|one|two|three|four|five|six|\d{1,2})\s+(days?|weeks?|months?)\b", re.IGNORECASE)
_BARE_AHEAD = re.compile(
    r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b(?!['’]s|\s+(?:and|to|till|until)\b)", re.IGNORECASE
)
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


@dataclass(frozen=True, slots=True)
class Told:
    """Words of a text, by their offsets, and the days they mean, in words."""

    start: int
    end: int
    days: str


def resolved(text: str, said: datetime, zone: str, *, now: datetime) -> list[Told]:
    """The relative times of a text that was said at a time; the year is told where it is not the present one.

    >>> at = datetime(2026, 11, 17, 9, tzinfo=UTC)
    >>> [told.days for told in resolved("We met last Friday.", at, "UTC", now=at)]
    ['13 November']
    """
    here = Here(said.astimezone(UTC), _zone(zone), ENGLISH)
    out: list[Told] = []
    for find in (_spoken, _ahead):
        for one in find(text, here, now):
            if all(one.end <= other.start or other.end <= one.start for other in out):
                out.append(one)
    return sorted(out, key=lambda one: one.start)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _spoken(text: str, here: Here, now: datetime) -> list[Told]:
    out = []
    for span in spans(text, here):
        words = text[span.start : span.end]
        if _RELATIVE.search(words) and not _CLOCK_ONLY.match(words.strip()) and span.since and span.until:
            days = _days(words, span, text, here, now)
            if days:
                out.append(Told(span.start, span.end, days))
    return out


def _days(words: str, span: Span, text: str, here: Here, now: datetime) -> str:
    weekday = _BARE_WEEKDAY.match(words.strip())
    if weekday and not _PAST.search(text):
        return day_words(nearest(here.today, _WEEKDAYS[weekday[1].lower()], 1), here, now)
    assert span.since is not None
    assert span.until is not None
    first, last = (one.astimezone(here.zone).date() for one in (span.since, span.until - timedelta(seconds=1)))
    if _AGO.search(words):
        return _ago(words, span, here, now)
    if (span.until - span.since) < timedelta(hours=20):
        last = first  # an evening and the night after it
    return days_words(first, last, here, now)


def _ago(words: str, span: Span, here: Here, now: datetime) -> str:
    """Of "three weeks ago" about the day, of months the month, of years the year."""
    assert span.since is not None
    exact = (span.exact[0] if span.exact else span.since).astimezone(here.zone).date()
    about = "around " if _VAGUE.search(words) else ""
    if re.search(r"\byears?\b", words, re.IGNORECASE):
        return f"{about}{exact.year}"
    if re.search(r"\bmonths?\b", words, re.IGNORECASE):
        return f"{about}{MONTHS[exact.month - 1]} {exact.year}"
    return ("around " if _LOOSE.search(words) or about else "") + day_words(exact, here, now)


def _ahead(text: str, here: Here, now: datetime) -> list[Told]:
    out = []
    for match in _PAST_WEEKEND.finditer(text):
        saturday = nearest(here.today, 5, -1)
        out.append(Told(match.start(), match.end(), days_words(saturday, saturday + timedelta(days=1), here, now)))
    for match in _AHEAD.finditer(text):
        count = _NUMBERS.get(match[1].lower()) or int(match[1])
        length = {"d": 1, "w": 7, "m": 30}[match[2][0].lower()]
        about = "" if length == 1 else "around "
        out.append(
            Told(match.start(), match.end(), about + day_words(here.today + timedelta(days=count * length), here, now))
        )
    if not _PAST.search(text):
        for match in _BARE_AHEAD.finditer(text):
            day = nearest(here.today, _WEEKDAYS[match[1].lower()], 1)
            out.append(Told(match.start(), match.end(), day_words(day, here, now)))
    return out


def day_words(day: date, here: Here, now: datetime) -> str:
    """A day as one says it: 14 November, with its year where it is another one than the present."""
    year = "" if day.year == now.astimezone(here.zone).year else f" {day.year}"
    return f"{day.day} {MONTHS[day.month - 1]}{year}"


def days_words(first: date, last: date, here: Here, now: datetime) -> str:
    """Days as one says them: a day, a month, a year, or the first and the last."""
    if first == last:
        return day_words(first, here, now)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return str(first.year)
    following = last + timedelta(days=1)
    if first.day == following.day == 1 and (first.year, first.month) == (last.year, last.month):
        return f"{MONTHS[first.month - 1]} {first.year}"
    end = day_words(last, here, now)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {end}"
    return f"{first.day} {MONTHS[first.month - 1]}{'' if first.year == last.year else f' {first.year}'} to {end}"


def when_said(said: datetime, zone: str, *, now: datetime) -> str:
    """The day on which something was said or seen, in its zone."""
    here = Here(said.astimezone(UTC), _zone(zone), ENGLISH)
    return day_words(here.today, here, now)


def woven(text: str, told: list[Told]) -> tuple[str, Callable[[int], int]]:
    """A text with the days behind the words that mean them, and where each offset of the text is in it."""
    out, at = "", 0
    shifts: list[tuple[int, int]] = []
    for one in told:
        out += f"{text[at : one.end]} ({one.days})"
        at = one.end
        shifts.append((one.end, len(one.days) + 3))
    return out + text[at:], lambda place: place + sum(added for end, added in shifts if end <= place)
