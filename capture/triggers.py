"""When to look at the screen, decided from what happened and the time. Pure: no desktop, no clock of its own.

Nothing is looked at that was not damaged. Damage alone is looked at once it has stopped; clicks, scrolling and the end
of input only make that sooner, so that what comes late after a click still has its own look. Times are monotonic seconds.
"""

from collections import deque
from typing import Literal

Happening = Literal["window", "title", "click", "scroll", "clipboard", "damage"]

WINDOW_S, CLICK_S, PAUSE_S, SCROLL_S, CLIPBOARD_S = 0.3, 0.2, 0.5, 0.4, 0.2
STALE_S = 5.0
ATTENDED_STALE_S = 3.5  # while somebody is at it: lines that run through a terminal stay about that long
ATTENDED_S = 30.0
FLOOR_S = 0.2
RESTING_FLOOR_S = 1.0
TITLE_EVERY_S = 1.0  # a title that spins by itself
SMALL_SHARE = 0.01  # of a monitor: a clock, a spinner
_UNATTENDED_S = (FLOOR_S, 1.0, 2.0, STALE_S)
WATCHED_SHARE = 0.02
_WATCHED_SECONDS, _WATCHED_OF_S = 40, 60


class Triggers:
    """One desktop's reasons to look. Lives in the recorder's thread."""

    def __init__(self, stale_s: float = STALE_S) -> None:
        self._stale_s = stale_s
        self._looked = self._input = float("-inf")
        self._dirty_since: float | None = None
        self._damaged = float("-inf")
        self._hurry: dict[str, float] = {}
        self._small_alone = 0
        self._share = 0.0
        self._resting = False
        self._seconds: deque[int] = deque()

    def saw(self, what: Happening, now: float) -> None:
        """Something happened."""
        if what == "window":
            self._hurry.setdefault("window", now + WINDOW_S)
            self._dirty(now)  # what may be kept can change without a pixel
        elif what == "title":
            alone = self._input <= self._looked
            self._hurry.setdefault("title", max(now + WINDOW_S, self._looked + TITLE_EVERY_S if alone else now))
            self._dirty(now)
        elif what == "clipboard":
            self._hurry["clipboard"] = now + CLIPBOARD_S
            self._dirty(now)  # what was copied stands on the screen now, whether or not it changed
        elif what == "click":
            self._hurry["click"] = now + CLICK_S
            self.had_input(now)
        elif what == "scroll":
            self._hurry["scroll"] = now + SCROLL_S
            self.had_input(now)
        else:
            self._damaged = now
            self._dirty(now)
            self._count_second(int(now))

    def had_input(self, at: float) -> None:
        """The last input, of whatever kind, was at this time."""
        if at > self._input:
            self._input, self._small_alone = at, 0

    def looked(self, now: float, share: float) -> None:
        """A look ended; `share` is how much of the most changed monitor was new, 0..1."""
        alone = self._input <= self._looked
        self._small_alone = self._small_alone + 1 if alone and share < SMALL_SHARE else 0
        if alone and share == 0.0:
            self._small_alone = len(_UNATTENDED_S)
        self._looked, self._share, self._resting = now, share, False
        self._dirty_since = None
        self._hurry.clear()

    def rested(self, now: float) -> None:
        """It was not looked: nobody is there, or nothing may be. What is damaged stays so, for the first look after."""
        self._looked, self._resting = now, True

    @property
    def dirty(self) -> bool:
        """Whether the screen may show something that was not looked at."""
        return self._dirty_since is not None

    def due(self) -> float | None:
        """When to look next; None while nothing was damaged."""
        since = self._dirty_since
        if since is None:
            return None
        if self._resting:
            return self._looked + RESTING_FLOOR_S
        wait = _UNATTENDED_S[min(self._small_alone, len(_UNATTENDED_S) - 1)] if self._input <= self._looked else FLOOR_S
        attended = self._input >= since - ATTENDED_S
        stale = min(self._stale_s, ATTENDED_STALE_S) if attended else self._stale_s
        soon = [max(self._damaged + PAUSE_S, self._looked + wait), since + stale]
        if self._input >= since:  # typing beside something that never stops moving
            soon.append(self._input + PAUSE_S)
        soon += self._hurry.values()
        # A deadline that had passed before the damage came does not speak for it.
        return max(min(one for one in soon if one >= since), self._looked + FLOOR_S)

    def sustained(self, now: float) -> bool:
        """Whether much of the screen has been moving nearly all of the last minute: a watched talk."""
        recent = sum(1 for one in self._seconds if one > now - _WATCHED_OF_S)
        return recent >= _WATCHED_SECONDS and self._share >= WATCHED_SHARE

    def _dirty(self, now: float) -> None:
        if self._dirty_since is None:
            self._dirty_since = now

    def _count_second(self, second: int) -> None:
        if not self._seconds or self._seconds[-1] != second:
            self._seconds.append(second)
            while self._seconds[0] <= second - _WATCHED_OF_S:
                self._seconds.popleft()
