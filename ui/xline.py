"""A connection of its own to the X server, heard in the GUI thread: for a key or the pointer, where Qt has no way to ask for it. X11 alone."""

import contextlib
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSocketNotifier, Signal

if TYPE_CHECKING:
    from Xlib.display import Display


def possible() -> bool:
    """Whether this desktop is one on which a program may ask for keys and pointer."""
    wayland = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("XDG_SESSION_TYPE") == "wayland"
    return sys.platform.startswith("linux") and bool(os.environ.get("DISPLAY")) and not wayland


class XLine(QObject):
    """`heard` is given each event of the connection; `lost` says that the screen is gone. In the GUI thread only."""

    lost = Signal()

    def __init__(self, heard: Callable[[Any], None], parent: QObject) -> None:
        super().__init__(parent)
        self._heard = heard  # called, not signalled: a screen that goes while it works is noticed here
        self.display: Display | None = None
        self._notifier: QSocketNotifier | None = None

    def open(self, grab: Callable[["Display"], bool]) -> bool | None:
        """Connect and ask for what is wanted. False where `grab` was refused it, None where there is nobody to ask."""
        self.close()
        if not possible():
            return None
        from Xlib import display, error

        try:
            self.display = display.Display()
            granted = grab(self.display)
        except (error.DisplayError, error.ConnectionClosedError, error.XauthError, error.XNoAuthError, OSError):
            self.close()
            return None
        if not granted:
            self.close()
            return False
        self._notifier = QSocketNotifier(self.display.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)
        self._read()  # what came with the answer is read already
        return True

    def close(self) -> None:
        """Give back what was granted: it goes with the connection."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None
        if self.display is not None:
            opened, self.display = self.display, None
            with contextlib.suppress(ConnectionError, OSError):  # where the screen is gone
                opened.close()
            opened.display.socket.close()  # of a broken connection, close() leaves it open

    def _read(self) -> None:
        from Xlib import error

        try:
            while self.display is not None and self.display.pending_events():
                self._heard(self.display.next_event())
        except (error.ConnectionClosedError, OSError):
            self.close()
            self.lost.emit()
