"""One local day counted, as computed answers count it: how long at the computer, in each application, site, project and call, how long at
one thing without a break, and what the recorder did all the while.

The rules of time are those of `uses`. A day that others follow (`goes_on`) sees the screen that comes after midnight, so that the days of a
week add up to the week.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from heapq import nlargest
from zoneinfo import ZoneInfo

from app.answer import asks_english as words
from app.answer.uses import FOLLOWED_US, PAUSE_US, Stretch, Use, stretches, total_us, uses
from app.consolidate.things import thing_of
from app.store import figures, time_spent
from app.store.daily import Seen
from app.store.db import Store, from_us, to_us
from app.store.figures import Screen
from app.store.ledger import LONGEST_STEP_US
from app.store.time_spent import LongRows, Row

# So many of the longest stretches of each thing are remembered of a day: as many as are told of any time.
LONGEST = 12
# A stretch at one thing counts as focus from here.
FOCUS_US = 15 * 60_000_000
FOCUS_SHOWN = 10
RECORDED = "recorded"
# What the recorder did, by outcomes of its ticks. Where monitors differ at a time, the first of these holds.
COVERAGE = {
    RECORDED: ("kept", "same"), "excluded": ("excluded",), "failed": ("failed", "disk_full"), "paused": ("paused",),
    "locked": ("locked",), "asleep": ("asleep",), "idle": ("idle",),
}  # fmt: skip
Parts = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch at one thing: when, how much of it counts, and the row id of the moment it began with."""

    from_us: int
    until_us: int
    held_us: int
    screen_id: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """How long something was in front, how often, in how many screens, and its longest stretches."""

    held_us: int
    times: int
    screens: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """How long the recorder did something, and its longest stretch of that."""

    held_us: int
    from_us: int
    until_us: int


@dataclass(frozen=True, slots=True)
class DayCount:
    """A day in figures. `hours` are those of the clock in which somebody was there."""

    held_us: int
    hours: Mapping[int, int]
    apps: Mapping[str, Held]
    sites: Mapping[str, Held]
    projects: Mapping[str, Held]
    meetings: Mapping[str, Held]
    meetings_us: int
    focus: tuple[Run, ...]
    focus_us: int
    focus_times: int
    coverage: Mapping[str, Covered]


EMPTY = DayCount(0, {}, {}, {}, {}, {}, 0, (), 0, 0, {})


def bounds(day: date, zone: ZoneInfo) -> tuple[int, int]:
    """A local day in UTC microseconds; the day after begins where it ends."""
    return tuple(  # type: ignore[return-value]
        to_us(datetime.combine(one, time.min, tzinfo=zone)) for one in (day, day + timedelta(days=1))
    )


def count_day(
    store: Store, long_rows: LongRows, span: tuple[int, int], zone: ZoneInfo, projects: Sequence[str], *, goes_on: bool
) -> DayCount:
    """Count a time of a day at most, in UTC microseconds. `projects` are their names."""
    since_us, until_us = span
    screens = figures.screens(store, since_us - FOLLOWED_US, until_us)
    ledger = time_spent.looked_at(store, long_rows, since_us - FOLLOWED_US, until_us + (PAUSE_US if goes_on else 0))
    after: dict[str, Screen] = {}
    if goes_on:
        for stream in sorted({one.stream for one in screens}):
            after.update((stream, one) for one in figures.following(store, stream, until_us, until_us + PAUSE_US))
    streams = stretches([*screens, *after.values()], ledger, since_us, until_us)
    for one in streams:
        # The next screen takes no time itself; it tells whether the last of the day goes on in it.
        last = after.get(one[-1].screen.stream) if one else None
        if last is not None:
            one.append(Stretch(last, last.at_us, last.at_us, 0, False))
    return _counted(streams, span, zone, projects, covered(ledger, since_us, until_us))


def _counted(
    streams: Sequence[Sequence[Stretch]], span: tuple[int, int], zone: ZoneInfo, projects: Sequence[str],
    coverage: Mapping[str, Covered],
) -> DayCount:  # fmt: skip
    def found(key: Callable[[Screen], str | None]) -> list[Use]:
        # What began only after the day is the next one's.
        return [use for use in uses(streams, key) if use.from_us < span[1]]

    windows = {(one.screen.app, one.screen.site, one.screen.title) for stream in streams for one in stream}
    calls_in = {window: place for window in windows if (place := meeting_of(*window))}
    everything = found(lambda _: "")
    calls = found(lambda one: calls_in.get((one.app, one.site, one.title))) if calls_in else []
    titles: dict[str, str] = {}
    focused = [use for use in found(_thing_key(titles)) if use.held_us >= FOCUS_US]
    return DayCount(
        held_us=total_us(everything),
        hours=_by_hour(everything, zone),
        apps=_by_key(found(lambda one: one.app or None), span),
        sites=_by_key(found(lambda one: one.site or None) if any(site for _, site, _ in windows) else [], span),
        projects=_of_projects({title for _, _, title in windows}, projects, found, span),
        meetings=_by_key(calls, span),
        meetings_us=total_us(calls),
        focus=_longest(focused, span, FOCUS_SHOWN, titles),
        focus_us=total_us(focused),
        focus_times=len(focused),
        coverage=coverage,
    )


