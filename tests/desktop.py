"""A virtual desktop for tests, with waiting on conditions instead of sleeping. Starts nothing when imported."""

import time
from collections.abc import Callable
from typing import TypeVar

from capture.virtual import VirtualDesktop, missing_programs

__all__ = ["VirtualDesktop", "missing_programs", "wait_for"]

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
