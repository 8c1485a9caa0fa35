"""Writing the database file anew, because rows that were deleted leave words in the slack of its pages, and emptying its log.

Deleting with `secure_delete`, FTS5's own secure delete and a truncated log together still left 3 of 600 words. A rewrite costs about
a second for 50 MB and keeps writers waiting for so long, readers not; `Interrupted` ends it early and leaves all as it was.
"""

import json
import time

from app.store.db import BUSY_TIMEOUT_MS, Store, now_us

BYTES_A_S = 50e6
# Beyond this a copy in memory would be felt; SQLCipher encrypts the temporary file with the memory's own key.
_IN_MEMORY_BYTES = 64 << 20
_CHECKPOINT_TRIES = 40
_CHECKPOINT_MS = 25


def wanted(store: Store) -> bool:
    """Whether a forgetting waits for the file to be written anew."""
    return bool(store.value("SELECT 1 FROM forgetting WHERE state = 'purging' AND step = 'purged' LIMIT 1"))


def half_done(store: Store) -> bool:
    """Whether the file was written anew, but its log or its backups still hold what is to go."""
    return bool(store.value("SELECT 1 FROM forgetting WHERE state = 'purging' AND step = 'rewritten' LIMIT 1"))


def seconds(store: Store) -> float:
    """About how long a rewrite takes here."""
    return size_bytes(store) / BYTES_A_S


def size_bytes(store: Store) -> int:
    """The bytes of the database file's pages."""
    return int(store.value("PRAGMA page_count")) * int(store.value("PRAGMA page_size"))


def rewrite(store: Store) -> None:
    """Write the file anew, and note for which forgettings. Raises Interrupted, KnownError busy, disk_full; nothing changed then."""
    done = [row[0] for row in store.rows("SELECT id FROM forgetting WHERE state = 'purging' AND step = 'purged'")]
    in_memory = size_bytes(store) <= _IN_MEMORY_BYTES
    store.execute(f"PRAGMA temp_store = {'MEMORY' if in_memory else 'FILE'}")
    try:
        store.execute("VACUUM")
    finally:
        store.execute("PRAGMA temp_store = MEMORY")
    with store.writing():
        store.connection.executemany(
            "UPDATE forgetting SET step = 'rewritten' WHERE id = ?", [(forgetting_id,) for forgetting_id in done]
        )


def empty_log(store: Store) -> bool:
    """Bring all into the file and cut the write-ahead log to nothing. False when a reader holds it up for two seconds.

    Each try is short: while SQLite waits for a reader here, writers wait too.
    """
    store.execute(f"PRAGMA busy_timeout = {_CHECKPOINT_MS}")
    try:
        for _ in range(_CHECKPOINT_TRIES):
            busy, _frames, _done = store.rows("PRAGMA wal_checkpoint(TRUNCATE)")[0]
            if not busy:
                return True
            time.sleep(_CHECKPOINT_MS / 1000)
    finally:
        store.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    return False


def finished(store: Store, backups_left: list[str]) -> None:
    """What was rewritten is gone: file, log, and the backups in reach. `backups_left` are those that were not."""
    with store.writing():
        store.execute(
            "UPDATE forgetting SET state = 'gone', finished_us = ?, backups_left = ? WHERE state = 'purging' AND step = 'rewritten'",
            (now_us(), json.dumps(backups_left)),
        )
