"""What may not be kept is found before the pixels are taken, and nothing else is lost with it."""

import doctest
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture import idle, regions, window
from capture.frame import Monitor, Window
from capture.privacy import FLAT, View, hidden_parts, judge, paint_out, site_matches
from capture.window import subject_of, visible_parts

AREA = (0, 0, 300, 200)


@dataclass(frozen=True)
class Rule:
    field: str
    pattern: str
    allow: bool = False


def win(
    app: str = "XTerm", title: str = "notes", rect: tuple[int, int, int, int] = (0, 0, 100, 100), **more: object
) -> Window:
    known = {"id": 1, "process": app.lower(), "pid": 7, "focused": False} | more
    x, y, width, height = rect
    return Window(app=app, title=title, x=x, y=y, width=width, height=height, **known)  # type: ignore[arg-type]


def reason(one: Window, *rules: Rule) -> str:
    return judge([one], rules)[0].reason


@pytest.mark.parametrize(
    ("app", "title", "expected"),
    [
        ("KeePassXC", "Passwords.kdbx - KeePassXC", "password_manager"),
        ("Bitwarden", "Bitwarden", "password_manager"),
        ("1Password", "All Items", "password_manager"),
        ("Gcr-prompter", "Unlock Keyring", "password_manager"),
        ("Chromium", "Vaults | Bitwarden Web Vault - Chromium", "password_manager"),
        ("firefox", "Trip to Rome — Mozilla Firefox Private Browsing", "private_browsing"),
        ("firefox", "Mozilla Firefox (Private Browsing)", "private_browsing"),
        ("firefox", "Reise — Mozilla Firefox Privater Modus", "private_browsing"),
        ("Google-chrome", "News - Google Chrome (Incognito)", "private_browsing"),
        ("Microsoft-edge", "News - [InPrivate] - Microsoft Edge", "private_browsing"),
        ("Tor Browser", "News", "private_browsing"),
        ("Chromium", "Log in to online banking - Chromium", "banking"),
        ("firefox", "Sign in | First Bank — Mozilla Firefox", "banking"),
        ("firefox", "Anmelden - Sparkasse — Mozilla Firefox", "banking"),
        ("i3lock", "", "lock_screen"),
        ("recollect", "Recollect", "own_window"),
        ("XTerm", "KeePassXC notes", ""),
        ("mousepad", "Incognito", ""),
        ("firefox", "How private browsing works - Wiki — Mozilla Firefox", ""),
        ("firefox", "River bank - Wikipedia — Mozilla Firefox", ""),
        ("firefox", "Sign in to GitHub — Mozilla Firefox", ""),
        ("mousepad", "bank login.txt", ""),
    ],
)
def test_what_is_excluded_from_the_start(app: str, title: str, expected: str) -> None:
    assert reason(win(app, title)) == expected


def test_a_browser_started_for_private_browsing_is_excluded_whatever_its_title() -> None:
    assert reason(win("Chromium", "News - Chromium", private=True)) == "private_browsing"
    assert reason(win("mousepad", "News", private=True)) == ""


def test_rules_match_app_process_and_title_whatever_the_case() -> None:
    assert reason(win("Slack", "general"), Rule("app", "sLaCk")) == "rule_app"
    assert reason(win("Java", "tool", process="payroll"), Rule("app", "payroll")) == "rule_app"
    assert reason(win(title="Project SALARY 2026"), Rule("title", "*salary*")) == "rule_title"
    assert reason(win(title="Project SALARY 2026"), Rule("title", "salary")) == "rule_title"
    assert reason(win(title="Project SALARY 2026"), Rule("title", "salary*")) == ""


def test_a_site_is_known_by_its_address_and_guessed_from_the_title_against_it_only() -> None:
    known = win("firefox", "Start", url="https://mail.example.org/inbox")
    assert reason(known, Rule("site", "example.org")) == "rule_site"
    assert reason(known, Rule("site", "*.example.org")) == "rule_site"
    assert reason(replace(known, url="https://notexample.org/"), Rule("site", "example.org")) == ""
    assert (
        reason(win("firefox", "Inbox - mail.example.org — Mozilla Firefox"), Rule("site", "example.org")) == "rule_site"
    )
    assert reason(win("firefox", "Facebook — Mozilla Firefox"), Rule("site", "facebook.com")) == "rule_site"
    assert reason(win("mousepad", "facebook notes"), Rule("site", "facebook.com")) == ""
    assert not site_matches(win("firefox", "Facebook"), "facebook.com", guess=False)


def test_an_address_that_was_guessed_speaks_against_a_site_and_never_for_one() -> None:
    guessed = win("firefox", "Facebook", url="https://mail.example.org/inbox", url_guessed=True)
    for site in ("example.org", "facebook.com"):
        assert reason(guessed, Rule("site", site)) == "rule_site"
    assert reason(replace(guessed, url_guessed=False), Rule("site", "facebook.com")) == ""
    exception = (Rule("app", "firefox"), Rule("site", "example.org", allow=True))
    assert reason(guessed, *exception) == "rule_app"
    assert reason(replace(guessed, url_guessed=False), *exception) == ""


def test_an_exception_lifts_no_finer_rule_than_its_own() -> None:
    only_firefox = (Rule("app", "*"), Rule("app", "firefox", allow=True))
    assert reason(win("XTerm"), *only_firefox) == "rule_app"
    assert reason(win("firefox", "News — Mozilla Firefox"), *only_firefox) == ""
    assert reason(win("firefox", "News — Mozilla Firefox Private Browsing"), *only_firefox) == "private_browsing"
    assert reason(win("firefox", "Log in - My Bank"), Rule("title", "*My Bank*", allow=True)) == ""
    assert reason(win("KeePassXC"), Rule("app", "keepassxc", allow=True)) == ""
    assert reason(win("recollect"), Rule("title", "*", allow=True)) == "own_window"


