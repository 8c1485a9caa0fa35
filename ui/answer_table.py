"""The small table of a counted answer: what was counted, how much, and the numbers that prove it. No memory."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from app.answer.plain import plain
from app.records import TableRow
from ui.answer_text import NUMBER
from ui.theme import Theme
from ui.widgets import plain_tip

ROW_HEIGHT = 32
NAME, AMOUNT, PROOF = range(3)


def around(text: str, rows: tuple[TableRow, ...]) -> tuple[str, str]:
    """What an answer says before and after its table; the lines of the table are left out, but for the first one, which names the time.

    >>> around("Apps:\\nMail: 2 h [1]\\nand 3 more", (TableRow("Mail", "2 h", "Mail: 2 h [1]"),))
    ('Apps:', 'and 3 more')
    """
    lines, held = text.split("\n"), {row.line for row in rows}
    at = [place for place, line in enumerate(lines) if line in held]
    if not at:
        return text, ""
    first = max(at[0], 1)
    return "\n".join(lines[:first]), "\n".join(line for line in lines[first:] if line not in held)


class AnswerTable(QTableWidget):
    """A click or Enter on a row cites the first moment that proves it; `cited` carries its number."""

    cited = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__(0, 3)
        self.setObjectName("answerTable")
        self.setAccessibleName(self.tr("Table of the answer"))
        self._theme = theme
        self._rows: tuple[TableRow, ...] = ()
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setWordWrap(False)
        head, side = self.horizontalHeader(), self.verticalHeader()
        head.hide()
        side.hide()
        side.setDefaultSectionSize(ROW_HEIGHT)
        head.setMinimumSectionSize(24)
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column in (AMOUNT, PROOF):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.cellClicked.connect(lambda row, _column: self._cite(row))
        theme.changed.connect(lambda: self.show_rows(self._rows))
        self.hide()

    def show_rows(self, rows: tuple[TableRow, ...]) -> None:
        """Show these rows; gone without any."""
        self._rows = rows
        self.setRowCount(len(rows))
        for at, row in enumerate(rows):
            self._put(at, NAME, plain(row.name), "text")
            self._put(at, AMOUNT, row.amount, "second", right=True)
            self._put(at, PROOF, " ".join(f"[{one}]" for one in NUMBER.findall(row.line)), "accent", right=True)
        self.setFixedHeight(len(rows) * ROW_HEIGHT + 2)
        self.setVisible(bool(rows))

    def _put(self, row: int, column: int, text: str, role: str, *, right: bool = False) -> None:
        item = QTableWidgetItem(text)
        item.setForeground(self._theme.colour(role))
        item.setFont(self._theme.font("control", tabular=right))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        item.setToolTip(plain_tip(text) if column == NAME else "")
        self.setItem(row, column, item)

    def _cite(self, row: int) -> None:
        found = NUMBER.search(self._rows[row].line) if 0 <= row < len(self._rows) else None
        if found is not None:
            self.cited.emit(int(found.group(1)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._cite(self.currentRow())
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(400, self.height())
