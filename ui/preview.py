"""A large look at one moment above the page that asked for it. No search, no answers."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.records import Hit
from ui import words
from ui.moment_view import MomentView
from ui.page import Desk
from ui.widgets import Elided, label


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
        column.setContentsMargins(20, 14, 20, 20)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(40, 24, 40, 24)
        outer.addWidget(sheet)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("window", 205))
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
