"""A memory of a million passages and 100,000 pictures: how long until it is open, until an hour of it is hidden, how long each step of
forgetting and of retention holds the writer's lock, and what a month of retention adds to the searches beside it.

`python -m tests.bench.store_scale [--passages 1000000 --pictures 100000] [--home DIR]`. Prints one JSON object; exit 1 where a bound is
broken: 100 ms until hidden, 50 ms a step, 300 ms to open, 100 ms more for a search. A DIR that is filled already is used again.
"""

import argparse
import json
import random
import resource
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from app.engines import Models
from app.forgetting import rewrite_now
from app.jobs import REST_S, REST_TIMES
from app.memory import Memory, initialise
from app.paths import Places
from app.records import Filters, Selection
from app.store import images, purge, retention, rewrite, sightings
from app.store.db import Store, open_store, to_us
from app.store.frames import new_public_id
from app.store.keys import open_slots
from app.store.passages import pack_vector
from app.store.tiers import Limits
from models.fake import FakeEmbedder, FakeOcr

START = datetime(2026, 1, 1, 8, tzinfo=UTC)
STEP = timedelta(seconds=30)  # between pictures of an hour at work
AN_HOUR, HOURS_A_DAY = 120, 8
WORDS = [
    f"{a}{b}{c}"
    for a in ("bar", "cel", "dom", "fir", "gol", "hen")
    for b in ("ta", "ri", "mo", "ne", "su")
    for c in range(80)
]
BATCH = 2000
ROWS = {
    "moment": "INSERT INTO moment(id, public_id, kind, at_us, zone, day, stream, app, title, width_px, height_px, source)"
    " VALUES (?, ?, 'screen', ?, 'UTC', ?, 'one', ?, ?, 16, 10, 'screen')",
    "picture": "INSERT INTO picture(id, moment_id, role, file, key, format, width_px, height_px, size_bytes)"
    " VALUES (?, ?, 'full', ?, ?, 'webp', 16, 10, ?)",
    "layer": "INSERT INTO layer VALUES (?, ?, ?)",
    "passage": "INSERT INTO passage(id, hash, kind, text, title, app, words, first_us) VALUES (?, ?, 'screen', ?, ?, ?, ?, ?)",
    "sighting": "INSERT INTO sighting(id, passage_id, moment_id, last_moment_id, stream, from_us, until_us)"
    " VALUES (?, ?, ?, ?, 'one', ?, ?)",
    "vector": "INSERT INTO vector(passage_id, model, data) VALUES (?, 'fake@1', ?)",
}
BOUNDS = {"open_ms": 300.0, "hidden_ms": 100.0, "step_ms": 50.0, "search_more_ms": 100.0}


def when(number: int) -> datetime:
    """When a picture was taken: eight hours a day, one after the other."""
    a_day = HOURS_A_DAY * AN_HOUR
    return START + timedelta(days=number // a_day) + STEP * (number % a_day)


def fill(store: Store, pictures: int, passages: int) -> None:
    """Pictures in piles of up to six, each with new passages; one of fifty stands on the screen for all the fifty. And vectors."""
    patch = images.Patch(0, 0, 16, 10, bytes(16 * 10 * 3))
    data, _ = images.encode_at_once(patch)
    vectors = [pack_vector(one) for one in np.random.default_rng(1).standard_normal((512, 384)).astype(np.float32)]
    chance, each = random.Random(1), passages // pictures
    for start in range(0, pictures, BATCH):
        rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in ROWS}
        for number in range(start, min(pictures, start + BATCH)):
            add_picture(store, rows, number, data)
            for nth in range(each):
                text = f"{' '.join(chance.choices(WORDS, k=14))} {number} {nth}"
                stays = min(49, pictures - 1 - number) if number % 50 == nth == 0 else 0
                add_passage(rows, number * each + nth + 1, number, text, stays)
                rows["vector"].append((number * each + nth + 1, vectors[nth * 31 % 512]))
        with store.writing():
            for table, statement in ROWS.items():
                store.connection.executemany(statement, rows[table])
        if start % 20_000 == 0:
            print(f"filled {start}", file=sys.stderr, flush=True)
    rewrite.empty_log(store)


