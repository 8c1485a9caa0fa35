"""The memories page: all that the program believes, by kind, with its proof; correcting it, and answering what the inbox asks.

What is done to a memory goes through `Beliefs`; what it means is decided there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedLayout, QVBoxLayout, QWidget

from app.belief_records import Entry, Proposal
from app.errors import KnownError
from ui import words
from ui.belief import BeliefView, Held, held
from ui.belief_words import INBOX
from ui.correcting import Correcting
from ui.graph_pane import GraphPane
from ui.inbox import Asked, ProposalView, asked
from ui.making import Making
from ui.page import Desk, Empty, Page
from ui.shelf import GroupPainter, Groups, Lines, Row, RowPainter, Rows
from ui.widgets import IconButton, hairline, label

EVERYTHING = "everything"
GROUPS_WIDTH = 200
LIST_WIDTH = 368
TYPING_MS = 150


@dataclass(frozen=True, slots=True)
class Look:
    """What the lists show: how many each group holds, what waits in the inbox, the rows of one group, and whether nothing was ever made."""

    counts: dict[str, int]
    group: str
    rows: tuple[Row, ...]
    nothing: bool


def look(memory: Any, group: str, about: str) -> Look:
    """Read what the lists show. Where a group holds nothing that fits, all groups are looked through. Runs in a lane."""
    beliefs = memory.beliefs
    counts, waiting = beliefs.counted(about), tuple(beliefs.inbox())
    if about and not counts.get(group):
        group = EVERYTHING
    rows: tuple[Row, ...] = waiting if group == INBOX else tuple(beliefs.entries(group, about))
    nothing = not about and not counts[EVERYTHING] and not waiting
    return Look({**counts, INBOX: len(waiting)}, group, rows, nothing)


def sketch(width: float, height: float) -> list[QRectF]:
    """How the page looks with memories."""
    rows = [QRectF(20, 28 + at * 36, 130 - at % 3 * 18, 14) for at in range(11)]
    rows += [QRectF(GROUPS_WIDTH + 20, 76 + at * 58, 220 - at % 4 * 26, 14) for at in range(int(height - 100) // 58)]
    left = GROUPS_WIDTH + LIST_WIDTH + 28
    rows += [
        QRectF(left, 40, 280, 22),
        QRectF(left, 84, width - left - 60, 14),
        QRectF(left, 108, width - left - 140, 14),
    ]
    return rows + [QRectF(left + at * 172, 176, 160, 100) for at in range(3)]


class MemoriesPage(Page):
    """What is believed about the user. `changed` says that something was forgotten or brought back."""

    KEY = "memories"

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.group = "people"
        self.settled = False  # whether the lists show what was looked for last
        self._found_nothing = False
        self._wanted_id = ""
        theme = desk.theme
        self.groups, self.rows = Groups(self), Rows(self)
        self.groups_list = Lines("memoryGroups", self.tr("Kinds of memories"), GroupPainter(theme, self), self.groups)
        self.list = Lines("memoryRows", self.tr("Memories"), RowPainter(theme, self), self.rows)
        self.box = QLineEdit()
        self.box.setObjectName("memoriesBox")
        self.box.setAccessibleName(self.tr("Search memories"))
        self.box.setPlaceholderText(self.tr("Search memories  ( / )"))
        self.undo_button = IconButton(
            theme, "memoriesUndo", "undo", self.tr("Take back the last correction"),
            tip=self.tr("Take back the last correction (Ctrl+Z)"),
        )  # fmt: skip
        self._none = label(theme, tone="faint", wrap=True)
        self._none.setObjectName("memoriesNone")
        self._none.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._none.setContentsMargins(24, 32, 24, 0)
        self.making = Making(theme, desk.core)
        self.belief, self.proposal, self.graph = BeliefView(desk), ProposalView(desk), GraphPane(desk)
        self.correcting = Correcting(desk, self)
        self.bar = self.correcting.bar
        self.empty = Empty(theme, "memoriesEmpty", sketch)
        self._say_empty()
        self._arrange()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._acts = self._keys()
        self._connect()
        self.groups_list.setCurrentIndex(self.groups.at(self.group))

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(8, 16, 8, 12)
        left.addWidget(self.groups_list, 1)
        left.addWidget(self.making)
        head = QHBoxLayout()
        head.setContentsMargins(2, 0, 2, 0)  # the edges of the rows below
        head.setSpacing(4)
        head.addWidget(self.box, 1)
        head.addWidget(self.undo_button)
        stack = QWidget()
        self._stack = QStackedLayout(stack)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._none)
        middle = QVBoxLayout()
        middle.setContentsMargins(8, 16, 8, 0)
        middle.setSpacing(10)
        middle.addLayout(head)
        middle.addWidget(stack, 1)
        detail = QWidget()
        self._detail = QStackedLayout(detail)
        self._detail.addWidget(self.belief)
        self._detail.addWidget(self.proposal)
        self._detail.addWidget(self.graph)
        columns = QWidget()
        row = QHBoxLayout(columns)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for part, wide in ((left, GROUPS_WIDTH), (middle, LIST_WIDTH)):
            held = QWidget()
            held.setLayout(part)
            held.setMinimumWidth(wide * 3 // 4)
            held.setMaximumWidth(wide)
            row.addWidget(held, wide)
            row.addWidget(hairline(upright=True))
        row.addWidget(detail, 640)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._sheets = QStackedLayout()
        whole.addLayout(self._sheets)
        self._sheets.addWidget(columns)
        self._sheets.addWidget(self.empty)

    def _connect(self) -> None:
        self.groups_list.selectionModel().currentChanged.connect(self._group_chosen)
        self.list.selectionModel().currentChanged.connect(lambda now, _: self._point(now))
        self.list.activated.connect(lambda _: self.enter_detail())
        self._typing.timeout.connect(self.look)
        self.box.textChanged.connect(lambda _: self._typing.start())
        self.box.installEventFilter(self)
        self.undo_button.clicked.connect(self.correcting.undo)
        for view in (self.belief, self.proposal):
            view.opened.connect(self.open_memory)
            view.moment_asked.connect(lambda moment: self.moment_asked.emit(moment, ()))
            view.pointed.connect(lambda moment: self.inspected.emit(moment, ()))
            view.left.connect(self.list.setFocus)
        self.belief.graph_asked.connect(self.show_graph)
        self.graph.opened.connect(self._open_from_graph)
        self.graph.left.connect(self.leave_graph)
        correcting = self.correcting
        self.belief.edited.connect(self._edit)
        self.belief.denied.connect(self.deny)
        self.belief.merge_asked.connect(self.merge)
        self.belief.forget_asked.connect(self.forget)
        self.proposal.accepted.connect(self.accept)
        self.proposal.rejected.connect(self.reject)
        correcting.done.connect(self._corrected)
        correcting.undone.connect(self._undone)
        correcting.failed.connect(self.said)
        correcting.failed.connect(lambda _: self.look())
        self.bar.forgotten.connect(lambda _ids: self.changed.emit())
        self.bar.restored.connect(self.changed)
        self.bar.closed.connect(self.list.setFocus)
        self.bar.said.connect(self.said)
        self.making.moved.connect(self._made_more)
        self.making.ended.connect(self._made_all)
        self.making.failed.connect(self.said)
        self.empty.acted.connect(self.making.click)

    # looking

    def arrive(self) -> None:
        self.look()
        self.list.setFocus()

    def refresh(self) -> None:
        if self.isVisible():
            self.look()

    def look(self) -> None:
        """Look at the lists and the memory beside them again."""
        if self.desk.core.is_open:
            group, about = self.group, self.box.text().strip()
            self.settled = False
            self.desk.core.read(
                self, "memories", lambda memory, _: look(memory, group, about), self._show, self._failed
            )

    def _show(self, found: Look) -> None:
        self.settled = True
        self.groups.show_counts(found.counts)
        self._found_nothing = found.nothing
        self._sheets.setCurrentIndex(1 if found.nothing else 0)
        self._say_empty()
        if found.group != self.group:
            self._stand_on(found.group)
        before, at = self.current(), self.list.currentIndex().row()
        wanted, self._wanted_id = self._wanted_id or (before.id if before else ""), ""
        self.rows.show_rows(found.rows, grouped=found.group != EVERYTHING)
        self._stack.setCurrentIndex(0 if found.rows else 1)
        self._none.setText(self._nothing_here())
        index = self.rows.find(wanted)
        if not index.isValid() and found.rows:
            index = self.rows.index(min(max(at, 0), len(found.rows) - 1), 0)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)
        self._point(index)

    def _nothing_here(self) -> str:
        if self.group == INBOX:
            return words.said("inbox_empty")
        if self.box.text().strip():
            return self.tr("No memory holds these words.")
        return self.tr("Nothing of this kind yet. It comes by itself as days go by.")

    def _say_empty(self) -> None:
        if self.making.is_under_way():
            self.empty.say(self.tr("Memories are being made. You can go on with something else."), self.tr("Stop"))
            return
        self.empty.say(
            self.tr(
                "Memories are made of the days that are over: people, projects, facts and appointments, each with the"
                " moments that it stands on. Nothing was made yet."
            ),
            self.tr("Make them now"),
        )

    def current(self) -> Row | None:
        """The row that is chosen."""
        return self.rows.row(self.list.currentIndex())

    def _stand_on(self, group: str) -> None:
        self.group = group
        self.groups_list.selectionModel().blockSignals(True)
        self.groups_list.setCurrentIndex(self.groups.at(group))
        self.groups_list.selectionModel().blockSignals(False)
        self.groups_list.viewport().update()

    def _group_chosen(self, index: QModelIndex, _before: QModelIndex) -> None:
        if self.groups.key(index) != self.group:
            self.group = self.groups.key(index)
            self.rows.show_rows((), grouped=True)
            if self.group == INBOX:
                self.box.clear()
            self.look()

    def _point(self, index: QModelIndex) -> None:
        """Show the memory or the question of a row beside the list."""
        row = self.rows.row(index)
        if isinstance(row, Proposal):
            self.desk.core.read(
                self, "memory", lambda memory, _: asked(memory, row), self._show_asked, lambda _: self._show_none()
            )
        elif row is not None:
            id_ = row.id
            self.desk.core.read(
                self, "memory", lambda memory, _: held(memory, id_), self._show_held, lambda _: self._show_none()
            )
        else:
            self._show_none()

    def _show_none(self) -> None:
        self.belief.show_held(None)
        self.proposal.show_asked(None)

    def _show_held(self, found: Held) -> None:
        row = self.current()
        if row is not None and row.id == found.entry.id:
            self.proposal.show_asked(None)
            drawn = self.shows_graph() and bool(found.linked)
            self._detail.setCurrentWidget(self.graph if drawn else self.belief)
            self.belief.show_held(found)
            if drawn:
                self.graph.show_of(found.entry.id)

    def _show_asked(self, found: Asked) -> None:
        row = self.current()
        if row is not None and row.id == found.proposal.id:
            self.belief.show_held(None)
            self._detail.setCurrentWidget(self.proposal)
            self.proposal.show_asked(found)

    def open_memory(self, id_: str) -> None:
        """Go to a memory, in its group."""
        self.desk.core.read(self, "memory row", lambda memory, _: memory.beliefs.entry(id_), self._go, self._failed)

    def _go(self, entry: Entry) -> None:
        self.box.blockSignals(True)
        self.box.clear()
        self.box.blockSignals(False)
        self._wanted_id = entry.id
        self._stand_on(entry.group)
        self.look()
        self.list.setFocus()

    # the graph

    def shows_graph(self) -> bool:
        """Whether the graph stands in the place of the text."""
        return self._detail.currentWidget() is self.graph

    def show_graph(self) -> None:
        """Show what hangs on the memory shown as a picture; what is chosen next is shown so too."""
        if (row := self._shown()) is not None and self.belief.held is not None and self.belief.held.linked:
            self._detail.setCurrentWidget(self.graph)
            self.graph.show_of(row.id)
            self.graph.enter()

    def turn_graph(self) -> None:
        """From the text to the graph, or back."""
        if self.shows_graph():
            self.leave_graph()
        else:
            self.show_graph()

    def leave_graph(self) -> None:
        """Show the text again."""
        self._detail.setCurrentWidget(self.belief)
        self.list.setFocus()

    def _open_from_graph(self, id_: str) -> None:
        self._detail.setCurrentWidget(self.belief)
        self.open_memory(id_)

    # correcting

    def _shown(self) -> Entry | None:
        """The memory that is chosen and shown beside the list."""
        row, shown = self.current(), self.belief.held
        return row if isinstance(row, Entry) and shown is not None and shown.entry.id == row.id else None

    def _asked(self) -> Proposal | None:
        """The question that is chosen and shown beside the list."""
        row, shown = self.current(), self.proposal.asked
        return row if isinstance(row, Proposal) and shown is not None and shown.proposal.id == row.id else None

    def _edit(self, title: str, text: str) -> None:
        shown = self.belief.held
        self.belief.stop_editing()
        if shown is not None:
            self.correcting.edit(shown.belief.memory, title, text)

    def edit(self) -> None:
        """Let the user write other words for the memory shown, or for that of the question shown."""
        if self._asked() is not None:
            self.proposal.edit()
        elif self._shown() is not None:
            self._detail.setCurrentWidget(self.belief)
            self.belief.edit()

    def deny(self) -> None:
        """Say that the memory shown is wrong."""
        if (row := self._shown()) is not None:
            self.correcting.deny(row.id)

    def merge(self) -> None:
        """Let the user choose what the memory shown is the same as."""
        if (row := self._shown()) is not None:
            self.correcting.merge(row)

    def forget(self) -> None:
        """Show what forgetting the memory shown would take, and ask."""
        if (row := self._shown()) is not None:
            self.correcting.forget(row.id)

    def accept(self, text: str = "") -> None:
        """Do what the question shown proposes; with a text, let the memory say that."""
        self.proposal.stop_editing()
        if (row := self._asked()) is not None:
            self.correcting.accept(row, text)

    def reject(self) -> None:
        """Leave all as it is, and do not ask that again."""
        if (row := self._asked()) is not None:
            self.correcting.reject(row)

    def _corrected(self, said: str) -> None:
        self.said.emit(said)
        self.look()

    def _undone(self, ids: list[str]) -> None:
        self._corrected(words.said("correction_undone" if ids else "nothing_to_undo"))
        if ids and self.group != INBOX:
            self.open_memory(ids[0])

    def _failed(self, error: KnownError) -> None:
        self.settled = True
        self.said.emit(words.said(error.code, error.params))

    # making

    def _made_more(self) -> None:
        self._say_empty()
        self.refresh()

    def _made_all(self, said: str) -> None:
        self.said.emit(said)
        self._say_empty()
        self.look()

    # going by keyboard

    def enter_detail(self) -> None:
        """Go into what stands beside the list."""
        if self._detail.currentWidget() is self.proposal:
            self.proposal.enter()
        elif self.shows_graph():
            self.graph.enter()
        else:
            self.belief.enter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            match event.key():
                case Qt.Key.Key_Escape:
                    self.box.clear()
                    self.list.setFocus()
                case Qt.Key.Key_Down | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self.list.setFocus()
                case _:
                    return super().eventFilter(watched, event)
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.correcting.undo()
            return
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        act = self._acts.get(Qt.Key(event.key())) if plain else None
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def _keys(self) -> dict[Qt.Key, Callable[[], None]]:
        return {
            Qt.Key.Key_Slash: self._enter_box,
            Qt.Key.Key_E: self.edit,
            Qt.Key.Key_A: self.accept,
            Qt.Key.Key_R: self.reject,
            Qt.Key.Key_D: self.deny,
            Qt.Key.Key_M: self.merge,
            Qt.Key.Key_G: self.turn_graph,
            Qt.Key.Key_Delete: self.forget,
            Qt.Key.Key_Left: self.groups_list.setFocus,
            Qt.Key.Key_Right: self._go_right,
            Qt.Key.Key_Escape: self.list.setFocus,
        }

    def _enter_box(self) -> None:
        self.box.setFocus()
        self.box.selectAll()

    def _go_right(self) -> None:
        if self.groups_list.hasFocus():
            self.list.setFocus()
        else:
            self.enter_detail()

    def hideEvent(self, event: QHideEvent) -> None:
        self.correcting.sheet.put_away()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.correcting.place()
        super().resizeEvent(event)
