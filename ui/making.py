"""Making memories of what is new, when the user asks for it: a button, how far it is, and a way to stop. Makes nothing itself."""

import threading
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import KnownError
from ui import belief_words, words
from ui.tasks import Core, Ticket
from ui.theme import Theme
from ui.widgets import button, label

TELL_MS = 1000


class Making(QWidget):
    """`moved` says every second, while it goes on, that lists may look again; `ended` and `failed` carry a sentence."""

    moved = Signal()
    ended = Signal(str)
    failed = Signal(str)

    def __init__(self, theme: Theme, core: Core) -> None:
        super().__init__()
        self.setObjectName("making")
        self._core = core
        self._stop: threading.Event | None = None
        self._before = 0
        self._since = datetime.now(UTC)
        self._told = label(theme, size="caption", tone="faint", wrap=True)
        self._told.setObjectName("makingTold")
        self.button = button("makingGo", self.tr("Make new ones"), "word")
        self.button.setToolTip(self.tr("Make memories of the days that are over"))
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 0)
        column.setSpacing(2)
        column.addWidget(self._told)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.button.clicked.connect(self.click)
        self._timer = QTimer(self)
        self._timer.setInterval(TELL_MS)
        self._timer.timeout.connect(self._tell)
        self._told.hide()

    def is_under_way(self) -> bool:
        """Whether memories are being made now."""
        return self._stop is not None

    def click(self) -> None:
        """Begin, or stop what goes on. What was made until then stays."""
        if self._stop is not None:
            self._stop.set()
            self.button.setEnabled(False)
            return
        stop = self._stop = threading.Event()
        self._since = datetime.now(UTC)
        self._timer.start()
        self._say()
        self.moved.emit()

        def work(memory: Any, ticket: Ticket) -> int:
            before = memory.beliefs.counted()["everything"]
            memory.consolidate(cancelled=lambda: stop.is_set() or ticket.cancelled())
            return int(memory.beliefs.counted()["everything"]) - int(before)

        self._core.long(self, "make memories", work, self._finished, self._not_done)

    def _tell(self) -> None:
        self._say()
        self.moved.emit()

    def _say(self) -> None:
        going = self._stop is not None
        self.button.setText(self.tr("Stop") if going else self.tr("Make new ones"))
        self.button.setAccessibleName(self.button.text())
        self._told.setVisible(going)
        seconds = round((datetime.now(UTC) - self._since).total_seconds())
        self._told.setText(self.tr("Making memories, {n} s so far").format(n=belief_words.count_text(seconds)))

    def _finished(self, more: int) -> None:
        self._end()
        if more > 0:
            self.ended.emit(words.counted(more, self.tr("1 memory more."), self.tr("{n} memories more.")))
        else:
            self.ended.emit(self.tr("Nothing new to make memories of. They are made of days that are over."))

    def _not_done(self, error: KnownError) -> None:
        self._end()
        self.failed.emit(words.said(error.code, error.params))
        self.moved.emit()

    def _end(self) -> None:
        self._timer.stop()
        self._stop = None
        self.button.setEnabled(True)
        self._say()
