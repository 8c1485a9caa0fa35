"""Picking a window of any program by a click on it: on X11, by a connection of its own that holds pointer and keys meanwhile.

Says which windows lie under the click; what they are and what becomes of it is for others to say. Nothing else is listened to.
"""

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ui.xline import XLine

if TYPE_CHECKING:
    from Xlib.display import Display

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
        self._escape = 0
        self._found: tuple[int, ...] | None = None
        self._line = XLine(self._heard, self)
        self._line.lost.connect(self.left)

    def is_picking(self) -> bool:
        """Whether pointer and keys are held now."""
        return self._line.display is not None

    def pick(self) -> bool:
        """Take the pointer and the keys until one clicks or leaves. False where this desktop, or another program, lets nobody."""
        self._found = None
        return bool(self._line.open(self._grab))

    def release(self) -> None:
        """Give pointer and keys back."""
        self._found = None
        self._line.close()

    def _grab(self, display: "Display") -> bool:
        from Xlib import XK, X

        root = display.screen().root
        self._escape = display.keysym_to_keycode(XK.XK_Escape)
        font: Any = display.open_font("cursor")
        cursor = X.NONE if font is None else font.create_glyph_cursor(font, CROSSHAIR, CROSSHAIR + 1, WHITE, BLACK)
        mask = X.ButtonPressMask | X.ButtonReleaseMask
        pointer = root.grab_pointer(False, mask, X.GrabModeAsync, X.GrabModeAsync, X.NONE, cursor, X.CurrentTime)
        if pointer != X.GrabSuccess:
            return False
        return bool(root.grab_keyboard(False, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime) == X.GrabSuccess)

    def _heard(self, event: Any) -> None:
        from Xlib import X

        if event.type == X.ButtonPress and event.detail == LEFT_BUTTON:
            self._found = tuple(self._under(event.root_x, event.root_y))
        elif event.type == X.ButtonRelease and event.detail == LEFT_BUTTON and self._found is not None:
            found = self._found  # told at the release: it would else go to the window that was clicked
            self.release()
            self.picked.emit(found)
        elif event.type == X.ButtonPress or (event.type == X.KeyPress and event.detail == self._escape):
            self.release()
            self.left.emit()

    def _under(self, x: int, y: int) -> Iterator[int]:
        from Xlib import error

        assert self._line.display is not None
        root = self._line.display.screen().root
        at: Any = root
        with contextlib.suppress(error.BadWindow):  # it went while one clicked
            for _ in range(DEEPEST):
                at = at.translate_coords(root, x, y).child
                if isinstance(at, int):
                    return
                yield at.id
