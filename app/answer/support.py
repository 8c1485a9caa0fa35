"""What the best sentences hold of each word of a question, a number a signal: what tells whether they answer it. Pure: no store, no weights.

Nearly every question finds something near to it. What tells is whether its names, and the thing that it asks about, stand in the sentence that
would answer, beside it, or are at least alike; whether the kind of thing that is asked for is there; and words that memory never held. What a
question is by itself, its length or its kind, is no signal: of that only the style of those who wrote the questions could be learnt.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.answer import sought
from app.answer.fitting import Columns, Floats, Terms
from app.answer.reading import Sentence

Bools = np.ndarray[Any, np.dtype[np.bool_]]
BEST, LOOKED_AT = 3, 8
LEAST_WEIGHT = 0.1
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ONESELF = frozenset(("i", "i'm", "i've", "i'd", "i'll"))
# Words that say of a question only that it asks.
IDLE = (
    "name called call many much long old high big large far time day date get go do make take give say tell want need use have be kind sort type"
    " number thing people person new last first like come put ask plan decide happen mean"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question that says something: its term in the index, how many passages hold that, what it is."""

    term: str
    held_by: int
    is_name: bool
    is_idle: bool


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: sentences that were compared, how well each fits, their own signals, their cosines with the question `(n,)` and with each
    of its words `(words, n)`; `every` are all sentences, compared or not; `passages` is how many memory holds, `search` the logit of the
    search's own chance."""

    found: Sequence[Sentence]
    every: Sequence[Sentence]
    fits: Floats
    signals: Columns
    meaning: Floats
    likeness: Floats
    passages: int
    search: float


def names(question: str) -> frozenset[str]:
    """The names of a question in small letters: words with a capital that do not begin it, or have an 's.

    >>> sorted(names("Does Ann's boat lie in Basel?"))
    ['ann', 'basel']
    """
    out = set()
    for place, match in enumerate(_WORD.finditer(question)):
        folded = match[0].casefold().replace("’", "'")
        if match[0][0].isupper() and folded not in _ONESELF and (place or folded.endswith("'s")):
            out.add(folded.removesuffix("'s"))
    return frozenset(out)


def columns(question: str, words: Sequence[Word], read: Read, terms: Terms) -> Columns:
    """Every signal by its name, each `(1,) float32`."""
    order = np.argsort(-read.fits, kind="stable")
    shown = _shown(words, read, terms)
    weights = np.array(
        [max(LEAST_WEIGHT, math.log((read.passages + 1) / (one.held_by + 0.5))) for one in words], np.float32
    )
    out = _by_words(words, weights, shown, order)
    out |= _by_kind(question, words, weights, read, shown, order)
    out |= _by_meaning(read.meaning, order)
    first, spoken = order[0], float(read.signals["screen"][order[0]] == 0)
    out |= {
        "said by another": read.signals["said by another"][first],
        "said by the one named": read.signals["said by the one named"][first],
        "message": spoken,
        "search": read.search,
        "search, message": read.search * spoken,
    }
    return {name: np.array([value], np.float32) for name, value in out.items()}


def _shown(words: Sequence[Word], read: Read, terms: Terms) -> dict[str, Floats]:
    """How far each word stands in the sentence itself, with what is around it, in its moment, or is like it: `(words, n)`, 0 to 1."""
    own = [frozenset(terms(one.text)) for one in read.found]
    around = [
        held | frozenset(terms(f"{one.before} {one.hit.moment.title} {one.hit.moment.author}"))
        for held, one in zip(own, read.found, strict=True)
    ]
    moments: dict[int, set[str]] = {}
    for one in read.every:
        moments.setdefault(one.rank, set()).update(terms(one.text))
    whole = [held | moments.get(one.rank, set()) for held, one in zip(around, read.found, strict=True)]

    def there(parts: Sequence[frozenset[str] | set[str]]) -> Floats:
        return np.array([[word.term in part for part in parts] for word in words], np.float32)

    beside = there(around)
    return {
        "sentence": there(own),
        "around": beside,
        "moment": there(whole),
        "alike": np.maximum(np.clip(read.likeness, 0, 1), beside),
        "likeness": read.likeness,
    }


def _by_words(words: Sequence[Word], weights: Floats, shown: dict[str, Floats], order: Any) -> dict[str, float]:
    """How much of the question's weight the sentences hold: of all its words, of its names, of the others that do not merely ask."""
    known = np.array([word.held_by > 0 for word in words])
    out: dict[str, float] = {}
    for kind, chosen in _kinds_of(words).items():
        part = weights * chosen
        whole = float(part.sum())
        out[f"{kind}, unknown"] = float((chosen & ~known).sum())
        out[f"{kind}, unknown share"] = float((part * ~known).sum()) / whole if whole else 0.0
        for where, held in shown.items():
            if not whole:
                out |= {f"{kind}, {where}, {how}": 1.0 for how in ("first", "best", "together", "least")}
                continue
            shares = part @ held / whole
            out |= {
                f"{kind}, {where}, first": float(shares[order[0]]),
                f"{kind}, {where}, best": float(shares[order[:LOOKED_AT]].max()),
                f"{kind}, {where}, together": float(part @ held[:, order[:LOOKED_AT]].max(axis=1)) / whole,
                f"{kind}, {where}, least": float(held[chosen][:, order[:BEST]].max(axis=1).min()),
            }
    return out


def _kinds_of(words: Sequence[Word]) -> dict[str, Bools]:
    named = np.array([word.is_name for word in words])
    idle = np.array([word.is_idle for word in words])
    return {"all": np.ones(len(words), np.bool_), "names": named, "things": ~named & ~idle}


def _by_kind(
    question: str, words: Sequence[Word], weights: Floats, read: Read, shown: dict[str, Floats], order: Any
) -> dict[str, float]:
    """Whether the kind of thing that is asked for is there, and what of the question stands where it is."""
    asked = sought.exactly_asked(question)
    known = frozenset(_WORD.findall(question.casefold().replace("'s", "").replace("’s", "")))
    there = np.array([sought.exactly_held(one.text, asked, known) for one in read.found], np.float32)
    covered = weights @ shown["around"] / weights.sum()
    things = weights * _kinds_of(words)["things"]
    alike = things @ shown["alike"] / things.sum() if things.any() else np.ones(len(there), np.float32)
    best = order[:BEST]
    out = {
        "there, first": there[order[0]],
        "there, best": there[best].max(),
        "there and covered": (there * covered).max(),
        "covered, not there": covered.max() - (there * covered).max(),
        "there and alike": (there * alike).max(),
        "alike, not there": alike.max() - (there * alike).max(),
        "meant, not there": read.meaning.max() - (there * read.meaning).max(),
    }
    for kind in sought.EXACT:
        out[f"asks {kind}, not there"] = float(kind in asked) * (1.0 - float(there[best].max()))
    return {name: float(value) for name, value in out.items()}


def _by_meaning(meaning: Floats, order: Any) -> dict[str, float]:
    sorted_ = np.sort(meaning)[::-1]
    out = {
        "meaning, first": meaning[order[0]],
        "meaning, best": sorted_[0],
        "meaning of three": sorted_[:3].mean(),
        "meaning of five": sorted_[:5].mean(),
        "meaning above the rest": sorted_[0] - meaning.mean(),
    }
    return {name: float(value) for name, value in out.items()}
