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
# Of a word that is still being typed the newest are enough, and of a part of a word.
MOST_OPEN_ENDED, MOST_WITH_PART = 5_000, 500
NEAR_WEIGHT = np.float32(0.6)
CACHED, CACHED_MEANS = 64, 8


@dataclass(frozen=True, slots=True)
class Sought:
    """One word of a question: the terms of the index that stand for it, and the words as typed, to look for them in texts.

    `near` are terms that differ by a letter, which count less; `part` is looked for within words; an `open_ended` word is still being
    typed, and `match` is what finds all that it may become.
    """

    terms: tuple[str, ...]
    raw: tuple[str, ...]
    near: tuple[str, ...] = ()
    part: str = ""
    match: str = ""
    open_ended: bool = False

    def has_part(self, word: str) -> bool:
        """Whether a word of a text holds the part that is sought, or is itself one of its pieces."""
        folded = word.casefold()
        return bool(self.part) and (self.part in folded or (len(folded) > 1 and folded in self.part))


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
        self._kept: OrderedDict[Sought, Postings] = OrderedDict()
        self._state: tuple[int, int] = (-1, -1)
        # The mean lengths of passages, alone and with what stands beside them, by the places by which they were judged.
        self.means: dict[bytes, tuple[float, float]] = {}

    def forget(self) -> None:
        self._kept.clear()
        self.means.clear()

    def keep_means(self, sample: bytes, means: tuple[float, float]) -> None:
        """Remember the mean lengths of some passages."""
        if len(self.means) >= CACHED_MEANS:
            self.means.clear()
        self.means[sample] = means

    def read(self, store: Store, mirror: Mirror, sought: Sequence[Sought], allowed: Bools) -> list[Postings]:
        """The postings of each sought word, the rare ones whole; what was kept of another state of the memory goes."""
        if self._state != (mirror.seq, id(mirror.ids.base)):
            self.forget()
            self._state = (mirror.seq, id(mirror.ids.base))
        out = [
            self._newest(store, mirror, one, allowed) if one.open_ended else self._whole(store, mirror, one)
            for one in sought
        ]
        left = MOST_TOGETHER
        for nth in sorted(range(len(out)), key=lambda n: len(out[n].places)):
            if out[nth].whole and len(out[nth].places) <= left:
                left -= len(out[nth].places)
            elif not sought[nth].open_ended:
                out[nth] = self._newest(store, mirror, sought[nth], allowed)
        return out

    def _whole(self, store: Store, mirror: Mirror, sought: Sought) -> Postings:
        found = self._kept.get(sought)
        if found is None:
            most = MOST_OCCURRENCES + 1
            read = [index.occurrences(store, term, most) for term in (*sought.terms, *sought.near)]
            weights = [np.float32(1)] * len(sought.terms) + [NEAR_WEIGHT] * len(sought.near)
            if sought.part:
                ids = index.holding_part(store, sought.part, MOST_WITH_PART)
                read.append((ids, np.zeros(len(ids), np.int64)))
                weights.append(np.float32(1))
            found = _together(mirror, read, weights, all(len(ids) < most for ids, _ in read))
            self._kept[sought] = found
            if len(self._kept) > CACHED:
                self._kept.popitem(last=False)
        self._kept.move_to_end(sought)
        return found

    def _newest(self, store: Store, mirror: Mirror, sought: Sought, allowed: Bools) -> Postings:
        """From the newest of those passages that may be found."""
        held = np.flatnonzero(allowed)
        if not len(held):
            return Postings(np.zeros(0, np.int64), np.zeros(0, np.float32), False, 1.0)
        low, high = int(mirror.ids[held[0]]), int(mirror.ids[held[-1]])
        match = sought.match or " OR ".join(index.matching([raw]) for raw in sought.raw)
        most = MOST_OPEN_ENDED if sought.open_ended else MOST_NEWEST
        ids = index.newest_matching(store, match, low, high, most)
        share = 1.0 if len(ids) < most else (high - int(ids[0]) + 1) / (high - low + 1)
        places = mirror.places(ids)
        places = places[places >= 0]
        return Postings(places, np.ones(len(places), np.float32), False, share)


def _together(
    mirror: Mirror, read: Sequence[tuple[Ints, Ints]], factors: Sequence[np.float32], whole: bool
) -> Postings:
    each = [factor * rank.COLUMN_WEIGHTS[columns] for factor, (_, columns) in zip(factors, read, strict=True)]
    ids = np.concatenate([np.zeros(0, np.int64), *(ids for ids, _ in read)])
    weights = np.concatenate([np.zeros(0, np.float32), *each])
    if len(read) > 1:
        sorted_ = np.argsort(ids, kind="stable")
        ids, weights = ids[sorted_], weights[sorted_]
    places = mirror.places(ids)
    places, weights = places[places >= 0], weights[places >= 0]
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
    starts = [re.escape(raw) for raw in sought.raw] if sought.open_ended else []
    for raw in () if sought.open_ended else sought.raw:
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
