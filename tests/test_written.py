"""A model writes what rules made: beside it, never in its place unproved, and never before anybody who asks."""

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.consolidate import now, written
from app.consolidate.written import Pen, write_all, write_next
from app.engines import FAILURES, Models
from app.memory import Memory
from app.records import Selection
from app.settings import Settings
from app.store import asking, memories, waiting
from app.store.db import Store
from app.store.memories import NewMemory
from models.fake import FakeChat, FakeEmbedder, FakeOcr
from models.host import WorkerFailed
from tests.writers import AT, BOAT, RENT, Model, add, due, facts, pen, right, row


@pytest.fixture
def store(memory: Memory) -> Store:
    return memory.store


def test_what_rules_made_is_refined_and_its_facts_are_added_each_with_its_quote(store: Store) -> None:
    name = add(store, 0, "Good morning!", RENT)
    assert [write_next(store, pen(Model(right))) for _ in range(3)] == ["written", "facts", ""]
    episode = row(store, name)
    assert (episode["title"], episode["text"], episode["made_by"]) == (RENT[:-1], RENT, "test-1b")
    held = json.loads(episode["data"])
    assert held["apps"] == ["chat"]
    assert {one["field"] for one in held["quotes"]} == {"title", "text"}
    assert len(memories.evidence(store, episode["id"])) == 2
    (fact,) = facts(store)
    assert (fact["title"], fact["text"], fact["status"]) == ("the workshop rent is 950 EUR", RENT, "fresh")
    assert memories.evidence(store, fact["id"]) == (held["quotes"][0]["moment"],)
    versions = store.rows("SELECT title FROM memory_version WHERE memory_id = ?", (episode["id"],))
    assert versions == [("Chat with Ilse",)], "what rules said is not lost"
    assert waiting.pending(store) == {"waiting": 0, "given_up": 0}


def test_without_a_model_the_extractive_result_stands_and_nothing_waits(memory: Memory) -> None:
    name = add(memory.store, 0, RENT)
    done = memory.consolidate()
    assert (done["pending"], done["mode"]) == (0, "extractive")
    assert row(memory.store, name)["made_by"] == "extractive"
    assert row(memory.store, name)["title"]
    assert memory.store.value("SELECT count(*) FROM job WHERE kind = 'write'") == 0


def test_consolidating_with_a_model_says_so(places: Any) -> None:
    from app.memory import initialise

    initialise(places)
    memory = Memory.open(places, models=Models(None, FakeOcr(), FakeEmbedder(), Model(right)))
    try:
        add(memory.store, 0, RENT)
        assert memory.consolidate()["mode"] == "written"
        assert len(facts(memory.store)) == 1
        add(memory.store, 1, "Nothing of note.")
        assert memory.consolidate()["pending"] == 1
        assert memory.status()["to_write"] == {"waiting": 1, "given_up": 0}
    finally:
        memory.close()


def test_two_retries_with_back_off_then_the_extractive_result_stands_and_waits(store: Store) -> None:
    name = add(store, 0, RENT)
    model = Model(lambda messages, schema: "no JSON at all")
    for tries in (1, 2, 3):
        assert write_next(store, pen(model)) == "failed"
        assert write_next(store, pen(model)) == "", "it waits for its back-off, or for good"
        assert len(model.asked) == tries
        due(store)
    assert write_next(store, pen(model)) == ""
    assert waiting.pending(store) == {"waiting": 1, "given_up": 1}
    assert row(store, name)["title"] == "Chat with Ilse"
    assert write_next(store, pen(Model(right, "test-1b"))) == ""
    assert write_next(store, pen(model)) == ""


def test_another_model_tries_what_one_gave_up_and_an_episode_made_anew_is_written_anew(store: Store) -> None:
    name = add(store, 0, RENT)
    model = Model(lambda messages, schema: "")
    for _ in range(3):
        write_next(store, pen(model))
        due(store)
    add(store, 1, BOAT)
    assert write_next(store, pen(Model(right, "better"))) == "written"
    assert [write_next(store, pen(Model(right, "better"))) for _ in range(4)] == ["facts", "written", "facts", ""]
    assert row(store, name)["made_by"] == "better"
    found = row(store, name)
    moments = [one[0] for one in store.rows("SELECT parent_id FROM derivation WHERE child_id = ?", (found["id"],))]
    memories.put(store, NewMemory("episodic", name, "Again", RENT, AT, AT, moments=moments))
    assert write_next(store, pen(Model(right, "better"))) == "written"


