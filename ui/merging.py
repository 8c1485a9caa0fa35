"""A sheet to choose the memory that is the same as another. Enter makes them one, Escape puts it away."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.belief_records import Entry
from ui import belief_words
from ui.shelf import Lines, RowPainter, Rows
from ui.theme import Theme
from ui.widgets import button, label


class MergeSheet(QDialog):
    """Opened by the page. `chosen` carries the id of the one that becomes a part of the other."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("mergeSheet")
        self.setWindowTitle(self.tr("Make two one"))
        self.setAccessibleName(self.tr("Make two one"))
        self.setModal(True)
        self.setFixedSize(480, 420)
        self._others: Sequence[Entry] = ()
        self._said = label(theme, strong=True, wrap=True)
        self._said.setObjectName("mergeSaid")
        self.box = QLineEdit()
        self.box.setObjectName("mergeBox")
        self.box.setPlaceholderText(self.tr("Search"))
        self.box.setAccessibleName(self.tr("Search"))
        self.rows = Rows(self)
        self.list = Lines("mergeList", self.tr("Who or what it may be"), RowPainter(theme, self), self.rows)
        self.yes = button("mergeYes", self.tr("Make them one"), "main")
        self._no = button("mergeNo", self.tr("Cancel"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self._no)
        row.addWidget(self.yes)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self._said)
        column.addWidget(self.box)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        self.box.textChanged.connect(self._narrow)
        self.box.installEventFilter(self)
        self.list.activated.connect(self._choose)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._offer())
        self.yes.clicked.connect(lambda: self._choose(self.list.currentIndex()))
        self._no.clicked.connect(self.reject)

    def open_for(self, entry: Entry, others: Sequence[Entry]) -> None:
        """Let the user choose among `others` what is the same as a memory."""
        name = belief_words.title_of(entry.title, entry.snippet)
        self._others = others
        self._said.setText(self.tr("Which one is the same as {name}? It becomes a part of it.").format(name=name))
        self.box.clear()
        self._narrow()
        self.open()
        self.box.setFocus()

    def put_away(self) -> None:
        """Close the sheet and let go of what it showed."""
        self._others = ()
        self._said.setText("")
        self.box.clear()
        self.rows.show_rows((), grouped=True)
        self.reject()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down and self.rows.rowCount():
                self.list.setFocus()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _narrow(self) -> None:
        text = self.box.text().strip().casefold()
        found = [one for one in self._others if text in f"{one.title} {one.snippet}".casefold()]
        self.rows.show_rows(found, grouped=True)
        if found:
            self.list.setCurrentIndex(self.rows.index(0, 0))
        self._offer()

    def _offer(self) -> None:
        self.yes.setEnabled(self.list.currentIndex().isValid())

    def _choose(self, index: QModelIndex) -> None:
        row = self.rows.row(index)
        if row is not None:
            id_ = row.id
            self.put_away()
            self.chosen.emit(id_)
