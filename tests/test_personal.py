"""What the user opens moves ranking a little, within bounds, on this machine; it holds nothing seen and can be taken back."""

import json
import math

import numpy as np
import pytest

from app.engines import Models
from app.memory import Memory
from app.paths import Places
from app.recall import learned, personal, preferences
from app.recall.learned import Linear
from app.records import Selection
from app.store import ledger

WEIGHTS = Linear({"words": 2.0, "recent": 1.0, "unused": 0.0})


def shown(words: list[float], recent: list[float]) -> personal.Shown:
    signals = {"words": words, "recent": recent, "unused": [1.0] * len(words)}
    ids = tuple(f"h{n}" for n in range(len(words)))
    return personal.Shown(ids, {name: np.array(one, np.float32) for name, one in signals.items()})


def order(learnt: personal.Learnt, one: personal.Shown) -> list[str]:
    scaled = Linear({name: w * math.exp(learnt.factors.get(name, 0.0)) for name, w in WEIGHTS.weights.items()})
    return [one.ids[place] for place in np.argsort(-scaled.of(one.signals), kind="stable")]


def test_what_is_passed_over_again_and_again_for_the_same_reason_sinks() -> None:
    view = shown([0.9, 0.5], [0.1, 0.8])
    assert order(personal.NOTHING, view) == ["h0", "h1"]
    learnt = personal.NOTHING
    for _ in range(120):
        learnt = personal.opened(learnt, WEIGHTS, view, "h1")
    assert order(learnt, view) == ["h1", "h0"]
    assert learnt.openings == 120
    assert learnt.factors["recent"] > 0 > learnt.factors["words"]
    assert "unused" not in learnt.factors


def test_no_signal_counts_more_than_twice_or_less_than_half() -> None:
    learnt = personal.NOTHING
    for _ in range(2000):
        learnt = personal.opened(learnt, WEIGHTS, shown([50.0, 0.0], [0.0, 1.0]), "h1")
    assert learnt.factors["words"] == pytest.approx(-math.log(2), abs=1e-4)
    assert learnt.factors["recent"] <= math.log(2) + 1e-4
    strange = personal.personal(learned.shipped(), personal.Learnt({"words": 1e9, "meaning": -1e9}))
    ours = learned.shipped().ranking.weights
    assert strange.ranking.weights["words"] == pytest.approx(2 * ours["words"])
    assert strange.ranking.weights["meaning"] == pytest.approx(ours["meaning"] / 2)


@pytest.mark.parametrize("opened", ["h0", "elsewhere"])
def test_the_first_hit_and_what_was_not_shown_teach_nothing(opened: str) -> None:
    assert personal.opened(personal.NOTHING, WEIGHTS, shown([0.9, 0.5], [0.1, 0.8]), opened) is personal.NOTHING


@pytest.fixture
def garden(memory: Memory) -> Memory:
    for n in range(12):
        memory.note(f"the heron number {n} stands by the old mill" + " and waits" * n)
    memory.embed_waiting()
    return memory


def test_openings_are_learnt_from_and_kept_for_the_next_time(
    garden: Memory, places: Places, fake_models: Models
) -> None:
    hits = garden.search("heron by the mill").hits
    for _ in range(3):
        garden.opened("heron by the mill", hits[5].id)
    assert garden.learning() == {"openings": 3}
    garden.opened("a search that nobody did", hits[5].id)
    assert garden.learning() == {"openings": 3}
    other = Memory.open(places, models=fake_models)
    try:
        other.search("heron by the mill")
        assert other.learning() == {"openings": 3}
        garden.search("heron by the mill")
        ours, theirs = (memory._search().judge._ranking.weights for memory in (garden, other))
        assert ours == theirs != learned.shipped().ranking.weights
    finally:
        other.close()


def test_what_was_learnt_holds_no_words_and_can_be_taken_back(garden: Memory) -> None:
    hits = garden.search("heron by the mill").hits
    garden.opened("heron by the mill", hits[7].id)
    held = str(ledger.get_control(garden.store, "ranking"))
    assert set(json.loads(held)["factors"]) <= set(learned.shipped().ranking.weights)
    before = [hit.id for hit in hits]
    garden.learning(reset=True)
    assert garden.learning() == {"openings": 0}
    assert [hit.id for hit in garden.search("heron by the mill").hits] == before


def test_forgetting_everything_takes_it_back_too(garden: Memory) -> None:
    garden.opened("heron by the mill", garden.search("heron by the mill").hits[5].id)
    garden.forget(Selection(everything=True))
    assert garden.learning() == {"openings": 0}


@pytest.mark.parametrize(
    "held", ["", "[]", "{}", '{"factors": 3, "openings": 1}', '{"factors": {"a": "x"}, "openings": 1}']
)
def test_a_damaged_row_teaches_nothing(garden: Memory, held: str) -> None:
    ledger.set_control(garden.store, "ranking", held)
    assert preferences.learnt(garden.store) == personal.NOTHING
    assert garden.search("heron").hits
