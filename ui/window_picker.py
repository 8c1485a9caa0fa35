"""Picking a window of any program by a click on it: on X11, by a connection of its own that holds pointer and keys meanwhile.

Says which windows lie under the click; what they are and what becomes of it is for others to say. Nothing else is listened to.
"""

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSocketNotifier, Signal

from ui.hotkey import possible

if TYPE_CHECKING:
    from Xlib.display import Display

__all__ = ["WindowPicker", "possible"]

CROSSHAIR = 34  # of the cursor font that each X server has (X11/cursorfont.h); the glyph after it is its mask
WHITE, BLACK = (0xFFFF, 0xFFFF, 0xFFFF), (0, 0, 0)
LEFT_BUTTON = 1
DEEPEST = 16


class WindowPicker(QObject):
    """`picked` carries the numbers of the windows under the click, the outermost first, none where only the desktop was; `left`
    says that nothing was picked: Escape, another button, or the screen is gone. In the GUI thread only.
    """

    picked = Signal(tuple)
    left = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._display: Display | None = None
        self._notifier: QSocketNotifier | None = None
        self._escape = 0
        self._found: tuple[int, ...] | None = None

    def is_picking(self) -> bool:
        """Whether pointer and keys are held now."""
        return self._display is not None

    def pick(self) -> bool:
        """Take the pointer and the keys until one clicks or leaves. False where this desktop, or another program, lets nobody."""
        self.release()
        if not possible():
            return False
        from Xlib import display, error

        try:
            self._display = display.Display()
            held = self._grab()
        except (error.DisplayError, error.ConnectionClosedError, error.XauthError, error.XNoAuthError, OSError):
            held = False
        if not held or self._display is None:
            self.release()
            return False
        self._notifier = QSocketNotifier(self._display.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._heard)
        self._heard()  # what came with the answers to the grabs is read already
        return True

    def release(self) -> None:
        """Give pointer and keys back."""
        self._found = None
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None
        if self._display is not None:
            opened, self._display = self._display, None
            with contextlib.suppress(ConnectionError, OSError):  # where the screen is gone
                opened.close()  # what was grabbed by a connection goes with it
            opened.display.socket.close()  # of a broken connection, close() leaves it open

    def _grab(self) -> bool:
        from Xlib import XK, X

        assert self._display is not None
        root = self._display.screen().root
        self._escape = self._display.keysym_to_keycode(XK.XK_Escape)
        font: Any = self._display.open_font("cursor")
        cursor = X.NONE if font is None else font.create_glyph_cursor(font, CROSSHAIR, CROSSHAIR + 1, WHITE, BLACK)
        mask = X.ButtonPressMask | X.ButtonReleaseMask
        pointer = root.grab_pointer(False, mask, X.GrabModeAsync, X.GrabModeAsync, X.NONE, cursor, X.CurrentTime)
        if pointer != X.GrabSuccess:
            return False
        return bool(root.grab_keyboard(False, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime) == X.GrabSuccess)

    def _heard(self) -> None:
        from Xlib import X, error

        try:
            while self._display is not None and self._display.pending_events():
                event: Any = self._display.next_event()
                if event.type == X.ButtonPress and event.detail == LEFT_BUTTON:
                    self._found = tuple(self._under(event.root_x, event.root_y))
                elif event.type == X.ButtonRelease and event.detail == LEFT_BUTTON and self._found is not None:
                    found = self._found  # told at the release: it would else go to the window that was clicked
                    self.release()
                    self.picked.emit(found)
                elif event.type == X.ButtonPress or (event.type == X.KeyPress and event.detail == self._escape):
                    self._leave()
        except (error.ConnectionClosedError, OSError):  # the screen is gone
            self._leave()

    def _leave(self) -> None:
        self.release()
        self.left.emit()

    def _under(self, x: int, y: int) -> Iterator[int]:
        from Xlib import error

        assert self._display is not None
        root = self._display.screen().root
        at: Any = root
        with contextlib.suppress(error.BadWindow):  # it went while one clicked
            for _ in range(DEEPEST):
                at = at.translate_coords(root, x, y).child
                if isinstance(at, int):
                    return
                yield at.id
