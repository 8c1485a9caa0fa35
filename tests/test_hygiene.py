"""The inbox asks what is worth asking, once; and what is decided there happens, and can be taken back."""

import doctest
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from app.consolidate import hygiene, links, profiles
from app.errors import KnownError
from app.memory import Memory
from app.paths import Places
from app.records import Selection
from app.store import corrections, merging
from app.store.hygiene import Weighed
from tests.believing import everything_written, fact, person, put, said
from tests.cli_ran import Run

BASE = Weighed(1, "semantic", "", "", "", {}, "active", 0, None, True, 0, 1)


def entity(id_: int, title: str, sort: str = "person", **data: Any) -> Weighed:
    return replace(BASE, id=id_, title=title, data={"entity": sort, "aliases": [], **data})


def stated(id_: int, value: str, at: int, **other: Any) -> Weighed:
    return replace(
        BASE, id=id_, at_us=at, data={"entity_name": "person:mira", "predicate": "lives in", "value": value}, **other
    )


def look(memory: Memory) -> list[tuple[str, str, str]]:
    """(kind, title, title of the other) of all that waits, after looking for more."""
    while hygiene.look_next(memory.store, "2026-11-30"):
        pass
    return [(one.kind, one.memory.title, one.other.title if one.other else "") for one in memory.beliefs.inbox()]


def test_two_spellings_are_asked_about_and_two_people_are_not() -> None:
    alike = [entity(1, "Jonas Wiebe", times=4), entity(2, "Jonas Wlebe"), entity(3, "Jona Weber"), entity(4, "Release 12", "project"),
             entity(5, "Release 13", "project"), entity(6, "Jonas Wiebe", "place")]  # fmt: skip
    assert hygiene.same_entities(alike) == [(1, 2)]


def test_a_first_name_is_the_one_longer_name_that_has_it_and_no_other_when_there_are_two() -> None:
    one = [entity(1, "Mira"), entity(2, "Mira Kohl", times=2)]
    assert hygiene.same_entities(one) == [(2, 1)]
    assert hygiene.same_entities([*one, entity(3, "Mira Sand")]) == []
    assert hygiene.same_entities([entity(1, "Harbour", "place"), entity(2, "Harbour Street", "place")]) == []


def test_two_values_that_hold_at_once_contradict_and_a_closed_one_or_a_list_does_not() -> None:
    older, newer = stated(1, "Porto", 10), stated(2, "Braga", 20)
    assert hygiene.contradictions([older, newer], {}) == [(2, 1)]
    assert hygiene.contradictions([replace(older, until_us=20), newer], {}) == []
    assert hygiene.contradictions([older, newer, stated(3, "Guarda", 30)], {}) == []
    other = replace(newer, data={**newer.data, "entity_name": "person:mira kohl"})
    assert hygiene.contradictions([older, other], {}) == []
    assert hygiene.contradictions([older, other], {"person:mira kohl": "person:mira"}) == [(2, 1)]


def test_old_is_what_says_so_itself_and_was_not_met_for_long() -> None:
    late = hygiene.STALE_US + 11
    assert hygiene.stale([stated(1, "Porto", 10)], late) == [(1, None)]
    assert hygiene.stale([stated(1, "Porto", 10, seen_us=late)], late) == []
    assert hygiene.stale([replace(stated(1, "Porto", 10), dated=False)], late) == []


def test_secrets_and_weak_claims_are_noticed() -> None:
    assert hygiene.secrets([replace(BASE, text="password: hunter2-porto"), replace(BASE, id=2, text="A word.")]) == [
        (1, None)
    ]
    weak = replace(BASE, status="fresh")
    assert hygiene.weak([weak], hygiene.WEAK_US + 1) == [(1, None)]
    assert hygiene.weak([replace(weak, moments=2), replace(weak, status="active")], hygiene.WEAK_US + 1) == []


def test_accepting_a_merge_makes_one_of_two_and_undo_asks_again(memory: Memory) -> None:
    on = [said(memory, "Mira Kohl and Mira are here.")]
    person(memory, "Mira", on)
    person(memory, "Mira Kohl", on, times=3)
    assert look(memory) == [("merge", "Mira Kohl", "Mira")]
    memory.beliefs.accept(str(memory.beliefs.inbox()[0].n))
    assert {one.title: one.status for one in memory.memories()} == {"Mira Kohl": "active", "Mira": "superseded"}
    assert look(memory) == []
    assert len(memory.beliefs.undo()) == 2
    assert {one.status for one in memory.memories()} == {"active"}
    assert [one.state for one in memory.beliefs.inbox()] == ["undone"]
    assert look(memory) == [("merge", "Mira Kohl", "Mira")]


def test_what_was_rejected_is_not_asked_again_also_when_it_was_made_anew(memory: Memory) -> None:
    on = [said(memory, "Mira Kohl and Mira are here.")]
    person(memory, "Mira", on)
    person(memory, "Mira Kohl", on, times=3)
    look(memory)
    memory.beliefs.reject(memory.beliefs.inbox()[0].id)
    assert look(memory) == []
    memory.store.execute("DELETE FROM memory")
    person(memory, "Mira Kohl", on, times=3)
    person(memory, "Mira", on)
    assert look(memory) == []
    person(memory, "Mira K", on)
    assert ("merge", "Mira Kohl", "Mira") not in look(memory)


