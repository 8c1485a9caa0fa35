"""How long a search takes in encrypted memories of several sizes, the question's embedding included, and what the mirror takes.

`python -m tests.bench.search_speed [--sizes 10000,100000,1000000] [--questions 100] [--home DIR] [--no-embedder]`

Questions: half of them full, with function words, a quarter of two words, a quarter the first 1 to 4 letters of a word. Prints one JSON
object a size, beside it FTS5 alone, sqlite-vec alone where it is installed, and the cosine with every vector that a plain program would
take; exit 1 where a bound is broken: 95 of 100 searches within 50 ms up to 100,000 passages and 150 ms above, 70 MB a million.
A DIR that is filled already is used again. Times are those of a clock: nothing else should run.
"""

import argparse
import importlib
import importlib.util
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from app.engines import FAILURES, Models, build_models
from app.memory import initialise
from app.paths import Places
from app.recall.search import Asked, Searcher
from app.records import Filters
from app.settings import Settings
from app.store import dbapi
from app.store.db import Store, open_store
from app.store.index import matching, vector_batches
from app.store.keys import open_slots
from app.store.passages import unpack_vectors
from models.fake import FakeEmbedder
from tests.bench.made_up import START, Words, fill

SMALL, SMALL_MS, LARGE_MS, MIRROR_BYTES = 100_000, 50.0, 150.0, 70.0
BEST = 20


def questions(words: Words, count: int) -> list[tuple[str, str]]:
    """(kind, question): half full, a quarter of two words, a quarter beginnings of words."""
    out = []
    for nth in range(count):
        if nth % 4 < 2:
            out.append(("full", f"{words.text(9)}?"))
        elif nth % 4 == 2:
            out.append(("two words", " ".join(words.some_content(2))))
        else:
            out.append(("beginning", words.some_content(1)[0][: words.chance.randint(1, 4)]))
    return out


def kinds_of_search(last: datetime) -> dict[str, Callable[[str, bool], Asked]]:
    """What is measured, by name: how a question (and whether it is a beginning) is asked."""
    month = Filters(since=last - timedelta(days=30))
    return {
        "words only": lambda text, typed: Asked(text, Filters(), as_you_type=typed, meaning=False),
        "both": lambda text, typed: Asked(text, Filters(), as_you_type=typed),
        "both, kind": lambda text, typed: Asked(text, Filters(kind="screen"), as_you_type=typed),
        "both, thread": lambda text, typed: Asked(text, Filters(thread="thread 7"), as_you_type=typed),
        "both, last month": lambda text, typed: Asked(text, month, as_you_type=typed),
        "as you type": lambda text, _: Asked(text, Filters(), as_you_type=True),
    }


def spread(took_ms: Sequence[float]) -> dict[str, float]:
    ordered = sorted(took_ms)
    return {
        name: round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1)
        for name, share in (("p50", 0.5), ("p95", 0.95), ("max", 1.0))
    }


def timed(work: Callable[[Any], object], asked: Sequence[Any]) -> list[float]:
    took = []
    for one in asked:
        began = time.perf_counter()
        work(one)
        took.append((time.perf_counter() - began) * 1e3)
    return took


def rss_mb() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 >> 20


def measure(store: Store, embedder: Any, count: int) -> dict[str, Any]:
    """One size: our searches, then the others on the same memory."""
    words = Words(seed=7)
    before_mb, began = rss_mb(), time.perf_counter()
    searcher = Searcher(store, embedder, FAILURES)
    searcher.mirror.refresh(store)
    found: dict[str, Any] = {
        "passages": len(searcher.mirror),
        "database_mb": store.places.database.stat().st_size >> 20,
        "mirror_s": round(time.perf_counter() - began, 1),
        "mirror_mb_a_million": round(searcher.mirror.nbytes / len(searcher.mirror), 1),
        "resident_more_mb": rss_mb() - before_mb,
    }
    last = START + timedelta(seconds=30 * int(store.value("SELECT max(id) FROM moment")))
    everything: list[float] = []
    for name, ask in kinds_of_search(last).items():
        asked = [ask(text, kind == "beginning") for kind, text in questions(words, count)]
        took = timed(lambda one: searcher.search(one, now=datetime.now(UTC), zone="UTC"), asked)
        found[name] = spread(took)
        everything += took
    found["meaning only"] = spread(meaning_only(searcher, embedder, words, count))
    everything += [found["meaning only"]["p95"]]
    found["all"] = spread(everything)
    found["resident_more_mb_after"] = rss_mb() - before_mb
    searcher.close()
    found["beside it"] = others(store, embedder, words, count)
    return found


