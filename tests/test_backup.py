"""Backups and restoring: what comes back is what was there, whatever went on meanwhile, and what was forgotten stays so."""

import hashlib
import json
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.engines import Models
from app.errors import KnownError
from app.memory import Memory, initialise
from app.paths import Places
from app.records import Selection
from app.sentences import SENTENCES
from app.store import backup_folder, locks, staging, tombstones
from app.store.backup import backup, due, refresh_backups, registered
from app.store.backup_folder import MANIFEST, chunk_path, read_manifest, verify
from app.store.db import Store, open_store
from app.store.keys import open_slots
from app.store.migrations import KNOWN
from app.store.restore import restore
from app.store.snapshot import chunks, file_bytes, standing_still
from tests.test_store import NOON, show

Rows = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def copied(two_days: Places, tmp_path: Path) -> Places:
    """Two days with pictures, to be changed at will."""
    shutil.copytree(two_days.home, tmp_path / "home")
    assert two_days.key_file is not None
    shutil.copy(two_days.key_file, tmp_path / "key")
    return Places(tmp_path / "home", tmp_path / "key")


@pytest.fixture
def store(copied: Places) -> Any:
    opened = opened_store(copied)
    yield opened
    opened.close()


def opened_store(places: Places) -> Store:
    return open_store(places, open_slots(places))


def elsewhere(places: Places, folder: Path) -> Places:
    """Another machine, on which nothing of the memory is but its key file."""
    return Places(folder / "other", places.key_file)


