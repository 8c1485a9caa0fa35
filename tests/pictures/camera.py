"""Opens the window on a memory, brings it to rest and takes its picture, with whatever floats above it. Knows no page."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QTimer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from app.engines import Models
from app.memory import Memory
from app.paths import Places
from models.fake import FakeEmbedder, FakeOcr
from ui.keeper import Keeper
from ui.tasks import Core
from ui.theme import Theme
from ui.window import Window

PATIENCE_MS = 30_000
TICK_MS = 10
QUIET_MS = 40


class Unreached(Exception):
    """A state did not come about in time."""


def wait(until: Callable[[], object], *, patience_ms: int = PATIENCE_MS) -> None:
    """Run the event loop until something is true. Raises Unreached."""
    loop, left = QEventLoop(), [patience_ms // TICK_MS]
    timer = QTimer()
    timer.setInterval(TICK_MS)

    def look() -> None:
        left[0] -= 1
        if until() or left[0] < 0:
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    if not until():
        loop.exec()
    timer.stop()
    if left[0] < 0:
        raise Unreached("waited in vain")


def rest(length_ms: int) -> None:
    """Let what is late come to an end."""
    loop = QEventLoop()
    QTimer.singleShot(length_ms, loop.quit)
    loop.exec()


class Camera:
    """A window on a memory. Nothing in it moves by itself, and no caret blinks."""

    def __init__(self, where: Places, models: Models | None = None) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.app, self.where = app, where
        app.setCursorFlashTime(0)
        self.theme = Theme(app, "light", motion="none")
        self.keeper = Keeper(where, record=False, models=models)
        self.core = Core(self.keeper.open_memory)
        self.window = Window(self.theme, self.core, self.keeper, where)
        self.window._toast_timer.setInterval(10 * PATIENCE_MS)
        self.window.move(0, 0)
        self.window.resize(1280, 800)
        self.quiet_ms, self.release = QUIET_MS, threading.Event()
        self.core.start()
        self.window.show()

    def close(self) -> None:
        """End the window's threads."""
        self.release.set()
        self.put_away()
        self.window.recording.stop()
        self.window.hide()
        self.core.stop()
        self.keeper.stop()
        self.window.deleteLater()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    @contextmanager
    def memory(self) -> Iterator[Memory]:
        """The memory past the window."""
        opened = Memory.open(self.where, models=Models(None, FakeOcr(), FakeEmbedder(), None))
        try:
            yield opened
        finally:
            opened.close()

    def held(self, done: int, whole: int) -> Callable[..., bool]:
        """Long work that stands still at so much of so much until it is stopped, or the next state is wanted."""
        release = self.release = threading.Event()

        def work(_memory: Any, tell: Callable[[int, int], None], cancelled: Callable[[], bool]) -> bool:
            tell(done, whole)
            while not release.wait(0.02) and not cancelled():
                pass
            return True

        return work

    # between two pictures

    def put_away(self) -> None:
        """Nothing floats above the window, nothing is typed, and what was held goes on."""
        self.release.set()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
            popup.hide()
        for top in self.floating():
            top.reject() if isinstance(top, QDialog) else top.hide()
        window = self.window
        window.search_page.preview.hide()
        window.search_page.filters.clear()
        window.timeline.player.stop()
        window.timeline.let_go()
        for bar in (window.timeline.bar, window.memories.bar, window.privacy.bar):
            bar.hide()
        window.toast.hide()
        window.top.box.clear()
        window.fold_inspector(True)

    def settle(self) -> None:
        """Wait until nothing is under way that would change what is seen."""
        for _ in range(2):
            if self.core.is_open:
                answered: list[object] = []
                self.core.read(self.window, "settle", lambda _m, _t: True, answered.append, low=True)
                wait(lambda: answered and not self._fetches())  # noqa: B023 - waited for at once
            rest(self.quiet_ms)
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _fetches(self) -> bool:
        pictures = self.window.desk.pictures
        return pictures._under_way is not None or any(pictures._queues.values())

    def idle(self) -> None:
        """Wait until all long work has been done, too."""
        answered: list[object] = []
        self.core.long(self.window, "idle", lambda _m, _t: True, answered.append, needs_memory=self.core.is_open)
        wait(lambda: answered, patience_ms=4 * PATIENCE_MS)

    # the picture

    def floating(self) -> list[QWidget]:
        """What floats above the window: menus, sheets and boxes."""
        tops = (top for top in QApplication.topLevelWidgets() if top is not self.window and top.isVisible())
        return [top for top in tops if isinstance(top, QDialog | QMenu) or top.property("plane") == "sheet"]

    def frame(self, width: int, height: int) -> None:
        """Give the window a size, and a sheet above it its middle."""
        self.window.resize(width, height)
        self.settle()
        for top in self.floating():
            if isinstance(top, QDialog):
                top.move(self.window.mapToGlobal(self.window.rect().center() - top.rect().center()))

    def colour(self, mode: str) -> None:
        """Give the window its colours."""
        if self.theme.mode != mode:
            self.theme.use(mode)  # type: ignore[arg-type]
        self.settle()

    def shot(self) -> QImage:
        """What can be seen now, with what floats above the window."""
        image: QImage = self.window.grab().toImage()
        painter = QPainter(image)
        for top in self.floating():
            at: QPoint = top.mapToGlobal(QPoint(0, 0)) - self.window.mapToGlobal(QPoint(0, 0))
            if isinstance(top, QMenu):  # where a screen no larger than the window would have it
                room = self.window.size() - top.size()
                at = QPoint(min(at.x(), room.width()), min(at.y(), room.height()))
            painter.drawPixmap(at, top.grab())
            if isinstance(top, QDialog):  # the edge that a desktop would draw
                painter.setPen(QColor(self.theme.roles.line))
                painter.drawRect(top.rect().translated(at).adjusted(-1, -1, 0, 0))
        painter.end()
        return image
