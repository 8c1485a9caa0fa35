"""Keys and their slots: what opens a memory, what does not, and that nothing changes when it does not."""

import json
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.errors
import pytest
from keyring.backends import fail, null

from app.cli.context import Given
from app.cli.terminal import Terminal
from app.errors import KnownError
from app.memory import Memory, initialise
from app.paths import Places
from app.store import keyring_entry, keys
from tests.cli_ran import Run
from tests.desktop import wait_for


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


# -- what opens it, changed from the command line -----------------------------------------------------------------------
@pytest.fixture
def phrases(tmp_path: Path) -> dict[str, Path]:
    """Files that hold passphrases."""
    out = {}
    for name, words in (("old", "three blue herons"), ("new", "seven grey mills"), ("short", "mills")):
        out[name] = tmp_path / name
        out[name].write_text(words + "\n")
    return out


@pytest.fixture
def locked_away(given: Given, phrases: dict[str, Path]) -> Places:
    """A memory behind the old passphrase, with a recovery key."""
    given.places = Places(given.places.home, None)
    initialise(given.places, passphrase="three blue herons")
    return given.places


def test_the_command_line_changes_the_passphrase(run: Run, locked_away: Places, phrases: dict[str, Path]) -> None:
    ended = run(
        "key", "passphrase", "--passphrase-file", phrases["old"], "--new-passphrase-file", phrases["new"], "--json"
    )
    assert (ended.status, ended.json) == (0, {"keys": ["recovery", "passphrase"]})
    keys.open_slots(locked_away, passphrase="seven grey mills")
    before = locked_away.key_slots.read_bytes()
    for wrong, code in (("old", "does not open"), ("short", "does not open")):
        ended = run("key", "passphrase", "--passphrase-file", phrases[wrong], "--new-passphrase-file", phrases["old"])
        assert (ended.status, code in ended.err) == (1, True)
    ended = run("key", "passphrase", "--passphrase-file", phrases["new"], "--new-passphrase-file", phrases["short"])
    assert "at least 8" in ended.err
    ended = run("key", "passphrase", "--passphrase-file", phrases["new"])
    assert (ended.status, "Nobody is there" in ended.err) == (1, True)
    assert locked_away.key_slots.read_bytes() == before


def test_a_passphrase_is_never_taken_from_an_argument(run: Run, locked_away: Places) -> None:
    assert run("key", "passphrase", "seven grey mills").status == 2


