"""Locks of a memory that hold between processes and between the threads of one."""

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

from app.errors import KnownError
from app.exclusive import hold
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
    until = time.monotonic() + wait_s
    while (file := hold(path)) is None:
        if time.monotonic() >= until:
            raise KnownError(code)
        time.sleep(_LOOK_AGAIN_S)
    with file:
        yield
