"""The bar that says that a setting was saved, and takes it back. Saves nothing itself."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import button, label


class SavedBar(QFrame):
    """What was saved, for some seconds, with the way back. `undone` asks for that."""

    undone = Signal()

    SHOWN_MS = 10_000

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self.setObjectName("settingSaved")
        self.setProperty("plane", "bar")
        self._said = label(theme)
        self._said.setObjectName("settingSavedSaid")
        self.undo = button("settingUndo", self.tr("Undo"), "quiet")
        self.undo.setToolTip(self.tr("Undo (Ctrl+Z)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(16)
        row.addWidget(self._said, 1)
        row.addWidget(self.undo)
        self.undo.clicked.connect(self.undone)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(self.SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, text: str, *, undoable: bool = True) -> None:
        """Show a sentence."""
        self._said.setText(text)
        self.setAccessibleName(text)
        self.undo.setVisible(undoable)
        self.place()
        self.show()
        self.raise_()
        self._timer.start()

    def said(self) -> str:
        """The sentence."""
        return self._said.text()

    def place(self) -> None:
        """Stand at the foot of the page."""
        room = self._room.rect()
        width = min(560, room.width() - 48)
        self.setGeometry((room.width() - width) // 2, room.height() - 56 - 24, width, 56)
