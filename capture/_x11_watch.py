"""What happens on an X11 display: damage, windows, titles, pointer buttons, the clipboard changing hands.

No keys: XInput 2 is asked for raw *button* events alone, and that something was typed is only seen by its damage. A
connection of its own, in the thread that waits on it.
"""

import select
from typing import Any

from Xlib import X
from Xlib.ext import damage, ge, xfixes, xinput

from capture._x11_link import GONE, LOST, Link
from capture.triggers import Happening

_WINDOW_EVENTS = {X.MapNotify, X.UnmapNotify, X.DestroyNotify, X.ReparentNotify, X.ConfigureNotify, X.CirculateNotify}
_WHEEL = {4, 5, 6, 7}
_AGAIN_S = 0.1
_RAW_BUTTON_PRESS = 15
_BUTTON = slice(6, 10)  # of a raw event's data behind its header: device, time, then the button, little-endian


class X11Watch:
    """Waits for something to happen. Connects at first use; raises ScreenLostError, and connects again after."""

    def __init__(self, name: str) -> None:
        self._link = Link(name)
        self._age = -1
        self._damage: Any = None
        self._told = False  # the server has told of damage and will not again until it is cleared
        self._focus = 0

    def wait(self, seconds: float) -> list[Happening]:
        """What happened until now, waiting at most so long for the first thing. A new connection says "window"."""
        with self._link.talking() as display:
            if self._age != self._link.age:
                self._age = self._link.age
                self._listen(display)
                return ["window"]
            if not display.pending_events():
                select.select([display.fileno()], [], [], min(seconds, _AGAIN_S) if self._told else seconds)
            happened = self._read(display)
            if self._told and "damage" not in happened:
                self._clear(display)
            return happened

    def clear(self) -> None:
        """From here on damage is told of again; to be called before pixels are taken."""
        if self._age == self._link.age:
            with self._link.talking() as display:
                self._clear(display)
                display.sync()

    def close(self) -> None:
        """Let go of the display; to be called by the thread that used it."""
        self._link.drop()

    def _clear(self, display: Any) -> None:
        display.damage_subtract(self._damage)
        display.flush()
        self._told = False

    def _listen(self, display: Any) -> None:
        root = display.screen().root
        display.damage_query_version()
        display.xinput_query_version()
        self._damage = root.damage_create(damage.DamageReportNonEmpty)
        root.xinput_select_events([(xinput.AllMasterDevices, xinput.RawButtonPressMask)])
        root.change_attributes(event_mask=X.PropertyChangeMask | X.SubstructureNotifyMask | X.StructureNotifyMask)
        if display.has_extension("XFIXES"):
            display.xfixes_query_version()
            display.xfixes_select_selection_input(
                root, self._link.atom("CLIPBOARD"), xfixes.XFixesSetSelectionOwnerNotifyMask
            )
        self._told, self._focus = False, 0
        self._follow_focus(display)
        display.sync()

    def _follow_focus(self, display: Any) -> None:
        """Hear of the titles of the window that has the focus."""
        found = display.screen().root.get_full_property(self._link.atom("_NET_ACTIVE_WINDOW"), X.AnyPropertyType)
        focus = int(found.value[0]) if found is not None and found.format == 32 and len(found.value) else 0
        if focus == self._focus:
            return
        for window, mask in ((self._focus, 0), (focus, X.PropertyChangeMask)):
            if window:
                display.create_resource_object("window", window).change_attributes(event_mask=mask)
        self._focus = focus

    def _read(self, display: Any) -> list[Happening]:
        happened: dict[Happening, None] = {}
        for _ in range(display.pending_events()):
            event = display.next_event()
            what = self._property(display, event) if event.type == X.PropertyNotify else _meaning(display, event)
            if what is not None:
                happened[what] = None
        self._told |= "damage" in happened
        if "window" in happened:
            self._follow_focus(display)
        return list(happened)

    def _property(self, display: Any, event: Any) -> Happening | None:
        if event.window.id == display.screen().root.id:
            return "window" if event.atom == self._link.atom("_NET_ACTIVE_WINDOW") else None
        titles = (self._link.atom("_NET_WM_NAME"), self._link.atom("WM_NAME"))
        return "title" if event.window.id == self._focus and event.atom in titles else None


def _meaning(display: Any, event: Any) -> Happening | None:
    if event.type == display.extension_event.DamageNotify:
        return "damage"
    if event.type in _WINDOW_EVENTS:
        return "window"
    if event.type == ge.GenericEventCode and event.evtype == _RAW_BUTTON_PRESS:
        button = int.from_bytes(bytes(event.data[_BUTTON]), "little")
        return "scroll" if button in _WHEEL else "click"
    return "clipboard" if isinstance(event, xfixes.SetSelectionOwnerNotify) else None


def can_watch(name: str) -> bool:
    """Whether the server tells of damage and pointer buttons. Without, one has to look again and again."""
    link = Link(name)
    try:
        with link.talking() as display:
            return bool(display.has_extension("DAMAGE") and display.has_extension("XInputExtension"))
    except (*LOST, *GONE):
        return False
    finally:
        link.drop()
