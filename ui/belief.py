"""One memory in full: what it says, since when, on what it stands, what it is linked to and what it said before. Reads nothing itself."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.belief_records import Belief, Entry, Occurred, Related
from app.errors import KnownError
from app.records import Moment
from ui import belief_words
from ui.belief_editor import BeliefEditor
from ui.letting_go import empty
from ui.occurrences import Occurrences
from ui.page import Desk
from ui.proofs import Proofs
from ui.theme import READING_WIDTH, Theme
from ui.widgets import button, label, plain_tip, restyle

LINKS = 8
HAVE_STRIP = ("people", "projects", "things")


@dataclass(frozen=True, slots=True)
class Held:
    """A memory with all that is shown of it. `replaced` is what took its place, where that can be shown."""

    entry: Entry
    belief: Belief
    moments: tuple[Moment, ...]
    count: int
    linked: tuple[Related, ...]
    replaced: Entry | None
    groups: dict[str, str]
    days: tuple[Occurred, ...]

    @property
    def zone(self) -> str:
        return self.moments[0].zone if self.moments else self.entry.zone


def held(memory: Any, id_: str) -> Held:
    """Read a memory. Runs in a lane. Raises KnownError no_such_memory."""
    beliefs = memory.beliefs
    belief = beliefs.show(id_)
    moments, count = beliefs.proof(id_)
    replaced = None
    if belief.replaced_by:
        try:
            replaced = beliefs.entry(belief.replaced_by)
        except KnownError:  # it is denied or being forgotten: there is nothing to lead to
            replaced = None
    entry, linked = beliefs.entry(id_), tuple(beliefs.linked(id_))
    groups = beliefs.groups([one.memory.id for one in linked])
    days = tuple(beliefs.occurred(id_)) if entry.group in HAVE_STRIP else ()
    return Held(entry, belief, tuple(moments), count, linked, replaced, groups, days)


class LinkRow(QAbstractButton):
    """A line that leads to another memory: its title, faintly what tells it apart from another of that title, and why it stands
    here. Drawn as it is, never read as markup."""

    def __init__(self, theme: Theme, id_: str, title: str, why: str, tail: str = "") -> None:
        super().__init__()
        self.id, self._theme, self._title, self._why, self._tail = id_, theme, title, why, tail
        self.setObjectName("memoryLink")
        self.setAccessibleName(f"{title}, {tail}" if tail else title)
        self.setAccessibleDescription(why)
        self.setToolTip(plain_tip(title))
        self.setFixedHeight(32)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(200, 32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("accent"), 1))
            painter.drawRoundedRect(place, 8, 8)
        inner = place.adjusted(8 if self.hasFocus() else 0, 0, -8, 0)
        painter.setFont(self._theme.font("caption"))
        painter.setPen(self._theme.colour("faint"))
        why = painter.fontMetrics().elidedText(self._why, Qt.TextElideMode.ElideRight, int(inner.width() * 0.45))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), why)
        room = inner.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(why) - 16, 0)
        tail = painter.fontMetrics().elidedText(self._tail, Qt.TextElideMode.ElideRight, int(room.width() * 0.5))
        room.setWidth(room.width() - (painter.fontMetrics().horizontalAdvance(tail) + 12 if tail else 0))
        faint = painter.font()
        font = self._theme.font("control")
        font.setUnderline(self.underMouse())
        painter.setFont(font)
        painter.setPen(self._theme.colour("accent" if self.underMouse() or self.hasFocus() else "text"))
        title = painter.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, int(room.width()))
        at_left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(room, at_left, title)
        if tail:
            after = inner.adjusted(painter.fontMetrics().horizontalAdvance(title) + 12, 1, 0, 1)
            painter.setFont(faint)
            painter.setPen(self._theme.colour("faint"))
            painter.drawText(after, at_left, tail)
        painter.end()

    def say(self, title: str) -> None:
        """Show another title."""
        self._title = title
        self.setAccessibleName(title)
        self.update()


def sheet(scroll: QScrollArea) -> tuple[QWidget, QVBoxLayout]:
    """The inside of a scrolled page of text, and its column."""
    inside = QWidget()
    inside.setMaximumWidth(READING_WIDTH)
    column = QVBoxLayout(inside)
    column.setContentsMargins(28, 20, 24, 88)
    column.setSpacing(8)
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(inside)
    return inside, column


class BeliefView(QScrollArea):
    """Shows one memory; says what is to be done with it. `opened` carries the id of another memory."""

    edited = Signal(str, str)
    denied = Signal()
    merge_asked = Signal()
    forget_asked = Signal()
    opened = Signal(str)
    moment_asked = Signal(object)
    pointed = Signal(object)
    graph_asked = Signal()
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("belief")
        self.setAccessibleName(self.tr("Memory"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._desk = desk
        self.held: Held | None = None
        theme = desk.theme
        self._state = label(theme, size="caption", tone="faint", wrap=True)
        self.title = label(theme, size="title", strong=True, wrap=True)
        self.text = label(theme, size="text", wrap=True)
        self._past = label(theme, tone="warn", wrap=True)
        for name, one in (("State", self._state), ("Title", self.title), ("Text", self.text), ("Past", self._past)):
            one.setObjectName(f"belief{name}")
            one.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.editor = BeliefEditor(theme, "beliefEditor")
        self.proofs = Proofs(desk, "beliefProofs")
        self.occurrences = Occurrences(theme)
        self._heads = {
            name: label(theme, said, strong=True, tone="second")
            for name, said in (
                ("days", self.tr("When")), ("proof", ""), ("links", self.tr("Linked")), ("versions", self.tr("Before")),
            )
        }  # fmt: skip
        self._links, self._versions, self._replaced = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self.more = LinkRow(theme, "", self.tr("More"), "")
        self.more.setObjectName("beliefMore")
        self._arrange()
        self.editor.kept.connect(self.edited)
        self.editor.left.connect(self.stop_editing)
        self.proofs.opened.connect(self.moment_asked)
        self.proofs.pointed.connect(self.pointed)
        self.occurrences.opened.connect(self.moment_asked)
        self.more.clicked.connect(lambda: self._show_links(everything=True))
        self.show_held(None)

    def _button(self, name: str, text: str, tip: str, signal: Any, look: str = "word") -> QPushButton:
        one = button(name, text, look)
        one.setToolTip(tip)
        one.clicked.connect(signal)
        return one

    def _arrange(self) -> None:
        self._edit = self._button(
            "beliefEdit", self.tr("Edit"), self.tr("Say it in other words (E)"), self.edit, "quiet"
        )
        self._deny = self._button(
            "beliefDeny", self.tr("That is wrong"), self.tr("Show it no more and do not make it again (D)"), self.denied, "quiet"
        )  # fmt: skip
        self._merge = self._button(
            "beliefMerge", self.tr("Merge…"), self.tr("It is the same as another (M)"), self.merge_asked
        )
        self._forget = self._button(
            "beliefForget", self.tr("Forget…"), self.tr("Delete it, with what was made of it (Del)"), self.forget_asked
        )
        self._graph = self._button(
            "beliefGraph", self.tr("Graph"), self.tr("See what hangs on it as a picture (G)"), self.graph_asked
        )
        self._actions = QWidget()
        row = QHBoxLayout(self._actions)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(8)
        for one in (self._edit, self._deny, self._merge, self._forget):
            row.addWidget(one)
        row.addStretch(1)
        self._inside, column = sheet(self)
        lines: tuple[QWidget, ...] = (self._state, self.title, self._past)
        for line in lines:
            column.addWidget(line)
        column.addLayout(self._replaced)
        lines = (self.text, self.editor, self._actions)
        for line in lines:
            column.addWidget(line)
        column.addSpacing(8)
        column.addWidget(self._heads["days"])
        column.addWidget(self.occurrences)
        column.addSpacing(4)
        column.addWidget(self._heads["proof"])
        column.addWidget(self.proofs)
        column.addSpacing(4)
        links = QHBoxLayout()
        links.addWidget(self._heads["links"], 1)
        links.addWidget(self._graph)
        column.addLayout(links)
        column.addLayout(self._links)
        column.addWidget(self.more)
        column.addSpacing(4)
        column.addWidget(self._heads["versions"])
        column.addLayout(self._versions)
        column.addStretch(1)
        for layout in (self._links, self._replaced):
            layout.setSpacing(0)
        self._versions.setSpacing(8)

    def show_held(self, held: Held | None) -> None:
        """Show another memory, or the same as it is now; None shows nothing. What is being written stays."""
        if held == self.held and held is not None:
            return
        same = held is not None and self.held is not None and held.entry.id == self.held.entry.id
        self.held = held
        self._inside.setVisible(held is not None)
        if not same:
            self.stop_editing()
            self.verticalScrollBar().setValue(0)
        empty(self._replaced)
        if held is None:
            self.proofs.show_moments(())
            self.occurrences.show_days(())
            for layout in (self._links, self._versions):
                empty(layout)
            for one in (self._state, self.title, self.text, self._past):
                one.setText("")
            return
        self._tell(held)
        self.proofs.show_moments(held.moments)
        self.occurrences.show_days(held.days)
        self._heads["days"].setVisible(not self.occurrences.isHidden())
        self._graph.setVisible(bool(held.linked))
        self._show_links(everything=False)
        self._show_versions(held)

    def _tell(self, held: Held) -> None:
        made, entry = held.belief.memory, held.entry
        self._state.setText(belief_words.state_line(held.belief, entry, held.zone))
        self.title.setText(belief_words.heading(made.title, made.text))
        self.text.setText(made.text)
        self.text.setVisible(self.editor.isHidden() and bool(made.text.strip()))
        past = made.status in belief_words.PAST
        restyle(self.text, tone="second" if past else "text")
        self._past.setText(self.tr("This is of the past. What took its place:") if held.replaced is not None else "")
        self._past.setVisible(held.replaced is not None)
        if held.replaced is not None:
            newer = held.replaced
            same = newer.title == made.title  # then its text says what is new
            title = belief_words.title_of(newer.snippet if same else newer.title, newer.snippet)
            self._replaced.addWidget(self._link(held.replaced.id, title, belief_words.row_day(held.replaced)))
        self._merge.setVisible(bool(entry.entity) and not past)
        self._heads["proof"].setText(belief_words.moments_text(held.count, len(held.moments)))
        self._heads["proof"].setVisible(held.count > 0)

    def _link(self, id_: str, title: str, why: str, tail: str = "") -> LinkRow:
        row = LinkRow(self._desk.theme, id_, title, why, tail)
        row.clicked.connect(lambda: self.opened.emit(id_))
        return row

    def _show_links(self, *, everything: bool) -> None:
        empty(self._links)
        linked = self.held.linked if self.held is not None else ()
        shown = linked if everything or len(linked) <= LINKS + 1 else linked[:LINKS]
        tails = belief_words.told_apart(shown, self.held.groups) if self.held is not None else []
        for one, tail in zip(shown, tails, strict=True):
            title = belief_words.title_of(one.memory.title, one.memory.text)
            why = belief_words.why_text(one)
            kind = belief_words.one_of(self.held.groups.get(one.memory.id, "")) if self.held is not None else ""
            row = self._link(one.memory.id, title, "" if one.why == "names" else why, tail or kind)
            row.setAccessibleDescription(why)
            row.setToolTip(plain_tip(f"{title}\n{why}"))
            self._links.addWidget(row)
        self._heads["links"].setVisible(bool(linked))
        left = len(linked) - len(shown)
        if left:
            self.more.say(self.tr("{n} more").format(n=belief_words.count_text(left)))
        self.more.setVisible(left > 0)

    def _show_versions(self, held: Held) -> None:
        empty(self._versions)
        now_said = (held.belief.memory.title, held.belief.memory.text)
        for version in reversed(held.belief.versions):
            line: QLabel = label(
                self._desk.theme, belief_words.version_text(version, now_said), tone="second", wrap=True
            )
            line.setObjectName("beliefVersion")
            self._versions.addWidget(line)
        self._heads["versions"].setVisible(bool(held.belief.versions))

    # writing

    def edit(self) -> None:
        """Let the user write other words in the place of these."""
        if self.held is not None:
            made = self.held.belief.memory
            for one in (self.title, self.text, self._actions):
                one.hide()
            self.editor.begin(made.title, made.text)

    def stop_editing(self) -> None:
        """Put the editor away; what was written in it is gone."""
        had = self.editor.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self.editor.hide()
        for one in (self.title, self.text, self._actions):
            one.show()
        self.text.setVisible(bool(self.text.text().strip()))
        if had:
            self.left.emit()

    def is_editing(self) -> bool:
        """Whether words are being written."""
        return not self.editor.isHidden()

    def enter(self) -> None:
        """Go to the evidence, where there is any, else to the first button."""
        if self.proofs.model().rowCount():
            if not self.proofs.currentIndex().isValid():
                self.proofs.setCurrentIndex(self.proofs.model().index(0, 0))
            self.proofs.setFocus()
        else:
            self._edit.setFocus()
