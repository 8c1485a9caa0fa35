"""A guard against a fault of PySide6 6.12 under Python 3.11. Nothing else lives here; it goes when the fault does.

PySide6 6.12.0 hands out None and True without counting the reference, as later Pythons allow, for there these objects are
immortal. Under 3.11 they are counted: each call of an overridden method and each emitted signal takes one reference too
many, and after some hundred the interpreter ends with "deallocating None". 6.11.3 does not do so (both were measured).
"""

import ctypes
import sys

ENOUGH = 1 << 40


def hold_singletons() -> bool:
    """Make None, True and False outlive every miscount. Returns whether that was needed; once a process is enough."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return False
    for singleton in (None, True, False):
        count = ctypes.c_ssize_t.from_address(id(singleton))
        if count.value < ENOUGH:
            count.value += ENOUGH
    return True
