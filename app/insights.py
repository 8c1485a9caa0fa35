"""How the time of some days went, in figures: counted a day at a time by the rules of computed answers, kept in memory while the memory is
open. A long range is counted in pieces, so that whoever asks may do something else in between. No drawing, no sentences.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from heapq import nlargest
from zoneinfo import ZoneInfo

from app.answer import saying
from app.answer.day_count import (
    COVERAGE,
    EMPTY,
    FOCUS_SHOWN,
    FOCUS_US,
    LONGEST,
    DayCount,
    Held,
    Run,
    bounds,
    count_day,
)  # fmt: skip
from app.answer.uses import FOLLOWED_US, PAUSE_US
from app.records import Moment
from app.store import facts, figures, memories, time_spent
from app.store.db import Store, from_us, to_us
from app.store.time_spent import Hidden, LongRows
from app.zone import zone_name

__all__ = ["COVERAGE", "FOCUS_US", "Appointment", "Bar", "Counting", "Covering", "Figures", "Insights", "Stretch"]

# Of a bar far down only the longest stretch is told, and so many bars of a kind.
TOLD_BARS = 30
MOST_BARS = 200
# A counting in pieces goes on with what its pieces before counted, for so long.
RESUMED_S = 60.0
_LEAST_PROJECT_NAME = 4


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time at one thing without another between. `held_us` is what of it counts; `moment` is that it began with, `name` the document."""

    moment: Moment
    since: datetime
    until: datetime
    held_us: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """How long something was in front, in how many stretches, and the longest of them, longest first."""

    name: str
    held_us: int
    times: int
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Covering:
    """How long the recorder did something, and when for longest; `kind` is one of COVERAGE or "off", which has no longest."""

    kind: str
    held_us: int
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Appointment:
    """An appointment that memory knows of. `until` is None where nobody said; `moment` is where it stood, None where that is gone."""

    title: str
    since: datetime
    until: datetime | None
    moment: Moment | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The days from `first` to `last` in figures; bars the longest first. `hours` are those of the clock, over all days.

    `latest` is the day of the newest screen. `whole_us` is the time of these days that is over since memory began, of which `covering`
    tells what the recorder did; it is empty where no recorder ever looked.
    """

    first: date
    last: date
    zone: str
    began: datetime | None
    latest: date | None
    held_us: int
    days: tuple[tuple[date, int], ...]
    hours: tuple[int, ...]
    apps: tuple[Bar, ...]
    sites: tuple[Bar, ...]
    projects: tuple[Bar, ...]
    meetings: tuple[Bar, ...]
    meetings_us: int
    appointments: tuple[Appointment, ...]
    focus: tuple[Stretch, ...]
    focus_us: int
    focus_times: int
    covering: tuple[Covering, ...]
    whole_us: int


@dataclass(frozen=True, slots=True)
class Counting:
    """So many of so many days are counted; ask again. `days` are those that are, by how long somebody was at the computer."""

    done: int
    of: int
    days: tuple[tuple[date, int], ...]


class Insights:
    """The figures of an open memory. What was counted is kept until it changes; today is always counted anew."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._long_rows = LongRows()
        self._held: dict[tuple[date, str, bool], tuple[tuple[object, ...], DayCount]] = {}
        self._pieces: dict[tuple[date, date], tuple[float, object, dict[date, DayCount]]] = {}

    def figures(
        self,
        first: date,
        last: date,
        *,
        now: datetime | None = None,
        zone: str | None = None,
        budget_s: float | None = None,
    ) -> Figures | Counting:
        """The figures of some days by the calendar of a zone. With a budget it returns once that is spent, to be asked again.

        The time is the present and the zone the user's where none is given.
        """
        now, zone = now or datetime.now(UTC), zone or zone_name()
        counted = self._count(first, last, now, saying.zone_of(zone), budget_s)
        if isinstance(counted, Counting):
            return counted
        return _summed(self._store, counted, (first, last), now, zone)

    def days(
        self,
        first: date,
        last: date,
        *,
        now: datetime | None = None,
        zone: str | None = None,
        budget_s: float | None = None,
    ) -> Counting:
        """How long somebody was at the computer on each of some days, as far as it is counted within the budget; the newest first."""
        now, zone = now or datetime.now(UTC), zone or zone_name()
        counted = self._count(first, last, now, saying.zone_of(zone), budget_s)
        if isinstance(counted, Counting):
            return counted
        days = tuple((day, one.held_us) for day, one in sorted(counted.items()))
        return Counting(len(days), len(days), days)

    def _count(
        self, first: date, last: date, now: datetime, zone: ZoneInfo, budget_s: float | None
    ) -> dict[date, DayCount] | Counting:
        end_s = None if budget_s is None else time.monotonic() + budget_s
        began = began_us(self._store)
        today = now.astimezone(zone).date()
        begin = today if began is None else max(first, from_us(began).astimezone(zone).date())
        days = [last - timedelta(days=n) for n in range((last - begin).days + 1)]
        days = [day for day in days if day <= today]
        self._long_rows.refresh(self._store)
        look = _Look(self._store, self._long_rows, now, zone)
        out = self._resumed((first, last), look)
        fresh = 0
        for day in days:
            if day in out:
                continue
            if end_s is not None and fresh and time.monotonic() > end_s:
                self._pieces[first, last] = (time.monotonic(), look.shared, out)
                told = tuple((one, held.held_us) for one, held in sorted(out.items()))
                return Counting(len(out), len(days), told)
            out[day], new = self._day(look, day, goes_on=day not in (last, today))
            fresh += new
        return out

    def _resumed(self, span: tuple[date, date], look: "_Look") -> dict[date, DayCount]:
        """The days that the pieces of this counting before this one counted, unless something was forgotten meanwhile: so that it comes to
        an end however much cannot be kept."""
        at_s, shared, out = self._pieces.pop(span, (0.0, None, {}))
        return out if shared == look.shared and time.monotonic() - at_s < RESUMED_S else {}

    def _day(self, look: "_Look", day: date, *, goes_on: bool) -> tuple[DayCount, bool]:
        """A day, and whether it had to be counted."""
        key = (day, look.zone.key, goes_on)
        stamp = look.stamp(day)
        held = self._held.get(key)
        if stamp is not None and held is not None and held[0] == stamp:
            return held[1], False
        counted = look.counted(day, goes_on=goes_on)
        if stamp is None:
            self._held.pop(key, None)
        else:
            self._held[key] = (stamp, counted)
        return counted, True