def add_picture(store: Store, rows: dict[str, list[tuple[Any, ...]]], number: int, data: bytes) -> None:
    """A moment with its piece, above those of the up to five before it."""
    at, moment = when(number), number + 1
    name, key, size = write_unsynced(store.places, data)
    about = (f"app{number // 50 % 12}", f"document {number // 50}.md")
    rows["moment"].append((moment, new_public_id(), to_us(at), at.date().isoformat(), *about))
    rows["picture"].append((moment, moment, name, key, size))
    first = moment - number % 6
    rows["layer"] += [(moment, place, piece) for place, piece in enumerate(range(first, moment + 1))]


def add_passage(rows: dict[str, list[tuple[Any, ...]]], passage: int, number: int, text: str, stays: int) -> None:
    """A passage first seen in a picture, and its sighting through the `stays` pictures after that."""
    at_us, last = to_us(when(number)), number + stays
    about = (f"document {number // 50}.md", f"app{number // 50 % 12}")
    rows["passage"].append((passage, secrets.token_bytes(32), text, *about, 16, at_us))
    rows["sighting"].append((passage, passage, number + 1, last + 1, at_us, to_us(when(last))))


def write_unsynced(places: Places, data: bytes) -> tuple[str, bytes, int]:
    """A piece as the store writes it, but for the sync: a hundred thousand of those would take an hour."""
    from unittest import mock

    with mock.patch("os.fsync"):
        return images.write_piece(places, data)


class Reader(threading.Thread):
    """Searches by words and looks its hits up, as fast as one who types, until it is told to stop."""

    def __init__(self, places: Places) -> None:
        super().__init__()
        self.places, self.took_ms, self.over = places, list[float](), threading.Event()

    def run(self) -> None:
        store, chance = open_store(self.places, open_slots(self.places)), random.Random(3)
        while not self.over.wait(0.02):
            began = time.perf_counter()
            self.search(store, chance.choices(WORDS, k=3))
            self.took_ms.append((time.perf_counter() - began) * 1e3)
        store.close()

    @staticmethod
    def search(store: Store, words: list[str]) -> int:
        rows = store.rows(
            "SELECT rowid FROM passage_fts WHERE passage_fts MATCH ? ORDER BY bm25(passage_fts) LIMIT 20",
            (" ".join(words[:2]),),
        )
        return len(sightings.visible(store, [row[0] for row in rows], Filters()))


def beside(places: Places, work: Callable[[], None]) -> list[float]:
    """How long each search took while something else was done."""
    reader = Reader(places)
    reader.start()
    try:
        work()
    finally:
        reader.over.set()
        reader.join()
    return reader.took_ms


