"""The sealed spool: files to which a recorder without any key can only append. Bringing them into the store is the part of `drain`.

File `home/spool/NAME.spool`: 8 bytes magic and version, then records. A record is its length (4 bytes, little-endian) and: the public
half of an X25519 key made for this record alone (32 bytes), and AES-256-GCM under what HKDF-SHA256 makes of the agreement of its
other half with the spool's public key. The file's name and the record's number are authenticated with it, so that no record can be
moved, doubled or left out in the middle. The private key is derived from the master key; the writer never has it.
"""

import json
import os
import secrets
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.paths import Places, make_private_folder
from app.records import Box
from app.store.frames import NewMoment
from app.store.keys import MasterKey
from app.store.ledger import TickEntry

MAGIC = b"RCSPOOL\x01"
ENDING = ".spool"
_LENGTH = struct.Struct("<I")
_LONGEST_RECORD = 1 << 30


@dataclass(frozen=True, slots=True)
class SealedPiece:
    """A rectangle of a picture as WebP without loss; `format` as in `images`."""

    box: Box
    format: str
    webp: bytes


@dataclass(frozen=True, slots=True)
class SealedFrame:
    """A kept picture: the pieces lie on the picture of `base`, an earlier record of the same file; without one, one piece is all of it."""

    id: str
    new: NewMoment
    width_px: int
    height_px: int
    panes: str
    base: str | None
    pieces: tuple[SealedPiece, ...]


@dataclass(frozen=True, slots=True)
class SealedTicks:
    """Ticks of the recorder, in order. The first record of a file has none."""

    ticks: tuple[TickEntry, ...]


Record = SealedFrame | SealedTicks


def folder(places: Places) -> Path:
    """Where the spool's files lie."""
    return places.home / "spool"


def public_key(master: MasterKey) -> bytes:
    """The 32 bytes that a recorder needs to seal."""
    return _private(master).public_key().public_bytes_raw()


def waiting(places: Places) -> list[Path]:
    """The files that wait to be brought into the store, the oldest first."""
    return sorted(folder(places).glob(f"*{ENDING}"))


class SpoolWriter:
    """One file of the spool, held by a lock while it is open. Lives in the thread that made it. Raises OSError as files do."""

    def __init__(self, places: Places, public: bytes) -> None:
        self._public = X25519PublicKey.from_public_bytes(public)
        where = make_private_folder(folder(places))
        # Named by a counter: an order is needed, and the time of the lock is nobody's business.
        number = max((int(path.name.split("-")[0]) for path in waiting(places)), default=0) + 1
        self.path = where / f"{number:08d}-{secrets.token_hex(8)}{ENDING}"
        self._file: BinaryIO = os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "r+b", 0)
        self._number = 0
        self._good_bytes = 0
        try:
            hold(self._file)
            self._write(MAGIC)
            self.append(SealedTicks(()), durable=True)
            sync_folder(where)
        except OSError:
            self._file.close()
            with suppress(OSError):
                self.path.unlink()
            raise

    def append(self, record: Record, *, durable: bool) -> None:
        """Seal a record; with `durable` it is on the disk when this returns. After an OSError it is as if nothing was tried."""
        sealed = seal(self._public, pack(record), self.path.name, self._number)
        self._write(_LENGTH.pack(len(sealed)) + sealed)
        self._number += 1
        if durable:
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Bring what was written to the disk and let go of the file."""
        try:
            with suppress(OSError):
                os.fsync(self._file.fileno())
        finally:
            self._file.close()

    def _write(self, data: bytes) -> None:
        try:
            self._file.seek(self._good_bytes)
            left = memoryview(data)
            while left:
                left = left[self._file.write(left) :]
        except OSError:
            with suppress(OSError):
                self._file.truncate(self._good_bytes)
            raise
        self._good_bytes += len(data)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies in its file, in bytes."""

    number: int
    start: int
    size: int


