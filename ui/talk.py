"""A question with its answer, as it stands in a conversation: quoted at once, written below it, checked at the end. No memory."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.answer.plain import plain
from app.errors import KnownError
from app.records import Answer
from app.sentences import beside_answer
from ui import words
from ui.answer_table import AnswerTable, around
from ui.answer_text import AnswerText, with_sources
from ui.cited import Places, place_of
from ui.page import Desk
from ui.translate import QT_TRANSLATE_NOOP
from ui.widgets import IconButton, label

REDRAW_MS = 100
BUTTONS = 3 * 44 + 16
MANNERS = {
    "computed": QT_TRANSLATE_NOOP("talk", "Counted"),
    "extractive": QT_TRANSLATE_NOOP("talk", "Quoted"),
    "written": QT_TRANSLATE_NOOP("talk", "Written"),
}


class TurnView(QFrame):
    """A question and its answer."""

    cited = Signal(object, int)  # this view, number
    pointed = Signal(object, int)
    entered = Signal(object)
    said = Signal(str)
    again = Signal(str)  # the question as it was understood
    by_itself = Signal(str)

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
        self._read_as = label(desk.theme, size="caption", tone="faint", wrap=True)
        self._read_as.setObjectName("readAs")
        self.text = AnswerText(desk.theme)
        self.table = AnswerTable(desk.theme)
        self.after = AnswerText(desk.theme)
        self.after.setObjectName("afterTable")
        self.written = AnswerText(desk.theme)
        self.written.setObjectName("written")
        self._manner = label(desk.theme, size="caption", strong=True)
        self._manner.setObjectName("manner")
        self._manner.setProperty("plane", "pill")
        self._manner.setFixedHeight(20)
        self._notice = label(desk.theme, self.tr("Looking through memory…"), tone="faint", wrap=True)
        self._notice.setObjectName("notice")
        self.copy = IconButton(desk.theme, "copyAnswer", "copy", self.tr("Copy the answer with its sources"))
        self.repeat = IconButton(desk.theme, "askAgain", "again", self.tr("Ask this again"))
        self.schedule = IconButton(desk.theme, "askByItself", "calendar", self.tr("Ask this by itself from now on"))
        self.copy.clicked.connect(self.copy_answer)
        self.repeat.clicked.connect(lambda: self.again.emit(self.whole()))
        self.schedule.clicked.connect(lambda: self.by_itself.emit(self.whole()))
        self._redraw = QTimer(self)
        self._redraw.setSingleShot(True)
        self._redraw.setInterval(REDRAW_MS)
        self._redraw.timeout.connect(lambda: self.written.show_text(self._streamed))
        self._arrange()
        for text in (self.text, self.after):
            text.cited.connect(lambda number: self.cited.emit(self, number))
            text.pointed.connect(lambda number: self.pointed.emit(self, number))
        self.table.cited.connect(lambda number: self.cited.emit(self, number))

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        pill = QVBoxLayout()
        pill.setContentsMargins(0, 6, 0, 0)
        pill.addWidget(self._manner)
        pill.addStretch(1)
        self._notice.setContentsMargins(0, 8, 0, 0)
        foot.addLayout(pill)
        foot.addWidget(self._notice, 1, Qt.AlignmentFlag.AlignTop)
        for one in (self.copy, self.repeat, self.schedule):
            foot.addWidget(one, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 12)
        column.setSpacing(8)
        for widget in (self._question, self._read_as, self.text, self.table, self.after, self.written):
            column.addWidget(widget)
        column.addLayout(foot)
        for hidden in (
            self._read_as,
            self.text,
            self.after,
            self.written,
            self._manner,
            self.copy,
            self.repeat,
            self.schedule,
        ):
            hidden.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _tell(self, notice: str) -> None:
        self._notice.setText(notice)
        self._fit()

    def _fit(self) -> None:
        """Let each text be as high as it is at this width, and no higher."""
        width = max(self.width(), 200)
        pill = self._manner.sizeHint().width() + 8 if not self._manner.isHidden() else 0
        for text, room in ((self._question, width), (self._read_as, width), (self._notice, width - BUTTONS - pill)):
            text.setFixedHeight(text.heightForWidth(max(room, 80)) if text.text() else 0)

    def question(self) -> str:
        """The question as it was typed."""
        return self._question.text()

    def whole(self) -> str:
        """The question with what was understood of the turns before it."""
        return (self.answer.read_as if self.answer is not None else "") or self.question()

    def shown_ids(self) -> set[str]:
        """The moments that stand beside its answer."""
        if self.answer is None:
            return set()
        unused = (one.citation for one in self.answer.unused)
        return {one.id for one in (*self.answer.citations, *self.answer.nearest, *unused)}

    def light(self, number: int) -> None:
        """Light a citation's number, or none with 0."""
        for text in (self.text, self.after):
            text.light(number if self.answer is not None else 0)

    def quote(self, answer: Answer, places: Places) -> None:
        """Show the quoted answer, which stands until a written one that is proved takes its place. Where it is asked anew, what was
        written goes."""
        self._clear_unchecked()
        self._show(answer, places)
        self._tell(self.tr("Quoted so far. The model reads…"))

    def take_back(self) -> None:
        """What is quoted so far was forgotten meanwhile: show it no more."""
        self.answer = None
        self._clear_unchecked()
        for text in (self.text, self.after):
            text.show_text("", ())
            text.hide()
        self.table.show_rows(())
        self.copy.hide()
        self._tell(self.tr("What was quoted so far is forgotten now. The model reads…"))

    def stream(self, text: str) -> None:
        """Add what was just written, below what is quoted."""
        if not self._streamed:
            self._tell(self.tr("Writing. Each sentence is checked when it is done."))
        self._streamed += text
        self.written.show()
        if not self._redraw.isActive():
            self._redraw.start()

    def finish(self, answer: Answer, places: Places) -> None:
        """Show the checked answer in place of what streamed in; `places` tell where it cites."""
        self._clear_unchecked()
        self._show(answer, places)
        beside = [words.said(code, params) for code, params in beside_answer(answer, lambda time: words.when(time, ""))]
        self._manner.setText(words.translated("talk", MANNERS.get(answer.mode, "")))
        self._manner.setVisible(answer.mode in MANNERS and bool(answer.text))
        self._tell(plain("\n".join([self._notice_text(answer), *beside]).strip(), lines=True))
        self._end()

    def _end(self) -> None:
        """Nothing more comes: it can be asked again."""
        self.repeat.show()
        self.schedule.show()

    def _show(self, answer: Answer, places: Places) -> None:
        self.answer, self.places = answer, places
        before, after = around(answer.text, answer.table)
        self.text.show_text(before, answer.citations, answer.marks)
        self.text.setVisible(bool(before))
        self.table.show_rows(answer.table)
        self.after.show_text(after, answer.citations)
        self.after.setVisible(bool(after))
        self.copy.setVisible(bool(answer.text))
        self._read_as.setText(self.tr("Understood as: {question}").format(question=plain(answer.read_as)))
        self._read_as.setVisible(bool(answer.read_as))

    def _notice_text(self, answer: Answer) -> str:
        if answer.notice == "scheduled":
            return words.said("scheduled", answer.notice_params)
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
            return self.tr("The words stand in {moments}. No model was asked.").format(moments=count)
        if answer.mode == "computed":
            return self.tr("Exact, proved by {moments}. No model was asked.").format(moments=count)
        return self.tr("By the model, from {moments}; every sentence was checked against them.").format(moments=count)

    def stopping(self) -> None:
        """Say that the user stopped it; what was found is on its way."""
        self._tell(self.tr("Stopping…"))

    def stopped(self) -> None:
        """Say that it was given up. What was written so far goes: nobody checked it."""
        self._clear_unchecked()
        self._tell(self.tr("Stopped."))
        self._end()

    def fail(self, error: KnownError) -> None:
        """Say what went wrong. What was written so far goes: nobody checked it."""
        self._clear_unchecked()
        self._tell(words.said(error.code, error.params))
        self._end()

    def _clear_unchecked(self) -> None:
        self._redraw.stop()
        self._streamed = ""
        self.written.hide()
        self.written.show_text("")

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


def renewed(
    turns: Iterable[TurnView], stored: Mapping[str, Answer], places: Places, gone: frozenset[str]
) -> list[TurnView]:
    """Show what became of answers since some moments went, in the turns in which they are others now; `stored` holds those that are left
    by their ids. Returns the turns of whose answers nothing is left."""
    lost = []
    for turn in turns:
        if turn.answer is None:  # it failed
            continue
        touched, answer = bool(turn.shown_ids() & gone), stored.get(turn.answer.turn_id)
        if answer is not None and (touched or turn.answer.text != answer.text):
            turn.finish(answer, places)
        elif answer is None and (touched or turn.answer.turn_id):
            lost.append(turn)
    return lost