def all_rows(store: Store) -> Rows:
    """Every row of every table, those of the index of words and SQLite's own too; but when a backup was finished is no part of it."""
    names = [row[0] for row in store.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    rows: Rows = {"schema": store.rows("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")}
    for name in names:
        if name in ("passage_words", "passage_terms"):  # views of the index, which is compared itself
            continue
        columns = [row[1] for row in store.rows(f"PRAGMA table_info({name})")]
        kept = ", ".join(f'"{one}"' for one in columns if (name, one) != ("backup", "finished_us"))
        rows[name] = sorted(store.rows(f"SELECT {kept} FROM {name}"), key=repr)
    return rows


def pieces(places: Places) -> dict[str, str]:
    """The files of all pictures, by name, with the hash of their bytes."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in places.pictures.glob("*/*")
        if path.is_file()
    }


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# -- what comes back


def test_what_is_restored_is_what_was_there_row_by_row_and_byte_by_byte(
    store: Store, copied: Places, tmp_path: Path
) -> None:
    copied.settings.write_text("[recording]\npicture_quality = 70\n")
    done = backup(store, tmp_path / "backup")
    assert done.pictures > 20
    assert done.missing_pictures == 0
    before, files = all_rows(store), pieces(copied)
    other = elsewhere(copied, tmp_path)
    restored = restore(other, tmp_path / "backup")
    manifest = read_manifest(tmp_path / "backup", store.key)
    snapshot = b"".join(chunk_path(tmp_path / "backup", one.name).read_bytes() for one in manifest.database)
    assert other.database.read_bytes() == snapshot
    assert pieces(other) == files
    assert other.key_slots.read_bytes() == copied.key_slots.read_bytes()
    assert other.settings.read_text() == copied.settings.read_text()
    back = opened_store(other)
    assert all_rows(back) == before
    assert before["passage"]
    assert restored.moments == back.value("SELECT count(*) FROM moment")
    assert not back.rows("PRAGMA cipher_integrity_check")
    back.close()
    assert {path.name for path in other.home.iterdir()} >= {"memory.db", "pictures", "keys.json", "settings.toml"}
    assert not (other.home / ".restoring").exists()
    assert {oct(path.stat().st_mode & 0o777) for path in other.home.rglob("*") if path.is_file()} == {"0o600"}


def test_the_comparison_of_rows_notices_a_changed_one(store: Store) -> None:
    before = all_rows(store)
    store.execute("UPDATE sighting SET place = place + 1 WHERE id = (SELECT max(id) FROM sighting)")
    assert all_rows(store) != before


def test_a_second_backup_writes_only_what_is_new(store: Store, tmp_path: Path) -> None:
    first = backup(store, tmp_path / "backup")
    again = backup(store, tmp_path / "backup")
    assert first.written_bytes >= first.total_bytes
    assert again.written_bytes <= 2 * backup_folder.CHUNK_BYTES  # the note of when the first was finished
    assert again.pictures == first.pictures
    third = backup(store, tmp_path / "backup")
    assert not verify(tmp_path / "backup", store.key).damaged
    assert len(read_manifest(tmp_path / "backup", store.key).database) * backup_folder.CHUNK_BYTES >= file_bytes(store)
    assert third.removed_files == third.written_files  # a changed chunk takes the place of an older one


def test_a_backup_shows_nothing_of_what_is_in_it(memory: Memory, places: Places, tmp_path: Path) -> None:
    memory.note("a heron nests by the mill")
    places.settings.write_text('[recording]\nsecret_pattern = "kingfisher"\n')
    backup(memory.store, tmp_path / "backup")
    for path in (tmp_path / "backup").rglob("*"):
        if path.is_file():
            assert path.stat().st_mode & 0o777 == 0o600
            data = path.read_bytes()
            assert not any(word in data for word in (b"heron", b"kingfisher", b"SQLite format"))


def test_a_backup_opens_with_a_passphrase_and_with_the_recovery_key(tmp_path: Path, fake_models: Models) -> None:
    places = Places(tmp_path / "home", None)
    recovery = initialise(places, passphrase="four herons at dusk")["recovery_key"]
    memory = Memory.open(places, passphrase="four herons at dusk", models=fake_models)
    memory.note("a heron nests by the mill")
    backup(memory.store, tmp_path / "backup")
    memory.close()
    for number, secret in enumerate(("four herons at dusk", recovery)):
        other = Places(tmp_path / f"other{number}", None)
        assert restore(other, tmp_path / "backup", secret).moments == 1
    for secret, code in ((None, "passphrase_needed"), ("wrong", "wrong_key")):
        with pytest.raises(KnownError, match=code):
            restore(Places(tmp_path / "none", None), tmp_path / "backup", secret)
    assert not (tmp_path / "none" / "memory.db").exists()


# -- while others go on

WRITER = """
import sys, time
from pathlib import Path
from app.paths import Places
from app.store.db import open_store
from app.store.keys import open_slots
places = Places(Path(sys.argv[1]), Path(sys.argv[2]))
store = open_store(places, open_slots(places))
n = 0
while not Path(sys.argv[3]).exists():
    n += 1
    with store.writing():
        store.execute("INSERT INTO control(name, value) VALUES (?, ?)", (f"{sys.argv[4]} {n}", "x" * 900))
        store.execute("INSERT INTO tombstone(hash, created_us) VALUES (?, 1)", (f"{sys.argv[4]} {n}".encode(),))
        store.execute("DELETE FROM control WHERE name = ?", (f"{sys.argv[4]} {n - 40}",))
    if n == 1:
        print("ready", flush=True)
    time.sleep(0.005)  # else one of two writers gets no turn
    if n % 5 == 0:
        store.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    if n % 40 == 0 and sys.argv[4] == "b":
        store.execute("VACUUM")
store.close()
"""


@pytest.fixture
def writers(places: Places, tmp_path: Path) -> Any:
    """Two processes that write, checkpoint and rewrite the file as fast as they can."""
    stop = tmp_path / "stop"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, places.home, str(places.key_file), stop, name], stdout=subprocess.PIPE
        )
        for name in ("a", "b")
    ]
    for one in running:
        assert one.stdout is not None
        assert one.stdout.readline() == b"ready\n"
    yield running
    stop.touch()
    for one in running:
        one.communicate(timeout=60)
    assert [one.returncode for one in running] == [0, 0]


def raw_or_nothing(reader: Store) -> bytes:
    """The file's bytes; none where it is too short for what the connection says of it."""
    try:
        return b"".join(chunks(reader, 1 << 14))
    except KnownError:
        return b""


def test_each_backup_under_writers_is_one_state_and_whole(
    memory: Memory, places: Places, tmp_path: Path, writers: object
) -> None:
    store = memory.store
    for round_ in range(3):
        with standing_still(store) as reader:
            seen = all_rows(reader)
            raw = b"".join(chunks(reader, 1 << 14))
            assert b"".join(chunks(reader, 1 << 14)) == raw
        copy = Places(tmp_path / f"copy{round_}", places.key_file)
        copy.home.mkdir()
        copy.database.write_bytes(raw)
        opened = open_store(copy, store.key)
        assert not opened.rows("PRAGMA cipher_integrity_check")
        assert opened.rows("PRAGMA integrity_check") == [("ok",)]
        assert all_rows(opened) == seen
        assert len(seen["tombstone"]) > round_
        opened.close()
    with standing_still(store) as reader:
        raw = b"".join(chunks(reader, 1 << 14))
        reader.execute("ROLLBACK")  # without its transaction the file is anybody's
        assert any(raw_or_nothing(reader) != raw for _ in range(2000))
    backup(store, tmp_path / "backup")
    other = elsewhere(places, tmp_path)
    restore(other, tmp_path / "backup")
    opened = open_store(other, store.key)
    last = {
        name: opened.value("SELECT count(*) FROM tombstone WHERE CAST(hash AS TEXT) LIKE ?", (f"{name} %",))
        for name in "ab"
    }
    for name, count in last.items():  # each writer's transactions, all up to one and none beyond
        assert opened.value("SELECT 1 FROM control WHERE name = ?", (f"{name} {count}",)) == 1
    opened.close()


def test_reading_the_file_costs_the_process_none_of_its_locks(memory: Memory, places: Places) -> None:
    code = (
        "import sys; from app.store import dbapi; c = dbapi.connect(sys.argv[1], isolation_level=None, timeout=0.1);"
        "c.execute(f\"PRAGMA key = \\\"x'{sys.argv[2]}'\\\"\"); c.execute('PRAGMA locking_mode = EXCLUSIVE');"
        "c.execute('SELECT count(*) FROM moment')"
    )
    command = [sys.executable, "-c", code, str(places.database), memory.store.key.derive("database").hex()]

    def held() -> bool:
        return "locked" in subprocess.run(command, capture_output=True, text=True, check=False).stderr

    with standing_still(memory.store) as reader:
        assert b"".join(chunks(reader, 4096))
    assert held()
    places.database.read_bytes()  # what must never be done while a connection is open
    assert not held()


def test_a_piece_that_is_replaced_while_it_is_copied_is_no_harm(store: Store, copied: Places, tmp_path: Path) -> None:
    other = opened_store(copied)
    changed = []

    def replace_one(done: int, whole: int) -> None:
        if len(changed) < 3 and done > whole // 4:
            row_id, name = other.rows(
                "SELECT id, file FROM picture ORDER BY id DESC LIMIT 1 OFFSET ?", (len(changed),)
            )[0]
            new = name[::-1]
            path, new_path = (backup_folder.piece_path(copied.home, one) for one in (name, new))
            new_path.parent.mkdir(exist_ok=True)
            path.rename(new_path)
            other.execute("UPDATE picture SET file = ? WHERE id = ?", (new, row_id))
            changed.append(new)

    done = backup(store, tmp_path / "backup", replace_one)
    other.close()
    assert len(changed) == 3
    assert done.missing_pictures == 0
    held = {one.name for one in read_manifest(tmp_path / "backup", store.key).pictures}
    assert set(changed) <= held == {row[0] for row in store.rows("SELECT file FROM picture")}
    assert not verify(tmp_path / "backup", store.key).damaged


def test_a_picture_that_the_memory_itself_has_lost_is_counted_and_holds_nothing_up(
    store: Store, copied: Places, tmp_path: Path
) -> None:
    backup_folder.piece_path(copied.home, store.value("SELECT file FROM picture")).unlink()
    assert backup(store, tmp_path / "backup").missing_pictures == 1
    assert restore(elsewhere(copied, tmp_path), tmp_path / "backup").damaged_pictures == 0


# -- killed, full, forbidden

KILLED = """
import os, signal, sys
from pathlib import Path
from app.paths import Places
from app.store import backup_folder, staging
from app.store.backup import backup
from app.store.db import open_store
from app.store.keys import open_slots
from app.store.restore import restore
what, home, key, folder, steps = sys.argv[1:]
places, left = Places(Path(home), Path(key)), int(steps)
def count(event, arguments):
    global left
    if event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir"):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
if what == "backup":
    store = open_store(places, open_slots(places))
    sys.addaudithook(count)
    backup(store, Path(folder))
else:
    sys.addaudithook(count)
    restore(places, Path(folder), replace=what == "replace")
print("done")
"""


def killed_after(steps: int, what: str, places: Places, folder: Path) -> bool:
    """Run it in a process that is killed before its so manieth change of a folder. Whether it ended before."""
    command = [sys.executable, "-c", KILLED, what, places.home, str(places.key_file), folder, str(steps)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode in (0, -signal.SIGKILL), ended.stderr
    return ended.returncode == 0


@pytest.fixture
def small(memory: Memory, places: Places) -> Places:
    """A closed memory of a few moments with pictures."""
    for hour in range(2):
        show(memory, NOON.replace(hour=hour), f"the heron of hour {hour}")
    memory.close()
    return places


def test_a_backup_killed_anywhere_leaves_the_older_one_whole_and_the_next_finishes(
    small: Places, tmp_path: Path
) -> None:
    folder, ended, steps = tmp_path / "backup", False, 0
    while not ended:
        store = opened_store(small)
        before = read_manifest(folder, store.key) if (folder / MANIFEST).exists() else None
        store.execute("INSERT INTO control(name, value) VALUES (?, '')", (f"{steps}",))
        store.close()
        ended = killed_after(steps, "backup", small, folder)
        steps += 3
        if before is not None and before.made_us:
            assert not verify(folder, store.key).damaged
    assert steps > 10
    assert not list(folder.rglob("*.part"))
    store = opened_store(small)
    backup(store, folder)
    before_rows = all_rows(store)
    store.close()
    other = elsewhere(small, tmp_path)
    restore(other, folder)
    store = opened_store(other)
    assert all_rows(store) == before_rows
    store.close()


def test_a_restore_killed_anywhere_leaves_nothing_or_the_whole(small: Places, tmp_path: Path) -> None:
    store = opened_store(small)
    backup(store, tmp_path / "backup")
    rows, files = all_rows(store), pieces(small)
    store.close()
    ended, steps = False, 0
    outcomes: set[bool] = set()
    while not ended:
        other = Places(tmp_path / f"other{steps}", small.key_file)
        ended = killed_after(steps, "restore", other, tmp_path / "backup")
        steps += 2
        outcomes.add(other.key_slots.exists())
        if not other.key_slots.exists():
            assert restore(other, tmp_path / "backup").moments == 2
        opened = opened_store(other)
        assert all_rows(opened) == rows
        opened.close()
        assert pieces(other) == files
        assert not any(path.is_file() for path in (other.home / ".restoring").rglob("*"))
        staging.tidy(other)
        assert not (other.home / ".restoring").exists()
        shutil.rmtree(other.home)
    assert outcomes == {False, True}
    assert steps > 10


def test_a_replacing_killed_anywhere_leaves_the_older_or_the_restored_memory(small: Places, tmp_path: Path) -> None:
    store = opened_store(small)
    backup(store, tmp_path / "backup")
    store.execute("INSERT INTO control(name, value) VALUES ('newer', '')")
    store.close()
    ended, steps, outcomes = False, 4, set()
    while not ended:
        other = Places(tmp_path / f"other{steps}", small.key_file)
        shutil.copytree(small.home, other.home)
        ended = killed_after(steps, "replace", other, tmp_path / "backup")
        steps += 3
        opened = opened_store(other)
        outcomes.add(opened.value("SELECT count(*) FROM control WHERE name = 'newer'"))
        assert opened.rows("PRAGMA integrity_check") == [("ok",)]
        named = {row[0] for row in opened.rows("SELECT file FROM picture")}
        opened.close()
        assert set(pieces(other)) == named
        shutil.rmtree(other.home)
    assert outcomes == {0, 1}


def test_what_a_killed_restore_left_goes_with_the_next(small: Places, tmp_path: Path) -> None:
    store = opened_store(small)
    backup(store, tmp_path / "backup")
    store.close()
    other = elsewhere(small, tmp_path)
    left = staging.staged(other).home / "pictures"
    left.mkdir(parents=True)
    (left / "half").write_bytes(b"half")
    assert restore(other, tmp_path / "backup").moments == 2
    assert not left.exists()


def test_what_does_not_belong_to_a_backup_stays_in_its_folder(memory: Memory, tmp_path: Path) -> None:
    backup(memory.store, tmp_path / "backup")
    mine = [tmp_path / "backup" / name for name in ("read me.txt", "database/notes", "pictures/holiday.jpg")]
    for path in mine:
        path.write_text("mine")
    leftover = tmp_path / "backup" / "database" / ("0" * 64 + ".part")
    leftover.write_text("half")
    backup(memory.store, tmp_path / "backup")
    assert all(path.read_text() == "mine" for path in mine)
    assert not leftover.exists()


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda folder, home: (home / "backup", None), "backup_inside"),
        (lambda folder, home: (home.parent, None), "backup_inside"),
        (lambda folder, home: (folder, folder.mkdir() or (folder / "letter.txt").write_text("dear")), "backup_holds_other"),
        (lambda folder, home: (folder, folder.write_text("a file")), "backup_holds_other"),
        (lambda folder, home: (folder, folder.mkdir() or (folder / MANIFEST).write_text("{}")), "backup_other_memory"),
        (lambda folder, home: (folder, folder.mkdir() or (folder / MANIFEST).write_text("[")), "backup_damaged"),
    ],
    ids=["inside", "around", "other things", "a file", "another memory", "damaged"],
)  # fmt: skip
def test_a_folder_that_is_not_for_this_backup_is_refused_and_left_as_it_is(
    memory: Memory, places: Places, tmp_path: Path, make: Callable[..., tuple[Path, object]], code: str
) -> None:
    folder, _ = make(tmp_path / "backup", places.home)
    before = contents(tmp_path / "backup") if folder == tmp_path / "backup" and folder.is_dir() else {}
    with pytest.raises(KnownError) as told:
        backup(memory.store, folder)
    assert told.value.code == code
    assert code in SENTENCES
    assert registered(memory.store) == []
    if before:
        assert contents(folder) == before


