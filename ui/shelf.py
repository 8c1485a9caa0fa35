"""The lists of the memories page: groups with their counts, and the rows of a group. How one is drawn. They touch no memory."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.belief_records import Entry, Proposal
from ui import belief_words
from ui.theme import Theme

GROUP_HEIGHT = 36
ROW_HEIGHT = 58
Index = QModelIndex | QPersistentModelIndex
Row = Entry | Proposal


class Groups(QAbstractListModel):
    """The inbox and the groups, each with how many it holds."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys = tuple(belief_words.GROUPS)
        self._counts: Mapping[str, int] = {}

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show other counts; the rows stay where they are."""
        if counts != self._counts:
            self._counts = dict(counts)
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._keys) - 1, 0))

    def key(self, index: Index) -> str:
        """The group at an index."""
        return self._keys[index.row()] if index.isValid() else ""

    def at(self, key: str) -> QModelIndex:
        """The index of a group."""
        return self.index(self._keys.index(key), 0)

    def count(self, key: str) -> int:
        """How many a group holds."""
        return self._counts.get(key, 0)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._keys)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) or not index.isValid():
            return None
        key = self.key(index)
        return f"{belief_words.group_name(key)}, {belief_words.count_text(self.count(key))}"


class Rows(QAbstractListModel):
    """The memories of a group, or what the inbox asks."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Row] = ()
        self.grouped = True

    def show_rows(self, rows: Sequence[Row], *, grouped: bool) -> bool:
        """Show other rows; False where they are the same. `grouped` leaves out what kind they are of."""
        if rows == self._rows and grouped == self.grouped:
            return False
        self.beginResetModel()
        self._rows, self.grouped = rows, grouped
        self.endResetModel()
        return True

    def row(self, index: Index) -> Row | None:
        """What stands at an index."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def find(self, id_: str) -> QModelIndex:
        """The index of a memory or a proposal; an invalid one where it is not here."""
        at = next((at for at, row in enumerate(self._rows) if row.id == id_), -1)
        return self.index(at, 0) if at >= 0 else QModelIndex()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if row is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        head, foot, day = self.lines(row)
        return ", ".join(part for part in (head, day, foot) if part)

    def lines(self, row: Row) -> tuple[str, str, str]:
        """Title, second line and day of a row."""
        if isinstance(row, Entry):
            title = belief_words.title_of(row.title, row.snippet)
            return title, belief_words.caption(row, grouped=self.grouped), belief_words.row_day(row)
        return *belief_words.ask_row(row), ""


class Lines(QListView):
    """A list whose letters belong to the page, not to a search among its rows."""

    def __init__(self, name: str, said: str, painter: QStyledItemDelegate, model: QAbstractListModel) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(said)
        self.setModel(model)
        self.setItemDelegate(painter)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            sideways = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self.flow() == QListView.Flow.TopToBottom
            if event.text().strip() or sideways or event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Escape):
                event.ignore()  # and so it goes to the page
                return True
        return super().eventFilter(watched, event)


class _Painter(QStyledItemDelegate):
    HEIGHT = ROW_HEIGHT

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(120, self.HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(option.rect).adjusted(2, 1, -2, -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("raised", 255 if chosen else 130))
            painter.drawRoundedRect(card, 8, 8)
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.colour("accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(card.adjusted(1, 1, -1, -1), 8, 8)
        self._draw(painter, card, index, chosen)
        painter.restore()

    def _draw(self, painter: QPainter, card: QRectF, index: Index, chosen: bool) -> None:
        """What a row shows on its card."""

    def _text(
        self, painter: QPainter, place: QRectF, text: str, font: QFont, role: str, *, right: bool = False
    ) -> float:
        """Draw a line of text that gives way with an ellipsis; how wide it is."""
        painter.setFont(font)
        painter.setPen(self._theme.colour(role))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(place.width()))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(place, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
        return float(painter.fontMetrics().horizontalAdvance(shown))


class GroupPainter(_Painter):
    """Draws a group: its name, and how many it holds at the end. An inbox that holds something stands out."""

    HEIGHT = GROUP_HEIGHT

    def _draw(self, painter: QPainter, card: QRectF, index: Index, chosen: bool) -> None:
        model = index.model()
        if not isinstance(model, Groups):
            return
        key = model.key(index)
        count = model.count(key)
        waits = key == belief_words.INBOX and count > 0
        inner = card.adjusted(10, 0, -10, 0)
        figures = self._theme.font("caption", strong=waits, tabular=True)
        width = self._text(
            painter, inner, belief_words.count_text(count) if count else "", figures,
            "accent" if waits else "faint", right=True,
        )  # fmt: skip
        role = "text" if chosen or waits else "second" if count else "faint"
        font = self._theme.font("control", strong=chosen or waits)
        self._text(painter, inner.adjusted(0, 0, -width - 8, 0), belief_words.group_name(key), font, role)


class RowPainter(_Painter):
    """Draws a memory: title and day, below them the beginning of what it says. What is past steps back."""

    def _draw(self, painter: QPainter, card: QRectF, index: Index, chosen: bool) -> None:
        model = index.model()
        row = model.row(index) if isinstance(model, Rows) else None
        if row is None or not isinstance(model, Rows):
            return
        head, foot, day = model.lines(row)
        past = isinstance(row, Entry) and row.status in belief_words.PAST
        top = QRectF(card.left() + 12, card.top() + (8 if foot else 18), card.width() - 24, 20)
        width = self._text(painter, top, day, self._theme.font("caption", tabular=True), "faint", right=True)
        room = top.adjusted(0, 0, -width - 12 if day else 0, 0)
        strong = self._theme.font("control", strong=True)
        strong.setStrikeOut(past and isinstance(row, Entry) and row.status == "superseded")
        self._text(painter, room, head, strong, "faint" if past else "text")
        below = QRectF(top.left(), top.bottom() + 2, top.width(), 18)
        self._text(painter, below, foot, self._theme.font("caption"), "faint" if past else "second")
