"""The recording pill: the truth about recording in words, and its menu. The tray uses the same menu."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton

from app.errors import KnownError
from app.records import RecordingState
from ui import autostart, icons, words
from ui.tasks import Core
from ui.theme import Theme
from ui.widgets import Dot, label

POLL_MS = 1000
QUIET_MS = 3000
FORGET_KEYS, MENU_KEYS = "Ctrl+Shift+Del", "Ctrl+R"
ROLES = {
    "recording": "danger", "paused": "warn", "idle": "faint", "locked": "faint", "private": "warn", "problem": "warn",
    "off": "faint",
}  # fmt: skip


def tomorrow(now: datetime) -> datetime:
    """When a pause until tomorrow ends: six in the morning of the next local day."""
    local = now.astimezone()
    day = local.date() + timedelta(days=1)
    return datetime(day.year, day.month, day.day, 6, tzinfo=local.tzinfo).astimezone(UTC)


def look(memory: Any) -> tuple[bool, RecordingState]:
    """Whether anything was stored since the last look, and what the recorder does. Runs in a lane."""
    return memory.changed(), memory.recording_state()


class Recording(QObject):
    """Watches the recorder's state and changes it. One of these; pill, tray and window listen to it."""

    told = Signal(object)
    memory_changed = Signal()
    failed = Signal(str)

    def __init__(self, core: Core, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._core = core
        self.state = RecordingState("off")
        self._problem = ""
        # A recorder writes every few seconds; pages look again once for all of it.
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self.memory_changed)
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self.look)
        core.opened.connect(self._start)

    def _start(self) -> None:
        self.look()
        self._timer.start()

    def tell_locked(self, *, sealed: bool) -> None:
        """The memory is locked: nothing can be asked of it until it is opened."""
        self.stop()
        self.state = RecordingState("locked", reason="sealed" if sealed else "memory_locked")
        self.told.emit(self.state)

    def tell_problem(self, code: str) -> None:
        """Say why this program's own recorder does not run; "" when it does."""
        self._problem = code
        self.look()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()
        self._quiet.stop()

    def look(self) -> None:
        """Ask the memory once."""
        if self._core.is_open:
            self._core.read(self, "state", lambda memory, _: look(memory), self._looked, self._say, low=True)

    def pause(self, length: timedelta | None = None, *, until: datetime | None = None) -> None:
        """Pause for a while, until a time, or until resumed."""
        end = until or (datetime.now(UTC) + length if length is not None else None)
        self._change("pause", lambda memory: memory.pause(end))

    def resume(self) -> None:
        """Record again."""
        self._change("pause", lambda memory: memory.resume())

    def start_at_login(self, on: bool) -> None:
        """Let the desktop start the program at login, or do so no more."""

        def work(_memory: Any, _ticket: object) -> bool:
            try:
                return autostart.switch(on)
            except OSError as error:
                raise KnownError("file_unwritable", file=str(autostart.entry())) from error

        self._core.long(self, "start at login", work, None, self._say, needs_memory=False)

    def _change(self, key: str, change: Callable[[Any], None]) -> None:
        def work(memory: Any, _ticket: object) -> tuple[bool, RecordingState]:
            change(memory)
            return look(memory)

        self._core.read(self, key, work, self._looked, self._say)

    def _looked(self, seen: tuple[bool, RecordingState]) -> None:
        changed, self.state = seen
        if self._problem and self.state.state == "off":
            self.state = replace(self.state, state="problem", reason=self._problem)
        self.told.emit(self.state)
        if changed and not self._quiet.isActive():
            self._quiet.start()

    def _say(self, error: KnownError) -> None:
        self.failed.emit(words.said(error.code, error.params))


