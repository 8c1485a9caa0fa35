"""Who the user is by their own evidence: lines of a profile, each counted, each with moments or memories that show it. No SQL.

Statistics only, no judgement: what recurs on several days, how often, where it was seen. A line is a memory of the kind core, so that it
can be read, corrected and denied as any other.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.consolidate import activities, profile_english
from app.consolidate.links import folded
from app.store import made, memories, profiles
from app.store.db import Store, from_us
from app.store.memories import NewMemory
from app.store.profiles import Counted, Minute

KIND = profiles.KIND
# What is met on one day only says nothing about a person.
LEAST_DAYS = 2
LINES = 10
_SAMPLE = 2000
_COUNTED_IN_TIMES = ("people", "projects", "places", "organisations")
_A_QUARTER_H = 0.25
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
# Of a file's name.
_ENDING = re.compile(r"(?<=\w)\.[A-Za-z]\w{0,4}\b")
_ADDRESSED = re.compile(profile_english.ADDRESSED, re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the profile. `key` tells it from the others of its shade, "" where there is one only."""

    shade: str
    key: str
    counted: Counted
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"profile:{self.shade}" + (f":{self.key}" if self.key else "")


def recurring(found: Iterable[Counted]) -> list[Counted]:
    """What was met on several days, that of most days first. Pure."""
    kept = [one for one in found if one.days >= LEAST_DAYS]
    return sorted(kept, key=lambda one: (-one.days, -one.times, one.what))[:LINES]


def rounded(count: int) -> int:
    """A count as it is told: exact while small, then so that it changes rarely.

    >>> [rounded(count) for count in (7, 13, 48, 123, 4711)]
    [7, 10, 50, 100, 5000]
    """
    if count <= 10:
        return count
    step = 10 if count < 100 else 10 ** (len(str(count)) - 1)
    return round(count / step) * step


def new_line(line: Line) -> NewMemory:
    """The memory that a line becomes. Pure."""
    title, text = profile_english.SAID[line.shade]
    one = line.counted
    values = {"what": one.what, "days": _days(one.days), "times": _times(line.shade, one.times), **line.said}
    data = {
        "shade": line.shade, "count": one.times, "days": one.days, "first_us": one.first_us, "last_us": one.last_us, "claims": [one.what],
    }  # fmt: skip
    return NewMemory(
        KIND, line.name, _filled(title, values), _filled(text, values), from_us(one.first_us), from_us(one.last_us),
        moments=one.moments, memories=one.memories, data=data, learnt=from_us(one.first_us),
    )  # fmt: skip


def _filled(form: str, values: Mapping[str, str]) -> str:
    """What was seen goes in as it is: it is never a form itself."""
    return re.sub(r"\{(\w+)\}", lambda place: values[place.group(1)], form)


def _days(count: int) -> str:
    one, several = profile_english.DAYS
    return one if count == 1 else several.format(count=rounded(count))


def _times(shade: str, count: int) -> str:
    forms = {"roles": profile_english.ABOUT_HOURS} | dict.fromkeys(_COUNTED_IN_TIMES, profile_english.TIMES)
    if shade not in forms:
        return str(rounded(count))
    once, several = forms[shade]
    return once if count == 1 else several.format(count=rounded(count))


# -- the shades


def _columns(column: str) -> Callable[[Store], list[Counted]]:
    return lambda store: recurring(profiles.moments_by(store, column, 4 * LINES))


def _entities(sort: str) -> Callable[[Store], list[Counted]]:
    return lambda store: recurring(profiles.entities(store, sort))


def _documents(store: Store) -> list[Counted]:
    return recurring(profiles.documents(store))


def topic_days(titles: Iterable[tuple[str, str, str]]) -> dict[str, tuple[int, int, str]]:
    """How many days, and how many titles, each word stood in, and how it is written; of two documents at least. Pure.

    `titles` are (day, application, title); words of the application's own name are no topics.
    """
    days: dict[str, set[str]] = defaultdict(set)
    where: dict[str, set[str]] = defaultdict(set)
    spelt: dict[str, Counter[str]] = defaultdict(Counter)
    for day, app, title in titles:
        own = set(folded(app).split())
        for word in _WORD.findall(_ENDING.sub("", title)):
            key = folded(word)
            if len(key) >= 4 and key not in own and key not in profile_english.NO_TOPICS:
                days[key].add(day)
                where[key].add(title)
                spelt[key][word] += 1
    return {
        key: (len(days[key]), len(where[key]), spelt[key].most_common(1)[0][0]) for key in days if len(where[key]) >= 2
    }


