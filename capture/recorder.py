"""The recorder: looks at the screen when something happens and hands on what may be kept. Stores and recognises nothing.

A look goes: is one to look at all -> which windows are there -> which may be kept -> grab -> are the windows still the
same -> paint out what may not be kept -> has anything changed -> hand it on. Every look gives each monitor one `Tick`.

When the focused window is excluded, a monitor that it is on is `excluded`, unless an allowed window on that monitor
changed: then the picture is kept with the excluded window painted out, for reason "beside_excluded". Where no allowed
window can be seen beside an excluded one, no pixels are taken at all.
"""

import errno
import logging
import threading
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from capture.change import Pixels
from capture.clock import Clock, SystemClock
from capture.frame import Frame, GrabFailedError, Monitor, Outcome, Pane, Rect, ScreenLostError, Tick, Window
from capture.idle import IDLE_AFTER_S, Activity, lock_screen_covers, resting
from capture.kept import Memory, share
from capture.privacy import RuleLike, View, judge
from capture.regions import moved, overlap
from capture.sharing import is_shared
from capture.shot import Shot, WindowsMovedError, take_shot
from capture.triggers import STALE_S, Happening, Triggers
from capture.window import focused_window, subject_of, visible_parts

_log = logging.getLogger(__name__)

INTERVAL_S = 1.0  # where nobody tells what happens
BEAT_S = 5.0
_LISTEN_AT_MOST_S = 0.5
_BACK_OFF_AT_MOST_S = 10.0  # below the longest step of the ledger, so that a lost display is no hole
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


class Watch(Protocol):
    """What happens on the desktop. `wait` and `clear` may raise ScreenLostError."""

    def wait(self, seconds: float) -> Sequence[Happening]: ...
    def clear(self) -> None: ...
    def close(self) -> None: ...


class Sink(Protocol):
    """Where frames and ticks go. Called in the recorder's thread.

    `keep` returns the moment's id once it is durable, and raises OSError when it cannot be; `paused` gives a reason
    code while nothing is to be recorded; `epoch` another number once something was forgotten, which the recorder then
    forgets too.
    """

    def keep(self, frame: Frame) -> str: ...
    def tick(self, tick: Tick) -> None: ...
    def paused(self, now: datetime) -> str | None: ...
    def rules(self) -> Sequence[RuleLike]: ...
    def epoch(self) -> int: ...


