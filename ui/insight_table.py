"""The figures of the insights page as a table, for who would rather read than look."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QHeaderView, QTableView

from ui.insight_words import SECTIONS, Row, length, tr
from ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 32
# The columns that hold numbers stand at their right edge.
NUMBERS = (2, 3)


class FigureRows(QAbstractTableModel):
    """A line a figure."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: Sequence[Row] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, index: Index) -> Row | None:
        """The line at an index."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 5

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if row is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.TextAlignmentRole):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = Qt.AlignmentFlag.AlignRight if index.column() in NUMBERS else Qt.AlignmentFlag.AlignLeft
            return int(right | Qt.AlignmentFlag.AlignVCenter)
        shown = (
            tr(SECTIONS[row.kind]),
            " ".join(row.name.split()),
            length(row.held_us) if row.held_us or row.kind != "appointments" else "",
            str(row.times) if row.times else "",
            row.when,
        )
        return shown[index.column()]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | int | None:
        if role == Qt.ItemDataRole.TextAlignmentRole and section in NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (self.tr("Figure"), self.tr("Name"), self.tr("Time"), self.tr("Times"), self.tr("When"))[section]


class FigureTable(QTableView):
    """The table. `opened` carries a Row."""

    opened = Signal(object)

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__()
        self.setObjectName("insightsTable")
        self.setAccessibleName(self.tr("The figures as a table"))
        self.rows = FigureRows(parent)
        self.setModel(self.rows)
        self.setFont(theme.font("control", tabular=True))
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for header, name, said in (
            (head, "insightsColumns", self.tr("Columns")),
            (self.verticalHeader(), "insightsLines", self.tr("Lines")),
        ):
            header.setObjectName(name)
            header.setAccessibleName(said)
        corner = self.findChild(QAbstractButton)
        if corner is not None:
            corner.setObjectName("insightsCorner")
            corner.setAccessibleName(self.tr("Whole table"))
            corner.hide()
        self.doubleClicked.connect(self._open)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these, staying on the line that one stands on."""
        at = self.currentIndex().row()
        self.rows.show_rows(rows)
        if rows:
            self.setCurrentIndex(self.rows.index(min(max(at, 0), len(rows) - 1), 0))

    def _open(self, index: Index) -> None:
        row = self.rows.row(index)
        if row is not None and row.opens is not None:
            self.opened.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        else:
            super().keyPressEvent(event)
