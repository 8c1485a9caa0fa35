"""The window's own icons: line drawings in `svg/`, coloured when asked for. No other pictures."""

from functools import lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

# What stands in the place of a picture for a moment that has none.
OF_KINDS = {"note": "note", "message": "message", "clipboard": "clipboard", "document": "document"}


@lru_cache(maxsize=64)
def _drawing(name: str) -> bytes:
    return files("ui").joinpath("svg", f"{name}.svg").read_bytes()


def of_kind(kind: str) -> str:
    """The name of the icon for a kind of moment."""
    return OF_KINDS.get(kind, "message")


def pixmap(name: str, colour: QColor, size_px: int, ratio: float = 1.0) -> QPixmap:
    """A line icon in one colour, for a screen with `ratio` device pixels a pixel."""
    drawing = _drawing(name).replace(b"#000", colour.name().encode())
    return _rendered(drawing, size_px, ratio)


def _rendered(drawing: bytes, size_px: int, ratio: float) -> QPixmap:
    result = QPixmap(round(size_px * ratio), round(size_px * ratio))
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    QSvgRenderer(QByteArray(drawing)).render(painter, QRectF(result.rect()))
    painter.end()
    result.setDevicePixelRatio(ratio)
    return result


def icon(name: str, colour: QColor, checked: QColor | None = None) -> QIcon:
    """A line icon for buttons; `checked` colours it where the button is switched on."""
    result = QIcon()
    for size in (20, 40):
        result.addPixmap(pixmap(name, colour, size))
        if checked is not None:
            result.addPixmap(pixmap(name, checked, size), QIcon.Mode.Normal, QIcon.State.On)
    return result


def logo(size_px: int = 64, ratio: float = 1.0) -> QPixmap:
    """The program's sign in its own colours."""
    return _rendered(_drawing("recollect"), size_px, ratio)


def app_icon() -> QIcon:
    """The program's sign in the sizes that desktops ask for."""
    result = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        result.addPixmap(logo(size))
    return result
