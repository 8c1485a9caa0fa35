"""Putting a restored memory in the place of the one that is there, or of nothing: killed anywhere, either nothing happened or the next
opening of the memory completes it. Only moves files; what is in them was tested before.

The new files are laid out in `.restoring/`, then a file `tested` and the memory's keys in their place say that they count. From then on
each is moved into its place, the older one going to `.replaced/`, which is removed last.
"""

import contextlib
import shutil

from app.errors import KnownError
from app.paths import Places, make_private_folder, write_private
from app.store import locks
from app.store.backup_folder import settle

_FINISH_WAIT_S = 30.0
# The database is moved last: until then what is in the place is the older memory, or none.
_TESTED = "tested"
_MOVED = ("settings.toml", "pictures", "memory.db")
_LOGS = ("memory.db-wal", "memory.db-shm")


def staged(places: Places) -> Places:
    """Where a memory is laid out before it takes the place of the one at `places`."""
    return Places(places.home / ".restoring", places.key_file)


def clear(places: Places) -> None:
    """Remove what a restore left that was killed before its files counted. Call with `locks.copying` held."""
    home = staged(places).home
    if home.exists() and not _counts(places):
        shutil.rmtree(home)


def tidy(places: Places) -> None:
    """As `clear`, but nothing is done while somebody restores."""
    if staged(places).home.exists():
        with contextlib.suppress(KnownError), locks.copying(places):
            clear(places)


def ready(places: Places) -> None:
    """Let the staged files count: from here on whoever opens the memory moves them into their places first."""
    here = staged(places)
    settle([here.home, here.pictures, *here.pictures.glob("*")])
    write_private(here.home / _TESTED, b"")
    settle([here.home])
    if here.key_slots.exists():
        here.key_slots.replace(places.key_slots)
        settle([places.home])


def finish(places: Places) -> bool:
    """Complete a restore that was killed while its files were moved; whether there was one. Costs a look for one file when not.

    Raises KnownError backup_running when it goes on in another process.
    """
    if not _counts(places):
        return False
    with locks.copying(places, wait_s=_FINISH_WAIT_S):
        return move(places)


def move(places: Places) -> bool:
    """Move the staged files into their places, if they count. Each step may have been done before. Call with `locks.copying` held."""
    if not _counts(places):
        return False
    new, old = staged(places).home, places.home / ".replaced"
    make_private_folder(old)
    for name in _MOVED:
        if not (new / name).exists():
            continue
        for older in (name, *_LOGS) if name == "memory.db" else (name,):
            if (places.home / older).exists():
                (places.home / older).replace(old / older)
        (new / name).replace(places.home / name)
    settle([places.home, old])
    shutil.rmtree(old)
    (new / _TESTED).unlink()
    shutil.rmtree(new)
    return True


def _counts(places: Places) -> bool:
    """Where no memory was, the moving of its keys is what makes the rest count: without them nobody looks for a memory."""
    return (staged(places).home / _TESTED).exists() and places.key_slots.exists()
