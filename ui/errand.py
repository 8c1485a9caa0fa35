"""What may take long, in a row: what it does, how far it is, a way to stop it, and how it ended. Does none of it itself."""

import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.errors import KnownError
from ui import words
from ui.tasks import Core, Ticket
from ui.theme import Theme
from ui.widgets import button, fit, label, restyle

REPORT_EVERY_S = 0.1
STEPS = 1000
Progress = Callable[[int, int], None]
Work = Callable[[Any, Progress, Callable[[], bool]], Any]


class Errand(QWidget):
    """Hidden until it is sent. `ended` says that it is over, well or not."""

    ended = Signal()

    def __init__(self, theme: Theme, core: Core, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._core, self._name = core, name
        self._stop: threading.Event | None = None
        self._said = label(theme, wrap=True)
        self._said.setObjectName(f"{name}Said")
        self._bar = QProgressBar()
        self._bar.setObjectName(f"{name}Bar")
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._far = label(theme, size="caption", tone="second")
        self._far.setObjectName(f"{name}Far")
        self.cancel = button(f"{name}Cancel", self.tr("Stop"))
        self.cancel.clicked.connect(self.stop)
        self._going = QWidget()
        row = QHBoxLayout(self._going)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._bar, 1)
        row.addWidget(self._far)
        row.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(6)
        column.addWidget(self._said)
        column.addWidget(self._going)
        self.hide()

    def is_under_way(self) -> bool:
        """Whether it goes on."""
        return self._stop is not None

    def said(self) -> str:
        """What it does, or how it ended."""
        return self._said.text()

    def send(
        self,
        saying: str,
        work: Work,
        then: Callable[[Any], str],
        *,
        show: Callable[[int, int], str] | None = None,
        failed: Callable[[KnownError], str] | None = None,
        needs_memory: bool = True,
        awaited: bool = False,
    ) -> None:
        """Begin. `work` gets a memory, a function for its progress and one that says whether to stop; `then` makes the sentence at
        the end of its value, `show` the words beside the bar, `failed` other words than the usual for what went wrong.
        What is `awaited` stands in line with questions, not behind errands that last for hours.
        """
        stop = self._stop = threading.Event()
        restyle(self._said, tone="text")
        self._say(saying)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(saying)
        self._far.setText("")
        self.cancel.setEnabled(True)
        self._going.show()
        self.show()
        told_s = [0.0]

        def carry_out(memory: Any, ticket: Ticket) -> Any:
            def tell(done: int, whole: int) -> None:
                now_s = time.monotonic()
                if now_s - told_s[0] >= REPORT_EVERY_S or done >= whole:
                    told_s[0] = now_s
                    ticket.report((done, whole))

            return work(memory, tell, lambda: stop.is_set() or ticket.cancelled())

        self._core.long(
            self, self._name, carry_out,
            lambda value: self._end(then(value)),
            lambda error: self._end((failed or _sentence)(error), wrong=not error.code.endswith("_stopped")),
            heard=lambda at: self._tell(at[0], at[1], show or size_far), needs_memory=needs_memory,
            errand=not awaited,
        )  # fmt: skip

    def stop(self) -> None:
        """Stop it as soon as it can."""
        if self._stop is not None:
            self._stop.set()
            self.cancel.setEnabled(False)
            self._far.setText(self.tr("Stopping"))

    def _tell(self, done: int, whole: int, show: Callable[[int, int], str]) -> None:
        if whole > 0:
            self._bar.setRange(0, STEPS)
            self._bar.setValue(min(done * STEPS // whole, STEPS))
        if self._stop is not None and not self._stop.is_set():
            self._far.setText(show(done, whole))

    def _end(self, text: str, *, wrong: bool = False) -> None:
        self._stop = None
        self._going.hide()
        restyle(self._said, tone="danger" if wrong else "text")
        self._say(text)
        self.setVisible(bool(text))
        self.ended.emit()

    def _say(self, text: str) -> None:
        self._said.setText(text)
        self.setAccessibleName(text)
        self.set_width(self.width())

    def set_width(self, width: int) -> None:
        """Give the sentence the height that it needs at a width."""
        fit(self._said, max(width, 160))
        self._said.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


def size_far(done: int, whole: int) -> str:
    """How far something is that is counted in bytes."""
    far = words.tr("{done} of {whole}")
    return far.format(done=words.size_text(done), whole=words.size_text(whole)) if whole > 0 else words.size_text(done)


def count_far(done: int, whole: int) -> str:
    """How far something is that is counted."""
    return words.tr("{done} of {whole}").format(done=words.number(done), whole=words.number(max(done, whole)))


def _sentence(error: KnownError) -> str:
    return words.said(error.code, error.params)