def spread(took: list[float]) -> dict[str, float]:
    ordered = sorted(took) or [0.0]
    return {
        "p50": round(ordered[len(ordered) // 2], 2), "p95": round(ordered[int(len(ordered) * 0.95)], 2),
        "p99": round(ordered[int(len(ordered) * 0.99)], 2), "max": round(ordered[-1], 2), "count": len(took),
    }  # fmt: skip


OPENS = """
import sys, time
from pathlib import Path
from app.memory import Memory
from app.engines import Models
from app.paths import Places
places = Places(Path(sys.argv[1]) / "home", Path(sys.argv[1]) / "key")
began = time.perf_counter()
memory = Memory.open(places, models=Models(None, None, None, None))
memory.timeline(newest_first=True, limit=50)
print((time.perf_counter() - began) * 1e3)
"""


def opening(folder: Path) -> dict[str, float]:
    """From nothing open to the newest moments in hand, each time in a new process."""
    took = [
        float(
            subprocess.run(
                [sys.executable, "-c", OPENS, str(folder)], capture_output=True, text=True, check=True
            ).stdout
        )
        for _ in range(10)
    ]
    return spread(took)


def forget_an_hour(places: Places, hour: datetime) -> dict[str, Any]:
    """Hide an hour, look from another connection, purge it step by step, rewrite."""
    memory = Memory.open(places, models=Models(None, FakeOcr(), FakeEmbedder(), None))
    other = open_store(places, open_slots(places))
    store = memory.store
    selection = Selection(since=hour, until=hour + timedelta(hours=1))
    began = time.perf_counter()
    receipt = memory.forget(selection, undo_s=0.001)
    hidden_ms = (time.perf_counter() - began) * 1e3
    seen = other.value(
        "SELECT count(*) FROM moment WHERE at_us >= ? AND at_us < ? AND forgetting_id IS NULL",
        (to_us(hour), to_us(hour + timedelta(hours=1))),
    )
    steps: list[float] = []
    held = Held(store, steps)
    searches = beside(places, lambda: purge.purge(held, receipt.id))  # type: ignore[arg-type]
    began = time.perf_counter()
    assert rewrite_now(store)
    rewrite_s = time.perf_counter() - began
    rewrite.finished(store, [])
    state = memory.receipt(receipt.id).state
    other.close()
    memory.close()
    return {
        "moments": receipt.frames, "passages": receipt.passages, "hidden_ms": round(hidden_ms, 1), "still_seen": seen, "step_ms": spread(steps),
        "rewrite_s": round(rewrite_s, 1), "state": state, "search_beside_ms": spread(searches),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip


class Held:
    """A store that notes how long each write transaction took."""

    def __init__(self, store: Store, took_ms: list[float]) -> None:
        self._store, self._took_ms = store, took_ms

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def writing(self) -> Any:
        import contextlib

        @contextlib.contextmanager
        def timed() -> Any:
            began = time.perf_counter()
            with self._store.writing():
                yield
            self._took_ms.append((time.perf_counter() - began) * 1e3)

        return timed()


def retain_a_month(places: Places, now: datetime, limits: Limits) -> dict[str, Any]:
    """All steps of retention that these limits make due, with rests as the job has them, searches beside them."""
    store, steps = open_store(places, open_slots(places)), list[float]()
    held = Held(store, steps)

    def work() -> None:
        while True:
            began = time.perf_counter()
            if not retention.step(held, limits, now):  # type: ignore[arg-type]
                return
            time.sleep(max(REST_S, REST_TIMES * (time.perf_counter() - began)))

    searches = beside(places, work)
    store.close()
    return {"step_ms": spread(steps), "search_beside_ms": spread(searches)}


def main() -> int:
    """Fill, measure, print; 1 where a bound is broken."""
    parser = argparse.ArgumentParser("store_scale")
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument("--pictures", type=int, default=100_000)
    parser.add_argument("--text-days", type=int, default=30, help="days of text that grow too old")
    parser.add_argument("--home", type=Path, help="use this folder, filled already or not")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = options.home or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        places = Places(folder / "home", folder / "key")
        if not places.database.exists():
            initialise(places)
            store = open_store(places, open_slots(places))
            fill(store, options.pictures, options.passages)
            store.close()
        found = measure(places, folder, options.text_days)
    print(json.dumps(found, indent=1))
    return 0 if all(found["within"].values()) else 1


def measure(places: Places, folder: Path, text_days: int) -> dict[str, Any]:
    store = open_store(places, open_slots(places))
    held = {
        name: store.value(f"SELECT count(*) FROM {name}")
        for name in ("moment", "picture", "passage", "sighting", "vector")
    }
    middle = store.value("SELECT at_us FROM moment ORDER BY at_us LIMIT 1 OFFSET ?", (held["moment"] // 2,))
    last = store.value("SELECT max(at_us) FROM moment")
    store.close()
    alone = spread(beside(places, lambda: time.sleep(15)))
    found: dict[str, Any] = {
        "rows": held,
        "database_mb": places.database.stat().st_size >> 20,
        "open_ms": opening(folder),
        "search_alone_ms": alone,
    }
    found["forget_hour"] = forget_an_hour(places, datetime.fromtimestamp(middle / 1e6, UTC))
    now = datetime.fromtimestamp(last / 1e6, UTC)
    first_day = (now - START).days
    found["retain_pictures"] = retain_a_month(places, now, Limits(pictures_days=max(1, first_day - 30)))
    found["retain_text"] = retain_a_month(
        places, now, Limits(pictures_days=max(1, first_day - 30), text_days=max(1, first_day - text_days))
    )
    more = max(found[name]["search_beside_ms"]["max"] for name in ("retain_pictures", "retain_text")) - alone["max"]
    steps = max(found[name]["step_ms"]["max"] for name in ("forget_hour", "retain_pictures", "retain_text"))
    found["within"] = {
        "open": found["open_ms"]["p95"] <= BOUNDS["open_ms"],
        "hidden": found["forget_hour"]["hidden_ms"] <= BOUNDS["hidden_ms"],
        "steps": steps <= BOUNDS["step_ms"],
        "search": more <= BOUNDS["search_more_ms"],
        "unseen": found["forget_hour"]["still_seen"] == 0,
        "gone": found["forget_hour"]["state"] == "gone",
    }
    return found


if __name__ == "__main__":
    sys.exit(main())
