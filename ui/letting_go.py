"""Widgets that are not wanted any more go when none of their own handlers can be under way. Knows no pages."""

from functools import partial

from PySide6.QtCore import QObject, QThread, QTimer
from PySide6.QtWidgets import QLayout, QWidget
from shiboken6 import isValid

AGAIN_MS = 50


def is_inside() -> bool:
    """Whether this runs in an event loop within the program's own. Text that is dragged has one, and a widget that is deleted in there is
    gone when its handler, which waits for that loop, goes on.
    """
    return QThread.currentThread().loopLevel() > 1


def let_go(one: QObject) -> None:
    """Have an object deleted as soon as that is safe; a widget is hidden at once."""
    if not isValid(one):
        return
    if isinstance(one, QWidget):
        one.hide()
    if is_inside():
        QTimer.singleShot(AGAIN_MS, one, partial(let_go, one))
    else:
        one.deleteLater()


def empty(column: QLayout) -> None:
    """Take all out of a layout, and let it go."""
    while (item := column.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            let_go(widget)