def test_each_try_shows_less(store: Store) -> None:
    add(store, 0, *(f"Message {n} about {'the long story ' * 20}" for n in range(60)))
    model = Model(lambda messages, schema: "")
    for _ in range(3):
        write_next(store, pen(model))
        due(store)
    sizes = [len(messages[1]["content"]) for _, messages in model.asked]
    assert sizes[0] > 1.4 * sizes[1] > 1.9 * sizes[2]


def test_a_model_that_is_not_there_costs_no_try(store: Store) -> None:
    def missing(messages: Sequence[dict[str, str]], schema: dict[str, Any]) -> str:
        raise WorkerFailed("out_of_memory", kind="chat")

    add(store, 0, RENT)
    add(store, 1, BOAT)
    model = Model(missing)
    for _ in range(5):
        assert write_next(store, pen(model)) == "no_model"
        assert write_next(store, pen(model)) == "", "all wait for a while"
        due(store)
    assert waiting.pending(store) == {"waiting": 2, "given_up": 0}
    assert write_next(store, pen(Model(right))) == "written"


def test_what_the_user_wrote_denied_or_forgot_is_left_alone(memory: Memory) -> None:
    store = memory.store
    mine, gone = add(store, 0, RENT), add(store, 1, BOAT)
    store.execute("UPDATE memory SET made_by = 'user', title = 'Mine' WHERE name = ?", (mine,))
    evidence = memories.evidence(store, row(store, gone)["id"])
    model = Model(right)
    waiting.queue(store)
    memory.forget(Selection(ids=evidence))
    assert write_next(store, pen(model)) == ""
    assert (row(store, mine)["title"], model.asked) == ("Mine", [])
    denied = written.fact_name("Karl", "owns", "the blue boat")
    again = add(store, 2, BOAT)
    at = store.value("SELECT id FROM moment WHERE forgetting_id IS NULL ORDER BY id DESC")
    memories.put(store, NewMemory("semantic", denied, "x", "x", AT, None, moments=[at]))
    store.execute("UPDATE memory SET status = 'denied' WHERE name = ?", (denied,))
    assert [write_next(store, pen(model)) for _ in range(2)] == ["written", "facts"]
    assert row(store, again)["made_by"] == "test-1b"
    assert row(store, denied)["status"] == "denied"
    assert row(store, denied)["title"] == "x"


def test_what_is_forgotten_while_the_model_writes_is_not_stored(memory: Memory) -> None:
    store = memory.store
    for day, form in enumerate(("title", "facts")):
        add(store, day, RENT)
        ids = [one[0] for one in store.rows("SELECT public_id FROM moment WHERE forgetting_id IS NULL")]

        def forgetting(messages: Sequence[dict[str, str]], schema: dict[str, Any], form: str = form, ids: Any = tuple(ids)) -> str:  # fmt: skip
            if form in schema["properties"]:
                memory.forget(Selection(ids=ids))
            return right(messages, schema)

        write_all(store, pen(Model(forgetting)))
        assert store.value("SELECT count(*) FROM memory") == 0
        assert write_next(store, pen(Model(right))) == ""
    assert store.value("SELECT count(*) FROM job") == 0


