"""The day drawn in time: episodes, lanes of applications with hatched gaps, and below them the ruler.

Shows what it is given and says where pointer and keys ask to go. Painting is in `daypaint`; nothing is fetched here.
"""

from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QSizePolicy, QToolTip, QWidget

from ui import day, daypaint, words
from ui.daypaint import EPISODES_HEIGHT, GUTTER, HEIGHT, LANES_TOP, RIGHT, RULER_TOP
from ui.theme import Theme
from ui.turning import NOTCH
from ui.widgets import plain_tip

ZOOM_IN, ZOOM_OUT = 0.8, 1.25
DRAG_PX = 4


class Thing(NamedTuple):
    """An episode or a gap that the keyboard can stand on."""

    since: datetime
    said: str
    bar: day.Bar | None
    place: QRectF


class DayChart(QWidget):
    """Episodes, lanes and ruler of one day.

    `asked` carries the index of the moment that was pointed at and whether to extend the choice, `ranged` the first and last
    index of what was selected. `scrubbing` says that the pointer is dragged through the day, or no more; `zoomed_out` that
    there is more to see than a day; `entered` that the pointer came.
    """

    ROLE = "Chart"

    asked = Signal(int, bool)
    ranged = Signal(int, int)
    scrubbing = Signal(bool)
    zoomed_out = Signal()
    entered = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("dayChart")
        self.setAccessibleName(self.tr("The day: episodes, applications and gaps"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self._theme = theme
        self._lines: day.Lines | None = None
        self._current = 0
        self._range: tuple[int, int] | None = None
        self._scale: day.Scale | None = None
        self._hovered: float | None = None
        self._pressed: QPointF | None = None
        self._from: int | None = None  # where a drag on the ruler began
        self._thing: int | None = None
        self._drawn: QPixmap | None = None
        theme.changed.connect(self._redraw)

    def sizeHint(self) -> QSize:
        return QSize(600, HEIGHT)

    def show_day(self, lines: day.Lines | None) -> None:
        """Draw another day, whole; the same day with more in it stays where it is."""
        if lines is None or self._lines is None or lines.bounds != self._lines.bounds:
            self._scale = None
        self._lines, self._thing = lines, None
        self._rescale()
        self._describe()
        self._redraw()

    def show_current(self, index: int, chosen: tuple[int, int] | None = None) -> None:
        """Put the mark on a moment, and shade the chosen range."""
        self._current, self._range = index, chosen
        if self._scale is not None and self._lines is not None and index < len(self._lines.times):
            self._use(self._scale.moved_to_show(self._lines.times[index], self._lines.bounds))
        self.update()

    def scale(self) -> day.Scale | None:
        """The stretch of time in sight."""
        return self._scale

    def zoomed_in(self) -> bool:
        """Whether less than the day is in sight."""
        return (
            self._scale is not None
            and self._lines is not None
            and (self._scale.until - self._scale.since < self._lines.bounds[1] - self._lines.bounds[0])
        )

    def zoom(self, factor: float, x: float | None = None) -> None:
        """Have `factor` times the time in sight, the pixel `x` or the shown moment staying where it is."""
        if self._scale is None or self._lines is None:
            return
        if factor > 1 and not self.zoomed_in():
            self.zoomed_out.emit()
            return
        at = self._scale.x(self._lines.times[self._current]) if x is None else max(x - GUTTER, 0.0)
        self._use(self._scale.zoomed(factor, at, self._lines.bounds))

    def show_all(self) -> None:
        """Have the whole day in sight."""
        self._scale = None
        self._rescale()
        self._redraw()

    def show_stretch(self, since: datetime, until: datetime) -> None:
        """Have a stretch of the day in sight, with a little around it."""
        if self._scale is not None and self._lines is not None:
            self._use(self._scale.showing(since, until, self._lines.bounds))

    def _use(self, scale: day.Scale) -> None:
        if scale != self._scale:
            self._scale = scale
            self._redraw()

    def _redraw(self) -> None:
        self._drawn = None
        self.update()

    def _rescale(self) -> None:
        width = max(self.width() - GUTTER - RIGHT, 1)
        if self._lines is None:
            self._scale = None
        elif self._scale is None:
            self._scale = day.Scale(*self._lines.bounds, width)
        else:
            self._scale = day.Scale(self._scale.since, self._scale.until, width)

    def _sheet(self) -> daypaint.Sheet | None:
        if self._lines is None or self._scale is None:
            return None
        return daypaint.Sheet(self._lines, self._scale, self._theme, self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._rescale()
        self._drawn = None
        super().resizeEvent(event)

    # pointer

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and turned.y():
            self.zoom(ZOOM_IN ** (turned.y() / NOTCH), event.position().x())
        elif abs(turned.x()) > abs(turned.y()) and self._scale is not None and self._lines is not None:
            self._use(self._scale.moved(-turned.x() / 2, self._lines.bounds))
        else:
            event.ignore()
            return
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        index = self._index_at(at)
        if event.button() != Qt.MouseButton.LeftButton or index is None:
            return
        self._pressed = at
        bar = self._bar_at(at.toPoint())
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.asked.emit(index, True)
        elif bar is not None:
            self._pressed = None
            self.ranged.emit(bar.last, bar.first)
        elif at.y() >= RULER_TOP:
            self._from = index
        else:
            self.scrubbing.emit(True)
            self.asked.emit(index, False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        self._hovered = at.x() if at.x() >= GUTTER else None
        over_ruler = at.y() >= RULER_TOP and at.x() >= GUTTER
        self.setCursor(Qt.CursorShape.IBeamCursor if over_ruler else Qt.CursorShape.ArrowCursor)
        index = self._index_at(QPointF(max(at.x(), GUTTER), at.y()))
        if self._pressed is not None and index is not None:
            if self._from is None:
                self.asked.emit(index, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            elif abs(at.x() - self._pressed.x()) > DRAG_PX:
                self.ranged.emit(self._from, index)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, begun = self._pressed, self._from
        self._pressed = self._from = None
        if pressed is not None and begun is not None:
            if abs(event.position().x() - pressed.x()) <= DRAG_PX:
                self.asked.emit(begun, False)
        elif pressed is not None:
            self.scrubbing.emit(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        bar, span = self._bar_at(event.position().toPoint()), self._span_at(event.position().toPoint())
        found = bar or span
        if found is not None:
            self.show_stretch(found.since, found.until)
        else:
            self.mousePressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.entered.emit()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), plain_tip(self.told(event.pos())), self)
            return True
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom(1 / max(1 + event.value(), 0.1), event.position().x())
            return True
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self.zoom(1 / max(pinch.scaleFactor(), 0.1), self.mapFromGlobal(pinch.centerPoint()).x())
            return True
        return super().event(event)

    # what stands where

    def told(self, at: QPoint) -> str:
        """What stands at a point: an episode, why nothing was kept, or which application was used and when."""
        if self._scale is None or self._lines is None or at.x() < GUTTER:
            return ""
        time, zone = self._scale.time(at.x() - GUTTER), self._lines.zone
        bar, span = self._bar_at(at), self._span_at(at)
        if bar is not None:
            return _told(bar.title, bar.since, bar.until, zone)
        if span is not None:
            return _told(span.app, span.since, span.until, zone)
        if at.y() >= RULER_TOP:
            return f"{words.clock_to_second(time, zone)}\n{self.tr('Drag to select')}"
        for row in self._lines.gaps:
            if at.y() >= LANES_TOP and row.since <= time <= row.until:
                return _told(words.gap_text(row), row.since, row.until, zone)
        return words.clock(time, zone)

    def _index_at(self, at: QPointF) -> int | None:
        if self._scale is None or self._lines is None or at.x() < GUTTER:
            return None
        return day.nearest(self._lines.times, self._scale.time(at.x() - GUTTER))

    def _bar_at(self, at: QPoint) -> day.Bar | None:
        sheet = self._sheet()
        if sheet is None or at.y() >= EPISODES_HEIGHT or at.x() < GUTTER:
            return None
        point = QPointF(at.x(), EPISODES_HEIGHT / 2)
        return next((bar for bar in sheet.lines.bars if sheet.place_of_bar(bar).contains(point)), None)

    def _span_at(self, at: QPoint) -> day.Span | None:
        sheet = self._sheet()
        if sheet is None or not LANES_TOP + 4 <= at.y() < RULER_TOP or at.x() < GUTTER:
            return None
        time, lane = sheet.scale.time(at.x() - GUTTER), int((at.y() - LANES_TOP - 4) / sheet.lane_height())
        return next(
            (
                span
                for span in sheet.lines.spans
                if span.since <= time <= span.until and sheet.lines.lane_of(span.app) == lane
            ),
            None,
        )

    # keyboard: the episodes and gaps, one after the other

    def things(self) -> list[Thing]:
        """The day's episodes and gaps in order of time."""
        sheet = self._sheet()
        if sheet is None:
            return []
        lines, zone = sheet.lines, sheet.lines.zone
        bars = [
            Thing(bar.since, _told(bar.title, bar.since, bar.until, zone), bar, sheet.place_of_bar(bar))
            for bar in lines.bars
        ]
        gaps = [
            Thing(row.since, _told(words.gap_text(row), row.since, row.until, zone), None, sheet.place_of_gap(at))
            for at, row in enumerate(lines.gaps)
        ]
        return sorted([*bars, *gaps], key=lambda thing: thing.since)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        things, bare = self.things(), event.modifiers() == Qt.KeyboardModifier.NoModifier
        if bare and things and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            by = 1 if event.key() == Qt.Key.Key_Down else -1
            self._stand(0 if self._thing is None else min(max(self._thing + by, 0), len(things) - 1))
        elif bare and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._thing is not None:
            thing = things[self._thing]
            if thing.bar is not None:
                self.ranged.emit(thing.bar.last, thing.bar.first)
            elif self._lines is not None:
                self.asked.emit(day.nearest(self._lines.times, thing.since), False)
        else:
            event.ignore()

    def _stand(self, index: int) -> None:
        if self._scale is None or self._lines is None:
            return
        self._thing = index
        self._use(self._scale.moved_to_show(self.things()[index].since, self._lines.bounds))
        thing = self.things()[index]
        self._describe(thing.said)
        QToolTip.showText(self.mapToGlobal(thing.place.bottomLeft().toPoint()), plain_tip(thing.said), self)
        self.update()

    def _describe(self, said: str = "") -> None:
        """Tell who cannot see the day what it holds, or what the keyboard stands on."""
        count = len(self._lines.bars) if self._lines is not None else 0
        gaps = len(self._lines.gaps) if self._lines is not None else 0
        self.setAccessibleDescription(
            said
            or self.tr("{episodes}, {gaps}. Up and Down go through them, Enter selects an episode.").format(
                episodes=words.counted(count, self.tr("1 episode"), self.tr("{n} episodes")),
                gaps=words.counted(gaps, self.tr("1 gap"), self.tr("{n} gaps")),
            )
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._thing is None and self.things() and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._stand(0)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._thing = None
        self._describe()
        self.update()
        super().focusOutEvent(event)

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        sheet = self._sheet()
        if sheet is None:
            return
        if self._drawn is None:
            self._drawn = self._day_drawn(sheet)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._drawn)
        if self._range is not None:
            daypaint.paint_chosen(painter, sheet, self._range)
        said = words.clock_to_second if sheet.scale.seconds < 3600 else words.clock
        if self._current < len(sheet.lines.times):
            daypaint.paint_now(painter, sheet, self._current, said(sheet.lines.times[self._current], sheet.lines.zone))
        if self._hovered is not None:
            time = sheet.scale.time(self._hovered - GUTTER)
            daypaint.paint_pointer(painter, sheet, self._hovered, said(time, sheet.lines.zone))
        if self._thing is not None and self.hasFocus():
            daypaint.paint_focus(painter, sheet, self.things()[self._thing].place)
        painter.end()

    def _day_drawn(self, sheet: daypaint.Sheet) -> QPixmap:
        """The day without what moves over it: drawn once, for a day may hold thousands of moments."""
        ratio = self.devicePixelRatioF()
        drawing = QPixmap(self.size() * ratio)
        drawing.setDevicePixelRatio(ratio)
        drawing.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if sheet.lines.bars:
            daypaint.paint_row_name(painter, sheet, self.tr("Episodes"))
        daypaint.paint_episodes(painter, sheet)
        daypaint.paint_gaps(painter, sheet)
        daypaint.paint_lane_names(painter, sheet, self.tr("Others"))
        daypaint.paint_spans(painter, sheet)
        daypaint.paint_ruler(painter, sheet)
        painter.end()
        return drawing


def _told(what: str, since: datetime, until: datetime, zone: str) -> str:
    return f"{what}\n{words.clock(since, zone)} – {words.clock(until, zone)}"
