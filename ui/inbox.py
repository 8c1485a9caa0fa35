"""One question of the inbox: the sentence, the memories that it is about with their evidence, and what can be answered. Decides nothing."""

import re
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.belief_records import Proposal
from app.records import MadeMemory, Moment
from ui import belief_words
from ui.belief import LinkRow, sheet
from ui.belief_editor import BeliefEditor
from ui.letting_go import empty
from ui.page import Desk
from ui.proofs import Proofs
from ui.widgets import button, label

WORD = re.compile(r"\w+")
NARROW = 500  # below that one stands below the other


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the moments that its memories stand on, of each the first ones."""

    proposal: Proposal
    moments: tuple[tuple[Moment, ...], ...]

    def sides(self) -> tuple[MadeMemory, ...]:
        """The memories that it is about."""
        one, other = self.proposal.memory, self.proposal.other
        return (one,) if other is None else (one, other)


def asked(memory: Any, proposal: Proposal) -> Asked:
    """Read what a question stands on. Runs in a lane. Raises KnownError no_such_memory."""
    sides = [one for one in (proposal.memory, proposal.other) if one is not None]
    return Asked(proposal, tuple(tuple(memory.beliefs.proof(one.id)[0]) for one in sides))


class ProposalView(QScrollArea):
    """Shows one question. `accepted` carries other words, or nothing for what is proposed; `opened` the id of a memory."""

    accepted = Signal(str)
    rejected = Signal()
    opened = Signal(str)
    moment_asked = Signal(object)
    pointed = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("proposal")
        self.setAccessibleName(self.tr("Question"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._desk = desk
        self.asked: Asked | None = None
        self.question = label(desk.theme, size="title", strong=True, wrap=True)
        self.question.setObjectName("proposalQuestion")
        self.accept = button("proposalAccept", self.tr("Accept"), "main")
        self.reject = button("proposalReject", self.tr("Reject"))
        self.otherwise = button("proposalEdit", self.tr("Say it otherwise"))
        self.accept.setToolTip(self.tr("Accept (A)"))
        self.reject.setToolTip(self.tr("Reject (R)"))
        self.otherwise.setToolTip(self.tr("Say it otherwise (E)"))
        self.editor = BeliefEditor(desk.theme, "proposalEditor", titled=False)
        self._sides = QHBoxLayout()
        self._sides.setSpacing(32)
        self._actions = QWidget()
        self._answers = QHBoxLayout(self._actions)
        self._answers.setContentsMargins(0, 4, 0, 8)
        self._answers.setSpacing(8)
        for one in (self.accept, self.reject, self.otherwise):
            self._answers.addWidget(one)
        self._answers.addStretch(1)
        self._inside, column = sheet(self)
        for widget in (self.question, self._actions, self.editor):
            column.addWidget(widget)
        column.addLayout(self._sides)
        column.addStretch(1)
        self.accept.clicked.connect(lambda: self.accepted.emit(""))
        self.reject.clicked.connect(self.rejected)
        self.otherwise.clicked.connect(self.edit)
        self.editor.kept.connect(lambda _title, text: self.accepted.emit(text))
        self.editor.left.connect(self.stop_editing)
        self.show_asked(None)

    def show_asked(self, asked: Asked | None) -> None:
        """Show another question; None shows nothing. What is being written for the same one stays."""
        if asked == self.asked and asked is not None:
            return
        same = asked is not None and self.asked is not None and asked.proposal.id == self.asked.proposal.id
        self.asked = asked
        if not same:
            self.stop_editing()
        empty(self._sides)
        self._inside.setVisible(asked is not None)
        if asked is None:
            self.question.setText("")
            return
        self.question.setText(belief_words.ask_text(asked.proposal))
        for one, said in (
            (self.accept, belief_words.accept_text(asked.proposal)),
            (self.reject, belief_words.reject_text(asked.proposal)),
        ):
            one.setText(said)
            one.setAccessibleName(said)
        for at, (made, moments) in enumerate(zip(asked.sides(), asked.moments, strict=True)):
            self._add_side(at, made, moments)
        self.verticalScrollBar().setValue(0)

    def _add_side(self, at: int, made: MadeMemory, moments: tuple[Moment, ...]) -> None:
        title = belief_words.title_of(made.title, made.text)
        since = (
            ""
            if made.valid_from is None
            else belief_words.since_day(made.valid_from, moments[0].zone if moments else "")
        )
        link = LinkRow(self._desk.theme, made.id, title, "")
        link.clicked.connect(lambda: self.opened.emit(made.id))
        text = label(self._desk.theme, made.text, size="text", wrap=True)
        text.setObjectName("proposalText")
        proofs = Proofs(self._desk, f"proposalProofs{at}")
        proofs.opened.connect(self.moment_asked)
        proofs.pointed.connect(self.pointed)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(link)
        if since:
            column.addWidget(label(self._desk.theme, since, size="caption", tone="faint"))
        for one in (text, proofs):
            column.addWidget(one)
        column.addStretch(1)
        self._sides.addWidget(side, 1)
        text.setVisible(WORD.findall(made.text.casefold()) not in ([], WORD.findall(title.casefold())))
        proofs.show_moments(moments)

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = self.viewport().width() < NARROW
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        for row in (self._sides, self._answers):
            row.setDirection(way)
        super().resizeEvent(event)

    def edit(self) -> None:
        """Let the user write what the memory is to say instead."""
        if self.asked is not None:
            self._actions.hide()
            self.editor.begin("", self.asked.proposal.memory.text)

    def stop_editing(self) -> None:
        """Put the editor away; what was written in it is gone."""
        had = self.focusWidget() is not None and self.editor.isAncestorOf(self.focusWidget())
        self.editor.hide()
        self._actions.show()
        if had:
            self.left.emit()

    def is_editing(self) -> bool:
        """Whether words are being written."""
        return not self.editor.isHidden()

    def enter(self) -> None:
        """Go to the first answer."""
        self.accept.setFocus()
