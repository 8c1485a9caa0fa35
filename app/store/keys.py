"""The master key and the slots it lies in. Every slot wraps the same key, so changing one re-encrypts nothing.

The slots file holds no secret in the clear: a random 32-byte master key, wrapped by AES-256-GCM under a key that comes from the
system's keyring, a passphrase (Argon2id), a key file, or the recovery key. What the master key opens is derived by HKDF.
"""

import base64
import contextlib
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.errors import KnownError
from app.paths import Places, write_private
from app.store import keyring_entry

SlotKind = Literal["keyring", "passphrase", "file", "recovery"]
KINDS: tuple[SlotKind, ...] = ("keyring", "passphrase", "file", "recovery")
_PARTS = ("kind", "salt", "nonce", "wrapped")
# RFC 9106, second recommended option: 64 MiB, 3 passes, 4 lanes.
ARGON2_MEMORY_KIB, ARGON2_PASSES, ARGON2_LANES = 64 * 1024, 3, 4


@dataclass(frozen=True, slots=True, repr=False)
class MasterKey:
    """The 32 random bytes that everything else is derived from."""

    secret: bytes

    def derive(self, purpose: str) -> bytes:
        """32 bytes for one purpose (RFC 5869)."""
        return HKDF(SHA256(), 32, None, b"recollect/" + purpose.encode()).derive(self.secret)


def create_slots(places: Places, *, passphrase: str | None = None) -> tuple[MasterKey, SlotKind, str]:
    """Make a master key in a first slot and, beside a keyring or a passphrase, a recovery slot.

    Returns the key, the kind of its first slot and the recovery key ("" beside a key file, which is its own recovery).
    Raises KnownError: no_keyring, key_locked, key_malformed.
    """
    master = MasterKey(secrets.token_bytes(32))
    memory_id = secrets.token_hex(8)
    kind = _first_kind(places, passphrase)
    if kind == "file":
        slots = [_wrap(master, kind, _key_file_secret(places))]
    elif kind == "passphrase":
        assert passphrase is not None
        slots = [_wrap(master, kind, passphrase.encode())]
    else:
        slots = [_keyring_slot(master, memory_id)]
    recovery = ""
    if kind != "file":
        recovery = _new_recovery_key()
        slots.append(_wrap(master, "recovery", _recovery_secret(recovery)))
    _write(places, {"version": 1, "memory": memory_id, "slots": slots})
    return master, kind, recovery


def open_slots(places: Places, *, passphrase: str | None = None, ask: bool = False) -> MasterKey:
    """The master key, from the passphrase (or recovery key) when one is given, else from the key file when one is named, else from
    the keyring. With `ask`, a memory that has a passphrase wants it, whatever else would open it.

    Raises KnownError: not_initialised, key_missing, key_malformed, wrong_key, key_locked, passphrase_needed, damaged.
    """
    held = _read(places)
    if passphrase is not None:
        return _open_any(held, [("passphrase", passphrase.encode()), ("recovery", _recovery_secret(passphrase))])
    if ask and has_slot(held, "passphrase"):
        raise KnownError("passphrase_needed")
    failures: list[KnownError] = []
    for kind in ("file", "keyring"):
        if has_slot(held, kind):
            try:
                return _open_without_asking(places, held, kind)
            except KnownError as error:
                failures.append(error)  # another slot may open it
    if has_slot(held, "passphrase") and (not failures or failures[0].code == "key_locked" or places.key_file is None):
        raise KnownError("passphrase_needed")
    raise failures[0] if failures else KnownError("key_locked")


def _open_without_asking(places: Places, held: dict[str, Any], kind: str) -> MasterKey:
    if kind == "keyring":
        names = {_entry(held, slot) for slot in held["slots"] if slot["kind"] == kind}
        return _open_any(held, [(kind, _keyring_secret(name)) for name in names])
    if places.key_file is None:
        raise KnownError("key_missing", file="(RECOLLECT_KEY_FILE)")
    return _open_any(held, [(kind, _read_key_file(places.key_file))])