class _Look:
    """One look at the store: what all days of it have in common."""

    def __init__(self, store: Store, long_rows: LongRows, now: datetime, zone: ZoneInfo) -> None:
        self._store, self._long_rows, self.zone = store, long_rows, zone
        self._now_us = to_us(now)
        self._hidden: Hidden = time_spent.hidden(store)
        self._unread_us = time_spent.unread_from_us(store)
        self._projects = tuple(project_names(store))

    @property
    def shared(self) -> tuple[object, ...]:
        """What differs when something was hidden, or projects were found: then all days may."""
        return self.zone.key, self._hidden, self._projects

    def stamp(self, day: date) -> tuple[object, ...] | None:
        """What differs when the figures of a day may; None for a day that is not to be kept, since it goes on or is not read yet."""
        since_us, until_us = bounds(day, self.zone)
        since_us, until_us = since_us - FOLLOWED_US, until_us + PAUSE_US
        if until_us > self._now_us or (self._unread_us is not None and self._unread_us < until_us):
            return None
        return (
            time_spent.stamp(self._store, since_us, until_us),
            self._hidden.within(since_us, until_us),
            self._projects,
        )

    def counted(self, day: date, *, goes_on: bool) -> DayCount:
        since_us, until_us = bounds(day, self.zone)
        span = (since_us, min(until_us, self._now_us + 1))
        if span[1] <= span[0]:
            return EMPTY
        return count_day(self._store, self._long_rows, span, self.zone, self._projects, goes_on=goes_on)


def began_us(store: Store) -> int | None:
    """When memory began: its first moment, or the recorder's first look."""
    found = [one for one in (figures.first_at_us(store), time_spent.first_tick_us(store)) if one is not None]
    return min(found, default=None)


def project_names(store: Store) -> list[str]:
    """What the projects that memory knows of are called."""
    named = [title for _, _, title in memories.by_name(store, facts.KIND, "project:")]
    return sorted({one for one in named if len(figures.folded_title(one)) >= _LEAST_PROJECT_NAME})


# -- several days


