"""`recollect-desktop`: builds the window's objects and runs them. The memory is at RECOLLECT_HOME or the platform's place."""

import argparse
import gc
import json
import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, cast, get_args

from PySide6.QtCore import QCoreApplication, QLocale, QObject, QSettings, QSocketNotifier, QTimer, Slot
from PySide6.QtWidgets import QApplication

from app.errors import KnownError
from app.heap import give_back_early
from app.paths import Places, forbid_core_dumps, make_private_folder, places
from ui import language, tray, words
from ui.instance import Instance
from ui.keeper import Keeper
from ui.tasks import Core
from ui.theme import Mode, Motion, Theme
from ui.window import Window

if TYPE_CHECKING:
    from ui.floating import FloatingPill
    from ui.tray import Tray

MEASURE = "RECOLLECT_MEASURE_START"
START_RECORDING_AFTER_MS = 1500
LOOK_FOR_TRAY_MS, LOOKS_FOR_TRAY = 2000, 30
# So often a tray is looked for before a pill takes its place; a panel may come up later than this program.
LOOKS_BEFORE_PILL = 5
# How long a thread keeps Python's lock where another asks for it: below that threads get less done, and widgets are no sooner made.
TURN_S = 0.0005


class Program(QObject):
    """The window, its lanes and the session, from start to end."""

    def __init__(self, app: QApplication, where: Places, options: argparse.Namespace) -> None:
        super().__init__()
        self._app, self._options = app, options
        settings = self._choices = window_choices(where)
        language.speak(app, options.language or language.chosen(settings))
        mode = options.theme or str(settings.value("theme", "system"))
        self.theme = Theme(app, _mode(mode), motion=_motion(str(settings.value("motion", "system"))))
        self.keeper = Keeper(where, record=not options.no_recording)
        self.core = Core(self.keeper.open_memory, self)
        self.window = Window(self.theme, self.core, self.keeper, where, settings)
        self.tray: Tray | None = None
        self.floating: FloatingPill | None = None
        self._recording_asked = False
        self._looks_for_tray = LOOKS_FOR_TRAY
        self.core.opened.connect(self._opened)
        self.window.shortcut.wanted.connect(self.search)
        self.keeper.happened.connect(self._happened)
        self.window.locked.connect(self._locked)
        self.window.closing.connect(self.end)
        self.window.painted_content.connect(self._painted)

    def start(self) -> None:
        """Show the window and open the memory behind it."""
        self.core.start()
        self._look_for_tray()
        if not self._options.background:
            self.window.show()
        elif self.tray is None:
            self.window.showMinimized()

    @Slot()
    def _look_for_tray(self) -> None:
        """Take a place in the tray. At login the tray may come up after this program, so it is looked for again for a while."""
        if tray.available():
            self._use_tray(tray.Tray(self.theme, self.window.recording, self))
        elif self._looks_for_tray:
            self._looks_for_tray -= 1
            if self.floating is None and LOOKS_FOR_TRAY - self._looks_for_tray >= LOOKS_BEFORE_PILL:
                self._use_pill()
            QTimer.singleShot(LOOK_FOR_TRAY_MS, self, self._look_for_tray)

    def _use_pill(self) -> None:
        from ui.floating import FloatingPill

        made = self.floating = FloatingPill(self.theme, self.window.recording, self.core, self._choices)
        self._heed(made)
        self.core.opened.connect(made.ask)
        self.window.settings_applied.connect(made.ask)
        made.ask()

    def _use_tray(self, made: "Tray") -> None:
        self.tray = made
        self._heed(made)
        self._let_pill_go()
        self.window.quits_on_close = False
        if self._options.background and self.window.isMinimized():
            self.window.hide()

    def _let_pill_go(self) -> None:
        if self.floating is not None:
            self.floating.use(False)
            self.floating.deleteLater()
            self.floating = None

    def _heed(self, made: "Tray | FloatingPill") -> None:
        """Do what is asked for beside the window."""
        made.wanted.connect(self.window.raise_up)
        made.searched.connect(self.search)
        made.ended.connect(self.window.quit)
        made.menu.preview_asked.connect(self.window.show_kept_now)
        made.menu.lock_asked.connect(self.window.lock)
        made.menu.forget_asked.connect(self.window.forget_last)

    @Slot()
    def search(self) -> None:
        """Bring the window forward with its box ready to type into."""
        self.window.raise_up()
        self.window.focus_box()

    @Slot()
    def _opened(self) -> None:
        QTimer.singleShot(START_RECORDING_AFTER_MS, self._record)
        self.window.shortcut.start()
        if self._options.search:
            self.search()

    @Slot()
    def _locked(self) -> None:
        self._recording_asked = False  # the session is started again when the memory is open again

    @Slot()
    def _record(self) -> None:
        if not self._recording_asked and self.core.is_open:
            self._recording_asked = True
            self.core.long(
                self, "start recording", lambda _memory, _ticket: self.keeper.start_recording(), self._recording, self._failed,
                needs_memory=False,
            )  # fmt: skip

    def _recording(self, reason: str) -> None:
        self.window.recording.tell_problem(reason)

    def _failed(self, error: KnownError) -> None:
        self.window.recording.tell_problem(error.code)
        self.window.say(words.said(error.code, error.params))

    @Slot(str, dict)
    def _happened(self, code: str, params: dict[str, object]) -> None:
        if code == "auto_lock":
            self.window.lock()
            return
        self.window.say(words.said(code, params))

    @Slot()
    def _painted(self) -> None:
        if os.environ.get(MEASURE) or self._options.measure_start:
            print(json.dumps({"start_s": round(_age_s(), 3)}), flush=True)  # noqa: T201 - what the option is for
        if self._options.measure_start:
            self.window.quit()

    @Slot()
    def end(self) -> None:
        """Stop recording and reading, then the lanes, then the program."""
        self.window.hide()
        self.window.shortcut.release()
        if self.tray is not None:
            self.tray.icon.hide()
        self._let_pill_go()
        for page in self.window.pages.made():
            page.stop()
        self.core.end(self, self.keeper.stop, self._ended)

    def _ended(self, _value: object) -> None:
        self.core.stop()
        # Not quit(): that asks every window to close first, and never ends where one is just being shown.
        self._app.exit(0)


