"""The rows of a search: hits grouped by day, and how one is drawn. The list touches neither disk nor memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QPainter,
    QPainterPath,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.records import Hit
from ui import icons, words
from ui.pictures import Pictures, Wanted
from ui.sought import is_unmarked, shown_snippet, title_marks
from ui.theme import MARKED_ALPHA, Theme
from ui.widgets import plain_tip

# A picture is as high as the text beside it can become, so that no row is taller than what stands in it.
CUT = QSize(152, 95)
GAP = 16
EDGE = 10
ROW_HEIGHT = CUT.height() + 2 * EDGE
HEAD_HEIGHT = 40
TITLE_HEIGHT, FOOT_HEIGHT = 22, 18
SNIPPET_LINES = 3
MOST_HEIGHTS = 2000

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: a hit, or the name of the day above some."""

    head: str = ""
    hit: Hit | None = None


def grouped(hits: Sequence[Hit]) -> list[Row]:
    """Hits under their days; the day with the best hit first, and within a day the best first.

    What replaces something stands above it: its day, which is the later one, goes before that one's.
    """
    days: dict[date, list[Hit]] = {}
    for hit in hits:
        days.setdefault(_day(hit), []).append(hit)
    day_of = {hit.id: _day(hit) for hit in hits}
    order = list(days)
    for older in sorted(days, reverse=True):
        for hit in days[older]:
            newer = day_of.get(hit.replaced_by, older)
            if order.index(newer) > order.index(older):
                order.remove(newer)
                order.insert(order.index(older), newer)
    rows: list[Row] = []
    for day in order:
        rows.append(Row(head=words.day_text(day)))
        rows.extend(Row(hit=hit) for hit in days[day])
    return rows


def _day(hit: Hit) -> date:
    return words.local_date(hit.moment.time, hit.moment.zone)


class Hits(QAbstractListModel):
    """The rows that the list shows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self.sought: tuple[str, ...] = ()

    def show_hits(self, hits: Sequence[Hit], sought: Sequence[str] = ()) -> None:
        """Show other hits; `sought` are the words that are marked in their titles."""
        self.beginResetModel()
        self._rows, self.sought = grouped(hits), tuple(sought)
        self.endResetModel()

    def row(self, index: Index) -> Row | None:
        """The row at an index."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def day_above(self, at: int) -> str:
        """The name of the day under which a row stands; empty where there is none."""
        rows = self._rows[: at + 1] if at >= 0 else []
        return next((row.head for row in reversed(rows) if row.hit is None), "")

    def first_hit(self) -> QModelIndex:
        """The index of the best hit."""
        return self.index(1, 0) if len(self._rows) > 1 else QModelIndex()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index)
        if row is None or row.hit is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if row is None:
            return None
        if row.hit is None:
            return row.head if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None
        hit = row.hit
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                mark = f"{words.replaced_text()}. " if hit.replaced_by else ""
                return (
                    f"{mark}{words.title_of(hit.moment)}, {words.when(hit.moment.time, hit.moment.zone)}: {hit.snippet}"
                )
            case Qt.ItemDataRole.ToolTipRole:
                marks = [words.replaced_text()] if hit.replaced_by else []
                return plain_tip("\n".join([*marks, *(words.reason_text(reason) for reason in hit.reasons)]))
        return None


