"""How the parts of a day are painted: episodes on top, lanes of applications with hatched gaps, the ruler with its density.

Functions over a painter; they know no events and fetch nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from ui import day, words
from ui.theme import Theme

GUTTER = 132
RIGHT = 24
EPISODES_HEIGHT = 30
LANES_HEIGHT = 116
RULER_HEIGHT = 40
LANES_TOP = EPISODES_HEIGHT
RULER_TOP = LANES_TOP + LANES_HEIGHT
HEIGHT = RULER_TOP + RULER_HEIGHT
_BUCKET = 5
_LABEL = 72
_SHORTEST = 30
_APART = 10  # pixels between a title and the next
_SEPARATE = 4.0  # pixels between moments from which on each is drawn by itself


@dataclass(frozen=True, slots=True)
class Sheet:
    """What painting needs: the day, the stretch of it in sight, the colours, and the width of it all."""

    lines: day.Lines
    scale: day.Scale
    theme: Theme
    width: float

    def x(self, at: int) -> float:
        """Where the moment of an index lies."""
        return GUTTER + self.scale.x(self.lines.times[at])

    def place_of_bar(self, bar: day.Bar) -> QRectF:
        """Where an episode is drawn, cut to what is in sight."""
        left, right = self._across(self.scale.x(bar.since), self.scale.x(bar.until))
        return QRectF(left, 4, max(right - left - 2, 3.0), EPISODES_HEIGHT - 8)

    def place_of_gap(self, index: int) -> QRectF:
        """Where a gap is drawn, cut to what is in sight; empty where it is not."""
        gap = self.lines.gaps[index]
        left, right = self._across(self.scale.x(gap.since), self.scale.x(gap.until))
        return QRectF(left, LANES_TOP + 2, max(right - left, 0.0), LANES_HEIGHT - 4)

    def _across(self, left: float, right: float) -> tuple[float, float]:
        return GUTTER + min(max(left, 0.0), self.scale.width), GUTTER + min(max(right, 0.0), self.scale.width)

    def lane_height(self) -> float:
        return min((LANES_HEIGHT - 8) / max(len(self.lines.names), 1), 28.0)


def in_sight(sheet: Sheet, since: float, until: float) -> bool:
    """Whether a stretch of pixels of the scale is in sight."""
    return until >= 0 and since <= sheet.scale.width


def paint_episodes(painter: QPainter, sheet: Sheet) -> None:
    """Titles over lines. A title has the room up to the next episode; where that is too little it is left to the tooltip."""
    theme = sheet.theme
    painter.setFont(theme.font("caption"))
    seen = [
        (bar, sheet.place_of_bar(bar))
        for bar in sheet.lines.bars
        if in_sight(sheet, sheet.scale.x(bar.since), sheet.scale.x(bar.until))
    ]
    ends = [place.left() for _, place in seen[1:]] + [GUTTER + sheet.scale.width]
    for (bar, place), end in zip(seen, ends, strict=False):
        paint_line(painter, place, theme.colour("faint", 130))
        room = QRectF(place.left(), 0, end - place.left() - _APART, EPISODES_HEIGHT - 6)
        if room.width() > _SHORTEST:
            painter.setPen(theme.colour("second"))
            text = painter.fontMetrics().elidedText(bar.title, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)


def paint_line(painter: QPainter, place: QRectF, colour: QColor) -> None:
    """The line of an episode, below its title."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(place.left(), place.bottom() - 2, place.width(), 3), 1.5, 1.5)


def paint_row_name(painter: QPainter, sheet: Sheet, text: str) -> None:
    """The name at the left of the episodes."""
    painter.setFont(sheet.theme.font("caption"))
    painter.setPen(sheet.theme.colour("faint"))
    place = QRectF(16, 0, GUTTER - 28, EPISODES_HEIGHT - 6)
    painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)


