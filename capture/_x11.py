"""All that is asked of an X11 display: pixels by mss, windows and idle time by python-xlib. Nothing is decided here.

Everything connects at its first use, in the thread that uses it, and must stay there: Xlib is not safe across threads.
A broken connection becomes `ScreenLostError`, and the next use connects again. Windows come and go while one asks; what
vanished between two questions is left out, and the list is read anew, since the server has an event waiting by then.
"""

import contextlib
import os
import re
import socket
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import mss
import numpy as np
import psutil
from mss.exception import ScreenShotError
from Xlib import X, error

from capture._session_bus import SessionBus, session_of
from capture._x11_link import GONE, Link
from capture.change import Pixels
from capture.frame import GrabFailedError, KnownCaptureError, Monitor, ScreenLostError, Window
from capture.idle import Activity
from capture.window import document_of

_TITLE_AT_MOST = 1000
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
_PRIVATE_OPTIONS = {
    "--incognito", "-incognito", "--inprivate", "-inprivate", "-private", "--private", "-private-window",
    "--private-window", "--tor",
}  # fmt: skip
_TREE_EVENTS = {
    X.MapNotify,
    X.UnmapNotify,
    X.DestroyNotify,
    X.ReparentNotify,
    X.ConfigureNotify,
    X.GravityNotify,
    X.CirculateNotify,
}


class X11Screen:
    """Monitors and their pixels."""

    def __init__(self, link: Link, session: SessionBus | None = None) -> None:
        self._link = link
        self._session = session
        self._mss: mss.MSS | None = None
        self._root_size = (0, 0)

    def monitors(self) -> tuple[Monitor, ...]:
        """The monitors now, by RandR; the whole screen where the server has none."""
        with self._link.talking() as display:
            root = display.screen().root
            geometry = root.get_geometry()
            if (geometry.width, geometry.height) != self._root_size:
                self._close_mss()  # its buffer has the size of the screen that it first saw
                self._root_size = (geometry.width, geometry.height)
            found = self._from_randr(display, root)
            return found or (Monitor("screen", 0, 0, geometry.width, geometry.height),)

    def _from_randr(self, display: Any, root: Any) -> tuple[Monitor, ...]:
        if not display.has_extension("RANDR"):
            return ()
        try:
            reply = root.xrandr_get_monitors()
        except (error.XError, AttributeError):  # a server older than RandR 1.5
            return ()
        whole = (0, 0, *self._root_size)
        found: dict[str, Monitor] = {}
        for one in reply.monitors:
            right, bottom = min(one.x + one.width_in_pixels, whole[2]), min(one.y + one.height_in_pixels, whole[3])
            if right > one.x and bottom > one.y:
                name = display.get_atom_name(one.name)
                found.setdefault(name, Monitor(name, one.x, one.y, right - one.x, bottom - one.y))
        return tuple(found.values())

    def grab(self, monitor: Monitor) -> Pixels:
        """The pixels of a monitor, (height, width) uint32. Raises ScreenLostError, GrabFailedError."""
        area = {"left": monitor.x, "top": monitor.y, "width": monitor.width, "height": monitor.height}
        try:
            if self._mss is None:
                self._mss = mss.MSS(display=self._link.name)
            shot = self._mss.grab(area)
        except (ScreenShotError, OSError) as failure:
            self._close_mss()
            with self._link.talking() as display:
                display.sync()  # tells a lost display from a refused grab
            raise GrabFailedError from failure
        return np.frombuffer(shot.raw, dtype=np.uint32).reshape(shot.height, shot.width)

    def _close_mss(self) -> None:
        grabber, self._mss = self._mss, None
        if grabber is not None:
            with contextlib.suppress(ScreenShotError, OSError):
                grabber.close()

    def close(self) -> None:
        """Let go of the display and of the session's buses; to be called by the thread that used them."""
        self._close_mss()
        self._link.drop()
        if self._session is not None:
            self._session.close()