def test_the_backup_of_another_memory_is_not_written_over(memory: Memory, tmp_path: Path, fake_models: Models) -> None:
    other_places = Places(tmp_path / "second", tmp_path / "second key")
    initialise(other_places)
    other = Memory.open(other_places, models=fake_models)
    backup(other.store, tmp_path / "backup")
    before = contents(tmp_path / "backup")
    with pytest.raises(KnownError, match="backup_other_memory"):
        backup(memory.store, tmp_path / "backup")
    assert contents(tmp_path / "backup") == before
    other.close()


def limited(places: Places, folder: Path, code: str) -> str:
    """What a backup ends with in a process of its own that `code` has narrowed first."""
    program = (
        f"import sys; from pathlib import Path; from app.paths import Places; from app.store.db import open_store;"
        f"from app.store.keys import open_slots; from app.store.backup import backup; from app.errors import KnownError\n"
        f"places = Places(Path(sys.argv[1]), Path(sys.argv[2])); store = open_store(places, open_slots(places))\n{code}\n"
        f"try: backup(store, Path(sys.argv[3])); print('done')\nexcept KnownError as error: print(error.code)\n"
    )
    command = [sys.executable, "-c", program, places.home, str(places.key_file), folder]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


FULL = """
import errno, os
def full(event, arguments, left=[20]):
    if event == "os.rename" and "backup" in str(arguments[0]):
        left[0] -= 1
        if left[0] < 0: raise OSError(errno.ENOSPC, "full")
sys.addaudithook(full)
"""
READ_ONLY = """
import errno
def locked(event, arguments):
    if event == "open" and "backup" in str(arguments[0]) and "lock" not in str(arguments[0]) and arguments[2] & 3:
        raise OSError(errno.EROFS, "read-only")
sys.addaudithook(locked)
"""


