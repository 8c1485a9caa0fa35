"""One window on a memory of two days for the tests of its settings page; each test finds the usual settings and an open page."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.paths import Places
from app.settings import Settings, load
from tests.ui_home import Opened, copied, open_window
from ui.setting_block import Block
from ui.setting_group import groups
from ui.settings import SettingsPage


@pytest.fixture(scope="module")
def window_of_all(qapp: QApplication, two_days: Places, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """A window that the tests of a module share."""
    opened = open_window(copied(two_days, tmp_path_factory.mktemp("settings")))
    yield opened
    opened.close()


@pytest.fixture
def page(window_of_all: Opened, qtbot: QtBot) -> SettingsPage:
    """The page, opened, with the usual settings."""
    qtbot.waitUntil(lambda: window_of_all.core.is_open)
    window_of_all.places.settings.unlink(missing_ok=True)
    found = opened_page(window_of_all, qtbot)
    found.go_to("recording")
    found.bar.hide()
    return found


def opened_page(opened: Opened, qtbot: QtBot) -> SettingsPage:
    """The page of a window, opened by its keys and built."""
    opened.window.activateWindow()
    qtbot.keyClick(opened.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    found = opened.window.pages["settings"]
    assert isinstance(found, SettingsPage)
    found.refresh()
    qtbot.waitUntil(lambda: found.held == load(opened.places.settings) and len(found.groups) == len(groups()))
    return found


def part(page: SettingsPage, key: str, kind: type[Block]) -> Block:
    """The part of a group that is more than rows, shown."""
    page.go_to(key)
    block = page.group(key).block
    assert isinstance(block, kind)
    return block


def text_of(owner: QWidget, name: str) -> str:
    """What a label says."""
    found = owner.findChild(QLabel, name)
    assert found is not None
    return found.text()


def click(qtbot: QtBot, owner: QWidget, name: str) -> None:
    """Click a button."""
    found = owner.findChild(QAbstractButton, name)
    assert found is not None
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def saved(opened: Opened) -> Settings:
    """The settings as they stand in the file."""
    return load(opened.places.settings)
