"""Backing a memory up into a folder while others record: only what is new is written, and what the memory forgot is removed.

The folder is a mirror of one state and no archive: what is forgotten has to leave it too. Restoring lives next door.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from app.errors import KnownError
from app.records import BackupDone
from app.store import backup_folder, locks
from app.store.backup_folder import CHUNK_BYTES, Chunk, Copied, Manifest
from app.store.db import Store, now_us
from app.store.frames import new_public_id
from app.store.migrations import KNOWN
from app.store.snapshot import chunks, file_bytes, standing_still

OnProgress = Callable[[int, int], None]
_TRIES = 5
_REFRESH_WAIT_S = 30.0
_AGAIN = {"busy", "backup_running"}  # not the folder's fault: the caller is to come again


def backup(
    store: Store,
    folder: Path,
    on_progress: OnProgress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    *,
    verify: bool = False,
    wait_s: float = 0.0,
) -> BackupDone:
    """Let a folder hold the memory as it is now, encrypted; a second time only what is new is written.

    Killed or stopped anywhere, it leaves the backup that was there whole. `on_progress` hears bytes seen to and bytes in all.
    With `verify` what the folder has is read first, and what is damaged there is written anew.
    Raises KnownError: backup_inside, backup_holds_other, backup_other_memory, backup_damaged, backup_newer, backup_disk_full,
    backup_no_permission, backup_unreachable, backup_running, backup_stopped, busy.
    """
    folder = folder.expanduser().absolute()
    with locks.copying(store.places, wait_s=wait_s), backup_folder.reaching(folder):
        before = backup_folder.claim(folder, store.places, store.key)
        _register(store, folder)
        backup_folder.sweep(folder, before, pieces=False)  # else runs that failed on a full disk would keep it full
        damaged = backup_folder.verify(folder, store.key).damaged if verify else ()
        run = _Run(store, folder, before, on_progress or (lambda done, whole: None), cancelled)
        run.distrust(damaged)
        done = replace(run.finish(), mended_files=len(damaged))
        store.execute("UPDATE backup SET finished_us = ? WHERE folder = ?", (now_us(), str(folder)))
    return done


def registered(store: Store) -> list[Path]:
    """The folders that hold backups of this memory, as far as it knows, the one that was used last at the end."""
    found = store.rows("SELECT folder FROM backup ORDER BY coalesce(finished_us, created_us), id")
    return [Path(row[0]) for row in found]


def unregister(store: Store, folder: Path) -> bool:
    """Know nothing of a folder any more. False when it was not known."""
    with store.writing():
        cursor = store.execute("DELETE FROM backup WHERE folder = ?", (str(folder.expanduser().absolute()),))
        return bool(cursor.rowcount)


def refresh_backups(store: Store) -> list[str]:
    """Bring every backup within reach up to date, so that nothing forgotten is left in one; to be called after the rewrite of the
    memory's own file. Doing it again is harmless.

    Returns the folders that could not be reached or rewritten. Raises KnownError busy, backup_running: come again later.
    """
    left = []
    memory = backup_folder.memory_id(store.places)
    for folder in registered(store):
        if not backup_folder.of_memory(folder, memory):
            left.append(str(folder))
            continue
        try:
            backup(store, folder, wait_s=_REFRESH_WAIT_S)
        except KnownError as error:
            if error.code in _AGAIN:
                raise
            left.append(str(folder))
    return left


def due(store: Store, folder: Path, every_h: int) -> bool:
    """Whether a folder is within reach and its backup older than so many hours. One that was never there needs a place to be made
    in; one that is known and has lost its manifest is a drive that is not plugged in."""
    folder = folder.expanduser().absolute()
    if not backup_folder.has_manifest(folder):
        return folder not in registered(store) and folder.parent.is_dir()
    made_us = backup_folder.read_manifest(folder, store.key, memory=backup_folder.memory_id(store.places)).made_us
    return not 0 <= now_us() - made_us < every_h * 3_600_000_000  # one from the future was made by a wrong clock


def _register(store: Store, folder: Path) -> None:
    """Before anything is written: a forgetting has to know of a backup that a kill cut short, too."""
    with store.writing():
        store.execute(
            "INSERT OR IGNORE INTO backup(public_id, folder, created_us) VALUES (?, ?, ?)",
            (new_public_id(), str(folder), now_us()),
        )


class _Run:
    """One backup on its way: what the folder has, what was written, how far it is."""

    def __init__(
        self, store: Store, folder: Path, before: Manifest, on_progress: OnProgress, cancelled: Callable[[], bool]
    ) -> None:
        self._store, self._folder, self._before = store, folder, before
        self._on_progress, self._cancelled = on_progress, cancelled
        self._pieces_there = backup_folder.sizes(folder / "pictures")
        self._chunks_there = backup_folder.sizes(folder / "database")
        known = {one.name: one for one in before.pictures}
        self._pieces = {name: one for name, one in known.items() if self._pieces_there.get(name) == one.size_bytes}
        self._missing: set[str] = set()
        self._written_files = self._written_bytes = self._done_bytes = self._whole_bytes = 0

    def distrust(self, names: Iterable[str]) -> None:
        """Take these files of the folder for absent."""
        for name in names:
            for there in (self._pieces, self._pieces_there, self._chunks_there):
                there.pop(name, None)

    def finish(self) -> BackupDone:
        self._expect(_pieces_of(self._store), file_bytes(self._store))
        self._copy_pieces(_pieces_of(self._store))  # nearly all of them, while nothing is held still
        manifest = self._state()
        keys = self._store.places.key_slots.read_bytes()
        backup_folder.put(self._folder / "keys.json", keys)
        backup_folder.settle([self._folder / "database", *(self._folder / "pictures").glob("*"), self._folder])
        backup_folder.write_manifest(self._folder, self._store.key, manifest)
        removed = backup_folder.sweep(self._folder, manifest)
        database_bytes = sum(one.size_bytes for one in manifest.database)
        return BackupDone(
            pictures=len(manifest.pictures),
            missing_pictures=len(self._missing),
            total_bytes=database_bytes + sum(one.size_bytes for one in manifest.pictures),
            written_files=self._written_files,
            written_bytes=self._written_bytes,
            removed_files=removed,
        )

    def _state(self) -> Manifest:
        """Copy the database as it stands at one instant, with every piece that it names.

        A piece may be replaced and removed while it is to be copied; then the database is looked at anew.
        """
        for _ in range(_TRIES):
            with standing_still(self._store) as reader:
                named = _pieces_of(reader)
                if not self._copy_pieces(named):
                    continue
                database = tuple(self._copy_chunk(data) for data in chunks(reader, CHUNK_BYTES))
            settings = self._store.places.settings
            return replace(
                self._before, made_us=now_us(), schema=len(KNOWN), database=database,
                pictures=tuple(self._pieces[name] for name, _ in named if name not in self._missing),
                settings=backup_folder.sealed_text(self._store.key, settings.read_bytes()) if settings.exists() else "",
            )  # fmt: skip
        raise KnownError("busy")

    def _copy_pieces(self, named: Iterable[tuple[str, int]]) -> bool:
        """Copy the pieces that the folder does not have. False when one was removed meanwhile, for good reason."""
        there = True
        for name, size in named:
            if name not in self._pieces and name not in self._missing:
                there = self._copy_piece(name, size) and there
        return there

    def _copy_piece(self, name: str, size: int) -> bool:
        self._step(size)
        try:
            data = backup_folder.piece_path(self._store.places.home, name).read_bytes()
        except FileNotFoundError:
            if not self._store.value("SELECT 1 FROM picture WHERE file = ?", (name,)):
                return False
            self._missing.add(name)  # the memory itself has lost it
            return True
        if self._pieces_there.get(name) != len(data):
            path = backup_folder.piece_path(self._folder, name)
            backup_folder.make_folder(path.parent)
            self._write(path, data)
        self._pieces[name] = Copied(name, len(data), hashlib.sha256(data).hexdigest())
        return True

    def _copy_chunk(self, data: bytes) -> Chunk:
        self._step(len(data))
        chunk = Chunk(hashlib.sha256(data).hexdigest(), len(data))
        if self._chunks_there.get(chunk.name) != chunk.size_bytes:
            self._write(backup_folder.chunk_path(self._folder, chunk.name), data)
            self._chunks_there[chunk.name] = chunk.size_bytes
        return chunk

    def _write(self, path: Path, data: bytes) -> None:
        backup_folder.put(path, data)
        self._written_files += 1
        self._written_bytes += len(data)

    def _expect(self, named: Iterable[tuple[str, int]], database_bytes: int) -> None:
        self._whole_bytes = database_bytes + sum(size for name, size in named if name not in self._pieces)

    def _step(self, size: int) -> None:
        if self._cancelled():
            raise KnownError("backup_stopped")
        self._done_bytes += size
        self._on_progress(self._done_bytes, max(self._whole_bytes, self._done_bytes))


def _pieces_of(store: Store) -> list[tuple[str, int]]:
    """(name, size) of every piece that a state names."""
    return [(row[0], row[1]) for row in store.rows("SELECT file, size_bytes FROM picture ORDER BY id")]
