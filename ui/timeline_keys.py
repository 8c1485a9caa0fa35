"""The keys of the timeline: which key goes where. One table, which the manual and the page's accessible description repeat."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent

from ui.daychart import ZOOM_IN, ZOOM_OUT
from ui.translate import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from ui.timeline import TimelinePage

# In the order in which people need them; (keys, what they do).
TOLD: tuple[tuple[str, str], ...] = (
    ("Left, Right", QT_TRANSLATE_NOOP("timeline_keys", "moment")),
    ("Page Up, Page Down", QT_TRANSLATE_NOOP("timeline_keys", "an hour, or what is in sight")),
    ("Home, End", QT_TRANSLATE_NOOP("timeline_keys", "first, last of the day")),
    ("Ctrl+Left, Ctrl+Right", QT_TRANSLATE_NOOP("timeline_keys", "day")),
    ("Ctrl+Page Up, Ctrl+Page Down", QT_TRANSLATE_NOOP("timeline_keys", "next application")),
    ("N", QT_TRANSLATE_NOOP("timeline_keys", "newest moment")),
    ("Ctrl+G", QT_TRANSLATE_NOOP("timeline_keys", "go to a day or a time, in words")),
    ("Space", QT_TRANSLATE_NOOP("timeline_keys", "play")),
    (", .", QT_TRANSLATE_NOOP("timeline_keys", "slower, faster")),
    ("Ctrl++, Ctrl+-, Ctrl+0", QT_TRANSLATE_NOOP("timeline_keys", "closer, wider, whole day")),
    ("E", QT_TRANSLATE_NOOP("timeline_keys", "select the episode")),
    ("Shift with the arrows", QT_TRANSLATE_NOOP("timeline_keys", "a range")),
    ("Esc", QT_TRANSLATE_NOOP("timeline_keys", "nothing selected, then back to the page that opened the moment")),
    ("Ctrl+C", QT_TRANSLATE_NOOP("timeline_keys", "copy the text")),
    ("O", QT_TRANSLATE_NOOP("timeline_keys", "open the page or file again")),
    ("P", QT_TRANSLATE_NOOP("timeline_keys", "pin")),
    ("Delete", QT_TRANSLATE_NOOP("timeline_keys", "forget")),
    ("Ctrl+Z", QT_TRANSLATE_NOOP("timeline_keys", "undo")),
)


def told() -> str:
    """All keys in one line of text."""
    return " · ".join(f"{keys}: {QCoreApplication.translate('timeline_keys', does)}" for keys, does in TOLD)


def pressed(page: "TimelinePage", event: QKeyEvent) -> bool:
    """Do what a key asks for; False where it asks for nothing here."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
    extend = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    if modifiers & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
        return False
    key = Qt.Key(event.key())
    does = (_with_control if control else _bare)(page, extend).get(key)
    if does is None:
        return False
    does()
    return True


def _bare(page: "TimelinePage", extend: bool) -> dict[Qt.Key, Callable[[], None]]:
    key = Qt.Key
    going: dict[Qt.Key, Callable[[], None]] = {
        key.Key_Left: lambda: page.step(-1, extend=extend),
        key.Key_Right: lambda: page.step(1, extend=extend),
        key.Key_Home: lambda: page.go(0, extend=extend),
        key.Key_End: lambda: page.go(len(page.moments) - 1, extend=extend),
        key.Key_PageUp: lambda: page.step_page(-1, extend=extend),
        key.Key_PageDown: lambda: page.step_page(1, extend=extend),
    }
    if extend:
        return going | {
            key.Key_Less: lambda: page.player.change_speed(-1),
            key.Key_Greater: lambda: page.player.change_speed(1),
        }
    return going | {
        key.Key_N: page.newest,
        key.Key_Space: page.player.toggle,
        key.Key_Comma: lambda: page.player.change_speed(-1),
        key.Key_Period: lambda: page.player.change_speed(1),
        key.Key_E: page.select_episode,
        key.Key_O: page.open_again,
        key.Key_P: page.pin_chosen,
        key.Key_Delete: page.forget_chosen,
        key.Key_Backspace: page.forget_chosen,
        key.Key_Escape: page.let_go,
    }


def _with_control(page: "TimelinePage", extend: bool) -> dict[Qt.Key, Callable[[], None]]:
    key = Qt.Key
    return {
        key.Key_Left: lambda: page.step_day(-1),
        key.Key_Right: lambda: page.step_day(1),
        key.Key_Home: page.oldest,
        key.Key_End: page.newest,
        key.Key_PageUp: lambda: page.step_app(-1, extend=extend),
        key.Key_PageDown: lambda: page.step_app(1, extend=extend),
        key.Key_G: page.choose_day,
        key.Key_Plus: lambda: page.chart.zoom(ZOOM_IN),
        key.Key_Equal: lambda: page.chart.zoom(ZOOM_IN),
        key.Key_Minus: lambda: page.chart.zoom(ZOOM_OUT),
        key.Key_0: page.chart.show_all,
        key.Key_C: page.copy_text,
        key.Key_Z: page.bar.undo,
    }
