"""The ask page: a conversation at the left, the evidence of an answer or one of its moments at the right.

Answers come streaming and can be stopped. Earlier conversations and what is asked by itself take the conversation's place.
"""

import functools
import threading
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.errors import KnownError
from app.records import Answer, Citation, Facet, Turn
from ui.beside import Beside
from ui.by_itself import ByItselfView
from ui.cited import Place, Places, place_of, places_of
from ui.composer import Composer
from ui.conversations import EarlierView
from ui.draft import DraftSheet
from ui.evidence import Evidence
from ui.examples import examples
from ui.filters import FilterBar
from ui.letting_go import let_go
from ui.page import Desk, Empty, Page
from ui.talk import TurnView, renewed
from ui.tasks import Ticket
from ui.understood import TIME, UnderstoodBar, key_of, reworded
from ui.widgets import Elided, IconButton

COLUMN = 720
NAME_PX = 24  # scrolled so far, the first question is out of sight


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
    """How the conversation looks: two questions with their answers."""
    rows = []
    for top in (12, height - 150):
        rows.append(QRectF(0, top, width * 0.45, 16))
        rows += [QRectF(0, top + 34 + at * 24, width * (0.92 - at % 3 * 0.14), 12) for at in range(3)]
    return rows


class AskPage(Page):
    """Asks memory in whole sentences."""

    KEY = "ask"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._conversation: str | None = None
        self._turns: list[TurnView] = []
        self._ticket: Ticket | None = None
        self._went: frozenset[str] = frozenset()  # what was forgotten while an answer is written
        self._halt = threading.Event()
        self.evidence = Evidence(desk)
        self.beside = Beside(desk)
        self.composer = Composer(desk)
        self.filters = FilterBar(desk, "askFilter", ("app", "author", "time"))
        self.understood = UnderstoodBar(desk.theme)
        self.earlier = EarlierView(desk)
        self.by_itself = ByItselfView(desk)
        self.empty = Empty(desk.theme, "askEmpty", sketch)
        self._arrange()
        self._connect()
        self._say_empty(())

    def _connect(self) -> None:
        self.composer.sent.connect(self.ask)
        self.composer.stop.connect(self.stop)
        self.composer.up.connect(self._go_up)
        self.understood.unwanted.connect(self._leave_out)
        self.understood.changed.connect(self._reword)
        self.evidence.opened.connect(self._open)
        self.evidence.pointed.connect(self._light_text)
        self.beside.closed.connect(self.close_beside)
        self.beside.wanted.connect(self.moment_asked)
        self.empty.offered.connect(self.ask)
        self.earlier.opened.connect(self.open_conversation)
        self.earlier.forgotten.connect(self._forgotten)
        self.by_itself.opened.connect(self.open_conversation)
        for view in (self.earlier, self.by_itself):
            view.left.connect(self.show_talk)
            view.said.connect(self.said)

    def _arrange(self) -> None:
        left = QWidget()
        left.setMaximumWidth(COLUMN)
        self._left = QStackedLayout(left)
        for view in (self._talk_column(), self.earlier, self.by_itself):
            self._left.addWidget(view)
        self._proof = QWidget()
        right = QHBoxLayout(self._proof)
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(self.evidence)
        right.addWidget(self.beside)
        self.beside.hide()
        self._row = QHBoxLayout(self)
        self._row.setSpacing(24)
        self._row.addStretch(1)
        self._row.addWidget(left, 1000)
        self._row.addWidget(self._proof)
        self._row.addStretch(1)
        self._show_proof(False)

    def _talk_column(self) -> QWidget:
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 8, 8)
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
        self._scroll.verticalScrollBar().valueChanged.connect(lambda _: self._say_name())
        talk = QWidget()
        self._talk = QStackedLayout(talk)
        self._talk.addWidget(self.empty)
        self._talk.addWidget(self._scroll)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 8, 0, 20)
        column.setSpacing(8)
        column.addLayout(self._head())
        column.addWidget(talk, 1)
        column.addWidget(self.understood)
        column.addWidget(self.filters)
        column.addWidget(self.composer)
        return whole

    def _head(self) -> QHBoxLayout:
        """The name of the conversation, and the ways from it."""
        theme = self.desk.theme
        self._name = Elided(theme, tone="faint", size="caption")
        self._name.setObjectName("conversationName")
        self.draft = IconButton(theme, "openDrafts", "draft", self.tr("Draft a text from memory"))
        self.schedules = IconButton(theme, "openByItself", "calendar", self.tr("Asked by itself"))
        self.history = IconButton(theme, "earlierQuestions", "history", self.tr("Earlier conversations"))
        self.new = IconButton(
            theme, "newConversation", "new", self.tr("New conversation"), tip=self.tr("New conversation (Ctrl+T)")
        )
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._name, 1)
        for one, then in (
            (self.draft, self.open_drafts),
            (self.schedules, self.show_by_itself),
            (self.history, self.show_earlier),
            (self.new, self.start_anew),
        ):
            head.addWidget(one)
            one.clicked.connect(lambda _=False, act=then: act())
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Ctrl+T"), self, self.start_anew, context=within)
        QShortcut(QKeySequence("Ctrl+H"), self, self.show_earlier, context=within)
        return head

    @functools.cached_property
    def drafts(self) -> DraftSheet:
        """The sheet for drafts, made when it is opened first."""
        sheet = DraftSheet(self.desk, self)
        sheet.said.connect(self.said)
        return sheet

    def open_drafts(self) -> None:
        """Show the sheet for drafts."""
        self.drafts.open()

    @property
    def turns(self) -> list[TurnView]:
        return list(self._turns)

    def arrive(self) -> None:
        self.filters.refresh()
        self.desk.core.read(self, "examples", lambda memory, _: examples(memory), self._say_empty, low=True)
        if self._left.currentIndex() == 0:
            self.composer.field.setFocus()

    def _say_empty(self, held: tuple[str, ...]) -> None:
        said = self.tr("Ask about anything you have seen. Answers quote it and show the moment.")
        self.empty.say(said + (" " + self.tr("For example:") if held else ""))
        self.empty.offer(held)

    # asking

    def ask(self, question: str, ignore: frozenset[str] = frozenset()) -> None:
        """Ask a question in this conversation; `ignore` as for a search."""
        self._drop()
        self.show_talk()
        self.close_beside()
        turn = self._add_turn(question)
        filters, conversation = self.filters.filters(), self._conversation
        halt = self._halt = threading.Event()

        def work(memory: Any, ticket: Ticket) -> tuple[str, Answer, Places]:
            place = conversation or memory.new_conversation()
            enough = lambda: ticket.cancelled() or halt.is_set()  # noqa: E731
            quoted = lambda found: ticket.report((found, places_of(memory, [found])))  # noqa: E731
            answer = memory.ask(
                question, filters, conversation=place, on_text=ticket.report, on_quoted=quoted, cancelled=enough,
                ignore=ignore,
            )  # fmt: skip
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
            self.evidence.show_answer(*told)

    def stop(self) -> None:
        """Write no further: the passages that were found are quoted instead, as soon as the model has let go."""
        self._halt.set()
        if self._ticket is not None and self._turns:
            self._turns[-1].stopping()

    def _go_up(self) -> None:
        """Go from the field to the first number of the last answer."""
        if self._turns:
            self._turns[-1].text.setFocus(Qt.FocusReason.TabFocusReason)

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
        self._clear()
        self.show_talk()
        self.composer.field.setFocus()

    def _clear(self) -> None:
        """No conversation is shown any more."""
        self._drop()
        self._conversation, self._went = None, frozenset()
        for turn in self._turns:
            let_go(turn)
        self._turns = []
        self.evidence.show_citations((), {})
        self.understood.show_understood(None)
        self.close_beside()
        self._show_talk()

    def _add_turn(self, question: str) -> TurnView:
        turn = TurnView(self.desk, question)
        turn.cited.connect(self._cite)
        turn.pointed.connect(self._light_card)
        turn.entered.connect(self._show_evidence)
        turn.said.connect(self.said)
        turn.again.connect(self.ask)
        turn.by_itself.connect(self.show_by_itself)
        self._turns.append(turn)
        self._list.insertWidget(self._list.count() - 1, turn)
        self._show_talk()
        return turn

    def _show_talk(self) -> None:
        self._talk.setCurrentIndex(1 if self._turns else 0)
        self._show_proof(bool(self._turns))
        self._say_name()

    def _say_name(self) -> None:
        """Name the conversation by its first question, once that is scrolled out of sight."""
        away = bool(self._turns) and self._scroll.verticalScrollBar().value() > NAME_PX
        self._name.set_whole(self._turns[0].question() if away else "")

    def _show_proof(self, on: bool) -> None:
        """Have room for evidence at the right; without it the column stands in the middle."""
        self._proof.setVisible(on)
        self._row.setContentsMargins(24, 0, 8 if on else 24, 0)

    def _finish(self, turn: TurnView, conversation: str, answer: Answer, places: Places) -> None:
        self._ticket = None
        self._conversation = conversation
        self.composer.set_busy(False)
        turn.finish(answer, places)
        self.evidence.show_answer(answer, places)
        self.understood.show_understood(answer.understood)
        self._see_what_went()

    def _see_what_went(self) -> None:
        went, self._went = self._went, frozenset()
        if went:
            self._read_again(went)

    # what was understood, changed and asked again

    def _leave_out(self, facet: Facet) -> None:
        """Ask the last question again without one of its readings: a time goes with its words, all else is passed over."""
        if self._turns:
            whole = self._turns[-1].whole()
            if facet.field == TIME:
                without = " ".join(reworded(whole, facet.said, "").replace(" ?", "?").split())
                self.ask(without, frozenset({TIME}) if without == whole else frozenset())
            else:
                self.ask(whole, frozenset({key_of(facet)}))

    def _reword(self, facet: Facet, said: str) -> None:
        """Ask the last question again with other words for one of its readings."""
        if self._turns:
            self.ask(reworded(self._turns[-1].whole(), facet.said, said))

    def _fail(self, turn: TurnView, error: KnownError) -> None:
        self._ticket = None
        self.composer.set_busy(False)
        turn.fail(error)
        self._see_what_went()

    # what takes the conversation's place

    def show_talk(self) -> None:
        """Show the conversation again."""
        if self._left.currentIndex() != 0:
            self._left.setCurrentIndex(0)
            self._show_talk()
            if self._turns:
                self._show_evidence(self._turns[-1])
            self.composer.field.setFocus()

    def _put_aside(self, view: int) -> None:
        """Let something else take the conversation's place, without its evidence."""
        self.close_beside()
        self.evidence.show_citations((), {})
        self._left.setCurrentIndex(view)
        self._show_proof(False)

    def show_earlier(self) -> None:
        """Show the earlier conversations."""
        self._put_aside(1)
        self.earlier.arrive()

    def show_by_itself(self, question: str = "") -> None:
        """Show what is asked by itself, with a question to add or without one."""
        self._put_aside(2)
        self.by_itself.arrive(question)

    def _forgotten(self, conversation: str) -> None:
        if conversation == self._conversation:
            self._clear()

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
        self._fill(conversation)

    def _fill(self, conversation: Conversation) -> None:
        self._conversation = conversation.id
        for turn in conversation.turns:
            self._add_turn(turn.answer.question).finish(turn.answer, conversation.places)
        if self._turns:
            self._show_evidence(self._turns[-1])
            self.understood.show_understood(conversation.turns[-1].answer.understood)

    # what was forgotten

    def shown_ids(self) -> set[str]:
        return {id_ for turn in self._turns for id_ in turn.shown_ids()}

    def take_away(self, gone: frozenset[str]) -> None:
        if not self.shown_ids() & gone:
            return
        if self._ticket is not None:
            self._went |= gone
            if self._turns[-1].shown_ids() & gone:
                self._turns[-1].take_back()
                self.evidence.show_citations((), {})
        self._read_again(gone)

    def give_back(self) -> None:
        self._read_again(frozenset())

    def _read_again(self, gone: frozenset[str]) -> None:
        """Read the conversation again: the sentences of an answer go with the moment that they cite, and come back with it."""
        conversation = self._conversation
        if conversation is not None:
            self.desk.core.read(
                self,
                "conversation",
                lambda memory, _: read_conversation(memory, conversation),
                lambda read: self._fill_again(read, gone),
                lambda _: self._clear() if self._conversation == conversation else None,
            )

    def _fill_again(self, conversation: Conversation, gone: frozenset[str]) -> None:
        """Show what became of the answers, of those alone that are others now: a conversation may be long. One that is being written
        is looked at when it is done."""
        if conversation.id != self._conversation:  # another one was opened meanwhile
            return
        stored = {turn.answer.turn_id: turn.answer for turn in conversation.turns}
        done = self._turns[:-1] if self._ticket is not None else self._turns
        shown = {turn.answer.turn_id for turn in done if turn.answer is not None}
        if self._ticket is None and (not stored or not stored.keys() <= shown):
            self._clear()
            self._fill(conversation)
        else:
            self.close_beside()
            for turn in renewed(done, stored, conversation.places, gone):
                self._turns.remove(turn)
                let_go(turn)
            self._show_talk()
        proved = [turn for turn in self._turns if turn.answer is not None]
        if proved:
            self._show_evidence(proved[-1])
        else:
            self.evidence.show_citations((), {})
        if self._left.currentIndex() != 0:  # something else has taken its place
            self._show_proof(False)

    # citations

    def _cite(self, turn: TurnView, number: int) -> None:
        if turn.answer is not None:
            for citation in turn.answer.citations:
                if citation.n == number:
                    self._open(citation, place_of(turn.places, citation))

    def _open(self, citation: Citation, place: Place) -> None:
        """Show a cited moment beside the conversation."""
        self.evidence.hide()
        self.beside.show_citation(citation, place)
        self.beside.show()
        self.beside.timeline.setFocus()

    def close_beside(self) -> None:
        """Show the evidence again in place of one of its moments."""
        if not self.beside.isHidden():
            self.beside.hide()
            self.evidence.show()
            if self.beside.citation is not None:
                self.evidence.focus_card(self.beside.citation.n)

    def _show_evidence(self, turn: TurnView) -> None:
        if turn.answer is not None:
            self.evidence.show_answer(turn.answer, turn.places)

    def _light_card(self, turn: TurnView, number: int) -> None:
        if number:
            self._show_evidence(turn)
        self.evidence.light(number)

    def _light_text(self, number: int) -> None:
        for turn in self._turns:
            turn.light(number)

    def _to_end(self) -> None:
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.maximum())
