"""The database file as it lay on the disk at one instant, encrypted as it is, while others go on writing.

How it can stand still: all frames of the write-ahead log are brought into the file while nobody may write, and a read transaction is
begun before writing goes on. That transaction's mark keeps every checkpoint out of the file, so what others write stays in the log.
"""

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import KnownError

if TYPE_CHECKING:
    from app.store.db import Store

_TRIES = 120
_LOOK_AGAIN_S = 0.25
_RAW_BYTES = 1 << 20


@contextlib.contextmanager
def standing_still(store: "Store") -> Iterator["Store"]:
    """A connection that sees one state, which is also the state of the file itself until the block ends.

    `store` must not be in a transaction. Writers are held up for the time of a small checkpoint. Raises KnownError busy.
    """
    from app.store.db import open_store

    reader = open_store(store.places, store.key)
    try:
        _stand_still(store, reader)
        yield reader
    finally:
        reader.close()


def _stand_still(store: "Store", reader: "Store") -> None:
    for _ in range(_TRIES):
        reader.rows("PRAGMA wal_checkpoint(PASSIVE)")  # most of it, while others may still write
        store.execute("BEGIN IMMEDIATE")
        try:
            busy, frames, done = reader.rows("PRAGMA wal_checkpoint(PASSIVE)")[0]
            if not busy and frames == done:
                reader.execute("BEGIN")
                reader.value("SELECT count(*) FROM sqlite_master")  # a transaction gets its mark with its first read
                return
        finally:
            store.execute("ROLLBACK")
        time.sleep(_LOOK_AGAIN_S)  # an older reader still needs the log
    raise KnownError("busy")


def file_bytes(reader: "Store") -> int:
    """The size of the file as a connection of `standing_still` sees it."""
    return int(reader.value("PRAGMA page_count")) * int(reader.value("PRAGMA page_size"))


def chunks(reader: "Store", chunk_bytes: int) -> Iterator[bytes]:
    """The file, piece by piece, the last one shorter. For a connection of `standing_still`, inside its block."""
    size = file_bytes(reader)
    with _opened(reader.places.database) as handle:
        for start in range(0, size, chunk_bytes):
            yield _read(handle, start, min(chunk_bytes, size - start))


def raw(database: Path) -> Iterator[bytes]:
    """The file as it is on the disk now, while a connection of this process has it open and nobody writes."""
    with _opened(database) as handle:
        size = os.fstat(handle).st_size
        for start in range(0, size, _RAW_BYTES):
            yield _read(handle, start, min(_RAW_BYTES, size - start))


@contextlib.contextmanager
def _opened(database: Path) -> Iterator[int]:
    """A descriptor of the database file.

    On POSIX it is one that SQLite has open, and nobody closes it: a process that closes any descriptor of a file loses all its locks
    on that file (sqlite.org/howtocorrupt.html, 2.2), here those of every connection. While a connection lives, SQLite itself keeps
    the descriptors of its file open for the same reason.
    """
    if os.name == "posix":
        yield _descriptor_of(database)
        return
    with database.open("rb") as file:
        yield file.fileno()


def _descriptor_of(database: Path) -> int:
    wanted = database.stat()
    for handle in _descriptors():
        with contextlib.suppress(OSError):
            found = os.fstat(handle)
            if (found.st_dev, found.st_ino) == (wanted.st_dev, wanted.st_ino):
                return handle
    raise KnownError(
        "busy"
    )  # the file was moved away under the connection: a restore has just put another in its place


def _descriptors() -> list[int]:
    try:
        return [int(name) for name in os.listdir("/dev/fd")]  # noqa: PTH208 - the names are numbers
    except OSError:
        return list(range(4096))


def _read(handle: int, start: int, size: int) -> bytes:
    data = b""
    while len(data) < size:
        if os.name == "posix":
            more = os.pread(handle, size - len(data), start + len(data))
        else:
            os.lseek(handle, start + len(data), os.SEEK_SET)
            more = os.read(handle, size - len(data))
        if not more:
            raise KnownError("damaged")  # shorter than its own first page says
        data += more
    return data
