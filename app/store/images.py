"""Encrypted pieces of pictures on the disk, and how they are encoded. Each piece has a key of its own that lies in its row:
without the row it is noise. Which pieces make up a picture is the part of `layers`.

File: 8 bytes magic and version, 12 bytes nonce, AES-256-GCM over the encoded piece; the file's random name is authenticated with it.
"""

import contextlib
import io
import os
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from PIL import Image, ImageDraw

from app.errors import KnownError
from app.paths import Places, make_private_folder
from app.records import Box
from app.store.db import Store, known_os_error

MAGIC = b"RECOLL\x00\x01"
THUMBNAIL_WIDTH_PX = 320
PAINT = (128, 128, 128)
# Whole pages of text in WebP, 1920x1080, bytes and CPU milliseconds: lossless method 0: 160 KB 26 ms, method 2: 73 KB 78 ms, method 4:
# 62 KB 85 ms; quality 65: 169 KB 31 ms. Text is smaller without loss; a photograph is not (noise: 814 KB without, 26 KB with).
# So: at once without loss and in haste, small pieces with more care; then, when it is read, with care, or with loss where that is
# much smaller. What takes more than a twelfth of a byte a pixel in haste is worth trying.
_HASTY, _CAREFUL, _LOSSY = 0, 2, 4
_SMALL_PX = 120_000
_PHOTO_BYTES_PX = 0.08
_MUCH_SMALLER = 3
HASTY, SETTLED, LEFT_OUT = "webp-hasty", "webp", "left-out"


@dataclass(frozen=True, slots=True)
class Patch:
    """A rectangle of a picture: where it lies, and its raw RGB bytes, three a pixel, row by row."""

    x: int
    y: int
    width_px: int
    height_px: int
    rgb: bytes


@dataclass(frozen=True, slots=True)
class Piece:
    """A written file: its name, key, the rectangle of the picture that it shows, how it is encoded, its size on the disk."""

    name: str
    key: bytes
    x: int
    y: int
    width_px: int
    height_px: int
    format: str
    size_bytes: int


def encode_at_once(patch: Patch) -> tuple[bytes, str]:
    """WebP without loss and its format, quickly: what can wait is done when the picture is read."""
    small = patch.width_px * patch.height_px <= _SMALL_PX
    picture = Image.frombytes("RGB", (patch.width_px, patch.height_px), patch.rgb)
    return _webp(picture, lossless=True, quality=30 if small else 50, method=_CAREFUL if small else _HASTY), (
        SETTLED if small else HASTY
    )


def encode_settled(patch: Patch, *, quality: int, hasty_bytes: int) -> bytes:
    """WebP as it is to stay: without loss, or with, where a photograph is far smaller so. `hasty_bytes` is its size without care."""
    picture = Image.frombytes("RGB", (patch.width_px, patch.height_px), patch.rgb)
    if hasty_bytes > _PHOTO_BYTES_PX * patch.width_px * patch.height_px:
        lossy = _webp(picture, lossless=False, quality=quality, method=_LOSSY)
        if _MUCH_SMALLER * len(lossy) < hasty_bytes:
            return lossy
    return _webp(picture, lossless=True, quality=30, method=_CAREFUL)


def encode_exact(picture: Image.Image) -> bytes:
    """WebP without loss, in haste."""
    return _webp(picture, lossless=True, quality=0, method=_HASTY)


def encode_thumbnail(picture: Image.Image, *, at_once: bool = False) -> tuple[bytes, int, int]:
    """A WebP at most 320 px wide, with its width and height; larger where it has to be had `at_once`."""
    small = picture.copy()
    small.thumbnail((THUMBNAIL_WIDTH_PX, THUMBNAIL_WIDTH_PX * 4), Image.Resampling.BILINEAR, reducing_gap=2.0)
    method = 0 if at_once else _CAREFUL
    return _webp(small, lossless=False, quality=70 if at_once else 50, method=method), small.width, small.height