@pytest.mark.parametrize(("narrowed", "code"), [(FULL, "backup_disk_full"), (READ_ONLY, "backup_no_permission")])
def test_a_full_or_read_only_disk_is_a_sentence_and_the_older_backup_stays(
    store: Store, copied: Places, tmp_path: Path, narrowed: str, code: str
) -> None:
    assert limited(copied, tmp_path / "backup", narrowed) == code
    assert code in SENTENCES
    backup(store, tmp_path / "backup")
    store.execute("UPDATE picture SET file = file")
    store.execute("VACUUM")
    assert limited(copied, tmp_path / "backup", narrowed.replace("[20]", "[0]")) == code
    assert not verify(tmp_path / "backup", store.key).damaged


def test_a_stopped_backup_says_so_and_the_next_goes_on(store: Store, tmp_path: Path) -> None:
    looks = iter([False] * 10 + [True] * 1000)
    with pytest.raises(KnownError, match="backup_stopped"):
        backup(store, tmp_path / "backup", cancelled=lambda: next(looks))
    with pytest.raises(KnownError, match="backup_unfinished"):
        restore(Places(tmp_path / "other", store.places.key_file), tmp_path / "backup")
    done = backup(store, tmp_path / "backup")
    assert done.written_files < done.pictures + 10
    assert not verify(tmp_path / "backup", store.key).damaged


