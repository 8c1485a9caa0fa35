"""The window: frame, pages, inspector, and what goes between them. What a page does lives in the page."""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QByteArray, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from app.paths import Places
from app.records import Box, Filters, Moment, RecordingState
from ui import icons, roles
from ui.focus_ring import FocusRing
from ui.frame import Rail, Toast, TopBar
from ui.gone import Gone, Shows
from ui.inspector import Inspector
from ui.keeper import Locked
from ui.note import NoteSheet
from ui.page import Desk, Page
from ui.pages import PAGES, Entry, Pages, Preparing
from ui.pictures import Pictures
from ui.pill import FORGET_KEYS, MENU_KEYS, Pill, Recording
from ui.rings import Parting
from ui.shortcut import Shortcut
from ui.tasks import Core
from ui.theme import Mode, Motion, Theme
from ui.widgets import hairline

if TYPE_CHECKING:
    from ui.ask import AskPage
    from ui.first_run import FirstRun, Start
    from ui.insights import InsightsPage
    from ui.memories import MemoriesPage
    from ui.privacy import PrivacyPage
    from ui.search import SearchPage
    from ui.timeline import TimelinePage

TOAST_MS = 5000
TITLE_BAR = 40  # pixels that the system's frame may take above the window
LAST = timedelta(minutes=10)


