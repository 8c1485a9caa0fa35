"""Small pieces that every page uses: labels that show text as it is, buttons with names, hairlines. No memory, no pages."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPushButton, QSizePolicy, QToolButton, QWidget

from ui import icons
from ui.theme import Theme


def label(
    theme: Theme, text: str = "", *, size: str = "control", tone: str = "text", strong: bool = False, wrap: bool = False
) -> QLabel:
    """A label that never reads markup out of its text."""
    result = QLabel()
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setText(text)
    result.setFont(theme.font(size, strong=strong))
    result.setProperty("tone", tone)
    result.setWordWrap(wrap)
    if wrap:
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        result.setSizePolicy(policy)
    return result


def fit(text: QLabel, width: int) -> None:
    """Give a label with wrapped text the height that it needs at a width; nested layouts do not ask it for that."""
    text.setFixedWidth(width)
    text.setMinimumHeight(0)  # a label never asks for less than it was given
    text.setFixedHeight(text.heightForWidth(width) if text.text() else 0)


class Elided(QLabel):
    """One line of text that gives way with an ellipsis; the whole text is its tooltip, shown as plain text."""

    def __init__(self, theme: Theme, *, size: str = "control", tone: str = "text", strong: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(size, strong=strong))
        self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._whole = ""

    def set_whole(self, text: str) -> None:
        """Show this text, as much of it as fits."""
        self._whole = " ".join(text.split())
        self.setAccessibleName(self._whole)
        self._fit()

    def whole(self) -> str:
        """The text as it was set."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        shown = QFontMetrics(self.font()).elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 24))
        self.setText(shown)
        self.setToolTip(plain_tip(self._whole) if shown != self._whole else "")


def plain_tip(text: str) -> str:
    """A tooltip for captured text. Qt guesses whether a tooltip is markup, so nothing that could open a tag is left in it."""
    return text.replace("<", "\u2039").replace("&", "\uff06")


class IconButton(QToolButton):
    """A button with an icon of the set, always with a name; its icon follows the theme."""

    def __init__(self, theme: Theme, name: str, icon: str, said: str, *, tip: str = "", role: str = "second") -> None:
        super().__init__()
        self._theme, self._icon_name, self._role = theme, icon, role
        self.setObjectName(name)
        self.setAccessibleName(said)
        self.setToolTip(tip or said)
        self.setProperty("bare", True)
        self.setIconSize(QSize(20, 20))
        self.setMinimumSize(32, 32)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self._repaint_icon)
        self._repaint_icon()

    def set_icon(self, icon: str, role: str | None = None) -> None:
        """Show another icon of the set."""
        self._icon_name, self._role = icon, role or self._role
        self._repaint_icon()

    def _repaint_icon(self) -> None:
        self.setIcon(icons.icon(self._icon_name, self._theme.colour(self._role), self._theme.colour("accent")))


def button(name: str, text: str, look: str = "quiet") -> QPushButton:
    """A button with words. `look` is main, quiet, danger or chip."""
    result = QPushButton(text)
    result.setObjectName(name)
    result.setAccessibleName(text)
    result.setProperty("look", look)
    result.setMinimumHeight(32)
    result.setAutoDefault(False)
    return result


def secret(name: str, said: str, width: int) -> QLineEdit:
    """A field for a passphrase, `width` pixels wide."""
    field = QLineEdit()
    field.setObjectName(name)
    field.setAccessibleName(said)
    field.setPlaceholderText(said)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setFixedWidth(width)
    return field


def hairline(*, upright: bool = False) -> QFrame:
    """A line of one pixel."""
    result = QFrame()
    result.setProperty("hairline", True)
    if upright:
        result.setFixedWidth(1)
    else:
        result.setFixedHeight(1)
    return result


class Dot(QWidget):
    """A round spot in a colour, for an application or a state. Never the only carrier of meaning."""

    def __init__(self, theme: Theme, size_px: int = 8) -> None:
        super().__init__()
        self._theme, self._app, self._role, self._hollow = theme, "", "", False
        self._size = size_px
        self.setFixedSize(size_px + 4, size_px + 4)
        theme.changed.connect(self.update)

    def show_app(self, app: str) -> None:
        """Take the colour of an application."""
        self._app, self._role, self._hollow = app, "", False
        self.update()

    def show_role(self, role: str, *, hollow: bool = False) -> None:
        """Take the colour of a role; hollow where it stands for something that does not go on."""
        self._role, self._hollow = role, hollow
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._theme.colour(self._role) if self._role else self._theme.app_colour(self._app)
        rectangle = self.rect().adjusted(2, 2, -2, -2)
        if self._hollow:
            pen = painter.pen()
            pen.setColor(colour)
            pen.setWidthF(2)
            painter.setPen(pen)
            painter.drawEllipse(rectangle.adjusted(1, 1, -1, -1))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(rectangle)
        painter.end()


def restyle(widget: QWidget, **properties: object) -> None:
    """Set properties that the style sheet looks at, and let it look again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
