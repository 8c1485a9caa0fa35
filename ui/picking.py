"""Leaving out by picking: a button, a hint above all windows, and what becomes of the window that was clicked on. Stores nothing itself."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from app.errors import KnownError
from ui import words
from ui.tasks import Core
from ui.theme import Theme
from ui.widgets import button, label
from ui.window_picker import WindowPicker
from ui.window_rows import why
from ui.xline import possible

if TYPE_CHECKING:
    from app.kept_now import Preview, Row

HINT_FROM_TOP = 48
# Of such a window nothing is kept as it is: there is nothing to choose.
LEFT_OUT_WHOLE = ("own_window", "lock_screen", "password_manager", "private_browsing", "rule_app")


class PickHint(QFrame):
    """What to do now, above all windows at the head of the screen. Clicks go through it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        flags = Qt.WindowType.ToolTip | Qt.WindowType.WindowStaysOnTopHint | Qt.WindowType.WindowTransparentForInput
        super().__init__(parent, flags)
        self.setObjectName("pickHint")
        self.setProperty("plane", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        said = label(theme, self.tr("Click the window to leave out. Esc cancels."), size="text")
        self.setAccessibleName(said.text())
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 12, 20, 12)
        row.addWidget(said)

    def show_above(self) -> None:
        """Show it on the screen that its window is on."""
        parent = self.parentWidget()
        screen = parent.screen() if parent is not None else QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        self.adjustSize()
        self.move(room.center().x() - self.width() // 2, room.top() + HINT_FROM_TOP)
        self.show()
        self.raise_()


class Picking(QObject):
    """`button` begins it, and so does `other`, which may stand somewhere else. `left_out` carries field and name of the rule that was
    asked for, `said` a sentence for the window.
    """

    left_out = Signal(str, str)
    said = Signal(str)

    def __init__(self, theme: Theme, core: Core, page: QWidget, look: Callable[[Any], "Preview"]) -> None:
        super().__init__(page)
        self._core, self._page, self._look = core, page, look
        self._under: tuple[int, ...] = ()
        self.button, self.other = self._made("pickWindow"), self._made("pickWindowToo")
        self._began = self.button
        self.hint = PickHint(theme, page)
        self.menu = QMenu(page)
        self.menu.setObjectName("pickedMenu")
        self.menu.setAccessibleName(self.tr("What to leave out"))
        self._picker = WindowPicker(self)
        self._picker.picked.connect(self._picked)
        self._picker.left.connect(self._come_back)

    def _made(self, name: str) -> QPushButton:
        made = button(name, self.tr("Pick a window"))
        made.setToolTip(self.tr("Then click on any window of the screen"))
        made.clicked.connect(lambda: self.begin(made))
        return made

    def offer(self) -> None:
        """Show the buttons where windows can be picked."""
        for one in (self.button, self.other):
            one.setVisible(possible())

    def begin(self, by: QPushButton) -> None:
        """Let the user click on a window. This one goes below the others meanwhile, for it may cover them."""
        self._began = by
        if not self._picker.pick():
            self.said.emit(self.tr("Windows cannot be picked on this desktop now. Choose one of the list."))
            return
        self._page.window().lower()
        self.hint.show_above()

    def is_picking(self) -> bool:
        """Whether the next click picks a window."""
        return self._picker.is_picking()

    def end(self) -> None:
        """Pick nothing: the page goes out of sight."""
        self._picker.release()
        self.hint.hide()

    def _picked(self, under: tuple[int, ...]) -> None:
        self.hint.hide()
        self._under = under
        # Before this window is above the others again: what is covered would be told as that.
        self._core.read(self, "picked", lambda memory, _: self._look(memory), self._found, self._failed)

    def _come_back(self) -> None:
        self.hint.hide()
        window = self._page.window()
        window.raise_()
        window.activateWindow()
        self._began.setFocus()

    def _failed(self, error: KnownError) -> None:
        self._come_back()
        self.said.emit(words.said(error.code, error.params))

    def _found(self, seen: "Preview") -> None:
        self._come_back()
        row = next((one for one in seen.rows if one.window_id in self._under), None)
        if row is None:
            self.said.emit(self.tr("There is no window at that place."))
        elif row.reason in LEFT_OUT_WHOLE or not row.app:
            self.said.emit(f"{row.app or row.title}: {why(row)}")
        elif row.site:
            self._choose(row)
        else:
            self.left_out.emit("app", row.app)

    def _choose(self, row: "Row") -> None:
        """A browser shows a site: which of the two is meant?"""
        self.menu.clear()
        site = ("site", row.site, self.tr("Leave out the site {name}"))
        app = ("app", row.app, self.tr("Leave out the application {name}"))
        for field, name, text in (app,) if row.reason == "rule_site" else (site, app):
            action = self.menu.addAction(text.format(name=name).replace("&", "&&"))
            action.setObjectName(f"picked-{field}")
            action.triggered.connect(lambda _=False, what=(field, name): self.left_out.emit(*what))
        self.menu.setActiveAction(self.menu.actions()[0])
        self.menu.popup(self._began.mapToGlobal(QPoint(0, self._began.height() + 4)))
