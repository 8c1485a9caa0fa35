"""Reading the indexes for ranking: the words' postings, the passages' columns, the vectors. Numbers only; the texts are in passages."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from app.store import dbapi
from app.store.db import Store, translated
from app.store.migrations import TOKENIZE
from app.store.passages import LONGEST_GAP_US, LONGEST_SIGHTING_US

Ints = np.ndarray[Any, np.dtype[np.int64]]
ROWS_AT_ONCE = 5_000
KNOWN_WORDS = 50_000
LOOKED_THROUGH = 4_000
_SEARCHING_KIB = 64_000


class Tokenizer:
    """Cuts a text into the terms of the index, by the index's own tokenizer in a small database that holds nothing."""

    def __init__(self) -> None:
        self._connection = dbapi.connect(":memory:", isolation_level=None, check_same_thread=False)
        for name, tokenize in (("words", TOKENIZE), ("plain", TOKENIZE.removeprefix("porter "))):
            self._connection.execute(f"CREATE VIRTUAL TABLE {name} USING fts5(text, tokenize='{tokenize}')")
            self._connection.execute(f"CREATE VIRTUAL TABLE {name}_terms USING fts5vocab({name}, 'instance')")
        self._known: dict[str, list[str]] = {}

    def terms(self, text: str) -> list[str]:
        """The terms of a text in their order."""
        return self._cut("words", [text])[0]

    def pairs(self, text: str) -> list[tuple[str, str]]:
        """(word without accents and capitals, its term) for each term of a text, in their order."""
        return list(zip(self._cut("plain", [text])[0], self.terms(text), strict=True))

    def cut(self, texts: Sequence[str]) -> list[list[str]]:
        """The terms of each of many texts, in their order."""
        return self._cut("words", texts)

    def terms_of(self, words: Iterable[str]) -> dict[str, list[str]]:
        """The terms of each of many words, which are remembered."""
        wanted = set(words)
        fresh = [word for word in wanted if word not in self._known]
        if len(self._known) + len(fresh) > KNOWN_WORDS:
            self.forget()
            fresh = list(wanted)
        self._known.update(zip(fresh, self.cut(fresh), strict=True))
        return {word: self._known[word] for word in wanted}

    def forget(self) -> None:
        """Let go of the words that were cut before."""
        self._known.clear()

    def close(self) -> None:
        self.forget()
        self._connection.close()

    def _cut(self, table: str, texts: Sequence[str]) -> list[list[str]]:
        run = self._connection
        run.execute("BEGIN")
        try:
            run.executemany(
                f"INSERT INTO {table}(rowid, text) VALUES (?, ?)",
                ((number, text.replace("\x00", " ")) for number, text in enumerate(texts)),
            )
            out: list[list[str]] = [[] for _ in texts]
            for number, term in run.execute(f"SELECT doc, term FROM {table}_terms ORDER BY doc, offset").fetchall():
                out[number].append(term)
        finally:
            run.execute("ROLLBACK")
        return out


def matching(words: Iterable[str], *, open_ended: bool = False) -> str:
    """What to ask the words' index for to find these words one after the other; the last may be the beginning of a word."""
    return '"' + " ".join(words).replace('"', '""') + '"' + ("*" if open_ended else "")


def matching_in(column: str, words: Iterable[str]) -> str:
    """What to ask the words' index for to find all of these words in one column (text, title, who or place)."""
    return f"{{{column}}} : ({' AND '.join(matching([word]) for word in words)})"


def occurrences(store: Store, term: str, most: int) -> tuple[Ints, Ints]:
    """Passage ids, ascending, and column numbers (0 text, 1 title, 2 who, 3 place) of the occurrences of a term, at most so many.

    Numbers come as one string: that is ten times as fast as a row for each.
    """
    listed = store.value(
        "SELECT group_concat(doc * 4 + CASE col WHEN 'text' THEN 0 WHEN 'title' THEN 1 WHEN 'who' THEN 2 ELSE 3 END)"
        " FROM (SELECT doc, col FROM passage_words WHERE term = ? LIMIT ?)",
        (term, most),
    )
    both = numbers(listed)
    return both >> 2, both & 3


