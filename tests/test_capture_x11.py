"""A real X server, a real window manager, real programs: what capture sees there, and what it never hands on."""

import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from Xlib import X, Xatom
from Xlib import display as xdisplay

from capture.change import Pixels, rgb_bytes
from capture.frame import Frame, KnownCaptureError, ScreenLostError, Tick, Window
from capture.privacy import FLAT, RuleLike
from capture.recorder import Recorder
from capture.screen import Desktop, open_desktop
from capture.virtual import end_process
from tests.desktop import VirtualDesktop, missing_programs, split_screen, wait_for

pytestmark = [
    pytest.mark.display,
    pytest.mark.skipif(bool(missing_programs()), reason=f"not installed: {', '.join(missing_programs())}"),
]


class Shelf:
    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.ticks: list[Tick] = []

    def keep(self, frame: Frame) -> str:
        self.frames.append(frame)
        return str(len(self.frames))

    def tick(self, tick: Tick) -> None:
        self.ticks.append(tick)

    def paused(self, now: datetime) -> str | None:
        return None

    def rules(self) -> list[RuleLike]:
        return []

    def epoch(self) -> int:
        return 0


class Client:
    """A program of our own on the display, for windows that no ordinary program makes."""

    def __init__(self, name: str) -> None:
        self.display = xdisplay.Display(name)
        self.root = self.display.screen().root

    def window(
        self,
        rect: tuple[int, int, int, int],
        *,
        colour: int = 0x123456,
        popup: bool = False,
        app: str = "",
        title: bytes = b"",
    ) -> int:
        x, y, width, height = rect
        made = self.root.create_window(
            x,
            y,
            width,
            height,
            0,
            X.CopyFromParent,
            X.InputOutput,
            X.CopyFromParent,
            background_pixel=colour,
            override_redirect=popup,
        )
        if app:
            made.set_wm_class(app.lower(), app)
        if title:
            made.change_property(Xatom.WM_NAME, Xatom.STRING, 8, title)
        made.set_wm_normal_hints(flags=1 | 2, x=x, y=y)  # the place is the user's wish
        made.map()
        self.display.sync()
        return int(made.id)

    def split_screen(self, *parts: tuple[str, int]) -> None:
        """Make several logical monitors of 400x600 out of the one that Xvfb has."""
        split_screen(self.display, [(name, x, 400) for name, x in parts], 600)


@pytest.fixture
def desk() -> Iterator[VirtualDesktop]:
    with VirtualDesktop(800, 600) as made:
        yield made


@pytest.fixture
def seen(desk: VirtualDesktop) -> Iterator[Desktop]:
    opened = open_desktop(desk.display)
    yield opened
    opened.screen.close()


@pytest.fixture
def client(desk: VirtualDesktop) -> Iterator[Client]:
    made = Client(desk.display)
    yield made
    made.display.close()


def shown(seen: Desktop, *, app: str = "", title: str = "", window_id: int = 0) -> Window | None:
    for window in reversed(seen.windows.visible()):
        if (app in ("", window.app)) and (title in ("", window.title)) and window_id in (0, window.id):
            return window
    return None


def recorder(seen: Desktop, shelf: Shelf) -> Recorder:
    return Recorder(seen.screen, seen.windows, seen.idle, shelf)


def picture(frame: Frame) -> np.ndarray:
    return np.frombuffer(rgb_bytes(frame.pixels), dtype=np.uint8).reshape(*frame.pixels.shape, 3)


def settled(seen: Desktop) -> Pixels:
    """The screen's pixels once they stay the same for a while."""
    last: list[Pixels] = []

    def steady() -> bool:
        last.append(seen.screen.grab(seen.screen.monitors()[0]))
        return len(last) > 10 and all(np.array_equal(last[-1], one) for one in last[-10:])

    wait_for(steady, every_s=0.03)
    return last[-1]