class X11Idle:
    """Time since the last input, by the MIT-SCREEN-SAVER extension, and what the session's services say, if asked."""

    def __init__(self, link: Link, session: SessionBus | None = None) -> None:
        self._link = link
        self._session = session

    def activity(self) -> Activity:
        """What the server and the services know of their user; no idle time where the server lacks the extension."""
        return self._input() if self._session is None else self._input().told(self._session.state())

    def _input(self) -> Activity:
        with self._link.talking() as display:
            if not display.has_extension("MIT-SCREEN-SAVER"):
                return Activity()
            try:
                info = display.screen().root.screensaver_query_info()
            except error.XError:
                return Activity()
            return Activity(idle_s=info.idle / 1000.0, blanked=info.state == 1)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a window stands: `frame` is the child of the root, `client` the application's own window in it."""

    frame: int
    client: int
    x: int
    y: int
    width: int
    height: int
    opaque: bool


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a client window says about itself."""

    app: str = ""
    title: str = ""
    process: str = ""
    pid: int = 0
    transient_for: int = 0
    private: bool = False
    document: str = ""


class X11Windows:
    """The visible windows. Asks the server again only for what an event said has changed."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._age = -1
        self._forget()

    def _forget(self) -> None:
        self._stale_tree, self._stale_focus = True, True
        self._places: list[_Place] = []
        self._facts: dict[int, _Facts] = {}
        self._client_of: dict[int, int] = {}
        self._focus = 0
        self._wm_base = 0
        self._wm_name = ""

    def visible(self) -> tuple[Window, ...]:
        """All windows that can be seen, the lowest first. Raises ScreenLostError."""
        with self._link.talking() as display:
            if self._age != self._link.age:
                self._age = self._link.age
                self._forget()
                mask = X.SubstructureNotifyMask | X.PropertyChangeMask | X.StructureNotifyMask
                display.screen().root.change_attributes(event_mask=mask)
            display.sync()  # what happened before now has its event in the queue after this
            self._take_events(display)
            if self._stale_tree:
                self._stale_tree = False
                self._read_tree(display)
                self._stale_focus = True
            if self._stale_focus:
                self._stale_focus = False
                self._focus = self._read_focus(display)
            for place in self._places:
                if place.client not in self._facts:
                    self._facts[place.client] = self._read_facts(display, place.client)
            return tuple(self._window(display, index) for index in range(len(self._places)))

    def _take_events(self, display: Any) -> None:
        roots = {display.screen().root.id}
        of_focus = {self._link.atom("_NET_ACTIVE_WINDOW")}
        of_tree = {
            self._link.atom(name)
            for name in ("_NET_CLIENT_LIST_STACKING", "_NET_CLIENT_LIST", "_NET_WM_WINDOW_OPACITY")
        }
        for _ in range(display.pending_events()):
            event = display.next_event()
            if event.type in _TREE_EVENTS:
                self._stale_tree = True
            elif event.type == X.PropertyNotify and event.window.id in roots:
                self._stale_focus |= event.atom in of_focus
                self._stale_tree |= event.atom in of_tree
            elif event.type == X.PropertyNotify:
                self._stale_tree |= event.atom in of_tree
                self._facts.pop(event.window.id, None)

    # -- the tree ------------------------------------------------------------------------------------------------------

    def _read_tree(self, display: Any) -> None:
        root = display.screen().root
        clients = self._client_list(root)
        composited = bool(display.get_selection_owner(self._link.atom("_NET_WM_CM_S0")))
        self._read_window_manager(display, root)
        places = []
        for child in root.query_tree().children:
            with contextlib.suppress(*GONE):
                place = self._place(display, child, clients, composited)
                if place is not None:
                    places.append(place)
        self._places = places
        there = {place.client for place in places}
        self._facts = {client: facts for client, facts in self._facts.items() if client in there}
        frames = {place.frame for place in places}
        self._client_of = {frame: client for frame, client in self._client_of.items() if frame in frames}

    def _client_list(self, root: Any) -> set[int]:
        for name in ("_NET_CLIENT_LIST_STACKING", "_NET_CLIENT_LIST"):
            found = root.get_full_property(self._link.atom(name), X.AnyPropertyType)
            if found is not None and found.format == 32:
                return {int(one) for one in found.value}
        return set()

    def _read_window_manager(self, display: Any, root: Any) -> None:
        """Whose menus and message boxes those are that belong to no application."""
        found = root.get_full_property(self._link.atom("_NET_SUPPORTING_WM_CHECK"), X.AnyPropertyType)
        if found is None or found.format != 32 or not len(found.value):
            self._wm_base, self._wm_name = 0, ""
            return
        check = int(found.value[0])
        self._wm_base = self._base(display, check)
        with contextlib.suppress(*GONE):
            self._wm_name = self._text(display.create_resource_object("window", check), "_NET_WM_NAME")

    @staticmethod
    def _base(display: Any, window: int) -> int:
        """The number that all windows of one client share; 0 for the server's own."""
        return window & ~int(display.display.info.resource_id_mask)

    def _place(self, display: Any, child: Any, clients: set[int], composited: bool) -> _Place | None:
        if not self._base(display, child.id):
            return None  # the server's own, such as a compositor's overlay: it shows what the others show
        attributes = child.get_attributes()
        if attributes.map_state != X.IsViewable or attributes.win_class == X.InputOnly:
            return None
        geometry = child.get_geometry()
        client = child.id if attributes.override_redirect else self._client(display, child, clients)
        if client not in self._facts:
            # Before its properties are read, so that none changes unseen in between.
            display.create_resource_object("window", client).change_attributes(event_mask=X.PropertyChangeMask)
        border = 2 * geometry.border_width
        see_through = composited and (geometry.depth == 32 or self._is_translucent(display, child.id, client))
        opaque = not see_through and not self._is_shaped(display, child)
        return _Place(
            child.id, client, geometry.x, geometry.y, geometry.width + border, geometry.height + border, opaque
        )

    def _client(self, display: Any, frame: Any, clients: set[int]) -> int:
        """The application's window inside a frame of the window manager."""
        if frame.id in clients:
            return int(frame.id)
        known = self._client_of.get(frame.id)
        if known is not None and known in clients:
            return known
        level = [frame]
        for _ in range(3):
            level = [child for parent in level for child in parent.query_tree().children]
            for child in level:
                if child.id in clients or (not clients and self._says_state(child)):
                    self._client_of[frame.id] = child.id
                    return int(child.id)
        return int(frame.id)

    def _says_state(self, window: Any) -> bool:
        return window.get_full_property(self._link.atom("WM_STATE"), X.AnyPropertyType) is not None

    def _is_translucent(self, display: Any, *ids: int) -> bool:
        atom = self._link.atom("_NET_WM_WINDOW_OPACITY")
        windows = (display.create_resource_object("window", one) for one in ids)
        return any(window.get_full_property(atom, X.AnyPropertyType) is not None for window in windows)

    @staticmethod
    def _is_shaped(display: Any, window: Any) -> bool:
        return display.has_extension("SHAPE") and bool(window.shape_query_extents().bounding_shaped)

    # -- what a window says --------------------------------------------------------------------------------------------

    def _read_focus(self, display: Any) -> int:
        root = display.screen().root
        found = root.get_full_property(self._link.atom("_NET_ACTIVE_WINDOW"), X.AnyPropertyType)
        if found is not None and found.format == 32 and len(found.value) and found.value[0]:
            return int(found.value[0])
        window = display.get_input_focus().focus
        self._stale_focus = True  # no property, no event: ask each time
        known = {one for place in self._places for one in (place.client, place.frame)}
        with contextlib.suppress(*GONE):
            while not isinstance(window, int) and window.id != root.id:
                if window.id in known:
                    return int(window.id)
                window = window.query_tree().parent
        return 0

    def _read_facts(self, display: Any, client: int) -> _Facts:
        window = display.create_resource_object("window", client)
        try:
            _, app = self._class(window)
            title = self._text(window, "_NET_WM_NAME") or self._text(window, "WM_NAME")
            pid = self._number(window, "_NET_WM_PID")
            if pid and self._text(window, "WM_CLIENT_MACHINE") not in ("", socket.gethostname(), "localhost"):
                pid = 0  # the number is of another machine
            transient_for = self._number(window, "WM_TRANSIENT_FOR")
        except GONE:
            return _Facts()
        process, private = _process_of(pid)
        return _Facts(app, title, process, pid, transient_for, private, _document_of(pid, title))

    def _class(self, window: Any) -> tuple[str, str]:
        parts = self._raw(window, "WM_CLASS").split(b"\0")
        names = [_clean(_decode(part)) for part in parts[:2]]
        instance = names[0] if names else ""
        return instance, (names[1] if len(names) > 1 and names[1] else instance)

    def _raw(self, window: Any, name: str) -> bytes:
        found = window.get_full_property(self._link.atom(name), X.AnyPropertyType)
        if found is None or found.format != 8:
            return b""
        return found.value.encode("latin-1", "replace") if isinstance(found.value, str) else bytes(found.value)

    def _text(self, window: Any, name: str) -> str:
        return _clean(_decode(self._raw(window, name)))

    def _number(self, window: Any, name: str) -> int:
        found = window.get_full_property(self._link.atom(name), X.AnyPropertyType)
        return int(found.value[0]) if found is not None and found.format == 32 and len(found.value) else 0

    # -- putting it together -------------------------------------------------------------------------------------------

    def _window(self, display: Any, index: int) -> Window:
        place = self._places[index]
        facts = self._facts[place.client]
        owner = self._owner(display, index, facts)
        lender = self._facts.get(owner, _Facts()) if not facts.app and not facts.process else facts
        app = lender.app
        if not app and not lender.process and self._wm_base and self._base(display, place.client) == self._wm_base:
            app = self._wm_name
        return Window(
            place.client, app, facts.title, lender.process, lender.pid, place.x, place.y, place.width, place.height,
            focused=self._focus in (place.client, place.frame), owner=owner, opaque=place.opaque,
            private=lender.private, document=facts.document,
        )  # fmt: skip

    def _owner(self, display: Any, index: int, facts: _Facts) -> int:
        """The window whose rule this one inherits: the one it is transient for; for a popup one of the same client."""
        place = self._places[index]
        clients = {one.client for one in self._places}
        if facts.transient_for in clients and facts.transient_for != place.client:
            return facts.transient_for
        if place.client != place.frame or place.client == self._focus:
            return 0
        base = self._base(display, place.client)
        same = [
            one.client for one in self._places if one.client != one.frame and self._base(display, one.client) == base
        ]
        if self._focus in same:
            return self._focus
        return same[-1] if same else 0


