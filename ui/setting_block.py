"""A part of the settings page that is more than rows: what it is called, what it is found by, and small pieces for such parts."""

from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.page import Desk
from ui.theme import Theme
from ui.widgets import fit, label


class Block(QWidget):
    """Fills itself when it is shown. `wrapped` are labels that get the height that they need at the page's width."""

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.desk = desk
        self.wrapped: list[QLabel] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 4, 0, 12)
        self.column.setSpacing(8)

    def say(self, text: str = "", *, tone: str = "second", name: str = "", size: str = "control") -> QLabel:
        """A paragraph, added at the foot."""
        result = label(self.desk.theme, text, tone=tone, size=size, wrap=True)
        if name:
            result.setObjectName(name)
        self.wrapped.append(result)
        self.column.addWidget(result)
        return result

    def head(self, text: str) -> QLabel:
        """A small heading, added at the foot."""
        result = label(self.desk.theme, text, size="text", strong=True)
        self.column.addSpacing(16)
        self.column.addWidget(result)
        return result

    def row(self, *widgets: QWidget) -> QWidget:
        """Widgets side by side, added at the foot."""
        whole = beside(*widgets)
        self.column.addWidget(whole)
        return whole

    def fits(self, sought: list[str]) -> bool:
        """Whether all of these words, in small letters, stand in what is shown or offered here."""
        said = " ".join([self.accessibleName(), *(one.text() for one in self.findChildren(QLabel))])
        said += " ".join(one.accessibleName() for one in self.findChildren(QWidget))
        return all(word in said.casefold() for word in sought)

    def arrive(self) -> None:
        """The part can be seen: look again at what it shows."""

    def leave(self) -> None:
        """The part can be seen no more."""

    def set_width(self, width: int) -> None:
        """Give wrapped text the height that it needs."""
        for text in self.wrapped:
            fit(text, width)
            text.setVisible(bool(text.text()))


def beside(*widgets: QWidget) -> QWidget:
    """Widgets side by side, from the left."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for one in widgets:
        row.addWidget(one)
    row.addStretch(1)
    return whole


class Gauge(QWidget):
    """How much of what may be used is used."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFixedHeight(10)
        self._theme = theme
        self._part: float | None = None
        theme.changed.connect(self.update)

    def show_part(self, part: float | None, said: str) -> None:
        """Show a part of 1; above it the bar is full and warns. None is nothing known."""
        self._part = part
        self.setAccessibleName(said)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        painter.setBrush(self._theme.colour("raised"))
        painter.drawRoundedRect(whole, 5, 5)
        if self._part:
            painter.setBrush(self._theme.colour("warn" if self._part > 1 else "accent"))
            width = max(whole.width() * min(self._part, 1.0), 10.0)
            painter.drawRoundedRect(QRectF(0, 0, width, whole.height()), 5, 5)
        painter.end()


def pairs(theme: Theme, told: tuple[tuple[str, str], ...], *, names_width: int = 0) -> QFormLayout:
    """Names at the left, what belongs to them at the right; `names_width` gives several such lists one edge, 0 is as the names need."""
    form: Any = QFormLayout()
    form.setHorizontalSpacing(24)
    form.setVerticalSpacing(8)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
    for name, text in told:
        right = label(theme, text)
        right.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        left = label(theme, name, tone="second")
        if names_width:
            left.setFixedWidth(names_width)
        form.addRow(left, right)
    return form  # type: ignore[no-any-return]
