"""How the C library keeps memory that was given back. Linux with glibc; elsewhere nothing is done, and nothing is claimed."""

import ctypes
import sys

# Of glibc's malloc.h.
_M_MMAP_THRESHOLD = -3
_LARGE_BYTES = 256 * 1024


def give_back_early() -> bool:
    """Let blocks as large as a picture go back to the system as soon as they are free. Without it a program that decodes pictures in
    several threads keeps twice what it uses. Call it before there are threads. False where it cannot be done.
    """
    if sys.platform != "linux":
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):  # another C library
        return False
    return bool(mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES))
