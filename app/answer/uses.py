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
from itertools import accumulate
from typing import NamedTuple

from app.store.figures import LOOKED, Screen

PAUSE_US = 30 * 60_000_000
# No picture stands for longer than this, whatever the ledger says.
FOLLOWED_US = 6 * 3600 * 1_000_000
# Ticks this near to each other belong together: between them nobody could look.
STEP_US = 15_000_000
Ledger = Sequence[tuple[str, int, int, str]]
Key = Callable[[Screen], str | None]


class Stretch(NamedTuple):
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


def stretches(screens: Iterable[Screen], ledger: Ledger, since_us: int, until_us: int) -> list[list[Stretch]]:
    """The stretches of a time, a list for each monitor, in order. `screens` are in order, and begin before that time, so that the first
    is known."""
    streams: dict[str, list[Screen]] = {}
    for one in screens:
        streams.setdefault(one.stream, []).append(one)
    seen = _seen(ledger)
    return [_stretches(streams[name], seen.get(name), since_us, until_us) for name in sorted(streams)]


def _stretches(shown: Sequence[Screen], seen: "_Seen | None", since_us: int, until_us: int) -> list[Stretch]:
    out = []
    last = len(shown) - 1
    for n, one in enumerate(shown):
        at_us = one.at_us
        end_us = shown[n + 1].at_us if n < last else until_us
        low, high = max(at_us, since_us), min(end_us, until_us, at_us + FOLLOWED_US)
        if high < low or at_us >= until_us:
            continue
        if seen is not None and seen.covers(at_us, end_us):
            out.append(Stretch(one, low, high, seen.until(high) - seen.until(low), True))
            continue
        held = high - low if n < last and end_us - at_us <= PAUSE_US else 0
        if held or at_us >= since_us:
            out.append(Stretch(one, low, low + held, held, False))
    return out


class _Seen:
    """When somebody was there, by the ledger of one monitor: its rows, and the stretches of ticks that looked, with how long all before
    each were."""

    def __init__(self, rows: Sequence[tuple[int, int, str]]) -> None:
        self._rows = [row[0] for row in rows]
        self._ends = [row[1] for row in rows]
        self._from: list[int] = []
        self._to: list[int] = []
        for from_us, until_us, outcome in rows:
            if outcome not in LOOKED:
                continue
            if self._to and from_us - self._to[-1] <= STEP_US:
                self._to[-1] = max(self._to[-1], until_us)
            else:
                self._from.append(from_us)
                self._to.append(until_us)
        lengths = (to - from_ for from_, to in zip(self._from, self._to, strict=True))
        self._before = [0, *accumulate(lengths)]

    def covers(self, from_us: int, until_us: int) -> bool:
        """Whether the ledger says anything of a time."""
        at = bisect_left(self._rows, until_us) - 1
        return at >= 0 and self._ends[at] >= from_us

    def until(self, at_us: int) -> int:
        """How long somebody was there before a time."""
        at = bisect_left(self._from, at_us) - 1
        return self._before[at] + min(at_us, self._to[at]) - self._from[at] if at >= 0 else 0


def _seen(ledger: Ledger) -> dict[str, _Seen]:
    rows: dict[str, list[tuple[int, int, str]]] = {}
    for monitor, from_us, until_us, outcome in ledger:
        rows.setdefault(monitor, []).append((from_us, until_us, outcome))
    return {monitor: _Seen(held) for monitor, held in rows.items()}


def uses(streams: Iterable[Sequence[Stretch]], key: Key) -> list[Use]:
    """The uses of each thing that `key` tells of a screen (None: of nothing that is asked), in order of time."""
    out: list[Use] = []
    for stretches_ in streams:
        keys = [key(one.screen) for one in stretches_]
        start = 0
        for n in range(1, len(keys) + 1):
            if (
                n < len(keys)
                and keys[n] == keys[start]
                and (keys[n] is None or _pause_us(stretches_[n - 1], stretches_[n]) <= PAUSE_US)
            ):
                continue
            name = keys[start]
            if name is not None:
                out.append(_use(name, stretches_[start:n]))
            start = n
    return sorted(out, key=lambda use: (use.from_us, use.until_us))


def _pause_us(before: Stretch, after: Stretch) -> int:
    return after.screen.at_us - max(before.screen.at_us, before.from_us) - before.held_us


def _use(name: str, run: Sequence[Stretch]) -> Use:
    counted = run if run[-1].proved else run[:-1]
    parts = tuple((one.from_us, one.from_us + one.held_us) for one in counted if one.held_us)
    until_us = max([run[-1].from_us, *(end for _, end in parts[-1:])])
    return Use(name, run[0].from_us, until_us, sum(b - a for a, b in parts), tuple(one.screen for one in run), parts)


def total_us(found: Iterable[Use]) -> int:
    """How long some uses were together; what overlaps counts once."""
    held, reached = 0, -(1 << 62)
    for low, high in sorted(part for use in found for part in use.parts):
        held += max(high - max(low, reached), 0)
        reached = max(reached, high)
    return held
