"""Pictures of every page of the window: light and dark, in two sizes, into docs/pictures. `python -m tests.screenshots`.

Fills a throw-away memory with the made-up week unless RECOLLECT_HOME names one that is filled already.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QApplication

from app.demo_memory import fill_demo
from app.memory import Memory, initialise
from app.paths import Places
from app.store.db import to_us
from ui.__main__ import _prepare
from ui.keeper import Keeper
from ui.setting_group import groups
from ui.settings import SettingsPage
from ui.tasks import Core
from ui.theme import Theme
from ui.window import Window

SIZES = {"1280x800": QSize(1280, 800), "1920x1080": QSize(1920, 1080)}
PATIENCE_MS = 30_000
QUESTION = "What is the limit for the whole terrace garden?"
COUNTED = "Which apps did I use most?"
SEARCH = "invoice"


@contextmanager
def home(given: str | None) -> Iterator[Places]:
    """The places of a filled memory; a made-up one is gone afterwards."""
    if given:
        yield Places(Path(given), Path(given) / "key")
        return
    with tempfile.TemporaryDirectory() as folder:
        where = Places(Path(folder) / "memory", Path(folder) / "key")
        initialise(where)
        memory = Memory.open(where)
        fill_demo(memory)
        lay_ledger(memory, sorted(day.date for day in memory.days())[2])
        memory.consolidate()
        memory.close()
        yield where


def wait(until: Callable[[], object]) -> None:
    """Run the event loop until something is true."""
    loop, ticks = QEventLoop(), [0]
    timer = QTimer()
    timer.setInterval(20)

    def look() -> None:
        ticks[0] += 1
        if until():
            loop.quit()
        elif ticks[0] * 20 > PATIENCE_MS:
            print("waited in vain", file=sys.stderr)
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    loop.exec()


def rest(length_ms: int) -> None:
    """Let animations and late pictures come to an end."""
    ends = [False]
    QTimer.singleShot(length_ms, lambda: ends.__setitem__(0, True))
    wait(lambda: ends[0])


def lay_ledger(memory: Memory, day_date: str) -> None:
    """Tell of one made-up day when the recorder saw the screen and why it did not."""
    day = next(one for one in memory.days() if one.date == day_date)
    moments = memory.timeline(day.first, day.last + timedelta(seconds=1), limit=5000)
    reasons = [("idle", "no_input"), ("locked", "lock_screen"), ("excluded", "password_manager"), ("paused", "by_user")]
    rows: list[tuple[datetime, datetime, str, str]] = []
    for at, moment in enumerate(moments):
        following = moments[at + 1].time if at + 1 < len(moments) else moment.time + timedelta(minutes=6)
        seen_until = min(following, moment.time + timedelta(minutes=16))
        rows.append((moment.time, seen_until, "same", "no_change"))
        if following - seen_until > timedelta(minutes=2):
            rows.append((seen_until, following, *reasons[len(rows) % 3 if len(rows) % 7 else 3]))
    for since, until, outcome, reason in rows:
        memory.store.execute(
            "INSERT INTO ledger(from_us, until_us, zone, ticks, monitor, outcome, reason, grab_ms) VALUES (?, ?, ?, 9, ?, ?, ?, 0)",
            (to_us(since), to_us(until), moments[0].zone, "demo", outcome, reason),
        )


class Camera:
    """Opens the window on a memory and takes its pages."""

    def __init__(self, app: QApplication, where: Places, folder: Path) -> None:
        self.app, self.folder = app, folder
        self.theme = Theme(app, "light")
        self.keeper = Keeper(where, record=False)
        self.core = Core(self.keeper.open_memory)
        self.window = Window(self.theme, self.core, self.keeper, where)
        self.core.start()
        self.window.show()

    def take(self, name: str, sizes: list[str]) -> None:
        """One page, in both colours and the wanted sizes."""
        for size in sizes:
            self.window.resize(SIZES[size])
            for mode in ("light", "dark"):
                self.theme.use(mode)  # type: ignore[arg-type]
                rest(450)
                self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
                self.window.grab().save(str(self.folder / f"{name}-{size}-{mode}.png"))

    def close(self) -> None:
        """End the window's threads."""
        self.window.recording.stop()
        self.window.hide()
        self.core.stop()
        self.keeper.stop()
        self.window.deleteLater()


