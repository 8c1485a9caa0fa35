"""Processes that are killed at any moment lose nothing that they had told; and the check would see it if they did."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.memory import Memory
from app.paths import Places
from app.records import Selection
from app.sink import StoreSink
from app.store import forget
from app.store.db import open_store
from capture.frame import Tick
from tests.bench.crash import scene
from tests.bench.crash.__main__ import ONE_THREAD, failed, joined, table
from tests.bench.crash.check import Expected, verify

KILLS, SEED = 20, 20


def test_twenty_kills_at_random_moments_lose_nothing() -> None:
    command = [sys.executable, "-m", "tests.bench.crash", "--worker", "--kills", str(KILLS), "--seed", str(SEED)]
    done = subprocess.run(command, env=os.environ | ONE_THREAD, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = joined([done.stdout])
    assert not failed(found), table(found)
    assert sum(one["kills"] for one in found["of"].values()) == KILLS
    assert all(one["kills"] > 0 for one in found["of"].values())
    assert sum(one["told"] for one in found["of"].values()) > KILLS


def test_a_table_with_a_loss_is_a_failure() -> None:
    whole = {
        "absent": ["backup"],
        "of": {"read": {"kills": 2, "told": 9, "mended": 1, "lost": 0, "orphans": 0, "broken": []}},
    }
    found = joined([json.dumps(whole), json.dumps(whole)])
    assert found["of"]["read"]["kills"] == 4
    assert not failed(found)
    assert "backup is not part" in table(found)
    assert failed({"of": {"read": whole["of"]["read"] | {"lost": 1}}})  # type: ignore[index]
    with pytest.raises(RuntimeError, match="ended early"):
        joined([""])


@pytest.fixture
def told(tmp_path: Path) -> tuple[Places, Expected]:
    """A memory with three pictures that were read, and what was told of them."""
    places, expected = scene.fresh(tmp_path), Expected()
    key = scene.key_of(places)
    sink = StoreSink(lambda: open_store(places, key))
    for number in range(3):
        at = scene.begins(number)
        kept = sink.keep(scene.frame(number, 1, at, None))
        sink.tick(Tick(at, "UTC", f"m{number}", "kept", "", "timer", 1.0, kept))
        expected.hear([{"kept": kept, "number": number}, {"ticks": 1}, {"read": kept}])
    sink.close()
    memory = Memory.open(places, models=scene.models())
    memory.read_pending()
    memory.close()
    return places, expected


def test_a_memory_that_holds_what_was_told_is_in_order(told: tuple[Places, Expected]) -> None:
    assert not verify(*told).any


BROKEN: dict[str, Callable[[Memory], object]] = {
    "ticks lost": lambda memory: memory.store.execute("DELETE FROM ledger WHERE id = 1"),
    "text lost": lambda memory: memory.store.execute("UPDATE passage SET text = 'other'"),
    "reading lost": lambda memory: memory.store.execute("UPDATE moment SET reading = 'pending'"),
    "picture wrong": lambda memory: memory.store.execute("UPDATE picture SET key = zeroblob(32)"),
    "words do not match passages": lambda memory: memory.store.execute("UPDATE passage SET text = 'other' WHERE id = 1"),
    "passage without sighting": lambda memory: memory.store.execute("DELETE FROM sighting WHERE id = 1"),
    "pictures without their file": lambda memory: shutil.rmtree(memory.store.places.pictures),
    "half forgotten": lambda memory: memory.forget(Selection(ids=(memory.timeline()[0].id,))),
    "foreign keys": lambda memory: [
        memory.store.execute(sql) for sql in ("PRAGMA foreign_keys = OFF", "UPDATE sighting SET passage_id = 99")
    ],
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_each_damage_is_seen(told: tuple[Places, Expected], what: str) -> None:
    places, expected = told
    memory = Memory.open(places, models=scene.models())
    if what == "half forgotten":
        expected.hear([{"will": [one.id for one in memory.timeline()]}])
    BROKEN[what](memory)
    memory.close()
    assert any(what in one for one in verify(places, expected).broken)


def test_a_lost_moment_a_strange_file_and_a_forgotten_moment_that_is_back_are_seen(
    told: tuple[Places, Expected],
) -> None:
    places, expected = told
    (places.home / "memory.db.copy").write_bytes(b"left behind")
    assert verify(places, expected).orphans == 1
    (places.home / "memory.db.copy").unlink()
    ids = list(expected.moments)
    expected.hear([{"forgot": [ids[2]]}])
    assert verify(places, expected).broken == ["1 forgotten moments are there"]
    memory = Memory.open(places, models=scene.models())
    memory.forget(Selection(ids=(ids[0], ids[2])))
    memory.close()
    assert verify(places, expected).lost == 1


def test_what_was_begun_is_finished_and_may_be_either(told: tuple[Places, Expected]) -> None:
    places, expected = told
    chosen = list(expected.moments)[:2]
    expected.hear([{"will": chosen}])
    assert not verify(places, expected).any  # killed before it was hidden: all there
    expected.hear([{"will": chosen}])
    store = open_store(places, scene.key_of(places))
    hidden = forget.hide(store, [1, 2], undo_s=0)
    store.close()
    assert not verify(places, expected).any  # killed after: all gone
    assert expected.gone == set(chosen)
    assert hidden.state == "hidden"


def test_an_older_store_is_brought_up_to_date(tmp_path: Path) -> None:
    for schema in (1, 2):
        folder = tmp_path / str(schema)
        folder.mkdir()
        places, ids = scene.older(folder, schema, 5)
        assert not verify(places, Expected({one: number for number, one in enumerate(ids)})).any
