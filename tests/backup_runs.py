"""What the tests of backups and of restoring share: looking at a whole memory, and a run that is killed half-way."""

import hashlib
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from app.memory import Memory
from app.paths import Places
from app.store.db import Store, open_store
from app.store.keys import open_slots
from tests.test_store import NOON, show

Rows = dict[str, list[tuple[Any, ...]]]


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


def keep_two_moments(memory: Memory, places: Places) -> Places:
    """Fill a memory with two moments and their pictures, and close it."""
    for hour in range(2):
        show(memory, NOON.replace(hour=hour), f"the heron of hour {hour}")
    memory.close()
    return places
