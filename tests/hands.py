"""Somebody at the window who has only the keys or only the mouse, and whose every step is counted.

A step is one chord of keys, one text that is typed in one go, or one click. Hands do no more than a person could: keys go where the
keyboard is, and a click reaches what lies uppermost at that place, be it the widget that was meant or not. Waiting and reading are
no steps, and nothing else here touches the window.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from tests.ui_home import Opened
from ui.window import Window

MOST_STEPS = 6


@dataclass
class Hands:
    """What both have in common: they look, they wait, they count."""

    opened: Opened
    qtbot: QtBot
    steps: list[str] = field(default_factory=list)

    @property
    def window(self) -> Window:
        return self.opened.window

    def until(self, true: Callable[[], object]) -> None:
        """Wait until something can be seen."""
        self.qtbot.waitUntil(lambda: bool(true()), timeout=10_000)

    def _see(self) -> None:
        """Let the window show what came of a step: nobody is quicker than that."""
        QApplication.processEvents()

    def _count(self, step: str) -> None:
        """Count a step, before it is done."""
        self.steps.append(step)
        at = QApplication.focusWidget()
        assert len(self.steps) <= MOST_STEPS, (self.steps, at.objectName() if at is not None else "")


class Keys(Hands):
    """Hands on the keyboard. They have no way to click."""

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """Press a chord where the keyboard is."""
        held = Qt.KeyboardModifier.NoModifier
        for one in modifiers:
            held |= one
        self._count("+".join([*(one.name or "" for one in modifiers), key.name]))
        QTest.keyClick(self._where(), key, held)
        self._see()

    def control(self, key: Qt.Key) -> None:
        """Press a key with Ctrl."""
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def open_page(self, key: str) -> None:
        """Press the keys of a page."""
        self.control(Qt.Key(Qt.Key.Key_1.value + list(self.window.pages).index(key)))

    def type(self, text: str) -> None:
        """Type a text where the keyboard is."""
        self._count(f"type {text!r}")
        QTest.keyClicks(self._where(), text)
        self._see()

    def tab_to(self, name: str) -> None:
        """Press Tab until the keyboard is on a widget; each press is a step."""
        while (now := QApplication.focusWidget()) is None or now.objectName() != name:
            self.press(Qt.Key.Key_Tab)

    def _where(self) -> QWidget:
        return QApplication.activePopupWidget() or QApplication.focusWidget() or self.window


class Mouse(Hands):
    """A hand on the mouse. It has no way to press a key, so it types nothing."""

    def click(self, what: QWidget | str, at: QPoint | None = None) -> None:
        """Click on a widget, or on the visible button of a name."""
        widget = self.button(what) if isinstance(what, str) else what
        at = at if at is not None else widget.rect().center()
        self._count(f"click {widget.objectName() or type(widget).__name__}")
        met = self._uppermost(widget, at)
        assert met is widget or widget.isAncestorOf(met), f"{met.objectName()} lies over {widget.objectName()}"
        QTest.mouseClick(met, Qt.MouseButton.LeftButton, pos=met.mapFrom(widget, at))
        self._see()

    def click_row(self, view: QAbstractItemView, says: str) -> None:
        """Click on the row of a list that says something."""
        model = view.model()
        found = [at for at in range(model.rowCount()) if says in str(model.index(at, 0).data())]
        assert found, f"no row says {says!r}"
        self.click(view.viewport(), view.visualRect(model.index(found[0], 0)).center())

    def choose(self, menu: QMenu, name: str) -> None:
        """Click on an entry of an open menu."""
        action = menu.findChild(QAction, name) or next(one for one in menu.actions() if one.objectName() == name)
        assert action.isVisible() and action.isEnabled(), name  # noqa: PT018 - both are what can be seen
        self.click(menu, menu.actionGeometry(action).center())

    def button(self, name: str) -> QAbstractButton:
        """The only visible button of a name."""
        found = [one for one in self.window.findChildren(QAbstractButton, name) if one.isVisible()]
        assert len(found) == 1, f"{len(found)} visible buttons are called {name}"
        return found[0]

    def _uppermost(self, widget: QWidget, at: QPoint) -> QWidget:
        """What a click at a place of a widget meets: that of the popup, as long as one is open."""
        assert widget.isVisible(), f"{widget.objectName()} cannot be seen"
        assert widget.isEnabled(), f"{widget.objectName()} cannot be used"
        top = QApplication.activePopupWidget() or widget.window()
        place = top.mapFromGlobal(widget.mapToGlobal(at))
        return top.childAt(place) or top