def test_a_rejection_can_be_taken_back(memory: Memory) -> None:
    on = [said(memory, "Mira Kohl and Mira are here.")]
    person(memory, "Mira", on)
    person(memory, "Mira Kohl", on, times=3)
    look(memory)
    memory.beliefs.reject(memory.beliefs.inbox()[0].id)
    assert memory.beliefs.undo()
    assert len(memory.beliefs.inbox()) == 1
    with pytest.raises(KnownError):
        memory.beliefs.reject("no number")


def test_an_accepted_contradiction_closes_the_older_and_an_edited_one_both(memory: Memory) -> None:
    first, second = said(memory, "Mira moved to Porto."), said(memory, "Mira moved to Braga.", 5)
    older = fact(memory, "person:mira", "lives in", "Porto", [first])
    newer = fact(memory, "person:mira", "lives in", "Braga", [second], day=5)
    assert [one[0] for one in look(memory)] == ["contradiction"]
    memory.beliefs.accept(str(memory.beliefs.inbox()[0].n), text="Mira lives in Braga since November.")
    held = {one.id: one for one in memory.memories()}
    assert (held[older].status, held[newer].status) == ("superseded", "active")
    assert held[older].valid_to == held[newer].valid_from
    assert held[newer].text == "Mira lives in Braga since November."
    assert memory.beliefs.show(older).replaced_by == newer
    memory.beliefs.undo()
    held = {one.id: one for one in memory.memories()}
    assert (held[older].status, held[older].valid_to, held[newer].text) == (
        "active",
        None,
        "person:mira lives in Braga",
    )


def test_a_weak_claim_is_denied_or_holds(memory: Memory) -> None:
    first = said(memory, "Mira moved to Porto.")
    said(memory, "Long after.", 40)
    one = fact(memory, "person:mira", "lives in", "Porto", [first])
    memory.store.execute("UPDATE memory SET status = 'fresh'")
    assert [one[0] for one in look(memory)] == ["weak"]
    memory.beliefs.accept(str(memory.beliefs.inbox()[0].n))
    assert memory.memories() == []
    memory.beliefs.undo()
    assert memory.memories()[0].status == "fresh"
    memory.beliefs.reject(str(memory.beliefs.inbox()[0].n))
    assert [(each.id, each.status) for each in memory.memories()] == [(one, "active")]
    assert look(memory) == []


def test_an_accepted_secret_is_forgotten_for_good(memory: Memory) -> None:
    moment = said(memory, "Something else stands here.")
    put(memory, "semantic", "fact:9", "Login", "password: hunter2-portozwei", [moment])
    assert [one[0] for one in look(memory)] == ["secret"]
    receipt = memory.beliefs.accept(str(memory.beliefs.inbox()[0].n))
    assert receipt is not None
    assert (receipt.state, receipt.facts) == ("gone", 1)
    assert "portozwei" not in everything_written(memory)
    assert memory.beliefs.undo() == []


def test_an_old_fact_is_put_away_and_comes_back(memory: Memory) -> None:
    first = said(memory, "Mira moved to Porto.")
    said(memory, "Long after.", 200)
    fact(memory, "person:mira", "lives in", "Porto", [first])
    assert [one[0] for one in look(memory)] == ["stale"]
    memory.beliefs.accept(str(memory.beliefs.inbox()[0].n))
    assert memory.memories()[0].status == "archived"
    memory.beliefs.undo()
    assert memory.memories()[0].status == "active"


def test_a_proposal_goes_with_either_memory_and_holds_no_words(memory: Memory) -> None:
    gone, stays = said(memory, "Mira Portozwei is here."), said(memory, "Mira is here.", 1)
    person(memory, "Mira Portozwei", [gone], times=3)
    person(memory, "Mira", [stays])
    assert len(look(memory)) == 1
    assert memory.store.rows("SELECT data FROM proposal") == [("{}",)]
    memory.forget(Selection(ids=(gone,)))
    assert memory.beliefs.inbox() == []
    assert "ortozwei" not in everything_written(memory)


def test_an_open_question_that_answered_itself_is_withdrawn(memory: Memory) -> None:
    first = said(memory, "Mira moved to Porto.")
    said(memory, "Long after.", 200)
    fact(memory, "person:mira", "lives in", "Porto", [first])
    assert len(look(memory)) == 1
    fact(memory, "person:mira", "lives in", "Porto", [first, said(memory, "Mira lives in Porto.", 199)])
    assert look(memory) == []


def test_the_commands_show_the_inbox_and_decide(run: Run, places: Places) -> None:
    assert run("init").status == 0
    assert run("memories", "inbox", "--json").lines == []
    note = run("note", "Mira Kohl and Mira.", "--json").json["id"]
    opened = Memory.open(places)
    person(opened, "Mira", [note])
    person(opened, "Mira Kohl", [note], times=2)
    opened.close()
    assert run("consolidate", "--until-done", "--json").status == 0
    asked = next(one for one in run("memories", "inbox", "--json").lines if one["kind"] == "merge")
    assert (asked["memory"]["title"], asked["other"]["title"]) == ("Mira Kohl", "Mira")
    assert run("memories", "reject", str(asked["n"])).status == 0
    assert run("memories", "undo").status == 0
    assert run("memories", "accept", str(asked["n"]), "--json").json == {"accepted": str(asked["n"])}
    assert run("memories", "accept", str(asked["n"])).status == 1


@pytest.mark.parametrize("module", [hygiene, links, profiles, merging, corrections], ids=lambda one: one.__name__)
def test_the_examples_in_the_modules_are_true(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