def _keyring_secret(name: str) -> bytes:
    """What the keyring holds under a name. Raises KnownError key_locked, also where there is no keyring or no such entry."""
    try:
        found = keyring_entry.get(name)
    except KnownError:
        found = None
    if found is None:
        raise KnownError("key_locked")
    try:
        return bytes.fromhex(found)
    except ValueError:
        return b""  # opens nothing, which is then said


def slot_kinds(places: Places) -> list[str]:
    """The kinds of the slots there are, first slot first."""
    return [str(slot["kind"]) for slot in _read(places)["slots"]]


def set_passphrase(places: Places, master: MasterKey, passphrase: str) -> None:
    """Put the master key under a new passphrase, in place of an older one."""
    _replace(places, _wrap(master, "passphrase", passphrase.encode()))


def renew_recovery_key(places: Places, master: MasterKey) -> str:
    """Make a new recovery key; the older one opens nothing any more."""
    recovery = _new_recovery_key()
    _replace(places, _wrap(master, "recovery", _recovery_secret(recovery)))
    return recovery


def add_keyring(places: Places, master: MasterKey) -> None:
    """Let the system's keyring open the memory, by an entry of its own; an older one goes. Raises KnownError no_keyring, key_locked.

    The new entry is there before the slot that needs it, and the older one until then: a kill in between locks nobody out.
    """
    _drop_entries(_replace(places, _keyring_slot(master, secrets.token_hex(8))))


def add_file(places: Places, master: MasterKey) -> None:
    """Let the key file that RECOLLECT_KEY_FILE names open the memory; it is made where it is absent.

    Raises KnownError: key_file_unnamed, key_malformed, no_permission.
    """
    _replace(places, _wrap(master, "file", _key_file_secret(places)))


def remove_slot(places: Places, kind: SlotKind) -> list[str]:
    """Take away the slots of a kind, and the keyring's entries with them; a key file stays where it is. Returns the kinds that are left.

    Raises KnownError no_such_slot, and last_slot when nothing would open the memory any more.
    """
    held = _read(places)
    kept = [slot for slot in held["slots"] if slot["kind"] != kind]
    if len(kept) == len(held["slots"]):
        raise KnownError("no_such_slot", kind=kind)
    if not kept:
        raise KnownError("last_slot")
    _write(places, held | {"slots": kept})
    _drop_entries([_entry(held, slot) for slot in held["slots"] if slot["kind"] == kind == "keyring"])
    return [str(slot["kind"]) for slot in kept]


def _replace(places: Places, slot: dict[str, Any]) -> list[str]:
    """Put a slot in place of those of its kind; returns the keyring's entries that nothing needs any more."""
    held = _read(places)
    kept = [one for one in held["slots"] if one["kind"] != slot["kind"]]
    _write(places, held | {"slots": [*kept, slot]})
    return [_entry(held, one) for one in held["slots"] if one["kind"] == slot["kind"] == "keyring"]


def has_slot(held: dict[str, Any], kind: str) -> bool:
    return any(slot["kind"] == kind for slot in held["slots"])


def _first_kind(places: Places, passphrase: str | None) -> SlotKind:
    if passphrase is not None:
        return "passphrase"
    return "file" if places.key_file is not None else "keyring"


def _keyring_slot(master: MasterKey, entry: str) -> dict[str, Any]:
    """A slot whose key lies in the keyring under this name by now."""
    secret = secrets.token_bytes(32)
    keyring_entry.put(entry, secret.hex())
    if keyring_entry.get(entry) != secret.hex():  # a keyring that takes everything and holds nothing
        raise KnownError("no_keyring")
    return _wrap(master, "keyring", secret) | {"entry": entry}


def _entry(held: dict[str, Any], slot: dict[str, Any]) -> str:
    """The name of a slot's entry in the keyring; slots of the first versions had the memory's own."""
    return str(slot.get("entry") or held["memory"])


