"""What the user does to what is believed, carried to the memory one thing at a time. Shows no lists; means nothing itself.

Sentences go out with `done`; what is forgotten goes through the bar, which says before what it takes.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.belief_records import Entry, Proposal
from app.errors import KnownError
from app.records import MadeMemory, Selection
from ui import belief_words, words
from ui.merging import MergeSheet
from ui.page import Desk
from ui.tasks import Ticket
from ui.undo import ForgetBar

BAR_HEIGHT = 56


class Correcting(QObject):
    """The corrections of a page. `done` and `failed` carry a sentence, `undone` the ids of what says again what it said."""

    done = Signal(str)
    failed = Signal(str)
    undone = Signal(list)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._core, self._page = desk.core, page
        self._number, self._busy = 0, False
        self._merging = ""
        self.bar = ForgetBar(desk.theme, desk.core)
        self.bar.setParent(page)
        self.sheet = MergeSheet(desk.theme, page)
        self.sheet.chosen.connect(self._merge_with)

    def _do(self, work: Callable[[Any], Any], then: Callable[[Any], None]) -> None:
        """Each under a key of its own, so that none takes the place of another; what is asked for meanwhile was asked by a key held down."""
        if self._busy:
            return
        self._busy = True
        self._number += 1

        def finished(value: Any) -> None:
            self._busy = False
            then(value)

        def failed(error: KnownError) -> None:
            self._busy = False
            self._failed(error)

        key = f"believe {self._number}"
        self._core.read(self, key, lambda memory, _: work(memory.beliefs), finished, failed)

    def _failed(self, error: KnownError) -> None:
        self.failed.emit(words.said(error.code, error.params))

    def _say(self, said: str) -> Callable[[Any], None]:
        return lambda _value: self.done.emit(said)

    def edit(self, made: MadeMemory, title: str, text: str) -> None:
        """Let a memory say this; nothing happens where it says so already."""
        new = {}
        if title and title != made.title:
            new["title"] = title
        if text and text != made.text:
            new["text"] = text
        if new:
            said = self._say(self.tr("It says so now. Ctrl+Z takes it back."))
            self._do(lambda beliefs: beliefs.edit(made.id, **new), said)

    def deny(self, id_: str) -> None:
        """Say that a memory is wrong."""
        said = self._say(self.tr("It counts as wrong: it is not shown and not made again. Ctrl+Z takes it back."))
        self._do(lambda beliefs: beliefs.deny(id_), said)

    def merge(self, entry: Entry) -> None:
        """Let the user choose what a person, project, place or thing is the same as."""
        if not entry.entity or entry.status in belief_words.PAST:
            return

        def work(memory: Any, _ticket: Ticket) -> list[Entry]:
            held = memory.beliefs.entries(entry.group)
            others = (one for one in held if one.id != entry.id and one.status not in belief_words.PAST)
            return [one for one in others if one.entity == entry.entity]

        def choose(others: list[Entry]) -> None:
            self._merging = entry.id
            self.sheet.open_for(entry, others)

        self._core.read(self, "merge with", work, choose, self._failed)

    def _merge_with(self, other: str) -> None:
        into = self._merging
        said = self._say(self.tr("They are one now. Ctrl+Z takes it back."))
        self._do(lambda beliefs: beliefs.merge(into, other), said)

    def forget(self, id_: str) -> None:
        """Show what forgetting a memory would take, and ask."""

        def ask(selection: Selection) -> None:
            self.bar.ask(selection)
            self.place()

        self._do(lambda beliefs: beliefs.selection(id_), ask)

    def accept(self, proposal: Proposal, text: str = "") -> None:
        """Do what is proposed; with a text, let the memory say that. What would be forgotten for it is shown first."""
        if proposal.kind == "secret" and not text:
            self.forget(proposal.memory.id)
            return
        said = self._say(self.tr("Done. Ctrl+Z takes it back."))
        self._do(lambda beliefs: beliefs.accept(proposal.id, text=text or None), said)

    def reject(self, proposal: Proposal) -> None:
        """Leave all as it is, and do not ask that again."""
        said = self._say(self.tr("All stays as it is. Ctrl+Z takes it back."))
        self._do(lambda beliefs: beliefs.reject(proposal.id), said)

    def undo(self) -> None:
        """Take back the last thing done: a forgetting while that is offered, else the last correction or decision."""
        if self.bar.can_undo():
            self.bar.undo()
        else:
            self._do(lambda beliefs: beliefs.undo(), self.undone.emit)

    def place(self) -> None:
        """Put the bar at the foot of the page."""
        room = self._page.rect()
        width = min(680, room.width() - 48)
        self.bar.setGeometry((room.width() - width) // 2, room.height() - BAR_HEIGHT - 24, width, BAR_HEIGHT)
        self.bar.raise_()
