"""When a memory that is open locks itself: after a time without input, or when the screen is locked. Only tells; locking is its owner's part."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Any

from app.errors import KnownError
from capture.frame import ScreenLostError
from capture.idle import Activity
from capture.screen import Desktop, session_state

LOOK_EVERY_S = 5.0
# What a recorder says of a locked screen. A lock service that fails is none: it would lock the memory again and again.
_LOCKED = {("locked", "lock_service"), ("locked", "lock_screen")}


@dataclass(slots=True)
class Watchfulness:
    """Tells each reason once, when it begins. `after_s`: seconds without input, 0 for never."""

    after_s: float
    with_screen: bool
    _was_idle: bool = False
    _was_locked: bool = True  # a screen that is locked already says nothing new

    def reason(self, activity: Activity, said: tuple[str, str]) -> str:
        """Why to lock now: "idle", "screen", or "". `said` is what the recorder found last, outcome and reason.

        >>> watching = Watchfulness(60.0, True)
        >>> [watching.reason(Activity(idle_s=idle), ("same", "")) for idle in (59.0, 60.0, 61.0, 0.0, 60.0)]
        ['', 'idle', '', '', 'idle']
        """
        idle = self.after_s > 0 and activity.idle_s is not None and activity.idle_s >= self.after_s
        locked = self.with_screen and (activity.locked is True or said in _LOCKED)
        found = "screen" if locked and not self._was_locked else "idle" if idle and not self._was_idle else ""
        self._was_idle, self._was_locked = idle, locked
        return found


class AutoLock:
    """Looks at the desktop of one session, in a thread of its own, and tells `auto_lock` with its reason.

    `open_` finds the desktop and may raise KnownError where there is none; `said` is what the recorder found last.
    """

    def __init__(
        self,
        watching: Watchfulness,
        open_: Callable[[], Desktop],
        said: Callable[[], tuple[str, str]],
        tell: Callable[[str, dict[str, Any]], None],
    ) -> None:
        self._watching, self._open, self._said, self._tell = watching, open_, said, tell

    def run(self, stop: Event) -> None:
        """Look until `stop`."""
        desktop = self._desktop()
        try:
            while True:
                reason = self._watching.reason(_activity(desktop), self._said())
                if reason:
                    self._tell("auto_lock", {"reason": reason})
                if stop.wait(LOOK_EVERY_S):
                    return
        finally:
            if desktop is not None:
                desktop.screen.close()
                if desktop.watch is not None:
                    desktop.watch.close()

    def _desktop(self) -> Desktop | None:
        try:
            return self._open()
        except KnownError:
            return None


def _activity(desktop: Desktop | None) -> Activity:
    if desktop is None:
        return Activity().told(session_state())
    try:
        return desktop.idle.activity()
    except ScreenLostError:
        return Activity()