def test_windows_are_listed_from_the_lowest_with_app_title_process_and_focus(
    desk: VirtualDesktop, seen: Desktop
) -> None:
    desk.run("xterm", "-T", "first", "-geometry", "40x10+20+20")
    first = wait_for(lambda: shown(seen, title="first"))
    desk.run("xterm", "-T", "second", "-geometry", "40x10+100+60")
    wait_for(lambda: (found := shown(seen, title="second")) and found.focused)
    lower, upper = (window for window in seen.windows.visible() if window.app == "XTerm")
    assert (lower.id, lower.title, lower.process, lower.focused) == (first.id, "first", "xterm", False)
    assert (upper.title, upper.focused, upper.opaque) == ("second", True, True)
    assert lower.rect[:2] == (20, 20)
    desk.xdotool("windowactivate", "--sync", str(lower.id))
    wait_for(lambda: seen.windows.visible()[-1].id == lower.id or shown(seen, title="first").focused)  # type: ignore[union-attr]
    order = [window.id for window in seen.windows.visible() if window.app == "XTerm"]
    assert order == [upper.id, lower.id]
    desk.xdotool("windowminimize", str(lower.id))
    wait_for(lambda: shown(seen, title="first") is None)


def test_names_in_any_encoding_are_read_and_cleaned(desk: VirtualDesktop, seen: Desktop, client: Client) -> None:
    client.window((20, 20, 100, 100), app="Old", title=b"caf\xe9\x00\x1b[31m \xffend")
    found = wait_for(lambda: shown(seen, app="Old"))
    wait_for(lambda: shown(seen, app="Old", title="café [31m ÿend"))
    assert found.process == ""
    desk.xdotool("set_window", "--name", "sécond ✓", str(found.id))
    wait_for(lambda: shown(seen, app="Old", title="sécond ✓"))


def test_an_excluded_window_half_behind_another_is_painted_flat_where_it_shows(
    desk: VirtualDesktop, seen: Desktop, client: Client
) -> None:
    client.window((300, 200, 300, 200), app="KeePassXC", title=b"vault", colour=0xABCDEF)
    wait_for(lambda: shown(seen, app="KeePassXC"))
    desk.run("xterm", "-T", "notes", "-geometry", "50x16+150+120", "-e", "sh", "-c", "echo quarterly numbers; exec cat")
    note = wait_for(lambda: (found := shown(seen, title="notes")) and found.focused and found)
    raw = settled(seen)
    assert (raw == 0xABCDEF).any()
    shelf = Shelf()
    assert recorder(seen, shelf).tick()[0].outcome == "kept"
    kept, truth = picture(shelf.frames[0]), raw.view(np.uint8).reshape(600, 800, 4)[..., 2::-1]
    secret = shown(seen, app="KeePassXC")
    assert secret is not None
    hidden = np.zeros((600, 800), dtype=np.bool_)
    hidden[secret.y : secret.y + secret.height, secret.x : secret.x + secret.width] = True
    hidden[note.y : note.y + note.height, note.x : note.x + note.width] = False
    assert (kept[hidden] == FLAT & 0xFF).all()
    assert np.array_equal(kept[~hidden], truth[~hidden])
    assert not (kept == (0xAB, 0xCD, 0xEF)).all(axis=2).any()
    assert shelf.frames[0].window is not None
    assert shelf.frames[0].window.title == "notes"


def test_a_popup_inherits_the_rule_of_the_program_that_shows_it(seen: Desktop, client: Client) -> None:
    owner = client.window((50, 50, 200, 150), app="KeePassXC", title=b"vault")
    wait_for(lambda: shown(seen, app="KeePassXC"))
    popup = client.window((400, 300, 120, 80), popup=True, colour=0xFEDCBA)
    found = wait_for(lambda: shown(seen, window_id=popup))
    assert (found.owner, found.app) == (owner, "KeePassXC")
    shelf = Shelf()
    recorder(seen, shelf).tick()
    assert all(not (picture(frame) == (0xFE, 0xDC, 0xBA)).all(axis=2).any() for frame in shelf.frames)


def test_a_popup_of_nobody_over_the_focus_is_painted_out(desk: VirtualDesktop, seen: Desktop, client: Client) -> None:
    desk.run("xterm", "-T", "notes", "-geometry", "60x20+20+20")
    wait_for(lambda: (found := shown(seen, title="notes")) and found.focused)
    popup = client.window((60, 60, 100, 60), popup=True, colour=0x00FF00)
    assert wait_for(lambda: shown(seen, window_id=popup)).app == ""
    shelf = Shelf()
    assert recorder(seen, shelf).tick()[0].outcome == "kept"
    assert (picture(shelf.frames[0])[60:120, 60:160] == FLAT & 0xFF).all()