def paint_gaps(painter: QPainter, sheet: Sheet) -> None:
    """Hatched, behind the lanes, for nothing was kept of any application."""
    hatch = QBrush(sheet.theme.colour("faint", 40), Qt.BrushStyle.BDiagPattern)
    painter.setPen(Qt.PenStyle.NoPen)
    for index in range(len(sheet.lines.gaps)):
        place = sheet.place_of_gap(index)
        if place.width() > 0:
            painter.setBrush(hatch)
            painter.drawRect(place)


def paint_lane_names(painter: QPainter, sheet: Sheet, others: str) -> None:
    """A dot and a name a lane, and the line below it."""
    theme, height = sheet.theme, sheet.lane_height()
    painter.setFont(theme.font("caption"))
    for lane, app in enumerate(sheet.lines.names):
        top = LANES_TOP + 4 + lane * height
        painter.setPen(QPen(theme.colour("line", 130), 1))
        painter.drawLine(QPointF(GUTTER, top + height - 0.5), QPointF(sheet.width, top + height - 0.5))
        painter.setPen(theme.colour("second"))
        text = painter.fontMetrics().elidedText(app or others, Qt.TextElideMode.ElideRight, GUTTER - 28)
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(16, top, GUTTER - 28, height), int(align), text)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.app_colour(app) if app else theme.colour("faint"))
        painter.drawEllipse(QPointF(7, top + height / 2), 4, 4)


def paint_spans(painter: QPainter, sheet: Sheet) -> None:
    """When each application was seen."""
    theme, scale, height = sheet.theme, sheet.scale, sheet.lane_height()
    painter.save()
    painter.setClipRect(QRectF(GUTTER, 0, scale.width, HEIGHT))
    painter.setPen(Qt.PenStyle.NoPen)
    for span in sheet.lines.spans:
        left, right = scale.x(span.since), scale.x(span.until)
        if in_sight(sheet, left, right):
            lane = sheet.lines.lane_of(span.app)
            painter.setBrush(theme.app_colour(span.app) if sheet.lines.names[lane] else theme.colour("faint"))
            top = LANES_TOP + 4 + lane * height
            left, right = max(left, -8.0), min(right, scale.width + 8)
            painter.drawRoundedRect(QRectF(GUTTER + left, top + 4, max(right - left - 1, 2.5), height - 9), 3, 3)
    painter.restore()


def paint_ruler(painter: QPainter, sheet: Sheet) -> None:
    """How much was kept when; each moment by itself where they lie far enough apart."""
    scale, theme, top = sheet.scale, sheet.theme, RULER_TOP
    buckets = max(int(scale.width / _BUCKET), 1)
    counts = day.density(sheet.lines.times, scale, buckets)
    most = max(counts) or 1
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("faint", 110))
    if sum(counts) * _SEPARATE < buckets:
        for time in day.between(sheet.lines.times, scale.since, scale.until):
            painter.drawEllipse(QPointF(GUTTER + scale.x(time), top + 11), 2.5, 2.5)
    else:
        for bucket, count in enumerate(counts):
            if count:
                tall = 3 + 13 * count / most
                painter.drawRoundedRect(QRectF(GUTTER + bucket * _BUCKET, top + 18 - tall, 3.5, tall), 1.2, 1.2)
    painter.setPen(QPen(theme.colour("line"), 1))
    painter.drawLine(QPointF(GUTTER, top + 18.5), QPointF(sheet.width, top + 18.5))
    _paint_labels(painter, sheet, top)