class SpoolReader:
    """Reads one file of the spool with the master key. `ours` is False where another key or a newer program wrote it."""

    def __init__(self, path: Path, master: MasterKey) -> None:
        self._name, self._private = path.name, _private(master)
        self._file: BinaryIO = path.open("rb")
        try:
            self._end = self._file.seek(0, os.SEEK_END)
            self._file.seek(0)
            known = self._file.read(len(MAGIC)) == MAGIC
            self.places = tuple(self._records()) if known else ()
            # The first record is on the disk before anything is kept: a file that a kill left with less holds nothing.
            opens = len(self.places) < 2 or self.read(self.places[0]) is not None
            self.ours = opens if known else self._end < len(MAGIC)
        except BaseException:
            self._file.close()
            raise

    def _records(self) -> Iterator[Place]:
        """Where the whole records lie; what a kill has torn off the end is none."""
        at, number = len(MAGIC), 0
        while at + _LENGTH.size <= self._end:
            self._file.seek(at)
            (size,) = _LENGTH.unpack(self._file.read(_LENGTH.size))
            at += _LENGTH.size
            if not 0 < size <= min(_LONGEST_RECORD, self._end - at):
                return
            yield Place(number, at, size)
            at, number = at + size, number + 1

    def read(self, place: Place) -> Record | None:
        """The record, or None where it is damaged, torn or another key's."""
        self._file.seek(place.start)
        payload = unseal(self._private, self._file.read(place.size), self._name, place.number)
        return None if payload is None else unpack(payload)

    def close(self) -> None:
        self._file.close()


# -- sealing


def seal(public: X25519PublicKey, payload: bytes, name: str, number: int) -> bytes:
    """A record that only the private key opens, as this record of this file."""
    once = X25519PrivateKey.generate()
    half = once.public_key().public_bytes_raw()
    key, nonce = _agreed(once.exchange(public), half, public.public_bytes_raw())
    return half + AESGCM(key).encrypt(nonce, payload, _bound(name, number))


def unseal(private: X25519PrivateKey, sealed: bytes, name: str, number: int) -> bytes | None:
    """What was sealed, or None where this key does not open it as this record."""
    half = sealed[:32]
    try:
        key, nonce = _agreed(
            private.exchange(X25519PublicKey.from_public_bytes(half)), half, private.public_key().public_bytes_raw()
        )
        return AESGCM(key).decrypt(nonce, sealed[32:], _bound(name, number))
    except (InvalidTag, ValueError):
        return None


def _agreed(shared: bytes, half: bytes, public: bytes) -> tuple[bytes, bytes]:
    """Key and nonce of one record. The key is used once, so its nonce may come from the same agreement."""
    made = HKDF(SHA256(), 44, half + public, b"recollect/spool/record").derive(shared)
    return made[:32], made[32:]


def _bound(name: str, number: int) -> bytes:
    return f"{name}:{number}".encode()


def _private(master: MasterKey) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(master.derive("spool"))


# -- payloads: the length of a head, the head as JSON, then the pieces one after the other


def pack(record: Record) -> bytes:
    """A record as bytes."""
    head, pieces = _head(record)
    said = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    return b"".join([_LENGTH.pack(len(said)), said, *pieces])


def _head(record: Record) -> tuple[dict[str, Any], list[bytes]]:
    if isinstance(record, SealedTicks):
        return {"ticks": [asdict(tick) | {"at": tick.at.isoformat()} for tick in record.ticks]}, []
    head: dict[str, Any] = {
        "id": record.id, "new": asdict(record.new) | {"at": record.new.at.isoformat()}, "size": [record.width_px, record.height_px],
        "panes": record.panes, "base": record.base,
        "pieces": [[one.box.x, one.box.y, one.box.width, one.box.height, one.format, len(one.webp)] for one in record.pieces],
    }  # fmt: skip
    return head, [one.webp for one in record.pieces]


def unpack(payload: bytes) -> Record:
    """The record again."""
    (size,) = _LENGTH.unpack_from(payload)
    at = _LENGTH.size + size
    head = json.loads(payload[_LENGTH.size : at])
    if "ticks" in head:
        return SealedTicks(
            tuple(TickEntry(**tick | {"at": datetime.fromisoformat(tick["at"])}) for tick in head["ticks"])
        )
    pieces = []
    for x, y, width, height, format_, length in head["pieces"]:
        pieces.append(SealedPiece(Box(x, y, width, height), format_, payload[at : at + length]))
        at += length
    new = NewMoment(**head["new"] | {"at": datetime.fromisoformat(head["new"]["at"])})
    return SealedFrame(head["id"], new, head["size"][0], head["size"][1], head["panes"], head["base"], tuple(pieces))


# -- files


def hold(file: BinaryIO) -> None:
    """Hold a file until it is closed, so that nobody drains what is still written. Raises BlockingIOError when another holds it."""
    if os.name == "posix":
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def sync_folder(path: Path) -> None:
    """Bring the names in a folder to the disk."""
    if os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
