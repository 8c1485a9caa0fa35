"""Texts to vectors: the caller's side. The model itself runs in the embedding worker (`models.embed_engine`)."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models import weights
from models.host import WorkerFailed, WorkerHost

# A query waits for at most one request of passages, so these are small: about a third of a second on one thread.
REQUEST_CHARS = 6000
REQUEST_TEXTS = 64
# So many at once are somebody's wish, not the background's trickle: both threads may work on them, and take twice as much a time.
MANY_TEXTS = 128

Vectors = npt.NDArray[np.float32]


class EmbedClient:
    """Embeds passages and queries through the embedding worker. Queries go before waiting passages."""

    def __init__(self, host: WorkerHost, *, model: str = "") -> None:
        """`model`: "" for the pinned MiniLM, else a folder or a name in the local cache; nothing is ever downloaded."""
        self._host = host
        self._model = model
        self._dim = 0 if model else weights.PINNED_DIM
        self._identity = "" if model else weights.PINNED_ID

    @property
    def setting(self) -> str:
        """The folder, file or name that this was made with; "" for the pinned model."""
        return self._model

    def there(self) -> bool:
        """Whether its files are on this machine; of a name in the local cache that is not known before it is loaded."""
        if not self._model:
            return weights.pinned() is not None
        place = Path(self._model).expanduser()
        return place.exists() or not (place.is_absolute() or self._model.startswith((".", "~")))

    @property
    def model_id(self) -> str:
        """Changes when the weights change. Known without the worker."""
        self._identity = self._identity or weights.identity(self._model)
        return self._identity

    @property
    def dim(self) -> int:
        """Numbers in a vector. Known at once for the pinned model; another is loaded to find out."""
        if not self._dim:
            self._dim = int(self._host.call("embed", "load", self._params())[0]["dim"])
        return self._dim

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of stored texts, (n, dim) float32, each of length 1. Raises WorkerFailed."""
        if not texts:
            return np.zeros((0, self.dim), np.float32)
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        many = len(texts) >= MANY_TEXTS
        rows = [
            self._ask("passages", [texts[place] for place in part], urgent=False, many=many)
            for part in parts(order, texts, 2 * REQUEST_CHARS if many else REQUEST_CHARS)
        ]
        found = np.concatenate(rows)
        restored = np.empty_like(found)
        restored[order] = found
        return restored

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, (n, dim) float32, each of length 1. Raises WorkerFailed."""
        if not texts:
            return np.zeros((0, self.dim), np.float32)
        pieces = [texts[start : start + REQUEST_TEXTS] for start in range(0, len(texts), REQUEST_TEXTS)]
        return np.concatenate([self._ask("queries", piece, urgent=True) for piece in pieces])

    def ready(self) -> bool:
        """Whether a query would be answered at once: the worker is up and what queries need is loaded."""
        return self._host.ready("embed")

    def warm(self) -> None:
        """Start loading what queries need without waiting for it; does nothing when its files are not there."""
        if not self.ready() and weights.embedder(self._model):
            self._host.post("embed", "prepare", self._params())

    def _ask(self, method: str, texts: Sequence[str], *, urgent: bool, many: bool = False) -> Vectors:
        params = {**self._params(), "texts": list(texts), "many": many}
        result, blobs = self._host.call("embed", method, params, urgent=urgent)
        self._dim = int(result["dim"])
        return np.frombuffer(blobs[0], np.float32).reshape(len(texts), self._dim)

    def _params(self) -> dict[str, Any]:
        found = weights.embedder(self._model)
        if found is None:
            raise WorkerFailed("model_missing", kind="embed", name=self._model or weights.PINNED_PACKAGE)
        return {"place": found.place, "sha256": found.sha256}


def parts(order: Sequence[int], texts: Sequence[str], most_chars: int = REQUEST_CHARS) -> Iterator[list[int]]:
    """Cut places into requests of at most REQUEST_TEXTS texts and, one long text aside, so many characters."""
    part: list[int] = []
    chars = 0
    for place in order:
        length = len(texts[place])
        if part and (len(part) == REQUEST_TEXTS or chars + length > most_chars):
            yield part
            part, chars = [], 0
        part.append(place)
        chars += length
    if part:
        yield part
