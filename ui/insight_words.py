"""How figures of time are said: lengths, ranges of days, what the recorder did, and all of them as the rows of a table. No widgets."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from ui import words
from ui.ranges import Range
from ui.translate import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from app.insights import Appointment, Bar, Figures, Stretch

SECTIONS = {
    "days": QT_TRANSLATE_NOOP("insights", "At the computer"),
    "apps": QT_TRANSLATE_NOOP("insights", "Applications"),
    "projects": QT_TRANSLATE_NOOP("insights", "Projects"),
    "sites": QT_TRANSLATE_NOOP("insights", "Sites"),
    "focus": QT_TRANSLATE_NOOP("insights", "Focus"),
    "meetings": QT_TRANSLATE_NOOP("insights", "Meetings"),
    "appointments": QT_TRANSLATE_NOOP("insights", "Appointments"),
    "covering": QT_TRANSLATE_NOOP("insights", "What was recorded"),
    "year": QT_TRANSLATE_NOOP("insights", "The year"),
}
# What stands in a section that holds nothing.
NOTHING = {
    "apps": QT_TRANSLATE_NOOP("insights", "No application was in front for long enough to count."),
    "projects": QT_TRANSLATE_NOOP(
        "insights", "Projects appear here once a name heads several windows on several days."
    ),
    "sites": QT_TRANSLATE_NOOP("insights", "Sites appear here where the browser says which page it shows."),
    "focus": QT_TRANSLATE_NOOP("insights", "Nothing stayed in front for 15 minutes without a break."),
    "meetings": QT_TRANSLATE_NOOP("insights", "No call was on the screen, and no appointment is known."),
    "covering": QT_TRANSLATE_NOOP("insights", "The recorder left no record of these days; they came from elsewhere."),
}
# How each is counted, in one sentence.
HOW = {
    "days": QT_TRANSLATE_NOOP(
        "insights", "Time in which something was in front and you were there; several monitors at once count once."
    ),
    "projects": QT_TRANSLATE_NOOP("insights", "Windows whose title names the project; a window may count for several."),
    "focus": QT_TRANSLATE_NOOP(
        "insights",
        "Stretches of 15 minutes or more at one document, page or application; anything else in front ends one.",
    ),
    "meetings": QT_TRANSLATE_NOOP(
        "insights",
        "Time in a calling program, on a site for calls, or in a window whose title says that it is a call."
        " Appointments are listed and not added.",
    ),
    "covering": QT_TRANSLATE_NOOP(
        "insights", "Of all the time since memory began, by what the recorder did each time it looked."
    ),
}
COVERING = {
    "recorded": QT_TRANSLATE_NOOP("insights", "Recorded"),
    "excluded": QT_TRANSLATE_NOOP("insights", "Left out"),
    "failed": QT_TRANSLATE_NOOP("insights", "Could not be kept"),
    "paused": QT_TRANSLATE_NOOP("insights", "Paused"),
    "locked": QT_TRANSLATE_NOOP("insights", "Locked"),
    "asleep": QT_TRANSLATE_NOOP("insights", "Asleep"),
    "idle": QT_TRANSLATE_NOOP("insights", "Away"),
    "off": QT_TRANSLATE_NOOP("insights", "Not running"),
}
KINDS = {
    "day": QT_TRANSLATE_NOOP("insights", "Day"),
    "week": QT_TRANSLATE_NOOP("insights", "Week"),
    "month": QT_TRANSLATE_NOOP("insights", "Month"),
    "year": QT_TRANSLATE_NOOP("insights", "Year"),
    "free": QT_TRANSLATE_NOOP("insights", "Other days…"),
}
MINUTE_US = 60_000_000
# What a spreadsheet would take for a formula; these names were seen on the screen.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def tr(text: str) -> str:
    """A text of this page in the user's language."""
    return QCoreApplication.translate("insights", text)


