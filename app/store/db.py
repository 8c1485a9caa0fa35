"""One encrypted connection: key, pragmas, transactions. A connection stays with the thread that opened it."""

import contextlib
import errno
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlite_utils import Database

from app.errors import KnownError
from app.paths import Places, make_private_folder
from app.store import dbapi, staging
from app.store.keys import MasterKey
from app.store.upgrade import upgrade

BUSY_TIMEOUT_MS = 30_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Interrupted(Exception):
    """A read was interrupted by `Store.interrupt`, because its result is not wanted any more."""


class Store:
    """The open memory file. Make one a thread; `interrupt` alone may be called from another."""

    def __init__(self, places: Places, key: MasterKey, connection: dbapi.Connection) -> None:
        self.places = places
        self.key = key
        self.connection = connection
        self.db = Database(connection, execute_plugins=False)

    def execute(self, sql: str, parameters: tuple[Any, ...] | list[Any] | dict[str, Any] = ()) -> dbapi.Cursor:
        """Run one statement with bound values. Raises Interrupted, KnownError disk_full, busy, damaged."""
        with translated(self.places):
            return self.connection.execute(sql, parameters)

    def rows(self, sql: str, parameters: tuple[Any, ...] | list[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of one query."""
        with translated(self.places):
            return list(self.connection.execute(sql, parameters).fetchall())

    def value(self, sql: str, parameters: tuple[Any, ...] | list[Any] = ()) -> Any:
        """The first column of the first row, or None."""
        row = self.execute(sql, parameters).fetchone()
        return None if row is None else row[0]

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """One short write transaction, all or nothing; a nested one joins the outer."""
        if self.connection.in_transaction:
            yield
            return
        self.execute("BEGIN IMMEDIATE")
        try:
            with translated(self.places):
                yield
            self.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """Several reads of one state of the memory; temporary tables may be written. Keeps nobody waiting."""
        if self.connection.in_transaction:
            yield
            return
        self.execute("BEGIN")
        try:
            with translated(self.places):
                yield
        finally:
            if self.connection.in_transaction:
                self.execute("COMMIT")

    def data_version(self) -> int:
        """Grows when another connection has committed."""
        return int(self.value("PRAGMA data_version"))

    def interrupt(self) -> None:
        """End the statement that runs on this connection. From any thread."""
        self.connection.interrupt()

    def close(self) -> None:
        self.connection.close()


@contextlib.contextmanager
def translated(places: Places) -> Iterator[None]:
    """Turn the driver's words for the world's faults into ours; anything else is a bug and passes through."""
    try:
        yield
    except dbapi.DatabaseError as error:
        text = str(error)
        if "interrupted" in text:
            raise Interrupted from None
        if "disk is full" in text or ("disk I/O error" in text and free_bytes(places) < 1 << 20):
            raise KnownError("disk_full", free_mb=free_bytes(places) >> 20) from error
        if "locked" in text:
            raise KnownError("busy") from error
        if "malformed" in text or "not a database" in text:
            raise KnownError("damaged") from error
        if "readonly" in text or "unable to open" in text:
            raise KnownError("no_permission", folder=str(places.home)) from error
        raise


def open_store(places: Places, key: MasterKey, *, create: bool = False) -> Store:
    """Open the memory file, bringing its schema up to date.

    Raises KnownError: not_initialised, wrong_key (or a damaged first page, which looks the same), schema_newer, no_permission,
    upgrade_failed, busy.
    """
    staging.finish(places)
    if not create and not places.database.exists():
        raise KnownError("not_initialised")
    if _lost(places, create=create):
        raise KnownError("damaged")
    with translated(places):
        # The connection may be closed or interrupted from another thread; everything else stays in the one that opened it.
        connection = dbapi.connect(str(places.database), isolation_level=None, check_same_thread=False)
    try:
        with translated(places):
            _prepare(connection, key)
    except KnownError as error:
        connection.close()
        if "not a database" in str(error.__cause__):  # a wrong key and a damaged first page look the same
            raise KnownError("wrong_key") from error
        raise
    places.database.chmod(0o600)
    store = Store(places, key, connection)
    try:
        with translated(places):
            upgrade(store)
    except BaseException:
        connection.close()
        raise
    return store


def _lost(places: Places, *, create: bool) -> bool:
    """Whether the file has lost all that it held: a new one in its place would make orphans of the pictures, which are swept away."""
    if places.database.exists() and places.database.stat().st_size > 0:
        return False
    return not create or any(places.pictures.glob("*/*"))


def _prepare(connection: dbapi.Connection, key: MasterKey) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE").fetchone()  # its own words for a damaged page go to stderr
    connection.execute(f"PRAGMA key = \"x'{key.derive('database').hex()}'\"")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}").fetchone()
    for pragma in ("mmap_size = 0", "cache_size = -32000", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}").fetchone()


def ready_folders(places: Places) -> None:
    """Make the memory's folders, for their owner alone. Raises KnownError no_permission, disk_full."""
    try:
        for folder in (places.home, places.pictures, places.logs):
            make_private_folder(folder)
    except OSError as error:
        raise known_os_error(error, places) from error


def known_os_error(error: OSError, places: Places) -> KnownError:
    """The KnownError for a failed file operation in the memory's folders."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return KnownError("disk_full", free_mb=free_bytes(places) >> 20)
    return KnownError("no_permission", folder=str(places.home))


def free_bytes(places: Places) -> int:
    folder = next((f for f in (places.home, *places.home.parents) if f.exists()), places.home)
    return shutil.disk_usage(folder).free


def to_us(time_: datetime) -> int:
    """UTC microseconds of an aware datetime."""
    return (time_ - EPOCH) // timedelta(microseconds=1)


def from_us(us: int) -> datetime:
    return EPOCH + timedelta(microseconds=us)


def now_us() -> int:
    return time.time_ns() // 1000
