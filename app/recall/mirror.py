"""The passages' columns and the signs of their vectors in memory, kept up to date from the change log. Holds numbers, never text.

Some 67 bytes a passage with vectors of 384 numbers. What is new is appended, what goes is marked, and when a fifth is gone the rest
moves together. What stands beside a passage follows from one order of all passages: by stream (kind, source, thread), then time.
"""

import math
import time
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from app.recall.contexts import Contexts
from app.records import Filters
from app.store import index
from app.store.db import Store
from app.store.passages import unpack_vectors

Ints = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float32]]
Bools = np.ndarray[Any, np.dtype[np.bool_]]
Words = np.ndarray[Any, np.dtype[np.uint64]]

# Times are kept as seconds since 2000 in 32 bits and the rest of a second in 16, which tells two screens apart.
ERA_US = 946_684_800_000_000
SECOND_US = 1_000_000
LONGEST_WORDS = 255
GONE, EMBEDDED = 1, 2
GROWTH = 32  # room for a thirty-second more than is needed
GONE_AT_MOST = 5  # a fifth
BLOCK = 8192  # passages of which distances are counted while they lie in the processor's cache
MOST_BESIDE = 128
FARTHEST = 65_535
_COLUMNS: dict[str, Any] = {
    "ids": np.uint32,
    "seconds": np.int32,
    "fractions": np.uint16,
    "contexts": np.uint32,
    "words": np.uint8,
    "flags": np.uint8,
}


