"""Whether somebody waits for an answer now, in any process: whoever asks holds a lock, whoever works in the background looks at it.

The kernel lets go of the lock when its holder dies. Nothing is written into the file, and no transaction is needed.
"""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from typing import IO

from app.paths import Places

_LOOK_AGAIN_S = 0.05
_TRIES = 5


@contextlib.contextmanager
def asking(places: Places) -> Iterator[None]:
    """Let all that works in the background give way while the block lasts. Never fails: who cannot say so asks all the same."""
    file = _opened(places)
    try:
        if file is not None:
            _share(file)
        yield
    finally:
        if file is not None:
            file.close()


def asked(places: Places) -> bool:
    """Whether anybody asks now. Takes some 20 microseconds."""
    file = _opened(places)
    if file is None:
        return False
    with file:
        return not _locked(file, shared=False)


def give_way(places: Places, cancelled: Callable[[], bool] = lambda: False) -> None:
    """Wait until nobody asks any more."""
    while asked(places) and not cancelled():
        time.sleep(_LOOK_AGAIN_S)


def _opened(places: Places) -> IO[bytes] | None:
    try:
        return os.fdopen(os.open(places.home / "asking.lock", os.O_RDWR | os.O_CREAT, 0o600), "r+b")
    except OSError:
        return None


def _share(file: IO[bytes]) -> None:
    for _ in range(_TRIES):  # somebody who just looks holds it for some microseconds
        if _locked(file, shared=True):
            return
        time.sleep(0.001)


def _locked(file: IO[bytes], *, shared: bool) -> bool:
    try:
        if os.name == "posix":
            import fcntl

            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        else:
            import msvcrt  # knows no shared locks: of two that ask the first is seen

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return False
    return True
