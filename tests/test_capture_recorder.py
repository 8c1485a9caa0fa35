"""Every look ends as one tick a monitor, whatever the world does. A scripted desk and a fast clock; no screen needed."""

import errno
import logging
import threading
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from capture.change import Pixels
from capture.frame import Frame, GrabFailedError, Monitor, ScreenLostError, Tick, Window
from capture.idle import Activity
from capture.privacy import FLAT, RuleLike
from capture.recorder import Recorder

ONE, TWO = Monitor("one", 0, 0, 320, 200), Monitor("two", 320, 0, 320, 200)
EDITOR = Window(1, "mousepad", "plan.txt", "mousepad", 5, 0, 0, 200, 200, True)
CHAT = Window(2, "chat", "team", "chat", 6, 200, 0, 120, 200, False)
SECRET = Window(3, "KeePassXC", "vault", "keepassxc", 7, 100, 50, 150, 100, True)


class FastClock:
    """Time that passes only when somebody waits."""

    def __init__(self, rounds: int = 10**9) -> None:
        self.start = datetime(2026, 11, 20, 9, tzinfo=UTC)
        self.passed_s, self.slept_s, self.waits, self.rounds = 0.0, 0.0, [], rounds  # type: ignore[var-annotated]

    def now(self) -> datetime:
        return self.start + timedelta(seconds=self.passed_s + self.slept_s)

    def zone(self) -> str:
        return "Europe/Rome"

    def monotonic_s(self) -> float:
        return self.passed_s

    def suspended_s(self) -> float:
        return self.slept_s

    def wait(self, stop: threading.Event, seconds: float) -> None:
        self.passed_s += seconds
        self.waits.append(seconds)
        if len(self.waits) >= self.rounds:
            stop.set()


class Desk:
    """A desk as the script sets it: screen, windows and idle time in one. `fails` are raised by the next questions."""

    def __init__(self, *windows: Window, monitors: tuple[Monitor, ...] = (ONE,)) -> None:
        self.there, self.screens = windows or (EDITOR, CHAT), monitors
        self.pixels = np.full((200, 640), 0xFFFFFF, dtype=np.uint32)
        self.state, self.fails, self.grabs, self.closed = Activity(), [], 0, 0  # type: ignore[var-annotated]
        self.on_grab = lambda: None

    def monitors(self) -> tuple[Monitor, ...]:
        if self.fails:
            raise self.fails.pop(0)
        return self.screens

    def grab(self, monitor: Monitor) -> Pixels:
        self.grabs += 1
        self.on_grab()
        if self.fails:
            raise self.fails.pop(0)
        return self.pixels[monitor.y : monitor.y + monitor.height, monitor.x : monitor.x + monitor.width].copy()

    def visible(self) -> tuple[Window, ...]:
        return tuple(self.there)

    def activity(self) -> Activity:
        return self.state

    def close(self) -> None:
        self.closed += 1

    def write(self, x: int, y: int) -> None:
        """Something like a word."""
        self.pixels[y : y + 12 : 2, x : x + 40 : 3] = 0