class Window(QMainWindow):
    """The program's window. It is up before the memory is open and before any model is loaded."""

    painted_content = Signal()
    closing = Signal()
    locked = Signal()
    settings_applied = Signal()

    def __init__(
        self, theme: Theme, core: Core, start: "Start", places: Places, settings: QSettings | None = None
    ) -> None:
        super().__init__()
        self.setObjectName("window")
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        roles.install(app)
        self.setWindowTitle("Recollect")
        self.setWindowIcon(icons.app_icon())
        self.setMinimumSize(880, 600)
        self.theme, self.core, self._settings, self._start = theme, core, settings, start
        self._places = places
        self.quits_on_close = True
        self._content_told = False
        self._before_search = self._opened_from = ""
        self.shortcut = Shortcut(core, self)
        self.desk = Desk(theme, core, Pictures(core, self), self.shortcut, start, settings)
        self.recording = Recording(core, self)
        self.pill = Pill(theme, self.recording)
        self.top = TopBar(theme, self.pill)
        self.rail = Rail(theme)
        self.inspector = Inspector(self.desk)
        self.stack = QStackedWidget()
        self.pages = Pages(self._make_page)
        self._preparing = Preparing(self, self.pages, lambda: core.is_open)
        self._gone, self._parting = Gone(core, self._showing, self), Parting(self)
        for number, entry in enumerate(PAGES, 1):
            self.rail.add(entry)
            QShortcut(QKeySequence(entry.keys or f"Ctrl+{number}"), self, partial(self.open_page, entry.key))
        self.inspector.said.connect(self.say)
        self._first_run: FirstRun | None = None
        self._arrange()
        self.toast = Toast(theme, self._sheets)
        self.note = NoteSheet(theme, core, self)
        self._toast_timer = QTimer(self)
        self._toast_timer.setSingleShot(True)
        self._toast_timer.setInterval(TOAST_MS)
        self._toast_timer.timeout.connect(self.toast.hide)
        self.ring = FocusRing(theme, self)
        self._connect()
        self.open_page("timeline")
        theme.dress(self.rail, self.top, self.inspector, self.toast, self.note, *self._lines)
        self._restore()

    def _make_page(self, entry: Entry) -> Page:
        page = entry.load()(self.desk)
        self.theme.dress(page)
        page.setAccessibleName(entry.said())
        self.stack.addWidget(page)
        page.inspected.connect(self.inspector.show_moment)
        page.moment_asked.connect(self.open_moment)
        page.said.connect(self.say)
        self._wire(entry.key, page)
        if self.core.is_open:
            page.refresh()
        return page

    def _wire(self, key: str, page: Any) -> None:
        """Connect what a page asks of the window; each knows only its own signals."""
        match key:
            case "timeline":
                page.empty.acted.connect(self._act_on_recording)
                page.left.connect(self._leave_moment)
                page.bar.forgotten.connect(lambda _ids: self._gone.look())
                page.bar.restored.connect(self._give_back)
            case "search":
                page.left.connect(self.focus_box)
                page.ask_instead.connect(self.ask)
                page.rewritten.connect(self.top.box.setText)
            case "memories" | "privacy":
                page.changed.connect(self._memory_changed)
                page.bar.restored.connect(self._give_back)
            case "insights":
                page.search_asked.connect(self.search_within)
                page.kept_asked.connect(self.show_kept_now)
            case "settings":
                page.connect_window(self)

    def _make_anew(self) -> None:
        """New pages, inspector and pictures in place of those that show the memory: nothing of it stays in a widget."""
        key, folded, old = self.page(), self.inspector.isHidden(), self.pages.clear()
        pictures = self.desk.pictures
        self.desk = Desk(self.theme, self.core, Pictures(self.core, self), self.shortcut, self._start, self._settings)
        inspector, self.inspector = self.inspector, Inspector(self.desk)
        self.theme.dress(self.inspector)
        self._body.replaceWidget(inspector, self.inspector)
        self.inspector.said.connect(self.say)
        for page in old:
            page.hide()
            self.stack.removeWidget(page)
        self.stack.setCurrentWidget(self.pages[key])
        self.fold_inspector(folded)
        inspector.hide()
        self._parting.let_go((*old, pictures, inspector))

    def _arrange(self) -> None:
        framed = QWidget()
        whole = QHBoxLayout(framed)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.rail)
        self._inspector_line = hairline(upright=True)
        self._lines = (hairline(upright=True), hairline(), self._inspector_line)
        whole.addWidget(self._lines[0])
        right = QVBoxLayout()
        whole.addLayout(right, 1)
        right.setSpacing(0)
        right.addWidget(self.top)
        right.addWidget(self._lines[1])
        self._body = body = QHBoxLayout()
        right.addLayout(body, 1)  # before it is filled: one without a parent holds what it is given for good
        body.setSpacing(0)
        body.addWidget(self.stack, 1)
        body.addWidget(self._inspector_line)
        body.addWidget(self.inspector)
        self._sheets = QStackedWidget()
        self._sheets.setObjectName("sheets")
        self._sheets.addWidget(framed)
        self.setCentralWidget(self._sheets)
        self.fold_inspector(True)

    def _connect(self) -> None:
        self.rail.chosen.connect(self.open_page)
        box = self.top.box
        box.textChanged.connect(self._typed)
        box.entered.connect(self._enter_results)
        box.asked.connect(self._ask_from_box)
        box.left.connect(self._leave_box)
        self.top.fold.toggled.connect(lambda on: self.fold_inspector(not on))
        QShortcut(QKeySequence("Ctrl+K"), self, self.focus_box)
        QShortcut(QKeySequence("Ctrl+F"), self, self.focus_box)
        QShortcut(QKeySequence("Ctrl+N"), self, self.write_note)
        QShortcut(QKeySequence("Ctrl+Q"), self, self.quit)
        QShortcut(QKeySequence("Ctrl+Shift+L"), self, self.lock)
        self.rail.note_button.clicked.connect(self.write_note)
        self.note.kept.connect(self._note_kept)
        self.pill.menu_.preview_asked.connect(self.show_kept_now)
        self.pill.menu_.lock_asked.connect(self.lock)
        self.pill.menu_.search_asked.connect(self.focus_box)
        self.pill.menu_.forget_asked.connect(self.forget_last)
        QShortcut(QKeySequence(FORGET_KEYS), self, self.forget_last)
        QShortcut(QKeySequence(MENU_KEYS), self, self._open_pill)
        self.core.opened.connect(self._opened)
        self.core.not_open.connect(self._not_open)
        self.recording.memory_changed.connect(self._memory_changed)
        self.recording.failed.connect(self.say)
        self.recording.told.connect(self._state_told)

    def _open_pill(self) -> None:
        if self.pill.isVisible():
            self.pill.click()

    @property
    def timeline(self) -> "TimelinePage":
        return cast("TimelinePage", self.pages["timeline"])

    @property
    def search_page(self) -> "SearchPage":
        return cast("SearchPage", self.pages["search"])

    @property
    def ask_page(self) -> "AskPage":
        return cast("AskPage", self.pages["ask"])

    @property
    def memories(self) -> "MemoriesPage":
        return cast("MemoriesPage", self.pages["memories"])

    @property
    def insights(self) -> "InsightsPage":
        return cast("InsightsPage", self.pages["insights"])

    @property
    def privacy(self) -> "PrivacyPage":
        return cast("PrivacyPage", self.pages["privacy"])

    @property
    def first_run(self) -> "FirstRun":
        """What stands in the window's place while no memory is open."""
        if self._first_run is None:
            from ui.first_run import FirstRun

            self._first_run = FirstRun(self.theme, self.core, self._start, self._places)
            self.theme.dress(self._first_run)
            self._sheets.addWidget(self._first_run)
        return self._first_run

    # the memory opens, or does not

    def _opened(self) -> None:
        self._start.was_opened()
        if self._first_run is not None:
            self._first_run.forget_typed()
        self._sheets.setCurrentIndex(0)
        for page in self.pages.made():
            page.refresh()
        if self._content_told:
            self._preparing.start()
        self.pages[self.page()].setFocus()

    def _not_open(self, code: str, params: dict[str, object]) -> None:
        self.first_run.show_reason(code, params)
        self._sheets.setCurrentWidget(self.first_run)
        self._tell_content()

    def lock(self) -> None:
        """Lock the memory: close it, take what it showed out of the window, and ask again how to open it."""
        if not self.core.is_open:
            return
        self._parting.begin()
        self._start.begin_lock()
        self.core.lock(self, self._start.lock, self._is_locked)  # first, since making pages anew takes a while
        self._put_away()
        self.first_run.show_locking()
        self._sheets.setCurrentWidget(self.first_run)
        self.recording.tell_locked(sealed=False)
        self.locked.emit()

    def _put_away(self) -> None:
        """Close what floats above the window, and empty what is in it."""
        while (popup := QApplication.activePopupWidget()) is not None and popup.close():
            popup.hide()
        QToolTip.hideText()
        self.note.reject()
        self.toast.say("")
        self.toast.hide()
        self.top.box.clear()
        self._before_search = ""
        QTimer.singleShot(0, self, self._make_anew)  # behind what stands in its place by then

    def _is_locked(self, locked: Locked) -> None:
        self._parting.end()
        self.first_run.show_locked(locked)
        self.recording.tell_locked(sealed=locked.sealed)

    def _showing(self) -> tuple[Shows, ...]:
        return (self.desk.pictures, self.inspector, *self.pages.made())

    def _give_back(self) -> None:
        self.desk.pictures.give_back()
        for page in self.pages.made():
            page.give_back()

    def _memory_changed(self) -> None:
        self._gone.look()
        self.desk.pictures.retry_waiting()
        self.pages[self.page()].refresh()
        if self.page() != "timeline":
            self.timeline.refresh()

    def _state_told(self, state: RecordingState) -> None:
        self.timeline.tell_recording(state)
        if self.timeline.settled():
            self._tell_content()

    def _act_on_recording(self) -> None:
        if self.recording.state.state == "paused":
            self.recording.resume()
        else:
            self.pill.click()

    def _tell_content(self) -> None:
        if not self._content_told:
            self._content_told = True
            self.painted_content.emit()
            self._preparing.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._content_told and self.timeline.settled():
            QTimer.singleShot(0, self._tell_content)

    # going between pages

    def page(self) -> str:
        """The key of the open page."""
        return next(page.KEY for page in self.pages.made() if page is self.stack.currentWidget())

    def open_page(self, key: str) -> None:
        """Open a page."""
        self._opened_from = ""
        self.stack.setCurrentWidget(self.pages[key])
        self.rail.stand_on(key)
        if self.core.is_open:
            self.pages[key].arrive()

    def open_moment(self, moment: Moment | str, hits: tuple[Box, ...] = ()) -> None:
        """Show a moment on the timeline with the words that were searched for."""
        opened_from = self.page()
        self.open_page("timeline")
        self._opened_from = opened_from
        self.timeline.open_moment(moment if isinstance(moment, str) else moment.id, hits)

    def _leave_moment(self) -> None:
        if self._opened_from not in ("", "timeline"):
            self.open_page(self._opened_from)
            if self.timeline.bar.can_undo():
                self.say(self.tr("Forgotten. For some seconds this can be undone on the timeline."))

    def ask(self, question: str) -> None:
        """Ask on the ask page."""
        self.open_page("ask")
        self.ask_page.ask(question)

    def search_within(self, filters: Filters, said: str) -> None:
        """Let the user search within limits; `said` names their time."""
        self.search_page.filters.take(filters, said)
        self.open_page("search")
        self.focus_box()

    def show_kept_now(self) -> None:
        """Show what would be kept of the screen now."""
        self.raise_up()
        self.open_page("privacy")
        self.privacy.open_section("now")

    def forget_last(self) -> None:
        """Show on the timeline what the last ten minutes left, and ask whether it is to be forgotten."""
        if self.core.is_open:
            self.raise_up()
            self.open_page("timeline")
            self.timeline.forget_last(LAST)

    def write_note(self) -> None:
        """Let the user write a note, once the memory is open."""
        if self.core.is_open:
            self.note.open()

    def _note_kept(self) -> None:
        self.say(self.tr("The note is kept."))
        self._memory_changed()

    def _ask_from_box(self, question: str) -> None:
        self.top.box.clear()
        self.ask(question)

    def focus_box(self) -> None:
        """Go to the one box."""
        self.top.box.setFocus()
        self.top.box.selectAll()

    def _typed(self, text: str) -> None:
        if self.page() != "search" and text.strip():
            self._before_search = self.page()
            self.stack.setCurrentWidget(self.search_page)
            self.rail.stand_on("search")
            self.search_page.filters.refresh()
        self.search_page.search(text)

    def _enter_results(self) -> None:
        self.open_page("search")
        self.search_page.enter_list()

    def _leave_box(self) -> None:
        if self.top.box.text():
            self.top.box.clear()
        else:
            self.open_page(self._before_search or "timeline")

    def fold_inspector(self, folded: bool) -> None:
        """Fold the inspector away, or show it."""
        self.inspector.setVisible(not folded)
        self._inspector_line.setVisible(not folded)
        self.top.fold.setChecked(not folded)
        if not folded:
            self.inspector.load()

    def say(self, text: str) -> None:
        """Show a sentence for some seconds."""
        self.toast.say(text)
        self._toast_timer.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_I if not event.modifiers():
                self.fold_inspector(not self.inspector.isHidden())
            case Qt.Key.Key_Slash if not event.modifiers():
                self.focus_box()
            case _:
                super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        moved = super().focusNextPrevChild(forward)
        self.ring.show_around(QApplication.focusWidget())
        return moved

    # looks, size, end

    def use_theme(self, mode: Mode) -> None:
        """Stay light or dark, or follow the system; remembered for the next start."""
        self.theme.use(mode)
        if self._settings is not None:
            self._settings.setValue("theme", mode)

    def use_motion(self, motion: Motion) -> None:
        """Let things glide, let nothing move by itself, or follow the system; remembered for the next start."""
        self.theme.motion = motion
        if self._settings is not None:
            self._settings.setValue("motion", motion)

    def _restore(self) -> None:
        shape = self._settings.value("geometry") if self._settings is not None else None
        if not (isinstance(shape, QByteArray) and self.restoreGeometry(shape)):
            room = self.screen().availableGeometry()
            self.resize(min(1280, room.width()), min(800, room.height() - TITLE_BAR))

    def raise_up(self) -> None:
        """Show the window in front of the others."""
        self.showNormal() if self.isMinimized() else self.show()
        self.raise_()
        self.activateWindow()

    def quit(self) -> None:
        """End the program, also where closing would only hide the window."""
        self.quits_on_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._settings is not None:
            self._settings.setValue("geometry", self.saveGeometry())
        if self.quits_on_close:
            self.recording.stop()
            self.closing.emit()
        event.accept()
