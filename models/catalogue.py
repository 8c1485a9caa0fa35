"""The models that can be had by name: what they are, what they take, and whether that is free on this machine now. Fetches nothing."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from models.room import BESIDE_BYTES, available_bytes

Kind = Literal["chat", "embedding", "reranker"]
_FILE = Path(__file__).with_name("catalogue.toml")
# Of what is free, a model may take so much before everything else grows slow.
_COMFORT = 0.8


@dataclass(frozen=True, slots=True)
class Entry:
    """A model of the catalogue. `sha256` is "" where the publisher's is not known; `bytes` is its size, for planning only."""

    name: str
    kind: Kind
    publisher: str
    file: str
    address: str
    bytes: int
    sha256: str
    licence: str
    languages: str
    layers: int
    keys: int

    def needs_bytes(self, context_tokens: int) -> int:
        """Memory that it takes at work."""
        return self.bytes + 4 * context_tokens * self.layers * self.keys + 2 * BESIDE_BYTES


def entries() -> list[Entry]:
    """The whole catalogue, in its order."""
    return [Entry(**one) for one in tomllib.loads(_FILE.read_text(encoding="utf-8"))["model"]]


def named(name: str) -> Entry | None:
    """The model of a name or of a file's name."""
    wanted = name.casefold()
    return next((one for one in entries() if wanted in (one.name, one.file.casefold())), None)


def fits(need_bytes: int, free_bytes: int | None = None) -> Literal["yes", "tight", "no"]:
    """Whether there is memory for so much now: easily, just so, or not.

    >>> fits(2 << 30, 4 << 30), fits(4 << 30, 4 << 30), fits(5 << 30, 4 << 30)
    ('yes', 'tight', 'no')
    """
    free = available_bytes() if free_bytes is None else free_bytes
    return "yes" if need_bytes <= _COMFORT * free else "tight" if need_bytes <= free else "no"
