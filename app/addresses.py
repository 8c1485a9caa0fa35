"""Which address the page on the screen has, by its window's title. Answers at once; the histories are read in another thread."""

import logging
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.store.browser_history import address_in, browser_of, newest_by_title, recent_pages, stamp
from capture.frame import Window
from capture.recorder import Windows
from capture.window import AddressOf, with_addresses

log = logging.getLogger(__name__)
READ_EVERY_S = 5.0
LOOK_BACK = timedelta(days=7)
_WAKE_S = 0.5
_NEW_FOR_S = 20.0  # Chromium writes a visit down after ten seconds
_AGAIN_AFTER_S = 300.0
_HIDDEN_AFTER_S = 10.0
_IDLE_AFTER_S = 600.0
_SHARE = 20  # reading takes at most one part in so many of the time
_MOST_TITLES = 1000


class AddressedWindows:
    """The windows of a desktop, those of browsers with the address that their title leads to."""

    def __init__(self, windows: Windows, address_of: AddressOf) -> None:
        self._windows, self._address_of = windows, address_of

    def visible(self) -> tuple[Window, ...]:
        """The visible windows, the lowest first. Raises ScreenLostError."""
        return with_addresses(self._windows.visible(), self._address_of)


@dataclass(slots=True)
class _Shown:
    """A title that is asked for again and again: since when, when last, and when the history is worth another look."""

    since_s: float
    asked_s: float
    next_s: float


class Addresses:
    """The addresses of pages by their titles. `of` may be called from any thread; `run` lives in one of its own.

    The histories are read when a title is asked for that is new, for as long as its page may still be missing from
    them; then only now and then, and never more often than every `read_every_s`. `profiles` is the folder of the
    browser's profiles, if not the usual one.
    """

    def __init__(self, *, profiles: Path | None = None, read_every_s: float = READ_EVERY_S) -> None:
        self._profiles, self._read_every_s = profiles, read_every_s
        self._lock = threading.Lock()
        self._wanted: set[str] = set()
        self._wake = threading.Event()
        self._known: dict[str, dict[str, str]] = {}
        self._shown: dict[tuple[str, str], _Shown] = {}
        self._stamps: dict[str, object] = {}
        self._asked_s = 0.0

    def of(self, app: str, title: str) -> str:
        """The address of the page in a window; empty when it is not known, or not yet. Never waits for the disk."""
        browser = browser_of(app)
        if not browser or not title:
            return ""
        now_s = time.monotonic()
        with self._lock:
            self._asked_s = now_s
            if self._is_due(browser, title, now_s):
                self._wanted.add(browser)
                self._wake.set()
            return address_in(title, self._known.get(browser, {}))

    def _is_due(self, browser: str, title: str, now_s: float) -> bool:
        """Whether the history may have something new to say of a title. A known one is asked of too: pages share titles."""
        if len(self._shown) >= _MOST_TITLES:
            self._shown.clear()
        shown = self._shown.get((browser, title))
        if shown is None or now_s - shown.asked_s > _HIDDEN_AFTER_S:
            shown = self._shown[browser, title] = _Shown(now_s, now_s, now_s)
        shown.asked_s = now_s
        if now_s < shown.next_s:
            return False
        shown.next_s = now_s + (self._read_every_s if now_s - shown.since_s < _NEW_FOR_S else _AGAIN_AFTER_S)
        return True

    def run(self, stop: threading.Event) -> None:
        """Read what is asked for until `stop` is set, not too often; let go of it all when nobody asks."""
        while not stop.is_set():
            if not self._wake.wait(_WAKE_S):
                self._let_go_when_idle()
                continue
            with self._lock:
                wanted, self._wanted = self._wanted, set()
                self._wake.clear()
            started_s = time.monotonic()
            for browser in sorted(wanted):
                try:
                    self._read(browser)
                except Exception as failure:  # noqa: BLE001 - the loop's edge: an odd history must not end the looking up
                    log.error("history of %s: unexpected %s", browser, type(failure).__name__)
            stop.wait(max(self._read_every_s, _SHARE * (time.monotonic() - started_s)))

    def _read(self, browser: str) -> None:
        now = stamp(browser, self._profiles)
        if now == self._stamps.get(browser):
            return
        pages = recent_pages(browser, datetime.now(UTC) - LOOK_BACK, profiles=self._profiles)
        found = newest_by_title(pages)
        with self._lock:
            self._known[browser], self._stamps[browser] = found, now
        log.info("history of %s read, titles=%d", browser, len(found))

    def _let_go_when_idle(self) -> None:
        with self._lock:
            if self._known and time.monotonic() - self._asked_s > _IDLE_AFTER_S:
                self._known.clear()
                self._stamps.clear()
                self._shown.clear()
