"""What the sections of the privacy page share: a column with a head, rows with one button, the list at the left. Reads nothing."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.tasks import Core
from ui.theme import READING_WIDTH, Theme
from ui.widgets import Elided, button, label

ROW_HEIGHT = 40
ENTRY_HEIGHT = 36


class Section(QWidget):
    """A section: head, one sentence that says what it is where the head does not, and its contents. `said` carries a sentence for the window."""

    said = Signal(str)

    def __init__(self, theme: Theme, core: Core, name: str, head: str, sentence: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(head)
        self.head = head
        self._theme, self._core = theme, core
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.column.addWidget(label(theme, head, size="title", strong=True))
        if sentence:
            said = label(theme, sentence, tone="second", wrap=True)
            said.setMinimumWidth(420)
            self.column.addWidget(said)
            self.column.addSpacing(8)

    def refresh(self) -> None:
        """Look again; called when the section comes into sight."""


class Line(QWidget):
    """A line of a list: what, faintly more about it, and buttons at its end."""

    def __init__(self, theme: Theme, name: str, text: str, more: str = "", *, strong: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFixedHeight(ROW_HEIGHT)
        self.setAccessibleName(f"{text}, {more}" if more else text)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(12)
        said = Elided(theme, strong=strong)
        said.set_whole(text)
        self.row.addWidget(said, 1)
        if more:
            end = label(theme, more, size="caption", tone="faint")
            end.setFont(theme.font("caption", tabular=True))
            self.row.addWidget(end)

    def add_button(self, name: str, text: str, of: str, act: Callable[[], object]) -> QPushButton:
        """Put a button at the end; `of` says to a screen reader what it is about."""
        one = button(name, text, "word")
        one.setAccessibleName(f"{text}: {of}")
        one.clicked.connect(lambda _=False: act())
        self.row.addWidget(one)
        return one


def scrolled(name: str, inside: QWidget) -> QScrollArea:
    """A section that scrolls, no wider than text is read."""
    inside.setMaximumWidth(READING_WIDTH)
    middle = QWidget()
    row = QHBoxLayout(middle)
    row.setContentsMargins(32, 24, 32, 96)
    row.addWidget(inside, 1000, Qt.AlignmentFlag.AlignTop)
    row.addStretch(1)
    scroll = QScrollArea()
    scroll.setObjectName(name)
    scroll.setAccessibleName(inside.accessibleName())
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFrameShape(QScrollArea.Shape.NoFrame)
    scroll.setWidget(middle)
    return scroll


class Contents(QListWidget):
    """The list of sections at the left."""

    def __init__(self, theme: Theme, name: str, said: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(said)
        self._theme = theme
        self.setFont(theme.font("control"))
        self.setProperty("look", "contents")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentRowChanged.connect(self._stand_on)

    def _stand_on(self, row: int) -> None:
        for at in range(self.count()):
            self.item(at).setFont(self._theme.font("control", strong=at == row))

    def add(self, text: str) -> None:
        """One more entry."""
        entry = QListWidgetItem(text)
        entry.setSizeHint(QSize(100, ENTRY_HEIGHT))
        self.addItem(entry)
