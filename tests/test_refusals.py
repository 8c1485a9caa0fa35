"""Saying that memory holds no answer: what of a question the sentences hold, and what the learned weights make of that."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files

import numpy as np
import pytest

from app.answer import fitting, likely, sought, support, weighing
from app.answer.likely import Model, Tree
from app.answer.reading import Sentence
from app.answer.support import Read, Word
from app.memory import Memory
from app.recall.learned import Linear
from app.recall.search import Asked
from app.records import Filters, Hit, Moment
from app.store.index import Tokenizer
from app.zone import zone_name

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SAID = ("Ann keeps two boats at the lake.", "Bob painted his fence.")
QUESTION = "How many boats does Ann keep?"


def sentence(text: str, rank: int) -> Sentence:
    moment = Moment(id=f"m{rank}", kind="message", time=NOON, zone="UTC", source="chat", author="Cleo")
    return Sentence(text, Hit(moment.id, moment, text, text, (), 1.0, (), ()), rank)


def columns(question: str, *, unknown: frozenset[str] = frozenset()) -> fitting.Columns:
    """The signals of a question against what was SAID; of meaning there is none."""
    cutter = Tokenizer()
    try:
        said = [sentence(text, rank) for rank, text in enumerate(SAID)]
        names = support.names(question)
        spelt = [
            (raw, term) for raw, term in cutter.pairs(question) if raw not in ("how", "many", "does", "what", "is")
        ]
        words = tuple(Word(term, 0 if raw in unknown else 1, raw in names, False) for raw, term in spelt)
        asked = fitting.asked(question, question, cutter.terms)
        signals = fitting.with_meaning(fitting.columns(asked, said, cutter.terms), np.zeros(2, np.float32), said)
        fits = np.array([1.0, 0.0], np.float32)
        none = np.zeros((len(words), 2), np.float32)
        read = Read(said, said, fits, signals, np.zeros(2, np.float32), none, 9, 0.0)
        return support.columns(question, words, read, cutter.terms)
    finally:
        cutter.close()


def test_a_name_that_no_sentence_holds_shows_among_the_names_only() -> None:
    there, missing = columns(QUESTION), columns("How many boats does Dora keep?", unknown=frozenset({"dora"}))
    assert (there["names, sentence, best"][0], missing["names, sentence, best"][0]) == (1.0, 0.0)
    assert (there["names, unknown"][0], missing["names, unknown"][0]) == (0.0, 1.0)
    assert there["things, sentence, best"][0] == missing["things, sentence, best"][0] == 1.0


def test_the_kind_of_thing_that_is_asked_for_must_be_there() -> None:
    assert columns(QUESTION)["there, first"][0] == 1.0
    assert columns("What is the phone number of Ann?")["asks phone, not there"][0] == 1.0
    assert columns(QUESTION)["asks phone, not there"][0] == 0.0


@pytest.mark.parametrize(
    ("question", "holds", "lacks"),
    [
        ("What is Ann's phone number?", "Call 0171 332 8890", "She moved to room 12"),
        ("What colour is the door?", "The door is grey", "The door sticks"),
        ("How old is the boiler?", "It was put in 14 years ago", "It is worn out"),
        ("Who repairs the piano?", "It is repaired by Egon", "it is repaired often"),
        ("How many hives does Ann own?", "She has three of them", "She has some"),
    ],
)
def test_exact_kinds_tell_what_holds_them(question: str, holds: str, lacks: str) -> None:
    kinds = sought.exactly_asked(question)
    assert sought.exactly_held(holds, kinds, frozenset()) == 1.0
    assert sought.exactly_held(lacks, kinds, frozenset()) == 0.0


def test_a_number_of_the_question_itself_is_no_answer() -> None:
    assert sought.exactly_held("Room 12", ("count",), frozenset({"12"})) == 0.0


def test_the_chance_is_halfway_between_the_sum_and_the_trees() -> None:
    tree = Tree((1, -1, -1), (0.5, 0, 0), (1, 0, 0), (2, 0, 0), (0.5, 0.2, 0.8))
    model = Model(("a", "b"), Linear({"a": 1.0, "b": 0.0}), (tree,), 0.5)
    low = {"a": np.zeros(1, np.float32), "b": np.zeros(1, np.float32)}
    assert model.of(low) == pytest.approx((0.5 + 0.2) / 2)
    assert model.of(low | {"b": np.ones(1, np.float32)}) == pytest.approx((0.5 + 0.8) / 2)


def test_what_ships_knows_every_signal_and_says_how_it_was_learnt() -> None:
    held = json.loads(files("app.answer").joinpath(likely.FILE).read_text("utf-8"))
    assert set(likely.shipped().signals) == set(columns(QUESTION))
    assert held["made"]["by"] == "tests/bench/train_refusals.py"
    assert 0 < likely.shipped().least < 1
    with pytest.raises(KeyError):
        likely.shipped().of({"search": np.zeros(1, np.float32)})


@pytest.fixture
def lake(memory: Memory) -> Memory:
    for text in (
        "The plumber comes on Friday at nine.",
        "Ann keeps two boats at the lake.",
        "Bread is three euros at the corner shop.",
        "Call Ines about the garden fence.",
    ):
        memory.note(text)
    memory.embed_waiting()
    return memory


def test_what_memory_says_is_answered_and_what_it_never_held_is_not(lake: Memory) -> None:
    assert lake.ask("When does the plumber come?").mode == "extractive"
    assert lake.ask("How many boats does Ann keep?").mode == "extractive"
    refused = lake.ask("Which vaccine did the travel clinic advise for Portugal?")
    assert (refused.mode, refused.citations) == ("none", ())
    assert refused.answerable < likely.shipped().least


def test_without_meaning_the_searchs_own_chance_decides(lake: Memory) -> None:
    searcher = lake._search()
    found = searcher.search(Asked("When does the plumber come?", Filters()), now=NOON, zone=zone_name())
    held = replace(weighing.compared(searcher, found), vectors=None)
    assert weighing.chance(searcher, found, held) == (found.answerable, found.answerable >= weighing.LEAST_BY_SEARCH)
    unsure = replace(found, answerable=0.1)
    assert weighing.chance(searcher, unsure, held) == (0.1, False)
