"""A sheet to write a note of one's own on, kept as a moment. Ctrl+Enter keeps it, Escape puts it away with its text."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.errors import KnownError
from ui import words
from ui.tasks import Core
from ui.theme import Theme
from ui.widgets import button, label


class NoteSheet(QDialog):
    """Opened by the window. `kept` says that the memory has the note."""

    kept = Signal()

    def __init__(self, theme: Theme, core: Core, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("noteSheet")
        self.setWindowTitle(self.tr("New note"))
        self.setAccessibleName(self.tr("New note"))
        self.setModal(True)
        self.setFixedSize(480, 280)
        self._core = core
        self.text = QPlainTextEdit()
        self.text.setObjectName("noteText")
        self.text.setAccessibleName(self.tr("Text of the note"))
        self.text.setPlaceholderText(self.tr("What do you want to remember?"))
        self.text.setProperty("field", True)
        self.text.setFont(theme.font("text"))
        self.text.setTabChangesFocus(True)
        self.keep = button("noteKeep", self.tr("Keep"), "main")
        self.keep.setToolTip(self.tr("Keep the note (Ctrl+Enter)"))
        self._away = button("noteAway", self.tr("Cancel"))
        self._said = label(theme, size="caption", tone="danger", wrap=True)
        self._said.setObjectName("noteSaid")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._said, 1)
        row.addWidget(self._away)
        row.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addWidget(self.text, 1)
        column.addLayout(row)
        self._away.clicked.connect(self.reject)
        self.keep.clicked.connect(self._keep)
        self.text.textChanged.connect(self._offer)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._keep)
        self._offer()

    def open(self) -> None:
        """Show the sheet, with what was written before it was put away."""
        super().open()
        self.text.setFocus(Qt.FocusReason.PopupFocusReason)

    def _offer(self) -> None:
        self.keep.setEnabled(bool(self.text.toPlainText().strip()))
        self._said.clear()

    def _keep(self) -> None:
        text = self.text.toPlainText()
        if self.keep.isEnabled():
            self.keep.setEnabled(False)
            self._core.read(self, "note", lambda memory, _: memory.note(text), self._is_kept, self._failed)

    def _is_kept(self, _id: str) -> None:
        self.text.clear()
        self.accept()
        self.kept.emit()

    def _failed(self, error: KnownError) -> None:
        self._offer()
        self._said.setText(words.said(error.code, error.params))
