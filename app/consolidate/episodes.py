"""Episodes: the stretches of a day that belong together, each with a title, what and with whom, and the sentence that says most.

A day is cut as a whole, which takes a moment, and again when it gets new moments; an episode that stays as it was is not touched. Of
the day that goes on only what is over is kept: its last episode waits for a pause. Names and quotes only, no words of any language.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from app.consolidate import digest
from app.consolidate.bags import Bag, Frequency, bags, frequency, stretches, use_of
from app.consolidate.english_words import RECEIVER, SENDER
from app.consolidate.gist import says_most
from app.consolidate.segment import Beat, borders
from app.consolidate.steps import steps_of
from app.consolidate.things import thing_of, title_of
from app.store import daily, made, memories
from app.store.daily import DayToDo, Seen
from app.store.db import Store, from_us, now_us
from app.store.memories import NewMemory

KIND = "episodic"
PREFIX = "episode:"
STEP = "episodes"
# Reading needs some minutes; a moment younger than this waits for the next time.
SETTLED_US = 5 * 60_000_000
# After so long a pause the last episode of a day that goes on is over.
OVER_US = 30 * 60_000_000
HOLDS_US = 120_000_000
_MOST_THINGS, _MOST_PEOPLE = 3, 4
_TITLE_THINGS, _TITLE_PEOPLE = 2, 2
_LONGEST_TITLE = 70
_HEADER = re.compile(rf"^(?:{SENDER}|{RECEIVER})\s*:\s*(?P<names>\S.{{1,120}})$", re.IGNORECASE | re.MULTILINE)
# A name as heads of letters write it: up to four words, all but particles with a capital.
_NAME = re.compile(r"\s*(?P<name>[^\W\d_a-z][\w.'’-]*(?: (?:[^\W\d_a-z][\w.'’-]*|[a-z]{2,3})){0,3})\s*(?:[<(\[].*)?")


@dataclass(frozen=True, slots=True)
class Day:
    """The moments of a day, their stretches with the words of each, and how common words are of late."""

    moments: Sequence[Seen]
    parts: Sequence[Sequence[Seen]]
    bags: Sequence[Bag]
    common: Frequency


def read_day(store: Store, day: str, until_us: int = 1 << 62) -> Day:
    """A day up to a time, as it can be seen now."""
    moments = daily.moments_of_day(store, day, until_us)
    return day_of(moments, daily.texts_of_uses(store, moments[0].at_us) if moments else [])


def day_of(moments: Sequence[Seen], before: Sequence[str] = ()) -> Day:
    """A day from its moments, in order, and the texts of the windows `before` it. Pure."""
    parts = stretches(moments)
    held = bags(parts)
    return Day(moments, parts, held, frequency(parts, held, before))


def cut(day: Day, vectors: dict[int, npt.NDArray[np.float32]]) -> list[list[Seen]]:
    """The moments of each episode of a day, in order; without vectors by pauses and words alone. Pure."""
    beats = [
        Beat(
            part[0].at_us,
            part[-1].at_us,
            len(part),
            use_of(part[0]),
            part[0].kind != "screen",
            bag,
            _meaning(part, vectors),
        )
        for part, bag in zip(day.parts, day.bags, strict=True)
    ]
    ends = pairwise([*borders(beats, day.common), len(beats)])
    return [[one for part in day.parts[start:end] for one in part] for start, end in ends]


def _meaning(part: Sequence[Seen], vectors: dict[int, npt.NDArray[np.float32]]) -> npt.NDArray[np.float32] | None:
    held = [vectors[key] for key in {key for one in part for key, _ in one.texts} if key in vectors]
    if not held:
        return None
    mean: npt.NDArray[np.float32] = np.mean(held, axis=0)
    return mean / (float(np.linalg.norm(mean)) or 1.0)


# -- what an episode says


def episode(
    moments: Sequence[Seen], common: Frequency, *, day: str, user: str = "", known: Iterable[int] = ()
) -> NewMemory:
    """The memory of an episode. `user` is who writes as the user; `known` are passages that stood there before it. Pure."""
    held = _held(moments)
    things = _longest(held, _MOST_THINGS)
    people = _people(moments, user)
    quote = says_most(moments, common, known=frozenset(known))
    said = " · ".join(part for part in (_listed(things), ", ".join(people[:_MOST_PEOPLE])) if part)
    return NewMemory(
        KIND,
        PREFIX + moments[0].public_id,
        _title(_longest(held, _TITLE_THINGS), people, quote),
        "\n".join(part for part in (said, f"“{quote[0]}”" if quote else "") if part),
        from_us(moments[0].at_us),
        from_us(moments[-1].at_us),
        moments=[one.id for one in moments],
        data=_fields(moments, held, people, day),
        learnt=from_us(moments[0].at_us),
    )


def _fields(moments: Sequence[Seen], held: dict[tuple[str, str], int], people: list[str], day: str) -> dict[str, Any]:
    things = [thing_of(part[0]) for part in stretches(moments)]
    return {
        "level": "episode",
        "apps": list(dict.fromkeys(app for app, _ in held if app)),
        "people": people,
        "documents": list(dict.fromkeys(one.title for one in things if one is not None)),
        "day": day,
        "held_s": sum(held.values()) // 1_000_000,
        "steps": [[step.label, step.at_us] for step in steps_of(moments)],
    }


def _held(moments: Sequence[Seen]) -> dict[tuple[str, str], int]:
    """How long each window's thing was in front, by (app, what it shows), in the order in which they came up."""
    held: dict[tuple[str, str], int] = {}
    names: dict[tuple[str, ...], str] = {}
    for n, one in enumerate(moments):
        following = moments[n + 1].at_us if n + 1 < len(moments) else one.at_us + HOLDS_US
        if use_of(one) not in names:
            names[use_of(one)] = title_of(one) or (one.thread if one.kind != "screen" else "")
        key = (one.app, names[use_of(one)])
        weight = min(max(following - one.at_us, 0), HOLDS_US) if one.kind == "screen" else 1
        held[key] = held.get(key, 0) + weight
    return held


