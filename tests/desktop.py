"""A virtual desktop for tests, with waiting on conditions instead of sleeping. Starts nothing when imported."""

import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from Xlib.protocol import rq

from capture.virtual import VirtualDesktop, missing_programs

__all__ = ["VirtualDesktop", "missing_programs", "split_screen", "wait_for"]

_T = TypeVar("_T")


def wait_for(what: Callable[[], _T], *, patience_s: float = 30.0, every_s: float = 0.02) -> _T:
    """What a function returns as soon as it is true; fails when that takes too long."""
    until = time.monotonic() + patience_s
    while True:
        found = what()
        if found:
            return found
        assert time.monotonic() < until, "waited in vain"
        time.sleep(every_s)


class _SetMonitor(rq.Request):
    """RRSetMonitor; python-xlib's own one cannot be packed."""

    _request = rq.Struct(
        rq.Card8("opcode"), rq.Opcode(43), rq.RequestLength(), rq.Window("window"), rq.Card32("name"), rq.Bool("primary"),
        rq.Bool("automatic"), rq.LengthOf("outputs", 2), rq.Int16("x"), rq.Int16("y"), rq.Card16("width"), rq.Card16("height"),
        rq.Card32("width_mm"), rq.Card32("height_mm"), rq.List("outputs", rq.Card32Obj),
    )  # fmt: skip


def split_screen(display: Any, parts: Sequence[tuple[str, int, int]], height_px: int) -> None:
    """Make several logical monitors (name, x, width) side by side out of the one that Xvfb has. `display` is an Xlib Display."""
    root = display.screen().root
    outputs = list(root.xrandr_get_monitors().monitors[0].crtcs)
    opcode = display.display.get_extension_major("RANDR")
    for name, x, width_px in parts:
        _SetMonitor(
            display=display.display, opcode=opcode, window=root, name=display.intern_atom(name), primary=False, automatic=False,
            x=x, y=0, width=width_px, height=height_px, width_mm=100, height_mm=150, outputs=outputs,
        )  # fmt: skip
        outputs = []
    display.sync()