def length(held_us: int) -> str:
    """A length of time to the minute, below a minute in seconds: as a computed answer says it.

    >>> length(4_320_000_000), length(40_000_000), length(7_200_000_000)
    ('1 h 12 min', '40 s', '2 h')
    """
    seconds = round(held_us / 1e6)
    if seconds < 60:
        return tr("{n} s").format(n=seconds)
    hours, minutes = divmod((seconds + 30) // 60, 60)
    if not hours:
        return tr("{n} min").format(n=minutes)
    return (
        tr("{hours} h {minutes} min").format(hours=QLocale().toString(hours), minutes=minutes)
        if minutes
        else tr("{hours} h").format(hours=QLocale().toString(hours))
    )


def share(part_us: int, whole_us: int) -> str:
    """A part of a whole in per cent; what is there and less than one is said so."""
    if not part_us or not whole_us:
        return "0 %"
    percent = 100 * part_us / whole_us
    return "< 1 %" if percent < 1 else f"{round(percent)} %"


def times(count: int) -> str:
    return words.counted(count, tr("1 stretch"), tr("{n} stretches"))


def range_text(shown: Range, today: date) -> str:
    """A range of days as people say it."""
    match shown.kind:
        case "day":
            return words.day_text(shown.first, today)
        case "month":
            return (
                f"{QLocale().standaloneMonthName(shown.first.month, QLocale.FormatType.LongFormat)} {shown.first.year}"
            )
        case "year":
            return str(shown.first.year)
    days = _days(shown, today)
    if shown.kind == "week" and shown.first <= today <= shown.last:
        return tr("This week, {days}").format(days=days)
    return days


def _days(shown: Range, today: date) -> str:
    """The first and the last day; neither a month nor a year is said twice, and this year not at all."""
    one_year, one_month = shown.first.year == shown.last.year, shown.first.month == shown.last.month
    whole, dated = tr("d MMMM"), tr("d MMMM yyyy")
    last = _written(shown.last, whole if one_year and shown.last.year == today.year else dated)
    if shown.first == shown.last:
        return last
    first = _written(shown.first, dated if not one_year else whole if not one_month else tr("d"))
    return f"{first} – {last}"


def _written(day: date, pattern: str) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), pattern)


def slot_text(slot: Range) -> str:
    """What stands below a column: the weekday and day, or the month."""
    if slot.kind == "month":
        return words.month_text(slot.first)
    return QLocale().toString(QDate(slot.first.year, slot.first.month, slot.first.day), "ddd d")


def slot_name(slot: Range) -> str:
    """A column's name in full."""
    if slot.kind == "month":
        return f"{QLocale().standaloneMonthName(slot.first.month, QLocale.FormatType.LongFormat)} {slot.first.year}"
    return words.short_day(slot.first)


def hour_text(hour: int) -> str:
    """An hour of the clock, as a column's name."""
    return f"{hour}:00"


def _day(at: datetime, zone: str, *, year: bool) -> str:
    day = words.local_date(at, zone)
    return words.short_day(day) if year else _written(day, tr("ddd d MMM"))


def span_text(since: datetime, until: datetime, zone: str, *, year: bool = True) -> str:
    """A stretch's day, with its year or without, and its times, on the clock of the page."""
    return tr("{day}, {since} – {until}").format(
        day=_day(since, zone, year=year),
        since=words.clock(since, zone),
        until=words.clock(until, zone),
    )


def stretch_name(stretch: "Stretch") -> str:
    """What a stretch was at: the document, else the window's title."""
    return stretch.name or words.title_of(stretch.moment)


def appointment_text(one: "Appointment", zone: str, *, year: bool = True) -> str:
    """When an appointment is, with the year of its day or without."""
    if one.until is not None:
        return span_text(one.since, one.until, zone, year=year)
    return tr("{day}, {time}").format(day=_day(one.since, zone, year=year), time=words.clock(one.since, zone))


# -- the same as a table


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what kind of figure, its name, how long, how often, of which days. `opens` is what it opens on the page."""

    kind: str
    name: str
    held_us: int
    times: int
    when: str
    opens: object = None


def table_rows(found: "Figures") -> list[Row]:
    """All figures of the page as rows, in the page's order."""
    out = [Row("days", words.short_day(day), held, 0, day.isoformat(), day) for day, held in found.days]
    for kind, bars in (("apps", found.apps), ("projects", found.projects), ("sites", found.sites)):
        out += _bar_rows(kind, bars)
    out += [
        Row("focus", stretch_name(one), one.held_us, 1, span_text(one.since, one.until, found.zone), one)
        for one in found.focus
    ]
    out += _bar_rows("meetings", found.meetings)
    for planned in found.appointments:
        held = 0 if planned.until is None else round((planned.until - planned.since).total_seconds() * 1e6)
        out.append(Row("appointments", planned.title, held, 1, appointment_text(planned, found.zone), planned))
    return out + [Row("covering", tr(COVERING[one.kind]), one.held_us, 0, "", one) for one in found.covering]


def _bar_rows(kind: str, bars: Sequence["Bar"]) -> list[Row]:
    return [Row(kind, one.name, one.held_us, one.times, "", one) for one in bars]


def as_csv(found: "Figures") -> str:
    """The table as CSV: kind, name, seconds, the length as people say it, times, when. A name that a spreadsheet would run is quoted."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["kind", "name", "seconds", "length", "times", "when", "from", "to"])
    for row in table_rows(found):
        writer.writerow(
            [
                tr(SECTIONS[row.kind]), _plain(row.name), round(row.held_us / 1e6), length(row.held_us),
                row.times or "", row.when, found.first.isoformat(), found.last.isoformat(),
            ]
        )  # fmt: skip
    return text.getvalue()


def _plain(name: str) -> str:
    name = " ".join(name.split())
    return f"'{name}" if name.startswith(_FORMULA) else name
