"""The master key and the slots it lies in. Every slot wraps the same key, so changing one re-encrypts nothing.

The slots file holds no secret in the clear: a random 32-byte master key, wrapped by AES-256-GCM under a key that comes from the
system's keyring, a passphrase (Argon2id), a key file, or the recovery key. What the master key opens is derived by HKDF.
"""

import base64
import json
import secrets
import threading
from collections.abc import Callable
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

SlotKind = Literal["keyring", "passphrase", "file", "recovery"]
KEYRING_SERVICE = "recollect"
KEYRING_WAIT_S = 10.0
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
        assert places.key_file is not None
        secret = _read_or_make_key_file(places.key_file)
    elif kind == "passphrase":
        assert passphrase is not None
        secret = passphrase.encode()
    else:
        secret = secrets.token_bytes(32)
        _keyring_set(memory_id, secret.hex())
        if _keyring_get(memory_id) != secret.hex():  # a keyring that takes everything and holds nothing
            raise KnownError("no_keyring")
    slots = [_wrap(master, kind, secret)]
    recovery = ""
    if kind != "file":
        recovery = _new_recovery_key()
        slots.append(_wrap(master, "recovery", _recovery_secret(recovery)))
    _write(places, {"version": 1, "memory": memory_id, "slots": slots})
    return master, kind, recovery


def open_slots(places: Places, *, passphrase: str | None = None) -> MasterKey:
    """The master key, from the key file when one is named, else from the passphrase (or recovery key), else from the keyring.

    Raises KnownError: not_initialised, key_missing, key_malformed, wrong_key, key_locked, passphrase_needed, damaged.
    """
    held = _read(places)
    if passphrase is not None:
        return _open_any(held, [("passphrase", passphrase.encode()), ("recovery", _recovery_secret(passphrase))])
    if places.key_file is not None and has_slot(held, "file"):
        return _open_any(held, [("file", _read_key_file(places.key_file))])
    if has_slot(held, "keyring"):
        found = _keyring_get(str(held["memory"]))
        if found is not None:
            return _open_any(held, [("keyring", bytes.fromhex(found))])
    if has_slot(held, "passphrase"):
        raise KnownError("passphrase_needed")
    if has_slot(held, "file"):
        raise KnownError("key_missing", file=str(places.key_file or "(RECOLLECT_KEY_FILE)"))
    raise KnownError("key_locked")


def slot_kinds(places: Places) -> list[str]:
    """The kinds of the slots there are, first slot first."""
    return [str(slot["kind"]) for slot in _read(places)["slots"]]


def set_passphrase(places: Places, master: MasterKey, passphrase: str) -> None:
    """Put the master key under a new passphrase, in place of an older one."""
    held = _read(places)
    kept = [slot for slot in held["slots"] if slot["kind"] != "passphrase"]
    _write(places, held | {"slots": [*kept, _wrap(master, "passphrase", passphrase.encode())]})


def renew_recovery_key(places: Places, master: MasterKey) -> str:
    """Make a new recovery key; the older one opens nothing any more."""
    held = _read(places)
    recovery = _new_recovery_key()
    kept = [slot for slot in held["slots"] if slot["kind"] != "recovery"]
    _write(places, held | {"slots": [*kept, _wrap(master, "recovery", _recovery_secret(recovery))]})
    return recovery


def remove_slot(places: Places, kind: SlotKind) -> None:
    """Take away all slots of a kind. Raises KnownError last_slot when nothing would open the memory any more."""
    held = _read(places)
    kept = [slot for slot in held["slots"] if slot["kind"] != kind]
    if not kept:
        raise KnownError("last_slot")
    _write(places, held | {"slots": kept})


def has_slot(held: dict[str, Any], kind: str) -> bool:
    return any(slot["kind"] == kind for slot in held["slots"])


def _first_kind(places: Places, passphrase: str | None) -> SlotKind:
    if passphrase is not None:
        return "passphrase"
    return "file" if places.key_file is not None else "keyring"


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


def _read_or_make_key_file(path: Path) -> bytes:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_private(path, secrets.token_hex(32).encode() + b"\n")
    return _read_key_file(path)


def _read_key_file(path: Path) -> bytes:
    try:
        secret = bytes.fromhex(path.read_text("ascii").strip())
    except FileNotFoundError:
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
    if not isinstance(held, dict) or not isinstance(held.get("slots"), list):
        raise KnownError("damaged")
    return held


def _write(places: Places, held: dict[str, Any]) -> None:
    write_private(places.key_slots, json.dumps(held, indent=1).encode())


def _keyring_set(name: str, value: str) -> None:
    import keyring

    _within_reach(lambda: keyring.set_password(KEYRING_SERVICE, name, value))


def _keyring_get(name: str) -> str | None:
    import keyring

    found = _within_reach(lambda: keyring.get_password(KEYRING_SERVICE, name))
    return found if found is None else str(found)


def _within_reach(ask: Callable[[], Any]) -> Any:
    """Ask the keyring in a thread of its own: a locked one can wait for ever on a prompt that nobody sees."""
    import keyring.errors

    box: list[Any] = []

    def work() -> None:
        try:
            box.append(ask())
        except keyring.errors.NoKeyringError:
            box.append(KnownError("no_keyring"))
        except (keyring.errors.KeyringError, OSError, RuntimeError):
            box.append(KnownError("key_locked"))

    thread = threading.Thread(target=work, daemon=True, name="keyring")
    thread.start()
    thread.join(KEYRING_WAIT_S)
    if not box:
        raise KnownError("key_locked")
    if isinstance(box[0], KnownError):
        raise box[0]
    return box[0]
