"""Making a memory of a backup again, on this machine or another. What was forgotten since stays forgotten."""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from app.errors import KnownError
from app.paths import Places, make_private_folder, write_private
from app.records import RestoreDone
from app.store import backup_folder, dbapi, forget, images, keys, locks, purge, rewrite, staging, tombstones
from app.store.backup_folder import Manifest
from app.store.db import Store, known_os_error, now_us, open_store, ready_folders
from app.store.keys import MasterKey

OnProgress = Callable[[int, int], None]
_IN_USE_WAIT_MS = 2000
_OTHER_KEYS = {"wrong_key", "passphrase_needed", "key_missing", "key_malformed", "key_locked", "no_keyring", "damaged"}
# What can be forgotten, and what its tombstone is called.
_NAMED = {"moment": tombstones.of_moment, "turn": tombstones.of_turn, "memory": tombstones.of_memory}


def restore(
    places: Places,
    folder: Path,
    passphrase: str | None = None,
    *,
    replace: bool = False,
    even_damaged: bool = False,
    on_progress: OnProgress | None = None,
) -> RestoreDone:
    """Let the memory at `places` be the one of a backup. `passphrase` is that of the backup, or its recovery key.

    A memory that is there is refused, unless `replace` says otherwise; its keys and settings stay then, and whatever it forgot is
    forgotten in the restored one too; a damaged one cannot tell that and is
    refused, unless `even_damaged`. Killed anywhere, it leaves what was there or, at the next start, the whole.
    Raises KnownError: backup_missing, backup_unfinished, backup_damaged, backup_newer, backup_needs_recovery, restore_present,
    restore_completed, restore_other_memory, restore_damaged,
    memory_in_use, recorder_running, backup_running, disk_full, and those of opening a memory.
    """
    folder = folder.expanduser().absolute()
    if not backup_folder.has_manifest(folder):
        raise KnownError("backup_missing", folder=str(folder))
    if not (folder / "keys.json").exists():
        raise KnownError("backup_unfinished", folder=str(folder))
    ready_folders(places)
    with locks.held(places.recorder_lock, "recorder_running"):
        if staging.finish(places):
            raise KnownError("restore_completed")
        with locks.copying(places):
            staging.clear(places)
            there = places.database.exists() or places.key_slots.exists()
            if there and not replace:
                raise KnownError("restore_present", home=str(places.home))
            key = _key(places, folder, passphrase)
            manifest = backup_folder.read_manifest(folder, key)
            if not manifest.made_us:
                raise KnownError("backup_unfinished", folder=str(folder))
            restoring = _Restoring(places, folder, key, manifest, on_progress or (lambda done, whole: None))
            return restoring.run(even_damaged=even_damaged)


def _key(places: Places, folder: Path, passphrase: str | None) -> MasterKey:
    """The master key, from the slots of the backup or, where they have changed since, from those of the memory that is there."""
    try:
        return keys.open_slots(Places(folder, places.key_file), passphrase=passphrase)
    except KnownError as error:
        if error.code not in _OTHER_KEYS:
            raise
        if places.key_slots.exists():
            with contextlib.suppress(KnownError):
                return keys.open_slots(places, passphrase=passphrase)
        kinds = keys.slot_kinds(Places(folder, None))
        if passphrase is None and error.code in ("key_locked", "no_keyring", "key_missing") and "recovery" in kinds:
            raise KnownError("backup_needs_recovery") from error
        raise


