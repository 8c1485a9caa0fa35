"""The small pill where there is no tray: when it is seen, what it leads to, where it stays."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from Xlib import display, error

from app.paths import Places
from app.records import RecordingState
from tests.desktop import VirtualDesktop, missing_programs, wait_for
from tests.ui_home import Opened, copied
from ui.floating import FloatingPill


@pytest.fixture
def choices(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def floating(opened: Opened, choices: QSettings, qtbot: QtBot) -> Iterator[FloatingPill]:
    window = opened.window
    qtbot.waitUntil(lambda: opened.core.is_open)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    one = FloatingPill(window.theme, window.recording, opened.core, choices)
    window.settings_applied.connect(one.ask)
    one.ask()
    yield one
    one.use(False)
    one.deleteLater()


def action(pill: FloatingPill, name: str) -> QAction:
    found = pill.menu.findChild(QAction, name)
    assert found is not None
    return found


def away(opened: Opened, qtbot: QtBot) -> None:
    """Another program is in front."""
    opened.window.hide()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is None)


def test_it_is_seen_while_no_window_of_the_program_is_in_front_and_says_the_state(
    floating: FloatingPill, opened: Opened, qtbot: QtBot
) -> None:
    assert not floating.isVisible()
    away(opened, qtbot)
    qtbot.waitUntil(floating.isVisible)
    assert floating.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    assert floating.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    floating.pill.tell(RecordingState("recording"))
    assert floating.pill.text() == "Recording"
    assert floating.pill.accessibleName() == "Recording state: Recording"
    opened.window.show()
    opened.window.activateWindow()
    qtbot.waitUntil(lambda: not floating.isVisible())


def test_its_menu_is_that_of_the_tray_and_leads_to_the_window(floating: FloatingPill, qtbot: QtBot) -> None:
    for name, signal in (
        ("floatingOpen", floating.wanted), ("quickSearch", floating.searched), ("floatingQuit", floating.ended),
    ):  # fmt: skip
        with qtbot.waitSignal(signal):
            action(floating, name).trigger()
    assert {"pause15", "pause60", "pauseDay", "lastStored"} <= {one.objectName() for one in floating.menu.actions()}


def test_it_goes_for_good_when_it_is_hidden_and_the_settings_bring_it_back(
    floating: FloatingPill, opened: Opened, qtbot: QtBot
) -> None:
    away(opened, qtbot)
    qtbot.waitUntil(floating.isVisible)
    action(floating, "floatingHide").trigger()
    qtbot.waitUntil(lambda: not floating.isVisible())
    memory = opened.memory()
    qtbot.waitUntil(lambda: not memory.settings().floating_pill)
    floating.ask()
    qtbot.wait(50)
    assert not floating.isVisible()
    memory.change_settings(floating_pill=True)
    memory.close()
    opened.window.settings_applied.emit()
    qtbot.waitUntil(floating.isVisible)


def test_hidden_while_the_memory_is_locked_it_stays_away_once_that_is_open(
    floating: FloatingPill, opened: Opened, qtbot: QtBot
) -> None:
    opened.core.opened.connect(floating.ask)  # as the program does
    away(opened, qtbot)
    qtbot.waitUntil(floating.isVisible)
    opened.window.lock()
    qtbot.waitUntil(lambda: not opened.core.is_open and opened.window.first_run._go.isEnabled())
    action(floating, "floatingHide").trigger()
    opened.window.first_run._go.click()
    qtbot.waitUntil(lambda: opened.core.is_open)
    memory = opened.memory()
    qtbot.waitUntil(lambda: not memory.settings().floating_pill)
    memory.close()
    qtbot.wait(100)
    assert not floating.isVisible()


def test_it_is_dragged_and_comes_back_there_but_never_beside_the_screen(
    floating: FloatingPill, opened: Opened, choices: QSettings, qtbot: QtBot
) -> None:
    away(opened, qtbot)
    qtbot.waitUntil(floating.isVisible)
    room = floating.screen().availableGeometry()
    assert room.contains(floating.geometry())
    inside = QPoint(12, 12)
    qtbot.mousePress(floating.pill, Qt.MouseButton.LeftButton, pos=inside)
    qtbot.mouseMove(floating.pill, inside - QPoint(120, 90))
    qtbot.mouseRelease(floating.pill, Qt.MouseButton.LeftButton, pos=inside)
    assert not floating.menu.isVisible()  # it was moved, not clicked
    put = floating.pos()
    assert choices.value("pill") == put
    floating.use(False)
    floating.use(True)
    assert floating.pos() == put
    floating.use(False)
    choices.setValue("pill", room.bottomRight())
    floating.use(True)
    assert room.contains(floating.geometry())


def test_once_a_tray_comes_after_all_it_is_gone_and_hears_nothing_any_more(
    opened: Opened, choices: QSettings, qtbot: QtBot
) -> None:
    window = opened.window
    qtbot.waitUntil(lambda: opened.core.is_open)
    one = FloatingPill(window.theme, window.recording, opened.core, choices)
    gone: list[bool] = []
    one.destroyed.connect(lambda: gone.append(True))
    one.use(False)
    one.deleteLater()
    qtbot.waitUntil(lambda: bool(gone))
    window.recording.told.emit(RecordingState("recording"))
    window.settings_applied.emit()
    window.hide()
    qtbot.wait(20)


STARTED = """
import sys
from ui import __main__ as program
program.LOOK_FOR_TRAY_MS = 50
sys.exit(program.main(["--background", "--no-recording", "--language", "en"]))
"""


@pytest.mark.display
@pytest.mark.skipif(bool(missing_programs()), reason=f"not installed: {', '.join(missing_programs())}")
def test_the_program_shows_it_on_a_desktop_without_a_tray_and_a_click_opens_its_menu(
    two_days: Places, tmp_path: Path
) -> None:
    home = copied(two_days, tmp_path)
    with VirtualDesktop(1024, 700) as desktop:
        extra = {"RECOLLECT_HOME": str(home.home), "RECOLLECT_KEY_FILE": str(home.key_file), "QT_QPA_PLATFORM": "xcb"}
        process = subprocess.Popen([sys.executable, "-c", STARTED], env={**os.environ, **desktop.environment, **extra})
        look = display.Display(desktop.display)
        try:
            x, y, width, height = wait_for(lambda: seen(look, lambda size: size[1] < 60))
            assert x + width <= 1024
            assert y + height <= 700
            wait_for(lambda: menu_by_click(desktop, look), every_s=1.0)
        finally:
            look.close()
            process.terminate()
            assert process.wait(timeout=30) == 0


def menu_by_click(desktop: VirtualDesktop, look: display.Display) -> bool:
    """Whether the menu is there; where only the pill is, it is clicked."""
    if seen(look, lambda size: 120 < size[1] < 600):
        return True
    pill = seen(look, lambda size: size[1] < 60)
    if pill is not None:
        x, y, width, height = pill
        desktop.xdotool("mousemove", str(x + width // 2), str(y + height // 2), "click", "1")
    return False


def seen(look: display.Display, fits: Callable[[tuple[int, int]], bool]) -> tuple[int, int, int, int] | None:
    """Where the topmost window that can be seen stands and how large it is, if its size fits."""
    try:
        for one in reversed(look.screen().root.query_tree().children):
            shape = one.get_geometry()
            if one.get_attributes().map_state == 2 and shape.width > 40 and fits((shape.width, shape.height)):
                return shape.x, shape.y, shape.width, shape.height
    except (error.BadWindow, error.BadDrawable):
        pass
    return None
