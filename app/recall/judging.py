"""Candidates judged by the learned weights: what they are is fetched from the store and the mirror here, and nowhere else.

What can be said of a passage before anything is asked is kept, for the same passages come up again and again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.recall import answerable, features, learned, personal, rank
from app.recall.candidates import Candidates, Sources, vectors_at
from app.store import passages
from app.store.db import Store

Floats = rank.Floats
# Enough that what is sought is nearly always among them, few enough to be judged in some milliseconds.
POOL = 200
_KEPT_FACTS = 20_000


@dataclass(frozen=True, slots=True)
class Brought:
    """What the first look brought up: candidates, which of them are judged, best first, with their signals and scores."""

    found: Candidates
    chosen: rank.Ints
    signals: rank.Signals
    first: Floats


class Judge:
    """Scores candidates. Belongs to one thread."""

    def __init__(self, model: learned.Model) -> None:
        self._model = model
        self._ranking = model.ranking
        self._facts: dict[int, features.Facts] = {}

    @property
    def shipped(self) -> learned.Model:
        return self._model

    def learn(self, learnt: personal.Learnt) -> None:
        """Rank from now on with what was learnt from the user."""
        self._ranking = personal.personal(self._model, learnt).ranking if learnt.factors else self._model.ranking

    def forget(self) -> None:
        """Let go of the words of passages."""
        self._facts.clear()

    def signals(self, sources: Sources, asked: features.Question, vector: Floats, brought: Brought) -> features.Columns:
        """All signals of the candidates that are judged, by name."""
        return features.columns(asked, vector, self._candidates(sources, brought))

    def judged(self, signals: features.Columns) -> tuple[Floats, float]:
        """The candidates' scores, and how likely, from 0 to 1, an answer is among them."""
        model = self._model
        shipped, content = model.ranking.of(signals), model.content.of(signals)
        logit = float(model.answerable.of(answerable.columns(signals, shipped, content))[0])
        ranking = shipped if self._ranking is model.ranking else self._ranking.of(signals)
        return ranking, round(1.0 / (1.0 + float(np.exp(-np.clip(logit, -30, 30)))), 4)

    def _candidates(self, sources: Sources, brought: Brought) -> features.Candidates:
        found, chosen, mirror = brought.found, brought.chosen, sources.mirror
        places = found.places[chosen]
        beside = mirror.stepped(places, (-1, 1, -2, 2))
        vectors = _vectors(sources, [places, *beside])
        return features.Candidates(
            tf=found.tf[:, chosen],
            idf=found.idf,
            signals=rank.taken(brought.signals, chosen),
            first=brought.first[chosen],
            vectors=vectors[0],
            beside=(vectors[1], vectors[2], vectors[3], vectors[4]),
            lengths=found.lengths[chosen],
            on_screen=found.on_screen[chosen],
            facts=self._known(sources.store, found.ids[chosen].tolist()),
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


def _vectors(sources: Sources, lists: Sequence[rank.Ints]) -> list[Floats]:
    """The vectors at each of some lists of places, each read once; zeros where the place is -1."""
    every = np.unique(np.concatenate(lists))
    every = every[every >= 0]
    held = np.concatenate([vectors_at(sources, every), np.zeros((1, sources.mirror.dim), np.float32)])
    return [held[np.where(one >= 0, np.searchsorted(every, one), len(every))] for one in lists]
