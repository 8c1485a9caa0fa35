"""A monkey at the window: random keys, clicks, drags, wheels and resizes over all pages while recording, from a seed.

    python -m tests.bench.monkey [--actions 20000] [--seed 7] [--quick] [--home DIR --key FILE] [--json FILE]

On a virtual display of its own, on a copy of a memory. It may press everything: what ends the program or takes much away
has to ask first. Reported: exceptions, Qt's warnings, the longest gaps between heartbeats of 10 ms with page and action,
resident memory over the run, and what the doctor finds afterwards. Of a gap, `ours` is the time by the clock without what the
window's thread waited for a processor that others had; `work` is that thread's own CPU time. From 10,000 actions on a gap of 200 ms
and growth of 30 MB fail: let nothing else run.
"""

import argparse
import contextlib
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from capture.virtual import VirtualDesktop
from tests.bench.monkey_watch import STALL_MS, Report, Watch
from ui.__main__ import START_RECORDING_AFTER_MS, spare_memory_and_pauses

SCREEN = (1920, 1080)
PAUSE_MS = 4
MOST_ON_FIRST_RUN = 25
MOST_IN_POPUP = 6
DIALOG_MS = 700
TEXTS = ("invoice", "Anna", "what did I promise?", "é ü 漢字 🙂", "<b>x</b>", "{0} %s", '"quoted', "  ", "0" * 120)
# Growth is the middle of the last quarter over that of the second: by then everything was seen once. Times are those of a clock.
BOUNDS, JUDGED_FROM = {"stall_ms": 200.0, "growth_mb": 30.0}, 10_000
DOCTOR = ("integrity", "index", "vectors", "pictures")


