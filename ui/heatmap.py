"""The year as a heat map: a square a day, darker where more was seen; choosing one goes there. Shows what it is given.

Which days hold something is known at once; how much they hold comes later and changes shades only, no places.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from math import sqrt

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from ui import words
from ui.theme import Theme

WEEKS = 53
CELL = 13
STEP = 15
LEFT, TOP = 32, 20


class Year(QWidget):
    """53 weeks, those that end today or the 52 before each. `chosen` carries an ISO date that holds moments; `turned` the first
    and last date in sight, when they change."""

    ROLE = "Chart"

    chosen = Signal(str)
    pointed = Signal(str)
    turned = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("year")
        self.setAccessibleName(self.tr("Days that hold moments"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setFixedSize(self.sizeHint())
        self._theme = theme
        self._days: dict[date, int | None] = {}
        self._order: list[date] = []
        self._newest = date.min
        self._back = 0
        self._at: date | None = None

    def sizeHint(self) -> QSize:
        return QSize(LEFT + WEEKS * STEP, TOP + 7 * STEP)

    def show_days(self, days: Sequence[str], current: str | None) -> None:
        """Show which days hold moments, and stand on one of them."""
        self._days = {date.fromisoformat(day): None for day in days}
        self._order = sorted(self._days)
        last = max([*self._order[-1:], datetime.now(UTC).astimezone().date()])
        self._newest = last - timedelta(days=last.weekday())
        self._back = -1
        self.stand(date.fromisoformat(current) if current else self._order[-1] if self._order else None)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Shade days by how much they hold."""
        self._days |= {date.fromisoformat(day): count for day, count in counts.items() if count}
        self.update()

    def say(self) -> None:
        """Say again what the marked day holds."""
        self.stand(self._at)

    @property
    def first(self) -> date:
        """The first day in sight."""
        return self._newest - timedelta(weeks=WEEKS - 1 + (WEEKS - 1) * max(self._back, 0))

    @property
    def last(self) -> date:
        """The last day in sight."""
        return self.first + timedelta(days=WEEKS * 7 - 1)

    def can_turn(self, by: int) -> bool:
        """Whether there is a year before (-1) or after (1) this one."""
        return self._back > 0 if by > 0 else bool(self._order) and self._order[0] < self.first

    def turn(self, by: int) -> None:
        """Show the year before (-1) or after (1), and stand on its last day that holds moments."""
        if self.can_turn(by):
            self._back -= by
            within = [day for day in self._order if self.first <= day <= self.last]
            self._at = within[-1] if within else None
            self._tell_turned()
            self.stand(self._at)

    def stand(self, at: date | None) -> None:
        """Mark a day, in its year, and say what it holds."""
        self._at = at
        back = self._back if at is None or (self._back >= 0 and self.first <= at <= self.last) else self._year_of(at)
        if back != self._back:
            self._back = max(back, 0)
            self._tell_turned()
        if at is not None:
            self.pointed.emit(f"{words.short_day(at)}   {self._said(at)}".rstrip())
        self.update()

    def _year_of(self, at: date) -> int:
        return max((self._newest + timedelta(days=6) - at).days // (7 * (WEEKS - 1)), 0)

    def _tell_turned(self) -> None:
        self.turned.emit(self.first.isoformat(), self.last.isoformat())

    def _said(self, at: date) -> str:
        count = self._days.get(at, 0)
        text = "" if count is None else words.counted(count, self.tr("1 moment"), self.tr("{n} moments"))
        self.setAccessibleDescription(f"{words.short_day(at)} {text}".strip())
        return text

    def _day_at(self, at: QPoint) -> date | None:
        week, weekday = (at.x() - LEFT) // STEP, (at.y() - TOP) // STEP
        if 0 <= week < WEEKS and 0 <= weekday < 7:
            return self.first + timedelta(days=week * 7 + weekday)
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        day = self._day_at(event.position().toPoint())
        if day is not None:
            self.stand(day)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Control and the wheel go into a day, the wheel alone from year to year."""
        up, day = event.angleDelta().y() > 0, self._day_at(event.position().toPoint())
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if up and day in self._days:
                self.chosen.emit(day.isoformat())
        elif event.angleDelta().y():
            self.turn(-1 if up else 1)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self._day_at(event.position().toPoint())
        if day in self._days:
            self.chosen.emit(day.isoformat())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        order = self._order
        if not order:
            return super().keyPressEvent(event)
        at = self._at or order[-1]
        before, after = order[: bisect_left(order, at)], order[bisect_right(order, at) :]
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Up if before:
                self.stand(before[-1])
            case Qt.Key.Key_Right | Qt.Key.Key_Down if after:
                self.stand(after[0])
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                self.turn(-1 if event.key() == Qt.Key.Key_PageUp else 1)
            case Qt.Key.Key_Home:
                self.stand(order[0])
            case Qt.Key.Key_End:
                self.stand(order[-1])
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space if at in self._days:
                self.chosen.emit(at.isoformat())
            case _:
                return super().keyPressEvent(event)
        return None

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("caption"))
        most = max((count or 0 for day, count in self._days.items() if self.first <= day <= self.last), default=0)
        month = 0
        for week in range(WEEKS):
            monday = self.first + timedelta(weeks=week)
            if monday.month != month and week < WEEKS - 2:
                month = monday.month
                painter.setPen(self._theme.colour("faint"))
                painter.drawText(LEFT + week * STEP, 12, words.month_text(monday))
            for weekday in range(7):
                self._paint_day(
                    painter, monday + timedelta(days=weekday), LEFT + week * STEP, TOP + weekday * STEP, most
                )
        painter.setPen(self._theme.colour("faint"))
        for weekday in (0, 2, 4):
            painter.drawText(0, TOP + weekday * STEP + 11, words.weekday_text(self.first + timedelta(days=weekday)))
        painter.end()

    def _paint_day(self, painter: QPainter, day: date, x: int, y: int, most: int) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        held = day in self._days
        painter.setBrush(
            self._theme.colour("accent", shade(self._days[day], most)) if held else self._theme.colour("raised")
        )
        cell = QRectF(x, y, CELL, CELL)
        painter.drawRoundedRect(cell, 3, 3)
        if day == self._at:
            painter.setPen(QPen(self._theme.colour("text"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(cell, 3, 3)


def shade(count: int | None, most: int) -> int:
    """How strong a day's colour is, from 0 to 255. By the root, so that one long day does not make all others pale.

    >>> shade(100, 100), shade(25, 100) > 128, shade(None, 0)
    (255, True, 90)
    """
    return 90 if not count or not most else 60 + round(195 * sqrt(min(count / most, 1.0)))