def _drop_entries(names: list[str]) -> None:
    """Take entries out of the keyring that open nothing any more; a keyring that does not answer keeps a useless number."""
    for name in names:
        with contextlib.suppress(KnownError):
            keyring_entry.delete(name)


def _wrap(master: MasterKey, kind: SlotKind, secret: bytes) -> dict[str, Any]:
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    wrapped = AESGCM(_slot_key(kind, secret, salt)).encrypt(nonce, master.secret, kind.encode())
    return {"kind": kind, "salt": salt.hex(), "nonce": nonce.hex(), "wrapped": wrapped.hex()}


def _unwrap(slot: dict[str, Any], secret: bytes) -> MasterKey | None:
    key = _slot_key(slot["kind"], secret, bytes.fromhex(slot["salt"]))
    try:
        opened = AESGCM(key).decrypt(
            bytes.fromhex(slot["nonce"]), bytes.fromhex(slot["wrapped"]), slot["kind"].encode()
        )
    except InvalidTag:
        return None
    return MasterKey(opened)


def _slot_key(kind: str, secret: bytes, salt: bytes) -> bytes:
    if kind == "passphrase":
        return Argon2id(
            salt=salt, length=32, iterations=ARGON2_PASSES, lanes=ARGON2_LANES, memory_cost=ARGON2_MEMORY_KIB
        ).derive(secret)
    return HKDF(SHA256(), 32, salt, b"recollect/slot/" + kind.encode()).derive(secret)


def _open_any(held: dict[str, Any], tries: list[tuple[str, bytes]]) -> MasterKey:
    for kind, secret in tries:
        for slot in held["slots"]:
            if slot["kind"] == kind and (master := _unwrap(slot, secret)) is not None:
                return master
    raise KnownError("wrong_key")


def _new_recovery_key() -> str:
    letters = base64.b32encode(secrets.token_bytes(20)).decode()
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def _recovery_secret(typed: str) -> bytes:
    return "".join(c for c in typed.upper() if c.isalnum()).encode()


def _key_file_secret(places: Places) -> bytes:
    """What the named key file holds; it is made where it is absent, and on the disk before anything is wrapped under it."""
    path = places.key_file
    if path is None:
        raise KnownError("key_file_unnamed")
    if not path.exists():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_private(path, secrets.token_hex(32).encode() + b"\n")
            _settle(path.parent)
        except OSError as error:
            raise KnownError("no_permission", folder=str(path.parent)) from error
    return _read_key_file(path)


def _read_key_file(path: Path) -> bytes:
    try:
        secret = bytes.fromhex(path.read_text("ascii").strip())
    except OSError:
        raise KnownError("key_missing", file=str(path)) from None
    except (ValueError, UnicodeDecodeError):
        secret = b""
    if len(secret) != 32:
        raise KnownError("key_malformed", file=str(path))
    return secret


def _read(places: Places) -> dict[str, Any]:
    try:
        held = json.loads(places.key_slots.read_bytes())
    except FileNotFoundError:
        raise KnownError("not_initialised") from None
    except (ValueError, UnicodeDecodeError):
        raise KnownError("damaged") from None
    if not isinstance(held, dict) or not isinstance(held.get("slots"), list) or not all(map(_is_slot, held["slots"])):
        raise KnownError("damaged")
    return held


def _is_slot(slot: Any) -> bool:
    if not isinstance(slot, dict) or not all(isinstance(slot.get(part), str) for part in _PARTS):
        return False
    try:
        return all(bytes.fromhex(slot[part]) for part in _PARTS[1:])
    except ValueError:
        return False


def _write(places: Places, held: dict[str, Any]) -> None:
    """Whole or not at all, and on the disk, name included, when this returns."""
    from app.store.db import known_os_error

    try:
        write_private(places.key_slots, json.dumps(held, indent=1).encode())
        _settle(places.home)
    except OSError as error:
        raise known_os_error(error, places) from error


def _settle(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
