"""Memories are linked by what they name, by the moment they stand on, and by likeness without any threshold; and lose links with evidence."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.consolidate import links
from app.memory import Memory
from app.paths import Places
from app.records import Selection
from app.store.keys import open_slots
from app.store.links import Linked, Meaning
from tests import residue
from tests.believing import everything_written, fact, person, put, row_id, said


def draw(memory: Memory) -> int:
    memory.embed_waiting()
    rounds = 0
    while links.draw_next(memory.store, "2026-11-30"):
        rounds += 1
    return rounds


def related(memory: Memory, public_id: str) -> list[tuple[str, str]]:
    return [(one.memory.title, one.why) for one in memory.beliefs.linked(public_id)]


def episode(
    memory: Memory,
    text: str,
    on: list[str],
    *,
    day: int = 0,
    people: tuple[str, ...] = (),
    documents: tuple[str, ...] = (),
) -> str:
    return put(
        memory, "episodic", f"episode:{on[0]}", text, text, on, day=day, level="episode", apps=["mail"], people=list(people),
        documents=list(documents), day_="2026-11-02",
    )  # fmt: skip


# -- the mixture


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 10), st.floats(-0.5, 0.3), st.floats(0.02, 2.0))
def test_those_that_stand_out_are_found_wherever_and_however_wide_the_scale_is(
    seed: int, upper: int, shift: float, scale: float
) -> None:
    noise = np.random.default_rng(seed)
    low, high = noise.normal(0.1, 0.02, 30 - upper), noise.normal(0.6, 0.02, upper)
    values = [float(one) for one in shift + scale * np.concatenate([low, high])]
    assert links.upper_cluster(values) == list(range(30 - upper, 30))


def test_what_cannot_be_told_apart_does_not_stand_out() -> None:
    assert links.upper_cluster([0.5] * 30) == []
    assert links.upper_cluster([0.1, 0.9]) == []


def test_planted_groups_are_found_in_noise_and_little_else() -> None:
    noise = np.random.default_rng(5)
    common = noise.standard_normal(64)
    meaning = {}
    for group in range(10):
        centre = noise.standard_normal(64)
        for one in range(5):
            vector = common + centre + 0.6 * noise.standard_normal(64)
            meaning[10 * group + one] = Meaning(
                (vector / np.linalg.norm(vector)).astype(np.float32), frozenset({10 * group + one})
            )
    likeness = links.Likeness(meaning)
    found = {(one, other) for one in meaning for other, _, _ in likeness.near(one)}
    inside = {(one, other) for one, other in found if one // 10 == other // 10}
    assert len(inside) >= 0.95 * 10 * 5 * 4
    assert len(found - inside) <= 0.05 * len(found)
    assert all((other, one) in found for one, other in found)


def test_likeness_is_seen_from_both_sides_also_where_nothing_was_planted() -> None:
    noise = np.random.default_rng(2)
    vectors = noise.standard_normal((60, 12))
    meaning = {
        one: Meaning((vector / np.linalg.norm(vector)).astype(np.float32), frozenset({one}))
        for one, vector in enumerate(vectors)
    }
    likeness = links.Likeness(meaning)
    found = {(one, other) for one in meaning for other, _, _ in likeness.near(one)}
    assert found == {(other, one) for one, other in found}
    assert 0 < len(found) < 60 * links.NEAREST / 2


def test_what_stands_on_the_same_moment_is_together_and_does_not_hide_what_is_alike() -> None:
    axes = np.eye(4, dtype=np.float32)

    def mean(*shares: float) -> np.ndarray:
        vector = np.asarray(shares, np.float32) @ axes
        return vector / np.linalg.norm(vector)

    meaning = {1: Meaning(mean(1, 0, 0, 0), frozenset({1})), 2: Meaning(mean(1, 0, 0, 0), frozenset({1, 2}))}
    meaning |= {10 + n: Meaning(mean(0.9, 0.1 + n / 50, 0, 0), frozenset({10 + n})) for n in range(4)}
    meaning |= {20 + n: Meaning(mean(0.1, 1, n / 9, 1), frozenset({20 + n})) for n in range(12)}
    found = links.Likeness(meaning).near(1)
    assert [(one, kind) for one, kind, _ in found if kind == "together"] == [(2, "together")]
    assert sorted(one for one, kind, _ in found if kind == "alike") == [10, 11, 12, 13]
    assert links.Likeness(meaning).near(99) == []


# -- names


def hub(id_: int, title: str, *aliases: str, kind: str = "semantic") -> Linked:
    data = {"entity": "person", "aliases": list(aliases)} if kind == "semantic" else {"where": ""}
    return Linked(id_, kind, f"person:{title.casefold()}", title, "", data, 0)


def test_names_are_found_in_fields_and_words_but_not_in_other_words() -> None:
    names = links.Names([hub(1, "Mira Kohl", "Mira"), hub(2, "Will"), hub(3, "Plan.odt", kind="resource")])

    def found(text: str = "", **data: object) -> set[int]:
        return names.found(Linked(9, "episodic", "", "", text, data, 0))

    assert found("Wrote to Mira's baker") == {1}
    assert found("mira kohl came") == {1}
    assert found("We will see, and admira") == set()
    assert found("Will came") == {2}
    assert found("Plan.odt is open") == set()  # a title is no word of a sentence
    assert found(documents=["plan.odt"], people=["MIRA"]) == {1, 3}
    assert names.unknown(Linked(9, "episodic", "", "", "", {"people": ["Ona", "Mira"]}, 0)) == {"ona"}


def test_a_merged_persons_facts_name_the_one_that_stays() -> None:
    names = links.Names([hub(1, "Mira Kohl")], {"person:mira": "person:mira kohl"})
    assert names.found(Linked(9, "semantic", "fact:1", "", "", {"entity_name": "person:mira"}, 0)) == {1}


# -- in a memory


def test_what_names_the_same_person_is_a_timeline_through_that_person(memory: Memory) -> None:
    moments = [said(memory, f"Text number {n} about something else {n * 7}.", n) for n in range(5)]
    first = episode(memory, "Lunch with Mira", [moments[0]], people=("Mira",))
    last = episode(memory, "A letter", [moments[3]], day=3, people=("mira",))
    middle = fact(memory, "person:mira", "lives in", "Porto", [moments[2]], day=2)
    who = person(memory, "Mira", [moments[4]])
    draw(memory)
    assert [one for one in related(memory, who) if one[1] == "names"] == [
        ("Lunch with Mira", "names"), ("person:mira: lives in Porto", "names"), ("A letter", "names")
    ]  # fmt: skip
    assert ("Mira", "names") in related(memory, first)
    through = {one.memory.id: one for one in memory.beliefs.linked(first)}
    assert {last, middle} <= set(through)
    assert through[last].by == ("Mira",)
    times = [one.memory.valid_from for one in memory.beliefs.linked(first)]
    assert times == sorted(times, key=lambda at: at.timestamp() if at else 0)


def test_the_same_person_who_is_no_memory_yet_is_shared_and_named_once_it_is(memory: Memory) -> None:
    moments = [said(memory, f"Text number {n} about {n * 7}.", n) for n in range(3)]
    first = episode(memory, "Lunch", [moments[0]], people=("Ona",))
    episode(memory, "Dinner", [moments[1]], day=1, people=("ona",))
    draw(memory)
    assert ("Dinner", "shares") in related(memory, first)
    who = person(memory, "Ona", [moments[2]])
    draw(memory)
    assert {title for title, why in related(memory, who) if why == "names"} == {"Lunch", "Dinner"}


def test_what_is_alike_is_linked_and_the_rest_is_not(memory: Memory) -> None:
    garden = "seed bed compost spade rake watering pump terrace tulip"
    ids = {}
    for n in range(4):
        moment = said(memory, f"{garden} number{n}", n)
        ids[f"garden {n}"] = episode(memory, f"garden {n}", [moment], day=n)
    for n in range(12):
        moment = said(memory, " ".join(f"word{n}x{k}" for k in range(9)), 10 + n)
        ids[f"other {n}"] = episode(memory, f"other {n}", [moment], day=10 + n)
    draw(memory)
    found = related(memory, ids["garden 0"])
    assert [title for title, why in found if why == "alike"] == ["garden 1", "garden 2", "garden 3"]


def test_links_are_drawn_once_and_again_when_a_memory_is_made_anew(memory: Memory) -> None:
    moments = [said(memory, f"Text {n} of it.", n) for n in range(2)]
    one = episode(memory, "Lunch with Mira", [moments[0]])
    person(memory, "Mira", [moments[1]])
    assert draw(memory) == 1
    assert draw(memory) == 0
    before = memory.store.rows("SELECT from_id, to_id, kind FROM link ORDER BY 1, 2, 3")
    episode(memory, "Lunch with Mira", [moments[0]])
    assert draw(memory) == 1
    assert memory.store.rows("SELECT from_id, to_id, kind FROM link ORDER BY 1, 2, 3") == before
    memory.beliefs.deny(one)
    assert draw(memory) == 0
    assert related(memory, memory.memories("semantic")[0].id) == []


def test_a_merged_person_takes_over_what_named_the_other_and_gives_it_back(memory: Memory) -> None:
    moments = [said(memory, f"Text {n} of it.", n) for n in range(3)]
    episode(memory, "Lunch with Ona", [moments[0]])
    other, who = person(memory, "Ona", [moments[1]]), person(memory, "Onata Lind", [moments[2]])
    draw(memory)
    assert related(memory, who) == []
    memory.beliefs.merge(who, other)
    draw(memory)
    assert ("Lunch with Ona", "names") in related(memory, who)
    memory.beliefs.undo()
    draw(memory)
    assert related(memory, who) == []
    assert ("Lunch with Ona", "names") in related(memory, other)


def test_no_link_and_no_word_is_left_of_what_was_forgotten(memory: Memory, places: Places) -> None:
    word = "canarymnbvcxzlkjhgfd"
    gone, stays = said(memory, f"Mira {word} is here."), said(memory, "Mira is a baker.", 1)
    alone = episode(memory, f"Lunch with Mira {word}", [gone], people=(f"Mira {word}",))
    both = episode(memory, f"Mira, and {word} too", [stays, gone], day=1)
    who = person(memory, "Mira", [stays])
    draw(memory)
    numbers = {row_id(memory, alone), row_id(memory, both)}
    assert len(related(memory, who)) == 2
    assert residue.find({word: residue.text_needles(word)}, places, open_slots(places), keys={})
    memory.forget(Selection(ids=(gone,)))
    left = {one for row in memory.store.rows("SELECT from_id, to_id FROM link") for one in row}
    assert not left & numbers
    assert related(memory, who) == []
    assert word not in everything_written(memory)
    assert residue.find({word: residue.text_needles(word)}, places, open_slots(places), keys={}) == {}
