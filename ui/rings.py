"""Searching for rings of references in the GUI thread alone. A search in another thread may free the Python half of a widget while its
other half is being deleted here, and that ends the process. No widgets.
"""

import gc
from collections.abc import Iterable
from typing import ClassVar

from PySide6.QtCore import QObject, QTimer, Slot
from shiboken6 import isValid

from ui.letting_go import is_inside

LOOK_EVERY_MS = 250
GOING_MS = 10


class Parting(QObject):
    """Lets go of what the window showed of a memory. Once the widgets are deleted and the lanes have locked the memory, one search takes
    what hung on both in rings of references; it takes as long as five frames.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._held: list[QObject] = []
        self._waiting: list[QObject] = []
        self._locking = False

    def begin(self) -> None:
        """The memory is being locked: `end` will say that it is."""
        self._locking = True

    def let_go(self, going: Iterable[QObject]) -> None:
        """Have objects deleted, one now and one then. Until the last is gone their Python halves are held here, so that no lane is the last
        to let go of them."""
        going = tuple(going)
        self._held += going
        self._waiting += going
        QTimer.singleShot(GOING_MS, self, self._look)

    def end(self) -> None:
        """The memory is locked."""
        self._locking = False
        self._search()

    @Slot()
    def _look(self) -> None:
        if self._waiting and not is_inside():
            self._waiting.pop().deleteLater()
        if any(isValid(one) for one in self._held):
            QTimer.singleShot(GOING_MS, self, self._look)
        else:
            self._held.clear()
            self._search()

    def _search(self) -> None:
        if not self._held and not self._locking:
            gc.collect()


class Rings(QObject):
    """Takes the place of Python's own search from `start` to `stop`, by the same thresholds."""

    _at_work: ClassVar[int] = 0

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Search here from now on. Call it before there are threads that work for widgets."""
        if not self._timer.isActive():
            self._timer.start()
            Rings._at_work += 1
            gc.disable()

    def stop(self) -> None:
        """Let Python search again wherever it likes, once nobody else is at work here."""
        if self._timer.isActive():
            self._timer.stop()
            Rings._at_work -= 1
            if not Rings._at_work:
                gc.enable()

    @Slot()
    def _look(self) -> None:
        due = [many > most for many, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if any(due):
            gc.collect(max(generation for generation, is_due in enumerate(due) if is_due))
