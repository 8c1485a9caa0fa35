"""A large look at one moment above the page that asked for it. No search, no answers."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.records import Hit
from ui import words
from ui.moment_view import TEXT_EDGE, MomentView
from ui.page import Desk
from ui.sought import shown_boxes
from ui.widgets import Elided, label

FOOT_HEIGHT = 28


class Preview(QWidget):
    """A large look at a hit above the page, for as long as one wants. A click beside it closes it, and so does Escape."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self.setAccessibleName(self.tr("Preview"))
        self._theme = desk.theme
        self._hit: Hit | None = None
        self.view = MomentView(desk.theme, desk.core, desk.pictures, "preview")
        self._title = Elided(desk.theme, size="text", strong=True)
        self._when = label(desk.theme, tone="second")
        keys = label(
            desk.theme,
            self.tr("Up, Down: the next  ·  Enter: open  ·  Space or Esc: back"),
            size="caption",
            tone="faint",
        )
        keys.setFixedHeight(FOOT_HEIGHT)
        self._head = QHBoxLayout()
        self._head.setSpacing(16)
        self._head.addWidget(self._title, 1)
        self._head.addWidget(self._when)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 16, 40, 0)
        column.setSpacing(8)
        column.addLayout(self._head)
        column.addWidget(self.view, 1)
        column.addWidget(keys, 0, Qt.AlignmentFlag.AlignHCenter)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("window"))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._align()

    def show_hit(self, hit: Hit) -> None:
        """Show another hit."""
        self._hit = hit
        self._title.set_whole(words.title_of(hit.moment))
        self._when.setText(words.when(hit.moment.time, hit.moment.zone))
        self.view.show_moment(hit.moment, None, shown_boxes(hit))
        self._align()

    def _align(self) -> None:
        """Let the line above begin and end where the picture does."""
        if self._hit is None:
            return
        layout, edge = self.layout(), TEXT_EDGE
        if layout is not None:
            layout.activate()
        if self._hit.moment.has_picture:
            whole = QSize(self._hit.moment.width_px, self._hit.moment.height_px)
            room = QSize(max(self.view.width() - 4, 1), max(self.view.height() - 4, 1))
            edge = (self.view.width() - whole.scaled(room, Qt.AspectRatioMode.KeepAspectRatio).width()) // 2
        self._head.setContentsMargins(edge, 0, edge, 0)
