"""The values that capture hands out: windows, monitors, frames, ticks, errors. No behaviour, no platform calls.

Rectangles are (x, y, width, height) in pixels. Times are aware UTC datetimes.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Rect = tuple[int, int, int, int]
Outcome = Literal["kept", "same", "excluded", "idle", "locked", "asleep", "paused", "disk_full", "failed"]


class KnownCaptureError(Exception):
    """The world's fault: no display, an unsupported session. `code` names a sentence, `params` fill it."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class ScreenLostError(KnownCaptureError):
    """The connection to the display broke. The next use connects again."""

    def __init__(self) -> None:
        super().__init__("display_lost")


class GrabFailedError(KnownCaptureError):
    """The display is there but would not give these pixels, e.g. while a monitor changes its mode."""

    def __init__(self) -> None:
        super().__init__("grab_failed")


@dataclass(frozen=True, slots=True)
class Window:
    """A visible top-level window; its rectangle is that of its frame, in pixels of the whole desktop.

    `owner` is the id of the window whose rule this one inherits (a popup's, a dialog's), 0 when there is none.
    `opaque` is false when what lies below may shine through. `private` is true when its process says so.
    `url_guessed` says that `url` was found by the window's title, which a page chooses for itself.
    """

    id: int
    app: str
    title: str
    process: str
    pid: int
    x: int
    y: int
    width: int
    height: int
    focused: bool
    url: str = ""
    owner: int = 0
    opaque: bool = True
    private: bool = False
    url_guessed: bool = False
    document: str = ""

    @property
    def rect(self) -> Rect:
        return (self.x, self.y, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Monitor:
    """One screen and where it lies in the whole desktop."""

    name: str
    x: int
    y: int
    width: int
    height: int

    @property
    def rect(self) -> Rect:
        return (self.x, self.y, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Pane:
    """What can be seen of one allowed window in a picture: rectangles of the picture that do not overlap."""

    window: Window
    parts: tuple[Rect, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A picture of one monitor that may be kept: what may not be seen is already painted flat.

    `pixels` is (height, width) uint32 as in `capture.change`; nobody writes to it. `base` is the id of an earlier frame
    of this monitor that it is shown as a change of, and `changed` the rectangles of the picture in which it differs from
    that one; without a base all of it. `window` is the window that the frame is about, never an excluded one; `panes`
    are the windows to be seen, the topmost first.
    """

    at: datetime
    zone: str
    monitor: Monitor
    pixels: NDArray[np.uint32]
    window: Window | None
    trigger: str
    changed: tuple[Rect, ...]
    base: str | None = None
    panes: tuple[Pane, ...] = ()


@dataclass(frozen=True, slots=True)
class Tick:
    """One look at one monitor, and what came of it. `reason` is a code."""

    at: datetime
    zone: str
    monitor: str
    outcome: Outcome
    reason: str
    trigger: str
    grab_ms: float
    moment_id: str | None
