"""The folder of a backup: its manifest, and how files get into it and out of it. It holds one state, encrypted as the memory is.

`recollect-backup.json` names every file that belongs to the state and is sealed with a key of the memory's; `keys.json` opens it;
`database/` holds the database file in chunks named by their hash, `pictures/` the pieces of pictures as they are. Nothing here
knows the memory that is backed up, or reads a row.
"""

import base64
import contextlib
import errno
import hashlib
import hmac
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.errors import KnownError
from app.paths import Places
from app.store.keys import MasterKey

FORMAT = 1
CHUNK_BYTES = 1 << 20
MANIFEST = "recollect-backup.json"
_ALLOWED_BESIDE = {
    MANIFEST + ".part",
    "lost+found",
    "System Volume Information",
    ".Trash-1000",
    ".Spotlight-V100",
    ".fseventsd",
}
_CHUNK_NAME = re.compile(r"[0-9a-f]{64}(\.part)?")
_PIECE_NAME = re.compile(r"[0-9a-f]{32}(\.part)?")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of the database file: the SHA-256 of its bytes, in hex, which is its name, and how many they are."""

    name: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Copied:
    """A piece of a picture in the backup: its name, its size, and the SHA-256 of its bytes, in hex."""

    name: str
    size_bytes: int
    hash: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What belongs to the state that a folder holds. `made_us` 0: begun, and never finished. `settings` is sealed text, or ""."""

    memory: str
    made_us: int
    schema: int
    database: tuple[Chunk, ...] = ()
    pictures: tuple[Copied, ...] = ()
    settings: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """How many files of a backup are whole, and the names of those that are missing or not what they were."""

    whole: int
    damaged: tuple[str, ...]


def memory_id(places: Places) -> str:
    """The id of the memory that lies at `places`, which says nothing about it. Raises KnownError not_initialised, damaged."""
    try:
        return str(json.loads(places.key_slots.read_bytes())["memory"])
    except FileNotFoundError:
        raise KnownError("not_initialised") from None
    except (ValueError, KeyError, TypeError, OSError):
        raise KnownError("damaged") from None


# -- the manifest


def read_manifest(folder: Path, key: MasterKey, *, memory: str | None = None) -> Manifest:
    """What a folder holds, its seal tested. `memory` is the id of the only memory whose backup is meant.

    Raises KnownError backup_missing, backup_newer, backup_other_memory, backup_damaged, backup_unreachable.
    """
    held = _parsed(folder)
    if memory is not None and held.get("memory") != memory:
        raise KnownError("backup_other_memory", folder=str(folder))
    seal = held.pop("seal", "")
    if not isinstance(seal, str) or not hmac.compare_digest(seal.encode(), _seal(held, key).encode()):
        raise KnownError("backup_damaged", folder=str(folder), count=1)
    if held["format"] > FORMAT:
        raise KnownError("backup_newer", folder=str(folder))
    return Manifest(
        held["memory"], held["made_us"], held["schema"], tuple(Chunk(*one) for one in held["database"]),
        tuple(Copied(*one) for one in held["pictures"]), held["settings"],
    )  # fmt: skip


def write_manifest(folder: Path, key: MasterKey, manifest: Manifest) -> None:
    """Let a folder hold this state from now on: the old manifest stands until the new one is on the disk."""
    held = {
        "format": FORMAT, "memory": manifest.memory, "made_us": manifest.made_us, "schema": manifest.schema,
        "database": [[one.name, one.size_bytes] for one in manifest.database],
        "pictures": [[one.name, one.size_bytes, one.hash] for one in manifest.pictures], "settings": manifest.settings,
    }  # fmt: skip
    put(folder / MANIFEST, json.dumps(held | {"seal": _seal(held, key)}).encode())
    settle([folder])


def has_manifest(folder: Path) -> bool:
    return (folder / MANIFEST).is_file()


def of_memory(folder: Path, memory: str) -> bool:
    """Whether a folder says that it holds a backup of this memory."""
    try:
        return bool(_parsed(folder).get("memory") == memory)
    except KnownError:
        return False