def test_a_typed_passphrase_is_asked_for_twice(
    run: Run, given: Given, locked_away: Places, phrases: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = ["seven grey mills", "seven grey mill", "seven grey mills", "seven grey mills"]
    monkeypatch.setattr(Terminal, "asks", lambda self: True)
    monkeypatch.setattr(Terminal, "secret", lambda self, prompt: typed.pop(0))
    before = locked_away.key_slots.read_bytes()
    assert "differ" in run("key", "passphrase", "--passphrase-file", phrases["old"]).err
    assert locked_away.key_slots.read_bytes() == before
    assert run("key", "passphrase", "--passphrase-file", phrases["old"]).status == 0
    keys.open_slots(locked_away, passphrase="seven grey mills")


def test_a_new_recovery_key_is_shown_once_and_opens(run: Run, locked_away: Places, phrases: dict[str, Path]) -> None:
    ended = run("key", "recovery", "--passphrase-file", phrases["old"], "--json")
    assert ended.json["keys"] == ["passphrase", "recovery"]
    keys.open_slots(locked_away, passphrase=ended.json["recovery_key"])
    assert ended.json["recovery_key"] not in run("key", "list").out


def test_a_keyring_and_a_key_file_are_added_and_taken_away_again(
    run: Run, given: Given, locked_away: Places, phrases: dict[str, Path], some_keyring: DictKeyring, tmp_path: Path
) -> None:
    opening = ("--passphrase-file", phrases["old"])
    assert "No key file is named" in run("key", "add", "file", *opening).err
    given.places = Places(locked_away.home, tmp_path / "elsewhere" / "key")
    assert run("key", "add", "file", *opening, "--json").json["keys"] == ["passphrase", "recovery", "file"]
    assert stat.S_IMODE((tmp_path / "elsewhere" / "key").stat().st_mode) == 0o600
    assert run("key", "add", "keyring").status == 0  # opened by the key file
    first = dict(some_keyring.held)
    assert run("key", "add", "keyring").status == 0
    assert len(some_keyring.held) == 1
    assert some_keyring.held != first  # the older entry is gone
    keys.open_slots(Places(locked_away.home, None))
    ended = run("key", "remove", "file")
    assert "left where it is" in ended.err
    assert "keyring" in ended.out
    assert (tmp_path / "elsewhere" / "key").exists()
    assert run("key", "remove", "keyring", "--json").json == {"keys": ["passphrase", "recovery"]}
    assert some_keyring.held == {}
    assert "No keyring opens" in run("key", "remove", "keyring", *opening).err


def test_the_last_key_stays_whatever_is_asked(run: Run, locked_away: Places, phrases: dict[str, Path]) -> None:
    opening = ("--passphrase-file", phrases["old"])
    assert run("key", "remove", "recovery", *opening).status == 0
    before = locked_away.key_slots.read_bytes()
    ended = run("key", "remove", "passphrase", *opening)
    assert (ended.status, "last key" in ended.err) == (1, True)
    assert locked_away.key_slots.read_bytes() == before


def test_who_cannot_open_the_memory_takes_no_key_away(run: Run, locked_away: Places, phrases: dict[str, Path]) -> None:
    before = locked_away.key_slots.read_bytes()
    assert run("key", "remove", "recovery", "--passphrase-file", phrases["new"]).status == 1
    assert run("key", "remove", "recovery").status == 1
    assert locked_away.key_slots.read_bytes() == before


class Silent(DictKeyring):
    """A keyring that waits for a prompt that nobody sees."""

    def get_password(self, service: str, username: str) -> str | None:
        threading.Event().wait(60)
        return None


class Locked(DictKeyring):
    """A keyring that refuses."""

    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked

    def set_password(self, service: str, username: str, password: str) -> None:
        raise keyring.errors.KeyringLocked


@pytest.mark.parametrize("kind", [Silent, Locked, null.Keyring, fail.Keyring])
def test_a_keyring_that_gives_nothing_is_said_with_a_way_on_and_nothing_changes(
    run: Run, given: Given, some_keyring: DictKeyring, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: type
) -> None:
    given.places = Places(given.places.home, None)
    recovery = initialise(given.places)["recovery_key"]
    before = given.places.key_slots.read_bytes(), given.places.database.read_bytes()
    monkeypatch.setattr(keyring_entry, "WAIT_S", 0.3)
    keyring.set_keyring(kind())
    for command in (("search", "heron"), ("key", "recovery"), ("key", "remove", "recovery")):
        ended = run(*command)
        assert (ended.status, "recovery key" in ended.err, "Traceback" in ended.err) == (1, True, False)
    assert run("key", "list", "--json").json == {"keys": ["keyring", "recovery"]}
    (tmp_path / "recovery").write_text(recovery)
    assert run("key", "add", "keyring", "--passphrase-file", tmp_path / "recovery").status == 1
    assert (given.places.key_slots.read_bytes(), given.places.database.read_bytes()) == before
    with pytest.raises(KnownError, match="key_locked"):
        keys.open_slots(given.places)
    keys.set_passphrase(given.places, keys.open_slots(given.places, passphrase=recovery), "seven grey mills")
    with pytest.raises(KnownError, match="passphrase_needed"):  # the way on is asked for
        keys.open_slots(given.places)


def test_a_lost_key_file_leaves_the_other_keys_good(run: Run, given: Given, some_keyring: DictKeyring) -> None:
    assert run("init").status == 0
    assert run("key", "add", "keyring").status == 0
    before = given.places.key_slots.read_bytes()
    assert given.places.key_file is not None
    given.places.key_file.unlink()
    assert run("status").status == 0
    some_keyring.held.clear()
    ended = run("status")
    assert (ended.status, "is not there" in ended.err) == (1, True)
    assert not given.places.key_file.exists()  # a new one would open nothing
    assert given.places.key_slots.read_bytes() == before


def test_an_asked_passphrase_is_wanted_though_the_keyring_would_open(
    without_file: Places, some_keyring: DictKeyring
) -> None:
    initialise(without_file)
    master = keys.open_slots(without_file, ask=True)  # there is no passphrase to ask for
    keys.set_passphrase(without_file, master, "three blue herons")
    keys.open_slots(without_file)
    with pytest.raises(KnownError, match="passphrase_needed"):
        keys.open_slots(without_file, ask=True)


@pytest.mark.parametrize(
    "text", ["[]", '{"slots": [{}]}', '{"slots": [{"kind": "file", "salt": "zz", "nonce": "00", "wrapped": "00"}]}']
)
def test_slots_that_are_no_slots_are_said_to_be_damaged(places: Places, text: str) -> None:
    initialise(places)
    places.key_slots.write_text(text)
    with pytest.raises(KnownError, match="damaged"):
        keys.open_slots(places)


def test_slots_of_the_first_versions_open_by_the_memory_s_own_entry(
    without_file: Places, some_keyring: DictKeyring
) -> None:
    initialise(without_file)
    held = json.loads(without_file.key_slots.read_text())
    assert held["slots"][0].pop("entry") == held["memory"]
    without_file.key_slots.write_text(json.dumps(held))
    keys.open_slots(without_file)


CHANGING = """
import sys
from app.paths import Places
from app.store import keys
from pathlib import Path
places = Places(Path(sys.argv[1]), None)
master = keys.open_slots(places, passphrase=sys.argv[2])
print("ready", flush=True)
while True:
    keys.renew_recovery_key(places, master)
"""


def test_killed_while_keys_change_the_memory_still_opens(without_file: Places) -> None:
    initialise(without_file, passphrase="three blue herons")
    master = keys.open_slots(without_file, passphrase="three blue herons")
    for round_ in range(6):
        child = subprocess.Popen(
            [sys.executable, "-c", CHANGING, str(without_file.home), "three blue herons"],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        before = without_file.key_slots.read_bytes()
        wait_for(lambda before=before: without_file.key_slots.read_bytes() != before, every_s=0.001 * (round_ + 1))  # type: ignore[misc]
        child.kill()
        child.communicate()
        assert keys.slot_kinds(without_file) == ["passphrase", "recovery"]
        assert keys.open_slots(without_file, passphrase="three blue herons").secret == master.secret
