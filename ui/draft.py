"""A sheet for drafts: what kind, about what, for whom; a preview to look over, with what was left out and why. Nothing is sent or stored."""

import threading
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.answer.plain import plain
from app.errors import KnownError
from ui import words
from ui.letting_go import let_go
from ui.page import Desk
from ui.tasks import Ticket
from ui.translate import QT_TRANSLATE_NOOP
from ui.widgets import Elided, button, label, restyle

if TYPE_CHECKING:
    from app.answer.drafts import Draft, LeftOut

KINDS = {
    "reply": QT_TRANSLATE_NOOP("draft", "Reply"),
    "standup": QT_TRANSLATE_NOOP("draft", "Stand-up"),
    "summary": QT_TRANSLATE_NOOP("draft", "Summary"),
}
ABOUT = {
    "reply": QT_TRANSLATE_NOOP("draft", "To whom, or which conversation"),
    "standup": QT_TRANSLATE_NOOP("draft", "Which day; empty is today"),
    "summary": QT_TRANSLATE_NOOP("draft", "Which project"),
}
AUDIENCES = {
    "work": QT_TRANSLATE_NOOP("draft", "For work"),
    "family": QT_TRANSLATE_NOOP("draft", "For the family"),
    "public": QT_TRANSLATE_NOOP("draft", "For everybody"),
}
MOST_SHOWN = 60


def choice(name: str, said: str, table: dict[str, str]) -> tuple[QWidget, QButtonGroup]:
    """Chips of which one is chosen; each has its code as the property "code"."""
    row = QWidget()
    row.setObjectName(name)
    row.setAccessibleName(said)
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    group = QButtonGroup(row)
    for code, text in table.items():
        chip = QToolButton()
        chip.setObjectName(f"{name}{code.capitalize()}")
        chip.setText(QCoreApplication.translate("draft", text))
        chip.setAccessibleName(chip.text())
        chip.setProperty("look", "pick")
        chip.setProperty("code", code)
        chip.setCheckable(True)
        chip.setMinimumHeight(32)
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chip.toggled.connect(lambda on, one=chip: restyle(one, set=on))
        group.addButton(chip)
        line.addWidget(chip)
    line.addStretch(1)
    group.buttons()[0].setChecked(True)
    return row, group


def _chosen(group: QButtonGroup) -> str:
    chip = group.checkedButton()
    assert chip is not None
    return str(chip.property("code"))


class LeftOutRow(QWidget):
    """A piece that was left out, and why. `wanted` asks to take it in after all."""

    wanted = Signal(str)

    def __init__(self, desk: Desk, one: "LeftOut") -> None:
        super().__init__()
        self.setObjectName("leftOut")
        self.setFixedHeight(48)
        quote = Elided(desk.theme)
        quote.set_whole(plain(one.quote) or QCoreApplication.translate("draft", "Not shown"))
        why = Elided(desk.theme, size="caption", tone="faint")
        why.set_whole(f"{words.said(f'left_{one.category}')}  ·  {plain(one.app)}, {words.when(one.time, '')}")
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(quote)
        said.addWidget(why)
        take = button("takeIn", self.tr("Take in"), "word")
        take.setAccessibleName(self.tr("Take in: {quote}").format(quote=quote.whole()))
        take.setVisible(bool(one.quote))  # what is never taken in shows no words
        take.clicked.connect(lambda: self.wanted.emit(one.id))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 4, 2)
        row.addLayout(said, 1)
        row.addWidget(take)


