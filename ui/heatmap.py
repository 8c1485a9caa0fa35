"""The year as a heat map: a square a day, darker where more was seen; choosing one goes there. Shows what it is given."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from app.records import Day
from ui import words
from ui.theme import Theme
from ui.widgets import label

WEEKS = 53
CELL = 13
STEP = 15
LEFT, TOP = 32, 20


class Year(QWidget):
    """53 weeks that end today. `chosen` carries an ISO date that holds moments."""

    ROLE = "Chart"

    chosen = Signal(str)
    pointed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("year")
        self.setAccessibleName(self.tr("Days that hold moments"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._theme = theme
        self._days: dict[date, int] = {}
        self._first = date.min
        self._at: date | None = None

    def sizeHint(self) -> QSize:
        return QSize(LEFT + WEEKS * STEP, TOP + 7 * STEP)

    def show_days(self, days: Sequence[Day], current: str | None) -> None:
        """Show the days that hold moments, and stand on one of them."""
        self._days = {date.fromisoformat(day.date): day.moments for day in days}
        last = max([*self._days, datetime.now(UTC).astimezone().date()])
        monday = last - timedelta(days=last.weekday())
        self._first = monday - timedelta(weeks=WEEKS - 1)
        self._stand(date.fromisoformat(current) if current else max(self._days, default=None))

    def _stand(self, at: date | None) -> None:
        self._at = at
        if at is not None:
            count = words.counted(self._days.get(at, 0), self.tr("1 moment"), self.tr("{n} moments"))
            self.pointed.emit(f"{words.short_day(at)}   {count}")
        self.update()

    def _day_at(self, at: QPoint) -> date | None:
        week, weekday = (at.x() - LEFT) // STEP, (at.y() - TOP) // STEP
        if 0 <= week < WEEKS and 0 <= weekday < 7:
            return self._first + timedelta(days=week * 7 + weekday)
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        day = self._day_at(event.position().toPoint())
        if day is not None:
            self._stand(day)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self._day_at(event.position().toPoint())
        if day in self._days:
            self.chosen.emit(day.isoformat())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        order = sorted(self._days)
        if not order or self._at is None:
            return super().keyPressEvent(event)
        before = [day for day in order if day < self._at]
        after = [day for day in order if day > self._at]
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Up if before:
                self._stand(before[-1])
            case Qt.Key.Key_Right | Qt.Key.Key_Down if after:
                self._stand(after[0])
            case Qt.Key.Key_Home:
                self._stand(order[0])
            case Qt.Key.Key_End:
                self._stand(order[-1])
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space if self._at in self._days:
                self.chosen.emit(self._at.isoformat())
            case _:
                return super().keyPressEvent(event)
        return None

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("caption"))
        most = max(self._days.values(), default=1)
        month = 0
        for week in range(WEEKS):
            monday = self._first + timedelta(weeks=week)
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
            painter.drawText(0, TOP + weekday * STEP + 11, words.weekday_text(self._first + timedelta(days=weekday)))
        painter.end()

    def _paint_day(self, painter: QPainter, day: date, x: int, y: int, most: int) -> None:
        count = self._days.get(day, 0)
        painter.setPen(Qt.PenStyle.NoPen)
        if count:
            painter.setBrush(self._theme.colour("accent", 70 + round(185 * count / most)))
        else:
            painter.setBrush(self._theme.colour("raised"))
        cell = QRectF(x, y, CELL, CELL)
        painter.drawRoundedRect(cell, 3, 3)
        if day == self._at:
            painter.setPen(QPen(self._theme.colour("text"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(cell, 3, 3)


class YearPopup(QFrame):
    """The heat map in a sheet that closes on Escape or a click beside it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("yearPopup")
        self.setAccessibleName(self.tr("Go to a day"))
        self.setProperty("plane", "sheet")
        self.year = Year(theme)
        self._said: QLabel = label(theme, tone="second")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        column.addWidget(self.year)
        column.addWidget(self._said)
        self.year.pointed.connect(self._said.setText)
        self.year.chosen.connect(self.hide)

    def open_below(self, anchor: QWidget, days: Sequence[Day], current: str | None) -> None:
        """Show the sheet under a widget."""
        self.year.show_days(days, current)
        self.adjustSize()
        self.move(anchor.mapToGlobal(QPoint(0, anchor.height() + 6)))
        self.show()
        self.year.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
