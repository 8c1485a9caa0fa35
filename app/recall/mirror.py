"""The passages' columns and vectors in memory, kept up to date from the change log. Holds numbers, never text."""

from typing import Any

import numpy as np

from app.recall import rank
from app.store import index
from app.store.db import Store
from app.store.index import PassageRow
from app.store.passages import unpack_vectors

Ints = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float32]]


class Codes:
    """Small integers for strings, case folded: 0 is the empty one."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {"": 0}

    def of(self, text: str) -> int:
        return self._codes.setdefault(text.casefold(), len(self._codes))

    def find(self, text: str) -> int:
        """The code of a string, or -1 when nothing has it."""
        return self._codes.get(text.casefold(), -1)

    def names(self) -> list[str]:
        """All the strings but the empty one, case folded."""
        return [text for text in self._codes if text]

    def matching(self, suffix: str) -> list[int]:
        """Codes of the string itself and of what ends in `.` and it: a site and its subdomains."""
        folded = suffix.casefold()
        return [code for text, code in self._codes.items() if text == folded or text.endswith("." + folded)]


class Mirror:
    """Arrays over passages, one entry each, in order of their ids; `around` says what stands beside each."""

    def __init__(self, model_id: str, dim: int) -> None:
        self.model_id = model_id
        self.dim = dim
        self.seq = -1
        self.apps, self.sites, self.threads, self.sources, self.kinds = Codes(), Codes(), Codes(), Codes(), Codes()
        self._reset()

    def refresh(self, store: Store) -> None:
        """Take in what was committed since the last call, by this or any other process."""
        seq = index.last_change(store)
        if seq == self.seq:
            return
        added, removed, embedded = index.changes_since(store, self.seq) if self.seq >= 0 else ([], set[int](), [])
        # Asked after the changes were read: had the log been cut short before, what it lost would be missed.
        if self.seq < 0 or index.first_change(store) > self.seq + 1:
            self._reset()
            self._append(index.passage_rows(store))
            self._set_vectors(index.vector_rows(store, self.model_id))
        else:
            if removed:
                self._remove(removed)
            self._append(index.passage_rows(store, added))
            self._set_vectors(index.vector_rows(store, self.model_id, embedded))
        self._link()
        self.seq = seq

    def places(self, ids: Ints) -> Ints:
        """Places in the arrays of passage ids; -1 where an id is not known."""
        if not len(self.ids):
            return np.full(len(ids), -1, np.int64)
        at = np.searchsorted(self.ids, ids).clip(max=len(self.ids) - 1)
        return np.where(self.ids[at] == ids, at, -1)

    def _reset(self) -> None:
        self.ids = np.zeros(0, np.int64)
        self.first_us = np.zeros(0, np.int64)
        self.words = np.zeros(0, np.float32)
        self.columns = np.zeros((0, 5), np.int32)  # app, site, thread, source, kind
        self.vectors = np.zeros((0, self.dim), np.float32)
        self.has_vector = np.zeros(0, np.bool_)
        self.around = rank.Around(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64))
        self.around_norms: Floats | None = None

    def _append(self, rows: list[PassageRow]) -> None:
        if not rows:
            return
        known = set(self.ids.tolist()) if len(self.ids) else set()
        rows = sorted((row for row in rows if row.id not in known), key=lambda row: row.id)
        count = len(rows)
        self.ids = np.concatenate([self.ids, np.fromiter((r.id for r in rows), np.int64, count)])
        self.first_us = np.concatenate([self.first_us, np.fromiter((r.first_us for r in rows), np.int64, count)])
        self.words = np.concatenate([self.words, np.fromiter((r.words for r in rows), np.float32, count)])
        columns = [
            (
                self.apps.of(r.app),
                self.sites.of(r.site),
                self.threads.of(r.thread),
                self.sources.of(r.source),
                self.kinds.of(r.kind),
            )
            for r in rows
        ]
        self.columns = np.concatenate([self.columns, np.array(columns, np.int32).reshape(count, 5)])
        self.vectors = np.concatenate([self.vectors, np.zeros((count, self.dim), np.float32)])
        self.has_vector = np.concatenate([self.has_vector, np.zeros(count, np.bool_)])

    def _set_vectors(self, rows: list[tuple[int, bytes]]) -> None:
        rows = [row for row in rows if len(row[1]) in (4 + self.dim, 2 * self.dim)]
        if not rows:
            return
        places = self.places(np.fromiter((row[0] for row in rows), np.int64, len(rows)))
        data = unpack_vectors([row[1] for row in rows], self.dim)
        known = places >= 0
        self.vectors[places[known]] = data[known]
        self.has_vector[places[known]] = True

    def _remove(self, removed: set[int]) -> None:
        keep = ~np.isin(self.ids, np.fromiter(removed, np.int64, len(removed)))
        self.ids, self.first_us, self.words = self.ids[keep], self.first_us[keep], self.words[keep]
        self.columns, self.vectors, self.has_vector = self.columns[keep], self.vectors[keep], self.has_vector[keep]

    def _link(self) -> None:
        """Beside a message stand those before and after it in its thread; beside a text on a screen all that was first seen with it."""
        count = len(self.ids)
        threads, sources, kinds = self.columns[:, 2], self.columns[:, 3], self.columns[:, 4]
        order = np.lexsort((self.ids, self.first_us, threads, sources, kinds))
        same = np.ones(max(count - 1, 0), np.bool_)
        for column in (threads, sources, kinds):
            same &= column[order][1:] == column[order][:-1]
        screen = kinds[order][1:] == self.kinds.find("screen")
        together = same & screen & (self.first_us[order][1:] == self.first_us[order][:-1])
        left, right, groups = np.full(count, -1, np.int64), np.full(count, -1, np.int64), np.zeros(count, np.int64)
        if count:
            left[order[1:]] = np.where(same & ~screen, order[:-1], -1)
            right[order[:-1]] = np.where(same & ~screen, order[1:], -1)
            groups[order[1:]] = np.cumsum(~together)
        self.around = rank.Around(left, right, groups)
        self.around_norms = None
