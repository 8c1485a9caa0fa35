"""The text that the window in front offers to screen readers: cleaner than any recognition, and no pixel of it has to be read.

It is asked for right after a picture was taken, within a budget, and used only where it can be trusted: all of it came in time, it lies
in what could be seen of that window, and there is something on the picture where each line is said to stand. The rest is recognised.
"""

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from PIL import Image, ImageDraw

from app.records import Box
from capture.frame import Frame, Rect

BUDGET_MS = 200
_FRESH_S = 1.0
_REMEMBERED = 4
_SILENT_FOR_S = 60.0
_LEAST_CONTRAST = 24
_LEAST_SHARE = 0.8


class Teller(Protocol):
    """Asks a process for the text of its window; None when it offers none. Raises an error of `failures`."""

    def text(self, pid: int, title: str, *, budget_ms: int = BUDGET_MS) -> Any: ...


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A line that a window told, in pixels of the picture."""

    text: str
    x: int
    y: int
    width: int
    height: int
    confidence: float = 1.0
    block: int = 0
    words: tuple[tuple[str, int, int, int, int], ...] = ()

    @property
    def box(self) -> Box:
        return Box(self.x, self.y, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Told:
    """What a window told: its lines, and the address of the page that it shows, empty for none."""

    lines: tuple[ToldLine, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class _InFront:
    pid: int
    title: str
    at_s: float
    origin: tuple[int, int]
    parts: tuple[Rect, ...]


class WindowTexts:
    """Knows for the last pictures which window was in front, and asks it. `note` belongs to the recorder, `ask` to the reader."""

    def __init__(self, teller: Teller, failures: tuple[type[Exception], ...]) -> None:
        self._teller, self._failures = teller, failures
        self._lock = threading.Lock()
        self._in_front: OrderedDict[str, _InFront] = OrderedDict()
        self._silent: dict[int, float] = {}

    def note(self, public_id: str, frame: Frame) -> None:
        """Remember whose window a kept picture shows in front; only the newest picture is ever asked about."""
        pane = next((one for one in frame.panes if one.window.focused and one.window.pid), None)
        with self._lock:
            if pane is not None:
                at = (frame.monitor.x, frame.monitor.y)
                self._in_front[public_id] = _InFront(
                    pane.window.pid, pane.window.title, time.monotonic(), at, pane.parts
                )
            while len(self._in_front) > _REMEMBERED:
                self._in_front.popitem(last=False)

    def ask(self, public_id: str, picture: Image.Image) -> Told:
        """What the window in front of a picture tells; nothing when it is too late, or it is not to be trusted."""
        with self._lock:
            newest = next(reversed(self._in_front), "")
            asked = self._in_front.pop(public_id, None)
        now_s = time.monotonic()
        if (
            asked is None
            or public_id != newest
            or now_s - asked.at_s > _FRESH_S
            or self._silent.get(asked.pid, 0.0) > now_s
        ):
            return Told()
        try:
            told = self._teller.text(asked.pid, asked.title, budget_ms=BUDGET_MS)
        except self._failures:
            told = None
        if told is None or not told.whole or not told.lines:
            self._silent = {asked.pid: now_s + _SILENT_FOR_S}  # it was asked in vain; most programs never answer
            return Told()
        return Told(tuple(_trusted([_placed(line, asked) for line in told.lines], asked, picture)), str(told.url))


def _placed(line: tuple[str, int, int, int, int], asked: _InFront) -> ToldLine:
    text, x, y, width, height = line
    return ToldLine(" ".join(text.split()), x - asked.origin[0], y - asked.origin[1], width, height)


def _trusted(lines: Sequence[ToldLine], asked: _InFront, picture: Image.Image) -> list[ToldLine]:
    """Those that lie whole in what could be seen; none at all when too many stand where the picture is empty."""
    inside = [line for line in lines if line.text and any(_holds(part, line) for part in asked.parts)]
    gray = np.asarray(picture.convert("L"))
    inked = [
        line
        for line in inside
        if np.ptp(gray[line.y : line.y + line.height, line.x : line.x + line.width]) > _LEAST_CONTRAST
    ]
    return inked if inside and len(inked) >= _LEAST_SHARE * len(inside) else []


def _holds(part: Rect, line: ToldLine) -> bool:
    x, y, width, height = part
    right, bottom = line.x + line.width, line.y + line.height
    return (
        line.width > 0
        and line.height > 0
        and x <= line.x
        and y <= line.y
        and right <= x + width
        and bottom <= y + height
    )


def without_told(picture: Image.Image, lines: Sequence[ToldLine]) -> Image.Image:
    """The picture with what was told already filled with the colour beside it, so that it is not recognised again."""
    if not lines:
        return picture
    left = picture.copy()
    draw = ImageDraw.Draw(left)
    for line in lines:
        beside = picture.getpixel((max(line.x - 1, 0), max(line.y - 1, 0)))
        draw.rectangle((line.x, line.y, line.x + line.width - 1, line.y + line.height - 1), fill=beside)
    return left


def is_told(box: Box, lines: Sequence[ToldLine]) -> bool:
    """Whether the middle of a box lies in a line that was told."""
    x, y = box.x + box.width / 2, box.y + box.height / 2
    return any(one.x <= x < one.x + one.width and one.y <= y < one.y + one.height for one in lines)


def session_bus_there() -> bool:
    """Whether this process has a session bus to ask on; nothing is started by asking."""
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return True
    return hasattr(os, "getuid") and Path(f"/run/user/{os.getuid()}/bus").exists()