class DraftSheet(QDialog):
    """Opened by the ask page. `said` tells what happened."""

    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("draftSheet")
        self.setWindowTitle(self.tr("Draft"))
        self.setAccessibleName(self.tr("Draft"))
        self.setModal(True)
        self._desk = desk
        self._allowed: set[str] = set()
        self._asked: tuple[str, str, str] | None = None
        self._ticket: Ticket | None = None
        self._halt = threading.Event()
        self._left: list[LeftOutRow] = []
        self._make()
        self._arrange()
        self._connect()
        self.setFixedSize(720, 620)
        self._show_about()

    def _make(self) -> None:
        theme = self._desk.theme
        self.kind_row, self.kinds = choice("draftKind", self.tr("What kind of draft"), KINDS)
        self.audience_row, self.audiences = choice("draftAudience", self.tr("Whom it is meant for"), AUDIENCES)
        self.about = QLineEdit()
        self.about.setObjectName("draftAbout")
        self.about.setMaxLength(200)
        self.make = button("draftMake", self.tr("Draft"), "main")
        self.text = QPlainTextEdit()
        self.text.setObjectName("draftText")
        self.text.setAccessibleName(self.tr("The draft"))
        self.text.setPlaceholderText(
            self.tr(
                "A draft in your own words appears here, made of what you wrote and saw. Look it over before you use it."
            )
        )
        self.text.setProperty("field", True)
        self.text.setFont(theme.font("text"))
        self.text.setTabChangesFocus(True)
        self.notice = label(theme, tone="second", wrap=True)
        self.notice.setObjectName("draftNotice")
        self.left_head = label(theme, strong=True, tone="second", wrap=True)
        self.left_head.setObjectName("draftLeftOut")
        self.copy = button("draftCopy", self.tr("Copy"), "main")
        self.away = button("draftAway", self.tr("Close"))

    def _arrange(self) -> None:
        asking = QHBoxLayout()
        asking.setSpacing(8)
        asking.addWidget(self.about, 1)
        asking.addWidget(self.make)
        inside = QWidget()
        self._pieces = QVBoxLayout(inside)
        self._pieces.setContentsMargins(0, 0, 0, 0)
        self._pieces.setSpacing(0)
        self._pieces.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("draftPieces")
        self._scroll.setAccessibleName(self.tr("What was left out"))
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFixedHeight(148)
        self._scroll.setWidget(inside)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(
            label(
                self._desk.theme,
                self.tr("The filter helps and promises nothing: read before you copy."),
                size="caption",
                tone="faint",
            ),
            1,
        )
        foot.addWidget(self.away)
        foot.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.kind_row)
        column.addWidget(self.audience_row)
        column.addLayout(asking)
        column.addWidget(self.text, 1)
        for widget in (self.notice, self.left_head, self._scroll):
            column.addWidget(widget)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.kinds.buttonClicked.connect(lambda _: self._show_about())
        self.audiences.buttonClicked.connect(lambda _: self._again())
        self.about.returnPressed.connect(self._make_new)
        self.make.clicked.connect(self._act)
        self.copy.clicked.connect(self._copy)
        self.away.clicked.connect(self.reject)
        self.text.textChanged.connect(self._offer)
        self.finished.connect(lambda _: self._stop())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._make_new)

    def open(self) -> None:
        """Show the sheet as it was left."""
        super().open()
        self.about.setFocus(Qt.FocusReason.PopupFocusReason)

    def kind(self) -> str:
        """The chosen kind: reply, standup or summary."""
        return _chosen(self.kinds)

    def audience(self) -> str:
        """Whom it is for: work, family or public."""
        return _chosen(self.audiences)

    def _show_about(self) -> None:
        said = QCoreApplication.translate("draft", ABOUT[self.kind()])
        self.about.setPlaceholderText(said)
        self.about.setAccessibleName(said)
        self._offer()

    def _offer(self) -> None:
        self.copy.setEnabled(bool(self.text.toPlainText().strip()))

    # drafting

    def _act(self) -> None:
        if self._ticket is not None:
            self._halt.set()
            self.notice.setText(self.tr("Stopping…"))
        else:
            self._make_new()

    def _make_new(self) -> None:
        """Draft what is chosen; nothing of another draft is taken in."""
        about = self.about.text().strip()
        if not about and self.kind() != "standup":
            self.notice.setText(QCoreApplication.translate("draft", ABOUT[self.kind()]) + "?")
            self.about.setFocus()
            return
        self._allowed.clear()
        self._asked = (self.kind(), about, self.audience())
        self._draft()

    def _again(self) -> None:
        """Draft the same for somebody else."""
        if self._asked is not None:
            self._make_new()

    def _take_in(self, id_: str) -> None:
        self._allowed.add(id_)
        self._draft()

    def _draft(self) -> None:
        if self._asked is None:
            return
        asked, allow = self._asked, frozenset(self._allowed)
        halt = self._halt = threading.Event()

        def work(memory: Any, ticket: Ticket) -> "Draft":
            from app.answer.drafts import Wanted

            kind, about, audience = asked
            enough = lambda: ticket.cancelled() or halt.is_set()  # noqa: E731
            made: Draft = memory.draft(Wanted(kind, about, audience, allow, enough))  # type: ignore[arg-type]
            return made

        self.notice.setText(self.tr("Looking through memory…"))
        self._busy(True)
        self._ticket = self._desk.core.long(self, "draft", work, self._show, self._failed)

    def _busy(self, busy: bool) -> None:
        said = self.tr("Stop") if busy else self.tr("Draft")
        self.make.setText(said)
        self.make.setAccessibleName(said)

    def _stop(self) -> None:
        self._halt.set()
        if self._ticket is not None:
            self._ticket.cancel()
            self._ended()

    def _ended(self) -> None:
        self._ticket = None
        self._busy(False)

    def _show(self, made: "Draft") -> None:
        self._ended()
        self.text.setPlainText(plain(made.text, lines=True))
        self.notice.setText(self._how(made))
        for row in self._left:
            let_go(row)
        self._left = [LeftOutRow(self._desk, one) for one in made.left_out[:MOST_SHOWN]]
        for at, row in enumerate(self._left):
            row.wanted.connect(self._take_in)
            self._pieces.insertWidget(at, row)
        counts = ", ".join(f"{count} × {words.said(f'left_{name}')}" for name, count in made.counts.items())
        self.left_head.setText(self.tr("Left out: {counts}").format(counts=counts) if counts else "")

    def _how(self, made: "Draft") -> str:
        if made.notice:
            return words.said(made.notice, made.notice_params)
        proof = words.counted(len(made.citations), self.tr("1 moment"), self.tr("{n} moments"))
        if made.mode == "written":
            return self.tr("Written by the model from {moments}, and held to them.").format(moments=proof)
        return self.tr("Your own words, from {moments}. No model was asked.").format(moments=proof)

    def _failed(self, error: KnownError) -> None:
        self._ended()
        self.notice.setText(words.said(error.code, error.params))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(plain(self.text.toPlainText(), lines=True))
        self.said.emit(self.tr("The draft is on the clipboard."))
        self.accept()