def test_two_backups_at_once_are_one_and_a_sentence(memory: Memory, places: Places, tmp_path: Path) -> None:
    with locks.copying(places), pytest.raises(KnownError, match="backup_running"):
        backup(memory.store, tmp_path / "backup")


# -- damage


def test_a_flipped_bit_in_the_database_is_found_and_nothing_is_restored(small: Places, tmp_path: Path) -> None:
    store = opened_store(small)
    backup(store, tmp_path / "backup")
    chunk = next((tmp_path / "backup" / "database").iterdir())
    data = bytearray(chunk.read_bytes())
    data[len(data) // 2] ^= 1
    chunk.write_bytes(bytes(data))
    assert verify(tmp_path / "backup", store.key).damaged == (chunk.name,)
    store.close()
    other = elsewhere(small, tmp_path)
    with pytest.raises(KnownError, match="backup_damaged"):
        restore(other, tmp_path / "backup")
    assert not other.database.exists()
    assert not other.key_slots.exists()
    assert not staging.staged(other).home.exists()


def test_a_damaged_piece_costs_that_picture_and_nothing_else(small: Places, tmp_path: Path) -> None:
    store = opened_store(small)
    backup(store, tmp_path / "backup")
    named = [one.name for one in read_manifest(tmp_path / "backup", store.key).pictures]
    backup_folder.piece_path(tmp_path / "backup", named[0]).write_bytes(b"short")
    assert verify(tmp_path / "backup", store.key).damaged == (named[0],)
    store.close()
    done = restore(elsewhere(small, tmp_path), tmp_path / "backup")
    assert (done.damaged_pictures, done.pictures, done.moments) == (1, len(named) - 1, 2)


def test_a_verifying_backup_writes_anew_what_is_damaged(small: Places, tmp_path: Path) -> None:
    store = opened_store(small)
    backup(store, tmp_path / "backup")
    piece = next((tmp_path / "backup" / "pictures").glob("*/*"))
    for path in (piece, next((tmp_path / "backup" / "database").iterdir())):
        data = bytearray(path.read_bytes())
        data[40] ^= 1
        path.write_bytes(bytes(data))
    assert len(verify(tmp_path / "backup", store.key).damaged) == 2
    backup(store, tmp_path / "backup")
    assert verify(tmp_path / "backup", store.key).damaged == (piece.name,)  # its size alone tells nothing
    assert backup(store, tmp_path / "backup", verify=True).mended_files == 1
    assert not verify(tmp_path / "backup", store.key).damaged
    store.close()


def test_a_manifest_that_was_tampered_with_is_refused(small: Places, tmp_path: Path) -> None:
    store = opened_store(small)
    backup(store, tmp_path / "backup")
    store.close()
    file = tmp_path / "backup" / MANIFEST
    held = json.loads(file.read_text())
    held["pictures"] = [["../../../outside", 1, "0" * 64]]
    file.write_text(json.dumps(held))
    with pytest.raises(KnownError, match="backup_damaged"):
        restore(elsewhere(small, tmp_path), tmp_path / "backup")


def test_where_there_is_no_backup_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="backup_missing"):
        restore(Places(tmp_path / "home", None), tmp_path / "nowhere")
    assert not (tmp_path / "home").exists()


