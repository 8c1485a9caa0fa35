"""Colours that can be read in every theme, the system's wishes for contrast and less motion, and twice the size."""

import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from tests.private_bus import FakeService, PrivateBus
from tests.ui_home import Opened
from ui.theme import (
    DARK,
    DARK_CONTRAST,
    HUES,
    LIGHT,
    LIGHT_CONTRAST,
    MARKED_ALPHA,
    SPREADS,
    Mode,
    Roles,
    contrast,
    oklch,
    roles_for,
)

THEMES = {"light": LIGHT, "dark": DARK, "light contrast": LIGHT_CONTRAST, "dark contrast": DARK_CONTRAST}
PLANES = ("window", "surface", "raised")
WRITTEN = ("text", "second", "faint", "accent", "danger", "warn", "fine")
AA, AAA, GRAPHICS = 4.5, 7.0, 3.0


def over(upper: str, alpha: int, lower: str) -> QColor:
    """What is seen of a colour of some opacity above another."""
    one, other, share = QColor(upper), QColor(lower), alpha / 255
    parts = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(above * share + below * (1 - share)) for above, below in parts))


def pairs(roles: Roles) -> dict[str, float]:
    """Every pair that the window writes with, and how far it stands apart."""
    found = {
        f"{ink} on {plane}": contrast(QColor(getattr(roles, ink)), QColor(getattr(roles, plane)))
        for ink, plane in itertools.product(WRITTEN, PLANES)
    }
    for plane in PLANES:
        marked = over(roles.marked, MARKED_ALPHA, getattr(roles, plane))
        found[f"text on marked words on {plane}"] = contrast(QColor(roles.text), marked)
    found["on_accent on accent"] = contrast(QColor(roles.on_accent), QColor(roles.accent))
    found["text on what is pressed"] = (
        contrast(QColor(roles.text), QColor(roles.line)) if roles in (LIGHT, DARK) else 99
    )
    return found


@pytest.mark.parametrize("name", THEMES)
def test_whatever_is_written_can_be_read(name: str) -> None:
    least = AAA if "contrast" in name else AA
    assert {pair: round(value, 2) for pair, value in pairs(THEMES[name]).items() if value < least} == {}


def test_a_pair_that_cannot_be_read_is_found() -> None:
    import dataclasses

    pale = dataclasses.replace(LIGHT, faint="#9A9A9A")
    assert {pair for pair, value in pairs(pale).items() if value < AA} == {f"faint on {plane}" for plane in PLANES}
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("white")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", THEMES)
def test_the_colour_of_every_application_stands_out_from_every_plane(name: str) -> None:
    roles = THEMES[name]
    hues = [QColor(*oklch(*SPREADS[roles], hue * 360 / HUES)) for hue in range(HUES)]
    worst = min(contrast(hue, QColor(getattr(roles, plane))) for hue in hues for plane in PLANES)
    assert worst >= GRAPHICS


@pytest.mark.parametrize("name", ["light contrast", "dark contrast"])
def test_lines_are_seen_in_high_contrast(name: str) -> None:
    roles = THEMES[name]
    assert min(contrast(QColor(roles.line), QColor(getattr(roles, plane))) for plane in PLANES) >= AA


@pytest.mark.parametrize(
    ("mode", "dark", "high", "expected"),
    [
        ("system", False, False, LIGHT),
        ("system", True, False, DARK),
        ("system", False, True, LIGHT_CONTRAST),
        ("system", True, True, DARK_CONTRAST),
        ("light", True, True, LIGHT),
        ("dark", False, True, DARK),
        ("contrast", False, False, LIGHT_CONTRAST),
        ("contrast", True, False, DARK_CONTRAST),
    ],
)
def test_a_choice_comes_before_the_system_and_the_system_before_nothing(
    mode: Mode, dark: bool, high: bool, expected: Roles
) -> None:
    assert roles_for(mode, dark=dark, high=high) is expected


def test_high_contrast_can_be_chosen_and_left(opened: Opened, qapp: QApplication) -> None:
    window = opened.window
    window.use_theme("contrast")
    assert window.theme.roles in (LIGHT_CONTRAST, DARK_CONTRAST)
    assert window.theme.roles.text in window.rail.styleSheet()
    window.use_theme("light")
    assert window.theme.roles is LIGHT


# -- motion
def test_the_strip_glides_and_stands_at_once_where_nothing_may_move(opened: Opened) -> None:
    timeline = opened.window.timeline
    timeline.go(4, glide=False)
    opened.window.use_motion("full")
    timeline.go(5)
    assert timeline.strip.position != 5
    opened.window.use_motion("none")
    timeline.go(6)
    assert timeline.strip.position == 6
    assert opened.window.theme.length_ms(140) == 0


ASK = """
import sys
from PySide6.QtWidgets import QApplication
from PySide6.QtCore import QTimer
from ui.theme import Theme
app = QApplication(["x"])
theme = Theme(app, "light")
ticks = [0]
def look():
    ticks[0] += 1
    if not theme.moves or ticks[0] > 40:
        print("moves" if theme.moves else "still", flush=True)
        app.quit()
timer = QTimer()
timer.timeout.connect(look)
timer.start(25)
app.exec()
"""


@pytest.mark.parametrize(
    ("value", "expected"), [(("u", 1), "still"), (("b", False), "still"), (("u", 0), "moves"), (("b", True), "moves")]
)
def test_a_desktop_that_asks_for_less_motion_is_heard(tmp_path: Path, value: tuple[str, object], expected: str) -> None:
    with PrivateBus(tmp_path) as bus, FakeService(bus.address, "org.freedesktop.portal.Desktop", ReadOne=("v", value)):
        environment = os.environ | {"DBUS_SESSION_BUS_ADDRESS": bus.address, "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(
            [sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, timeout=60, check=False
        )
    assert done.stdout.strip() == expected, done.stderr


# -- size
GROWN = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication, QLabel, QAbstractButton
app = QApplication(["x"])
from app.paths import Places
from tests.ui_home import open_window
from tests.pictures.camera import wait, rest
opened = open_window(Places(Path(sys.argv[1]), Path(sys.argv[2])))
opened.window.resize(1280, 800)
wait(opened.window.timeline.settled)
rest(300)
opened.window.grab().save(sys.argv[3])
cut = [one.text() for one in opened.window.findChildren(QAbstractButton)
       if one.isVisible() and one.text() and one.width() < one.minimumSizeHint().width()]
print(opened.window.devicePixelRatioF(), cut, flush=True)
opened.close()
"""


@pytest.mark.parametrize("scale", [1.5, 2.0])
def test_a_larger_window_is_drawn_sharp_and_nothing_is_cut(opened: Opened, tmp_path: Path, scale: float) -> None:
    places, picture = opened.places, tmp_path / "twice.png"
    assert places.key_file is not None
    environment = os.environ | {"QT_SCALE_FACTOR": str(scale), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", GROWN, str(places.home), str(places.key_file), str(picture)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.strip() == f"{scale} []", done.stderr
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1280 * scale, 800 * scale)
    # Drawn for this size, not blown up: neighbouring pixels of a letter or a line differ somewhere in each pair.
    half = image.scaled(1280, 800).scaled(image.size())
    differing = sum(image.pixel(x, y) != half.pixel(x, y) for x in range(1, 401, 4) for y in range(1, 401, 4))
    assert differing > 200
