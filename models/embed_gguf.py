"""An embedding model in a GGUF file, under llama.cpp, inside the embedding worker: texts in, vectors of length 1 out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.engine import Refused
from models.gguf_file import Head, NotGguf, read_head
from models.room import available_bytes, needed_bytes

MOST_TOKENS = 512
# What models want to stand before a question and before a passage, as their publishers say; by a part of the file's own name.
_ASKED_WITH = {
    "nomic-embed": ("search_query: ", "search_document: "),
    "qwen3-embedding": (
        "Instruct: Given a question about what was seen on a computer, find the text that answers it\nQuery:",
        "",
    ),
    "embeddinggemma": ("task: search result | query: ", "title: none | text: "),
}

Vectors = npt.NDArray[np.float32]


class GgufEmbedder:
    """One loaded file."""

    def __init__(self, path: Path, threads: int) -> None:
        """Raises Refused "model_missing", "model_broken", "memory_short"."""
        head = _checked(path)
        import llama_cpp

        pooled = head.of("pooling_type") is not None
        try:
            self._llm = llama_cpp.Llama(
                str(path), embedding=True, n_ctx=MOST_TOKENS, n_batch=MOST_TOKENS, n_ubatch=MOST_TOKENS, n_threads=threads,
                n_threads_batch=threads, pooling_type=-1 if pooled else llama_cpp.LLAMA_POOLING_TYPE_MEAN, verbose=False,
            )  # fmt: skip
        except (ValueError, RuntimeError) as error:
            raise Refused("model_broken", name=path.name) from error
        self._query, self._passage = prefixes(str(head.values.get("general.name", "")), path.stem)

    @property
    def dim(self) -> int:
        return int(self._llm.n_embd())

    def encode(self, texts: Sequence[str], *, query: bool) -> Vectors:
        """Vectors (n, dim) float32, each of length 1; a text longer than MOST_TOKENS is cut."""
        prefix = self._query if query else self._passage
        found: Any = [self._llm.embed(prefix + (text or " "), normalize=True, truncate=True) for text in texts]
        return np.asarray(found, np.float32).reshape(len(texts), self.dim)

    def close(self) -> None:
        self._llm.close()


def prefixes(*names: str) -> tuple[str, str]:
    """What stands before a question and before a passage, for a model of one of these names.

    >>> prefixes("", "nomic-embed-text-v1.5.Q8_0"), prefixes("Other")
    (('search_query: ', 'search_document: '), ('', ''))
    """
    for name in names:
        folded = name.casefold().replace(" ", "-")
        for part, found in _ASKED_WITH.items():
            if part in folded:
                return found
    return "", ""


def _checked(path: Path) -> Head:
    try:
        head, size = read_head(path), path.stat().st_size
    except OSError as error:
        raise Refused("model_missing", name=path.name) from error
    except NotGguf as error:
        raise Refused("model_broken", name=path.name) from error
    needed, free = needed_bytes(size, head, MOST_TOKENS), available_bytes()
    if needed > free:
        figures = {"need_mb": needed >> 20, "free_mb": free >> 20, "missing_mb": -((free - needed) >> 20)}
        raise Refused("memory_short", name=path.name, **figures)
    return head