def _labels(sheet: Sheet) -> tuple[list[tuple[datetime, QRectF]], Callable[[datetime, str], str]]:
    """The times that are written on the ruler and where, and how they are said."""
    scale = sheet.scale
    midnight = words.in_zone(scale.since, sheet.lines.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    times = day.marks(scale, max(int(scale.width / _LABEL), 2), midnight)
    lefts = (min(max(GUTTER + scale.x(time) - 32, GUTTER - 4), sheet.width - 56) for time in times)
    places = [(time, QRectF(left, RULER_TOP + 22, 64, 16)) for time, left in zip(times, lefts, strict=True)]
    return places, words.clock_to_second if any(time.second for time in times) else words.clock


def _paint_labels(painter: QPainter, sheet: Sheet, top: float) -> None:
    scale, theme, zone = sheet.scale, sheet.theme, sheet.lines.zone
    painter.setFont(theme.font("caption", tabular=True))
    places, said = _labels(sheet)
    for time, box in places:
        x = GUTTER + scale.x(time)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(QPointF(x, top + 18), QPointF(x, top + 22))
        painter.setPen(theme.colour("second"))
        align = Qt.AlignmentFlag.AlignLeft if x - 32 < GUTTER - 4 else Qt.AlignmentFlag.AlignHCenter
        painter.drawText(box, int(align), said(time, zone))


def paint_chosen(painter: QPainter, sheet: Sheet, chosen: tuple[int, int]) -> None:
    """The shade over what is selected, with its edges."""
    first, last = (sheet.x(index) for index in chosen)
    left, right = max(first - 2, GUTTER), min(last + 2, GUTTER + sheet.scale.width)
    if right < left:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(sheet.theme.colour("accent", 40))
    painter.drawRect(QRectF(left, 2, right - left, RULER_TOP + 16))
    painter.setPen(QPen(sheet.theme.colour("accent", 150), 1))
    for x in (left, right):
        painter.drawLine(QPointF(x, 2), QPointF(x, RULER_TOP + 18))


def paint_pointer(painter: QPainter, sheet: Sheet, x: float, text: str) -> None:
    """A thin line under the pointer, with its time on the ruler."""
    theme = sheet.theme
    painter.setPen(QPen(theme.colour("faint", 120), 1))
    painter.drawLine(QPointF(x, 2), QPointF(x, RULER_TOP + 18))
    _paint_time(painter, sheet, x, text, "surface", "text")


def _paint_time(painter: QPainter, sheet: Sheet, x: float, text: str, plane: str, tone: str) -> None:
    """A time on the ruler, in the place of what is written there."""
    theme = sheet.theme
    painter.setFont(theme.font("caption", tabular=True))
    wide = painter.fontMetrics().horizontalAdvance(text) + 14
    box = QRectF(min(max(x - wide / 2, GUTTER - 8), sheet.width - wide - 2), RULER_TOP + 20, wide, 19)
    for _, label in _labels(sheet)[0]:
        if label.adjusted(14, 0, -14, 0).intersects(box):  # no half of a label looks out behind it
            painter.fillRect(label.adjusted(0, 1, 0, 1), theme.colour("window"))
    painter.setPen(QPen(theme.colour("line" if plane == "surface" else plane), 1))
    painter.setBrush(theme.colour(plane))
    painter.drawRoundedRect(box, 5, 5)
    painter.setPen(theme.colour(tone))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)


def paint_now(painter: QPainter, sheet: Sheet, at: int, text: str) -> None:
    """The mark on the moment that is shown, with its time on the ruler, and the mark on its episode."""
    theme, x = sheet.theme, sheet.x(at)
    for bar in sheet.lines.bars:
        if bar.first <= at <= bar.last and in_sight(sheet, sheet.scale.x(bar.since), sheet.scale.x(bar.until)):
            paint_line(painter, sheet.place_of_bar(bar), theme.colour("accent"))
    if not GUTTER - 1 <= x <= GUTTER + sheet.scale.width + 1:
        return
    painter.setPen(QPen(theme.colour("accent"), 2))
    painter.drawLine(QPointF(x, LANES_TOP), QPointF(x, RULER_TOP + 20))
    _paint_time(painter, sheet, x, text, "accent", "on_accent")


def paint_focus(painter: QPainter, sheet: Sheet, place: QRectF) -> None:
    """The ring around the episode or gap that the keyboard stands on."""
    painter.setPen(QPen(sheet.theme.colour("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), 4, 4)
