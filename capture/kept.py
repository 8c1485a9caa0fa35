"""What one monitor looked like when it was last kept, and what a new picture is best told as a change of. Pure arithmetic.

Beside the last kept picture the last ones of a few windows are remembered: who goes back to a window that was read is
told as a small change of that window's picture, not as a whole new screen.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from capture.change import Pixels, as_if_kept, changed_rectangles
from capture.frame import Monitor, Rect

_WINDOWS_AT_MOST = 3
_ANOTHER_BASE_ABOVE = 0.15  # of the monitor: below that the last picture is base enough


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """A kept picture as it is stored, with the id of its moment.

    `known` has what last lay under the parts that are painted out: an excluded window that goes away alone is no change.
    """

    pixels: Pixels
    known: Pixels
    moment_id: str


@dataclass(slots=True)
class Memory:
    """One monitor's last kept picture, those of its windows, and the last seen one if it was no different from it."""

    monitor: Monitor
    last: Kept | None = None
    seen: Pixels | None = None
    by_window: OrderedDict[int, Kept] = field(default_factory=OrderedDict)

    def is_as_seen(self, pixels: Pixels) -> bool:
        """Whether a picture is exactly the last seen one."""
        return self.seen is not None and np.array_equal(self.seen, pixels)

    def changed(self, pixels: Pixels, hidden: Sequence[Rect]) -> tuple[Rect, ...]:
        """Where a picture differs from the last kept one, but for its painted parts; all of it at first."""
        if self.last is None:
            return (_whole(pixels),)
        return changed_rectangles(self.last.known, as_if_kept(pixels, self.last.known, hidden))

    def told(self, pixels: Pixels, window_id: int) -> tuple[Kept | None, tuple[Rect, ...]]:
        """The kept picture that differs least, and where it does, painted parts included."""
        if self.last is None:
            return None, (_whole(pixels),)
        best: tuple[Kept, tuple[Rect, ...]] = (self.last, changed_rectangles(self.last.pixels, pixels))
        other = self.by_window.get(window_id)
        if other is not None and other is not self.last and share(best[1], pixels) > _ANOTHER_BASE_ABOVE:
            changed = changed_rectangles(other.pixels, pixels)
            if area(changed) < area(best[1]):
                best = (other, changed)
        return best

    def keep(
        self,
        pixels: Pixels,
        hidden: Sequence[Rect],
        told: tuple[Kept | None, Sequence[Rect]],
        moment_id: str,
        window_id: int,
    ) -> None:
        """Remember what was kept as `told` tells it: the base with the changed parts on it, as it will be shown."""
        base, changed = told
        shown = pixels if base is None else base.pixels.copy()
        if base is not None:
            for x, y, width, height in changed:
                shown[y : y + height, x : x + width] = pixels[y : y + height, x : x + width]
        known = shown if self.last is None else as_if_kept(shown, self.last.known, hidden)
        self.last = Kept(shown, known, moment_id)
        self.seen = pixels
        self.by_window[window_id] = self.last
        self.by_window.move_to_end(window_id)
        while len(self.by_window) > _WINDOWS_AT_MOST:
            self.by_window.popitem(last=False)


def area(parts: Sequence[Rect]) -> int:
    """The pixels of rectangles that do not overlap."""
    return sum(width * height for _, _, width, height in parts)


def share(parts: Sequence[Rect], pixels: Pixels) -> float:
    """How much of a picture rectangles cover, 0 to 1."""
    return area(parts) / pixels.size


def _whole(pixels: Pixels) -> Rect:
    return (0, 0, pixels.shape[1], pixels.shape[0])
