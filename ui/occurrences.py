"""When a person or a project occurred, as a strip of bars: one a day, a week or a month, as they fit. A bar opens its first moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.belief_records import Occurred
from ui import words
from ui.theme import Theme

BARS_HEIGHT, FOOT = 40, 18
DAYS_SHOWN, WEEKS_SHOWN = 70, 500


@dataclass(frozen=True, slots=True)
class Bar:
    """What one bar stands for: from `first` to `last`, both included."""

    first: date
    last: date
    moments: int
    moment: str


def bars(days: Sequence[Occurred]) -> list[Bar]:
    """A bar for each day, week or month between the first day and the last, also where nothing was.

    >>> found = bars([Occurred("2026-11-02", 3, "a"), Occurred("2026-11-04", 1, "b")])
    >>> [(one.moments, one.moment) for one in found]
    [(3, 'a'), (0, ''), (1, 'b')]
    """
    if not days:
        return []
    first, last = date.fromisoformat(days[0].date), date.fromisoformat(days[-1].date)
    span = (last - first).days + 1
    held: dict[date, tuple[int, str]] = {}
    for one in days:
        start = _start(date.fromisoformat(one.date), span)
        count, moment = held.get(start, (0, one.moment))
        held[start] = (count + one.moments, moment)
    out, start = [], _start(first, span)
    while start <= last:
        end = _next(start, span)
        out.append(Bar(start, end - timedelta(days=1), *held.get(start, (0, ""))))
        start = end
    return out


def _start(day: date, span: int) -> date:
    if span <= DAYS_SHOWN:
        return day
    return day - timedelta(days=day.weekday()) if span <= WEEKS_SHOWN else day.replace(day=1)


def _next(day: date, span: int) -> date:
    if span <= DAYS_SHOWN:
        return day + timedelta(days=1)
    return day + timedelta(days=7) if span <= WEEKS_SHOWN else (day.replace(day=28) + timedelta(days=4)).replace(day=1)


class Occurrences(QWidget):
    """The strip. `opened` carries the id of a moment."""

    ROLE = "Chart"

    opened = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("occurrences")
        self.setAccessibleName(self.tr("When it occurred"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(BARS_HEIGHT + FOOT + 6)
        self.setMouseTracking(True)
        self._theme = theme
        self.bars: list[Bar] = []
        self.current = -1
        self._over = -1
        theme.changed.connect(self.update)

    def show_days(self, days: Sequence[Occurred]) -> None:
        """Show other days; one alone says nothing that does not stand beside it already."""
        self.bars = bars(days)
        full = [at for at, one in enumerate(self.bars) if one.moments]
        self.current = full[-1] if full else -1
        self._over = -1
        self.setVisible(len(full) > 1)
        self._tell()

    def place(self, at: int) -> QRectF:
        """Where a bar stands; empty ones have a place too."""
        step = self._step()
        most = max((one.moments for one in self.bars), default=1)
        high = max(4.0, BARS_HEIGHT * self.bars[at].moments / most) if self.bars[at].moments else 0.0
        return QRectF(at * step, 4 + BARS_HEIGHT - high, max(step - 2, 2.0), high)

    def _step(self) -> float:
        return min(22.0, self.width() / max(len(self.bars), 1))

    def said(self, at: int) -> str:
        """A bar in words."""
        one = self.bars[at]
        first, last = words.short_day(one.first), words.short_day(one.last)
        when = first if one.first == one.last else self.tr("{since} to {until}").format(since=first, until=last)
        return f"{when}: {words.counted(one.moments, self.tr('1 moment'), self.tr('{n} moments'))}"

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        right = self._step() * len(self.bars) - 2
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.drawLine(QPointF(0, BARS_HEIGHT + 4.5), QPointF(right, BARS_HEIGHT + 4.5))
        painter.setPen(Qt.PenStyle.NoPen)
        for at, one in enumerate(self.bars):
            lit = at == self._over or (at == self.current and self.hasFocus())
            if one.moments:
                painter.setBrush(self._theme.colour("accent", 255 if lit else 150))
                painter.drawRoundedRect(self.place(at), 2, 2)
        if self.bars:
            self._paint_foot(painter, right)
        painter.end()

    def _paint_foot(self, painter: QPainter, right: float) -> None:
        chosen = self._over if self._over >= 0 else self.current if self.hasFocus() else -1
        painter.setFont(self._theme.font("caption", tabular=True))
        painter.setPen(self._theme.colour("faint"))
        foot = QRectF(0, BARS_HEIGHT + 7, self.width(), FOOT)
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if chosen >= 0:
            painter.setPen(self._theme.colour("second"))
            painter.drawText(foot, left, self.said(chosen))
            return
        first, last = words.short_day(self.bars[0].first), words.short_day(self.bars[-1].last)
        wide = painter.fontMetrics().horizontalAdvance(first) + painter.fontMetrics().horizontalAdvance(last) + 24
        if right >= wide:
            painter.drawText(foot, left, first)
            at_end = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(QRectF(0, foot.top(), right, FOOT), at_end, last)
        else:
            painter.drawText(foot, left, self.tr("{since} to {until}").format(since=first, until=last))

    # pointing and walking

    def at(self, x: float) -> int:
        """The bar with something in it at a place from the left; -1 where there is none."""
        at = int(x // self._step()) if self.bars else -1
        return at if 0 <= at < len(self.bars) and self.bars[at].moments else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._over = self.at(event.position().x())
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._over >= 0 else Qt.CursorShape.ArrowCursor)
        self._tell()

    def leaveEvent(self, event: QEvent) -> None:
        self._over = -1
        self._tell()
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self.at(event.position().x())
        if at >= 0:
            self.current = at
            self.opened.emit(self.bars[at].moment)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        full = [at for at, one in enumerate(self.bars) if one.moments]
        here = full.index(self.current) if self.current in full else 0
        match event.key():
            case Qt.Key.Key_Left if full:
                self.current = full[max(here - 1, 0)]
            case Qt.Key.Key_Right if full:
                self.current = full[min(here + 1, len(full) - 1)]
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if full:
                self.opened.emit(self.bars[self.current].moment)
            case _:
                event.ignore()
        self._tell()

    def _tell(self) -> None:
        at = self._over if self._over >= 0 else self.current
        self.setAccessibleDescription(self.said(at) if 0 <= at < len(self.bars) else "")
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
