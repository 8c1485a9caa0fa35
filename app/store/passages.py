"""Passages, where and when they were seen, their words and vectors. A passage is stored once however often it is seen."""

import hmac
import json
import re
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.records import Box, Line
from app.store.db import Store
from app.store.frames import NewMoment

# A passage that stays on the screen is one sighting that grows; one longer than this starts anew, which bounds
# how far back the text of a moment has to be looked for.
LONGEST_SIGHTING_US = 30 * 60 * 1_000_000
LONGEST_GAP_US = 10 * 60 * 1_000_000
WORD = re.compile(r"\w+")
LETTERS = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class NewPassage:
    """A piece of text seen in a moment, with its lines in reading order (none for messages and notes)."""

    text: str
    lines: tuple[Line, ...] = ()


def passage_hash(store: Store, moment: NewMoment, text: str) -> bytes:
    """A keyed hash that is equal for the same text in the same place; it tells nothing without the key.

    A message is itself only (two people may both say "ok"), a text on the screen is the same text while app and site are.
    """
    return keyed_hash(hash_key(store), moment, text)


def hash_key(store: Store) -> bytes:
    """The key of `keyed_hash`, for who needs many. Deriving it takes as long as ten hashes."""
    return store.key.derive("passage-hash")


def keyed_hash(key: bytes, moment: NewMoment, text: str) -> bytes:
    """What `passage_hash` says, with the key at hand."""
    place = (
        (moment.source, moment.source_id or "", moment.thread) if moment.kind != "screen" else (moment.app, moment.site)
    )
    folded = " ".join((text if text.isascii() else unicodedata.normalize("NFKC", text)).split())
    return hmac.digest(key, "\x1f".join((moment.kind, *place, folded)).encode(), "sha256")


def add_sightings(
    store: Store, moment_id: int, at_us: int, stream: str, passages: Sequence[tuple[NewMoment, NewPassage]]
) -> list[tuple[int, str]]:
    """Store what was read in a moment, each passage with the moment as that passage's window would tell it.

    Returns (passage id, text) of those never seen before. Call inside `store.writing()`.
    """
    held = _held_by_previous(store, moment_id, at_us, stream) if stream else {}
    fresh: list[tuple[int, str]] = []
    for place, (moment, passage) in enumerate(passages):
        digest = passage_hash(store, moment, passage.text)
        passage_id = store.value("SELECT id FROM passage WHERE hash = ?", (digest,))
        if passage_id is None:
            passage_id = _insert_passage(store, digest, at_us, moment, passage.text)
            fresh.append((passage_id, passage.text))
        boxes = pack_lines(passage.lines)
        sighting_id = held.get((passage_id, boxes))
        if sighting_id is not None:
            store.execute(
                "UPDATE sighting SET until_us = ?, last_moment_id = ? WHERE id = ?", (at_us, moment_id, sighting_id)
            )
            continue
        store.execute(
            "INSERT INTO sighting(passage_id, moment_id, last_moment_id, stream, from_us, until_us, place, boxes)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (passage_id, moment_id, moment_id, stream, at_us, at_us, place, boxes),
        )
    return fresh


def _held_by_previous(store: Store, moment_id: int, at_us: int, stream: str) -> dict[tuple[int, bytes], int]:
    """The sightings that reach to the moment just before on the same monitor, when that one was read."""
    rows = store.rows(
        "SELECT id, at_us, reading FROM moment WHERE stream = ? AND at_us <= ? AND id < ? ORDER BY at_us DESC, id DESC LIMIT 1",
        (stream, at_us, moment_id),
    )
    if not rows or rows[0][2] != "done" or at_us - rows[0][1] > LONGEST_GAP_US:
        return {}
    found = store.rows(
        "SELECT id, passage_id, boxes FROM sighting WHERE last_moment_id = ? AND from_us > ?",
        (rows[0][0], at_us - LONGEST_SIGHTING_US),
    )
    return {(passage_id, boxes): sighting_id for sighting_id, passage_id, boxes in found}


