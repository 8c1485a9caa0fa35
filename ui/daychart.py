"""The day drawn in time: lanes of applications with hatched gaps, and below them the ruler with its density.

Shows what it is given and says where the pointer asks to go. Fetches nothing.
"""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.records import LedgerRow, Moment
from ui import day, words
from ui.theme import Theme
from ui.widgets import plain_tip

GUTTER = 132
RIGHT = 24
LANES_HEIGHT = 120
RULER_HEIGHT = 40
MOST_LANES = 5


class DayChart(QWidget):
    """Lanes and ruler of one day. `asked` carries the index of the moment that was pointed at."""

    ROLE = "Chart"

    asked = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("dayChart")
        self.setAccessibleName(self.tr("The day by applications"))
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._moments: Sequence[Moment] = ()
        self._times: list[datetime] = []
        self._spans: list[day.Span] = []
        self._gaps: list[LedgerRow] = []
        self._names: list[str] = []
        self._current = 0
        self._range: tuple[int, int] | None = None
        self._bounds: tuple[datetime, datetime] | None = None
        self._scale: day.Scale | None = None
        self._hovered: float | None = None
        self._drawn: QPixmap | None = None
        theme.changed.connect(self._redraw)

    def sizeHint(self) -> QSize:
        return QSize(600, LANES_HEIGHT + RULER_HEIGHT)

    def show_day(self, moments: Sequence[Moment], ledger: Sequence[LedgerRow]) -> None:
        """Draw another day, whole."""
        self._moments = moments
        self._gaps = day.gaps(ledger)
        self._times = [moment.time for moment in moments]
        self._spans = day.spans(moments, ledger, words.app_name)
        self._names = day.lanes(self._spans, MOST_LANES)
        bounds = day.bounds_of(moments, ledger) if moments else None
        if bounds != self._bounds:
            self._bounds, self._scale = bounds, None
        self._rescale()
        self._redraw()

    def _redraw(self) -> None:
        self._drawn = None
        self.update()

    def show_current(self, index: int, chosen: tuple[int, int] | None = None) -> None:
        """Put the mark on a moment, and shade the chosen range."""
        self._current, self._range = index, chosen
        if self._scale is not None and self._bounds is not None and index < len(self._times):
            moved = self._scale.moved_to_show(self._times[index], self._bounds)
            if moved != self._scale:
                self._scale, self._drawn = moved, None
        self.update()

    def scale(self) -> day.Scale | None:
        """The stretch of time in sight."""
        return self._scale

    def _rescale(self) -> None:
        width = max(self.width() - GUTTER - RIGHT, 1)
        if self._bounds is None:
            self._scale = None
        elif self._scale is None:
            self._scale = day.Scale(*self._bounds, width)
        else:
            self._scale = day.Scale(self._scale.since, self._scale.until, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._rescale()
        self._drawn = None
        super().resizeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        if self._scale is not None and self._bounds is not None and event.angleDelta().y():
            factor = 0.8 if event.angleDelta().y() > 0 else 1.25
            self._scale = self._scale.zoomed(factor, max(event.position().x() - GUTTER, 0.0), self._bounds)
            self._redraw()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = event.position().x() if event.position().x() >= GUTTER else None
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()
        super().leaveEvent(event)

    def _go(self, at: QPointF) -> None:
        if self._scale is None or at.x() < GUTTER or not self._times:
            return
        self.asked.emit(day.nearest(self._times, self._scale.time(at.x() - GUTTER)))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), plain_tip(self.told(event.pos())), self)
            return True
        return super().event(event)

    def told(self, at: QPoint) -> str:
        """What stands at a point: why nothing was kept, or which application was used and when."""
        if self._scale is None or at.x() < GUTTER:
            return ""
        time, zone = self._scale.time(at.x() - GUTTER), self._moments[0].zone
        span = self._span_at(time, at.y())
        if span is not None:
            return f"{span.app}\n{words.clock(span.since, zone)} – {words.clock(span.until, zone)}"
        for row in self._gaps:
            if row.since <= time <= row.until:
                return f"{words.gap_text(row)}\n{words.clock(row.since, zone)} – {words.clock(row.until, zone)}"
        return words.clock(time, zone)

    def _span_at(self, time: datetime, y: int) -> day.Span | None:
        height = self._lane_height()
        lane = int((y - 4) / height)
        for span in self._spans:
            if span.since <= time <= span.until and self._lane_of(span.app) == lane:
                return span
        return None

    def _lane_height(self) -> float:
        return min((LANES_HEIGHT - 8) / max(len(self._names), 1), 28.0)

    def _lane_of(self, app: str) -> int:
        return self._names.index(app) if app in self._names else len(self._names) - 1

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._scale is None or not self._moments:
            return
        if self._drawn is None:
            self._drawn = self._day_drawn(self._scale)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._drawn)
        self._paint_marks(painter, self._scale)
        painter.end()

    def _day_drawn(self, scale: day.Scale) -> QPixmap:
        """The day without what moves over it: drawn once, for a day may hold thousands of moments."""
        ratio = self.devicePixelRatioF()
        drawing = QPixmap(self.size() * ratio)
        drawing.setDevicePixelRatio(ratio)
        drawing.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_gaps(painter, scale)
        self._paint_lanes(painter, scale)
        self._paint_ruler(painter, scale)
        painter.end()
        return drawing

    def _paint_gaps(self, painter: QPainter, scale: day.Scale) -> None:
        hatch = QBrush(self._theme.colour("faint", 90), Qt.BrushStyle.BDiagPattern)
        painter.setPen(Qt.PenStyle.NoPen)
        for row in self._gaps:
            left, right = max(scale.x(row.since), 0.0), min(scale.x(row.until), scale.width)
            if right > left:
                place = QRectF(GUTTER + left, 4, right - left, LANES_HEIGHT - 8)
                for brush in (QBrush(self._theme.colour("raised", 160)), hatch):
                    painter.setBrush(brush)
                    painter.drawRect(place)

    def _paint_lanes(self, painter: QPainter, scale: day.Scale) -> None:
        height = self._lane_height()
        metrics_width = GUTTER - 28
        for lane, app in enumerate(self._names):
            top = 4 + lane * height
            painter.setPen(QPen(self._theme.colour("line", 130), 1))
            painter.drawLine(QPointF(GUTTER, top + height - 0.5), QPointF(self.width(), top + height - 0.5))
            name = app or self.tr("Others")
            painter.setFont(self._theme.font("caption"))
            painter.setPen(self._theme.colour("second"))
            text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, metrics_width)
            painter.drawText(
                QRectF(16, top, metrics_width, height),
                int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
                text,
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.app_colour(app) if app else self._theme.colour("faint"))
            painter.drawEllipse(QPointF(7, top + height / 2), 4, 4)
        painter.setClipRect(QRectF(GUTTER, 0, scale.width, self.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        for span in self._spans:
            left, right = scale.x(span.since), scale.x(span.until)
            if right < 0 or left > scale.width:
                continue
            lane = self._lane_of(span.app)
            top = 4 + lane * height
            named = bool(self._names[lane])
            painter.setBrush(self._theme.app_colour(span.app) if named else self._theme.colour("faint"))
            painter.drawRoundedRect(QRectF(GUTTER + left, top + 4, max(right - left - 1, 2.5), height - 9), 3, 3)
        painter.setClipping(False)

    def _paint_ruler(self, painter: QPainter, scale: day.Scale) -> None:
        top = LANES_HEIGHT
        buckets = max(int(scale.width / 5), 1)
        counts = day.density(self._moments, scale, buckets)
        most = max(counts) or 1
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("faint", 110))
        for bucket, count in enumerate(counts):
            if count:
                tall = 3 + 13 * count / most
                painter.drawRoundedRect(QRectF(GUTTER + bucket * 5, top + 18 - tall, 3.5, tall), 1.2, 1.2)
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.drawLine(QPointF(GUTTER, top + 18.5), QPointF(self.width(), top + 18.5))
        painter.setFont(self._theme.font("caption", tabular=True))
        zone = self._moments[0].zone
        for time, _ in day.hours(scale, max(int(scale.width / 72), 2)):
            x = GUTTER + scale.x(time)
            painter.setPen(QPen(self._theme.colour("line"), 1))
            painter.drawLine(QPointF(x, top + 18), QPointF(x, top + 22))
            painter.setPen(self._theme.colour("faint"))
            box = QRectF(min(max(x - 30, GUTTER - 4), self.width() - 52), top + 22, 60, 16)
            align = Qt.AlignmentFlag.AlignLeft if x - 30 < GUTTER - 4 else Qt.AlignmentFlag.AlignHCenter
            painter.drawText(box, int(align), words.clock(time, zone))

    def _paint_marks(self, painter: QPainter, scale: day.Scale) -> None:
        if self._range is not None:
            first, last = (GUTTER + scale.x(self._times[index]) for index in self._range)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("accent", 40))
            painter.drawRect(QRectF(first - 2, 2, last - first + 4, LANES_HEIGHT + 16))
        if self._hovered is not None:
            painter.setPen(QPen(self._theme.colour("faint", 120), 1))
            painter.drawLine(QPointF(self._hovered, 2), QPointF(self._hovered, LANES_HEIGHT + 18))
        if self._current < len(self._times):
            x = GUTTER + scale.x(self._times[self._current])
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.drawLine(QPointF(x, 2), QPointF(x, LANES_HEIGHT + 18))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("accent"))
            painter.drawEllipse(QPointF(x, LANES_HEIGHT + 18), 4, 4)