def _decode(raw: bytes) -> str:
    """Names as they come: UTF-8 when it is, else Latin-1, which fits any bytes."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _clean(text: str) -> str:
    """Without control characters and marks that turn the direction, and not endless."""
    return _CONTROL.sub(" ", text).strip()[:_TITLE_AT_MOST]


def _process_of(pid: int) -> tuple[str, bool]:
    """A process's name, and whether it was started for private browsing; empty when it cannot be read."""
    if pid <= 0:
        return "", False
    try:
        process = psutil.Process(pid)
        name = _clean(process.name())
        options = set(process.cmdline()[1:])
    except (psutil.Error, OSError):
        return "", False
    return name, bool(options & _PRIVATE_OPTIONS)


def _document_of(pid: int, title: str) -> str:
    """The file that a window is on, where its title or its program's start tells it."""
    arguments: list[str] = []
    folder = home = os.path.expanduser("~")  # noqa: PTH111 - a plain string is what is compared
    try:
        if pid > 0:
            process = psutil.Process(pid)
            arguments, folder = process.cmdline()[1:], process.cwd()
    except (psutil.Error, OSError):
        arguments = []
    return document_of(title, arguments, folder, home, os.path.isfile)


class X11Desktop:
    """The three parts over one connection. Made by `capture.screen.open_desktop`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._link = Link(name)
        self._session = session_of(name)

    @cached_property
    def screen(self) -> X11Screen:
        return X11Screen(self._link, self._session)

    @cached_property
    def windows(self) -> X11Windows:
        return X11Windows(self._link)

    @cached_property
    def idle(self) -> X11Idle:
        return X11Idle(self._link, self._session)


def check_display(name: str) -> bool:
    """Connect once and let go. True when it is XWayland, which shows only part of the screen. Raises no_display."""
    link = Link(name)
    try:
        with link.talking() as display:
            monitors = X11Screen(link).monitors()
            known = display.query_extension("XWAYLAND")
            return bool(known and known.present) or any(one.name.upper().startswith("XWAYLAND") for one in monitors)
    except ScreenLostError as failure:
        raise KnownCaptureError("no_display", display=name or os.environ.get("DISPLAY", "")) from failure
    finally:
        link.drop()