PASSAGE_COLUMNS = "hash, kind, text, title, who, place, app, site, thread, source, words, first_us, bare"


def passage_values(digest: bytes, at_us: int, moment: NewMoment, text: str) -> tuple[Any, ...]:
    """What stands in the PASSAGE_COLUMNS of a new passage."""
    place = " ".join(p for p in (moment.app, moment.site, moment.thread) if p)
    return (
        digest, moment.kind, text, moment.title, moment.author, place, moment.app, moment.site, moment.thread,
        moment.source, len(WORD.findall(text)), at_us, int(moment.kind == "screen" and is_bare(text)),
    )  # fmt: skip


def _insert_passage(store: Store, digest: bytes, at_us: int, moment: NewMoment, text: str) -> int:
    cursor = store.execute(
        f"INSERT INTO passage({PASSAGE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        passage_values(digest, at_us, moment, text),
    )
    return int(cursor.lastrowid)


def is_bare(text: str) -> bool:
    """Whether a text of a screen says too little to have a meaning: a cell of numbers, a label, a misread icon.

    >>> is_bare("843 108 934"), is_bare("File"), is_bare("Quarterly reader"), is_bare("会議は三時から")
    (True, True, False, False)
    """
    letters = LETTERS.findall(text)
    return len(letters) < 2 and not any(len(run) >= 5 and not run.isascii() for run in letters)


def add_vectors(store: Store, model: str, ids: Sequence[int], vectors: np.ndarray[Any, np.dtype[np.float32]]) -> None:
    """Store unit vectors `(n, d) float32`, a byte a number; a passage forgotten meanwhile gets none."""
    packed = [pack_vector(vector) for vector in vectors]
    with store.writing():
        store.connection.executemany(
            "INSERT OR IGNORE INTO vector(passage_id, model, data) SELECT id, ?, ? FROM passage WHERE id = ?",
            [(model, vector, passage_id) for passage_id, vector in zip(ids, packed, strict=True)],
        )


def pack_vector(vector: np.ndarray[Any, np.dtype[np.float32]]) -> bytes:
    """A vector as a float32 and a signed byte for each number, which it multiplies: within half a percent of the largest."""
    scale = np.float32(np.abs(vector).max() / 127 or 1.0)
    return scale.tobytes() + np.round(vector / scale).astype(np.int8).tobytes()


