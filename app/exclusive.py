"""Locks between processes: one file, held until it is closed or its process ends. Nothing is written into it."""

import os
from pathlib import Path
from typing import IO


def hold(path: Path) -> IO[bytes] | None:
    """The open file that holds the lock, or None when another process or thread holds it."""
    file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
    try:
        if os.name == "posix":
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        file.close()
        return None
    return file
