"""Model files that are on this machine already: got by Recollect, by LM Studio, by Ollama. Looks at folders; opens and loads nothing else."""

import contextlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from models.gguf_file import NotGguf, read_head

_MODEL, _PROJECTOR, _ADAPTER = (f"application/vnd.ollama.image.{part}" for part in ("model", "projector", "adapter"))
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_MOST_MANIFEST_BYTES = 1 << 20
_MOST_DEPTH = 6


@dataclass(frozen=True, slots=True)
class FoundModel:
    """A model's file. `by`: whose folder it lies in; `projector`, `lora`: files that belong to it."""

    name: str
    path: Path
    bytes: int
    kind: Literal["chat", "embedding"]
    by: Literal["Recollect", "LM Studio", "Ollama"]
    projector: Path | None = None
    lora: Path | None = None


def found_models(downloads: Path, home: Path | None = None) -> list[FoundModel]:
    """All that is found, by name. Files that are no GGUF are passed over."""
    own = home or Path.home()
    ollama = os.environ.get("OLLAMA_MODELS")
    out = list(_folder(downloads, "Recollect"))
    for folder in (own / ".lmstudio" / "models", own / ".cache" / "lm-studio" / "models"):
        out += _folder(folder, "LM Studio")
    for folder in (
        Path(ollama) if ollama else own / ".ollama" / "models",
        Path("/usr/share/ollama/.ollama/models"),
    ):
        out += _ollama(folder)
    return sorted(out, key=lambda one: (one.name.casefold(), one.by))


def _folder(folder: Path, by: Literal["Recollect", "LM Studio"]) -> Iterator[FoundModel]:
    files = [path for path in _below(folder, _MOST_DEPTH) if path.suffix.lower() == ".gguf"]
    for path in files:
        if (kind := _kind(path)) is None:
            continue
        beside = [one for one in files if one.parent == path.parent and "mmproj" in one.name.lower()]
        yield FoundModel(path.stem, path, path.stat().st_size, kind, by, beside[0] if len(beside) == 1 else None)


def _ollama(folder: Path) -> Iterator[FoundModel]:
    """The models that Ollama's manifests name: JSON files in `manifests/HOST/OWNER/MODEL/TAG`, contents in `blobs`."""
    manifests = folder / "manifests"
    for path in _below(manifests, _MOST_DEPTH):
        layers = _layers(path, folder / "blobs")
        if (model := layers.get(_MODEL)) is None or (kind := _kind(model)) is None:
            continue
        _, owner, name, tag = ("", "", *path.relative_to(manifests).parts)[-4:]
        full = f"{name}:{tag}" if owner in ("library", "") else f"{owner}/{name}:{tag}"
        size = model.stat().st_size
        yield FoundModel(full, model, size, kind, "Ollama", layers.get(_PROJECTOR), layers.get(_ADAPTER))


def _layers(manifest: Path, blobs: Path) -> dict[str, Path]:
    """The files of a manifest that are there, by what they are. A manifest is not ours: nothing of it becomes a path but a digest."""
    out: dict[str, Path] = {}
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        if manifest.stat().st_size > _MOST_MANIFEST_BYTES:
            return {}
        read: Any = json.loads(manifest.read_text(encoding="utf-8"))
        for layer in read["layers"]:
            digest = layer["digest"]
            blob = blobs / str(digest).replace(":", "-")
            if _DIGEST.fullmatch(digest) and blob.is_file():
                out[str(layer["mediaType"])] = blob
    return out


def _kind(path: Path) -> Literal["chat", "embedding"] | None:
    try:
        head = read_head(path)
    except (OSError, NotGguf):
        return None
    if head.kind != "model":
        return None
    return "embedding" if head.embeds else "chat"


def _below(folder: Path, depth: int) -> Iterator[Path]:
    """The files below a folder, not deeper than so."""
    try:
        inside = sorted(folder.iterdir())
    except OSError:
        return
    for path in inside:
        if path.is_dir() and not path.is_symlink():
            if depth > 1:
                yield from _below(path, depth - 1)
        elif path.is_file():
            yield path
