"""Where the sought words stand: places and weights of each, read from the words' index within bounds. Ranks nothing.

A word that stands in very many passages is read from the newest ones only, and looked for in the texts of the candidates themselves.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.recall import rank
from app.recall.mirror import Mirror
from app.store import index
from app.store.db import Store

Ints = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float32]]
Bools = np.ndarray[Any, np.dtype[np.bool_]]

# Occurrences of a term that are read before it counts as common, and passages with a common term that are read then, the newest.
MOST_OCCURRENCES, MOST_NEWEST = 60_000, 20_000
# Words of a question beyond this many occurrences together are looked for in the texts of candidates only.
MOST_TOGETHER = 150_000
CACHED = 64


@dataclass(frozen=True, slots=True)
class Sought:
    """One word of a question: the terms of the index that stand for it, and the words as typed, to look for them in texts."""

    terms: tuple[str, ...]
    raw: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Postings:
    """Where a sought word stands: places, ascending and each once, and how much it counts there. `whole` is False where only the
    newest were read; `share` is the part of the memory that they were read from."""

    places: Ints
    weights: Floats
    whole: bool
    share: float

    def weights_at(self, places: Ints) -> Floats:
        """How much the word counts in each of these places."""
        if not len(self.places):
            return np.zeros(len(places), np.float32)
        at = np.searchsorted(self.places, places).clip(max=len(self.places) - 1)
        out: Floats = np.where(self.places[at] == places, self.weights[at], np.float32(0)).astype(np.float32)
        return out


class Reader:
    """Reads postings and keeps those of the last words, for the next letter that is typed. Belongs to one thread."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, ...], Postings] = OrderedDict()
        self._state: tuple[int, int] = (-1, -1)

    def forget(self) -> None:
        self._kept.clear()

    def read(self, store: Store, mirror: Mirror, sought: Sequence[Sought], allowed: Bools) -> list[Postings]:
        """The postings of each sought word, the rare ones whole."""
        if self._state != (mirror.seq, id(mirror.ids.base)):
            self.forget()
            self._state = (mirror.seq, id(mirror.ids.base))
        out = [self._whole(store, mirror, one) for one in sought]
        left = MOST_TOGETHER
        for nth in sorted(range(len(out)), key=lambda n: len(out[n].places)):
            if out[nth].whole and len(out[nth].places) <= left:
                left -= len(out[nth].places)
            else:
                out[nth] = self._newest(store, mirror, sought[nth], allowed)
        return out

    def _whole(self, store: Store, mirror: Mirror, sought: Sought) -> Postings:
        found = self._kept.get(sought.terms)
        if found is None:
            read = [index.occurrences(store, term, MOST_OCCURRENCES + 1) for term in sought.terms]
            found = _together(mirror, read, all(len(ids) <= MOST_OCCURRENCES for ids, _ in read))
            self._kept[sought.terms] = found
            if len(self._kept) > CACHED:
                self._kept.popitem(last=False)
        self._kept.move_to_end(sought.terms)
        return found

    def _newest(self, store: Store, mirror: Mirror, sought: Sought, allowed: Bools) -> Postings:
        """From the newest of those passages that may be found."""
        held = np.flatnonzero(allowed)
        if not len(held):
            return Postings(np.zeros(0, np.int64), np.zeros(0, np.float32), False, 1.0)
        low, high = int(mirror.ids[held[0]]), int(mirror.ids[held[-1]])
        match = " OR ".join(index.matching([raw]) for raw in sought.raw)
        ids = index.newest_matching(store, match, low, high, MOST_NEWEST)
        share = 1.0 if len(ids) < MOST_NEWEST else (high - int(ids[0]) + 1) / (high - low + 1)
        places = mirror.places(ids)
        places = places[places >= 0]
        return Postings(places, np.ones(len(places), np.float32), False, share)


def _together(mirror: Mirror, read: Sequence[tuple[Ints, Ints]], whole: bool) -> Postings:
    ids = np.concatenate([ids for ids, _ in read]) if read else np.zeros(0, np.int64)
    columns = np.concatenate([columns for _, columns in read]) if read else np.zeros(0, np.int64)
    if len(read) > 1:
        sorted_ = np.argsort(ids, kind="stable")
        ids, columns = ids[sorted_], columns[sorted_]
    places = mirror.places(ids)
    known = places >= 0
    places, weights = places[known], rank.COLUMN_WEIGHTS[columns[known]]
    if not len(places):
        return Postings(places, weights, whole, 1.0)
    firsts = np.flatnonzero(np.concatenate([[True], places[1:] != places[:-1]]))
    return Postings(places[firsts], np.add.reduceat(weights, firsts).astype(np.float32), whole, 1.0)


def weights_in_texts(store: Store, sought: Sequence[Sought], ids: Ints) -> Floats:
    """How much each sought word counts in some passages `(words, passages)`, by looking for it in their texts."""
    out = np.zeros((len(sought), len(ids)), np.float32)
    if not len(sought):
        return out
    at = {one: nth for nth, one in enumerate(ids.tolist())}
    finders = [_finder(one) for one in sought]
    for passage_id, *columns in index.texts_of(store, ids.tolist()):
        for column, text in enumerate(columns):
            folded = text.casefold() if text else ""
            for row, find in enumerate(finders):
                if folded and (found := find(folded)):
                    out[row, at[passage_id]] += rank.COLUMN_WEIGHTS[column] * len(found)
    return out


def _finder(sought: Sought) -> Callable[[str], list[str]]:
    """Finds words that begin as the typed word and its stem both do: near enough for a word so common that it weighs little."""
    starts = []
    for raw in sought.raw:
        stem = max((_beginning(raw, term) for term in sought.terms), key=len, default="")
        starts.append(re.escape(stem) if len(stem) > 2 else re.escape(raw) + r"\b")
    return re.compile(rf"\b(?:{'|'.join(starts)})").findall


def _beginning(one: str, other: str) -> str:
    """The letters with which two words begin alike.

    >>> _beginning("cities", "citi"), _beginning("happy", "happi")
    ('citi', 'happ')
    """
    same = next((nth for nth, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[:same]
