"""Signals of candidates, the weights over them, and how they are learnt."""

import json
from importlib.resources import files

import numpy as np
import pytest

from app.recall import answerable, features, learned, rank
from app.recall.rank import Floats
from tests.bench.learning import Row, auroc, fit_answerable, fit_ranking, quality, ranked

ANN, BOB = "Ann", "Bob"
TEXTS = [
    (BOB, "I bought a red kettle in Ulm yesterday, it cost 35 euros"),
    (ANN, "I bought a red kettle in Ulm yesterday, it cost 35 euros"),
    (ANN, "Do you like it?"),
    (BOB, "The red one is louder than my kettle"),
]


def candidates(*, on_screen: bool = False, lengths: Floats | None = None) -> features.Candidates:
    """Four messages of one talk: terms red, kettle; the same vector, so that only the texts differ."""
    count = len(TEXTS)
    share = np.array([0.8, 0.8, 0.0, 0.8], np.float32)
    vectors = np.tile(np.array([1, 0], np.float32), (count, 1))
    return features.Candidates(
        tf=np.array([[1, 1, 0, 1], [1, 1, 0, 1]], np.float32), idf=np.array([2, 1], np.float32),
        signals=rank.Signals(share, share, share, share, share), first=share, vectors=vectors, beside=(vectors,) * 4,
        lengths=np.full(count, 8, np.float32) if lengths is None else lengths,
        on_screen=np.full(count, on_screen), facts=[features.facts(text, who, "") for who, text in TEXTS],
    )  # fmt: skip


def signals(text: str, **kind: bool) -> features.Columns:
    asked = features.question(text, ["red", "kettl"], frozenset({"which"}))
    return features.columns(asked, np.array([1, 0], np.float32), candidates(**kind))


def test_who_is_named_is_told_from_who_is_not() -> None:
    found = signals("Which red kettle did Ann buy?")
    assert found["said by the one named"].tolist() == [0, 1, 1, 0]
    assert found["said by another"].tolist() == [1, 0, 0, 1]
    nobody = signals("Which red kettle?")
    assert not nobody["said by the one named"].any()
    assert not nobody["said by another"].any()


def test_words_that_stand_together_are_told_from_words_that_stand_apart() -> None:
    found = signals("red kettle")
    assert found["words in a row"].tolist() == [1, 1, 0, 0]
    assert found["words near"][0] > found["words near"][3]


def test_what_is_asked_for_is_looked_for_in_the_text() -> None:
    assert signals("When was the red kettle bought?")["when: says when"].tolist() == [1, 1, 0, 0]
    assert signals("How much was the red kettle?")["count: counts"].tolist() == [1, 1, 0, 1]
    assert not signals("the red kettle")["when: says when"].any()
    assert signals("the red kettle")["ends asking"].tolist() == [0, 0, 1, 0]


def test_a_neighbour_says_less_about_a_long_text_and_messages_share_no_signal_with_screens() -> None:
    asked = features.question("red kettle", ["red", "kettl"], frozenset())
    vector = np.array([1, 0], np.float32)
    short = features.columns(asked, vector, candidates())["short words beside"][0]
    long = features.columns(asked, vector, candidates(lengths=np.full(4, 400, np.float32)))["short words beside"][0]
    assert short > 5 * long
    shown = signals("red kettle", on_screen=True)
    assert all(not values.any() for name, values in shown.items() if not name.startswith("screen"))


def test_every_signal_is_finite_for_one_candidate_without_words_or_vector() -> None:
    nothing = np.zeros(1, np.float32)
    alone = features.Candidates(
        tf=np.zeros((0, 1), np.float32), idf=np.zeros(0, np.float32), signals=rank.Signals(*[nothing] * 5), first=nothing,
        vectors=np.zeros((1, 2), np.float32), beside=(np.zeros((1, 2), np.float32),) * 4, lengths=nothing,
        on_screen=np.zeros(1, np.bool_), facts=[features.facts("", "", "")],
    )  # fmt: skip
    found = features.columns(features.question("?", [], frozenset()), np.zeros(2, np.float32), alone)
    assert all(np.isfinite(values).all() and values.shape == (1,) for values in found.values())
    model = learned.shipped()
    scores = model.ranking.of(found)
    assert np.isfinite(model.answerable.of(answerable.columns(found, scores, scores))).all()


def test_the_shipped_weights_know_every_signal_and_say_how_they_were_made() -> None:
    found = signals("Which red kettle did Ann buy?")
    model = learned.shipped()
    assert set(model.ranking.weights) == set(found)
    content = model.content.of(found)
    assert set(model.answerable.weights) == set(answerable.columns(found, model.ranking.of(found), content))
    assert content[0] == pytest.approx(content[1], abs=1e-3)
    made = json.loads(files("app.recall").joinpath(learned.FILE).read_text("utf-8"))["made"]
    assert {"date", "by", "sets", "answerable_auroc"} <= set(made)


def rows(count: int, *, told: bool) -> list[Row]:
    """Questions whose evidence has the higher `good` signal, or, untold, no signal of its own; `noise` says nothing."""
    rng = np.random.default_rng(7)
    out = []
    for number in range(count):
        noise = rng.normal(size=20).astype(np.float32)
        good = np.zeros(20, np.float32)
        good[number % 20] = 1.0 if told else 0.0
        out.append(
            Row(
                question="",
                fold=str(number % 3),
                category="",
                answerable=True,
                each=number % 2 == 0,
                gold=frozenset({f"{number % 20}"}),
                moments=tuple(str(n) for n in range(20)),
                signals={"good": good, "noise": noise},
                time_fit=None,
            )
        )
    return out


@pytest.mark.parametrize("told", [True, False])
def test_what_tells_evidence_apart_is_learnt_and_noise_is_not(told: bool) -> None:
    held = rows(60, told=told)
    model = fit_ranking(held, [1.0] * len(held), ["good", "noise"], strictness=1.0, on_screen=1.0)
    orders = [ranked(row, model.of(row.signals), 0.0) for row in held]
    assert (quality(held, orders).first > 0.9) is told
    assert abs(model.weights["noise"]) < 0.5


def test_a_time_that_was_named_stands_above_the_scores() -> None:
    row = rows(1, told=True)[0]
    fit = (np.arange(20) == 11).astype(np.float32)
    timed = Row("", "", "", True, True, row.gold, row.moments, row.signals, fit)
    assert ranked(timed, row.signals["good"], 20.0)[0] == "11"
    assert ranked(row, row.signals["good"], 20.0)[0] == "0"


def test_answerable_is_learnt_where_something_tells_and_stays_even_where_nothing_does() -> None:
    rng = np.random.default_rng(3)
    yes = np.arange(80) % 2 == 0
    for told in (True, False):
        held = [{"best": np.array([float(one and told) + rng.normal() / 4], np.float32)} for one in yes]
        model = fit_answerable(held, yes, np.ones(80), strictness=1.0)
        curve = auroc(np.array([float(model.of(one)[0]) for one in held]), yes)
        assert (curve > 0.9) is told
