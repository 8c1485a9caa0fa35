"""Candidates judged by the learned weights: what they are is fetched from the store and the mirror here, and nowhere else.

What can be said of a passage before anything is asked is kept, for the same passages come up again and again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.recall import answerable, features, learned, rank
from app.recall.mirror import Mirror
from app.store import passages
from app.store.db import Store

Floats = rank.Floats
# Enough that what is sought is nearly always among them, few enough to be judged in some milliseconds.
POOL = 200
_KEPT_FACTS = 20_000


@dataclass(frozen=True, slots=True)
class Brought:
    """What the first look brought up: the places of candidates in the mirror, best first, and of each its terms `(terms, n)`, the
    terms' weights, its signals and its score."""

    places: rank.Ints
    tf: Floats
    idf: Floats
    signals: rank.Signals
    first: Floats


class Judge:
    """Scores candidates. Belongs to one thread."""

    def __init__(self, model: learned.Model) -> None:
        self._model = model
        self._facts: dict[int, features.Facts] = {}

    def forget(self) -> None:
        """Let go of the words of passages."""
        self._facts.clear()

    def signals(
        self, store: Store, mirror: Mirror, asked: features.Question, vector: Floats, brought: Brought
    ) -> features.Columns:
        """All signals of the candidates, by name."""
        return features.columns(asked, vector, self._candidates(store, mirror, brought))

    def judged(self, signals: features.Columns) -> tuple[Floats, float]:
        """The candidates' scores, and how likely, from 0 to 1, an answer is among them."""
        ranking, content = self._model.ranking.of(signals), self._model.content.of(signals)
        logit = float(self._model.answerable.of(answerable.columns(signals, ranking, content))[0])
        return ranking, round(1.0 / (1.0 + float(np.exp(-np.clip(logit, -30, 30)))), 4)

    def _candidates(self, store: Store, mirror: Mirror, brought: Brought) -> features.Candidates:
        places = brought.places
        around, columns = mirror.around, mirror.columns[places]
        before, after = around.left[places], around.right[places]
        before2, after2 = _then(around.left, before), _then(around.right, after)
        return features.Candidates(
            tf=brought.tf,
            idf=brought.idf,
            signals=brought.signals,
            first=brought.first,
            vectors=mirror.vectors[places],
            beside=(_at(mirror, before), _at(mirror, after), _at(mirror, before2), _at(mirror, after2)),
            lengths=mirror.words[places],
            on_screen=columns[:, 4] == mirror.kinds.find("screen"),
            facts=self._known(store, mirror.ids[places].tolist()),
        )

    def _known(self, store: Store, ids: Sequence[int]) -> list[features.Facts]:
        missing = [one for one in ids if one not in self._facts]
        if len(self._facts) + len(missing) > _KEPT_FACTS:
            self._facts.clear()
            missing = list(ids)
        if missing:
            for passage_id, text, author, title in passages.said_of(store, missing):
                self._facts[passage_id] = features.facts(text, author, title)
        nothing = features.facts("", "", "")
        return [self._facts.get(one, nothing) for one in ids]


def _then(step: rank.Ints, places: rank.Ints) -> rank.Ints:
    return np.where(places >= 0, step[places], -1)


def _at(mirror: Mirror, places: rank.Ints) -> Floats:
    out: Floats = np.where((places >= 0)[:, None], mirror.vectors[places], np.float32(0))
    return out
