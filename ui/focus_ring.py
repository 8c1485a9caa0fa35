"""What Tab reached is ringed, whatever it is, so that one can always see where the keyboard is. A click takes the ring away."""

import shiboken6
from PySide6.QtCore import QPoint, QRect, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme import Theme

WIDTH_PX = 2
OUTSIDE_PX = 3
FOLLOW_MS = 120


class FocusRing(QWidget):
    """Lies over a window and lets all through. It follows what it is around, also where that is scrolled."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("focusRing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._theme, self._window = theme, window
        self._around: QWidget | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(FOLLOW_MS)
        self._timer.timeout.connect(self._follow)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_changed)
        theme.changed.connect(self.update)
        self.hide()

    def show_around(self, widget: QWidget | None) -> None:
        """Ring what Tab has just reached."""
        self._around = widget if widget is not None and widget.window() is self._window else None
        self._follow()

    @Slot("QWidget*", "QWidget*")
    def _focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not self._around:
            self._around = None
            self._follow()

    @Slot()
    def _follow(self) -> None:
        widget = self._around
        place = QRect() if widget is None or not shiboken6.isValid(widget) else self._place(widget)
        if place.isEmpty():
            self._timer.stop()
            self.hide()
            return
        if place != self.geometry():
            self.setGeometry(place)
        if self.isHidden():
            self.show()
            self._timer.start()
        self.raise_()

    def _place(self, widget: QWidget) -> QRect:
        """Around what is seen of a widget, within the window."""
        seen = widget.visibleRegion().boundingRect()
        if not widget.isVisible() or seen.isEmpty():
            return QRect()
        corner = widget.mapTo(self._window, QPoint(0, 0))
        grown = seen.translated(corner).adjusted(-OUTSIDE_PX, -OUTSIDE_PX, OUTSIDE_PX, OUTSIDE_PX)
        return grown.intersected(self._window.rect())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("accent"), WIDTH_PX))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.end()
