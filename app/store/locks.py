"""Locks of a memory that hold between processes and between the threads of one. The recorder's own is older and lies elsewhere."""

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from app.errors import KnownError
from app.paths import Places

_LOOK_AGAIN_S = 0.1


@contextlib.contextmanager
def copying(places: Places, *, wait_s: float = 0.0) -> Iterator[None]:
    """Be the only one that backs up or restores this memory. Raises KnownError backup_running after waiting so long."""
    with held(places.home / "backup.lock", "backup_running", wait_s=wait_s):
        yield


@contextlib.contextmanager
def held(path: Path, code: str, *, wait_s: float = 0.0) -> Iterator[None]:
    """Hold a file's lock as long as the block lasts. Raises KnownError with this code when another has it."""
    with path.open("a+b") as file:
        path.chmod(0o600)
        until = time.monotonic() + wait_s
        while not _taken(file):
            if time.monotonic() >= until:
                raise KnownError(code)
            time.sleep(_LOOK_AGAIN_S)
        yield


def _taken(file: IO[bytes]) -> bool:
    try:
        if os.name == "posix":
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return False
    return True
