"""Days and times of day as a text means them that tells of what is to come: "on Thursday at 3" is the next one. Pure.

Phrases are found by the grammar of questions, which looks back; only what they mean is told anew here. `here` is the moment's own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from app.recall import calendarwords
from app.recall.grammar import grammar
from app.recall.parts import part_of_day
from app.recall.timewords import Groups, Here, nearest, one_day, word_of

_ONE_DAY = timedelta(days=1)
_LONGEST = 1000
_WAKING_HOUR = 8


@dataclass(frozen=True, slots=True)
class DayNamed:
    """A day and where its words stand; `vague` when only the weekday was said, which a calendar may mean otherwise."""

    start: int
    end: int
    day: date
    vague: bool


@dataclass(frozen=True, slots=True)
class TimeNamed:
    """A time of day in minutes after midnight, and its end where both were said."""

    start: int
    end: int
    minute: int
    until: int | None = None


_Phrase = TypeVar("_Phrase", DayNamed, TimeNamed)


def days_named(text: str, here: Here) -> list[DayNamed]:
    """The days that a text names, in order, none reaching into another."""
    return _apart(_days(text[:_LONGEST], here))


def times_named(text: str, here: Here) -> list[TimeNamed]:
    """The times of day that a text names: "14:30", "at 3pm", "between 7:30 and 8:30", "noon"."""
    return _apart(_times(text[:_LONGEST], here))


def bare_hour(hour: int) -> int:
    """The minute that is meant by an hour without its half of the day: people are awake then.

    >>> bare_hour(3), bare_hour(11), bare_hour(17)
    (900, 660, 1020)
    """
    return 60 * (hour + 12 if hour < _WAKING_HOUR else hour)


def _apart(found: Iterator[_Phrase]) -> list[_Phrase]:
    """Of those that overlap the longest, in order."""
    kept: list[_Phrase] = []
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _days(text: str, here: Here) -> Iterator[DayNamed]:
    for rule, pattern in grammar(here.language).day_rules:
        meaning = _AHEAD.get(rule)
        if meaning is None:
            continue
        for match in pattern.finditer(text):
            day = meaning(match.groupdict(), here)
            if day is not None:
                yield DayNamed(match.start(), match.end(), day, rule == "weekday")


def _times(text: str, here: Here) -> Iterator[TimeNamed]:
    for rule, pattern in grammar(here.language).part_rules:
        if rule not in ("clock", "clocks", "spoken_clock"):
            continue
        for match in pattern.finditer(text):
            part = part_of_day(rule, match, here.language)
            if part is not None and rule == "clocks" and part.exact is None:
                yield TimeNamed(match.start(), match.end(), part.first, part.last)
            elif part is not None and part.exact is not None:
                yield TimeNamed(match.start(), match.end(), part.exact % 1440)


# -- what the phrases mean


def _relative_day(groups: Groups, here: Here) -> date | None:
    return here.today + timedelta(days=here.language.days[word_of(groups, "word")])


def _today(groups: Groups, here: Here) -> date | None:
    return here.today


def _weekday(groups: Groups, here: Here) -> date | None:
    number = here.language.weekdays[word_of(groups, "weekday")]
    which = here.language.which.get(word_of(groups, "which"), "")
    if which == "last":
        return None
    if which == "this":
        return here.today - timedelta(days=here.today.weekday() - number)
    return nearest(here.today - (timedelta() if which == "next" else _ONE_DAY), number, 1)


def _month_day(groups: Groups, here: Here) -> date | None:
    month, day = here.language.months[word_of(groups, "month")], int(groups["day"] or 0)
    if groups.get("year"):
        return _valid(here, int(groups["year"] or 0), month, day)
    found = _valid(here, here.today.year, month, day)
    if found is not None and found < here.today - timedelta(days=60):
        return _valid(here, here.today.year + 1, month, day)
    return found


def _day_of_month(groups: Groups, here: Here) -> date | None:
    day = int(groups["day"] or 0)
    found = _valid(here, here.today.year, here.today.month, day)
    if found is not None and found >= here.today:
        return found
    later = here.today.replace(day=1) + timedelta(days=32)
    return _valid(here, later.year, later.month, day)


def _valid(here: Here, year: int, month: int, day: int) -> date | None:
    found = one_day(here, year, month, day)
    return None if found is None else found.day


def _as_looked_back(rule: str) -> Callable[[Groups, Here], date | None]:
    def day(groups: Groups, here: Here) -> date | None:
        found = calendarwords.meaning(rule, groups, here)
        return None if found is None else found.day

    return day


_AHEAD: dict[str, Callable[[Groups, Here], date | None]] = {
    "relative_day": _relative_day,
    "tonight": _today,
    "this_part": _today,
    "weekday": _weekday,
    "month_day": _month_day,
    "day_of_month": _day_of_month,
    "iso": _as_looked_back("iso"),
    "dotted": _as_looked_back("dotted"),
    "slashed": _as_looked_back("slashed"),
}