@pytest.mark.parametrize("form", ["title", "facts"])
def test_what_was_made_anew_while_the_model_wrote_is_written_anew(store: Store, form: str) -> None:
    name = add(store, 0, RENT)
    moments = [one[0] for one in store.rows("SELECT id FROM moment")]
    anew = NewMemory("episodic", name, "Longer chat", "Ilse wrote more.", AT, AT, moments=moments)

    def remaking(messages: Sequence[dict[str, str]], schema: dict[str, Any]) -> str:
        if form in schema["properties"] and row(store, name)["title"] != "Longer chat":
            memories.put(store, anew)
        return right(messages, schema)

    outcomes = [write_next(store, pen(Model(remaking))) for _ in range(1 if form == "title" else 2)]
    assert outcomes[-1] == "failed"
    assert (row(store, name)["title"], facts(store)) == ("Longer chat", [])
    assert write_all(store, pen(Model(right))) == {"written": 1, "facts": 1}
    assert (row(store, name)["title"], len(facts(store))) == (RENT[:-1], 1)


def test_a_writer_whose_lease_was_over_changes_nothing_of_the_next_one(store: Store) -> None:
    add(store, 0, RENT)
    for late in ("no JSON", ""):

        def overtaken(messages: Sequence[dict[str, str]], schema: dict[str, Any], late: str = late) -> str:
            store.execute("UPDATE job SET lease_us = 0")
            assert waiting.claim(store, "the next one") is not None
            return late or right(messages, schema)

        store.execute("DELETE FROM job")
        assert write_next(store, pen(Model(overtaken))) == "failed"
        assert store.rows("SELECT owner, attempts, lease_us > 0 FROM job") == [("the next one", 2, 1)]
    assert store.value("SELECT made_by FROM memory") == "extractive"


def test_forgetting_a_moment_takes_the_facts_that_stood_on_it(memory: Memory) -> None:
    add(memory.store, 0, RENT)
    assert write_all(memory.store, pen(Model(right))) == {"written": 1, "facts": 1}
    (fact,) = facts(memory.store)
    memory.forget(Selection(ids=memories.evidence(memory.store, fact["id"])))
    left = [one for table in ("memory", "memory_version", "proposal", "job") for one in memory.store.rows(f"SELECT * FROM {table}")]  # fmt: skip
    assert "950" not in str(left)


# -- contradictions
def test_a_later_amount_closes_the_older_one_when_the_model_says_that_it_contradicts(store: Store) -> None:
    add(store, 0, RENT)
    add(store, 5, "The rent of the workshop is 990 EUR.")
    model = Model(right)
    waiting.queue(store)
    store.execute("UPDATE job SET not_before_us = 1 << 60 WHERE id = (SELECT max(id) FROM job)")
    write_all(store, pen(model))
    due(store)
    write_all(store, pen(model))
    old, new = facts(store)
    assert [kind for kind, _ in model.asked] == ["title", "facts", "title", "facts", "contradicts"]
    assert (old["title"], old["status"], old["replaced_by"]) == (
        "the workshop rent is 950 EUR",
        "superseded",
        new["id"],
    )
    assert old["valid_to_us"] is not None
    assert store.value("SELECT count(*) FROM proposal") == 0


def test_anything_else_that_contradicts_is_put_to_the_user(store: Store) -> None:
    add(store, 0, BOAT)
    add(store, 5, "Karl owns the red boat.")
    write_all(store, pen(Model(right)))
    assert [one["status"] for one in facts(store)] == ["fresh", "fresh"]
    (kind, state, data) = store.rows("SELECT kind, state, data FROM proposal")[0]
    assert (kind, state, json.loads(data)) == ("contradiction", "open", {"by": "test-1b"})


def test_an_older_statement_read_later_closes_nothing(store: Store) -> None:
    add(store, 5, "The rent of the workshop is 990 EUR.")
    write_all(store, pen(Model(right)))
    add(store, 0, RENT)
    write_all(store, pen(Model(right)))
    assert [one["status"] for one in facts(store)] == ["fresh", "fresh"]
    assert store.value("SELECT count(*) FROM proposal") == 1


# -- whoever asks goes first
def test_somebody_who_asks_stops_the_writing_and_nothing_is_counted(store: Store) -> None:
    add(store, 0, RENT)
    looked: list[int] = []

    class Slow(Model):
        def generate(self, messages: Any, *, max_tokens: int, on_text: Any, cancelled: Any, schema: Any) -> str:
            with asking.asking(store.places):
                while not cancelled():
                    looked.append(1)
            return right(messages, schema)

    assert write_next(store, pen(Slow(right))) == "stopped"
    assert looked == []
    assert store.rows("SELECT attempts, state, lease_us FROM job") == [(0, "waiting", 0)]
    with asking.asking(store.places):
        assert write_next(store, pen(Model(right))) == "stopped"
    assert write_next(store, pen(Model(right))) == "written"