class HitPainter(QStyledItemDelegate):
    """Draws a row: the picture cut around the words, the sentence with the words marked, where and when."""

    def __init__(self, theme: Theme, pictures: Pictures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._pictures = theme, pictures
        self._heights: dict[tuple[str, int], int] = {}
        self.ratio = 1.0
        self.width = 0

    def wanted(self, hit: Hit) -> Wanted:
        """The cut picture of a hit, or the small one that is left."""
        size = CUT * self.ratio
        if not hit.moment.has_picture:
            return Wanted(hit.id, "small", (), size.width(), size.height())
        return Wanted(hit.id, "cut", hit.boxes, size.width(), size.height())

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        row = model.row(index) if isinstance(model, Hits) else None
        if row is None or row.hit is None:
            return QSize(300, HEAD_HEIGHT)
        return QSize(300, ROW_HEIGHT if words.pictured(row.hit.moment) else self._text_height(row.hit))

    def _text_height(self, hit: Hit) -> int:
        """The height of a row without a picture, by how many lines its words take in the width that there is."""
        if len(self._heights) > MOST_HEIGHTS:
            self._heights.clear()
        key = (hit.snippet, self.width)
        if key not in self._heights:
            _layout, height = self._laid(hit, self.width - 2 * EDGE - CUT.width() - GAP)
            self._heights[key] = 2 * EDGE + TITLE_HEIGHT + round(height) + FOOT_HEIGHT
        return self._heights[key]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        row = model.row(index) if isinstance(model, Hits) else None
        if row is None or not isinstance(model, Hits):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # places are counted from the left
        place = QRectF(option.rect)
        if row.hit is None:
            painter.setFont(self._theme.font("control", strong=True))
            painter.setPen(self._theme.colour("second"))
            painter.drawText(place.adjusted(EDGE, 10, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), row.head)
        else:
            self._paint_hit(
                painter,
                place,
                row.hit,
                model.sought,
                option.state,
            )
        painter.restore()

    def _paint_hit(
        self, painter: QPainter, place: QRectF, hit: Hit, sought: Sequence[str], state: QStyle.StateFlag
    ) -> None:
        card = place.adjusted(0, 2, 0, -2)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("raised", 255 if chosen else 130))
            painter.drawRoundedRect(card, 8, 8)
        if chosen and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.colour("accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(card.adjusted(1, 1, -1, -1), 8, 8)
        cut = QRectF(card.left() + EDGE, card.top() + EDGE - 2, CUT.width(), card.height() - 2 * EDGE + 4)
        if words.pictured(hit.moment):
            self._paint_cut(painter, cut, hit)
        else:
            self._paint_tile(painter, cut, hit)
        text = QRectF(cut.right() + GAP, cut.top(), card.right() - cut.right() - GAP - EDGE, cut.height())
        self._paint_head(painter, text, hit, sought)
        height = self._paint_snippet(painter, text.adjusted(0, TITLE_HEIGHT, 0, 0), hit)
        foot = QRectF(text.left(), text.top() + TITLE_HEIGHT + height, text.width(), FOOT_HEIGHT)
        self._paint_foot(painter, foot, hit, sought)

    def _paint_tile(self, painter: QPainter, tile: QRectF, hit: Hit) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("raised"))
        painter.drawRoundedRect(tile, 6, 6)
        drawing = icons.pixmap(icons.of_kind(hit.moment.kind), self._theme.colour("faint"), 22, self.ratio)
        painter.drawPixmap(tile.center() - QPointF(11, 11), drawing)

    def _paint_cut(self, painter: QPainter, cut: QRectF, hit: Hit) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(cut, 6, 6)
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(cut, self._theme.colour("raised"))
        pixmap = self._pictures.get(self.wanted(hit))
        if pixmap is not None and not pixmap.isNull():
            painter.drawPixmap(cut, pixmap, QRectF(pixmap.rect()))
        painter.restore()
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(cut, 6, 6)

    def _paint_head(self, painter: QPainter, place: QRectF, hit: Hit, sought: Sequence[str]) -> None:
        moment = hit.moment
        painter.setFont(self._theme.font("caption", tabular=True))
        time = words.clock(moment.time, moment.zone)
        time_width = painter.fontMetrics().horizontalAdvance(time) + 4
        painter.setPen(self._theme.colour("second"))
        line = QRectF(place.left(), place.top(), place.width(), 20)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), time)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.app_colour(words.app_name(moment)))
        painter.drawEllipse(QPointF(place.left() + 5, line.center().y()), 4, 4)
        self._paint_title(painter, line.adjusted(18, 0, -time_width - 10, 0), words.title_of(moment), sought)

    def _paint_title(self, painter: QPainter, room: QRectF, title: str, sought: Sequence[str]) -> None:
        painter.setFont(self._theme.font("control", strong=True))
        measure = painter.fontMetrics()
        shown = measure.elidedText(title, Qt.TextElideMode.ElideRight, int(room.width()))
        for start, end in title_marks(shown, sought):
            left, right = (measure.horizontalAdvance(shown[:at]) for at in (start, end))
            mark = QRectF(room.left() + left, room.center().y() - measure.height() / 2, right - left, measure.height())
            painter.fillRect(mark, self._theme.colour("marked", MARKED_ALPHA))
        painter.setPen(self._theme.colour("text"))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)

    def _paint_snippet(self, painter: QPainter, place: QRectF, hit: Hit) -> float:
        layout, height = self._laid(hit, place.width())
        painter.setPen(self._theme.colour("faint" if hit.replaced_by else "second"))
        layout.draw(painter, place.topLeft())
        return height

    def _laid(self, hit: Hit, width: float) -> tuple[QTextLayout, float]:
        """A snippet in lines of a width, its marks on their words, and how high it is."""
        text, marks = shown_snippet(hit)
        layout = QTextLayout(text, self._theme.font("control"))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        formats = []
        for start, end in marks:
            mark = QTextLayout.FormatRange()
            mark.start, mark.length = start, end - start
            look = QTextCharFormat()
            look.setBackground(self._theme.colour("marked", MARKED_ALPHA))
            look.setForeground(self._theme.colour("text"))
            mark.format = look
            formats.append(mark)
        layout.setFormats(formats)
        layout.beginLayout()
        y = 0.0
        for _ in range(SNIPPET_LINES):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(width, 80.0))
            line.setPosition(QPointF(0, y))
            y += line.height() + 3
        layout.endLayout()
        return layout, y

    def _paint_foot(self, painter: QPainter, place: QRectF, hit: Hit, sought: Sequence[str]) -> None:
        moment = hit.moment
        seen = words.seen_text(moment.time, hit.seen_until, hit.seen_times, moment.zone)
        mark = words.replaced_text() if hit.replaced_by else ""
        why = words.reason_text(hit.reasons[0]) if is_unmarked(hit, sought) and hit.reasons else ""
        parts = [part for part in (mark, words.app_name(moment), moment.site or moment.author, seen, why) if part]
        painter.setFont(self._theme.font("caption"))
        painter.setPen(self._theme.colour("faint"))
        text = painter.fontMetrics().elidedText("  ·  ".join(parts), Qt.TextElideMode.ElideRight, int(place.width()))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
