"""Digests of days and weeks, quoted from memory without a model: which episodes filled the day, and when.

A day's digest stands on its episodes, or, where none were made of it, on the moments of the documents and threads that it names; a
week's stands on the digests of its days. Language-free on purpose: times, applications and titles. Digests of people and projects
are made in `about`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.store import made, memories
from app.store.db import Store, from_us
from app.store.frames import days_with_moments, sketches
from app.store.made import Made
from app.store.memories import NewMemory

KIND = "digest"
LINES = 8
TITLE_APPS = 3
_TITLE_CHARACTERS = 90
# A moment stands for the time until the next one, but not for longer: nobody knows what happened in between.
_HOLDS_US = 120_000_000


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a digest needs of a moment."""

    id: int
    at_us: int
    zone: str
    app: str
    about: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that filled a part of a day, with the moments that show it."""

    app: str
    about: str
    held_us: int
    moments: tuple[Sketch, ...]


def day_lines(sketches_: Sequence[Sketch]) -> list[Line]:
    """The things that held longest, in the order in which they began. Pure.

    >>> shown = [Sketch(1, 0, "UTC", "editor", "plan"), Sketch(2, 60_000_000, "UTC", "mail", "inbox")]
    >>> shown.append(Sketch(3, 61_000_000, "UTC", "editor", "plan"))
    >>> [(line.app, line.held_us // 1_000_000) for line in day_lines(shown)]
    [('editor', 180), ('mail', 1)]
    >>> day_lines([])  # a day of which all is hidden
    []
    """
    held: dict[tuple[str, str], int] = {}
    groups: dict[tuple[str, str], list[Sketch]] = {}
    for one, following in zip(sketches_, [*sketches_[1:], None], strict=False):
        key = (one.app, one.about)
        gap = _HOLDS_US if following is None else following.at_us - one.at_us
        held[key] = held.get(key, 0) + min(max(gap, 0), _HOLDS_US)
        groups.setdefault(key, []).append(one)
    longest = sorted(groups, key=lambda key: -held[key])[:LINES]
    lines = [Line(*key, held[key], tuple(groups[key])) for key in longest if any(key)]
    return sorted(lines, key=lambda line: line.moments[0].at_us)


def day_digest(day: str, sketches_: Sequence[Sketch]) -> NewMemory | None:
    """The digest of a day, or None when nothing of it can be named."""
    lines = day_lines(sketches_)
    if not lines:
        return None
    apps = dict.fromkeys(line.app for line in sorted(lines, key=lambda line: -line.held_us) if line.app)
    title = f"{day}: {', '.join(list(apps)[:TITLE_APPS])}" if apps else day
    used = [one for line in lines for one in line.moments]
    first, last = min(one.at_us for one in used), max(one.at_us for one in used)
    return NewMemory(
        KIND, f"day:{day}", title, "\n".join(_said(line) for line in lines), from_us(first), from_us(last),
        moments=[one.id for one in used],
    )  # fmt: skip


def _said(line: Line) -> str:
    begun, ended = _clock(line.moments[0]), _clock(line.moments[-1])
    when = begun if begun == ended else f"{begun}–{ended}"
    what = ": ".join(part for part in (line.app, line.about[:_TITLE_CHARACTERS]) if part)
    return f"{when} {what}"


def _clock(one: Sketch) -> str:
    return clock(one.at_us, one.zone)


def clock(at_us: int, zone: str) -> str:
    """Hours and minutes of a time in a zone; in UTC where nobody knows the zone."""
    try:
        there = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return from_us(at_us).strftime("%H:%M")
    return from_us(at_us).astimezone(there).strftime("%H:%M")


def digest_of_episodes(day: str, episodes: Sequence[Made], zone: str) -> NewMemory:
    """The digest of a day from its episodes, one at least: the longest, in their order. Pure."""
    longest = sorted(episodes, key=lambda one: -int(one.data.get("held_s", 0)))[:LINES]
    shown = sorted(longest, key=lambda one: one.from_us)
    lines = [f"{clock(one.from_us, zone)}–{clock(one.until_us, zone)} {one.title}" for one in shown]
    return NewMemory(
        KIND, f"day:{day}", f"{day}: {'; '.join(one.title for one in longest[:TITLE_APPS])}", "\n".join(lines),
        from_us(shown[0].from_us), from_us(max(one.until_us for one in shown)), memories=[one.id for one in shown],
    )  # fmt: skip


def week_of(day: str) -> str:
    """The ISO week of a date.

    >>> week_of("2026-11-20")
    '2026-W47'
    """
    year, week, _ = date.fromisoformat(day).isocalendar()
    return f"{year}-W{week:02}"


def make_day(store: Store, day: str) -> bool:
    """Make the digest of a day anew. False when there is nothing to make it of, or the user has forgotten it."""
    seen = [Sketch(*row) for row in sketches(store, day)]
    episodes = made.shown_between(store, "episodic", seen[0].at_us, seen[-1].at_us) if seen else []
    episodes = [one for one in episodes if one.title and one.data.get("day") == day]
    new = digest_of_episodes(day, episodes, seen[0].zone) if episodes else day_digest(day, seen)
    return new is not None and made.stands(store, new)


def make_week(store: Store, week: str) -> bool:
    """Make the digest of a week from those of its days."""
    held = [row for row in memories.by_name(store, KIND, "day:") if week_of(row[1].removeprefix("day:")) == week]
    if not held:
        return False
    first = datetime.fromisoformat(held[0][1].removeprefix("day:")).replace(tzinfo=UTC)
    last = datetime.fromisoformat(held[-1][1].removeprefix("day:")).replace(tzinfo=UTC)
    new = NewMemory(
        KIND,
        f"week:{week}",
        week,
        "\n".join(title for _, _, title in held),
        first,
        last,
        memories=[row[0] for row in held],
    )
    return made.stands(store, new)


def make_again(store: Store, name: str) -> bool:
    """Make the digest of this name again. False when nothing is left to make it of."""
    about, _, which = name.partition(":")
    return make_day(store, which) if about == "day" else make_week(store, which)


def make_next(store: Store, today: str) -> bool:
    """Make the digest of one day before `today` that has none, or of one week. False when nothing is left to make."""
    there = memories.names(store, KIND)
    days = [day for day in days_with_moments(store) if day < today]
    for day in days:
        if f"day:{day}" not in there and not memories.is_forgotten(store, KIND, f"day:{day}") and make_day(store, day):
            return True
    weeks = dict.fromkeys(week_of(day) for day in days if f"day:{day}" in there and week_of(day) < week_of(today))
    return any(
        f"week:{week}" not in there
        and not memories.is_forgotten(store, KIND, f"week:{week}")
        and make_week(store, week)
        for week in weeks
    )
