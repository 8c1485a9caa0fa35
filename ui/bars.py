"""Bars that can be gone through: a row with its bar, a column, and lists of both. Each is a button with a name that says its figure.

Draws what it is given and says which was opened; counts nothing and fetches nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.letting_go import let_go
from ui.theme import Theme
from ui.widgets import button, label, plain_tip

ROW_HEIGHT = 36
TALL_ROW_HEIGHT = 52
# Two lines without a bar.
PLAIN_ROW_HEIGHT = 42
BAR_HEIGHT = 6
COLUMN_HEIGHT = 148
FOOT = 22
PAD = 8
# Many bars side by side in the full colour would outshout what they say.
SOFT = 190


@dataclass(frozen=True, slots=True)
class Mark:
    """A bar to draw: its name and figure, a second line or none, its length as a part of the longest, its colour, what it stands for.

    `role` is a colour of the theme; empty means the colour of the application `name`.
    """

    name: str
    value: str
    part: float
    opens: object
    second: str = ""
    role: str = "accent"

    @property
    def said(self) -> str:
        """The accessible name."""
        return ", ".join(part for part in (self.name, self.value, self.second) if part)


class BarButton(QAbstractButton):
    """One bar. `opened` says that it was clicked or that Enter or Space was pressed on it; arrows are left to the page."""

    opened = Signal(object)
    entered = Signal()

    def __init__(self, theme: Theme, mark: Mark) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("bar")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.mark = mark
        self.show_mark(mark)
        self.clicked.connect(lambda: self.opened.emit(self.mark.opens))
        theme.changed.connect(self.update)

    def show_mark(self, mark: Mark) -> None:
        """Draw another bar in this one's place."""
        self.mark = mark
        self.setAccessibleName(mark.said)
        self.setToolTip(plain_tip(mark.said))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        if not self.mark.second:
            return QSize(200, ROW_HEIGHT)
        return QSize(200, TALL_ROW_HEIGHT if self.mark.part >= 0 else PLAIN_ROW_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(96, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def _painter(self) -> QPainter:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.underMouse():
            painter.setBrush(self._theme.colour("raised"))
            painter.drawRoundedRect(whole, 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(whole, 6, 6)
        return painter

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self._painter()
        theme, width = self._theme, self.width() - 2 * PAD
        painter.setFont(theme.font("control", tabular=True))
        metrics = painter.fontMetrics()
        value_width = metrics.horizontalAdvance(self.mark.value) + 12 if self.mark.value else 0
        painter.setPen(theme.colour("text"))
        name = metrics.elidedText(self.mark.name, Qt.TextElideMode.ElideRight, max(width - value_width, 24))
        line = QRectF(PAD, 4, width, 20)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), name)
        painter.setPen(theme.colour("second"))
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), self.mark.value)
        if self.mark.second:
            painter.setFont(theme.font("caption", tabular=True))
            painter.setPen(theme.colour("faint"))
            text = painter.fontMetrics().elidedText(self.mark.second, Qt.TextElideMode.ElideRight, width)
            painter.drawText(
                QRectF(PAD, 22, width, 16), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text
            )
        if self.mark.part >= 0:
            self._paint_bar(painter, self.height() - BAR_HEIGHT - 5, width)
        painter.end()

    def _paint_bar(self, painter: QPainter, top: int, width: int) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("line", 130))
        painter.drawRoundedRect(QRectF(PAD, top, width, BAR_HEIGHT), BAR_HEIGHT / 2, BAR_HEIGHT / 2)
        role, name = self.mark.role, self.mark.name
        painter.setBrush(self._theme.colour(role, SOFT) if role else self._theme.app_colour(name))
        long = max(width * min(self.mark.part, 1.0), BAR_HEIGHT)
        if self.mark.part > 0:
            painter.drawRoundedRect(QRectF(PAD, top, long, BAR_HEIGHT), BAR_HEIGHT / 2, BAR_HEIGHT / 2)