class Monkey:
    """Does one random thing after the other to a window, and lets the event loop go on between them."""

    def __init__(self, window: Any, seed: int, report: Report, wanted: int, done: Callable[[], None]) -> None:
        from PySide6.QtCore import QTimer

        self._window, self._dice, self.report = window, random.Random(seed), report
        self._wanted, self._done = wanted, done
        self._in_popup = self._on_first_run = 0
        self.action = "start"
        self._acts = (
            (26, self._key), (30, self._click), (8, self._drag), (6, self._wheel), (3, self._resize),
            (6, self._page), (5, self._type), (2, self._menu),
        )  # fmt: skip
        self._at_work = False
        self._guard = QTimer()
        self._guard.setInterval(DIALOG_MS)
        self._guard.timeout.connect(self._dismiss)
        self._modal: Any = None

    def start(self) -> None:
        self._at_work = True
        self._guard.start()
        self._next()

    def stop(self) -> None:
        self._at_work = False
        self._guard.stop()

    def _next(self) -> None:
        """Asked for before an action, not after it: a menu may hold it in a loop of its own, and is to be poked there."""
        from PySide6.QtCore import QTimer

        QTimer.singleShot(PAUSE_MS, self._act)

    @property
    def page(self) -> str:
        return "first run" if self._locked() else str(self._window.page())

    def _locked(self) -> bool:
        return bool(self._window._sheets.currentIndex())

    def _act(self) -> None:
        from PySide6.QtWidgets import QApplication

        if not self._at_work:
            return
        if self.report.actions >= self._wanted:
            self.stop()
            self._done()
            return
        self._next()
        self.report.actions += 1
        self._stay_in()
        popup, modal = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        if popup is not None:
            self._in_popup += 1
            act = popup.close if self._in_popup > MOST_IN_POPUP else lambda: self._poke(popup)
            self.action = "in a menu"
        else:
            self._in_popup = 0
            act = self._dice.choices([one for _, one in self._acts], [weight for weight, _ in self._acts])[0]
            self.action = act.__name__.strip("_") if modal is None else "in a dialog"
            if modal is not None:
                act = lambda: self._poke(modal)  # noqa: E731 - one of three ways to go on
        self.report.visited[self.page] = self.report.visited.get(self.page, 0) + 1
        self.report.did[self.action] = self.report.did.get(self.action, 0) + 1
        act()

    def _stay_in(self) -> None:
        """Bring the window back where it was closed, and the memory where it was locked for long."""
        window = self._window
        if not window.isVisible():
            self.report.reopened += 1
            window.show()
            window.recording._start()
        self._on_first_run = self._on_first_run + 1 if self._locked() else 0
        if self._on_first_run > MOST_ON_FIRST_RUN:
            self._on_first_run = 0
            self.report.unlocked += 1
            window.first_run._go.click()

    def _dismiss(self) -> None:
        """Close a dialog that stays: one that waits in a loop of its own would hold everything up."""
        from PySide6.QtWidgets import QApplication, QDialog

        modal = QApplication.activeModalWidget()
        if modal is not None and modal is self._modal:
            modal.reject() if isinstance(modal, QDialog) else modal.close()
        self._modal = modal

    # what it does

    def _under(self, top: Any) -> tuple[Any, Any]:
        """A widget somewhere in a window, and the place in it."""
        from PySide6.QtCore import QPoint

        at = QPoint(self._dice.randrange(max(top.width(), 1)), self._dice.randrange(max(top.height(), 1)))
        widget = top.childAt(at) or top
        return widget, widget.mapFrom(top, at)

    def _modifier(self) -> Any:
        from PySide6.QtCore import Qt

        none, shift, control = (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
            Qt.KeyboardModifier.ControlModifier,
        )
        return self._dice.choices(
            (none, shift, control, shift | control, Qt.KeyboardModifier.AltModifier), (70, 12, 14, 2, 2)
        )[0]

    def _focus(self) -> Any:
        from PySide6.QtWidgets import QApplication

        return QApplication.focusWidget() or self._window

    def _key(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        keys = Qt.Key
        often = (
            keys.Key_Left, keys.Key_Right, keys.Key_Up, keys.Key_Down, keys.Key_PageUp, keys.Key_PageDown, keys.Key_Home,
            keys.Key_End, keys.Key_Tab, keys.Key_Tab, keys.Key_Backtab, keys.Key_Return, keys.Key_Space, keys.Key_Escape,
        )  # fmt: skip
        seldom = (keys.Key_Delete, keys.Key_Backspace, keys.Key_F1, keys.Key_Menu, keys.Key_Slash)
        letter = Qt.Key(self._dice.randrange(keys.Key_A.value, keys.Key_Z.value + 1))
        digit = Qt.Key(self._dice.randrange(keys.Key_0.value, keys.Key_9.value + 1))
        groups = (self._dice.choice(often), self._dice.choice(seldom), letter, digit)
        QTest.keyClick(self._focus(), self._dice.choices(groups, (70, 4, 20, 6))[0], self._modifier())

    def _type(self) -> None:
        from PySide6.QtCore import QEvent, Qt
        from PySide6.QtGui import QKeyEvent
        from PySide6.QtWidgets import QApplication

        for letter in self._dice.choice(TEXTS):  # where the focus goes meanwhile, there the rest goes
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(self._focus(), QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))

    def _click(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        widget, at = self._under(self._window)
        if self._dice.random() < 0.08:
            QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, self._modifier(), at)
        else:
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton, self._modifier(), at)

    def _menu(self) -> None:
        from PySide6.QtGui import QContextMenuEvent
        from PySide6.QtWidgets import QApplication

        widget, at = self._under(self._window)
        QApplication.sendEvent(widget, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, widget.mapToGlobal(at)))

    def _drag(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        widget, at = self._under(self._window)
        modifier = self._modifier()
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, modifier, at)
        for _ in range(self._dice.randrange(2, 9)):
            at = at + type(at)(self._dice.randrange(-60, 61), self._dice.randrange(-30, 31))
            self._move(widget, at, modifier)
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, modifier, at)

    def _move(self, widget: Any, at: Any, modifier: Any) -> None:
        from PySide6.QtCore import QEvent, QPointF, Qt
        from PySide6.QtGui import QMouseEvent
        from PySide6.QtWidgets import QApplication

        place, above = QPointF(at), QPointF(widget.mapToGlobal(at))
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        QApplication.sendEvent(widget, QMouseEvent(QEvent.Type.MouseMove, place, above, none, left, modifier))

    def _wheel(self) -> None:
        from PySide6.QtCore import QPoint, QPointF, Qt
        from PySide6.QtGui import QWheelEvent
        from PySide6.QtWidgets import QApplication

        widget, at = self._under(self._window)
        turn = QPoint(0, self._dice.choice((-360, -120, -30, 30, 120, 360)))
        event = QWheelEvent(
            QPointF(at), QPointF(widget.mapToGlobal(at)), QPoint(), turn, Qt.MouseButton.NoButton, self._modifier(),
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(widget, event)

    def _resize(self) -> None:
        self._window.resize(self._dice.randrange(880, SCREEN[0] - 40), self._dice.randrange(600, SCREEN[1] - 80))

    def _page(self) -> None:
        if not self._locked():
            self._window.open_page(self._dice.choice(list(self._window.pages)))

    def _poke(self, top: Any) -> None:
        """A key or a click in what floats above the window."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        if self._dice.random() < 0.5:
            keys = (
                Qt.Key.Key_Down,
                Qt.Key.Key_Up,
                Qt.Key.Key_Return,
                Qt.Key.Key_Escape,
                Qt.Key.Key_Tab,
                Qt.Key.Key_Space,
            )
            QTest.keyClick(top, self._dice.choice(keys))
        else:
            widget, at = self._under(top)
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def kept_inside(report: Report) -> Any:
    """What would open another program is counted instead; returns what has to be kept for that."""
    from PySide6.QtCore import QObject, QUrl, Slot
    from PySide6.QtGui import QDesktopServices

    class Outside(QObject):
        """Where addresses go that would open another program."""

        @Slot(QUrl)
        def opened(self, _url: QUrl) -> None:
            report.opened_outside += 1

    outside = Outside()
    for scheme in ("http", "https", "file"):
        QDesktopServices.setUrlHandler(scheme, outside, "opened")
    return outside


def _ended(app: Any, window: Any, core: Any, keeper: Any) -> None:
    """End the window's threads and the recorder."""
    window.recording.stop()
    window.hide()
    ended: list[bool] = []
    core.end(window, keeper.stop, lambda _: ended.append(True))
    until_s = time.monotonic() + 60
    while not ended and time.monotonic() < until_s:
        app.processEvents()
        time.sleep(0.01)
    core.stop()


def run(home: Path, key: Path, options: argparse.Namespace, display: str) -> Report:
    """Let the monkey loose on a memory, then look at what is left of it."""
    from PySide6.QtCore import QCoreApplication, Qt, QTimer
    from PySide6.QtWidgets import QApplication

    from app.memory import Memory
    from app.paths import Places
    from ui import language
    from ui.keeper import Keeper
    from ui.tasks import Core
    from ui.theme import Theme
    from ui.window import Window

    report, places = Report(), Places(home, key)
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    app = QApplication(["monkey"])
    app.setQuitOnLastWindowClosed(False)
    language.speak(app, "de" if options.german else "en")

    outside = kept_inside(report)
    models = quick_models() if options.quick else None
    report.moments_before = counted(places, models)
    keeper = Keeper(places, record=True, display=display, models=models)
    core = Core(keeper.open_memory)
    window = Window(Theme(app), core, keeper, places)
    window.resize(1280, 800)
    monkey = Monkey(window, options.seed, report, options.actions, app.quit)
    watch = Watch(report, monkey)

    def record() -> None:
        core.long(window, "start recording", lambda _m, _t: keeper.start_recording(), needs_memory=False)

    def record_soon() -> None:
        QTimer.singleShot(START_RECORDING_AFTER_MS, window, record)

    def begin() -> None:
        core.opened.disconnect(begin)
        record_soon()
        watch.start()
        monkey.start()

    core.opened.connect(begin)
    window.locked.connect(lambda: core.opened.connect(again))

    def again() -> None:
        core.opened.disconnect(again)
        record_soon()

    began_s = time.monotonic()
    core.start()
    window.show()
    app.exec()
    report.seconds = round(time.monotonic() - began_s, 1)
    watch.stop()
    _ended(app, window, core, keeper)
    del outside
    memory = Memory.open(places, models=models)
    report.recorded_looks = sum(row.ticks for row in memory.ledger(*last_hours(report.seconds)))
    report.ill = [
        f"{one.name}: {one.detail} {one.params}" for one in memory.doctor() if not one.ok and one.name in DOCTOR
    ]
    memory.close()
    report.moments_after = counted(places, models)
    return report


def last_hours(seconds: float) -> tuple[Any, Any]:
    """From a little before the run until now."""
    from datetime import UTC, datetime, timedelta

    now = datetime.now(UTC)
    return now - timedelta(seconds=seconds + 60), now + timedelta(seconds=1)


def counted(places: Any, models: Any) -> int:
    """How many moments a memory holds."""
    from app.memory import Memory

    memory = Memory.open(places, models=models)
    moments = sum(day.moments for day in memory.days())
    memory.close()
    return moments


def quick_models() -> Any:
    """Stand-ins for the models, which cost nothing."""
    from app.engines import Models
    from models.fake import FakeChat, FakeEmbedder, FakeOcr

    return Models(None, FakeOcr(), FakeEmbedder(), FakeChat("It is so [1]."))


def prepared(options: argparse.Namespace, folder: Path) -> tuple[Path, Path]:
    """A copy of the memory that is named, or a made-up one."""
    if options.home:
        shutil.copytree(options.home, folder / "home")
        return folder / "home", options.key
    from app.paths import Places
    from tests.ui_home import fill_two_days

    fill_two_days(Places(folder / "home", folder / "key"))
    return folder / "home", folder / "key"


def told(report: Report) -> str:
    """A report for people."""
    rows = [
        f"{report.actions} actions in {report.seconds} s, pages {report.visited}",
        f"exceptions {len(report.exceptions)}, warnings {sum(report.warnings.values())}",
        *report.exceptions[:20],
        *(f"{count} x {text}" for text, count in list(report.warnings.items())[:20]),
        f"longest gap of the event loop by page, ms: {report.longest_ms}; gaps over {STALL_MS} ms: {report.gaps}",
        *(
            f"  {one.ours_ms} ms ({one.wall_ms} ms by the clock, {one.cpu_ms} ms of it at work) on {one.page}, {one.action}"
            f"{' at ' + one.where if one.where else ''}"
            for one in report.stalls[:10]
        ),
        f"resident MB: {report.rss_mb[:1]} at first, {max(report.rss_mb)} at most, {report.rss_mb[-1:]} at last; growth {report.growth_mb}",
        f"window brought back {report.reopened} times, memory opened {report.unlocked} times, {report.recorded_looks} looks of the recorder",
        f"moments before {report.moments_before}, after {report.moments_after}; memory "
        + ("; ".join(report.ill) or "intact"),
    ]
    return "\n".join(rows)


def broken(report: Report, actions: int) -> list[str]:
    """Which bounds of a long run do not hold. A short one is not judged: it has not seen everything for the first time yet."""
    if actions < JUDGED_FROM:
        return []
    reached = {"stall_ms": max(report.longest_ms.values(), default=0.0), "growth_mb": report.growth_mb}
    return [f"{name} {reached[name]}, not {most} at most" for name, most in BOUNDS.items() if reached[name] > most]


def main() -> int:
    """Run; 1 when there was an exception, a warning, a stall, growth, or harm to the memory."""
    parser = argparse.ArgumentParser("monkey", description="Random keys, clicks, drags and resizes over all pages.")
    parser.add_argument("--actions", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--quick", action="store_true", help="stand-ins for the models")
    parser.add_argument("--german", action="store_true", help="the window speaks German")
    parser.add_argument("--home", type=Path, help="a memory to copy, instead of two made-up days")
    parser.add_argument("--key", type=Path, help="the key file of that memory")
    parser.add_argument("--json", type=Path, help="where to write all figures")
    options = parser.parse_args()
    spare_memory_and_pauses()
    with tempfile.TemporaryDirectory() as folder, VirtualDesktop(*SCREEN) as desk:
        os.environ |= {"DISPLAY": desk.display, "QT_QPA_PLATFORM": "xcb", "XDG_SESSION_TYPE": "x11"}
        os.environ.pop("WAYLAND_DISPLAY", None)
        desk.run("xterm", "-geometry", "60x20-0-0", "-e", "while true; do date; sleep 2; done") if shutil.which(
            "xterm"
        ) else None
        home, key = prepared(options, Path(folder))
        with contextlib.chdir(folder):  # what it saves where a dialog begins, it saves there
            report = run(home, key, options, desk.display)
    print(told(report))
    print("broken: " + ("; ".join(broken(report, options.actions)) or "nothing"))
    if options.json:
        options.json.write_text(json.dumps(asdict(report), indent=1))
    return 1 if report.exceptions or report.warnings or report.ill or broken(report, options.actions) else 0


if __name__ == "__main__":
    sys.exit(main())
