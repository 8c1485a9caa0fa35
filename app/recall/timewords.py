"""What one time phrase means: from a rule's name and its groups to a span of time. Finding phrases is `grammar`'s part.

Pure. All spans are aware UTC, `until` exclusive. Days are the zone's own, so "yesterday" is right when clocks change.
"""

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.recall.language import Language

Groups = Mapping[str, str | None]
_ONE_DAY = timedelta(days=1)
_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_EARLIEST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class When:
    """A span of time. `day` is set when it lies on one day; `exact` is its meaning as a bound, if narrower."""

    since: datetime
    until: datetime
    day: date | None = None
    exact: tuple[datetime, datetime] | None = None


@dataclass(frozen=True, slots=True)
class Here:
    """From where time is looked at: the present moment, its zone, and the language spoken."""

    now: datetime
    zone: ZoneInfo
    language: Language

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def utc(self, naive: datetime, latest: bool = False) -> datetime:
        """A wall time as UTC; of a time that happens twice or never, the earliest or latest reading."""
        both = [naive.replace(tzinfo=self.zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
        return max(both) if latest else min(both)

    def minutes(self, day: date, first: int, last: int) -> tuple[datetime, datetime]:
        """The span from minute `first` to minute `last` of a day; both may lie outside of the day."""
        midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a wall time, its zone is added by utc()
        return self.utc(midnight + timedelta(minutes=first)), self.utc(midnight + timedelta(minutes=last), latest=True)

    def days(self, first: date, last: date) -> When:
        """Whole days, `last` included."""
        since, until = self.minutes(first, 0, 0)[0], self.minutes(last + _ONE_DAY, 0, 0)[1]
        return When(since, until, first if first == last else None)


def month_before(day: date, months: int) -> date:
    """The same day of the month, `months` earlier, or that month's last day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_of(here: Here, year: int, month: int) -> When:
    """A whole month."""
    return months_of(here, year, month, 1)


def months_of(here: Here, year: int, month: int, count: int) -> When:
    """Whole months, from one on."""
    end = month_before(date(year, month, 1), 1 - count)
    return here.days(date(year, month, 1), end.replace(day=calendar.monthrange(end.year, end.month)[1]))


def _third(span: When, which: str | None, language: Language) -> When:
    """The beginning, middle or end of a span."""
    if not which:
        return span
    length = (span.until - span.since) / 3
    which = " ".join(which.lower().split())
    if which in language.first_third:
        return replace(span, until=span.since + length, day=None)
    if which in language.last_third:
        return replace(span, since=span.until - length, day=None)
    return replace(span, since=span.since + length, until=span.until - length, day=None)


def word_of(groups: Groups, name: str) -> str:
    return " ".join((groups.get(name) or "").lower().split())


def _relative_day(groups: Groups, here: Here) -> When:
    day = here.today + timedelta(days=here.language.days[word_of(groups, "word")])
    return here.days(day, day)


def _part_of(here: Here, day: date, part: str) -> When:
    since, until = here.minutes(day, *here.language.parts[part])
    return When(since, until, day)


def _this_part(groups: Groups, here: Here) -> When:
    return _part_of(here, here.today, word_of(groups, "part"))


def _night(here: Here, day: date) -> When:
    since, until = here.minutes(day, 1020, 1740)
    return When(since, until, day)


def _last_night(groups: Groups, here: Here) -> When:
    return _night(here, here.today - _ONE_DAY)


def _tonight(groups: Groups, here: Here) -> When:
    before_dawn = here.now.astimezone(here.zone).hour < 5
    return _night(here, here.today - _ONE_DAY if before_dawn else here.today)


def _weekend(here: Here, shift: int) -> When:
    """The weekend `shift` before (or after) the one that is now or was last."""
    saturday = here.today - timedelta(days=(here.today.weekday() - 5) % 7) + timedelta(days=7 * shift)
    return here.days(saturday, saturday + _ONE_DAY)


def _calendar_unit(here: Here, unit: str, shift: int) -> When:
    """A whole week, month, year or weekend, `shift` units from the present one."""
    today = here.today
    if unit == "weekend":
        on_one = today.weekday() >= 5
        return _weekend(here, shift if on_one or shift > 0 else min(0, shift + 1))
    if unit == "week":
        monday = today - timedelta(days=today.weekday() - 7 * shift)
        return here.days(monday, monday + timedelta(days=6))
    if unit == "month":
        first = month_before(today.replace(day=1), -shift)
        return month_of(here, first.year, first.month)
    if unit == "quarter":
        first = month_before(today.replace(day=1), (today.month - 1) % 3 - 3 * shift)
        return months_of(here, first.year, first.month, 3)
    return here.days(date(today.year + shift, 1, 1), date(today.year + shift, 12, 31))


def _calendar(groups: Groups, here: Here) -> When:
    shift = {"this": 0, "last": -1, "next": 1}[here.language.which.get(word_of(groups, "which"), "this")]
    return _third(_calendar_unit(here, unit_of(groups, here), shift), groups.get("third"), here.language)


def _before_last(groups: Groups, here: Here) -> When:
    return _calendar_unit(here, unit_of(groups, here), -2)


def unit_of(groups: Groups, here: Here) -> str:
    word = word_of(groups, "unit")
    return here.language.units.get(word, word)


def amount_of(groups: Groups, here: Here) -> float:
    word = word_of(groups, "number")
    if not word:
        return 1
    return float(word) if word.isdecimal() else here.language.numbers[word]


def _back(here: Here, amount: float, unit: str) -> date:
    """The day that lies so many days, weeks, months or years back."""
    if unit == "day":
        return here.today - timedelta(days=round(amount))
    if unit == "week":
        return here.today - timedelta(days=round(7 * amount))
    if amount != int(amount):
        return here.today - timedelta(days=round(amount * (30 if unit == "month" else 365)))
    day = month_before(here.today, int(amount) * (1 if unit == "month" else 12))
    if day.year < _EARLIEST_YEAR:
        raise OverflowError
    return day


def _rolling(groups: Groups, here: Here) -> When:
    amount, unit = amount_of(groups, here), unit_of(groups, here)
    if word_of(groups, "number") in here.language.vague:
        amount = 2 * amount - 1
    if unit in _SECONDS:
        since = here.now - timedelta(seconds=amount * _SECONDS[unit])
    else:
        since = here.minutes(_back(here, amount, unit), 0, 0)[0]
    return When(since, here.now)


def _ago(groups: Groups, here: Here) -> When:
    amount, unit = amount_of(groups, here), unit_of(groups, here)
    if unit in _SECONDS or (unit == "day" and amount < 1):
        seconds = amount * _SECONDS.get(unit, 86400)
        exact = here.now - timedelta(seconds=seconds)
        slack = timedelta(seconds=max(0.15 * seconds, min(seconds, 3600) / 2, 30))
        return When(exact - slack, min(exact + slack, here.now), exact=(exact, exact))
    vague = word_of(groups, "number") in here.language.vague
    nearest, farthest = (max(1, amount - 1), 2 * amount) if vague else (amount, amount)
    around = timedelta(days={"day": 0, "week": 3, "month": 15, "year": 183}[unit])
    first, last, day = (_back(here, n, unit) for n in (farthest, nearest, amount))
    span, whole = here.days(first - around, last + around), here.days(day, day)
    return replace(span, exact=(whole.since, whole.until))


def _weekday(groups: Groups, here: Here) -> When:
    number = here.language.weekdays[word_of(groups, "weekday")]
    which = here.language.which.get(word_of(groups, "which"), "")
    today = here.today
    if which == "this":
        day = today + timedelta(days=number - today.weekday())
    elif which == "next":
        day = nearest(today, number, 1)
    else:
        day = nearest(today, number, -1)
    return here.days(day, day)


def _weekday_of_week(groups: Groups, here: Here) -> When:
    back = 7 if here.language.which[word_of(groups, "which")] == "last" else 0
    monday = here.today - timedelta(days=here.today.weekday() + back)
    day = monday + timedelta(days=here.language.weekdays[word_of(groups, "weekday")])
    return here.days(day, day)


def one_day(here: Here, year: int, month: int, day: int) -> When | None:
    try:
        that = date(year, month, day)
    except ValueError:
        return None
    return here.days(that, that)


def _month_day(groups: Groups, here: Here) -> When | None:
    month, day = here.language.months[word_of(groups, "month")], int(groups["day"] or 0)
    if groups.get("year"):
        return one_day(here, int(groups["year"] or 0), month, day)
    for year in range(here.today.year, here.today.year - 9, -1):
        span = one_day(here, year, month, day)
        if span and span.since <= here.now:
            return span
    return None


def _named_month(groups: Groups, here: Here) -> When:
    month, today = here.language.months[word_of(groups, "month")], here.today
    which = here.language.which.get(word_of(groups, "which"), "")
    if groups.get("year"):
        year = int(groups["year"] or 0)
    elif which in {"this", "next"}:
        year = today.year + (which == "next" and month <= today.month)
    else:
        year = today.year - (month > today.month or (which == "last" and month == today.month))
    return _third(month_of(here, year, month), groups.get("third"), here.language)


def _day_of_month(groups: Groups, here: Here) -> When | None:
    which = here.language.which.get(word_of(groups, "which"), "")
    for back in (0, 1, 2) if not which else (1,) if which == "last" else (0,):
        month = month_before(here.today.replace(day=1), back)
        span = one_day(here, month.year, month.month, int(groups["day"] or 0))
        if span and span.since <= here.now:
            return span
    return None


def _iso(groups: Groups, here: Here) -> When | None:
    span = one_day(here, *(int(groups[name] or 0) for name in ("year", "month", "day")))
    if span is None or span.day is None or groups.get("hour") is None:
        return span
    minute = int(groups["hour"] or 0) * 60 + int(groups["minute"] or 0)
    since, until = here.minutes(span.day, minute, minute + 1)
    return When(since, until, span.day, exact=(since, since))


def _dotted(groups: Groups, here: Here) -> When | None:
    return one_day(here, *(int(groups[name] or 0) for name in ("year", "month", "day")))


def _slashed(groups: Groups, here: Here) -> When | None:
    first, second, year = (int(groups[name] or 0) for name in ("first", "second", "year"))
    day_first = first > 12 or (here.language.day_first and second <= 12)
    return one_day(here, year, second, first) if day_first else one_day(here, year, first, second)


def _year_month(groups: Groups, here: Here) -> When:
    return month_of(here, int(groups["year"] or 0), int(groups["month"] or 0))


def _year(groups: Groups, here: Here) -> When:
    year = int(groups["year"] or 0)
    return here.days(date(year, 1, 1), date(year, 12, 31))


MEANINGS: dict[str, Callable[[Groups, Here], When | None]] = {
    "relative_day": _relative_day,
    "this_part": _this_part,
    "last_night": _last_night,
    "tonight": _tonight,
    "calendar": _calendar,
    "before_last": _before_last,
    "rolling": _rolling,
    "ago": _ago,
    "weekday": _weekday,
    "weekday_of_week": _weekday_of_week,
    "month_day": _month_day,
    "month": _named_month,
    "day_of_month": _day_of_month,
    "iso": _iso,
    "dotted": _dotted,
    "slashed": _slashed,
    "year_month": _year_month,
    "year": _year,
}


def nearest(day: date, weekday: int, sign: int) -> date:
    """The nearest such weekday strictly after (or, with -1, before) a day."""
    return day + timedelta(days=sign * ((sign * (weekday - day.weekday()) - 1) % 7 + 1))


def anchored(groups: Groups, span: When, here: Here) -> When | None:
    """ "two weeks before" and its like, seen from a day or span."""
    day = span.since.astimezone(here.zone).date()
    word = word_of(groups, "unit").removesuffix("s")
    sign = 1 if word_of(groups, "side") in here.language.after else -1
    try:
        if word in here.language.weekdays:
            that = nearest(day, here.language.weekdays[word], sign)
            return here.days(that, that)
        if word == "weekend":
            saturday = nearest(day, 5, sign) if sign > 0 else nearest(day, 6, sign) - _ONE_DAY
            return here.days(saturday, saturday + _ONE_DAY)
        length = {"day": 1, "week": 7, "month": 30, "year": 365}[word]
        amount = round(amount_of(groups, here) * length)
        if groups.get("number") is None:
            edges = (
                (day + _ONE_DAY, day + timedelta(days=amount))
                if sign > 0
                else (day - timedelta(days=amount), day - _ONE_DAY)
            )
            return here.days(*edges)
        slack = timedelta(days=0 if length == 1 else length // 2 if length > 7 else 3)
        that = day + timedelta(days=sign * amount)
        return here.days(that - slack, that + slack)
    except (OverflowError, ValueError):
        return None


def week_around(span: When, here: Here, unit: str = "week") -> When:
    """The week, Monday to Sunday, that holds the first day of a span; or that week's weekend."""
    day = span.since.astimezone(here.zone).date()
    monday = day - timedelta(days=day.weekday())
    first = monday + timedelta(days=5) if unit == "weekend" else monday
    return here.days(first, monday + timedelta(days=6))
