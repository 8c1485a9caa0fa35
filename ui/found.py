"""What a search brings to its page, and what stands around the rows: a remark with ways on, and the day above what is in sight."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QListView, QWidget

from app.records import Filters, SearchResult
from ui.hits import EDGE, HEAD_HEIGHT, Hits
from ui.theme import Theme
from ui.widgets import button, label

EVERYTHING = frozenset({"everything"})
DAY_HEIGHT = 32
FAR = 1 << 16


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found. `nearest`: nothing lies within the limits that were set or said, so these are hits outside of them.
    `doubtful`: memory may hold nothing about it. `wordless`: none of the words stands anywhere, so these only mean something close.
    """

    result: SearchResult
    nearest: bool = False
    doubtful: bool = False
    wordless: bool = False


def look(
    memory: Any, text: str, filters: Filters, *, limit: int, as_you_type: bool, ignore: frozenset[str] = frozenset()
) -> Found:
    """Search; where nothing lies within the limits, once more without them. Runs in a lane."""
    # The rooms of answers are loaded by a lane, never by the window's start.
    from app.answer.ask import LEAST_ANSWERABLE

    result = memory.search(text, filters, limit=limit, as_you_type=as_you_type, ignore=ignore)
    if not result.hits and not as_you_type:
        beyond = memory.search(text, Filters(), limit=limit, ignore=ignore | EVERYTHING)
        if beyond.hits:
            return Found(SearchResult(text, result.understood, beyond.hits, 0.0, beyond.meaning_used), nearest=True)
    judged = bool(result.hits) and result.meaning_used and not as_you_type
    has_words = bool(result.understood.words) and not result.understood.facets
    wordless = judged and has_words and all(one.code != "words" for hit in result.hits for one in hit.reasons)
    return Found(result, doubtful=judged and result.answerable < LEAST_ANSWERABLE, wordless=wordless)


class Remark(QFrame):
    """A sentence above the results with ways on. Gone where there is nothing to say."""

    widened = Signal()
    asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("searchRemark")
        self.setProperty("plane", "raised")
        self._said = label(theme, tone="second", wrap=True)
        self._said.setObjectName("searchRemarkSaid")
        self.widen = button("searchEverything", self.tr("Search everything"), "word")
        self.ask = button("askInstead", self.tr("Ask about it"), "word")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 4, 4)
        row.setSpacing(4)
        row.addWidget(self._said, 1)
        row.addWidget(self.widen)
        row.addWidget(self.ask)
        self.widen.clicked.connect(self.widened)
        self.ask.clicked.connect(self.asked)
        self.hide()

    def text(self) -> str:
        """What is said; empty while it is gone."""
        return "" if self.isHidden() else self._said.text()

    def tell(self, found: Found | None) -> None:
        """Say what is to be said of what was found."""
        if found is not None and found.nearest:
            self._said.setText(self.tr("Nothing lies within these limits. These come nearest, outside of them."))
        elif found is not None and found.doubtful:
            self._said.setText(self.tr("Memory may hold nothing about this. What stands here only comes near."))
        elif found is not None and found.wordless:
            self._said.setText(self.tr("These words stand nowhere in memory. What stands here means something close."))
        self.widen.setVisible(found is not None and found.nearest)
        self.setVisible(found is not None and (found.nearest or found.doubtful or found.wordless))


class Centred(QListView):
    """A list over the whole width of its page whose rows stand in a column in the middle: it scrolls wherever the pointer is, and its
    bar stands at the edge of the page."""

    def __init__(self, width: int, edge: int) -> None:
        super().__init__()
        self._column, self._edge = width, edge
        self.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self.place())

    def place(self) -> None:
        """Put the column in the middle of the list, whether it scrolls or not."""
        bar = self.verticalScrollBar()
        column = min(self._column, max(self.width() - 2 * self._edge, 0))
        left = (self.width() - column) // 2
        right = self.width() - left - column - (bar.sizeHint().width() if bar.maximum() > 0 else 0)
        margins = self.viewportMargins()
        if (margins.left(), margins.right()) != (left, max(right, 0)):
            self.setViewportMargins(left, 0, max(right, 0), 0)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel:  # beside the column; over it the wheel is the rows'
            return QApplication.sendEvent(self.verticalScrollBar(), event)
        return super().event(event)

    def keyboardSearch(self, _search: str) -> None:
        """Letters do not go to a row that begins so: rows begin with titles, in order of fitness, and all would be read for each letter."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()


class DayAbove(QWidget):
    """The day of the rows in sight, at the head of the list while its own line is scrolled past."""

    def __init__(self, theme: Theme, rows: QListView, hits: Hits) -> None:
        super().__init__(rows.viewport())
        self.setObjectName("dayAbove")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._theme, self._list, self._hits = theme, rows, hits
        self._day = ""
        rows.verticalScrollBar().valueChanged.connect(self.place)
        rows.verticalScrollBar().rangeChanged.connect(self.place)
        hits.modelReset.connect(self.place)
        rows.viewport().installEventFilter(self)
        theme.changed.connect(self.update)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def day(self) -> str:
        """The day that is shown; empty while its own line is in sight."""
        return "" if self.isHidden() else self._day

    def place(self) -> None:
        """Stand at the head of the list, pushed up by the next day."""
        rows = self._list
        at = rows.indexAt(rows.viewport().rect().topLeft()).row()
        row = self._hits.row(self._hits.index(at, 0)) if at >= 0 else None
        if row is None or (
            row.hit is None and rows.visualRect(self._hits.index(at, 0)).top() > DAY_HEIGHT - HEAD_HEIGHT
        ):
            self.hide()
            return
        self._day = self._hits.day_above(at)
        self.setAccessibleName(self._day)
        self.setGeometry(0, min(self._next_day(at) - DAY_HEIGHT, 0), rows.viewport().width(), DAY_HEIGHT)
        self.show()
        self.update()

    def _next_day(self, at: int) -> int:
        """Where the line of the next day stands, in pixels from the top; far below where it is not the next row."""
        row = self._hits.row(self._hits.index(at + 1, 0))
        return self._list.visualRect(self._hits.index(at + 1, 0)).top() if row is not None and row.hit is None else FAR

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # as the rows below
        painter.fillRect(self.rect(), self._theme.colour("window"))
        painter.setFont(self._theme.font("control", strong=True))
        painter.setPen(self._theme.colour("second"))
        painter.drawText(self.rect().adjusted(EDGE, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), self._day)
        painter.setPen(self._theme.colour("line"))
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())
        painter.end()
