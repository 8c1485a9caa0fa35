"""Resources: pages, documents, files and repositories that were seen, each with where, which versions, how long, and a gist.

One day of one resource is summed up at a time and replaces what was known of that day, so that a day may be read again. It stands on
a few moments of each day: the first and the last, and those that its words were read in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from app.consolidate.bags import stems, use_of
from app.consolidate.episodes import HOLDS_US, SETTLED_US, Day, read_day
from app.consolidate.gist import is_of_window, says_most, sentences
from app.consolidate.things import Thing, repository_of, thing_of, version_said
from app.store import daily, made, memories
from app.store.daily import Seen
from app.store.db import Store, from_us, now_us
from app.store.memories import NewMemory

KIND = "resource"
PREFIX = "resource:"
STEP = "resources"
# Seen again after so long it was opened anew.
_AWAY_US = 10 * 60_000_000
_MOST_VERSIONS = 20
_MOST_DAYS = 400
_HEAD_PASSAGES, _HEAD_CHARACTERS = 6, 600
_HEADING_WORDS = (2, 14)
_LETTERS = 0.6
_MOST_FILES = 8


@dataclass(frozen=True, slots=True)
class Version:
    """How a resource was called when it was first seen so, and where."""

    title: str
    first_us: int
    moment_id: int


@dataclass(frozen=True, slots=True)
class Visit:
    """One day of one resource. `moments` are the row ids that prove it."""

    thing: Thing
    day: str
    reading_s: int
    times: int
    first_us: int
    last_us: int
    versions: tuple[Version, ...]
    gist: str
    moments: tuple[int, ...]


def visits(day: Day, date: str) -> list[Visit]:
    """What was visited on a day, in the order in which it was first seen. Pure."""
    things: dict[str, list[tuple[Thing, int]]] = {}
    of_use: dict[tuple[str, ...], tuple[Thing | None, ...]] = {}
    shown_by: dict[int, set[tuple[str, ...]]] = {}
    place = 0
    for part in day.parts:
        use = use_of(part[0])
        if use not in of_use:
            of_use[use] = (thing_of(part[0]), repository_of(part[0]))
        for thing in of_use[use]:
            if thing is not None:
                things.setdefault(thing.key, []).extend((thing, n) for n in range(place, place + len(part)))
        for key in {key for one in part for key, _ in one.texts}:
            shown_by.setdefault(key, set()).add(use)
        place += len(part)
    return [_visit(day, date, shown, shown_by) for shown in things.values()]


def _visit(
    day: Day, date: str, shown: Sequence[tuple[Thing, int]], shown_by: Mapping[int, set[tuple[str, ...]]]
) -> Visit:
    moments = [day.moments[n] for _, n in shown]
    held = sum(_held_us(day.moments, n) for _, n in shown)
    times = 1 + sum(two.at_us - one.at_us > _AWAY_US for one, two in pairwise(moments))
    versions = _versions(shown, moments)
    thing = shown[-1][0]
    gist, quoted = _files(moments) if thing.kind == "repository" else _gist(day, moments, shown_by)
    proof = [moments[0].id, moments[-1].id, *(one.moment_id for one in versions), *quoted]
    return Visit(
        thing, date, held // 1_000_000, times, moments[0].at_us, moments[-1].at_us, tuple(versions), gist,
        tuple(dict.fromkeys(proof)),
    )  # fmt: skip


def _held_us(moments: Sequence[Seen], n: int) -> int:
    following = moments[n + 1].at_us if n + 1 < len(moments) else moments[n].at_us + HOLDS_US
    return min(max(following - moments[n].at_us, 0), HOLDS_US)


def _versions(shown: Sequence[tuple[Thing, int]], moments: Sequence[Seen]) -> list[Version]:
    """Each way in which it was called, with the version that the head of its text says it is, where it says one."""
    found: dict[str, Version] = {}
    heads: dict[tuple[tuple[int, str], ...], str] = {}
    for (thing, _), one in zip(shown, moments, strict=True):
        head = () if thing.kind == "repository" else one.texts[:_HEAD_PASSAGES]
        if head not in heads:
            heads[head] = version_said("\n".join(text for _, text in head)[:_HEAD_CHARACTERS])
        said = heads[head]
        title = f"{thing.title} · {said}" if said and said.casefold() not in thing.title.casefold() else thing.title
        found.setdefault(title, Version(title, one.at_us, one.id))
    return list(found.values())


def _files(moments: Sequence[Seen]) -> tuple[str, list[int]]:
    """Which files of a repository were seen, with the moments that show them."""
    found: dict[str, int] = {}
    for one in moments:
        thing = thing_of(one)
        if thing is not None and thing.kind != "page":
            found.setdefault(thing.title, one.id)
    return ", ".join(list(found)[:_MOST_FILES]), list(found.values())[:_MOST_FILES]


def _gist(day: Day, moments: Sequence[Seen], shown_by: Mapping[int, set[tuple[str, ...]]]) -> tuple[str, list[int]]:
    """The heading and the sentence that says most, with the moments they were read in. What other windows of the program show too
    is no part of it."""
    own = {use_of(one) for one in moments}
    others = {key for one in moments for key, _ in one.texts if not shown_by[key] <= own}
    heading = _heading(moments, others)
    most = says_most(moments, day.common, known=others)
    parts = list(dict.fromkeys(part for part in (heading, most) if part is not None))
    return "\n".join(dict.fromkeys(text for text, _ in parts)), [moment_id for _, moment_id in parts]


def _heading(moments: Sequence[Seen], others: set[int]) -> tuple[str, int] | None:
    """The first line of its text that is no name of its window."""
    least, most = _HEADING_WORDS
    passed = set(others)
    for one in moments:
        for key, text in one.texts:
            lines = [] if key in passed else sentences(text)
            passed.add(key)
            for line in lines:
                fair = least <= len(line.split()) <= most and sum(map(str.isalpha, line)) > _LETTERS * len(line)
                if fair and not is_of_window(line, frozenset(stems(f"{one.app} {one.title}"))):
                    return line, one.id
    return None


# -- putting a day to those before


def resource(visit: Visit, before: dict[str, Any], gist: str, older: Iterable[int]) -> NewMemory:
    """The memory of a resource after a day. `before` are its fields so far, `gist` its text, `older` its evidence of other days. Pure."""
    days = {key: value for key, value in before.get("days", {}).items() if key != visit.day}
    newest = not days or visit.day > max(days)
    days[visit.day] = [visit.reading_s, visit.times, visit.first_us, visit.last_us]
    days = dict(sorted(days.items())[-_MOST_DAYS:])
    versions = {one["title"]: int(one["first_us"]) for one in before.get("versions", ())}
    for one in visit.versions:
        versions[one.title] = min(one.first_us, versions.get(one.title, one.first_us))
    ordered = sorted(versions.items(), key=lambda pair: pair[1])
    thing = visit.thing
    return NewMemory(
        KIND,
        PREFIX + thing.key,
        thing.title if newest or "title" not in before else str(before["title"]),
        _text(visit, gist, newest=newest),
        from_us(min(one[2] for one in days.values())),
        from_us(max(one[3] for one in days.values())),
        moments=sorted({*older, *visit.moments}),
        data={
            "where": thing.where,
            "kind": thing.kind,
            "versions": [{"title": title, "first_us": first} for title, first in ordered[-_MOST_VERSIONS:]],
            "reading_s": sum(one[0] for one in days.values()),
            "times": sum(one[1] for one in days.values()),
            "days": days,
        },
        learnt=from_us(min(one[2] for one in days.values())),
    )


def _text(visit: Visit, before: str, *, newest: bool) -> str:
    """The newest gist; of a repository all the files that were seen of late."""
    if visit.thing.kind == "repository":
        return ", ".join(list(dict.fromkeys([*visit.gist.split(", "), *before.split(", ")]))[:_MOST_FILES]).strip(", ")
    return visit.gist if newest and visit.gist else before or visit.gist


def make_next(store: Store, today: str, now: int | None = None) -> bool:
    """Make the resources of one day that has new moments. False when nothing changed. `now` in UTC microseconds."""
    settled_us = (now_us() if now is None else now) - SETTLED_US
    for todo in daily.days_to_do(store, STEP, today, settled_us):
        day = read_day(store, todo.day, 1 << 62 if todo.mark is not None else settled_us)
        changed = [_add(store, visit) for visit in visits(day, todo.day)]
        daily.day_done(store, STEP, todo, len(day.moments))
        if any(changed):
            return True
    return False


def _add(store: Store, visit: Visit) -> bool:
    name = PREFIX + visit.thing.key
    old = made.named(store, KIND, name)
    if old is None:
        new = _of_days(store, name, visit.day) if made.exists(store, KIND, name) else resource(visit, {}, "", ())
        return new is not None and made.put_changed(store, new)
    older = daily.of_other_days(store, memories.parents(store, old.id)[0], visit.day)
    return made.put_changed(store, resource(visit, {**old.data, "title": old.title}, old.text, older))


def make_again(store: Store, name: str) -> bool:
    """Make a resource again from the days of which something is left. False when none is."""
    new = _of_days(store, name)
    return new is not None and made.stands(store, new)


def _of_days(store: Store, name: str, also: str = "") -> NewMemory | None:
    """A resource as the days tell it that it stands on, and another."""
    days = {daily.day_of(store, one.id) for one in daily.moments_behind(store, KIND, name)} | {also}
    new: NewMemory | None = None
    for date in sorted(days - {""})[-_MOST_DAYS:]:
        found = [one for one in visits(read_day(store, date), date) if PREFIX + one.thing.key == name]
        for visit in found:
            before = {} if new is None else {**new.data, "title": new.title}
            new = resource(visit, before, "" if new is None else new.text, () if new is None else new.moments)
    return new
