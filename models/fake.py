"""Stand-ins for the three clients, for tests only: same methods, no processes, deterministic and quick."""

import hashlib
import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from models.ocr import ReadLine

_LETTER_PX, _LINE_PX = 8, 16


class FakeOcr:
    """Knows the text of the pictures it was told about, and of no other."""

    def __init__(self) -> None:
        self._texts: dict[bytes, tuple[str, ...]] = {}

    def learn(self, rgb: bytes, lines: Sequence[str]) -> None:
        """From now on this picture holds these lines."""
        self._texts[hashlib.sha256(rgb).digest()] = tuple(lines)

    def read(self, rgb: bytes, width_px: int, height_px: int) -> list[ReadLine]:
        """The lines learnt for the picture, set in a fixed grid; an unknown picture has none."""
        if len(rgb) != width_px * height_px * 3:
            raise ValueError("rgb does not hold width x height x 3 bytes")
        return [_fake_line(row, text) for row, text in enumerate(self._texts.get(hashlib.sha256(rgb).digest(), ()))]

    def read_parts(
        self, parts: Sequence[tuple[int, int, int, int, bytes]], known: Sequence[ReadLine]
    ) -> list[ReadLine]:
        """The lines of the parts, each read as a picture of its own, below those that are known."""
        found = [line for _, _, width_px, height_px, rgb in parts for line in self.read(rgb, width_px, height_px)]
        return [*known, *found]

    def forget(self) -> None:
        """It remembers no reading."""

    def engine_name(self) -> str:
        return "fake 1"


class FakeEmbedder:
    """A hashed bag of words: texts that share words are near each other."""

    model_id = "fake@1"
    dim = 384

    def passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """(n, dim) float32, each of length 1."""
        return np.stack([_bag(text, self.dim) for text in texts]) if texts else np.zeros((0, self.dim), np.float32)

    def queries(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return self.passages(texts)

    def ready(self) -> bool:
        return True

    def warm(self) -> None:
        """Nothing to load."""


class FakeChat:
    """Answers with a fixed text, or with what a function makes of the messages."""

    def __init__(self, reply: str | Callable[[Sequence[dict[str, str]]], str] = "It says so [1].") -> None:
        self._reply = reply
        self.asked: list[list[dict[str, str]]] = []

    def available(self) -> bool:
        return True

    def identity(self) -> dict[str, Any]:
        """There is one only."""
        return {"fake": 1}

    def ready(self) -> bool:
        return True

    def forget(self) -> None:
        self.asked.clear()

    def count(self, text: str) -> int:
        """One token a word."""
        return len(text.split())

    def generate(
        self,
        messages: Sequence[dict[str, str]],
        *,
        max_tokens: int = 400,
        on_text: Callable[[str], None] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
        schema: dict[str, Any] | None = None,
    ) -> str:
        """The reply, word by word, at most `max_tokens` of them, up to the moment it is cancelled."""
        del schema
        self.asked.append([dict(message) for message in messages])
        reply = self._reply if isinstance(self._reply, str) else self._reply(messages)
        said = ""
        for word in re.findall(r"\S+\s*", reply)[:max_tokens]:
            if cancelled():
                break
            said += word
            if on_text:
                on_text(word)
        return said


def _bag(text: str, dim: int) -> npt.NDArray[np.float32]:
    vector = np.zeros(dim, np.float32)
    for word in re.findall(r"\w+", text.lower()) or [""]:
        digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
        vector[int.from_bytes(digest[:4], "little") % dim] += 1.0 if digest[4] & 1 else -1.0
    length = float(np.linalg.norm(vector))
    if length == 0.0:  # two words that cancel each other out
        vector[0] = length = 1.0
    return vector / np.float32(length)


def _fake_line(row: int, text: str) -> ReadLine:
    top = row * 2 * _LINE_PX
    words = tuple(
        (found.group(), found.start() * _LETTER_PX, top, len(found.group()) * _LETTER_PX, _LINE_PX)
        for found in re.finditer(r"\S+", text)
    )
    return ReadLine(text, 0, top, len(text) * _LETTER_PX, _LINE_PX, 1.0, row, words)
