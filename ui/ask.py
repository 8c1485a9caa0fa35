"""The ask page: a conversation at the left, the evidence of an answer at the right. Answers come streaming and can be stopped."""

import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.errors import KnownError
from app.records import Answer, Citation, Turn
from ui import words
from ui.cited import Place, Places, place_of, places_of
from ui.evidence import Evidence
from ui.filters import FilterBar
from ui.page import Desk, Empty, Page
from ui.talk import Composer, TurnView
from ui.tasks import Ticket
from ui.translate import QT_TRANSLATE_NOOP
from ui.widgets import IconButton

COLUMN = 720


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as it is read back, and where its citations stand."""

    id: str
    turns: tuple[Turn, ...]
    places: Places


def read_conversation(memory: Any, conversation: str) -> Conversation:
    """An earlier conversation with all its turns. Runs in a lane."""
    turns = tuple(memory.turns(conversation))
    return Conversation(conversation, turns, places_of(memory, [turn.answer for turn in turns]))


def sketch(width: float, height: float) -> list[QRectF]:
    """How the page looks with a conversation."""
    column = min(COLUMN, width - 380)
    left = max((width - column - 340) / 2, 24)
    rows = [QRectF(left, 60, column * 0.5, 16)]
    rows += [QRectF(left, 96 + at * 26, column * (0.95 - at % 3 * 0.12), 12) for at in range(5)]
    cards = [QRectF(left + column + 40, 40 + at * 190, 288, 176) for at in range(int(height // 190))]
    return [*rows, *cards]


class AskPage(Page):
    """Asks memory in whole sentences."""

    KEY, LABEL, ICON = "ask", QT_TRANSLATE_NOOP("pages", "Ask"), "ask"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._conversation: str | None = None
        self._turns: list[TurnView] = []
        self._ticket: Ticket | None = None
        self._halt = threading.Event()
        self._earlier: list[tuple[str, datetime, str]] = []
        self.evidence = Evidence(desk)
        self.composer = Composer(desk)
        self.filters = FilterBar(desk, "askFilter")
        self.empty = Empty(
            desk.theme,
            "askEmpty",
            sketch,
            self.tr("Ask about anything you have seen. Answers quote it and show the moment."),
            self.tr("Write a question"),
        )
        self._arrange()
        self.composer.sent.connect(self.ask)
        self.composer.stop.connect(self.stop)
        self.evidence.opened.connect(self._open)
        self.evidence.pointed.connect(self._light_text)
        self.empty.acted.connect(self.composer.field.setFocus)

    def _arrange(self) -> None:
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 8, 8, 8)
        self._list.setSpacing(8)
        self._list.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("conversation")
        self._scroll.setAccessibleName(self.tr("Conversation"))
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._to_end)
        talk = QWidget()
        self._talk = QStackedLayout(talk)
        self._talk.addWidget(QWidget())
        self._talk.addWidget(self._scroll)
        theme = self.desk.theme
        self.new = IconButton(theme, "newConversation", "new", self.tr("New conversation"))
        self.history = IconButton(theme, "earlierQuestions", "history", self.tr("Earlier questions"))
        self.new.clicked.connect(self.start_anew)
        self.history.clicked.connect(self._show_earlier)
        chips = QHBoxLayout()
        chips.addWidget(self.filters, 1)
        chips.addWidget(self.history)
        chips.addWidget(self.new)
        left = QWidget()
        left.setMaximumWidth(COLUMN)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 20)
        column.setSpacing(8)
        column.addWidget(talk, 1)
        column.addLayout(chips)
        column.addWidget(self.composer)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 8, 0)
        row.setSpacing(24)
        row.addStretch(1)
        row.addWidget(left, 1000)
        row.addWidget(self.evidence)
        row.addStretch(1)
        self.empty.setParent(self)
        self.empty.lower()

    @property
    def turns(self) -> list[TurnView]:
        return list(self._turns)

    def arrive(self) -> None:
        self.filters.refresh()
        self._read_earlier()
        self.composer.field.setFocus()

    # asking

    def ask(self, question: str) -> None:
        """Ask a question in this conversation."""
        self._drop()
        turn = self._add_turn(question)
        filters, conversation = self.filters.filters(), self._conversation
        halt = self._halt = threading.Event()

        def work(memory: Any, ticket: Ticket) -> tuple[str, Answer, Places]:
            place = conversation or memory.new_conversation()
            enough = lambda: ticket.cancelled() or halt.is_set()  # noqa: E731
            quoted = lambda found: ticket.report((found, places_of(memory, [found])))  # noqa: E731
            answer = memory.ask(
                question, filters, conversation=place, on_text=ticket.report, on_quoted=quoted, cancelled=enough
            )
            return place, answer, places_of(memory, [answer])

        self.composer.set_busy(True)
        self._ticket = self.desk.core.long(
            self,
            "ask",
            work,
            lambda done: self._finish(turn, *done),
            lambda error: self._fail(turn, error),
            heard=lambda told: self._hear(turn, told),
        )

    def _hear(self, turn: TurnView, told: str | tuple[Answer, Places]) -> None:
        """What comes before the answer is done: the quoted one, then what the model writes."""
        if isinstance(told, str):
            turn.stream(told)
        else:
            turn.quote(*told)
            self.evidence.show_citations(told[0].citations, told[1])

    def stop(self) -> None:
        """Write no further: the passages that were found are quoted instead, as soon as the model has let go."""
        self._halt.set()
        if self._ticket is not None and self._turns:
            self._turns[-1].stopping()

    def _drop(self) -> None:
        """Give up the answer that is on its way, for another question takes its place."""
        if self._ticket is not None:
            self._ticket.cancel()
            self._ticket = None
            self.composer.set_busy(False)
            if self._turns:
                self._turns[-1].stopped()

    def start_anew(self) -> None:
        """Begin another conversation."""
        self._drop()
        self._conversation = None
        for turn in self._turns:
            turn.hide()
            turn.deleteLater()
        self._turns = []
        self.evidence.show_citations((), {})
        self._show_talk()
        self.composer.field.setFocus()

    def _add_turn(self, question: str) -> TurnView:
        turn = TurnView(self.desk, question)
        turn.cited.connect(self._cite)
        turn.pointed.connect(self._light_card)
        turn.entered.connect(self._show_evidence)
        turn.said.connect(self.said)
        self._turns.append(turn)
        self._list.insertWidget(self._list.count() - 1, turn)
        self._show_talk()
        return turn

    def _show_talk(self) -> None:
        self._talk.setCurrentIndex(1 if self._turns else 0)
        self.empty.setVisible(not self._turns)

    def _finish(self, turn: TurnView, conversation: str, answer: Answer, places: Places) -> None:
        self._ticket = None
        self._conversation = conversation
        self.composer.set_busy(False)
        turn.finish(answer, places)
        self.evidence.show_citations(answer.citations or answer.nearest, places)
        self.filters.tell_understood(answer.understood)
        self._read_earlier()

    def _fail(self, turn: TurnView, error: KnownError) -> None:
        self._ticket = None
        self.composer.set_busy(False)
        turn.fail(error)

    # earlier conversations

    def _read_earlier(self) -> None:
        self.desk.core.read(self, "conversations", lambda memory, _: memory.conversations(), self._know_earlier)

    def _know_earlier(self, conversations: list[tuple[str, datetime, str]]) -> None:
        self._earlier = conversations
        self.history.setEnabled(bool(conversations))

    def _show_earlier(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("earlierMenu")
        for id_, time, first in self._earlier[:20]:
            short = first if len(first) <= 48 else first[:47] + "…"
            action = menu.addAction(f"{short.replace('&', '&&')}    {words.when(time, '')}")
            action.triggered.connect(lambda _=False, chosen=id_: self.open_conversation(chosen))
        menu.popup(self.history.mapToGlobal(self.history.rect().topLeft()))

    def open_conversation(self, conversation: str) -> None:
        """Read back an earlier conversation."""
        self.desk.core.read(
            self,
            "conversation",
            lambda memory, _: read_conversation(memory, conversation),
            self._show_conversation,
        )

    def _show_conversation(self, conversation: Conversation) -> None:
        self.start_anew()
        self._conversation = conversation.id
        for turn in conversation.turns:
            self._add_turn(turn.answer.question).finish(turn.answer, conversation.places)
        if self._turns:
            self._show_evidence(self._turns[-1])

    # citations

    def _cite(self, turn: TurnView, number: int) -> None:
        if turn.answer is not None:
            for citation in turn.answer.citations:
                if citation.n == number:
                    self._open(citation, place_of(turn.places, citation))

    def _open(self, citation: Citation, place: Place) -> None:
        self.moment_asked.emit(citation.id, place.boxes)

    def _show_evidence(self, turn: TurnView) -> None:
        if turn.answer is not None:
            self.evidence.show_citations(turn.answer.citations or turn.answer.nearest, turn.places)

    def _light_card(self, turn: TurnView, number: int) -> None:
        if number:
            self._show_evidence(turn)
        self.evidence.light(number)

    def _light_text(self, number: int) -> None:
        for turn in self._turns:
            turn.text.light(number if turn.answer is not None else 0)

    def _to_end(self) -> None:
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.maximum())

    def resizeEvent(self, event: Any) -> None:
        self.empty.setGeometry(0, 0, self.width(), max(self.height() - 110, 10))
        super().resizeEvent(event)
