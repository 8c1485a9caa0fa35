"""Keys and their slots: what opens a memory, what does not, and that nothing changes when it does not."""

import json
import stat
from collections.abc import Iterator

import keyring
import keyring.backend
import pytest
from keyring.backends import fail, null

from app.errors import KnownError
from app.memory import Memory, initialise
from app.paths import Places
from app.store import keys


class DictKeyring(keyring.backend.KeyringBackend):
    """A keyring in memory, where the desktop's is not to be touched."""

    priority = 1.0  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


@pytest.fixture
def some_keyring() -> Iterator[DictKeyring]:
    before = keyring.get_keyring()
    ring = DictKeyring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


@pytest.fixture
def without_file(places: Places) -> Places:
    return Places(places.home, None)


def test_a_key_file_is_made_once_for_its_owner_alone(places: Places) -> None:
    assert initialise(places)["key"] == "file"
    assert places.key_file is not None
    first = places.key_file.read_text()
    assert stat.S_IMODE(places.key_file.stat().st_mode) == 0o600
    assert len(first.strip()) == 64
    initialise(places)
    assert places.key_file.read_text() == first


def test_another_key_file_opens_nothing_and_changes_nothing(places: Places) -> None:
    initialise(places)
    assert places.key_file is not None
    before = places.database.read_bytes(), places.key_slots.read_bytes()
    places.key_file.write_text("ab" * 32)
    with pytest.raises(KnownError, match="wrong_key"):
        Memory.open(places)
    places.key_file.write_text("not a key")
    with pytest.raises(KnownError, match="key_malformed"):
        Memory.open(places)
    places.key_file.unlink()
    with pytest.raises(KnownError, match="key_missing"):
        Memory.open(places)
    assert (places.database.read_bytes(), places.key_slots.read_bytes()) == before


def test_a_passphrase_and_the_recovery_key_open_the_same_memory(without_file: Places) -> None:
    made = initialise(without_file, passphrase="three blue herons")
    assert made["key"] == "passphrase"
    master = keys.open_slots(without_file, passphrase="three blue herons")
    typed = made["recovery_key"].lower().replace("-", " ")
    assert keys.open_slots(without_file, passphrase=typed).secret == master.secret
    for wrong in ("three blue heron", ""):
        with pytest.raises(KnownError, match="wrong_key"):
            keys.open_slots(without_file, passphrase=wrong)
    with pytest.raises(KnownError, match="passphrase_needed"):
        keys.open_slots(without_file)


def test_changing_the_passphrase_rewraps_the_key_and_leaves_the_database_alone(without_file: Places) -> None:
    initialise(without_file, passphrase="old one")
    master = keys.open_slots(without_file, passphrase="old one")
    before = without_file.database.read_bytes()
    keys.set_passphrase(without_file, master, "new one")
    assert keys.open_slots(without_file, passphrase="new one").secret == master.secret
    with pytest.raises(KnownError, match="wrong_key"):
        keys.open_slots(without_file, passphrase="old one")
    assert without_file.database.read_bytes() == before


def test_a_new_recovery_key_ends_the_older_one(without_file: Places) -> None:
    first = initialise(without_file, passphrase="p")["recovery_key"]
    master = keys.open_slots(without_file, passphrase="p")
    second = keys.renew_recovery_key(without_file, master)
    assert keys.open_slots(without_file, passphrase=second).secret == master.secret
    with pytest.raises(KnownError, match="wrong_key"):
        keys.open_slots(without_file, passphrase=first)


def test_the_last_slot_cannot_be_removed(without_file: Places) -> None:
    initialise(without_file, passphrase="p")
    keys.remove_slot(without_file, "recovery")
    with pytest.raises(KnownError, match="last_slot"):
        keys.remove_slot(without_file, "passphrase")


def test_the_keyring_holds_the_key_where_there_is_one(without_file: Places, some_keyring: DictKeyring) -> None:
    assert initialise(without_file)["key"] == "keyring"
    keys.open_slots(without_file)
    some_keyring.held.clear()
    with pytest.raises(KnownError, match="key_locked"):
        keys.open_slots(without_file)


def test_no_keyring_is_said_and_leaves_nothing_half_made(without_file: Places) -> None:
    before = keyring.get_keyring()
    for useless in (fail.Keyring(), null.Keyring()):
        keyring.set_keyring(useless)
        try:
            with pytest.raises(KnownError, match="no_keyring"):
                initialise(without_file)
        finally:
            keyring.set_keyring(before)
    assert not without_file.key_slots.exists()
    assert not without_file.database.exists()


def test_damaged_slots_are_named_and_left_as_they_are(places: Places) -> None:
    initialise(places)
    places.key_slots.write_text("{")
    with pytest.raises(KnownError, match="damaged"):
        Memory.open(places)
    assert places.key_slots.read_text() == "{"


def test_lost_slots_never_lead_to_a_second_key_over_an_old_database(places: Places) -> None:
    initialise(places)
    places.key_slots.unlink()
    with pytest.raises(KnownError, match="key_slots_missing"):
        initialise(places)


def test_the_slots_file_holds_no_key_in_the_clear(places: Places) -> None:
    initialise(places)
    master = keys.open_slots(places)
    assert master.secret.hex() not in places.key_slots.read_text()
    assert "secret" not in repr(master)
    assert [slot["kind"] for slot in json.loads(places.key_slots.read_text())["slots"]] == ["file"]
