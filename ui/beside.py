"""A cited moment beside the conversation: its picture with the quoted words marked, or its text. No answers."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.answer.plain import plain
from app.errors import KnownError
from app.records import Citation, Moment
from ui import words
from ui.cited import Place
from ui.moment_view import MomentView
from ui.page import Desk
from ui.widgets import Elided, IconButton, button, fit, label

LEAST_WIDTH = 440
LONGEST_QUOTE = 400


class Beside(QWidget):
    """One moment. Escape or the cross closes it; `wanted` asks for it on the timeline."""

    closed = Signal()
    wanted = Signal(object, object)  # the moment's id, tuple of Box

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("beside")
        self.setAccessibleName(self.tr("The cited moment"))
        self.setMinimumWidth(LEAST_WIDTH)
        self._desk = desk
        self.citation: Citation | None = None
        self._place = Place()
        self._title = Elided(desk.theme, size="text", strong=True)
        self._when = label(desk.theme, size="caption", tone="second")
        self._quote = label(desk.theme, tone="second", wrap=True)
        self._quote.setObjectName("besideQuote")
        self.view = MomentView(desk.theme, desk.core, desk.pictures, "besideMoment")
        self.view.picture.at_top = True  # right below the words that it proves
        self.timeline = button("besideTimeline", self.tr("On the timeline"))
        self.away = IconButton(
            desk.theme, "besideAway", "close", self.tr("Close"), tip=self.tr("Back to the evidence (Escape)")
        )
        self._arrange()
        self.timeline.clicked.connect(self._want)
        self.away.clicked.connect(self.closed)

    def _arrange(self) -> None:
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(self._title)
        said.addWidget(self._when)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addLayout(said, 1)
        head.addWidget(self.timeline)
        head.addWidget(self.away)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 16, 16, 16)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._quote)
        column.addWidget(self.view, 1)

    def show_citation(self, citation: Citation, place: Place) -> None:
        """Show a cited moment, the quoted words marked."""
        self.citation, self._place = citation, place
        number = f"[{citation.n}] " if citation.n else ""
        self._title.set_whole(number + plain(citation.title or citation.app))
        self._when.setText(words.when(citation.time, place.zone))
        self._quote.setText(words.quoted(" ".join(plain(citation.quote).split())[:LONGEST_QUOTE]))
        self._fit()
        self.view.clear()
        self._desk.core.read(
            self, "beside", lambda memory, _: memory.moment(citation.id).moment, self._show, self._failed
        )

    def _show(self, moment: Moment) -> None:
        if self.citation is not None and moment.id == self.citation.id:
            self.view.show_moment(moment, None, self._place.boxes)

    def _failed(self, error: KnownError) -> None:
        self.view.picture.show_notice(words.said(error.code, error.params))

    def _want(self) -> None:
        if self.citation is not None:
            self.wanted.emit(self.citation.id, self._place.boxes)

    def _fit(self) -> None:
        fit(self._quote, max(self.width() - 24, 200))

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
