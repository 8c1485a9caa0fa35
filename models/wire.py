"""Frames on the pipes between the host and a worker: a JSON header and raw blobs. No processes and no threads here."""

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

MAX_HEADER_BYTES = 64 << 20
MAX_BLOB_BYTES = 1 << 30
_LENGTH = struct.Struct("<I")


class BadFrame(Exception):
    """The bytes are not a frame: the other side is broken and must go."""


class Source(Protocol):
    """Where frames come from: a raw or buffered binary file."""

    def read(self, size: int, /) -> bytes | None: ...


class Drain(Protocol):
    """Where frames go: a raw binary file, whose writes may be partial."""

    def write(self, data: memoryview, /) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Frame:
    """One message: `header` is a JSON object, `blobs` are bytes as they are."""

    header: dict[str, Any]
    blobs: list[bytes]


def write_frame(drain: Drain, header: dict[str, Any], blobs: Sequence[bytes] = ()) -> None:
    """Write one whole frame. Not thread-safe: the caller holds a lock. Raises OSError when the other side is gone."""
    text = json.dumps({**header, "sizes": [len(blob) for blob in blobs]}, separators=(",", ":")).encode()
    for piece in (_LENGTH.pack(len(text)) + text, *blobs):
        _write_all(drain, memoryview(piece))


def read_frame(source: Source, *, most_header: int = MAX_HEADER_BYTES, most_blob: int = MAX_BLOB_BYTES) -> Frame | None:
    """The next frame, or None at a clean end. Raises BadFrame when the bytes end early, make no sense or are too many."""
    start = _read_all(source, _LENGTH.size, end_is_fine=True)
    if start is None:
        return None
    (length,) = _LENGTH.unpack(start)
    if not 2 <= length <= most_header:
        raise BadFrame
    text = _read_all(source, length)
    try:
        header = json.loads(text or b"")
        sizes = header.pop("sizes")
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise BadFrame from error
    if not all(isinstance(size, int) and 0 <= size <= most_blob for size in sizes):
        raise BadFrame
    return Frame(header, [_read_all(source, size) or b"" for size in sizes])


def _write_all(drain: Drain, rest: memoryview) -> None:
    while rest:
        rest = rest[drain.write(rest) or 0 :]


def _read_all(source: Source, size: int, *, end_is_fine: bool = False) -> bytes | None:
    pieces: list[bytes] = []
    missing = size
    while missing:
        piece = source.read(missing)
        if not piece:
            if end_is_fine and missing == size:
                return None
            raise BadFrame
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)