def _topics(store: Store) -> list[Counted]:
    found = topic_days(profiles.titles(store))
    best = recurring(Counted(written, titles, days, 0, 0) for days, titles, written in found.values())
    return [_when(store, one, profiles.titled(store, one.what)) for one in best]


def _when(store: Store, one: Counted, moments: Sequence[int]) -> Counted:
    first, last = profiles.span(store, moments)
    return Counted(one.what, one.times, one.days, first, last, moments=tuple(moments))


def language_of(text: str) -> str:
    """The language that a text's small words speak for, "" where none does clearly. Pure.

    >>> language_of("the plan of the garden is not for you"), language_of("wir sind mit der Post nicht einig"), language_of("x = 3")
    ('en', 'de', '')
    """
    words = folded(text).split()
    counts = sorted(
        ((sum(word in known for word in words), code) for code, known in activities.FUNCTION_WORDS.items()),
        reverse=True,
    )
    (most, code), (second, _) = counts[:2]
    return code if most >= 2 and most > second and most >= len(words) / 20 else ""


def _languages(store: Store) -> list[Line]:
    held: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for moment_id, day, text in profiles.sample(store, _SAMPLE):
        code = language_of(text)
        if code:
            held[code].append((moment_id, day))
    whole = sum(len(one) for one in held.values())
    out = []
    for code, rows in sorted(held.items(), key=lambda one: -len(one[1])):
        days, percent = len({day for _, day in rows}), 100 * len(rows) // whole
        if percent >= 5 and days >= LEAST_DAYS:
            one = Counted(profile_english.LANGUAGES[code], percent, days, 0, 0)
            moments = list(dict.fromkeys(row_id for row_id, _ in rows))[: profiles.WITNESSES]
            out.append(Line("languages", code, _when(store, one, moments)))
    return out


def _addressed(store: Store) -> list[Counted]:
    held: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for moment_id, day, text in profiles.sample(store, _SAMPLE):
        for found in _ADDRESSED.finditer(text):
            held[" ".join(found["who"].split())].append((moment_id, day))
    if not held:
        return []
    who, rows = max(held.items(), key=lambda one: len(one[1]))
    days = len({day for _, day in rows})
    if days < LEAST_DAYS or 2 * len(rows) <= sum(len(one) for one in held.values()):  # most letters are to the owner
        return []
    moments = list(dict.fromkeys(row_id for row_id, _ in rows))[: profiles.WITNESSES]
    return [_when(store, Counted(who, len(rows), days, 0, 0), moments)]


def busy_hours(quarters: Sequence[Minute]) -> tuple[int, int] | None:
    """The shortest stretch of hours (from, until) of the local day that holds nine tenths of the quarters; None when there is none."""
    hours = Counter(_local_hour(one) for one in quarters)
    whole = sum(hours.values())
    for length in range(1, 25):
        best = max(range(24), key=lambda start: sum(hours[(start + each) % 24] for each in range(length)))
        if whole and 10 * sum(hours[(best + each) % 24] for each in range(length)) >= 9 * whole:
            return best, (best + length) % 24
    return None


def _local_hour(one: Minute) -> int:
    try:
        return from_us(one.at_us).astimezone(ZoneInfo(one.zone)).hour
    except (ZoneInfoNotFoundError, ValueError):
        return from_us(one.at_us).astimezone(UTC).hour


def _rhythm(store: Store) -> tuple[list[Minute], Counted] | None:
    quarters = profiles.quarters(store)
    days = {one.day: one.id for one in quarters}
    if len(days) < LEAST_DAYS:
        return None
    moments = tuple(list(days.values())[-profiles.WITNESSES :])
    return quarters, Counted("", len(quarters), len(days), quarters[0].at_us, quarters[-1].at_us, moments=moments)


def _hours(store: Store) -> list[Line]:
    found = _rhythm(store)
    span = busy_hours(found[0]) if found else None
    if found is None or span is None:
        return []
    said = profile_english.HOURS.format(since=f"{span[0]:02}", until=f"{span[1]:02}")
    return [Line("hours", "", found[1], {"what": said})]


