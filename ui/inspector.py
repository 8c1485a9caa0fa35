"""The inspector at the right: what is known about the moment that the page points at. Folds away with I."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QVBoxLayout

from app.errors import KnownError
from app.records import Moment, MomentDetail, Reason
from ui import words
from ui.opening import OpenSheet, can_open
from ui.page import Desk
from ui.widgets import button, label

WIDTH = 320


def run_on(passages: Sequence[str]) -> str:
    """Passages one below the other; a blank line only around those that have several lines themselves.

    >>> run_on(["Number", "Client", "Dear Clara,\\nthe plan", "Kind regards"])
    'Number\\nClient\\n\\nDear Clara,\\nthe plan\\n\\nKind regards'
    """
    said = ""
    for before, one in zip(("", *passages), passages, strict=False):
        said += ("\n\n" if "\n" in before or "\n" in one else "\n") * bool(said) + one
    return said


class Inspector(QFrame):
    """Title, time, place, reasons and recognised text of one moment. `said` carries a sentence."""

    said = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setAccessibleName(self.tr("About this moment"))
        self.setProperty("plane", "surface")
        self.setFixedWidth(WIDTH)
        self._desk = desk
        self._moment: Moment | None = None
        self._title = self._line("inspectorTitle", size="text", strong=True)
        self._when = self._line("inspectorWhen", tone="second")
        self._where = self._line("inspectorWhere", tone="second")
        self._why = self._line("inspectorWhy", tone="second")
        self._pinned = self._line("inspectorPinned", tone="second")
        self._state = self._line("inspectorState", tone="warn")
        self.sheet = OpenSheet(desk.theme, desk.core, self)
        self.sheet.said.connect(self.said)
        self._open = button("openPage", self.tr("Open again…"))
        self._open.clicked.connect(self._open_page)
        self._text = QPlainTextEdit()
        self._text.setTabChangesFocus(True)
        self._text.setObjectName("inspectorText")
        self._text.setAccessibleName(self.tr("Recognised text"))
        self._text.setReadOnly(True)
        self._text.setFont(desk.theme.font("control"))
        self._text.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self._text.document().setDocumentMargin(0)
        self._head = label(desk.theme, self.tr("Recognised text"), size="caption", tone="faint")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 12, 12)
        column.setSpacing(8)
        for one in (self._title, self._when, self._where, self._why, self._pinned, self._state):
            column.addWidget(one)
        column.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(8)
        column.addWidget(self._head)
        column.addWidget(self._text, 1)
        self.show_moment(None, ())

    def show_moment(self, moment: Moment | None, reasons: tuple[Reason, ...]) -> None:
        """Show another moment, or that there is none."""
        if moment is None:
            self._moment = None
            self._title.setText(self.tr("Nothing is selected."))
            for one in (self._when, self._where, self._why, self._pinned, self._state, self._open, self._head):
                one.hide()
            self._text.clear()
            return
        self._tell(self._title, words.title_of(moment))
        self._tell(self._when, words.when(moment.time, moment.zone))
        self._tell(self._where, "\n".join(part for part in (words.app_name(moment), moment.url, moment.author) if part))
        self._tell(self._why, "\n".join(words.reason_text(reason) for reason in reasons))
        self._tell(self._pinned, self.tr("Pinned: it stays whole, however old it grows.") if moment.pinned else "")
        self._tell(self._state, self._reading(moment))
        self._open.setVisible(can_open(moment.url))
        if self._moment is None or self._moment.id != moment.id:
            self._moment = moment
            self._text.setPlainText("")
            if self.isVisible():
                self.load()
        self._moment = moment

    def shown_ids(self) -> set[str]:
        """The moment that is shown."""
        return set() if self._moment is None else {self._moment.id}

    def take_away(self, gone: frozenset[str]) -> None:
        """Show none of these moments: they were forgotten."""
        if self.shown_ids() & gone:
            self.show_moment(None, ())

    def load(self) -> None:
        """Fetch the text of the moment that is shown."""
        moment = self._moment
        if moment is not None:
            self._desk.core.read(
                self, "inspect", lambda memory, _: memory.moment(moment.id), self._show_text, self._failed, low=True
            )

    def _line(self, name: str, *, size: str = "control", tone: str = "text", strong: bool = False) -> QLabel:
        result = label(self._desk.theme, size=size, tone=tone, strong=strong, wrap=True)
        result.setObjectName(name)
        result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return result

    def _tell(self, line: QLabel, text: str) -> None:
        # A long address has no blanks to wrap at: zero-width spaces after its slashes let it.
        line.setText(text.replace("/", "/\u200b"))
        line.setVisible(bool(text))

    def _reading(self, moment: Moment) -> str:
        if moment.reading == "failed":
            return self.tr("Its text could not be read.") + (f" {words.said(moment.failure)}" if moment.failure else "")
        return "" if moment.reading == "done" else self.tr("Its text is being read.")

    def _show_text(self, detail: MomentDetail) -> None:
        if self._moment is None or detail.moment.id != self._moment.id:
            return
        text = run_on(detail.passages)
        self._text.setPlainText(text)
        self._head.setVisible(bool(text))

    def _failed(self, error: KnownError) -> None:
        self._tell(self._state, words.said(error.code, error.params))

    def _open_page(self) -> None:
        if self._moment is not None:
            self.sheet.ask(self._moment.url)
