"""What is not wanted any more is deleted in the program's own event loop alone: text that is dragged has another, within a handler."""

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.ui_home import Opened
from ui.letting_go import AGAIN_MS, empty, is_inside, let_go


def inside(what: Callable[[], None], milliseconds: int = 3 * AGAIN_MS) -> None:
    """Do something in a loop within the program's own, as it happens while text is dragged, and stay there for a while."""
    outer, done = QEventLoop(), []

    def handler() -> None:
        inner = QEventLoop()
        QTimer.singleShot(0, inner, what)
        QTimer.singleShot(milliseconds, inner, inner.quit)
        inner.exec()
        done.append(True)
        outer.quit()

    QTimer.singleShot(0, outer, handler)
    outer.exec()
    assert done


def test_a_widget_outlives_a_loop_within_the_programs_own(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    rows = QVBoxLayout(parent)
    one, other = QLabel("one"), QLabel("other")
    rows.addWidget(one)
    rows.addStretch()
    rows.addWidget(other)
    parent.show()
    told: list[bool] = []

    def act() -> None:
        told.append(is_inside())
        empty(rows)
        QTimer.singleShot(2 * AGAIN_MS, one, lambda: told.append(isValid(one) and isValid(other)))

    inside(act)
    assert told == [True, True]
    assert rows.count() == 0
    assert one.isHidden()
    qtbot.waitUntil(lambda: not isValid(one) and not isValid(other))
    let_go(one)  # once more does nothing


def test_without_such_a_loop_it_goes_at_once(qtbot: QtBot) -> None:
    one = QLabel("one")
    let_go(one)
    qtbot.waitUntil(lambda: not isValid(one))


def test_a_lock_while_an_answers_text_is_dragged_deletes_it_after_the_drag(opened: Opened, qtbot: QtBot) -> None:
    window = opened.window
    window.ask("Who comes for the boiler inspection?")
    turn = window.ask_page.turns[-1]
    qtbot.waitUntil(turn.repeat.isVisible)
    told: list[bool] = []

    def act() -> None:
        window.lock()
        QTimer.singleShot(8 * AGAIN_MS, window, lambda: told.append(isValid(turn.text)))

    inside(act, 10 * AGAIN_MS)
    assert told == [True]
    qtbot.waitUntil(lambda: not isValid(turn.text))
    qtbot.waitUntil(lambda: not opened.core.is_open)
