"""Other words for a memory, written in its place. Ctrl+Enter keeps them, Escape leaves all as it was. Saves nothing itself."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import button, label

HEIGHT = 132


class BeliefEditor(QWidget):
    """A field for the title, where there is one to be changed, and one for the text. `kept` carries both."""

    kept = Signal(str, str)
    left = Signal()

    def __init__(self, theme: Theme, name: str, *, titled: bool = True) -> None:
        super().__init__()
        self.setObjectName(name)
        self.title = QLineEdit()
        self.title.setObjectName(f"{name}Title")
        self.title.setAccessibleName(self.tr("Title"))
        self.title.setFont(theme.font("text", strong=True))
        self.title.setMaxLength(400)
        if not titled:
            self.title.hide()
        self.text = QPlainTextEdit()
        self.text.setObjectName(f"{name}Text")
        self.text.setAccessibleName(self.tr("Text"))
        self.text.setProperty("field", True)
        self.text.setFont(theme.font("text"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(HEIGHT)
        self.keep = button(f"{name}Keep", self.tr("Keep these words"), "main")
        self.keep.setToolTip(self.tr("Keep these words (Ctrl+Enter)"))
        self._away = button(f"{name}Away", self.tr("Cancel"))
        hint = label(theme, self.tr("What you write is not made anew any more."), size="caption", tone="faint")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.keep)
        row.addWidget(self._away)
        row.addSpacing(8)
        row.addWidget(hint)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addLayout(row)
        self.keep.clicked.connect(self._keep)
        self._away.clicked.connect(self.left)
        self.text.textChanged.connect(self._offer)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            self._shortcut(keys, self._keep)
        self._shortcut("Escape", self.left.emit)
        self.hide()

    def _shortcut(self, keys: str, then: object) -> None:
        one = QShortcut(QKeySequence(keys), self)
        one.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        one.activated.connect(then)

    def begin(self, title: str, text: str) -> None:
        """Show the words as they are, to be changed."""
        self.title.setText(title)
        self.text.setPlainText(text)
        self.show()
        self.text.setFocus()
        self.text.selectAll()

    def _offer(self) -> None:
        self.keep.setEnabled(bool(self.text.toPlainText().strip()))

    def _keep(self) -> None:
        if self.text.toPlainText().strip():
            self.kept.emit(self.title.text().strip(), self.text.toPlainText().strip())
