"""The vectors of passages that were looked at lately, for the next look at them. Numbers only. Belongs to one thread."""

from typing import Any

import numpy as np

from app.recall.mirror import Mirror
from app.store import index
from app.store.db import Store
from app.store.passages import unpack_vectors

Ints = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float32]]
# 12 MB with vectors of 384 numbers: what a question looks at, and some questions before it.
MOST_KEPT = 8_000


class Vectors:
    """Unpacked vectors by passage id, those of one state of the memory."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self._seq = -1
        self._held: Floats = np.zeros((0, 0), np.float32)
        self._empty()

    def _empty(self) -> None:
        self._ids: Ints = np.zeros(0, np.int64)  # ascending
        self._rows: Ints = np.zeros(0, np.int64)  # where each stands in what is held

    def at(self, store: Store, mirror: Mirror, places: Ints) -> Floats:
        """The vectors at some places of the mirror `(places, dim)`; zeros where one has none."""
        ids = mirror.ids[places].astype(np.int64)
        if self._seq != mirror.seq or self._held.shape[1] != mirror.dim:
            self._empty()
            self._held = np.zeros((MOST_KEPT, mirror.dim), np.float32)
            self._seq = mirror.seq
        fresh = np.unique(ids[~np.isin(ids, self._ids)])
        if len(self._ids) + len(fresh) > MOST_KEPT:
            self._empty()
            fresh = np.unique(ids)
        if len(fresh) > MOST_KEPT:
            read = _read(store, mirror, fresh)
            return read[np.searchsorted(fresh, ids)]
        if len(fresh):
            self._keep(fresh, _read(store, mirror, fresh))
        out: Floats = self._held[self._rows[np.searchsorted(self._ids, ids)]]
        return out

    def _keep(self, ids: Ints, vectors: Floats) -> None:
        rows = np.arange(len(self._ids), len(self._ids) + len(ids))
        self._held[rows] = vectors
        every = np.concatenate([self._ids, ids])
        sorted_ = np.argsort(every)
        self._ids, self._rows = every[sorted_], np.concatenate([self._rows, rows])[sorted_]


def _read(store: Store, mirror: Mirror, ids: Ints) -> Floats:
    """The vectors of ids that ascend."""
    found = index.vectors_of(store, mirror.model_id, ids.tolist())
    rows = [row for row in found if len(row[1]) in (4 + mirror.dim, 2 * mirror.dim)]
    out = np.zeros((len(ids), mirror.dim), np.float32)
    if rows:
        owners, packed = zip(*rows, strict=True)
        out[np.searchsorted(ids, np.array(owners, np.int64))] = unpack_vectors(packed, mirror.dim)
    return out