class Recorder:
    """Looks at one desktop. Lives in one thread: the one that calls `run` or `tick`.

    `own_pid` is a process whose windows are never kept; `off` are the names of monitors that are not recorded. With a
    `watch` it looks when something happened, at least every `stale_s` seconds while something moves, without one every
    `interval_s` seconds. `keep_unknown`: windows of which nobody can tell whose they are may be kept.
    """

    def __init__(
        self,
        screen: Screen,
        windows: Windows,
        idle: Idle,
        sink: Sink,
        clock: Clock | None = None,
        *,
        watch: Watch | None = None,
        interval_s: float = INTERVAL_S,
        idle_after_s: float = IDLE_AFTER_S,
        stale_s: float = STALE_S,
        own_pid: int = 0,
        off: Collection[str] = (),
        keep_unknown: bool = False,
        pause_when_shared: bool = True,
    ) -> None:
        self._screen, self._windows, self._idle, self._sink, self._watch = screen, windows, idle, sink, watch
        self._clock: Clock = clock or SystemClock()
        self._interval_s, self._idle_after_s, self._own_pid = interval_s, idle_after_s, own_pid
        self._off, self._keep_unknown, self._pause_when_shared = frozenset(off), keep_unknown, pause_when_shared
        self._triggers = Triggers(stale_s)
        self._memories: dict[str, Memory] = {}
        self._monitors: tuple[Monitor, ...] = ()
        self._focus: tuple[int, str] | None = None
        self._suspended_s = self._clock.suspended_s()
        self._failures = 0
        self._rules: tuple[RuleLike, ...] = ()
        self._epoch = -1
        self._said: dict[str, tuple[Outcome, str]] = {}
        self._share = 0.0

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
                self._await_next(stop, started_s)
            if self._triggers.dirty and not self._failures:
                self.tick()  # what was typed last is not lost
        finally:
            self._screen.close()
            if self._watch is not None:
                self._watch.close()

    def _await_next(self, stop: threading.Event, started_s: float) -> None:
        """Wait until there is a reason to look, or it is time to say that there was none."""
        if self._watch is None or self._failures:
            took_s = self._clock.monotonic_s() - started_s
            self._clock.wait(stop, max(_SHORTEST_PAUSE_S, self._pause_s() - took_s))
            return
        beat_s = self._clock.monotonic_s() + BEAT_S
        while not stop.is_set():
            due_s, now_s = self._triggers.due(), self._clock.monotonic_s()
            left_s = (beat_s if due_s is None else min(due_s, beat_s)) - now_s
            if left_s <= 0:
                return
            try:
                happened = self._watch.wait(min(left_s, _LISTEN_AT_MOST_S))
            except ScreenLostError:
                return  # the look will find out and say so
            for one in happened:
                self._triggers.saw(one, self._clock.monotonic_s())

    def _stumble(self, failure: Exception) -> None:
        """Note a fault that nobody foresaw: its kind and place, not its message, which may hold what was seen."""
        trace = failure.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
        _log.error("recorder: unexpected %s at %s", type(failure).__name__, where)
        self._failures += 1
        self._said.clear()
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
            self._said.clear()
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
            rest = self._resting(self._idle.activity())
        if rest is not None:
            self._said.clear()
            self._triggers.rested(self._clock.monotonic_s())
            return [self._tick(name, *rest) for name in self._names()]
        self._forget()
        before, self._rules = self._rules, tuple(self._sink.rules())
        if before != self._rules:
            self._said.clear()
        if self._watch is not None and self._triggers.dirty:
            self._said.clear()
            self._watch.clear()
        self._share = 0.0
        ticks = [self._beat_or_look(monitor) for monitor in self._monitors]
        if not self._said:
            self._triggers.looked(self._clock.monotonic_s(), self._share)
        if any(tick.outcome == "failed" for tick in ticks):
            self._triggers.saw("window", self._clock.monotonic_s())  # try again soon, whatever happens
        self._said = {
            tick.monitor: _unchanged(tick) for tick in ticks if self._watch is not None and tick.outcome in _SETTLED
        }
        return ticks

    def _resting(self, activity: Activity) -> tuple[Outcome, str] | None:
        now_s = self._clock.monotonic_s()
        if activity.idle_s is not None:
            self._triggers.had_input(now_s - activity.idle_s)
        return resting(activity, idle_after_s=self._idle_after_s, watched=self._triggers.sustained(now_s))

    def _resting_unasked(self) -> tuple[Outcome, str] | None:
        """Why not to look, as far as that is known without asking the desktop."""
        before_s, self._suspended_s = self._suspended_s, self._clock.suspended_s()
        paused = self._sink.paused(self._clock.now())
        if paused is not None:
            return ("paused", paused)
        return ("asleep", "suspended") if self._suspended_s - before_s > _ASLEEP_AFTER_S else None

    def _forget(self) -> None:
        """Let go of the pictures of monitors that are not there, and of all when something was forgotten."""
        before, self._epoch = self._epoch, self._sink.epoch()
        if before != self._epoch:
            self._memories, self._said = {}, {}
        self._memories = {monitor.name: self._memory(monitor) for monitor in self._monitors}

    def _memory(self, monitor: Monitor) -> Memory:
        known = self._memories.get(monitor.name)
        if known is not None and known.monitor == monitor:
            return known
        self._said.pop(monitor.name, None)
        return Memory(monitor)

    def _beat_or_look(self, monitor: Monitor) -> Tick:
        if monitor.name in self._off:
            return self._tick(monitor.name, "paused", "monitor_off")
        said = self._said.get(monitor.name)
        if said is not None:
            return self._tick(monitor.name, *said)
        return self._look_at(monitor, self._rules)

    def _look_at(self, monitor: Monitor, rules: Sequence[RuleLike]) -> Tick:
        started_s = self._clock.monotonic_s()
        view = self._view(rules)
        if lock_screen_covers(view.windows, monitor):
            return self._tick(monitor.name, "locked", "lock_screen")
        if self._pause_when_shared and is_shared(view.windows):
            return self._tick(monitor.name, "paused", "screen_shared")
        private = view.nothing_left(monitor.rect)
        if private:
            return self._tick(monitor.name, "excluded", private)
        try:
            shot = self._grab(monitor, view, rules)
        except WindowsMovedError:
            return self._tick(monitor.name, "failed", "windows_moved", grab_ms=self._since_ms(started_s))
        except GrabFailedError:
            return self._tick(monitor.name, "failed", "grab_failed", grab_ms=self._since_ms(started_s))
        private = shot.view.nothing_left(monitor.rect)
        if private:
            return self._tick(monitor.name, "excluded", private, grab_ms=shot.grab_ms)
        return self._weigh(shot, self._memories[monitor.name])

    def _view(self, rules: Sequence[RuleLike]) -> View:
        windows = self._windows.visible()
        return View(windows, tuple(judge(windows, rules, own_pid=self._own_pid, keep_unknown=self._keep_unknown)))

    def _grab(self, monitor: Monitor, view: View, rules: Sequence[RuleLike]) -> Shot:
        return take_shot(
            monitor, view, grab=self._screen.grab, look=lambda: self._view(rules), monotonic_s=self._clock.monotonic_s
        )

    # -- is it worth keeping? ------------------------------------------------------------------------------------------

    def _weigh(self, shot: Shot, memory: Memory) -> Tick:
        area = shot.monitor.rect
        private = shot.view.focus_excluded(area)
        unchanged: tuple[Outcome, str] = ("excluded", private) if private else ("same", "no_change")
        if memory.is_as_seen(shot.pixels):
            return self._tick(shot.monitor.name, *unchanged, grab_ms=shot.grab_ms)
        trigger = self._trigger(shot, first=memory.last is None)
        changed = memory.changed(shot.pixels, shot.hidden)
        self._share = max(self._share, share(changed, shot.pixels))
        memory.seen = None if changed else shot.pixels
        if not changed or (private and not _touch(changed, shot.view.allowed(area), area)):
            return self._tick(shot.monitor.name, *unchanged, trigger=trigger, grab_ms=shot.grab_ms)
        return self._hand_on(shot, trigger, changed, memory, reason="beside_excluded" if private else "changed")

    def _trigger(self, shot: Shot, *, first: bool) -> str:
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

    def _hand_on(self, shot: Shot, trigger: str, changed: tuple[Rect, ...], memory: Memory, *, reason: str) -> Tick:
        at, zone, name = self._clock.now(), self._clock.zone(), shot.monitor.name
        window = _subject(shot, changed, prefer_focus=trigger != "change")
        window_id = window.id if window else 0
        base, told = memory.told(shot.pixels, window_id)
        frame = Frame(
            at, zone, shot.monitor, shot.pixels, window, trigger, told, base.moment_id if base else None, _panes(shot)
        )
        try:
            moment_id = self._sink.keep(frame)
        except OSError as failure:
            _log.warning("recorder: frame not kept, errno %s", failure.errno)
            memory.seen = None
            if failure.errno in _DISK_FULL:
                return Tick(at, zone, name, "disk_full", "no_space", trigger, shot.grab_ms, None)
            return Tick(at, zone, name, "failed", "not_written", trigger, shot.grab_ms, None)
        memory.keep(shot.pixels, shot.hidden, (base, told), moment_id, window_id)
        return Tick(at, zone, name, "kept", reason, trigger, shot.grab_ms, moment_id)

    # -- small things --------------------------------------------------------------------------------------------------

    def _names(self) -> list[str]:
        """The monitors as last seen; one without a name before the first look."""
        return [monitor.name for monitor in self._monitors] or [""]

    def _since_ms(self, started_s: float) -> float:
        return (self._clock.monotonic_s() - started_s) * 1000.0

    def _tick(self, name: str, outcome: Outcome, reason: str, *, trigger: str = "", grab_ms: float = 0.0) -> Tick:
        return Tick(self._clock.now(), self._clock.zone(), name, outcome, reason, trigger, grab_ms, None)