def unpack_vectors(packed: Sequence[bytes], dim: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Vectors `(n, dim) float32` again; those of older stores have two bytes a number.

    >>> found = unpack_vectors([pack_vector(np.array([0.6, -0.8, 0.0], np.float32))], 3)
    >>> [round(float(one), 2) for one in found[0]]
    [0.6, -0.8, 0.0]
    """
    out = np.empty((len(packed), dim), np.float32)
    sizes = np.fromiter(map(len, packed), np.int64, len(packed))
    for size, width in ((4 + dim, 1), (2 * dim, 2)):
        rows = np.flatnonzero(sizes == size)
        if not len(rows):
            continue
        held = packed if len(rows) == len(packed) else [packed[row] for row in rows.tolist()]
        data = np.frombuffer(b"".join(held), np.uint8).reshape(len(rows), size)
        if width == 1:
            scales = data[:, :4].copy().view(np.float32)
            if len(held) == len(packed):
                np.multiply(data[:, 4:].view(np.int8), scales, out=out)
            else:
                out[rows] = data[:, 4:].view(np.int8) * scales
        else:
            out[rows] = data.copy().view(np.float16)
    return out


def newest_passage(store: Store) -> int:
    """The highest id that a passage ever had."""
    return int(store.value("SELECT seq FROM sqlite_sequence WHERE name = 'passage'") or 0)


def without_vector(store: Store, model: str, limit: int, after: int = 0) -> list[tuple[int, str]]:
    """(id, text to embed) of passages that have no vector of this model, oldest first, of those with an id above `after`.

    Those below are passed over unseen: looking through a million that have theirs takes a second.
    """
    return [
        (row[0], embed_text(*row[1:]))
        for row in store.rows(
            "SELECT p.id, p.kind, p.title, p.who, p.text FROM passage p LEFT JOIN vector v ON v.passage_id = p.id AND v.model = ?"
            " WHERE p.id > ? AND v.passage_id IS NULL AND p.bare = 0 ORDER BY p.id LIMIT ?",
            (model, after, limit),
        )
    ]


def embed_text(kind: str, title: str, who: str, text: str) -> str:
    """What stands for a passage in the embedding: the window's title, who said it, and what.

    >>> embed_text("screen", "Invoice 12", "", "640 EUR")
    'Invoice 12. 640 EUR'
    """
    said = f"{who}: {text}" if who else text
    return f"{title}. {said}" if kind == "screen" and title else said


def lines_of(store: Store, moment_id: int) -> list[tuple[int, str, tuple[Line, ...]]]:
    """(passage id, text, lines) seen in a moment, in reading order."""
    rows = store.rows("SELECT stream, at_us FROM moment WHERE id = ?", (moment_id,))
    if not rows:
        return []
    stream, at_us = rows[0]
    if stream:
        found = store.rows(
            "SELECT s.passage_id, p.text, s.boxes FROM sighting s JOIN passage p ON p.id = s.passage_id"
            " WHERE s.stream = ? AND s.stream <> '' AND s.until_us BETWEEN ? AND ? AND s.from_us <= ? ORDER BY s.place, s.id",
            (stream, at_us, at_us + LONGEST_SIGHTING_US + LONGEST_GAP_US, at_us),
        )
    else:
        found = store.rows(
            "SELECT s.passage_id, p.text, s.boxes FROM sighting s JOIN passage p ON p.id = s.passage_id"
            " WHERE s.moment_id = ? ORDER BY s.place, s.id",
            (moment_id,),
        )
    return [(passage_id, text, unpack_lines(text, boxes)) for passage_id, text, boxes in found]


def pack_lines(lines: Iterable[Line]) -> bytes:
    """Boxes of a passage's lines as compressed JSON: per line [x, y, width, height, [x, width of each word], confidence]."""
    packed = [
        [line.box.x, line.box.y, line.box.width, line.box.height,
         [number for _, box in line.words for number in (box.x, box.width)], round(line.confidence, 2)]
        for line in lines
    ]  # fmt: skip
    return zlib.compress(json.dumps(packed, separators=(",", ":")).encode()) if packed else b""


def _plain(packed: bytes) -> bytes:
    """JSON as it is, or compressed: an older store's is not."""
    return packed if packed.startswith(b"[") else zlib.decompress(packed)


def unpack_lines(text: str, packed: bytes | None) -> tuple[Line, ...]:
    """The lines of a passage again: its text is theirs, joined by line breaks."""
    if not packed:
        return ()
    out = []
    for line, (x, y, width, height, spans, confidence) in zip(
        text.split("\n"), json.loads(_plain(packed)), strict=False
    ):
        pieces = line.split()
        boxes = [Box(spans[i], y, spans[i + 1], height) for i in range(0, len(spans) - 1, 2)]
        words = tuple(zip(pieces, boxes, strict=True)) if len(pieces) == len(boxes) else ()
        out.append(Line(line, Box(x, y, width, height), confidence, words))
    return tuple(out)


def said_of(store: Store, ids: Sequence[int]) -> list[tuple[int, str, str, str]]:
    """(id, text, author, title) of passages; those that are gone are left out."""
    marks = ",".join("?" * len(ids))
    rows = store.rows(f"SELECT id, text, who, title FROM passage WHERE id IN ({marks})", tuple(ids))
    return [(row[0], row[1], row[2], row[3]) for row in rows]
