"""Answering without a model: the sentences of memory that fit the question best, quoted, each with its moment."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.answer import sought
from app.records import Citation, Hit

Floats = np.ndarray[Any, np.dtype[np.float32]]
# A sentence's end; a screen's passage is short, and where its lines end says little, so those are no borders.
BORDER = re.compile(
    r"(?<=[.!?])(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\bMrs\.)(?<!\bNo\.)\s+(?=[\"'(A-Z0-9])|\n{2,}"
)
MOST_SENTENCES = 40
MOST_QUOTED = 3
LONGEST_QUOTE = 320
FEWEST_QUOTED_WORDS = 8
# A further sentence is quoted when it fits nearly as well as the best one.
NEARLY = 0.85
# What each thing counts, where the share of the question's words counts 1; chosen on the first demo week.
KIND, IN_HIT, RANK, MEANING = 0.2, 0.25, 0.05, 1.5


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the evidence, with the hit that it comes from."""

    text: str
    hit: Hit
    rank: int


def sentences(read: Sequence[tuple[Hit, str]]) -> list[Sentence]:
    """The sentences of the best hits, each given with the text of its moment; those of better hits first."""
    out: list[Sentence] = []
    for number, (hit, text) in enumerate(read):
        pieces = [" ".join(piece.split()) for piece in BORDER.split(text)]
        pieces = [piece for piece in pieces if any(sign.isalnum() for sign in piece)]
        starts = [n for n, piece in enumerate(pieces) if not sought.is_heading(piece, hit.moment.title)] or range(
            len(pieces)
        )
        out.extend(Sentence(_enough(pieces, start)[:LONGEST_QUOTE], hit, number) for start in starts)
    return out or [whole(hit) for hit, _ in read[:1]]


def whole(hit: Hit) -> Sentence:
    """All that a hit says, as one sentence."""
    return Sentence(" ".join(hit.text.split())[:LONGEST_QUOTE], hit, 0)


def _enough(pieces: Sequence[str], start: int) -> str:
    """A piece with those after it, until it says enough to stand alone: a heading is quoted with what it heads."""
    text = pieces[start]
    for piece in pieces[start + 1 :]:
        if len(text.split()) >= FEWEST_QUOTED_WORDS:
            break
        text = f"{text} {piece}"
    return text


def fit(found: Sequence[Sentence], terms: Callable[[str], list[str]], question: str) -> Floats:
    """How well each sentence fits by its words `(n,)`: the share of the question's in it, whether it holds the kind of thing that
    is asked for, whether the hit itself says it, and the hit's rank."""
    asked, kinds = set(terms(question)), sought.kinds_asked(question)
    out = np.zeros(len(found), np.float32)
    for place, sentence in enumerate(found):
        held = len(asked & set(terms(sentence.text))) / max(len(asked), 1)
        in_hit = sentence.text[:30] in " ".join(sentence.hit.text.split())
        out[place] = held + KIND * sought.holds(sentence.text, kinds) + IN_HIT * in_hit - RANK * sentence.rank
    return out


def chosen(found: Sequence[Sentence], fits: Floats) -> list[Sentence]:
    """The best sentence, and at most two more of other moments that fit nearly as well, in order of fit."""
    out: list[Sentence] = []
    for place in np.argsort(-fits, kind="stable"):
        good_enough = not out or fits[place] >= NEARLY * float(fits.max())
        if not good_enough or len(out) >= MOST_QUOTED:
            break
        new = found[int(place)]
        if all(new.hit.id != old.hit.id and new.text.casefold() != old.text.casefold() for old in out):
            out.append(new)
    return out


def compose(picked: Sequence[Sentence]) -> tuple[str, tuple[Citation, ...]]:
    """The answer's text, a line a sentence with its number, and the citations."""
    citations = tuple(citation(n, sentence.hit, sentence.text) for n, sentence in enumerate(picked, 1))
    return "\n".join(f"{who(s.hit)}“{s.text}” [{n}]" for n, s in enumerate(picked, 1)), citations


def citation(n: int, hit: Hit, quote: str) -> Citation:
    moment = hit.moment
    return Citation(n, hit.id, moment.time, moment.app or moment.source, moment.title, quote)


def who(hit: Hit) -> str:
    return f"{hit.moment.author}: " if hit.moment.author else ""
