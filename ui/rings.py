"""Searching for rings of references in the GUI thread alone. A search in another thread may free the Python half of a widget while its
other half is being deleted here, and that ends the process. No widgets.
"""

import gc
from collections.abc import Callable, Iterable
from typing import ClassVar

from PySide6.QtCore import QObject, QTimer, Slot
from shiboken6 import isValid

LOOK_EVERY_MS = 250
GOING_MS = 10


def let_go(parent: QObject, going: Iterable[QObject], then: Callable[[], None]) -> None:
    """Have objects deleted, one now and one then, and after them all that hung on them: it lies in rings of references, in which a search
    would find it only much later. Until then their Python halves are held here, so that no lane is the last to let go of them.
    """
    held = list(going)
    waiting = list(held)

    def look() -> None:
        if waiting:
            waiting.pop().deleteLater()
        if any(isValid(one) for one in held):  # a menu or a dialog has a loop of its own, in which nothing is deleted
            QTimer.singleShot(GOING_MS, parent, look)
        else:
            held.clear()
            gc.collect()
            then()

    QTimer.singleShot(GOING_MS, parent, look)


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
