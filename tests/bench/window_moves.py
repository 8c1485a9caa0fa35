"""Scrolls, scrubs and steps through the timeline of the memory that RECOLLECT_HOME names, and times each frame. Part of `window_year`.

`python -m tests.bench.window_moves --seconds 600`. A frame is the time from an input until all that it asks to be painted is painted, one
every sixtieth of a second. A stall is how much later than it should a timer of 5 ms came. Prints one JSON object.
"""

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import psutil
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.engines import Models
from app.paths import places
from models.fake import FakeEmbedder, FakeOcr
from ui.__main__ import _prepare, spare_memory_and_pauses
from ui.keeper import Keeper
from ui.pages import PAGES
from ui.tasks import Core
from ui.theme import Theme
from ui.window import Window

FRAME_S, BEAT_MS, PHASE_S, PATIENCE_S = 1 / 60, 5, 8.0, 60.0
_NONE, _CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
Move = Callable[[int], None]


class Beats(QObject):
    """Longest times in which the event loop did not come round, by what was being done."""

    def __init__(self) -> None:
        super().__init__()
        self.doing, self.worst_ms, self.over_50 = "", dict[str, float](), defaultdict[str, int](int)
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        late_ms = (now - self._last) * 1e3 - BEAT_MS
        self._last = now
        if self.doing:
            self.worst_ms[self.doing] = max(self.worst_ms.get(self.doing, 0.0), late_ms)
            self.over_50[self.doing] += late_ms > 50


class Moves:
    """What a user does on the timeline, an input a frame."""

    def __init__(self, window: Window) -> None:
        self.window = window

    def widget(self, name: str) -> QWidget:
        found = self.window.timeline.findChild(QWidget, name)
        assert isinstance(found, QWidget), name
        return found

    def wheel(self, name: str, delta: int, modifiers: Qt.KeyboardModifier = _NONE) -> None:
        target = self.widget(name)
        at = QPointF(target.width() * 0.6, target.height() * 0.5)
        event = QWheelEvent(
            at, QPointF(target.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton, modifiers,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(target, event)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(self.window.timeline, QKeyEvent(kind, key, modifiers))

    def mouse(self, name: str, kind: QEvent.Type, share: float) -> None:
        target = self.widget(name)
        at = QPointF(target.width() * share, target.height() - 20)
        held = Qt.MouseButton.LeftButton if kind != QEvent.Type.MouseButtonRelease else Qt.MouseButton.NoButton
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        QApplication.sendEvent(
            target, QMouseEvent(kind, at, QPointF(target.mapToGlobal(at.toPoint())), button, held, _NONE)
        )

    def scrub(self, frame: int) -> None:
        """Press at the left of the day, draw to the right, let go, for four seconds each."""
        step = frame % 240
        kind = {0: QEvent.Type.MouseButtonPress, 239: QEvent.Type.MouseButtonRelease}.get(step, QEvent.Type.MouseMove)
        self.mouse("dayChart", kind, 0.25 + 0.7 * step / 240)

    def step(self, frame: int) -> None:
        if frame % 2 == 0:
            self.key(Qt.Key.Key_Left if frame % 480 < 240 else Qt.Key.Key_Right)

    def zoom(self, frame: int) -> None:
        if frame % 4 == 0:
            self.wheel("dayChart", 120 if frame % 240 < 120 else -120, _CTRL)

    def days(self, frame: int) -> None:
        if frame % 30 == 0:
            self.window.timeline.step_day(-1)

    def phases(self) -> list[tuple[str, Move]]:
        return [
            ("scroll", lambda frame: self.wheel("strip", 120 if frame % 600 < 400 else -120)),
            ("scrub", self.scrub),
            ("step", self.step),
            ("zoom", self.zoom),
            ("days", self.days),
        ]


def timed(phases: Iterator[tuple[str, Move]], beats: Beats, seconds: float) -> dict[str, list[float]]:
    """Milliseconds of each frame, by what was done."""
    took: dict[str, list[float]] = defaultdict(list)
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        name, move = next(phases)
        beats.doing, phase_end, frame = name, time.perf_counter() + PHASE_S, 0
        while (began := time.perf_counter()) < phase_end:
            move(frame)
            QApplication.sendPostedEvents()
            took[name].append((time.perf_counter() - began) * 1e3)
            frame += 1
            while time.perf_counter() < began + FRAME_S:
                QApplication.processEvents()
                time.sleep(0.0005)
            QApplication.processEvents()
    beats.doing = ""
    return took


def run_until(done: Callable[[], object], most_s: float = PATIENCE_S) -> None:
    """Let the window work until something is so. Raises TimeoutError."""
    end = time.perf_counter() + most_s
    while not done():
        if time.perf_counter() > end:
            raise TimeoutError
        QApplication.processEvents()
        time.sleep(0.005)


def spread(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    at = lambda share: round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1)  # noqa: E731
    return {"p50": at(0.5), "p95": at(0.95), "p99": at(0.99), "max": at(1.0)}


def main() -> int:
    parser = argparse.ArgumentParser("window_moves", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0)
    seconds = parser.parse_args().seconds
    spare_memory_and_pauses()
    app = QApplication(sys.argv[:1])
    _prepare(app)
    where = places()
    keeper = Keeper(where, record=False, models=Models(None, FakeOcr(), FakeEmbedder(), None))
    core = Core(keeper.open_memory)
    window = Window(Theme(app, "light"), core, keeper, where)
    window.resize(1600, 1000)
    core.start()
    window.show()
    run_until(window.timeline.settled)
    run_until(lambda: len(window.pages.made()) == len(PAGES))
    window.timeline.setFocus()
    beats = Beats()
    took = timed(cycle(Moves(window).phases()), beats, seconds)
    every = [one for held in took.values() for one in held]
    out: dict[str, Any] = {
        "seconds": seconds, "frames": len(every), "frame_ms": spread(every)["p50"], "stall_ms": round(max(beats.worst_ms.values()), 1),
        "resident_mb": round(psutil.Process().memory_info().rss / 1e6),
        "frames_by": {name: spread(held) for name, held in took.items()},
        "stall_ms_by": {name: round(one, 1) for name, one in beats.worst_ms.items()}, "stalls_over_50": dict(beats.over_50),
    }  # fmt: skip
    print(json.dumps(out), flush=True)
    window.recording.stop()
    window.hide()
    core.stop()
    keeper.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
