"""A made-up memory of any size: words as rare and common as those of real text, vectors in clusters. Measures nothing."""

import random
import secrets
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

import numpy as np

from app.recall.stopwords import ENGLISH
from app.store import rewrite
from app.store.db import Store, to_us
from app.store.frames import new_public_id

START = datetime(2022, 1, 1, 8, tzinfo=UTC)
BATCH = 5000
DIM = 384
THREADS, SITES, APPS, CLUSTERS = 400, 300, 40, 1000
# Of ten words of English about four and a half are function words; the others follow Zipf's law as Mandelbrot bent it.
FUNCTION_SHARE, BEND, CONTENT_WORDS = 0.45, 30, 40_000
_SOUNDS = ("b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "br", "st", "tr", "ch", "sh", "qu")
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ou")
_ENDS = ("n", "r", "t", "l", "m", "ck", "nd", "st", "th", "x")
_ROWS = {
    "moment": "INSERT INTO moment(id, public_id, kind, at_us, zone, day, stream, app, title, site, thread, author, source)"
    " VALUES (?, ?, ?, ?, 'UTC', ?, ?, ?, ?, ?, ?, ?, ?)",
    "passage": "INSERT INTO passage(id, hash, kind, text, title, who, place, app, site, thread, source, words, first_us)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "sighting": "INSERT INTO sighting(passage_id, moment_id, last_moment_id, stream, from_us, until_us, place)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)",
    "vector": "INSERT INTO vector(passage_id, model, data) VALUES (?, ?, ?)",
}


class Words:
    """A language of its own: function words of English, content words made of sounds, the first the commonest."""

    def __init__(self, seed: int = 1) -> None:
        self.chance = random.Random(1)
        made: dict[str, None] = {}
        while len(made) < CONTENT_WORDS:
            made[self._made()] = None
        self.content = list(made)
        self.function = sorted(ENGLISH)
        self.chance = random.Random(seed)  # the same words, but other texts
        self._content_weights = list(accumulate(1 / (rank + BEND) for rank in range(CONTENT_WORDS)))
        self._function_weights = list(accumulate(1 / (rank + 2) for rank in range(len(self.function))))

    def _made(self) -> str:
        chance = self.chance
        middle = "".join(chance.choice(_SOUNDS) + chance.choice(_VOWELS) for _ in range(chance.choice((1, 2, 2, 3))))
        return middle + chance.choice(_ENDS)

    def some_content(self, count: int) -> list[str]:
        """Content words as often as they stand in texts."""
        return self.chance.choices(self.content, cum_weights=self._content_weights, k=count)

    def text(self, count: int) -> str:
        """A text of so many words."""
        content = self.some_content(count)
        function = self.chance.choices(self.function, cum_weights=self._function_weights, k=count)
        return " ".join(
            f if self.chance.random() < FUNCTION_SHARE else c for c, f in zip(content, function, strict=True)
        )


def packed_vectors(count: int, chance: np.random.Generator, centres: np.ndarray[Any, Any]) -> list[bytes]:
    """Vectors around a thousand centres, as the store keeps them."""
    made = centres[chance.integers(len(centres), size=count)] + chance.standard_normal((count, DIM)).astype(np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    scales = (np.abs(made).max(axis=1) / 127).astype(np.float32)
    small = np.round(made / scales[:, None]).astype(np.int8)
    return [scale.tobytes() + row.tobytes() for scale, row in zip(scales, small, strict=True)]


def fill(store: Store, passages: int, model: str, words: Words) -> None:
    """Two thirds messages of 400 threads, one third screens of eight passages each, half a minute apart; each with a vector."""
    vectors = np.random.default_rng(1)
    centres = vectors.standard_normal((CLUSTERS, DIM)).astype(np.float32)
    places = _places(passages, words.chance)
    for start in range(0, passages, BATCH):
        count = min(BATCH, passages - start)
        rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in _ROWS}
        for passage in range(start + 1, start + count + 1):
            _add(rows, passage, next(places), words)
        packed = packed_vectors(count, vectors, centres)
        rows["vector"] = [(start + 1 + nth, model, data) for nth, data in enumerate(packed)]
        with store.writing():
            for table, statement in _ROWS.items():
                store.connection.executemany(statement, rows[table])
        if start % 100_000 == 0:
            print(f"filled {start}", file=sys.stderr, flush=True)
    rewrite.empty_log(store)


def _places(passages: int, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    """(moment, place in it, kind) of each passage: a screen's eight stand in one moment."""
    moment = made = 0
    while made < passages + 8:
        moment += 1
        screen = chance.random() < 0.06
        for place in range(8 if screen else 1):
            yield moment, place, "screen" if screen else "message"
            made += 1


def _add(rows: dict[str, list[tuple[Any, ...]]], passage: int, where: tuple[int, int, str], words: Words) -> None:
    moment, place, kind = where
    at = START + timedelta(seconds=30 * moment)
    at_us, text, count = to_us(at), words.text(words.chance.randint(6, 32)), words.chance.random
    if kind == "screen":
        app, site = f"app{moment // 50 % APPS}", f"site{moment // 7 % SITES}.example" if count() < 0.5 else ""
        title, thread, who, source, stream = f"{words.content[moment % 997]} {moment // 50}", "", "", "screen", "one"
    else:
        app, site, title, stream, source = "", "", "", "", "messages"
        thread, who = f"thread {moment // 40 % THREADS}", ("Ann", "Ben", "Cleo")[moment % 3]
    if place == 0:
        about = (stream, app, title, site, thread, who, source)
        rows["moment"].append((moment, new_public_id(), kind, at_us, at.date().isoformat(), *about))
    held = " ".join(one for one in (app, site, thread) if one)
    columns = (kind, text, title, who, held, app, site, thread, source, len(text.split()), at_us)
    rows["passage"].append((passage, secrets.token_bytes(32), *columns))
    rows["sighting"].append((passage, moment, moment, stream, at_us, at_us, place))
