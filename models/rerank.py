"""A question and texts to scores of how well each answers it: the caller's side. The model runs in the worker (`models.rerank_engine`)."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models import weights
from models.host import WorkerFailed, WorkerHost

# Some more than the model reads of them: a page is not sent for its first lines, and a token is seldom longer.
MOST_CHARS = 2_000
# Loading included. Somebody waits, and has a good order without it.
TIMEOUT_S = 60.0
# After a failure nobody waits for this model again for so long.
RETRY_S = 60.0


class RerankClient:
    """A cross-encoder behind its worker: it reads a question and a text together."""

    def __init__(self, host: WorkerHost, *, model: str, retry_s: float = RETRY_S) -> None:
        """`model`: a folder or a name in the local cache; nothing is ever downloaded."""
        self._host = host
        self._model = model
        self._retry_s = retry_s
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
        if not self.ready() and self.available():
            self._host.post("rerank", "load", self._params())

    def scores(self, question: str, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """How well each text answers the question, (n,) float32, on a scale of the model's own; of long ones the beginning counts.

        Raises WorkerFailed.
        """
        if not texts:
            return np.zeros(0, np.float32)
        cut = {"question": question[:MOST_CHARS], "texts": [text[:MOST_CHARS] for text in texts]}
        try:
            params = {**self._params(), **cut}
            _, blobs = self._host.call("rerank", "scores", params, urgent=True, timeout_s=TIMEOUT_S)
        except WorkerFailed:
            self._not_before = time.monotonic() + self._retry_s
            raise
        return np.frombuffer(blobs[0], np.float32).reshape(len(texts))

    def _place(self) -> str | None:
        """The folder, or the name; None when it can only be a folder and is not there."""
        found = weights.embedder(self._model)
        if found is None or (Path(found.place).expanduser().is_absolute() and not Path(found.place).is_dir()):
            return None
        return found.place

    def _params(self) -> dict[str, Any]:
        place = self._place()
        if place is None:
            raise WorkerFailed("model_missing", kind="rerank", name=self.name)
        return {"place": place}
