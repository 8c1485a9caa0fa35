"""Restoring: nothing or the whole, whatever happens, and what was forgotten since stays forgotten."""

import json
import shutil
from pathlib import Path

import pytest

from app.engines import Models
from app.errors import KnownError
from app.memory import Memory, initialise
from app.paths import Places
from app.records import Selection
from app.store import backup_folder, locks, staging, tombstones
from app.store.backup import backup
from app.store.backup_folder import MANIFEST, read_manifest, verify
from app.store.restore import restore
from tests.backup_runs import all_rows, elsewhere, keep_two_moments, killed_after, opened_store, pieces
from tests.test_store import NOON, show


@pytest.fixture
def small(memory: Memory, places: Places) -> Places:
    """A closed memory of two moments with pictures."""
    return keep_two_moments(memory, places)


# -- killed


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


def test_a_damaged_memory_is_replaced_only_by_name_for_it_cannot_tell_what_it_forgot(
    small: Places, tmp_path: Path
) -> None:
    store = opened_store(small)
    backup(store, tmp_path / "backup")
    store.close()
    small.database.write_bytes(b"\0" * 8192)
    with pytest.raises(KnownError, match="restore_damaged"):
        restore(small, tmp_path / "backup", replace=True)
    assert restore(small, tmp_path / "backup", replace=True, even_damaged=True).moments == 2
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
