"""What is copied on a real X server by real programs, and what of it is handed on. And the rules, without a server."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from Xlib import X

from capture.clipboard import MOST_BYTES, Copied, Origin, Owner, is_concealed, open_clipboard, origin_of, text_target
from capture.frame import KnownCaptureError, Window
from capture.privacy import RuleLike
from capture.window import AddressOf
from tests.copier import Copier
from tests.desktop import VirtualDesktop, missing_programs, wait_for

MISSING = missing_programs()


def on_a_server(test: Any) -> Any:
    """A test that needs a virtual desktop."""
    return pytest.mark.display(pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")(test))


@dataclass(frozen=True)
class Rule:
    field: str
    pattern: str
    allow: bool = False


@dataclass
class Shelf:
    copies: list[Copied] = field(default_factory=list)
    held: str | None = None
    excluded: tuple[RuleLike, ...] = ()

    def copied(self, copied: Copied) -> None:
        self.copies.append(copied)

    def paused(self, now: datetime) -> str | None:
        return self.held

    def rules(self) -> tuple[RuleLike, ...]:
        return self.excluded

    @property
    def texts(self) -> list[str]:
        return [one.text for one in self.copies]


# -- the rules ---------------------------------------------------------------------------------------------------------
def window(id_: int, app: str, *, focused: bool = False, title: str = "") -> Window:
    return Window(id_, app, title, app.lower(), 100 + id_, 0, 0, 50, 50, focused)


NOTES, VAULT = window(1, "Notes", focused=True, title="plan"), window(2, "KeePassXC")


@pytest.mark.parametrize(
    ("owner", "windows", "rules", "expected"),
    [
        (Owner(windows=frozenset({1})), (VAULT, NOTES), (), Origin("", "Notes", "plan")),
        (Owner(process="xclip", pid=9), (NOTES,), (), Origin("", "Notes", "plan")),
        (Owner(process="xclip", pid=9), (), (), Origin("", "xclip", "")),
        (Owner(windows=frozenset({2})), (VAULT, NOTES), (), Origin("password_manager")),
        (Owner(process="keepassxc", pid=9), (NOTES,), (), Origin("password_manager")),
        (Owner(process="xclip", pid=9), (window(3, "KeePassXC", focused=True),), (), Origin("password_manager")),
        (Owner(), (NOTES,), (), Origin("unknown_owner")),
        (Owner(windows=frozenset({1})), (NOTES,), (Rule("app", "notes"),), Origin("rule_app")),
        (Owner(windows=frozenset({1})), (NOTES,), (Rule("title", "plan"),), Origin("rule_title")),
        (Owner(windows=frozenset({1})), (NOTES, window(4, "i3lock")), (), Origin("lock_screen")),
        (Owner(app="recollect", windows=frozenset({1})), (NOTES,), (), Origin("own_window")),
    ],
)
def test_a_copy_is_kept_only_when_its_program_and_the_window_in_use_may_be(owner, windows, rules, expected):
    assert origin_of(owner, windows, rules) == expected


def test_windows_of_the_own_process_are_never_kept():
    assert origin_of(Owner(process="python", pid=7), (NOTES,), (), own_pid=7) == Origin("own_window")
    assert origin_of(Owner(process="python", pid=7), (NOTES,), (), own_pid=8).refused == ""


@pytest.mark.parametrize(
    ("targets", "concealed"),
    [
        (["TARGETS", "UTF8_STRING", "STRING", "text/html", "chromium/x-web-custom-data"], False),
        (["UTF8_STRING", "x-kde-passwordManagerHint"], True),
        (["org.nspasteboard.ConcealedType"], True),
        (["ExcludeClipboardContentFromMonitorProcessing"], True),
        (["Clipboard Viewer Ignore"], True),
    ],
)
def test_marks_of_what_is_not_to_be_remembered_are_known(targets, concealed):
    assert is_concealed(targets) is concealed


def test_only_text_is_asked_for():
    assert text_target(["text/plain;charset=utf-8", "UTF8_STRING"]) == "UTF8_STRING"
    assert text_target(["image/png", "TARGETS"]) == ""


def test_without_a_display_it_is_told(monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(KnownCaptureError, match="no_display"):
        open_clipboard(Shelf())


# -- a real server -----------------------------------------------------------------------------------------------------
class Listening:
    """A clipboard that is listened to, in a thread of its own."""

    def __init__(self, name: str, *, own_pid: int = 0, address_of: AddressOf | None = None) -> None:
        self.shelf, self.stop = Shelf(), threading.Event()
        clipboard = open_clipboard(self.shelf, name, own_pid=own_pid, address_of=address_of)
        self.thread = threading.Thread(target=clipboard.run, args=(self.stop,))
        self.thread.start()

    def hears(self, text: str, copier: Copier) -> Copied:
        """What is handed on of a text, copied anew until the listener is there."""
        if text not in self.shelf.texts:
            copier.copy(text)
        return wait_for(lambda: next((one for one in self.shelf.copies if one.text == text), None))

    def end(self) -> None:
        self.stop.set()
        self.thread.join(timeout=10)
        assert not self.thread.is_alive()


@pytest.fixture(scope="module")
def desk() -> Iterator[VirtualDesktop]:
    with VirtualDesktop(800, 600) as made:
        yield made


@pytest.fixture
def copier(desk: VirtualDesktop) -> Iterator[Copier]:
    made = Copier(desk.display)
    yield made
    made.close()


@pytest.fixture
def listening(desk: VirtualDesktop, caplog: pytest.LogCaptureFixture) -> Iterator[Listening]:
    caplog.set_level("INFO", logger="capture")
    made = Listening(desk.display)
    yield made
    made.end()


def left_out(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage().split(": ")[1] for record in caplog.records if "left out" in record.getMessage()]


def refused(copier: Copier, caplog: pytest.LogCaptureFixture, reason: str) -> None:
    """Copy something once more until the listener has said why it leaves it out; it never was handed on."""
    wait_for(lambda: reason in left_out(caplog))
    assert "UTF8_STRING" not in copier.asked or reason in ("no_answer", "too_long")


def started(listening: Listening, copier: Copier) -> None:
    """Wait until it listens: what was copied before is none of its business."""
    number = iter(range(1000))

    def heard() -> bool:
        copier.copy(f"probe {next(number)}")
        try:
            return bool(wait_for(lambda: listening.shelf.copies, patience_s=0.7))
        except AssertionError:
            return False

    wait_for(heard)


@on_a_server
def test_a_copied_text_comes_with_the_window_it_came_from(listening, copier):
    started(listening, copier)
    copier.copy("Grüße\r\nan alle ✓\0")
    found = wait_for(lambda: next((one for one in listening.shelf.copies if "✓" in one.text), None))
    assert (found.text, found.app, found.title) == ("Grüße\nan alle ✓", "Notes", "plan")
    assert found.at.tzinfo is not None
    assert found.zone


@on_a_server
def test_a_text_in_many_pieces_is_put_together(listening, copier):
    started(listening, copier)
    long = "".join(f"line {number} of it ü\n" for number in range(3000))
    assert len(long.encode()) < MOST_BYTES
    copier.copy(long, piece=4000)
    wait_for(lambda: long in listening.shelf.texts)


@on_a_server
@pytest.mark.parametrize("piece", [0, 30_000])
def test_a_text_that_is_too_long_is_left_out_and_the_next_is_heard(listening, copier, caplog, piece):
    started(listening, copier)
    copier.copy("x" * (MOST_BYTES + 4), piece=piece)
    refused(copier, caplog, "too_long")
    assert listening.hears("short again", copier).text == "short again"
    assert max(map(len, listening.shelf.texts)) < 100


@on_a_server
def test_a_text_marked_as_secret_is_never_asked_for(listening, copier, caplog):
    started(listening, copier)
    copier.copy("correct horse", "x-kde-passwordManagerHint")
    refused(copier, caplog, "concealed")
    assert copier.asked == ["TARGETS"]
    assert "correct horse" not in listening.shelf.texts


@on_a_server
def test_a_program_that_never_answers_does_not_hold_it(listening, copier, caplog):
    started(listening, copier)
    copier.copy("never sent", mute=True)
    refused(copier, caplog, "no_answer")
    assert listening.hears("after all", copier).app == "Notes"


@on_a_server
def test_nothing_is_asked_while_paused_or_of_an_excluded_program(listening, copier, caplog):
    started(listening, copier)
    listening.shelf.held = "by_user"
    copier.copy("while paused")
    refused(copier, caplog, "by_user")
    listening.shelf.held, listening.shelf.excluded = None, (Rule("app", "notes"),)
    copier.copy("by a rule")
    refused(copier, caplog, "rule_app")
    assert copier.asked == []
    listening.shelf.excluded = ()
    listening.hears("now again", copier)
    assert not {"while paused", "by a rule"} & set(listening.shelf.texts)


@on_a_server
def test_nothing_is_asked_while_the_screen_saver_has_the_screen(listening, copier, caplog):
    started(listening, copier)
    copier.halt()
    copier.display.force_screen_saver(X.ScreenSaverActive)
    copier.copy("behind the saver")
    refused(copier, caplog, "screen_saver")
    assert copier.asked == []
    copier.halt()
    copier.display.force_screen_saver(X.ScreenSaverReset)
    listening.hears("in front again", copier)
    assert "behind the saver" not in listening.shelf.texts


@on_a_server
def test_a_password_manager_is_never_asked(desk, listening, copier, caplog):
    started(listening, copier)
    vault = Copier(desk.display, app="KeePassXC", title="vault")
    try:
        vault.copy("hunter2 of the vault")
        refused(vault, caplog, "password_manager")
        assert vault.asked == []
    finally:
        vault.close()
    assert "hunter2 of the vault" not in listening.shelf.texts


@on_a_server
def test_the_own_process_is_known_by_the_server_and_never_asked(desk, copier, caplog):
    caplog.set_level("INFO", logger="capture")
    own = Listening(desk.display, own_pid=os.getpid())

    def noticed() -> bool:
        copier.copy("of our own")
        return "own_window" in left_out(caplog)

    try:
        wait_for(noticed, every_s=0.3)
    finally:
        own.end()
    assert copier.asked == []
    assert own.shelf.copies == []


@on_a_server
def test_a_rule_on_a_site_holds_by_the_address_of_its_page(desk, caplog):
    caplog.set_level("INFO", logger="capture")
    browser = Copier(desk.display, app="Firefox", title="Start")
    listening = Listening(
        desk.display, address_of=lambda app, title: "https://mail.example.org/" if title == "Start" else ""
    )
    listening.shelf.excluded = (Rule("site", "example.org"),)

    def noticed() -> bool:
        browser.copy("a letter")
        return "rule_site" in left_out(caplog)

    try:
        wait_for(noticed, every_s=0.3)
    finally:
        listening.end()
        browser.close()
    assert browser.asked == []


@on_a_server
def test_what_a_clipboard_manager_offers_again_is_not_handed_on_twice(listening, copier):
    started(listening, copier)
    for text in ("one", "one", "two"):
        copier.copy(text)
        wait_for(lambda: "UTF8_STRING" in copier.asked)
    wait_for(lambda: "two" in listening.shelf.texts)
    assert listening.shelf.texts.count("one") == 1


@on_a_server
def test_a_word_marked_in_a_terminal_is_heard(desk, listening, copier):
    started(listening, copier)
    desk.run(
        "xterm", "-xrm", "XTerm*selectToClipboard: true", "-T", "shell", "-geometry", "40x10+300+200",
        "-e", "sh", "-c", "echo rhubarbcrumble; exec cat",
    )  # fmt: skip
    found = desk.xdotool("search", "--sync", "--onlyvisible", "--name", "^shell$").split()[0]

    def marked() -> bool:
        desk.xdotool("windowactivate", "--sync", found)
        desk.xdotool("mousemove", "--window", found, "20", "8", "click", "--repeat", "2", "--delay", "40", "1")
        return "rhubarbcrumble" in listening.shelf.texts

    wait_for(marked, every_s=0.6)
    copied = next(one for one in listening.shelf.copies if one.text == "rhubarbcrumble")
    assert (copied.app, copied.title) == ("XTerm", "shell")


@on_a_server
def test_a_display_that_goes_away_and_comes_back_is_listened_to_again():
    desk = VirtualDesktop(400, 300)
    listening = Listening(desk.display)
    name, copier = desk.display, Copier(desk.display)
    try:
        started(listening, copier)
        copier.halt()
        desk.close()
        with VirtualDesktop(400, 300, display=name) as again:
            other = Copier(again.display)
            try:
                listening.shelf.copies.clear()
                started(listening, other)
            finally:
                other.close()
    finally:
        listening.end()
        copier.close()
        desk.close()