class _Restoring:
    """One restore on its way, from the staged files to those in their place."""

    def __init__(
        self, places: Places, folder: Path, key: MasterKey, manifest: Manifest, on_progress: OnProgress
    ) -> None:
        self._places, self._folder, self._key, self._manifest = places, folder, key, manifest
        self._staged = staging.staged(places)
        self._on_progress, self._done_bytes, self._damaged = on_progress, 0, 0
        sizes = [one.size_bytes for one in manifest.database] + [one.size_bytes for one in manifest.pictures]
        self._whole_bytes = sum(sizes)

    def run(self, *, even_damaged: bool) -> RestoreDone:
        same = there_is(self._places, self._folder)
        try:
            with _alone(self._places, self._key, same=same, even_damaged=even_damaged) as forgotten:
                with _writing(self._places):
                    self._lay_out()
                moments, again = self._tested(forgotten)
                with _writing(self._places):
                    staging.ready(
                        self._places
                    )  # while nobody else has the memory: who comes now waits for what follows
            with _writing(self._places):
                staging.move(self._places)
        finally:
            staging.clear(self._places)
        return RestoreDone(
            moments=moments,
            pictures=len(self._manifest.pictures) - self._damaged,
            damaged_pictures=self._damaged,
            forgotten=again,
            total_bytes=self._done_bytes,
        )

    def _lay_out(self) -> None:
        """The files of the backup as those of a memory, each compared with its hash."""
        make_private_folder(self._staged.home)
        make_private_folder(self._staged.pictures)
        if not self._places.key_slots.exists():
            write_private(self._staged.key_slots, (self._folder / "keys.json").read_bytes())
        if not self._places.settings.exists() and self._manifest.settings:
            write_private(self._staged.settings, backup_folder.opened_text(self._key, self._manifest.settings))
        self._lay_out_database()
        for piece in self._manifest.pictures:
            path = backup_folder.piece_path(self._folder, piece.name)
            data = backup_folder.read_whole(path, piece.size_bytes, piece.hash)
            self._step(piece.size_bytes)
            if data is None:
                self._damaged += 1
                continue
            target = backup_folder.piece_path(self._staged.home, piece.name)
            make_private_folder(target.parent)
            backup_folder.put(target, data)

    def _lay_out_database(self) -> None:
        broken = 0
        with os.fdopen(os.open(self._staged.database, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for chunk in self._manifest.database:
                path = backup_folder.chunk_path(self._folder, chunk.name)
                data = backup_folder.read_whole(path, chunk.size_bytes, chunk.name)
                self._step(chunk.size_bytes)
                broken += data is None
                file.write(data or b"")
            file.flush()
            os.fsync(file.fileno())
        if broken:
            raise KnownError("backup_damaged", folder=str(self._folder), count=broken)

    def _tested(self, forgotten: list[tuple[bytes, int]]) -> tuple[int, int]:
        """How many moments the staged store holds once it is whole and what was forgotten has gone, and how many went."""
        store = open_store(self._staged, self._key)
        try:
            if [row[0] for row in store.rows("PRAGMA integrity_check(1)")] != ["ok"]:
                raise KnownError("backup_damaged", folder=str(self._folder), count=1)
            _complete(store)
            again = forget_again(store, forgotten) if forgotten else 0
            moments = int(store.value("SELECT count(*) FROM moment WHERE forgetting_id IS NULL"))
            store.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            store.close()
        return moments, again

    def _step(self, size: int) -> None:
        self._done_bytes += size
        self._on_progress(self._done_bytes, self._whole_bytes)


@contextlib.contextmanager
def _writing(places: Places) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise known_os_error(error, places) from error


def there_is(places: Places, folder: Path) -> bool:
    """Whether the keys of the memory that is there are those of the backup's memory."""
    try:
        return backup_folder.memory_id(places) == backup_folder.memory_id(Places(folder, None))
    except KnownError:
        return False


@contextlib.contextmanager
def _alone(places: Places, key: MasterKey, *, same: bool, even_damaged: bool) -> Iterator[list[tuple[bytes, int]]]:
    """Hold the memory that is there against everybody else; gives its tombstones. Nothing is held where there is none.

    `same`: its keys are the backup's. Raises KnownError memory_in_use, restore_other_memory, restore_damaged.
    """
    if not places.database.exists():
        yield []
        return
    connection = dbapi.connect(str(places.database), isolation_level=None)
    try:
        try:
            rows = _forgotten(Store(places, key, connection))
        except dbapi.DatabaseError as error:
            if "locked" in str(error):
                raise KnownError("memory_in_use") from error
            if not same:
                raise KnownError("restore_other_memory") from error
            if not even_damaged:
                raise KnownError("restore_damaged") from error
            rows = []
        yield rows
    finally:
        connection.close()


def _forgotten(store: Store) -> list[tuple[bytes, int]]:
    """The tombstones of a memory that nobody else has open, and those that its unfinished forgettings are going to leave."""
    execute = store.connection.execute
    execute(f"PRAGMA key = \"x'{store.key.derive('database').hex()}'\"")
    execute(f"PRAGMA busy_timeout = {_IN_USE_WAIT_MS}")
    execute("PRAGMA locking_mode = EXCLUSIVE").fetchone()  # before the first read, so that nobody else gets in
    rows = list(execute("SELECT hash, created_us FROM tombstone").fetchall())
    for table, name in _NAMED.items():
        if execute("SELECT 1 FROM pragma_table_info(?) WHERE name = 'forgetting_id'", (table,)).fetchone():
            hidden = execute(f"SELECT public_id FROM {table} WHERE forgetting_id IS NOT NULL").fetchall()
            rows += [(tombstones.digest(store, name(public_id)), now_us()) for (public_id,) in hidden]
    return rows


def _complete(store: Store) -> None:
    """Carry on what the memory was about to forget when it was backed up; nothing is done where there is nothing."""
    due = forget.due(store)
    for public_id in due:
        purge.purge(store, public_id)
    if due:
        _clear(store)


def _clear(store: Store) -> None:
    rewrite.rewrite(store)
    if not rewrite.empty_log(store):
        raise KnownError("busy")
    rewrite.finished(store, [])


def forget_again(store: Store, rows: list[tuple[bytes, int]]) -> int:
    """Forget for good all that stands in these tombstones, and keep them. Returns how many moments, answers and memories went."""
    held = {row[0] for row in rows}
    with store.writing():
        store.connection.executemany("INSERT OR IGNORE INTO tombstone(hash, created_us) VALUES (?, ?)", rows)
        turns, memories = (
            _standing(store, held, f"SELECT id, public_id FROM {one}", _NAMED[one]) for one in ("turn", "memory")
        )
        store.connection.executemany("DELETE FROM turn WHERE id = ?", [(one,) for one in turns])
        store.connection.executemany("DELETE FROM memory WHERE id = ?", [(one,) for one in memories])
        kept = _standing(store, held, "SELECT id, public_id FROM vault", tombstones.of_vault)
        store.connection.executemany("DELETE FROM vault WHERE id = ?", [(one,) for one in kept])
    by_id = _standing(store, held, "SELECT id, public_id FROM moment", tombstones.of_moment)
    by_source = "SELECT id, source, source_id FROM moment WHERE source_id IS NOT NULL"
    moments = sorted({*by_id, *_standing(store, held, by_source, tombstones.of_source)})
    if moments:
        purge.purge(store, forget.hide(store, moments, undo_s=0).id)
    gone = len(turns) + len(memories) + len(kept) + len(moments)
    if gone:
        _clear(store)
    images.remove_orphans(store, older_than_s=-1.0)
    return gone


def _standing(store: Store, held: set[bytes], sql: str, name: Callable[..., tuple[str, ...]]) -> list[int]:
    """Row ids of those rows whose name stands in the tombstones."""
    out: list[int] = []
    cursor: Any = store.execute(sql)
    for row_id, *parts in cursor:
        if tombstones.digest(store, name(*parts)) in held:
            out.append(row_id)
    return out
