"""What screen readers are told that a widget of our own is. Qt knows its own widgets; the others say it by `ROLE`. No widgets."""

from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QApplication, QScrollArea, QWidget

_INSTALLED = "ownRoles"


def install(app: QApplication) -> None:
    """Tell the roles of our own widgets from now on: a class says its own by the name of a QAccessible.Role in `ROLE`."""
    if not app.property(_INSTALLED):
        app.setProperty(_INSTALLED, True)
        QAccessible.installFactory(_interface)


def _interface(_kind: str, thing: QObject) -> QAccessibleInterface | None:
    name: Any = getattr(type(thing), "ROLE", "Pane" if isinstance(thing, QScrollArea) else None)
    if name is None or not isinstance(thing, QWidget):
        return None
    return QAccessibleWidget(thing, QAccessible.Role[name])