def _longest(held: dict[tuple[str, str], int], most: int) -> list[tuple[str, str]]:
    kept = sorted((key for key in held if key[1]), key=lambda key: -held[key])[:most]
    return [key for key in held if key in kept]


def _listed(things: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"{what} ({app})" if app and app != what else what for app, what in things)


def _people(moments: Sequence[Seen], user: str) -> list[str]:
    """With whom: who wrote, and whom the heads of letters name, the most frequent first."""
    names = Counter(one.author for one in moments if one.author)
    for text in {key: text for one in moments if one.kind == "screen" for key, text in one.texts}.values():
        for head in _HEADER.finditer(text):
            names.update(found["name"] for part in re.split(r"[,;]", head["names"]) if (found := _NAME.fullmatch(part)))
    people: list[str] = []
    for name, _ in names.most_common():
        words = set(name.split())
        if name != user and not any(words <= set(one.split()) or words >= set(one.split()) for one in people):
            people.append(name)
    return people[: 2 * _MOST_PEOPLE]


def _title(things: Sequence[tuple[str, str]], people: Sequence[str], quote: tuple[str, int] | None) -> str:
    named = [what for _, what in things if what not in people]
    parts = [_short(", ".join(_short(one) for one in named)), ", ".join(people[:_TITLE_PEOPLE])]
    return " · ".join(part for part in parts if part) or (_short(quote[0]) if quote else "")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_TITLE else text[: _LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


# -- making them


def make_next(store: Store, today: str, now: int | None = None) -> bool:
    """Make the episodes of one day that has new moments. False when nothing changed. `now` in UTC microseconds."""
    at_us = now_us() if now is None else now
    for todo in daily.days_to_do(store, STEP, today, at_us - SETTLED_US):
        day = read_day(store, todo.day, 1 << 62 if todo.mark is not None else at_us - SETTLED_US)
        changed = _make_day(store, todo, day, at_us)
        daily.day_done(store, STEP, todo, len(day.moments))
        if changed:
            return True
    return False


def _make_day(store: Store, todo: DayToDo, day: Day, at_us: int) -> bool:
    segments = cut(day, daily.vectors_of(store, list({key for one in day.moments for key, _ in one.texts})))
    if todo.mark is None and segments and at_us - segments[-1][-1].at_us < OVER_US:
        segments.pop()
    user = made.user_of_messages(store)
    changed = False
    known: set[int] = set()
    for moments in segments:
        changed |= made.put_changed(store, episode(moments, day.common, day=todo.day, user=user, known=known))
        known.update(key for one in moments for key, _ in one.texts)
    changed |= _withdraw_others(store, day, segments)
    if changed and made.named(store, digest.KIND, f"day:{todo.day}") is not None:
        digest.make_day(store, todo.day)
    return changed


def _withdraw_others(store: Store, day: Day, segments: Sequence[Sequence[Seen]]) -> bool:
    """Take away the episodes that began at moments where none begins now. Those whose moments grew too old and went stay."""
    starts = {segment[0].public_id for segment in segments}
    within = {one.public_id for one in day.moments} - starts
    old = made.shown_between(store, KIND, day.moments[0].at_us, day.moments[-1].at_us) if day.moments else []
    gone = [one for one in old if one.name.removeprefix(PREFIX) in within]
    for one in gone:
        made.withdraw(store, one.id)
    return bool(gone)


def make_again(store: Store, name: str) -> bool:
    """Make an episode again from the moments that are left of it. Where its first is gone it gets another name."""
    moments = daily.moments_behind(store, KIND, name)
    if not moments:
        return False
    day = daily.day_of(store, moments[0].id)
    common = read_day(store, day).common
    new = episode(moments, common, day=day, user=made.user_of_messages(store))
    return memories.put(store, new) is not None and new.name == name
