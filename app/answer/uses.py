"""How long and how often something was in front: from screens and the ledger to stretches and uses. Pure.

A screen stands from its moment until the next of its monitor. Where the ledger says what the recorder did, the time of it counts in which
somebody was there (ticks that kept a picture or saw no change); idle, locked, paused or left out does not. Where it says nothing (a memory
from before it, or brought from elsewhere), the time between two screens counts when both show the same thing and lie at most half an hour
apart. A use is a run of screens of one thing on one monitor with nothing else between, and ends after half an hour in which it did not
count. Time on several monitors at once counts once.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.store.figures import LOOKED, Screen

PAUSE_US = 30 * 60_000_000
# No picture stands for longer than this, whatever the ledger says.
FOLLOWED_US = 6 * 3600 * 1_000_000
# Ticks this near to each other belong together: between them nobody could look.
STEP_US = 15_000_000
Ledger = Sequence[tuple[str, int, int, str]]
Key = Callable[[Screen], str | None]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A screen within the asked time: from when, until when, how much of it counts. `proved` by the ledger; else it counts only where
    the next screen shows the same."""

    screen: Screen
    from_us: int
    until_us: int
    held_us: int
    proved: bool


@dataclass(frozen=True, slots=True)
class Use:
    """A run of screens of one thing."""

    key: str
    from_us: int
    until_us: int
    held_us: int
    screens: tuple[Screen, ...]
    parts: tuple[tuple[int, int], ...]


def stretches(screens: Sequence[Screen], ledger: Ledger, since_us: int, until_us: int) -> list[list[Stretch]]:
    """The stretches of a time, a list for each monitor, in order. `screens` begin before that time, so that the first is known."""
    seen = _Seen(ledger)
    out = []
    for stream, held in groupby(
        sorted(screens, key=lambda one: (one.stream, one.at_us, one.id)), lambda one: one.stream
    ):
        shown = list(held)
        ends = [one.at_us for one in shown[1:]] + [until_us]
        out.append(
            [
                found
                for n, (one, end) in enumerate(zip(shown, ends, strict=True))
                if (found := _stretch(seen, stream, one, end, (since_us, until_us), last=n + 1 == len(shown)))
                is not None
            ]
        )
    return out


def _stretch(
    seen: "_Seen", stream: str, one: Screen, end_us: int, within: tuple[int, int], *, last: bool
) -> Stretch | None:
    low, high = max(one.at_us, within[0]), min(end_us, within[1], one.at_us + FOLLOWED_US)
    if high < low or one.at_us >= within[1]:
        return None
    if seen.covers(stream, one.at_us, end_us):
        return Stretch(one, low, high, seen.between(stream, low, high), proved=True)
    near = not last and end_us - one.at_us <= PAUSE_US
    held = high - low if near else 0
    return Stretch(one, low, high if near else low, held, proved=False) if held or one.at_us >= within[0] else None


class _Seen:
    """When somebody was there, by the ledger of each monitor."""

    def __init__(self, ledger: Ledger) -> None:
        self._rows: dict[str, list[int]] = {}
        self._ends: dict[str, list[int]] = {}
        self._parts: dict[str, list[tuple[int, int]]] = {}
        for monitor, from_us, until_us, outcome in ledger:
            self._rows.setdefault(monitor, []).append(from_us)
            self._ends.setdefault(monitor, []).append(until_us)
            parts = self._parts.setdefault(monitor, [])
            if outcome not in LOOKED:
                continue
            if parts and from_us - parts[-1][1] <= STEP_US:
                parts[-1] = (parts[-1][0], max(parts[-1][1], until_us))
            else:
                parts.append((from_us, until_us))
        self._starts = {monitor: [part[0] for part in parts] for monitor, parts in self._parts.items()}

    def covers(self, monitor: str, from_us: int, until_us: int) -> bool:
        """Whether the ledger says anything of a time."""
        at = bisect_left(self._rows.get(monitor, []), until_us) - 1
        return at >= 0 and self._ends[monitor][at] >= from_us

    def between(self, monitor: str, from_us: int, until_us: int) -> int:
        parts = self._parts.get(monitor, [])
        held, at = 0, max(bisect_left(self._starts.get(monitor, []), from_us) - 1, 0)
        while at < len(parts) and parts[at][0] < until_us:
            held += max(min(parts[at][1], until_us) - max(parts[at][0], from_us), 0)
            at += 1
        return held


def uses(streams: Iterable[Sequence[Stretch]], key: Key) -> list[Use]:
    """The uses of each thing that `key` tells of a screen (None: of nothing that is asked), in order of time."""
    out: list[Use] = []
    for stretches_ in streams:
        run: list[Stretch] = []
        for one in stretches_:
            if run and (key(run[0].screen) != key(one.screen) or _pause_us(run[-1], one) > PAUSE_US):
                out.extend(_use(run, key))
                run = []
            run.append(one)
        out.extend(_use(run, key))
    return sorted(out, key=lambda use: (use.from_us, use.until_us))


def _pause_us(before: Stretch, after: Stretch) -> int:
    return after.screen.at_us - max(before.screen.at_us, before.from_us) - before.held_us


def _use(run: list[Stretch], key: Key) -> list[Use]:
    name = key(run[0].screen) if run else None
    if name is None:
        return []
    counted = [one for n, one in enumerate(run) if one.proved or n + 1 < len(run)]
    parts = sorted((one.from_us, one.from_us + one.held_us) for one in counted if one.held_us)
    until_us = max([run[-1].from_us, *(end for _, end in parts)])
    return [
        Use(
            name, run[0].from_us, until_us, sum(b - a for a, b in parts), tuple(one.screen for one in run), tuple(parts)
        )
    ]


def total_us(found: Iterable[Use]) -> int:
    """How long some uses were together; what overlaps counts once."""
    held, reached = 0, -(1 << 62)
    for low, high in sorted(part for use in found for part in use.parts):
        held += max(high - max(low, reached), 0)
        reached = max(reached, high)
    return held
