"""The count of the everyday tasks is honest: a seventh step is noticed, so is a hand that cheats, and the manual says what is true."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.memory import initialise
from app.paths import Places
from tests.everyday import WAYS, done, table
from tests.hands import MOST_STEPS, Keys, Mouse
from tests.ui_home import Opened, open_window

TASKS = Path(__file__).with_name("test_everyday_tasks.py")
MANUAL = Path(__file__).parents[1] / "docs" / "manual.md"


@pytest.fixture
def opened(qtbot: QtBot, places: Places) -> Iterator[Opened]:
    """The window on an empty memory."""
    initialise(places)
    one = open_window(places)
    qtbot.waitUntil(one.window.timeline.settled)
    one.window.activateWindow()
    yield one
    one.close()


def test_a_seventh_step_is_noticed(keys: Keys, mouse: Mouse) -> None:
    for hands, step in (
        (keys, lambda: keys.press(Qt.Key.Key_Shift)),
        (mouse, lambda: mouse.click("railTimeline")),
    ):
        for _ in range(MOST_STEPS):
            step()
        with pytest.raises(AssertionError, match=r"Shift|railTimeline"):
            step()
        assert len(hands.steps) == MOST_STEPS + 1


def test_a_step_more_or_less_than_is_told_is_noticed(mouse: Mouse) -> None:
    mouse.click("railAsk")
    with pytest.raises(AssertionError, match="Pause 1 hour"):
        done(mouse, "Pause for an hour")


def test_a_click_on_what_cannot_be_reached_is_noticed(mouse: Mouse) -> None:
    with pytest.raises(AssertionError, match="cannot be seen"):
        mouse.click(mouse.window.ask_page.composer.send)
    over = QPushButton(mouse.window)
    over.setObjectName("over")
    over.setGeometry(mouse.window.rect())
    over.show()
    with pytest.raises(AssertionError, match="over lies over"):
        mouse.click("railAsk")
    over.hide()
    hour = mouse.window.pill.menu_.findChild(QAction, "pause60")
    assert hour is not None
    hour.setEnabled(False)
    with pytest.raises(AssertionError, match="pause60"):
        mouse.choose(mouse.window.pill.menu_, "pause60")


# What does something to a window, as it is called here.
ACTS = frozenset(
    {
        "act", "animateClick", "ask", "back_up", "change_settings", "choose_kind", "click", "emit", "forget", "go", "go_to", "keyClick",
        "keyClicks", "mouseClick", "open_page", "postEvent", "resume", "search", "sendEvent", "setChecked", "setCurrentIndex",
        "setCurrentRow", "setFocus", "setText", "setValue", "show_range", "toggle", "trigger", "want",
    }
)  # fmt: skip


def behind_their_backs(source: str) -> list[str]:
    """The calls in tests by keyboard or by mouse that do something to the window other than through their hands."""
    return [
        f"{test.name}: {ast.unparse(call.func)}"
        for test in ast.walk(ast.parse(source))
        if isinstance(test, ast.FunctionDef) and re.search(r"_by_(keyboard|mouse)$", test.name)
        for call in ast.walk(test)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in ACTS
        and not (isinstance(call.func.value, ast.Name) and call.func.value.id in ("keys", "mouse"))
    ]


def test_nothing_is_done_behind_the_back_of_the_hands() -> None:
    source = TASKS.read_text(encoding="utf-8")
    assert behind_their_backs(source) == []
    odd = "def test_it_is_asked_by_mouse(mouse):\n    mouse.click('railAsk')\n    mouse.window.ask_page.ask('what?')\n"
    assert behind_their_backs(odd) == ["test_it_is_asked_by_mouse: mouse.window.ask_page.ask"]


def test_every_task_is_done_by_keyboard_and_by_mouse() -> None:
    tests = [one for one in ast.parse(TASKS.read_text(encoding="utf-8")).body if isinstance(one, ast.FunctionDef)]
    proved = [
        (call.args[1].value, test.name.rpartition("_")[2])
        for test in tests
        if test.name.startswith("test_")
        for call in ast.walk(test)
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") == "done"
        and isinstance(call.args[1], ast.Constant)
    ]
    assert sorted(proved) == sorted((task, hand) for task in WAYS for hand in ("keyboard", "mouse"))
    assert len(WAYS) == 10
    assert all(len(way) <= MOST_STEPS for ways in WAYS.values() for way in ways)


def test_the_manual_tells_the_ways_and_their_steps() -> None:
    manual = MANUAL.read_text(encoding="utf-8")
    assert table() in manual, f"docs/manual.md is to hold:\n{table()}"
    assert table() not in manual.replace("| 6 |", "| 5 |")
