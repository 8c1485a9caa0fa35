"""What a picture must not depend on: screen, desktop, language, zone, home folder and, for those that are compared, the fonts.

The fonts of those are Pillow's own, which the project pins: Latin letters, digits and the commonest signs in one weight. A sign that
it lacks is a box, on every machine the same. What is shown to people is taken with the machine's fonts instead.
"""

import json
import os
from pathlib import Path

from PIL import ImageFont

from tests.pictures import clock

GONE = (
    "DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME",
    "DBUS_SESSION_BUS_ADDRESS", "QT_QPA_PLATFORMTHEME", "QT_STYLE_OVERRIDE", "QT_SCALE_FACTOR", "QT_FONT_DPI", "LC_ALL", "LANGUAGE",
    "RECOLLECT_HOME", "RECOLLECT_KEY_FILE",
)  # fmt: skip
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir>
<match target="font"><edit name="hinting" mode="assign"><bool>false</bool></edit></match></fontconfig>
"""
SCREEN = (3840, 2400)  # physical pixels: room for the largest window, so that no menu has to give way


def environment(folder: Path, *, scale: int = 1, own_font: bool = False) -> dict[str, str]:
    """What a process that takes pictures is started with. `folder` holds what it needs, and is its owner's home."""
    home, screens = folder / "clara", folder / "screens.json"
    home.mkdir(parents=True, exist_ok=True)
    one = {
        "name": "one",
        "x": 0,
        "y": 0,
        "width": SCREEN[0],
        "height": SCREEN[1],
        "logicalDpi": 96,
        "logicalBaseDpi": 96,
    }
    screens.write_text(json.dumps({"screens": [{**one, "dpr": 1.0}]}), encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if name not in GONE}
    made = {
        "QT_QPA_PLATFORM": f"offscreen:configfile={screens}", "TZ": clock.ZONE, "LANG": "C.UTF-8", "HOME": str(home),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", "NO_AT_BRIDGE": "1",
    }  # fmt: skip
    if scale != 1:
        made["QT_SCALE_FACTOR"] = str(scale)
    if own_font:
        made["FONTCONFIG_FILE"] = str(_fonts(folder / "fonts"))
    return kept | made


def _fonts(folder: Path) -> Path:
    """Pillow's font as the only one there is."""
    folder.mkdir(parents=True, exist_ok=True)
    font = ImageFont.load_default(14)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError("Pillow was built without FreeType")
    (folder / "own.ttf").write_bytes(font.font_bytes)
    settings = folder / "fonts.conf"
    settings.write_text(FONTS.format(folder=folder), encoding="utf-8")
    return settings


def draw_with_own_font() -> None:
    """Let the made-up week be drawn with that font, too, whatever is installed."""
    from app.demo import draw

    draw._FOLDERS = ()  # type: ignore[assignment]
    draw.font.cache_clear()