def test_a_popup_and_a_dialog_of_a_dialog_inherit_the_rule_of_their_owner() -> None:
    windows = [
        win("KeePassXC", id=1),
        win("Zenity", id=2, owner=1),
        win("Other", id=3, owner=2),
        win("Other", id=4, owner=5),
        win("Ring", id=5, owner=4),
    ]
    assert [verdict.keep for verdict in judge(windows, ())] == [False, False, False, True, True]


def test_a_window_of_which_nothing_is_known_is_excluded_only_where_it_bothers_the_focus() -> None:
    focus = win(id=1, focused=True, rect=(0, 0, 100, 100))
    over = win("", process="", id=2, rect=(50, 50, 100, 100))
    beside = win("", process="", id=3, rect=(150, 0, 50, 50))
    assert [one.reason for one in judge([focus, over, beside], ())] == ["", "unknown_owner", ""]
    assert judge([over, focus], ())[0].keep
    assert not judge([replace(over, focused=True)], ())[0].keep


def test_own_process_is_never_kept() -> None:
    assert judge([win("Chart", pid=42)], (), own_pid=42)[0].reason == "own_window"


rects = st.tuples(st.integers(-40, 280), st.integers(-40, 180), st.integers(1, 160), st.integers(1, 160))


@given(st.lists(st.tuples(rects, st.booleans(), st.booleans()), max_size=7))
def test_painting_hides_all_that_is_seen_of_excluded_windows_and_nothing_else(
    stack: list[tuple[tuple[int, int, int, int], bool, bool]],
) -> None:
    windows = [
        win("KeePassXC" if secret else "XTerm", id=i + 1, rect=rect, opaque=opaque)
        for i, (rect, secret, opaque) in enumerate(stack)
    ]
    painted = np.zeros((200, 300), dtype=np.uint32)
    paint_out(painted, hidden_parts(windows, judge(windows, ()), AREA))
    expected = np.zeros((200, 300), dtype=np.bool_)
    for (x, y, width, height), secret, opaque in stack:
        if secret or opaque:
            expected[max(y, 0) : max(y + height, 0), max(x, 0) : max(x + width, 0)] = secret
    seen = painted == FLAT
    assert seen[expected].all()  # all that shows is painted
    if all(opaque for _, _, opaque in stack):
        assert not seen[~expected].any()  # and nothing else, unless something may shine through


def test_a_monitor_elsewhere_gets_its_parts_in_its_own_pixels() -> None:
    windows = [win("KeePassXC", rect=(250, 10, 100, 20))]
    assert hidden_parts(windows, judge(windows, ()), (300, 0, 300, 200)) == ((0, 10, 50, 20),)


def test_a_pill_of_the_program_s_own_is_not_the_reason_while_there_is_another() -> None:
    vault, pill = win("KeePassXC", id=1, rect=(0, 0, 300, 200)), win("recollect", id=2, rect=(10, 10, 20, 20))
    both = View((vault, pill), tuple(judge((vault, pill), ())))
    alone = View((pill,), tuple(judge((pill,), ())))
    assert (both.nothing_left(AREA), alone.nothing_left(AREA)) == ("password_manager", "own_window")


def test_a_view_says_when_nothing_is_left_to_keep() -> None:
    secret, note = win("KeePassXC", id=1, rect=(0, 0, 100, 100), focused=True), win(id=2, rect=(90, 0, 100, 100))
    both = View((secret, note), tuple(judge((secret, note), ())))
    alone = View((secret,), tuple(judge((secret,), ())))
    assert (alone.nothing_left(AREA), both.nothing_left(AREA)) == ("password_manager", "")
    assert (both.focus_excluded(AREA), both.focus_excluded((100, 0, 50, 50))) == ("password_manager", "")
    assert both.allowed(AREA) == [(90, 0, 100, 100)]


def test_a_frame_is_about_the_window_that_changed_and_never_about_an_excluded_one() -> None:
    editor = win("mousepad", id=1, rect=(0, 0, 100, 200), focused=True)
    chat = win("chat", id=2, rect=(100, 0, 100, 200))
    secret = win("KeePassXC", id=3, rect=(200, 0, 100, 200))
    windows, allowed = (editor, chat, secret), (True, True, False)

    def about(changed: tuple[int, int, int, int], *, prefer_focus: bool = False) -> Window | None:
        return subject_of(windows, allowed, AREA, [changed], prefer_focus=prefer_focus)

    assert about((120, 10, 20, 20)) == chat
    assert about((120, 10, 20, 20), prefer_focus=True) == editor
    assert about((220, 10, 20, 20)) == editor
    assert subject_of(windows, (False, False, False), AREA, [AREA], prefer_focus=True) is None
    assert visible_parts((editor, replace(chat, x=50)), 0, AREA) == [(0, 0, 50, 200)]


def test_a_lock_screen_must_cover_the_monitor() -> None:
    monitor = Monitor("one", 0, 0, 300, 200)
    assert idle.lock_screen_covers([win("i3lock", rect=(0, 0, 600, 200))], monitor)
    assert not idle.lock_screen_covers([win("i3lock", rect=(0, 0, 100, 200))], monitor)
    assert not idle.lock_screen_covers([win("mpv", rect=(0, 0, 300, 200))], monitor)


@pytest.mark.parametrize("module", [idle, regions, window])
def test_examples_in_the_documentation_hold(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted > 0
    assert result.failed == 0