def window_choices(where: Places) -> QSettings:
    """What was chosen for the window itself: size, colours, language."""
    return QSettings(str(where.home / "window.ini"), QSettings.Format.IniFormat)


def _mode(text: str) -> Mode:
    return cast("Mode", text) if text in get_args(Mode) else "system"


def _motion(text: str) -> Motion:
    return cast("Motion", text) if text in get_args(Motion) else "system"


def _age_s() -> float:
    """How long this process has lived. On Linux by the kernel's own clock: psutil's start times are off by up to a second."""
    try:
        uptime = float(Path("/proc/uptime").read_text().split()[0])
        started = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
        return uptime - started / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, AttributeError):
        import psutil

        return time.time() - psutil.Process().create_time()


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("recollect-desktop", description="The window of Recollect.")
    parser.add_argument("--background", action="store_true", help="start without showing the window")
    parser.add_argument("--search", action="store_true", help="come forward with the search box ready")
    parser.add_argument("--no-recording", action="store_true", help="only look at what is kept")
    parser.add_argument("--theme", choices=get_args(Mode), help="colours of this run")
    parser.add_argument("--language", choices=language.CODES, help="language of this run")
    parser.add_argument(
        "--measure-start", action="store_true", help="print the seconds until content is shown, and end"
    )
    return parser.parse_args(arguments)


def _prepare(app: QApplication) -> None:
    app.setApplicationName("recollect")
    app.setApplicationDisplayName("Recollect")
    app.setDesktopFileName("recollect")
    app.setQuitOnLastWindowClosed(False)
    if QLocale.system().language() == QLocale.Language.C:
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))


def _show_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say that something went wrong that should not have, where it can be copied; the program goes on."""
    from PySide6.QtWidgets import QMessageBox

    traceback.print_exception(kind, error, trace)
    box = QMessageBox()
    box.setObjectName("bug")
    box.setWindowTitle("Recollect")
    box.setText(
        QCoreApplication.translate("bug", "Something went wrong in Recollect itself. What is kept is not lost.")
    )
    frames = traceback.extract_tb(trace)
    box.setDetailedText(
        "\n".join([kind.__name__, *(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)])
    )
    box.open()
    box.finished.connect(box.deleteLater)
    OPEN_BOXES.append(box)
    box.finished.connect(lambda: OPEN_BOXES.remove(box))


OPEN_BOXES: list[QObject] = []


def _heed_signals(then: Callable[[], None]) -> tuple[object, ...]:
    """End on SIGINT and SIGTERM at once: Python runs handlers only when it is woken, so each signal writes to a socket
    that Qt listens to. Returns what has to be kept while that is wanted."""
    reading, writing = socket.socketpair()
    for end in (reading, writing):
        end.setblocking(False)
    notifier = QSocketNotifier(reading.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: reading.recv(16))
    signal.set_wakeup_fd(writing.fileno())
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: then())
    return notifier, reading, writing


def spare_memory_and_pauses() -> None:
    """Give free memory back early, and search for rings of references seldom and not among what is loaded for good: a full search holds
    every thread up for longer than a frame may take. Nothing of the memory is among it yet, so that locking still takes all of that away.
    Threads hand Python's lock over soon: Qt gives it up at most calls, so that a page made beside a busy thread waited for it hundreds
    of times (tests/bench/turns.py).
    """
    sys.setswitchinterval(TURN_S)
    give_back_early()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the desktop program; returns the exit status."""
    options = _options(arguments)
    forbid_core_dumps()
    spare_memory_and_pauses()
    app = QApplication(sys.argv[:1])
    _prepare(app)
    where = places()
    make_private_folder(where.home)
    instance = Instance(where.home, where.window_lock, search=options.search)
    if not instance.take(forward=not options.background):
        return 0
    program = Program(app, where, options)
    instance.raised.connect(program.window.raise_up)
    instance.searched.connect(program.search)
    sys.excepthook = _show_bug
    wakers = _heed_signals(program.window.quit)
    program.start()
    status = app.exec()
    instance.release()
    del wakers
    return status


if __name__ == "__main__":
    sys.exit(main())
