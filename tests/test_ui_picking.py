"""Picking a window by a click on it, on a real screen with real windows of other programs."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from app.kept_now import Preview, Row
from tests.desktop import VirtualDesktop, missing_programs
from tests.ui_home import Opened
from ui.picking import Picking
from ui.window_picker import WindowPicker

pytestmark = [
    pytest.mark.display,
    pytest.mark.skipif(bool(missing_programs()), reason=f"not installed: {', '.join(missing_programs())}"),
]
MAIL, VAULT, NOWHERE = (100, 80), (600, 400), (900, 650)


@pytest.fixture
def picking(on_screen: Opened) -> Picking:
    """The privacy page's."""
    return on_screen.window.privacy.picking


def begin(picking: Picking, qtbot: QtBot) -> None:
    qtbot.mouseClick(picking.button, Qt.MouseButton.LeftButton)
    assert picking.is_picking()
    assert picking.hint.isVisible()


def click(two_windows: VirtualDesktop, place: tuple[int, int], button: int = 1) -> None:
    two_windows.xdotool("mousemove", *map(str, place), "click", str(button))


def test_the_window_that_is_clicked_on_is_left_out(
    picking: Picking, opened: Opened, two_windows: VirtualDesktop, qtbot: QtBot
) -> None:
    begin(picking, qtbot)
    click(two_windows, MAIL)
    qtbot.waitUntil(lambda: [(one.field, one.pattern) for one in opened.window.privacy.rules] == [("app", "Mail")])
    assert not picking.is_picking()
    assert not picking.hint.isVisible()
    qtbot.waitUntil(lambda: opened.window.toast.text() == "Mail is left out from now on.")


def test_the_part_with_the_rules_lets_one_pick_too(
    picking: Picking, opened: Opened, two_windows: VirtualDesktop, qtbot: QtBot
) -> None:
    opened.window.privacy.open_section("rules")
    qtbot.mouseClick(picking.other, Qt.MouseButton.LeftButton)
    assert picking.is_picking()
    click(two_windows, MAIL)
    qtbot.waitUntil(lambda: [(one.field, one.pattern) for one in opened.window.privacy.rules] == [("app", "Mail")])


def test_one_that_is_never_kept_and_an_empty_place_say_so_and_add_no_rule(
    picking: Picking, opened: Opened, two_windows: VirtualDesktop, qtbot: QtBot
) -> None:
    begin(picking, qtbot)
    click(two_windows, VAULT)
    qtbot.waitUntil(lambda: "password manager" in opened.window.toast.text())
    begin(picking, qtbot)
    click(two_windows, NOWHERE)
    qtbot.waitUntil(lambda: opened.window.toast.text() == "There is no window at that place.")
    memory = opened.memory()
    assert memory.rules() == []
    memory.close()


@pytest.mark.parametrize("how", ["key", "button", "page"])
def test_escape_another_button_and_another_page_pick_nothing(
    how: str, picking: Picking, opened: Opened, two_windows: VirtualDesktop, qtbot: QtBot
) -> None:
    begin(picking, qtbot)
    two_windows.xdotool("mousemove", *map(str, MAIL))
    if how == "key":
        two_windows.xdotool("key", "a", "Escape")  # any other key goes nowhere
    elif how == "button":
        click(two_windows, MAIL, 3)
    else:
        opened.window.open_page("timeline")
    qtbot.waitUntil(lambda: not picking.is_picking())
    assert not picking.hint.isVisible()
    assert opened.window.privacy.rules == ()


def test_of_a_browser_one_chooses_between_its_site_and_all_of_it(
    picking: Picking, opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = Row("screen", "Firefox", "Inbox", True, "", (0, 0, 9, 9), True, site="mail.example.org", window_id=7)
    monkeypatch.setattr(picking, "_look", lambda _memory: Preview(None, (), (seen,)))
    picking._picked((3, 7))
    qtbot.waitUntil(picking.menu.isVisible)
    texts = [one.text() for one in picking.menu.actions()]
    assert texts == ["Leave out the site mail.example.org", "Leave out the application Firefox"]
    site = picking.menu.findChild(QAction, "picked-site")
    assert site is not None
    with qtbot.waitSignal(picking.left_out) as told:
        site.trigger()
    assert told.args == ["site", "mail.example.org"]
    picking.menu.close()


def test_of_a_browser_whose_site_is_left_out_already_all_is_left_out_only_when_that_is_chosen(
    picking: Picking, opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = Row(
        "screen", "Firefox", "Inbox", False, "rule_site", (0, 0, 9, 9), True, site="mail.example.org", window_id=7
    )
    monkeypatch.setattr(picking, "_look", lambda _memory: Preview(None, (), (seen,)))
    asked: list[object] = []
    picking.left_out.connect(lambda *what: asked.append(what))
    picking._picked((3, 7))
    qtbot.waitUntil(picking.menu.isVisible)
    assert [one.text() for one in picking.menu.actions()] == ["Leave out the application Firefox"]
    assert asked == []
    picking.menu.close()


def test_a_window_of_private_browsing_says_that_it_is_never_kept(
    picking: Picking, opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = Row("screen", "Firefox", "Private", False, "private_browsing", (0, 0, 9, 9), True, window_id=7)
    monkeypatch.setattr(picking, "_look", lambda _memory: Preview(None, (), (seen,)))
    picking._picked((7,))
    qtbot.waitUntil(lambda: opened.window.toast.text().startswith("Firefox: "))
    assert opened.window.privacy.rules == ()


def test_two_do_not_hold_the_pointer_at_once_and_no_other_desktop_lets_one(
    picking: Picking, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = WindowPicker(), WindowPicker()
    assert first.pick()
    assert not second.pick()
    first.release()
    assert second.pick()
    second.release()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert not first.pick()
    picking.offer()
    assert picking.button.isHidden()
