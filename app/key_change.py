"""Changing what opens a memory, for the window: its passphrase and its recovery key. What is stored is not encrypted again."""

from dataclasses import dataclass

from app.errors import KnownError
from app.paths import Places
from app.store import keys

LEAST_CHARACTERS = 8


@dataclass(frozen=True, slots=True, repr=False)
class NewRecovery:
    """A new recovery key, shown once. `opens_by`: what opens the memory from now on where the older key was typed, else ""."""

    key: str
    opens_by: str


class Keys:
    """What opens the memory at `places`. `typed` is its passphrase or recovery key; where there is a passphrase it is wanted."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def kinds(self) -> list[str]:
        """The kinds of keys there are: keyring, passphrase, file, recovery."""
        return keys.slot_kinds(self._places)

    def set_passphrase(self, new: str, typed: str = "") -> None:
        """Set the passphrase, or change it. Raises KnownError short_passphrase, passphrase_needed, wrong_key."""
        if len(new) < LEAST_CHARACTERS:
            raise KnownError("short_passphrase", least=LEAST_CHARACTERS)
        keys.set_passphrase(self._places, self._opened(typed), new)

    def new_recovery_key(self, typed: str = "") -> NewRecovery:
        """Make a new recovery key; the older one opens nothing any more. Raises KnownError passphrase_needed, wrong_key."""
        made = keys.renew_recovery_key(self._places, self._opened(typed))
        return NewRecovery(made, made if typed and not self._opens(typed) else "")

    def _opened(self, typed: str) -> keys.MasterKey:
        return keys.open_slots(self._places, passphrase=typed or None, ask=True)

    def _opens(self, typed: str) -> bool:
        try:
            self._opened(typed)
        except KnownError:
            return False
        return True
