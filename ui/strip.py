"""The strip of small pictures, the current one in the middle. Shows what the cache holds and wants what it lacks."""

from collections.abc import Sequence

from PySide6.QtCore import Property, QEasingCurve, QPointF, QPropertyAnimation, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.records import Moment
from ui import icons, words
from ui.pictures import Pictures, Wanted
from ui.theme import Theme

HEIGHT = 88
TILE = QSize(122, 76)
STEP = TILE.width() + 8
GLIDE_MS = 140
DRAG_PX = 8


class Strip(QWidget):
    """Small pictures of a day in a row. `asked` carries the index that was clicked or dragged to the middle, and whether to extend
    the choice; `scrubbing` says that the row is dragged, or no more."""

    ROLE = "Graphic"

    asked = Signal(int, bool)
    scrubbing = Signal(bool)

    def __init__(self, theme: Theme, pictures: Pictures) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.setAccessibleName(self.tr("Pictures of the day"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme, self._pictures = theme, pictures
        self._moments: Sequence[Moment] = ()
        self._current = 0
        self._range: tuple[int, int] | None = None
        self._pressed: tuple[float, float] | None = None  # where, and what was in the middle then
        self._dragged = False
        self._position = 0.0
        self._glide = QPropertyAnimation(self, b"position", self)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        pictures.arrived.connect(self._arrived)
        pictures.retried.connect(self._want)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(600, HEIGHT)

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """Show another row of moments."""
        self._moments = moments
        self.update()

    def show_current(self, index: int, chosen: tuple[int, int] | None, *, glide: bool) -> None:
        """Bring a moment to the middle; `glide` moves there, otherwise it is there at once."""
        near = abs(index - self._position) <= 3
        self._current, self._range = index, chosen
        self._glide.stop()
        if glide and near and self.isVisible() and self._theme.moves:
            self._glide.setDuration(self._theme.length_ms(GLIDE_MS))
            self._glide.setStartValue(self._position)
            self._glide.setEndValue(float(index))
            self._glide.start()
        else:
            self._set_position(float(index))
        self._want()

    def wanted(self, moment: Moment) -> Wanted:
        """The small picture of a moment in this strip's size."""
        ratio = self.devicePixelRatioF()
        return Wanted(moment.id, "small", (), round(TILE.width() * ratio), round(TILE.height() * ratio))

    def _want(self) -> None:
        around = range(
            max(0, self._current - self._reach()), min(len(self._moments), self._current + self._reach() + 1)
        )
        order = sorted(around, key=lambda index: abs(index - self._current))
        self._pictures.want(
            "strip", [self.wanted(self._moments[at]) for at in order if words.pictured(self._moments[at])], rank=2
        )

    def _reach(self) -> int:
        return self.width() // STEP // 2 + 3

    def _arrived(self, wanted: Wanted) -> None:
        if wanted.part == "small":
            self.update()

    def _get_position(self) -> float:
        return self._position

    def _set_position(self, position: float) -> None:
        self._position = position
        self.update()

    position = Property(float, _get_position, _set_position)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = (event.position().x(), self._position), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or not self._moments:
            return
        begun, middle = self._pressed
        if not self._dragged and abs(event.position().x() - begun) > DRAG_PX:
            self._dragged = True
            self.scrubbing.emit(True)
        index = min(max(round(middle - (event.position().x() - begun) / STEP), 0), len(self._moments) - 1)
        if self._dragged and index != self._current:
            self.asked.emit(index, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if self._dragged:
            self._dragged = False
            self.scrubbing.emit(False)
        elif pressed is not None:
            index = round((event.position().x() - self.width() / 2) / STEP + self._position)
            if 0 <= index < len(self._moments):
                self.asked.emit(index, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        reach = self._reach()
        for index in range(
            max(0, int(self._position) - reach), min(len(self._moments), int(self._position) + reach + 1)
        ):
            left = self.width() / 2 + (index - self._position) * STEP - TILE.width() / 2
            self._paint_tile(painter, index, QRectF(left, (HEIGHT - TILE.height()) / 2, TILE.width(), TILE.height()))
        painter.end()

    def _paint_tile(self, painter: QPainter, index: int, place: QRectF) -> None:
        moment = self._moments[index]
        shape = QPainterPath()
        shape.addRoundedRect(place, 6, 6)
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(place, self._theme.colour("raised"))
        pixmap = self._pictures.get(self.wanted(moment)) if words.pictured(moment) else None
        if pixmap is not None and not pixmap.isNull():
            painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()))
        elif not moment.has_picture:
            self._paint_card(painter, moment, place)
        chosen = self._range is not None and self._range[0] <= index <= self._range[1]
        if chosen:
            painter.fillRect(place, self._theme.colour("accent", 70))
        elif index != self._current:
            painter.fillRect(place, self._theme.colour("window", 46))
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if index == self._current:
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.drawRoundedRect(place.adjusted(-2, -2, 2, 2), 8, 8)
        else:
            painter.setPen(QPen(self._theme.colour("line"), 1))
            painter.drawRoundedRect(place, 6, 6)

        if moment.pinned:
            self._paint_pin(painter, place)

    def _paint_pin(self, painter: QPainter, place: QRectF) -> None:
        spot = QRectF(place.right() - 26, place.top() + 4, 22, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("surface", 230))
        painter.drawEllipse(spot)
        painter.drawPixmap(
            spot.topLeft() + QPointF(4, 4),
            icons.pixmap("pin", self._theme.colour("accent"), 14, self.devicePixelRatioF()),
        )

    def _paint_card(self, painter: QPainter, moment: Moment, place: QRectF) -> None:
        painter.drawPixmap(
            place.topLeft() + QPointF(10, 9),
            icons.pixmap(icons.of_kind(moment.kind), self._theme.colour("faint"), 16, self.devicePixelRatioF()),
        )
        painter.setPen(self._theme.colour("second"))
        painter.setFont(self._theme.font("caption"))
        text = words.title_of(moment)
        painter.drawText(
            place.adjusted(10, 30, -8, -6), int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap), text
        )
