"""What would be kept of the screen now: a memory's rules, pause and settings, and one look at the desktop. Keeps nothing."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from app.addresses import LOOK_BACK, READ_EVERY_S, AddressedWindows
from app.errors import KnownError
from app.memory import Memory
from app.settings import load
from app.store.browser_history import address_in, browser_of, newest_by_title, recent_pages, stamp
from capture.frame import KnownCaptureError
from capture.preview import WIDTH_PX, Look, Picture, Preview, Row, preview
from capture.screen import open_desktop

__all__ = ["WIDTH_PX", "Look", "PageAddresses", "Picture", "Preview", "Row", "apps_on_screen", "kept_now"]


class PageAddresses:
    """The addresses of pages by their titles, read from the browsers' histories when asked for. Belongs to one thread.

    A history is read anew when it has changed, and not more often than every few seconds. `profiles` is the folder of
    the browser's profiles, if not the usual one.
    """

    def __init__(self, *, profiles: Path | None = None, monotonic_s: Callable[[], float] = time.monotonic) -> None:
        self._profiles, self._monotonic_s = profiles, monotonic_s
        self._known: dict[str, tuple[float, object, dict[str, str]]] = {}

    def of(self, app: str, title: str) -> str:
        """The address of the page in a window; empty when it is not known."""
        browser = browser_of(app)
        return address_in(title, self._titles(browser)) if browser and title else ""

    def _titles(self, browser: str) -> dict[str, str]:
        now_s = self._monotonic_s()
        known = self._known.get(browser)
        if known is not None and now_s - known[0] < READ_EVERY_S:
            return known[2]
        seen = stamp(browser, self._profiles)
        if known is None or known[1] != seen:
            pages = recent_pages(browser, datetime.now(UTC) - LOOK_BACK, profiles=self._profiles)
            known = (now_s, seen, newest_by_title(pages))
        self._known[browser] = (now_s, seen, known[2])
        return known[2]


def kept_now(
    memory: Memory, *, display: str | None = None, pages: PageAddresses | None = None, picture_width_px: int = 0
) -> Preview:
    """One look at the named X11 display or that of this session; the connection is closed again.

    This process's own windows count as Recollect's. Raises KnownError no_display, wayland_unsupported,
    platform_untried, display_lost.
    """
    settings = load(memory.store.places.settings)
    paused = "by_user" if memory.recording_state().state == "paused" else None
    try:
        desktop = open_desktop(display)
        try:
            if settings.browser_history:
                looked_up = AddressedWindows(desktop.windows, (pages or PageAddresses()).of)
                desktop = replace(desktop, windows=looked_up)
            return preview(
                desktop, memory.rules(), own_pid=os.getpid(), paused=paused, idle_after_s=settings.idle_after_s,
                off=settings.off,
                keep_unknown=settings.unknown_window == "keep", pause_when_shared=settings.pause_when_shared,
                picture_width_px=picture_width_px,
            )  # fmt: skip
        finally:
            desktop.screen.close()
            if desktop.watch is not None:
                desktop.watch.close()
    except KnownCaptureError as error:
        raise KnownError(error.code, **error.params) from error


def apps_on_screen(display: str | None = None) -> list[str]:
    """The applications whose windows are on the screen now and would be kept without a rule of the user; nothing is kept of them.

    Raises KnownError as `kept_now`.
    """
    try:
        desktop = open_desktop(display)
        try:
            rows = preview(desktop, (), own_pid=os.getpid()).rows
        finally:
            desktop.screen.close()
            if desktop.watch is not None:
                desktop.watch.close()
    except KnownCaptureError as error:
        raise KnownError(error.code, **error.params) from error
    return list(dict.fromkeys(row.app for row in rows if row.app and row.kept))