class ColumnButton(BarButton):
    """A bar that stands, with what it is called below it: `second` of its mark."""

    def sizeHint(self) -> QSize:
        return QSize(24, COLUMN_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(16, COLUMN_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self._painter()
        theme = self._theme
        room = COLUMN_HEIGHT - FOOT - 26
        tall = max(room * min(self.mark.part, 1.0), 3.0 if self.mark.part > 0 else 0.0)
        wide = min(self.width() - 6.0, 56.0)
        left, floor = (self.width() - wide) / 2, float(COLUMN_HEIGHT - FOOT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("line", 130))
        painter.drawRoundedRect(QRectF(left, floor - 2, wide, 2), 1, 1)
        painter.setBrush(theme.colour(self.mark.role, SOFT))
        painter.drawRoundedRect(QRectF(left, floor - tall, wide, tall), 4, 4)
        painter.setFont(theme.font("caption", tabular=True))
        middle = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        metrics = painter.fontMetrics()
        if self.mark.part > 0 and metrics.horizontalAdvance(self.mark.value) <= self.width():
            painter.setPen(theme.colour("second"))
            painter.drawText(QRectF(0, floor - tall - 20, self.width(), 18), middle, self.mark.value)
        if metrics.horizontalAdvance(self.mark.second) <= self.width() + 2:
            painter.setPen(theme.colour("faint"))
            painter.drawText(QRectF(-2, floor + 3, self.width() + 4, FOOT - 4), middle, self.mark.second)
        painter.end()


class Bars(QWidget):
    """Bars one beneath the other, or columns side by side. One of them is a stop of the Tab key. `opened` carries what one stands for."""

    opened = Signal(object)

    def __init__(self, theme: Theme, name: str, said: str, *, upright: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(said)
        self._theme, self.upright = theme, upright
        self.buttons: list[BarButton] = []
        self._box: QHBoxLayout | QVBoxLayout = QHBoxLayout(self) if upright else QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Draw these; bars that are there are drawn anew in their place, so that the focus stays where it is."""
        while len(self.buttons) > len(marks):
            gone = self.buttons.pop()
            self._box.removeWidget(gone)
            let_go(gone)
        for at, mark in enumerate(marks):
            if at < len(self.buttons):
                self.buttons[at].show_mark(mark)
                continue
            one = (ColumnButton if self.upright else BarButton)(self._theme, mark)
            one.opened.connect(self.opened)
            one.entered.connect(lambda held=one: self.stand(held))
            self.buttons.append(one)
            self._box.addWidget(one)
        if self.buttons and not any(one.focusPolicy() & Qt.FocusPolicy.TabFocus for one in self.buttons):
            self.stand(self.buttons[0])

    def stand(self, on: BarButton) -> None:
        """Let the Tab key stop at this bar from now on."""
        for one in self.buttons:
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one is on else Qt.FocusPolicy.ClickFocus)


class Section(QWidget):
    """A list of bars with its head, or without one where what stands above it says the same, and a sentence in place of bars where there
    are none. How it is counted is the head's tooltip. `more` stands below a list that goes on elsewhere.
    """

    opened = Signal(object)

    def __init__(
        self, theme: Theme, name: str, head: str, how: str = "", *, upright: bool = False, headed: bool = True
    ) -> None:
        super().__init__()
        self.setObjectName(f"{name}Section")
        self.setAccessibleName(head)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.head = label(theme, head, size="text", strong=True)
        self.figure = label(theme, tone="second")
        self.head.setToolTip(how)
        self.setAccessibleDescription(how)
        self.more = button(f"{name}More", "", "word")
        self.more.setAccessibleName(head)
        self.more.hide()
        self.none = label(theme, tone="faint", wrap=True)
        self.none.setMargin(PAD)  # its contents margins are lost to the style sheet while it is hidden
        self.bars = Bars(theme, f"{name}Bars", head, upright=upright)
        self.bars.opened.connect(self.opened)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if headed:
            top = QHBoxLayout()
            top.setContentsMargins(PAD, 0, PAD, 0)
            top.addWidget(self.head)
            top.addStretch(1)
            top.addWidget(self.figure)
            column.addLayout(top)
        for part in (self.bars, self.none):
            column.addWidget(part)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def show_marks(self, marks: Sequence[Mark], nothing: str = "") -> None:
        """Draw these, or say why there are none."""
        self.bars.show_marks(marks)
        self.bars.setVisible(bool(marks))
        self.none.setText("" if marks else nothing)
        self.none.setVisible(not marks and bool(nothing))

    def tell_more(self, text: str) -> None:
        """Say how many do not stand here; "" where all do."""
        self.more.setText(text)
        self.more.setAccessibleName(f"{self.head.text()}: {text}")
        self.more.setVisible(bool(text))
