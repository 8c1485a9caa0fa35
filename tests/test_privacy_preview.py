"""What would be kept is told by the functions that the recorder uses, and never shows what it would not keep."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest

from app.kept_now import PageAddresses
from app.sentences import SENTENCES, look_code
from capture.change import Pixels
from capture.frame import GrabFailedError, Monitor, Window
from capture.idle import Activity
from capture.preview import Look, Preview, preview, shrunk
from capture.privacy import FLAT
from capture.screen import Desktop
from tests.desktop import VirtualDesktop, missing_programs, wait_for

ONE, TWO = Monitor("one", 0, 0, 320, 200), Monitor("two", 320, 0, 320, 200)
EDITOR = Window(1, "Mousepad", "plan.txt", "mousepad", 5, 0, 0, 200, 200, True)
CHAT = Window(2, "chat", "team", "chat", 6, 300, 20, 120, 100, False)
VAULT = Window(3, "KeePassXC", "vault", "keepassxc", 7, 100, 50, 80, 100, False)
BROWSER = Window(4, "Chromium", "News - example.org - Chromium", "chromium", 8, 0, 0, 320, 200, True)
LOCKER = Window(5, "i3lock", "", "i3lock", 9, 320, 0, 320, 200, False)
OWN = Window(6, "recollect", "Recollect", "python3", 10, 0, 0, 320, 200, True)


@dataclass(frozen=True)
class Rule:
    field: str
    pattern: str
    allow: bool = False


class Desk:
    """A desk as the script sets it, whose windows may move while the pixels are taken."""

    def __init__(self, *windows: Window, then: tuple[Window, ...] = (), state: Activity | None = None) -> None:
        self.windows, self.then, self.state = windows, then, state or Activity()
        self.grabs, self.broken = 0, False

    def monitors(self) -> tuple[Monitor, ...]:
        return ONE, TWO

    def visible(self) -> tuple[Window, ...]:
        return self.windows

    def activity(self) -> Activity:
        return self.state

    def grab(self, monitor: Monitor) -> Pixels:
        self.grabs += 1
        if self.broken:
            raise GrabFailedError
        if self.then:
            self.windows, self.then = self.then, self.windows
        return np.full((monitor.height, monitor.width), 0xFFFFFF, dtype=np.uint32)

    def close(self) -> None: ...


def seen(desk: Desk, *rules: Rule, **more: object) -> Preview:
    return preview(Desktop(":0", desk, desk, desk), rules, own_pid=0, **more)  # type: ignore[arg-type]


def said(found: Preview) -> list[tuple[str, str, bool, str]]:
    return [(row.monitor, row.app, row.kept, row.reason) for row in found.rows]


def test_each_window_is_told_on_each_monitor_that_it_is_on_with_its_reason() -> None:
    desk = Desk(EDITOR, CHAT, VAULT)
    found = seen(desk, Rule("app", "chat"))
    assert found.rest is None
    assert said(found) == [
        ("one", "KeePassXC", False, "password_manager"),
        ("one", "chat", False, "rule_app"),
        ("one", "Mousepad", True, ""),
        ("two", "chat", False, "rule_app"),
    ]
    assert [row.rect for row in found.rows if row.app == "chat"] == [(300, 20, 20, 100), (0, 20, 100, 100)]
    assert [row.app for row in found.rows if row.focused] == ["Mousepad"]
    assert desk.grabs == 0
    assert found.pictures == ()


def test_a_window_that_another_covers_is_not_kept_and_may_still_be_left_out() -> None:
    found = seen(Desk(EDITOR, OWN))
    assert said(found) == [("one", "recollect", False, "own_window"), ("one", "Mousepad", False, "covered")]
    assert found.looks[0] == Look(ONE, "excluded", "own_window")
    assert said(seen(Desk(EDITOR, OWN), Rule("app", "mousepad")))[1][3] == "rule_app"


def test_the_monitors_are_told_apart_as_the_recorder_tells_them_apart() -> None:
    looks = seen(Desk(BROWSER, LOCKER), Rule("site", "example.org")).looks
    assert looks == (Look(ONE, "excluded", "rule_site"), Look(TWO, "locked", "lock_screen"))
    assert seen(Desk(EDITOR, VAULT)).looks[0] == Look(ONE, "kept", "")
    beside = seen(Desk(CHAT, EDITOR), Rule("app", "mousepad")).looks
    assert beside == (Look(ONE, "kept", "beside_excluded"), Look(TWO, "kept", ""))
    assert seen(Desk(EDITOR), off=("one",)).looks[0] == Look(ONE, "paused", "monitor_off")
    assert said(seen(Desk(EDITOR), off=("one",))) == [("one", "Mousepad", False, "monitor_off")]


def test_a_shared_screen_and_windows_of_nobody_are_told_as_the_settings_say() -> None:
    bar = Window(7, "Chromium", "meet.example.org is sharing your screen.", "chromium", 8, 0, 180, 200, 20, False)
    desk = Desk(EDITOR, bar)
    held = seen(desk, picture_width_px=160)
    assert (held.looks[0], desk.grabs) == (Look(ONE, "paused", "screen_shared"), 0)
    assert {row.reason for row in held.rows} == {"screen_shared"}
    assert seen(desk, pause_when_shared=False).looks[0] == Look(ONE, "kept", "")
    nobodys = Window(8, "", "", "", 0, 0, 0, 200, 200, True)
    assert said(seen(Desk(nobodys))) == [("one", "", False, "unknown_owner")]
    assert said(seen(Desk(nobodys), keep_unknown=True)) == [("one", "", True, "")]


def test_while_nobody_looks_the_rows_are_told_and_no_pixel_is_taken() -> None:
    for desk, more, rest in (
        (Desk(EDITOR), {"paused": "by_user"}, ("paused", "by_user")),
        (Desk(EDITOR, state=Activity(locked=True)), {}, ("locked", "lock_service")),
        (Desk(EDITOR, state=Activity(idle_s=50)), {"idle_after_s": 40}, ("idle", "no_input")),
    ):
        found = seen(desk, picture_width_px=320, **more)
        assert found.rest == rest
        assert [row.kept for row in found.rows] == [True]
        assert (desk.grabs, found.pictures) == (0, ())


def test_the_picture_has_flat_parts_where_something_is_left_out() -> None:
    desk = Desk(EDITOR, CHAT, VAULT)
    found = seen(desk, picture_width_px=160)
    assert [(one.monitor, one.width_px, one.height_px) for one in found.pictures] == [
        ("one", 160, 100),
        ("two", 160, 100),
    ]
    picture = np.frombuffer(found.pictures[0].rgb, dtype=np.uint8).reshape(100, 160, 3)
    assert (picture[25:75, 50:90] == FLAT & 0xFF).all()
    assert (picture[:20] == 255).all()


def test_no_pixel_is_taken_of_a_monitor_that_shows_only_what_is_left_out() -> None:
    desk = Desk(OWN, LOCKER)
    assert seen(desk, picture_width_px=160).pictures == ()
    assert desk.grabs == 0


def test_pixels_that_were_taken_while_windows_moved_are_thrown_away() -> None:
    moved = Window(3, "KeePassXC", "vault", "keepassxc", 7, 10, 50, 80, 100, False)
    once = seen(Desk(EDITOR, VAULT, then=(EDITOR, moved)), picture_width_px=160)
    assert once.looks[0] == Look(ONE, "failed", "windows_moved")
    assert [one.monitor for one in once.pictures if one.monitor == "one"] == []
    broken = Desk(EDITOR)
    broken.broken = True
    assert seen(broken, picture_width_px=160).looks[0] == Look(ONE, "failed", "grab_failed")


def test_a_smaller_picture_has_the_mean_of_what_it_stands_for() -> None:
    pixels = np.array([[0x00102030, 0xFF304050, 7], [0x00304050, 0x00102030, 7], [7, 7, 7]], dtype=np.uint32)
    assert shrunk(pixels, 2).tolist() == [[0x203040]]
    assert shrunk(pixels, 1).tolist() == pixels.tolist()


def test_every_reason_and_every_outcome_has_its_sentence() -> None:
    outcomes = ("kept", "excluded", "idle", "locked", "asleep", "paused", "failed")
    assert [one for one in outcomes if look_code(one, "other") not in SENTENCES] == []
    assert look_code("excluded", "own_window") == "look_own_window"
    reasons = "own_window lock_screen password_manager private_browsing banking unknown_owner rule_app rule_site rule_title covered"
    assert [
        one for one in [*reasons.split(), "monitor_off", "screen_shared", "kept"] if f"why_{one}" not in SENTENCES
    ] == []


def test_the_address_of_a_page_is_looked_up_only_for_browsers(tmp_path) -> None:
    pages = PageAddresses(profiles=tmp_path)
    assert pages.of("Mousepad", "plan") == ""
    assert pages.of("Chromium", "News - Chromium") == ""


# -- on a real screen, from the command line ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop(1024, 700) as one:
        one.run("xterm", "-title", "notes of the day", "-geometry", "40x10+20+20", "-e", "sleep 600")
        one.run("xterm", "-class", "KeePassXC", "-title", "vault", "-geometry", "40x10+500+300", "-e", "sleep 600")
        yield one


@pytest.mark.display
@pytest.mark.skipif(bool(missing_programs()), reason=f"not installed: {', '.join(missing_programs())}")
def test_the_command_tells_the_windows_of_a_real_screen(run, desktop: VirtualDesktop) -> None:
    assert run("init").status == 0
    words = ("privacy", "preview", "--display", desktop.display)
    windows = wait_for(lambda: (found := run(*words, "--json").json["windows"]) and len(found) == 2 and found)
    kept = {one["title"]: (one["kept"], one["reason"]) for one in windows}
    assert kept == {"notes of the day": (True, ""), "vault": (False, "password_manager")}
    table = run(*words).out
    assert "notes of the day" in table
    assert "password manager" in " ".join(table.split())
    run("exclude", "--title", "notes of")
    ran = run(*words, "--json").json
    assert ran["monitors"][0]["outcome"] == "excluded"
    run("pause")
    assert run(*words, "--json").json["rest"] == {"outcome": "paused", "reason": "by_user"}
    assert "paused" in run(*words).out


def test_without_a_screen_the_command_says_what_to_do(run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)
    run("init")
    ran = run("privacy", "preview")
    assert ran.status == 1
    assert "no screen" in ran.err


# -- rules from the command line ---------------------------------------------------------------------------------------


def test_a_rule_is_added_listed_and_removed_and_says_how_to_forget_what_was_kept_before(run, given) -> None:
    from app.memory import Memory
    from tests.test_store import NOON, show

    run("init")
    memory = Memory.open(given.places)
    show(memory, NOON, "alpha text here")
    app = memory.timeline()[0].app
    memory.close()
    ran = run("exclude", "--app", app)
    assert f"{app} is left out from now on." in ran.out
    assert f"Moments of it that were kept before: 1. Forget them with: recollect forget --app {app}" in ran.out
    assert "forget" not in run("exclude", "--site", "example.org").out
    rules = run("exclude", "--json").lines
    assert [(one["field"], one["pattern"], one["allow"]) for one in rules] == [
        ("app", app, False),
        ("site", "example.org", False),
    ]
    assert "example.org" in run("exclude").out
    assert run("exclude", "--remove", rules[0]["id"]).status == 0
    assert len(run("exclude", "--json").lines) == 1
    gone = run("exclude", "--remove", rules[0]["id"])
    assert (gone.status, gone.err.strip()) == (1, SENTENCES["no_such_rule"])


def test_a_rule_of_nothing_or_of_two_things_is_refused(run) -> None:
    run("init")
    assert run("exclude", "--app", " ").status == 1
    assert run("exclude", "--app", "a", "--site", "b").status == 2
    assert "left out nothing yet" in " ".join(run("exclude").out.split())
    kept = run("exclude", "--app", "chat", "--allow", "--json").json
    assert (kept["allow"], kept["kept_before"]) == (True, 0)