# -- replacing a memory


def test_a_memory_that_is_there_is_replaced_only_when_told_and_when_nobody_uses_it(
    memory: Memory, places: Places, tmp_path: Path
) -> None:
    memory.note("before the backup")
    backup(memory.store, tmp_path / "backup")
    memory.note("after the backup")
    with pytest.raises(KnownError, match="restore_present"):
        restore(places, tmp_path / "backup")
    with pytest.raises(KnownError, match="memory_in_use"):
        restore(places, tmp_path / "backup", replace=True)
    with locks.held(places.recorder_lock, "recorder_running"), pytest.raises(KnownError, match="recorder_running"):
        restore(places, tmp_path / "backup", replace=True)
    assert memory.store.value("SELECT count(*) FROM moment") == 2
    memory.close()
    assert restore(places, tmp_path / "backup", replace=True).moments == 1
    assert not (places.home / ".replaced").exists()


def test_what_was_forgotten_since_the_backup_stays_forgotten(
    memory: Memory, places: Places, tmp_path: Path, fake_models: Models
) -> None:
    kept = show(memory, NOON, "the mill wheel turns")
    gone = show(memory, NOON.replace(hour=15), "a heron nests by the mill")
    memory.store.execute(
        "INSERT INTO memory(public_id, kind, text, made_us) VALUES ('m1', 'semantic', 'herons nest', 1)"
    )
    backup(memory.store, tmp_path / "backup")
    memory.store.execute("DELETE FROM backup")  # as if it had been on a shelf
    memory.forget(Selection(ids=(gone,)))
    with memory.store.writing():
        tombstones.add(memory.store, [tombstones.of_memory("m1")])
    memory.close()
    done = restore(places, tmp_path / "backup", replace=True)
    assert (done.moments, done.forgotten) == (1, 2)
    opened = Memory.open(places, models=fake_models)
    store = opened.store
    assert [one.id for one in opened.timeline()] == [kept]
    assert not opened.search("heron").hits
    assert opened.search("wheel").hits
    assert store.value("SELECT count(*) FROM memory") == 0
    assert {row[0] for row in store.rows("SELECT file FROM picture")} == set(pieces(places))
    assert tombstones.stands(store, tombstones.of_moment(gone))
    opened.close()


