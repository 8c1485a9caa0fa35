"""How well passages fit a question, in numbers. Pure: arrays in, arrays out; no store, no texts.

Four signals, each of the passage and of the passage with its neighbours: BM25 over words and the cosine of embeddings. Scores are
fused, not ranks. BM25 counts as its share of the most it could be, raised to a power: where the words of a question hardly stand in
memory, one chance match says little, and meaning decides; where they do, words decide.
"""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float32]]
Ints = np.ndarray[Any, np.dtype[np.int64]]
Bools = np.ndarray[Any, np.dtype[np.bool_]]

# Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009: the usual ranges' middle.
K1, B = 1.2, 0.75
SHORTEST = 8
# Chosen on the development conversations (messages) and the first demo week (screens), see tests/bench/ranking.py.
POWER = 1.3


@dataclass(frozen=True, slots=True)
class Weights:
    """What words count beside meaning, and in each of the two what stands beside a passage counts against the passage itself."""

    words: float
    beside_words: float
    beside_meaning: float


MESSAGES = Weights(1.5, 1.5, 0.5)
SCREENS = Weights(1.0, 1.0, 1.0)
# A word in the text counts whole; in title, author and place less, since they stand on many passages alike.
COLUMN_WEIGHTS = np.array([1.0, 0.4, 0.8, 0.3], np.float32)


@dataclass(frozen=True, slots=True)
class Signals:
    """One number a passage and signal, all `(n,) float32`: shares of the best BM25, cosines, and `covered`, the share of the
    question's weight whose words stand in the passage or beside it."""

    words: Floats
    words_around: Floats
    meaning: Floats
    meaning_around: Floats
    covered: Floats


def taken(signals: Signals, places: Ints) -> Signals:
    """The signals of some passages."""
    return Signals(*(getattr(signals, one.name)[places] for one in fields(Signals)))


def bm25(tf: Floats, lengths: Floats, allowed: Bools) -> tuple[Floats, Floats]:
    """BM25 of each passage `(n,)` and the terms' weights `(terms,)`, with statistics of the allowed passages only."""
    weights = idf(((tf > 0) & allowed).sum(axis=1), max(int(allowed.sum()), 1))
    mean = max(float(lengths[allowed].mean()) if allowed.any() else 1.0, 1.0)
    return weighed(tf, lengths, weights, mean), weights


def idf(counts: np.ndarray[Any, Any], total: int) -> Floats:
    """The weights of terms `(terms,)` that stand in so many of all passages."""
    out: Floats = np.log1p((total - counts + 0.5) / (counts + 0.5)).astype(np.float32)
    return out


def weighed(tf: Floats, lengths: Floats, weights: Floats, mean_length: float) -> Floats:
    """BM25 `(n,)` of weighted term frequencies `(terms, n)` with the terms' weights and the mean length of all passages."""
    # A scrap of two words under a title that fits is not the better for being short.
    norm = K1 * (1 - B + B * np.maximum(lengths, SHORTEST) / mean_length)
    score: Floats = (weights[:, None] * tf * (K1 + 1) / (tf + norm)).sum(axis=0).astype(np.float32)
    return score


def share(scores: Floats, idf: Floats) -> Floats:
    """BM25 as a share, 0 to 1, of what a passage full of every sought word would get."""
    most = float(idf.sum()) * (K1 + 1)
    out: Floats = scores / np.float32(most) if most > 0 else np.zeros_like(scores)
    return out


def cover(tf: Floats, idf: Floats) -> Floats:
    """The share of the question's weight whose terms stand in the passage, 0 to 1."""
    whole = float(idf.sum())
    if whole <= 0:
        return np.zeros(tf.shape[1], np.float32)
    out: Floats = (idf[:, None] * (tf > 0)).sum(axis=0) / np.float32(whole)
    return out


def combine(signals: Signals, on_screen: Bools, allowed: Bools) -> Floats:
    """One score a passage; those that are not allowed get minus infinity."""
    fitted = np.where(on_screen, _fused(signals, SCREENS), _fused(signals, MESSAGES))
    out: Floats = np.where(allowed, fitted, -np.inf).astype(np.float32)
    return out


def _fused(signals: Signals, weights: Weights) -> Floats:
    words = (signals.words**POWER + weights.beside_words * signals.words_around**POWER) / (1 + weights.beside_words)
    meaning = (signals.meaning + weights.beside_meaning * signals.meaning_around) / (1 + weights.beside_meaning)
    out: Floats = (weights.words * words + meaning).astype(np.float32)
    return out


def best(scores: Floats, count: int) -> Ints:
    """Places of the highest finite scores, best first; equal ones in the order they were stored."""
    count = min(count, int(np.isfinite(scores).sum()))
    if count == 0:
        return np.zeros(0, np.int64)
    top = np.argpartition(-scores, count - 1)[:count]
    ranked: Ints = top[np.lexsort((top, -scores[top]))]
    return ranked