class Mirror:
    """Arrays over passages in order of their ids. A place is an index into them; a place that is gone is never given out."""

    def __init__(self, model_id: str, dim: int) -> None:
        self.model_id = model_id
        self.dim = dim
        self.seq = -1
        self._signs_from: int | None = 0
        self._whole = False
        self._reset()

    def __len__(self) -> int:
        return len(self._order)

    @property
    def nbytes(self) -> int:
        """Bytes of all arrays, with the room they keep free."""
        return sum(column.nbytes for column in (*self._columns.values(), self._bits, self._order))

    @property
    def ids(self) -> np.ndarray[Any, np.dtype[np.uint32]]:
        """Passage ids `(count,)`, ascending, those of gone places too."""
        return self._column("ids")

    def live(self) -> Bools:
        """Which places are not gone `(count,)`."""
        out: Bools = (self._column("flags") & GONE) == 0
        return out

    def embedded(self) -> Bools:
        """Which places have a vector `(count,)`."""
        out: Bools = (self._column("flags") & EMBEDDED) != 0
        return out

    def has_vectors(self) -> bool:
        return self._has_vectors

    def lengths(self, places: Ints) -> Floats:
        """How many words these passages have, up to 255."""
        return self._column("words")[places].astype(np.float32)

    def when(self, places: np.ndarray[Any, Any]) -> Ints:
        """When these passages were first seen, in steps of 1/65536 second since 2000: for comparing."""
        out: Ints = (self._column("seconds")[places].astype(np.int64) << 16) | self._column("fractions")[places]
        return out

    def seconds(self) -> np.ndarray[Any, np.dtype[np.int32]]:
        """When each passage was first seen, in seconds since 2000 `(count,)`."""
        return self._column("seconds")

    def on_screen(self, places: Ints) -> Bools:
        """Which of these passages stood on a screen."""
        out: Bools = self.contexts.on_screen()[self._column("contexts")[places]]
        return out

    def first_seen_before(self, until_us: int | None) -> Bools:
        """Which places were first seen before a time in UTC microseconds `(count,)`; all where there is none."""
        if until_us is None:
            return np.ones(self._count, np.bool_)
        out: Bools = self.seconds() <= (until_us - ERA_US) // SECOND_US
        return out

    def allowed(self, filters: Filters) -> Bools:
        """Which places are there and let through by all filters but those of time `(count,)`."""
        out = self.live()
        if any(getattr(filters, field) is not None for field in ("kind", "app", "site", "thread", "source")):
            out &= self.contexts.allowed(filters)[self._column("contexts")]
        return out

    def from_contexts(self, wanted: Bools) -> Bools:
        """Which passages come from one of the wanted places, which are told as `contexts` numbers them `(count,)`."""
        out: Bools = wanted[self._column("contexts")] if len(wanted) else np.zeros(self._count, np.bool_)
        return out

    def places(self, ids: Ints) -> Ints:
        """Places of passage ids; -1 where an id is not known or gone."""
        known = self._column("ids")
        if not len(known):
            return np.full(len(ids), -1, np.int64)
        at = np.searchsorted(known, ids.astype(np.uint32)).clip(max=len(known) - 1)
        held = (known[at] == ids) & ((self._column("flags")[at] & GONE) == 0)
        return np.where(held, at, -1)

    def distances(self, vector: Floats) -> np.ndarray[Any, np.dtype[np.uint16]]:
        """In how many signs each passage's vector differs from this one `(count,)`; 65535 where there is none."""
        sought = signs(vector[None, :])[:, 0]
        out = np.zeros(self._count, np.uint16)
        for start in range(0, self._count, BLOCK):
            block = out[start : min(start + BLOCK, self._count)]
            for row, word in zip(self._bits, sought, strict=True):
                block += np.bitwise_count(row[start : start + len(block)] ^ word)
        out[~self.embedded()] = FARTHEST
        return out

    # -- what stands beside a passage

    def beside(self, places: Ints) -> tuple[Ints, Ints]:
        """(first, last + 1) positions in `order` of what stands beside each live place, itself among them.

        Beside a message stand those before and after it in its thread; beside a text on a screen all that was first seen with it.
        """
        streams = self._streams_of(places)
        when, starts = self.when(places), self._starts[streams]
        ends = self._starts[streams + 1]
        at = self._position(when, places, starts, ends)
        first, after = np.maximum(at - 1, starts), np.minimum(at + 2, ends)
        screen = self.on_screen(places)
        if screen.any():
            some = np.flatnonzero(screen)
            here, lowest = at[some], np.maximum(starts[some], at[some] - MOST_BESIDE // 2)
            highest = np.minimum(ends[some], at[some] + MOST_BESIDE // 2)
            first[some] = self._position(when[some], np.full(len(some), -1), lowest, here)
            after[some] = self._position(when[some], np.full(len(some), self._count), here, highest)
        return first, after

    def stepped(self, places: Ints, steps: Sequence[int]) -> list[Ints]:
        """For each step the message so many before or after each message in its thread; -1 where there is none, and for what stood on
        a screen."""
        streams = self._streams_of(places)
        first, after, told = self._starts[streams], self._starts[streams + 1], ~self.on_screen(places)
        at = self._position(self.when(places), places, first, after)
        out: list[Ints] = []
        for step in steps:
            there = told & (at + step >= first) & (at + step < after)
            found = np.full(len(places), -1, np.int64)
            found[there] = self._order[at[there] + step]
            out.append(found)
        return out

    @property
    def order(self) -> np.ndarray[Any, np.dtype[np.int32]]:
        """The live places by stream, time and id."""
        return self._order

    def _streams_of(self, places: Ints) -> Ints:
        out: Ints = self.contexts.streams()[self._column("contexts")[places]]
        return out

    def _position(self, when: Ints, places: Ints, low: Ints, high: Ints) -> Ints:
        """The first positions from each `low` to before `high`, both in one stream, whose time and place are not before these."""
        low, high = low.copy(), high.copy()
        open_ = np.flatnonzero(low < high)
        while len(open_):
            middle = (low[open_] + high[open_]) >> 1
            there = self._order[middle]
            at, sought = self.when(there), when[open_]
            before = (at < sought) | ((at == sought) & (there < places[open_]))
            low[open_[before]] = middle[before] + 1
            high[open_[~before]] = middle[~before]
            open_ = open_[low[open_] < high[open_]]
        return low

    # -- keeping up

    def refresh(self, store: Store, *, patience_s: float = math.inf, meaning: bool = True) -> None:
        """Take in what was committed since the last call, by this or any other process.

        Interrupted, the next call goes on where it was. With `patience_s` the vectors of a memory just opened come over several calls;
        without `meaning` they wait for a call that wants them.
        """
        seq = index.last_change(store)
        if seq != self.seq:
            removed = index.removed_since(store, self.seq) if self.seq >= 0 else None
            # Asked after the changes were read: had the log been cut short before, what it lost would be missed.
            if removed is None or index.first_change(store) > self.seq + 1:
                self._reset()
            else:
                self._remove(removed)
                self._append(store)
                self._set_signs(index.vectors_since(store, self.model_id, self.seq))
            self.seq = seq
        if not self._whole:
            self._append(store)
            self._whole = True
        if self._signs_from is not None and meaning:
            self._load_signs(store, time.monotonic() + patience_s)

    def _load_signs(self, store: Store, until: float) -> None:
        assert self._signs_from is not None
        for reached, rows in index.vector_batches(store, self.model_id, self._signs_from):
            self._set_signs([rows])
            self._signs_from = reached
            if time.monotonic() > until:
                return
        self._signs_from = None

    def _reset(self) -> None:
        self.contexts = Contexts()
        self._count = self._gone = 0
        self._has_vectors = self._whole = False
        self._signs_from = 0
        self._columns: dict[str, np.ndarray[Any, Any]] = {name: np.empty(0, kind) for name, kind in _COLUMNS.items()}
        self._bits: Words = np.empty((-(-self.dim // 64), 0), np.uint64)
        self._order: np.ndarray[Any, np.dtype[np.int32]] = np.empty(0, np.int32)
        self._starts: Ints = np.zeros(1, np.int64)

    def _column(self, name: str) -> np.ndarray[Any, Any]:
        return self._columns[name][: self._count]

    def _append(self, store: Store) -> None:
        """Add the passages with ids above the highest known: ids only grow."""
        first, last = self._count, int(self.ids[-1]) if self._count else 0
        if not last:
            self._make_room(index.passage_count(store))
        try:
            for ids, first_us, words, wheres in index.passage_batches(store, last):
                self._add(ids, np.array(first_us, np.int64) - ERA_US, words, wheres)
        finally:  # what was read before an interruption stays
            self._link(first)

    def _add(self, ids: Sequence[int], us: Ints, words: Sequence[int], wheres: Iterable[tuple[str, ...]]) -> None:
        contexts = [self.contexts.of(where) for where in wheres]
        self._make_room(self._count + len(ids))
        new = slice(self._count, self._count + len(ids))
        self._columns["ids"][new] = ids
        self._columns["seconds"][new] = (us // SECOND_US).clip(-(2**31), 2**31 - 1)
        self._columns["fractions"][new] = (us % SECOND_US) * 65_536 // SECOND_US
        self._columns["words"][new] = np.minimum(words, LONGEST_WORDS)
        self._columns["contexts"][new] = contexts
        self._columns["flags"][new] = 0
        self._bits[:, new] = 0
        self._count += len(ids)

    def _make_room(self, count: int) -> None:
        if count <= len(self._columns["ids"]):
            return
        room = count + (count // GROWTH if self._count else 0)
        for name, held in self._columns.items():
            self._columns[name] = np.empty(room, held.dtype)
            self._columns[name][: self._count] = held[: self._count]
        bits = np.empty((len(self._bits), room), np.uint64)
        for row, held in zip(bits, self._bits, strict=True):
            row[: self._count] = held[: self._count]
        self._bits = bits

    def _link(self, first: int) -> None:
        """Put the places from `first` on into the order."""
        new = np.arange(first, self._count)
        if not len(new):
            return
        streams = self._streams_of(new)
        counts = np.bincount(streams, minlength=self.contexts.stream_count())
        held = np.diff(self._starts)
        self._starts = np.concatenate([self._starts, np.full(len(counts) - len(held), self._starts[-1])])
        sorted_ = np.lexsort((new, self.when(new), streams))
        new, streams = new[sorted_], streams[sorted_]
        at = self._position(self.when(new), new, self._starts[streams], self._starts[streams + 1])
        self._order = np.insert(self._order, at, new.astype(np.int32))
        self._starts = self._starts + np.concatenate([[0], np.cumsum(counts)])

    def _set_signs(self, batches: Iterable[list[tuple[int, bytes]]]) -> None:
        for batch in batches:
            rows = [row for row in batch if len(row[1]) in (4 + self.dim, 2 * self.dim)]
            if not rows:
                continue
            places = self.places(np.fromiter((row[0] for row in rows), np.int64, len(rows)))
            known = places >= 0
            self._bits[:, places[known]] = signs(unpack_vectors([row[1] for row in rows], self.dim))[:, known]
            self._columns["flags"][places[known]] |= EMBEDDED
            self._has_vectors = self._has_vectors or bool(known.any())

    def _remove(self, removed: list[int]) -> None:
        places = self.places(np.array(removed, np.int64))
        places = np.unique(places[places >= 0])
        if not len(places):
            return
        streams = self._streams_of(places)
        self._columns["flags"][places] |= GONE
        self._gone += len(places)
        self._order = self._order[self.live()[self._order]]
        counts = np.bincount(streams, minlength=len(self._starts) - 1)
        self._starts = self._starts - np.concatenate([[0], np.cumsum(counts)])
        if self._gone * GONE_AT_MOST > self._count:
            self._compact()

    def _compact(self) -> None:
        """Let what is left move together."""
        keep = np.flatnonzero(self.live())
        moved = np.cumsum(self.live(), dtype=np.int32) - 1
        self._order = moved[self._order]
        self._columns = {name: column[keep] for name, column in self._columns.items()}
        self._bits = np.ascontiguousarray(self._bits[:, keep])
        self._count, self._gone = len(keep), 0


def signs(vectors: Floats) -> Words:
    """The signs of vectors `(n, dim)`, a bit each, as `(dim / 64 rounded up, n) uint64`."""
    count, dim = vectors.shape
    padded = np.zeros((count, -(-dim // 64) * 64), np.bool_)
    padded[:, :dim] = vectors > 0
    packed = np.packbits(padded, axis=1).view(np.uint64)
    return np.ascontiguousarray(packed.T)