def test_what_is_hidden_but_not_gone_yet_stays_forgotten_too(memory: Memory, places: Places, tmp_path: Path) -> None:
    gone = show(memory, NOON, "a heron nests by the mill")
    backup(memory.store, tmp_path / "backup")
    memory.forget(Selection(ids=(gone,)), undo_s=600)
    memory.close()
    done = restore(places, tmp_path / "backup", replace=True)
    assert (done.moments, done.forgotten) == (0, 1)


def test_a_damaged_memory_is_not_replaced_for_it_cannot_tell_what_it_forgot(small: Places, tmp_path: Path) -> None:
    store = opened_store(small)
    backup(store, tmp_path / "backup")
    store.close()
    small.database.write_bytes(b"\0" * 8192)
    with pytest.raises(KnownError, match="restore_other_memory"):
        restore(small, tmp_path / "backup", replace=True)
    small.home.rename(tmp_path / "aside")
    assert restore(small, tmp_path / "backup").moments == 2


def test_a_memory_with_another_key_is_not_replaced(memory: Memory, small: Places, tmp_path: Path) -> None:
    second = Places(tmp_path / "second", tmp_path / "second key")
    initialise(second)
    store = opened_store(small)
    backup(store, tmp_path / "backup")
    store.close()
    before = second.database.read_bytes()
    with pytest.raises(KnownError, match="restore_other_memory"):
        restore(Places(second.home, small.key_file), tmp_path / "backup", replace=True)
    assert second.database.read_bytes() == before


