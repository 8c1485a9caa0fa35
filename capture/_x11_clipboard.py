"""The clipboard of an X11 display: told by XFixes when it changes hands, then asked once. Nothing is decided here.

It has a connection of its own, because the reader of windows takes every event that waits on its one. That reader is
opened for each copied text and closed again, so that the server holds no events for one who does not listen.
"""

import contextlib
import hashlib
import logging
import math
import select
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from Xlib import X, error

from capture._x11 import X11Desktop, _process_of
from capture._x11_link import Link
from capture.clipboard import (
    BUDGET_S,
    MOST_BYTES,
    ClipboardSink,
    Copied,
    Origin,
    Owner,
    is_concealed,
    origin_of,
    text_of,
    text_target,
)
from capture.clock import Clock, SystemClock
from capture.frame import ScreenLostError, Window
from capture.idle import resting
from capture.window import AddressOf, with_addresses

_log = logging.getLogger(__name__)
_STOP_SEEN_AFTER_S = 0.5
_REST_S = 0.2  # after each text: some programs take the clipboard again and again
_BACK_OFF_AT_MOST_S = 30.0
_OWNER_CHANGED = 1  # XFixesSetSelectionOwnerNotifyMask
_LOCAL_PID = 2  # LocalClientPIDMask of X-Resource 1.2
_GONE = (error.BadWindow, error.BadAtom, error.BadMatch, error.BadValue)


class _LeftOutError(Exception):
    """Why a text was not fetched, as a code."""


