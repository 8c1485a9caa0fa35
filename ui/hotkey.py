"""A key that reaches the window from any program, where the desktop lets a program have one: X11, by a connection of its own.

Nothing is listened to but this one key: the X server tells of no other.
"""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ui.xline import XLine

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
        self._code = 0
        self._line = XLine(self._heard, self)

    def take(self, keys: str) -> str:
        """Have a key such as "Ctrl+Alt+K". Returns "shortcut_here", "shortcut_taken" or "shortcut_nowhere": a code of a sentence."""
        taken = self._line.open(lambda display: self._grab(display, keys))
        return "shortcut_nowhere" if taken is None else "shortcut_here" if taken else "shortcut_taken"

    def release(self) -> None:
        """Give the key back."""
        self._line.close()

    def _grab(self, display: "Display", keys: str) -> bool:
        """Ask the X server for the key; False where another program has it, or the keyboard has no such key."""
        from Xlib import X, error

        modifiers, name = read(keys)
        self._code = display.keysym_to_keycode(_keysym(name))
        if not self._code:
            return False
        refused = error.CatchError(error.BadAccess)
        root = display.screen().root
        for lock in LOCKS:
            root.grab_key(self._code, modifiers | lock, False, X.GrabModeAsync, X.GrabModeAsync, onerror=refused)
        display.sync()
        return refused.get_error() is None

    def _heard(self, event: Any) -> None:
        from Xlib import X

        if event.type == X.KeyPress and event.detail == self._code:
            self.pressed.emit()


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
