"""Every byte of a memory, decrypted without the database: what a thief with the key could find in its files. Looks, never writes.

The file format is SQLCipher's (https://www.zetetic.net/sqlcipher/design/): pages of 4096 bytes, of which the last 80 are a
16-byte initialisation vector and a 64-byte HMAC; the rest is AES-256-CBC under the raw key. Page 1 begins with 16 bytes of salt.
No HMAC is checked here: a page that the database would refuse can be read by a thief all the same.
"""

import bisect
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.paths import Places
from app.store.images import MAGIC
from app.store.keys import MasterKey

PAGE, RESERVED, SALT = 4096, 80, 16
WAL_HEADER, FRAME_HEADER = 32, 24
LEAST = 12  # bytes of a needle that count as the needle: half a word tells enough
_WINDOW, _STRIDE = 8, 4  # any run of LEAST bytes holds a window that begins at a multiple of the stride
_BATCH_BYTES = 4 << 20
_STREAM_BYTES = 1 << 16
_STREAM = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
# After the salt: page size 4096, read and write version 1 or 2, 80 reserved bytes, and the three constants of every SQLite file.
_FIRST_PAGE = re.compile(rb"\x10\x00[\x01\x02][\x01\x02]\x50\x40\x20\x20", re.DOTALL)

Span = tuple[str, bytes]


def text_needles(text: str) -> list[bytes]:
    """A text as it may stand in a file. It is found without its first letters too: the index leaves out what terms share."""
    return [text.encode(), text.encode("utf-16-le")]


def find(
    needles: Mapping[str, Iterable[bytes]],
    places: Places,
    master: MasterKey,
    *,
    keys: Mapping[str, bytes] | None = None,
    also: Sequence[Path] = (),
    database_keys: Sequence[bytes] = (),
) -> dict[str, list[str]]:
    """Where each needle stands, by its name; names that are found nowhere are missing. See `spans` for the rest.

    A run of LEAST bytes of a needle counts as the needle, so needles have to be random from end to end.
    """
    sieve = _Sieve(needles)
    for batch in _batches(spans(places, master, keys=keys, also=also, database_keys=database_keys)):
        sieve.look(batch)
    return sieve.found


def spans(
    places: Places,
    master: MasterKey,
    *,
    keys: Mapping[str, bytes] | None = None,
    also: Sequence[Path] = (),
    database_keys: Sequence[bytes] = (),
) -> Iterator[Span]:
    """Every file of a memory and of the folders in `also`, as it lies there and decrypted, in (where, bytes).

    `keys` are those of picture pieces by file name, `database_keys` raw keys of databases besides the memory's own.
    """
    raw_keys = [master.derive("database"), *database_keys]
    for root in (places.home, *also):
        for path in sorted(path for path in root.rglob("*") if path.is_file()):
            where = path.relative_to(root if root == places.home else root.parent).as_posix()
            data = path.read_bytes()
            yield f"{where} raw", data
            yield from _opened(where, path.name, data, raw_keys, keys or {})


def _opened(where: str, name: str, data: bytes, raw_keys: Sequence[bytes], keys: Mapping[str, bytes]) -> Iterator[Span]:
    if data.startswith(MAGIC) and name in keys:
        yield f"{where} picture", piece(name, data, keys[name])
    elif name.endswith("-wal"):
        for raw_key in raw_keys:
            yield from _with_streams(_frames(where, data, raw_key))
    elif (own_key := _key_of(data, raw_keys)) is not None:
        yield from _with_streams(_pages(where, data, own_key))
    elif data and len(data) % PAGE == 0:  # it may be a part of a database, as backups hold them: noise, if it is not
        for raw_key in raw_keys:
            yield from _with_streams(_pages(where, data, raw_key, first=2))


def piece(name: str, sealed: bytes, key: bytes) -> bytes:
    """A picture piece without its seal; nothing when it is damaged."""
    start = len(MAGIC) + 12
    try:
        return AESGCM(key).decrypt(sealed[len(MAGIC) : start], sealed[start:], name.encode())
    except InvalidTag:
        return b""


