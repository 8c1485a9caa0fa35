"""The window: frame, pages, inspector, and what goes between them. What a page does lives in the page."""

import gc
from functools import partial

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
from ui.ask import AskPage
from ui.first_run import FirstRun, Start
from ui.focus_ring import FocusRing
from ui.frame import Rail, Toast, TopBar
from ui.insights import InsightsPage
from ui.inspector import Inspector
from ui.keeper import Locked
from ui.memories import MemoriesPage
from ui.note import NoteSheet
from ui.page import Desk, Page
from ui.pictures import Pictures
from ui.pill import Pill, Recording
from ui.privacy import PrivacyPage
from ui.search import SearchPage
from ui.settings import SettingsPage
from ui.shortcut import Shortcut
from ui.tasks import Core
from ui.theme import Mode, Motion, Theme
from ui.timeline import TimelinePage
from ui.widgets import hairline

# A page more is a line more.
PAGES: tuple[type[Page], ...] = (
    TimelinePage, SearchPage, AskPage, MemoriesPage, InsightsPage, PrivacyPage, SettingsPage,
)  # fmt: skip
TOAST_MS = 5000


class Window(QMainWindow):
    """The program's window. It is up before the memory is open and before any model is loaded."""

    painted_content = Signal()
    closing = Signal()
    locked = Signal()
    settings_applied = Signal()

    def __init__(
        self, theme: Theme, core: Core, start: Start, places: Places, settings: QSettings | None = None
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
        self.quits_on_close = True
        self._content_told = False
        self._before_search = ""
        self.shortcut = Shortcut(core, self)
        self.desk = Desk(theme, core, Pictures(core, self), self.shortcut, start, settings)
        self.recording = Recording(core, self)
        self.pill = Pill(theme, self.recording)
        self.top = TopBar(theme, self.pill)
        self.rail = Rail(theme)
        self.inspector = Inspector(self.desk)
        self.stack = QStackedWidget()
        self.pages: dict[str, Page] = {}
        for number, kind in enumerate(PAGES, 1):
            self.rail.add(kind)
            QShortcut(QKeySequence(kind.KEYS or f"Ctrl+{number}"), self, partial(self.open_page, kind.KEY))
        self._make_pages()
        self.first_run = FirstRun(theme, core, start, places)
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
        self._restore()

    def _make_pages(self) -> None:
        self.inspector.said.connect(self.say)
        for kind in PAGES:
            page = self.pages[kind.KEY] = kind(self.desk)
            self.stack.addWidget(page)
            page.inspected.connect(self.inspector.show_moment)
            page.moment_asked.connect(self.open_moment)
            page.said.connect(self.say)
        self.search_page.left.connect(self.focus_box)
        self.search_page.ask_instead.connect(self.ask)
        self.search_page.rewritten.connect(self.top.box.setText)
        self.timeline.empty.acted.connect(self._act_on_recording)
        self.privacy.changed.connect(self._memory_changed)
        self.memories.changed.connect(self._memory_changed)
        self.insights.search_asked.connect(self.search_within)
        self.insights.kept_asked.connect(self.show_kept_now)
        settings = self.pages["settings"]
        assert isinstance(settings, SettingsPage)
        settings.connect_window(self)

    def _make_anew(self) -> None:
        """New pages, inspector and pictures in place of those that show the memory: nothing of it stays in a widget."""
        key, folded, old = self.page(), self.inspector.isHidden(), [*self.pages.values(), self.desk.pictures]
        self.desk = Desk(self.theme, self.core, Pictures(self.core, self), self.shortcut, self._start, self._settings)
        inspector, self.inspector = self.inspector, Inspector(self.desk)
        self._body.replaceWidget(inspector, self.inspector)
        for page in self.pages.values():
            page.hide()
            self.stack.removeWidget(page)
        self._make_pages()
        self.stack.setCurrentWidget(self.pages[key])
        self.fold_inspector(folded)
        inspector.hide()
        for one in (*old, inspector):
            one.deleteLater()

    def _arrange(self) -> None:
        self._body = body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.stack, 1)
        self._inspector_line = hairline(upright=True)
        body.addWidget(self._inspector_line)
        body.addWidget(self.inspector)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.top)
        right.addWidget(hairline())
        right.addLayout(body, 1)
        framed = QWidget()
        whole = QHBoxLayout(framed)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.rail)
        whole.addWidget(hairline(upright=True))
        whole.addLayout(right, 1)
        self._sheets = QStackedWidget()
        self._sheets.setObjectName("sheets")
        self._sheets.addWidget(framed)
        self._sheets.addWidget(self.first_run)
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
        self.core.opened.connect(self._opened)
        self.core.not_open.connect(self._not_open)
        self.recording.memory_changed.connect(self._memory_changed)
        self.recording.failed.connect(self.say)
        self.recording.told.connect(self._state_told)

    @property
    def timeline(self) -> TimelinePage:
        page = self.pages["timeline"]
        assert isinstance(page, TimelinePage)
        return page

    @property
    def search_page(self) -> SearchPage:
        page = self.pages["search"]
        assert isinstance(page, SearchPage)
        return page

    @property
    def ask_page(self) -> AskPage:
        page = self.pages["ask"]
        assert isinstance(page, AskPage)
        return page

    @property
    def memories(self) -> MemoriesPage:
        page = self.pages["memories"]
        assert isinstance(page, MemoriesPage)
        return page

    @property
    def insights(self) -> InsightsPage:
        page = self.pages["insights"]
        assert isinstance(page, InsightsPage)
        return page

    @property
    def privacy(self) -> PrivacyPage:
        page = self.pages["privacy"]
        assert isinstance(page, PrivacyPage)
        return page

    # the memory opens, or does not

    def _opened(self) -> None:
        self._start.was_opened()
        self.first_run.forget_typed()
        self._sheets.setCurrentIndex(0)
        for page in self.pages.values():
            page.refresh()
        self.pages[self.page()].setFocus()

    def _not_open(self, code: str, params: dict[str, object]) -> None:
        self.first_run.show_reason(code, params)
        self._sheets.setCurrentIndex(1)
        self._tell_content()

    def lock(self) -> None:
        """Lock the memory: close it, take what it showed out of the window, and ask again how to open it."""
        if not self.core.is_open:
            return
        self._start.begin_lock()
        self.core.lock(self, self._start.lock, self._is_locked)  # first, since making pages anew takes a while
        self._put_away()
        self.first_run.show_locking()
        self._sheets.setCurrentIndex(1)
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
        self._make_anew()

    def _is_locked(self, locked: Locked) -> None:
        gc.collect()  # what was shown lies in rings of references; here, for widgets are the GUI thread's
        self.first_run.show_locked(locked)
        self.recording.tell_locked(sealed=locked.sealed)

    def _memory_changed(self) -> None:
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

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._content_told and self.timeline.settled():
            QTimer.singleShot(0, self._tell_content)

    # going between pages

    def page(self) -> str:
        """The key of the open page."""
        return next(key for key, page in self.pages.items() if page is self.stack.currentWidget())

    def open_page(self, key: str) -> None:
        """Open a page."""
        self.stack.setCurrentWidget(self.pages[key])
        self.rail.stand_on(key)
        if self.core.is_open:
            self.pages[key].arrive()

    def open_moment(self, moment: Moment | str, hits: tuple[Box, ...] = ()) -> None:
        """Show a moment on the timeline with the words that were searched for."""
        self.open_page("timeline")
        self.timeline.open_moment(moment if isinstance(moment, str) else moment.id, hits)

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
            self.resize(min(1280, room.width()), min(800, room.height()))

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
