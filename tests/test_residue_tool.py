"""The tool that looks for residue finds what is planted, wherever it lies, and nothing where nothing is."""

import random
import string
import zlib
from collections.abc import Iterator

import pytest

from app.memory import Memory, initialise
from app.paths import Places
from app.records import Selection
from app.store import dbapi
from app.store.frames import add_picture_moment
from app.store.keys import MasterKey, open_slots
from tests import residue
from tests.test_store import SHOT, grey

WORD, OTHER = "brizantolekumavorqx", "sturpelanidokewimqz"


@pytest.fixture
def master(places: Places, memory: Memory) -> MasterKey:
    return open_slots(places)


@pytest.fixture
def loose(places: Places, memory: Memory, master: MasterKey) -> Iterator[dbapi.Connection]:
    """A connection to the memory that does not overwrite what it deletes."""
    connection = dbapi.connect(str(places.database), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{master.derive('database').hex()}'\"")
    connection.execute("PRAGMA secure_delete = OFF")
    connection.execute("CREATE TABLE planted(id INTEGER PRIMARY KEY, text TEXT, data BLOB)")
    yield connection
    connection.close()


def found(places: Places, master: MasterKey, text: str = WORD) -> list[str]:
    return residue.find({"it": residue.text_needles(text)}, places, master).get("it", [])


def settled(connection: dbapi.Connection) -> None:
    assert connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0


def test_pages_are_decrypted_as_the_database_itself_would(places: Places, memory: Memory, master: MasterKey) -> None:
    memory.note(f"the {WORD} nests by the mill")
    settled(memory.store.connection)
    pages = [data for where, data in residue.spans(places, master) if where.startswith("memory.db page")]
    assert len(pages) == memory.store.value("PRAGMA page_count")
    assert b"CREATE TABLE moment" in b"".join(pages)
    assert int.from_bytes(pages[0][12:16], "big") == len(pages)  # the file's own count of its pages, bytes 28 to 31


def test_a_word_is_found_in_a_row_in_the_index_and_in_the_log_and_another_is_not(
    places: Places, memory: Memory, master: MasterKey
) -> None:
    memory.note(f"the {WORD} nests by the mill")
    assert any("-wal frame" in where for where in found(places, master))
    settled(memory.store.connection)
    assert len([where for where in found(places, master) if "memory.db page" in where]) >= 2
    assert found(places, master, OTHER) == []
    assert found(places, MasterKey(bytes(32))) == []  # with a wrong key nothing can be read


def test_a_word_is_found_without_the_letters_that_it_shares_with_the_term_before(
    places: Places, loose: dbapi.Connection, master: MasterKey
) -> None:
    loose.execute("INSERT INTO planted(text) VALUES (?)", (WORD[3:],))
    assert found(places, master)


def test_a_word_is_found_in_the_slack_of_a_page_after_a_plain_delete(
    places: Places, loose: dbapi.Connection, master: MasterKey
) -> None:
    for text in (OTHER, WORD):
        loose.execute("INSERT INTO planted(text) VALUES (?)", (text,))
    loose.execute("DELETE FROM planted WHERE text = ?", (WORD,))
    settled(loose)
    assert loose.execute("SELECT count(*) FROM planted WHERE text = ?", (WORD,)).fetchone()[0] == 0
    assert any("memory.db page" in where for where in found(places, master))


def test_a_word_is_found_in_a_page_of_the_freelist(places: Places, loose: dbapi.Connection, master: MasterKey) -> None:
    before = loose.execute("PRAGMA freelist_count").fetchone()[0]
    loose.execute("INSERT INTO planted(text) VALUES (?)", ("x" * 5000 + WORD + "x" * 5000,))
    loose.execute("DROP TABLE planted")
    settled(loose)
    assert loose.execute("PRAGMA freelist_count").fetchone()[0] > before
    assert any("memory.db page" in where for where in found(places, master))


def test_a_word_is_found_in_a_frame_of_an_older_generation_of_the_log(
    places: Places, loose: dbapi.Connection, master: MasterKey
) -> None:
    loose.execute("INSERT INTO planted(text) VALUES (?)", (WORD,))
    loose.execute("PRAGMA secure_delete = ON")
    loose.execute("DELETE FROM planted")
    loose.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()
    loose.execute("INSERT INTO planted(text) VALUES (?)", (OTHER,))  # the log begins again, over the oldest frames only
    assert all("-wal frame" in where for where in found(places, master))
    assert found(places, master)


def test_a_compressed_word_is_found(places: Places, loose: dbapi.Connection, master: MasterKey) -> None:
    loose.execute("INSERT INTO planted(data) VALUES (?)", (zlib.compress(f"[1,2,{WORD}]".encode() * 3),))
    assert any(where.endswith("compressed") for where in found(places, master))


def test_a_word_in_a_plain_file_a_copy_of_the_database_or_another_folder_is_found(
    places: Places, memory: Memory, master: MasterKey
) -> None:
    (places.logs / "recollect.log").write_text(f"INFO {WORD}", encoding="utf-16-le")
    assert found(places, master) == ["logs/recollect.log raw"]
    (places.logs / "recollect.log").unlink()
    memory.note(f"the {OTHER} nests by the mill")
    settled(memory.store.connection)
    copy = places.home.parent / "elsewhere" / "copy.bin"
    copy.parent.mkdir()
    copy.write_bytes(places.database.read_bytes())
    needles = {"it": residue.text_needles(OTHER)}
    held = residue.find(needles, places, master, also=[copy.parent])["it"]
    assert any(where.startswith("elsewhere/copy.bin page") for where in held)
    (copy.parent / "part").write_bytes(copy.read_bytes()[8192:])  # as a backup cuts it
    copy.unlink()
    assert all(
        where.startswith("elsewhere/part page")
        for where in residue.find(needles, places, master, also=[copy.parent])["it"][-1:]
    )


def test_a_picture_left_behind_is_found_with_the_key_it_had_though_its_row_is_gone(
    places: Places, memory: Memory, master: MasterKey
) -> None:
    kept = add_picture_moment(memory.store, SHOT, grey())
    name, key = memory.store.rows("SELECT file, key FROM picture")[0]
    path = places.pictures / name[:2] / name
    sealed = path.read_bytes()
    plain = residue.piece(name, sealed, key)
    needles = {"plain": [plain], "sealed": [sealed], "key": [key]}
    assert set(residue.find(needles, places, master, keys={name: key})) == set(needles)
    memory.forget(Selection(ids=(kept,)))
    assert residue.find(needles, places, master, keys={name: key}) == {}
    path.write_bytes(sealed)
    assert set(residue.find(needles, places, master, keys={name: key})) == {"plain", "sealed"}


def test_five_thousand_needles_in_much_data_are_found_and_nothing_else(
    places: Places, memory: Memory, master: MasterKey
) -> None:
    chance = random.Random(5)
    words = ["".join(chance.choices(string.ascii_lowercase, k=chance.randint(16, 40))) for _ in range(5000)]
    (places.home / "much").write_bytes(b"".join(chance.randbytes(4000) + word[2:].encode() for word in words[:2500]))
    needles = {word: residue.text_needles(word) for word in words}
    assert set(residue.find(needles, places, master)) == set(words[:2500])


def test_a_needle_too_short_to_tell_is_refused(places: Places, memory: Memory, master: MasterKey) -> None:
    with pytest.raises(ValueError, match="shorter"):
        residue.find({"it": [b"short"]}, places, master)


def test_a_fresh_memory_holds_no_needle(places: Places, master: MasterKey) -> None:
    initialise(places)
    assert found(places, master) == []
