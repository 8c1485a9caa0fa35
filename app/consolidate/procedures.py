"""Procedures: ways of doing things that recur, found as the same steps in the same order in several episodes.

The steps of an episode stand in its fields; a procedure stands on the episodes in which it occurred, the newest first of all.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from app.store import daily, made
from app.store.db import Store, from_us
from app.store.made import Made
from app.store.memories import NewMemory

KIND = "procedural"
PREFIX = "procedure:"
STEP = "procedures"
SHORTEST, LONGEST = 3, 8
LEAST_TIMES = 3
_MOST_EPISODES = 600
_MOST_EVIDENCE = 50
_MOST = 200


@dataclass(frozen=True, slots=True)
class Taken:
    """The steps of one episode in order, each as (label, UTC microseconds)."""

    episode_id: int
    steps: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Procedure:
    """Steps that were taken `times` times, at least once in each of the episodes; from the first to the last time."""

    steps: tuple[str, ...]
    times: int
    first_us: int
    last_us: int
    episodes: tuple[int, ...]


def recurring(sequences: Sequence[Taken]) -> list[Procedure]:
    """The ways of doing things that recur, the most frequent first. Pure.

    A way is three steps or more, all different, without one between that does not belong. Of one that is part of a longer one which
    is as frequent only the longer is kept.

    >>> done = [Taken(n, (("edit", n), ("test", n), ("commit", n), ("push", n))) for n in range(3)]
    >>> [(way.steps, way.times) for way in recurring([*done, Taken(9, (("push", 9), ("edit", 9)))])]
    [(('edit', 'test', 'commit', 'push'), 3)]
    """
    found: dict[tuple[str, ...], list[tuple[int, int, int]]] = {}
    for one in sequences:
        for start in range(len(one.steps)):
            for end in range(start + SHORTEST, min(start + LONGEST, len(one.steps)) + 1):
                labels = tuple(label for label, _ in one.steps[start:end])
                if len(set(labels)) < len(labels):
                    break
                found.setdefault(labels, []).append((one.episode_id, one.steps[start][1], one.steps[end - 1][1]))
    often = {steps: times for steps, times in found.items() if len(times) >= LEAST_TIMES}
    kept = [
        steps
        for steps in often
        if not any(_within(steps, other) and len(often[other]) >= len(often[steps]) for other in often)
    ]
    return sorted((_procedure(steps, often[steps]) for steps in kept), key=lambda way: (-way.times, way.steps))[:_MOST]


def _within(steps: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    size = len(steps)
    return size < len(longer) and any(longer[n : n + size] == steps for n in range(len(longer) - size + 1))


def _procedure(steps: tuple[str, ...], times: list[tuple[int, int, int]]) -> Procedure:
    newest = sorted(times, key=lambda one: -one[2])
    episodes = tuple(dict.fromkeys(one[0] for one in newest))[:_MOST_EVIDENCE]
    return Procedure(steps, len(times), min(one[1] for one in times), newest[0][2], episodes)


def memory_of(way: Procedure) -> NewMemory:
    """The memory of a procedure."""
    name = hashlib.sha256("\x1f".join(way.steps).encode()).hexdigest()[:32]
    return NewMemory(
        KIND, PREFIX + name, " → ".join((way.steps[0], way.steps[-1])), "\n".join(f"{n}. {step}" for n, step in enumerate(way.steps, 1)),
        from_us(way.first_us), from_us(way.last_us), memories=list(way.episodes),
        data={"steps": list(way.steps), "times": way.times, "last_us": way.last_us},
    )  # fmt: skip


def _read(store: Store) -> list[Made]:
    return made.shown(store, "episodic", "episode:")[-_MOST_EPISODES:]


def _found(episodes: Sequence[Made]) -> list[NewMemory]:
    sequences = [
        Taken(one.id, tuple((str(label), int(at_us)) for label, at_us in one.data.get("steps", ()))) for one in episodes
    ]
    return [memory_of(way) for way in recurring(sequences)]


def make_next(store: Store, today: str) -> bool:
    """Look for procedures anew when there are other episodes than the last time. False when nothing changed."""
    episodes = _read(store) if daily.is_settled(store) else []
    place = (max((one.made_us for one in episodes), default=0), len(episodes))
    if not episodes or place == daily.place_of(store, STEP):
        return False
    found = _found(episodes)
    changed = [made.put_changed(store, new) for new in found]
    names = {new.name for new in found}
    gone = [one for one in made.shown(store, KIND, PREFIX) if one.name not in names and one.from_us >= _since(episodes)]
    for one in gone:
        made.withdraw(store, one.id)
    daily.set_place(store, STEP, place)
    return any(changed) or bool(gone)


def _since(episodes: Sequence[Made]) -> int:
    """From when the episodes are looked at; a procedure that began before may have stood on more."""
    return min(one.from_us for one in episodes)


def make_again(store: Store, name: str) -> bool:
    """Make a procedure again. False when it does not recur in what is left."""
    return any(made.stands(store, new) for new in _found(_read(store)) if new.name == name)