def _by_key(found: Iterable[Use], span: tuple[int, int]) -> dict[str, Held]:
    held: dict[str, list[Use]] = {}
    for use in found:
        held.setdefault(use.key, []).append(use)
    return {name: _held(of_it, span) for name, of_it in held.items()}


def _held(found: Sequence[Use], span: tuple[int, int]) -> Held:
    return Held(total_us(found), len(found), sum(len(use.screens) for use in found), _longest(found, span, LONGEST))


def _longest(
    found: Iterable[Use], span: tuple[int, int], most: int, titles: Mapping[str, str] | None = None
) -> tuple[Run, ...]:
    return tuple(
        Run(
            use.from_us, min(use.until_us, span[1]), use.held_us, use.screens[0].id,
            titles.get(use.key, "") if titles is not None else "",
        )
        for use in nlargest(most, found, key=lambda use: (use.held_us, -use.from_us))
    )  # fmt: skip


def _of_projects(
    titles: Iterable[str], projects: Sequence[str], found: Callable[..., list[Use]], span: tuple[int, int]
) -> dict[str, Held]:
    """By project: the windows whose title names it, as a question about it counts them. A window may name several."""
    folded = {title: figures.folded_title(title) for title in titles}
    out = {}
    for name in projects:
        part = figures.folded_title(name)
        naming = {title for title, said in folded.items() if part in said}
        if naming:
            out[name] = _held(found(lambda one, it=name, of_it=naming: it if one.title in of_it else None), span)
    return out


def _by_hour(found: Iterable[Use], zone: ZoneInfo) -> dict[int, int]:
    hours: dict[int, int] = {}
    reached = -(1 << 62)
    for low, high in sorted(part for use in found for part in use.parts):
        at = max(low, reached)
        reached = max(reached, high)
        while at < high:
            local = from_us(at).astimezone(zone)
            end = min(high, at + 3_600_000_000 - (local.minute * 60 + local.second) * 1_000_000 - local.microsecond)
            hours[local.hour] = hours.get(local.hour, 0) + end - at
            at = end
    return hours


def meeting_of(app: str, site: str, title: str) -> str | None:
    """In which program or on which site a call is, where a window is one: by the program's name, the site, or words of the title."""
    if any(part in app.casefold() for part in words.MEETING_APPS):
        return app
    if site in words.MEETING_SITES:
        return site
    said = title.casefold()
    return (app or site) if any(part in said for part in words.MEETING_TITLES) else None


def _thing_key(titles: dict[str, str]) -> Callable[[Screen], str | None]:
    """The document, page or file that a window shows, else its application: what one can be at without a break. Its title is kept beside."""
    known: dict[tuple[str, str, str], str | None] = {}

    def key(screen: Screen) -> str | None:
        window = (screen.app, screen.site, screen.title)
        if window not in known:
            seen = Seen(0, "", 0, "", "screen", screen.app, screen.title, "", screen.site, "", "")
            thing = thing_of(seen)
            known[window] = thing.key if thing is not None else screen.app or None
            if thing is not None:
                titles[thing.key] = thing.title
        return known[window]

    return key


# -- what the recorder did


def covered(ledger: Sequence[Row], since_us: int, until_us: int) -> dict[str, Covered]:
    """How long the recorder did what, of a time; where it did not look at all nothing is said. A tick holds until the next one of its
    monitor. Pure."""
    parts: dict[str, Parts] = {name: [] for name in COVERAGE}
    kinds = {outcome: name for name, outcomes in COVERAGE.items() for outcome in outcomes}
    for n, (monitor, low_us, high_us, outcome) in enumerate(ledger):
        following = ledger[n + 1] if n + 1 < len(ledger) else None
        near = following is not None and following[0] == monitor and 0 < following[1] - high_us <= LONGEST_STEP_US
        end_us = following[1] if following is not None and near else high_us
        low, high = max(low_us, since_us), min(end_us, until_us)
        if high > low:
            parts[kinds[outcome]].append((low, high))
    out: dict[str, Covered] = {}
    taken: Parts = []
    before = 0
    for name in COVERAGE:
        own = _joined(parts[name])
        if not own:
            continue
        taken = _joined([*taken, *own])
        all_us = sum(high - low for low, high in taken)
        longest = max(own, key=lambda part: part[1] - part[0])
        if all_us > before:
            out[name] = Covered(all_us - before, *longest)
        before = all_us
    return out


def _joined(parts: Parts) -> Parts:
    out: Parts = []
    for low, high in sorted(parts):
        if out and low <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], high))
        else:
            out.append((low, high))
    return out
