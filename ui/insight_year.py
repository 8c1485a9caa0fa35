"""The year by hours at the computer: a square a day, stronger where it was longer; choosing one goes there. Shows what it is given."""

from collections.abc import Mapping
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import words
from ui.insight_words import length
from ui.theme import Theme

WEEKS = 53
LEFT, TOP = 36, 20
LARGEST, SMALLEST = 19, 11
GAP = 2


class YearOfHours(QWidget):
    """53 weeks up to a day. `opened` carries a date on which somebody was at the computer, `pointed` says one and its figure."""

    ROLE = "Chart"

    opened = Signal(object)
    pointed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("yearOfHours")
        self.setAccessibleName(self.tr("The year by hours at the computer"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._days: Mapping[date, int] = {}
        self._last = self._first = date.min
        self._counted_from = date.max
        self._at: date | None = None
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(LEFT + WEEKS * SMALLEST, TOP + 7 * self._step())

    def minimumSizeHint(self) -> QSize:
        return QSize(LEFT + WEEKS * SMALLEST, TOP + 7 * SMALLEST)

    def _step(self) -> int:
        return min(max((self.width() - LEFT) // WEEKS, SMALLEST), LARGEST)

    def resizeEvent(self, _event: QEvent) -> None:
        self.setFixedHeight(TOP + 7 * self._step())

    def show_days(self, days: Mapping[date, int], last: date, counted_from: date) -> None:
        """Show the year that ends on a day; what is older than `counted_from` is not counted yet."""
        self._days, self._last, self._counted_from = days, last, counted_from
        monday = last - timedelta(days=last.weekday())
        self._first = monday - timedelta(weeks=WEEKS - 1)
        if self._at is None or not self._first <= self._at <= last:
            self._at = max((day for day, held in days.items() if held), default=last)
        self._stand(self._at)

    def at(self) -> date | None:
        """The day that is pointed at."""
        return self._at

    def said(self) -> str:
        """The day that is pointed at and how long somebody was at the computer."""
        if self._at is None:
            return ""
        if self._at < self._counted_from:
            return self.tr("{day}, not counted yet").format(day=words.short_day(self._at))
        return f"{words.short_day(self._at)}, {length(self._days.get(self._at, 0))}"

    def _stand(self, at: date) -> None:
        self._at = min(max(at, self._first), self._last)
        said = self.said()
        self.setAccessibleName(self.tr("The year by hours at the computer: {day}").format(day=said))
        self.pointed.emit(said)
        self.update()

    def _day_at(self, at: QPoint) -> date | None:
        step = self._step()
        week, weekday = (at.x() - LEFT) // step, (at.y() - TOP) // step
        if not (0 <= week < WEEKS and 0 <= weekday < 7):
            return None
        day = self._first + timedelta(days=week * 7 + weekday)
        return day if day <= self._last else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        day = self._day_at(event.position().toPoint())
        if day is not None:
            self._stand(day)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self._day_at(event.position().toPoint())
        if day is not None and self._days.get(day):
            self._stand(day)
            self.opened.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -7, Qt.Key.Key_Right: 7, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if self._at is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        elif event.key() in steps:
            self._stand(self._at + timedelta(days=steps[Qt.Key(event.key())]))
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._stand(self._first if event.key() == Qt.Key.Key_Home else self._last)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self._at)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("caption"))
        step = self._step()
        most = max(self._days.values(), default=1) or 1
        month = 0
        for week in range(WEEKS):
            monday = self._first + timedelta(weeks=week)
            if monday.month != month and week < WEEKS - 2:
                month = monday.month
                painter.setPen(self._theme.colour("faint"))
                painter.drawText(LEFT + week * step, 12, words.month_text(monday))
            for weekday in range(7):
                day = monday + timedelta(days=weekday)
                if day <= self._last:
                    cell = QRectF(LEFT + week * step, TOP + weekday * step, step - GAP, step - GAP)
                    self._paint_day(painter, day, cell, most)
        painter.setPen(self._theme.colour("faint"))
        for weekday in (0, 2, 4):
            text = words.weekday_text(self._first + timedelta(days=weekday))
            painter.drawText(QRectF(0, TOP + weekday * step - 3, LEFT - 6, step + 4), 0x0081, text)
        painter.end()

    def _paint_day(self, painter: QPainter, day: date, cell: QRectF, most: int) -> None:
        held = self._days.get(day, 0)
        painter.setPen(Qt.PenStyle.NoPen)
        if held:
            painter.setBrush(self._theme.colour("accent", 60 + round(195 * held / most)))
        elif day < self._counted_from:
            painter.setBrush(self._theme.colour("line", 90))
        else:
            painter.setBrush(self._theme.colour("raised"))
        painter.drawRoundedRect(cell, 3, 3)
        if day == self._at and (self.hasFocus() or self.underMouse()):
            painter.setPen(QPen(self._theme.colour("text"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(cell, 3, 3)
