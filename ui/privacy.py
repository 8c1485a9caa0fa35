"""The privacy page: what would be kept of the screen now, window by window, what the user has left out, and for how long things stay.

It looks again every second while it can be seen. The look itself runs in a lane; nothing of it is stored.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.errors import KnownError
from app.records import RecordingState, Rule, Selection
from ui import words
from ui.forget_all import ForgetAllSection
from ui.letting_go import let_go
from ui.page import Desk, Page
from ui.picking import Picking
from ui.questions import QuestionsSection
from ui.reads_section import ReadsSection
from ui.rules import RulesSection
from ui.screens import Screens
from ui.secrets_section import SecretsSection
from ui.sections import Contents, Section, scrolled
from ui.storage import StorageSection
from ui.tasks import Ticket
from ui.undo import ForgetBar
from ui.widgets import hairline, label
from ui.window_rows import WindowRow

if TYPE_CHECKING:
    from app.kept_now import PageAddresses, Preview, Row

    Found = tuple[Preview | KnownError, tuple[Rule, ...], RecordingState]

LOOK_AGAIN_MS = 1000
PICTURE_WIDTH_PX = 960
CONTENTS_WIDTH = 216
SECTIONS = ("now", "rules", "secrets", "reads", "questions", "storage", "everything")


class PrivacyPage(Page):
    """What would be kept now, and the user's rules. `changed` says that something was forgotten or brought back."""

    KEY = "privacy"

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.seen: Preview | None = None
        self.rules: tuple[Rule, ...] = ()
        self.rows: dict[tuple[str, int], WindowRow] = {}
        self._looking: Ticket | None = None
        self._pages: PageAddresses | None = None  # made and used in the interactive lane only
        theme = desk.theme
        self.recording = label(theme, size="text", wrap=True)
        self.recording.setObjectName("recordingNow")
        self._state = label(theme, tone="second", wrap=True)
        self._state.setObjectName("keptState")
        self._secrets = label(
            theme, self.tr("This picture is not stored. Secrets such as card numbers are painted out later, when a picture is read."),
            size="caption", tone="faint",
        )  # fmt: skip
        self.screens = Screens(theme)
        self._windows_head = label(theme, self.tr("Windows on the screen"), size="text", strong=True)
        self.picking = Picking(theme, desk.core, self, self._look_at_windows)
        self.rules_list = RulesSection(theme, desk.core)
        self.secrets = SecretsSection(theme, desk.core)
        self.reads = ReadsSection(theme, desk.core)
        self.questions = QuestionsSection(theme, desk.core)
        self.storage = StorageSection(theme, desk.core)
        self.everything = ForgetAllSection(theme, desk.core)
        self.bar = ForgetBar(theme, desk.core)
        self.bar.said.connect(self.said)
        self.bar.setParent(self)
        self.contents = Contents(theme, "privacyContents", self.tr("Parts of this page"))
        self._stack = QStackedWidget()
        self._arrange()
        self._connect()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_AGAIN_MS)
        self._timer.timeout.connect(self.look)

    def _connect(self) -> None:
        for one in (self.rules_list, self.secrets, self.reads, self.questions, self.storage, self.everything):
            one.said.connect(self.said)
        self.contents.currentRowChanged.connect(self._turn_to)
        self.contents.installEventFilter(self)
        self.rules_list.changed.connect(self.look)
        self.picking.left_out.connect(self.leave_out)
        self.picking.said.connect(self.said)
        self.rules_list.left_out.connect(self._offer_to_forget)
        self.secrets.moment_asked.connect(lambda moment: self.moment_asked.emit(moment, ()))
        self.questions.forget_asked.connect(self._forget_questions)
        self.everything.forgotten.connect(self.changed)
        for signal in (self.bar.forgotten, self.bar.restored):
            signal.connect(lambda *_: self._forgot())
        self.bar.closed.connect(self.contents.setFocus)

    def _arrange(self) -> None:
        now = Section(self.desk.theme, self.desk.core, "nowSection", self.tr("What would be kept now"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        for one in (self.recording, self.screens, self._state, self._secrets):
            now.column.addWidget(one)
            if one is self.recording:
                now.column.addSpacing(8)
        now.column.addSpacing(16)
        beside = QHBoxLayout()
        beside.addWidget(self._windows_head, 1)
        beside.addWidget(self.picking.button)
        now.column.addLayout(beside)
        now.column.addLayout(self._rows)
        self.rules_list.offer_too(self.picking.other)
        parts: dict[str, tuple[str, QWidget]] = {
            "now": (self.tr("Now"), now),
            "rules": (self.rules_list.head, self.rules_list),
            "secrets": (self.secrets.head, self.secrets),
            "reads": (self.reads.head, self.reads),
            "questions": (self.questions.head, self.questions),
            "storage": (self.tr("Storage and time"), self.storage),
            "everything": (self.everything.head, self.everything),
        }
        for key in SECTIONS:
            head, part = parts[key]
            self.contents.add(head)
            self._stack.addWidget(scrolled(f"privacyScroll{key.capitalize()}", part))
        left = QVBoxLayout()
        left.setContentsMargins(16, 20, 12, 16)
        left.addWidget(self.contents)
        held = QWidget()
        held.setFixedWidth(CONTENTS_WIDTH)
        held.setLayout(left)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(held)
        whole.addWidget(hairline(upright=True))
        whole.addWidget(self._stack, 1)
        self.contents.setCurrentRow(0)

    # sections

    def section(self) -> str:
        """The key of the section that is open."""
        return SECTIONS[max(self.contents.currentRow(), 0)]

    def open_section(self, key: str) -> None:
        """Open a section."""
        self.contents.setCurrentRow(SECTIONS.index(key))

    def _turn_to(self, row: int) -> None:
        self._stack.setCurrentIndex(row)
        self.refresh()

    def refresh(self) -> None:
        if not self.isVisible():
            return
        look: dict[str, Callable[[], None]] = {
            "secrets": self.secrets.refresh, "reads": self.reads.refresh, "questions": self.questions.refresh,
            "storage": self.storage.refresh, "everything": self.everything.refresh,
        }  # fmt: skip
        look.get(self.section(), lambda: None)()
        self.look()

    def arrive(self) -> None:
        self.refresh()
        self.contents.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.contents and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.focusNextChild()
                return True
            if event.text().strip():  # letters belong to the window
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _forgot(self) -> None:
        self.changed.emit()
        self.refresh()

    def _forget_questions(self, selection: Selection, ask: bool) -> None:
        (self.bar.ask if ask else self.bar.take)(selection)
        self._place_bar()

    # looking

    def look(self) -> None:
        """Look once, and again a second after the answer, as long as the page can be seen."""
        self._timer.stop()
        if self.isVisible() and not self.window().isMinimized() and self.desk.core.is_open and self._looking is None:
            self._looking = self.desk.core.read(self, "kept now", self._read, self._show, self._failed, low=True)
        elif self.isVisible():
            self._timer.start()

    def looks_again(self) -> bool:
        """Whether another look is under way or to come."""
        return self._looking is not None or self._timer.isActive()

    def _look_at_windows(self, memory: Any, picture_width_px: int = 0) -> "Preview":
        """In the lane."""
        from app.kept_now import PageAddresses, kept_now

        self._pages = self._pages or PageAddresses()
        return kept_now(memory, pages=self._pages, picture_width_px=picture_width_px)

    def _read(self, memory: Any, _ticket: Ticket) -> "Found":
        """In the lane. A screen that is not there is told with the rules, which are there all the same."""
        try:
            seen: Preview | KnownError = self._look_at_windows(memory, PICTURE_WIDTH_PX)
        except KnownError as error:
            seen = error
        return seen, tuple(memory.rules()), memory.recording_state()

    def _show(self, found: "Found") -> None:
        self._looking = None
        seen, self.rules, state = found
        told = (f"{words.state_text(state)}.", words.kept_now(state), words.last_kept(state, datetime.now(UTC)))
        self.recording.setText(" ".join(one for one in told if one))
        if isinstance(seen, KnownError):
            self.seen = None
            self._tell(words.said(seen.code, seen.params))
            self.screens.clear()
            self._show_rows(())
        else:
            self.seen = seen
            self._tell(words.seen_now(seen))
            self.screens.show_screens(seen)
            self._show_rows(seen.rows)
        self._make_room(self.seen)
        self.rules_list.show_rules(self.rules)
        if self.isVisible():
            self._timer.start()

    def _make_room(self, seen: "Preview | None") -> None:
        """The pictures have their room where there are any, or will be again in a moment."""
        pictured = seen is not None and bool(seen.pictures)
        self.screens.setVisible(pictured or (seen is not None and any(one.outcome == "failed" for one in seen.looks)))
        self._secrets.setVisible(pictured)

    def _tell(self, text: str) -> None:
        self._state.setText(text)
        self._state.setAccessibleName(text)

    def _failed(self, error: KnownError) -> None:
        self._looking = None
        self._tell(words.said(error.code, error.params))
        if self.isVisible():
            self._timer.start()

    def _show_rows(self, rows: "tuple[Row, ...]") -> None:
        """A window keeps its place as long as it is there, so that no button moves away from under the pointer."""
        own = [row for row in rows if row.reason == "own_window"]
        there = {
            (row.monitor, row.window_id): row for row in rows if row not in own[1:]
        }  # those of ours are told as one
        for key in [key for key in self.rows if key not in there]:
            let_go(self.rows.pop(key))
        ours_last = sorted(there.items(), key=lambda one: one[1].reason == "own_window")
        for key, row in ours_last:
            if key not in self.rows:
                line = self.rows[key] = WindowRow(self.desk.theme)
                line.left_out.connect(self.leave_out)
                self._rows.addWidget(line)
            self.rows[key].show_row(row)
        self._windows_head.setVisible(bool(self.rows))
        self._order()

    def _order(self) -> None:
        """Let Tab come by the rows as they stand, and after them by the button for those who have a mouse."""
        before: QWidget = self.contents
        # In the order of the layout, whose items are not asked: they go without Python's knowledge.
        for line in self.rows.values():
            for one in line.findChildren(QAbstractButton):
                QWidget.setTabOrder(before, one)
                before = one
        if before is not self.contents:
            QWidget.setTabOrder(before, self.picking.button)

    # leaving out

    def leave_out(self, field: str, name: str) -> None:
        """Add a rule against an application or a site, then offer to forget what was kept of it before."""

        def work(memory: Any, _ticket: Ticket) -> None:
            memory.add_rule(field, literal(name))

        def then(_value: None) -> None:
            self._offer_to_forget(field, name)
            self.look()

        self.desk.core.read(self, f"leave out:{field}:{name}", work, then, self._not_done)

    def _offer_to_forget(self, field: str, name: str) -> None:
        """Where a rule names one application or site, what was kept of it before may go, too."""
        if field != "title" and not set(name) & set("*?["):
            selection = Selection(app=name) if field == "app" else Selection(site=name)
            self.bar.offer(selection, words.said(f"excluded_{field}", {"pattern": name}))
            self._place_bar()

    def _not_done(self, error: KnownError) -> None:
        self.said.emit(words.said(error.code, error.params))

    # coming and going

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.picking.offer()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        self.picking.end()
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None
        self.screens.clear()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_bar()
        super().resizeEvent(event)

    def _place_bar(self) -> None:
        width = min(680, self.width() - 48)
        self.bar.setGeometry((self.width() - width) // 2, self.height() - 56 - 24, width, 56)
        self.bar.raise_()


def literal(name: str) -> str:
    """A pattern that means this name alone, whatever signs are in it.

    >>> literal("notes [draft]")
    'notes [[]draft]'
    """
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)
