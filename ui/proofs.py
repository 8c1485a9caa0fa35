"""The moments that a memory stands on, as a row of small pictures; one opens on the timeline. Reads nothing itself."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QEnterEvent, QHideEvent, QPainter, QPainterPath, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QListView, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.records import Moment
from ui import icons, words
from ui.page import Desk
from ui.pictures import Wanted
from ui.shelf import Lines
from ui.widgets import plain_tip

TILE = QSize(160, 100)
CELL = QSize(TILE.width() + 12, TILE.height() + 36)
Index = QModelIndex | QPersistentModelIndex


class Moments(QAbstractListModel):
    """The moments that are shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._moments: Sequence[Moment] = ()

    def show_moments(self, moments: Sequence[Moment]) -> bool:
        """Show other moments; False where they are the same."""
        if moments == self._moments:
            return False
        self.beginResetModel()
        self._moments = moments
        self.endResetModel()
        return True

    def moment(self, index: Index) -> Moment | None:
        """The moment at an index."""
        return self._moments[index.row()] if index.isValid() and index.row() < len(self._moments) else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._moments)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        moment = self.moment(index)
        if moment is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{words.title_of(moment)}, {words.when(moment.time, moment.zone)}"
        return plain_tip(words.title_of(moment)) if role == Qt.ItemDataRole.ToolTipRole else None


class ProofPainter(QStyledItemDelegate):
    """Draws a moment: its small picture, or a card with its name; below it application and time."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._pictures = desk.theme, desk.pictures
        self.ratio = 1.0

    def wanted(self, moment: Moment) -> Wanted:
        """The small picture of a moment in this row's size."""
        return Wanted(moment.id, "small", (), round(TILE.width() * self.ratio), round(TILE.height() * self.ratio))

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        moment = model.moment(index) if isinstance(model, Moments) else None
        if moment is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        tile = QRectF(option.rect.left() + 1, option.rect.top() + 2, TILE.width(), TILE.height())
        self._paint_tile(painter, tile, moment)
        state = option.state
        lit = bool(state & QStyle.StateFlag.State_HasFocus or state & QStyle.StateFlag.State_MouseOver)
        painter.setPen(QPen(self._theme.colour("accent" if lit else "line"), 1.5 if lit else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(tile, 6, 6)
        self._paint_foot(painter, QRectF(tile.left(), tile.bottom() + 4, tile.width(), 16), moment)
        painter.restore()

    def _paint_tile(self, painter: QPainter, tile: QRectF, moment: Moment) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(tile, 6, 6)
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(tile, self._theme.colour("raised"))
        pixmap = self._pictures.get(self.wanted(moment)) if words.pictured(moment) else None
        if pixmap is not None and not pixmap.isNull():
            painter.drawPixmap(tile, pixmap, QRectF(pixmap.rect()))
        elif not words.pictured(moment):
            icon = icons.pixmap(icons.of_kind(moment.kind), self._theme.colour("faint"), 18, self.ratio)
            painter.drawPixmap(tile.topLeft() + QPointF(12, 12), icon)
            painter.setFont(self._theme.font("caption"))
            painter.setPen(self._theme.colour("second"))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(tile.adjusted(12, 38, -10, -8), int(flags), words.title_of(moment))
        painter.restore()

    def _paint_foot(self, painter: QPainter, line: QRectF, moment: Moment) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.app_colour(words.app_name(moment)))
        painter.drawEllipse(QPointF(line.left() + 4, line.center().y()), 3.5, 3.5)
        painter.setFont(self._theme.font("caption", tabular=True))
        painter.setPen(self._theme.colour("second"))
        day = words.near_day(words.local_date(moment.time, moment.zone))
        text = f"{day}, {words.clock(moment.time, moment.zone)}"
        painter.drawText(line.adjusted(14, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), text)


class Proofs(Lines):
    """The row itself. `opened` carries the moment that was clicked or chosen with Enter, `pointed` the one that is pointed at."""

    opened = Signal(object)
    pointed = Signal(object)

    def __init__(self, desk: Desk, name: str) -> None:
        self._moments = Moments()
        self._painter = ProofPainter(desk)
        super().__init__(name, "", self._painter, self._moments)
        for one in (self._moments, self._painter):
            one.setParent(self)
        self.setAccessibleName(self.tr("Evidence"))
        self._desk = desk
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setFixedHeight(CELL.height())
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.activated.connect(self._open)
        self.clicked.connect(self._open)
        self.entered.connect(self._point)
        self.selectionModel().currentChanged.connect(self._point)
        self.horizontalScrollBar().valueChanged.connect(lambda _: self.want())
        desk.pictures.arrived.connect(self._arrived)
        desk.pictures.retried.connect(self.want)

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """Show other moments, from the first."""
        if self._moments.show_moments(moments) and moments:
            self.scrollToTop()
        self.setVisible(bool(moments))
        self.want()

    def want(self) -> None:
        """Say which pictures can be seen now."""
        self._painter.ratio = self.devicePixelRatioF()
        first = self.horizontalScrollBar().value() // CELL.width()
        last = first + self.viewport().width() // CELL.width() + 3
        seen = [self._moments.moment(self._moments.index(at, 0)) for at in range(first, last)]
        wanted = [self._painter.wanted(one) for one in seen if one is not None and words.pictured(one)]
        self._desk.pictures.want(self.objectName(), wanted if self.isVisible() else [])

    def _arrived(self, wanted: Wanted) -> None:
        if wanted.part == "small":
            self.viewport().update()

    def _open(self, index: QModelIndex) -> None:
        moment = self._moments.moment(index)
        if moment is not None:
            self.opened.emit(moment)

    def _point(self, index: QModelIndex) -> None:
        moment = self._moments.moment(index)
        if moment is not None:
            self.pointed.emit(moment)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.want()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.want()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._desk.pictures.want(self.objectName(), ())
