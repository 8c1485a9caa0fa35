"""A question and texts to scores of how well each answers it: the caller's side. The model runs in the worker (`models.rerank_engine`)."""

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models import weights
from models.host import WorkerFailed, WorkerHost

# Some more than the model reads of them: a page is not sent for its first lines, and a token is seldom longer.
MOST_CHARS = 2_000
# Loading included. Somebody waits, and has a good order without it: a model too slow for this machine is not for it.
TIMEOUT_S = 30.0
# After a failure nobody waits for this model again for so long; twice as long after each more, up to an hour.
RETRY_S, MOST_RETRY_S = 60.0, 3600.0


class RerankClient:
    """A cross-encoder behind its worker: it reads a question and a text together."""

    def __init__(self, host: WorkerHost, *, model: str, retry_s: float = RETRY_S) -> None:
        """`model`: a folder or a name in the local cache; nothing is ever downloaded."""
        self._host = host
        self._model = model
        self._retry_s = retry_s
        self._failures = 0
        self._not_before = 0.0

    @property
    def name(self) -> str:
        """The model's name, without where it lies."""
        return Path(self._model).name

    def available(self) -> bool:
        """Whether it may be asked: it is not known to be absent and has not failed just now."""
        return self._place() is not None and time.monotonic() >= self._not_before

    def ready(self) -> bool:
        """Whether a question would be answered at once: the worker is up with the model loaded."""
        return self._host.ready("rerank")

    def warm(self) -> None:
        """Start loading the model without waiting for it; does nothing when its files are not there."""
        place = self._place()
        if place is not None and not self.ready() and time.monotonic() >= self._not_before:
            self._host.post("rerank", "load", {"place": place})

    def scores(self, question: str, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """How well each text answers the question, (n,) float32, on a scale of the model's own; of long ones the beginning counts.

        Raises WorkerFailed.
        """
        if not texts:
            return np.zeros(0, np.float32)
        place = self._place()
        if place is None:
            raise WorkerFailed("model_missing", kind="rerank", name=self.name)
        params = {"place": place, "question": question[:MOST_CHARS], "texts": [text[:MOST_CHARS] for text in texts]}
        try:
            _, blobs = self._host.call("rerank", "scores", params, urgent=True, timeout_s=TIMEOUT_S)
        except WorkerFailed:
            self._failures += 1
            self._not_before = time.monotonic() + retry_after_s(self._failures, self._retry_s)
            raise
        self._failures = 0
        return np.frombuffer(blobs[0], np.float32).reshape(len(texts))

    def _place(self) -> str | None:
        """The folder, or the name; None when it can only be a folder and is not there."""
        try:
            found = weights.embedder(self._model)
            gone = found is None or (Path(found.place).expanduser().is_absolute() and not Path(found.place).is_dir())
        except (OSError, RuntimeError):  # a folder that may not be looked into, a name too long, the home of nobody
            return None
        return None if found is None or gone else found.place


def retry_after_s(failures: int, first_s: float = RETRY_S) -> float:
    """Seconds that nobody waits for a model that has failed so often in a row.

    >>> [retry_after_s(failures) for failures in (1, 2, 3, 99)]
    [60.0, 120.0, 240.0, 3600.0]
    """
    return min(MOST_RETRY_S, first_s * 2.0 ** min(failures - 1, 16))