def newest_matching(store: Store, match: str, low: int, high: int, most: int) -> Ints:
    """The ids, ascending, of the newest passages between two ids, both included, that the words' index finds; at most so many."""
    listed = store.value(
        "SELECT group_concat(rowid) FROM (SELECT rowid FROM passage_fts WHERE passage_fts MATCH ? AND rowid BETWEEN ? AND ?"
        " ORDER BY rowid DESC LIMIT ?)",
        (match, low, high, most),
    )
    return numbers(listed)[::-1]


def terms_from(store: Store, prefix: str, most: int) -> list[str]:
    """The terms of the index that begin with a prefix, in order of their bytes, at most so many; how often they stand does not matter."""
    rows = store.rows(
        "WITH RECURSIVE found(term, nth) AS (SELECT (SELECT term FROM passage_words WHERE term >= ?1 LIMIT 1), 1 UNION ALL"
        " SELECT (SELECT term FROM passage_words WHERE term >= found.term || char(1) LIMIT 1), nth + 1 FROM found"
        "  WHERE found.term < ?2 AND nth < ?3) SELECT term FROM found WHERE term < ?2",
        (prefix, prefix + "\U0010ffff", most),
    )
    return [row[0] for row in rows]


def terms_known(store: Store, terms: Sequence[str]) -> list[str]:
    """Those of some terms that stand in the index."""
    rows = store.rows(
        "SELECT j.value FROM json_each(?) j WHERE EXISTS (SELECT 1 FROM passage_words WHERE term = j.value)",
        (json.dumps(terms),),
    )
    return [row[0] for row in rows]


def texts_of(store: Store, ids: Sequence[int]) -> list[tuple[int, str, str, str, str]]:
    """(id, text, title, who, place) of some passages."""
    sql = "SELECT id, text, title, who, place FROM passage WHERE id IN (SELECT value FROM json_each(?))"
    return [(row[0], row[1], row[2], row[3], row[4]) for row in store.rows(sql, (json.dumps(list(ids)),))]


