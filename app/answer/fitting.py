"""How well a sentence fits a question, a number a signal, summed by learned weights. Pure but for reading the weights' file once.

Every signal is of a scale that does not change with the size of a memory: shares, cosines, flags. What was said or written has weights of its
own beside what was on a screen (`screen ...`), as in the search. Weights: tests/bench/train_answers.py.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from app.answer import sought
from app.answer.reading import Sentence
from app.recall.learned import Linear

Floats = np.ndarray[Any, np.dtype[np.float32]]
Columns = dict[str, Floats]
Terms = Callable[[str], list[str]]
FILE = "weights.json"
MOST_COMPARED = 24
# Comparing by meaning takes its time by the letter: so many letters are read in a third of a second, and six sentences in any case.
MOST_LETTERS, FEWEST_COMPARED = 1_600, 6
_FIRST = re.compile(r"\b(?:I|I'm|I've|I'd|I'll|my|me|we|our|us)\b")
_YOU = re.compile(r"\b(?:you|your|yours)\b", re.IGNORECASE)
_OWN = re.compile(r"\b(?:I|my|me|we|our|us)\b")
# What of a sentence counts otherwise on a screen, where lines stand apart and much is neither said nor meant for anybody.
ON_SCREEN = ("covered", "meaning", "rank", "behind the best", "covered with before", "in hit", "length", "place")
# By these alone candidates are chosen before their meaning is known; on the scale of the learned weights.
FIRST_LOOK = {"covered": 8.0, "covered with before": 3.2, "holds the kind": 2.0, "in hit": 2.0, "rank": -3.2}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as sentences are held against it."""

    terms: tuple[str, ...]
    words: frozenset[str]
    kinds: frozenset[str]
    own: bool
    several: bool


@cache
def shipped() -> Linear:
    """The weights that ship with the program."""
    held = json.loads(files("app.answer").joinpath(FILE).read_text("utf-8"))["sentence"]
    return Linear(held["weights"], held["bias"])


def asked(question: str, words: str, terms: Terms) -> Asked:
    """A question; `words` are those that are left of it to search."""
    return Asked(
        tuple(dict.fromkeys(terms(words or question))),
        frozenset(re.findall(r"\w+", question.casefold().replace("'s", "").replace("’s", ""))),
        sought.kinds_asked(question),
        _OWN.search(question) is not None,
        sought.asks_several(question),
    )


def columns(question: Asked, found: Sequence[Sentence], terms: Terms) -> Columns:
    """Every signal of the sentences by its name but their meaning, each `(n,) float32`."""
    held = [frozenset(terms(one.text)) for one in found]
    before = [frozenset(terms(one.before)) if one.before else frozenset() for one in found]
    about = [frozenset(terms(f"{one.hit.moment.title} {one.hit.moment.author}")) for one in found]
    wanted = frozenset(question.terms)
    counts = Counter(term for one in held for term in one & wanted)
    idf = {term: math.log((1 + len(found)) / (0.5 + counts[term])) for term in wanted}
    whole = sum(idf.values()) or 1.0

    def covered(parts: Sequence[frozenset[str]]) -> list[float]:
        return [sum(idf[term] for term in one & wanted) / whole for one in parts]

    best = max((one.hit.score for one in found), default=0.0)
    out: dict[str, Sequence[float]] = {
        "covered": covered(held),
        "plainly covered": [len(one & wanted) / max(1, len(wanted)) for one in held],
        "covered with before": covered([a | b for a, b in zip(held, before, strict=True)]),
        "covered with title": covered([a | b for a, b in zip(held, about, strict=True)]),
        "rank": [min(one.rank, 10) / 10 for one in found],
        "first hit": [float(one.rank == 0) for one in found],
        "behind the best": [min(best - one.hit.score, 6.0) / 6 for one in found],
        "in hit": [float(one.text[:30] in " ".join(one.hit.text.split())) for one in found],
        "beside": [float(one.beside) for one in found],
        "row": [float(one.row) for one in found],
        "says new": [math.log1p(len(one - wanted)) for one in held],
        "length": [math.log1p(len(one.text.split())) for one in found],
        "short": [float(len(one.text.split()) <= 4) for one in found],
        "place": [math.log1p(one.place) for one in found],
        "asks": [float(one.text.rstrip().endswith("?")) for one in found],
        "after a question": [float(one.before.rstrip().endswith("?")) for one in found],
        "question, covered": [
            share * one.before.rstrip().endswith("?") for one, share in zip(found, covered(before), strict=True)
        ],
    }
    out |= _by_speaker(question, found) | _by_kind(question, found)
    return {name: np.array(values, np.float32) for name, values in out.items()}


def _by_speaker(question: Asked, found: Sequence[Sentence]) -> dict[str, list[float]]:
    authors = [frozenset(one.hit.moment.author.casefold().split()) for one in found]
    named = frozenset().union(*authors) & question.words
    said = [float(bool(one & named)) for one in authors]
    other = [float(bool(one) and bool(named) and not one & named) for one in authors]
    first = [float(_FIRST.search(one.text) is not None) for one in found]
    you = [float(_YOU.search(one.text) is not None) for one in found]
    return {
        "said by the one named": said,
        "said by another": other,
        "of oneself": first,
        "of oneself, by the one named": [a * b for a, b in zip(first, said, strict=True)],
        "to the one named": [a * b for a, b in zip(you, other, strict=True)],
        "to one who asks of himself": [a * question.own for a in you],
        "of oneself, asked of oneself": [a * question.own for a in first],
    }


def _by_kind(question: Asked, found: Sequence[Sentence]) -> dict[str, list[float]]:
    out = {"holds the kind": [sought.holds(one.text, question.kinds) for one in found]}
    for kind in sought.KINDS:
        asks = kind in question.kinds
        out[f"{kind}, asked for"] = [float(asks and sought.holds(one.text, frozenset((kind,))) > 0) for one in found]
    return out


def most_compared(letters: Sequence[int]) -> int:
    """How many of some sentences, given by their lengths in letters, the best first, are compared by meaning.

    >>> most_compared([50] * 40), most_compared([320] * 40)
    (24, 6)
    """
    read = np.cumsum(letters[:MOST_COMPARED])
    return max(FEWEST_COMPARED, int((read <= MOST_LETTERS).sum()))


def with_meaning(signals: Columns, meaning: Floats, found: Sequence[Sentence]) -> Columns:
    """The signals with those of meaning, the sentences' cosines with the question `(n,)`; and some of what was on a screen a second time."""
    best = np.float32(meaning.max(initial=-1.0))
    out = signals | {
        "meaning": meaning,
        "meaning behind the best": best - meaning,
        "meaning and words": meaning * signals["covered"],
    }
    screen = np.array([one.hit.moment.kind == "screen" for one in found], np.float32)
    return out | {f"screen {name}": out[name] * screen for name in ON_SCREEN} | {"screen": screen}


def first_look(signals: Columns) -> Floats:
    """What candidates are worth before their meaning is known `(n,)`."""
    return Linear(FIRST_LOOK).of(signals)
