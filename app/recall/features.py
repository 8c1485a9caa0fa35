"""How a candidate fits a question, a number a signal. Pure: arrays and texts in, one array out; no store, no weights.

A candidate is a passage among the few hundred that words or meaning brought up. Every signal is of a scale that does not change with the
size of a memory: shares, cosines, flags, deviations among the candidates. What looks at neighbours stands there a second time, faded by
length (`short ...`): a neighbour says much about a chat message of ten words and nothing about a page. What was on a screen has signals of
its own (`screen ...`).
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

import numpy as np

from app.recall import rank

Floats = rank.Floats
Columns = dict[str, Floats]

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_WHEN = _words(
    "yesterday today tonight tomorrow ago last next since weekend week month year morning evening night recently just monday tuesday"
    " wednesday thursday friday saturday sunday january february march april may june july august september october november december"
)
_COUNTS = _words("one two three four five six seven eight nine ten dozen hundred few several couple once twice half")
_ONESELF = _words("i i'm i've i'd my me we our mine")
_ANOTHER = _words("you your you're yours")
_CLOCK = re.compile(r"\b(?:\d{1,2}[:.]\d\d|(?:19|20)\d\d|\d{1,2}(?:st|nd|rd|th))\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+")
_FLAGS = ("says when", "counts", "of oneself", "has a name", "to another", "ends asking", "asks", "has a number")
_ASKED = {
    "when": re.compile(
        r"\b(?:when|what (?:time|day|date|year|month)|how long ago|which (?:day|month|year|week))\b", re.IGNORECASE
    ),
    "count": re.compile(
        r"\bhow (?:many|much|long|old|often|high|far|big|large|tall|steep|ill|hot|cold|expensive)\b"
        r"|\b(?:price|cost|number|amount)\b",
        re.IGNORECASE,
    ),
    "where": re.compile(r"\b(?:where|(?:which|what) (?:city|country|place|town))\b", re.IGNORECASE),
    "who": re.compile(r"\b(?:who|whom|whose)\b", re.IGNORECASE),
    "why": re.compile(r"\b(?:why|how did|how does|how do|what .*reason|feel|think)\b", re.IGNORECASE),
}
# Which flag of a passage speaks for it, by what is asked.
_FITTING = {
    "when": ("says when", "has a number"),
    "count": ("counts", "has a number"),
    "where": ("has a name",),
    "who": ("has a name", "of oneself"),
    "why": ("of oneself", "length"),
}
FIRST = 5
# Of so many of the best are clues taken, from words that fewer than one in so many candidates have.
SECOND_STEP, COMMON_AMONG = 3, 8
_FADES_AT_WORDS = 40
_NEAR_WORDS = 5


@dataclass(frozen=True, slots=True)
class Question:
    """What a question asks. `terms` are its sought words as terms of the index; `words` all its words and `names` its names in lower case."""

    terms: tuple[str, ...]
    words: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a passage is, whatever is asked: its words and those of its author in lower case, its numbers, one number a flag."""

    words: tuple[str, ...]
    author: frozenset[str]
    numbers: frozenset[str]
    flags: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Candidates of one question, an entry each, best first. `tf (terms, n)`, `idf (terms,)`, `vectors (n, dim)`, all else `(n,)`.

    `first` are the scores that brought them up. `beside` are the vectors of the passage before, after, two before and two after, each
    `(n, dim)`, zeros where there is none.
    """

    tf: Floats
    idf: Floats
    signals: rank.Signals
    first: Floats
    vectors: Floats
    beside: tuple[Floats, Floats, Floats, Floats]
    lengths: Floats
    on_screen: rank.Bools
    facts: Sequence[Facts]


def question(text: str, terms: Sequence[str], stop: frozenset[str]) -> Question:
    """What stands in a question. A name has a capital and does not begin it, or has an 's.

    >>> sorted(question("When did Ann call Bob's aunt?", ["ann"], frozenset()).names)
    ['ann', 'bob']
    """
    words = WORD.findall(text)
    names = {
        _bare(word) for place, word in enumerate(words) if word[0].isupper() and (place or word.lower().endswith("'s"))
    }
    kinds = frozenset(kind for kind, rule in _ASKED.items() if rule.search(text))
    folded = frozenset(_bare(word) for word in words)
    return Question(tuple(terms), folded, frozenset(names - stop), frozenset(NUMBER.findall(text)), kinds)


def facts(text: str, author: str, title: str) -> Facts:
    """What can be said of a passage before anything is asked."""
    words = _all_bare(text)
    held, digits = frozenset(words), _DIGIT.search(text) is not None
    flags = (
        not held.isdisjoint(_WHEN) or (digits and _CLOCK.search(text) is not None), digits or not held.isdisjoint(_COUNTS),
        not held.isdisjoint(_ONESELF), _NAME.search(text) is not None, not held.isdisjoint(_ANOTHER), text.rstrip().endswith("?"),
        "?" in text, digits,
    )  # fmt: skip
    beyond = len(held.difference(_all_bare(title)))
    numbers = frozenset(NUMBER.findall(text)) if digits else frozenset()
    measures = (math.log1p(len(words)), float(len(words) <= 6), math.log1p(beyond))
    return Facts(words, frozenset(author.casefold().split()), numbers, (*map(float, flags), *measures))


def _all_bare(text: str) -> tuple[str, ...]:
    folded = text.casefold()
    words = WORD.findall(folded)
    return tuple(word.removesuffix("'s") for word in words) if "'s" in folded else tuple(words)


def _bare(word: str) -> str:
    return word.casefold().removesuffix("'s")


def columns(asked: Question, vector: Floats, found: Candidates) -> Columns:
    """Every signal by its name, each `(n,) float32`; `vector` is the question's, of length 1."""
    out = {"first": _deviation(found.first)} | _by_meaning(vector, found) | _by_words(found) | _by_text(asked, found)
    for name in ("meaning", "meaning beside", "meaning wide", "words", "words beside"):
        out[f"{name}, deviation"] = _deviation(out[name])
    out["words in a row"], out["words near"] = _closeness(asked, found)
    out["clues"], out["clues, together"] = _clues(asked, found)
    for kind, fitting in _FITTING.items():
        for flag in fitting:
            out[f"{kind}: {flag}"] = out[flag] * np.float32(kind in asked.kinds)
    return _for_each_kind(out, found)


