"""The vault: things that the user keeps word for word, sealed apart. An opened memory does not suffice to read them.

A random vault key is wrapped under the vault's own passphrase (Argon2id, as in `keys`) together with the memory's key: neither alone
opens it. Each thing has a random key of its own, wrapped by the vault key and bound to its id. Nothing here is indexed, embedded,
exported or given to a model; a backup holds it as it lies here.
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.errors import KnownError
from app.records import Receipt
from app.store import forget, tombstones
from app.store.db import Store, from_us, now_us
from app.store.frames import new_public_id
from app.store.keys import ARGON2_LANES, ARGON2_MEMORY_KIB, ARGON2_PASSES

LEAST_CHARACTERS = 8
MOST_BYTES = 1 << 20
_SLOT = "vault"
_NONCE, _KEY, _TAG = 12, 32, 16
_WRAPPED = _NONCE + _KEY + _TAG
# A sealed thing is a multiple of this long, so that its length says little.
_BLOCK = 256


@dataclass(frozen=True, slots=True, repr=False)
class Kept:
    """One thing in the vault, opened."""

    id: str
    title: str
    text: str
    made: datetime


class Vault:
    """The vault of an open memory, still shut. `finish` carries forgettings on to their end."""

    def __init__(self, store: Store, finish: Callable[[], object] = lambda: None) -> None:
        self._store, self._finish = store, finish

    @property
    def exists(self) -> bool:
        """Whether a passphrase was set."""
        return self._slot() is not None

    def count(self) -> int:
        """How many things are in it; what they are takes the passphrase."""
        return int(self._store.value("SELECT count(*) FROM vault"))

    def create(self, passphrase: str) -> "OpenVault":
        """Make the vault. Raises KnownError vault_exists, short_passphrase."""
        key = secrets.token_bytes(_KEY)
        wrapped = _wrapped(self._store, key, passphrase)
        with self._store.writing():
            if self.exists:
                raise KnownError("vault_exists")
            self._write(wrapped)
        return OpenVault(self._store, key, self._finish)

    def open(self, passphrase: str) -> "OpenVault":
        """Open it. Raises KnownError no_vault, wrong_vault_passphrase."""
        slot = self._slot()
        if slot is None:
            raise KnownError("no_vault")
        return OpenVault(self._store, _unwrapped(self._store, slot, passphrase), self._finish)

    def change_passphrase(self, passphrase: str, new: str) -> None:
        """Let another passphrase open it; the older one opens nothing any more, but a backup made before.

        Raises KnownError no_vault, wrong_vault_passphrase, short_passphrase.
        """
        wrapped = _wrapped(self._store, self.open(passphrase).key, new)
        with self._store.writing():
            self._write(wrapped)

    def _slot(self) -> dict[str, Any] | None:
        held = self._store.value("SELECT value FROM control WHERE name = ?", (_SLOT,))
        return None if held is None else dict(json.loads(held))

    def _write(self, wrapped: dict[str, str]) -> None:
        self._store.execute("INSERT OR REPLACE INTO control(name, value) VALUES (?, ?)", (_SLOT, json.dumps(wrapped)))


class OpenVault:
    """The vault as long as somebody has just proved to be its owner. Let go of it soon."""

    def __init__(self, store: Store, key: bytes, finish: Callable[[], object] = lambda: None) -> None:
        self._store, self.key, self._finish = store, key, finish

    def add(self, title: str, text: str) -> str:
        """Keep a text word for word; returns its id. Raises KnownError empty_vault_item, vault_item_too_long."""
        if not text.strip() or not title.strip():
            raise KnownError("empty_vault_item")
        public_id, made_us = new_public_id(), now_us()
        plain = json.dumps({"title": title.strip(), "text": text}, ensure_ascii=False).encode()
        if len(plain) > MOST_BYTES:
            raise KnownError("vault_item_too_long", most_kb=MOST_BYTES >> 10)
        with self._store.writing():
            self._store.execute(
                "INSERT INTO vault(public_id, sealed, made_us) VALUES (?, ?, ?)",
                (public_id, _sealed(self.key, public_id, plain), made_us),
            )
        return public_id

    def list(self) -> list[Kept]:
        """All that is in it, oldest first. Raises KnownError vault_damaged."""
        rows = self._store.rows("SELECT public_id, sealed, made_us FROM vault ORDER BY id")
        return [self._opened(*row) for row in rows]

    def show(self, public_id: str) -> Kept:
        """One thing of it. Raises KnownError no_such_vault_item, vault_damaged."""
        rows = self._store.rows("SELECT public_id, sealed, made_us FROM vault WHERE public_id = ?", (public_id,))
        if not rows:
            raise KnownError("no_such_vault_item")
        return self._opened(*rows[0])

    def remove(self, public_id: str) -> Receipt:
        """Take a thing away for good: the file, its log and the backups in reach are written anew, and no restored backup brings it back.

        The receipt counts no moments: it says when all is gone. Raises KnownError no_such_vault_item.
        """
        with self._store.writing():
            if not self._store.execute("DELETE FROM vault WHERE public_id = ?", (public_id,)).rowcount:
                raise KnownError("no_such_vault_item")
            tombstones.add(self._store, [tombstones.of_vault(public_id)])
            hidden = forget.hide(self._store, (), undo_s=0)
        self._finish()
        return forget.receipt(self._store, hidden.id)

    def _opened(self, public_id: str, sealed: bytes, made_us: int) -> Kept:
        said = json.loads(_unsealed(self.key, public_id, sealed))
        return Kept(public_id, said["title"], said["text"], from_us(made_us))


# -- keys


def _wrapped(store: Store, key: bytes, passphrase: str) -> dict[str, str]:
    if len(passphrase) < LEAST_CHARACTERS:
        raise KnownError("short_passphrase", least=LEAST_CHARACTERS)
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(_NONCE)
    wrapped = AESGCM(_slot_key(store, passphrase, salt)).encrypt(nonce, key, _SLOT.encode())
    return {"salt": salt.hex(), "nonce": nonce.hex(), "wrapped": wrapped.hex()}


def _unwrapped(store: Store, slot: dict[str, Any], passphrase: str) -> bytes:
    salt, nonce, wrapped = (bytes.fromhex(slot[part]) for part in ("salt", "nonce", "wrapped"))
    try:
        return AESGCM(_slot_key(store, passphrase, salt)).decrypt(nonce, wrapped, _SLOT.encode())
    except InvalidTag:
        raise KnownError("wrong_vault_passphrase") from None


def _slot_key(store: Store, passphrase: str, salt: bytes) -> bytes:
    """What only the passphrase and the memory's key together give."""
    stretched = Argon2id(
        salt=salt, length=_KEY, iterations=ARGON2_PASSES, lanes=ARGON2_LANES, memory_cost=ARGON2_MEMORY_KIB
    ).derive(passphrase.encode())
    return HKDF(SHA256(), _KEY, salt, b"recollect/vault").derive(stretched + store.key.derive("vault"))


def _sealed(key: bytes, public_id: str, plain: bytes) -> bytes:
    """The thing's own key, wrapped, and the thing under it, filled up with spaces, which JSON does not mind."""
    own, bound = secrets.token_bytes(_KEY), public_id.encode()
    filled = plain + b" " * (-len(plain) % _BLOCK)
    outer, inner = secrets.token_bytes(_NONCE), secrets.token_bytes(_NONCE)
    return outer + AESGCM(key).encrypt(outer, own, bound) + inner + AESGCM(own).encrypt(inner, filled, bound)


def _unsealed(key: bytes, public_id: str, sealed: bytes) -> bytes:
    bound, rest = public_id.encode(), sealed[_WRAPPED:]
    try:
        own = AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:_WRAPPED], bound)
        return AESGCM(own).decrypt(rest[:_NONCE], rest[_NONCE:], bound)
    except (InvalidTag, ValueError):
        raise KnownError("vault_damaged") from None
