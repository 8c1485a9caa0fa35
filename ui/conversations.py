"""Earlier conversations: found by their words, opened, exported, deleted with some seconds to undo it. No answers are made here."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.answer.plain import plain
from app.errors import KnownError
from app.records import Selection
from ui import words
from ui.page import Desk
from ui.theme import Theme
from ui.undo import ForgetBar
from ui.widgets import IconButton, button, label

ROW_HEIGHT = 44
Index = QModelIndex | QPersistentModelIndex
Row = tuple[str, datetime, str]  # id, time of the last question, first question


class Conversations(QAbstractListModel):
    """The rows of the list, newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Row] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, index: Index) -> Row | None:
        """The conversation at an index."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if row is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return f"{plain(row[2])}, {words.when(row[1], '')}"


class RowPainter(QStyledItemDelegate):
    """Draws a conversation: its first question, and when it was last gone on with."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(300, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        row = model.row(index) if isinstance(model, Conversations) else None
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(option.rect).adjusted(1, 1, -1, -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            focused = chosen and bool(option.state & QStyle.StateFlag.State_HasFocus)
            painter.setPen(QPen(self._theme.colour("accent"), 1.5) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("raised", 255 if chosen else 130))
            painter.drawRoundedRect(card, 8, 8)
        room = card.adjusted(12, 0, -12, 0)
        painter.setFont(self._theme.font("caption", tabular=True))
        painter.setPen(self._theme.colour("faint"))
        when = words.when(row[1], "")
        painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), when)
        room.setRight(room.right() - painter.fontMetrics().horizontalAdvance(when) - 16)
        painter.setFont(self._theme.font("control"))
        painter.setPen(self._theme.colour("text"))
        first = " ".join(plain(row[2]).split())
        shown = painter.fontMetrics().elidedText(first, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.restore()


class EarlierView(QWidget):
    """The list with its search. `opened` and `forgotten` carry a conversation's id, `left` asks for the conversation again."""

    opened = Signal(str)
    forgotten = Signal(str)
    left = Signal()
    said = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("earlier")
        self.setAccessibleName(self.tr("Earlier conversations"))
        self._desk = desk
        self._going = ""
        self.field = QLineEdit()
        self.field.setObjectName("earlierSearch")
        self.field.setAccessibleName(self.tr("Search in conversations"))
        self.field.setPlaceholderText(self.tr("Words of a question or an answer"))
        self.field.setMaxLength(200)
        self.rows = Conversations(self)
        self.list = QListView()
        self.list.setObjectName("earlierList")
        self.list.setAccessibleName(self.tr("Earlier conversations"))
        self.list.setModel(self.rows)
        self.list.setItemDelegate(RowPainter(desk.theme, self))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._nothing = label(desk.theme, tone="second", wrap=True)
        self._nothing.setObjectName("earlierNothing")
        self.open = button("earlierOpen", self.tr("Open"), "main")
        self.export = button("earlierExport", self.tr("Export…"))
        self.delete = button("earlierDelete", self.tr("Delete"), "danger")
        self.bar = ForgetBar(desk.theme, desk.core)
        self._arrange()
        self.field.textChanged.connect(self.load)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._offer())
        self.list.doubleClicked.connect(self._open)
        self.open.clicked.connect(self._open)
        self.export.clicked.connect(self._choose_file)
        self.delete.clicked.connect(self._delete)
        self.bar.forgotten.connect(lambda _ids: self._gone())
        self.bar.restored.connect(self.load)
        self.bar.said.connect(self.said)

    def _arrange(self) -> None:
        away = IconButton(self._desk.theme, "earlierAway", "left", self.tr("Back to the conversation"))
        away.clicked.connect(self.left)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(away)
        head.addWidget(label(self._desk.theme, self.tr("Earlier conversations"), size="text", strong=True), 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        for one in (self.delete, self.export, self.open):
            foot.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 20)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.field)
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        column.addWidget(self.bar)

    def arrive(self) -> None:
        """The list was asked for."""
        self.load()
        self.field.setFocus()
        self.field.selectAll()

    def load(self) -> None:
        """Read the conversations in which these words were said."""
        about = self.field.text().strip()
        self._desk.core.read(
            self,
            "earlier conversations",
            lambda memory, _: memory.conversations(about or None),
            self._show,
            self._failed,
        )

    def _show(self, rows: Sequence[Row]) -> None:
        kept = self.chosen()
        self.rows.show_rows(rows)
        at = next((at for at, row in enumerate(rows) if row[0] == kept), 0)
        self.list.setCurrentIndex(self.rows.index(at, 0))
        about = self.field.text().strip()
        self._nothing.setText(
            self.tr("In no conversation all of these words were said.")
            if about
            else self.tr("Nothing was asked yet. What you ask is kept here until you delete it.")
        )
        self._nothing.setVisible(not rows)
        self._offer()

    def chosen(self) -> str:
        """The id of the chosen conversation; empty without one."""
        row = self.rows.row(self.list.currentIndex())
        return row[0] if row is not None else ""

    def _offer(self) -> None:
        for one in (self.open, self.export, self.delete):
            one.setEnabled(bool(self.chosen()))

    def _open(self) -> None:
        if self.chosen():
            self.opened.emit(self.chosen())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        in_field = self.field.hasFocus()
        match event.key():
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._open()
            case Qt.Key.Key_Down if in_field:
                self.list.setFocus()
            case Qt.Key.Key_Delete if not in_field:
                self._delete()
            case _:
                super().keyPressEvent(event)

    # deleting

    def _delete(self) -> None:
        """Forget the chosen conversation, with some seconds to undo it."""
        self._going = self.chosen()
        going = self._going
        if going:
            self._desk.core.read(
                self,
                "turns of a conversation",
                lambda memory, _: tuple(turn.id for turn in memory.turns(going)),
                lambda ids: self.bar.take(Selection(ids=ids)),
                self._failed,
            )

    def _gone(self) -> None:
        self.forgotten.emit(self._going)
        self.load()

    # exporting

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Export the conversation"))
        dialog.setObjectName("exportConversation")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Markdown (*.md)"))
        dialog.setDefaultSuffix("md")
        dialog.selectFile("conversation.md")
        dialog.fileSelected.connect(lambda name: self.export_to(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export_to(self, file: Path) -> None:
        """Write the chosen conversation as Markdown."""
        chosen = self.chosen()
        self._desk.core.long(
            self,
            "export conversation",
            lambda memory, _: _write(file, memory.export_conversation(chosen)),
            lambda _: self.said.emit(
                self.tr("The conversation is in {file}. It is not encrypted.").format(file=words.short_path(file))
            ),
            self._failed,
        )

    def _failed(self, error: KnownError) -> None:
        self.said.emit(words.said(error.code, error.params))


def _write(file: Path, text: str) -> None:
    """Raises KnownError file_unwritable."""
    try:
        file.write_text(text, encoding="utf-8")
    except OSError:
        raise KnownError("file_unwritable", file=str(file)) from None