# What of a neighbour fades with length, and what is known to tell something about a text on a screen.
BESIDE = (
    "meaning beside", "meaning wide", "meaning before", "meaning after", "words beside", "words beside, power", "words beside, root",
    "covered beside", "meaning beside, deviation", "meaning wide, deviation", "words beside, deviation",
)  # fmt: skip
ON_SCREEN = (
    "first", "words, power", "words beside, power", "meaning", "meaning beside", "covered", "covered beside", "length", "tiny", "rarest",
    "weightiest", "words in a row", "words near", "count: counts", "when: says when", "who: has a name", "where: has a name", "common",
    "names", "numbers", "beyond the title", "meaning, deviation", "words, deviation",
)  # fmt: skip


def _for_each_kind(out: Columns, found: Candidates) -> Columns:
    """Signals of what was said or written apart from those of what was on a screen: what lifts the one ruins the other."""
    short = np.float32(_FADES_AT_WORDS) / (np.float32(_FADES_AT_WORDS) + found.lengths)
    screen = found.on_screen.astype(np.float32)
    told = np.float32(1) - screen
    faded = {f"short {name}": out[name] * short * told for name in BESIDE}
    shown = {f"screen {name}": out[name] * screen for name in ON_SCREEN}
    said = {name: one * told for name, one in out.items()}
    return {name: np.asarray(one, np.float32) for name, one in (said | faded | shown | {"screen": screen}).items()}


def _by_meaning(vector: Floats, found: Candidates) -> Columns:
    own, before, after = found.vectors, found.beside[0], found.beside[1]
    wide = reduce(np.add, found.beside, own)
    lengths = np.maximum(np.linalg.norm(wide, axis=1), 1e-6)
    centre = own.mean(axis=0)
    return {
        "meaning": found.signals.meaning,
        "meaning beside": found.signals.meaning_around,
        "meaning wide": wide @ vector / lengths,
        "meaning before": before @ vector,
        "meaning after": after @ vector,
        "common": own @ centre / max(float(np.linalg.norm(centre)), 1e-6),
    }


def _by_words(found: Candidates) -> Columns:
    held, idf = found.tf > 0, found.idf
    weights = idf[:, None] * held
    order = np.argsort(-idf, kind="stable")
    none = np.zeros(len(found.first), np.float32)
    return {
        "words": found.signals.words,
        "words beside": found.signals.words_around,
        "words, power": found.signals.words**rank.POWER,
        "words beside, power": found.signals.words_around**rank.POWER,
        "words, root": np.sqrt(found.signals.words),
        "words beside, root": np.sqrt(found.signals.words_around),
        "covered": weights.sum(axis=0) / max(float(idf.sum()), 1e-6),
        "covered beside": found.signals.covered,
        "rarest": held[order[0]] if len(idf) else none,
        "second rarest": held[order[min(1, len(idf) - 1)]] if len(idf) else none,
        "matched": held.mean(axis=0) if len(idf) else none,
        "all matched": held.all(axis=0) if len(idf) else none,
        "weightiest": weights.max(axis=0, initial=0) / 10,
    }


