"""What was copied, and whether it may be kept: values, rules and the way to a desktop's clipboard. No platform calls.

Text that is copied says nothing of how secret it is, so the rules are stricter than those for the screen. It is left out
unless it is known who offers it, and neither that program nor the window in use is excluded; a program that marks what
it offers as concealed is believed.
"""

import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from capture.clock import Clock
from capture.frame import Window
from capture.idle import is_locker
from capture.privacy import RuleLike, judge
from capture.screen import open_desktop
from capture.window import AddressOf, focused_window, names_of

MOST_BYTES = 100_000
BUDGET_S = 0.5
# The kinds of text that are asked for, the first one that is offered.
TEXT_TARGETS = ("UTF8_STRING", "text/plain;charset=utf-8")
# What password managers offer beside the text (https://nspasteboard.org, KDE's Klipper, Microsoft's clipboard formats).
_CONCEALED = (
    "passwordmanagerhint", "concealed", "org.nspasteboard.transient", "clipboard viewer ignore",
    "excludeclipboardcontentfrommonitorprocessing", "caninclude", "canupload", "com.agilebits.onepassword",
)  # fmt: skip
_ODD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Copied:
    """A text that was copied, and the window in which that seems to have happened. Times are aware UTC."""

    at: datetime
    zone: str
    text: str
    app: str
    title: str


@dataclass(frozen=True, slots=True)
class Owner:
    """The program that offers what was copied; `windows` are the ids of those of its windows that can be seen."""

    app: str = ""
    process: str = ""
    pid: int = 0
    private: bool = False
    windows: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a copied text comes from. `refused` is the code that says why it must not be kept, empty when it may."""

    refused: str = ""
    app: str = ""
    title: str = ""


class ClipboardSink(Protocol):
    """Where copied texts go. Called in the thread that listens.

    `copied` raises OSError when it cannot be kept; `paused` gives a reason code while nothing is to be kept.
    """

    def copied(self, copied: Copied) -> None: ...
    def paused(self, now: datetime) -> str | None: ...
    def rules(self) -> Sequence[RuleLike]: ...


class Clipboard(Protocol):
    """Hears of what is copied, until `stop` is set, and survives a desktop that goes away and comes back."""

    def run(self, stop: threading.Event) -> None: ...


def open_clipboard(
    sink: ClipboardSink,
    display: str | None = None,
    *,
    own_pid: int = 0,
    clock: Clock | None = None,
    address_of: AddressOf | None = None,
) -> Clipboard:
    """The clipboard of the desktop that would be recorded: the named X11 display, or that of this session.

    `own_pid` is a process whose copies are never taken; `address_of` helps rules on sites.
    Where the windows cannot be seen, nobody can tell where a text comes from, so there is no clipboard either.
    Raises KnownCaptureError: no_display, wayland_unsupported, platform_untried. No connection is left open.
    """
    desktop = open_desktop(display)
    from capture._x11_clipboard import X11Clipboard

    return X11Clipboard(desktop.name, sink, own_pid=own_pid, clock=clock, address_of=address_of)


def is_concealed(targets: Iterable[str]) -> bool:
    """Whether the kinds that are offered hold a mark of what is not to be remembered.

    >>> is_concealed(["TARGETS", "UTF8_STRING", "x-kde-passwordManagerHint"])
    True
    """
    return any(mark in target.casefold() for target in targets for mark in _CONCEALED)


def text_target(targets: Iterable[str]) -> str:
    """The kind to ask for; empty when no text is offered."""
    offered = set(targets)
    return next((target for target in TEXT_TARGETS if target in offered), "")


def text_of(raw: bytes) -> str:
    """What a program gave as text, without what no text holds.

    >>> text_of(b"caf\\xc3\\xa9\\r\\n\\x1b[0m\\0")
    'café\\n[0m'
    """
    return _ODD.sub("", raw.decode("utf-8", "replace").replace("\r\n", "\n"))


def origin_of(owner: Owner, windows: Sequence[Window], rules: Sequence[RuleLike], *, own_pid: int = 0) -> Origin:
    """Where a copied text comes from and whether it may be kept, by the windows of the moment (lowest first).

    While the focused window is the owner's, that window decides. Else the text came from behind: from a program without
    a window, or on somebody's behalf; then all windows of the owner and the focused one must be such as may be kept.
    """
    if any(is_locker(window) for window in windows):
        return Origin("lock_screen")
    verdicts = judge(windows, rules, own_pid=own_pid)
    judged = {window.id: verdict.reason for window, verdict in zip(windows, verdicts, strict=True) if not verdict.keep}
    program = Window(-1, owner.app, "", owner.process, owner.pid, 0, 0, 0, 0, focused=False, private=owner.private)
    mine = [window for window in windows if window.id in owner.windows]
    if names_of(program) or not mine:
        alone = judge([program], rules, own_pid=own_pid)[0]
        if not alone.keep:
            return Origin(alone.reason)
    focus = focused_window(windows)
    asked = [focus] if focus is not None and focus in mine else [*mine, *([focus] if focus is not None else [])]
    refused = next((judged[window.id] for window in asked if window.id in judged), "")
    if refused:
        return Origin(refused)
    shown = focus or (mine[-1] if mine else program)
    return Origin("", shown.app or shown.process, shown.title)
