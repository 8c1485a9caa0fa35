"""What phrases of the calendar mean: the first week of October, Q3, last summer, two Fridays ago. Pure, as `timewords` is.

Here stands the table of all meanings too, since it knows both modules.
"""

from collections.abc import Callable
from datetime import date, timedelta

from app.recall import timewords
from app.recall.timewords import Groups, Here, When, amount_of, months_of, nearest, one_day, unit_of, word_of

_ONE_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


def _whole(groups: Groups, here: Here) -> tuple[date, date]:
    """First and last day of the month or year that a phrase is about."""
    which = here.language.which.get(word_of(groups, "which"), "")
    if word_of(groups, "month"):
        span = timewords.MEANINGS["month"]({**groups, "which": None}, here)
    elif which:
        span = timewords.MEANINGS["calendar"]({"which": word_of(groups, "which"), "unit": groups["span"]}, here)
    else:
        span = timewords.MEANINGS["year"](groups, here)
    if span is None:
        raise ValueError
    return span.since.astimezone(here.zone).date(), (span.until.astimezone(here.zone) - _ONE_DAY / 2).date()


def _nth_of(groups: Groups, here: Here) -> When | None:
    """Weeks of a month are its days 1 to 7, 8 to 14 and so on; the last week is its last seven days."""
    first, last = _whole(groups, here)
    nth, unit = here.language.ordinals[word_of(groups, "nth")], unit_of(groups, here)
    if unit in {"day", "week"}:
        length = _ONE_DAY if unit == "day" else _WEEK
        begin = first + (nth - 1) * length if nth > 0 else last + _ONE_DAY - length
        end = begin + length - _ONE_DAY
    else:
        weekday = 5 if unit == "weekend" else here.language.weekdays[unit]
        begin = (
            nearest(first - _ONE_DAY, weekday, 1) + (nth - 1) * _WEEK
            if nth > 0
            else nearest(last + _ONE_DAY, weekday, -1)
        )
        end = begin + (_ONE_DAY if unit == "weekend" else timedelta())
    return here.days(begin, end) if first <= begin <= last else None


def _half_of(groups: Groups, here: Here) -> When | None:
    first, last = _whole(groups, here)
    nth = here.language.ordinals[word_of(groups, "nth")]
    middle = first.replace(day=16) if first.month == last.month else first.replace(month=7)
    if nth not in {1, 2}:
        return None
    return here.days(first, middle - _ONE_DAY) if nth == 1 else here.days(middle, last)


def _quarter(groups: Groups, here: Here) -> When:
    month = 3 * int(groups["quarter"] or 1) - 2
    if groups.get("year"):
        return months_of(here, int(groups["year"] or 0), month, 3)
    return months_of(here, here.today.year - (month > here.today.month), month, 3)


def _weekday_before_last(groups: Groups, here: Here) -> When:
    day = nearest(here.today, here.language.weekdays[word_of(groups, "weekday")], -1) - _WEEK
    return here.days(day, day)


def _weekdays_ago(groups: Groups, here: Here) -> When:
    last = nearest(here.today, here.language.weekdays[word_of(groups, "weekday")], -1)
    day = last - (round(amount_of(groups, here)) - 1) * _WEEK
    return here.days(day, day)


def _weekday_ago(groups: Groups, here: Here) -> When:
    """ "two weeks ago on Tuesday": the Tuesday of the week that was two weeks before this one."""
    monday = here.today - timedelta(days=here.today.weekday()) - round(amount_of(groups, here)) * _WEEK
    day = monday + timedelta(days=here.language.weekdays[word_of(groups, "weekday")])
    return here.days(day, day)


def _same_last(groups: Groups, here: Here) -> When:
    """ "this time last year": the further back, the less sharply it is meant."""
    unit = unit_of(groups, here)
    if unit == "week":
        day, slack = here.today - _WEEK, timedelta()
    else:
        day = timewords.month_before(here.today, 1 if unit == "month" else 12)
        slack = timedelta(days=1 if unit == "month" else 3)
    return here.days(day - slack, day + slack)


def _season(groups: Groups, here: Here) -> When | None:
    """Seasons of the northern half of the world; the last one is over, this one has begun."""
    month = here.language.seasons[word_of(groups, "season")]
    if groups.get("year"):
        return months_of(here, int(groups["year"] or 0), month, 3)
    which = here.language.which.get(word_of(groups, "which"), "")
    spans = (months_of(here, here.today.year - back, month, 3) for back in range(3))
    return next((s for s in spans if (s.until if which == "last" else s.since) <= here.now), None)


def _feast(groups: Groups, here: Here) -> When | None:
    month, day, length = here.language.feasts[word_of(groups, "feast").replace("’", "'")]
    years = [int(groups["year"] or 0)] if groups.get("year") else [here.today.year, here.today.year - 1]
    spans = [here.days(date(year, month, day), date(year, month, day + length - 1)) for year in years]
    return next((span for span in spans if span.since <= here.now or len(spans) == 1), None)


def _day_range(groups: Groups, here: Here) -> When | None:
    """ "from 3 to 5 March"; "and" goes with between alone."""
    between = word_of(groups, "how") == "between"
    if between != (here.language.joints[word_of(groups, "joint")] == "and") and word_of(groups, "joint").isalpha():
        return None
    first = timewords.MEANINGS["month_day"](groups, here)
    if first is None or first.day is None or int(groups["day"] or 0) >= int(groups["day2"] or 0):
        return None
    last = one_day(here, first.day.year, first.day.month, int(groups["day2"] or 0))
    return here.days(first.day, last.day) if last and last.day else None


def _iso_week(groups: Groups, here: Here) -> When:
    monday = date.fromisocalendar(int(groups["year"] or 0), int(groups["week"] or 0), 1)
    return here.days(monday, monday + timedelta(days=6))


MEANINGS: dict[str, Callable[[Groups, Here], When | None]] = {
    **timewords.MEANINGS,
    "nth_of": _nth_of,
    "half_of": _half_of,
    "quarter": _quarter,
    "weekday_before_last": _weekday_before_last,
    "weekdays_ago": _weekdays_ago,
    "weekday_ago": _weekday_ago,
    "same_last": _same_last,
    "season": _season,
    "feast": _feast,
    "day_range": _day_range,
    "iso_week": _iso_week,
}


def meaning(rule: str, groups: Groups, here: Here) -> When | None:
    """What a phrase of `rule` means, or None when it names no day that ever was (30 February) or one out of reach."""
    try:
        return MEANINGS[rule](groups, here)
    except (OverflowError, ValueError):
        return None
