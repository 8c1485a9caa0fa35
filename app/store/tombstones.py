"""Keyed hashes of what was forgotten, so that no import and no restored backup brings it back. They tell nothing without the key."""

import hmac
from collections.abc import Iterable

from app.store.db import Store, now_us

Name = tuple[str, ...]


def of_moment(public_id: str) -> Name:
    """The name of a moment by its own id: as a backup holds it."""
    return ("moment", public_id)


def of_source(source: str, source_id: str) -> Name:
    """The name of a moment by what its source calls it: as an import brings it."""
    return ("source", source, source_id)


def of_memory(public_id: str) -> Name:
    """The name of a memory that was made of moments."""
    return ("memory", public_id)


def of_made(kind: str, name: str) -> Name:
    """The name of a memory by what it is about, so that it is not made anew from the same evidence."""
    return ("made", kind, name)


def of_denied(kind: str, name: str) -> Name:
    """The name of a memory that the user called wrong, so that it is not made anew; it may be taken back."""
    return ("denied", kind, name)


def of_rejected(kind: str, name: str, other: str) -> Name:
    """The name of a proposal that the user rejected, by what the memories of it are about."""
    return ("rejected", kind, name, other)


def of_vault(public_id: str) -> Name:
    """The name of a thing that was taken out of the vault."""
    return ("vault", public_id)


def of_turn(public_id: str) -> Name:
    """The name of a question with its answer."""
    return ("turn", public_id)


def digest(store: Store, name: Name) -> bytes:
    """32 bytes that stand for a name."""
    return _hashed(store.key.derive("tombstone"), name)


def _hashed(key: bytes, name: Name) -> bytes:
    return hmac.digest(key, "\x1f".join(name).encode(), "sha256")


def add(store: Store, names: Iterable[Name]) -> None:
    """Note that these are not to come back. Call inside `store.writing()`."""
    now = now_us()
    store.connection.executemany(
        "INSERT OR IGNORE INTO tombstone(hash, created_us) VALUES (?, ?)",
        [(digest(store, name), now) for name in names],
    )


def take_back(store: Store, names: Iterable[Name]) -> None:
    """Note that these may come back. Call inside `store.writing()`."""
    store.connection.executemany("DELETE FROM tombstone WHERE hash = ?", [(digest(store, name),) for name in names])


def stands(store: Store, name: Name) -> bool:
    """Whether this was forgotten once."""
    return bool(store.value("SELECT 1 FROM tombstone WHERE hash = ?", (digest(store, name),)))


def standing(store: Store, names: Iterable[Name]) -> set[Name]:
    """Those of many names that were forgotten once."""
    if store.value("SELECT 1 FROM tombstone LIMIT 1") is None:
        return set()
    key = store.key.derive("tombstone")
    find = "SELECT 1 FROM tombstone WHERE hash = ?"
    return {name for name in names if store.value(find, (_hashed(key, name),)) is not None}
