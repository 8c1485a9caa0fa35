"""The window in light and dark, and before a memory is open."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.memory import initialise
from app.paths import Places
from tests.ui_home import Opened, open_window

# -- looks


def test_light_turns_dark_and_back_with_enough_contrast(opened: Opened, qtbot: QtBot) -> None:
    from ui.theme import DARK, LIGHT

    theme = opened.window.theme
    theme.use("dark")
    assert theme.dark
    window = opened.window
    foot = QPoint(window.rail.width() // 2, window.height() - 8)
    qtbot.waitUntil(lambda: window.grab().toImage().pixelColor(foot).name().upper() == DARK.window)
    theme.use("light")
    assert not theme.dark
    for roles in (LIGHT, DARK):
        for ground in (roles.window, roles.surface, roles.raised):
            for text in (roles.text, roles.second, roles.faint, roles.accent, roles.danger):
                assert contrast(text, ground) >= 4.5, (text, ground)
        assert contrast(roles.on_accent, roles.accent) >= 4.5
    assert contrast("#777777", "#888888") < 4.5


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2, relative luminance)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


# -- the first run


@pytest.fixture
def opens(qtbot: QtBot) -> Iterator[Callable[[Places], Opened]]:
    """Opens windows on places without an open memory, and closes them."""
    all_opened: list[Opened] = []

    def open_(places: Places) -> Opened:
        all_opened.append(open_window(places))
        qtbot.waitUntil(all_opened[-1].window.first_run.isVisible)
        return all_opened[-1]

    yield open_
    for opened in all_opened:
        opened.close()


def test_a_locked_memory_asks_for_its_passphrase_and_says_when_it_is_wrong(
    qtbot: QtBot, tmp_path: Path, opens: Callable[[Places], Opened]
) -> None:
    places = Places(tmp_path / "locked", None)
    initialise(places, passphrase="correct horse")
    opened = opens(places)
    first = opened.window.first_run
    assert first.passphrase.isVisible()
    assert first.error() == ""
    first.passphrase.setText("wrong horse")
    qtbot.keyClick(first.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: first.error().startswith("The key does not open this memory."))
    first.passphrase.setText("correct horse")
    qtbot.keyClick(first.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(opened.window.timeline.empty.isVisible)