# -- forgetting reaches the backups


def test_what_is_forgotten_leaves_the_backups_within_reach_and_others_are_named(
    memory: Memory, places: Places, tmp_path: Path
) -> None:
    show(memory, NOON, "the mill wheel turns")
    gone = show(memory, NOON.replace(hour=15), "a heron nests by the mill")
    for name in ("near", "far"):
        backup(memory.store, tmp_path / name)
    before = contents(tmp_path / "near")
    (tmp_path / "far").rename(tmp_path / "unplugged")
    memory.forget(Selection(ids=(gone,)))
    (tmp_path / "near" / "database" / ("1" * 64 + ".part")).write_bytes(b"half")
    assert refresh_backups(memory.store) == [str(tmp_path / "far")]
    after = contents(tmp_path / "near")
    assert not set(before) & set(after) - {MANIFEST, "keys.json"} - {
        f"pictures/{name[:2]}/{name}" for name in pieces(places)
    }
    assert {Path(name).name for name in after if name.startswith("pictures/")} == set(pieces(places))
    assert not any(name.endswith(".part") for name in after)
    other = elsewhere(places, tmp_path)
    restore(other, tmp_path / "near")
    back = opened_store(other)
    assert back.value("SELECT count(*) FROM passage WHERE text LIKE '%heron%'") == 0
    assert back.value("SELECT count(*) FROM passage WHERE text LIKE '%wheel%'") == 1
    back.close()
    assert refresh_backups(memory.store) == [str(tmp_path / "far")]


def test_a_refresh_waits_for_a_backup_that_goes_on(memory: Memory, places: Places, tmp_path: Path) -> None:
    backup(memory.store, tmp_path / "backup")
    lock = locks.copying(places)
    lock.__enter__()
    done: list[list[str]] = []

    def work() -> None:
        store = opened_store(places)
        done.append(refresh_backups(store))
        store.close()

    thread = threading.Thread(target=work)
    thread.start()
    lock.__exit__(None, None, None)
    thread.join(timeout=60)
    assert done == [[]]


def test_a_backup_is_due_when_it_is_old_and_within_reach(memory: Memory, tmp_path: Path) -> None:
    folder = tmp_path / "drive" / "backup"
    assert not due(memory.store, folder, 24)
    folder.parent.mkdir()
    assert due(memory.store, folder, 24)
    backup(memory.store, folder)
    assert not due(memory.store, folder, 24)
    manifest = read_manifest(folder, memory.store.key)
    for made_us, expected in ((manifest.made_us - 25 * 3_600_000_000, True), (manifest.made_us + 10**12, True)):
        backup_folder.write_manifest(
            folder, memory.store.key, backup_folder.Manifest(manifest.memory, made_us, len(KNOWN), manifest.database)
        )
        assert due(memory.store, folder, 24) is expected
    shutil.rmtree(folder)  # not plugged in
    assert not due(memory.store, folder, 24)