_SETTLED = {"kept", "same", "excluded"}


def _unchanged(tick: Tick) -> tuple[Outcome, str]:
    """What there is to say of a monitor on which nothing has happened since this tick."""
    return ("excluded", tick.reason) if tick.outcome == "excluded" else ("same", "no_change")


def _touch(changed: Sequence[Rect], allowed: Sequence[Rect], area: Rect) -> bool:
    """Whether a change, in pixels of the picture, meets a part of an allowed window, in pixels of the desktop."""
    on_desktop = [moved(part, area[0], area[1]) for part in changed]
    return any(overlap(part, one) is not None for part in on_desktop for one in allowed)


def _subject(shot: Shot, changed: Sequence[Rect], *, prefer_focus: bool) -> Window | None:
    area = shot.monitor.rect
    on_desktop = [moved(part, area[0], area[1]) for part in changed]
    keep = [verdict.keep for verdict in shot.view.verdicts]
    return subject_of(shot.view.windows, keep, area, on_desktop, prefer_focus=prefer_focus)


def _panes(shot: Shot) -> tuple[Pane, ...]:
    """What can be seen of the allowed windows, in pixels of the picture, the topmost first."""
    area, windows = shot.monitor.rect, shot.view.windows
    panes = []
    for index in reversed(range(len(windows))):
        parts = visible_parts(windows, index, area) if shot.view.verdicts[index].keep else []
        if parts:
            panes.append(Pane(windows[index], tuple(moved(part, -area[0], -area[1]) for part in parts)))
    return tuple(panes)
