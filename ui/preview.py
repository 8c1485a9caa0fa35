"""A large look at one moment above the page that asked for it. No search, no answers."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.records import Hit
from ui import words
from ui.moment_view import MomentView
from ui.page import Desk
from ui.widgets import Elided, label

BESIDE, ABOVE, PAD = 40, 24, 20
EDGE = 2  # between a picture and the view that shows it


class Preview(QWidget):
    """A large look at a hit above the page, for as long as one wants. A click beside it closes it, and so does Escape."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self.setAccessibleName(self.tr("Preview"))
        self._theme = desk.theme
        self.view = MomentView(desk.theme, desk.core, desk.pictures, "preview")
        self._title = Elided(desk.theme, strong=True)
        self._when = label(desk.theme, tone="second")
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._when)
        sheet = QFrame()
        sheet.setProperty("plane", "sheet")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(PAD, 14, PAD, PAD)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(BESIDE, ABOVE, BESIDE, ABOVE)
        self._outer.addWidget(sheet)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("window", 250))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def show_hit(self, hit: Hit) -> None:
        """Show another hit."""
        self._title.set_whole(words.title_of(hit.moment))
        self._when.setText(words.when(hit.moment.time, hit.moment.zone))
        self.view.show_moment(hit.moment, None, hit.boxes)
        self._hug()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._hug()
        super().resizeEvent(event)

    def _hug(self) -> None:
        """Let the sheet be as wide as the picture in it, so that title and time stand above its edges."""
        moment, beside = self.view.moment, BESIDE
        if moment is not None and moment.has_picture and moment.height_px:
            room = self.height() - 2 * ABOVE - 14 - self._title.sizeHint().height() - 10 - PAD - 2 * EDGE
            wide = room * moment.width_px / moment.height_px + 2 * PAD + 2 * EDGE
            beside = max(BESIDE, round((self.width() - wide) / 2))
        self._outer.setContentsMargins(beside, ABOVE, beside, ABOVE)