def _filled(camera: Camera, sizes: list[str]) -> None:
    window = camera.window
    wait(window.timeline.settled)
    moments = window.timeline.moments
    window.timeline.open_day(sorted(window.timeline.dates)[2])
    wait(lambda: window.timeline.moments != moments)
    moments = window.timeline.moments
    pictured = [at for at, moment in enumerate(moments) if moment.has_picture]
    window.timeline.go(pictured[len(pictured) * 2 // 3], glide=False)
    wait(window.timeline.settled)
    camera.take("timeline", sizes)
    window.top.box.setText(SEARCH)
    wait(lambda: window.search_page.result is not None and window.search_page.result.hits)
    wait(lambda: window.search_page.result is not None and window.search_page.result.meaning_used)
    rest(300)
    window.search_page.enter_list()
    camera.take("search", sizes)
    window.search_page.toggle_preview()
    rest(800)
    camera.take("preview", sizes[:1])
    window.search_page.preview.hide()
    window.search_page.list.activated.emit(window.search_page.list.currentIndex())
    window.fold_inspector(False)
    rest(800)
    camera.take("moment", sizes)
    window.fold_inspector(True)
    window.top.box.clear()
    window.ask(QUESTION)
    wait(lambda: window.ask_page.turns[-1].answer is not None)
    rest(800)
    camera.take("ask", sizes)
    _ask(camera, sizes)
    _memories(camera, sizes)
    _settings(camera, sizes)


def _ask(camera: Camera, sizes: list[str]) -> None:
    """A counted answer, a moment beside the conversation, and what takes the conversation's place."""
    page = camera.window.ask_page
    camera.window.ask(COUNTED)
    wait(lambda: page.turns[-1].answer is not None)
    rest(800)
    camera.take("ask-counted", sizes[:1])
    page.turns[0].text.cited.emit(1)
    rest(1200)
    camera.take("ask-beside", sizes)
    page.show_earlier()
    rest(500)
    camera.take("ask-earlier", sizes[:1])
    page.show_by_itself(COUNTED)
    rest(500)
    camera.take("ask-by-itself", sizes[:1])
    page.show_talk()


def _memories(camera: Camera, sizes: list[str]) -> None:
    page = camera.window.memories
    camera.window.open_page("memories")
    for group in ("projects", "facts", "inbox"):
        page.groups_list.setCurrentIndex(page.groups.at(group))
        wait(lambda: page.settled)
        rest(800)
        page.list.setFocus()
        camera.take(f"memories-{group}", sizes if group == "projects" else sizes[:1])


def _settings(camera: Camera, sizes: list[str]) -> None:
    page = camera.window.pages["settings"]
    assert isinstance(page, SettingsPage)
    camera.window.open_page("settings")
    wait(lambda: page.held is not None)
    for key, _ in groups():
        page.go_to(key)
        rest(800)
        camera.take(f"settings-{key}", sizes if key in ("recording", "model") else sizes[:1])
    page.search.setText("battery")
    rest(400)
    camera.take("settings-search", sizes[:1])


def _first(camera: Camera, sizes: list[str]) -> None:
    steps = camera.window.first_run.steps
    wait(steps.isVisible)
    camera.take("first-run", sizes)
    for step in range(1, 4):
        steps.show_step(step)
        if step == 1:
            steps.by_passphrase.setChecked(True)
        steps.left_out.setText("Signal, mail.example.org")
        camera.take(f"first-run-{step + 1}", sizes)
    steps.passphrase.setText("three blue herons")
    steps.go_on()
    wait(steps.recovery.text)
    camera.take("first-run-recovery", sizes)
    steps.go_on()
    camera.take("first-run-5", sizes)


def _bare(camera: Camera, sizes: list[str]) -> None:
    window = camera.window
    wait(window.timeline.settled)
    for page in ("timeline", "search", "ask", "memories"):
        window.open_page(page)
        camera.take(f"empty-{page}", sizes[:1])


def main() -> int:
    """Take all pictures; returns the exit status."""
    parser = argparse.ArgumentParser("screenshots")
    parser.add_argument("--into", type=Path, default=Path(__file__).parent.parent / "docs" / "pictures")
    parser.add_argument("--sizes", nargs="+", choices=sorted(SIZES), default=["1280x800"])
    parser.add_argument("--only", choices=("filled", "empty", "first"), nargs="+", default=["filled", "empty", "first"])
    options = parser.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(sys.argv[:1])
    _prepare(app)
    if "filled" in options.only:
        with home(os.environ.get("RECOLLECT_HOME")) as where:
            camera = Camera(app, where, options.into)
            _filled(camera, options.sizes)
            camera.close()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HOME"] = folder  # the first page names the usual place, and none of this machine's
        where = Places(Path(folder) / ".local" / "share" / "recollect", None)
        if "first" in options.only:
            camera = Camera(app, where, options.into)
            _first(camera, options.sizes[:1])
            camera.close()
        if "empty" in options.only:
            where = Places(Path(folder) / "empty", Path(folder) / "key")
            initialise(where)
            camera = Camera(app, where, options.into)
            _bare(camera, options.sizes)
            camera.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
