"""Bringing an older store's schema up to date: one process at a time, each migration in a transaction of its own, after a copy.

The copy is destroyed once the store was verified. A kill at any step leaves a store of one schema or the next, never between; the
next start goes on.
"""

import logging
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import KnownError
from app.paths import Places
from app.store import dbapi, locks, snapshot
from app.store.migrations import KNOWN, migrations, schema_version

if TYPE_CHECKING:
    from app.store.db import Store

log = logging.getLogger(__name__)
_WAIT_S = 120.0
_AT_ONCE_BYTES = 1 << 20


def copy_of(places: Places) -> Path:
    """Where the store as it was before lies while it is brought up to date; its log lies beside it."""
    return places.home / "memory.db.before"


def upgrade(store: "Store") -> None:
    """Apply the migrations that a store lacks; does nothing where it has all.

    Raises KnownError schema_newer, disk_full, busy, and upgrade_failed, which names the copy of what was there before.
    """
    have, copy = schema_version(store.db), copy_of(store.places)
    if have == len(KNOWN) and not _parts(copy):
        return
    with locks.held(store.places.home / "upgrade.lock", "busy", wait_s=_WAIT_S):
        have = schema_version(store.db)
        if 0 < have < len(KNOWN):
            _copy(store, copy)
        for name, following in zip(KNOWN[have:], [*KNOWN[have + 1 :], ()], strict=False):
            with store.writing():
                migrations.apply(store.db, stop_before=following)
            log.info("schema %s applied", name)
        if copy.exists():
            _verify(store, copy)
        destroy(copy)


def _copy(store: "Store", copy: Path) -> None:
    """Copy database and log as they are, encrypted. Nobody writes meanwhile; a checkpoint only repeats what the log holds."""
    from app.store.db import free_bytes, known_os_error

    database, wal = store.places.database, store.places.database.with_name("memory.db-wal")
    needed = database.stat().st_size + (wal.stat().st_size if wal.exists() else 0)
    if free_bytes(store.places) < 2 * needed:
        raise KnownError("disk_full", free_mb=free_bytes(store.places) >> 20)
    destroy(copy)  # what an earlier start left: its log would not fit
    try:
        with store.writing():
            if wal.exists():  # the log first: without it the copy is not used
                _put(_log_of(copy), [wal.read_bytes()])
            _put(copy, snapshot.raw(database))
    except OSError as error:
        raise known_os_error(error, store.places) from error


def _put(target: Path, parts: Iterable[bytes]) -> None:
    part = target.with_name(target.name + ".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        for data in parts:
            file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)


def _log_of(copy: Path) -> Path:
    return copy.with_name(copy.name + "-wal")


def _counts(connection: dbapi.Connection) -> dict[str, int]:
    """How many rows each table has."""
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
    ).fetchall()
    own = [name for (name,) in tables if not name.startswith(("passage_fts", "passage_grams", "sqlite_", "_sqlite"))]
    return {name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in own}


def _verify(store: "Store", copy: Path) -> None:
    """Whether nothing was lost. Raises KnownError upgrade_failed; the copy stays then, also at the next start."""
    held = dbapi.connect(str(copy), isolation_level=None)
    try:
        held.execute(f"PRAGMA key = \"x'{store.key.derive('database').hex()}'\"")
        before = _counts(held)
    finally:
        held.close()
    now = _counts(store.connection)
    fewer = [name for name, count in before.items() if now.get(name, 0) < count]
    whole = store.rows("PRAGMA quick_check(1)") == [("ok",)] and not store.rows("PRAGMA foreign_key_check")
    if fewer or not whole:
        log.error("upgrade failed: %d tables lost rows, whole=%s", len(fewer), whole)
        raise KnownError("upgrade_failed", file=str(copy))


def _parts(copy: Path) -> list[Path]:
    """The copy and all that belongs to it, or what a kill left of them."""
    return sorted(copy.parent.glob(f"{copy.name}*"))


def destroy(copy: Path) -> None:
    """Overwrite the copy and its log, then remove them. Its name goes first: what a kill leaves half overwritten is no copy."""
    if copy.exists():
        copy.replace(copy.with_name(f"{copy.name}.going"))
    for path in _parts(copy):
        with path.open("r+b") as file:
            left = path.stat().st_size
            while left > 0:
                left -= file.write(_zeros(left))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()


def _zeros(left: int) -> bytes:
    return bytes(min(left, _AT_ONCE_BYTES))
