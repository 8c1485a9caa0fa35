"""Usual values of a number that is rarely another one, in a menu beside its field: a limit is set by pointing, too. Sets nothing itself."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from ui import setting_words
from ui.theme import Theme
from ui.translate import QT_TRANSLATE_NOOP
from ui.widgets import IconButton

# By the unit of the number, in the words of the settings file.
VALUES: dict[str, tuple[int, ...]] = {
    "days (0 is for ever)": (30, 90, 180, 365, 730, 0),
    "GB (0 is no limit)": (5, 10, 20, 50, 100, 0),
    "minutes (0 is never)": (5, 15, 30, 60, 0),
}
SAID = QT_TRANSLATE_NOOP("settings", "Usual values")


class Usual(IconButton):
    """A button that opens the values of a setting; `held` tells the one that stands in the field, `take` gets the one that is chosen."""

    def __init__(
        self, theme: Theme, name: str, about: Mapping[str, Any], held: Callable[[], int], take: Callable[[int], None]
    ) -> None:
        said = setting_words.tr(SAID)
        super().__init__(theme, f"{name}Usual", "down", f"{said}: {setting_words.tr(about['sentence'])}", tip=said)
        self._held = held
        self._menu = menu = QMenu(self)
        menu.setObjectName(f"{name}UsualMenu")
        menu.setAccessibleName(said)
        for value in VALUES[about["unit"]]:
            action = menu.addAction(setting_words.value_text(name, about, value))
            action.setObjectName(f"{name}-{value}")
            action.setData(value)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, chosen=value: take(chosen))
        self.clicked.connect(self.open_menu)

    def stand_in(self, field: QWidget) -> None:
        """Stand at the end of a field, where others have their arrow."""
        self.setParent(field)
        self.setIconSize(QSize(14, 14))
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.move(0 if self.isRightToLeft() else field.maximumWidth() - self.minimumWidth(), 0)

    def open_menu(self) -> None:
        """Show the values, the one that stands in the field marked."""
        for action in self._menu.actions():
            action.setChecked(action.data() == self._held())
        right = self._menu.sizeHint().width() - self.width()
        self._menu.popup(self.mapToGlobal(QPoint(-right, self.height() + 4)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_menu()
        else:
            super().keyPressEvent(event)
            if event.key() != Qt.Key.Key_Escape:
                event.accept()  # else it would be typed into the field that this stands in
