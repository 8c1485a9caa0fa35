"""A night of eight hours in a few seconds: whatever happens, each tick has its row, and recording goes on by itself."""

import errno
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest

from app.memory import Memory, initialise
from app.paths import Places
from app.sink import StoreSink
from app.store import ledger
from app.store.db import open_store
from app.store.keys import open_slots
from app.tally import coverage
from capture.change import Pixels
from capture.frame import Frame, Monitor, ScreenLostError, Tick, Window
from capture.idle import Activity
from capture.recorder import BEAT_S, Recorder
from capture.triggers import Happening

ONE, TWO = Monitor("one", 0, 0, 128, 96), Monitor("two", 128, 0, 128, 96)
EDITOR = Window(1, "mousepad", "plan.txt", "mousepad", 5, 0, 0, 256, 96, True)
VAULT = Window(2, "KeePassXC", "vault", "keepassxc", 7, 0, 0, 256, 96, True)
HOUR_S = 3600.0
NIGHT_S = 8 * HOUR_S
START = datetime(2026, 11, 20, 21, tzinfo=UTC)


class Night:
    """The clock, the desk and what happens on it, in one. Times are seconds since the evening."""

    def __init__(self) -> None:
        self.passed_s = self.slept_s = 0.0
        self.set_back_s = 0.0
        self.pixels = np.full((96, 256), 0xFFFFFF, np.uint32)
        self.typed = 0
        self.next_key_s = 7.0
        self.lost = 0
        self.stop = threading.Event()

    @property
    def hour(self) -> float:
        return (self.passed_s + self.slept_s) / HOUR_S

    def within(self, start: float, end: float) -> bool:
        return start <= self.hour < end

    # -- the clock

    def now(self) -> datetime:
        return START + timedelta(seconds=self.passed_s + self.slept_s - self.set_back_s)

    def zone(self) -> str:
        return "Europe/Berlin"

    def monotonic_s(self) -> float:
        return self.passed_s

    def suspended_s(self) -> float:
        return self.slept_s

    def wait(self, stop: threading.Event | None, seconds: float) -> list[Happening]:  # type: ignore[override]
        self.passed_s += max(seconds, 0.01)
        if self.hour >= 2.0 and not self.slept_s:
            self.slept_s = HOUR_S  # the lid is closed for an hour
        if self.hour >= 4.0 and not self.set_back_s:
            self.set_back_s = 1800.0
        if self.hour >= 8.0:
            self.stop.set()
        return []

    # -- the desk

    def monitors(self) -> tuple[Monitor, ...]:
        if self.within(3.6, 3.7):
            self.lost += 1
            raise ScreenLostError
        return (ONE,) if self.within(3.2, 3.4) else (ONE, TWO)

    def grab(self, monitor: Monitor) -> Pixels:
        return self.pixels[monitor.y : monitor.y + monitor.height, monitor.x : monitor.x + monitor.width].copy()

    def visible(self) -> tuple[Window, ...]:
        return (VAULT,) if self.within(6.0, 6.5) else (EDITOR,)

    def activity(self) -> Activity:
        if self.within(1.5, 2.0):
            return Activity(idle_s=400.0, locked=True)
        since_s = (
            (self.hour - 1.0) * HOUR_S
            if self.within(1.0, 1.5)
            else (self.hour - 7.0) * HOUR_S
            if self.hour >= 7
            else 1.0
        )
        return Activity(idle_s=since_s, locked=False)

    def close(self) -> None:
        """Nothing is held."""


