"""How long the steps of retention take, and what they add to a search beside them. `python -m tests.bench.retention --pictures 20000`.

Fills a throw-away memory with tiny pictures in piles and with passages, then lets a month of pictures go while a reader in another
thread searches for words as fast as it can; the same reader before, without retention, is what it is compared with.
"""

import argparse
import json
import random
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.jobs import REST_S, REST_TIMES
from app.memory import initialise
from app.paths import Places
from app.recall.search import Asked, Searcher
from app.records import Filters
from app.store import gauge, images, retention
from app.store.db import Store, open_store, to_us
from app.store.frames import new_public_id
from app.store.keys import open_slots
from app.store.tiers import Limits
from app.tally import percentiles

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
PILE = 8  # pictures that lie on one lowest piece
WORDS = [f"{one}{two}x" for one in "bcdfghjklmnprstvz" for two in range(60)]


def fill(store: Store, pictures: int, passages_each: int, days: int) -> None:
    """So many pictures over so many days, each with some passages; as many rows as a real memory has, in little room."""
    patch = images.Patch(0, 0, 16, 10, bytes(16 * 10 * 3))
    data, _ = images.encode_at_once(patch)
    chance, below = random.Random(1), list[int]()
    for start in range(0, pictures, 500):
        written = [images.write(store.places, data, patch, images.SETTLED) for _ in range(min(500, pictures - start))]
        with store.writing():
            for number, piece in enumerate(written, start):
                at_us = to_us(NOW - timedelta(days=days) + timedelta(days=days) * number / pictures)
                day = (NOW - timedelta(days=days) + timedelta(days=days) * number / pictures).date().isoformat()
                moment_id = store.execute(
                    "INSERT INTO moment(public_id, kind, at_us, zone, day, stream, app, width_px, height_px)"
                    " VALUES (?, 'screen', ?, 'UTC', ?, 'one', 'editor', 16, 10)",
                    (new_public_id(), at_us, day),
                ).lastrowid
                picture_id = store.execute(
                    "INSERT INTO picture(moment_id, role, file, key, format, width_px, height_px, size_bytes)"
                    " VALUES (?, 'full', ?, ?, 'webp', 16, 10, ?)",
                    (moment_id, piece.name, piece.key, piece.size_bytes),
                ).lastrowid
                below = [picture_id] if number % PILE == 0 else [*below, picture_id]
                store.connection.executemany(
                    "INSERT INTO layer VALUES (?, ?, ?)", [(moment_id, place, one) for place, one in enumerate(below)]
                )
                for nth in range(passages_each):
                    text = " ".join(chance.choices(WORDS, k=8))
                    passage_id = store.execute(
                        "INSERT INTO passage(hash, kind, text, words, first_us) VALUES (?, 'screen', ?, 9, ?)",
                        (f"{number} {nth}".encode(), f"{text} {number}", at_us),
                    ).lastrowid
                    store.execute(
                        "INSERT INTO sighting(passage_id, moment_id, last_moment_id, stream, from_us, until_us)"
                        " VALUES (?, ?, ?, 'one', ?, ?)",
                        (passage_id, moment_id, moment_id, at_us, at_us),
                    )
    store.rows("PRAGMA wal_checkpoint(TRUNCATE)")


class Reader(threading.Thread):
    """Searches for words until it is told to stop; `took_ms` is how long each search took."""

    def __init__(self, places: Places) -> None:
        super().__init__()
        self.places, self.took_ms = places, list[float]()
        self.over = threading.Event()

    def run(self) -> None:
        store = open_store(self.places, open_slots(self.places))
        searcher = Searcher(store, None, ())
        searcher.search(Asked(WORDS[0], Filters(), meaning=False), now=NOW, zone="UTC")  # reads all columns once
        chance = random.Random(2)
        while not self.over.wait(0.02):
            asked = Asked(" ".join(chance.choices(WORDS, k=2)), Filters(), meaning=False)
            began = time.perf_counter()
            searcher.search(asked, now=NOW, zone="UTC")
            self.took_ms.append((time.perf_counter() - began) * 1000)
        searcher.close()
        store.close()

    def summary(self) -> dict[str, float | None]:
        return percentiles(self.took_ms) | {"max": round(max(self.took_ms), 3), "searches": len(self.took_ms)}


def read_for(places: Places, seconds: float) -> dict[str, float | None]:
    """A reader by itself."""
    reader = Reader(places)
    reader.start()
    while not reader.took_ms:
        time.sleep(0.05)
    time.sleep(seconds)
    reader.over.set()
    reader.join()
    return reader.summary()


def measure(places: Places, limits: Limits, *, beside: bool) -> dict[str, object]:
    """Let everything go that these limits take, with rests as the job has them; `beside` a reader, or alone."""
    store = open_store(places, open_slots(places))
    retention.step(store, Limits(), NOW)
    reader = Reader(places)
    if beside:
        reader.start()
        while not reader.took_ms:
            time.sleep(0.05)
    steps_ms: list[float] = []
    while True:
        began = time.perf_counter()
        went_on = retention.step(store, limits, NOW)
        steps_ms.append((time.perf_counter() - began) * 1000)
        if not went_on:
            break
        time.sleep(max(REST_S, REST_TIMES * steps_ms[-1] / 1000))
    reader.over.set()
    if beside:
        reader.join()
    began = time.perf_counter()
    for _ in range(20):
        retention.step(store, limits, NOW)
    nothing_due_ms = (time.perf_counter() - began) * 50
    store.close()
    told = {
        "steps": len(steps_ms),
        "step_ms": percentiles(steps_ms) | {"max": round(max(steps_ms), 3)},
        "nothing_due_ms": round(nothing_due_ms, 3),
    }
    return told | ({"search_ms": reader.summary()} if beside else {})


def main() -> None:
    """Fill, measure, print one JSON object."""
    parser = argparse.ArgumentParser("retention")
    parser.add_argument("--pictures", type=int, default=20_000)
    parser.add_argument("--passages", type=int, default=3, help="of each picture")
    parser.add_argument("--days", type=int, default=210)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        places = Places(Path(folder) / "home", Path(folder) / "key")
        initialise(places)
        store = open_store(places, open_slots(places))
        began = time.perf_counter()
        fill(store, options.pictures, options.passages, options.days)
        filled_s = time.perf_counter() - began
        took = gauge.sizes_now(store)
        store.close()
        print(
            json.dumps(
                {
                    "pictures": options.pictures,
                    "passages": options.pictures * options.passages,
                    "filled_s": round(filled_s, 1),
                    "database_mb": round(took.database / 1e6, 1),
                    "search_alone_ms": read_for(places, 5.0),
                    "pictures_alone": measure(places, Limits(pictures_days=180), beside=False),
                    "pictures_beside_searches": measure(places, Limits(pictures_days=150), beside=True),
                    "text_beside_searches": measure(places, Limits(pictures_days=150, text_days=205), beside=True),
                },
                indent=1,
            )
        )


if __name__ == "__main__":
    main()
