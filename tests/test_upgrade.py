"""Stores of earlier releases: brought up to date in steps, after a copy that is destroyed, and shown as the release itself showed them."""

import hashlib
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from app.engines import Models
from app.errors import KnownError
from app.memory import Memory, initialise
from app.paths import Places
from app.store import upgrade
from app.store.db import open_store
from app.store.keys import open_slots
from app.store.migrations import KNOWN, migrations, schema_version
from tests.cli_ran import Run

STORES = Path(__file__).parent / "stores"
OLDER = sorted(path.name for path in STORES.iterdir() if path.is_dir())


def copied(name: str, folder: Path) -> Places:
    shutil.copytree(STORES / name, folder / "home")
    (folder / "home" / "key").chmod(0o600)
    return Places(folder / "home", folder / "home" / "key")


def shown(memory: Memory, public_id: str) -> str:
    with Image.open(io.BytesIO(memory.picture(public_id))) as found:
        return hashlib.sha256(found.convert("RGB").tobytes()).hexdigest()


def whole(memory: Memory, expected: dict[str, object]) -> dict[str, object]:
    conversation = memory.conversations()[0][0]
    return {
        "moments": [
            {"id": one.id, "time": one.time.isoformat(), "kind": one.kind, "title": one.title,
             "passages": list(memory.moment(one.id).passages), "picture": shown(memory, one.id) if one.has_picture else ""}
            for one in memory.timeline()
        ],
        "hits": sorted(hit.id for hit in memory.search("wheelbarrow").hits),
        "questions": [question for _, _, question in memory.conversations()],
        "answers": [turn.answer.text for turn in memory.turns(conversation)],
        "rules": [[rule.field, rule.pattern] for rule in memory.rules()],
        "ticks": memory.store.value("SELECT sum(ticks) FROM ledger"),
    }  # fmt: skip


def leftovers(places: Places) -> list[str]:
    return sorted(path.name for path in places.home.iterdir() if "before" in path.name or path.name.endswith(".part"))


@pytest.mark.parametrize("name", OLDER)
def test_a_store_of_each_released_schema_opens_whole(name: str, tmp_path: Path, fake_models: Models) -> None:
    places = copied(name, tmp_path)
    expected = json.loads((STORES / name / "expected.json").read_text())
    memory = Memory.open(places, models=fake_models)
    try:
        found = whole(memory, expected)
        assert schema_version(memory.store.db) == len(KNOWN)
        assert all(one.ok for one in memory.doctor() if one.name in ("integrity", "index", "pictures"))
    finally:
        memory.close()
    assert found == expected | {"hits": sorted(expected["hits"])}
    assert leftovers(places) == []


def test_every_schema_but_the_newest_has_its_store() -> None:
    assert [f"schema_{n}" for n in range(1, len(KNOWN))] == OLDER


def test_a_newer_store_is_refused_and_left_alone(places: Places, run: Run) -> None:
    initialise(places)
    store = open_store(places, open_slots(places))
    store.db.table("_sqlite_migrations").insert(
        {"migration_set": "recollect", "name": "m999_later", "applied_at": "2030-01-01"}
    )
    store.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    before = places.database.read_bytes()
    with pytest.raises(KnownError, match="schema_newer"):
        open_store(places, open_slots(places))
    found = run("status")
    assert found.status == 1
    assert "newer Recollect" in found.err
    assert places.database.read_bytes() == before


def test_a_failing_migration_leaves_the_schema_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake_models: Models
) -> None:
    places = copied("schema_1", tmp_path)

    def breaks(db: object) -> None:
        db.execute("DELETE FROM rule")  # type: ignore[attr-defined]
        raise RuntimeError("a bug in a migration")

    last = migrations._migrations[-1]
    monkeypatch.setattr(last, "fn", breaks)
    with pytest.raises(RuntimeError):
        Memory.open(places, models=fake_models)
    monkeypatch.undo()
    assert upgrade.copy_of(places).exists()  # nothing was verified
    memory = Memory.open(places, models=fake_models)
    assert len(memory.timeline()) == 12
    assert len(memory.rules()) == 1
    memory.close()
    assert leftovers(places) == []


def test_a_migration_that_loses_rows_is_found_and_the_copy_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = copied("schema_2", tmp_path)
    kept = len(json.loads((STORES / "schema_2" / "expected.json").read_text())["moments"])

    def loses(db: object) -> None:
        db.execute("DELETE FROM rule")  # type: ignore[attr-defined]

    monkeypatch.setattr(migrations._migrations[-1], "fn", loses)
    with pytest.raises(KnownError, match="upgrade_failed") as raised:
        open_store(places, open_slots(places))
    with pytest.raises(KnownError, match="upgrade_failed"):  # nor at the next start
        open_store(places, open_slots(places))
    copy = Path(raised.value.params["file"])
    shutil.copyfile(copy, places.database)
    for name in ("memory.db-wal", "memory.db-shm"):
        (places.home / name).unlink(missing_ok=True)
    monkeypatch.undo()
    store = open_store(places, open_slots(places))
    assert store.value("SELECT count(*) FROM moment") == kept
    assert store.value("SELECT count(*) FROM rule") == 1
    store.close()


OPENS = """
import sys
from pathlib import Path
from app.paths import Places
from app.store.db import open_store
from app.store.keys import open_slots
places = Places(Path(sys.argv[1]), Path(sys.argv[1]) / "key")
print(open_store(places, open_slots(places)).value("SELECT count(*) FROM moment"))
"""


def test_four_programs_that_start_at_once_upgrade_once(tmp_path: Path) -> None:
    places = copied("schema_1", tmp_path)
    started = [
        subprocess.Popen([sys.executable, "-c", OPENS, str(places.home)], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert [one.communicate()[0].strip() for one in started] == ["12"] * 4
    assert leftovers(places) == []


def test_an_upgrade_without_room_for_the_copy_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places = copied("schema_1", tmp_path)
    before = places.database.read_bytes()
    monkeypatch.setattr("app.store.db.free_bytes", lambda _: 1000)
    with pytest.raises(KnownError, match="disk_full"):
        open_store(places, open_slots(places))
    assert places.database.read_bytes() == before
    assert leftovers(places) == []


def test_a_kill_while_the_copy_is_destroyed_keeps_nobody_out_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake_models: Models
) -> None:
    places = copied("schema_2", tmp_path)

    class Killed(BaseException):
        pass

    def killed(_count: int) -> bytes:
        raise Killed

    monkeypatch.setattr("app.store.upgrade._zeros", killed)
    with pytest.raises(Killed):
        Memory.open(places, models=fake_models)
    monkeypatch.undo()
    assert leftovers(places) == ["memory.db.before.going"]
    upgrade.copy_of(places).with_name("memory.db.before-wal").write_bytes(b"its log, not reached yet")
    memory = Memory.open(places, models=fake_models)
    assert len(memory.timeline()) == 12
    memory.close()
    assert leftovers(places) == []