class Watch:
    """Keys are pressed every seven seconds while somebody is there."""

    def __init__(self, night: Night) -> None:
        self.night = night

    def wait(self, seconds: float) -> list[Happening]:
        night = self.night
        if night.within(3.6, 3.7):
            raise ScreenLostError
        night.wait(None, min(seconds, max(night.next_key_s - night.passed_s, 0.01)))
        if night.passed_s < night.next_key_s:
            return []
        night.next_key_s = night.passed_s + 7.0
        if night.activity().idle_s != 1.0:
            return []
        night.typed += 1
        x, y = 8 + 40 * (night.typed % 6), 8 + 14 * (night.typed // 6 % 6)
        night.pixels[y : y + 10 : 2, x : x + 30 : 1 + night.typed % 5] ^= 0x00FFFFFF
        return ["damage"]

    def clear(self) -> None:
        """Nothing is coalesced."""

    def close(self) -> None:
        """Nothing is held."""


class Sink(StoreSink):
    """The real sink, with a disk that is full for a while, and a list of all ticks that it was given."""

    night: Night
    told: list[Tick]

    def keep(self, frame: Frame) -> str:
        if self.night.within(5.0, 5.2):
            raise OSError(errno.ENOSPC, "disk_full")
        return super().keep(frame)

    def tick(self, tick: Tick) -> None:
        self.told.append(tick)
        super().tick(tick)

    def paused(self, now: datetime) -> str | None:
        return "by_user" if self.night.within(5.5, 6.0) else super().paused(now)


@pytest.fixture
def night(places: Places) -> Iterator[tuple[Night, Sink, Memory]]:
    initialise(places)
    night = Night()
    sink = Sink(lambda: open_store(places, open_slots(places)))
    sink.night, sink.told = night, []
    recorder = Recorder(night, night, night, sink, night, watch=Watch(night))  # type: ignore[arg-type]
    recorder.run(night.stop)
    memory = Memory.open(places)
    yield night, sink, memory
    memory.close()
    sink.close()


@pytest.mark.timeout(240)
def test_a_night_of_sleep_locks_lost_displays_and_a_full_disk_leaves_no_tick_unaccounted_for(
    night: tuple[Night, Sink, Memory],
) -> None:
    desk, sink, memory = night
    store = memory.store
    rows = store.rows("SELECT outcome, sum(ticks) FROM ledger GROUP BY outcome")
    told: dict[str, int] = {}
    for tick in sink.told:
        told[tick.outcome] = told.get(tick.outcome, 0) + 1
    assert dict(rows) == told
    assert set(told) == {"kept", "same", "excluded", "idle", "locked", "asleep", "paused", "disk_full", "failed"}

    # No two ticks of the first monitor are further apart than a beat and a half, but for sleep and the lost display's back-off.
    at = [tick.at for tick in sink.told if tick.monitor == "one"]
    steps = [(b - a).total_seconds() for a, b in pairwise(at)]
    assert sum(step > 1.5 * BEAT_S for step in steps if step < 3000) <= desk.lost + 1
    assert sum(step > 3000 for step in steps) == 1  # the sleep
    assert sum(step < 0 for step in steps) == 1  # the clock that was set back

    # It is about its business again soon after each.
    for hour in (2.0 + 1 / 360, 3.45, 3.72, 4.05, 5.25, 6.55):
        since = START + timedelta(hours=hour) - timedelta(seconds=1800 if hour >= 4 else 0)
        soon = [t for t in sink.told if since <= t.at <= since + timedelta(seconds=60)]
        if hour != 2.0 + 1 / 360:
            assert any(t.outcome == "kept" for t in soon), hour

    # Coverage by the ledger is what the script says: all active time but the lost display and the full disk.
    held = ledger.seconds_by_outcome(store, START - timedelta(hours=1), START + timedelta(hours=9))
    active = [tick for tick in sink.told if tick.monitor == "one" and tick.outcome in ("failed", "disk_full")]
    assert active
    share = coverage(held)
    assert share is not None
    bad_s = 2 * 0.1 * HOUR_S + held["disk_full"]
    good_s = held["kept"] + held["same"] + held["excluded"]
    assert abs(share - good_s / (good_s + bad_s)) < 0.01
    assert abs(held["locked"] - 2 * 0.5 * HOUR_S) < 60
    assert abs(held["paused"] - 2 * 0.5 * HOUR_S) < 60
    assert abs(held["excluded"] - 2 * 0.5 * HOUR_S) < 60
