"""The vault opens with its own passphrase only, is found by no search, model or export, and leaves nothing behind when a thing is taken out."""

import io
import json
import sys
from pathlib import Path

import pytest

from app.errors import KnownError
from app.memory import Memory, initialise, restore_backup
from app.paths import Places
from app.records import Selection
from app.store.keys import open_slots
from app.store.vault import Vault
from tests import residue
from tests.cli_ran import Run

PHRASE = "the walnut tree of 1951"
TITLE, TEXT = "safe kvbqzgrtelfsnd", "left 7, right qpowieurytlaks, left 19"
NEEDLES = {word: residue.text_needles(word) for word in ("kvbqzgrtelfsnd", "qpowieurytlaks")}


@pytest.fixture(autouse=True)
def _quick_stretching(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id with little memory: its strength is not what is tested."""
    monkeypatch.setattr("app.store.vault.ARGON2_MEMORY_KIB", 64)


def code(act: object) -> str:
    with pytest.raises(KnownError) as told:
        act()  # type: ignore[operator]
    return told.value.code


def test_an_opened_memory_does_not_open_the_vault(memory: Memory, places: Places) -> None:
    vault = memory.beliefs.vault
    assert code(lambda: vault.open(PHRASE)) == "no_vault"
    assert code(lambda: vault.create("short")) == "short_passphrase"
    one = vault.create(PHRASE).add(TITLE, TEXT)
    assert code(lambda: vault.create(PHRASE)) == "vault_exists"
    assert code(lambda: vault.open("the walnut tree of 1952")) == "wrong_vault_passphrase"
    kept = vault.open(PHRASE).show(one)
    assert (kept.title, kept.text) == (TITLE, TEXT)
    assert TITLE not in repr(kept)
    assert vault.count() == 1
    # With the memory's key every page can be read, and neither title nor text is found.
    assert residue.find(NEEDLES, places, open_slots(places), keys={}) == {}


def test_the_passphrase_without_the_memorys_key_opens_nothing(memory: Memory, tmp_path: Path) -> None:
    memory.beliefs.vault.create(PHRASE).add(TITLE, TEXT)
    elsewhere = Places(tmp_path / "elsewhere", tmp_path / "other key")
    initialise(elsewhere)
    other = Memory.open(elsewhere)
    for table, columns in (("control", "name, value"), ("vault", "public_id, sealed, made_us")):
        rows = memory.store.rows(f"SELECT {columns} FROM {table}")
        for row in rows:
            marks = ", ".join("?" * len(row))
            other.store.execute(f"INSERT OR REPLACE INTO {table}({columns}) VALUES ({marks})", row)
    assert code(lambda: other.beliefs.vault.open(PHRASE)) == "wrong_vault_passphrase"
    other.close()


def test_things_cannot_be_swapped_or_altered(memory: Memory) -> None:
    held = memory.beliefs.vault.create(PHRASE)
    first, second = held.add("a", "one"), held.add("b", "two")
    sealed = [row[0] for row in memory.store.rows("SELECT sealed FROM vault ORDER BY id")]
    assert len({len(one) for one in sealed}) == 1  # their length says little
    memory.store.execute("UPDATE vault SET sealed = ? WHERE public_id = ?", (sealed[1], first))
    assert code(lambda: held.show(first)) == "vault_damaged"
    memory.store.execute("UPDATE vault SET sealed = ? WHERE public_id = ?", (sealed[1][:-1] + b"?", second))
    assert code(held.list) == "vault_damaged"
    assert code(lambda: held.show("nothing")) == "no_such_vault_item"
    assert code(lambda: held.add("a", " ")) == "empty_vault_item"
    assert code(lambda: held.add("a", "x" * (1 << 21))) == "vault_item_too_long"


def test_another_passphrase_opens_the_same_things_and_the_older_one_nothing(memory: Memory) -> None:
    vault = memory.beliefs.vault
    one = vault.create(PHRASE).add(TITLE, TEXT)
    vault.change_passphrase(PHRASE, "a plum tree instead")
    assert code(lambda: vault.open(PHRASE)) == "wrong_vault_passphrase"
    assert vault.open("a plum tree instead").show(one).text == TEXT


def test_nothing_of_it_is_searched_listed_or_exported(memory: Memory, tmp_path: Path) -> None:
    memory.beliefs.vault.create(PHRASE).add(TITLE, TEXT)
    memory.note("A harmless note.")
    memory.embed_waiting()
    assert memory.memories("vault") == []
    assert [hit.id for hit in memory.search("qpowieurytlaks").hits if "qpow" in hit.text] == []
    memory.consolidate()
    for form in ("markdown", "json"):
        memory.export(tmp_path / form, form)  # type: ignore[arg-type]
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and "home" not in path.parts)
    assert b"kvbqzgrtelfsnd" not in written
    assert b"qpowieurytlaks" not in written


def test_what_is_taken_out_leaves_no_sealed_byte_behind_also_in_the_backup(
    memory: Memory, places: Places, tmp_path: Path
) -> None:
    held = memory.beliefs.vault.create(PHRASE)
    goes, stays = held.add(TITLE, TEXT), held.add("stays", "this one stays")
    rows = dict(memory.store.rows("SELECT public_id, sealed FROM vault"))
    sealed = {public_id: [blob[-64:], blob[:60]] for public_id, blob in rows.items()}
    memory.backup(tmp_path / "backup")

    def found() -> dict[str, list[str]]:
        return residue.find(sealed, places, open_slots(places), keys={}, also=[tmp_path / "backup"])

    before = found()
    assert set(before) == {goes, stays}
    assert any(where.startswith("backup") for where in before[goes])
    receipt = held.remove(goes)
    assert (receipt.state, receipt.frames) == ("gone", 0)
    assert set(found()) == {stays}
    assert [one.id for one in held.list()] == [stays]
    assert code(lambda: held.remove(goes)) == "no_such_vault_item"


def test_a_backup_holds_it_sealed_and_does_not_bring_back_what_was_taken_out_since(
    memory: Memory, places: Places, tmp_path: Path
) -> None:
    held = memory.beliefs.vault.create(PHRASE)
    goes, stays = held.add(TITLE, TEXT), held.add("stays", "this one stays")
    memory.note("Something to back up.")
    memory.backup(tmp_path / "backup")
    (tmp_path / "backup").rename(tmp_path / "out of reach")
    held.remove(goes)
    memory.close()
    restore_backup(places, tmp_path / "out of reach", replace=True)
    again = Memory.open(places)
    opened = again.beliefs.vault.open(PHRASE)
    assert [one.id for one in opened.list()] == [stays]
    again.close()


def test_forgetting_everything_empties_it(memory: Memory) -> None:
    memory.beliefs.vault.create(PHRASE).add(TITLE, TEXT)
    memory.note("A note.")
    memory.forget(Selection(everything=True))
    assert Vault(memory.store).count() == 0


def test_the_commands_want_the_vaults_passphrase(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    phrase, wrong, text = tmp_path / "phrase", tmp_path / "wrong", tmp_path / "text"
    phrase.write_text(PHRASE + "\n")
    wrong.write_text("not this one\n")
    text.write_text(TEXT)
    with_phrase = ("--vault-passphrase-file", phrase)
    assert run("init").status == 0
    assert run("vault", "list", *with_phrase).status == 1  # there is none yet
    assert run("vault", "add", TITLE, "--file", text).status == 1  # nobody is there to type a passphrase
    one = run("vault", "add", TITLE, "--file", text, *with_phrase, "--json").json["id"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("piped text\n"))
    two = run("vault", "add", "piped", *with_phrase, "--json").json["id"]
    assert run("vault", "show", two, *with_phrase, "--json").json["text"] == "piped text"
    for refused in (run("memories", "--kind", "vault"), run("vault", "show", one, "--vault-passphrase-file", wrong)):
        assert (refused.status, refused.out, refused.err.count("\n")) == (1, "", 1)
    shown = run("memories", "--kind", "vault", *with_phrase, "--json").lines
    assert [(each["id"], each["kind"], each["evidence"]) for each in shown] == [(one, "vault", []), (two, "vault", [])]
    assert all("text" not in each for each in run("vault", "list", *with_phrase, "--json").lines)
    assert run("export", tmp_path / "plain").status == 0
    assert not (tmp_path / "plain" / "vault.jsonl").exists()
    assert run("export", tmp_path / "asked", "--vault").status == 1
    assert run("export", tmp_path / "asked", "--vault", *with_phrase).status == 0
    assert json.loads((tmp_path / "asked" / "vault.jsonl").read_text().splitlines()[0])["text"] == TEXT
    new = tmp_path / "new"
    new.write_text("a plum tree instead")
    assert run("vault", "passphrase", *with_phrase, "--new-passphrase-file", new).status == 0
    assert run("vault", "remove", one, *with_phrase).status == 1
    assert run("vault", "remove", one, "--vault-passphrase-file", new, "--json").json["state"] == "gone"
    assert run("vault", "list", "--vault-passphrase-file", new, "--json").lines[0]["id"] == two
