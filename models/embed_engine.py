"""The embedding models inside their worker: sentence-transformers on the CPU or a GGUF file, from this machine only.

Two are held at once, so that one can take the other's place without either being loaded again and again. Questions go to the pinned
model without torch (`models.embed_light`), which is there at once and costs a fifth of the memory; torch comes with the first passages.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.engine import Refused, Talk
from models.weights import PINNED_SHA256, Weights, as_prescribed

if TYPE_CHECKING:
    from models.embed_gguf import GgufEmbedder
    from models.embed_light import LightEmbedder

# More gain little on texts this short and would take the machine from its user. A few texts at a time are cheaper on one: 583
# passages in sevens, 5.6 CPU seconds on one thread, 7.0 on two.
THREADS = 2
_MANY_TEXTS = 64
_BATCH_TEXTS = 32


# A model that is taking another's place works beside it.
_MOST_MODELS = 2


class EmbedEngine:
    """Holds up to two models and turns texts into vectors of length 1."""

    def __init__(self) -> None:
        self.loaded = False
        self._held: dict[Weights, _Transformer | GgufEmbedder] = {}
        self._light: tuple[Weights, LightEmbedder] | None = None

    def answer(
        self, method: str, params: dict[str, Any], blobs: Sequence[bytes], talk: Talk
    ) -> tuple[dict[str, Any], Sequence[bytes]]:
        """Methods: load, passages and queries (`texts`), prepare (what queries need); vectors come as one blob of float32."""
        del blobs, talk
        weights = Weights(params["place"], params["sha256"])
        if method in ("queries", "prepare") and weights.sha256 == PINNED_SHA256:
            light = self._light_for(weights)
            texts = params.get("texts", ())
            return {"dim": light.dim}, ((light.encode(texts).tobytes(),) if texts else ())
        model = self._model_for(weights)
        if method in ("load", "prepare"):
            return {"dim": model.dim}, ()
        self._use_threads(many=params.get("many", False) or len(params["texts"]) >= _MANY_TEXTS)
        vectors = model.encode(params["texts"], query=method == "queries")
        return {"dim": model.dim}, (vectors.astype("float32").tobytes(),)

    @staticmethod
    def _use_threads(*, many: bool) -> None:
        if "torch" not in sys.modules:  # a GGUF file needs none
            return
        import torch

        torch.set_num_threads(min(THREADS, os.cpu_count() or 1) if many else 1)

    def _light_for(self, weights: Weights) -> "LightEmbedder":
        if self._light is None or self._light[0] != weights:
            _look_at(weights)
            from models.embed_light import LightEmbedder

            try:
                self._light = weights, LightEmbedder(Path(weights.place))
            except MemoryError:
                raise
            except Exception as error:
                # tokenizers raises a plain Exception for a file that is absent or damaged
                raise Refused("model_broken", name=Path(weights.place).name) from error
            self.loaded = True
        return self._light[1]

    def _model_for(self, weights: Weights) -> "_Transformer | GgufEmbedder":
        """The model of these weights, the one used last at the end; the one used longest ago makes room for another."""
        model = self._held.pop(weights, None)
        if model is None:
            while len(self._held) >= _MOST_MODELS:
                self._held.pop(next(iter(self._held))).close()
            model = self._loaded(weights)
        self._held[weights] = model
        self.loaded = True
        return model

    @staticmethod
    def _loaded(weights: Weights) -> "_Transformer | GgufEmbedder":
        if Path(weights.place).is_file():
            from models.embed_gguf import GgufEmbedder

            return GgufEmbedder(Path(weights.place), min(THREADS, os.cpu_count() or 1))
        return _Transformer(weights)


class _Transformer:
    """A model in a folder of its own, under torch."""

    def __init__(self, weights: Weights) -> None:
        name = Path(weights.place).name
        _look_at(weights)
        from sentence_transformers import SentenceTransformer

        try:
            model = SentenceTransformer(weights.place, device="cpu", local_files_only=True, trust_remote_code=False)
        except MemoryError:
            raise
        except Exception as error:
            # transformers, safetensors and tokenizers each raise their own types for files that are absent or damaged
            missing = isinstance(error, OSError) and not Path(weights.place).is_dir()
            raise Refused("model_missing" if missing else "model_broken", name=name) from error
        self._model: Any = model
        self.dim = int(model.get_embedding_dimension() or len(model.encode(["a"])[0]))

    def encode(self, texts: Sequence[str], *, query: bool) -> Any:
        """Vectors (n, dim), each of length 1."""
        encode = self._model.encode_query if query else self._model.encode_document
        return encode(
            texts, batch_size=_BATCH_TEXTS, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )

    def close(self) -> None:
        self._model = None


def _look_at(weights: Weights) -> None:
    """Refuse a folder that is not there and weights that are not the prescribed ones."""
    name = Path(weights.place).name
    if Path(weights.place).is_absolute() and not Path(weights.place).is_dir():
        raise Refused("model_missing", name=name)
    if not as_prescribed(weights):
        raise Refused("model_broken", name=name)
