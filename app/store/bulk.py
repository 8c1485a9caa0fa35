"""Adding many texts at once: messages of an import. The same rows as one by one, in few statements and short transactions."""

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from app.store import tombstones
from app.store.db import Store
from app.store.frames import MOMENT_COLUMNS, NewMoment, moment_values
from app.store.passages import PASSAGE_COLUMNS, NewPassage, keyed_hash, passage_values

_Rows = list[tuple[Any, ...]]
_BULK_CACHE_KIB = 96_000
# Of at most some twenty values: a statement takes 32,766.
_ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class NewText:
    """A moment without a picture, ready to be stored: its name at its source, its row, and those of its passages."""

    source_id: str
    moment: tuple[Any, ...]
    passages: tuple[tuple[Any, ...], ...]


def new_text(key: bytes, public_id: str, moment: NewMoment, passages: Sequence[NewPassage]) -> NewText:
    """A text as rows; `key` as `passages.hash_key` gives it. Asks no store, so that it may run beside one that writes."""
    values = moment_values(public_id, moment)
    rows = (passage_values(keyed_hash(key, moment, one.text), values[2], moment, one.text) for one in passages)
    return NewText(moment.source_id or "", values, tuple(rows))


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
    with store.writing():
        taken = known_ids(store, source, {one.source_id for one in texts})
        fresh: list[NewText] = []
        for one in texts:
            if one.source_id not in taken:
                taken.add(one.source_id)
                fresh.append(one)
        # Nobody else can write now, so the next row ids are known: those that AUTOINCREMENT would give.
        first = 1 + int(store.value("SELECT seq FROM sqlite_sequence WHERE name = 'moment'") or 0)
        moments, passages, sightings = [], [], []
        for moment_id, one in enumerate(fresh, first):
            moments.append((moment_id, *one.moment))
            at_us = one.moment[2]
            for place, row in enumerate(one.passages):
                passages.append(row)
                sightings.append((moment_id, moment_id, at_us, at_us, place, row[0]))
        _insert(store, moments, passages, sightings)
    return len(fresh)


def _insert(store: Store, moments: _Rows, passages: _Rows, sightings: _Rows) -> None:
    _at_once(store, f"INSERT INTO moment(id, {MOMENT_COLUMNS}) VALUES %s", moments)
    _at_once(store, f"INSERT INTO passage({PASSAGE_COLUMNS}) VALUES %s ON CONFLICT(hash) DO NOTHING", passages)
    _at_once(
        store,
        "WITH seen(first, last, from_us, until_us, place, hash) AS (VALUES %s)"
        " INSERT INTO sighting(passage_id, moment_id, last_moment_id, stream, from_us, until_us, place, boxes)"
        " SELECT p.id, seen.first, seen.last, '', seen.from_us, seen.until_us, seen.place, x'' FROM seen"
        " CROSS JOIN passage p ON p.hash = seen.hash",
        sightings,
    )


def _at_once(store: Store, sql: str, rows: _Rows) -> None:
    """A statement for many rows, `%s` being their places: while it runs, another thread prepares the next. One that ends after each row
    gives the interpreter away and waits for it that often."""
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        part = rows[start : start + _ROWS_AT_ONCE]
        places = f"({', '.join('?' * len(part[0]))})"
        store.connection.execute(sql % ", ".join([places] * len(part)), [value for row in part for value in row])


@contextmanager
def in_bulk(store: Store) -> Iterator[None]:
    """More of the file is held in memory while the block lasts: random keys touch pages all over it."""
    before = int(store.value("PRAGMA cache_size"))
    store.execute(f"PRAGMA cache_size = -{_BULK_CACHE_KIB}")
    try:
        yield
    finally:
        store.execute(f"PRAGMA cache_size = {before}")
