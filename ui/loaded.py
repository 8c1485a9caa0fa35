"""A day of the timeline, read from the memory and made ready to be drawn. Runs in a lane; no widgets."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.records import Day, Moment
from app.zone import zone_name
from ui import words
from ui.day import Lines, lines_of, nearest

MOST_A_DAY = 50_000  # two monitors that change all day long


@dataclass(frozen=True, slots=True)
class Wish:
    """Which day is to be shown, and where in it: at a moment by its id, near a time, or at an edge, "first" or "last".

    Without a date it is the day of the moment or the time, else the newest.
    """

    date: str = ""
    moment: str = ""
    time: datetime | None = None
    edge: str = ""


@dataclass(frozen=True, slots=True)
class LoadedDay:
    """A day as the page shows it. `dates` are all days that hold moments, newest first; `missed` is the date that was meant and
    holds none."""

    wish: Wish
    dates: tuple[str, ...] = ()
    day: Day | None = None
    moments: tuple[Moment, ...] = ()
    lines: Lines | None = None
    missed: str = ""

    def same_day(self, other: "LoadedDay") -> bool:
        """Whether both show the same, wherever in it."""
        return (self.day, self.lines, self.moments) == (other.day, other.lines, other.moments)

    def place(self) -> int:
        """The index of the moment that was wished for; the last one where nothing else is said."""
        last = max(len(self.moments) - 1, 0)
        if self.wish.edge:
            return 0 if self.wish.edge == "first" else last
        if self.wish.time is not None and self.lines is not None:
            return nearest(self.lines.times, self.wish.time)
        return next((at for at, moment in enumerate(self.moments) if moment.id == self.wish.moment), last)


def load_day(memory: Any, wish: Wish) -> LoadedDay:
    """Read a day: the one that is wished for, or the nearest that holds something. Raises KnownError no_such_moment."""
    almanac = memory.almanac
    dates = tuple(almanac.days())
    if not dates:
        return LoadedDay(wish)
    meant = wish.date or _date_of(memory, wish)
    chosen = meant if meant in dates else nearest_date(dates, meant) if meant else dates[0]
    held = almanac.day(chosen)
    if held is None:  # it went between the two reads
        return LoadedDay(wish, dates)
    until = held.last + timedelta(microseconds=1)
    moments = tuple(memory.timeline(held.first, until, limit=MOST_A_DAY))
    lines = lines_of(moments, memory.ledger(held.first, until), almanac.episodes(held.first, until), words.app_name)
    return LoadedDay(wish, dates, held, moments, lines, meant if meant != chosen else "")


def _date_of(memory: Any, wish: Wish) -> str:
    if wish.moment:
        moment = memory.moment(wish.moment).moment
        return words.local_date(moment.time, moment.zone).isoformat()
    return words.local_date(wish.time, zone_name()).isoformat() if wish.time is not None else ""


def nearest_date(dates: tuple[str, ...], wanted: str) -> str:
    """The date that lies closest to another one; the later of two.

    >>> nearest_date(("2026-11-20", "2026-11-10"), "2026-11-16")
    '2026-11-20'
    """
    day_of = date.fromisoformat(wanted)
    return min(dates, key=lambda one: abs((date.fromisoformat(one) - day_of).days))