class Shelf:
    """A sink that remembers."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.ticks: list[Tick] = []
        self.full, self.pause, self.fails, self.forgotten = 0, "", [], 0  # type: ignore[var-annotated]

    def keep(self, frame: Frame) -> str:
        if self.fails:
            raise self.fails.pop(0)
        self.frames.append(frame)
        return f"m{len(self.frames)}"

    def tick(self, tick: Tick) -> None:
        self.ticks.append(tick)

    def paused(self, now: datetime) -> str | None:
        return self.pause or None

    def rules(self) -> list[RuleLike]:
        return []

    def epoch(self) -> int:
        return self.forgotten


def recorder(desk: Desk, shelf: Shelf, clock: FastClock | None = None) -> Recorder:
    return Recorder(desk, desk, desk, shelf, clock or FastClock())


def said(ticks: list[Tick]) -> list[tuple[str, str, str]]:
    return [(tick.monitor, tick.outcome, tick.reason) for tick in ticks]


def test_the_first_look_is_kept_an_equal_one_is_same_and_a_word_is_kept_again() -> None:
    desk, shelf = Desk(), Shelf()
    looks = recorder(desk, shelf)
    assert said(looks.tick()) == [("one", "kept", "changed")]
    assert said(looks.tick()) == [("one", "same", "no_change")]
    desk.write(220, 40)
    assert said(looks.tick()) == [("one", "kept", "changed")]
    first, second = shelf.frames
    assert (first.window, first.trigger, first.changed) == (EDITOR, "start", ((0, 0, 320, 200),))
    assert (second.window, second.trigger, second.changed) == (CHAT, "change", ((192, 32, 128, 32),))
    assert (first.base, second.base) == (None, "m1")
    assert [pane.window for pane in second.panes] == [CHAT, EDITOR]
    assert shelf.ticks[-1].moment_id == "m2"
    assert (first.zone, first.at.tzinfo) == ("Europe/Rome", UTC)


def test_each_monitor_has_its_own_tick_and_its_own_kept_picture() -> None:
    desk, shelf = Desk(monitors=(ONE, TWO)), Shelf()
    looks = recorder(desk, shelf)
    looks.tick()
    desk.write(400, 40)
    assert said(looks.tick()) == [("one", "same", "no_change"), ("two", "kept", "changed")]
    desk.screens = (ONE,)
    assert said(looks.tick()) == [("one", "same", "no_change")]
    desk.screens = (ONE, TWO)
    assert said(looks.tick())[1] == ("two", "kept", "changed")


def test_the_trigger_says_what_is_new_about_the_focus() -> None:
    desk, shelf = Desk(), Shelf()
    looks = recorder(desk, shelf)
    looks.tick()
    desk.there = (EDITOR.__class__(1, "mousepad", "other.txt", "mousepad", 5, 0, 0, 200, 200, True), CHAT)
    desk.write(20, 20)
    looks.tick()
    desk.there = (CHAT.__class__(2, "chat", "team", "chat", 6, 200, 0, 120, 200, True),)
    desk.write(20, 60)
    looks.tick()
    assert [frame.trigger for frame in shelf.frames] == ["start", "title", "window"]


def test_an_excluded_focus_keeps_only_what_others_show_and_never_its_pixels() -> None:
    desk, shelf = Desk(EDITOR, SECRET), Shelf()
    desk.pixels[50:150, 100:250] = 0xCAFE
    looks = recorder(desk, shelf)
    assert said(looks.tick()) == [("one", "kept", "beside_excluded")]
    desk.pixels[60:80, 120:180] = 0xBEEF
    assert said(looks.tick()) == [("one", "excluded", "password_manager")]
    desk.write(20, 20)
    assert said(looks.tick()) == [("one", "kept", "beside_excluded")]
    for frame in shelf.frames:
        picture = frame.pixels.view(np.uint8).reshape(200, 320, 4)[..., :3]
        assert (picture[50:150, 100:250] == FLAT & 0xFF).all()
        assert frame.window == EDITOR


def test_no_pixels_are_taken_where_only_excluded_windows_show() -> None:
    desk, shelf = Desk(Window(3, "KeePassXC", "vault", "keepassxc", 7, 0, 0, 320, 200, True)), Shelf()
    assert said(recorder(desk, shelf).tick()) == [("one", "excluded", "password_manager")]
    assert desk.grabs == 0


def test_an_excluded_window_that_comes_and_goes_gives_no_further_picture() -> None:
    desk, shelf = Desk(), Shelf()
    looks = recorder(desk, shelf)
    looks.tick()
    before = desk.pixels.copy()
    desk.there = (EDITOR, CHAT, SECRET)
    desk.pixels[50:150, 100:250] = 0xCAFE
    assert looks.tick()[0].outcome == "excluded"
    desk.there, desk.pixels = (EDITOR, CHAT), before
    assert looks.tick()[0].outcome == "same"


def test_a_picture_kept_beside_an_excluded_window_still_knows_what_lay_under_it() -> None:
    desk, shelf = Desk(), Shelf()
    looks = recorder(desk, shelf)
    looks.tick()
    desk.write(20, 20)
    below = desk.pixels.copy()
    desk.there, desk.pixels = (EDITOR, CHAT, SECRET), below.copy()
    desk.pixels[50:150, 100:250] = 0xCAFE
    assert looks.tick()[0].reason == "beside_excluded"
    desk.there, desk.pixels = (EDITOR, CHAT), below
    assert looks.tick()[0].outcome == "same"


def test_a_grab_between_two_different_lists_is_discarded() -> None:
    desk, shelf = Desk(), Shelf()
    looks = recorder(desk, shelf)
    stacks = [(EDITOR, SECRET), (EDITOR,), (EDITOR, SECRET), (EDITOR,)]
    desk.on_grab = lambda: setattr(desk, "there", stacks.pop(0))
    assert said(looks.tick()) == [("one", "failed", "windows_moved")]
    assert (desk.grabs, shelf.frames) == (2, [])
    stacks[:] = [(EDITOR, SECRET), (EDITOR, SECRET)]
    assert said(looks.tick()) == [("one", "kept", "beside_excluded")]


@pytest.mark.parametrize(
    ("activity", "outcome", "reason"),
    [
        (Activity(idle_s=180.0), "idle", "no_input"),
        (Activity(idle_s=1.0, blanked=True), "idle", "screen_saver"),
        (Activity(locked=True), "locked", "lock_service"),
        (Activity(idle_s=179.0, locked=False), "kept", "changed"),
        (Activity(), "kept", "changed"),
    ],
)
def test_nobody_there_or_locked_is_not_looked_at(activity: Activity, outcome: str, reason: str) -> None:
    desk, shelf = Desk(), Shelf()
    desk.state = activity
    assert said(recorder(desk, shelf).tick()) == [("one", outcome, reason)]
    assert bool(desk.grabs) == (outcome == "kept")


def test_a_lock_screen_is_locked_and_a_pause_takes_no_pixels() -> None:
    desk, shelf = Desk(EDITOR, Window(9, "i3lock", "", "i3lock", 1, 0, 0, 320, 200, False)), Shelf()
    looks = recorder(desk, shelf)
    assert said(looks.tick()) == [("one", "locked", "lock_screen")]
    shelf.pause = "by_user"
    assert said(looks.tick()) == [("one", "paused", "by_user")]
    assert desk.grabs == 0


def test_the_look_after_a_sleep_says_asleep_and_the_next_one_records() -> None:
    desk, shelf, clock = Desk(), Shelf(), FastClock()
    looks = recorder(desk, shelf, clock)
    looks.tick()
    clock.slept_s += 3600
    assert said(looks.tick()) == [("one", "asleep", "suspended")]
    assert said(looks.tick()) == [("one", "same", "no_change")]


def test_a_full_disk_is_told_and_what_changed_is_kept_once_there_is_room() -> None:
    desk, shelf = Desk(), Shelf()
    looks = recorder(desk, shelf)
    looks.tick()
    desk.write(20, 20)
    shelf.fails = [OSError(errno.ENOSPC, "full"), OSError(errno.EDQUOT, "quota"), OSError(errno.EROFS, "read-only")]
    assert [said(looks.tick())[0][1:] for _ in range(5)] == [
        ("disk_full", "no_space"),
        ("disk_full", "no_space"),
        ("failed", "not_written"),
        ("kept", "changed"),
        ("same", "no_change"),
    ]


def test_a_refused_grab_is_a_failed_tick_of_that_monitor_only() -> None:
    desk, shelf = Desk(monitors=(ONE, TWO)), Shelf()
    looks = recorder(desk, shelf)
    looks.tick()
    desk.on_grab = lambda: desk.fails.append(GrabFailedError()) if desk.grabs == 3 else None
    assert said(looks.tick()) == [("one", "failed", "grab_failed"), ("two", "same", "no_change")]


def test_a_lost_display_is_tried_again_ever_more_rarely_and_recorded_when_it_is_back() -> None:
    desk, shelf, clock = Desk(), Shelf(), FastClock(rounds=9)
    desk.fails = [ScreenLostError() for _ in range(7)]
    recorder(desk, shelf, clock).run(threading.Event())
    assert said(shelf.ticks)[:7] == [("", "failed", "display_lost")] * 7
    assert said(shelf.ticks)[7:] == [("one", "kept", "changed"), ("one", "same", "no_change")]
    assert clock.waits == [1.0, 2.0, 4.0, 8.0, 10.0, 10.0, 10.0, 1.0, 1.0]
    assert desk.closed == 1


def test_a_fault_of_our_own_is_logged_without_what_it_says_and_recording_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    desk, shelf, clock = Desk(), Shelf(), FastClock(rounds=2)
    shelf.fails = [KeyError("a secret title")]
    with caplog.at_level(logging.DEBUG):
        recorder(desk, shelf, clock).run(threading.Event())
    assert said(shelf.ticks) == [("one", "failed", "unexpected"), ("one", "kept", "changed")]
    assert "KeyError" in caplog.text
    assert "secret" not in caplog.text


def test_an_interrupt_ends_the_loop_and_lets_go_of_the_display() -> None:
    desk, shelf = Desk(), Shelf()
    desk.fails = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        recorder(desk, shelf).run(threading.Event())
    assert desk.closed == 1


def test_eight_simulated_hours_are_accounted_for_to_the_last_look() -> None:
    desk, shelf, clock = Desk(), Shelf(), FastClock(rounds=2 * 3600)

    def night() -> None:
        second = int(clock.passed_s)
        desk.screens = (ONE, TWO) if second % 7200 < 3600 else (ONE,)
        desk.state = Activity(idle_s=float(max(0, second % 3000 - 1000)))
        shelf.pause = "by_user" if second % 5000 > 4900 else ""
        if second % 4000 == 3996:
            clock.slept_s += 600
        if second % 600 == 0:
            desk.pixels[:] = second

    wait = clock.wait

    def wait_and_live(stop: threading.Event, seconds: float) -> None:
        wait(stop, seconds)
        night()

    clock.wait = wait_and_live  # type: ignore[method-assign]
    Recorder(desk, desk, desk, shelf, clock, interval_s=4.0).run(threading.Event())
    looks = {tick.at for tick in shelf.ticks}
    assert len(looks) == 2 * 3600
    assert max(looks) - min(looks) >= timedelta(hours=8, seconds=-4)
    assert len({(tick.at, tick.monitor) for tick in shelf.ticks}) == len(shelf.ticks)
    assert {tick.outcome for tick in shelf.ticks} == {"kept", "same", "idle", "paused", "asleep"}