def _summed(
    store: Store, counted: Mapping[date, DayCount], span: tuple[date, date], now: datetime, zone: str
) -> Figures:
    first, last = span
    local = saying.zone_of(zone)
    since_us, until_us = bounds(first, local)[0], bounds(last, local)[1]
    began, newest = began_us(store), figures.last_at_us(store)
    whole_us = 0 if began is None else max(min(until_us, to_us(now)) - max(since_us, began), 0)
    held = list(counted.values())
    kinds = {name: _tallied(getattr(one, name) for one in held) for name in ("apps", "sites", "projects", "meetings")}
    focus = nlargest(FOCUS_SHOWN, (run for one in held for run in one.focus), key=lambda run: run.held_us)
    shown = figures.moments(
        store,
        [run.screen_id for one in (*(bar.runs for bars in kinds.values() for _, bar in bars), focus) for run in one],
    )
    told = {name: tuple(_bar(name_, one, shown) for name_, one in bars) for name, bars in kinds.items()}
    return Figures(
        first=first, last=last, zone=local.key, began=None if began is None else from_us(began),
        latest=None if newest is None else from_us(newest).astimezone(local).date(),
        held_us=sum(one.held_us for one in held),
        days=tuple((day, one.held_us) for day, one in sorted(counted.items())),
        hours=tuple(sum(one.hours.get(hour, 0) for one in held) for hour in range(24)),
        apps=told["apps"], sites=told["sites"], projects=told["projects"], meetings=told["meetings"],
        meetings_us=sum(one.meetings_us for one in held),
        appointments=_appointments(store, since_us, until_us),
        focus=_stretches(focus, shown), focus_us=sum(one.focus_us for one in held),
        focus_times=sum(one.focus_times for one in held),
        covering=_covering(held, whole_us) if time_spent.first_tick_us(store) is not None else (),
        whole_us=whole_us,
    )  # fmt: skip


def _tallied(days: Iterable[Mapping[str, Held]]) -> list[tuple[str, Held]]:
    """The things of several days, the longest first, as a list by time has them."""
    found: dict[str, list[Held]] = {}
    for day in days:
        for name, held in day.items():
            found.setdefault(name, []).append(held)
    summed = {
        name: Held(
            sum(one.held_us for one in held), sum(one.times for one in held), sum(one.screens for one in held),
            tuple(nlargest(LONGEST, (run for one in held for run in one.runs), key=lambda run: run.held_us)),
        )
        for name, held in found.items()
    }  # fmt: skip
    order = sorted(summed.items(), key=lambda one: (-one[1].held_us, -one[1].screens, one[0]))[:MOST_BARS]
    return [*order[:TOLD_BARS], *((name, replace(one, runs=one.runs[:1])) for name, one in order[TOLD_BARS:])]


def _bar(name: str, held: Held, shown: Mapping[int, Moment]) -> Bar:
    return Bar(name, held.held_us, held.times, _stretches(held.runs, shown))


def _stretches(runs: Sequence[Run], shown: Mapping[int, Moment]) -> tuple[Stretch, ...]:
    return tuple(
        Stretch(shown[run.screen_id], from_us(run.from_us), from_us(run.until_us), run.held_us, run.name)
        for run in runs
        if run.screen_id in shown
    )


def _covering(days: Sequence[DayCount], whole_us: int) -> tuple[Covering, ...]:
    out = []
    for kind in COVERAGE:
        held = [one.coverage[kind] for one in days if kind in one.coverage]
        if held:
            longest = max(held, key=lambda one: one.until_us - one.from_us)
            out.append(
                Covering(kind, sum(one.held_us for one in held), from_us(longest.from_us), from_us(longest.until_us))
            )
    off_us = whole_us - sum(one.held_us for one in out)
    return (*out, Covering("off", off_us)) if off_us > 0 else tuple(out)


def _appointments(store: Store, since_us: int, until_us: int) -> tuple[Appointment, ...]:
    held = facts.appointments_between(store, from_us(since_us), from_us(until_us))
    stood = {one.id: facts.evidence_ids(store, one.id) for one in held}
    shown = figures.moments(store, [ids[0] for ids in stood.values() if ids])
    out = [
        Appointment(
            one.title, one.valid_from, one.valid_to, shown.get(stood[one.id][0]) if stood[one.id] else None
        )
        for one in held
        if one.valid_from is not None
    ]  # fmt: skip
    return tuple(sorted(out, key=lambda one: one.since))