def sample_texts(store: Store, count: int) -> list[str]:
    """The texts of so many passages: half of them the newest, half from all over."""
    newest = store.rows("SELECT id, text FROM passage ORDER BY id DESC LIMIT ?", (count // 2,))
    if len(newest) < count // 2:
        return [row[1] for row in newest]
    last = newest[-1][0]
    spread = range(1, last, max(1, 2 * last // count))
    return [row[1] for row in newest] + [row[1] for row in texts_of(store, spread)]


def holding_part(store: Store, part: str, most: int) -> Ints:
    """The ids, ascending, of the newest passages whose text holds these letters in a row, capitals and small ones alike.

    Of parts of one or two letters only the newest few thousand texts are looked through.
    """
    threes = [part[at : at + 3] for at in range(len(part) - 2)]
    if threes:
        rows = store.rows(
            "SELECT p.id, p.text FROM passage_grams g JOIN passage p ON p.id = g.rowid WHERE g.passage_grams MATCH ?"
            " ORDER BY g.rowid DESC LIMIT ?",
            (" AND ".join(matching([one]) for one in dict.fromkeys(threes)), most),
        )
    else:
        rows = store.rows("SELECT id, text FROM passage ORDER BY id DESC LIMIT ?", (LOOKED_THROUGH,))
    found = [row[0] for row in rows if part in row[1].casefold()]
    return np.array(found[::-1], np.int64)


def hold_more(store: Store) -> None:
    """Let a connection that searches hold more of the file: a search reads some thousand rows from all over it, and each page that is
    not held is read and deciphered again."""
    store.execute(f"PRAGMA cache_size = -{_SEARCHING_KIB}")


def vectors_of(store: Store, model: str, ids: Sequence[int]) -> list[tuple[int, bytes]]:
    """(passage id, packed vector) of some passages; those without one are left out."""
    sql = "SELECT passage_id, data FROM vector WHERE model = ? AND passage_id IN (SELECT value FROM json_each(?))"
    return [(row[0], row[1]) for row in store.rows(sql, (model, json.dumps(ids)))]


def numbers(listed: str | None) -> Ints:
    """Whole numbers that stand in a string with commas between them."""
    return np.fromstring(listed, np.int64, sep=",") if listed else np.zeros(0, np.int64)


def last_change(store: Store) -> int:
    return int(store.value("SELECT coalesce(max(seq), 0) FROM change"))


def first_change(store: Store) -> int:
    """The oldest change that the log still holds; 0 where it holds none."""
    return int(store.value("SELECT coalesce(min(seq), 0) FROM change"))


def removed_since(store: Store, seq: int) -> list[int] | None:
    """Passages that were removed after a change number; None where everything was forgotten since."""
    rows = store.rows("SELECT kind, row_id FROM change WHERE seq > ? AND action IN ('removed', 'wiped')", (seq,))
    if any(kind == "forgetting" for kind, _ in rows):
        return None
    return [row_id for kind, row_id in rows if kind == "passage"]


def passage_count(store: Store) -> int:
    return int(store.value("SELECT count(*) FROM passage"))


def passage_batches(
    store: Store, last: int
) -> Iterator[tuple[Sequence[int], Sequence[int], Sequence[int], list[tuple[str, ...]]]]:
    """(ids, first seen in UTC microseconds, words, (kind, app, site, thread, source) of each) of the passages after one, in order."""
    sql = "SELECT id, first_us, words, kind, app, site, thread, source FROM passage WHERE id > ? ORDER BY id"
    for rows in _batches(store, sql, (last,)):
        ids, first_us, words, *where = zip(*rows, strict=True)
        yield ids, first_us, words, list(zip(*where, strict=True))


def vector_batches(store: Store, model: str, after: int) -> Iterator[tuple[int, list[tuple[int, bytes]]]]:
    """(where to go on from, [(passage id, packed vector)]) of all vectors of a model, from a place on; 0 is the beginning."""
    sql = "SELECT rowid, passage_id, data FROM vector WHERE rowid > ? AND model = ? ORDER BY rowid"
    for rows in _batches(store, sql, (after, model)):
        yield rows[-1][0], [(row[1], row[2]) for row in rows]


def vectors_since(store: Store, model: str, seq: int) -> Iterator[list[tuple[int, bytes]]]:
    """(passage id, packed vector) of the vectors of a model that were added after a change number."""
    sql = (
        "SELECT v.passage_id, v.data FROM change c JOIN vector v ON v.passage_id = c.row_id AND v.model = ?"
        " WHERE c.seq > ? AND c.kind = 'vector'"
    )
    yield from _batches(store, sql, (model, seq))


def _batches(store: Store, sql: str, values: tuple[Any, ...]) -> Iterator[list[Any]]:
    """Rows in batches of some thousand, so that a million never stand in memory at once."""
    cursor = store.execute(sql, values)
    try:
        while True:
            with translated(store.places):
                rows = cursor.fetchmany(ROWS_AT_ONCE)
            if not rows:
                return
            yield rows
    finally:
        cursor.close()


def passages_between(store: Store, since_us: int | None, until_us: int | None, most: int) -> Ints | None:
    """Ids of the passages that were seen at some moment of a time; None where they were seen more than so many times."""
    since = -(1 << 62) if since_us is None else since_us
    listed = store.value(
        "SELECT group_concat(passage_id) FROM (SELECT passage_id FROM sighting WHERE from_us >= ? AND from_us < ? AND until_us >= ?"
        " LIMIT ?)",
        (since - LONGEST_SIGHTING_US - LONGEST_GAP_US, 1 << 62 if until_us is None else until_us, since, most + 1),
    )
    found = numbers(listed)
    return None if len(found) > most else found


def last_sighting(store: Store) -> int:
    return int(store.value("SELECT coalesce(max(id), 0) FROM sighting"))


def seen_between(store: Store, since_us: int | None, until_us: int | None, ids: Sequence[int]) -> Ints:
    """Those of some passages that were seen at some moment of a time."""
    rows = store.rows(
        "SELECT DISTINCT passage_id FROM sighting WHERE passage_id IN (SELECT value FROM json_each(?)) AND until_us >= ? AND from_us < ?",
        (json.dumps(ids), -(1 << 62) if since_us is None else since_us, 1 << 62 if until_us is None else until_us),
    )
    return np.fromiter((row[0] for row in rows), np.int64, len(rows))
