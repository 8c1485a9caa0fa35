"""What a monkey at the window is watched for: gaps between heartbeats, exceptions, warnings, memory. Moves nothing itself."""

from __future__ import annotations

import statistics
import sys
import threading
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.bench.monkey import Monkey

HEARTBEAT_MS = 10
STALL_MS = 50
SAMPLE_S, SAMPLE_FROM_S, LATE_S, MOST_PLACES = 0.01, 0.04, 0.05, 4
# Of platforms without a window manager's hints, and of a text that is dragged by a pointer that was never really pressed.
KNOWN_WARNINGS = ("propagateSizeHints", "QDragManager::drag in possibly invalid state")


@dataclass
class Stall:
    """A gap between two heartbeats."""

    ours_ms: float
    wall_ms: float
    cpu_ms: float
    page: str
    action: str
    where: str = ""


@dataclass
class Report:
    """What a run found."""

    actions: int = 0
    exceptions: list[str] = field(default_factory=list)
    warnings: dict[str, int] = field(default_factory=dict)
    stalls: list[Stall] = field(default_factory=list)
    gaps: int = 0
    longest_ms: dict[str, float] = field(default_factory=dict)
    rss_mb: list[float] = field(default_factory=list)
    growth_mb: float = 0.0
    visited: dict[str, int] = field(default_factory=dict)
    did: dict[str, int] = field(default_factory=dict)
    reopened: int = 0
    unlocked: int = 0
    opened_outside: int = 0
    moments_before: int = 0
    moments_after: int = 0
    recorded_looks: int = 0
    ill: list[str] = field(default_factory=list)
    seconds: float = 0.0


def now_s() -> tuple[float, float, float]:
    """The clock, this thread's CPU time, and how long it has waited for a processor (Linux tells; elsewhere 0), in seconds."""
    try:
        waited_s = int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        waited_s = 0.0
    return time.perf_counter(), time.thread_time(), waited_s


class Sampler(threading.Thread):
    """Looks where the window's thread is while no heartbeat comes: what it was seen at most often, innermost first."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._watched = threading.get_ident()
        self._last_s = time.perf_counter()
        self._seen: Counter[str] = Counter()
        self._ended = threading.Event()

    def beat(self) -> str:
        """A heartbeat came; returns where the thread was before it."""
        self._last_s = time.perf_counter()
        seen, self._seen = self._seen, Counter()
        return "; ".join(f"{count} x {where}" for where, count in seen.most_common(MOST_PLACES))

    def end(self) -> None:
        self._ended.set()

    def run(self) -> None:
        asked_s = time.perf_counter()
        while not self._ended.wait(SAMPLE_S):
            now_s = time.perf_counter()
            if now_s - asked_s > LATE_S:  # somebody kept Python's lock from this thread, too
                self._seen[f"late by {(now_s - asked_s) * 1000:.0f} ms beside {self._others()}"] += 1
            elif now_s - self._last_s > SAMPLE_FROM_S:
                self._look()
            asked_s = time.perf_counter()

    def _others(self) -> str:
        frames = sys._current_frames()
        mine = (self._watched, threading.get_ident())
        return " | ".join(_place(frame) for thread, frame in frames.items() if thread not in mine)

    def _look(self) -> None:
        self._seen[_place(sys._current_frames()[self._watched])] += 1


def _place(frame: FrameType | None) -> str:
    """Where a thread is: its innermost function, and the nearest ones around it that are the program's own."""
    places: list[str] = []
    while frame is not None and len(places) < MOST_PLACES:
        if any(room in frame.f_code.co_filename for room in ("/ui/", "/app/", "/models/")) or not places:
            places.append(f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno} {frame.f_code.co_name}")
        frame = frame.f_back
    return " < ".join(places)


class Watch:
    """Looks at the loop, at errors, and at memory while a monkey is at work."""

    def __init__(self, report: Report, monkey: Monkey) -> None:
        import psutil
        from PySide6.QtCore import Qt, QTimer, qInstallMessageHandler

        self._report, self._monkey = report, monkey
        self._process = psutil.Process()
        self._warnings: Counter[str] = Counter()
        self._beat = QTimer()
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.setInterval(HEARTBEAT_MS)
        self._beat.timeout.connect(self._heard)
        self._memory = QTimer()
        self._memory.setInterval(1000)
        self._memory.timeout.connect(self._weigh)
        qInstallMessageHandler(self._warned)
        sys.excepthook = self._thrown
        self._then = now_s()
        self._sampler = Sampler()

    def start(self) -> None:
        self._then = now_s()
        self._sampler.start()
        self._beat.start()
        self._memory.start()
        self._weigh()

    def stop(self) -> None:
        from PySide6.QtCore import qInstallMessageHandler

        self._beat.stop()
        self._sampler.end()
        self._memory.stop()
        self._weigh()
        qInstallMessageHandler(None)
        self._report.warnings = dict(self._warnings)
        self._report.gaps = len(self._report.stalls)
        self._report.stalls = sorted(self._report.stalls, key=lambda one: -one.ours_ms)[:40]
        series = self._report.rss_mb
        if len(series) >= 8:
            quarter = len(series) // 4
            self._report.growth_mb = round(
                statistics.median(series[-quarter:]) - statistics.median(series[quarter : 2 * quarter]), 1
            )

    def _heard(self) -> None:
        before, self._then = self._then, now_s()
        wall_ms, cpu_ms, waited_ms = ((now - then) * 1000 for now, then in zip(self._then, before, strict=True))
        ours_ms, page, where = round(wall_ms - waited_ms, 1), self._monkey.page, self._sampler.beat()
        self._report.longest_ms[page] = max(self._report.longest_ms.get(page, 0.0), ours_ms)
        if ours_ms > STALL_MS:
            told = (round(wall_ms, 1), round(cpu_ms, 1), page, self._monkey.action, where)
            self._report.stalls.append(Stall(ours_ms, *told))

    def _weigh(self) -> None:
        self._report.rss_mb.append(round(self._process.memory_info().rss / 2**20, 1))

    def _warned(self, kind: Any, _context: Any, text: str | None) -> None:
        from PySide6.QtCore import QtMsgType

        text = text or ""
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and not any(one in text for one in KNOWN_WARNINGS):
            self._warnings[text] += 1

    def _thrown(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        frames = traceback.extract_tb(trace)[-6:]
        where = " < ".join(f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in reversed(frames))
        told = f"{kind.__name__}: {error} at {where} (page {self._monkey.page}, {self._monkey.action})"
        self._report.exceptions.append(told)
