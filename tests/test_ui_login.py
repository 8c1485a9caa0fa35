"""Starting at login, quick search from the pill, one instance that stays where it is, and the window's place kept."""

import configparser
import shlex
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.records import RecordingState
from tests.ui_home import Opened
from ui import autostart
from ui.instance import Instance
from ui.theme import Theme
from ui.tray import Tray
from ui.window import Window


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the desktop's settings, empty."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config"


def action(opened: Opened, name: str) -> QAction:
    found = opened.window.pill.menu_.findChild(QAction, name)
    assert found is not None
    return found


def test_starting_at_login_is_a_file_that_goes_when_it_is_switched_off(
    opened: Opened, config: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setenv("RECOLLECT_HOME", '/home of "A"/50%')
    opened.window.pill.menu_.refresh()
    login = action(opened, "startAtLogin")
    assert not login.isChecked()
    login.trigger()
    file = config / "autostart" / "recollect.desktop"
    qtbot.waitUntil(autostart.is_on)
    held = configparser.RawConfigParser()
    held.read(file)
    line = held["Desktop Entry"]["Exec"]
    assert line.endswith("--background")
    words = shlex.split(line.replace("\\\\", "\\").replace("%%", "%"))
    assert words[:2] == ["env", 'RECOLLECT_HOME=/home of "A"/50%']
    opened.window.pill.menu_.refresh()
    assert login.isChecked()
    login.trigger()
    qtbot.waitUntil(lambda: not file.exists())
    assert not autostart.is_on()


def test_an_entry_that_the_desktop_was_told_to_pass_over_counts_as_off(config: Path) -> None:
    assert autostart.switch(True)
    file = autostart.entry()
    text = file.read_text()
    file.write_text(text + "Hidden=true\n")
    assert not autostart.is_on()
    file.write_text(text.replace("enabled=true", "enabled=false"))
    assert not autostart.is_on()
    assert not autostart.switch(False)
    assert not autostart.switch(False)


def test_a_place_that_cannot_be_written_is_told(opened: Opened, config: Path, qtbot: QtBot) -> None:
    config.write_text("no folder")
    with qtbot.waitSignal(opened.window.recording.failed) as heard:
        opened.window.recording.start_at_login(True)
    assert "cannot be written" in heard.args[0]


def test_the_pill_leads_to_the_one_box_and_the_tray_to_the_same(opened: Opened, qtbot: QtBot) -> None:
    window = opened.window
    window.open_page("memories")
    window.activateWindow()
    action(opened, "quickSearch").trigger()
    qtbot.waitUntil(window.top.box.hasFocus)
    tray = Tray(window.theme, window.recording)
    found = tray.menu.findChild(QAction, "quickSearch")
    assert found is not None
    with qtbot.waitSignal(tray.searched):
        found.trigger()
    tray.tell(RecordingState("recording", last_kept=opened.window.timeline.moments[-1].time))
    assert "Last stored" in tray.icon.toolTip()
    tray.icon.hide()


def test_a_second_start_in_the_background_does_not_bring_the_window_forward(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = Instance(tmp_path, tmp_path / "lock"), Instance(tmp_path, tmp_path / "lock")
    assert first.take()
    with qtbot.assertNotEmitted(first.raised, wait=200):
        assert not second.take(forward=False)
    with qtbot.waitSignal(first.raised):
        assert not second.take()
    first.release()


def test_the_window_comes_back_where_and_as_large_as_it_was(opened: Opened, tmp_path: Path) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    held = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)

    def made() -> Window:
        return Window(Theme(app, "light"), opened.core, opened.keeper, opened.places, held)

    first = made()
    first.quits_on_close = False
    first.setGeometry(30, 40, 880, 640)  # as wide as it may be at least: the screen here is not wider
    first.show()
    first.close()
    second = made()
    assert second.size() == first.size()
    assert second.geometry().top() == first.geometry().top()
    elsewhere = Window(Theme(app, "light"), opened.core, opened.keeper, opened.places)
    assert elsewhere.size() != first.size()
    for one in (first, second, elsewhere):
        one.recording.stop()
        one.deleteLater()
