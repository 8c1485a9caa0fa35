"""One recorder a memory: the lock that says so. It ends with the process that holds it."""

import os
from typing import Any

from app.errors import KnownError
from app.paths import Places


def take_lock(places: Places) -> Any:
    """Hold the recorder's lock until the returned file is closed or this process ends. Raises KnownError recorder_running."""
    file = places.recorder_lock.open("a+b")
    try:
        if os.name == "posix":
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        file.close()
        raise KnownError("recorder_running") from None
    return file
