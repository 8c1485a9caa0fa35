"""The recorder: looks at the screen again and again and hands on what may be kept. Stores nothing, recognises nothing.

A look goes: is one to look at all -> which windows are there -> which may be kept -> grab -> are the windows still the
same -> paint out what may not be kept -> has anything changed -> hand it on. Every look gives each monitor one `Tick`.

When the focused window is excluded, a monitor that it is on is `excluded`, unless an allowed window on that monitor
changed: then the picture is kept with the excluded window painted out, for reason "beside_excluded". Where no allowed
window can be seen beside an excluded one, no pixels are taken at all.
"""

import errno
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np

from capture.change import Pixels, as_if_kept, changed_rectangles, rgb_bytes
from capture.clock import Clock, SystemClock
from capture.frame import Frame, GrabFailedError, Monitor, Outcome, Rect, ScreenLostError, Tick, Window
from capture.idle import IDLE_AFTER_S, Activity, lock_screen_covers, resting
from capture.privacy import RuleLike, View, judge, paint_out
from capture.regions import moved, overlap
from capture.window import focused_window, subject_of

_log = logging.getLogger(__name__)

INTERVAL_S = 1.0
_BACK_OFF_AT_MOST_S = 30.0
_SHORTEST_PAUSE_S = 0.05
_ASLEEP_AFTER_S = 5.0
_DISK_FULL = {errno.ENOSPC, errno.EDQUOT}


class Screen(Protocol):
    """Pixels. All but `close` may raise ScreenLostError; `grab` also GrabFailedError, and its array is the caller's."""

    def monitors(self) -> tuple[Monitor, ...]: ...
    def grab(self, monitor: Monitor) -> Pixels: ...
    def close(self) -> None: ...


class Windows(Protocol):
    """The visible windows, the lowest first. May raise ScreenLostError."""

    def visible(self) -> tuple[Window, ...]: ...


class Idle(Protocol):
    """What the desktop knows of its user. May raise ScreenLostError."""

    def activity(self) -> Activity: ...


class Sink(Protocol):
    """Where frames and ticks go. Called in the recorder's thread.

    `keep` returns the moment's id once it is durable, and raises OSError when it cannot be; `paused` gives a reason
    code while nothing is to be recorded.
    """

    def keep(self, frame: Frame) -> str: ...
    def tick(self, tick: Tick) -> None: ...
    def paused(self, now: datetime) -> str | None: ...
    def rules(self) -> Sequence[RuleLike]: ...


@dataclass(slots=True)
class _Memory:
    """One monitor's last kept picture, and the last seen one if it was found to be no different from that."""

    monitor: Monitor
    kept: Pixels | None = None
    seen: Pixels | None = None


@dataclass(frozen=True, slots=True)
class _Shot:
    """Pixels of one monitor in which `hidden` is painted out, and the windows that were there."""

    monitor: Monitor
    pixels: Pixels
    view: View
    hidden: tuple[Rect, ...]
    grab_ms: float


class _WindowsMovedError(Exception):
    """What must be painted out was not the same before and after the pixels were taken."""