def page(data: bytes, number: int, raw_key: bytes) -> bytes:
    """One page without its seal, from 1; of page 1 what follows the salt."""
    start = SALT if number == 1 else 0
    iv = data[PAGE - RESERVED : PAGE - RESERVED + 16]
    decryptor = Cipher(algorithms.AES(raw_key), modes.CBC(iv)).decryptor()
    return decryptor.update(data[start : PAGE - RESERVED]) + decryptor.finalize()


def _key_of(data: bytes, raw_keys: Sequence[bytes]) -> bytes | None:
    """The key that opens this file as a database."""
    if len(data) < PAGE:
        return None
    return next((key for key in raw_keys if _FIRST_PAGE.match(page(data[:PAGE], 1, key))), None)


def _pages(where: str, data: bytes, raw_key: bytes, *, first: int = 1) -> Iterator[Span]:
    for number, at in enumerate(range(0, len(data) - PAGE + 1, PAGE), start=first):
        yield f"{where} page {number}", page(data[at : at + PAGE], number, raw_key)


def _frames(where: str, data: bytes, raw_key: bytes) -> Iterator[Span]:
    """All frames up to the end of the file, those of older generations too: each says of which page it is."""
    step = FRAME_HEADER + PAGE
    for index, at in enumerate(range(WAL_HEADER, len(data) - step + 1, step), start=1):
        number = int.from_bytes(data[at : at + 4], "big")
        frame = data[at + FRAME_HEADER : at + step]
        yield f"{where} frame {index} of page {number}", page(frame, number, raw_key)


def _with_streams(found: Iterable[Span]) -> Iterator[Span]:
    """Each page, and what is compressed in it."""
    for where, data in found:
        yield where, data
        for start in _STREAM.finditer(data):
            try:
                plain = zlib.decompressobj().decompress(data[start.start() :], _STREAM_BYTES)
            except zlib.error:
                continue
            if plain:
                yield f"{where} compressed", plain


def _batches(found: Iterable[Span]) -> Iterator[list[Span]]:
    held: list[Span] = []
    size = 0
    for one in found:
        held.append(one)
        size += len(one[1])
        if size >= _BATCH_BYTES:
            yield held
            held, size = [], 0
    if held:
        yield held


class _Sieve:
    """All needles at once: a table of the hashes of their windows passes over the data, and what stays is compared."""

    def __init__(self, needles: Mapping[str, Iterable[bytes]]) -> None:
        self.found: dict[str, list[str]] = {}
        self._windows: dict[int, list[tuple[str, bytes, int]]] = {}
        for name, forms in needles.items():
            for needle in forms:
                if len(needle) < LEAST:
                    raise ValueError(f"a needle of {name} is shorter than {LEAST} bytes")
                for at in range(0, len(needle) - _WINDOW + 1, _STRIDE):
                    window = int.from_bytes(needle[at : at + _WINDOW], "little")
                    self._windows.setdefault(window, []).append((name, needle, at))
        self._table = np.zeros(1 << 24, np.bool_)
        self._table[_hashes(np.fromiter(self._windows, np.uint64, len(self._windows)))] = True

    def look(self, batch: Sequence[Span]) -> None:
        """Note which needles stand in these spans."""
        data = b"".join(span for _, span in batch)
        if len(data) < _WINDOW:
            return
        starts = np.cumsum([0, *(len(span) for _, span in batch)]).tolist()
        values = np.ndarray((len(data) - _WINDOW + 1,), "<u8", data, strides=(1,))
        for position in np.flatnonzero(self._table[_hashes(values)]).tolist():
            for name, needle, at in self._windows.get(int(values[position]), ()):
                span = bisect.bisect_right(starts, position) - 1
                if _run(data, position, needle, at, starts[span], starts[span + 1]) >= LEAST:
                    where = self.found.setdefault(name, [])
                    if batch[span][0] not in where[-1:]:
                        where.append(batch[span][0])


def _hashes(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return (values * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(40)


def _run(data: bytes, position: int, needle: bytes, at: int, start: int, end: int) -> int:
    """How many bytes of a needle stand around a place, within its span."""
    left, right = 0, _WINDOW
    while left < at and position - left > start and data[position - left - 1] == needle[at - left - 1]:
        left += 1
    while at + right < len(needle) and position + right < end and data[position + right] == needle[at + right]:
        right += 1
    return left + right if position + right <= end else 0