def decode(webp: bytes) -> Image.Image:
    """The picture, RGB. Raises KnownError picture_damaged."""
    try:
        with Image.open(io.BytesIO(webp)) as picture:
            return picture.convert("RGB")
    except (OSError, ValueError, SyntaxError) as error:
        raise KnownError("picture_damaged") from error


def decode_rgb(webp: bytes) -> tuple[bytes, int, int]:
    """Raw RGB pixels, width and height. Raises KnownError picture_damaged."""
    picture = decode(webp)
    return picture.tobytes(), picture.width, picture.height


def paint(picture: Image.Image, boxes: Sequence[Box]) -> None:
    """Fill each box, and a rim that recognition may have left out, with one colour, in place. A blur could be undone."""
    draw = ImageDraw.Draw(picture)
    for box in boxes:
        draw.rectangle(rim(box), fill=PAINT)


def rim(box: Box) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is painted for a box."""
    wide = 2 + box.height // 5
    return (box.x - wide, box.y - wide, box.x + box.width + wide, box.y + box.height + wide)


def write(places: Places, data: bytes, patch: Patch, format_: str) -> Piece:
    """Write an encoded patch, durably. Raises KnownError disk_full, no_permission; nothing is left behind then."""
    try:
        name, key, size = write_piece(places, data)
    except OSError as error:
        raise known_os_error(error, places) from error
    return Piece(name, key, patch.x, patch.y, patch.width_px, patch.height_px, format_, size)


def write_piece(places: Places, data: bytes) -> tuple[str, bytes, int]:
    """Write one encrypted piece, durably; returns its file name within the pictures folder, its key, its size on the disk."""
    name = secrets.token_hex(16)
    key, nonce = AESGCM.generate_key(256), secrets.token_bytes(12)
    sealed = MAGIC + nonce + AESGCM(key).encrypt(nonce, data, name.encode())
    path = _path(places, name)
    make_private_folder(path.parent)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return name, key, len(sealed)


def read_piece(places: Places, name: str, key: bytes) -> bytes:
    """The decrypted bytes of a piece. Raises KnownError picture_gone, picture_damaged."""
    try:
        sealed = _path(places, name).read_bytes()
    except FileNotFoundError:
        raise KnownError("picture_gone") from None
    start = len(MAGIC) + 12
    if sealed[: len(MAGIC)] != MAGIC:
        raise KnownError("picture_damaged")
    try:
        return AESGCM(key).decrypt(sealed[len(MAGIC) : start], sealed[start:], name.encode())
    except InvalidTag:
        raise KnownError("picture_damaged") from None


def remove_files(store: Store, limit: int = 500) -> int:
    """Unlink the files whose rows are gone, then strike them off the list. Returns how many went."""
    names = [row[0] for row in store.rows("SELECT file FROM removal LIMIT ?", (limit,))]
    for name in names:
        _path(store.places, name).unlink(missing_ok=True)
    if names:
        with store.writing():
            store.connection.executemany("DELETE FROM removal WHERE file = ?", [(name,) for name in names])
    return len(names)


def orphan_files(store: Store) -> list[Path]:
    """Picture files that no row names: left by a kill between the file and its row."""
    known = {row[0] for row in store.rows("SELECT file FROM picture UNION SELECT file FROM removal")}
    return [path for path in store.places.pictures.glob("*/*") if path.is_file() and path.name not in known]


def remove_orphans(store: Store, *, older_than_s: float = 60.0) -> int:
    """Remove picture files without a row, but for those that may be getting theirs right now. Nobody can read them: their key
    was never stored. Returns how many went."""
    before = time.time() - older_than_s
    gone = 0
    for path in orphan_files(store):
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                path.unlink()
                gone += 1
    return gone


def discard(places: Places, pieces: Sequence[Piece]) -> None:
    """Remove pieces that got no row."""
    for piece in pieces:
        _path(places, piece.name).unlink(missing_ok=True)


def _path(places: Places, name: str) -> Path:
    return places.pictures / name[:2] / name


def _webp(picture: Image.Image, *, lossless: bool, quality: int, method: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", lossless=lossless, quality=quality, method=method)
    return out.getvalue()