class Recorder:
    """Looks at one desktop. Lives in one thread: the one that calls `run` or `tick`.

    `own_pid` is a process whose windows are never kept. `idle_after_s` and `interval_s` are in seconds.
    """

    def __init__(
        self,
        screen: Screen,
        windows: Windows,
        idle: Idle,
        sink: Sink,
        clock: Clock | None = None,
        *,
        interval_s: float = INTERVAL_S,
        idle_after_s: float = IDLE_AFTER_S,
        own_pid: int = 0,
    ) -> None:
        self._screen, self._windows, self._idle, self._sink = screen, windows, idle, sink
        self._clock: Clock = clock or SystemClock()
        self._interval_s, self._idle_after_s, self._own_pid = interval_s, idle_after_s, own_pid
        self._memories: dict[str, _Memory] = {}
        self._monitors: tuple[Monitor, ...] = ()
        self._focus: tuple[int, str] | None = None
        self._suspended_s = self._clock.suspended_s()
        self._failures = 0

    # -- the loop ------------------------------------------------------------------------------------------------------

    def run(self, stop: threading.Event) -> None:
        """Look until `stop` is set; ends within one look. Lets go of the display at the end, also when interrupted."""
        try:
            while not stop.is_set():
                started_s = self._clock.monotonic_s()
                try:
                    self.tick()
                except Exception as failure:  # noqa: BLE001 - the loop's edge: a bug in one look must not end the recording
                    self._stumble(failure)
                took_s = self._clock.monotonic_s() - started_s
                self._clock.wait(stop, max(_SHORTEST_PAUSE_S, self._pause_s() - took_s))
        finally:
            self._screen.close()

    def _stumble(self, failure: Exception) -> None:
        """Note a fault that nobody foresaw: its kind and place, not its message, which may hold what was seen."""
        trace = failure.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
        _log.error("recorder: unexpected %s at %s", type(failure).__name__, where)
        self._failures += 1
        self._report([self._tick(name, "failed", "unexpected") for name in self._names()])

    def _pause_s(self) -> float:
        """Until the next look: the interval, or longer and longer while all fails."""
        if not self._failures:
            return self._interval_s
        return float(min(self._interval_s * 2 ** min(self._failures - 1, 8), _BACK_OFF_AT_MOST_S))

    # -- one look ------------------------------------------------------------------------------------------------------

    def tick(self) -> list[Tick]:
        """One look at every monitor: one tick each, already handed to the sink."""
        try:
            ticks = self._look()
            self._failures = 0
        except ScreenLostError:
            self._failures += 1
            ticks = [self._tick(name, "failed", "display_lost") for name in self._names()]
        self._report(ticks)
        return ticks

    def _report(self, ticks: Sequence[Tick]) -> None:
        for tick in ticks:
            try:
                self._sink.tick(tick)
            except OSError as failure:  # a full disk must not end the recording; the ledger shows the gap
                _log.warning("recorder: tick not written, errno %s", failure.errno)

    def _look(self) -> list[Tick]:
        rest = self._resting_unasked()
        if rest is None or not self._monitors:
            self._monitors = self._screen.monitors()
        if rest is None:
            rest = resting(self._idle.activity(), idle_after_s=self._idle_after_s)
        if rest is not None:
            return [self._tick(name, *rest) for name in self._names()]
        self._memories = {monitor.name: self._memory(monitor) for monitor in self._monitors}
        rules = tuple(self._sink.rules())
        return [self._look_at(monitor, rules) for monitor in self._monitors]

    def _resting_unasked(self) -> tuple[Outcome, str] | None:
        """Why not to look, as far as that is known without asking the desktop."""
        before_s, self._suspended_s = self._suspended_s, self._clock.suspended_s()
        paused = self._sink.paused(self._clock.now())
        if paused is not None:
            return ("paused", paused)
        return ("asleep", "suspended") if self._suspended_s - before_s > _ASLEEP_AFTER_S else None

    def _memory(self, monitor: Monitor) -> _Memory:
        known = self._memories.get(monitor.name)
        return known if known is not None and known.monitor == monitor else _Memory(monitor)

    def _look_at(self, monitor: Monitor, rules: Sequence[RuleLike]) -> Tick:
        started_s = self._clock.monotonic_s()
        view = self._view(rules)
        if lock_screen_covers(view.windows, monitor):
            return self._tick(monitor.name, "locked", "lock_screen")
        private = view.nothing_left(monitor.rect)
        if private:
            return self._tick(monitor.name, "excluded", private)
        try:
            shot = self._grab(monitor, view, rules)
        except _WindowsMovedError:
            return self._tick(monitor.name, "failed", "windows_moved", grab_ms=self._since_ms(started_s))
        except GrabFailedError:
            return self._tick(monitor.name, "failed", "grab_failed", grab_ms=self._since_ms(started_s))
        private = shot.view.nothing_left(monitor.rect)
        if private:
            return self._tick(monitor.name, "excluded", private, grab_ms=shot.grab_ms)
        return self._weigh(shot, self._memories[monitor.name])

    def _view(self, rules: Sequence[RuleLike]) -> View:
        windows = self._windows.visible()
        return View(windows, tuple(judge(windows, rules, own_pid=self._own_pid)))

    def _grab(self, monitor: Monitor, view: View, rules: Sequence[RuleLike]) -> _Shot:
        """Pixels without what must not be kept: taken between two looks that agree about it, or not at all."""
        for _ in range(2):
            started_s = self._clock.monotonic_s()
            pixels = self._screen.grab(monitor)
            grab_ms = self._since_ms(started_s)
            before, view = view.hidden(monitor.rect), self._view(rules)
            hidden = view.hidden(monitor.rect)
            if hidden == before and not lock_screen_covers(view.windows, monitor):
                paint_out(pixels, hidden)
                return _Shot(monitor, pixels, view, hidden, grab_ms)
        raise _WindowsMovedError

    # -- is it worth keeping? ------------------------------------------------------------------------------------------

    def _weigh(self, shot: _Shot, memory: _Memory) -> Tick:
        area = shot.monitor.rect
        private = shot.view.focus_excluded(area)
        unchanged: tuple[Outcome, str] = ("excluded", private) if private else ("same", "no_change")
        if memory.seen is not None and np.array_equal(memory.seen, shot.pixels):
            return self._tick(shot.monitor.name, *unchanged, grab_ms=shot.grab_ms)
        trigger = self._trigger(shot, first=memory.kept is None)
        compared = as_if_kept(shot.pixels, memory.kept, shot.hidden)
        changed: tuple[Rect, ...] = ((0, 0, area[2], area[3]),)
        if memory.kept is not None:
            changed = changed_rectangles(memory.kept, compared)
        memory.seen = None if changed else shot.pixels
        if not changed or (private and not _touch(changed, shot.view.allowed(area), area)):
            return self._tick(shot.monitor.name, *unchanged, trigger=trigger, grab_ms=shot.grab_ms)
        tick = self._hand_on(shot, trigger, changed, reason="beside_excluded" if private else "changed")
        if tick.outcome == "kept":
            memory.kept, memory.seen = compared, shot.pixels
        return tick

    def _trigger(self, shot: _Shot, *, first: bool) -> str:
        """What is new since the focus was last on this look's monitor: start, window, title, or only a change."""
        focus = focused_window(shot.view.windows)
        if focus is None or overlap(focus.rect, shot.monitor.rect) is None:
            return "start" if first else "change"
        before, self._focus = self._focus, (focus.id, focus.title)
        if first or before is None:
            return "start"
        if before[0] != focus.id:
            return "window"
        return "title" if before[1] != focus.title else "change"

    def _hand_on(self, shot: _Shot, trigger: str, changed: tuple[Rect, ...], *, reason: str) -> Tick:
        height, width = shot.pixels.shape
        at, zone, name = self._clock.now(), self._clock.zone(), shot.monitor.name
        window = _subject(shot, changed, prefer_focus=trigger != "change")
        frame = Frame(at, zone, shot.monitor, rgb_bytes(shot.pixels), width, height, window, trigger, changed)
        try:
            moment_id = self._sink.keep(frame)
        except OSError as failure:
            _log.warning("recorder: frame not kept, errno %s", failure.errno)
            if failure.errno in _DISK_FULL:
                return Tick(at, zone, name, "disk_full", "no_space", trigger, shot.grab_ms, None)
            return Tick(at, zone, name, "failed", "not_written", trigger, shot.grab_ms, None)
        return Tick(at, zone, name, "kept", reason, trigger, shot.grab_ms, moment_id)

    # -- small things --------------------------------------------------------------------------------------------------

    def _names(self) -> list[str]:
        """The monitors as last seen; one without a name before the first look."""
        return [monitor.name for monitor in self._monitors] or [""]

    def _since_ms(self, started_s: float) -> float:
        return (self._clock.monotonic_s() - started_s) * 1000.0

    def _tick(self, name: str, outcome: Outcome, reason: str, *, trigger: str = "", grab_ms: float = 0.0) -> Tick:
        return Tick(self._clock.now(), self._clock.zone(), name, outcome, reason, trigger, grab_ms, None)


def _touch(changed: Sequence[Rect], allowed: Sequence[Rect], area: Rect) -> bool:
    """Whether a change, in pixels of the picture, meets a part of an allowed window, in pixels of the desktop."""
    on_desktop = [moved(part, area[0], area[1]) for part in changed]
    return any(overlap(part, one) is not None for part in on_desktop for one in allowed)


def _subject(shot: _Shot, changed: Sequence[Rect], *, prefer_focus: bool) -> Window | None:
    area = shot.monitor.rect
    on_desktop = [moved(part, area[0], area[1]) for part in changed]
    keep = [verdict.keep for verdict in shot.view.verdicts]
    return subject_of(shot.view.windows, keep, area, on_desktop, prefer_focus=prefer_focus)
