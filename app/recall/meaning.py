"""What questions mean: their vectors, made beside the search that asks and kept for the next. Looks nothing up.

The embedder works in a process of its own, so that what a question's words bring up is read meanwhile.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float32]]
# A question's vector, waited for when it is called; None where there is none.
Meaning = Callable[[], Floats | None]
CACHED_QUERIES = 256


class QueryEmbedder(Protocol):
    """Turns questions into unit vectors `(n, dim) float32`; `ready` says whether it would answer at once."""

    @property
    def model_id(self) -> str: ...
    @property
    def dim(self) -> int: ...
    def queries(self, texts: Sequence[str]) -> Floats: ...
    def ready(self) -> bool: ...
    def warm(self) -> None: ...


def nothing() -> None:
    """The meaning of what has none."""
    return


class Meanings:
    """The vectors of recent questions. Belongs to one thread; a second one waits for the embedder."""

    def __init__(self, embedder: QueryEmbedder | None, failures: tuple[type[Exception], ...]) -> None:
        self._embedder = embedder
        self._failures = failures
        self._held: OrderedDict[str, Floats] = OrderedDict()
        self._kept = CACHED_QUERIES
        self._beside: ThreadPoolExecutor | None = None

    def close(self) -> None:
        if self._beside is not None:
            self._beside.shutdown(wait=False, cancel_futures=True)
            self._beside = None

    def forget(self) -> None:
        """Let go of what was asked."""
        self._held.clear()

    def of(self, text: str, *, wait: bool) -> Meaning:
        """Begin to embed a question. Without `wait` only an embedder that is up is asked; one that is not begins to load."""
        if self._embedder is None or not text.strip():
            return nothing
        if text in self._held:
            self._held.move_to_end(text)
            known = self._held[text]
            return lambda: known
        if not wait and not self._embedder.ready():
            self._embedder.warm()
            return nothing
        if self._beside is None:
            self._beside = ThreadPoolExecutor(1, thread_name_prefix="question")
        embedded = self._beside.submit(self._embedder.queries, [text])
        return lambda: self._taken(text, embedded)

    def prepare(self, texts: Sequence[str], *, keep: int) -> None:
        """Embed many questions at once, for the next `keep` searches. Does nothing when the embedder fails: words still answer."""
        self._kept = max(CACHED_QUERIES, keep)
        fresh = [text for text in dict.fromkeys(texts) if text.strip() and text not in self._held]
        if self._embedder is None or not fresh:
            return
        try:
            vectors = self._embedder.queries(fresh)
        except self._failures:
            return
        for text, vector in zip(fresh, vectors, strict=True):
            self._held[text] = vector

    def _taken(self, text: str, embedded: Future[Floats]) -> Floats | None:
        try:
            vector: Floats = embedded.result()[0]
        except self._failures:
            return None
        self._held[text] = vector
        if len(self._held) > self._kept:
            self._held.popitem(last=False)
        return vector
