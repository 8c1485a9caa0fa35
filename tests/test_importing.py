"""Importing many messages: the same rows as one by one, each once, whatever stops it, and others write meanwhile."""

import json
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app import importing
from app.ingest.reading import add_text_moment
from app.memory import Memory
from app.paths import Places
from app.records import Filters, Selection
from app.store.frames import NewMoment, new_public_ids
from tests.cli_ran import Run

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def rows(count: int, first: int = 0) -> list[dict[str, str]]:
    return [
        {"id": f"m{n}", "thread": f"t{n // 10}", "time": (NOON + timedelta(minutes=n)).isoformat(), "author": "Ann",
         "text": f"message number {n} about kettles"}
        for n in range(first, first + count)
    ]  # fmt: skip


def written(folder: Path, lines: list[dict[str, str]]) -> Path:
    file = folder / "messages.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return file


def stored(memory: Memory) -> list[tuple[Any, ...]]:
    """All rows that messages make, without the ids that are drawn or counted."""
    return memory.store.rows(
        "SELECT m.kind, m.at_us, m.zone, m.day, m.stream, m.app, m.title, m.url, m.thread, m.author, m.source, m.source_id,"
        " m.reading, p.hash, p.kind, p.text, p.title, p.who, p.place, p.thread, p.source, p.words, p.first_us, p.bare, s.stream,"
        " s.from_us, s.until_us, s.place, s.boxes, s.moment_id = s.last_moment_id"
        " FROM moment m JOIN sighting s ON s.moment_id = m.id JOIN passage p ON p.id = s.passage_id ORDER BY m.source_id, s.place"
    )


def test_many_at_once_become_the_same_rows_as_one_by_one(memory: Memory, tmp_path: Path) -> None:
    odd = rows(4)
    odd[0]["text"] = "Password: hunter2x, and then some. " * 60
    odd[1] |= {"text": "Ünïcode ﬁne text", "thread": "ann@example.org", "author": "Ann, token: abcdef1234567890"}
    odd[2]["text"] = "same words here. " * 300
    memory.import_messages(written(tmp_path, odd))
    at_once = stored(memory)
    memory.forget(Selection(source="messages"), undo_s=0)
    memory.store.execute("DELETE FROM tombstone")
    assert not stored(memory)
    for line in odd:
        add_text_moment(
            memory.store,
            NewMoment(kind="message", at=datetime.fromisoformat(line["time"]), zone="UTC", thread=line["thread"],
                      author=line["author"], source="messages", source_id=line["id"]),
            line["text"],
        )  # fmt: skip
    assert at_once == stored(memory)
    assert len(at_once) > 6
    assert "hunter2x" not in str(at_once)


def test_row_ids_grow_and_are_never_used_twice(memory: Memory, tmp_path: Path) -> None:
    memory.note("before")
    memory.import_messages(written(tmp_path, rows(5)))
    memory.forget(Selection(source="messages"), undo_s=0)
    memory.import_messages(written(tmp_path, rows(5, 5)))
    assert [row[0] for row in memory.store.rows("SELECT id FROM moment ORDER BY id")] == [1, 7, 8, 9, 10, 11]
    memory.note("after")
    assert memory.store.value("SELECT max(id) FROM moment") == 12


def test_a_message_is_taken_once_within_a_file_and_over_files(
    memory: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 7)
    done = memory.import_messages(written(tmp_path, [*rows(20), *rows(10, 5), *rows(1)]))
    assert (done.imported, done.skipped) == (20, 11)
    done = memory.import_messages(written(tmp_path, rows(25)))
    assert (done.imported, done.skipped) == (5, 20)
    done = memory.import_messages(tmp_path / "messages.jsonl", source="another")
    assert (done.imported, done.skipped) == (25, 0)
    assert Counter(row[0] for row in memory.store.rows("SELECT source FROM moment")) == {"messages": 25, "another": 25}


def test_what_was_forgotten_does_not_come_back(memory: Memory, tmp_path: Path) -> None:
    memory.import_messages(written(tmp_path, rows(20)))
    memory.forget(Selection(thread="t1"), undo_s=0)
    done = memory.import_messages(written(tmp_path, rows(21)))
    assert (done.imported, done.skipped) == (1, 20)


@pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError])
def test_an_import_that_is_interrupted_keeps_what_it_has_and_goes_on_from_there(
    memory: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: type[BaseException]
) -> None:
    monkeypatch.setattr(importing, "BATCH", 10)
    file = written(tmp_path, rows(100))

    def at_half(done: int, whole: int) -> None:
        if done > whole / 2:
            raise stop

    with pytest.raises(stop):
        memory.import_messages(file, on_progress=at_half)
    there = memory.store.value("SELECT count(*) FROM moment")
    assert 20 <= there < 100
    done = memory.import_messages(file)
    assert (done.imported, done.skipped) == (100 - there, there)
    assert len(stored(memory)) == 100


def test_an_import_that_is_cancelled_says_what_it_did(
    memory: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 10)
    told: list[int] = []
    done = importing.import_messages(
        memory.store, written(tmp_path, rows(100)), source="messages", on_progress=lambda at, whole: told.append(at),
        cancelled=lambda: len(told) > 2,
    )  # fmt: skip
    assert 0 < done.imported < 100
    assert done.imported == memory.store.value("SELECT count(*) FROM moment")


def test_others_write_while_an_import_goes_on(
    memory: Memory, places: Places, fake_models: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 200)
    over = threading.Event()

    def write() -> None:
        other = Memory.open(places, models=fake_models)
        while not over.is_set():
            other.note("written meanwhile")
        other.close()

    thread = threading.Thread(target=write)
    thread.start()
    done = memory.import_messages(written(tmp_path, rows(3000)))
    over.set()
    thread.join()
    assert done.imported == 3000
    first, last = memory.store.rows("SELECT min(id), max(id) FROM moment WHERE kind = 'message'")[0]
    assert (
        memory.store.value("SELECT count(*) FROM moment WHERE kind = 'note' AND id BETWEEN ? AND ?", (first, last)) > 2
    )


def test_of_a_file_of_bad_lines_only_so_many_are_named(
    memory: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "MOST_NAMED", 3)
    monkeypatch.setattr(importing, "BATCH", 4)
    file = tmp_path / "bad.jsonl"
    file.write_text("no json\n" * 9 + json.dumps(rows(1)[0]) + "\n")
    done = memory.import_messages(file)
    assert (done.imported, [line for line, _ in done.rejected], done.unnamed) == (1, [1, 2, 3], 6)


def test_threads_and_authors_are_kept(memory: Memory, tmp_path: Path) -> None:
    memory.import_messages(written(tmp_path, rows(20)))
    found = memory.timeline(filters=Filters(thread="t1"))
    assert [(one.thread, one.author, one.source_id) for one in found] == [("t1", "Ann", f"m{n}") for n in range(10, 20)]


def test_ids_are_letters_and_digits_and_all_different() -> None:
    made = new_public_ids(5000)
    assert len(set(made)) == 5000
    assert all(len(one) == 16 and one.isascii() and one.isalnum() for one in made)
    letters = Counter("".join(made))
    assert len(letters) == 62
    assert max(letters.values()) < 1.3 * min(letters.values())


def test_the_command_line_says_how_many_bad_lines_there_were(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "MOST_NAMED", 12)
    run("init")
    file = tmp_path / "bad.jsonl"
    file.write_text("no json\n" * 30)
    assert "30 rejected" in run("import", "messages", file).out
    shown = json.loads(run("import", "messages", file, "--json").out)
    assert (len(shown["rejected"]), shown["rejected_unnamed"]) == (12, 18)
