"""An answer as text: inserted as plain text with formats, never as markup; its [n] can be clicked and lit. No memory."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QMouseEvent, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QSizePolicy, QTextBrowser

from app.answer.plain import plain
from app.records import Answer, Citation
from ui.theme import Theme

NUMBER = re.compile(r"\[(\d{1,3})\]")
SCHEME = "citation"


def pieces(text: str, numbers: set[int]) -> list[tuple[str, int | None]]:
    """A text cut at its citations: plain pieces, and pieces that stand for a citation's number.

    >>> pieces("Paid [1] on Monday [9].", {1})
    [('Paid ', None), ('[1]', 1), (' on Monday [9].', None)]
    """
    result: list[tuple[str, int | None]] = []
    end = 0
    for found in NUMBER.finditer(text):
        number = int(found.group(1))
        if number in numbers:
            if found.start() > end:
                result.append((text[end : found.start()], None))
            result.append((found.group(0), number))
            end = found.end()
    if end < len(text):
        result.append((text[end:], None))
    return result


def with_sources(answer: Answer, when: Sequence[str]) -> str:
    """An answer as it is copied: its text, then each source with its moment. `when` gives their times, in order."""
    lines = [
        f"[{citation.n}] {' — '.join(part for part in (time, citation.app, citation.title) if part)}"
        for citation, time in zip(answer.citations, when, strict=True)
    ]
    text = "\n".join([answer.text, "", *lines]) if lines else answer.text
    return plain(text, lines=True)  # what is pasted into a terminal must not act there


def _units(text: str) -> int:
    """How many places a text takes in a document of Qt, where a sign beyond the first plane takes two.

    >>> _units("a🦢")
    3
    """
    return len(text.encode("utf-16-le")) // 2


class AnswerText(QTextBrowser):
    """Text that grows with its content. `cited` carries a clicked number, `pointed` the one under the pointer or 0."""

    cited = Signal(int)
    pointed = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("answerText")
        self.setAccessibleName(self.tr("Answer"))
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self._theme = theme
        self._text, self._citations = "", ()  # type: tuple[str, tuple[Citation, ...]]
        self._marks: tuple[tuple[int, int], ...] = ()
        self.anchorClicked.connect(self._clicked)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        theme.changed.connect(self._write)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing is ever fetched."""
        del kind, name
        return None

    def show_text(
        self, text: str, citations: tuple[Citation, ...] = (), marks: tuple[tuple[int, int], ...] = ()
    ) -> None:
        """Show a text; its numbers are live where a citation stands behind them, and what is marked, from and to, stands out."""
        self._text, self._citations = plain(text, lines=True), citations
        self._marks = marks if self._text == text else ()
        self._write()

    def _write(self) -> None:
        self.clear()
        self.document().setDefaultFont(self._theme.font("text"))
        cursor = QTextCursor(self.document())
        block = cursor.blockFormat()
        block.setLineHeight(145.0, 1)
        cursor.setBlockFormat(block)
        plain = QTextCharFormat()
        plain.setFont(self._theme.font("text"))
        plain.setForeground(self._theme.colour("text"))
        for text, number in pieces(self._text, {citation.n for citation in self._citations}):
            cursor.insertText(text, plain if number is None else self._link(number))
        strong = QTextCharFormat()
        strong.setFontWeight(QFont.Weight.DemiBold)
        for start, end in self._marks:
            cursor.setPosition(_units(self._text[:start]))
            cursor.setPosition(_units(self._text[:end]), QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(strong)
        self._fit()

    def _link(self, number: int) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setFont(self._theme.font("control", strong=True))
        look.setForeground(self._theme.colour("accent"))
        look.setAnchor(True)
        look.setAnchorHref(f"{SCHEME}:{number}")
        look.setFontUnderline(False)
        return look

    def light(self, number: int) -> None:
        """Light a citation's number, or none with 0."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        selections = []
        if number:
            found = self.document().find(f"[{number}]", 0, QTextDocument.FindFlag(0))
            if not found.isNull():
                selection = self.ExtraSelection()
                selection.cursor = found
                selection.format.setBackground(QColor(self._theme.colour("marked", 178)))
                selections.append(selection)
        self.setExtraSelections(selections)

    def _clicked(self, url: QUrl) -> None:
        if url.scheme() == SCHEME and url.path().isdigit():
            self.cited.emit(int(url.path()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.TabFocusReason and self._citations:
            self.focusNextPrevChild(True)  # on to the first number: Enter opens it

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        href = QUrl(self.anchorAt(event.position().toPoint()))
        self.pointed.emit(int(href.path()) if href.scheme() == SCHEME and href.path().isdigit() else 0)

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed.emit(0)
        super().leaveEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(400, self.height())

    def _fit(self) -> None:
        height = max(24, round(self.document().size().height()) + 4)
        if height != self.height():
            self.setFixedHeight(height)
