"""Backups: what comes back is what was there, whatever went on meanwhile, and what was forgotten leaves them."""

import shutil
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
from app.store import backup_folder, locks
from app.store.backup import backup, due, refresh_backups, registered
from app.store.backup_folder import MANIFEST, chunk_path, read_manifest, verify
from app.store.db import Store, open_store
from app.store.migrations import KNOWN
from app.store.restore import restore
from app.store.snapshot import chunks, file_bytes, standing_still
from tests.backup_runs import all_rows, contents, elsewhere, keep_two_moments, killed_after, opened_store, pieces
from tests.test_store import NOON, show


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


@pytest.fixture
def small(memory: Memory, places: Places) -> Places:
    """A closed memory of two moments with pictures."""
    return keep_two_moments(memory, places)


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


def test_a_backup_waits_for_one_that_a_forgetting_brings_up_to_date(
    memory: Memory, places: Places, tmp_path: Path
) -> None:
    other = locks.copying(places)
    other.__enter__()
    ends = threading.Timer(0.3, other.__exit__, (None, None, None))
    ends.start()
    assert memory.backup(tmp_path / "backup").written_files
    ends.join()


# -- damage


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
