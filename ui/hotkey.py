"""A key that reaches the window from any program, where the desktop lets a program have one: X11, by a connection of its own.

Nothing is listened to but this one key: the X server tells of no other.
"""

import contextlib
import os
import sys
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSocketNotifier, Signal

if TYPE_CHECKING:
    from Xlib.display import Display

# Caps lock and num lock must not take the key away: it is asked for with each of them.
LOCKS = (0, 2, 16, 18)
MODIFIERS = {"Ctrl": 4, "Alt": 8, "Shift": 1, "Super": 64}


class Hotkey(QObject):
    """Take the key with `take`; `pressed` says that it was pressed, wherever that was. In the GUI thread only."""

    pressed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._display: Display | None = None
        self._notifier: QSocketNotifier | None = None
        self._code = 0

    def take(self, keys: str) -> str:
        """Have a key such as "Ctrl+Alt+K". Returns "shortcut_here", "shortcut_taken" or "shortcut_nowhere": a code of a sentence."""
        self.release()
        if not possible():
            return "shortcut_nowhere"
        from Xlib import display, error

        try:
            self._display = display.Display()
            taken = self._grab(keys)
        except (error.DisplayError, error.ConnectionClosedError, error.XauthError, error.XNoAuthError, OSError):
            self.release()
            return "shortcut_nowhere"
        if not taken:
            self.release()
            return "shortcut_taken"
        self._notifier = QSocketNotifier(self._display.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._heard)
        return "shortcut_here"

    def release(self) -> None:
        """Give the key back."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None
        if self._display is not None:
            opened, self._display = self._display, None
            with contextlib.suppress(ConnectionError, OSError):  # where the screen is gone
                opened.close()  # what was grabbed by a connection goes with it
            opened.display.socket.close()  # of a broken connection, close() leaves it open

    def _grab(self, keys: str) -> bool:
        """Ask the X server for the key; False where another program has it, or the keyboard has no such key."""
        from Xlib import X, error

        assert self._display is not None
        modifiers, name = read(keys)
        self._code = self._display.keysym_to_keycode(_keysym(name))
        if not self._code:
            return False
        refused = error.CatchError(error.BadAccess)
        root = self._display.screen().root
        for lock in LOCKS:
            root.grab_key(self._code, modifiers | lock, False, X.GrabModeAsync, X.GrabModeAsync, onerror=refused)
        self._display.sync()
        return refused.get_error() is None

    def _heard(self) -> None:
        from Xlib import X, error

        try:
            while self._display is not None and self._display.pending_events():
                event: Any = self._display.next_event()
                if event.type == X.KeyPress and event.detail == self._code:
                    self.pressed.emit()
        except (error.ConnectionClosedError, OSError):  # the screen is gone, and the key with it
            self.release()


def possible() -> bool:
    """Whether this desktop is one on which a program may have such a key."""
    wayland = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("XDG_SESSION_TYPE") == "wayland"
    return sys.platform.startswith("linux") and bool(os.environ.get("DISPLAY")) and not wayland


def read(keys: str) -> tuple[int, str]:
    """The modifiers, as X counts them, and the name of the key.

    >>> read("Ctrl+Alt+K")
    (12, 'K')
    """
    *held, name = keys.split("+")
    return sum(MODIFIERS[one] for one in dict.fromkeys(held)), name


def _keysym(name: str) -> int:
    from Xlib import XK

    return int(XK.string_to_keysym("space" if name == "Space" else name if len(name) > 1 else name.lower()))