class X11Clipboard:
    """Listens to one display. Lives in the thread that calls `run`."""

    def __init__(
        self,
        name: str,
        sink: ClipboardSink,
        *,
        own_pid: int = 0,
        clock: Clock | None = None,
        address_of: AddressOf | None = None,
    ) -> None:
        self._link = Link(name)
        self._sink, self._own_pid, self._address_of = sink, own_pid, address_of
        self._clock: Clock = clock or SystemClock()
        self._changed: Any = None
        self._last = b""
        self._failures = 0

    def run(self, stop: threading.Event) -> None:
        """Listen until `stop` is set; ends within a second. A display that went away is looked for again."""
        try:
            while not stop.is_set():
                try:
                    if not self._listen(stop):
                        return
                except ScreenLostError:
                    self._failures += 1
                except Exception as failure:  # noqa: BLE001 - the loop's edge: one odd program must not end the listening
                    _log.error("clipboard: unexpected %s", type(failure).__name__)
                    self._failures += 1
                    self._link.drop()
                if self._failures:
                    self._clock.wait(stop, min(0.5 * 2 ** min(self._failures - 1, 8), _BACK_OFF_AT_MOST_S))
        finally:
            self._link.drop()

    def _listen(self, stop: threading.Event) -> bool:
        """False when this server cannot tell of its clipboard."""
        with self._link.talking() as display:
            if not display.has_extension("XFIXES"):
                _log.warning("clipboard: the display has no XFIXES")
                return False
            display.xfixes_query_version()
            self._changed = None
            clipboard, root = self._link.atom("CLIPBOARD"), display.screen().root
            display.xfixes_select_selection_input(root, clipboard, _OWNER_CHANGED)
            display.sync()
            self._failures = 0
            while not stop.is_set():
                if self._changed is None:
                    self._wait(display, time.monotonic() + _STOP_SEEN_AFTER_S, lambda _: False)
                change, self._changed = self._changed, None
                if change is not None:
                    self._take(display, change)
                    self._clock.wait(stop, _REST_S)
        return True

    def _wait(self, display: Any, until_s: float, wanted: Callable[[Any], bool]) -> Any:
        """The next event that is wanted, or None when the time is over or the clipboard has changed hands."""
        display.flush()
        while True:
            while display.pending_events():
                event = display.next_event()
                if self._is_change(display, event):
                    self._changed = event
                elif wanted(event):
                    return event
            left_s = until_s - time.monotonic()
            if left_s <= 0 or self._changed is not None:
                return None
            select.select([display.fileno()], [], [], left_s)

    @staticmethod
    def _is_change(display: Any, event: Any) -> bool:
        return bool((event.type, getattr(event, "sub_code", None)) == display.extension_event.SetSelectionOwnerNotify)

    # -- one change of hands -------------------------------------------------------------------------------------------

    def _take(self, display: Any, change: Any) -> None:
        try:
            if isinstance(change.owner, int):
                raise _LeftOutError("emptied")
            paused = self._sink.paused(self._clock.now())
            if paused is not None:
                raise _LeftOutError(paused)
            origin = self._origin(display, change.owner)
            if origin.refused:
                raise _LeftOutError(origin.refused)
            raw = self._fetched(display, change)
        except _LeftOutError as reason:
            _log.info("copied text left out: %s", reason)
            return
        except _GONE:
            _log.info("copied text left out: owner_gone")
            return
        self._hand_on(text_of(raw), origin)

    def _hand_on(self, text: str, origin: Origin) -> None:
        digest = hashlib.sha256(text.encode()).digest()
        if not text.strip() or digest == self._last:  # a clipboard manager offers what it has just taken over
            return
        self._last = digest
        try:
            self._sink.copied(Copied(self._clock.now(), self._clock.zone(), text, origin.app, origin.title))
        except OSError as failure:
            _log.warning("copied text not kept, errno %s", failure.errno)

    def _origin(self, display: Any, owner: Any) -> Origin:
        desktop = X11Desktop(self._link.name)
        try:
            windows, activity = desktop.windows.visible(), desktop.idle.activity()
        finally:
            desktop.screen.close()
        rest = resting(activity, idle_after_s=math.inf)
        if rest is not None:
            return Origin(rest[1])
        if self._address_of is not None:
            windows = with_addresses(windows, self._address_of)
        return origin_of(self._owner(display, owner, windows), windows, self._sink.rules(), own_pid=self._own_pid)

    def _owner(self, display: Any, owner: Any, windows: Iterable[Window]) -> Owner:
        """The program behind the window that offers, which is mostly an unseen one."""
        pid = self._pid(display, owner.id)
        process, private = _process_of(pid)
        base = display.display.info.resource_id_mask
        seen = (one.id for one in windows if one.id & ~base == owner.id & ~base or (pid and one.pid == pid))
        names = owner.get_wm_class()
        return Owner(names[1] if names else "", process, pid, private, frozenset(seen))

    @staticmethod
    def _pid(display: Any, window_id: int) -> int:
        """The process that made a window, by the server's own knowledge; 0 when it has none."""
        if not display.has_extension("X-Resource"):
            return 0
        try:
            version = display.res_query_version()
            if (version.server_major, version.server_minor) < (1, 2):
                return 0
            found = display.res_query_client_ids([{"client": window_id, "mask": _LOCAL_PID}]).ids
        except error.XError:
            return 0
        return next((int(one.value[0]) for one in found if len(one.value)), 0)

    # -- fetching ------------------------------------------------------------------------------------------------------

    def _fetched(self, display: Any, change: Any) -> bytes:
        """What is offered as text. Raises _LeftOutError.

        A window for each: what a slow program still sends after its time goes nowhere.
        """
        until_s = time.monotonic() + BUDGET_S
        window = display.screen().root.create_window(
            -1, -1, 1, 1, 0, 0, X.InputOnly, X.CopyFromParent, event_mask=X.PropertyChangeMask
        )
        try:
            offered = self._converted(display, window, "TARGETS", change, until_s)
            targets = self._atom_names(display, offered.value) if offered.format == 32 else []
            if is_concealed(targets):
                raise _LeftOutError("concealed")
            target = text_target(targets)
            if not target:
                raise _LeftOutError("no_text")
            raw = self._bytes(display, window, target, change, until_s)
            owner = display.get_selection_owner(change.selection)
            if self._changed is not None or getattr(owner, "id", owner) != change.owner.id:
                raise _LeftOutError("changed_hands")
            return raw
        finally:
            with contextlib.suppress(error.XError):
                window.destroy()

    @staticmethod
    def _atom_names(display: Any, atoms: Iterable[int]) -> list[str]:
        names = []
        for atom in list(atoms)[:200]:
            with contextlib.suppress(*_GONE):
                names.append(str(display.get_atom_name(atom)))
        return names

    def _converted(self, display: Any, window: Any, target: str, change: Any, until_s: float) -> Any:
        """The property in which the owner answers. Raises _LeftOutError."""
        number, place = self._link.atom(target), self._link.atom("RECOLLECT_COPIED")
        window.convert_selection(change.selection, number, place, change.selection_timestamp)
        answer = self._wait(display, until_s, lambda event: event.type == X.SelectionNotify and event.target == number)
        if answer is None:
            raise _LeftOutError("no_answer")
        if not answer.property:
            raise _LeftOutError("refused")
        return self._property(window, place)

    @staticmethod
    def _property(window: Any, place: int) -> Any:
        found = window.get_property(place, X.AnyPropertyType, 0, MOST_BYTES // 4, delete=True)
        if found is None:
            raise _LeftOutError("refused")
        if found.bytes_after:
            raise _LeftOutError("too_long")
        return found

    def _bytes(self, display: Any, window: Any, target: str, change: Any, until_s: float) -> bytes:
        """The text in one piece, or, as INCR, in many (ICCCM 2.7.2): each is there once the one before was deleted."""
        found = self._converted(display, window, target, change, until_s)
        if found.property_type != self._link.atom("INCR"):
            return _raw(found)
        place, whole = self._link.atom("RECOLLECT_COPIED"), b""
        while True:
            arrived = self._wait(
                display,
                until_s,
                lambda event: event.type == X.PropertyNotify and event.state == X.PropertyNewValue,
            )
            if arrived is None:
                raise _LeftOutError("no_answer")
            piece = _raw(self._property(window, place))
            if not piece:
                return whole
            whole += piece
            if len(whole) > MOST_BYTES:
                raise _LeftOutError("too_long")


def _raw(found: Any) -> bytes:
    if found.format != 8:
        raise _LeftOutError("no_text")
    return found.value.encode("latin-1", "replace") if isinstance(found.value, str) else bytes(found.value)
