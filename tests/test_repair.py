"""`doctor --repair`: each thing that can be off is put off, found by its check, mended, and what stays is what was there."""

import os
from collections.abc import Callable
from datetime import timedelta

import pytest

from app.consolidate import digest
from app.memory import Memory
from app.paths import Places
from app.records import Selection
from app.store import forget
from app.store.frames import moment_by_id
from tests.test_store import NOON, count, show

OFF = ("index", "vectors", "pictures", "queue", "permissions", "integrity")


def wrong(memory: Memory) -> set[str]:
    return {check.name for check in memory.doctor() if not check.ok and check.name in OFF}


def fill(memory: Memory) -> list[str]:
    shown = [
        show(memory, NOON + timedelta(minutes=11 * n), f"text number {n} about wheelbarrow {n}") for n in range(24)
    ]
    memory.embed_waiting()
    return shown


def break_index(memory: Memory) -> None:
    memory.store.execute("INSERT INTO passage_fts(passage_fts) VALUES ('delete-all')")


def break_vector(memory: Memory) -> None:
    memory.store.execute("UPDATE vector SET data = x'00' WHERE passage_id = 3")


def loosen_passage(memory: Memory) -> None:
    memory.store.execute("DELETE FROM sighting WHERE passage_id = 3")


def lose_a_file(memory: Memory) -> None:
    name = memory.store.value("SELECT file FROM picture WHERE role = 'full' ORDER BY id LIMIT 1")
    (memory.store.places.pictures / name[:2] / name).unlink()


def lose_a_job(memory: Memory) -> None:
    memory.store.execute("UPDATE moment SET reading = 'pending' WHERE id = 4")


def fail_a_reading(memory: Memory) -> None:
    memory.store.execute("UPDATE moment SET reading = 'failed', failure = 'worker_died' WHERE id = 4")
    memory.store.execute("INSERT INTO job(kind, target_id, state, created_us) VALUES ('read', 4, 'failed', 0)")


def open_to_others(memory: Memory) -> None:
    memory.store.places.database.chmod(0o644)


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (break_index, "index"), (break_vector, "vectors"), (loosen_passage, "vectors"), (lose_a_file, "pictures"),
        (lose_a_job, "queue"), (fail_a_reading, "queue"), (open_to_others, "permissions"),
    ],
)  # fmt: skip
def test_what_is_off_is_found_and_mended(memory: Memory, spoil: Callable[[Memory], None], named: str) -> None:
    shown = fill(memory)
    assert wrong(memory) == set()
    spoil(memory)
    assert wrong(memory) == {named}
    assert {one.ok for one in memory.repair()} == {True}
    assert wrong(memory) == set()
    assert [one.id for one in memory.timeline()] == shown
    found = memory.forget(Selection(matching="wheelbarrow"), dry_run=True).frames
    assert found == 24 - (spoil is loosen_passage)
    assert memory.repair() == []


def test_a_picture_folder_that_went_away_is_not_taken_for_damage(memory: Memory, places: Places) -> None:
    fill(memory)
    places.pictures.rename(places.home / "elsewhere")
    places.pictures.mkdir(mode=0o700)
    assert [(one.name, one.ok) for one in memory.repair()] == [("pictures", False)]
    places.pictures.rmdir()
    (places.home / "elsewhere").rename(places.pictures)
    assert wrong(memory) == set()


def test_files_that_nobody_names_go_and_new_ones_are_left(memory: Memory, places: Places) -> None:
    shown = fill(memory)
    old, new = (places.pictures / "ab" / f"ab{n}" for n in range(2))
    old.parent.mkdir(exist_ok=True)
    for path in (old, new):
        path.write_bytes(b"noise")
    os.utime(old, (0, 0))
    assert [one.params for one in memory.repair()] == [{"count": 1}]
    assert (old.exists(), new.exists()) == (False, True)
    assert memory.picture(shown[0])


def test_forgettings_and_memories_that_a_kill_cut_short_are_carried_on(memory: Memory) -> None:
    shown = fill(memory)
    digest.make_day(memory.store, "2026-11-20")
    forget.hide(memory.store, [moment_by_id(memory.store, shown[0])[0]], undo_s=0)
    memory.store.execute("UPDATE memory SET status = 'stale'")
    assert {one.name for one in memory.repair()} == {"forgetting"}  # which makes the digest again, too
    assert count(memory, "moment") == 23
    assert len(memory.memories()) == 1


def test_a_picture_whose_piece_is_gone_keeps_its_text(memory: Memory) -> None:
    shown = fill(memory)
    lose_a_file(memory)
    memory.repair()
    assert not memory.moment(shown[0]).moment.has_picture
    assert memory.moment(shown[0]).passages == ("text number 0 about wheelbarrow 0",)