def _by_text(asked: Question, found: Candidates) -> Columns:
    flags = np.array([one.flags for one in found.facts], np.float32).reshape(len(found.facts), -1)
    out = {name: flags[:, place] for place, name in enumerate((*_FLAGS, "length", "tiny", "beyond the title"))}
    authors = frozenset().union(*(one.author for one in found.facts)) & asked.words
    said = np.array([not authors.isdisjoint(one.author) for one in found.facts], np.float32)
    known = np.array([bool(one.author) for one in found.facts], np.float32)
    out["said by the one named"] = said
    out["said by another"] = (known - said) * np.float32(bool(authors))
    out["said to the one named"] = out["said by another"] * out["to another"]
    names = asked.names - authors
    out["names"] = _share(names, [names.intersection(one.words) for one in found.facts])
    out["numbers"] = _share(asked.numbers, [asked.numbers & one.numbers for one in found.facts])
    return out


def _share(wanted: frozenset[str], held: Sequence[frozenset[str]]) -> Floats:
    return np.array([len(one) / max(1, len(wanted)) for one in held], np.float32)


def _deviation(values: Floats) -> Floats:
    spread = float(values.std())
    out: Floats = (values - values.mean()) / np.float32(spread) if spread > 1e-6 else np.zeros_like(values)
    return out


def _closeness(asked: Question, found: Candidates) -> tuple[Floats, Floats]:
    """Shares of the question's neighbouring words that stand close in the text in their order, and of all pairs that stand close."""
    row, near = np.zeros(len(found.first), np.float32), np.zeros(len(found.first), np.float32)
    count = len(asked.terms)
    if count != len(found.tf) or count < 2:
        return row, near
    forms: dict[str, list[int]] = {}
    for place in np.flatnonzero((found.tf > 0).sum(axis=0) > 1).tolist():
        at: list[list[int]] = [[] for _ in asked.terms]
        for spot, word in enumerate(found.facts[place].words):
            if word not in forms:
                forms[word] = [number for number, term in enumerate(asked.terms) if _is_form(word, term)]
            for number in forms[word]:
                at[number].append(spot)
        row[place] = sum(any(0 < b - a <= 3 for a in one for b in two) for one, two in pairwise(at))
        held = [spots for spots in at if spots]
        pairs = [(one, two) for count_, one in enumerate(held) for two in held[:count_]]
        close = sum(min(abs(a - b) for a in one for b in two) <= _NEAR_WORDS for one, two in pairs)
        near[place] = close / max(1, len(pairs))
    return row / np.float32(count - 1), near


def _clues(asked: Question, found: Candidates) -> tuple[Floats, Floats]:
    """A second step, for answers that lie in several moments: how much each shares of the rare words of one of the best of the first
    look, and of all of them, that the question itself did not say."""
    texts = [frozenset(one.words) for one in found.facts]
    best, total = rank.best(found.first, SECOND_STEP).tolist(), len(texts)
    may_be = frozenset(word for place in best for word in texts[place] if len(word) > 2) - asked.words
    held = [text & may_be for text in texts]
    counts = Counter(word for one in held for word in one)
    weights = {word: math.log(total / n) for word, n in counts.items() if 1 < n < total / COMMON_AMONG}
    out = np.zeros((len(best), total), np.float32)
    for row, place in enumerate(best):
        clues = held[place] & weights.keys()
        whole = sum(weights[word] for word in clues) or 1.0
        out[row] = [sum(weights[word] for word in clues & one) / whole for one in held]
        out[row, place] = 0
    return out.max(axis=0, initial=0), out.sum(axis=0) / SECOND_STEP


def _is_form(word: str, term: str) -> bool:
    """Whether a word is a form of a term of the index, nearly: its stem is cut shorter than the word.

    >>> _is_form("painted", "paint"), _is_form("studies", "studi"), _is_form("paintings", "pain")
    (True, True, False)
    """
    stem = term[:-1] if len(term) > 3 and term[-1] in "iey" else term
    return word.startswith(stem) and len(word) - len(stem) <= 4
