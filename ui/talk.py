"""The pieces of a conversation: a question with its answer, and the field in which the next one is written. No memory."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from app.answer.plain import plain
from app.errors import KnownError
from app.records import Answer
from app.sentences import beside_answer
from ui import words
from ui.answer_text import AnswerText, with_sources
from ui.cited import Places, place_of
from ui.page import Desk
from ui.widgets import IconButton, label

REDRAW_MS = 100


class TurnView(QFrame):
    """A question and its answer."""

    cited = Signal(object, int)  # this view, number
    pointed = Signal(object, int)
    entered = Signal(object)
    said = Signal(str)

    def __init__(self, desk: Desk, question: str) -> None:
        super().__init__()
        self.setObjectName("turn")
        self.setAccessibleName(self.tr("Question and answer"))
        self.answer: Answer | None = None
        self.places: Places = {}
        self._streamed = ""
        self._question = label(desk.theme, question, size="text", strong=True, wrap=True)
        self._question.setObjectName("question")
        self._question.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text = AnswerText(desk.theme)
        self.written = AnswerText(desk.theme)
        self.written.setObjectName("written")
        self._notice = label(desk.theme, self.tr("Looking through memory…"), tone="faint", wrap=True)
        self._notice.setObjectName("notice")
        self.copy = IconButton(desk.theme, "copyAnswer", "copy", self.tr("Copy the answer with its sources"))
        self.copy.clicked.connect(self.copy_answer)
        self._redraw = QTimer(self)
        self._redraw.setSingleShot(True)
        self._redraw.setInterval(REDRAW_MS)
        self._redraw.timeout.connect(lambda: self.written.show_text(self._streamed))
        foot = QHBoxLayout()
        foot.addWidget(self._notice, 1)
        foot.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 12)
        column.setSpacing(8)
        column.addWidget(self._question)
        column.addWidget(self.text)
        column.addWidget(self.written)
        column.addLayout(foot)
        self.text.hide()
        self.written.hide()
        self.copy.hide()
        self.text.cited.connect(lambda number: self.cited.emit(self, number))
        self.text.pointed.connect(lambda number: self.pointed.emit(self, number))

    def quote(self, answer: Answer, places: Places) -> None:
        """Show the quoted answer, which stands until a written one that is proved takes its place."""
        self._show(answer, places)
        self._notice.setText(self.tr("Quoted so far. The model reads…"))

    def stream(self, text: str) -> None:
        """Add what was just written, below what is quoted."""
        if not self._streamed:
            self._notice.setText(self.tr("Writing. Each sentence is checked when it is done."))
        self._streamed += text
        self.written.show()
        if not self._redraw.isActive():
            self._redraw.start()

    def finish(self, answer: Answer, places: Places) -> None:
        """Show the checked answer in place of what streamed in; `places` tell where it cites."""
        self._clear_unchecked()
        self._show(answer, places)
        beside = [words.said(code, params) for code, params in beside_answer(answer, lambda time: words.when(time, ""))]
        self._notice.setText(plain("\n".join([self._notice_text(answer), *beside]).strip(), lines=True))

    def _show(self, answer: Answer, places: Places) -> None:
        self.answer, self.places = answer, places
        self.text.show_text(answer.text, answer.citations, answer.marks)
        self.text.setVisible(bool(answer.text))
        self.copy.setVisible(bool(answer.text))

    def _notice_text(self, answer: Answer) -> str:
        if answer.mode == "none" and answer.notice:
            looked_for = ", ".join(str(one) for one in answer.notice_params.values())
            told = [words.said(answer.notice, answer.notice_params)]
            told += [words.said("looked_for", {"what": looked_for})] if looked_for else []
            told += [self.tr("Beside it stand the nearest moments, which prove nothing.")] if answer.nearest else []
            return "\n".join(told)
        if answer.notice:
            return words.said(answer.notice, answer.notice_params)
        if answer.mode == "none" or not answer.citations:
            return "" if answer.text else words.said("nothing_found")
        count = words.counted(len(answer.citations), self.tr("1 moment"), self.tr("{n} moments"))
        if answer.mode == "extractive":
            return self.tr("Quoted from {moments}.").format(moments=count)
        return self.tr("Written from {moments}; every sentence was checked against them.").format(moments=count)

    def stopping(self) -> None:
        """Say that the user stopped it; what was found is on its way."""
        self._notice.setText(self.tr("Stopping…"))

    def stopped(self) -> None:
        """Say that it was given up. What was written so far goes: nobody checked it."""
        self._clear_unchecked()
        self._notice.setText(self.tr("Stopped."))

    def fail(self, error: KnownError) -> None:
        """Say what went wrong. What was written so far goes: nobody checked it."""
        self._clear_unchecked()
        self._notice.setText(words.said(error.code, error.params))

    def _clear_unchecked(self) -> None:
        self._redraw.stop()
        self._streamed = ""
        self.written.hide()

    def notice(self) -> str:
        """What is said below the answer."""
        return self._notice.text()

    def copy_answer(self) -> None:
        """Put the answer with its sources on the clipboard."""
        if self.answer is not None:
            QGuiApplication.clipboard().setText(with_sources(self.answer, self._times()))
            self.said.emit(self.tr("The answer and its sources are on the clipboard."))

    def _times(self) -> list[str]:
        citations = self.answer.citations if self.answer is not None else ()
        return [words.when(citation.time, place_of(self.places, citation).zone) for citation in citations]

    def enterEvent(self, event: QEnterEvent) -> None:
        self.entered.emit(self)
        super().enterEvent(event)


class Composer(QFrame):
    """Where a question is written. `sent` carries it."""

    sent = Signal(str)
    stop = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("composer")
        self.setAccessibleName(self.tr("Write a question"))
        self.field = QPlainTextEdit()
        self.field.setObjectName("questionField")
        self.field.setAccessibleName(self.tr("Question"))
        self.field.setPlaceholderText(self.tr("Ask about what you have seen"))
        self.field.setProperty("field", True)
        self.field.setFont(desk.theme.font("text"))
        self.field.setTabChangesFocus(True)
        self.field.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.send = IconButton(
            desk.theme, "sendQuestion", "send", self.tr("Ask"), tip=self.tr("Ask (Enter)"), role="accent"
        )
        self.busy = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.field, 1)
        row.addWidget(self.send, 0, Qt.AlignmentFlag.AlignBottom)
        self.field.installEventFilter(self)
        self.field.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.send.clicked.connect(self._act)
        self._fit()

    def set_busy(self, busy: bool) -> None:
        """Offer to stop while an answer is on its way."""
        self.busy = busy
        said = self.tr("Stop") if busy else self.tr("Ask")
        self.send.set_icon("stop" if busy else "send", "danger" if busy else "accent")
        self.send.setAccessibleName(said)
        self.send.setToolTip(self.tr("Stop (Escape)") if busy else self.tr("Ask (Enter)"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._act()
                return True
            if event.key() == Qt.Key.Key_Escape and self.busy:
                self.stop.emit()
                return True
        return super().eventFilter(watched, event)

    def _act(self) -> None:
        text = self.field.toPlainText().strip()
        if self.busy:
            self.stop.emit()
        elif text:
            self.field.clear()
            self.sent.emit(text)

    def _fit(self) -> None:
        lines = min(max(self.field.document().blockCount(), round(self.field.document().size().height()), 1), 6)
        self.field.setFixedHeight(lines * self.field.fontMetrics().lineSpacing() + 24)
