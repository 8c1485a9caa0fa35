"""The cross-encoder inside its worker: sentence-transformers on the CPU, from files on this machine only. It keeps nothing it has read."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from models.engine import Refused, Talk

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

THREADS = 2
BATCH_TEXTS = 10
# Question and text together. A passage is cut shorter than this; attention costs the square of it.
MOST_TOKENS = 384


class RerankEngine:
    """Holds one model and scores texts against a question."""

    def __init__(self) -> None:
        self.loaded = False
        self._place = ""
        self._model: Any = None

    def answer(
        self, method: str, params: dict[str, Any], blobs: Sequence[bytes], talk: Talk
    ) -> tuple[dict[str, Any], Sequence[bytes]]:
        """Methods: load, scores (`question`, `texts`); the scores come as one blob of float32, a number a text."""
        del blobs, talk
        self._load(params["place"])
        if method == "load":
            return {}, ()
        pairs = [(params["question"], text) for text in params["texts"]]
        scores = np.asarray(self._predicted(pairs), np.float32)
        if scores.shape != (len(pairs),) or not np.isfinite(scores).all():
            raise Refused("model_broken", name=Path(params["place"]).name)
        return {}, (scores.tobytes(),)

    def _predicted(self, pairs: list[tuple[str, str]]) -> Any:
        import torch

        torch.set_num_threads(min(THREADS, os.cpu_count() or 1))
        # as the model says it, not squeezed between 0 and 1, where the best few would all be 1
        plain = torch.nn.Identity()
        return self._model.predict(pairs, batch_size=BATCH_TEXTS, activation_fn=plain, show_progress_bar=False)

    def _load(self, place: str) -> None:
        if self.loaded and self._place == place:
            return
        self.loaded, self._model = False, None
        name = Path(place).name
        if Path(place).is_absolute() and not Path(place).is_dir():
            raise Refused("model_missing", name=name)
        from sentence_transformers import CrossEncoder

        try:
            model = CrossEncoder(place, device="cpu", local_files_only=True, trust_remote_code=False)
        except MemoryError:
            raise
        except Exception as error:
            # transformers, safetensors and tokenizers each raise their own types for files that are absent or damaged
            missing = isinstance(error, OSError) and not Path(place).is_dir()
            raise Refused("model_missing" if missing else "model_broken", name=name) from error
        if not _scores_pairs(model):
            raise Refused("model_broken", name=name)
        model.max_seq_length = min(model.max_seq_length or MOST_TOKENS, MOST_TOKENS)
        self._model, self._place, self.loaded = model, place, True


def _scores_pairs(model: "CrossEncoder") -> bool:
    """Whether the weights were made to score a pair. Others load too, with a last layer of random numbers."""
    made_as = (model.config.architectures or [""])[0]
    return made_as.endswith("ForSequenceClassification") or len(model) > 1