def _parsed(folder: Path) -> dict[str, Any]:
    try:
        held = json.loads((folder / MANIFEST).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        raise KnownError("backup_missing", folder=str(folder)) from None
    except OSError as error:
        raise folder_error(error, folder) from error
    except (ValueError, RecursionError):
        held = None
    if not isinstance(held, dict):
        raise KnownError("backup_damaged", folder=str(folder), count=1)
    return held


def _seal(held: dict[str, Any], key: MasterKey) -> str:
    body = json.dumps(held, sort_keys=True, separators=(",", ":")).encode()
    return hmac.new(key.derive("backup"), body, hashlib.sha256).hexdigest()


def sealed_text(key: MasterKey, text: bytes) -> str:
    """Text as only the memory's key opens it."""
    nonce = secrets.token_bytes(12)
    return base64.b64encode(nonce + AESGCM(key.derive("backup-text")).encrypt(nonce, text, b"settings")).decode()


def opened_text(key: MasterKey, sealed: str) -> bytes:
    """Sealed text again. Raises KnownError backup_damaged."""
    data = base64.b64decode(sealed)
    try:
        return AESGCM(key.derive("backup-text")).decrypt(data[:12], data[12:], b"settings")
    except InvalidTag:
        raise KnownError("backup_damaged", folder="", count=1) from None


# -- the files


def chunk_path(folder: Path, name: str) -> Path:
    return folder / "database" / name


def piece_path(folder: Path, name: str) -> Path:
    return folder / "pictures" / name[:2] / name


def put(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. It is durable, and its name is once its folder is settled."""
    part = path.with_name(path.name + ".part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def settle(folders: Iterable[Path]) -> None:
    """Bring the names in these folders to the disk, where the system can."""
    for folder in folders:
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def sizes(folder: Path) -> dict[str, int]:
    """The whole files below a folder, by name, with their sizes."""
    return {path.name: path.stat().st_size for path in folder.rglob("*") if path.is_file() and path.suffix != ".part"}


def sweep(folder: Path, manifest: Manifest, *, pieces: bool = True) -> int:
    """Remove the files of a backup that its state does not need, unfinished ones too. Returns how many; others' files stay.

    Without `pieces` whole pieces of pictures stay: the next state may name them.
    """
    needed = {one.name for one in manifest.database} | {one.name for one in manifest.pictures}
    parts = [path for path in (folder / "pictures").glob("*/*") if pieces or path.suffix == ".part"]
    gone = 0
    for path in [*(folder / "database").glob("*"), *parts, *folder.glob("*.json.part")]:
        ours = _CHUNK_NAME.fullmatch(path.name) or _PIECE_NAME.fullmatch(path.name) or path.parent == folder
        if ours and path.name not in needed:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def verify(folder: Path, key: MasterKey) -> Verified:
    """Read every file of a backup and compare it with the manifest. Raises KnownError as `read_manifest` does."""
    manifest = read_manifest(folder, key)
    whole, damaged = 0, []
    for path, size, digest in files(folder, manifest):
        if read_whole(path, size, digest) is None:
            damaged.append(path.name)
        else:
            whole += 1
    return Verified(whole, tuple(damaged))


def files(folder: Path, manifest: Manifest) -> Iterator[tuple[Path, int, str]]:
    """(path, size, SHA-256) of every file that a state is made of."""
    for chunk in manifest.database:
        yield chunk_path(folder, chunk.name), chunk.size_bytes, chunk.name
    for piece in manifest.pictures:
        yield piece_path(folder, piece.name), piece.size_bytes, piece.hash


def read_whole(path: Path, size: int, digest: str) -> bytes | None:
    """The bytes of a file, or None when it is not there or not what it was."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return data if len(data) == size and hashlib.sha256(data).hexdigest() == digest else None


# -- whose folder it is


def claim(folder: Path, places: Places, key: MasterKey) -> Manifest:
    """The state that a folder holds, made ready for another: an empty or absent one is marked as this memory's.

    Raises KnownError backup_inside, backup_holds_other, backup_other_memory, backup_damaged, backup_newer.
    """
    memory = memory_id(places)
    home, place = places.home.resolve(), folder.resolve()
    if place == home or home in place.parents or place in home.parents:
        raise KnownError("backup_inside", folder=str(folder))
    if folder.exists() and not folder.is_dir():
        raise KnownError("backup_holds_other", folder=str(folder))
    if not has_manifest(folder):
        there = {path.name for path in folder.iterdir()} if folder.exists() else set()
        if not there <= _ALLOWED_BESIDE:
            raise KnownError("backup_holds_other", folder=str(folder))
        make_folder(folder)
        write_manifest(folder, key, Manifest(memory, 0, 0))
    manifest = read_manifest(folder, key, memory=memory)
    for name in ("database", "pictures"):
        make_folder(folder / name)
    return manifest


def make_folder(folder: Path) -> None:
    """Make a folder for its owner alone, as far as its file system knows owners: that of many a memory stick does not."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with contextlib.suppress(PermissionError):
        folder.chmod(0o700)


@contextlib.contextmanager
def reaching(folder: Path) -> Iterator[None]:
    """Turn what the system says of a backup's folder into a KnownError."""
    try:
        yield
    except OSError as error:
        raise folder_error(error, folder) from error


def folder_error(error: OSError, folder: Path) -> KnownError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        there = next((one for one in (folder, *folder.parents) if one.exists()), folder)
        return KnownError("backup_disk_full", folder=str(folder), free_mb=shutil.disk_usage(there).free >> 20)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return KnownError("backup_no_permission", folder=str(folder))
    return KnownError("backup_unreachable", folder=str(folder))