def test_asking_is_seen_by_others_for_as_long_as_it_lasts_and_ends_with_its_process(store: Store) -> None:
    places = store.places
    assert not asking.asked(places)
    with asking.asking(places), asking.asking(places):
        assert asking.asked(places)
        assert asking.asked(places), "looking takes nothing away"
    assert not asking.asked(places)
    code = (
        "import sys, time; from pathlib import Path; from app.paths import Places; from app.store.asking import asking\n"
        f"with asking(Places(Path({str(places.home)!r}), None)): print('asks', flush=True); time.sleep(600)"
    )
    other = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=Path(__file__).parents[1])
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == b"asks\n"
        assert asking.asked(places)
    finally:
        other.kill()
        other.communicate()
    assert not asking.asked(places)


def test_a_question_is_seen_while_it_is_answered(places: Any) -> None:
    from app.memory import initialise

    initialise(places)
    seen: list[bool] = []

    def reply(messages: Sequence[dict[str, str]]) -> str:
        seen.append(asking.asked(places))
        return "It is 950 EUR [1]."

    memory = Memory.open(places, models=Models(None, FakeOcr(), FakeEmbedder(), FakeChat(reply)))
    try:
        memory.note(RENT)
        memory.embed_waiting()
        assert memory.ask("What is the rent of the workshop?").mode == "written"
        assert seen == [True]
        assert not asking.asked(places)
    finally:
        memory.close()


def test_a_call_ends_at_its_time_and_at_its_length(store: Store) -> None:
    add(store, 0, RENT)

    class Endless(Model):
        pieces = 0

        def generate(self, messages: Any, *, max_tokens: int, on_text: Any, cancelled: Any, schema: Any) -> str:
            while not cancelled():
                self.pieces += 1
                on_text(self.say)
            return self.say * self.pieces

    talker = Endless(right)
    talker.say = "x" * 100  # type: ignore[attr-defined]
    assert write_next(store, pen(talker)) == "failed"
    assert talker.pieces * 100 <= 512 * 16 + 100
    due(store)
    ticks = iter(range(1000))
    silent = Endless(right)
    silent.say = ""  # type: ignore[attr-defined]
    assert write_next(store, Pen(silent, FAILURES, most_s=30, clock=lambda: float(next(ticks)))) == "failed"
    assert silent.pieces <= 30


def test_the_model_writes_beside_a_recording_only_when_nobody_is_at_the_computer(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, 0, RENT)
    comes, model = threading.Event(), Model(right)

    def write(settings: Settings, filler: Any = model) -> bool:
        return now.Meanwhile().write(store, filler, FAILURES, settings, (comes,))

    monkeypatch.setattr(now, "on_battery", lambda: True)
    assert not write(Settings()), "on battery only if allowed"
    allowed = replace(Settings(), write_on_battery=True)
    at = datetime.now(UTC)
    store.execute(
        "INSERT INTO moment(public_id, kind, at_us, zone, day, stream) VALUES ('s', 'screen', ?, 'UTC', '2026-11-02', 'a')",
        (int(at.timestamp() * 1e6),),
    )
    assert not write(allowed), "somebody is at the computer"
    store.execute("UPDATE moment SET at_us = at_us - 61000000 WHERE public_id = 's'")
    comes.set()
    assert not write(allowed), "something is to be read"
    comes.clear()
    assert not write(allowed, None)
    assert model.asked == []
    assert write(allowed)
    beside = now.Meanwhile()
    outcomes = [beside.write(store, model, FAILURES, allowed, (comes,)) for _ in range(2)]
    add(store, 1, BOAT)
    assert [*outcomes, beside.write(store, model, FAILURES, allowed, (comes,))] == [True, False, False], (
        "when nothing waited it looks later again"
    )
