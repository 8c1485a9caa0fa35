"""The pictures that would be kept of the screens now, side by side. Shows them; keeps nothing and reads nothing."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.theme import Theme

if TYPE_CHECKING:
    from app.kept_now import Picture, Preview

PICTURE_HEIGHT = 304
GAP = 16


class Screens(QWidget):
    """The pictures that would be kept, side by side; a quiet rectangle where no picture would be taken."""

    ROLE = "Graphic"

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("keptScreens")
        self.setFixedHeight(PICTURE_HEIGHT)
        self._theme = theme
        self._screens: list[tuple[QSize, QImage]] = []
        theme.changed.connect(self.update)

    def show_screens(self, seen: "Preview") -> None:
        """Show one rectangle a monitor, in its shape, with its picture where there is one."""
        pictures = {one.monitor: one for one in seen.pictures}
        self._screens = [
            (QSize(look.monitor.width, look.monitor.height), _image(pictures.get(look.monitor.name)))
            for look in seen.looks
        ]
        self.update()

    def clear(self) -> None:
        """Let go of the pictures."""
        self._screens = []
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        left = 0.0
        for place, image in self._places():
            shape = QPainterPath()
            shape.addRoundedRect(place, 8, 8)
            painter.fillPath(shape, self._theme.colour("raised"))
            if not image.isNull():
                painter.save()
                painter.setClipPath(shape)
                painter.drawImage(place, image)
                painter.restore()
            painter.setPen(QPen(self._theme.colour("line"), 1))
            painter.drawPath(shape)
            left = place.right()
        painter.end()
        self.setAccessibleDescription("" if left else self.tr("No picture"))

    def _places(self) -> list[tuple[QRectF, QImage]]:
        """Where each screen goes: all at one scale, as large as fits."""
        if not self._screens:
            return []
        wide = sum(size.width() for size, _ in self._screens)
        high = max(size.height() for size, _ in self._screens)
        room = self.width() - 1 - GAP * (len(self._screens) - 1)
        scale = min(room / max(wide, 1), (self.height() - 1) / max(high, 1))
        places, left = [], 0.5
        for size, image in self._screens:
            place = QRectF(left, 0.5, size.width() * scale, size.height() * scale)
            places.append((place, image))
            left = place.right() + GAP
        return places


def _image(picture: "Picture | None") -> QImage:
    if picture is None:
        return QImage()
    image = QImage(picture.rgb, picture.width_px, picture.height_px, picture.width_px * 3, QImage.Format.Format_RGB888)
    return image.copy()  # the bytes are Python's
