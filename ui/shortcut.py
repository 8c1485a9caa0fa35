"""The key that opens the search from any program: taken as the settings say, switched, told in a sentence. The grab itself is `hotkey`."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import words
from ui.hotkey import Hotkey
from ui.tasks import Core
from ui.theme import Theme
from ui.widgets import button, label

if TYPE_CHECKING:
    from app.settings import Settings


class Shortcut(QObject):
    """Nothing is taken before `start`. `wanted` says that the key was pressed; `told` that there is something else to say of it."""

    wanted = Signal()
    told = Signal()

    def __init__(self, core: Core, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._core = core
        self._key = Hotkey(self)
        self._key.pressed.connect(self.wanted)
        self.code, self.keys = "", ""

    def start(self) -> None:
        """Take the key if the settings say so; again after they were changed."""
        self._core.read(self, "shortcut", lambda memory, _: memory.settings(), self._take, lambda _error: None)

    def switch(self, on: bool) -> None:
        """Have the key from now on, or no more."""
        self._core.read(
            self,
            "shortcut",
            lambda memory, _: memory.change_settings(global_shortcut=on),
            self._take,
            lambda _error: None,
        )

    def release(self) -> None:
        """Give the key back, for the program ends."""
        self._key.release()

    def _take(self, settings: "Settings") -> None:
        self.keys = settings.global_shortcut_keys
        if settings.global_shortcut:
            self.code = self._key.take(self.keys)
        else:
            self._key.release()
            self.code = "shortcut_off"
        self.told.emit()


class ShortcutLine(QWidget):
    """What is to be said of the key, and the switch beside it. Gone until something is known."""

    def __init__(self, theme: Theme, shortcut: Shortcut) -> None:
        super().__init__()
        self.setObjectName("shortcutLine")
        self._shortcut = shortcut
        self._said = label(theme, size="caption", tone="faint")
        self._said.setObjectName("shortcutSaid")
        self.switch = button("shortcutSwitch", "", "word")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 8)
        row.addStretch(1)
        row.addWidget(self._said)
        row.addWidget(self.switch)
        row.addStretch(1)
        self.switch.clicked.connect(lambda: shortcut.switch(shortcut.code == "shortcut_off"))
        shortcut.told.connect(self.tell)
        self.tell()

    def tell(self) -> None:
        """Say how it stands."""
        code = self._shortcut.code
        self._said.setText(words.said(code, {"keys": self._shortcut.keys}) if code else "")
        said = self.tr("Turn on") if code == "shortcut_off" else self.tr("Turn off")
        self.switch.setText(said)
        self.switch.setAccessibleName(said)
        self.switch.setVisible(code in ("shortcut_off", "shortcut_here"))
        self.setVisible(bool(code))
