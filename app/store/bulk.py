"""Adding many texts at once: messages of an import. The same rows as one by one, in few statements and short transactions."""

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from app.store import tombstones
from app.store.db import Store
from app.store.frames import MOMENT_COLUMNS, NewMoment, moment_values, new_public_ids
from app.store.passages import PASSAGE_COLUMNS, NewPassage, hash_key, keyed_hash, passage_values

_Rows = list[tuple[Any, ...]]
_BULK_CACHE_KIB = 96_000
_MOMENT_PLACES = ", ".join("?" * (1 + MOMENT_COLUMNS.count(",") + 1))
_PASSAGE_PLACES = ", ".join("?" * (PASSAGE_COLUMNS.count(",") + 1))


@dataclass(frozen=True, slots=True)
class NewText:
    """A moment without a picture and the passages of its text. It has a `source_id`."""

    moment: NewMoment
    passages: tuple[NewPassage, ...]


def known_ids(store: Store, source: str, ids: Collection[str]) -> set[str]:
    """Those of a source's ids that are there, hidden or not, or were forgotten."""
    rows = store.rows(
        "SELECT source_id FROM moment WHERE source = ? AND source_id IN (SELECT value FROM json_each(?))",
        (source, json.dumps(list(ids))),
    )
    there = {row[0] for row in rows}
    names = (tombstones.of_source(source, one) for one in ids if one not in there)
    return there | {name[2] for name in tombstones.standing(store, names)}


def add_texts(store: Store, source: str, texts: Sequence[NewText]) -> int:
    """Add those that are not there and were never forgotten, each id once, in one transaction. Returns how many."""
    key = hash_key(store)
    with store.writing():
        taken = known_ids(store, source, {one.moment.source_id or "" for one in texts})
        fresh: list[NewText] = []
        for one in texts:
            if (name := one.moment.source_id or "") not in taken:
                taken.add(name)
                fresh.append(one)
        # Nobody else can write now, so the next row ids are known: those that AUTOINCREMENT would give.
        first = 1 + int(store.value("SELECT seq FROM sqlite_sequence WHERE name = 'moment'") or 0)
        moments, passages, sightings = [], [], []
        for moment_id, (public_id, one) in enumerate(zip(new_public_ids(len(fresh)), fresh, strict=True), first):
            values = moment_values(public_id, one.moment)
            moments.append((moment_id, *values))
            at_us = values[2]
            for place, passage in enumerate(one.passages):
                digest = keyed_hash(key, one.moment, passage.text)
                passages.append(passage_values(digest, at_us, one.moment, passage.text))
                sightings.append((moment_id, moment_id, at_us, at_us, place, digest))
        _insert(store, moments, passages, sightings)
    return len(fresh)


def _insert(store: Store, moments: _Rows, passages: _Rows, sightings: _Rows) -> None:
    add = store.connection.executemany
    add(f"INSERT INTO moment(id, {MOMENT_COLUMNS}) VALUES ({_MOMENT_PLACES})", moments)
    add(f"INSERT INTO passage({PASSAGE_COLUMNS}) VALUES ({_PASSAGE_PLACES}) ON CONFLICT(hash) DO NOTHING", passages)
    add(
        "INSERT INTO sighting(passage_id, moment_id, last_moment_id, stream, from_us, until_us, place, boxes)"
        " SELECT id, ?, ?, '', ?, ?, ?, x'' FROM passage WHERE hash = ?",
        sightings,
    )


@contextmanager
def in_bulk(store: Store) -> Iterator[None]:
    """More of the file is held in memory while the block lasts: random keys touch pages all over it."""
    before = int(store.value("PRAGMA cache_size"))
    store.execute(f"PRAGMA cache_size = -{_BULK_CACHE_KIB}")
    try:
        yield
    finally:
        store.execute(f"PRAGMA cache_size = {before}")
