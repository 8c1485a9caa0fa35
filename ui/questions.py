"""The history of questions: what was asked of the memory and when, each with its own forgetting. The answers go with the question."""

from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from app.errors import KnownError
from app.records import Selection
from ui import words
from ui.letting_go import empty
from ui.sections import Line, Section
from ui.tasks import Core
from ui.theme import Theme
from ui.widgets import button, label

SHOWN = 50
Asked = tuple[str, datetime, str]


class QuestionsSection(Section):
    """`forget_asked` carries what is to be forgotten, and whether it is to be asked about first."""

    forget_asked = Signal(object, bool)

    def __init__(self, theme: Theme, core: Core) -> None:
        super().__init__(
            theme, core, "questionsSection", self.tr("Your questions"),
            self.tr("What you asked is kept with its answers until you forget it. Moments stay."),
        )  # fmt: skip
        self.asked: list[Asked] | None = None
        self._most = SHOWN
        self._none = label(theme, self.tr("You have asked nothing yet."), tone="faint", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.more = button("questionsMore", self.tr("Show all"), "word")
        self.all = button("questionsForget", self.tr("Forget all questions…"), "danger")
        self.column.addWidget(self._none)
        self.column.addLayout(self._rows)
        for one in (self.more, self.all):
            self.column.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)
            one.hide()
        self._none.hide()
        self.more.clicked.connect(self._show_all)
        self.all.clicked.connect(lambda: self._forget(None))

    def refresh(self) -> None:
        if self._core.is_open:
            self._core.read(self, "questions", lambda memory, _: memory.conversations(), self._show, self._failed)

    def _show_all(self) -> None:
        self._most, asked = len(self.asked or ()), self.asked or []
        self.asked = None
        self._show(asked)

    def _show(self, asked: list[Asked]) -> None:
        if asked == self.asked:
            return
        self.asked = asked
        empty(self._rows)
        self._none.setVisible(not asked)
        self.all.setVisible(len(asked) > 1)
        self.more.setVisible(len(asked) > self._most)
        for id_, at, question in asked[: self._most]:
            line = Line(self._theme, "questionLine", question, words.when(at, ""))
            line.add_button("questionForget", self.tr("Forget"), question, partial(self._forget, id_))
            self._rows.addWidget(line)

    def _forget(self, conversation: str | None) -> None:
        def work(memory: Any, _ticket: object) -> tuple[str, ...]:
            held = [conversation] if conversation else [one[0] for one in memory.conversations()]
            return tuple(turn.id for one in held for turn in memory.turns(one))

        def then(ids: tuple[str, ...]) -> None:
            if ids:
                self.forget_asked.emit(Selection(ids=ids), conversation is None)

        self._core.read(self, "questions to forget", work, then, self._failed)

    def _failed(self, error: KnownError) -> None:
        self.said.emit(words.said(error.code, error.params))