def test_a_typed_word_is_kept_and_a_blinking_cursor_is_not(desk: VirtualDesktop, seen: Desktop) -> None:
    blinking = (
        "-xrm",
        "XTerm*cursorBlink: always",
        "-xrm",
        "XTerm*cursorOnTime: 150",
        "-xrm",
        "XTerm*cursorOffTime: 150",
    )
    desk.run("xterm", *blinking, "-T", "notes", "-geometry", "60x20+20+20", "-e", "cat")
    wait_for(lambda: (found := shown(seen, title="notes")) and found.focused)
    shelf, screen = Shelf(), seen.screen.monitors()[0]
    looks = recorder(seen, shelf)
    wait_for(lambda: looks.tick()[0].outcome == "same", every_s=0.2)
    count, states = len(shelf.frames), []

    def has_blinked() -> bool:
        states.append(seen.screen.grab(screen))
        assert looks.tick()[0].outcome == "same"
        return len({one.tobytes() for one in states}) >= 2

    wait_for(has_blinked)
    desk.xdotool("type", "--delay", "20", "rhubarb")
    wait_for(lambda: looks.tick()[0].outcome == "kept")
    assert len(shelf.frames) > count
    assert shelf.frames[-1].window is not None
    assert shelf.frames[-1].window.title == "notes"


def test_windows_that_come_and_go_while_one_looks_do_no_harm(desk: VirtualDesktop, seen: Desktop) -> None:
    stop, faults = threading.Event(), []

    def churn() -> None:
        mine = Client(desk.display)
        while not stop.is_set():
            for number in range(6):
                window_id = mine.window((30 * number, 20, 90, 60), app="Fleeting", popup=bool(number % 2))
                mine.display.create_resource_object("window", window_id).destroy()
            mine.display.sync()
        mine.display.close()

    thread = threading.Thread(target=churn)
    thread.start()
    looks = recorder(seen, Shelf())
    try:
        faults = [tick.reason for _ in range(30) for tick in looks.tick() if tick.outcome == "failed"]
    finally:
        stop.set()
        thread.join()
    assert set(faults) <= {"windows_moved"}


def test_each_monitor_is_looked_at_by_itself(desk: VirtualDesktop, seen: Desktop, client: Client) -> None:
    client.split_screen(("left", 0), ("right", 400))
    assert [one.name for one in seen.screen.monitors()] == ["left", "right"]
    shelf = Shelf()
    looks = recorder(seen, shelf)
    assert [(tick.monitor, tick.outcome) for tick in looks.tick()] == [("left", "kept"), ("right", "kept")]
    client.window((500, 100, 200, 100), app="Chart", title=b"sales")
    wait_for(lambda: shown(seen, app="Chart"))
    settled(seen)
    assert [(tick.monitor, tick.outcome) for tick in looks.tick()] == [("left", "same"), ("right", "kept")]
    assert shelf.frames[-1].window is not None
    assert shelf.frames[-1].window.app == "Chart"


def test_a_lost_display_is_a_failed_tick_and_recording_comes_back_with_it() -> None:
    with VirtualDesktop(640, 480) as first:
        name = first.display
        seen, shelf = open_desktop(name), Shelf()
        looks = recorder(seen, shelf)
        first.run("xterm", "-T", "before")
        wait_for(lambda: shown(seen, title="before"))
        assert looks.tick()[0].outcome == "kept"
    assert [(tick.outcome, tick.reason) for tick in looks.tick()] == [("failed", "display_lost")]
    with pytest.raises(ScreenLostError):
        seen.windows.visible()
    with VirtualDesktop(800, 600, display=name):
        assert looks.tick()[0].outcome == "kept"
        assert shelf.frames[-1].pixels.shape[1] == 800
        assert shown(seen, title="before") is None
        seen.screen.close()


def test_idle_time_is_read_and_a_server_without_it_counts_as_used(desk: VirtualDesktop, seen: Desktop) -> None:
    wait_for(lambda: (seen.idle.activity().idle_s or 0) > 0.3)
    desk.xdotool("mousemove", "50", "50")
    idle_s = seen.idle.activity().idle_s
    assert idle_s is not None
    assert idle_s < 0.3
    with VirtualDesktop(640, 480, server_options=("-extension", "MIT-SCREEN-SAVER")) as bare:
        plain = open_desktop(bare.display)
        assert plain.idle.activity().idle_s is None
        assert recorder(plain, Shelf()).tick()[0].outcome == "kept"
        plain.screen.close()


