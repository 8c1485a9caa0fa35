"""What a GGUF file says about itself in its head: no weights are read, no model library is loaded.

The format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

MAGIC = b"GGUF"
_NUMBERS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
_STRING, _ARRAY = 8, 9
_MOST_STRING = 1 << 24
_MOST_ENTRIES = 1 << 16
_MOST_ITEMS = 1 << 26
_SHORT_ARRAY = 1024


class NotGguf(Exception):
    """The file is no GGUF, or its head is damaged."""


@dataclass(frozen=True, slots=True)
class Head:
    """The entries of a file's head. Long lists (the vocabulary) are left out; `lengths` says how long they are."""

    values: dict[str, Any]
    lengths: dict[str, int]

    def of(self, key: str, default: Any = None) -> Any:
        """An entry of the file's own architecture: `of("block_count")` is `llama.block_count` in a llama."""
        return self.values.get(f"{self.architecture}.{key}", default)

    @property
    def architecture(self) -> str:
        return str(self.values.get("general.architecture", ""))

    @property
    def kind(self) -> str:
        """ "model", "adapter" (LoRA), "mmproj" (the projector of pictures) or another word of the file."""
        found = str(self.values.get("general.type", ""))
        if self.architecture == "clip":
            return "mmproj"
        return found or "model"

    @property
    def vocabulary(self) -> int:
        return self.lengths.get("tokenizer.ggml.tokens", 0)

    @property
    def embeds(self) -> bool:
        """Whether the model is made for vectors of texts: it says how its tokens are pooled."""
        return self.of("pooling_type") is not None or "bert" in self.architecture


def read_head(path: Path) -> Head:
    """The head of a file. Raises NotGguf; OSError when it cannot be read."""
    with path.open("rb") as file:
        if file.read(4) != MAGIC:
            raise NotGguf
        try:
            return _entries(file)
        except (struct.error, UnicodeDecodeError, ValueError) as error:
            raise NotGguf from error


def _entries(file: BinaryIO) -> Head:
    version, _, count = _unpack(file, "<I"), _unpack(file, "<Q"), _unpack(file, "<Q")
    if not 2 <= version <= 3 or count > _MOST_ENTRIES:
        raise ValueError(version)
    values: dict[str, Any] = {}
    lengths: dict[str, int] = {}
    for _ in range(count):
        key, kind = _string(file), _unpack(file, "<I")
        if kind == _ARRAY:
            lengths[key] = _array(file, key, values)
        else:
            values[key] = _value(file, kind)
    return Head(values, lengths)


def _array(file: BinaryIO, key: str, values: dict[str, Any]) -> int:
    kind, count = _unpack(file, "<I"), _unpack(file, "<Q")
    if count > _MOST_ITEMS or kind == _ARRAY:
        raise ValueError(count)
    if count <= _SHORT_ARRAY:
        values[key] = [_value(file, kind) for _ in range(count)]
    elif kind == _STRING:
        for _ in range(count):
            file.seek(_unpack(file, "<Q"), 1)
    else:
        file.seek(count * struct.calcsize(_NUMBERS[kind]), 1)
    return int(count)


def _value(file: BinaryIO, kind: int) -> Any:
    if kind == _STRING:
        return _string(file)
    if kind not in _NUMBERS:
        raise ValueError(kind)
    return _unpack(file, _NUMBERS[kind])


def _string(file: BinaryIO) -> str:
    length = _unpack(file, "<Q")
    if length > _MOST_STRING:
        raise ValueError(length)
    data = file.read(length)
    if len(data) != length:
        raise ValueError(length)
    return data.decode("utf-8", "replace")


def _unpack(file: BinaryIO, form: str) -> Any:
    found: Any = struct.unpack(form, file.read(struct.calcsize(form)))[0]
    return found
