"""What every page of the window has: its place in the rail, what it is given, how it says what it points at. No page itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QRectF, QSettings, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.letting_go import let_go
from ui.pictures import Pictures
from ui.shortcut import Shortcut
from ui.tasks import Core
from ui.theme import Theme
from ui.widgets import button, label

if TYPE_CHECKING:
    from ui.first_run import Start


@dataclass(frozen=True, slots=True)
class Desk:
    """What pages work with. `start` holds what lanes open the memory with; `choices` are the window's own."""

    theme: Theme
    core: Core
    pictures: Pictures
    shortcut: Shortcut
    start: "Start | None" = None
    choices: QSettings | None = None


class Page(QWidget):
    """A page behind an entry of the rail, which `KEY` names; who makes it gives it its accessible name."""

    KEY: ClassVar[str] = ""
    ROLE: ClassVar[str] = "Pane"

    inspected = Signal(object, object)  # Moment or None, tuple of Reason
    moment_asked = Signal(object, object)  # Moment or its id, tuple of Box
    said = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setObjectName(f"{self.KEY}Page")

    def refresh(self) -> None:
        """Look again: something was stored or forgotten."""

    def shown_ids(self) -> set[str]:
        """The moments that stand here and are not looked up anew by `refresh`."""
        return set()

    def take_away(self, gone: frozenset[str]) -> None:
        """Show none of these moments: they were forgotten."""

    def give_back(self) -> None:
        """What was forgotten last is there again."""

    def stop(self) -> None:
        """Begin nothing more, and end what is under way: the program ends."""

    def arrive(self) -> None:
        """The page was opened from the rail."""
        self.setFocus()


Sketch = Callable[[float, float], list[QRectF]]


class Empty(QWidget):
    """A page with nothing in it yet: faintly how it will look, one sentence, one button. Where there are examples they stand between
    the two; `offered` carries the one that was taken.
    """

    acted = Signal()
    offered = Signal(str)

    def __init__(self, theme: Theme, name: str, sketch: Sketch, sentence: str = "", action: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self._theme, self._sketch = theme, sketch
        self._sentence = label(theme, sentence, size="text", tone="second", wrap=True)
        self._sentence.setObjectName(f"{name}Sentence")
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._sentence.setFixedWidth(420)
        self._action = button(f"{name}Action", action, "main")
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addStretch(5)
        column.addWidget(self._sentence, 0, Qt.AlignmentFlag.AlignHCenter)
        self._examples = QVBoxLayout()
        self._offered: list[QWidget] = []
        self._examples.setSpacing(8)
        column.addLayout(self._examples)
        column.addWidget(self._action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(6)
        self._action.clicked.connect(self.acted)
        self.say(sentence, action)

    def say(self, sentence: str, action: str = "") -> None:
        """Change the sentence and the button; without words for it there is none."""
        self._sentence.setText(sentence)
        self._sentence.setFixedHeight(max(self._sentence.heightForWidth(420), 24))
        self._action.setText(action)
        self._action.setAccessibleName(action or sentence)
        self._action.setVisible(bool(action))
        self.setAccessibleName(sentence)

    def offer(self, examples: Sequence[str]) -> None:
        """Show examples that can be taken, or none."""
        if [one.accessibleName() for one in self.examples()] == list(examples):
            return
        for one in self._offered:
            self._examples.removeWidget(one)
            let_go(one)
        self._offered = []
        for at, text in enumerate(examples):
            one = button(f"{self.objectName()}Example{at + 1}", text.replace("&", "&&"))
            one.setAccessibleName(text)
            one.clicked.connect(lambda _=False, chosen=text: self.offered.emit(chosen))
            self._examples.addWidget(one, 0, Qt.AlignmentFlag.AlignHCenter)
            self._offered.append(one)

    def examples(self) -> list[QWidget]:
        """The buttons of the examples."""
        return list(self._offered)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("line", 120), 1))
        painter.setBrush(self._theme.colour("raised", 110))
        middle = self._sentence.geometry()
        for one in (*self.examples(), self._action):
            if not one.isHidden():
                middle = middle.united(one.geometry())
        room = QRectF(middle).adjusted(-24, -16, 24, 16)
        for rectangle in self._sketch(float(self.width()), float(self.height())):
            if rectangle.contains(room) or not rectangle.intersects(room):
                painter.drawRoundedRect(rectangle, 8, 8)
        painter.end()