def meaning_only(searcher: Searcher, embedder: Any, words: Words, count: int) -> list[float]:
    """Candidates by meaning alone, the question's embedding included."""
    from app.recall.candidates import Sources, Wanted, gather
    from app.recall.postings import Reader

    sources = Sources(searcher.store, searcher.mirror, Reader())

    def nearest(question: tuple[str, str]) -> object:
        vector = embedder.queries([question[1]])[0]
        found = gather(sources, Wanted((), lambda: vector, searcher.mirror.allowed(Filters())))
        return np.argsort(-found.meaning)[:BEST]

    return timed(nearest, questions(words, count))


def others(store: Store, embedder: Any, words: Words, count: int) -> dict[str, Any]:
    """FTS5 alone, sqlite-vec alone, and the cosine with every vector."""
    out: dict[str, Any] = {"FTS5 alone": spread(timed(lambda one: fts5(store, one), questions(words, count)))}
    out["sqlite-vec alone"] = (
        spread(sqlite_vec(embedder, store, questions(words, count)))
        if importlib.util.find_spec("sqlite_vec")
        else "left out: it is not installed"
    )
    batches = [
        (rows, unpack_vectors([row[1] for row in rows], 384)) for _, rows in vector_batches(store, embedder.model_id, 0)
    ]
    vectors = np.concatenate([one for _, one in batches])
    del batches

    def every(question: tuple[str, str]) -> object:
        scores = vectors @ embedder.queries([question[1]])[0]
        return np.argpartition(-scores, BEST)[:BEST]

    out["cosine with every vector"] = spread(timed(every, questions(words, count)))
    out["cosine with every vector"]["mb"] = vectors.nbytes >> 20
    return out


def sqlite_vec(embedder: Any, store: Store, asked: Sequence[tuple[str, str]]) -> list[float]:
    """Whole bytes of every vector in a table of sqlite-vec's own, in memory and not encrypted."""
    extension = importlib.import_module("sqlite_vec")  # no dependency of ours: whoever wants to compare installs it
    table = dbapi.connect(":memory:", isolation_level=None)
    table.enable_load_extension(True)
    table.load_extension(extension.loadable_path())
    table.execute("CREATE VIRTUAL TABLE near USING vec0(vector int8[384])")
    for _, rows in vector_batches(store, embedder.model_id, 0):
        table.executemany(
            "INSERT INTO near(rowid, vector) VALUES (?, vec_int8(?))", [(one, data[4:]) for one, data in rows]
        )

    def nearest(question: tuple[str, str]) -> object:
        sought = (embedder.queries([question[1]])[0] * 127).astype(np.int8).tobytes()
        sql = "SELECT rowid FROM near WHERE vector MATCH vec_int8(?) AND k = ?"
        return table.execute(sql, (sought, BEST)).fetchall()

    took = timed(nearest, asked)
    table.close()
    return took


def fts5(store: Store, question: tuple[str, str]) -> object:
    """What a program does that gives FTS5 the words as they are, each of them sought, and takes its own ranking."""
    kind, text = question
    match = " OR ".join(matching([word], open_ended=kind == "beginning") for word in text.rstrip("?").split())
    return store.rows(
        "SELECT rowid FROM passage_fts WHERE passage_fts MATCH ? ORDER BY bm25(passage_fts) LIMIT ?", (match, BEST)
    )


def within(found: dict[str, Any]) -> bool:
    bound = SMALL_MS if found["passages"] <= SMALL else LARGE_MS
    return bool(found["all"]["p95"] <= bound and found["mirror_mb_a_million"] <= MIRROR_BYTES)


def filled(folder: Path, size: int, model: str) -> Store:
    """A memory of so many passages in a folder, made where it is not there."""
    places = Places(folder / str(size) / "home", folder / str(size) / "key")
    if not places.database.exists():
        (folder / str(size)).mkdir(parents=True, exist_ok=True)
        initialise(places)
        store = open_store(places, open_slots(places))
        fill(store, size, model, Words())
        return store
    return open_store(places, open_slots(places))


def main() -> int:
    """Fill, measure, print; 1 where a bound is broken."""
    parser = argparse.ArgumentParser("search_speed")
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--home", type=Path, help="use this folder, filled already or not")
    parser.add_argument("--no-embedder", action="store_true", help="a stand-in that costs nothing, to see the rest")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = options.home or Path(made)
        models: Models = build_models(Places(Path(made), None), Settings())
        embedder = FakeEmbedder() if options.no_embedder else models.embed
        good = True
        try:
            embedder.queries(["warm"])
            for size in (int(one) for one in options.sizes.split(",")):
                store = filled(folder, size, models.embed.model_id)
                if options.no_embedder:
                    embedder.model_id = models.embed.model_id
                found = measure(store, embedder, options.questions)
                store.close()
                good = good and within(found)
                print(json.dumps(found, indent=1), flush=True)
        finally:
            models.close()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