class RecordingMenu(QMenu):
    """Pause, resume, what is kept now, when something was last stored, a way to search, and whether to start at login.
    `preview_asked` asks for the page that shows what is kept, `search_asked` for the one box, `forget_asked` for forgetting the last
    minutes."""

    preview_asked = Signal()
    search_asked = Signal()
    lock_asked = Signal()
    forget_asked = Signal()

    def __init__(self, theme: Theme, recording: Recording, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Recording"))
        theme.dress(self)
        self._theme, self._recording = theme, recording
        self._kept = self._told("keptNow")
        self._last = self._told("lastStored")
        self._cost = self._told("costNow")
        self.addSeparator()
        self._quarter = self._add("pause15", self.tr("Pause 15 minutes"), "pause")
        self._hour = self._add("pause60", self.tr("Pause 1 hour"), "pause")
        self._day = self._add("pauseDay", self.tr("Pause until tomorrow"), "pause")
        self._resume = self._add("resume", self.tr("Resume recording"), "resume")
        self._quarter.triggered.connect(lambda: recording.pause(timedelta(minutes=15)))
        self._hour.triggered.connect(lambda: recording.pause(timedelta(hours=1)))
        self._day.triggered.connect(lambda: recording.pause(until=tomorrow(datetime.now(UTC))))
        self._resume.triggered.connect(recording.resume)
        self._forget = self._add("forgetLast", self.tr("Forget the last 10 minutes…"), "forget")
        self._forget.setShortcut(QKeySequence(FORGET_KEYS))
        self._forget.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # named here, pressed in the window
        self._forget.triggered.connect(self.forget_asked)
        self.addSeparator()
        self._search = self._add("quickSearch", self.tr("Search"), "search")
        self._search.triggered.connect(self.search_asked)
        self._preview = self._add("keptPreview", self.tr("What would be kept now"), "eye")
        self._preview.triggered.connect(self.preview_asked)
        self._lock = self._add("lockNow", self.tr("Lock now"), "lock")
        self._lock.setToolTip(self.tr("Lock now (Ctrl+Shift+L)"))
        self._lock.triggered.connect(self.lock_asked)
        self._login = self.addAction(self.tr("Start at login"))
        self._login.setObjectName("startAtLogin")
        self._login.setCheckable(True)
        self._login.setVisible(autostart.is_offered())
        self._login.triggered.connect(recording.start_at_login)
        self.aboutToShow.connect(self.refresh)
        recording.told.connect(lambda _: self.refresh() if self.isVisible() else None)
        self.refresh()

    def _told(self, name: str) -> QAction:
        action = self.addAction("")
        action.setObjectName(name)
        action.setEnabled(False)
        return action

    def _add(self, name: str, text: str, icon: str) -> QAction:
        action = self.addAction(text)
        action.setObjectName(name)
        action.setIcon(icons.icon(icon, self._theme.colour("second")))
        return action

    def refresh(self) -> None:
        """Say what is true now."""
        state = self._recording.state
        self._kept.setText(words.kept_now(state))
        self._last.setText(words.last_kept(state, datetime.now(UTC)))
        cost = words.cost(state)
        self._cost.setText(cost)
        self._cost.setVisible(bool(cost))
        self._login.setChecked(autostart.is_on())
        paused, locked = state.state == "paused", words.is_memory_locked(state)
        self._resume.setVisible(paused)
        for action in (self._quarter, self._hour, self._day):
            action.setVisible(not paused and not locked)
        for action in (self._last, self._forget, self._search, self._preview, self._lock):
            action.setVisible(not locked)


class Pill(QPushButton):
    """A round button with a spot and the state in words."""

    def __init__(self, theme: Theme, recording: Recording, name: str = "recording") -> None:
        super().__init__()
        self.setObjectName(f"{name}Pill")
        self.setProperty("look", "chip")
        self.setMinimumHeight(32)
        self._theme = theme
        self._dot = Dot(theme, 8)
        self._text = label(theme)
        self._text.setObjectName("pillText")
        self._arrow = label(theme)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(6)
        for one in (self._dot, self._text, self._arrow):
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(one)
        self.menu_ = RecordingMenu(theme, recording, f"{name}Menu")
        self.clicked.connect(self._open)
        recording.told.connect(self.tell)
        theme.changed.connect(self._paint_arrow)
        self._paint_arrow()
        self.tell(recording.state)

    def tell(self, state: RecordingState) -> None:
        """Show a state."""
        shown = "recording" if state.reason in ("own_window", "sealed") else state.state
        self._dot.show_role(ROLES.get(shown, "faint"), hollow=shown not in ("recording", "problem"))
        text = words.state_text(state)
        if text != self._text.text():
            self._text.setText(text)
            self.setAccessibleName(self.tr("Recording state: {state}").format(state=text))
            self.setFixedWidth(self._row.sizeHint().width() + 4)
        lines = (
            words.kept_now(state),
            words.last_kept(state, datetime.now(UTC)),
            words.cost(state),
            self.tr("Its menu (Ctrl+R)"),
        )
        self.setToolTip("\n".join(line for line in lines if line))

    def text(self) -> str:
        """The state in words."""
        return self._text.text()

    def _open(self) -> None:
        self.menu_.refresh()  # its place depends on how wide what it says is
        self.menu_.ensurePolished()
        width = self.menu_.sizeHint().width()
        corner = self.rect().bottomRight()
        corner.setX(corner.x() - width)
        corner.setY(corner.y() + 6)
        self.menu_.popup(self.mapToGlobal(corner))

    def _paint_arrow(self) -> None:
        self._arrow.setPixmap(icons.pixmap("down", self._theme.colour("faint"), 14, self.devicePixelRatioF()))
