"""Reading the indexes for ranking: the words' postings, the passages' columns, the vectors. Numbers only; the texts are in passages."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from app.store import dbapi
from app.store.db import Store
from app.store.migrations import TOKENIZE

COLUMN_ORDER = ("text", "title", "who", "place")


@dataclass(frozen=True, slots=True)
class PassageRow:
    """What ranking needs to know of a passage besides its words and vector."""

    id: int
    first_us: int
    kind: str
    app: str
    site: str
    thread: str
    source: str
    words: int


class Tokenizer:
    """Cuts a text into the terms of the index, by the index's own tokenizer in a small database that holds nothing."""

    def __init__(self) -> None:
        self._connection = dbapi.connect(":memory:", check_same_thread=False)
        self._connection.execute(f"CREATE VIRTUAL TABLE words USING fts5(text, tokenize='{TOKENIZE}')")
        self._connection.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(words, 'instance')")

    def terms(self, text: str) -> list[str]:
        """The terms of a text in their order."""
        self._connection.execute("DELETE FROM words")
        self._connection.execute("INSERT INTO words(rowid, text) VALUES (1, ?)", (text.replace("\x00", " "),))
        return [row[0] for row in self._connection.execute("SELECT term FROM terms ORDER BY offset").fetchall()]

    def close(self) -> None:
        self._connection.close()


def postings(store: Store, term: str) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Passage ids `(n,) int64` and column numbers `(n,) int8` of every occurrence of a term of the index."""
    rows = store.rows("SELECT doc, col FROM passage_words WHERE term = ?", (term,))
    columns = {name: number for number, name in enumerate(COLUMN_ORDER)}
    ids = np.fromiter((row[0] for row in rows), np.int64, len(rows))
    return ids, np.fromiter((columns[row[1]] for row in rows), np.int8, len(rows))


def terms_with_prefix(store: Store, prefix: str, limit: int) -> list[str]:
    """The most frequent terms of the index that begin with a prefix."""
    rows = store.rows(
        "SELECT term FROM passage_terms WHERE term >= ? AND term < ? ORDER BY doc DESC LIMIT ?",
        (prefix, prefix + "\U0010ffff", limit),
    )
    return [row[0] for row in rows]


def document_count(store: Store, term: str) -> int:
    """In how many passages a term stands."""
    return int(store.value("SELECT doc FROM passage_terms WHERE term = ?", (term,)) or 0)


def last_change(store: Store) -> int:
    return int(store.value("SELECT coalesce(max(seq), 0) FROM change"))


def first_change(store: Store) -> int:
    """The oldest change that the log still holds; 0 where it holds none."""
    return int(store.value("SELECT coalesce(min(seq), 0) FROM change"))


def changes_since(store: Store, seq: int) -> tuple[list[int], set[int], list[int]]:
    """(added passages, removed passages, passages that got a vector) after a change number."""
    rows = store.rows("SELECT kind, row_id, action FROM change WHERE seq > ? ORDER BY seq", (seq,))
    removed = {row_id for kind, row_id, action in rows if (kind, action) == ("passage", "removed")}
    added = [
        row_id for kind, row_id, action in rows if (kind, action) == ("passage", "added") and row_id not in removed
    ]
    embedded = [row_id for kind, row_id, action in rows if kind == "vector" and row_id not in removed]
    return added, removed, embedded


def passage_rows(store: Store, ids: list[int] | None = None) -> list[PassageRow]:
    """The columns of all passages, or of some."""
    sql = "SELECT id, first_us, kind, app, site, thread, source, words FROM passage"
    if ids is None:
        return [PassageRow(*row) for row in store.rows(sql + " ORDER BY id")]
    found = (store.rows(sql + " WHERE id = ?", (one,)) for one in ids)
    return [PassageRow(*row) for rows in found for row in rows]


def vector_rows(store: Store, model: str, ids: list[int] | None = None) -> list[tuple[int, bytes]]:
    """(passage id, packed vector) of all vectors of a model, or of some passages."""
    if ids is None:
        return [(row[0], row[1]) for row in store.rows("SELECT passage_id, data FROM vector WHERE model = ?", (model,))]
    found = (
        store.rows("SELECT passage_id, data FROM vector WHERE passage_id = ? AND model = ?", (one, model))
        for one in ids
    )
    return [(row[0], row[1]) for rows in found for row in rows]


def passages_between(store: Store, since_us: int | None, until_us: int | None) -> np.ndarray[Any, Any]:
    """Ids `(n,) int64` of the passages that were seen at some moment of a time."""
    clauses, values = ["1"], []
    if since_us is not None:
        clauses.append("until_us >= ?")
        values.append(since_us)
    if until_us is not None:
        clauses.append("from_us < ?")
        values.append(until_us)
    rows = store.rows(f"SELECT DISTINCT passage_id FROM sighting WHERE {' AND '.join(clauses)}", values)
    return np.fromiter((row[0] for row in rows), np.int64, len(rows))
