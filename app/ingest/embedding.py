"""Giving passages their vectors: a small batch at a time beside the recording, or all that wait as fast as the embedder can."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol

import numpy as np

from app.ingest.reading import ReadingFailed
from app.store.db import Store
from app.store.passages import add_vectors, newest_passage, without_vector

EMBED_BATCH = 64
# Texts of one length waste nothing on padding: so many are sorted at once, and embedded and stored in pieces.
WINDOW, PIECE = 2048, 256
WHOLE_EVERY_S = 900.0
Vectors = np.ndarray[Any, np.dtype[np.float32]]
_Piece = list[tuple[int, str]]


class Embedder(Protocol):
    """Turns texts into unit vectors `(n, dim) float32`."""

    @property
    def model_id(self) -> str: ...

    def passages(self, texts: Sequence[str]) -> Vectors: ...


class Backlog:
    """How far the passages are known to have their vectors, so that nobody looks through all of them again and again.

    A repair may take a damaged vector away: now and then all are looked through all the same.
    """

    def __init__(self) -> None:
        self._model, self._after, self._whole_s = "", 0, 0.0

    def next(self, store: Store, model: str, limit: int) -> _Piece:
        """(id, text) of the oldest passages without a vector of this model."""
        if model != self._model or time.monotonic() - self._whole_s > WHOLE_EVERY_S:
            self._model, self._after, self._whole_s = model, 0, time.monotonic()
        newest = newest_passage(store)
        found = without_vector(store, model, limit, self._after)
        if len(found) < limit:
            self._after = max(self._after, found[0][0] - 1 if found else newest)
        return found

    def done(self, model: str, upto: int) -> None:
        """All passages up to this id have their vectors, or are not there any more."""
        if model == self._model:
            self._after = max(self._after, upto)


def embed_next(
    store: Store,
    embedder: Embedder,
    failures: tuple[type[Exception], ...],
    *,
    batch: int = EMBED_BATCH,
    backlog: Backlog | None = None,
) -> int:
    """Give vectors to the passages that have none yet, one batch. Returns how many; 0 means all have theirs.

    Raises ReadingFailed; the passages stay findable by their words and are tried again.
    """
    backlog = backlog or Backlog()
    waiting = backlog.next(store, embedder.model_id, batch)
    if not waiting:
        return 0
    try:
        vectors = embedder.passages([text for _, text in waiting])
    except failures as error:
        raise _failed(error) from error
    add_vectors(store, embedder.model_id, [passage_id for passage_id, _ in waiting], vectors)
    backlog.done(embedder.model_id, waiting[-1][0])
    return len(waiting)


def embed_all(
    store: Store, embedder: Embedder, failures: tuple[type[Exception], ...], on_progress: Callable[[int], None]
) -> int:
    """Embed until nothing waits; `on_progress` hears how many are done. One piece is embedded while the one before is stored.

    Raises ReadingFailed; what was stored stays.
    """
    done, model = 0, embedder.model_id
    before: tuple[_Piece, Future[Vectors]] | None = None
    with ThreadPoolExecutor(1, "embed") as beside:
        for piece in _pieces(store, model):
            following = piece, beside.submit(embedder.passages, [text for _, text in piece])
            done += _stored(store, model, before, failures)
            on_progress(done)
            before = following
        done += _stored(store, model, before, failures)
        on_progress(done)
    return done


def _pieces(store: Store, model: str) -> Iterator[_Piece]:
    """All that has no vector yet, in pieces of like length. What comes meanwhile comes too."""
    after = 0
    while window := without_vector(store, model, WINDOW, after):
        after = window[-1][0]
        window.sort(key=lambda one: len(one[1]))
        yield from (window[start : start + PIECE] for start in range(0, len(window), PIECE))


def _stored(
    store: Store, model: str, piece: tuple[_Piece, "Future[Vectors]"] | None, failures: tuple[type[Exception], ...]
) -> int:
    if piece is None:
        return 0
    try:
        vectors = piece[1].result()
    except failures as error:
        raise _failed(error) from error
    add_vectors(store, model, [passage_id for passage_id, _ in piece[0]], vectors)
    return len(piece[0])


def _failed(error: Exception) -> ReadingFailed:
    return ReadingFailed(str(getattr(error, "code", "worker_died")), dict(getattr(error, "params", {})), blame=False)
