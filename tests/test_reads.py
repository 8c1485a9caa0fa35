"""The read log, and what is told of secrets that were painted out: who, what kind and when, never a word of it."""

import stat
from datetime import UTC, datetime, timedelta

import pytest

from app.borrowing import BorrowedEmbed
from app.daemon import Session
from app.engines import Models
from app.jobs import ask_scheduled
from app.lending import socket_path
from app.memory import Memory, initialise
from app.paths import Places
from app.records import Selection
from app.store import reads
from app.store.keys import MasterKey, open_slots
from models.fake import FakeEmbedder
from tests.cli_ran import Run


class Cold(FakeEmbedder):
    """One's own, which is not up: questions are embedded by whoever lends."""

    def ready(self) -> bool:
        return False


CARD, OTHER_CARD = "4111 1111 1111 1111", "5500 0000 0000 0004"


def told(memory: Memory) -> list[tuple[str, str, int]]:
    return [(one.who, one.what, one.times) for one in memory.reads()]


def test_commands_that_show_what_is_kept_are_noted_and_others_are_not(
    garden: Run, places: Places, fake_models: Models
) -> None:
    assert garden("search", "bakery").status == 0
    assert garden("search", "tulips").status == 0
    assert garden("status").status == 0
    memory = Memory.open(places, models=fake_models)
    assert told(memory) == [("cli", "search", 2)]
    memory.close()


def test_the_log_is_sealed_and_holds_no_word_of_what_was_asked(garden: Run, places: Places) -> None:
    garden("search", "bakery")
    path = places.home / "reads.log"
    held = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for word in (b"bakery", b"cli", b"search"):
        assert word not in held
    assert reads.read(places, MasterKey(bytes(32))) == []


def test_a_line_that_is_damaged_or_cut_off_takes_no_other_with_it(memory: Memory) -> None:
    key, where = memory.store.key, memory.store.places
    reads.note(where, key, "cli", "ask")
    with (where.home / "reads.log").open("ab") as file:
        file.write(b"AAAA\nnot base64 at all\n")
    reads.note(where, key, "window", "search")
    assert sorted(told(memory)) == [("cli", "ask", 1), ("window", "search", 1)]


def test_what_lies_far_apart_is_told_apart_and_a_long_log_is_cut(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, where = memory.store.key, memory.store.places
    now_us = reads.now_us()
    times = iter([now_us - int(timedelta(hours=2).total_seconds() * 1e6), now_us])
    monkeypatch.setattr(reads, "now_us", lambda: next(times))
    for _ in range(2):
        reads.note(where, key, "cli", "ask")
    assert told(memory) == [("cli", "ask", 1), ("cli", "ask", 1)]
    monkeypatch.undo()
    monkeypatch.setattr(reads, "MOST_BYTES", 200)
    for _ in range(40):
        reads.note(where, key, "cli", "show")
    assert sum(one.times for one in memory.reads()) < 10


def test_a_window_that_asks_often_writes_once_a_minute(memory: Memory) -> None:
    memory.who = "window"
    for _ in range(5):
        memory.search("anything", meaning=False, as_you_type=True)
    assert told(memory) == [("window", "search", 1)]
    memory.who = ""
    memory.moment(memory.note("tulips"))
    assert told(memory) == [("window", "search", 1)]


def test_a_question_that_was_asked_by_itself_is_noted(memory: Memory) -> None:
    memory.ask_every("day 0:00", "where are the tulips?")
    memory.store.execute("UPDATE turn SET at_us = at_us - 172800000000")
    assert ask_scheduled(memory.store, None, datetime.now(UTC)) == 1
    assert told(memory) == [("schedule", "ask", 1)]


def test_forgetting_everything_empties_the_log(memory: Memory) -> None:
    memory.note("tulips")
    memory.who = "window"
    memory.search("tulips", meaning=False)
    assert memory.reads()
    memory.forget(Selection(everything=True))
    assert memory.reads() == []
    assert not (memory.store.places.home / "reads.log").exists()


def test_secrets_are_counted_by_their_kind_with_the_moments_that_showed_them(memory: Memory) -> None:
    assert memory.secrets() == []
    one = memory.note(f"Pay with {CARD} and IBAN DE89 3704 0044 0532 0130 00 please")
    other = memory.note(f"or with {OTHER_CARD} then")
    memory.note("The card removed from the deck was a queen.")
    found = {held.kind: (held.count, {shown.id for shown in held.moments}) for held in memory.secrets()}
    assert found == {"card": (2, {one, other}), "iban": (1, {one})}
    assert CARD not in repr(memory.secrets())
    memory.forget(Selection(ids=(one,)))
    assert [(held.kind, held.count) for held in memory.secrets()] == [("card", 1)]


def test_what_is_lent_is_noted_and_asking_whether_it_is_warm_is_not(places: Places, fake_models: Models) -> None:
    initialise(places)
    session = Session(places, models=fake_models, record=False)
    session.start()
    try:
        path = socket_path(places)
        assert path is not None
        embed = BorrowedEmbed(Cold(), path)  # type: ignore[arg-type]
        assert embed.ready()
        assert reads.read(places, open_slots(places)) == []
        embed.queries(["tulips"])
    finally:
        session.stop()
    assert [(one.who, one.what) for one in reads.read(places, open_slots(places))] == [("lending", "queries")]
