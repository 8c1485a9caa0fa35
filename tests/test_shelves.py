"""Memories by the groups in which a person looks for them."""

from collections.abc import Iterator

import pytest

from app.errors import KnownError
from app.memory import Memory, initialise
from app.paths import Places
from app.store import shelves
from tests import believing


@pytest.fixture
def memory(places: Places) -> Iterator[Memory]:
    initialise(places)
    opened = Memory.open(places)
    yield opened
    opened.close()


def test_each_memory_stands_in_one_group_and_is_counted_there(memory: Memory) -> None:
    on = [believing.said(memory, "about Anna")]
    believing.person(memory, "Zoe", on)
    believing.person(memory, "anna", on)
    believing.put(memory, "semantic", "organisation:choir", "Choir", "sings", on)
    believing.fact(memory, "Anna", "sings", "alto", on)
    believing.put(memory, "core", "profile:1", "English", "reads it", on)
    counts = memory.beliefs.counted()
    assert counts == {group: counts[group] for group in (shelves.EVERYTHING, *shelves.GROUPS)}
    assert {group: count for group, count in counts.items() if count} == {
        "everything": 5, "people": 2, "things": 1, "facts": 1, "you": 1,
    }  # fmt: skip
    for group, count in counts.items():
        found = memory.beliefs.entries(group)
        assert len(found) == count
        assert {one.group for one in found} <= ({group} if group != shelves.EVERYTHING else set(shelves.GROUPS))
    assert [(one.title, one.entity) for one in memory.beliefs.entries("people")] == [
        ("anna", "person"),
        ("Zoe", "person"),
    ]


def test_a_word_narrows_and_signs_in_it_mean_themselves(memory: Memory) -> None:
    on = [believing.said(memory, "words")]
    believing.put(memory, "episodic", "episode:1", "100 % done", "all of it", on)
    believing.put(memory, "episodic", "episode:2", "1000 done", "' OR 1=1", on)
    assert [one.title for one in memory.beliefs.entries("episodes", "100 %")] == ["100 % done"]
    assert memory.beliefs.counted("' or 1=1")["episodes"] == 1
    assert memory.beliefs.counted("nowhere")["everything"] == 0


def test_what_was_called_wrong_stands_nowhere(memory: Memory) -> None:
    on = [believing.said(memory, "words")]
    id_ = believing.put(memory, "episodic", "episode:1", "an evening", "long", on)
    assert (memory.beliefs.entry(id_).zone, memory.beliefs.proof(id_)[1]) == ("UTC", 1)
    memory.beliefs.deny(id_)
    assert memory.beliefs.entries("everything") == []
    with pytest.raises(KnownError, match="no_such_memory"):
        memory.beliefs.entry(id_)


def test_of_much_evidence_the_first_moments_are_shown_and_all_are_counted(memory: Memory) -> None:
    on = [believing.said(memory, f"words {at}", minute=at) for at in range(4)]
    id_ = believing.put(memory, "episodic", "episode:1", "an evening", "long", on)
    found, count = shelves.proof(memory.store, id_, limit=3)
    assert ([one.id for one in found], count) == (on[:3], 4)
