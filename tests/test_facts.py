"""Facts: what sentences state, what replaces what, what was believed when, and what is left of them after forgetting."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.consolidate.english import ENGLISH
from app.consolidate.extract import claims, is_prose, sentences
from app.consolidate.replacing import Said, replaced_by
from app.memory import Memory
from app.recall.timewords import Here
from app.records import MadeMemory, Selection
from app.store import facts
from tests.bench import changed_facts
from tests.replacements import LOOKS_ALIKE, TRUE

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def here(at: datetime = AT) -> Here:
    return Here(at, ZoneInfo("UTC"), ENGLISH.times)


def stated(text: str) -> set[tuple[str, str, str]]:
    return {(one.subject, one.predicate, one.value) for one in claims(text, here())}


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("The roof meeting is at 4pm.", ("roof meeting", "time", "16:00")),
        ("We booked the tasting for 18:15", ("tasting", "time", "18:15")),
        ("The exam takes place on 5 November", ("exam", "day", "2026-11-05")),
        ("The rent is 1,250 EUR", ("rent", "number eur", "1250")),
        ("The gate code is 7714.", ("gate code", "code", "7714")),
        ("The workshop is in room 4", ("workshop", "place", "room 4")),
        ("Anna moved to Lisbon", ("Anna", "lives", "lisbon")),
        ("Bo is now the treasurer", ("treasurer", "name", "bo")),
        ("Our plumber, Mr. Adeyemi, comes soon.", ("Mr. Adeyemi", "role", "plumber")),
        ("I hear that the choir rehearsal is at 7:30 pm", ("choir rehearsal", "time", "19:30")),
    ],
)
def test_a_plain_sentence_states_a_fact(sentence: str, said: tuple[str, str, str]) -> None:
    assert said in stated(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["Is the meeting at 4?", "Maybe the meeting is at 4", "If it rains the meeting is at 4", "The meeting was at 4", "It is fine", ""],
)  # fmt: skip
def test_what_is_asked_thought_or_past_states_none(sentence: str) -> None:
    assert not stated(sentence)


def test_what_is_no_longer_so_is_not_stated() -> None:
    assert stated("The tour is on Friday, not on Thursday") == {("tour", "day", "2026-11-06")}
    assert stated("The tour was moved from 3pm to 5pm") == {("tour", "time", "17:00")}


def test_lines_that_go_on_are_one_sentence_and_code_is_none() -> None:
    assert [
        text for text, _ in sentences(["He can come on Friday", "between 7:30 and 8:30. Mr. Bo calls.", "- new roof"])
    ] == [
        "He can come on Friday between 7:30 and 8:30.",
        "Mr. Bo calls.",
        "new roof",
    ]
    assert not is_prose("width = 80", "")


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text: str) -> None:
    for sentence, _ in sentences(text.split("\n")):
        assert all(one.said in sentence or not one.said for one in claims(sentence, here()))


def both(row: tuple[Any, ...]) -> bool:
    """Whether the newer statement of a row replaces the older."""
    older, newer, *more = row
    given_: dict[str, Any] = {"hours": 2, "author": "Ann", "thread": "work", **(more[0] if more else {})}
    at = AT + timedelta(hours=given_["hours"])
    old = [Said("old", one, AT, "Ann", "work") for one in claims(older, here())]
    new = [Said("new", one, at, given_["author"], given_["thread"]) for one in claims(newer, here(at))]
    return any(replaced_by(one, old) for one in new)


@pytest.mark.parametrize("row", TRUE, ids=[f"{row[0]} > {row[1]}" for row in TRUE])
def test_a_newer_fact_replaces_the_older(row: tuple[Any, ...]) -> None:
    assert both(row)


@pytest.mark.parametrize("row", LOOKS_ALIKE, ids=[f"{row[0]} > {row[1]}" for row in LOOKS_ALIKE])
def test_a_fact_that_only_looks_newer_replaces_nothing(row: tuple[Any, ...]) -> None:
    assert not both(row)


# -- in a memory


def tell(memory: Memory, folder: Path, *rows: tuple[str, str, datetime]) -> None:
    """Take in messages (author, text, time) of one thread, and make of them what can be made."""
    file = folder / f"{len(list(folder.iterdir()))}.jsonl"
    said = [
        {"id": f"{file.stem}-{n}", "thread": "club", "time": at.isoformat(), "author": author, "text": text}
        for n, (author, text, at) in enumerate(rows)
    ]
    file.write_text("".join(json.dumps(one) + "\n" for one in said))
    memory.import_messages(file)
    memory.consolidate()


def titled(memory: Memory, word: str) -> list[tuple[str, str]]:
    """(title, status) of the facts with a word, newest first."""
    return [(one.title, one.status) for one in memory.memories("semantic", word) if ": " in one.title]


def test_a_changed_fact_is_closed_and_leads_to_the_new_one(memory: Memory, tmp_path: Path) -> None:
    tell(
        memory,
        tmp_path,
        ("Ann", "The tasting is at 3pm.", AT),
        ("Bo", "The tasting was moved to 5pm.", AT + timedelta(hours=3)),
    )
    assert titled(memory, "tasting") == [("tasting: 5pm", "fresh"), ("tasting: at 3pm", "superseded")]
    rows = memory.store.rows("SELECT valid_to_us, expired_us, replaced_by FROM memory WHERE status = 'superseded'")
    new_id = memory.store.value("SELECT id FROM memory WHERE title = 'tasting: 5pm'")
    later = facts.to_us(AT + timedelta(hours=3))
    assert rows == [(later, later, new_id)]
    assert memory.store.value("SELECT count(*) FROM memory_version WHERE change = 'superseded'") == 1


def facts_at(memory: Memory, when: datetime) -> list[MadeMemory]:
    """The facts about the tasting that were believed at a time."""
    return [one for one in memory.beliefs.at(when, "semantic", "tasting") if one.title.startswith("tasting")]


def test_what_was_believed_on_a_day_is_what_was_known_then(memory: Memory, tmp_path: Path) -> None:
    tell(
        memory,
        tmp_path,
        ("Ann", "The tasting is at 3pm.", AT),
        ("Bo", "The tasting was moved to 5pm.", AT + timedelta(days=2)),
    )
    assert [
        one.title
        for one in memory.beliefs.at(AT + timedelta(days=1), "semantic", "tasting")
        if one.title.startswith("tasting")
    ] == ["tasting: at 3pm"]
    assert [
        one.title
        for one in memory.beliefs.at(AT + timedelta(days=3), "semantic", "tasting")
        if one.title.startswith("tasting")
    ] == ["tasting: 5pm"]
    assert memory.beliefs.at(AT - timedelta(days=1), "semantic", "tasting") == []


def test_a_fact_said_again_gains_evidence_and_is_confirmed(memory: Memory, tmp_path: Path) -> None:
    tell(memory, tmp_path, ("Ann", "The tasting is at 3pm.", AT), ("Bo", "Tasting: 15:00", AT + timedelta(hours=3)))
    held = [one for one in memory.memories("semantic") if one.title.startswith("tasting")]
    assert [(one.title, one.status, len(one.evidence)) for one in held] == [("tasting: at 3pm", "active", 2)]


def test_what_comes_true_again_is_a_fact_of_its_own(memory: Memory, tmp_path: Path) -> None:
    hours = [AT + timedelta(hours=n) for n in range(3)]
    texts = ("The tasting is at 3pm.", "The tasting was moved to 5pm.", "Sorry, the tasting is at 3pm.")
    tell(memory, tmp_path, *(("Ann", text, at) for text, at in zip(texts, hours, strict=True)))
    assert [status for _, status in titled(memory, "tasting")] == ["fresh", "superseded", "superseded"]
    assert [one.text for one in facts_at(memory, hours[2])] == [texts[2]]


def test_an_older_statement_that_comes_later_is_closed_at_once(memory: Memory, tmp_path: Path) -> None:
    tell(memory, tmp_path, ("Bo", "The tasting was moved to 5pm.", AT + timedelta(hours=3)))
    tell(memory, tmp_path, ("Ann", "The tasting is at 3pm.", AT))
    assert titled(memory, "tasting") == [("tasting: 5pm", "fresh"), ("tasting: at 3pm", "superseded")]


def test_consolidating_again_makes_nothing_new(memory: Memory, tmp_path: Path) -> None:
    tell(
        memory, tmp_path, ("Ann", "The tasting is at 3pm.", AT), ("Ann", "The rent is 900 EUR", AT + timedelta(hours=1))
    )
    before = memory.store.rows("SELECT id, title, text, data, status FROM memory ORDER BY id")
    memory.consolidate()
    memory.store.execute("DELETE FROM control WHERE name = 'semantic_after'")
    memory.consolidate()
    assert memory.store.rows("SELECT id, title, text, data, status FROM memory ORDER BY id") == before


def test_what_the_user_denied_or_forgot_is_not_made_again(memory: Memory, tmp_path: Path) -> None:
    tell(
        memory, tmp_path, ("Ann", "The tasting is at 3pm.", AT), ("Ann", "The rent is 900 EUR", AT + timedelta(hours=1))
    )
    rent = next(one for one in memory.memories("semantic") if "rent" in one.title)
    memory.forget(Selection(ids=(rent.id,)))
    memory.store.execute("UPDATE memory SET status = 'denied' WHERE title LIKE 'tasting%'")
    tell(
        memory,
        tmp_path,
        ("Bo", "The tasting is at 3pm", AT + timedelta(days=1)),
        ("Bo", "The rent is 900 EUR.", AT + timedelta(days=1)),
    )
    rows = memory.store.rows("SELECT title, status FROM memory WHERE kind = 'semantic' AND name LIKE 'fact:%'")
    assert rows == [("tasting: at 3pm", "denied")]


# -- forgetting


def everything(memory: Memory) -> str:
    """All that the tables of memories hold."""
    tables = ("memory", "memory_version", "link", "proposal")
    return " ".join(str(row) for table in tables for row in memory.store.rows(f"SELECT * FROM {table}"))


def moment(memory: Memory, text: str) -> str:
    return str(
        memory.store.value(
            "SELECT m.public_id FROM moment m JOIN sighting s ON s.moment_id = m.id JOIN passage p ON p.id = s.passage_id WHERE p.text = ?",
            (text,),
        )
    )


def test_a_fact_goes_with_the_only_moment_that_states_it(memory: Memory, tmp_path: Path) -> None:
    tell(
        memory, tmp_path, ("Ann", "The tasting is at 3pm.", AT), ("Ann", "The rent is 900 EUR", AT + timedelta(hours=1))
    )
    memory.forget(Selection(ids=(moment(memory, "The rent is 900 EUR"),)))
    memory.consolidate()
    assert "rent" not in everything(memory)
    assert "tasting" in everything(memory)


def test_a_fact_of_two_moments_loses_the_words_of_the_forgotten_one(memory: Memory, tmp_path: Path) -> None:
    tell(
        memory, tmp_path, ("Ann", "The tasting is at 3pm, says Quirrel.", AT), ("Bo", "Tasting: 15:00", AT + timedelta(hours=3))
    )  # fmt: skip
    assert "Quirrel" in everything(memory)
    memory.forget(Selection(ids=(moment(memory, "The tasting is at 3pm, says Quirrel."),)))
    memory.consolidate()
    assert "Quirrel" not in everything(memory)
    held = [one for one in memory.memories("semantic") if "asting" in one.title]
    assert [(one.text, len(one.evidence), one.status) for one in held] == [("Tasting: 15:00", 1, "fresh")]
    assert memory.store.value("SELECT learnt_us FROM memory WHERE title LIKE 'Tasting%'") == facts.to_us(
        AT + timedelta(hours=3)
    )


def test_a_closed_fact_holds_again_when_what_closed_it_is_forgotten(memory: Memory, tmp_path: Path) -> None:
    tell(
        memory,
        tmp_path,
        ("Ann", "The tasting is at 3pm.", AT),
        ("Bo", "The tasting was moved to 5pm.", AT + timedelta(hours=3)),
    )
    memory.forget(Selection(ids=(moment(memory, "The tasting was moved to 5pm."),)))
    memory.consolidate()
    assert titled(memory, "tasting") == [("tasting: at 3pm", "active")]
    assert memory.store.rows("SELECT valid_to_us, expired_us, replaced_by FROM memory WHERE title LIKE 'tasting%'") == [
        (None, None, None)
    ]
    assert "5pm" not in everything(memory)


def test_most_changed_facts_are_known_and_next_to_nothing_else(tmp_path: Path) -> None:
    found = changed_facts.run(tmp_path, seed=5, count=60)
    assert found.share(set(found.pairs)) >= 0.8
    assert len(found.wrong) <= 0.03 * found.distractors
