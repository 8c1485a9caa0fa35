"""Ranges of days: a day, week, month or year of the calendar, or any days from one to another. Pure; no Qt, no memory."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Kind = Literal["day", "week", "month", "year", "free"]
KINDS: tuple[Kind, ...] = ("day", "week", "month", "year")


@dataclass(frozen=True, slots=True)
class Range:
    """The days from `first` to `last`, both of them in it."""

    kind: Kind
    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def moved(self, by: int) -> "Range":
        """The range so many ranges later; any days move by their number.

        >>> Range("month", date(2026, 1, 1), date(2026, 1, 31)).moved(-1).first
        datetime.date(2025, 12, 1)
        """
        step = timedelta(days=self.days)
        if self.kind == "free":
            return Range("free", self.first + by * step, self.last + by * step)
        one = self
        for _ in range(abs(by)):
            beside = one.last + timedelta(days=1) if by > 0 else one.first - timedelta(days=1)
            one = around(self.kind, beside)
        return one


def around(kind: Kind, day: date) -> Range:
    """The day, the week from Monday, the month or the year that a day lies in.

    >>> around("week", date(2026, 11, 21)).first, around("month", date(2026, 2, 3)).last
    (datetime.date(2026, 11, 16), datetime.date(2026, 2, 28))
    """
    match kind:
        case "week":
            first = day - timedelta(days=day.weekday())
            return Range(kind, first, first + timedelta(days=6))
        case "month":
            return Range(kind, day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))
        case "year":
            return Range(kind, date(day.year, 1, 1), date(day.year, 12, 31))
    return Range(kind, day, day)


def slots(shown: Range) -> list[Range]:
    """The days of a range as columns; where they are many, its months.

    >>> len(slots(around("week", date(2026, 11, 21)))), len(slots(around("year", date(2026, 1, 1))))
    (7, 12)
    """
    if shown.days <= 31:
        return [around("day", shown.first + timedelta(days=n)) for n in range(shown.days)]
    out = []
    month = around("month", shown.first)
    while month.first <= shown.last:
        out.append(month)
        month = month.moved(1)
    return out