def busy_weekdays(days: Iterable[str]) -> list[int]:
    """The weekdays (0 is Monday) on which one is there on at least half of the days of that name, seen over two weeks or more. Pure."""
    there = sorted({date.fromisoformat(day) for day in days})
    if not there or (there[-1] - there[0]).days < 13:
        return []
    out = []
    for weekday in range(7):
        first = there[0].toordinal() + (weekday - there[0].weekday()) % 7
        whole = len(range(first, there[-1].toordinal() + 1, 7))
        if whole and 2 * sum(day.weekday() == weekday for day in there) >= whole:
            out.append(weekday)
    return out


def _weekdays(store: Store) -> list[Line]:
    found = _rhythm(store)
    days = busy_weekdays(one.day for one in found[0]) if found else []
    if found is None or not days:
        return []
    names = [profile_english.WEEKDAYS[day] for day in days]
    said = profile_english.AND.join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return [Line("weekdays", "", found[1], {"what": said})]


def activity_of(app: str) -> str:
    """What one does with a program, by its name; "" where its name does not say. Pure.

    >>> activity_of("GNOME Terminal"), activity_of("LibreOffice Calc"), activity_of("Barcode Scanner")
    ('terminal', 'tables', '')
    """
    name = f" {folded(app)} "
    for activity, programs in activities.PROGRAMS.items():
        if any(f" {program} " in name for program in programs):
            return activity
    return ""


def _roles(store: Store) -> list[Line]:
    held: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for row_id, at_us, app, day in profiles.app_quarters(store):
        activity = activity_of(app)
        if activity:
            held[activity].append((row_id, at_us, day))
    out = []
    for activity, rows in held.items():
        days = {day: row_id for row_id, _, day in rows}
        hours = round(len(rows) * _A_QUARTER_H)
        if len(days) >= LEAST_DAYS and hours >= 1:
            moments = tuple(list(days.values())[-profiles.WITNESSES :])
            counted = Counted(
                profile_english.ROLES[activity], hours, len(days), rows[0][1], rows[-1][1], moments=moments
            )
            out.append(Line("roles", activity, counted))
    return sorted(out, key=lambda line: -line.counted.times)[:LINES]


_COUNTS: Mapping[str, Callable[[Store], list[Counted]]] = MappingProxyType(
    {
        "name": _addressed, "people": _entities("person"), "projects": _entities("project"), "places": _entities("place"),
        "organisations": _entities("organisation"), "correspondents": _columns("author"), "documents": _documents, "topics": _topics,
        "apps": _columns("app"), "sites": _columns("site"),
    }
)  # fmt: skip
_LINES: Mapping[str, Callable[[Store], list[Line]]] = MappingProxyType(
    {"languages": _languages, "hours": _hours, "weekdays": _weekdays, "roles": _roles}
)
# What is said there of somebody else than the user.
_OF_OTHERS = ("people", "correspondents", "topics")
SHADES = (*_COUNTS, *_LINES)


def lines(store: Store, shade: str) -> list[Line]:
    """The lines of a shade, as the evidence that is there now gives them."""
    if shade in _LINES:
        return _LINES[shade](store)
    own = set(folded(" ".join(one.what for one in _addressed(store))).split()) if shade in _OF_OTHERS else set()
    return [
        Line(shade, folded(one.what), one)
        for one in _COUNTS[shade](store)
        if (one.moments or one.memories) and not (own and set(folded(one.what).split()) <= own)
    ]


def make_again(store: Store, name: str) -> bool:
    """Make the line of this name again. False when the evidence that is left does not give it."""
    shade = name.split(":")[1]
    found = [line for line in lines(store, shade) if line.name == name] if shade in SHADES else []
    return bool(found) and memories.put(store, new_line(found[0])) is not None


def make_next(store: Store, today: str) -> bool:
    """Count shades anew, each once a day and when much has come since, until a line changes. False when all were counted."""
    state = f"{today} {profiles.state(store)}"
    for shade in SHADES:
        if profiles.counted_in(store, shade) == state:
            continue
        found = lines(store, shade)
        changed = [line for line in found if made.put_changed(store, new_line(line))]
        if profiles.settle(store, shade, [line.name for line in found], state) or changed:
            return True
    return False
