"""One picture of a monitor in which nothing is left of what may not be kept. Decides nothing about windows, keeps nothing.

The rule: list the windows, take the pixels, list the windows again. When both lists agree about what must be hidden, it
is painted out; when they do not, the pixels are thrown away and taken once more, or not at all.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from capture.change import Pixels
from capture.frame import Monitor, Rect
from capture.idle import lock_screen_covers
from capture.privacy import View, paint_out

_TRIES = 2


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """Pixels of one monitor in which `hidden` is painted out, the windows that were there, and how long the pixels took."""

    monitor: Monitor
    pixels: Pixels
    view: View
    hidden: tuple[Rect, ...]
    grab_ms: float


class WindowsMovedError(Exception):
    """What must be painted out was not the same before and after the pixels were taken."""


def take_shot(
    monitor: Monitor,
    view: View,
    *,
    grab: Callable[[Monitor], Pixels],
    look: Callable[[], View],
    monotonic_s: Callable[[], float] = time.monotonic,
) -> Shot:
    """A picture of a monitor without what must not be kept. `view` is what `look` found just now.

    Raises WindowsMovedError, and what `grab` and `look` raise.
    """
    for _ in range(_TRIES):
        started_s = monotonic_s()
        pixels = grab(monitor)
        grab_ms = (monotonic_s() - started_s) * 1000.0
        before, view = view.hidden(monitor.rect), look()
        hidden = view.hidden(monitor.rect)
        if hidden == before and not lock_screen_covers(view.windows, monitor):
            paint_out(pixels, hidden)
            return Shot(monitor, pixels, view, hidden, grab_ms)
    raise WindowsMovedError
