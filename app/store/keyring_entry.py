"""Entries in the system's keyring, asked so that one that never answers holds nobody up. What they mean is the part of `keys`."""

import threading
from collections.abc import Callable
from typing import Any

from app.errors import KnownError

SERVICE = "recollect"
WAIT_S = 10.0


def put(name: str, value: str) -> None:
    """Store a value. Raises KnownError no_keyring, key_locked."""
    import keyring

    _within_reach(lambda: keyring.set_password(SERVICE, name, value))


def get(name: str) -> str | None:
    """The value of a name, None where there is none. Raises KnownError no_keyring, key_locked."""
    import keyring

    found = _within_reach(lambda: keyring.get_password(SERVICE, name))
    return found if found is None else str(found)


def delete(name: str) -> None:
    """Take a name out. Raises KnownError no_keyring, key_locked, the latter also where it is not there."""
    import keyring

    _within_reach(lambda: keyring.delete_password(SERVICE, name))


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
    thread.join(WAIT_S)
    if not box:
        raise KnownError("key_locked")
    if isinstance(box[0], KnownError):
        raise box[0]
    return box[0]
