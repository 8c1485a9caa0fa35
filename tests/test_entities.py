"""People, projects and their like are found where their names stand, and little else is."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.consolidate.entities import full_name, kind_of, mentions, same_name, tidy
from app.consolidate.letters import author_of, names_of, spoken
from app.ingest.reading import add_text_moment
from app.memory import Memory
from app.records import Selection
from app.store.facts import Naming, Seen, SeenLine
from app.store.frames import NewMoment
from tests.test_facts import everything, moment, tell

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
LETTER = (
    "From: Vera Lindqvist", "To: Paul Okonkwo", "Subject: Roof", "Dear Paul,", "the quote is ready. Mr. Haller calls you.",
    "Kind regards", "Vera",
)  # fmt: skip


def screen(*lines: str, title: str = "Roof - Inbox", author: str = "") -> Seen:
    held = tuple(SeenLine(line, fresh=True) for line in lines)
    return Seen(1, 1, "screen", AT, "UTC", "Mail", title, "", author, held)


def text(*said: str, title: str = "", app: str = "Chat") -> list[Naming]:
    return [Naming(one, title, app, "", f"2026-11-{n + 1:02}", (n,)) for n, one in enumerate(said)]


def test_a_letter_names_its_people() -> None:
    found = {(one.name, one.kind) for one in mentions(screen(*LETTER)) if one.kind}
    assert found == {
        ("Vera Lindqvist", "person"),
        ("Paul Okonkwo", "person"),
        ("Paul", "person"),
        ("Haller", "person"),
        ("Vera", "person"),
    }
    assert author_of(screen(*LETTER)) == "Vera Lindqvist"


def test_who_lets_others_sign_is_an_organisation() -> None:
    signed = (
        "From: Dachwerk Haller",
        "To: Paul Okonkwo",
        "Subject: Roof",
        "Dear Paul,",
        "it costs 5 EUR.",
        "Otto Haller, roofer",
    )
    kinds = {one.name: one.kind for one in mentions(screen(*signed))}
    assert (kinds["Dachwerk Haller"], kinds["Otto Haller"]) == ("organisation", "person")


def test_lines_of_a_chat_name_their_speakers() -> None:
    assert spoken("Ann 12:48: Who comes?") == ("Ann", "Who comes?")
    assert [one.name for one in names_of(["Ann 12:48: Who comes?"])] == ["Ann"]
    assert spoken("12:48 Lunch") is None


@pytest.mark.parametrize(
    ("name", "texts", "kind"),
    [
        ("Mira", text("Mira said yes.", "I met Mira there.", "We ask Mira."), "person"),
        ("Bergen", text("We fly to Bergen soon.", "It rains in Bergen."), "place"),
        ("Harbour School", text("The Harbour School is shut.", "We meet at the Harbour School."), "organisation"),
        ("Heron", [*text("It is late for Heron.", title="Heron"), *text("We stop Heron.", title="heron.ods", app="Calc")], "project"),
        ("Roof", text("Roof is leaking.", "The roof leaks.", "Ask for a roof."), ""),
        ("Dinner", text("Dinner is at 7."), ""),
        ("Calc", text("The sheet opens in Calc now.", "We like Calc.", app="LibreOffice Calc"), ""),
    ],
)  # fmt: skip
def test_the_passages_agree_what_a_name_is(name: str, texts: list[Naming], kind: str) -> None:
    assert kind_of(name, texts) == kind


def test_one_name_written_otherwise_is_one() -> None:
    assert same_name("José Müller-Lang", "Jose  MULLER-LANG")
    assert same_name("Alexandra Featherstonehaugh-Smith", "Alexandra Featherstonehaugh-Smit")
    assert not same_name("Ann Smith", "Anna Smith")
    assert not same_name("aaaaaaa aaaa", "aaaaaaa aaaaa")


def test_a_first_name_is_a_full_name_only_when_it_is_plain_whose() -> None:
    assert full_name("ann", ["ann smith", "bo smith"], titled=False) == "ann smith"
    assert full_name("ann", ["ann smith", "ann jones"], titled=False) == ""
    assert full_name("smith", ["ann smith", "bo jones"], titled=True) == "ann smith"


@given(st.text(max_size=60))
def test_any_text_can_be_a_name(name: str) -> None:
    assert tidy(tidy(name)) == tidy(name) or not tidy(name)


# -- in a memory


def entities(memory: Memory) -> dict[str, list[str]]:
    """The names of the shown entities with the aliases that stand in their fields."""
    rows = memory.store.rows(
        "SELECT name, data FROM memory WHERE kind = 'semantic' AND name NOT LIKE 'fact:%' AND name NOT LIKE 'app%' AND status <> 'stale'"
    )
    return {name: json.loads(data).get("aliases", []) for name, data in rows}


def test_authors_are_people_and_first_names_are_theirs(memory: Memory, tmp_path: Path) -> None:
    tell(
        memory,
        tmp_path,
        ("Vera Lindqvist", "I bring soup.", AT),
        ("Bo", "Vera said soup, I ask Vera again.", AT + timedelta(hours=1)),
    )
    assert entities(memory) == {"person:vera lindqvist": ["Vera"], "person:bo": []}
    held = {one.title: one for one in memory.memories("semantic")}
    assert len(held["Vera Lindqvist"].evidence) == 2
    assert held["Vera Lindqvist"].text == "Vera said soup, I ask Vera again."


def test_a_full_name_takes_in_the_first_name_that_was_known_before(memory: Memory, tmp_path: Path) -> None:
    tell(memory, tmp_path, ("Vera", "I bring soup.", AT))
    tell(memory, tmp_path, ("Vera Lindqvist", "And bread.", AT + timedelta(days=1)))
    assert entities(memory) == {"person:vera lindqvist": ["Vera"]}


def test_a_name_that_two_people_bear_stays_by_itself(memory: Memory, tmp_path: Path) -> None:
    tell(memory, tmp_path, ("Vera Lindqvist", "Soup.", AT), ("Vera Okafor", "Bread.", AT), ("Vera", "Salt.", AT))
    assert set(entities(memory)) == {"person:vera lindqvist", "person:vera okafor", "person:vera"}


def test_after_forgetting_no_name_is_left_that_stood_there_alone(memory: Memory, tmp_path: Path) -> None:
    tell(
        memory,
        tmp_path,
        ("Bo", "Our plumber, Mr. Quirrel, comes.", AT),
        ("Bo", "We eat at 7.", AT + timedelta(hours=1)),
    )
    assert "person:quirrel" in entities(memory)
    memory.forget(Selection(ids=(moment(memory, "Our plumber, Mr. Quirrel, comes."),)))
    memory.consolidate()
    assert set(entities(memory)) == {"person:bo"}
    assert "quirrel" not in everything(memory).casefold()
    assert "plumber" not in everything(memory)


def test_a_person_loses_the_name_that_only_the_forgotten_moment_said(memory: Memory, tmp_path: Path) -> None:
    tell(
        memory, tmp_path, ("Bo", "I met Mr. Vito Quirrel today.", AT), ("Bo", "Vito said no.", AT + timedelta(hours=1)),
        ("Bo", "We ask Vito.", AT + timedelta(hours=2)), ("Bo", "Then call Vito.", AT + timedelta(hours=3)),
    )  # fmt: skip
    assert "person:vito quirrel" in entities(memory)
    memory.forget(Selection(ids=(moment(memory, "I met Mr. Vito Quirrel today."),)))
    memory.consolidate()
    assert set(entities(memory)) == {"person:bo", "person:vito"}
    assert "quirrel" not in everything(memory).casefold()


def test_one_word_at_the_head_of_notes_makes_no_entity(memory: Memory) -> None:
    for said in ("Shopping for the weekend", "Dinner with everybody", "Ideas and plans", "Remember the milk"):
        add_text_moment(memory.store, NewMoment(kind="note", at=AT, zone="UTC", source="note"), said)
    memory.consolidate()
    assert entities(memory) == {}