def test_the_loop_in_a_thread_of_its_own_ends_promptly_when_stopped(desk: VirtualDesktop) -> None:
    seen, shelf, stop = open_desktop(desk.display), Shelf(), threading.Event()
    thread = threading.Thread(target=recorder(seen, shelf).run, args=(stop,))
    thread.start()
    wait_for(lambda: shelf.frames)
    stop.set()
    thread.join(timeout=10)
    assert not thread.is_alive()


def test_a_display_that_cannot_be_had_is_a_known_error(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)

    def code(display: str | None = None) -> str:
        with pytest.raises(KnownCaptureError) as failure:
            open_desktop(display)
        return failure.value.code

    assert code() == "no_display"
    assert code(":987") == "no_display"
    assert code("nonsense") == "no_display"
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert code() == "wayland_unsupported"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert code() == "platform_untried"


@pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed")
def test_a_browser_in_incognito_is_never_kept(desk: VirtualDesktop, seen: Desktop, tmp_path: object) -> None:
    page = "data:text/html,<title>Trip</title><body style='background:rgb(1,200,3)'>"
    options = (
        "--no-sandbox",
        "--no-first-run",
        "--disable-gpu",
        f"--user-data-dir={tmp_path}",
        "--window-size=500,400",
    )
    browser = desk.run("chromium", *options, "--incognito", page)
    window = wait_for(
        lambda: next((one for one in seen.windows.visible() if one.app.lower() == "chromium"), None), patience_s=90
    )
    screen = seen.screen.monitors()[0]
    wait_for(lambda: bool((seen.screen.grab(screen) & np.uint32(0xFFFFFF) == 0x01C803).any()), patience_s=90)
    shelf = Shelf()
    ticks = recorder(seen, shelf).tick()
    assert window.private
    assert ticks[0].reason in ("private_browsing", "beside_excluded")
    assert all(not (picture(frame) == (1, 200, 3)).all(axis=2).any() for frame in shelf.frames)
    end_process(browser)
    assert browser.returncode in (0, -signal.SIGTERM, -signal.SIGKILL)


@pytest.mark.skipif(shutil.which("mousepad") is None, reason="mousepad is not installed")
def test_an_editor_tells_which_file_it_is_on(desk: VirtualDesktop, seen: Desktop, tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text("words")
    desk.run("mousepad", "--disable-server", str(file))
    window = wait_for(lambda: next((one for one in seen.windows.visible() if "plan.txt" in one.title), None))
    assert window.document == str(file)


def test_what_happens_on_the_display_is_told_and_keys_are_not(desk: VirtualDesktop) -> None:
    watch = open_desktop(desk.display).watch
    assert watch is not None
    told: set[str] = set()

    def until(what: str) -> bool:
        told.update(watch.wait(0.2))
        return what in told

    assert watch.wait(0.1) == ["window"]  # a new connection
    desk.run("xterm", "-geometry", "60x20+20+20", "-e", "cat")
    wait_for(lambda: until("damage"))
    wait_for(lambda: until("window"))
    while watch.wait(0.5):
        watch.clear()
    told.clear()
    desk.xdotool("mousemove", "300", "200", "click", "1")
    wait_for(lambda: until("click"))
    desk.xdotool("click", "4")
    wait_for(lambda: until("scroll"))
    while watch.wait(0.5):
        watch.clear()
    told.clear()
    desk.xdotool("type", "secret")
    wait_for(lambda: until("damage"))
    assert told == {"damage"}
    watch.close()


def test_damage_between_clearing_and_waiting_is_told(desk: VirtualDesktop) -> None:
    watch = open_desktop(desk.display).watch
    assert watch is not None
    watch.wait(0.1)
    desk.run("xterm", "-geometry", "60x20+20+20", "-e", "cat")
    wait_for(lambda: "damage" in watch.wait(0.2))
    while watch.wait(0.5):
        watch.clear()
    watch.clear()
    desk.xdotool("type", "x")
    wait_for(lambda: "damage" in watch.wait(0.2))
    watch.close()
