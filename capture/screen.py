"""Finding the desktop to record. Picks the platform when called, so that importing this needs none of them."""

import os
import sys
from dataclasses import dataclass

from capture.frame import KnownCaptureError
from capture.idle import SessionState
from capture.recorder import Idle, Screen, Watch, Windows


@dataclass(frozen=True, slots=True)
class Desktop:
    """The parts of a desktop that a recorder needs. They connect at first use and belong to the thread that does so."""

    name: str
    screen: Screen
    windows: Windows
    idle: Idle
    watch: Watch | None = None


def open_desktop(display: str | None = None) -> Desktop:
    """The desktop to record: the named X11 display, or that of this session.

    Raises KnownCaptureError: no_display, wayland_unsupported, platform_untried. May be called in another thread than
    the one that records; no connection is left open.
    """
    if not sys.platform.startswith(("linux", "freebsd", "openbsd", "netbsd")):
        raise KnownCaptureError("platform_untried", platform=sys.platform)
    wayland = bool(os.environ.get("WAYLAND_DISPLAY")) or os.environ.get("XDG_SESSION_TYPE") == "wayland"
    name = display or os.environ.get("DISPLAY", "")
    if not name:
        raise KnownCaptureError("wayland_unsupported" if wayland else "no_display", display="")
    from capture._x11 import X11Desktop, check_display
    from capture._x11_watch import X11Watch, can_watch

    is_xwayland = check_display(name)
    if is_xwayland and not display:
        raise KnownCaptureError("wayland_unsupported", display=name)
    desktop = X11Desktop(name)
    return Desktop(name, desktop.screen, desktop.windows, desktop.idle, X11Watch(name) if can_watch(name) else None)


def session_state() -> SessionState:
    """What the services of this process' own session say now; nothing on a system where none can be asked."""
    if sys.platform != "linux":
        return SessionState()
    from capture._session_bus import SessionBus

    bus = SessionBus()
    try:
        return bus.state()
    finally:
        bus.close()
