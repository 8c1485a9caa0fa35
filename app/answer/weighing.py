"""What was found, read sentence by sentence and weighed: which of it may answer, and how likely it does. Asks the store and the embedder."""

import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.answer import evidence, fitting, likely, reading, support
from app.answer.fitting import Columns, Floats
from app.answer.reading import Sentence
from app.answer.support import Word
from app.recall.narrowing import LAST_ID
from app.recall.search import Searcher
from app.records import SearchResult
from app.store import index

log = logging.getLogger(__name__)
# Of commoner words it says little in how many passages exactly they stand, and counting takes its time.
MOST_COUNTED = 5_000
MOST_WORDS = 12
# The search's own chance below which memory is said to hold nothing, where no meaning could be compared.
LEAST_BY_SEARCH = 0.53


@dataclass(frozen=True, slots=True)
class Compared:
    """A question and the sentences that come into question with their signals. `every` are all sentences of the hits; `vectors` are those of
    the question, of its words and of these sentences, one after the other, None where the embedder does not answer."""

    question: fitting.Asked
    found: list[Sentence]
    every: list[Sentence]
    signals: Columns
    words: tuple[Word, ...]
    vectors: Floats | None

    @property
    def fits(self) -> Floats:
        """How well each sentence fits `(n,)`."""
        return fitting.shipped().of(self.signals) if self.vectors is not None else fitting.first_look(self.signals)


def compared(searcher: Searcher, found: SearchResult) -> Compared:
    """The sentences of what was found against the question."""
    question = fitting.asked(found.query, found.understood.words, searcher.content_terms)
    every = evidence.sentences(searcher.store, found.hits) or [reading.whole(hit) for hit in found.hits[:1]]
    signals = fitting.columns(question, every, searcher.content_terms)
    best = np.argsort(-fitting.first_look(signals), kind="stable")
    best = best[: fitting.most_compared([len(every[place].text) for place in best])]
    said, signals = [every[place] for place in best], {name: one[best] for name, one in signals.items()}
    spelt = searcher.content_words(found.query)[:MOST_WORDS]
    if not found.meaning_used or searcher.embedder is None or not spelt:
        return Compared(question, said, every, signals, (), None)
    texts = [found.understood.words or found.query, *(raw for raw, _ in spelt), *(one.text for one in said)]
    try:
        vectors = searcher.embedder.queries(texts)
    except searcher.failures as error:
        log.warning("sentences not compared by meaning: %s", getattr(error, "code", "failed"))
        return Compared(question, said, every, signals, (), None)
    meaning = vectors[1 + len(spelt) :] @ vectors[0]
    words = _words(searcher, found.query, spelt)
    return Compared(question, said, every, fitting.with_meaning(signals, meaning, said), words, vectors)


def supported(searcher: Searcher, found: SearchResult, held: Compared) -> Columns:
    """The signals of whether a question is answered, each `(1,)`; only where meaning was compared."""
    assert held.vectors is not None
    count = len(held.words)
    question, words, said = held.vectors[0], held.vectors[1 : 1 + count], held.vectors[1 + count :]
    chance = min(max(found.answerable, 1e-4), 1 - 1e-4)
    read = support.Read(
        held.found, held.every, held.fits, held.signals, said @ question, words @ said.T, len(searcher.mirror),
        math.log(chance / (1 - chance)),
    )  # fmt: skip
    return support.columns(found.query, held.words, read, searcher.content_terms)


def chance(searcher: Searcher, found: SearchResult, held: Compared) -> tuple[float, bool]:
    """How likely an answer was found, 0 to 1, and whether that is enough to show one."""
    if held.vectors is None:
        return found.answerable, found.answerable >= LEAST_BY_SEARCH
    model = likely.shipped()
    said = round(model.of(supported(searcher, found, held)), 4)
    return said, said >= model.least


def _words(searcher: Searcher, question: str, spelt: Sequence[tuple[str, str]]) -> tuple[Word, ...]:
    named = {term for name in support.names(question) for term in searcher.content_terms(name)}
    idle = frozenset(searcher.tokenizer.terms(support.IDLE))
    return tuple(Word(term, _held_by(searcher, raw), term in named, term in idle) for raw, term in spelt)


def _held_by(searcher: Searcher, word: str) -> int:
    return len(index.newest_matching(searcher.store, index.matching([word]), 0, LAST_ID, MOST_COUNTED))
