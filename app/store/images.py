"""Encrypted pictures on the disk. Each piece has a key of its own that lies in its row: without the row it is noise.

File: 8 bytes magic and version, 12 bytes nonce, AES-256-GCM over the encoded picture; the file's random name is authenticated with it.
"""

import contextlib
import io
import os
import secrets
import time
from collections.abc import Sequence
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
# role, file, key, width and height in pixels, size on the disk
Piece = tuple[str, str, bytes, int, int, int]


def encode(rgb: bytes, width_px: int, height_px: int, *, quality: int) -> bytes:
    """WebP of raw RGB pixels. Method 0 costs a fifth of method 4 for about 8 % more bytes."""
    return _webp(Image.frombytes("RGB", (width_px, height_px), rgb), quality)


def encode_thumbnail(rgb: bytes, width_px: int, height_px: int) -> tuple[bytes, int, int]:
    """A WebP at most 320 px wide, with its width and height."""
    picture = Image.frombytes("RGB", (width_px, height_px), rgb)
    picture.thumbnail((THUMBNAIL_WIDTH_PX, THUMBNAIL_WIDTH_PX * 4), Image.Resampling.BILINEAR, reducing_gap=2.0)
    return _webp(picture, 60), picture.width, picture.height


def decode_rgb(webp: bytes) -> tuple[bytes, int, int]:
    """Raw RGB pixels, width and height. Raises KnownError picture_damaged."""
    try:
        with Image.open(io.BytesIO(webp)) as picture:
            return picture.convert("RGB").tobytes(), picture.width, picture.height
    except (OSError, ValueError, SyntaxError) as error:
        raise KnownError("picture_damaged") from error


def painted(rgb: bytes, width_px: int, height_px: int, boxes: Sequence[Box]) -> bytes:
    """The pixels with each box, and a rim that recognition may have left out, filled with one colour. A blur could be undone."""
    picture = Image.frombytes("RGB", (width_px, height_px), rgb)
    draw = ImageDraw.Draw(picture)
    for box in boxes:
        rim = 2 + box.height // 5
        draw.rectangle((box.x - rim, box.y - rim, box.x + box.width + rim, box.y + box.height + rim), fill=PAINT)
    return picture.tobytes()


def write_pieces(places: Places, rgb: bytes, width_px: int, height_px: int, *, quality: int) -> list[Piece]:
    """Write a picture and its thumbnail, durably. Raises KnownError disk_full, no_permission; nothing is left behind then."""
    full = encode(rgb, width_px, height_px, quality=quality)
    thumb, thumb_width, thumb_height = encode_thumbnail(rgb, width_px, height_px)
    pieces: list[Piece] = []
    try:
        for role, data, width, height in (
            ("full", full, width_px, height_px),
            ("thumb", thumb, thumb_width, thumb_height),
        ):
            name, key, size = write_piece(places, data)
            pieces.append((role, name, key, width, height, size))
    except OSError as error:
        discard_pieces(places, pieces)
        raise known_os_error(error, places) from error
    return pieces


def replace_pieces(store: Store, moment_id: int, pieces: Sequence[Piece]) -> None:
    """Let a moment's rows name new pieces; the old files are to be removed. Call inside `store.writing()`."""
    for role, name, key, width, height, size in pieces:
        store.execute(
            "INSERT OR IGNORE INTO removal(file) SELECT file FROM picture WHERE moment_id = ? AND role = ?",
            (moment_id, role),
        )
        store.execute(
            "UPDATE picture SET file = ?, key = ?, width_px = ?, height_px = ?, size_bytes = ? WHERE moment_id = ? AND role = ?",
            (name, key, width, height, size, moment_id, role),
        )


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


def picture_bytes(store: Store, public_id: str, role: str) -> bytes:
    """The encoded picture of a moment that is not being forgotten. Raises KnownError picture_gone, picture_damaged."""
    rows = store.rows(
        "SELECT p.file, p.key FROM picture p JOIN moment m ON m.id = p.moment_id"
        " WHERE m.public_id = ? AND m.forgetting_id IS NULL AND p.role = ?",
        (public_id, role),
    )
    if not rows:
        raise KnownError("picture_gone")
    return read_piece(store.places, rows[0][0], rows[0][1])


def shown_bytes(store: Store, public_id: str, role: str) -> bytes:
    """The encoded picture for people's eyes: only of a moment that was read, for until then its secrets are on it.

    Raises KnownError picture_waiting, picture_gone, picture_damaged.
    """
    reading = store.value(
        "SELECT m.reading FROM moment m JOIN picture p ON p.moment_id = m.id WHERE m.public_id = ? AND m.forgetting_id IS NULL",
        (public_id,),
    )
    if reading not in (None, "done"):
        raise KnownError("picture_waiting")
    return picture_bytes(store, public_id, role)


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


def discard_pieces(places: Places, pieces: Sequence[Piece]) -> None:
    """Remove pieces that got no row."""
    for piece in pieces:
        _path(places, piece[1]).unlink(missing_ok=True)


def _path(places: Places, name: str) -> Path:
    return places.pictures / name[:2] / name


def _webp(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=quality, method=0)
    return out.getvalue()
